"""Naming the misconception: the failed check is run again with each known mistake in the student's place.

A mistake is named when it fails in the same way with the same outcome, and
would also have given most of the student's other answers: on one small input
many mistakes look alike.
"""

import importlib.util
import time
from collections.abc import Iterator

from nngrade.course.model import Topic
from nngrade.course.variants import Variant, Variants
from nngrade.errors import CourseError
from nngrade.judge.checks import MISCONCEPTION, MisconceptionSpec
from nngrade.judge.comparison import compare
from nngrade.judge.failures import NOTHING, Call, Failure, RaisedFailure
from nngrade.judge.run import Outcome, Run
from nngrade.judge.sides import LocalSide
from nngrade.model import Misconception, Verdict

_LIKENESS = 0.5  # the share of the student's other answers that a named mistake must give as well


def read_misconceptions(topic: Topic) -> dict[str, MisconceptionSpec]:
    """What the author says of each misconception, by its function's name; empty for a topic without any."""
    if not topic.misconceptions.is_file():
        return {}
    spec = importlib.util.spec_from_file_location(f"nngrade_misconceptions_{topic.module}", topic.misconceptions)
    assert spec is not None and spec.loader is not None  # noqa: S101, PT018 - the file is there and ends in .py
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        message = f"{topic.misconceptions} cannot be imported: {type(error).__name__}: {error}"
        raise CourseError(message) from error
    return {name: found for name, thing in vars(module).items() if (found := getattr(thing, MISCONCEPTION, None))}


class Naming:
    """The misconceptions of a topic, loaded when the first check has failed."""

    def __init__(self, topic: Topic) -> None:
        self._topic = topic
        self._specs: dict[str, MisconceptionSpec] | None = None
        self._variants: Variants | None = None
        self._sides: dict[str, LocalSide] = {}
        self._named: set[str] = set()
        self._spent = 0.0

    def name(self, run: Run, outcome: Outcome) -> Misconception | None:
        """The misconception that explains a failed check, or None."""
        begun = time.perf_counter()
        try:
            return self._name(run, outcome, begun)
        finally:
            self._spent += time.perf_counter() - begun

    def _name(self, run: Run, outcome: Outcome, begun: float) -> Misconception | None:
        if self._specs is None:
            self._specs = read_misconceptions(self._topic)
        candidates = [(name, spec) for name, spec in self._specs.items() if spec.exercise == outcome.spec.exercise]
        if outcome.verdict is Verdict.TIMED_OUT:
            hanging = (item for item in candidates if item[1].hangs and item[1].caught_by == outcome.name)
            return next((_told(name, spec) for name, spec in hanging), None)
        if not isinstance(outcome.failure, Failure) or outcome.test is None:
            return None
        best: tuple[float, bool, str] | None = None
        # Whoever makes a mistake in one check makes it in the next; after that the check meant for a mistake counts.
        candidates.sort(key=lambda item: (item[0] not in self._named, item[1].caught_by != outcome.name))
        for name, spec in candidates:
            if spec.hangs or self._spent + time.perf_counter() - begun > self._topic.misconception_seconds:
                continue
            side = self._side(name, spec)
            if not self._fails_alike(run, outcome, outcome.failure, side):
                continue
            likeness = self._likeness(run, spec.exercise, side)
            rank = (likeness, spec.caught_by == outcome.name, name)
            if likeness >= _LIKENESS and (best is None or rank[:2] > best[:2]):
                best = rank
            if likeness == 1.0:
                break
        if best is None:
            return None
        self._named.add(best[2])
        return _told(best[2], self._specs[best[2]])

    def _side(self, name: str, spec: MisconceptionSpec) -> LocalSide:
        if self._variants is None:
            self._variants = Variants(self._topic.misconceptions, self._topic.reference)
        if name not in self._sides:
            source = self._variants.stand_in(name, spec.exercise).source
            self._sides[name] = LocalSide(name, source, f"{name}.py", self._topic.needs)
        return self._sides[name]

    def _fails_alike(self, run: Run, outcome: Outcome, failure: Failure, side: LocalSide) -> bool:
        side.last = None
        try:
            run.again(outcome.name, outcome.spec, outcome.test, outcome.arguments, side)  # type: ignore[arg-type]
        except Failure as other:
            return _alike(failure, other)
        except AssertionError as error:
            return failure.summary == str(error) and _same_call(failure.call, side.last)
        except Exception:  # noqa: BLE001 - the suite stumbled over this mistake in another way
            return False
        return False

    def _likeness(self, run: Run, exercise: str, side: LocalSide) -> float:
        """The share of the student's recorded answers that this mistake would have given too."""
        calls = [call for call in run.student.log if call.function == exercise]
        agreed = sum(_gives(side, call) for call in calls)
        return agreed / len(calls) if calls else 1.0


def _told(name: str, spec: MisconceptionSpec) -> Misconception:
    return Misconception(name.replace("_", "-"), spec.says, spec.hint)


def _alike(one: Failure, other: Failure) -> bool:
    """Whether two failures are the same: of one kind, and with the same outcome."""
    if isinstance(one, RaisedFailure) or isinstance(other, RaisedFailure):
        both = isinstance(one, RaisedFailure) and isinstance(other, RaisedFailure)
        return both and one.kinds == other.kinds and one.message == other.message  # type: ignore[attr-defined]
    if one.category is not other.category:
        return False
    if (one.got is NOTHING) != (other.got is NOTHING):
        return False
    if one.got is NOTHING:
        return one.summary == other.summary and _same_call(one.call, other.call)
    return compare(one.got, other.got) is None and compare(other.got, one.got) is None


def _same_call(one: Call | None, other: Call | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.function == other.function and compare(one.result, other.result) is None


def _gives(side: LocalSide, call: Call) -> bool:
    try:
        result = side.call_function(call.function, call.args, call.kwargs)
    except Failure:
        return False
    return compare(result, call.result) is None


def each_misconception(topic: Topic) -> Iterator[tuple[str, MisconceptionSpec, Variant]]:
    """Every misconception with what its author says and the submission that has it."""
    specs = read_misconceptions(topic)
    variants = Variants(topic.misconceptions, topic.reference) if specs else None
    for name, spec in specs.items():
        if variants is not None:
            yield name, spec, variants.stand_in(name, spec.exercise)
