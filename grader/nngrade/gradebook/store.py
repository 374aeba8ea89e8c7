"""The gradebook: one SQLite file that holds every report, and who handed in what when.

A report is kept under the key of all that it depends on, so it is judged once.
Whatever belongs together is written in one transaction: a process that is killed
leaves all of it or nothing. Several processes may write at once.
"""

import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import msgspec

from nngrade.class_report import Student
from nngrade.errors import UsageError
from nngrade.model import TopicReport, Verdict

VERSION: Final = 1
APPLICATION: Final = 0x6E6E6762  # "nngb": what `file` and we ourselves know a gradebook by

_SCHEMA = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE students (id TEXT PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL) STRICT;
CREATE TABLE topics (name TEXT PRIMARY KEY, max_points REAL NOT NULL) STRICT;
CREATE TABLE reports (
    key TEXT PRIMARY KEY,
    topic TEXT NOT NULL,
    verdict TEXT NOT NULL,
    points REAL NOT NULL,
    max_points REAL NOT NULL,
    seconds REAL NOT NULL,
    judged_at TEXT NOT NULL,
    judgements INTEGER NOT NULL,
    report BLOB NOT NULL
) STRICT;
CREATE TABLE attempts (
    student TEXT NOT NULL REFERENCES students (id),
    topic TEXT NOT NULL,
    number INTEGER NOT NULL,
    digest TEXT NOT NULL,
    path TEXT NOT NULL,
    submitted_at TEXT,
    seen_at TEXT NOT NULL,
    remark TEXT NOT NULL,
    fault TEXT NOT NULL,
    key TEXT REFERENCES reports (key),
    proposed TEXT REFERENCES reports (key),
    PRIMARY KEY (student, topic, number)
) STRICT;
CREATE INDEX attempts_by_key ON attempts (key);
"""

_WAIT = 60.0  # seconds for another process's transaction
_TIP = "Name another file with --gradebook, or one that `nngrade grade` has written."


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a student handed in once. `key` names the report that counts, `proposed` one that would replace it."""

    student: str
    topic: str
    number: int
    digest: str
    path: str
    submitted: datetime | None
    seen: datetime
    remark: str = ""
    fault: str = ""
    key: str | None = None
    proposed: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A report's head: what a table of marks wants of it."""

    key: str
    topic: str
    verdict: Verdict
    points: float
    max_points: float


@dataclass(frozen=True, slots=True)
class Sighting:
    """A submission as this run found it; `fault` says why it could not be judged."""

    student: str
    topic: str
    digest: str
    path: str
    submitted: datetime | None
    remark: str = ""
    fault: str = ""


class Gradebook:
    """An open gradebook; made when there is none. Raises UsageError for a file that is none, or of another version."""

    def __init__(self, path: Path, *, must_exist: bool = False) -> None:
        self.path = path
        if must_exist and not path.is_file():
            raise UsageError(f"There is no gradebook {path}.", tip="`nngrade grade` makes one.")
        if not path.absolute().parent.is_dir():
            raise UsageError(f"The gradebook {path} cannot be made: its folder does not exist.", tip="Make the folder first.")
        try:
            self._connection = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
        except sqlite3.Error as error:
            raise UsageError(f"The gradebook {path} cannot be opened: {error}.", tip="See to its permissions.") from None
        try:
            self._prepare()
        except sqlite3.Error as error:
            self._connection.close()
            raise UsageError(f"{path} is no gradebook: {error}.", tip=_TIP) from None
        except BaseException:
            self._connection.close()
            raise

    def _prepare(self) -> None:
        execute = self._connection.execute
        execute("PRAGMA foreign_keys = ON")
        # The two marks are written last, in the transaction that makes the tables: there is no half-made gradebook.
        with self.transaction():
            application, version = (execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version"))
            if (application, version) == (0, 0) and not execute("SELECT 1 FROM sqlite_master").fetchone():
                for statement in _SCHEMA.split(";"):
                    execute(statement)
                execute(f"PRAGMA application_id = {APPLICATION}")
                execute(f"PRAGMA user_version = {VERSION}")
            elif application != APPLICATION:
                raise UsageError(f"{self.path} is a database of another program.", tip=_TIP)
            elif version != VERSION:
                message = f"The gradebook {self.path} has version {version}; this nngrade reads version {VERSION}."
                raise UsageError(message, tip="Use the nngrade that wrote it, or begin a new one with --gradebook.")
        # Readers and one writer at a time do not wait for one another; a killed process costs its own transaction alone.
        with suppress(sqlite3.OperationalError):  # another process has it open, and is just as glad to set it
            execute("PRAGMA journal_mode = WAL")
        execute("PRAGMA synchronous = NORMAL")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; a second one within is part of the first."""
        if self._connection.in_transaction:
            yield
            return
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    # -- facts -------------------------------------------------------------------------

    def fact(self, name: str) -> str | None:
        """Something that holds for the whole gradebook, such as its course's title."""
        row = self._connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def set_fact(self, name: str, value: str) -> None:
        """Write down such a thing."""
        with self.transaction():
            self._connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    # -- students and topics -----------------------------------------------------------

    def add_students(self, students: Iterable[Student]) -> None:
        """Add students; of those that are known, what is new about them."""
        rows = [(one.id, one.name, one.email) for one in students]
        with self.transaction():
            self._connection.executemany(
                "INSERT INTO students VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
                "name = CASE excluded.name WHEN '' THEN name ELSE excluded.name END, "
                "email = CASE excluded.email WHEN '' THEN email ELSE excluded.email END",
                rows,
            )

    def students(self) -> tuple[Student, ...]:
        """Everyone, by name."""
        found = [Student(*row) for row in self._connection.execute("SELECT id, name, email FROM students")]
        return tuple(sorted(found, key=lambda one: (one.called.casefold(), one.id)))

    def max_points(self) -> dict[str, float]:
        """What could be earned in each topic that was ever judged."""
        return dict(self._connection.execute("SELECT name, max_points FROM topics").fetchall())

    def set_max_points(self, topic: str, points: float) -> None:
        """Write down what can be earned in a topic."""
        with self.transaction():
            self._connection.execute("INSERT OR REPLACE INTO topics VALUES (?, ?)", (topic, points))

    # -- reports -----------------------------------------------------------------------

    def kept(self, key: str) -> Kept | None:
        """The head of a report that is kept."""
        row = self._connection.execute("SELECT key, topic, verdict, points, max_points FROM reports WHERE key = ?", (key,)).fetchone()
        return None if row is None else Kept(row[0], row[1], Verdict(row[2]), row[3], row[4])

    def has_settled(self, key: str) -> bool:
        """Whether a report is kept that needs no second look: one that the grader itself broke does."""
        found = self.kept(key)
        return found is not None and found.verdict is not Verdict.GRADER_ERROR

    def report(self, key: str) -> TopicReport:
        """A whole report."""
        (packed,) = self._connection.execute("SELECT report FROM reports WHERE key = ?", (key,)).fetchone()
        return unpacked(packed)

    def keep(self, key: str, report: TopicReport, seconds: float) -> None:
        """Keep a report, unless one that is settled stands there: the first one counts."""
        row = (key, report.topic, report.verdict.value, report.points, report.max_points, seconds, _written(_now()), 1, packed(report))
        with self.transaction():
            self._connection.execute(
                "INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET "
                "verdict = excluded.verdict, points = excluded.points, max_points = excluded.max_points, seconds = excluded.seconds, "
                "judged_at = excluded.judged_at, judgements = judgements + 1, report = excluded.report WHERE verdict = 'GRADER_ERROR'",
                row,
            )

    def report_keys(self) -> list[str]:
        """The keys of all reports."""
        return [row[0] for row in self._connection.execute("SELECT key FROM reports ORDER BY key")]

    def replace_report(self, key: str, by: str) -> None:
        """Let one report be another, which is then gone."""
        with self.transaction():
            self._connection.execute(
                "UPDATE reports SET (verdict, points, max_points, seconds, judged_at, judgements, report) = (SELECT "
                "other.verdict, other.points, other.max_points, other.seconds, other.judged_at, reports.judgements + 1, other.report "
                "FROM reports AS other WHERE other.key = ?) WHERE key = ?",
                (by, key),
            )
            self._connection.execute("UPDATE attempts SET key = ? WHERE key = ?", (key, by))
            self._connection.execute("UPDATE attempts SET proposed = NULL WHERE proposed = ?", (by,))
            self._connection.execute("DELETE FROM reports WHERE key = ?", (by,))

    # -- attempts ----------------------------------------------------------------------

    def attempts(self, student: str | None = None, topic: str | None = None) -> list[Attempt]:
        """Attempts, a student's one after the other."""
        rows = self._connection.execute(
            "SELECT student, topic, number, digest, path, submitted_at, seen_at, remark, fault, key, proposed FROM attempts "
            "WHERE (?1 IS NULL OR student = ?1) AND (?2 IS NULL OR topic = ?2) ORDER BY student, topic, number",
            (student, topic),
        )
        return [_attempt(row) for row in rows]

    def latest(self, student: str, topic: str) -> Attempt | None:
        """What a student handed in last."""
        found = self.attempts(student, topic)
        return found[-1] if found else None

    def sight(self, seen: Sighting) -> Attempt:
        """Write down what a student has handed in now: the attempt that is known already, or a new one."""
        with self.transaction():
            latest = self.latest(seen.student, seen.topic)
            if latest is not None and latest.digest == seen.digest:
                self._connection.execute(
                    "UPDATE attempts SET path = ?, remark = ?, submitted_at = coalesce(submitted_at, ?) "
                    "WHERE student = ? AND topic = ? AND number = ?",
                    (seen.path, seen.remark, _written(seen.submitted), seen.student, seen.topic, latest.number),
                )
                return latest
            number = latest.number + 1 if latest else 1
            made = Attempt(seen.student, seen.topic, number, seen.digest, seen.path, seen.submitted, _now(), seen.remark)
            self.add_attempt(made)
            return made

    def add_attempt(self, made: Attempt) -> None:
        """Add an attempt as it is."""
        row = (
            *(made.student, made.topic, made.number, made.digest, made.path, _written(made.submitted), _written(made.seen)),
            *(made.remark, made.fault, made.key, made.proposed),
        )
        with self.transaction():
            self._connection.execute("INSERT INTO attempts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def replace_attempts(self, student: str, topic: str, attempts: Iterable[Attempt]) -> None:
        """Let these be a student's attempts in a topic."""
        with self.transaction():
            self._connection.execute("DELETE FROM attempts WHERE student = ? AND topic = ?", (student, topic))
            for attempt in attempts:
                self.add_attempt(attempt)

    def settle(self, attempt: Attempt, *, key: str | None = None, proposed: str | None = None, fault: str = "") -> None:
        """Write down which report counts for an attempt, which one would replace it, and why there is none."""
        with self.transaction():
            self._connection.execute(
                "UPDATE attempts SET key = ?, proposed = ?, fault = ? WHERE student = ? AND topic = ? AND number = ?",
                (key, proposed, fault, attempt.student, attempt.topic, attempt.number),
            )

    def forget(self, student: str, topics: frozenset[str]) -> int:
        """Take attempts out, in these topics or in all, with the reports that nobody else has; gives how many attempts."""
        with self.transaction():
            attempts = [one for one in self.attempts(student) if not topics or one.topic in topics]
            for attempt in attempts:
                where = (attempt.student, attempt.topic, attempt.number)
                self._connection.execute("DELETE FROM attempts WHERE student = ? AND topic = ? AND number = ?", where)
            for key in {key for one in attempts for key in (one.key, one.proposed) if key}:
                self._connection.execute(
                    "DELETE FROM reports WHERE key = ?1 AND NOT EXISTS (SELECT 1 FROM attempts WHERE key = ?1 OR proposed = ?1)", (key,)
                )
        return len(attempts)

    # -- its end -----------------------------------------------------------------------

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def packed(report: TopicReport) -> bytes:
    """A report as it is kept: JSON, compressed, for it repeats itself a good deal."""
    return zlib.compress(msgspec.json.encode(report), 6)


def unpacked(data: bytes) -> TopicReport:
    """A report that was kept."""
    return msgspec.json.decode(zlib.decompress(data), type=TopicReport)


def _attempt(row: tuple[Any, ...]) -> Attempt:
    student, topic, number, digest, path, submitted, seen, *rest = row
    return Attempt(student, topic, number, digest, path, _read(submitted), _read(seen) or _now(), *rest)


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _written(when: datetime | None) -> str | None:
    return None if when is None else when.astimezone(UTC).isoformat()


def _read(text: object) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) else None
