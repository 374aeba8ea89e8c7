"""What the student's code prints: a little is kept for the report, the rest goes to the judge's drain."""

import contextlib
import io
import sys
from collections.abc import Iterator

from nngrade.worker.messages import MAX_TEXT
from nngrade.worker.telling import clean

_PIECE = 65536


class Printed(io.TextIOBase):
    """A standard output that keeps its first characters and passes on the rest.

    The judge counts what is passed on, and ends a worker that prints too much.
    """

    def __init__(self, overflow: io.TextIOBase) -> None:
        self._kept: list[str] = []
        self._room = MAX_TEXT
        self._overflow = overflow

    def writable(self) -> bool:
        """Report that text can be written here."""
        return True

    def write(self, text: str, /) -> int:
        """Take some text."""
        text = str.__str__(text)
        if self._room > 0:
            self._kept.append(text[: self._room])
        # In pieces: encoding 200 MB at once would take another 200 MB.
        for start in range(max(self._room, 0), len(text), _PIECE):
            self._overflow.write(text[start : start + _PIECE])
        self._room -= len(text)
        return len(text)

    def flush(self) -> None:
        """Pass on what overflowed."""
        self._overflow.flush()

    def take(self) -> str:
        """What was kept since the last call; makes room again."""
        kept = "".join(self._kept)
        self._kept.clear()
        self._room = MAX_TEXT
        return clean(kept, MAX_TEXT)


@contextlib.contextmanager
def standing_in(printed: Printed) -> Iterator[None]:
    """Let `printed` stand in for the standard streams, whatever the code inside did to them."""
    before = sys.stdout, sys.stderr
    sys.stdout = sys.stderr = printed
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
