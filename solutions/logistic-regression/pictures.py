"""Draw the picture of this lesson: `python pictures.py` writes images/sigmoid.svg beside itself."""

import numpy as np

from nngrade.authoring.pictures import BLUE, RED, plot

FARTHEST = 6  # the score at the right edge

if __name__ == "__main__":
    with plot("sigmoid.svg", "score W · x + b", "output") as axes:
        scores = np.linspace(-FARTHEST, FARTHEST, 241)
        axes.plot([-FARTHEST, 0, 0, FARTHEST], [0, 0, 1, 1], color=RED)
        axes.plot(scores, 1 / (1 + np.exp(-scores)), color=BLUE)
        axes.text(-0.3, 0.9, "step", color=RED, ha="right")
        axes.text(1.9, 0.7, "sigmoid", color=BLUE)
        axes.set(xlim=(-FARTHEST, FARTHEST), yticks=[0, 0.5, 1])
