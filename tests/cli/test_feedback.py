"""`nngrade feedback`: which topic a file is of, and what is said when that is unknown."""

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

COURSE = Path(__file__).parents[1] / "courses" / "sound"
SUMS = "def total(numbers):\n    return sum(numbers)\n\n\ndef mean(numbers):\n    return 0\n"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    monkeypatch.setenv("NNGRADE_COURSE", str(COURSE))
    monkeypatch.chdir(tmp_path)


def notebook(path, **metadata):
    cell = {"cell_type": "code", "source": SUMS, "metadata": {}, "outputs": [], "execution_count": None}
    path.write_text(json.dumps({"cells": [cell], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}))


def page():
    return BeautifulSoup(Path("page.html").read_text("utf-8"), "html.parser")


def test_a_file_of_a_topic_s_name(nngrade):
    Path("sums.py").write_text(SUMS)
    answer = nngrade("feedback", "sums.py", "-o", "page.html", "--title", "Ada Lovelace")
    assert (answer.code, answer.out) == (0, "The feedback is in page.html.\n")
    assert page().h1.get_text() == "Ada Lovelace"
    assert [section["id"] for section in page().select(".beside section")] == ["sums-total", "sums-mean"]


def test_a_notebook_says_of_itself_which_topic_it_is_of(nngrade):
    notebook(Path("hand-in 7.ipynb"), nngrade={"topic": "sums"})
    assert nngrade("feedback", "hand-in 7.ipynb", "-o", "page.html").code == 0
    assert page().find(id="sums-cell-1")


def test_any_name_will_do_with_the_topic(nngrade):
    notebook(Path("work.ipynb"))
    assert nngrade("feedback", "work.ipynb", "-o", "page.html").code == 2
    assert nngrade("feedback", "work.ipynb", "-o", "page.html", "--topic", "sums").code == 0


@pytest.mark.parametrize("place", ["ada/sums.py", "ada/sums/sums.py"])
def test_a_folder_stands_for_the_topics_in_it(nngrade, place):
    Path(place).parent.mkdir(parents=True)
    Path(place).write_text(SUMS)
    assert nngrade("feedback", "ada", "-o", "page.html").code == 0
    assert page().find(id="topic-sums")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["none.py", "-o", "page.html"], "none.py does not exist."),
        (["other.py", "-o", "page.html"], "other.py does not say which topic it is of."),
        (["other.py", "-o", "nowhere/page.html", "--topic", "sums"], "its folder does not exist"),
        (["empty", "-o", "page.html"], "empty holds no file of a topic, such as sums.py or sums.ipynb."),
        (["other.py", "-o", "page.html", "--topic", "sum"], "Did you mean `sums`"),
        (["broken.ipynb", "-o", "page.html", "--topic", "sums"], "is no complete notebook"),
        (["other.py"], "Missing option"),
    ],
)
def test_what_is_wrong_is_told_and_no_page_is_written(nngrade, words, says):
    Path("other.py").write_text(SUMS)
    Path("broken.ipynb").write_text('{"cells": [')
    Path("empty").mkdir()
    answer = nngrade("feedback", *words)
    assert answer.code == 2
    assert says in answer.err
    assert "tip:" in answer.err
    assert not Path("page.html").exists()


def test_what_may_not_be_told_is_not_on_the_page(nngrade):
    Path("sums.py").write_text(SUMS)
    nngrade("feedback", "sums.py", "-o", "page.html", "--disclosure", "verdict")
    assert "The course tells no more about this check." in page().get_text()
    assert not page().select(".compare")
