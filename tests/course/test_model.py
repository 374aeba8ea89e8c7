"""A course answers to the names that people type."""

import pytest

from nngrade.course.model import Course, Limits, Topic
from nngrade.errors import UsageError
from nngrade.model import Disclosure


def topic_called(name, tmp_path, exercises=()):
    return Topic(
        name=name,
        title=name.title(),
        summary="",
        module=name.replace("-", "_"),
        needs=("numpy",),
        prerequisites=(),
        weight=1.0,
        limits=Limits(),
        exercises=exercises,
        folder=tmp_path / "solutions" / name,
        student_folder=tmp_path / "exercises" / name,
    )


@pytest.fixture
def course(tmp_path):
    topics = (topic_called("softmax", tmp_path), topic_called("cross-entropy", tmp_path))
    return Course("A course", tmp_path / "solutions", Disclosure.COUNTEREXAMPLE, topics)


@pytest.mark.parametrize("typed", ["cross-entropy", "cross_entropy", "Cross-Entropy"])
def test_a_topic_is_found_by_each_way_to_write_its_name(course, typed):
    assert course.topic(typed).name == "cross-entropy"


def test_an_unknown_topic_names_the_nearest_and_what_to_type(course):
    with pytest.raises(UsageError, match=r"no topic `sofmax`\. Did you mean `softmax`\?") as caught:
        course.topic("sofmax")
    assert "nngrade list" in caught.value.tip


def test_a_topic_unlike_any_other_names_none(course):
    with pytest.raises(UsageError) as caught:
        course.topic("zzz")
    assert "Did you mean" not in caught.value.message


def test_an_exercise_is_found_by_its_name(greeting):
    assert greeting.exercise("greet").title == "greet(name)"


def test_an_unknown_exercise_names_the_nearest_and_lists_them_all(greeting):
    with pytest.raises(UsageError, match=r"no exercise `gret`\. Did you mean `greet`\?") as caught:
        greeting.exercise("gret")
    assert caught.value.tip == "Its exercises are: greet, Guestbook."


def test_a_topic_knows_its_files(course, tmp_path):
    topic = course.topic("cross-entropy")
    answers, student = tmp_path / "solutions" / "cross-entropy", tmp_path / "exercises" / "cross-entropy"
    assert topic.stub == student / "cross_entropy.py"
    assert (topic.reference, topic.suite, topic.lesson) == (answers / "reference.py", answers / "suite.py", answers / "lesson.md")
    assert (topic.misconceptions, topic.alternatives) == (answers / "misconceptions.py", answers / "alternatives.py")
