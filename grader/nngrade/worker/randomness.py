"""The global random states of a process: Python's, NumPy's old one, and torch's where it is loaded."""

import contextlib
import random
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np


def seed_all(seed: int) -> None:
    """Set all of them: a student may draw from any, and a verdict must not vary."""
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002 - see above
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(seed)


class RandomStates:
    """The states of one of several sides that share this process, as if it had a process of its own."""

    def __init__(self) -> None:
        self._own: tuple[Any, ...] | None = None

    @contextlib.contextmanager
    def in_force(self) -> Iterator[None]:
        """Let them be the process's for a while; what others had comes back."""
        others = _states()
        if self._own is not None:
            _set_states(self._own)
        try:
            yield
        finally:
            self._own = _states()
            _set_states(others)


def _states() -> tuple[Any, ...]:
    torch = sys.modules.get("torch")
    return random.getstate(), np.random.get_state(), None if torch is None else torch.get_rng_state()  # noqa: NPY002 - see above


def _set_states(states: tuple[Any, ...]) -> None:
    random.setstate(states[0])
    np.random.set_state(states[1])  # noqa: NPY002 - see above
    if states[2] is not None:
        sys.modules["torch"].set_rng_state(states[2])
