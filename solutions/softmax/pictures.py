"""Draw the pictures of this lesson: `python pictures.py` writes them into images/ beside itself."""

import math
from pathlib import Path

BLUE, ORANGE, INK, GREY = "#1f6feb", "#c2410c", "#30343b", "#8a8f98"
SCORES = [1, 2, 4]


def frame(width, height, title, *parts):
    """A whole picture on white."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="13" role="img">'
    return "\n".join([head, f"<title>{title}</title>", f'<rect width="{width}" height="{height}" fill="#fff"/>', *parts, "</svg>\n"])


def words(x, y, text, colour=INK, anchor="middle"):
    """A piece of text."""
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}">{text}</text>'


def line(start, end, colour=INK, style=""):
    """A straight line between two places."""
    return f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}" stroke="{colour}"{style}/>'


def bars(left, numbers, texts, title, colour):
    """Three bars, the largest of them 150 high, with what they stand for."""
    base, width, step = 210, 34, 52
    parts = [words(left + 1.5 * step, 28, title), line((left, base), (left + 3 * step, base))]
    for place, (number, text) in enumerate(zip(numbers, texts, strict=True)):
        x, height = left + step * place + (step - width) / 2, 150 * number / max(numbers)
        parts.append(f'<rect x="{x:.1f}" y="{base - height:.1f}" width="{width}" height="{height:.1f}" fill="{colour}"/>')
        parts.append(words(x + width / 2, base - height - 6, text))
        parts.append(words(x + width / 2, base + 18, f"class {place}", GREY))
    return parts


def arrow(left, right, y, text):
    """From one group of bars to the next."""
    head = f'<path d="M{right},{y} l-8,-4 v8 z" fill="{INK}"/>'
    return line((left, y), (right - 8, y)) + head + words((left + right) / 2, y - 8, text)


def three_steps():
    """Scores, their exponentials, and the exponentials divided by their sum."""
    exponentials = [math.exp(score) for score in SCORES]
    total = sum(exponentials)
    shares = [exponential / total for exponential in exponentials]
    return frame(
        680,
        250,
        "The scores 1, 2, 4 become the exponentials 2.7, 7.4, 54.6 and these the probabilities 0.04, 0.11, 0.84",
        *bars(14, SCORES, SCORES, "scores", GREY),
        arrow(182, 246, 120, "exp"),
        *bars(262, exponentials, [f"{number:.1f}" for number in exponentials], "exponentials", BLUE),
        arrow(430, 494, 120, f"÷ {total:.1f}"),
        *bars(510, shares, [f"{share:.2f}" for share in shares], "probabilities", ORANGE),
    )


def dot(place, text, dx=0, dy=24, anchor="middle"):
    """A class and its name."""
    x, y = place
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{BLUE}"/>' + words(x + dx, y + dy, text, anchor=anchor)


def halfway(start, end, text, dx=0, dy=-8):
    """A straight line, and the distance beside its middle."""
    x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    return line(start, end, GREY, ' stroke-dasharray="5 4"') + words(x + dx, y + dy, text, ORANGE)


def distances():
    """Classes as numbers on a line, and as rows with a single 1: there all are equally far apart."""
    shirt, boot, bag = (60, 130), (150, 130), (240, 130)
    one, two, three = (380, 190), (580, 190), (480, 60)
    return frame(
        680,
        250,
        "As numbers 0, 1, 2 the classes lie in a row, and the outer two are twice as far apart; one-hot, all are equally far apart",
        words(150, 28, "as numbers"),
        halfway(shirt, boot, "1"),
        halfway(boot, bag, "1"),
        f'<path d="M{shirt[0]},{shirt[1] - 14} q90,-72 180,0" fill="none" stroke="{GREY}" stroke-dasharray="5 4"/>',
        words(150, 72, "2", ORANGE),
        dot(shirt, "shirt: 0"),
        dot(boot, "boot: 1"),
        dot(bag, "bag: 2"),
        words(480, 28, "one-hot"),
        halfway(one, two, "√2", dy=18),
        halfway(one, three, "√2", dx=-16),
        halfway(two, three, "√2", dx=16),
        dot(one, "shirt: 1 0 0"),
        dot(two, "bag: 0 0 1"),
        dot(three, "boot: 0 1 0", dx=12, dy=0, anchor="start"),
    )


if __name__ == "__main__":
    images = Path(__file__).with_name("images")
    images.mkdir(exist_ok=True)
    (images / "three-steps.svg").write_text(three_steps(), encoding="utf-8")
    (images / "distances.svg").write_text(distances(), encoding="utf-8")
