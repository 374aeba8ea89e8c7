"""Groups of commands that are imported when they are asked for: `--help` loads click alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import click


@dataclass(frozen=True, slots=True)
class Lazy:
    """A command that is not imported yet: its module calls it `command`; `help` is what the group's `--help` says of it."""

    name: str
    module: str
    help: str
    section: str = "Commands"


class LazyGroup(click.Group):
    """A group that knows its commands by name, and imports one when it is asked for."""

    def __init__(self, *args: Any, lazy: Sequence[Lazy], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._lazy = tuple(lazy)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in the order of the help."""
        del ctx
        return [lazy.name for lazy in self._lazy]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        del ctx
        for lazy in self._lazy:
            if lazy.name == cmd_name:
                command = import_module(lazy.module).command
                assert isinstance(command, click.Command)
                return command
        return None

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Resolve a command, naming the nearest one when there is none."""
        name = args[0]
        if name not in self.list_commands(ctx) and not name.startswith("-") and not ctx.resilient_parsing:
            from difflib import get_close_matches  # noqa: PLC0415

            nearest = get_close_matches(name, self.list_commands(ctx), n=1, cutoff=0.5)
            guess = f" Did you mean `{nearest[0]}`?" if nearest else ""
            raise click.UsageError(f"There is no command `{name}`.{guess}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands by section, without importing any."""
        del ctx
        for section in dict.fromkeys(lazy.section for lazy in self._lazy):
            with formatter.section(section):
                formatter.write_dl([(lazy.name, lazy.help) for lazy in self._lazy if lazy.section == section])
