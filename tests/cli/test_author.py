"""What an author types: build."""

import pytest


def test_a_course_that_is_up_to_date_says_so(nngrade, in_course):
    for words in (["author", "build"], ["author", "build", "--check"]):
        answer = nngrade(*words)
        assert (answer.code, answer.out) == (0, "exercises/ is up to date: 1 topics.\n")


def test_a_check_names_what_is_stale_and_changes_nothing(nngrade, in_course, greeting):
    greeting.stub.write_text("stale")
    answer = nngrade("author", "build", "--check")
    assert answer.code == 1
    assert f"{greeting.stub} is not up to date" in answer.out
    assert "Run `nngrade author build`." in answer.out
    assert greeting.stub.read_text() == "stale"


def test_a_build_brings_it_up_to_date(nngrade, in_course, greeting):
    greeting.stub.write_text("stale")
    answer = nngrade("author", "build")
    assert (answer.code, answer.out) == (0, f"{greeting.stub} brought up to date\n")
    assert nngrade("author", "build", "--check").code == 0


@pytest.mark.parametrize("options", [[], ["--check"]])
def test_a_stray_file_is_for_the_author_to_take_away(nngrade, in_course, greeting, options):
    (greeting.student_folder / "answer.py").write_text("")
    answer = nngrade("author", "build", *options)
    assert answer.code == 1
    assert "answer.py does not belong there" in answer.out
