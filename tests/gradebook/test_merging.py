"""The gradebooks of shards, joined, are the gradebook of the whole."""

import pytest

from nngrade.errors import UsageError
from nngrade.gradebook.merging import merge
from nngrade.gradebook.shards import Shard
from nngrade.gradebook.store import Gradebook
from nngrade.sandbox.levels import Level


def held(book):
    return [(one.student, one.topic, one.number, one.digest, one.key) for one in book.attempts()]


@pytest.fixture
def shards(a_class, tmp_path):
    """The class graded as a whole, and in three parts."""
    from nngrade.gradebook.grading import Grading
    from nngrade.gradebook.intake.finding import find

    for number in range(5):
        a_class.hand_in(f"s{number}", f"# {number}\n")
    a_class.grade()
    paths = []
    for index in (1, 2, 3):
        path = tmp_path / f"shard-{index}.sqlite"
        with Gradebook(path) as book:
            intake = Shard(index, 3).part(find(a_class.folder, a_class.course.topics, tmp_path / "scratch"))
            Grading(book, a_class.course.topics, a_class.settings, Level.BASIC).run(intake, a_class.scheduler, lambda step: None)
        paths.append(path)
    return a_class, paths


def test_the_parts_joined_are_the_whole(shards, tmp_path):
    a_class, paths = shards
    with Gradebook(tmp_path / "joined.sqlite") as joined, Gradebook(a_class.book) as whole:
        for path in paths:
            with Gradebook(path) as part:
                assert 0 < len(part.attempts()) < 8
                assert merge(joined, [part]).problems == ()
        assert held(joined) == held(whole)
        assert joined.students() == whole.students()
        assert joined.max_points() == whole.max_points()
        assert all(joined.report(key) == whole.report(key) for key in whole.report_keys())
        with Gradebook(paths[0]) as again:
            assert merge(joined, [again]).added == 0


def test_every_student_is_in_exactly_one_part():
    names = [f"student {number}" for number in range(200)] + ["李雷", "\udcff"]
    for name in names:
        assert sum(Shard(index, 8).holds(name) for index in range(1, 9)) == 1
    assert all(any(Shard(index, 8).holds(name) for name in names) for index in range(1, 9))


@pytest.mark.parametrize("text", ["0/3", "4/3", "1", "a/b", "1/0", "-1/2", ""])
def test_what_is_no_part(text):
    with pytest.raises(UsageError, match="no part"):
        Shard.parse(text)


def test_attempts_of_two_evenings_come_in_their_order(a_class, tmp_path):
    a_class.grade()
    first = a_class.book
    a_class.hand_in("bob", "# later\n")
    a_class.book = tmp_path / "second.sqlite"
    a_class.grade()
    with Gradebook(first) as into, Gradebook(a_class.book) as other:
        done = merge(into, [other])
        assert done.added == 1
        bob = into.attempts("bob")
        assert [one.number for one in bob] == [1, 2]
        assert bob[1].digest == other.attempts("bob")[0].digest


def test_marks_that_differ_are_told_and_the_first_is_kept(a_class, changed_suite, tmp_path):
    a_class.grade()
    first = a_class.book
    a_class.book = tmp_path / "second.sqlite"
    a_class.grade(course=changed_suite("points=2, public", "points=5, public"))
    with Gradebook(first) as into, Gradebook(a_class.book) as other:
        done = merge(into, [other])
        assert [problem.student for problem in done.problems] == ["ada"]
        assert "6 points" in done.problems[0].says
        assert into.kept(into.attempts("ada")[0].key).points == 6


def test_gradebooks_of_two_courses_are_not_joined(tmp_path):
    with Gradebook(tmp_path / "a.sqlite") as one, Gradebook(tmp_path / "b.sqlite") as other:
        one.set_fact("course", "A")
        other.set_fact("course", "B")
        with pytest.raises(UsageError, match="is the gradebook of the course “B”"):
            merge(one, [other])
