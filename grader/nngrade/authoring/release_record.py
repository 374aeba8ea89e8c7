"""Recording the public checks of a topic: they are run on the reference, and what they ask it is written down."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis.strategies import DataObject
from msgspec.structs import replace

from nngrade.course.model import Topic
from nngrade.errors import CourseError
from nngrade.judge.checks import CheckSpec
from nngrade.judge.context import Context
from nngrade.judge.frozen import FORMAT, SEED, Example, Frozen
from nngrade.judge.plugin import run_suite
from nngrade.judge.run import Outcome, Run
from nngrade.judge.sides import LocalSide
from nngrade.judge.student import StudentSide
from nngrade.model import Verdict
from nngrade.submissions.reading import Submission
from nngrade.worker.messages import Do, Load, Raised, Reply, Request, Value, encode
from nngrade.worker.values import NotDataError, pack


@dataclass(frozen=True, slots=True)
class Recording:
    """What was learned of a topic: every check's description, and the record of the public ones."""

    specs: dict[str, CheckSpec]
    frozen: Frozen


def record(topic: Topic) -> Recording:
    """Run the public checks of a topic on its reference; a CourseError names one that does not pass, or cannot be recorded."""
    source = topic.reference.read_text("utf-8")
    reference = _TapedSide("the reference", source, str(topic.reference), topic.needs)
    student = StudentSide(topic, Submission(topic.reference, source, ""))
    run = _RecordingRun(topic, student, reference)
    try:
        run_suite(run)
    finally:
        student.close()
    exercises = {exercise.name for exercise in topic.exercises}
    definitions = tuple(one for name, one in reference.definitions.items() if name in exercises)
    guarded = tuple(sorted({spec.exercise for spec in run.specs.values() if spec.purity}))
    return Recording(run.specs, Frozen(FORMAT, reference.module, definitions, reference.portables, guarded, run.examples))


class _TapedSide(LocalSide):
    """The reference, with everything that it is asked and says."""

    def __init__(self, name: str, source: str, filename: str, importable: tuple[str, ...]) -> None:
        self.tape: list[tuple[Do, Reply]] = []
        self.portables: list[tuple[Load, Reply]] = []
        super().__init__(name, source, filename, importable)

    def ask(self, request: Request, call: Any = None) -> Reply:
        reply = super().ask(request, call)
        if isinstance(request, Do):
            # In which lines of the reference an error arose is nobody's business.
            self.tape.append((request, replace(reply, frames=()) if isinstance(reply, Raised) else reply))
        elif isinstance(request, Load):
            self.portables.append((request, reply))
        return reply


class _RecordingRun(Run):
    """A run of the public checks alone, that keeps every example."""

    def __init__(self, topic: Topic, student: StudentSide, reference: _TapedSide) -> None:
        super().__init__(topic, student, reference, SEED)
        self.specs: dict[str, CheckSpec] = {}
        self.examples: dict[str, list[Example]] = {}
        self._side = reference

    def prepare(self, specs: dict[str, CheckSpec]) -> None:
        super().prepare(specs)
        self.specs = specs
        if not any(spec.public for spec in specs.values()):
            tip = "Mark at least one check of each exercise with `public=True`."
            raise CourseError(f"{self.topic.suite} has no public check: a student edition would have none.", tip=tip)

    def check(self, name: str, spec: CheckSpec, test: Callable[..., Any], context: Context, arguments: dict[str, Any]) -> Outcome:
        if not spec.public:
            return Outcome(name, spec, Verdict.SKIPPED)
        examples: dict[bytes, Example] = {}
        handle = getattr(test, "hypothesis", None)
        if handle is None:
            test = self._recorded(name, test, arguments, examples)
        else:
            handle.inner_test = self._recorded(name, handle.inner_test, arguments, examples)
        outcome = super().check(name, spec, test, context, arguments)
        if isinstance(outcome.error, CourseError):
            raise outcome.error
        if outcome.verdict is not Verdict.PASSED:
            why = outcome.failure or outcome.error or outcome.reason
            message = f"{self.topic.suite}: the public check `{name}` is {outcome.verdict} for the reference: {why}"
            raise CourseError(message, tip=f"Mend it: `nngrade check {self.topic.name} --reference` shows the same.")
        # The smallest first: a check ends at the first example that fails.
        self.examples[name] = [examples[key] for key in sorted(examples, key=lambda key: (len(key), key))]
        return outcome

    def _recorded(
        self, name: str, inner: Callable[..., Any], fixtures: dict[str, Any], examples: dict[bytes, Example]
    ) -> Callable[..., Any]:
        def run(**arguments: Any) -> None:
            start = len(self._side.tape)
            drawn: dict[str, Value] = {}
            draws: dict[str, list[Value]] = {}
            for key in arguments.keys() - fixtures.keys():
                if isinstance(arguments[key], DataObject):
                    draws[key] = []
                    arguments[key] = _Draws(arguments[key], draws[key], self._packed(name))
                else:
                    drawn[key] = self._packed(name)(arguments[key])
            inner(**arguments)
            examples[encode((sorted(drawn.items()), sorted(draws.items())))] = Example(drawn, draws, self._side.tape[start:])

        return run

    def _packed(self, name: str) -> Callable[[Any], Value]:
        def refuse(value: object) -> Value:
            message = f"{self.topic.suite}: the public check `{name}` draws a {type(value).__name__}, which is no data and cannot be kept"
            raise CourseError(message, tip="Draw numbers, text or arrays, and make the object from them; or make the check hidden.")

        def packed(value: Any) -> Value:
            try:
                return pack(value, refuse)
            except NotDataError:
                return refuse(value)

        return packed


class _Draws:
    """`st.data()`, with everything that it gives."""

    def __init__(self, data: DataObject, values: list[Value], packed: Callable[[Any], Value]) -> None:
        self._data, self._values, self._packed = data, values, packed

    def draw(self, strategy: Any, label: Any = None) -> Any:
        value = self._data.draw(strategy, label)
        self._values.append(self._packed(value))
        return value
