"""The gradebook's file: whole or not at all, whoever writes it, however they end."""

import sqlite3
import threading

import pytest

from nngrade.class_report import Student
from nngrade.errors import UsageError
from nngrade.gradebook.store import Gradebook, Sighting
from nngrade.judge.judging import judge
from nngrade.submissions.reading import Submission


@pytest.fixture
def report(greeting):
    return judge(greeting, Submission(greeting.reference, greeting.reference.read_text("utf-8"), ""))


def test_a_report_comes_back_as_it_was(tmp_path, report):
    with Gradebook(tmp_path / "book.sqlite") as book:
        book.keep("k", report, 0.1)
    with Gradebook(tmp_path / "book.sqlite") as book:
        assert book.report("k") == report
        assert book.kept("k").points == report.points


def test_the_first_report_of_a_key_counts(tmp_path, report, greeting):
    other = judge(greeting, Submission(greeting.reference, "x = 1", ""))
    with Gradebook(tmp_path / "book.sqlite") as book:
        book.keep("k", report, 0.1)
        book.keep("k", other, 0.1)
        assert book.report("k") == report


def test_half_a_transaction_is_none(tmp_path, report):
    with Gradebook(tmp_path / "book.sqlite") as book:

        def half():
            with book.transaction():
                book.keep("k", report, 0.1)
                book.add_students([Student("ada")])
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            half()
        assert book.kept("k") is None
        assert book.students() == ()


def test_the_same_submission_is_one_attempt(tmp_path):
    with Gradebook(tmp_path / "book.sqlite") as book:
        book.add_students([Student("ada")])
        for digest in ("one", "one", "two", "two", "one"):
            book.sight(Sighting("ada", "greeting", digest, "ada/greeting.py", None))
        assert [(one.number, one.digest) for one in book.attempts()] == [(1, "one"), (2, "two"), (3, "one")]


def test_two_write_at_once(tmp_path, report):
    path = tmp_path / "book.sqlite"
    failures = []

    def write(name):
        try:
            with Gradebook(path) as book:
                for number in range(40):
                    with book.transaction():
                        book.add_students([Student(f"{name}{number}")])
                        book.keep(f"k{number}", report, 0.1)
                        attempt = book.sight(Sighting(f"{name}{number}", "greeting", "d", "p", None))
                        book.settle(attempt, key=f"k{number}")
        except Exception as error:  # noqa: BLE001
            failures.append(error)

    threads = [threading.Thread(target=write, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    with Gradebook(path) as book:
        assert len(book.attempts()) == 80
        assert len(book.students()) == 80


def test_names_in_any_script_and_what_is_no_text(tmp_path):
    students = [Student("李雷", "李雷"), Student("Åsa Öberg"), Student("a'; DROP TABLE students; --"), Student("محمد"), Student("🦊")]
    with Gradebook(tmp_path / "book.sqlite") as book:
        book.add_students(students)
        assert set(book.students()) == set(students)


def test_what_is_known_of_a_student_is_not_forgotten(tmp_path):
    with Gradebook(tmp_path / "book.sqlite") as book:
        book.add_students([Student("ada", "Ada Lovelace", "ada@example.org")])
        book.add_students([Student("ada")])
        assert book.students() == (Student("ada", "Ada Lovelace", "ada@example.org"),)


def test_a_file_that_is_no_gradebook(tmp_path):
    path = tmp_path / "book.sqlite"
    path.write_text("marks, marks, marks" * 100, "utf-8")
    with pytest.raises(UsageError, match="no gradebook"):
        Gradebook(path)
    assert path.read_text("utf-8").startswith("marks")


def test_the_database_of_another_program_is_left_alone(tmp_path):
    path = tmp_path / "book.sqlite"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE places (name TEXT)")
    other.close()
    with pytest.raises(UsageError, match="another program"):
        Gradebook(path)


def test_a_gradebook_of_another_version(tmp_path):
    path = tmp_path / "book.sqlite"
    Gradebook(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 7")
    connection.close()
    with pytest.raises(UsageError, match="version 7; this nngrade reads version 1"):
        Gradebook(path)


def test_a_gradebook_that_must_be_there(tmp_path):
    with pytest.raises(UsageError, match="There is no gradebook"):
        Gradebook(tmp_path / "none.sqlite", must_exist=True)
    assert not (tmp_path / "none.sqlite").exists()
    with pytest.raises(UsageError, match="folder does not exist"):
        Gradebook(tmp_path / "nowhere" / "book.sqlite")


def test_a_new_file_is_made_by_one_of_several(tmp_path):
    path = tmp_path / "book.sqlite"
    failures = []

    def make():
        try:
            Gradebook(path).close()
        except Exception as error:  # noqa: BLE001
            failures.append(error)

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
