"""The table of `nngrade author`'s commands."""

import click

from nngrade.cli.lazy import Lazy, LazyGroup
from nngrade.cli.options import common_options

COMMANDS = (
    Lazy("new", "nngrade.cli.author.new", "Lay down a topic that verifies at once, to write in."),
    Lazy("import", "nngrade.cli.author.importing", "Make a topic of a source notebook that was written for nbgrader or otter."),
    Lazy("build", "nngrade.cli.author.build", "Write the stubs, notebooks and lessons of `exercises/` from `solutions/`."),
    Lazy("verify", "nngrade.cli.author.verify", "Prove that a topic judges as it is meant to."),
    Lazy("audit", "nngrade.cli.author.audit", "Change the reference in small ways, and see what the suite lets pass."),
    Lazy("release", "nngrade.cli.author.release", "Make an edition for students, without answers."),
)


@click.group("author", cls=LazyGroup, lazy=COMMANDS)
@common_options
def command() -> None:
    """Build a course and keep it sound."""
