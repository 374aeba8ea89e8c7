"""Judging without a reference: what the public checks asked it was recorded at release, and is answered from the record.

A student edition holds, for each topic, the code of its public checks and this
record: the inputs that were drawn, and what the reference said to each question.
Nothing of it is a rule to find other answers by.
"""

import functools
from collections.abc import Callable
from typing import Any

import msgspec
from hypothesis.errors import UnsatisfiedAssumption

from nngrade.course.model import Topic
from nngrade.errors import CourseError, WireError
from nngrade.judge.checks import CheckSpec
from nngrade.judge.comparison import Tolerance, compare
from nngrade.judge.context import Context
from nngrade.judge.failures import Call, NotFrozenError
from nngrade.judge.recording import Recorder
from nngrade.judge.run import Outcome, Run
from nngrade.judge.sides import Side
from nngrade.judge.student import StudentSide
from nngrade.worker.messages import Definition, Do, Load, Reply, Request, Value, encode
from nngrade.worker.values import unpack

FORMAT = 1
SEED = 0  # what the inputs were drawn from: no other seed has answers
NOTE = "These are the public checks, on inputs chosen when this edition was made. The whole suite has more."

# An input that the check itself computes may end in another bit on another processor.
_SAME = Tolerance(rtol=1e-9, atol=1e-12)


class Example(msgspec.Struct, frozen=True):
    """One run of a check: what was drawn for it, and in turn what the reference was asked and said.

    `drawn` are arguments of the check; `draws` what it drew itself, through an argument that is `st.data()`.
    """

    drawn: dict[str, Value]
    draws: dict[str, list[Value]]
    tape: list[tuple[Do, Reply]]


class Frozen(msgspec.Struct, frozen=True):
    """The record of one topic: `frozen.msgpack`.

    `portables` are the functions that the suite sends along; `guarded` the
    exercises in which a changed argument costs one check alone.
    """

    format: int
    module: int
    definitions: tuple[Definition, ...]
    portables: list[tuple[Load, Reply]]
    guarded: tuple[str, ...]
    checks: dict[str, list[Example]]


def read_frozen(topic: Topic) -> Frozen:
    """Read a topic's record; a CourseError says that it is broken."""
    try:
        frozen = msgspec.msgpack.decode(topic.frozen.read_bytes(), type=Frozen)
    except (OSError, msgspec.MsgspecError) as error:
        raise CourseError(f"{topic.frozen} cannot be read: {error}.", tip="Get the student edition anew.") from None
    if frozen.format != FORMAT:
        message = f"{topic.frozen} is of format {frozen.format}, and this nngrade reads {FORMAT}."
        raise CourseError(message, tip="Upgrade nngrade, or get the student edition anew.")
    return frozen


class FrozenSide(Side):
    """The reference as it was recorded."""

    def __init__(self, frozen: Frozen) -> None:
        super().__init__("the reference", ())
        self.module = frozen.module
        self.definitions = {definition.name: definition for definition in frozen.definitions}
        tapes = (example.tape for examples in frozen.checks.values() for example in examples)
        self.names = tuple({request.name for tape in tapes for request, _ in tape if request.target == frozen.module})
        self._sent: dict[bytes, Reply] = {encode(request): reply for request, reply in frozen.portables}
        self._tape: list[tuple[Do, Reply]] = []
        self._place = 0

    def wind_to(self, tape: list[tuple[Do, Reply]]) -> None:
        """Answer from this tape from now on, from its start."""
        self._tape, self._place = tape, 0

    def call_function(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Give what the function gave; raises NotFrozenError for one that was never called."""
        if name not in self.names:
            raise NotFrozenError
        return super().call_function(name, args, kwargs)

    def fresh(self) -> Side:
        """Raise NotFrozenError: what the reference did in another process is on no tape."""
        raise NotFrozenError

    def ask(self, request: Request, call: Call | None = None) -> Reply:
        """Answer as the reference did; raises NotFrozenError for what it was never asked."""
        del call
        if not isinstance(request, Do):
            return self._said_once(request)
        ahead = [*range(self._place, len(self._tape)), *range(self._place)]
        for is_asked in (self._is_exactly, self._is_nearly):
            for place in ahead:
                if is_asked(request, self._tape[place][0]):
                    self._place = place + 1
                    reply: Reply = self._tape[place][1]
                    return reply
        raise NotFrozenError

    def _said_once(self, request: Request) -> Reply:
        reply = self._sent.get(encode(request))
        if reply is None:
            raise NotFrozenError
        return reply

    @staticmethod
    def _is_exactly(request: Do, recorded: Do) -> bool:
        return encode(request) == encode(recorded)

    def _is_nearly(self, request: Do, recorded: Do) -> bool:
        if (request.operation, request.target, request.name) != (recorded.operation, recorded.target, recorded.name):
            return False
        return compare(self._arguments(request), self._arguments(recorded), _SAME) is None

    def _arguments(self, request: Do) -> tuple[list[Any], dict[str, Any]]:
        return [self.unpack(value) for value in request.args], {name: self.unpack(value) for name, value in request.kwargs.items()}


class FrozenRun(Run):
    """One submission under the public checks of a student edition: each is run on every recorded example, smallest first."""

    def __init__(self, topic: Topic, student: StudentSide) -> None:
        self._frozen = read_frozen(topic)
        self._side = FrozenSide(self._frozen)
        super().__init__(topic, student, self._side, SEED)
        self.notes = (NOTE,)

    def prepare(self, specs: dict[str, CheckSpec]) -> None:
        """Look at all checks; a CourseError names one without a record."""
        super().prepare(specs)
        for name in specs:
            if name not in self._frozen.checks:
                raise CourseError(f"{self.topic.suite}: `{name}` has no answers in {self.topic.frozen.name}.", tip="Get the edition anew.")
        self._guarded = frozenset(self._frozen.guarded)

    def check(self, name: str, spec: CheckSpec, test: Callable[..., Any], context: Context, arguments: dict[str, Any]) -> Outcome:
        """Run one check on its recorded examples."""

        @functools.wraps(test)
        def replay(**fixtures: Any) -> None:
            for example in self._frozen.checks[name]:
                self._side.wind_to(example.tape)
                fresh = {key: value for key, value in context.renew().items() if key in fixtures}
                try:
                    test(**{**fixtures, **fresh, **_thawed(example)})
                except UnsatisfiedAssumption:
                    continue

        return super().check(name, spec, replay, context, arguments)

    def _broke(self, error: BaseException, outcome: Outcome, recorder: Recorder) -> None:
        if isinstance(error, NotFrozenError | WireError | CourseError):
            outcome.error = error
        else:
            super()._broke(error, outcome, recorder)

    def _holds_for_reference(self, outcome: Outcome, recorder: Recorder) -> bool:
        """It did when the edition was made, on these very examples."""
        del outcome, recorder
        return True


class _Draws:
    """Stands where `st.data()` was: gives again what was drawn."""

    def __init__(self, values: list[Value]) -> None:
        self._values = iter(values)

    def draw(self, strategy: object = None, label: object = None) -> Any:
        """Give the next value, whatever it was drawn from."""
        del strategy, label
        for value in self._values:
            return _plain(value)
        raise NotFrozenError


def _thawed(example: Example) -> dict[str, Any]:
    drawn = {name: _plain(value) for name, value in example.drawn.items()}
    return {**drawn, **{name: _Draws(values) for name, values in example.draws.items()}}


def _plain(value: Value) -> Any:
    return unpack(value, _refuse)


def _refuse(_: object) -> Any:
    raise WireError("a drawn value that is no data")
