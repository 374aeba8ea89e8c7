"""The pictures of the shipped course's lessons are what their scripts draw."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nngrade.course.reading import read_course

COURSE = read_course(Path(__file__).parents[2] / "solutions")


@pytest.mark.parametrize("topic", [topic for topic in COURSE.topics if topic.pictures], ids=lambda topic: topic.name)
def test_the_pictures_are_what_their_script_draws(topic, tmp_path):
    folder = shutil.copytree(topic.folder, tmp_path / topic.name, ignore=shutil.ignore_patterns("images", "__pycache__"))
    subprocess.run([sys.executable, folder / "pictures.py"], cwd="/", check=True)
    drawn = {path.name: path.read_text("utf-8") for path in (folder / "images").iterdir()}
    assert drawn == {picture.name: picture.read_text("utf-8") for picture in topic.pictures}
