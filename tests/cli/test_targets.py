"""A target is a topic or `topic.exercise`; what was meant instead is said."""

import click
import pytest

from nngrade.cli.targets import Target, TargetName, parse_target, parse_targets
from nngrade.errors import UsageError


def refusal(course, text):
    with pytest.raises(UsageError) as caught:
        parse_target(course, text)
    return caught.value


def test_a_topic_means_all_its_exercises(tiny, greeting):
    target = parse_target(tiny, "greeting")
    assert target == Target(greeting)
    assert target.exercises == greeting.exercises
    assert str(target) == "greeting"


def test_a_dot_picks_one_exercise(tiny, greeting):
    target = parse_target(tiny, "Greeting.greet")
    assert target.exercises == (greeting.exercise("greet"),)
    assert str(target) == "greeting.greet"


def test_several_are_read_in_order(tiny):
    assert [str(target) for target in parse_targets(tiny, ["greeting.Guestbook", "greeting"])] == ["greeting.Guestbook", "greeting"]


def test_an_exercise_alone_is_told_its_topic(tiny):
    error = refusal(tiny, "greet")
    assert (error.message, error.tip) == ("`greet` is an exercise of the topic greeting.", "Name it as `greeting.greet`.")


@pytest.mark.parametrize("text", ["greeting.py", "work/greeting.py", "./greeting.py"])
def test_a_file_is_told_the_option_for_it(tiny, text):
    error = refusal(tiny, text)
    assert "name of a file" in error.message
    assert f"nngrade check greeting --submission {text}" in error.tip


@pytest.mark.parametrize("text", ["", ".", "greeting.", ".greet", "greeting.greet.more", "greeting..greet"])
def test_half_a_target_is_none(tiny, text):
    assert refusal(tiny, text).tip


class TestCompletion:
    @pytest.fixture
    def complete(self, in_course):
        def _complete(text, *, with_exercises=True):
            command = click.Command("any", params=[click.Argument(["target"])])
            context = click.Context(command)
            items = TargetName(with_exercises=with_exercises).shell_complete(context, command.params[0], text)
            return [item.value for item in items]

        return _complete

    def test_topics_complete(self, complete):
        assert complete("gr") == ["greeting"]

    def test_exercises_complete_after_the_dot(self, complete):
        assert complete("greeting.") == ["greeting.greet", "greeting.Guestbook"]
        assert complete("greeting.Gu") == ["greeting.Guestbook"]

    def test_exercises_stay_out_where_a_topic_is_wanted(self, complete):
        assert complete("greeting.", with_exercises=False) == []

    def test_a_broken_course_completes_nothing(self, complete, in_course):
        (in_course / "solutions" / "course.toml").write_text("broken")
        assert complete("gr") == []
