"""The student's side: a worker that may loop, crash or lie, and a fresh one after each end."""

import difflib
from collections import Counter
from typing import Any

from nngrade.course.model import Limits, Topic
from nngrade.errors import WireError
from nngrade.judge.failures import Call, MissingFailure, WorkerGone
from nngrade.judge.sides import Side
from nngrade.model import Category
from nngrade.sandbox.launch import needs_of
from nngrade.sandbox.session import Session, WorkerLostError
from nngrade.submissions.reading import Submission
from nngrade.worker.messages import Load, Loaded, NotLoaded, Raised, Reply, Request, Value

_CHANCES = 2  # how often one loop may run into its limit


class UnreadableError(Exception):
    """There is no source to execute; the message says why."""


class NotLoadedError(Exception):
    """The submission could not be executed at all; `reply` says why."""

    def __init__(self, reply: NotLoaded | Raised) -> None:
        super().__init__()
        self.reply = reply


class StudentSide(Side):
    """A submission, executed in a worker."""

    def __init__(self, topic: Topic, submission: Submission, session: Session | None = None) -> None:
        super().__init__(submission.path.name)
        self._topic = topic
        self._submission = submission
        self._session = session
        self._is_loaded = False
        self._timeouts: Counter[str] = Counter()
        self._given_up: set[str] = set()

    def begin(self, seed: int, limits: Limits) -> None:
        """A check begins: a worker stands ready with the submission loaded, and the limits count from here.

        Raises NotLoadedError when the file cannot be executed, WorkerGone when executing it ends the worker.
        """
        if self._session is None:
            self._session = Session(needs_of(self._topic))
            self._is_loaded = False
        share = 0.5 if self._timeouts else 1.0  # a loop may cost twice its limit in all, the fresh workers included
        condemned = tuple(name for name, count in self._timeouts.items() if count >= _CHANCES)
        if not self._is_loaded:
            self._begin(seed, condemned, limits, share)
            self._load()
        self._begin(seed, condemned, limits, share)

    def _begin(self, seed: int, condemned: tuple[str, ...], limits: Limits, share: float) -> None:
        assert self._session is not None  # noqa: S101 - begin has just made it
        try:
            self._session.begin(seed, condemned, limits.wall_seconds * share, limits.cpu_seconds * share)
        except WorkerLostError as lost:
            raise self._gone(lost, None) from None

    def _load(self) -> None:
        filename = self._topic.filename
        match self.ask(Load(self._submission.source, filename, self._topic.module, self._topic.needs)):
            case Loaded() as loaded:
                self.learn(loaded)
                self._is_loaded = True
            case NotLoaded() | Raised() as reply:
                raise NotLoadedError(reply)
            case _:
                raise self._gone(WorkerLostError("reply", "an answer to another question"), None)

    def ask(self, request: Request, call: Call | None = None) -> Reply:
        """Ask the worker; raises WorkerGone when that ends it."""
        if self._session is None:
            raise WorkerGone(WorkerLostError("died", "the process had already ended"), call)
        try:
            reply = self._session.ask(request)
        except WorkerLostError as lost:
            raise self._gone(lost, call) from None
        if isinstance(reply, Raised) and reply.kinds[:1] == ("StillLooping",):
            raise WorkerGone(_known_loop(), call)
        if isinstance(reply, Raised) and "MemoryError" in reply.kinds:
            # What is left of the memory is not enough to go on with.
            self.close()
            lost = WorkerLostError("memory", f"it needed more than {self._topic.limits.memory_mb} MB")
            raise WorkerGone(lost, call)
        return reply

    def call_function(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a function of the submission; one that is missing is reported with the nearest name."""
        if name not in self.names:
            raise self.missing(name)
        if name in self._given_up:
            raise WorkerGone(_known_loop(), Call(name, args, kwargs))
        return super().call_function(name, args, kwargs)

    def missing(self, name: str) -> MissingFailure:
        """The failure of a name that the file does not define."""
        wanted = {exercise.name for exercise in self._topic.exercises}
        nearest = difflib.get_close_matches(name, [own for own in self.names if own not in wanted], n=1, cutoff=0.6)
        hint = f" It does define `{nearest[0]}`: is that the one?" if nearest else ""
        return MissingFailure(Category.MISSING, f"{self.name} defines no `{name}`.{hint}", call=None)

    def unpack(self, value: Value) -> Any:
        """Unpack what the worker sent; a malformed value ends the worker."""
        try:
            return super().unpack(value)
        except (WireError, RecursionError) as error:
            self.close()
            raise WorkerGone(WorkerLostError("reply", f"its answer could not be read: {error}"), self.last) from None

    @property
    def printed(self) -> str:
        """What the last call printed."""
        return "" if self._session is None else self._session.printed

    @property
    def source_lines(self) -> list[str]:
        """The lines of the submission."""
        return self._submission.source.splitlines()

    def close(self) -> None:
        """End the worker."""
        self._portables.clear()
        if self._session is not None:
            self._session.close()
            self._session = None

    def _gone(self, lost: WorkerLostError, call: Call | None) -> WorkerGone:
        self.close()
        if lost.end in ("time", "cpu") and self._is_loaded:
            self._blame(lost, call)
        return WorkerGone(lost, call)

    def _blame(self, lost: WorkerLostError, call: Call | None) -> None:
        """Count a timeout against the function that was running, so that one loop is not paid for by every check."""
        called = call.function if call else ""
        culprit = self._running(lost) or called
        self._timeouts[culprit] += 1
        if self._timeouts[culprit] > _CHANCES or culprit == called and self._timeouts[culprit] == _CHANCES:
            self._given_up.add(called)

    def _running(self, lost: WorkerLostError) -> str:
        """The innermost top-level function or method of the student's on the stack, by its qualified name."""
        for frame in lost.stack:
            if frame.filename != self._topic.filename:
                continue
            for definition in self.definitions.values():
                if definition.line <= frame.line <= definition.last_line:
                    return definition.name if definition.kind == "function" else f"{definition.name}.{frame.function}"
        return ""


def _known_loop() -> WorkerLostError:
    return WorkerLostError("time", "not run again: it has already run past its limit in the checks before")
