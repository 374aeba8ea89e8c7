"""Which jobs there are, in which order, and what has come of them."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from nngrade.authoring.verify.model import Answer, Broken, Case, Contents, Job, Judged, Kind, Message, Survey
from nngrade.course.model import Course, Topic

_SEEDS_AT_ONCE = 10

OnProgress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Record:
    """All that was found out about a topic by judging."""

    topic: Topic
    contents: Contents | None = None
    judged: dict[tuple[Kind, str, int, bool], Judged] = field(default_factory=dict)
    broken: list[Broken] = field(default_factory=list)


class Plan:
    """Hands out jobs and takes in what came of them. `on_progress` is told a topic, the judgings done and those known of."""

    def __init__(
        self, course: Course, topics: Iterable[Topic], seeds: int, on_progress: OnProgress, *, every_in_worker: bool = False
    ) -> None:
        self._seeds = tuple(range(seeds))
        self._every_in_worker = every_in_worker
        self._on_progress = on_progress
        self._jobs: deque[Job] = deque()
        self.records = {topic.name: Record(topic) for topic in topics}
        self._done = dict.fromkeys(self.records, 0)
        self._known = dict.fromkeys(self.records, 0)
        for record in self.records.values():
            door = (Case(record.topic, Kind.STUB, in_worker=True), Case(record.topic, Kind.REFERENCE, in_worker=True))
            self._add(Survey(record.topic, course.min_checks), *door)

    @property
    def has_jobs(self) -> bool:
        """Whether a job can be handed out now."""
        return bool(self._jobs)

    def take(self, topic: str) -> Job | None:
        """Hand out a job, one of this topic that needs its suite collected if there is one."""
        for place, job in enumerate(self._jobs):
            if job.topic.name == topic and not (isinstance(job, Case) and job.at_the_door):
                del self._jobs[place]
                return job
        return self._jobs.popleft() if self._jobs else None

    def tell(self, message: Message) -> None:
        """Take in what came of a job."""
        match message:
            case Contents():
                record = self.records[message.topic]
                record.contents = message
                self._add(*self._cases(record.topic, message))
                self._step(record.topic)
            case Judged(case=case):
                name = case.answer.name if case.answer else ""
                self.records[case.topic.name].judged[case.kind, name, message.seed, case.at_the_door] = message
                self._step(case.topic)
            case Broken(job=job):
                self.records[job.topic.name].broken.append(message)
                self._step(job.topic, _size(job))

    def lost(self, job: Job) -> None:
        """Take in that the process that did this job has died, or never came to an end."""
        if isinstance(job, Case) and not job.in_worker:
            self._known[job.topic.name] += _size(job)
            self._jobs.append(replace(job, in_worker=True))
        else:
            self.tell(Broken(job, "judging it ended the grader's own process", "Run `nngrade author verify --jobs 1` to see more."))

    def _step(self, topic: Topic, size: int = 1) -> None:
        self._done[topic.name] += size
        self._on_progress(topic.name, self._done[topic.name], self._known[topic.name])

    def _add(self, *jobs: Job) -> None:
        for job in jobs:
            self._known[job.topic.name] += _size(job)
        self._jobs.extend(jobs)

    def _cases(self, topic: Topic, contents: Contents) -> Iterator[Case]:
        """Yield all that is to be judged, what takes longest first."""
        in_worker = _sample(contents) if not self._every_in_worker else set(contents.answers)
        hanging = [answer for answer in contents.answers if answer.hangs]
        for answer in hanging:  # each takes its whole limit: once is enough
            yield Case(topic, answer.kind, answer, in_worker=True)
        yield Case(topic, Kind.LIMITS, in_worker=True)
        for seeds in _chunks(self._seeds):
            yield Case(topic, Kind.REFERENCE, seeds=seeds)
        for answer in contents.answers:
            if answer not in hanging:
                if answer in in_worker:
                    yield Case(topic, answer.kind, answer, in_worker=True)
                rest = self._seeds[1:] if answer in in_worker else self._seeds
                for seeds in _chunks(rest):
                    yield Case(topic, answer.kind, answer, seeds, in_worker=self._every_in_worker)


def _sample(contents: Contents) -> set[Answer]:
    """Return the first alternative and the first misconception of each exercise."""
    first: dict[tuple[Kind, str], Answer] = {}
    for answer in contents.answers:
        if not answer.hangs:
            first.setdefault((answer.kind, answer.exercise), answer)
    return set(first.values())


def _chunks(seeds: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    for start in range(0, len(seeds), _SEEDS_AT_ONCE):
        yield seeds[start : start + _SEEDS_AT_ONCE]


def _size(job: Job) -> int:
    return len(job.seeds) if isinstance(job, Case) else 1
