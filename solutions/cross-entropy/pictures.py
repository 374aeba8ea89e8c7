"""Draw the pictures of this lesson: `python pictures.py` writes images/cost.svg."""

import math
from pathlib import Path

LEFT, TOP, WIDTH, HEIGHT = 60, 20, 420, 240
HIGHEST = 5.0  # nats at the upper edge

FRAME = f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 520 320" font-family="sans-serif" font-size="13" role="img">
<title>What a prediction p costs, for a label 1 and for a label 0</title>
<rect width="520" height="320" fill="#ffffff"/>
<rect x="{LEFT}" y="{TOP}" width="{WIDTH}" height="{HEIGHT}" fill="none" stroke="#8a8f98"/>
"""


def place(p, cost):
    """Where a prediction and its cost lie in the picture."""
    return LEFT + WIDTH * p, TOP + HEIGHT * (1 - cost / HIGHEST)


def curve(cost_of, colour):
    """The costs of all predictions between 0 and 1."""
    steps = [place(step / 200, cost_of(step / 200)) for step in range(1, 200) if cost_of(step / 200) <= HIGHEST]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in steps)
    return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2.5"/>\n'


def text(x, y, words, colour="#30343b", anchor="middle"):
    """A word or two."""
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}">{words}</text>\n'


def axes():
    """Numbers at both axes and what they are."""
    ticks = "".join(text(place(p, 0)[0], TOP + HEIGHT + 18, f"{p:g}") for p in (0, 0.25, 0.5, 0.75, 1))
    ticks += "".join(text(LEFT - 10, place(0, cost)[1] + 4, cost, anchor="end") for cost in range(6))
    ticks += text(LEFT + WIDTH / 2, TOP + HEIGHT + 42, "predicted probability p of a 1")
    return ticks + f'<g transform="translate(22 {TOP + HEIGHT / 2}) rotate(-90)">{text(0, 0, "cost in nats")}</g>\n'


def cost_picture():
    """The cost of a prediction when a 1 happens, and when a 0 does."""
    curves = curve(lambda p: -math.log(p), "#1f6feb") + curve(lambda p: -math.log(1 - p), "#c2410c")
    words = text(LEFT + 30, TOP + 30, "label 1: -log(p)", "#1f6feb", "start")
    words += text(LEFT + WIDTH - 30, TOP + 30, "label 0: -log(1 - p)", "#c2410c", "end")
    return FRAME + axes() + curves + words + "</svg>\n"


if __name__ == "__main__":
    images = Path(__file__).with_name("images")
    images.mkdir(exist_ok=True)
    (images / "cost.svg").write_text(cost_picture(), encoding="utf-8")
