"""Reading what a topic's suite and its lists of answers hold, and whether it fits together."""

import importlib.util
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path

from nngrade.authoring.verify.bench import Bench
from nngrade.authoring.verify.model import Answer, Check, Contents, Fault, Gravity, Kind
from nngrade.authoring.verify.places import fault_of
from nngrade.authoring.verify.static import definition_lines
from nngrade.course.model import Topic
from nngrade.course.variants import Variants
from nngrade.errors import CourseError
from nngrade.judge.checks import ALTERNATIVE, AlternativeSpec
from nngrade.judge.diagnosis.naming import read_misconceptions
from nngrade.judge.faults import told


def survey(bench: Bench, min_checks: int) -> Contents:
    """Read a topic whose suite has been collected; answers that cannot be judged are faults, and left out."""
    topic = bench.topic
    checks = tuple(Check(name, spec.exercise, spec.public, bench.line_of(name)) for name, spec in bench.specs.items())
    faults = list(_on_checks(topic, checks, min_checks))
    answers: list[Answer] = []
    for path, read in ((topic.alternatives, _alternatives), (topic.misconceptions, _misconceptions)):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                found = list(read(topic))
        except CourseError as error:
            faults.append(fault_of(error, topic, path))
        else:
            wrong = list(_on_answers(topic, path, found, checks))
            faults += wrong
            answers += [answer for answer in found if answer.line not in {fault.line for fault in wrong}]
    return Contents(topic.name, checks, tuple(answers), tuple(faults))


def _on_checks(topic: Topic, checks: Iterable[Check], min_checks: int) -> Iterator[Fault]:
    for exercise in topic.exercises:
        own = [check for check in checks if check.exercise == exercise.name]
        line = own[0].line if own else 0
        if len(own) < min_checks:
            what = f"`{exercise.name}` has {len(own)} check{'' if len(own) == 1 else 's'}, and this course wants {min_checks}"
            yield Fault(Gravity.LACKING, topic.name, topic.suite, line, what, "Write more, or lower `min_checks` in course.toml.")
        if own and not any(check.public for check in own):
            tip = "Mark one with public=True: students see it before an attempt, and a student edition runs it."
            yield Fault(Gravity.LACKING, topic.name, topic.suite, line, f"`{exercise.name}` has no public check", tip)


def _misconceptions(topic: Topic) -> Iterator[Answer]:
    lines = definition_lines(topic.misconceptions)
    for name, spec in read_misconceptions(topic).items():
        yield Answer(Kind.MISCONCEPTION, name, spec.exercise, lines.get(name, 0), spec.caught_by, spec.hangs)


def _alternatives(topic: Topic) -> Iterator[Answer]:
    if not topic.alternatives.is_file():
        return
    spec = importlib.util.spec_from_file_location(f"nngrade_alternatives_{topic.module}", topic.alternatives)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise CourseError(f"{topic.alternatives} cannot be imported. {told(error, topic.folder)}") from error
    lines = definition_lines(topic.alternatives)
    for name, thing in vars(module).items():
        found = getattr(thing, ALTERNATIVE, None)
        if isinstance(found, AlternativeSpec):
            yield Answer(Kind.ALTERNATIVE, name, found.exercise, lines.get(name, 0))


def _on_answers(topic: Topic, path: Path, answers: list[Answer], checks: tuple[Check, ...]) -> Iterator[Fault]:
    exercises = [exercise.name for exercise in topic.exercises]
    of_check = {check.name: check.exercise for check in checks}
    for answer in answers:
        if (wrong := _unfit(answer, exercises, of_check, path, topic)) is not None:
            yield Fault(Gravity.BROKEN, topic.name, path, answer.line, *wrong)


def _unfit(answer: Answer, exercises: list[str], of_check: dict[str, str], path: Path, topic: Topic) -> tuple[str, str] | None:
    """Return what keeps an answer from being judged, and what to do about it."""
    name = f"`{answer.name}`"
    if answer.exercise not in exercises:
        return f"{name} stands for `{answer.exercise}`, which is no exercise of this topic", f"Its exercises are {', '.join(exercises)}."
    if answer.kind is Kind.MISCONCEPTION:
        home = of_check.get(answer.caught_by)
        if home is None:
            return f"{name} is to be caught by `{answer.caught_by}`, which is no check of suite.py", "Name the test function meant for it."
        if home != answer.exercise:
            what = f"{name} is a mistake in `{answer.exercise}`, but `{answer.caught_by}` checks `{home}`"
            return what, f"Name a check of `{answer.exercise}`."
    try:
        Variants(path, topic.reference).stand_in(answer.name, answer.exercise)
    except KeyError:
        what = f"{name} cannot be made a submission: its outermost decorator is not @{answer.kind}"
        return what, f"Write @{answer.kind}(…) above all else, under that name."
    return None
