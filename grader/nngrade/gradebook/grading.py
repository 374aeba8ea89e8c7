"""Grading a class: what was handed in is looked at, what is not known yet is judged, and all of it is written down."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from nngrade.class_report import Problem
from nngrade.course.model import Topic
from nngrade.errors import NNGradeError
from nngrade.gradebook.differences import is_alike
from nngrade.gradebook.intake.model import HandIn, Intake
from nngrade.gradebook.jobs import Job, Result, Scheduler
from nngrade.gradebook.keys import course_fingerprint, grader_fingerprint, report_key
from nngrade.gradebook.store import Gradebook, Sighting
from nngrade.judge.settings import Settings
from nngrade.model import TopicReport, Verdict
from nngrade.sandbox.levels import Level
from nngrade.submissions.reading import Submission, read_submission

# What depends on how busy or how large the machine was: judged again, it may come out otherwise.
_OF_THE_MACHINE = frozenset({Verdict.TIMED_OUT, Verdict.OUT_OF_MEMORY, Verdict.GRADER_ERROR})
AGAIN = "/again"


@dataclass(frozen=True, slots=True)
class Step:
    """One submission is done: `verdict` is None when it could not be judged; `is_new` when it was not known before."""

    hand_in: HandIn
    verdict: Verdict | None
    is_new: bool
    fault: str = ""


@dataclass(slots=True)
class Tally:
    """What one run did."""

    judged: int = 0
    known: int = 0
    proposed: int = 0
    faults: list[Problem] = field(default_factory=list)


class Grading:
    """One run over a class. `again` judges once more what depends on the machine, and proposes what comes of it."""

    def __init__(self, book: Gradebook, topics: tuple[Topic, ...], settings: Settings, isolation: Level, *, again: bool = False) -> None:
        self._book = book
        self._topics = {topic.name: topic for topic in topics}
        self._settings = settings
        self._isolation = isolation
        self._again = again
        self._prints = {topic.name: (course_fingerprint(topic), grader_fingerprint(topic.needs)) for topic in topics}
        # Who waits for the report of a key: several may have handed in the same.
        self._waiting: dict[str, list[tuple[HandIn, str]]] = defaultdict(list)
        self._done: list[Step] = []
        self.tally = Tally()

    def run(self, intake: Intake, scheduler: Scheduler, on_step: Callable[[Step], None]) -> Tally:
        """Grade everything that was handed in. Whatever ends this early, what is done by then is in the gradebook."""
        self._book.add_students(intake.students)
        ordered = sorted(intake.hand_ins, key=lambda one: list(self._topics).index(one.topic))
        results = scheduler.run(self._jobs(ordered, on_step))
        for result in results:
            for step in self._take(result):
                on_step(step)
        for key in list(self._waiting):  # a scheduler that breaks its word must not lose anyone
            for step in self._take(Result(key, "", None, fault="No result came back for this submission.")):
                on_step(step)
        return self.tally

    def _jobs(self, hand_ins: list[HandIn], on_step: Callable[[Step], None]) -> Iterator[Job]:
        """The jobs that are left to do, each read shortly before it is done; what is known already is written down here."""
        for hand_in in hand_ins:
            topic = self._topics[hand_in.topic]
            submission, unreadable = _read(hand_in, topic)
            key = self._key(topic, submission.digest)
            if key in self._waiting:
                self._waiting[key].append((hand_in, submission.digest))
            elif self._book.has_settled(key) and not self._is_to_be_judged_again(key):
                self.tally.known += 1
                on_step(self._write(hand_in, submission.digest, key, is_new=False))
            else:
                self._waiting[key].append((hand_in, submission.digest))
                yield Job(key, topic, submission, self._settings, self._isolation, unreadable)

    def _key(self, topic: Topic, digest: str) -> str:
        course, grader = self._prints[topic.name]
        return report_key(topic, course, grader, self._settings, self._isolation.label, digest)

    def _is_to_be_judged_again(self, key: str) -> bool:
        kept = self._book.kept(key)
        return self._again and kept is not None and kept.verdict in _OF_THE_MACHINE

    def _take(self, result: Result) -> Iterator[Step]:
        """Write a result down for everyone who waits for it, in one transaction."""
        waiting = self._waiting.pop(result.key)
        if result.report is None:
            for hand_in, digest in waiting:
                yield self._write_fault(hand_in, digest, result.fault)
            return
        self.tally.judged += 1
        with self._book.transaction():
            key = self._keep(result, result.report)
            if result.max_points is not None and self._book.max_points().get(result.topic) != result.max_points:
                self._book.set_max_points(result.topic, result.max_points)
            steps = [self._write(hand_in, digest, key, is_new=True) for hand_in, digest in waiting]
        yield from steps

    def _keep(self, result: Result, report: TopicReport) -> str:
        """Keep a report. What was judged again and came out otherwise is kept beside the old one, until it is accepted."""
        if not self._is_to_be_judged_again(result.key):
            self._book.keep(result.key, report, result.seconds)
            return result.key
        if not is_alike(self._book.report(result.key), report):
            self._book.keep(result.key + AGAIN, report, result.seconds)
            return result.key + AGAIN
        return result.key

    def _write(self, hand_in: HandIn, digest: str, key: str, *, is_new: bool) -> Step:
        """Write down that this is the report of that submission; one that would change a mark is proposed, no more."""
        with self._book.transaction():
            attempt = self._book.sight(_sighting(hand_in, digest))
            report = self._book.kept(key)
            assert report is not None
            old = self._book.kept(attempt.key) if attempt.key else None
            # A mark that our own fault made is none to hold on to.
            if old is None or old.verdict is Verdict.GRADER_ERROR or is_alike(self._book.report(old.key), self._book.report(key)):
                self._book.settle(attempt, key=key)
            else:
                self.tally.proposed += 1
                self._book.settle(attempt, key=old.key, proposed=key)
        return Step(hand_in, report.verdict, is_new)

    def _write_fault(self, hand_in: HandIn, digest: str, fault: str) -> Step:
        with self._book.transaction():
            attempt = self._book.sight(_sighting(hand_in, digest))
            if attempt.key is None:
                self._book.settle(attempt, fault=fault)
        self.tally.faults.append(Problem(fault, hand_in.student.id, hand_in.topic, is_fault=True))
        return Step(hand_in, None, is_new=True, fault=fault)


def _sighting(hand_in: HandIn, digest: str) -> Sighting:
    return Sighting(hand_in.student.id, hand_in.topic, digest, hand_in.label, hand_in.submitted, hand_in.remark)


def _read(hand_in: HandIn, topic: Topic) -> tuple[Submission, str]:
    """Read a submission under the name that its student knows it by, or say why it cannot be read."""
    own = Path(topic.filename)
    unreadable = hand_in.problem
    if not unreadable and hand_in.path is not None:
        try:
            read = read_submission(hand_in.path, topic)
        except NNGradeError as error:
            # Where it was unpacked to is nobody's business, and another place each time.
            unreadable = f"{error.message} {error.tip}".strip().replace(str(hand_in.path), hand_in.label)
        else:
            return replace(read, path=own.with_suffix(hand_in.path.suffix.lower())), ""
    return Submission(own, "", sha256(f"unreadable: {unreadable}".encode()).hexdigest()), unreadable
