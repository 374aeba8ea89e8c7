"""`nngrade list`: the topics of the course, or the exercises of one of them."""

from pathlib import Path

import click

from nngrade.cli.console import make_console, make_table, print_block
from nngrade.cli.options import common_options, current_course, current_workspace
from nngrade.cli.targets import TargetName, parse_target
from nngrade.course.model import Course, Topic
from nngrade.gradebook.progress import Progress, read


@click.command("list")
@click.argument("topic", required=False, type=TargetName(with_exercises=False))
@common_options
def command(topic: str | None) -> None:
    """List the topics, or the exercises of one.

    Inside a workspace it also says what is done so far.
    """
    course = current_course()
    workspace = current_workspace()
    progress = read(workspace) if workspace else None
    if topic is None:
        _list_topics(course, progress, workspace)
    else:
        _list_exercises(parse_target(course, topic).topic, progress)


def _list_topics(course: Course, progress: Progress | None, workspace: Path | None) -> None:
    table = make_table("Topic", "Title", "What it is about", *(["Done"] if progress else []))
    for topic in course.topics:
        table.add_row(topic.name, topic.title, topic.summary, *([_done(topic, progress)] if progress else []))
    console = make_console()
    console.print(course.title, style="bold")
    console.print()
    print_block(console, table)
    console.print()
    if workspace is None:
        console.print("Begin with `nngrade start my-course`: it lays the files that you fill in.")
    else:
        console.print("`nngrade show` with a topic's name shows its lesson, `nngrade check` checks your work.")


def _list_exercises(topic: Topic, progress: Progress | None) -> None:
    table = make_table("Exercise", "Signature", "What it is about", *(["Done"] if progress else []))
    for exercise in topic.exercises:
        known = progress.exercise(topic.name, exercise.name) if progress else None
        done = ["yes" if known and known.best.done else "not yet"] if progress else []
        table.add_row(f"{topic.name}.{exercise.name}", exercise.title, exercise.summary, *done)
    console = make_console()
    console.print(f"{topic.title}: {topic.summary}", style="bold")
    if topic.prerequisites:
        console.print(f"Do first: {', '.join(topic.prerequisites)}.")
    console.print()
    print_block(console, table)


def _done(topic: Topic, progress: Progress) -> str:
    known = [progress.exercise(topic.name, exercise.name) for exercise in topic.exercises]
    done = sum(one is not None and one.best.done for one in known)
    return f"{done} of {len(topic.exercises)}"
