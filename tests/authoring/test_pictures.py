"""Plots of lessons: written beside the script that draws them, the same each time."""

import subprocess
import sys

SCRIPT = """
from nngrade.authoring.pictures import RED, plot, plots

with plot("one.svg", "epoch", "error") as axes:
    axes.plot([3, 2, 1], color=RED)
with plots("two.svg", 2) as (left, right):
    left.plot([1, 2])
    right.plot([2, 1])
"""


def drawn(folder):
    (folder / "pictures.py").write_text(SCRIPT)
    subprocess.run([sys.executable, folder / "pictures.py"], cwd="/", check=True)
    return {path.name: path.read_bytes() for path in (folder / "images").iterdir()}


def test_plots_are_written_beside_their_script_and_never_differ(tmp_path):
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    first, second = drawn(tmp_path / "one"), drawn(tmp_path / "other")
    assert sorted(first) == ["one.svg", "two.svg"]
    assert first == second


def test_words_stay_words(tmp_path):
    picture = drawn(tmp_path)["one.svg"].decode()
    assert ">epoch</text>" in picture
    assert ">error</text>" in picture
