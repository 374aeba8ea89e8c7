"""A class run: everything is judged once, what changed is judged again, and no mark changes by itself."""

from dataclasses import replace

import pytest

from nngrade.class_report import Standing
from nngrade.gradebook.jobs import Result
from nngrade.gradebook.proposals import accept, proposals
from nngrade.gradebook.store import Gradebook
from nngrade.judge.judging import judge
from nngrade.judge.settings import Settings
from nngrade.model import Disclosure, Verdict
from nngrade.submissions.reading import read_submission


def test_everyone_gets_what_check_would_give(a_class, greeting):
    report = a_class.grade()
    assert {one.student.id: one.points for one in report.students} == {"ada": 6.0, "bob": 3.0, "cleo": 0.0}
    with Gradebook(a_class.book) as book:
        for attempt in book.attempts():
            path = a_class.folder / attempt.path
            alone = judge(greeting, replace(read_submission(path, greeting), path=path.relative_to(path.parent)), Settings())
            assert book.report(attempt.key) == alone
    assert report.exit_code == 1


def test_a_second_run_judges_nothing(a_class):
    a_class.grade()
    assert a_class.tally.judged == 3
    a_class.grade()
    assert (a_class.tally.judged, a_class.tally.known) == (0, 3)
    assert all(not step.is_new for step in a_class.steps)


def test_a_changed_submission_alone_is_judged_and_is_a_new_attempt(a_class):
    a_class.grade()
    a_class.hand_in("bob", "# better\n" + "def greet(name):\n    return f'Hello, {name}!'\n")
    report = a_class.grade()
    assert a_class.tally.judged == 1
    bob = report.students[1]
    assert (bob.points, bob.marks[0].attempt, bob.marks[0].attempts) == (3.0, 2, 2)


def test_the_same_file_of_two_students_is_judged_once(a_class):
    source = (a_class.folder / "ada" / "greeting.py").read_bytes()
    for name in ("dora", "emil"):
        a_class.hand_in(name, source)
    assert a_class.points()["emil"] == 6.0
    assert a_class.tally.judged == 3


def test_each_of_two_with_the_same_file_sees_their_own_path(a_class):
    a_class.hand_in("dora", (a_class.folder / "ada" / "greeting.py").read_bytes(), name="greeting/greeting.py")
    report = a_class.grade()
    assert [one.marks[0].path for one in report.students][::3] == ["ada/greeting.py", "dora/greeting/greeting.py"]


def test_a_change_of_the_course_that_changes_no_mark_is_taken_silently(a_class, changed_suite):
    a_class.grade()
    course = changed_suite("greets by name", "greets people by name")
    a_class.grade(course=course)
    assert (a_class.tally.judged, a_class.tally.proposed) == (3, 0)
    with Gradebook(a_class.book) as book:
        assert all(attempt.proposed is None for attempt in book.attempts())
        assert book.report(book.attempts()[0].key).exercises[0].checks[0].title == "greets people by name"


def test_a_mark_does_not_change_before_it_is_accepted(a_class, changed_suite):
    a_class.grade()
    course = changed_suite('agree.greet("Grace")', 'agree.greet("Grace")\n    assert False')
    # A suite that is broken for the reference too is the grader's fault; one that asks for more is not.
    course = changed_suite("assert False", 'agree.greet("")')
    course = changed_suite("points=2, public", "points=5, public")
    assert a_class.points(course=course) == {"ada": 6.0, "bob": 3.0, "cleo": 0.0}
    assert a_class.tally.proposed == 3
    with Gradebook(a_class.book) as book:
        found = proposals(book, ["greeting"])
        by_student = {one.attempt.student: (one.before.points, one.after.points) for one in found}
        assert by_student == {"ada": (6.0, 9.0), "bob": (3.0, 3.0), "cleo": (0.0, 0.0)}
        assert [change.check for change in found[0].changes] == ["test_greets_by_name"]
        accept(book, found)
        assert proposals(book, ["greeting"]) == ()
    assert a_class.points(course=course)["ada"] == 9.0
    assert a_class.tally.judged == 0


def test_a_new_submission_is_judged_by_the_new_suite_at_once(a_class, changed_suite):
    a_class.grade()
    course = changed_suite("points=2, public", "points=5, public")
    a_class.hand_in("bob", "# mended\ndef greet(name):\n    return f'Hello, {name}!'\n")
    assert a_class.points(course=course)["bob"] == 6.0


@pytest.mark.parametrize("change", [{"seed": 1}, {"disclosure": Disclosure.VERDICT}])
def test_other_settings_are_another_report(a_class, change):
    a_class.grade()
    a_class.settings = replace(a_class.settings, **change)
    a_class.grade()
    assert a_class.tally.judged == 3


def test_a_lesson_or_a_picture_changes_nothing(a_class, tiny_folder):
    a_class.grade()
    for name in ("lesson.md", "curve.svg", "alternatives.py"):
        (tiny_folder / "solutions" / "greeting" / name).write_text("other", "utf-8")
    a_class.grade()
    assert a_class.tally.judged == 0


@pytest.mark.parametrize("name", ["suite.py", "reference.py", "misconceptions.py", "topic.toml", "helper.py"])
def test_whatever_judging_depends_on_changes_the_key(tiny_folder, greeting, name):
    from nngrade.gradebook.keys import course_fingerprint

    before = course_fingerprint(greeting)
    path = greeting.folder / name
    path.write_text((path.read_text("utf-8") if path.exists() else "") + "\n# another\n", "utf-8")
    assert course_fingerprint(greeting) != before


def test_a_broken_suite_takes_no_mark_away(a_class, changed_suite):
    a_class.grade()
    course = changed_suite("from nngrade.suite import check", "from nngrade.suite import chek")
    report = a_class.grade(course=course)
    assert [one.points for one in report.students] == [6.0, 3.0, 0.0]
    assert report.exit_code == 3
    assert "cannot be imported" in report.problems[0].says
    assert all(step.verdict is None for step in a_class.steps)


def test_what_the_grader_broke_is_judged_again_the_next_time(a_class, changed_suite):
    course = changed_suite("expect.equal(student.Guestbook().names(), []", "expect.equal(1 / 0, []")
    report = a_class.grade(course=course)
    assert report.exit_code == 3
    assert report.students[0].marks[0].verdict is Verdict.GRADER_ERROR
    assert report.students[0].score == 1.0  # a check that the grader broke counts for neither side
    a_class.grade(course=course)
    assert a_class.tally.judged == 2, "Cleo's file crashes before our fault can show"
    course = changed_suite("expect.equal(1 / 0, []", "expect.equal(student.Guestbook().names(), []")
    assert a_class.points(course=course)["ada"] == 6.0, "a mark that our fault made is no mark to hold on to"


def test_regrading_judges_again_what_depends_on_the_machine(a_class, greeting):
    class Slow:
        """A machine on which everything takes too long, the first time."""

        verdict = Verdict.TIMED_OUT

        def run(self, jobs):
            for job in jobs:
                report = judge(greeting, job.submission)
                checks = tuple(replace(check, verdict=self.verdict, points=0.0) for check in report.exercises[0].checks)
                exercises = (replace(report.exercises[0], checks=checks), *report.exercises[1:])
                yield Result(job.key, job.topic.name, replace(report, exercises=exercises) if self.verdict else report)

    a_class.scheduler = Slow()
    assert a_class.points()["ada"] == 3.0
    Slow.verdict = None
    a_class.grade()
    assert a_class.tally.judged == 0
    a_class.again = True
    assert a_class.points()["ada"] == 3.0
    with Gradebook(a_class.book) as book:
        found = proposals(book, ["greeting"])
        assert {one.attempt.student: one.after.points for one in found}["ada"] == 6.0
        accept(book, found)
    a_class.again = False
    assert a_class.points() == {"ada": 6.0, "bob": 3.0, "cleo": 0.0}
    assert a_class.tally.judged == 0


def test_a_student_without_a_file_is_in_the_marks(a_class):
    (a_class.folder / "dora").mkdir()
    (a_class.folder / "dora" / "notes.txt").write_text("sorry", "utf-8")
    report = a_class.grade()
    mark = report.students[3].marks[0]
    assert (mark.standing, mark.share, mark.max_points) == (Standing.MISSING, 0.0, 6.0)
    assert "notes.txt" in report.problems[0].says
