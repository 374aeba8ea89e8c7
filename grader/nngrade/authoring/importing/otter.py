"""Source notebooks of otter-assign: raw cells bound questions, solutions and tests, and comments mark solution lines.

Source: otter-grader's documentation, docs/otter_assign/notebook_format.rst (format v1).
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from nngrade.authoring.importing.model import Answer, Given, RawCell, Source, Test, Text
from nngrade.errors import UsageError

_BOUND = re.compile(r"^\s*#\s*(ASSIGNMENT CONFIG|(?:BEGIN|END)\s+(?:QUESTION|PROMPT|SOLUTION|TESTS))\b", re.IGNORECASE)
_BEGIN = re.compile(r"^\s*#\s*BEGIN SOLUTION\b")
_END = re.compile(r"^\s*#\s*END SOLUTION\b")
_LINE = re.compile(r"\s*#\s*(?:SOLUTION(?: NO PROMPT)?|SEED)\s*$")
_PROMPT = re.compile(r'^\s*("""|\'\'\')\s*#\s*BEGIN PROMPT$.*?^\s*\1;?\s*#\s*END PROMPT[^\n]*\n?', re.MULTILINE | re.DOTALL)
_CONFIG = re.compile(r'\A\s*("""|\'\'\')\s*#\s*BEGIN TEST CONFIG\s*\n(.*?)\n\s*\1;?\s*#\s*END TEST CONFIG[^\n]*\n?', re.DOTALL)
_HIDDEN = re.compile(r"\A\s*#\s*HIDDEN\b[^\n]*\n?", re.IGNORECASE)
_IGNORED = re.compile(r"#\s*IGNORE\s*$", re.IGNORECASE)


def read(cells: Iterable[RawCell]) -> Source:
    """The parts of a source notebook of otter's."""
    reading = _Reading()
    for cell in cells:
        reading.take(cell)
    if reading.inside:
        last = reading.inside[-1]
        raise UsageError(f"Cell {last[1]}: BEGIN {last[0]} is never closed.", tip=f"Put a raw cell `# END {last[0]}` below.")
    return reading.source


class _Reading:
    def __init__(self) -> None:
        self.source = Source("otter")
        self.inside: list[tuple[str, int]] = []
        self._question: dict[str, Any] = {}
        self._is_ok_format = True
        self._tests: list[Test] = []

    def take(self, cell: RawCell) -> None:
        found = _BOUND.match(cell.source) if cell.kind == "raw" else None
        if found:
            self._bound(cell, " ".join(found[1].upper().split()))
            return
        block = self.inside[-1][0] if self.inside else ""
        if cell.kind == "markdown":
            self._text(cell, block)
        elif cell.kind == "code" and block != "PROMPT" and not _IGNORED.search(cell.source.lstrip().partition("\n")[0]):
            self._code(cell, block)

    def _bound(self, cell: RawCell, mark: str) -> None:
        config = _yaml(cell)
        if mark == "ASSIGNMENT CONFIG":
            self.source.title = str(config.get("name") or config.get("title") or "")
            tests = config.get("tests")
            self._is_ok_format = not (isinstance(tests, dict) and tests.get("ok_format") is False)
            return
        kind = mark.partition(" ")[2]
        if mark.startswith("BEGIN"):
            self.inside.append((kind, cell.number))
            if kind == "QUESTION":
                self._question = config
            return
        if not self.inside or self.inside[-1][0] != kind:
            what = f"inside of {self.inside[-1][0]}" if self.inside else "without its beginning"
            raise UsageError(f"Cell {cell.number}: END {kind} {what}.", tip="Each BEGIN has its END, one inside the other.")
        self.inside.pop()
        if kind == "QUESTION":
            self._end_question()

    def _end_question(self) -> None:
        """The points of a question are shared by those of its tests that have none of their own."""
        points = self._question.get("points")
        total = float(points) if isinstance(points, int | float) else float(len(self._tests))
        own = sum(test.points for test in self._tests if test.points >= 0)
        open_tests = [test for test in self._tests if test.points < 0]
        share = max(total - own, 0.0) / len(open_tests) if open_tests else 0.0
        for test in self._tests:
            given = test.points if test.points >= 0 else share
            self.source.parts.append(replace(test, points=given))
        if self._question.get("manual"):
            self.source.remarks.append(f"Question {self._question.get('name', '?')} is graded by hand: a person reads it.")
        self._question, self._tests = {}, []

    def _text(self, cell: RawCell, block: str) -> None:
        if block == "SOLUTION":
            self.source.remarks.append(f"Cell {cell.number} is an answer in words, which a person grades: it was left out.")
        elif block != "PROMPT":
            self.source.parts.append(Text(cell.source))

    def _code(self, cell: RawCell, block: str) -> None:
        if block == "TESTS":
            self._tests.append(self._test(cell))
            return
        if re.search(r"^\s*(?:import otter\b|grader\s*=\s*otter\.)", cell.source, re.MULTILINE):
            return
        code, solution = _solution(cell)
        if block == "SOLUTION" and not solution:
            solution = frozenset(range(1, code.count("\n") + 2))
        self.source.parts.append(Answer(code, solution, cell.number) if solution else Given(code, cell.number))

    def _test(self, cell: RawCell) -> Test:
        code, config = cell.source, {}
        if found := _CONFIG.match(code):
            config, code = _load(found[2], cell), code[found.end() :]
        is_hidden = bool(config.get("hidden"))
        if found := _HIDDEN.match(code):
            is_hidden, code = True, code[found.end() :]
        code = "\n".join(line for line in code.split("\n") if not _IGNORED.search(line)).strip("\n")
        points = config.get("points")
        name = f"{self._question.get('name', 'question')}_{len(self._tests) + 1}"
        worth = float(points) if isinstance(points, int | float) else -1.0
        expected = cell.shown if self._is_ok_format else None
        failure = str(config.get("failure_message") or "")
        return Test(name, code, worth, is_hidden, cell.number, expected, failure, by_output=self._is_ok_format)


def _solution(cell: RawCell) -> tuple[str, frozenset[int]]:
    """The code without prompts and markers, and the lines of the solution."""
    kept: list[str] = []
    inside: set[int] = set()
    is_open = False
    for line in _PROMPT.sub("", cell.source).split("\n"):
        if _BEGIN.match(line) and not is_open:
            is_open = True
        elif _END.match(line) and is_open:
            is_open = False
        else:
            bare = _LINE.sub("", line)
            kept.append(bare)
            if is_open or bare != line:
                inside.add(len(kept))
    if is_open:
        raise UsageError(f"Cell {cell.number}: `# BEGIN SOLUTION` is never closed.", tip="Write `# END SOLUTION` below it.")
    return "\n".join(kept), frozenset(inside)


def _yaml(cell: RawCell) -> dict[str, Any]:
    return _load(cell.source, cell)


def _load(text: str, cell: RawCell) -> dict[str, Any]:
    import yaml  # noqa: PLC0415 - only a notebook of otter's needs it

    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise UsageError(f"Cell {cell.number} is no YAML: {error}.", tip="Mend it, or take the key out.") from None
    return found if isinstance(found, dict) else {}
