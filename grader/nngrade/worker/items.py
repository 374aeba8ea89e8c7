"""Counting the items of a frame before it is decoded.

One byte of MessagePack can become 30 bytes of Python objects. A frame whose bulk
is array buffers stays what it is; one whose bulk is millions of small things
would take gigabytes, and is refused by what it says of itself.
"""

MAX_ITEMS = 1_000_000
# A frame of this size is decoded unseen: whatever it holds is at most some 30 MB of objects.
SMALL = 2**20

_LENGTHS = {
    # type byte: (bytes of the length that follows it, bytes beside the payload itself)
    **{0xC4 + power: (1 << power, 0) for power in range(3)},  # bin
    **{0xC7 + power: (1 << power, 1) for power in range(3)},  # ext: a byte of type as well
    **{0xD9 + power: (1 << power, 0) for power in range(3)},  # str
}
_SIZES = {
    0xCA: 4,
    0xCB: 8,
    **{0xCC + power: 1 << power for power in range(4)},  # uint
    **{0xD0 + power: 1 << power for power in range(4)},  # int
    **{0xD4 + power: (1 << power) + 1 for power in range(5)},  # fixext
}
_HEADS = {0xDC: 2, 0xDD: 4, 0xDE: 2, 0xDF: 4}  # array, map: the bytes of the count


def has_too_many_items(frame: bytes, most: int = MAX_ITEMS) -> bool:
    """Whether a frame holds more than `most` items, nested ones included.

    One that is cut short is counted to its end: decoding it fails anyway.
    """
    if len(frame) <= SMALL:
        return False
    place = items = 0
    while place < len(frame):
        items += 1
        if items > most:
            return True
        place = _after(frame, place)
    return False


def _after(frame: bytes, place: int) -> int:
    """Where the item after the one at `place` begins; the first item of a container comes right after its head."""
    kind = frame[place]
    place += 1
    if kind < 0xA0 or kind >= 0xE0:
        return place
    if kind < 0xC0:
        return place + (kind & 0x1F)
    if kind in _LENGTHS:
        width, more = _LENGTHS[kind]
        return place + width + more + int.from_bytes(frame[place : place + width], "big")
    if kind in _HEADS:
        return place + _HEADS[kind]
    return place + _SIZES.get(kind, 0)
