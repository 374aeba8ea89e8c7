"""How a class is graded, as data: when work is due, what lateness costs, which attempt counts, what a report may tell."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from nngrade.model import Disclosure

Counts = Literal["best", "last"]


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules of one topic.

    An attempt after `due` loses `late_penalty`, a share of the topic's points, for each `late_hours` begun, though no
    more than `late_most` in all; after `closes` it counts for nothing. Of the first `attempt_limit` attempts the best
    or the last counts. A report tells students no more than `disclosure`, until `disclosure_lifts`, or until they have
    made `disclosure_lifts_after` attempts.
    """

    due: datetime | None = None
    closes: datetime | None = None
    grace_minutes: float = 0.0
    late_penalty: float = 0.0
    late_hours: float = 24.0
    late_most: float = 1.0
    counts: Counts = "last"
    attempt_limit: int | None = None
    disclosure: Disclosure = Disclosure.FULL
    disclosure_lifts: datetime | None = None
    disclosure_lifts_after: int | None = None

    def extended(self, days: float, due: datetime | None) -> "Policy":
        """The same with more time: to another due date, or by so many days; `closes` moves along."""
        own = due or (self.due and self.due + timedelta(days=days))
        more = own - self.due if own and self.due else timedelta(days=days)
        return replace(self, due=own, closes=self.closes and self.closes + more)

    def late_by(self, submitted: datetime | None) -> timedelta:
        """How much too late a submission came, the grace over; zero where the time is not known."""
        if submitted is None or self.due is None:
            return timedelta(0)
        late = submitted - self.due
        return late if late > timedelta(minutes=self.grace_minutes) else timedelta(0)

    def penalty(self, late: timedelta) -> float:
        """The share of a topic's points that lateness costs."""
        if late <= timedelta(0) or not self.late_penalty:
            return 0.0
        begun = -(-late // timedelta(hours=self.late_hours))
        return min(begun * self.late_penalty, self.late_most)

    def is_closed(self, submitted: datetime | None) -> bool:
        """Whether a submission came after the end."""
        return submitted is not None and self.closes is not None and submitted > self.closes

    def cap(self, attempts: int, now: datetime) -> Disclosure:
        """The most that a report may tell a student after so many attempts."""
        lifted = self.disclosure_lifts is not None and now >= self.disclosure_lifts
        tried = self.disclosure_lifts_after is not None and attempts >= self.disclosure_lifts_after
        return Disclosure.FULL if lifted or tried else self.disclosure


NO_RULES = Policy()
