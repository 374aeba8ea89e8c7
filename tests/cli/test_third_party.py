"""A course on another subject, somewhere else: every command takes it with --course, and the engine knows no subject."""

import io
import re
import shutil
import tokenize
from pathlib import Path

import pytest

from nngrade.cli.author.group import COMMANDS as AUTHOR_COMMANDS
from nngrade.cli.group import COMMANDS
from nngrade.course.reading import read_course

ROOT = Path(__file__).parents[2]
ENGINE = ROOT / "grader" / "nngrade"

SOURCE = str(ROOT / "tests" / "authoring" / "importing" / "markers.ipynb")

# What is typed after each command, its exit code, and what it then says of the course.
TYPED = {
    "list": (["list"], 0, "A tiny course"),
    "list topic": (["list", "greeting"], 0, "greeting.Guestbook"),
    "show": (["show", "greeting"], 0, "A greeting has a word"),
    "hint": (["hint", "greeting.greet"], 0, "What stands before the name?"),
    "start": (["start", "more"], 0, "greeting/greeting.py"),
    "check": (["check", "greeting"], 1, "not written yet"),
    "check reference": (["check", "--all", "--reference"], 0, "every check passes"),
    "feedback": (["feedback", "greeting", "-o", "page.html"], 0, "The feedback is in page.html."),
    "grade": (["grade", ".", "--isolation", "basic"], 1, "1 handed something in"),
    "export": (["export", "gradescope", "greeting"], 0, "autograder-greeting.zip"),
    "reset": (["reset", "greeting.greet", "--yes"], 0, "nothing to do"),
    "progress": (["progress"], 0, "Guestbook"),
    "doctor": (["doctor"], 0, "A tiny course"),
    "author build": (["author", "build", "--check"], 0, "up to date"),
    "author verify": (["author", "verify", "greeting"], None, "greet"),
    "author audit": (["author", "audit", "greeting"], None, "greet"),
    "author new": (["author", "new", "waving"], 0, "waving"),
    "author import": (["author", "import", SOURCE, "doubling"], 0, "the topic doubling, 1 exercise, 1 check"),
    "author release": (["author", "release", "out"], 0, "student"),
}


def test_no_command_is_forgotten():
    tried = {" ".join(words[: 1 + (words[0] == "author")]) for words, _, _ in TYPED.values()}
    known = {lazy.name for lazy in COMMANDS} - {"author", "completion", "gradebook"} | {f"author {lazy.name}" for lazy in AUTHOR_COMMANDS}
    assert tried == known, "completion alone has nothing to do with a course, and a gradebook has a test of its own"


@pytest.mark.parametrize("typed", TYPED.values(), ids=list(TYPED))
@pytest.mark.parametrize("way", ["option", "variable"])
def test_every_command_takes_a_course_from_elsewhere(nngrade, tiny_folder, tmp_path, monkeypatch, typed, way):
    words, code, says = typed
    monkeypatch.chdir(tmp_path)
    assert nngrade("start", "work", "--course", tiny_folder).code == 0
    monkeypatch.chdir(tmp_path / "work")
    if way == "variable":
        monkeypatch.setenv("NNGRADE_COURSE", str(tiny_folder))
    answer = nngrade(*words, *(["--course", tiny_folder] if way == "option" else []))
    assert says in answer.out, answer.err
    assert answer.code == code if code is not None else answer.code in {0, 1, 3}
    assert "perceptron" not in answer.out + answer.err


def test_the_commands_of_a_gradebook_do_too(nngrade, tiny_folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    nngrade("start", "work", "--course", tiny_folder)
    nngrade("grade", "work", "--isolation", "basic", "--gradebook", "book.sqlite", "--course", tiny_folder)
    answer = nngrade("gradebook", "export", "book.sqlite", "--format", "csv", "--course", tiny_folder)
    assert answer.code == 0, answer.err
    assert answer.out.splitlines()[0].startswith("student,")


@pytest.mark.parametrize("words", [words for words, _, _ in TYPED.values()], ids=" ".join)
def test_every_command_says_so_when_there_is_no_course(nngrade, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    answer = nngrade(*words, "--course", tmp_path / "nowhere")
    if words == ["progress"]:
        assert answer.code == 2
        return
    assert answer.code in {2, 3}
    assert "nowhere does not exist" in answer.err + answer.out


def test_a_course_that_an_option_names_goes_before_the_nearest_one(nngrade, tiny_folder, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert "A tiny course" in nngrade("list", "--course", tiny_folder).out


# --- no subject in the engine


def names_of_the_shipped_course():
    """Topics and modules; and exercises whose names are more than one word, which no other code has by accident."""
    course = read_course(ROOT / "solutions")
    exercises = [exercise.name for topic in course.topics for exercise in topic.exercises]
    telling = [name for name in exercises if "_" in name or re.search(r"[a-z][A-Z]", name)]
    return sorted({topic.name for topic in course.topics} | {topic.module for topic in course.topics} | set(telling))


def words_in_code(path):
    """The names and texts of a module, without its comments and docstrings."""
    before = tokenize.INDENT
    for token in tokenize.tokenize(io.BytesIO(path.read_bytes()).readline):
        is_docstring = token.type == tokenize.STRING and before in {tokenize.INDENT, tokenize.NEWLINE, tokenize.ENCODING}
        if token.type in {tokenize.NAME, tokenize.STRING} and not is_docstring:
            yield token.start[0], token.string
        if token.type not in {tokenize.NL, tokenize.COMMENT, tokenize.DEDENT}:
            before = token.type


@pytest.mark.parametrize("path", sorted(ENGINE.rglob("*.py")), ids=lambda path: str(path.relative_to(ENGINE)))
def test_no_topic_and_no_exercise_stands_in_the_engine(path):
    wanted = re.compile(rf"\b({'|'.join(map(re.escape, names_of_the_shipped_course()))})\b", re.IGNORECASE)
    found = [f"{path}:{line}: {text[:60]}" for line, text in words_in_code(path) if wanted.search(text)]
    assert not found


def test_what_a_new_topic_is_made_from_is_of_no_shipped_topic():
    text = "".join(path.read_text() for path in (ENGINE / "authoring" / "templates").rglob("*.template"))
    assert not [name for name in names_of_the_shipped_course() if re.search(rf"\b{re.escape(name)}\b", text)]


def test_the_engine_needs_no_shipped_course(nngrade, tiny_folder, tmp_path, monkeypatch):
    monkeypatch.setattr("nngrade.course.finding._bundled", lambda _: pytest.fail("the shipped course was looked for"))
    monkeypatch.chdir(shutil.copytree(tiny_folder, tmp_path / "elsewhere"))
    assert nngrade("check", "--all", "--reference").code == 0
