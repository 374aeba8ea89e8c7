"""Naming the misconception: the failed check is run again with each known mistake in the student's place.

A mistake is named when it fails in the same way with the same outcome, and
would also have given most of the student's other answers: on one small input
many mistakes look alike.
"""

import functools
import importlib.util
import time
from collections.abc import Callable, Iterator

from nngrade.course.model import Topic
from nngrade.course.variants import Variant, Variants
from nngrade.errors import CourseError, NNGradeError
from nngrade.judge.checks import MISCONCEPTION, MisconceptionSpec
from nngrade.judge.comparison import compare
from nngrade.judge.diagnosis.hurry import WAITING, TooSlowError, within
from nngrade.judge.failures import NOTHING, Call, Failure, RaisedFailure
from nngrade.judge.faults import told
from nngrade.judge.objects import RemoteObject
from nngrade.judge.run import Outcome, Run
from nngrade.judge.sides import LocalSide, first_of
from nngrade.model import Misconception, Verdict

_LIKENESS = 0.5  # the share of the student's other answers that a named mistake must give as well


def read_misconceptions(topic: Topic) -> dict[str, MisconceptionSpec]:
    """What the author says of each misconception, by its function's name; empty for a topic without any."""
    if not topic.misconceptions.is_file():
        return {}
    spec = importlib.util.spec_from_file_location(f"nngrade_misconceptions_{topic.module}", topic.misconceptions)
    assert spec is not None and spec.loader is not None  # noqa: PT018 - the file is there and ends in .py
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise CourseError(f"{topic.misconceptions} cannot be imported. {told(error, topic.folder)}") from error
    return {name: found for name, thing in vars(module).items() if (found := getattr(thing, MISCONCEPTION, None))}


class Naming:
    """The misconceptions of a topic, loaded when the first check has failed."""

    def __init__(self, topic: Topic) -> None:
        self._topic = topic
        self._specs: dict[str, MisconceptionSpec] | None = None
        self._variants: Variants | None = None
        self._sides: dict[str, LocalSide] = {}
        self._likenesses: dict[str, float] = {}
        self._named: set[str] = set()
        self._left = topic.misconception_seconds

    def name(self, run: Run, outcome: Outcome) -> Misconception | None:
        """The misconception that explains a failed check, or None."""
        if self._specs is None:
            self._specs = read_misconceptions(self._topic)
        # A mistake that was named in one exercise shows in those that are built on it.
        candidates = {name: spec for name, spec in self._specs.items() if spec.exercise == outcome.spec.exercise or name in self._named}
        look = self._hanging if outcome.verdict is Verdict.TIMED_OUT else self._giving_the_same
        found = self._in_time(functools.partial(look, run, outcome, candidates))
        if found is None:
            return None
        self._named.add(found)
        return _told(found, candidates[found])

    def _in_time(self, look: Callable[[], str | None]) -> str | None:
        """What a look at the mistakes finds; None once the topic's computing time for that is up. A mistake may well never end.

        One that nobody had the time to look at may be more like the student: better no name than a wrong one.
        """
        computed, begun = time.thread_time(), time.monotonic()
        try:
            with within(self._left):
                return look()
        except TooSlowError:
            return None
        finally:
            self._left -= max(time.thread_time() - computed, (time.monotonic() - begun) / WAITING)

    def _hanging(self, run: Run, outcome: Outcome, candidates: dict[str, MisconceptionSpec]) -> str | None:
        """The one mistake known to hang in this check that agrees with all the answers the student did give."""
        hanging = [name for name, spec in candidates.items() if spec.hangs and (spec.caught_by == outcome.name or name in self._named)]
        alike = [name for name in hanging if self._likeness(run, name) == 1.0]
        return alike[0] if len(alike) == 1 else None

    def _giving_the_same(self, run: Run, outcome: Outcome, candidates: dict[str, MisconceptionSpec]) -> str | None:
        """The mistake that fails this check as the student did, and is most like the student elsewhere."""
        failure = outcome.failure
        if not isinstance(failure, Failure) or outcome.recorder is None:
            return None
        best, best_rank = None, (_LIKENESS, False)
        for name in sorted(candidates, key=lambda name: self._rank(name, candidates[name], outcome)):
            if candidates[name].hangs or not self._fails_alike(run, outcome, failure, name):
                continue
            likeness = self._share_of_answers(run, outcome, name, candidates[name])
            rank = likeness, candidates[name].caught_by == outcome.name
            if rank > best_rank or (best is None and rank == best_rank):
                best, best_rank = name, rank
            if likeness == 1.0:
                return name
        return best

    def _rank(self, name: str, spec: MisconceptionSpec, outcome: Outcome) -> int:
        """Which to try first: whoever makes a mistake in one check makes it in the next; after that the check meant for it counts."""
        is_own = spec.exercise == outcome.spec.exercise
        if name in self._named:
            return 0 if is_own else 2
        return 1 if spec.caught_by == outcome.name else 3

    def _share_of_answers(self, run: Run, outcome: Outcome, name: str, spec: MisconceptionSpec) -> float:
        """How like the student a mistake is elsewhere. One that gives other answers each time is known by its own check alone."""
        if spec.random:
            return _LIKENESS if spec.caught_by == outcome.name or name in self._named else 0.0
        return self._likeness(run, name)

    def _side(self, name: str) -> LocalSide:
        if self._variants is None:
            self._variants = Variants(self._topic.misconceptions, self._topic.reference)
        if name not in self._sides:
            specs = self._specs or {}
            variant = self._variants.stand_in(name, specs[name].exercise)
            self._sides[name] = LocalSide(name, variant.own, f"{name}.py", self._topic.needs, variant.base)
        return self._sides[name]

    def _fails_alike(self, run: Run, outcome: Outcome, failure: Failure, name: str) -> bool:
        side: LocalSide | None = None
        try:
            side = self._side(name)
            side.last = None
            run.again(outcome, side)
        except Failure as other:
            return _alike(failure, other)
        except AssertionError as error:
            return side is not None and failure.summary == str(error) and _same_call(failure.call, side.last)
        except Exception:  # noqa: BLE001 - the mistake cannot be loaded, or the suite stumbled over it in another way
            return False
        return False

    def _likeness(self, run: Run, name: str) -> float:
        """The share of the student's recorded answers that this mistake would have given too."""
        if name not in self._likenesses:
            exercise = (self._specs or {})[name].exercise
            calls = [call for call in run.student.log if first_of(call).function == exercise]
            # A class may hold what its objects share: the student's first object found it as it is in a module just loaded.
            side = self._side(name).twin() if any(call.history for call in calls) else self._side(name)
            agreed = [is_given for call in calls for is_given in _gives(side, call)]
            self._likenesses[name] = sum(agreed) / len(agreed) if agreed else 1.0
        return self._likenesses[name]


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


def _gives(side: LocalSide, call: Call) -> Iterator[bool]:
    """Whether the same call gives the same there; for a method, each of the calls on its object up to this one."""
    first, *steps = [past for past in (*call.history, call) if past is not None]
    try:
        thing = side.call_function(first.function, first.args, first.kwargs)
    except (Failure, NNGradeError):
        thing = NOTHING
    if not steps:
        yield thing is not NOTHING and compare(thing, first.result) is None
    for step in steps:
        if not isinstance(step.result, RemoteObject):
            yield isinstance(thing, RemoteObject) and _steps_alike(thing, step)
        elif isinstance(thing, RemoteObject):
            _steps_alike(thing, step)


def _steps_alike(thing: RemoteObject, step: Call) -> bool:
    _, *names = step.function.split(".")
    try:
        result = functools.reduce(getattr, names, thing)(*step.args, **step.kwargs)
    except (Failure, NNGradeError, AttributeError, TypeError):
        return False
    return compare(result, step.result) is None


def each_misconception(topic: Topic) -> Iterator[tuple[str, MisconceptionSpec, Variant]]:
    """Every misconception with what its author says and the submission that has it."""
    specs = read_misconceptions(topic)
    variants = Variants(topic.misconceptions, topic.reference) if specs else None
    for name, spec in specs.items():
        if variants is not None:
            yield name, spec, variants.stand_in(name, spec.exercise)
