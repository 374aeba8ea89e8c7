"""What is known of code that does not end, so that one loop is not paid for by every check that meets it."""

from collections import Counter

# What part of its limit a check gets after none, one, two, … others ran into theirs. With the fresh workers
# that it takes, one loop stays below two limits in all.
_SHARES = (1.0, 0.25, 0.1, 0.05)
_CHANCES = 2


class Loops:
    """The checks that ran out of time: what each had called, and which of the student's functions were running.

    Functions and methods go by their qualified names. A loop that sits in one
    function may show itself in another: in one that it calls over and over. So a
    function is held guilty only when it was called directly and did not end, or
    was running in the loops of several others and never seen to end.
    """

    def __init__(self) -> None:
        self._chains: list[tuple[str, frozenset[str]]] = []
        self._ended: set[str] = set()
        self._slipped: set[str] = set()

    @property
    def share(self) -> float:
        """The part of its limit that the next check may use."""
        return _SHARES[min(len(self._chains), len(_SHARES) - 1)]

    def ended(self, called: str) -> None:
        """A direct call came to its end."""
        self._ended.add(called)

    def is_known(self, called: str, running: frozenset[str]) -> bool:
        """Whether a call that ran out of time did so in a loop that was met before."""
        return any(called == other or self._suspects(running & chain) for other, chain in self._chains)

    def met(self, called: str, running: frozenset[str]) -> None:
        """A direct call ran out of time while these functions were running, itself among them."""
        if not running.isdisjoint(self.condemned):
            self._slipped.add(called)  # a condemned function was running after all: no second chance
        self._chains.append((called, running | {called}))

    def is_given_up(self, called: str) -> bool:
        """Whether a function has had its chances, and is not to be called again."""
        looped = sum(called == other for other, _ in self._chains)
        return looped >= _CHANCES or (looped > 0 and called in self._slipped)

    @property
    def condemned(self) -> tuple[str, ...]:
        """The functions that have had their chances, and are to raise at once whoever calls them."""
        direct = Counter(called for called, _ in self._chains)
        callers = {name: {called for called, chain in self._chains if name in chain} for _, chain in self._chains for name in chain}
        guilty = {name for name, count in direct.items() if count >= _CHANCES}
        shared = {name for name, others in callers.items() if len(others) >= _CHANCES}
        return tuple(sorted(guilty | self._suspects(shared)))

    def _suspects(self, names: "set[str] | frozenset[str]") -> "set[str] | frozenset[str]":
        """Of some names, those that were not seen to end when called directly."""
        looped = {called for called, _ in self._chains}
        return {name for name in names if name in looped or name not in self._ended}
