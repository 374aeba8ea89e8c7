"""Why a check did not pass, before it is put into words.

`Failure` is an ordinary exception, so Hypothesis shrinks the input that caused
it. `WorkerGone` is none: an input that kills the worker or never ends would
cost a new worker, or a whole time limit, at every step of the shrinking.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from nngrade.judge.comparison import USUAL, Difference, Tolerance
from nngrade.model import Category
from nngrade.sandbox.session import WorkerLostError
from nngrade.worker.messages import Frame


@dataclass(frozen=True, slots=True)
class Call:
    """One call on a side: what went in, and what came out (or was changed on the way).

    `function` is the name of a function, or the way from an object to its method
    (".step"); `history` then holds the calls on that object before, its making
    first, with None for what no call can repeat. `is_alone` says that no other
    object of the student's was made before it.
    """

    function: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    result: Any = None
    changed: dict[str, Any] = field(default_factory=dict)
    history: "tuple[Call | None, ...]" = ()
    is_alone: bool = True


NOTHING = object()

_LONG = 500  # characters of a summary
_PATH = re.compile(r" \((/|[A-Za-z]:)[^()]*\)\Z")  # where a module lies on this machine is no help


class Failure(Exception):  # noqa: N818 - it is the student's, and an answer, not an error of ours
    """A check did not hold: what was compared, and what came out."""

    def __init__(
        self,
        category: Category,
        summary: str,
        *,
        call: Call | None,
        got: Any = NOTHING,
        expected: Any = NOTHING,
        difference: Difference | None = None,
        tolerance: Tolerance = USUAL,
    ) -> None:
        super().__init__(summary)
        self.category = category
        self.summary = summary
        self.call = call
        self.got = got
        self.expected = expected
        self.difference = difference
        self.tolerance = tolerance


class RaisedFailure(Failure):
    """The student's code raised; `kinds` are the exception's class and its bases, by name."""

    def __init__(self, kinds: tuple[str, ...], message: str, frames: tuple[Frame, ...], call: Call | None) -> None:
        name = kinds[0] if kinds else "an exception"
        if "ImportError" in kinds:
            message = _PATH.sub("", message)
        summary = f"{name}: {message}" if message else name
        super().__init__(Category.CRASH, summary if len(summary) <= _LONG else summary[:_LONG] + "…", call=call)
        self.kinds = kinds
        self.message = message
        self.frames = frames


class NotFrozenError(Exception):
    """A student edition holds the reference's answers to some questions, and this is another one."""

    def __init__(self) -> None:
        super().__init__("it asks for an answer that was not recorded when this edition was made")


class MissingFailure(Failure):
    """The student's file does not define what the check needs."""


class WorkerGone(BaseException):
    """The worker ended in the middle of a check.

    `was_hasty` tells of a time limit that was cut short for another function's
    loop: the check deserves its whole limit before it is judged.
    """

    def __init__(self, lost: WorkerLostError, call: Call | None, *, while_loading: bool = False) -> None:
        super().__init__(str(lost))
        self.lost = lost
        self.call = call
        self.while_loading = while_loading
        self.was_hasty = False
