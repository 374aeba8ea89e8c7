"""`nngrade progress`: the best and the latest result of each exercise in the workspace."""

import click
from rich.table import Table
from rich.text import Text

from nngrade.cli.console import make_console, make_table, print_block
from nngrade.cli.options import common_options, current_course, current_workspace
from nngrade.cli.targets import TargetName, parse_target
from nngrade.course.model import Topic
from nngrade.errors import UsageError
from nngrade.gradebook.progress import Progress, Result, read, total

_NEVER = "-"


@click.command("progress")
@click.argument("topics", nargs=-1, type=TargetName(with_exercises=False), metavar="[TOPIC]...")
@common_options
def command(topics: tuple[str, ...]) -> None:
    """Show the best and the latest result of each exercise."""
    course = current_course()
    workspace = current_workspace()
    if workspace is None:
        message = "There is no workspace here: progress is kept in one."
        raise UsageError(message, tip="Lay one with `nngrade start my-course`, or change to the folder of yours.")
    wanted = [parse_target(course, name).topic for name in topics] or course.topics
    progress = read(workspace)
    table = make_table("Exercise", "Best points", "Latest points", "Checked", "Last on")
    for topic in wanted:
        _add_topic(table, topic, progress)
    console = make_console()
    if progress.set_aside:
        console.print(f"Your progress could not be read. It was put aside as {progress.set_aside}; a new one begins.", soft_wrap=True)
        console.print()
    print_block(console, table)
    console.print()
    console.print(_summary(wanted, progress))


def _add_topic(table: Table, topic: Topic, progress: Progress) -> None:
    known = [progress.exercise(topic.name, exercise.name) for exercise in topic.exercises]
    checked = [one for one in known if one is not None]
    best, latest = total(one.best for one in checked), total(one.latest for one in checked)
    complete = len(checked) == len(topic.exercises)
    table.add_row(Text(topic.name, "bold"), _cell(best, complete=complete), _cell(latest, complete=complete), "", _day(latest))
    for exercise, one in zip(topic.exercises, known, strict=True):
        times = f"{one.attempts} times" if one and one.attempts > 1 else "once" if one else _NEVER
        best, latest = (one.best, one.latest) if one else (None, None)
        table.add_row(f"  {exercise.name}", _cell(best), _cell(latest), times, _day(latest))


def _cell(result: Result | None, *, complete: bool = True) -> Text:
    if result is None:
        return Text(_NEVER, "dim")
    return Text(f"{result.points:g}/{result.max_points:g}", "green" if result.done and complete else "")


def _day(result: Result | None) -> str:
    return f"{result.when.astimezone():%Y-%m-%d %H:%M}" if result else _NEVER


def _summary(topics: "list[Topic] | tuple[Topic, ...]", progress: Progress) -> str:
    exercises = [(topic.name, exercise.name) for topic in topics for exercise in topic.exercises]
    known = [progress.exercise(topic, name) for topic, name in exercises]
    done = sum(one is not None and one.best.done for one in known)
    return f"{done} of {len(exercises)} exercises done."
