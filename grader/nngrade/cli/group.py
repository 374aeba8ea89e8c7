"""The table of commands. A command's module is imported when it is asked for: `nngrade --help` loads click alone."""

import os
from collections.abc import Sequence

import click

from nngrade import __version__
from nngrade.cli.lazy import Lazy, LazyGroup
from nngrade.cli.options import common_options

PROGRAM = "nngrade"
COMPLETION_VARIABLE = "_NNGRADE_COMPLETE"

_STUDENTS, _INSTRUCTORS, _AUTHORS, _EVERYONE = "For students", "For instructors", "For course authors", "For everyone"

COMMANDS = (
    Lazy("list", "nngrade.cli.topics", "List the topics, or the exercises of one.", _STUDENTS),
    Lazy("start", "nngrade.cli.start", "Lay a workspace: the files that you start from.", _STUDENTS),
    Lazy("show", "nngrade.cli.lesson", "Show the lesson of a topic.", _STUDENTS),
    Lazy("hint", "nngrade.cli.hint", "Give a hint on an exercise, one at a time.", _STUDENTS),
    Lazy("check", "nngrade.cli.check", "Check your work: a whole topic, one exercise of it, or several.", _STUDENTS),
    Lazy("progress", "nngrade.cli.progress", "Show the best and the latest result of each exercise.", _STUDENTS),
    Lazy("reset", "nngrade.cli.reset", "Put a topic or an exercise back to where you started.", _STUDENTS),
    Lazy("grade", "nngrade.cli.grade", "Grade a class: every submission in a folder or a download.", _INSTRUCTORS),
    Lazy("gradebook", "nngrade.cli.gradebook", "Look at a gradebook, write its marks, join several.", _INSTRUCTORS),
    Lazy("export", "nngrade.cli.export", "Hand the grading of a course to another system.", _INSTRUCTORS),
    Lazy("feedback", "nngrade.cli.feedback", "Write a page to return: a student's own work, with the feedback beside it.", _INSTRUCTORS),
    Lazy("author", "nngrade.cli.author.group", "Build a course and keep it sound.", _AUTHORS),
    Lazy("doctor", "nngrade.cli.doctor", "Show versions, the course found and the isolation in force.", _EVERYONE),
    Lazy("completion", "nngrade.cli.completion", "Print the script that completes commands in your shell.", _EVERYONE),
)


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="A first session: `nngrade start my-course`, then `cd my-course`, then `nngrade check` with the name of a topic.",
)
@click.version_option(__version__, prog_name=PROGRAM, message="%(prog)s %(version)s")
@common_options
@click.pass_context
def cli(context: click.Context) -> None:
    """Check exercises on neural networks, and learn from what went wrong."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def run(arguments: Sequence[str]) -> int:
    """Run the command line, or answer the shell that asks for completions; errors go to the caller."""
    if instruction := os.environ.get(COMPLETION_VARIABLE):
        from click.shell_completion import shell_complete  # noqa: PLC0415

        return shell_complete(cli, {}, PROGRAM, COMPLETION_VARIABLE, instruction)
    try:
        with cli.make_context(PROGRAM, list(arguments)) as context:
            result = cli.invoke(context)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
    return result if isinstance(result, int) else 0
