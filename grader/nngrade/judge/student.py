"""The student's side: a worker that may loop, crash or lie, and a fresh one after each end."""

import contextlib
import difflib
import re
from typing import Any, NoReturn

from nngrade.course.model import Limits, Topic
from nngrade.errors import WireError
from nngrade.judge.failures import Call, MissingFailure, WorkerGone
from nngrade.judge.loops import Loops
from nngrade.judge.notebooks import notes_on, wanted_names
from nngrade.judge.objects import RemoteObject, origin_of
from nngrade.judge.sides import Side
from nngrade.judge.world import World
from nngrade.model import Category
from nngrade.sandbox.launch import needs_of
from nngrade.sandbox.session import Session, WorkerLostError
from nngrade.sandbox.zygote import Zygote
from nngrade.submissions.reading import Place, Submission
from nngrade.worker.messages import CellStart, Load, Loaded, NotLoaded, Raised, Reply, Request, Value


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
        super().__init__(submission.path.name, topic.needs)
        self._topic = topic
        self._submission = submission
        self._session = session
        self._zygote: Zygote | None = getattr(session, "zygote", None)
        self._ends = contextlib.ExitStack()
        self._is_loaded = False
        self._share = 1.0
        self._loops = Loops()
        self._second: StudentSide | None = None
        self._begun: tuple[int, Limits] | None = None
        self.notes: tuple[str, ...] = ()

    def begin(self, seed: int, limits: Limits, *, in_full: bool = False) -> float:
        """A check begins: a worker stands ready with the submission loaded, and the limits count from here.

        Gives the seconds that the check has: fewer than its limit after a loop was met,
        unless it is to have them `in_full`. Raises NotLoadedError when the file cannot be
        executed, WorkerGone when executing it ends the worker.
        """
        self.last = None  # a check's report never shows a call of another check
        self._begun = seed, limits
        if self._session is None:
            self._session = self._fresh_session()
            self._is_loaded = False
        if not self._is_loaded:
            self._share = 1.0
            self._begin(seed, limits)
            self._load()
        self._share = 1.0 if in_full else self._loops.share
        self._begin(seed, limits)
        return limits.wall_seconds * self._share

    def _fresh_session(self) -> Session:
        """Another worker from the zygote of the first, or from one that lasts as long as this side does."""
        if self._zygote is None or self._zygote.is_over:
            # In the place of one that was lost comes one with the same walls: those that the report will name.
            walls = None if self._zygote is None or self._zygote.isolation is None else self._zygote.isolation.level
            self._zygote = self._ends.enter_context(contextlib.closing(Zygote(needs_of(self._topic), walls)))
        return Session(self._zygote.needs, self._zygote)

    def _begin(self, seed: int, limits: Limits) -> None:
        assert self._session is not None
        wall, cpu = limits.wall_seconds * self._share, limits.cpu_seconds * self._share
        try:
            self._session.begin(seed, self._loops.condemned, wall, cpu)
        except WorkerLostError as lost:
            gone = self._gone(lost, None)
        else:
            return
        raise gone

    def _load(self) -> None:
        self._lay_data()
        match self.ask(self._load_request()):
            case Loaded() as loaded:
                self.learn(loaded)
                self.notes = notes_on(loaded, self._submission, {exercise.name for exercise in self._topic.exercises})
                self._is_loaded = True
            case NotLoaded() | Raised() as reply:
                raise NotLoadedError(reply)
            case _:
                self.malformed("an answer to another question")

    def _lay_data(self) -> None:
        """Put the topic's data sets where a workspace has them: in `data`, beside the file."""
        assert self._session is not None
        if self._topic.data and self._session.has_folder:
            for name in self._topic.data:
                World(self).lay(f"data/{name}", (self._topic.data_folder / name).read_bytes())

    def _load_request(self) -> Load:
        topic, source = self._topic, self._submission.source
        if not self._submission.cells:
            return Load(source, topic.filename, topic.module, topic.needs)
        cells = tuple(CellStart(cell.line, cell.exercise) for cell in self._submission.cells)
        return Load(source, topic.filename, topic.module, topic.needs, cells=cells, wanted=wanted_names(topic))

    def ask(self, request: Request, call: Call | None = None) -> Reply:
        """Ask the worker; raises WorkerGone when that ends it."""
        if self._session is None:
            raise self._gone(WorkerLostError("died", "the process had already ended"), call)
        try:
            reply = self._session.ask(request)
        except WorkerLostError as lost:
            gone = self._gone(lost, call)
        else:
            return self._heard(reply, call)
        raise gone

    def _heard(self, reply: Reply, call: Call | None) -> Reply:
        if isinstance(reply, Raised) and reply.kinds[:1] == ("StillLooping",):
            raise WorkerGone(_known_loop(), call)
        if isinstance(reply, Raised) and "MemoryError" in reply.kinds:
            # What is left of the memory is not enough to go on with.
            raise self._gone(WorkerLostError("memory", f"it needed more than {self._topic.limits.memory_mb} MB"), call)
        return reply

    def malformed(self, message: str) -> NoReturn:
        """End a worker whose answer cannot be one."""
        raise self._gone(WorkerLostError("reply", f"its answer could not be read: {message}"), self.last)

    def call_function(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a function of the submission; one that is missing is reported with the nearest name."""
        if name not in self.names:
            raise self.missing(name)
        self._refuse_known_loop(name, Call(name, args, kwargs))
        result = super().call_function(name, args, kwargs)
        self._loops.ended(name)
        return result

    def call(self, target: RemoteObject, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a remote object of the submission's."""
        origin = origin_of(target)
        if origin is not None:
            call = Call(origin.path, args, kwargs, history=tuple(origin.calls))
            self._refuse_known_loop(_name_of(call), call)
        return super().call(target, args, kwargs)

    def _refuse_known_loop(self, name: str, call: Call) -> None:
        if self._loops.is_given_up(name):
            raise WorkerGone(_known_loop(), call)

    def prepare_fresh(self) -> None:
        """Start a second process beforehand: whoever asks for it will not wait for its imports."""
        if self._second is None:
            session = self._fresh_session() if self._session is None else self._session.another()
            self._second = StudentSide(self._topic, self._submission, session)
            self._second.name = f"{self.name}, in a fresh process"
            self._second.original = self
            self._second._loops = self._loops  # noqa: SLF001 - what loops here loops there

    def fresh(self) -> "StudentSide":
        """The submission in a second process; it may have served an earlier check, never this one."""
        self.prepare_fresh()
        assert self._second is not None
        assert self._begun is not None
        seed, limits = self._begun
        # Of another seed: what it draws, and was to load, must not come out right by chance.
        self._second.begin(seed ^ 1, limits)
        return self._second

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
        except (WireError, RecursionError, ValueError, MemoryError) as error:
            message = str(error)
        return self.malformed(message)
        return None

    @property
    def printed(self) -> str:
        """What the last call printed."""
        return "" if self._session is None else self._session.printed

    @property
    def is_notebook(self) -> bool:
        """Whether the submission has cells."""
        return bool(self._submission.cells)

    def place(self, line: int) -> Place:
        """Where a line of the source stands in the student's file."""
        return self._submission.place(line)

    @property
    def source_lines(self) -> list[str]:
        """The lines of the submission, as Python counts them."""
        return re.split(r"\r\n|\r|\n", self._submission.source)

    def close(self) -> None:
        """End the worker, the second one, and their zygote where it is this side's own."""
        if self._second is not None:
            self._second.close()
            self._second = None
        self._end_session()
        self._ends.close()

    def _end_session(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None
            self._portables.clear()

    def _gone(self, lost: WorkerLostError, call: Call | None) -> WorkerGone:
        """The end of the worker; what looped is remembered."""
        self._end_session()
        gone = WorkerGone(lost, call, while_loading=not self._is_loaded)
        if lost.end in ("time", "cpu") and self._is_loaded:
            called, running = _name_of(call) or self._outermost(lost), self._running(lost)
            if self._share < 1 and not self._loops.is_known(called, running):
                gone.was_hasty = True
            else:
                self._loops.met(called, running)
        return gone

    def _outermost(self, lost: WorkerLostError) -> str:
        """What a suite's own function had called, where it was one."""
        own = [frame.function for frame in lost.stack if frame.filename == self._topic.filename]
        return own[-1] if own else ""

    def _running(self, lost: WorkerLostError) -> frozenset[str]:
        """The functions and methods of the student's on the stack, by their qualified names."""
        names: set[str] = set()
        for frame in lost.stack:
            if frame.filename == self._topic.filename:
                holders = [holder for holder in self.definitions.values() if holder.line <= frame.line <= holder.last_line]
                names.update(f"{holder.name}.{frame.function}" if holder.kind == "class" else holder.name for holder in holders)
        return frozenset(names)


def _name_of(call: Call | None) -> str:
    """What was called, by its qualified name."""
    if call is None:
        return ""
    maker = call.history[0] if call.history else None
    return f"{maker.function if maker else ''}{call.function}" if call.history else call.function


def _known_loop() -> WorkerLostError:
    return WorkerLostError("time", "not run again: it has already run past its limit in the checks before")
