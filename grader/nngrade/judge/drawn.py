"""Running a test whose inputs Hypothesis draws, and keeping the smallest one that it failed on."""

import copy
import functools
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import seed as hypothesis_seed
from hypothesis.control import current_build_context
from hypothesis.errors import Flaky, StopTest, UnsatisfiedAssumption
from hypothesis.strategies import DataObject

from nngrade.judge.drawing import CAN_SURROUND, as_when_drawn, drawing_alike
from nngrade.judge.recording import Recorder, of_those
from nngrade.judge.sides import FROM_OUTSIDE
from nngrade.judge.tapes import Tape, Tapes

_MOST_RUNS = 150  # of a test, after its first failure, in search of a smaller input


class DrawnRecorder(Recorder):
    """Runs a test and remembers what was drawn when it failed last: the smallest input, after shrinking."""

    def __init__(
        self, test: Callable[..., Any], fixtures: dict[str, Any], renew: Callable[[], dict[str, Any]], tapes: Tapes | None = None
    ) -> None:
        super().__init__(test, fixtures, renew)
        self._handle: Any = getattr(test, "hypothesis")  # noqa: B009 - it is Hypothesis that puts it there
        self._inner: Callable[..., Any] = self._handle.inner_test
        self._tapes = tapes if CAN_SURROUND else None
        self._tape: Tape | None = None
        self._met: _Met | None = None
        self._drawn: dict[str, Any] | None = None
        self._runs_since_failure = 0
        self._shrink_until = 0.0

    @property
    def has_failed(self) -> bool:
        """Whether there is an input to run again."""
        return self._drawn is not None

    def is_of_two_minds(self, error: BaseException) -> bool:
        """Whether this says that one input had two answers."""
        return isinstance(error, Flaky)

    def run(self, seed: int, shrink_until: float) -> None:
        """Run the test, its inputs drawn from `seed`; `shrink_until` (of `time.monotonic`) ends the search for a smaller one.

        Without that end a slow wrong function would be taken for one that never stops.
        """
        self._drawn = None
        self._runs_since_failure = 0
        self._shrink_until = shrink_until
        self._met = None
        if self._tapes is None:
            self._run_on(self._fixtures, seed, self._recorded)
            return
        known = self._tapes.of(self._inner, seed)
        if known is not None:
            self._met = self._met_on(known)
            if self._met is None:
                return
        self._tape = Tape()
        self._run_on(self._fixtures, seed, self._recorded)
        self._tapes.keep(self._inner, seed, self._tape)

    def _met_on(self, tape: Tape) -> "_Met | None":
        """What fails on a tape's inputs, which are met in their order until one does; None if none."""
        with as_when_drawn(self._test) as begin:
            for number, drawn in enumerate(tape.inputs):
                begin()
                try:
                    self._inner(**{**self._fixtures, **_replayed(drawn), **of_those(self._fixtures, self._renew())})
                except FROM_OUTSIDE:
                    raise
                except BaseException as error:  # noqa: BLE001 - whatever it is, the run that draws will end with it
                    return _Met(number, error)
        return None

    def run_on(self, fixtures: dict[str, Any], seed: int) -> None:
        """Run the whole test once more with other fixtures, inputs drawn anew."""
        self._run_on({**self._fixtures, **of_those(self._fixtures, fixtures)}, seed, self._inner)

    def replay_on(self, fixtures: dict[str, Any]) -> None:
        """Run the test's body on the input that it failed on, with other fixtures."""
        self._inner(**{**self._fixtures, **of_those(self._fixtures, fixtures), **_replayed(self._drawn or {})})

    def _run_on(self, fixtures: dict[str, Any], seed: int, body: Callable[..., Any]) -> None:
        before, self._handle.inner_test = self._handle.inner_test, body
        try:
            hypothesis_seed(seed)(self._test)
            with drawing_alike():
                self._test(**fixtures)
        finally:
            # The next submission may meet the same function, and must not meet what this one left in it.
            self._handle.inner_test = before

    @functools.cached_property
    def _recorded(self) -> Callable[..., Any]:
        @functools.wraps(self._inner)
        def run(**arguments: Any) -> None:
            if self._has_shrunk_enough() or (self._met is not None and self._met.is_before()):
                return
            kept = {name: _kept(value) for name, value in arguments.items() if name not in self._fixtures}
            if self._tape is not None:
                self._tape.inputs.append(kept)
                self._tape.is_whole &= not any(isinstance(value, _Drawings) for value in kept.values())
            try:
                if self._met is not None:
                    self._met.fail_once()
                self._inner(**{**arguments, **of_those(arguments, self._renew())})
            except (StopTest, UnsatisfiedAssumption):
                if self._tape is not None:
                    self._tape.is_whole = False
                raise
            except BaseException:
                self._drawn = kept
                raise

        return run

    def _has_shrunk_enough(self) -> bool:
        """Whether a further run is to be passed over: Hypothesis then takes the input for one that passes."""
        if self._drawn is None:
            return False
        self._runs_since_failure += 1
        # The first run after a failure is the same input again, and so is the last: they are to fail.
        if self._runs_since_failure == 1 or current_build_context().is_final:
            return False
        return self._runs_since_failure > _MOST_RUNS or time.monotonic() > self._shrink_until


class _Met:
    """A failure that was met on a tape: so many inputs passed before it.

    The run that draws, and shrinks, is then to go on from there: it is spared what has been
    done, so that a submission is called exactly as it would have been without a tape.
    """

    def __init__(self, passed: int, error: BaseException) -> None:
        self._left = passed
        self._error: BaseException | None = error

    def is_before(self) -> bool:
        """Whether this input is one of those that passed."""
        self._left -= 1
        return self._left >= 0

    def fail_once(self) -> None:
        """Fail as the submission did, the first time."""
        error, self._error = self._error, None
        if error is not None:
            raise error


@dataclass(frozen=True, slots=True)
class _Drawings:
    """All that was drawn by the `data` of `st.data()`, so far."""

    values: list[Any]


class _Redrawing:
    """Gives the drawn values once more."""

    def __init__(self, values: list[Any]) -> None:
        self._values = iter(copy.deepcopy(values))

    def draw(self, strategy: Any, label: Any = None) -> Any:
        """Give the next value; raises LookupError where the first run drew no further."""
        del strategy, label
        for value in self._values:
            return value
        raise LookupError("nothing more was drawn when the check failed")


def _kept(value: Any) -> Any:
    """A drawn argument as it was: a test may go on to change its own."""
    if not isinstance(value, DataObject):
        return copy.deepcopy(value)
    drawings, draw = _Drawings([]), value.draw

    def drawn(strategy: Any, label: Any = None) -> Any:
        result = draw(strategy, label=label)
        drawings.values.append(copy.deepcopy(result))
        return result

    vars(value)["draw"] = drawn
    return drawings


def _replayed(drawn: dict[str, Any]) -> dict[str, Any]:
    return {name: _Redrawing(value.values) if isinstance(value, _Drawings) else copy.deepcopy(value) for name, value in drawn.items()}
