"""Marks that would change: what they are and would be, and the acceptance of a person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nngrade.gradebook.differences import Change, changes
from nngrade.gradebook.grading import AGAIN
from nngrade.gradebook.store import Attempt, Gradebook, Kept


@dataclass(frozen=True, slots=True)
class Proposal:
    """One attempt whose submission has been judged otherwise since: by a changed suite, or on another day."""

    attempt: Attempt
    before: Kept
    after: Kept
    changes: tuple[Change, ...]


def proposals(book: Gradebook, topics: Iterable[str]) -> tuple[Proposal, ...]:
    """Everything that waits to be accepted, in these topics."""
    wanted = set(topics)
    found = []
    for attempt in book.attempts():
        if attempt.key and attempt.proposed and attempt.topic in wanted:
            before, after = book.kept(attempt.key), book.kept(attempt.proposed)
            if before and after:
                different = tuple(changes(book.report(before.key), book.report(after.key)))
                found.append(Proposal(attempt, before, after, different))
    return tuple(found)


def accept(book: Gradebook, accepted: Sequence[Proposal]) -> None:
    """Let what was proposed count; all of it, or nothing when this is interrupted."""
    with book.transaction():
        for proposal in accepted:
            book.settle(proposal.attempt, key=proposal.after.key)
        for key in {proposal.after.key for proposal in accepted if proposal.after.key.endswith(AGAIN)}:
            # Judged again under the very same conditions: from now on this is what such a submission gets.
            book.replace_report(key.removesuffix(AGAIN), key)
