"""The door of this package: verify topics, and say all that is wrong with them."""

import time
from collections.abc import Iterable

from nngrade.authoring.verify.concluding import Conclusions
from nngrade.authoring.verify.model import Fault, Verification, in_order
from nngrade.authoring.verify.planning import OnProgress, Plan
from nngrade.authoring.verify.pool import work_at
from nngrade.authoring.verify.static import look_at_course, look_at_topic
from nngrade.course.model import Course, Topic
from nngrade.errors import UsageError


def verify(
    course: Course,
    topics: Iterable[Topic],
    *,
    seeds: int,
    jobs: int,
    every_in_worker: bool = False,
    on_progress: OnProgress = lambda *_: None,
) -> Verification:
    """Verify some topics of a course under so many seeds, in so many processes.

    `every_in_worker` judges every answer in a process of its own, as a student's is:
    several times slower. Raises UsageError for a student edition.
    """
    begun = time.monotonic()
    chosen = tuple(topics)
    for topic in chosen:
        if topic.is_frozen:
            raise UsageError(f"{course.folder} is a student edition, without answers.", tip="Verify the course that it was made from.")
    faults: list[Fault] = look_at_course(course)
    for topic in chosen:
        faults += look_at_topic(course, topic)
    plan = Plan(course, chosen, seeds, on_progress, every_in_worker=every_in_worker)
    work_at(plan, jobs)
    conclusions = [Conclusions(record) for record in plan.records.values()]
    faults += [fault for one in conclusions for fault in one.faults]
    results = tuple(one.result for one in conclusions)
    return Verification(course.title, seeds, results, in_order(faults), time.monotonic() - begun)
