"""Auditing topics: make the mutants, judge them, hold the waivers against what came of it."""

from collections.abc import Callable, Sequence
from contextlib import closing

from nngrade.authoring.audit.lanes import Task, judged
from nngrade.authoring.audit.model import Fate, TopicAudit
from nngrade.authoring.audit.mutants import make_mutants
from nngrade.authoring.audit.waivers import read_waivers
from nngrade.course.model import Topic
from nngrade.errors import UsageError

Progress = Callable[[int, int, int], None]


def audit(topics: Sequence[Topic], jobs: int, progress: Progress = lambda *_: None) -> tuple[TopicAudit, ...]:
    """Audit topics in `jobs` processes; `progress` is told the mutants done, all of them, and the survivors so far.

    Raises CourseError for a reference that does not pass its own suite, UsageError
    for a student edition, and whatever else stands in the way of making mutants or
    of reading waivers.
    """
    for topic in topics:
        if topic.is_frozen:
            raise UsageError(f"{topic.folder.parent} is a student edition: it has no answers to change.", tip="Name the course itself.")
    waivers = [read_waivers(topic) for topic in topics]
    tasks = [Task(topic, mutant) for topic in topics for mutant in make_mutants(topic)]
    fates: dict[tuple[str, str], Fate] = {}
    progress(0, len(tasks), 0)
    with closing(judged(tasks, jobs)) as results:  # also on Ctrl-C: whatever ends this ends the processes
        for task, fate in results:
            fates[task.topic.name, task.mutant.name] = fate
            progress(len(fates), len(tasks), sum(not one.is_killed for one in fates.values()))
    return tuple(
        TopicAudit(topic, tuple(fates[topic.name, task.mutant.name] for task in tasks if task.topic == topic), own)
        for topic, own in zip(topics, waivers, strict=True)
    )
