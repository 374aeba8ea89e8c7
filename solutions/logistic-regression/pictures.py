"""Draw the pictures of this lesson: `python pictures.py` writes them into images/ beside itself."""

import numpy as np

from nngrade.authoring.pictures import BLUE, PALE, RED, plot, plots

FARTHEST = 6  # the score at the right edge

# One feature, no bias, and classes that overlap: the error has one lowest point.
X = np.array([-2.0, -1.0, -0.5, 0.5, 1.0, 2.0])
Y = np.array([0, 0, 1, 0, 1, 1])
START, STEPS = 0.0, 7
RATES = (0.2, 1.5, 20.0)


def sigmoid(scores):
    """Probabilities of class 1."""
    return 1 / (1 + np.exp(-scores))


def mean_error(weight):
    """The mean error of the line with this weight."""
    outputs = sigmoid(X * weight)
    return -np.log(np.where(Y == 1, outputs, 1 - outputs)).mean()


def descent(learn_rate):
    """The weights that gradient descent goes through."""
    weights = [START]
    for _ in range(STEPS):
        slope = ((sigmoid(X * weights[-1]) - Y) * X).mean()
        weights.append(weights[-1] - learn_rate * slope)
    return np.array(weights)


def draw_sigmoid(axes):
    """The step, and the sigmoid that takes its place."""
    scores = np.linspace(-FARTHEST, FARTHEST, 241)
    axes.plot([-FARTHEST, 0, 0, FARTHEST], [0, 0, 1, 1], color=RED)
    axes.plot(scores, sigmoid(scores), color=BLUE)
    axes.text(-0.3, 0.9, "step", color=RED, ha="right")
    axes.text(1.9, 0.7, "sigmoid", color=BLUE)
    axes.set(xlim=(-FARTHEST, FARTHEST), yticks=[0, 0.5, 1])


def draw_descent(axes, learn_rate, verdict):
    """The error over the weight, and the steps with this rate."""
    every = np.linspace(-2, 9, 221)
    axes.plot(every, [mean_error(weight) for weight in every], color=PALE)
    weights = descent(learn_rate)
    axes.plot(weights, [mean_error(weight) for weight in weights], color=BLUE, marker="o", markersize=4, linewidth=0.8)
    axes.plot(START, mean_error(START), color=RED, marker="o", markersize=6)
    axes.set(title=f"{verdict}: {learn_rate:g}", xlabel="weight", xlim=(-2, 9), ylim=(0.3, 1.5))


if __name__ == "__main__":
    with plot("sigmoid.svg", "score W · x + b", "output") as sigmoid_axes:
        draw_sigmoid(sigmoid_axes)
    with plots("descent.svg", 3, height=2.6) as three:
        for rate_axes, rate, words in zip(three, RATES, ("too small", "good", "too large"), strict=True):
            draw_descent(rate_axes, rate, words)
        three[0].set(ylabel="mean error")
