"""`nngrade export`: hand the grading of a course to another system."""

from pathlib import Path

import click

from nngrade.cli.class_view import wanted_topics
from nngrade.cli.options import common_options, current_course, disclosure_option, isolation_option
from nngrade.cli.targets import TargetName
from nngrade.errors import UsageError
from nngrade.model import Disclosure
from nngrade.reports.gradescope import VISIBILITIES
from nngrade.sandbox.levels import Level
from nngrade.submissions.workspace import write_whole


@click.group("export", context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Hand the grading of a course to another system."""


@command.command("gradescope")
@click.argument("topics", nargs=-1, required=True, type=TargetName(with_exercises=False), metavar="TOPIC...")
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="The zip file.  [default: autograder-TOPIC.zip]"
)
@click.option(
    "--hidden-checks",
    type=click.Choice(VISIBILITIES),
    default="visible",
    show_default=True,
    help="When students see the results of checks that are not public.",
)
@disclosure_option("The most that students are told.")
@isolation_option
@common_options
def gradescope(topics: tuple[str, ...], output: Path | None, hidden_checks: str, cap: Disclosure | None, isolation: Level | None) -> None:
    """Make the zip file of an autograder for Gradescope.

    It holds the course with its answers, nngrade itself, and the scripts that Gradescope runs: upload it as the autograder of
    a programming assignment, and give it to nobody else.

    \b
    nngrade export gradescope softmax
    nngrade export gradescope softmax perceptron --hidden-checks after_published --output exam.zip
    """
    from nngrade.gradebook.export.gradescope import Wishes, autograder  # noqa: PLC0415 - help must not pay for it

    course = current_course()
    wanted = wanted_topics(course, topics)
    path = output or Path(f"autograder-{'-'.join(topic.name for topic in wanted)}.zip")
    if not path.absolute().parent.is_dir():
        raise UsageError(f"{path} cannot be written: its folder does not exist.", tip="Make the folder first.")
    wishes = Wishes(hidden_checks, "" if cap is None else cap.name.lower(), isolation.label if isolation else "")
    packed = autograder(course, wanted, wishes)
    write_whole(path, packed)
    click.echo(f"{path}: {len(packed) / 2**20:.1f} MiB. It holds the answers: upload it, and give it to nobody.")
