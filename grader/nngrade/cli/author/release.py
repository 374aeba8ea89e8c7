"""`nngrade author release`: make editions of a course to give away."""

from pathlib import Path

import click

from nngrade.authoring.release import Edition, release
from nngrade.cli.options import common_options, current_course

_BOTH = "both"


@click.command("release")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--edition",
    type=click.Choice([*(one.value for one in Edition), _BOTH]),
    default=_BOTH,
    show_default=True,
    help="Whom it is for; each gets a folder of its own.",
)
@common_options
def command(folder: Path, edition: str) -> None:
    """Make an edition for students, without answers, beside the instructor's.

    FOLDER/student holds the exercises and the public checks, with the inputs and
    the right answers that were recorded for them; FOLDER/instructor the whole
    course, with a list of its files.
    """
    editions = tuple(Edition) if edition == _BOTH else (Edition(edition),)
    for released in release(current_course(), folder, editions):
        click.echo(f"{folder / released.folder.name}: {released.files} files")
        for left in released.left_out:
            click.echo(f"  left out: {left.topic}, {left.check} {left.why}")
