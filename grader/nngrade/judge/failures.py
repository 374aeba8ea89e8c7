"""Why a check did not pass, before it is put into words.

`Failure` is an ordinary exception, so Hypothesis shrinks the input that caused
it. `WorkerGone` is none: an input that kills the worker or never ends would
cost a new worker, or a whole time limit, at every step of the shrinking.
"""

from dataclasses import dataclass, field
from typing import Any

from nngrade.model import Category
from nngrade.sandbox.session import WorkerLostError
from nngrade.worker.messages import Frame


@dataclass(frozen=True, slots=True)
class Call:
    """One call on a side: what went in, and what came out (or was changed on the way)."""

    function: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    result: Any = None
    changed: dict[str, Any] = field(default_factory=dict)


NOTHING = object()


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
        at: tuple[int, ...] | None = None,
    ) -> None:
        super().__init__(summary)
        self.category = category
        self.summary = summary
        self.call = call
        self.got = got
        self.expected = expected
        self.at = at


class RaisedFailure(Failure):
    """The student's code raised; `kinds` are the exception's class and its bases, by name."""

    def __init__(self, kinds: tuple[str, ...], message: str, frames: tuple[Frame, ...], call: Call | None) -> None:
        name = kinds[0] if kinds else "an exception"
        super().__init__(Category.CRASH, f"{name}: {message}" if message else name, call=call)
        self.kinds = kinds
        self.message = message
        self.frames = frames


class MissingFailure(Failure):
    """The student's file does not define what the check needs."""


class WorkerGone(BaseException):  # noqa: N818 - see the module's docstring: it must pass through Hypothesis
    """The worker ended in the middle of a check."""

    def __init__(self, lost: WorkerLostError, call: Call | None) -> None:
        super().__init__(str(lost))
        self.lost = lost
        self.call = call
