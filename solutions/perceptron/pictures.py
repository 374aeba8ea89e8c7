"""Draw the pictures of this lesson: `python pictures.py` writes them into images/ beside itself."""

from nngrade.authoring.pictures import BLUE, INK, PALE, RED, plot, plots

SIDE = "#e8f0fe"  # the positive side of a line


def point(axes, x, y, *, is_on, words="", offset=(0, 10)):
    """A point of class 1, filled, or of class 0, hollow."""
    axes.plot(x, y, "o", color=BLUE, markerfacecolor=BLUE if is_on else "white", markersize=8, clip_on=False, zorder=3)
    axes.annotate(words, (x, y), offset, textcoords="offset points", ha="center", color=INK)


def corners(axes, title, fires):
    """The four inputs of a gate."""
    for x, y in ((0, 0), (0, 1), (1, 0), (1, 1)):
        point(axes, x, y, is_on=(x, y) in fires)
    axes.set(title=title, xlabel="x0", ylabel="x1", xticks=[0, 1], yticks=[0, 1], xlim=(-0.3, 1.4), ylim=(-0.3, 1.4), aspect="equal")


def sides():
    """The line 2x + 4y - 8 = 0, its positive side, and two points with their scores."""
    with plot("sides.svg", "x", "y") as axes:
        axes.fill_between([0, 5], [2, -0.5], 3.5, color=SIDE)
        axes.plot([0, 5], [2, -0.5], color=RED)
        axes.text(0.1, 2.15, "2x + 4y - 8 = 0", color=RED)
        point(axes, 3, 2, is_on=True, words="(3, 2): score 6,\nclass 1")
        point(axes, 1, 1, is_on=False, words="(1, 1): score -2,\nclass 0", offset=(8, -34))
        axes.set(xlim=(0, 5), ylim=(0, 3.5), yticks=range(4), aspect="equal")


def gates():
    """A gate that one line fences in, and one whose corners are the reader's to part."""
    with plots("gates.svg", 2, width=6.4) as (left, right):
        left.fill_between([0.2, 1.4], [-0.3, 0.9], -0.3, color=SIDE)
        left.plot([0.2, 1.4], [-0.3, 0.9], color=RED)
        corners(left, "the first, but not the second", [(1, 0)])
        corners(right, "XOR: the inputs differ", [(0, 1), (1, 0)])


def closer():
    """A missed point, the line before it and after it."""
    with plot("closer.svg", "x", "y") as axes:
        axes.plot([0, 4], [4, 0], color=PALE, linestyle="--")
        axes.text(0.9, 3.4, "before: x + y - 4 = 0, the point scores -1")
        axes.plot([0, 3.25], [3.9 / 1.1, 0], color=RED)
        axes.text(1.75, 2.5, "after: 1.2x + 1.1y - 3.9 = 0, the point scores -0.4", color=RED)
        point(axes, 2, 1, is_on=True, words="(2, 1)", offset=(-26, -4))
        axes.set(xlim=(0, 7), ylim=(0, 4.2), aspect="equal")


if __name__ == "__main__":
    sides()
    gates()
    closer()
