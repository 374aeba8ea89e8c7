"""Draw the pictures of this lesson: `python pictures.py` writes them into images/ beside itself."""

import itertools

import numpy as np

from nngrade.authoring.pictures import BLUE, INK, PALE, RED, plots

SCORES = np.array([1.0, 2.0, 4.0])


def bars(axes, heights, style, colour, title):
    """One bar for each class, with its number above it."""
    drawn = axes.bar([f"class {place}" for place in range(len(heights))], heights, width=0.65, color=colour)
    axes.bar_label(drawn, fmt=style, padding=2)
    axes.set(title=title, yticks=[], ylim=(0, 1.15 * heights.max()))
    axes.spines.left.set_visible(False)


def join(axes, start, end, distance, dx, dy):
    """A dashed line between two classes, and how far apart they are."""
    axes.plot(*zip(start, end, strict=True), color=PALE, linewidth=1.5, linestyle="--", zorder=1)
    middle = (start[0] + end[0]) / 2 + dx, (start[1] + end[1]) / 2 + dy
    axes.text(*middle, distance, color=RED, ha="center", va="center")


def classes(axes, places, names, title):
    """The classes as points with names, and no axes: only distances count here."""
    for (x, y), name in zip(places, names, strict=True):
        axes.plot(x, y, "o", color=BLUE, markersize=8)
        axes.annotate(name, (x, y), (0, 9 if y > 1 else -18), textcoords="offset points", ha="center", color=INK)
    axes.set(title=title, xlim=(-0.5, 2.5), ylim=(-0.45, 2.0), aspect="equal")
    axes.set_axis_off()


if __name__ == "__main__":
    exponentials = np.exp(SCORES)
    with plots("three-steps.svg", 3, height=2.6) as (scores, raised, shared):
        bars(scores, SCORES, "%g", PALE, "scores")
        bars(raised, exponentials, "%.1f", BLUE, "exp(score)")
        bars(shared, exponentials / exponentials.sum(), "%.2f", RED, f"divided by the sum {exponentials.sum():.1f}")

    with plots("distances.svg", 2, height=2.8) as (left, right):
        row = [(0, 0.6), (1, 0.6), (2, 0.6)]
        join(left, row[0], row[1], "1", 0, 0.14)
        join(left, row[1], row[2], "1", 0, 0.14)
        over = np.linspace(0, 2, 41)
        left.plot(over, 0.75 + 0.5 * over * (2 - over), color=PALE, linewidth=1.5, linestyle="--", zorder=1)
        left.text(1, 1.4, "2", color=RED, ha="center", va="center")
        classes(left, row, ["shirt: 0", "boot: 1", "bag: 2"], "as numbers")

        corners = [(0.2, 0.1), (1.0, 0.1 + 0.8 * np.sqrt(3)), (1.8, 0.1)]
        for (start, end), (dx, dy) in zip(itertools.combinations(corners, 2), [(-0.2, 0.05), (0, 0.13), (0.2, 0.05)], strict=True):
            join(right, start, end, "√2", dx, dy)
        classes(right, corners, ["shirt: 1 0 0", "boot: 0 1 0", "bag: 0 0 1"], "one-hot")
