"""Auditing topics: make the mutants, judge them, hold the waivers against what came of it."""

from collections.abc import Callable, Sequence

from nngrade.authoring.audit.lanes import Judged, Task, judged
from nngrade.authoring.audit.model import Fate, TopicAudit
from nngrade.authoring.audit.mutants import make_mutants
from nngrade.authoring.audit.waivers import read_waivers
from nngrade.course.model import Topic

Progress = Callable[[int, int, int], None]


def audit(topics: Sequence[Topic], jobs: int, progress: Progress = lambda *_: None) -> tuple[TopicAudit, ...]:
    """Audit topics in `jobs` processes; `progress` is told the mutants done, all of them, and the survivors so far.

    Raises CourseError for a reference that does not pass its own suite, and
    whatever stands in the way of making mutants or of reading waivers.
    """
    waivers = [read_waivers(topic) for topic in topics]
    tasks = [Task(topic, mutant) for topic in topics for mutant in make_mutants(topic)]
    progress(0, len(tasks), 0)
    results: list[Judged] = []
    for result in judged(tasks, jobs):
        results.append(result)
        progress(len(results), len(tasks), sum(not one.fate.is_killed for one in results))
    return tuple(
        TopicAudit(topic, _in_order(topic, tasks, results), own, sum(one.seconds for one in results if one.task.topic == topic))
        for topic, own in zip(topics, waivers, strict=True)
    )


def _in_order(topic: Topic, tasks: Sequence[Task], results: Sequence[Judged]) -> tuple[Fate, ...]:
    fates = {(one.task.topic.name, one.task.mutant.name): one.fate for one in results}
    return tuple(fates[topic.name, task.mutant.name] for task in tasks if task.topic == topic)
