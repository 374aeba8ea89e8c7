"""`nngrade completion`: the script by which a shell completes commands, topics and exercises."""

import click
from click.shell_completion import get_completion_class

from nngrade.cli.options import common_options

# What to add, and to which file, so that each new shell has it.
_INSTALL = {
    "bash": 'eval "$(nngrade completion bash)"   in ~/.bashrc',
    "zsh": 'eval "$(nngrade completion zsh)"   in ~/.zshrc',
    "fish": "nngrade completion fish | source   in ~/.config/fish/config.fish",
}


@click.command("completion", epilog="Each new shell has it with this line: " + "; ".join(_INSTALL.values()) + ".")
@click.argument("shell", type=click.Choice(tuple(_INSTALL)), metavar="bash|zsh|fish")
@common_options
def command(shell: str) -> None:
    """Print the script that completes commands in your shell."""
    from nngrade.cli.group import COMPLETION_VARIABLE, PROGRAM, cli  # noqa: PLC0415 - that module loads this one

    completion = get_completion_class(shell)
    assert completion is not None
    click.echo(completion(cli, {}, PROGRAM, COMPLETION_VARIABLE).source())
