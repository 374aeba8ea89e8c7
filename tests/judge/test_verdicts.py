"""Golden courses: one submission per way to fail, and the whole report that it gets.

`pytest tests/judge/test_verdicts.py --update-goldens` writes them anew; the
difference is then to be read as carefully as code.
"""

import re
from pathlib import Path

import pytest

from nngrade.course.reading import read_course
from nngrade.judge.judging import judge
from nngrade.model import Report
from nngrade.reports import json
from nngrade.submissions.reading import Submission

COURSE = Path(__file__).parents[1] / "courses" / "verdicts"
SUBMISSIONS = sorted((COURSE / "submissions").glob("*.py"))


@pytest.fixture(scope="module")
def lists():
    return read_course(COURSE / "solutions").topic("lists")


@pytest.mark.parametrize("path", SUBMISSIONS, ids=lambda path: path.stem)
def test_a_submission_gets_its_report(path, lists, request):
    source = path.read_text("utf-8")
    only = re.match(r"# judged: (.*)", source)
    topic = judge(lists, Submission(Path("lists.py"), source, ""), only=frozenset(only[1].split() if only else ()))
    text = json.render(Report("A course on lists", "0", 0, "", (topic,)))
    golden = COURSE / "golden" / f"{path.stem}.json"
    if request.config.getoption("--update-goldens"):
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8")


def test_every_golden_has_its_submission():
    assert {path.stem for path in (COURSE / "golden").glob("*")} == {path.stem for path in SUBMISSIONS}
