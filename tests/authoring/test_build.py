"""What students get is built from the answers, and checked against them."""

import pytest

from nngrade.authoring.build import Kind, build_course
from nngrade.errors import CourseError


def told(changes):
    return [(change.path.name, change.kind) for change in changes]


def test_the_committed_tiny_course_is_up_to_date(tiny):
    assert build_course(tiny, check=True) == []


def test_what_is_missing_is_written(tiny, greeting):
    before = greeting.stub.read_text()
    greeting.stub.unlink()
    assert told(build_course(tiny)) == [("greeting.py", Kind.NEW)]
    assert greeting.stub.read_text() == before
    assert build_course(tiny) == []


def test_what_differs_is_brought_up_to_date(tiny, greeting):
    greeting.lesson.write_text("# Another lesson\n")
    assert told(build_course(tiny)) == [("README.md", Kind.CHANGED)]
    assert (greeting.student_folder / "README.md").read_text() == "# Another lesson\n"


def test_a_check_changes_nothing(tiny, greeting):
    greeting.stub.write_text("stale")
    assert told(build_course(tiny, check=True)) == [("greeting.py", Kind.CHANGED)]
    assert greeting.stub.read_text() == "stale"


def test_a_stray_file_is_told_and_left(tiny, greeting):
    stray = greeting.student_folder / "answer.py"
    stray.write_text("")
    assert told(build_course(tiny)) == [("answer.py", Kind.STRAY)]
    assert stray.exists()


def test_a_notebook_is_no_stray(tiny, greeting):
    (greeting.student_folder / "greeting.ipynb").write_text("{}")
    assert build_course(tiny) == []


def test_a_topic_without_a_lesson_is_at_fault(tiny, greeting):
    greeting.lesson.unlink()
    with pytest.raises(CourseError, match=r"lesson\.md does not exist"):
        build_course(tiny)
