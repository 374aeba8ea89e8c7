"""Running a test function, and remembering that it failed, so that it can be run again on another side."""

from collections.abc import Callable
from typing import Any

from nngrade.judge.tapes import Tapes


class Recorder:
    """Runs a test function that draws nothing."""

    def __init__(self, test: Callable[..., Any], fixtures: dict[str, Any], renew: Callable[[], dict[str, Any]]) -> None:
        self._test = test
        self._fixtures = fixtures
        self._renew = renew
        self._has_failed = False

    @property
    def has_failed(self) -> bool:
        """Whether there is something to run again."""
        return self._has_failed

    def is_of_two_minds(self, error: BaseException) -> bool:
        """Whether this says that one input had two answers."""
        del error
        return False

    def run(self, seed: int, shrink_until: float) -> None:
        """Run the test, its inputs drawn from `seed`; `shrink_until` (of `time.monotonic`) ends the search for a smaller one.

        Without that end a slow wrong function would be taken for one that never stops.
        """
        del seed, shrink_until
        self._has_failed = True
        self._test(**{**self._fixtures, **of_those(self._fixtures, self._renew())})
        self._has_failed = False

    def run_on(self, fixtures: dict[str, Any], seed: int) -> None:
        """Run the whole test once more with other fixtures, inputs drawn anew."""
        del seed
        self._test(**{**self._fixtures, **of_those(self._fixtures, fixtures)})

    def replay_on(self, fixtures: dict[str, Any]) -> None:
        """Run the test's body on the input that it failed on, with other fixtures."""
        self._test(**{**self._fixtures, **of_those(self._fixtures, fixtures)})


def recorder_for(
    test: Callable[..., Any], fixtures: dict[str, Any], renew: Callable[[], dict[str, Any]], tapes: Tapes | None = None
) -> Recorder:
    """What runs a test, whether it draws its inputs or not; Hypothesis is imported for those that do."""
    if getattr(test, "hypothesis", None) is None:
        return Recorder(test, fixtures, renew)
    from nngrade.judge.drawn import DrawnRecorder  # noqa: PLC0415 - see above

    return DrawnRecorder(test, fixtures, renew, tapes)


def of_those(wanted: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """The values that go by a name that is wanted."""
    return {name: value for name, value in values.items() if name in wanted}
