"""`nngrade gradebook feedback`: a page for each student, from what the gradebook holds."""

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

RIGHT = """
def greet(name):
    return f"Hello, {name}!"


class Guestbook:
    def __init__(self):
        self._names = []

    def add(self, name):
        self._names.append(name)

    def names(self):
        return list(self._names)
"""
WRONG = RIGHT.replace("!", "")


@pytest.fixture
def graded(in_course, nngrade):
    """A class that was graded: a file, a notebook, and something that cannot be read."""
    for student in ("ada", "bob", "eve"):
        (in_course / "submissions" / student).mkdir(parents=True)
    (in_course / "submissions" / "ada" / "greeting.py").write_text(RIGHT)
    cells = [{"cell_type": "code", "source": source, "metadata": {}, "outputs": []} for source in ("%load_ext nngrade\n!ls", WRONG)]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    (in_course / "submissions" / "bob" / "greeting.ipynb").write_text(json.dumps(notebook))
    (in_course / "submissions" / "eve" / "greeting.ipynb").write_text('{"cells": [')
    done = nngrade("grade", "submissions", "--isolation", "basic", "--jobs", "1")
    assert done.code == 1, done.err
    return in_course


def page(name):
    return BeautifulSoup(Path("pages", name).read_text("utf-8"), "html.parser")


def test_each_student_gets_a_page_on_what_they_handed_in(nngrade, graded):
    answer = nngrade("gradebook", "feedback", "gradebook.sqlite", "submissions", "-o", "pages")
    assert (answer.code, answer.out) == (0, "3 pages in pages.\n")
    assert sorted(path.name for path in Path("pages").iterdir()) == ["ada.html", "bob.html", "eve.html"]
    assert page("ada.html").h1.get_text() == "ada"
    assert "def greet" in page("ada.html").select_one("#greeting-greet").find_parent(class_="cell").pre.get_text()
    bob = page("bob.html").select_one("#greeting-greet")
    assert bob.find_parent(class_="cell")["id"] == "greeting-cell-2"
    assert "failed" in bob.get_text()
    assert "is no complete notebook" in page("eve.html").get_text()
    assert "not there any more" not in page("eve.html").get_text()


def test_a_notebook_of_a_class_is_judged_as_one(nngrade, graded):
    nngrade("gradebook", "feedback", "gradebook.sqlite", "submissions", "-o", "pages", "--student", "bob")
    assert [path.name for path in Path("pages").iterdir()] == ["bob.html"]
    assert page("bob.html").article.h4 is None or "syntax" not in page("bob.html").article.get_text().lower()
    assert page("bob.html").find(id="greeting-Guestbook").find("span", class_="good")


def test_what_came_in_an_archive_is_read_from_it(nngrade, graded):
    with zipfile.ZipFile("submissions.zip", "w") as archive:
        for path in sorted(Path("submissions").rglob("*")):
            archive.write(path, path.relative_to("submissions"))
    assert nngrade("gradebook", "feedback", "gradebook.sqlite", "submissions.zip", "-o", "pages").code == 0
    assert page("ada.html").select(".cell")


def test_what_was_changed_since_is_not_shown_beside_the_old_report(nngrade, graded):
    Path("submissions/ada/greeting.py").write_text(WRONG)
    nngrade("gradebook", "feedback", "gradebook.sqlite", "submissions", "-o", "pages")
    assert "not there any more as it was judged" in page("ada.html").get_text()
    assert not page("ada.html").select(".cell")
    assert page("ada.html").find(id="greeting-greet")


def test_what_may_not_be_told_is_not_on_a_page(nngrade, graded):
    nngrade("gradebook", "feedback", "gradebook.sqlite", "submissions", "-o", "pages", "--disclosure", "verdict")
    assert "The course tells no more about this check." in page("bob.html").get_text()
    assert not page("bob.html").select(".compare")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["none.sqlite", "submissions"], "There is no gradebook none.sqlite."),
        (["gradebook.sqlite", "nowhere"], "nowhere does not exist."),
        (["gradebook.sqlite", "submissions", "--student", "zoe"], "knows no student zoe"),
    ],
)
def test_what_is_wrong_is_told(nngrade, graded, words, says):
    answer = nngrade("gradebook", "feedback", *words, "-o", "pages")
    assert answer.code == 2
    assert says in answer.err


def test_a_student_s_name_is_a_file_name_whatever_it_is(nngrade, in_course):
    for name in (".hidden", "a b", "ü%"):
        (in_course / "submissions" / name).mkdir(parents=True)
        (in_course / "submissions" / name / "greeting.py").write_text(RIGHT)
    shutil.rmtree("submissions/.hidden")
    nngrade("grade", "submissions", "--isolation", "basic", "--jobs", "1")
    assert nngrade("gradebook", "feedback", "gradebook.sqlite", "submissions", "-o", "pages").code == 0
    assert sorted(path.name for path in Path("pages").iterdir()) == ["%fc%25.html", "a%20b.html"]
