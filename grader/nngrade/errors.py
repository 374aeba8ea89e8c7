"""The errors that nngrade raises on purpose.

One root, so that the command line has one funnel: every message says what is
wrong and where, and `tip` says what to do next.
"""

from collections.abc import Iterator
from contextlib import contextmanager


class NNGradeError(Exception):
    """Something went wrong that a person can mend; `exit_code` follows the contract of the command line."""

    exit_code = 3

    def __init__(self, message: str, *, tip: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.tip = tip


class UsageError(NNGradeError):
    """What was asked for does not make sense: an unknown topic, a missing file."""

    exit_code = 2


class CourseError(NNGradeError):
    """The course is at fault: a broken `topic.toml`, a suite that does not import."""


class SandboxError(NNGradeError):
    """The walls could not be built, or a worker could not be started behind them."""


class WireError(NNGradeError):
    """A frame from the other process breaks the format; it ends the submission, never the judge."""


class FrameTooLongError(WireError):
    """A frame says that it is longer than may be sent."""


@contextmanager
def wanting(extra: str) -> Iterator[None]:
    """Say plainly that a package is not installed, and which extra of nngrade brings it."""
    try:
        yield
    except ModuleNotFoundError as error:
        message = f"This needs {error.name}, which is not installed."
        raise UsageError(message, tip=f'Install it with nngrade: `pip install "nngrade[{extra}]"`.') from None
