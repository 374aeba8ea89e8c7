"""What is judged by itself, wherever that happens: a job goes in, a result comes out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # the server of judging processes is to be started before all else is imported
    from nngrade.course.model import Topic
    from nngrade.judge.settings import Settings
    from nngrade.model import TopicReport
    from nngrade.sandbox.levels import Level
    from nngrade.submissions.reading import Submission


@dataclass(frozen=True, slots=True)
class Job:
    """One submission to judge behind exactly these walls; `unreadable` says why there is none, `key` is what its report is kept under."""

    key: str
    topic: "Topic"
    submission: "Submission"
    settings: "Settings"
    isolation: "Level"
    unreadable: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a job: a report, or the fault of the grader's or the course's that stood in its way."""

    key: str
    topic: str
    report: "TopicReport | None"
    seconds: float = 0.0
    max_points: float | None = None
    fault: str = ""


class Scheduler(Protocol):
    """Someone who does jobs, in any order. Jobs are taken one at a time, shortly before they are done."""

    def run(self, jobs: Iterable[Job]) -> Iterator[Result]:
        """Do all jobs; each has one result. Closing the iterator gives up the rest."""
        ...
