"""A workspace is laid beside what a student wrote, never over it."""

import json
import os
from dataclasses import replace

import pytest

from nngrade.errors import CourseError, UsageError
from nngrade.submissions.workspace import Outcome, back_up, create_workspace, find_workspace, lay_topic, write_whole


@pytest.fixture
def workspace(tiny, tmp_path):
    return create_workspace(tmp_path / "mine", tiny)


def outcomes(laid):
    return [(file.path.name, file.outcome) for file in laid]


def test_a_new_workspace_remembers_its_course(workspace):
    assert json.loads((workspace / ".nngrade" / "workspace.json").read_text()) == {"format": 1, "course": "A tiny course"}


def test_a_workspace_is_found_from_within(workspace):
    deep = workspace / "greeting" / "notes"
    deep.mkdir(parents=True)
    assert find_workspace(deep) == workspace


def test_outside_there_is_none(tmp_path):
    assert find_workspace(tmp_path) is None


def test_a_topic_is_laid_with_its_lesson(workspace, greeting):
    assert outcomes(lay_topic(workspace, greeting)) == [("greeting.py", Outcome.WRITTEN), ("README.md", Outcome.WRITTEN)]
    assert (workspace / "greeting" / "greeting.py").read_bytes() == greeting.stub.read_bytes()


def test_a_topic_is_laid_with_the_pictures_of_its_lesson(workspace, greeting):
    picture = greeting.student_folder / "images" / "hello.svg"
    picture.parent.mkdir()
    picture.write_text("<svg/>")
    assert outcomes(lay_topic(workspace, greeting))[2:] == [("hello.svg", Outcome.WRITTEN)]
    assert (workspace / "greeting" / "images" / "hello.svg").read_text() == "<svg/>"


def test_a_topic_is_laid_with_its_data(workspace, greeting):
    greeting.data_folder.mkdir()
    (greeting.data_folder / "words.txt").write_bytes(b"hello\n")
    laid = lay_topic(workspace, replace(greeting, data=("words.txt",)))
    assert outcomes(laid)[2:] == [("words.txt", Outcome.WRITTEN)]
    assert (workspace / "greeting" / "data" / "words.txt").read_bytes() == b"hello\n"


def test_what_a_student_wrote_is_kept(workspace, greeting):
    lay_topic(workspace, greeting)
    mine = workspace / "greeting" / "greeting.py"
    mine.write_text("mine")
    assert outcomes(lay_topic(workspace, greeting)) == [("greeting.py", Outcome.KEPT), ("README.md", Outcome.THERE)]
    assert mine.read_text() == "mine"


def test_a_workspace_can_be_made_twice(workspace, tiny):
    settings = workspace / ".nngrade" / "workspace.json"
    settings.write_text("{}")
    create_workspace(workspace, tiny)
    assert settings.read_text() == "{}"


def test_a_file_cannot_become_a_workspace(tiny, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="is a file, where a folder is wanted"):
        create_workspace(tmp_path / "file", tiny)


def test_the_course_itself_is_no_workspace(tiny, tiny_folder):
    with pytest.raises(UsageError, match="is the course itself"):
        create_workspace(tiny_folder, tiny)


def test_a_course_that_was_not_built_says_so(workspace, greeting):
    greeting.stub.unlink()
    with pytest.raises(CourseError, match="is missing from the course") as caught:
        lay_topic(workspace, greeting)
    assert "nngrade author build" in caught.value.tip


def test_each_backup_has_a_name_of_its_own(workspace):
    mine = workspace / "greeting.py"
    copies = []
    for text in ("first", "second", "third"):
        mine.write_text(text)
        copies.append(back_up(mine, workspace))
    assert [copy.read_text() for copy in copies] == ["first", "second", "third"]
    assert {copy.parent for copy in copies} == {workspace / ".nngrade" / "backups"}


def test_without_a_workspace_a_backup_stands_beside_the_file(tmp_path):
    mine = tmp_path / "greeting.py"
    mine.write_text("mine")
    copy = back_up(mine, None)
    assert (copy.parent, copy.read_text(), copy.suffix) == (tmp_path, "mine", ".backup")


class TestWritingWhole:
    def test_it_leaves_nothing_but_the_file(self, tmp_path):
        write_whole(tmp_path / "new" / "file", b"content")
        assert [path.name for path in (tmp_path / "new").iterdir()] == ["file"]
        assert (tmp_path / "new" / "file").read_bytes() == b"content"

    def test_a_failure_leaves_the_old_file(self, tmp_path, monkeypatch):
        path = tmp_path / "file"
        path.write_bytes(b"old")

        def fail(*_):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(type(path), "replace", fail)
        with pytest.raises(UsageError, match="cannot be written: No space left on device"):
            write_whole(path, b"new")
        assert [one.name for one in tmp_path.iterdir()] == ["file"]
        assert path.read_bytes() == b"old"

    @pytest.mark.skipif(os.name == "nt", reason="modes are of another kind there")
    def test_a_file_keeps_its_mode(self, tmp_path):
        path = tmp_path / "file"
        path.write_bytes(b"old")
        path.chmod(0o640)
        write_whole(path, b"new")
        assert path.stat().st_mode & 0o777 == 0o640

    @pytest.mark.skipif(os.name == "nt", reason="links need rights there")
    def test_a_link_stays_one(self, tmp_path):
        (tmp_path / "target").write_bytes(b"old")
        (tmp_path / "link").symlink_to(tmp_path / "target")
        write_whole(tmp_path / "link", b"new")
        assert (tmp_path / "link").is_symlink()
        assert (tmp_path / "target").read_bytes() == b"new"
