"""What an author types to give a course away: release."""

import pytest

RIGHT = 'def greet(name):\n    return f"Hello, {name}!"\n'


@pytest.fixture
def edition(nngrade, in_course, tmp_path):
    """A released student edition, as a student has it."""
    answer = nngrade("author", "release", tmp_path / "out")
    assert answer.code == 0
    return tmp_path / "out" / "student"


def test_both_editions_are_told_with_their_files(nngrade, in_course, tmp_path):
    answer = nngrade("author", "release", tmp_path / "out")
    assert answer.out == f"{tmp_path}/out/student: 9 files\n{tmp_path}/out/instructor: 11 files\n"


@pytest.mark.parametrize("name", ["student", "instructor"])
def test_one_edition_alone_can_be_made(nngrade, in_course, tmp_path, name):
    assert nngrade("author", "release", tmp_path / "out", "--edition", name).code == 0
    assert [path.name for path in (tmp_path / "out").iterdir()] == [name]


def test_a_student_checks_from_inside_and_from_outside(nngrade, edition, tmp_path, monkeypatch):
    mine = tmp_path / "greeting.py"
    mine.write_text(RIGHT)
    outside = nngrade("check", "greeting.greet", "--submission", mine, "--course", edition)
    monkeypatch.chdir(edition)
    inside = nngrade("check", "greeting.greet", "--submission", mine)
    assert (outside.code, inside.code) == (0, 0)
    assert inside.out == outside.out
    assert "2/2" in inside.out
    mine.write_text(RIGHT.replace("Hello", "Hallo"))
    answer = nngrade("check", "greeting.greet", "--submission", mine)
    assert answer.code == 1
    assert "Hello, Ada!" in answer.out


def test_a_student_works_in_it_as_in_any_course(nngrade, edition, monkeypatch):
    monkeypatch.chdir(edition)
    for words in (["list"], ["list", "greeting"], ["show", "greeting"], ["hint", "greeting.greet"], ["start", "work"], ["doctor"]):
        assert nngrade(*words).code == 0, words
    monkeypatch.chdir(edition / "work")
    assert nngrade("check", "greeting").code == 1
    assert nngrade("progress").code == 0
    assert "nothing to do" in nngrade("reset", "greeting", "--yes").out


def test_a_check_that_cannot_be_shown_is_told(nngrade, in_course, greeting, tmp_path):
    text = greeting.suite.read_text().replace("def test_greets_by_name(agree):", "def test_greets_by_name(agree):\n    name = []")
    line = "        self._names.append(name)"
    greeting.suite.write_text(
        text.replace("    name = []", f"    class Self:\n        _names = []\n    self, name = Self, 1\n    if 1:\n{line}")
    )
    other = '\n\n@check("greet", "greets Grace", public=True)\ndef test_greets_grace(agree):\n    agree.greet("Grace")\n'
    greeting.suite.write_text(greeting.suite.read_text() + other)
    answer = nngrade("author", "release", tmp_path / "out", "--edition", "student")
    assert answer.code == 0, answer.err
    assert "left out: greeting, test_greets_by_name needs suite.py:12, which is also reference.py:33" in answer.out


def test_a_folder_that_is_taken_is_a_matter_of_usage(nngrade, edition):
    answer = nngrade("author", "release", edition.parent)
    assert answer.code == 2
    assert "student is there already" in answer.err
