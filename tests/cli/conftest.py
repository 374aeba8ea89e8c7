"""A command line that can be talked to."""

from dataclasses import dataclass

import pytest

from nngrade.cli.main import main


@dataclass(frozen=True)
class Answer:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


@pytest.fixture
def nngrade(capsys):
    """Run a command in this process: `nngrade("list", "greeting")`."""

    def _nngrade(*words):
        code = main([str(word) for word in words])
        captured = capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    return _nngrade


@pytest.fixture
def in_course(tiny_folder, monkeypatch):
    """Stand in the tiny course."""
    monkeypatch.chdir(tiny_folder)
    return tiny_folder


@pytest.fixture
def in_workspace(tiny_folder, tmp_path, monkeypatch, nngrade):
    """Stand in a fresh workspace of the tiny course."""
    monkeypatch.setenv("NNGRADE_COURSE", str(tiny_folder))
    monkeypatch.chdir(tmp_path)
    assert nngrade("start", "mine").code == 0
    monkeypatch.chdir(tmp_path / "mine")
    return tmp_path / "mine"
