"""A worker that ends, lies or never starts: what is said of it, and who comes after it."""

import pytest

from nngrade.errors import SandboxError
from nngrade.judge.student import StudentSide
from nngrade.model import Category, Verdict
from nngrade.sandbox.session import WorkerLostError
from nngrade.worker.messages import Do, HandleValue, Load, Raised, Returned, Stopped

SUITE = """
@check("f", "first")
def test_first(agree): agree.f(1)

@check("f", "second")
def test_second(agree): agree.f(2)
"""
RIGHT = "def f(x):\n    return x\n"


@pytest.fixture
def faulty(lesson, inside, monkeypatch):
    """Judge a right answer through a session that does something else at one question."""
    lesson.reference, lesson.suite = RIGHT, SUITE

    class Faulty(inside):
        """Does as told at the first call."""

        act = None

        def ask(self, request):
            if isinstance(request, self.at) and (self.at is Load or request.operation == "call"):
                act, type(self).act = type(self).act, None
                if act is not None:
                    return act()
            return super().ask(request)

    def judge(act, at=Do):
        Faulty.act, Faulty.at = staticmethod(act), at
        monkeypatch.setattr("nngrade.judge.student.Session", lambda *_: Faulty())
        return lesson.judge(RIGHT, session=Faulty())

    return judge


def lose(end, **options):
    def act():
        raise WorkerLostError(end, f"it ended by {end}", **options)

    return act


class TestEnds:
    @pytest.mark.parametrize(
        ("end", "verdict", "category"),
        [
            ("time", Verdict.TIMED_OUT, Category.LOOP),
            ("cpu", Verdict.TIMED_OUT, Category.LOOP),
            ("memory", Verdict.OUT_OF_MEMORY, Category.MEMORY),
            ("output", Verdict.ERRORED, Category.OUTPUT),
            ("died", Verdict.ERRORED, Category.DIED),
            ("an end that is new", Verdict.ERRORED, Category.DIED),
        ],
    )
    def test_one_check_ends_and_the_next_has_a_fresh_worker(self, faulty, end, verdict, category):
        judged = faulty(lose(end))
        assert judged["test_first"].verdict is verdict
        assert judged["test_first"].finding.category is category
        assert judged["test_first"].finding.call == "f(1)"
        assert judged["test_second"].verdict is Verdict.PASSED

    def test_what_was_printed_is_kept(self, faulty):
        assert faulty(lose("died", printed="the last words"))["test_first"].finding.printed == "the last words"

    def test_answers_out_of_the_format_end_the_submission(self, faulty):
        judged = faulty(lose("reply"))
        assert set(judged.verdicts.values()) == {"ERRORED"}
        assert judged.report.problem.summary.startswith("The answers that came back are not in the grader's format")

    @pytest.mark.parametrize("end", ["time", "died", "memory", "output", "reply"])
    def test_an_end_while_the_file_is_read_ends_the_submission(self, faulty, end):
        judged = faulty(lose(end), at=Load)
        assert judged.report.problem is not None
        assert {check.finding for check in judged.checks.values()} == {None}
        assert Verdict.PASSED not in {check.verdict for check in judged.checks.values()}

    def test_walls_that_cannot_be_built_are_not_the_students_fault(self, faulty):
        def act():
            raise SandboxError("no worker could be started")

        with pytest.raises(SandboxError):
            faulty(act)

    def test_memory_that_ran_out_in_python_ends_the_worker(self, faulty):
        judged = faulty(lambda: Raised(("_ArrayMemoryError", "MemoryError", "Exception"), "too much", ()))
        assert judged.verdicts == {"test_first": "OUT_OF_MEMORY", "test_second": "PASSED"}


class TestLies:
    def test_an_answer_of_another_kind(self, faulty):
        assert faulty(Stopped).report.problem is not None

    def test_a_value_that_cannot_be_one(self, faulty):
        from nngrade.worker.messages import ArrayValue

        assert faulty(lambda: Returned(ArrayValue("<f8", (3,), b"x"))).report.problem is not None

    def test_a_handle_where_data_is_expected(self, faulty):
        judged = faulty(lambda: Returned(HandleValue(77, "int", "an int object")))
        assert judged["test_first"].finding.summary == "Expected the number 1, got an int object."
        assert judged["test_second"].verdict is Verdict.PASSED

    def test_an_exception_without_a_name(self, faulty):
        assert faulty(lambda: Raised((), "", ()))["test_first"].finding.summary == "an exception"


def test_closing_twice_is_closing_once(lesson):
    lesson.reference, lesson.suite = RIGHT, SUITE
    from pathlib import Path

    from nngrade.submissions.reading import Submission

    side = StudentSide(lesson.topic, Submission(Path("x.py"), RIGHT, ""))
    side.close()
    side.close()
    assert side.printed == ""
