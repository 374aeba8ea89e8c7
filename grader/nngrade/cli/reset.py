"""`nngrade reset`: put a topic or an exercise back to where the student started."""

import sys
from pathlib import Path

import click

from nngrade.authoring.notebook_cells import reset_cell
from nngrade.authoring.stubs import replace_definition
from nngrade.cli.options import common_options, current_course, here
from nngrade.cli.targets import Target, TargetName, parse_target
from nngrade.errors import CourseError, UsageError
from nngrade.submissions.notebooks import SUFFIX
from nngrade.submissions.reading import find_submission, read_submission
from nngrade.submissions.workspace import back_up, find_workspace, write_whole


@click.command("reset")
@click.argument("target", type=TargetName(), metavar="TOPIC[.EXERCISE]")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@common_options
def command(target: str, *, yes: bool) -> None:
    """Put a topic or an exercise back to where you started.

    What you wrote is kept as a backup.
    """
    meant = parse_target(current_course(), target)
    path = find_submission(meant.topic, here())
    _refuse_the_course(meant, path)
    stub = _read_stub(meant, path)
    fresh = stub if meant.exercise is None else _with_exercise_reset(meant, path, stub)
    if _read_student(path) == fresh:
        click.echo(f"{path} is as it was at the start: nothing to do.")
        return
    what = "all of it" if meant.exercise is None else f"`{meant.exercise.name}`"
    if not yes and not _confirmed(f"Put {what} in {path} back to where you started?"):
        click.echo("Nothing was changed.")
        return
    copy = back_up(path, find_workspace(path.parent))
    write_whole(path, fresh)
    click.echo(f"{path} is back to its start. What you had is in {copy}")


def _confirmed(question: str) -> bool:
    try:
        return click.confirm(question)
    except click.Abort:
        if sys.stdin.isatty():
            raise
        raise UsageError("No answer came, so nothing was changed.", tip="With --yes it does not ask.") from None


def _refuse_the_course(target: Target, path: Path) -> None:
    """The course's own files are its author's, even by way of a link: none is reset."""
    real = path.resolve()
    if real in {target.topic.stub.resolve(), target.topic.notebook.resolve()} or target.topic.folder.resolve() in real.parents:
        tip = f"Work in a folder of your own: `nngrade start my-course {target.topic.name}`."
        raise UsageError(f"{path} is the course's own file.", tip=tip)


def _read_student(path: Path) -> bytes:
    if not path.is_file():
        raise UsageError(f"{path} is no ordinary file.", tip="Take it away, and run `nngrade start` to get the file anew.")
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.", tip="See to its permissions.") from None


def _read_stub(target: Target, path: Path) -> bytes:
    handed_out = target.topic.notebook if path.suffix.lower() == SUFFIX else target.topic.stub
    try:
        return handed_out.read_bytes()
    except OSError:
        message = f"{handed_out} is missing from the course."
        raise CourseError(message, tip="Its author makes it with `nngrade author build`.") from None


def _with_exercise_reset(target: Target, path: Path, stub: bytes) -> bytes:
    assert target.exercise is not None
    submission = read_submission(path, target.topic)
    if submission.cells:
        return reset_cell(path, stub, target.exercise.name)
    try:
        return replace_definition(submission.source, stub.decode(), target.exercise.name).encode(submission.encoding)
    except UsageError as error:
        raise UsageError(f"{path}: {error.message}", tip=error.tip) from None
    except UnicodeEncodeError:
        message = f"{path} is written in {submission.encoding}, which lacks a character of the stub."
        raise UsageError(message, tip="Save it as UTF-8, or reset the whole topic.") from None
