"""`%check softmax`: what the session has defined, judged as `nngrade check` judges a file, shown below the cell."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from IPython.core.error import UsageError as MagicUsageError
from IPython.core.magic import Magics, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring
from IPython.display import display

from nngrade.cli.targets import parse_targets
from nngrade.course.finding import find_course
from nngrade.course.model import Course, Topic
from nngrade.errors import NNGradeError, UsageError
from nngrade.jupyter.session import Failures, as_notebook
from nngrade.reports.html.report import trouble
from nngrade.submissions.workspace import MARK, find_workspace

if TYPE_CHECKING:
    from IPython.core.interactiveshell import ExecutionResult, InteractiveShell

_REPORTS = (0, 1)  # the exit codes of a check that came to its end


@magics_class
class CheckMagics(Magics):
    """The magic, and what it remembers of the session: which cells failed, and where."""

    def __init__(self, shell: "InteractiveShell") -> None:
        super().__init__(shell)
        self._failures = Failures()
        shell.events.register("post_run_cell", self._remember)

    def _remember(self, result: "ExecutionResult") -> None:
        count = result.execution_count
        if count is not None:
            self._failures.note(count, result.info.raw_cell if result.info else "", result.error_before_exec, result.error_in_exec)

    @line_magic
    @magic_arguments()
    @argument("targets", nargs="*", metavar="TOPIC[.EXERCISE]", help="What to check: a topic, or one exercise of it.")
    @argument("--course", help="The folder of the course, if it is not the one that nngrade finds.")
    @argument("--seed", help="What inputs are drawn from.")
    @argument("--disclosure", help="The most that the report may tell.")
    def check(self, line: str) -> None:
        """Check what this session has defined: a topic, or one exercise of it."""
        arguments = parse_argstring(self.check, line.partition("#")[0])
        try:
            self._check(arguments)
        except NNGradeError as error:
            self._tell(error.message, error.tip)

    def _check(self, arguments: Any) -> None:
        if not arguments.targets:
            raise UsageError("Which topic?", tip="Name one, as in `%check TOPIC` or `%check TOPIC.EXERCISE`. `!nngrade list` shows them.")
        named = arguments.course or os.environ.get("NNGRADE_COURSE")
        course = find_course(Path(named) if named else None, Path.cwd())
        topics = {target.topic.name: target.topic for target in parse_targets(course, arguments.targets)}
        workspace = find_workspace(Path.cwd())
        with tempfile.TemporaryDirectory(prefix="session-", dir=workspace / MARK if workspace else None) as folder:
            for topic in topics.values():
                (Path(folder) / topic.notebook.name).write_bytes(self._session(topic))
            submission = Path(folder) / next(iter(topics.values())).notebook.name if len(topics) == 1 else Path(folder)
            self._show(_command(arguments, course, submission, rich=self._is_notebook))

    def _session(self, topic: Topic) -> bytes:
        assert self.shell is not None
        assert self.shell.history_manager is not None
        cells = self.shell.history_manager.input_hist_raw
        return as_notebook(cells, self._failures, [exercise.name for exercise in topic.exercises], self.shell.user_ns)

    @property
    def _is_notebook(self) -> bool:
        return getattr(self.shell, "kernel", None) is not None

    def _show(self, command: list[str]) -> None:
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)  # noqa: S603 - our own command
        if done.returncode not in _REPORTS and not done.stdout:
            self._tell(*_told(done.stderr))
        elif self._is_notebook:
            _display(done.stdout, "The report of nngrade, which needs a notebook to be shown.")
        else:
            print(done.stdout, end="")  # noqa: T201

    def _tell(self, message: str, tip: str) -> None:
        if not self._is_notebook:
            raise MagicUsageError(f"{message} {tip}".strip())
        _display(trouble(message, tip), f"{message} {tip}".strip())


def _command(arguments: Any, course: Course, submission: Path, *, rich: bool) -> list[str]:
    """The judge runs in a process of its own, which takes no module from the folder that the notebook lies in."""
    words = [sys.executable, "-P", "-m", "nngrade", "check", *arguments.targets]
    words += ["--submission", str(submission), "--course", str(course.folder), "--format", "html-cell" if rich else "terminal"]
    for option in ("seed", "disclosure"):
        value = getattr(arguments, option)
        words += [f"--{option}", value] if value is not None else []
    return words


def _told(stderr: str) -> tuple[str, str]:
    """The message and the tip that the command line wrote."""
    lines = stderr.strip().splitlines() or ["error: the check ended without a word."]
    found = {label: text for label, _, text in (line.partition(": ") for line in lines)}
    return found.get("error", lines[-1]), found.get("tip", "")


def _display(html: str, text: str) -> None:
    display({"text/html": html, "text/plain": text}, raw=True)
