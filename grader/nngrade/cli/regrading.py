"""What a regrade would change, student by student, and the question whether it shall."""

import sys
from collections.abc import Iterable

import click
from rich.console import Console
from rich.text import Text

from nngrade.cli.console import make_console
from nngrade.gradebook.differences import Change
from nngrade.gradebook.marks import View
from nngrade.gradebook.proposals import Proposal, accept, proposals
from nngrade.gradebook.store import Gradebook
from nngrade.model import Verdict
from nngrade.reports.text import clean, count, number

_MOST_CHECKS = 6


def settle(book: Gradebook, view: View, *, yes: bool) -> None:
    """Show every mark that would change, and accept them all or none. Without a terminal to ask, none is."""
    found = proposals(book, (topic.name for topic in view.topics))
    console = Console(stderr=True, markup=False, emoji=False, highlight=False)
    if not found:
        console.print("No mark would change.")
        return
    _show(make_console() if sys.stdout.isatty() else console, found)
    if yes or (sys.stdin.isatty() and click.confirm(f"Accept {count(len(found), 'change')}?", err=True)):
        accept(book, found)
        console.print(f"{count(len(found), 'mark')} changed.")
    else:
        console.print("Nothing was changed. Accept it with --regrade --yes.")


def _show(console: Console, found: Iterable[Proposal]) -> None:
    for one in found:
        before, after = (f"{number(kept.points)}/{number(kept.max_points)}" for kept in (one.before, one.after))
        console.print(Text.assemble((clean(one.attempt.student), "bold"), f"  {one.attempt.topic}  {before} -> {after}"))
        for change in one.changes[:_MOST_CHECKS]:
            console.print(_line(change), soft_wrap=True)
        if len(one.changes) > _MOST_CHECKS:
            console.print(f"    and {count(len(one.changes) - _MOST_CHECKS, 'more check')}")


def _line(change: Change) -> Text:
    said = f"{_word(change.before)} -> {_word(change.after)}"
    return Text.assemble(f"    {change.points:+.3g}  ", (said, "green" if change.points > 0 else "red"), f"  {clean(change.title)}")


def _word(verdict: Verdict | None) -> str:
    return "not there" if verdict is None else verdict.value
