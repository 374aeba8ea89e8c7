"""The judge's end of its conversation with a zygote: what it orders, and what it hears of workers' ends (Linux)."""

import contextlib
import socket
import threading

from nngrade.sandbox.description import End, Fork, decode_ended, encode

_MOST_BYTES = 4096
_PATIENCE = 5.0  # seconds that an order may wait for room


class Control:
    """Orders are kept whole and in their order, and wait for a zygote that is still loading."""

    def __init__(self) -> None:
        self._ours, self.theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._lock = threading.Lock()
        self._statuses: dict[int, int] = {}

    def order_fork(self, number: int, folder: str, descriptors: list[int]) -> None:
        """Ask for a worker that takes these descriptors over."""
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # the zygote has ended: that shows elsewhere
            socket.send_fds(self._ours, [encode(Fork(number, folder))], descriptors)

    def order_end(self, number: int) -> bool:
        """Ask for the end of a worker; false when the zygote does not hear it any more."""
        with self._lock:
            try:
                self._ours.settimeout(_PATIENCE)
                self._ours.send(encode(End(number)))
            except OSError:
                return False
        return True

    def knows_end(self, number: int) -> bool:
        """Whether this worker's end has been heard of."""
        return number in self._statuses

    def status(self, number: int) -> int | None:
        """How it ended."""
        return self._statuses.get(number)

    def listen(self, seconds: float) -> bool:
        """Wait for news of one worker; false when none comes in time, or the zygote has hung up."""
        with self._lock:
            try:
                self._ours.settimeout(seconds)
                told = self._ours.recv(_MOST_BYTES)
            except OSError:
                return False
            if told:
                ended = decode_ended(told)
                self._statuses[ended.number] = ended.status
            return bool(told)

    def close(self) -> None:
        """Hang up, upon which a zygote ends all that it started and itself."""
        self._ours.close()
        self.theirs.close()
