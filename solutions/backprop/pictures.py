"""Draw the pictures of this lesson: `python pictures.py` writes them into images/ beside itself."""

from pathlib import Path

import numpy as np
from reference import relu, relu_prime, sigmoid_prime, tanh_prime

from nngrade.authoring.pictures import BLUE, GREEN, RED, plots

WIDTH, HEIGHT = 660, 330
BOX_WIDTH, BOX_HEIGHT = 92, 58
FORWARD, BACKWARD, INK = "#1f6feb", "#c2410c", "#30343b"

# What stands in a box, its number, its slope, and the middle of the box.
BOXES = {
    "x": ("x", "2", "2 + 6 = 8", (70, 60)),
    "w": ("w", "3", "4", (70, 165)),
    "b": ("b", "-4", "2", (70, 270)),
    "p": ("p = x · w", "6", "2", (250, 165)),
    "s": ("s = p + b", "2", "2", (420, 165)),
    "r": ("r = s · x", "4", "1", (590, 165)),
}
# From where to where, the share of slope that comes back, and where it is written.
EDGES = [
    ("x", "p", "3 · 2 = 6", (192, 96)),
    ("w", "p", "2 · 2 = 4", (160, 190)),
    ("b", "s", "1 · 2 = 2", (262, 254)),
    ("p", "s", "1 · 2 = 2", (332, 154)),
    ("s", "r", "2 · 1 = 2", (505, 190)),
    ("x", "r", "2 · 1 = 2", (372, 60)),
]


def text(x, y, words, colour=INK, size=13):
    """A word or two, centred."""
    return f'<text x="{x:.0f}" y="{y:.0f}" fill="{colour}" font-size="{size}" text-anchor="middle">{words}</text>\n'


def box(name):
    """A value: what it is, its number above, its slope below."""
    says, number, slope, (x, y) = BOXES[name]
    left, top = x - BOX_WIDTH / 2, y - BOX_HEIGHT / 2
    frame = f'<rect x="{left:.0f}" y="{top:.0f}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="8" fill="#f6f8fa" stroke="#8a8f98"/>\n'
    return frame + text(x, y - 13, says) + text(x, y + 4, number, FORWARD, 14) + text(x, y + 22, slope, BACKWARD)


def edge(begin, end, share, place):
    """An arrow from a value to one that is made of it, and the share that comes back along it."""
    (x1, y1), (x2, y2) = BOXES[begin][3], BOXES[end][3]
    x1, x2 = x1 + BOX_WIDTH / 2, x2 - BOX_WIDTH / 2
    path = f"M{x1:.0f},{y1} L{x2 - 4:.0f},{y2}"
    if (begin, end) == ("x", "r"):  # over the heads of the others
        top = y2 - BOX_HEIGHT / 2 - 4
        path = f"M{x1:.0f},{y1 - 12} C{x1 + 190:.0f},{y1 - 40} {x2 - 20:.0f},{y1 - 20} {x2 + BOX_WIDTH / 2 - 8:.0f},{top:.0f}"
    return f'<path d="{path}" fill="none" stroke="#8a8f98" stroke-width="1.5" marker-end="url(#tip)"/>\n' + text(
        *place, share, BACKWARD, 12
    )


def graph():
    """The graph of r = (x · w + b) · x with its numbers and its slopes."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" role="img">\n'
        "<title>The graph of r = (x · w + b) · x: numbers go forward, slopes come back, and two shares meet in x</title>\n"
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>\n'
        '<marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0,0 L8,4 L0,8 z" fill="#8a8f98"/></marker>\n'
    )
    key = text(480, 290, "blue: the number, worked out on the way forward", FORWARD, 12)
    key += text(480, 310, "orange: the slope of r in it, worked out on the way back", BACKWARD, 12)
    return head + "".join(edge(*one) for one in EDGES) + "".join(map(box, BOXES)) + key + "</svg>\n"


def slopes():
    """Three activations, and how steep each of them is."""
    z = np.linspace(-4, 4, 161)
    curves = {
        "sigmoid": (1 / (1 + np.exp(-z)), sigmoid_prime(z), BLUE),
        "tanh": (np.tanh(z), tanh_prime(z), RED),
        "relu": (relu(z), relu_prime(z), GREEN),
    }
    with plots("slopes.svg", 2) as (values, steepness):
        for name, (value, slope, colour) in curves.items():
            values.plot(z, value.round(4), color=colour, label=name)
            # The ReLU has a corner at 0: its slope jumps there, and no line joins the two sides.
            shown = np.where((z == 0) & (name == "relu"), np.nan, slope.round(4))
            steepness.plot(z, shown, color=colour)
        values.set(title="the functions", xlabel="pre-activation z", ylim=(-1.2, 2.2))
        steepness.set(title="their slopes", xlabel="pre-activation z", ylim=(-0.05, 1.1))
        values.legend(loc="upper left")


if __name__ == "__main__":
    images = Path(__file__).with_name("images")
    images.mkdir(exist_ok=True)
    (images / "graph.svg").write_text(graph(), encoding="utf-8")
    slopes()
