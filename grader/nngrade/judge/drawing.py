"""Drawing the same inputs everywhere: in any folder, whatever else has been imported."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from hypothesis import configuration, control
from hypothesis.internal import entropy
from hypothesis.internal.conjecture import data, providers

# Inside Hypothesis, and not in every version of it.
_internals: Any = providers
_NAME = "_get_local_constants"
CAN_SURROUND = (
    "wrapped_test" in control.BuildContext.__init__.__code__.co_varnames
    and hasattr(data.ConjectureData, "for_choices")
    and hasattr(entropy, "deterministic_PRNG")
    and hasattr(entropy, "RANDOMS_TO_MANAGE")
)


@contextlib.contextmanager
def drawing_alike() -> Iterator[None]:
    """Keep Hypothesis from drawing constants out of the modules that happen to be imported, and from writing into this folder.

    It would read nngrade itself where that is installed editable, and the mistakes
    of the topic judged before; the same submission would then meet other inputs.
    """
    original = getattr(_internals, _NAME, None)
    configuration.set_hypothesis_home_dir(Path.home() / ".cache" / "nngrade")
    try:
        if original is not None:
            nothing = _internals.Constants()
            _internals.CONSTANTS_CACHE.cache.clear()
            setattr(_internals, _NAME, lambda: nothing)
        yield
    finally:
        configuration.set_hypothesis_home_dir(None)
        if original is not None:
            setattr(_internals, _NAME, original)
            _internals.CONSTANTS_CACHE.cache.clear()


@contextlib.contextmanager
def as_when_drawn(test: Callable[..., Any]) -> Iterator[Callable[[], None]]:
    """Surround a test as Hypothesis does where it draws, if it CAN_SURROUND; what is given is to be called before each input.

    `assume` may then be called, and the global random states of this process begin anew with each input.
    """
    with entropy.deterministic_PRNG(), control.BuildContext(data.ConjectureData.for_choices([]), wrapped_test=test):
        managed = list(entropy.RANDOMS_TO_MANAGE.values())

        def begin() -> None:
            for state in managed:
                state.seed(0)

        yield begin
