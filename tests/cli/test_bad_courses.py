"""Whatever is wrong in a course is its author's fault: exit code 3, the file and the line, and no student loses a point."""

import pytest

RIGHT = 'def greet(name):\n    return f"Hello, {name}!"\n'

# The file, what stands there, what is put in its place, the line that is named, and what is said.
BROKEN = {
    "a topic with an unknown key": ("topic.toml", "summary = ", "sumary = ", 3, "Did you mean `summary`?"),
    "a topic without a key": (
        "topic.toml",
        'title = "class Guestbook()"\n',
        "",
        16,
        "the key `title` is missing in [[exercises]] number 2",
    ),
    "a value of another type": ("topic.toml", "memory_mb = 256", 'memory_mb = "big"', 8, "expected a whole number, got text in quotes"),
    "two exercises of one name": ("topic.toml", '"Guestbook"', '"greet"', 17, "the first stands in line 11"),
    "a topic that is no TOML": ("topic.toml", '"greeting"', "greeting", 4, "this is not TOML"),
    "a suite that raises": ("suite.py", "import check\n", "import check\n\n1 / 0\n", 5, "ZeroDivisionError"),
    "a suite that is no Python": ("suite.py", "by_name(agree)", "by_name(agree", 7, "SyntaxError"),
    "a check of no exercise": ("suite.py", '"Guestbook", "begins', '"Guestbok", "begins', 17, "which topic.toml does not list"),
    "two checks of one name": ("suite.py", "test_greets_nobody", "test_greets_by_name", 13, "which this one would replace"),
    "a check after none": ("suite.py", '["test_greets_by_name"]', '["test_greets"]', 12, "is no check of this suite"),
    "an option that is none": ("suite.py", "points=2", "pionts=2", 6, "unexpected keyword argument 'pionts'"),
    "a reference that raises": ("reference.py", '"Hello"\n', '"Hello" / 2\n', 3, "TypeError"),
}


@pytest.mark.parametrize(("file", "old", "new", "line", "words"), BROKEN.values(), ids=list(BROKEN))
def test_what_is_wrong_is_named_with_its_line(nngrade, in_course, greeting, file, old, new, line, words):
    path = greeting.folder / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    (in_course / "mine.py").write_text(RIGHT)
    answer = nngrade("check", "greeting", "--submission", "mine.py")
    assert answer.code == 3
    assert f"{file}, line {line}: " in answer.err or f"{file}:{line}: " in answer.err
    assert words in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize("file", ["course.toml", "greeting/topic.toml", "greeting/suite.py"])
def test_a_file_that_is_missing_is_named(nngrade, in_course, file):
    (in_course / "solutions" / file).unlink()
    answer = nngrade("check", "greeting", "--course", in_course / "solutions" if file != "course.toml" else in_course)
    assert answer.code == (2 if file == "course.toml" else 3)
    assert "does not exist" in answer.err or "holds no course" in answer.err
    assert "tip: " in answer.err
