"""What judge, zygote and worker tell each other about the worker itself, never about a submission.

A description comes on standard input: a command line is for all to read, and may hold a token.
"""

import msgspec
from msgspec import Struct

from nngrade.errors import WireError
from nngrade.sandbox.line import Way


class Needs(Struct, frozen=True):
    """What a worker is started with: modules to preload, its memory, and how much it may print in one check.

    Behind walls nothing that lies under `hidden` is in sight.
    """

    preload: tuple[str, ...]
    memory_mb: int
    output_kb: int
    hidden: tuple[str, ...] = ()


class Alone(Struct, frozen=True, tag=True):
    """A process that becomes the worker: the judge's process, where its stacks go, the way to its line."""

    needs: Needs
    judge: int
    stack: int | None
    way: Way


class Tended(Struct, frozen=True, tag=True):
    """A process that forks workers: its needs, the descriptor on which it is told to, and the walls they are to have.

    Where `has_guard`, a process stays before it that ends all its descendants.
    """

    needs: Needs
    control: int
    is_filtered: bool
    has_guard: bool


Description = Alone | Tended


class Fork(Struct, frozen=True, tag=True):
    """Fork a worker; its line, its output and its stacks come along as descriptors. An empty folder: make one."""

    number: int
    folder: str


class End(Struct, frozen=True, tag=True):
    """End a worker, and all that it has started."""

    number: int


class Ended(Struct, frozen=True, tag=True):
    """A worker has ended, and nothing of it is left."""

    number: int
    status: int


class Ready(Struct, frozen=True, tag=True):
    """A worker's first words: the walls it stands behind, what is missing with the reason, its number as it sees itself."""

    walls: tuple[str, ...]
    missing: tuple[tuple[str, str], ...]
    process: int


encode = msgspec.msgpack.Encoder().encode
decode_description = msgspec.msgpack.Decoder(Description).decode
decode_order = msgspec.msgpack.Decoder(Fork | End).decode
decode_ended = msgspec.msgpack.Decoder(Ended).decode
_decode_ready = msgspec.msgpack.Decoder(Ready).decode


def decode_ready(words: bytes) -> Ready:
    """Read a worker's first words; raises WireError for any other."""
    try:
        return _decode_ready(words)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise WireError(str(error)) from None
