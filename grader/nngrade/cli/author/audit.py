"""`nngrade author audit`: change the reference in small ways, and see what the suite lets pass."""

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from nngrade.cli.console import make_console, make_table, print_block
from nngrade.cli.options import common_options, current_course
from nngrade.cli.targets import TargetName, parse_targets
from nngrade.sandbox.cores import count_cores

if TYPE_CHECKING:
    from nngrade.authoring.audit.model import Fate, Figures, Goal, TopicAudit

_FAULT = 3  # a suite that lets mistakes pass is the course's fault
_PERCENT = click.FloatRange(0, 100)
_COLOURS = {"-": "red", "+": "green", "@": "cyan"}


@click.command("audit")
@click.argument("topics", nargs=-1, type=TargetName(with_exercises=False), metavar="[TOPIC]...")
@click.option("--jobs", type=click.IntRange(1), help="How many processes work side by side; as many as there are cores, if not given.")
@click.option("--format", "form", type=click.Choice(["terminal", "json"]), default="terminal", show_default=True, help="What to print.")
@click.option("--min-killed", type=_PERCENT, default=95.0, show_default=True, help="The least percentage of the mutants to kill.")
@click.option("--max-waived", type=_PERCENT, default=5.0, show_default=True, help="The most percentage of the mutants to waive.")
@common_options
def command(topics: tuple[str, ...], jobs: int | None, form: str, min_killed: float, max_waived: float) -> int:
    """Change the reference in small ways, and see what the suite lets pass.

    Each change is a mutant: a wrong answer that the suite should kill. Those that
    survive are shown with their diff. Strengthen the suite; or, where the mutant is
    as right as the reference, waive it by its name in the topic's waivers.toml.

    \b
    nngrade author audit softmax
    nngrade author audit --format json > audit.json

    Exit code 3 when a topic kills too few mutants, or waives too many.
    """
    from nngrade.authoring.audit.auditing import audit  # noqa: PLC0415 - not for --help
    from nngrade.authoring.audit.json import render  # noqa: PLC0415
    from nngrade.authoring.audit.model import Goal  # noqa: PLC0415

    course = current_course()
    wanted = [target.topic for target in parse_targets(course, topics)] if topics else course.topics
    goal = Goal(min_killed, max_waived)
    begun = time.monotonic()
    with _progress() as show:
        audits = audit(tuple(dict.fromkeys(wanted)), jobs or count_cores(), show)
    if form == "json":
        click.echo(render(audits, goal), nl=False)
    else:
        _show(audits, goal, time.monotonic() - begun)
    return 0 if all(one.meets(goal) for one in audits) else _FAULT


@contextlib.contextmanager
def _progress() -> Iterator[Callable[[int, int, int], None]]:
    """A bar on the terminal, beside whatever is printed."""
    columns = (
        TextColumn("Mutants"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[survivors]} survive"),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None, survivors=0)
        yield lambda done, of, survivors: bar.update(task, completed=done, total=of, survivors=survivors)


def _show(audits: Sequence["TopicAudit"], goal: "Goal", seconds: float) -> None:
    console = make_console()
    for audit in audits:
        _show_survivors(console, audit)
        _show_stale(console, audit)
    _show_table(console, audits)
    console.print(f"\n{sum(audit.figures.mutants for audit in audits)} mutants in {seconds:.0f} seconds.")
    _show_verdict(console, audits, goal)


def _show_survivors(console: Console, audit: "TopicAudit") -> None:
    from nngrade.authoring.audit.waivers import FILENAME  # noqa: PLC0415

    if not audit.survivors:
        return
    count = len(audit.survivors)
    console.print(f"{audit.topic.name}: {count} {'mutant survives' if count == 1 else 'mutants survive'}", style="bold")
    for exercise in audit.topic.exercises:
        own = [fate for fate in audit.survivors if fate.mutant.exercise == exercise.name]
        if own:
            console.print(f"\n{exercise.name}", style="bold")
        for fate in own:
            console.print(_survivor(fate, audit), soft_wrap=True)
    waivers = audit.topic.folder / FILENAME
    console.print(f"\nTighten {audit.topic.suite}; what is as right as the reference, waive in {waivers}.\n", soft_wrap=True)


def _survivor(fate: "Fate", audit: "TopicAudit") -> Text:
    from nngrade.authoring.audit.model import diff_of  # noqa: PLC0415

    text = Text(f"\n  {fate.mutant.name}\n")
    for line in diff_of(fate.mutant, audit.topic):
        text.append(f"    {line}\n", _COLOURS.get(line[:1], "dim"))
    text.rstrip()
    return text


def _show_stale(console: Console, audit: "TopicAudit") -> None:
    from nngrade.authoring.audit.waivers import FILENAME  # noqa: PLC0415

    for stale in audit.stale:
        why = f"`{stale.check}` kills its mutant" if stale.check else "there is no such mutant any more"
        where = f"{audit.topic.folder / FILENAME}, line {stale.waiver.line}"
        console.print(f"{where}: stale, for {why}: {stale.waiver.mutant}", style="yellow", soft_wrap=True)
    if audit.stale:
        console.print()


def _show_table(console: Console, audits: Sequence["TopicAudit"]) -> None:
    table = make_table("Exercise", "Mutants", "Killed", "Waived", "Survive", "Kill rate")
    for column in table.columns[1:]:
        column.justify = "right"
    for audit in audits:
        for figures in audit.exercises:
            table.add_row(f"{audit.topic.name}.{figures.name}", *_cells(figures))
        table.add_row(audit.topic.name, *_cells(audit.figures), style="bold")
    print_block(console, table)


def _cells(figures: "Figures") -> tuple[str, ...]:
    rate = f"{figures.killed_percent:.1f} %" if figures.mutants else "-"
    return str(figures.mutants), str(figures.killed), str(figures.waived), str(figures.survivors), rate


def _show_verdict(console: Console, audits: Sequence["TopicAudit"], goal: "Goal") -> None:
    for audit in audits:
        name, figures = audit.topic.name, audit.figures
        if figures.killed_percent < goal.killed:
            console.print(f"{name} kills {figures.killed_percent:.1f} % of its mutants; {goal.killed:g} % are wanted.", style="red")
        if figures.waived_percent > goal.waived:
            console.print(f"{name} waives {figures.waived_percent:.1f} % of its mutants; {goal.waived:g} % are allowed.", style="red")
    if all(audit.meets(goal) for audit in audits):
        console.print("The suites are as strict as they have to be.", style="green")
