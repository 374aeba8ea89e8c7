"""How far a class run is: a bar on a terminal, a line now and then in a log; never in the output itself."""

import contextlib
import time
from collections.abc import Callable, Iterator

from nngrade.gradebook.grading import Step
from nngrade.model import Verdict
from nngrade.reports.text import clean

_EVERY = 10.0  # seconds between two lines of a log
OnStep = Callable[[Step], None]


class _Count:
    """What is done, what came of it, and how fast."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = self.judged = self.failed = 0
        self.last = ""
        self._begun = time.monotonic()

    def add(self, step: Step) -> None:
        self.done += 1
        self.judged += step.is_new
        if step.verdict is not Verdict.PASSED:
            self.failed += 1
            what = "could not be judged" if step.verdict is None else step.verdict.value
            self.last = f"{clean(step.hand_in.student.called)} {step.hand_in.topic} {what}"

    @property
    def rate(self) -> float:
        """Submissions judged in a second."""
        return self.judged / max(time.monotonic() - self._begun, 1e-3)

    @property
    def says(self) -> str:
        """The whole in a line."""
        line = f"{self.done} of {self.total} done, {self.total - self.done} left, {self.rate:.1f}/s, {self.failed} not passed"
        return f"{line} (last: {self.last})" if self.last else line


@contextlib.contextmanager
def progress(total: int) -> Iterator[OnStep]:
    """Show how a run over so many submissions goes on."""
    from rich.console import Console  # noqa: PLC0415 - help must not pay for it

    count = _Count(total)
    console = Console(stderr=True, markup=False, emoji=False, highlight=False)
    if not console.is_terminal:
        yield _lines(count, console.print)
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.fields[says]}", markup=False)
    with Progress(*columns, console=console, transient=True) as bars:
        task = bars.add_task("", total=total, says="")

        def advance(step: Step) -> None:
            count.add(step)
            says = f"{count.rate:.1f}/s" + (f"  {count.failed} not passed, last: {count.last}" if count.last else "")
            bars.update(task, completed=count.done, says=says)

        yield advance


def _lines(count: _Count, say: Callable[[str], None]) -> OnStep:
    said = time.monotonic()

    def advance(step: Step) -> None:
        nonlocal said
        count.add(step)
        if step.verdict is None:
            say(f"{clean(step.hand_in.student.called)} {step.hand_in.topic}: could not be judged: {clean(step.fault)}")
        if count.done == count.total or time.monotonic() - said > _EVERY:
            said = time.monotonic()
            say(count.says)

    return advance
