"""The shipped course proves itself: each reference, stub, misconception and alternative, through real workers.

No topic is named here: whatever `solutions/course.toml` lists is judged.
"""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nngrade.course.reading import read_course
from nngrade.course.variants import Variants
from nngrade.judge.checks import ALTERNATIVE
from nngrade.judge.diagnosis.naming import each_misconception
from nngrade.judge.judging import Settings, judge
from nngrade.model import Verdict
from nngrade.sandbox.launch import needs_of
from nngrade.sandbox.session import Session
from nngrade.submissions.reading import Submission

COURSE = read_course(Path(__file__).parent.parent / "solutions")
SEEDS = (0, 1, 2)


def each_alternative(topic):
    """Every alternative: the exercise it stands in for, and the submission made of it."""
    found = importlib.util.spec_from_file_location(f"alternatives_{topic.module}", topic.alternatives)
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    variants = Variants(topic.alternatives, topic.reference)
    for name, thing in vars(module).items():
        spec = getattr(thing, ALTERNATIVE, None)
        if spec is not None:
            yield name, spec, variants.stand_in(name, spec.exercise)


class AheadOfTime:
    """Judges one submission after another; the next worker starts while this one is judged."""

    def __init__(self, topic):
        self.topic = topic
        self._next = Session(needs_of(topic))

    def __call__(self, source, only=(), seed=0):
        session, self._next = self._next, Session(needs_of(self.topic))
        submission = Submission(Path(self.topic.filename), source, "")
        return judge(self.topic, submission, Settings(seed), only=frozenset(only), session=session)

    def close(self):
        self._next.close()


@pytest.fixture(scope="module", params=COURSE.topics, ids=lambda topic: topic.name)
def judged(request):
    judging = AheadOfTime(request.param)
    yield judging
    judging.close()


def checks_of(report):
    assert report.problem is None, report.problem
    return {check.name: check for exercise in report.exercises for check in exercise.checks}


def open_checks(report):
    return {check.title: check.finding for check in checks_of(report).values() if check.verdict is not Verdict.PASSED}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_reference_gets_every_point(judged, seed):
    report = judged(judged.topic.reference.read_text("utf-8"), seed=seed)
    assert open_checks(report) == {}
    assert report.points == report.max_points > 0


def test_the_stub_is_unfinished_everywhere(judged):
    report = judged(judged.topic.stub.read_text("utf-8"))
    assert {check.verdict for check in checks_of(report).values()} == {Verdict.UNFINISHED}
    assert report.points == 0


def test_every_exercise_has_its_hints_its_lesson_and_enough_checks(judged):
    report = judged(judged.topic.reference.read_text("utf-8"))
    headings = [line for line in judged.topic.lesson.read_text("utf-8").splitlines() if line.startswith("#")]
    assert [exercise.name for exercise in report.exercises] == [exercise.name for exercise in judged.topic.exercises]
    for exercise, described in zip(report.exercises, judged.topic.exercises, strict=True):
        assert described.hints
        assert any(f"`{exercise.name}" in heading for heading in headings), exercise.name
        assert len(exercise.checks) >= 5, exercise.name
        assert any(check.public for check in exercise.checks), exercise.name


@pytest.mark.parametrize("topic", [topic for topic in COURSE.topics if topic.pictures], ids=lambda topic: topic.name)
def test_the_pictures_are_what_their_script_draws(topic, tmp_path):
    script = shutil.copy(topic.folder / "pictures.py", tmp_path)
    subprocess.run([sys.executable, script], cwd="/", check=True)
    drawn = {path.name: path.read_text("utf-8") for path in (tmp_path / "images").iterdir()}
    assert drawn == {picture.name: picture.read_text("utf-8") for picture in topic.pictures}


def test_every_alternative_gets_every_point(judged):
    refused = {}
    for name, _, variant in each_alternative(judged.topic):
        report = judged(variant.source)
        if report.points != report.max_points:
            refused[name] = open_checks(report)
    assert refused == {}


def test_every_misconception_fails_its_check_and_is_named(judged):
    slipped = {}
    for name, spec, variant in each_misconception(judged.topic):
        check = checks_of(judged(variant.source, only=[spec.exercise]))[spec.caught_by]
        told = check.finding.misconception if check.finding else None
        if check.verdict in {Verdict.PASSED, Verdict.SKIPPED} or told is None or told.name != name.replace("_", "-"):
            slipped[name] = check.verdict, told and told.name
    assert slipped == {}
