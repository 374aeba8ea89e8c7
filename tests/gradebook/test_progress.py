"""Progress keeps the best and the latest of each exercise, and never loses a file."""

import pytest

from nngrade.gradebook.progress import Progress, progress_file, read, record, total
from nngrade.model import CheckReport, Disclosure, ExerciseReport, Report, TopicReport, Verdict

PASSED, FAILED, UNFINISHED, FAULT = Verdict.PASSED, Verdict.FAILED, Verdict.UNFINISHED, Verdict.GRADER_ERROR


def exercise_report(name, *verdicts):
    checks = tuple(
        CheckReport(f"test_{index}", name, "holds", verdict, 1.0 if verdict is PASSED else 0.0, 1.0, False, Disclosure.HINT)
        for index, verdict in enumerate(verdicts)
    )
    return ExerciseReport(name, f"{name}()", checks)


def report_on(topic="greeting", **exercises):
    reports = tuple(exercise_report(name, *verdicts) for name, verdicts in exercises.items())
    return Report("A course", "0", 0, "basic", (TopicReport(topic, topic.title(), 1.0, "greeting.py", "", reports),))


@pytest.fixture
def workspace(tmp_path):
    (tmp_path / ".nngrade").mkdir()
    return tmp_path


def test_before_the_first_check_nothing_is_known(workspace):
    assert read(workspace) == Progress()


def test_a_first_result_is_the_best_and_the_latest(workspace):
    record(workspace, report_on(greet=[PASSED, FAILED]))
    known = read(workspace).exercise("greeting", "greet")
    assert known.best == known.latest
    assert (known.latest.passed, known.latest.checks, known.latest.points, known.latest.max_points) == (1, 2, 1.0, 2.0)
    assert (known.latest.verdict, known.latest.done, known.attempts) == (FAILED, False, 1)


def test_the_best_stays_when_the_latest_is_worse(workspace):
    record(workspace, report_on(greet=[PASSED, PASSED]))
    record(workspace, report_on(greet=[PASSED, FAILED]))
    known = read(workspace).exercise("greeting", "greet")
    assert (known.best.passed, known.latest.passed, known.attempts) == (2, 1, 2)


def test_the_best_moves_when_the_latest_is_better(workspace):
    record(workspace, report_on(greet=[UNFINISHED, UNFINISHED]))
    record(workspace, report_on(greet=[PASSED, FAILED]))
    assert read(workspace).exercise("greeting", "greet").best.passed == 1


def test_checking_one_exercise_leaves_the_others(workspace):
    record(workspace, report_on(greet=[PASSED], Guestbook=[FAILED]))
    record(workspace, report_on(Guestbook=[PASSED]))
    progress = read(workspace)
    assert progress.exercise("greeting", "greet").attempts == 1
    assert progress.exercise("greeting", "Guestbook").best.done


def test_topics_are_kept_apart(workspace):
    record(workspace, report_on("one", greet=[PASSED]))
    record(workspace, report_on("two", greet=[FAILED]))
    assert read(workspace).exercise("one", "greet").best.done
    assert not read(workspace).exercise("two", "greet").best.done


def test_a_fault_of_the_grader_is_no_result(workspace):
    record(workspace, report_on(greet=[PASSED, FAULT], Guestbook=[PASSED]))
    progress = read(workspace)
    assert progress.exercise("greeting", "greet") is None
    assert progress.exercise("greeting", "Guestbook").best.done


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[]", b'{"schema": "nngrade/progress/v9"}', b'{"topics": {"greeting": 3}}', b""])
def test_a_broken_file_is_put_aside_and_never_lost(workspace, content):
    progress_file(workspace).write_bytes(content)
    progress = record(workspace, report_on(greet=[PASSED]))
    (aside,) = (workspace / ".nngrade").glob("progress-broken-*.json")
    assert aside.read_bytes() == content
    assert progress.set_aside == str(aside)
    assert read(workspace).exercise("greeting", "greet").best.done
    assert not read(workspace).set_aside


def test_the_file_is_written_whole_and_leaves_nothing_beside_it(workspace):
    record(workspace, report_on(greet=[PASSED]))
    assert [path.name for path in (workspace / ".nngrade").iterdir()] == ["progress.json"]
    assert b'"nngrade/progress/v1"' in progress_file(workspace).read_bytes()


def test_a_topic_is_the_sum_of_its_exercises(workspace):
    progress = record(workspace, report_on(greet=[PASSED, PASSED], Guestbook=[PASSED, FAILED]))
    result = total(progress.exercise("greeting", name).best for name in ("greet", "Guestbook"))
    assert (result.passed, result.checks, result.points, result.done) == (3, 4, 3.0, False)


def test_the_sum_of_nothing_is_nothing():
    assert total([]) is None
