"""A course is found where it was named, else upwards, else in the package."""

from pathlib import Path

import pytest

from nngrade.course.finding import Origin, find_course, locate_course
from nngrade.errors import UsageError


@pytest.mark.parametrize("named", [".", "solutions", "solutions/course.toml"])
def test_a_named_course_is_its_folder_or_its_answers(tiny_folder, tmp_path, named):
    found = locate_course(tiny_folder / named, tmp_path)
    assert (found.folder, found.origin) == (tiny_folder / "solutions", Origin.NAMED)


def test_the_nearest_course_upwards_is_found(tiny_folder):
    deep = tiny_folder / "exercises" / "greeting"
    found = locate_course(None, deep)
    assert (found.folder, found.origin) == (tiny_folder / "solutions", Origin.NEAREST)


def test_elsewhere_the_bundled_course_is_found():
    found = locate_course(None, Path("/"))
    assert found.origin is Origin.BUNDLED
    assert (found.folder / "course.toml").is_file()


def test_a_named_course_wins_over_the_nearest(tiny_folder, tmp_path):
    other = tmp_path / "other"
    tiny_folder.rename(other)
    (tmp_path / "solutions").mkdir()
    (tmp_path / "solutions" / "course.toml").write_text("broken")
    assert find_course(other, tmp_path).title == "A tiny course"


def test_a_folder_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(UsageError, match="nowhere does not exist"):
        locate_course(tmp_path / "nowhere", tmp_path)


def test_a_folder_without_a_course_says_what_it_lacks(tmp_path):
    with pytest.raises(UsageError, match=r"holds no course: neither course\.toml nor solutions/course\.toml"):
        locate_course(tmp_path, tmp_path)
