"""`nngrade author new`: lay down a topic to write in."""

import os
from pathlib import Path

import click

from nngrade.authoring.new import NewTopic, add_topic, begin_course
from nngrade.cli.options import common_options, here, named_course
from nngrade.course.finding import Origin, locate_course
from nngrade.errors import UsageError


@click.command("new")
@click.argument("topic")
@click.option("--new-course", type=click.Path(path_type=Path), metavar="FOLDER", help="Begin a course there, with this topic.")
@common_options
def command(topic: str, new_course: Path | None) -> None:
    """Lay down a topic that verifies at once, to write in.

    \b
    nngrade author new scaling
    nngrade author new scaling --new-course my-course

    TOPIC is lower case, its words joined by hyphens.
    """
    laid = add_topic(_course_folder(), topic) if new_course is None else begin_course(new_course, topic)
    _say_where_to_write(laid)


def _course_folder() -> Path:
    found = locate_course(named_course(), here())
    if found.origin is Origin.BUNDLED:
        tip = "Name one with --course, or begin one with --new-course FOLDER."
        raise UsageError("There is no course here, and the one that nngrade brings along is not yours to write in.", tip=tip)
    return found.folder


def _say_where_to_write(laid: NewTopic) -> None:
    name = laid.topic.name
    click.echo(f"The topic {name} is laid: a small exercise that is sound as it stands. Make it yours:\n")
    places = [(f"{_short(place.path)}:{place.line}", place.what) for place in laid.places]
    width = max(len(where) for where, _ in places)
    for where, what in places:
        click.echo(f"  {where:<{width}}  {what}")
    click.echo(f"\nThe stub is built: {_short(laid.topic.stub)}\n\nAfter each change:")
    root = laid.topic.folder.parents[1]
    option = "" if root == here() or root in here().parents else f" --course {_short(root)}"
    click.echo(f"  nngrade author build{option}\n  nngrade author verify {name}{option}")


def _short(path: Path) -> str:
    """The path as seen from here, where that is shorter."""
    return min(str(path), os.path.relpath(path, here()), key=len)
