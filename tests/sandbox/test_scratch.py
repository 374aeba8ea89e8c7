"""A scratch folder is removed, whatever is in it and however its owner ends."""

import gc
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from nngrade.sandbox.scratch import Scratch


def nest(folder: Path, depth: int) -> None:
    before = Path.cwd()
    os.chdir(folder)
    for _ in range(depth):
        Path("nest").mkdir()
        os.chdir("nest")
    Path("file").touch()
    os.chdir(before)


def test_a_nest_deeper_than_recursion_is_removed(home: Path) -> None:
    scratch = Scratch()
    nest(scratch.folder, sys.getrecursionlimit() + 100)
    (scratch.folder / "beside").mkdir()
    scratch.remove()
    assert not list(home.iterdir())


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """A folder that one who is not root may reach: `tmp_path` is root's own where root runs the tests."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)


def test_what_forbids_to_be_listed_is_removed_by_one_who_is_not_root(open_to_all: Path) -> None:
    program = f"""
import contextlib, os, tempfile
from nngrade.sandbox.scratch import Scratch
tempfile.tempdir = {str(open_to_all)!r}
with contextlib.suppress(PermissionError):
    os.setuid(65534)
scratch = Scratch()
inner = scratch.folder / "closed" / "within"
inner.mkdir(parents=True)
(inner / "file").touch()
for folder in (inner, inner.parent, scratch.folder):
    folder.chmod(0)
scratch.remove()
"""
    subprocess.run([sys.executable, "-c", program], check=True)
    assert not list(open_to_all.iterdir())


def test_links_are_removed_and_what_they_lead_to_is_not(home: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "kept").touch()
    scratch = Scratch()
    (scratch.folder / "folder").symlink_to(outside)
    (scratch.folder / "inner").mkdir()
    (scratch.folder / "inner" / "folder").symlink_to(outside)
    (scratch.folder / "broken").symlink_to("nowhere")
    scratch.remove()
    assert not list(home.iterdir())
    assert (outside / "kept").exists()


def test_it_is_removed_twice_or_not_at_all_without_a_word(home: Path) -> None:
    scratch = Scratch()
    scratch.folder.rmdir()
    scratch.remove()
    scratch.remove()
    assert not list(home.iterdir())


def test_it_is_removed_when_nobody_removes_it(home: Path) -> None:
    scratch = Scratch()
    assert scratch.folder.is_dir()
    del scratch
    gc.collect()
    assert not list(home.iterdir())


def test_what_interrupts_the_removal_does_not_keep_it_from_being_done(monkeypatch):
    scratch = Scratch()
    (scratch.folder / "file").write_text("left behind")

    def interrupted(folder, **options):
        monkeypatch.undo()
        raise KeyboardInterrupt

    monkeypatch.setattr("nngrade.sandbox.scratch.shutil.rmtree", interrupted)
    with pytest.raises(KeyboardInterrupt):
        scratch.remove()
    assert not scratch.folder.exists()
