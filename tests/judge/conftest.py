"""Small courses written in a test, and submissions judged in this very process: most of the judge needs no worker."""

import textwrap
from collections import Counter
from pathlib import Path

import pytest

from nngrade.course.reading import read_course
from nngrade.judge.judging import Settings, judge
from nngrade.judge.sides import LocalSide
from nngrade.model import Verdict
from nngrade.submissions.reading import Submission
from nngrade.worker.executor import Executor
from nngrade.worker.messages import Begin

_TOPIC = """
format = 1
title = "Numbers"
summary = "Functions of numbers."
module = "numbers_topic"
needs = [{needs}]

[limits]
wall_seconds = {seconds}
cpu_seconds = {seconds}
"""
_EXERCISE = """
[[exercises]]
name = "{name}"
title = "{title}"
summary = "An exercise."
"""
_IMPORTS = """
import numpy as np

from nngrade.suite import *
"""


class Inside:
    """A session with no worker behind it."""

    def __init__(self):
        self._executor = Executor(("numpy",))
        self.printed = ""
        self.asked = Counter()

    def begin(self, seed, condemned, wall_seconds, cpu_seconds):
        self._executor.answer(Begin(seed, condemned))

    def ask(self, request):
        self.asked[type(request).__name__] += 1
        return self._executor.answer(request)

    def close(self):
        pass


class Judged:
    """One report, and its checks by name."""

    def __init__(self, report):
        self.report = report
        self.checks = {check.name: check for exercise in report.exercises for check in exercise.checks}

    def __getitem__(self, name):
        return self.checks[name]

    @property
    def only(self):
        (check,) = self.checks.values()
        return check

    @property
    def finding(self):
        return self.only.finding

    @property
    def verdicts(self):
        return {name: check.verdict.value for name, check in self.checks.items()}

    @property
    def has_passed(self):
        return all(check.verdict is Verdict.PASSED for check in self.checks.values())


class Lesson:
    """A topic under way: `suite` and `reference` as text, and what students hand in."""

    def __init__(self, folder):
        self.folder = folder
        self.suite = ""
        self.reference = ""
        self.misconceptions = ""
        self.exercises = ("f",)
        self.titles = {}
        self.seconds = 5.0
        self.needs = ("numpy",)

    @property
    def topic(self):
        place = self.folder / "solutions" / "numbers"
        place.mkdir(parents=True, exist_ok=True)
        (self.folder / "solutions" / "course.toml").write_text('format = 1\ntitle = "Course"\n[[topics]]\nname = "numbers"\n')
        needs = ", ".join(f'"{name}"' for name in self.needs)
        exercises = "".join(_EXERCISE.format(name=name, title=self.titles.get(name, f"{name}(x)")) for name in self.exercises)
        (place / "topic.toml").write_text(_TOPIC.format(seconds=self.seconds, needs=needs) + exercises)
        for name in ("suite", "reference", "misconceptions"):
            text = textwrap.dedent(getattr(self, name))
            if text:
                (place / f"{name}.py").write_text((_IMPORTS if name != "reference" else "") + text)
        return read_course(self.folder / "solutions").topic("numbers")

    def judge(self, source, *, in_worker=False, session=None, **options):
        submission = Submission(Path("numbers_topic.py"), textwrap.dedent(source), "")
        only = frozenset(options.pop("only", ()))
        session = session or (None if in_worker else Inside())
        return Judged(judge(self.topic, submission, Settings(**options), only=only, session=session))

    def judge_itself(self, **options):
        return self.judge(self.reference, **options)


@pytest.fixture
def lesson(tmp_path):
    """A topic to be written."""
    return Lesson(tmp_path)


@pytest.fixture
def inside():
    """The class of sessions that need no worker."""
    return Inside


@pytest.fixture
def local():
    """A module of our own, on a side in this process."""

    def make(source, name="the reference"):
        return LocalSide(name, textwrap.dedent(source), f"{name}.py", ("numpy",))

    return make
