"""All that the author of a hidden suite imports, from one place.

docs/reference/suite.md describes every name, with examples.
"""

from typing import TYPE_CHECKING, Any

from nngrade.judge.checks import alternative, check, misconception
from nngrade.judge.comparison import Tolerance, compare
from nngrade.judge.portable import portable

if TYPE_CHECKING:
    from hypothesis import assume, example, given
    from hypothesis import strategies as st

    from nngrade.judge.strategies import (
        arrays,
        batches,
        binary_labels,
        labelled_batches,
        labels,
        logits,
        probabilities,
        score_vectors,
        seeds,
        sizes,
    )

__all__ = [
    "Tolerance",
    "alternative",
    "arrays",
    "assume",
    "batches",
    "binary_labels",
    "check",
    "compare",
    "example",
    "given",
    "labelled_batches",
    "labels",
    "logits",
    "misconception",
    "portable",
    "probabilities",
    "score_vectors",
    "seeds",
    "sizes",
    "st",
]


def __getattr__(name: str) -> Any:
    """What inputs are drawn with. It takes Hypothesis, which a suite of examples alone need not wait for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from nngrade.judge import strategies  # noqa: PLC0415 - see above

    return getattr(strategies, name)
