"""What a worker is told when it starts, on its standard input: a command line is for all to read, and holds a token."""

from msgspec import Struct

from nngrade.sandbox.line import Way


class Needs(Struct, frozen=True):
    """What a worker is started with: modules to preload, its memory, and how much it may print in one check."""

    preload: tuple[str, ...]
    memory_mb: int
    output_kb: int


class Description(Struct, frozen=True):
    """All that a worker has to know: its needs, the judge's process, where its stacks go, the way to its line."""

    needs: Needs
    judge: int
    stack: int | None
    way: Way
