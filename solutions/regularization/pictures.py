"""Draw the pictures of this topic's lesson: `python solutions/regularization/pictures.py`.

Plain SVG, written by hand: the same bytes on every machine.
"""

from pathlib import Path

WIDTH, HEIGHT = 640, 320
LEFT, RIGHT, TOP, BOTTOM = 60, 620, 20, 270
EPOCHS = 12

TRAIN_ERRORS = [6.0, 4.6, 3.6, 2.9, 2.35, 1.9, 1.55, 1.25, 1.0, 0.8, 0.65, 0.55]
TEST_ERRORS = [6.3, 5.0, 4.15, 3.6, 3.25, 3.0, 3.1, 3.2, 3.45, 3.75, 4.1, 4.5]
BEST, STOP = 5, 8


def place(epoch, error):
    """Where a point of a curve lies in the picture."""
    x = LEFT + (RIGHT - LEFT) * epoch / (EPOCHS - 1)
    y = BOTTOM - (BOTTOM - TOP) * error / 7
    return x, y


def curve(errors, colour, dash=""):
    """One curve as a line through its points."""
    points = " ".join("{:.1f},{:.1f}".format(*place(epoch, error)) for epoch, error in enumerate(errors))
    return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2.5"{dash}/>'


def words(x, y, text, colour="#333", anchor="middle"):
    """A piece of text."""
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}">{text}</text>'


def upright(epoch, colour):
    """A dashed upright line at an epoch."""
    x, _ = place(epoch, 0)
    return f'<line x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{BOTTOM}" stroke="{colour}" stroke-dasharray="5 4"/>'


def learning_curves():
    """Training and testing error by epoch, the best epoch, and where patience 3 stops."""
    best_x, stop_x = place(BEST, 0)[0], place(STOP, 0)[0]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="13">',
        "<title>The training error falls to the end; the testing error is lowest at epoch 5 and rises again</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<rect x="{best_x:.1f}" y="{TOP}" width="{stop_x - best_x:.1f}" height="{BOTTOM - TOP}" fill="#fdf0dc"/>',
        f'<path d="M{LEFT},{TOP} V{BOTTOM} H{RIGHT}" fill="none" stroke="#333"/>',
        upright(BEST, "#b35900"),
        upright(STOP, "#b35900"),
        curve(TRAIN_ERRORS, "#1f5fa8"),
        curve(TEST_ERRORS, "#b3261e"),
        *(words(place(epoch, 0)[0], BOTTOM + 18, epoch) for epoch in range(EPOCHS)),
        words((LEFT + RIGHT) / 2, BOTTOM + 40, "epoch"),
        words(LEFT - 12, TOP + 4, "error", anchor="end"),
        words(RIGHT, place(EPOCHS - 1, TEST_ERRORS[-1])[1] - 10, "testing error", "#b3261e", "end"),
        words(RIGHT, place(EPOCHS - 1, TRAIN_ERRORS[-1])[1] - 14, "training error", "#1f5fa8", "end"),
        words(best_x, TOP - 5, "best epoch", "#b35900"),
        words(stop_x, TOP - 5, "stop, with patience 3", "#b35900"),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    Path(__file__).with_name("learning-curves.svg").write_text(learning_curves(), encoding="utf-8")
