"""A verification on the terminal: one table, and below it all that is wrong, the worst first."""

from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from nngrade.authoring.verify.model import Fault, Row, Tally, Verification
from nngrade.cli.console import make_console, make_table, print_block
from nngrade.cli.options import here

_UNKNOWN = "-"
_MOST_ROOM = 99


def show(found: Verification) -> None:
    """Print what was found."""
    console = make_console()
    print_block(console, _table(found))
    console.print()
    for fault in found.faults:
        _show_fault(console, fault)
    console.print(_summary(found), soft_wrap=True)


def _table(found: Verification) -> Table:
    """Return a row for each topic, and for each exercise where there is one topic only."""
    table = make_table("Topic", "Checks", "Stub", "Ref.", "Alt.", "Caught", "Named", "Limits")
    table.padding = (0, 2, 0, 0)  # eight columns are to fit beside a long name
    for topic in found.topics:
        _add(table, topic.total, "", "bold")
        if len(found.topics) == 1:
            for row in topic.exercises:
                _add(table, row, "  ", "")
    return table


def _add(table: Table, row: Row, indent: str, style: str) -> None:
    room = _UNKNOWN if row.room is None else f"{row.room:.0f}x" if row.room <= _MOST_ROOM else f">{_MOST_ROOM}x"
    table.add_row(
        Text(indent + row.name, style),
        str(row.checks),
        _yes(is_so=row.stub),
        _yes(is_so=row.reference),
        _share(row.alternatives),
        _share(row.caught),
        _share(row.named),
        room,
    )


def _yes(*, is_so: bool | None) -> Text:
    if is_so is None:
        return Text(_UNKNOWN, "dim")
    return Text("ok", "green") if is_so else Text("wrong", "bold red")


def _share(tally: Tally) -> Text:
    if not tally.of:
        return Text(_UNKNOWN, "dim")
    return Text(f"{tally.good}/{tally.of}", "green" if tally.is_full else "bold red")


def _show_fault(console: Console, fault: Fault) -> None:
    where = _shown(fault.path) + (f":{fault.line}" if fault.line else "")
    line = Text.assemble((where, "bold red" if fault.is_error else "bold yellow"), f": {fault.what}.")
    console.print(line, soft_wrap=True)
    console.print(Text(f"    {fault.tip}", "dim"), soft_wrap=True)


def _shown(path: Path) -> str:
    """Return a path as it is typed from here."""
    return str(path.relative_to(here())) if path.is_relative_to(here()) else str(path)


def _summary(found: Verification) -> Text:
    errors = sum(fault.is_error for fault in found.faults)
    advice = len(found.faults) - errors
    judgings = sum(topic.judgings for topic in found.topics)
    in_workers = sum(topic.in_workers for topic in found.topics)
    seeds = "1 seed" if found.seeds == 1 else f"{found.seeds} seeds"
    work = f"{judgings} judgings under {seeds}, {in_workers} of them in workers, took {found.seconds:.1f} s."
    said = _counted(errors, "thing is wrong", "things are wrong") if errors else "Nothing is wrong"
    if advice:
        said += f"; {_counted(advice, 'piece of advice', 'pieces of advice')}"
    return Text.assemble((f"{said}.", "bold red" if errors else "bold green"), f" {work}")


def _counted(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"
