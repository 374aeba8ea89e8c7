"""Draw the pictures of this lesson: `python pictures.py` writes them into images/ beside itself."""

from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse
from reference import Momentum, gradient_descent, layer_gradient_norms

IMAGES = Path(__file__).with_name("images")
BLUE, ORANGE, GREEN, GREY = "#1f6feb", "#c2410c", "#15803d", "#8a8f98"
# Words stay words, and the file does not depend on the day or on chance.
mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "nngrade", "font.family": "sans-serif", "font.size": 11})

STEEPNESS = np.array([1.0, 10.0])  # of the valley x²/2 + 10 y²/2
START = np.array([10.0, 1.0])
STEPS = 20


def save(figure, name):
    """Write a figure as SVG."""
    IMAGES.mkdir(exist_ok=True)
    figure.savefig(IMAGES / name, metadata={"Date": None, "Creator": None}, bbox_inches="tight")


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
    figure = Figure(figsize=(7.2, 4.4))
    walks = {
        "gradient descent, rate 0.18": (plain_path(0.18), BLUE),
        "momentum, rate 0.1, beta 0.5": (rolling_path(0.1, 0.5), ORANGE),
    }
    for axes, (title, (path, colour)) in zip(figure.subplots(2, sharex=True), walks.items(), strict=True):
        for height in (0.5, 2.5, 8, 18, 34, 55):
            width, depth = 2 * np.sqrt(2 * height / STEEPNESS)
            axes.add_patch(Ellipse((0, 0), width, depth, fill=False, edgecolor=GREY, linewidth=0.7))
        axes.plot(*path.round(3).T, color=colour, marker="o", markersize=3.5, linewidth=1.4)
        axes.plot(0, 0, marker="+", color="black", markersize=9)
        distance = np.linalg.norm(path[-1])
        axes.set_title(f"{title}: {distance:.2g} from the ground after {STEPS} steps", loc="left", fontsize=11, color=colour)
        axes.set(xlim=(-4, 11), ylim=(-1.5, 1.5), yticks=[-1, 0, 1])
        axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    save(figure, "valley.svg")


def vanishing():
    """The norm of the gradient in each of ten layers, for three activations."""
    figure = Figure(figsize=(7.2, 3.6))
    axes = figure.subplots()
    for activation, colour in (("tanh", ORANGE), ("relu", GREEN), ("sigmoid", BLUE)):
        norms = layer_gradient_norms(activation, 10, 64, np.random.default_rng(0))
        shown = [float(f"{norm:.3g}") for norm in norms]
        axes.plot(range(1, 11), shown, color=colour, marker="o", markersize=4, linewidth=1.4)
        axes.annotate(activation, (1, shown[0]), (-8, 0), textcoords="offset points", ha="right", va="center", color=colour)
    axes.set(yscale="log", ylim=(1e-6, 50), xlim=(-0.4, 10.3), xticks=range(1, 11), xlabel="layer", ylabel="norm of the gradient")
    axes.tick_params(which="minor", length=0)
    axes.grid(axis="y", color="#e5e7eb")
    axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    save(figure, "vanishing.svg")


if __name__ == "__main__":
    valley()
    vanishing()
