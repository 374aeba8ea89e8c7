"""What an author types: build."""

import pytest


def test_a_course_that_is_up_to_date_says_so(nngrade, in_course):
    for words in (["author", "build"], ["author", "build", "--check"]):
        answer = nngrade(*words)
        assert (answer.code, answer.out) == (0, "exercises/ is up to date: 1 topic.\n")


def test_a_check_names_what_is_stale_and_changes_nothing(nngrade, in_course, greeting):
    readme, before = greeting.student_folder / "README.md", greeting.lesson.read_text()
    greeting.lesson.write_text("# Another lesson\n")
    answer = nngrade("author", "build", "--check")
    assert answer.code == 1
    assert f"{readme} is not up to date" in answer.out
    assert "Run `nngrade author build`." in answer.out
    assert readme.read_text() == before


def test_a_build_brings_it_up_to_date(nngrade, in_course, greeting):
    greeting.lesson.write_text("# Another lesson\n")
    answer = nngrade("author", "build")
    built = (greeting.notebook, greeting.student_folder / "README.md")
    assert (answer.code, answer.out) == (0, "".join(f"{path} brought up to date\n" for path in built))
    assert nngrade("author", "build", "--check").code == 0


def test_what_a_student_wrote_there_is_left_until_told_otherwise(nngrade, in_course, greeting):
    greeting.stub.write_text("my answer")
    answer = nngrade("author", "build")
    assert answer.code == 1
    assert f"{greeting.stub} was edited since it was built, and is left as it is" in answer.out
    assert "--overwrite" in answer.out
    assert greeting.stub.read_text() == "my answer"
    assert nngrade("author", "build", "--overwrite").out == f"{greeting.stub} brought up to date\n"
    assert nngrade("author", "build", "--check").code == 0


@pytest.mark.parametrize("options", [[], ["--check"]])
def test_a_stray_file_is_for_the_author_to_take_away(nngrade, in_course, greeting, options):
    (greeting.student_folder / "answer.py").write_text("")
    answer = nngrade("author", "build", *options)
    assert answer.code == 1
    assert "answer.py does not belong there" in answer.out
