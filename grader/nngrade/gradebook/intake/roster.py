"""A roster: a CSV file that says who is in the class and, if it likes, which files are whose."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from nngrade.class_report import Student
from nngrade.errors import UsageError

# What the columns are called in exports of one system or another; compared without case, blanks and underscores.
_COLUMNS = {
    "student": ("student", "studentid", "id", "sid", "username", "login", "sisloginid", "githubusername", "identifier"),
    "name": ("name", "fullname", "studentname", "displayname"),
    "email": ("email", "emailaddress", "mail"),
    "path": ("path", "file", "folder", "submission"),
    "topic": ("topic", "exercise", "assignment"),
    "submitted": ("submitted", "submittedat", "time", "date"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line: `path` is below the folder of submissions, "" when the student's files are found by the student's name."""

    line: int
    student: Student
    path: str = ""
    topic: str = ""
    submitted: datetime | None = None


def read_roster(path: Path) -> tuple[Row, ...]:
    """Read a roster; a UsageError names the line that makes no sense."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.", tip="--roster names a CSV file.") from None
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8: byte {error.start} does not decode.", tip="Save it as “CSV UTF-8”.") from None
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns = _columns(reader.fieldnames or (), path)
    try:
        rows = tuple(
            _row(record, columns, path, reader.line_num)
            for record in reader
            if any(isinstance(one, str) and one.strip() for one in record.values())
        )
    except csv.Error as error:
        raise UsageError(f"{path}, line {reader.line_num}: {error}.", tip="Save it as CSV again.") from None
    if not rows:
        raise UsageError(f"{path} names no student.", tip="Below its header it has a line for each.")
    return rows


def _columns(header: "list[str] | tuple[str, ...] | object", path: Path) -> dict[str, str]:
    names = [name for name in header if isinstance(name, str)] if isinstance(header, list | tuple) else []
    simple = {name.lower().replace(" ", "").replace("_", ""): name for name in names}
    found = {key: next((simple[alias] for alias in aliases if alias in simple), "") for key, aliases in _COLUMNS.items()}
    if not found["student"]:
        found["student"] = found["email"] or found["name"]
    if not found["student"]:
        message = f"{path} has no column `student`: its columns are {', '.join(names) or 'none'}."
        raise UsageError(message, tip="A roster has the columns student and, if you like, name, email, path, topic, submitted.")
    return {key: column for key, column in found.items() if column}


def _row(record: Mapping[str, object], columns: dict[str, str], path: Path, line: int) -> Row:
    def cell(key: str) -> str:
        value = record.get(columns.get(key, ""))
        return value.strip() if isinstance(value, str) else ""

    student = cell("student")
    if not student:
        raise UsageError(f"{path}, line {line}: the student is missing.", tip="Each line names one.")
    submitted = cell("submitted")
    try:
        when = datetime.fromisoformat(submitted) if submitted else None
    except ValueError:
        message = f"{path}, line {line}: submitted = {submitted} is no time."
        raise UsageError(message, tip="Write it as 2026-10-31T23:59+01:00.") from None
    if when is not None and when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return Row(line, Student(student, cell("name"), cell("email")), cell("path"), cell("topic"), when)
