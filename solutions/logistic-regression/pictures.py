"""Draw the pictures of this lesson: `python pictures.py` writes images/sigmoid.svg."""

import math
from pathlib import Path

LEFT, TOP, WIDTH, HEIGHT = 60, 20, 420, 220
FARTHEST = 6  # the score at the right edge

FRAME = f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 520 300" font-family="sans-serif" font-size="13" role="img">
<title>The step and the sigmoid of a score</title>
<rect width="520" height="300" fill="#ffffff"/>
<rect x="{LEFT}" y="{TOP}" width="{WIDTH}" height="{HEIGHT}" fill="none" stroke="#8a8f98"/>
"""


def place(score, answer):
    """Where a score and its answer lie in the picture; answers run from -0.1 to 1.1."""
    return LEFT + WIDTH * (score + FARTHEST) / (2 * FARTHEST), TOP + HEIGHT * (1.1 - answer) / 1.2


def line(points, colour):
    """A line through scores and answers."""
    words = " ".join(f"{x:.1f},{y:.1f}" for x, y in (place(*point) for point in points))
    return f'<polyline points="{words}" fill="none" stroke="{colour}" stroke-width="2.5"/>\n'


def text(x, y, words, colour="#30343b", anchor="middle"):
    """A word or two."""
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}">{words}</text>\n'


def axes():
    """Numbers at both axes and what they are."""
    ticks = "".join(text(place(score, 0)[0], TOP + HEIGHT + 18, score) for score in range(-FARTHEST, FARTHEST + 1, 2))
    ticks += "".join(text(LEFT - 10, place(0, answer)[1] + 4, f"{answer:g}", anchor="end") for answer in (0, 0.5, 1))
    return ticks + text(LEFT + WIDTH / 2, TOP + HEIGHT + 42, "score W · x + b")


def sigmoid_picture():
    """The step, and the sigmoid that takes its place."""
    scores = [step / 10 for step in range(-10 * FARTHEST, 10 * FARTHEST + 1)]
    curves = line([(-FARTHEST, 0), (0, 0), (0, 1), (FARTHEST, 1)], "#c2410c")
    curves += line([(score, 1 / (1 + math.exp(-score))) for score in scores], "#1f6feb")
    words = text(place(-0.2, 0)[0], place(0, 0.92)[1], "step", "#c2410c", "end")
    words += text(place(1.9, 0)[0], place(0, 0.72)[1], "sigmoid", "#1f6feb", "start")
    return FRAME + axes() + curves + words + "</svg>\n"


if __name__ == "__main__":
    images = Path(__file__).with_name("images")
    images.mkdir(exist_ok=True)
    (images / "sigmoid.svg").write_text(sigmoid_picture(), encoding="utf-8")
