"""Draw the pictures of this lesson: `python pictures.py` writes them into images/ beside itself."""

import numpy as np

from nngrade.authoring.pictures import BLUE, INK, RED, plot, plots

# An example, made up: epoch 5 has the lowest testing error.
TRAIN_ERRORS = [6.0, 4.6, 3.6, 2.9, 2.35, 1.9, 1.55, 1.25, 1.0, 0.8, 0.65, 0.55]
TEST_ERRORS = [6.3, 5.0, 4.15, 3.6, 3.25, 3.0, 3.1, 3.2, 3.45, 3.75, 4.1, 4.5]
BEST, STOP = 5, 8


def learning_curves(axes):
    """Training and testing error by epoch, the best epoch, and where patience 3 stops."""
    axes.axvspan(BEST, STOP, color="#fdf0dc")
    for epoch, words in ((BEST, "best epoch"), (STOP, "stop, with patience 3")):
        axes.axvline(epoch, color=INK, linewidth=1, linestyle="--")
        axes.text(epoch + 0.1, 6.6, words)
    axes.plot(TRAIN_ERRORS, color=BLUE)
    axes.plot(TEST_ERRORS, color=RED)
    last = len(TEST_ERRORS) - 1
    axes.text(last, TEST_ERRORS[-1] + 0.3, "testing error", color=RED, ha="right")
    axes.text(last, TRAIN_ERRORS[-1] + 0.4, "training error", color=BLUE, ha="right")
    axes.set(ylim=(0, 7), xticks=range(last + 1))


def penalty(axes, price, slope, colour, title):
    """One price over the weights from -2 to 2, with its slope at 0.5 and at 1.5."""
    weights = np.linspace(-2, 2, 161)
    axes.plot(weights, price(weights), color=colour)
    for weight in (0.5, 1.5):
        near = np.array([weight - 0.35, weight + 0.35])
        axes.plot(near, price(weight) + slope(weight) * (near - weight), color=INK, linewidth=1.2)
        axes.plot(weight, price(weight), "o", color=INK, markersize=5)
        axes.annotate(f"slope {slope(weight):g}", (weight, price(weight)), (10, -8), textcoords="offset points")
    axes.set(title=title, xlabel="weight w", ylim=(0, 4), xlim=(-2.1, 2.6))


if __name__ == "__main__":
    with plot("learning-curves.svg", "epoch", "error", width=6.4) as curves:
        learning_curves(curves)
    with plots("penalties.svg", 2) as (left, right):
        penalty(left, np.abs, np.sign, BLUE, "the size |w|: L1")
        penalty(right, np.square, lambda weight: 2 * weight, RED, "the square w²: L2")
