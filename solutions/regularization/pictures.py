"""Draw the picture of this lesson: `python pictures.py` writes images/learning-curves.svg beside itself."""

from nngrade.authoring.pictures import BLUE, INK, RED, plot

TRAIN_ERRORS = [6.0, 4.6, 3.6, 2.9, 2.35, 1.9, 1.55, 1.25, 1.0, 0.8, 0.65, 0.55]
TEST_ERRORS = [6.3, 5.0, 4.15, 3.6, 3.25, 3.0, 3.1, 3.2, 3.45, 3.75, 4.1, 4.5]
BEST, STOP = 5, 8

if __name__ == "__main__":
    with plot("learning-curves.svg", "epoch", "error", width=6.4) as axes:
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
