"""The options of every command about a class; what follows from them is in `class_view` and `class_outputs`."""

from pathlib import Path

import click

from nngrade.cli.options import OptionT
from nngrade.cli.targets import TargetName

FORMATS = ("terminal", "json", "csv", "junit", "markdown", "github", "canvas", "moodle")


def topics_option(function: OptionT) -> OptionT:
    """Give a command the option `--topic`; its function gets `topics`, their names."""
    return click.option(
        "--topic",
        "-t",
        "topics",
        multiple=True,
        type=TargetName(with_exercises=False),
        metavar="TOPIC",
        help="A topic; all when none is named.",
    )(function)


def students_option(function: OptionT) -> OptionT:
    """Give a command the option `--student`; its function gets `students`, their names."""
    return click.option("--student", "students", multiple=True, metavar="NAME", help="A student; everyone when none is named.")(function)


def class_option(function: OptionT) -> OptionT:
    """Give a command the option `--class`; its function gets `class_file`."""
    return click.option(
        "--class",
        "class_file",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="The rules of this class: due dates, extensions, attempts.",
    )(function)


def output_options(function: OptionT) -> OptionT:
    """Give a command the options `--format`, `--output`, `--template` and `--column`."""
    form = click.option(
        "--format", "forms", multiple=True, type=click.Choice(FORMATS), help="What to write; each with its --output, or one to print."
    )
    output = click.option(
        "--output",
        "paths",
        multiple=True,
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="The file for the first format; repeat both for more.",
    )
    template = click.option(
        "--template", type=click.Path(path_type=Path), metavar="CSV", help="The worksheet of Moodle or gradebook of Canvas to fill in."
    )
    column = click.option(
        "--column", "columns", multiple=True, metavar="TOPIC=TITLE", help="The column of a topic in Canvas's gradebook; repeat it for more."
    )
    return form(output(template(column(function))))
