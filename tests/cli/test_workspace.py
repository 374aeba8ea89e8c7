"""What a student types to begin, to begin again, and to see how far it went: start, reset, progress."""

import json
import subprocess
import sys

import pytest

from nngrade.gradebook.progress import progress_file, record
from nngrade.model import CheckReport, Disclosure, ExerciseReport, Report, TopicReport, Verdict


@pytest.fixture
def mine(in_workspace):
    """The student's file, with an answer in it."""
    path = in_workspace / "greeting" / "greeting.py"
    path.write_text(path.read_text().replace('raise NotImplementedError("greet is not written yet")', "return name  # mine"))
    return path


def answer_with(monkeypatch, text):
    monkeypatch.setattr("click.confirm", lambda *_args, **_options: text == "y")


class TestStart:
    @pytest.fixture(autouse=True)
    def _elsewhere(self, tiny_folder, tmp_path, monkeypatch):
        monkeypatch.setenv("NNGRADE_COURSE", str(tiny_folder))
        (tmp_path / "elsewhere").mkdir()
        monkeypatch.chdir(tmp_path / "elsewhere")

    def test_it_says_what_it_laid_and_what_to_type_next(self, nngrade, tmp_path):
        answer = nngrade("start", "my course")
        assert answer.code == 0
        for words in ("greeting/greeting.py", "greeting/README.md", "cd 'my course'", "nngrade show greeting", "nngrade check greeting"):
            assert words in answer.out
        assert (tmp_path / "elsewhere" / "my course" / "greeting" / "greeting.py").is_file()

    def test_the_pictures_of_a_lesson_come_along_and_outlast_a_reset(self, nngrade, greeting, tmp_path, monkeypatch):
        (greeting.folder / "images").mkdir()
        (greeting.folder / "images" / "hello.svg").write_text("<svg/>")
        assert nngrade("author", "build").code == 0
        answer = nngrade("start", "mine")
        mine = tmp_path / "elsewhere" / "mine" / "greeting"
        assert "greeting/images/hello.svg" in answer.out
        (mine / "greeting.py").write_text("mine")
        monkeypatch.chdir(mine)
        assert nngrade("reset", "greeting", "--yes").code == 0
        assert (mine / "greeting.py").read_bytes() == greeting.stub.read_bytes()
        assert (mine / "images" / "hello.svg").read_text() == "<svg/>"

    def test_a_topic_alone_is_laid_here(self, nngrade, tmp_path):
        answer = nngrade("start", "greeting")
        assert (tmp_path / "elsewhere" / "greeting" / "greeting.py").is_file()
        assert "cd " not in answer.out

    def test_within_a_workspace_it_goes_on_there(self, nngrade, tmp_path, monkeypatch):
        nngrade("start", "mine")
        deep = tmp_path / "elsewhere" / "mine" / "notes"
        deep.mkdir()
        monkeypatch.chdir(deep)
        nngrade("start", "greeting")
        assert list(deep.iterdir()) == []

    def test_what_was_written_is_kept_and_said(self, nngrade, tmp_path):
        nngrade("start", "mine")
        path = tmp_path / "elsewhere" / "mine" / "greeting" / "greeting.py"
        path.write_text("mine")
        answer = nngrade("start", "mine")
        assert path.read_text() == "mine"
        assert "greeting.py  (kept as it is)" in answer.out
        assert "README.md  (there already)" in answer.out

    def test_an_unknown_topic_lays_nothing(self, nngrade, tmp_path):
        answer = nngrade("start", "mine", "greting")
        assert answer.code == 2
        assert "Did you mean `greeting`?" in answer.err
        assert list((tmp_path / "elsewhere").iterdir()) == []

    def test_one_exercise_is_no_file(self, nngrade):
        assert "`greeting.greet` is one exercise" in nngrade("start", "mine", "greeting.greet").err

    def test_a_file_in_the_way_is_told(self, nngrade, tmp_path):
        (tmp_path / "elsewhere" / "mine").write_text("")
        answer = nngrade("start", "mine")
        assert (answer.code, "is a file, where a folder is wanted" in answer.err) == (2, True)


class TestReset:
    def test_a_topic_goes_back_to_its_start_and_a_backup_is_kept(self, nngrade, mine, greeting, in_workspace):
        written = mine.read_text()
        answer = nngrade("reset", "greeting", "--yes")
        (backup,) = (in_workspace / ".nngrade" / "backups").iterdir()
        assert answer.code == 0
        assert mine.read_bytes() == greeting.stub.read_bytes()
        assert backup.read_text() == written
        assert str(backup) in answer.out

    def test_one_exercise_goes_back_and_the_others_stay(self, nngrade, mine):
        mine.write_text(mine.read_text() + "\n\nEXTRA = 3\n")
        nngrade("reset", "greeting.greet", "--yes")
        assert 'raise NotImplementedError("greet is not written yet")' in mine.read_text()
        assert mine.read_text().endswith("EXTRA = 3\n")

    @pytest.mark.parametrize("typed", ["y", "n"])
    def test_it_asks_first(self, nngrade, mine, monkeypatch, typed):
        answer_with(monkeypatch, typed)
        out = nngrade("reset", "greeting.greet").out
        assert ("# mine" in mine.read_text()) is (typed == "n")
        assert ("Nothing was changed." in out) is (typed == "n")

    def test_without_anyone_to_ask_nothing_is_changed(self, mine):
        command = [sys.executable, "-m", "nngrade", "reset", "greeting"]
        process = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
        assert process.returncode == 2
        assert "No answer came, so nothing was changed." in process.stderr
        assert "--yes" in process.stderr
        assert "# mine" in mine.read_text()

    def test_what_is_at_its_start_stays_without_a_backup(self, nngrade, in_workspace):
        assert "nothing to do" in nngrade("reset", "greeting").out
        assert not (in_workspace / ".nngrade" / "backups").exists()

    def test_an_empty_file_can_be_reset_whole(self, nngrade, mine, greeting):
        mine.write_text("")
        nngrade("reset", "greeting", "--yes")
        assert mine.read_bytes() == greeting.stub.read_bytes()

    def test_a_syntax_error_stops_the_reset_of_one_exercise(self, nngrade, mine):
        mine.write_text("x = 1\ndef greet(:\n")
        answer = nngrade("reset", "greeting.greet", "--yes")
        assert answer.code == 2
        assert f"{mine}: Line 2 is no Python" in answer.err
        assert mine.read_text() == "x = 1\ndef greet(:\n"

    def test_the_encoding_of_a_file_is_kept(self, nngrade, mine):
        mine.write_bytes(b"# coding: latin-1\nNAME = 'Ren\xe9'\n")
        nngrade("reset", "greeting.greet", "--yes")
        assert mine.read_bytes().startswith(b"# coding: latin-1\nNAME = 'Ren\xe9'\n\n\ndef greet(name):")

    def test_the_courses_own_file_is_left_alone(self, nngrade, in_course, greeting):
        answer = nngrade("reset", "greeting", "--yes")
        assert (answer.code, "is the course's own file" in answer.err) == (2, True)


class TestProgress:
    @staticmethod
    def _record(workspace, *verdicts):
        checks = tuple(
            CheckReport(f"test_{index}", "greet", "holds", verdict, float(verdict is Verdict.PASSED), 1.0, False, Disclosure.HINT)
            for index, verdict in enumerate(verdicts)
        )
        topic = TopicReport("greeting", "Greetings", 1.0, "", "", (ExerciseReport("greet", "greet(name)", checks),))
        record(workspace, Report("A tiny course", "0", 0, "basic", (topic,)))

    def test_before_the_first_check_there_are_dashes(self, nngrade, in_workspace):
        answer = nngrade("progress")
        assert "  greet       -             -               -         -\n" in answer.out
        assert "0 of 2 exercises done." in answer.out

    def test_the_best_and_the_latest_stand_side_by_side(self, nngrade, in_workspace):
        self._record(in_workspace, Verdict.PASSED, Verdict.PASSED)
        self._record(in_workspace, Verdict.PASSED, Verdict.FAILED)
        out = " ".join(nngrade("progress", "greeting").out.split())
        assert "greet 2/2 1/2 2 times" in out
        assert "1 of 2 exercises done." in out

    def test_a_broken_file_is_put_aside_and_said(self, nngrade, in_workspace):
        progress_file(in_workspace).write_text("{")
        assert "It was put aside as" in nngrade("progress").out

    def test_outside_a_workspace_it_says_how_to_get_one(self, nngrade, in_course):
        answer = nngrade("progress")
        assert answer.code == 2
        assert "nngrade start" in answer.err


class TestNotebooks:
    @pytest.fixture
    def notebook(self, tiny_folder, tmp_path, monkeypatch, nngrade):
        """The notebook of a fresh workspace that has no Python file."""
        monkeypatch.setenv("NNGRADE_COURSE", str(tiny_folder))
        monkeypatch.chdir(tmp_path)
        assert "greeting/greeting.ipynb" in nngrade("start", "mine", "--notebook").out
        monkeypatch.chdir(tmp_path / "mine")
        assert not (tmp_path / "mine" / "greeting" / "greeting.py").exists()
        return tmp_path / "mine" / "greeting" / "greeting.ipynb"

    @staticmethod
    def write(notebook, *sources, append=()):
        """Put code into the cells of the exercise `greet`, in their order, and more cells at the end."""
        content = json.loads(notebook.read_text())
        cells = [cell for cell in content["cells"] if cell["metadata"].get("nngrade", {}).get("exercise") == "greet"]
        for cell, source in zip(cells, sources, strict=True):
            cell.update(source=source, outputs=[{"output_type": "stream", "name": "stdout", "text": "out"}], execution_count=3)
        for source in append:
            content["cells"].append({"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": 1})
        notebook.write_text(json.dumps(content))

    @staticmethod
    def sources(notebook):
        return ["".join(cell["source"]) for cell in json.loads(notebook.read_text())["cells"] if cell["cell_type"] == "code"]

    def test_check_finds_the_notebook_of_the_workspace(self, nngrade, notebook):
        answer = nngrade("check", "greeting")
        assert answer.code == 1
        assert "greeting.ipynb" in answer.out
        assert "not written yet (cell " in answer.out

    def test_progress_is_kept(self, nngrade, notebook):
        nngrade("check", "greeting")
        assert progress_file(notebook.parents[1]).is_file()

    def test_resetting_a_topic_lays_the_notebook_anew_and_keeps_a_backup(self, nngrade, notebook):
        fresh = notebook.read_bytes()
        self.write(notebook, "def greet(name):\n    return name")
        changed = notebook.read_bytes()
        assert nngrade("reset", "greeting", "--yes").code == 0
        assert notebook.read_bytes() == fresh
        (backup,) = (notebook.parents[1] / ".nngrade" / "backups").iterdir()
        assert backup.read_bytes() == changed

    def test_resetting_an_exercise_puts_its_cell_back_and_no_other(self, nngrade, notebook):
        before = self.sources(notebook)
        self.write(
            notebook, "x = 1\ndef greet(name):\n    return name\ny = 2", append=["def greet(name):\n    pass\n%matplotlib inline", "z = 3"]
        )
        answer = nngrade("reset", "greeting.greet", "--yes")
        assert answer.code == 2, "a cell that is no Python, and not the exercise's own, is left alone"
        assert "greeting.ipynb" in answer.err
        self.write(notebook, "x = 1\ndef greet(name):\n    return name\ny = 2", append=[])
        content = json.loads(notebook.read_text())
        content["cells"] = content["cells"][:-2]
        notebook.write_text(json.dumps(content))
        assert nngrade("reset", "greeting.greet", "--yes").code == 0
        (stub,) = [source for source in before if source.startswith("def greet")]
        after = self.sources(notebook)
        assert f"x = 1\n{stub}\ny = 2" in after
        assert [source for source in after if "def greet" not in source] == [source for source in before if source != stub]
        assert "out" not in json.dumps([cell.get("outputs") for cell in json.loads(notebook.read_text())["cells"]])

    def test_of_several_definitions_one_stub_is_left(self, nngrade, notebook):
        self.write(notebook, "def greet(name):\n    return name", append=["a = 1\ndef greet(name):\n    return 3"])
        assert nngrade("reset", "greeting.greet", "--yes").code == 0
        assert sum("def greet" in source for source in self.sources(notebook)) == 1
        assert self.sources(notebook)[-1].startswith("a = 1\ndef greet")
        assert "not written yet" in self.sources(notebook)[-1]

    def test_a_cell_that_is_no_python_any_more_is_replaced_whole(self, nngrade, notebook):
        before = self.sources(notebook)
        self.write(notebook, "dfe greet(name:\n    return")
        assert nngrade("reset", "greeting.greet", "--yes").code == 0
        assert self.sources(notebook) == before

    def test_a_cell_that_was_deleted_comes_back_at_the_end(self, nngrade, notebook):
        content = json.loads(notebook.read_text())
        content["cells"] = [cell for cell in content["cells"] if cell["metadata"].get("nngrade", {}).get("exercise") != "greet"]
        notebook.write_text(json.dumps(content))
        assert nngrade("reset", "greeting.greet", "--yes").code == 0
        assert self.sources(notebook)[-1].startswith("def greet")
        assert nngrade("check", "greeting.greet").code == 1
