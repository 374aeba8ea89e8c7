"""Plots for lessons, drawn by matplotlib in one style, and the same to the byte whenever they are drawn again.

For the `pictures.py` of a topic, which needs the `author` extra:

    from nngrade.authoring.pictures import BLUE, plot

    with plot("sigmoid.svg", "score W · x + b", "output") as axes:
        axes.plot(scores, 1 / (1 + np.exp(-scores)), color=BLUE)
"""

import contextlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BLUE, RED, GREEN, INK, PALE = "#1f6feb", "#c2410c", "#1a7f37", "#30343b", "#c9ced6"

_STYLE: dict[Any, Any] = {
    "svg.hashsalt": "nngrade",  # else ids are random
    "svg.fonttype": "none",  # words stay words: small, searchable, read aloud
    "font.family": "sans-serif",
    "font.size": 11,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": "#8a8f98",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 11,
    "xtick.color": INK,
    "ytick.color": INK,
    "lines.linewidth": 2.2,
    "legend.frameon": False,
}


@contextlib.contextmanager
def plots(name: str, columns: int, *, width: float = 7.2, height: float = 3.0) -> Iterator[list["Axes"]]:
    """Draw on axes side by side, and write images/`name` beside the calling script; sizes are in inches."""
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(width, height), layout="constrained")
        yield list(figure.subplots(1, columns, squeeze=False)[0])
        path = _caller() / "images" / name
        path.parent.mkdir(exist_ok=True)
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
        # matplotlib ends some lines with blanks, which editors and hooks take away again.
        path.write_text("".join(f"{line.rstrip()}\n" for line in path.read_text("utf-8").splitlines()), encoding="utf-8", newline="\n")


@contextlib.contextmanager
def plot(name: str, x: str, y: str, *, width: float = 5.6, height: float = 3.2) -> Iterator["Axes"]:
    """Draw on one pair of axes with these labels, and write images/`name` beside the calling script."""
    with plots(name, 1, width=width, height=height) as (axes,):
        axes.set(xlabel=x, ylabel=y)
        yield axes


def _caller() -> Path:
    """The folder of the script that draws: the first frame that is neither this module's nor contextlib's."""
    own = {__file__, contextlib.__file__}
    return next(Path(frame.filename).parent for frame in inspect.stack() if frame.filename not in own)
