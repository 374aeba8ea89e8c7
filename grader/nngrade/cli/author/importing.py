"""`nngrade author import`: a topic out of a source notebook written for nbgrader or otter."""

import os
from pathlib import Path

import click

from nngrade.authoring.importing.checks import TITLE
from nngrade.authoring.importing.topic import Imported, import_topic
from nngrade.cli.options import common_options, here, named_course
from nngrade.course.finding import Origin, locate_course
from nngrade.errors import UsageError


@click.command("import")
@click.argument("notebook", type=click.Path(path_type=Path))
@click.argument("topic")
@click.option("--new-course", type=click.Path(path_type=Path), metavar="FOLDER", help="Begin a course there, with this topic.")
@common_options
def command(notebook: Path, topic: str, new_course: Path | None) -> int:
    """Make a topic of a source notebook that was written for nbgrader or otter.

    \b
    nngrade author import source/ps1/problem1.ipynb linear-maps
    nngrade author import hw01.ipynb sorting --new-course my-course

    Its functions with a solution become exercises, its tests become checks, its
    texts the lesson. The titles of the checks are left for you to write.
    """
    if not notebook.is_file():
        raise UsageError(f"{notebook} does not exist, or is no file.", tip="Name the source notebook, with its solutions and tests.")
    made = import_topic(notebook, topic, _course_folder(new_course), new_course=new_course)
    _say(made)
    return 1 if made.failing or not made.checks else 0


def _course_folder(new_course: Path | None) -> Path:
    if new_course is not None:
        return new_course / "solutions"
    found = locate_course(named_course(), here())
    if found.origin is Origin.BUNDLED:
        tip = "Name one with --course, or begin one with --new-course FOLDER."
        raise UsageError("There is no course here, and the one that nngrade brings along is not yours to write in.", tip=tip)
    return found.folder


def _say(made: Imported) -> None:
    topic = made.topic
    amounts = f"{_count(len(topic.exercises), 'exercise')}, {_count(made.checks, 'check')}"
    click.echo(f"From a source notebook of {made.kind}: the topic {topic.name}, {amounts}.")
    click.echo(f"  {_short(topic.folder)}")
    for title, lines in (
        ("\nLeft out, or changed:", made.remarks),
        ("\nChecks that its own reference does not pass:", made.failing),
    ):
        if lines:
            click.echo(title)
            click.echo("\n".join(f"  - {line}" for line in lines))
    click.echo(f"\nNext: write the title of each check where it says `{TITLE}`, in {_short(topic.suite)}. Then:")
    root = topic.folder.parents[1]
    option = "" if root == here() or root in here().parents else f" --course {_short(root)}"
    click.echo(f"  nngrade author verify {topic.name}{option}")


def _count(amount: int, noun: str) -> str:
    return f"{amount} {noun}" if amount == 1 else f"{amount} {noun}s"


def _short(path: Path) -> str:
    """The path as seen from here, where that is shorter."""
    return min(str(path), os.path.relpath(path, here()), key=len)
