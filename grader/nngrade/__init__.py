"""nngrade: the exercise grader for courses on neural networks."""

from typing import Any

__version__ = "0.1.0"


def load_ipython_extension(shell: Any) -> None:
    """Bring `%check` into a notebook: what `%load_ext nngrade` calls."""
    from nngrade.jupyter.magics import CheckMagics  # noqa: PLC0415 - a check in a shell never pays for it

    shell.register_magics(CheckMagics)
