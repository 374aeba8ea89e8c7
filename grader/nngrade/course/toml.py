"""TOML with places: a mistake in a file is named with the line that it stands in.

`tomllib` does not say where a value came from. Reading ever longer beginnings of
the file does: the line with which a value is first there is the line that gives it.
"""

import json
import re
import tomllib
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property
from pathlib import Path
from typing import Any

from nngrade.errors import CourseError

Place = tuple[str | int, ...]

_TIP = "docs/reference/course-format.md describes every key."


@dataclass(frozen=True)
class TomlFile:
    """One TOML file, with its text."""

    path: Path
    text: str

    @classmethod
    def open(cls, path: Path) -> "TomlFile":
        """Read a file; a CourseError says why it cannot be read."""
        try:
            return cls(path, path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise CourseError(f"{path} does not exist.", tip=f"A course needs it. {_TIP}") from None
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            message = f"{path}, line {line}: this is not UTF-8: byte {error.start} does not decode."
            raise CourseError(message, tip="Save the file as UTF-8.") from None
        except OSError as error:
            raise CourseError(f"{path} cannot be read: {error.strerror}.", tip="See to its permissions.") from None

    @cached_property
    def table(self) -> dict[str, Any]:
        """What the file says; a CourseError names the line that is no TOML."""
        try:
            return tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            what, _, where = str(error).rpartition(" (at ")
            given = re.match(r"line (\d+), column (\d+)", where)
            line = int(given[1]) if given else self._begun_and_not_ended()
            column = f" in column {given[2]}" if given else ""
            message = f"{self.path}, line {line}: this is not TOML: {what[:1].lower()}{what[1:]}{column}."
            raise CourseError(message, tip="Text stands in quotes, a list in brackets, and each key once.") from None

    def error(self, message: str, *place: str | int, tip: str = _TIP) -> CourseError:
        """Return the error about what stands at `place`, such as ("exercises", 1, "name"); the top is line 1."""
        return CourseError(f"{self.path}, line {self.line_of(*place)}: {message}", tip=tip)

    def line_of(self, *place: str | int) -> int:
        """Return the line of the key, the table's header or the item at `place`; of what is not there, line 1."""
        lines = self.text.split("\n")
        begin = 0
        for end in range(1, len(lines) + 1) if place else ():
            beginning = "\n".join(lines[:end])
            if _holds(_loaded(beginning), place):
                return _first_line(lines, begin, end)
            if _holds(_loaded(f"{beginning}\n]"), place):  # an item of a list over several lines
                return end
            if _loaded(beginning) is not None:
                begin = end
        return 1

    def _begun_and_not_ended(self) -> int:
        """Return the line that begins what the end of the file cuts off."""
        lines = self.text.split("\n")
        begin = max(end for end in range(len(lines)) if _loaded("\n".join(lines[:end])) is not None)
        return _first_line(lines, begin, len(lines))


def _loaded(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _holds(table: Any, place: Place) -> bool:
    if table is None:
        return False
    for part in place:
        if isinstance(part, int):
            if not isinstance(table, list) or part >= len(table):
                return False
        elif not isinstance(table, dict) or part not in table:
            return False
        table = table[part]
    return True


def _first_line(lines: list[str], begin: int, end: int) -> int:
    """Return the first line of a statement: the blanks and comments above it belong to nobody."""
    telling = (number for number in range(begin, end) if lines[number].strip() and not lines[number].lstrip().startswith("#"))
    return next(telling, begin) + 1


def write_table(table: dict[str, Any]) -> str:
    """Write a table as TOML: plain values first, then its tables one level deep, as the files of a course are."""
    parts = [f"{key} = {_literal(value)}\n" for key, value in table.items() if not _is_table(value)]
    for key, value in table.items():
        if isinstance(value, dict):
            parts.append(f"\n[{key}]\n{write_table(value)}")
        elif _is_table(value):
            parts += [f"\n[[{key}]]\n{write_table(one)}" for one in value]
    return "".join(parts)


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value))


def _literal(value: Any) -> str:
    if isinstance(value, date | time):
        return value.isoformat()
    # A string, a list and a number are written in TOML as in JSON.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
