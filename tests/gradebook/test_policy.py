"""Due dates, penalties, extensions, attempts and caps: rules as data, and marks that follow from them."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from nngrade.class_report import Standing
from nngrade.course.classes import read_rules
from nngrade.course.policy import Policy
from nngrade.course.reading import read_course
from nngrade.errors import CourseError
from nngrade.gradebook.marks import View, class_report, student_reports
from nngrade.gradebook.store import Gradebook
from nngrade.model import Disclosure

DUE = datetime(2026, 10, 1, 12, tzinfo=UTC)


def at(**later):
    return DUE + timedelta(**later)


@pytest.fixture
def rules(tmp_path, tiny):
    """Rules out of the text of a class file."""

    def _rules(text):
        path = tmp_path / "class.toml"
        path.write_text("format = 1\n" + text, "utf-8")
        return read_rules(path, tiny)

    return _rules


@pytest.fixture
def handed_in_at(a_class):
    """Let what a student handed in be of some time."""

    def _at(student, when):
        path = a_class.folder / student / "greeting.py"
        os.utime(path, (when.timestamp(), when.timestamp()))

    return _at


def marks(report):
    return {one.student.id: one.marks[0] for one in report.students}


# --- arithmetic ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("late", "share"),
    [
        (timedelta(0), 0),
        (timedelta(seconds=1), 0.1),
        (timedelta(days=1), 0.1),
        (timedelta(days=1, seconds=1), 0.2),
        (timedelta(days=99), 0.5),
    ],
)
def test_each_day_begun_costs(late, share):
    assert Policy(due=DUE, late_penalty=0.1, late_most=0.5).penalty(late) == pytest.approx(share)


def test_grace_is_not_late_and_after_it_all_of_it_is():
    policy = Policy(due=DUE, grace_minutes=15)
    assert policy.late_by(at(minutes=15)) == timedelta(0)
    assert policy.late_by(at(minutes=16)) == timedelta(minutes=16)
    assert policy.late_by(None) == timedelta(0)


def test_a_time_is_a_time_in_every_zone():
    from datetime import timezone

    there = at(minutes=5).astimezone(timezone(timedelta(hours=9)))
    assert Policy(due=DUE).late_by(there) == timedelta(minutes=5)


def test_an_extension_moves_the_end_too():
    policy = Policy(due=DUE, closes=at(days=7)).extended(2, None)
    assert (policy.due, policy.closes) == (at(days=2), at(days=9))
    policy = Policy(due=DUE, closes=at(days=7)).extended(0, at(days=3))
    assert (policy.due, policy.closes) == (at(days=3), at(days=10))


def test_a_cap_lifts_by_date_or_by_attempts():
    policy = Policy(disclosure=Disclosure.HINT, disclosure_lifts=DUE, disclosure_lifts_after=3)
    assert policy.cap(1, at(seconds=-1)) is Disclosure.HINT
    assert policy.cap(1, DUE) is Disclosure.FULL
    assert policy.cap(3, at(days=-1)) is Disclosure.FULL


# --- marks ---------------------------------------------------------------------------


def test_lateness_costs_points_and_is_said(a_class, rules, handed_in_at):
    handed_in_at("ada", at(hours=30))
    handed_in_at("bob", at(days=-1))
    found = marks(a_class.grade(rules=rules("[grading]\ndue = 2026-10-01T12:00:00Z\nlate_penalty = 0.1\n")))
    assert (found["ada"].earned, found["ada"].points) == (6.0, pytest.approx(4.8))
    assert "1 d 6 h late: 20 % less" in found["ada"].note
    assert (found["bob"].points, found["bob"].note) == (3.0, "")


def test_lateness_takes_no_more_than_there_was(a_class, rules, handed_in_at):
    handed_in_at("bob", at(days=30))
    found = marks(a_class.grade(rules=rules("[grading]\ndue = 2026-10-01T12:00:00Z\nlate_penalty = 0.1\n")))
    assert found["bob"].points == 0.0


def test_a_student_with_more_time(a_class, rules, handed_in_at):
    for name in ("ada", "bob"):
        handed_in_at(name, at(days=2))
    text = "[grading]\ndue = 2026-10-01T12:00:00Z\nlate_penalty = 0.5\n[[extensions]]\nstudent = 'ada'\ndays = 3\nreason = 'ill'\n"
    found = marks(a_class.grade(rules=rules(text)))
    assert found["ada"].points == 6.0
    assert found["bob"].points < 3.0


def test_after_the_end_nothing_counts(a_class, rules, handed_in_at):
    handed_in_at("ada", at(days=-1))
    text = "[grading]\ndue = 2026-10-01T12:00:00Z\ncloses = 2026-10-02T12:00:00Z\n"
    a_class.grade()
    a_class.hand_in("ada", "# worse\n")
    handed_in_at("ada", at(days=5))
    handed_in_at("bob", at(days=5))
    found = marks(a_class.grade(rules=rules(text)))
    assert (found["ada"].points, found["ada"].attempt) == (6.0, 1)
    assert "1 handed in after the end" in found["ada"].note
    assert found["bob"].standing is Standing.MISSING


@pytest.mark.parametrize(("counts", "points"), [("best", 6.0), ("last", 3.0)])
def test_the_best_or_the_last_attempt_counts(a_class, rules, counts, points):
    a_class.grade()
    a_class.hand_in("ada", (a_class.folder / "bob" / "greeting.py").read_bytes())
    found = marks(a_class.grade(rules=rules(f"[grading]\ncounts = '{counts}'\n")))
    assert (found["ada"].points, found["ada"].attempts) == (points, 2)


def test_the_best_is_the_best_after_lateness(a_class, rules, handed_in_at):
    right = (a_class.folder / "ada" / "greeting.py").read_bytes()
    handed_in_at("bob", at(days=-1))
    a_class.grade()
    a_class.hand_in("bob", right)
    handed_in_at("bob", at(days=8))
    text = "[grading]\ndue = 2026-10-01T12:00:00Z\nlate_penalty = 0.1\ncounts = 'best'\n"
    assert marks(a_class.grade(rules=rules(text)))["bob"].attempt == 1


def test_attempts_beyond_the_limit_do_not_count(a_class, rules):
    right = (a_class.folder / "ada" / "greeting.py").read_bytes()
    a_class.grade()
    a_class.hand_in("bob", "# second\n")
    a_class.grade()
    a_class.hand_in("bob", right)
    found = marks(a_class.grade(rules=rules("[grading]\ncounts = 'best'\nattempt_limit = 2\n")))
    assert (found["bob"].points, found["bob"].attempt, found["bob"].attempts) == (3.0, 1, 3)
    assert "only the first 2 attempts count" in found["bob"].note


def test_an_unknown_time_is_not_held_against_anyone(a_class, rules):
    import zipfile

    path = a_class.folder.parent / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(a_class.folder / "ada" / "greeting.py", "ada/greeting.py")
    a_class.folder = path
    found = marks(a_class.grade(rules=rules("[grading]\ndue = 2020-01-01T00:00:00Z\nlate_penalty = 0.5\n")))
    assert found["ada"].points == 6.0
    assert "no time of submission is known" in found["ada"].note


def test_a_mark_is_made_anew_when_the_rules_change_and_nothing_is_judged(a_class, rules, handed_in_at):
    handed_in_at("ada", at(hours=1))
    assert marks(a_class.grade())["ada"].points == 6.0
    found = marks(a_class.grade(rules=rules("[grading]\ndue = 2026-10-01T12:00:00Z\nlate_penalty = 0.5\n")))
    assert (a_class.tally.judged, found["ada"].points) == (0, 3.0)


def told(a_class, rules, now):
    view = View(a_class.course, a_class.course.topics, rules, 0, "basic", now)
    with Gradebook(a_class.book) as book:
        reports = {one.marks.student.id: one.report for one in student_reports(book, view, class_report(book, view))}
    checks = [check for topic in reports["bob"].topics for exercise in topic.exercises for check in exercise.checks]
    return [check.finding for check in checks if check.verdict.value == "FAILED"]


def test_what_a_report_tells_opens_at_a_date(a_class, rules):
    a_class.grade()
    found = rules('[grading]\ndisclosure_cap = "verdict"\ndisclosure_lifts = 2026-10-01T12:00:00Z\n')
    assert told(a_class, found, at(seconds=-1)) == [None]
    assert all(told(a_class, found, at(seconds=1)))


def test_what_a_report_tells_opens_with_attempts(a_class, rules):
    a_class.grade()
    found = rules('[grading]\ndisclosure_cap = "verdict"\ndisclosure_lifts_after = 2\n')
    assert told(a_class, found, DUE) == [None]
    a_class.hand_in("bob", (a_class.folder / "bob" / "greeting.py").read_text("utf-8") + "# again\n")
    a_class.grade()
    assert all(told(a_class, found, DUE))


# --- files ---------------------------------------------------------------------------


def test_the_course_has_rules_and_a_class_goes_before(tiny_folder, tmp_path):
    course = tiny_folder / "solutions" / "course.toml"
    text = course.read_text("utf-8").replace(
        "[[topics]]\n", "[grading]\nlate_penalty = 0.1\nattempt_limit = 4\n\n[[topics]]\ngrace_minutes = 5\n", 1
    )
    course.write_text(text, "utf-8")
    read = read_course(tiny_folder / "solutions")
    assert (read.topics[0].policy.late_penalty, read.topics[0].policy.grace_minutes) == (0.1, 5)
    path = tmp_path / "class.toml"
    path.write_text("format = 1\n[grading]\nlate_penalty = 0.3\n[[topics]]\nname = 'greeting'\nattempt_limit = 1\n", "utf-8")
    policy = read_rules(path, read).policy("greeting", "ada")
    assert (policy.late_penalty, policy.attempt_limit, policy.grace_minutes) == (0.3, 1, 5)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[grading]\ndue = 2026-10-01T12:00:00", "line 3: due = 2026-10-01T12:00:00 does not say in which time zone"),
        ("[grading]\ndue = 'tomorrow'", "line 3"),
        ("[grading]\nlate_penalty = 1.5", "line 3: late_penalty = 1.5 makes no sense"),
        ("[grading]\nlate_hours = 0", "line 3: late_hours = 0 makes no sense"),
        ("[grading]\nattempt_limit = 0", "line 3: attempt_limit = 0 makes no sense"),
        ("[grading]\nlate_penalty = nan", "line 3"),
        ("[grading]\ncounts = 'worst'", 'counts = "worst" is neither "best" nor "last"'),
        ("[grading]\ndisclosure_cap = 'all'", "is not one of"),
        ("[grading]\ndu = 3", "the key `du` is not known"),
        ("[grading]\ndue = 2026-10-02T00:00:00Z\ncloses = 2026-10-01T00:00:00Z", "line 4: `closes` lies before `due`"),
        ("[[topics]]\nname = 'greting'", 'the course has no topic "greting"'),
        ("[[extensions]]\nstudent = 'ada'", "gives `days`, or a `due`"),
        ("[[extensions]]\nstudent = 'ada'\ndays = 1\ntopics = ['x']", 'the course has no topic "x"'),
        ("[[extensions]]\ndays = 1", "the key `student` is missing"),
        ("[[extensions", "this is not TOML"),
    ],
)
def test_a_rule_that_makes_no_sense_is_named_with_its_line(rules, text, says):
    with pytest.raises(CourseError) as error:
        rules(text)
    assert says in error.value.message
