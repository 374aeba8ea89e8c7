"""Draw the picture of this lesson: `python pictures.py` writes images/cost.svg beside itself."""

import numpy as np

from nngrade.authoring.pictures import BLUE, RED, plot

HIGHEST = 5.0  # nats at the upper edge

if __name__ == "__main__":
    with plot("cost.svg", "predicted probability p of a 1", "cost in nats") as axes:
        p = np.linspace(0.001, 0.999, 500)
        axes.plot(p, -np.log(p), color=BLUE)
        axes.plot(p, -np.log(1 - p), color=RED)
        axes.text(0.06, 4.4, "label 1: -log(p)", color=BLUE)
        axes.text(0.94, 4.4, "label 0: -log(1 - p)", color=RED, ha="right")
        axes.set(xlim=(0, 1), ylim=(0, HIGHEST))
