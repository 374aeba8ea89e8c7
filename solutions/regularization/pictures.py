"""Draw the pictures of this lesson: `python pictures.py` writes them into images/ beside itself."""

from pathlib import Path

BLUE, ORANGE, INK, PALE = "#1f6feb", "#c2410c", "#30343b", "#fdf0dc"

# Learning curves: an example, made up; epoch 5 has the lowest testing error.
TRAIN_ERRORS = [6.0, 4.6, 3.6, 2.9, 2.35, 1.9, 1.55, 1.25, 1.0, 0.8, 0.65, 0.55]
TEST_ERRORS = [6.3, 5.0, 4.15, 3.6, 3.25, 3.0, 3.1, 3.2, 3.45, 3.75, 4.1, 4.5]
BEST, STOP = 5, 8


def frame(width, height, title, *parts):
    """A whole picture on white."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="13" role="img">'
    return "\n".join([head, f"<title>{title}</title>", f'<rect width="{width}" height="{height}" fill="#fff"/>', *parts, "</svg>\n"])


def words(x, y, text, colour=INK, anchor="middle"):
    """A piece of text."""
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}">{text}</text>'


def line(start, end, colour, style='stroke-width="1"'):
    """A straight line between two places."""
    return f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}" stroke="{colour}" {style}/>'


def curve(places, colour):
    """A line through many places."""
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2.5"/>'


def learning_curves():
    """Training and testing error by epoch, the best epoch, and where patience 3 stops."""
    left, right, top, bottom = 60, 620, 34, 284

    def place(epoch, error):
        return left + (right - left) * epoch / 11, bottom - (bottom - top) * error / 7

    def upright(epoch, text):
        x, _ = place(epoch, 0)
        dashed = line((x, top), (x, bottom), ORANGE, 'stroke-dasharray="5 4"')
        return dashed + words(x, top - 10, text, ORANGE)

    best, stop = place(BEST, 0)[0], place(STOP, 0)[0]
    return frame(
        640,
        330,
        "The training error falls to the end; the testing error is lowest at epoch 5 and rises again",
        f'<rect x="{best:.1f}" y="{top}" width="{stop - best:.1f}" height="{bottom - top}" fill="{PALE}"/>',
        f'<path d="M{left},{top} V{bottom} H{right}" fill="none" stroke="{INK}"/>',
        upright(BEST, "best epoch"),
        upright(STOP, "stop, with patience 3"),
        curve([place(*point) for point in enumerate(TRAIN_ERRORS)], BLUE),
        curve([place(*point) for point in enumerate(TEST_ERRORS)], ORANGE),
        *(words(place(epoch, 0)[0], bottom + 18, epoch) for epoch in range(12)),
        words((left + right) / 2, bottom + 38, "epoch"),
        words(left - 12, top + 4, "error", anchor="end"),
        words(right, place(11, TEST_ERRORS[-1])[1] - 12, "testing error", ORANGE, "end"),
        words(right, place(11, TRAIN_ERRORS[-1])[1] - 16, "training error", BLUE, "end"),
    )


def penalty(middle, price, slope, colour, title):
    """One price over the weights from -2 to 2, with its slope at 2 and at 0.5."""
    base, unit, height = 250, 62, 46

    def place(w, cost):
        return middle + unit * w, base - height * cost

    parts = [
        line(place(-2.2, 0), place(2.2, 0), INK),
        curve([place(step / 20, price(step / 20)) for step in range(-40, 41)], colour),
        words(middle, 28, title),
        *(words(place(w, 0)[0], base + 18, w) for w in (-2, -1, 0, 1, 2)),
        words(middle, base + 38, "weight w"),
    ]
    for w in (0.5, 1.5):
        x, y = place(w, price(w))
        reach = 0.32
        start, end = place(w - reach, price(w) - reach * slope(w)), place(w + reach, price(w) + reach * slope(w))
        parts += [line(start, end, INK, 'stroke-width="1.5"'), f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{INK}"/>']
        parts.append(words(end[0] + 6, end[1] + 14, f"slope {slope(w):g}", anchor="start"))
    return parts


def penalties():
    """The two prices side by side: one is equally steep everywhere, the other steeper further out."""
    return frame(
        640,
        300,
        "The size of a weight has the slope 1 at 0.5 and at 1.5; its square has the slope 1 at 0.5 and 3 at 1.5",
        *penalty(160, abs, lambda w: 1 if w > 0 else -1, BLUE, "the size |w|: L1"),
        *penalty(470, lambda w: w * w, lambda w: 2 * w, ORANGE, "the square w²: L2"),
    )


if __name__ == "__main__":
    images = Path(__file__).with_name("images")
    images.mkdir(exist_ok=True)
    (images / "learning-curves.svg").write_text(learning_curves(), encoding="utf-8")
    (images / "penalties.svg").write_text(penalties(), encoding="utf-8")
