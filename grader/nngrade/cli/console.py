"""The terminal, as every command prints to it."""

from rich.console import Console, RenderableType
from rich.table import Table


class _Console(Console):
    """A console that leaves a closed pipe to the funnel in `main`: rich would exit with 1, which means a failed check."""

    def on_broken_pipe(self) -> None:
        """Let the error through."""
        raise BrokenPipeError


def make_console() -> Console:
    """Return a console that prints text as it stands; colours go to terminals alone, and NO_COLOR forbids them."""
    return _Console(markup=False, emoji=False, highlight=False)


def make_table(*columns: str) -> Table:
    """Return a table without a frame: it reads the same on a terminal, in a file and in a bug report."""
    table = Table(*columns, box=None, pad_edge=False, header_style="bold", padding=(0, 3, 0, 0))
    table.columns[0].no_wrap = True
    return table


def print_block(console: Console, block: RenderableType) -> None:
    """Print a table or a lesson, without the blanks that fill its lines where no terminal needs them."""
    if console.is_terminal:
        console.print(block)
        return
    with console.capture() as captured:
        console.print(block)
    console.print("\n".join(line.rstrip() for line in captured.get().splitlines()), soft_wrap=True)
