"""`nngrade hint`: what helps before an attempt, one thing at a time."""

import click
from rich.console import Console

from nngrade.cli.console import make_console
from nngrade.cli.options import common_options, current_course
from nngrade.cli.targets import Target, TargetName, parse_target
from nngrade.course.model import Exercise
from nngrade.errors import UsageError


@click.command("hint")
@click.argument("target", type=TargetName(), metavar="TOPIC[.EXERCISE]")
@click.option("-n", "--number", type=click.IntRange(min=1), default=1, show_default=True, help="Which hint to give.")
@click.option("--all", "give_all", is_flag=True, help="Give every hint.")
@common_options
def command(target: str, number: int, *, give_all: bool) -> None:
    """Give a hint on an exercise, one at a time.

    A topic's name alone gives a hint on each of its exercises.
    """
    meant = parse_target(current_course(), target)
    _refuse_number_beyond(meant, number)
    console = make_console()
    for index, exercise in enumerate(meant.exercises):
        if index:
            console.print()
        _give(console, f"{meant.topic.name}.{exercise.name}", exercise, None if give_all else number)


def _refuse_number_beyond(target: Target, number: int) -> None:
    most = max(len(exercise.hints) for exercise in target.exercises)
    if most and number > most:
        message = f"{target} has no hint {number}: it has {most}."
        raise UsageError(message, tip=f"`nngrade hint {target} --all` gives every one.")


def _give(console: Console, name: str, exercise: Exercise, number: int | None) -> None:
    """Give hint `number` of an exercise, or all of them."""
    count = len(exercise.hints)
    console.print(exercise.title, style="bold")
    if not count:
        console.print(f"No hint: {exercise.summary}")
        return
    numbers = range(1, count + 1) if number is None else [min(number, count)]
    for given in numbers:
        console.print(f"Hint {given} of {count}: {exercise.hints[given - 1]}")
    if numbers[-1] < count:
        console.print(f"The next one: nngrade hint {name} --number {numbers[-1] + 1}", style="dim")
