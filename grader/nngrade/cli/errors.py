"""What each kind of error is told as."""

from dataclasses import dataclass

import click

from nngrade.errors import NNGradeError


@dataclass(frozen=True, slots=True)
class Told:
    """What a person reads of an error, and the exit code that goes with it."""

    message: str
    tip: str
    exit_code: int


def describe(error: Exception) -> Told:
    """Put any error in words; one that nobody foresaw is a fault of nngrade."""
    if isinstance(error, NNGradeError):
        return Told(error.message, error.tip, error.exit_code)
    if isinstance(error, click.ClickException):
        return Told(error.format_message(), _help_tip(error), error.exit_code)
    if isinstance(error, OSError) and error.strerror:
        return Told(f"The system refused: {error}", "Mend that, or run it again with --debug to see where it happened.", 3)
    message = f"This is a fault of nngrade, not of your code: {type(error).__name__}: {error}"
    return Told(message.rstrip(": "), "Run it again with --debug, and report what you see.", 3)


def _help_tip(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    path = context.command_path if isinstance(context, click.Context) else "nngrade"
    return f"`{path} --help` shows what it takes."
