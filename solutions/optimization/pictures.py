"""Draw the pictures of this lesson: `python pictures.py` writes them into images/ beside itself."""

import numpy as np
from matplotlib.patches import Ellipse
from reference import Momentum, gradient_descent, layer_gradient_norms

from nngrade.authoring.pictures import BLUE, GREEN, INK, PALE, RED, plot, plots

STEEPNESS = np.array([1.0, 10.0])  # of the valley x²/2 + 10 y²/2
START = np.array([10.0, 1.0])
STEPS = 20


def slope(point):
    """The gradient of the valley."""
    return STEEPNESS * point


def plain_path(learn_rate):
    """Where gradient descent comes by, the start included."""
    return np.array([gradient_descent(slope, START, learn_rate, steps) for steps in range(STEPS + 1)])


def rolling_path(learn_rate, beta):
    """Where momentum comes by, the start included."""
    optimizer, params, path = Momentum(learn_rate, beta), {"point": START}, [START]
    for _ in range(STEPS):
        params = optimizer.step(params, {"point": slope(params["point"])})
        path.append(params["point"])
    return np.array(path)


def valley():
    """The same long valley twice: zigzag without momentum, a sweep with it."""
    walks = [("gradient descent", plain_path(0.18), RED), ("momentum", rolling_path(0.1, 0.5), BLUE)]
    with plots("valley.svg", 2, width=8.4, height=2.8) as both:
        for axes, (title, path, colour) in zip(both, walks, strict=True):
            for height in (0.5, 2.5, 8, 18, 34, 55):
                axes.add_patch(Ellipse((0, 0), *(2 * np.sqrt(2 * height / STEEPNESS)), fill=False, edgecolor=PALE))
            axes.plot(*path.round(3).T, color=colour, marker="o", markersize=3.5, linewidth=1.4)
            axes.plot(0, 0, marker="+", color=INK, markersize=9)
            axes.set_title(f"{title}\n{np.linalg.norm(path[-1]):.2g} from the ground after {STEPS} steps", color=colour)
            axes.set(xlim=(-4, 11), ylim=(-1.5, 1.5), xticks=[0, 5, 10], yticks=[-1, 0, 1], xlabel="x", ylabel="y")


def vanishing():
    """The norm of the gradient in each of ten layers, for three activations."""
    with plot("vanishing.svg", "layer", "norm of the gradient", width=7.2, height=3.6) as axes:
        for activation, colour in (("tanh", RED), ("relu", GREEN), ("sigmoid", BLUE)):
            norms = layer_gradient_norms(activation, 10, 64, np.random.default_rng(0))
            shown = [float(f"{norm:.3g}") for norm in norms]
            axes.plot(range(1, 11), shown, color=colour, marker="o", markersize=4)
            axes.annotate(activation, (1, shown[0]), (-8, 0), textcoords="offset points", ha="right", va="center", color=colour)
        axes.set(yscale="log", ylim=(1e-6, 50), xlim=(-0.4, 10.3), xticks=range(1, 11))
        axes.tick_params(which="minor", length=0)
        axes.grid(axis="y", color=PALE, linewidth=0.7)


if __name__ == "__main__":
    valley()
    vanishing()
