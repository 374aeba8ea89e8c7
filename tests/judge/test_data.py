"""The data sets of a topic stand where its README says, for the submission and for the suite."""

import pytest

from nngrade.course.reading import read_course
from nngrade.judge.judging import Settings, judge
from nngrade.model import Verdict
from nngrade.submissions.reading import Submission

SUITE = """
from nngrade.suite import check

@check("greet", "greets with the words of the file")
def test_words(agree, data, expect):
    agree.greet("Ann")
    expect.equal((data / "words.txt").read_text(), "Hello\\n", what="the file")

@check("Guestbook", "is not judged here")
def test_book():
    pass
"""
READS_AT_IMPORT = """
from pathlib import Path

WORD = Path("data/words.txt").read_text().strip()

def greet(name):
    return f"{WORD}, {name}!"

class Guestbook:
    def sign(self, name):
        return name
"""


@pytest.fixture
def topic(tiny_folder):
    folder = tiny_folder / "exercises" / "data"
    folder.mkdir()
    (folder / "words.txt").write_text("Hello\n", encoding="utf-8")
    answers = tiny_folder / "solutions" / "greeting"
    text = (answers / "topic.toml").read_text("utf-8")
    (answers / "topic.toml").write_text(text.replace('module = "greeting"', 'module = "greeting"\ndata = ["words.txt"]'), encoding="utf-8")
    (answers / "suite.py").write_text(SUITE, encoding="utf-8")
    (answers / "reference.py").write_text('def greet(name):\n    return f"Hello, {name}!"\n', encoding="utf-8")
    return read_course(tiny_folder / "solutions").topics[0]


def test_a_worker_finds_the_data_beside_the_file(topic, tmp_path):
    submission = Submission(tmp_path / "greeting.py", READS_AT_IMPORT, "")
    report = judge(topic, submission, Settings(), only=frozenset({"greet"}))
    (check,) = report.exercises[0].checks
    assert check.verdict is Verdict.PASSED, check.finding


def test_what_a_submission_does_to_its_data_stays_with_it(topic, tmp_path):
    spoils = READS_AT_IMPORT + 'Path("data/words.txt").write_text("Spoilt")\n'
    judge(topic, Submission(tmp_path / "greeting.py", spoils, ""), Settings(), only=frozenset({"greet"}))
    assert (topic.data_folder / "words.txt").read_text("utf-8") == "Hello\n"
