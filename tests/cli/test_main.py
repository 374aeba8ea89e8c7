"""Whatever goes wrong, a person reads what it was and what to do; the exit code says whose turn it is."""

import os
import subprocess
import sys

import pytest

from nngrade import __version__
from nngrade.cli import topics
from nngrade.cli.group import COMMANDS, cli

PROGRAM = [sys.executable, "-m", "nngrade"]


@pytest.fixture
def broken_inside(monkeypatch):
    """Let `nngrade list` fail in a way that nobody foresaw."""

    def fail(*_):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(topics, "current_course", fail)


def test_without_words_it_prints_its_help(nngrade):
    answer = nngrade()
    assert answer.code == 0
    for lazy in COMMANDS:
        assert lazy.name in answer.out


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_is_asked_for_either_way(nngrade, option):
    assert nngrade(option).out == nngrade().out
    assert nngrade("list", option).out.startswith("Usage: nngrade list")


def test_the_version_is_told(nngrade):
    assert nngrade("--version").out == f"nngrade {__version__}\n"


@pytest.mark.parametrize("lazy", COMMANDS, ids=lambda lazy: lazy.name)
def test_the_table_of_commands_says_what_each_says_of_itself(lazy):
    command = cli.get_command(cli.make_context("nngrade", ["list"], resilient_parsing=True), lazy.name)
    assert command.name == lazy.name
    assert command.get_short_help_str(limit=200) == lazy.help


def test_an_unknown_command_names_the_nearest(nngrade):
    answer = nngrade("chek")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "error: There is no command `chek`. Did you mean `check`?\ntip: `nngrade --help` shows what it takes.\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["list", "--nonsense"], "No such option"),
        (["hint"], "Missing argument"),
        (["hint", "greeting", "--number", "zero"], "is not a valid integer"),
        (["list", "a", "b"], "unexpected extra argument"),
    ],
)
def test_wrong_words_are_told_with_where_to_look(nngrade, in_course, words, message):
    answer = nngrade(*words)
    assert answer.code == 2
    assert message in answer.err
    assert f"tip: `nngrade {words[0]} --help` shows what it takes." in answer.err


def test_a_fault_of_ours_is_told_as_ours(nngrade, broken_inside):
    answer = nngrade("list")
    assert answer.code == 3
    assert "error: This is a fault of nngrade, not of your code: ZeroDivisionError: division by zero" in answer.err
    assert "--debug" in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize("words", [("--debug", "list"), ("list", "--debug")])
def test_a_traceback_is_shown_on_request(nngrade, broken_inside, words):
    assert "Traceback" in nngrade(*words).err


@pytest.mark.parametrize(("value", "shown"), [("1", True), ("0", False), ("", False)])
def test_a_traceback_can_be_asked_for_by_the_environment(nngrade, broken_inside, monkeypatch, value, shown):
    monkeypatch.setenv("NNGRADE_DEBUG", value)
    assert ("Traceback" in nngrade("list").err) is shown


def test_an_interruption_is_one_line(nngrade, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(topics, "current_course", interrupt)
    answer = nngrade("list")
    assert (answer.code, answer.out, answer.err) == (130, "", "\nInterrupted.\n")


@pytest.mark.parametrize("words", [("--course", "FOLDER", "list"), ("list", "--course", "FOLDER")])
def test_the_course_is_named_before_or_after_the_command(nngrade, tiny_folder, words):
    answer = nngrade(*(tiny_folder if word == "FOLDER" else word for word in words))
    assert "A tiny course" in answer.out


def test_the_nearer_course_option_wins(nngrade, tiny_folder, tmp_path, monkeypatch):
    monkeypatch.setenv("NNGRADE_COURSE", str(tmp_path / "from-the-environment"))
    assert "from-the-environment does not exist" in nngrade("list").err
    assert "before does not exist" in nngrade("--course", tmp_path / "before", "list").err
    assert "A tiny course" in nngrade("--course", tmp_path / "before", "list", "--course", tiny_folder).out


def test_a_folder_that_is_gone_is_told(nngrade, tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    try:
        gone.rmdir()
    except OSError:
        pytest.skip("this system keeps the folder that a process is in")
    answer = nngrade("list")
    assert (answer.code, "current folder does not exist" in answer.err) == (2, True)


def test_help_loads_click_and_nothing_slower():
    program = (
        "import sys\nfrom nngrade.cli.main import main\nmain(['--help'])\n"
        "print([name for name in ('rich', 'msgspec', 'numpy', 'pytest', 'hypothesis', 'torch') if name in sys.modules])"
    )
    output = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert output.endswith("[]\n")


@pytest.mark.skipif(os.name == "nt", reason="pipes break otherwise there")
@pytest.mark.parametrize("words", [["--help"], ["list"], ["show", "greeting"]])
def test_a_reader_that_leaves_early_is_no_error(in_course, words):
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        process = subprocess.run([*PROGRAM, *words], stdout=closed, stderr=subprocess.PIPE, check=False)
    assert (process.returncode, process.stderr) == (141, b"")


def test_a_terminal_that_lacks_a_character_shows_another(in_course):
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    process = subprocess.run([*PROGRAM, "show", "greeting"], capture_output=True, env=environment, check=True)
    assert b"greet(name)" in process.stdout
