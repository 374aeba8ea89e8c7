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
    assert told(build_course(tiny)) == [("greeting.ipynb", Kind.CHANGED), ("README.md", Kind.CHANGED)]
    assert (greeting.student_folder / "README.md").read_text() == "# Another lesson\n"


def test_a_check_changes_nothing(tiny, greeting):
    before = greeting.stub.read_text()
    greeting.reference.write_text(greeting.reference.read_text().replace('GREETING = "Hello"', 'GREETING = "Good day"'))
    assert told(build_course(tiny, check=True)) == [("greeting.py", Kind.CHANGED), ("greeting.ipynb", Kind.CHANGED)]
    assert greeting.stub.read_text() == before


def test_what_a_student_wrote_is_never_overwritten(tiny, greeting):
    greeting.stub.write_text("my answer")
    for _ in range(2):
        assert told(build_course(tiny)) == [("greeting.py", Kind.EDITED)]
        assert greeting.stub.read_text() == "my answer"
    assert told(build_course(tiny, overwrite=True)) == [("greeting.py", Kind.EDITED)]
    assert build_course(tiny) == []


def test_without_a_record_of_what_was_built_a_file_that_differs_may_be_work(tiny, greeting):
    (greeting.student_folder.parent / ".built.json").write_text("<<<<<<< a merge gone wrong")
    assert build_course(tiny, check=True) == []
    greeting.lesson.write_text("# Another lesson\n")
    assert told(build_course(tiny)) == [("greeting.ipynb", Kind.EDITED), ("README.md", Kind.EDITED)]


def test_a_stray_file_is_told_and_left(tiny, greeting):
    stray = greeting.student_folder / "answer.py"
    stray.write_text("")
    assert told(build_course(tiny)) == [("answer.py", Kind.STRAY)]
    assert stray.exists()


def test_a_notebook_that_someone_worked_in_is_left(tiny, greeting):
    greeting.notebook.write_text("{}")
    assert told(build_course(tiny)) == [("greeting.ipynb", Kind.EDITED)]
    assert greeting.notebook.read_text() == "{}"


def test_a_topic_without_a_lesson_is_at_fault(tiny, greeting):
    greeting.lesson.unlink()
    with pytest.raises(CourseError, match=r"lesson\.md does not exist"):
        build_course(tiny)


class TestPictures:
    @pytest.fixture
    def picture(self, greeting):
        """A picture of the lesson, as its author has it."""
        path = greeting.folder / "images" / "hello.svg"
        path.parent.mkdir()
        path.write_text("<svg/>")
        return path

    def test_they_are_copied_beside_the_lesson(self, tiny, greeting, picture):
        assert told(build_course(tiny)) == [("hello.svg", Kind.NEW)]
        assert (greeting.student_folder / "images" / "hello.svg").read_text() == "<svg/>"
        assert build_course(tiny) == []

    def test_one_that_was_drawn_anew_is_copied_anew(self, tiny, greeting, picture):
        build_course(tiny)
        picture.write_text("<svg>better</svg>")
        assert told(build_course(tiny, check=True)) == [("hello.svg", Kind.CHANGED)]
        build_course(tiny)
        assert (greeting.student_folder / "images" / "hello.svg").read_text() == "<svg>better</svg>"

    def test_one_left_behind_is_a_stray(self, tiny, greeting, picture):
        (greeting.folder / "images" / "again.svg").write_text("<svg/>")
        build_course(tiny)
        picture.unlink()
        assert told(build_course(tiny)) == [("hello.svg", Kind.STRAY)]

    def test_their_folder_is_a_stray_when_there_are_none(self, tiny, picture):
        build_course(tiny)
        picture.unlink()
        assert told(build_course(tiny)) == [("images", Kind.STRAY)]

    def test_other_files_of_that_folder_are_the_authors_own(self, tiny, greeting, picture):
        (greeting.folder / "images" / "hello.xcf").write_text("")
        assert told(build_course(tiny)) == [("hello.svg", Kind.NEW)]
