"""A new topic is sound as it stands, and nothing else in the course changes."""

import tomllib

import pytest

from nngrade.authoring.build import build_course
from nngrade.authoring.new import add_topic, begin_course
from nngrade.course.reading import read_course
from nngrade.course.variants import Variants
from nngrade.errors import CourseError, UsageError
from nngrade.judge.diagnosis.naming import each_misconception
from nngrade.judge.judging import judge
from nngrade.model import Verdict
from nngrade.submissions.reading import Submission


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """The topic of a course that was begun with it."""
    return begin_course(tmp_path_factory.mktemp("begun") / "my-course", "feature-scaling")


def judged(topic, source):
    """The checks of a submission, by name."""
    report = judge(topic, Submission(topic.stub, source, ""))
    return {check.name: check for exercise in report.exercises for check in exercise.checks}


def failed(checks):
    return {name for name, check in checks.items() if check.verdict is not Verdict.PASSED}


# --- what it lays


def test_the_course_is_named_after_its_folder_and_the_topic_after_its_name(fresh):
    course = read_course(fresh.topic.folder.parent)
    (topic,) = course.topics
    assert (course.title, topic.name, topic.title, topic.module) == ("My course", "feature-scaling", "Feature scaling", "feature_scaling")


def test_every_file_of_a_topic_is_there_and_built(fresh):
    names = {path.name for path in fresh.topic.folder.iterdir()}
    assert names == {"topic.toml", "reference.py", "lesson.md", "suite.py", "misconceptions.py", "alternatives.py"}
    assert build_course(read_course(fresh.topic.folder.parent), check=True) == []


def test_the_reference_passes_every_check(fresh):
    checks = judged(fresh.topic, fresh.topic.reference.read_text())
    assert failed(checks) == set()
    assert len(checks) >= 5
    assert any(check.public for check in checks.values())


def test_the_stub_is_unfinished_everywhere(fresh):
    assert {check.verdict for check in judged(fresh.topic, fresh.topic.stub.read_text()).values()} == {Verdict.UNFINISHED}


def test_every_misconception_is_caught_by_its_check_and_named(fresh):
    for name, spec, variant in each_misconception(fresh.topic):
        check = judged(fresh.topic, variant.source)[spec.caught_by]
        assert check.finding.misconception.name == name.replace("_", "-")


@pytest.mark.parametrize("name", ["column_by_column", "as_lists", "through_the_transpose"])
def test_every_alternative_passes(fresh, name):
    variants = Variants(fresh.topic.alternatives, fresh.topic.reference)
    assert failed(judged(fresh.topic, variants.stand_in(name, "min_max_scale").source)) == set()


def test_the_author_is_shown_lines_to_write_in(fresh):
    shown = {place.path.name: place.path.read_text().splitlines()[place.line - 1] for place in fresh.places}
    assert shown.keys() == {"topic.toml", "reference.py", "lesson.md", "suite.py", "misconceptions.py", "alternatives.py"}
    assert shown["reference.py"] == "def min_max_scale(x):"
    assert shown["suite.py"] == "@check("


def test_another_topic_comes_after_the_others(tiny, tiny_folder):
    add_topic(tiny.folder, "waving")
    course = read_course(tiny.folder)
    assert [topic.name for topic in course.topics] == ["greeting", "waving"]
    assert (tiny_folder / "exercises" / "waving" / "waving.py").is_file()


def test_only_the_new_topic_is_built(tiny, greeting):
    greeting.stub.write_text("stale")
    add_topic(tiny.folder, "waving")
    assert greeting.stub.read_text() == "stale"


# --- the list of topics


LIST = """\
# Our course.
format = 1
title   =  "Ours"   # odd blanks

[[topics]]
name = "greeting"  # the first
# More to come.
"""


@pytest.mark.parametrize("text", [LIST, LIST.rstrip("\n"), LIST + "\n\n", LIST + "weight = 2"])
def test_all_that_stood_in_the_list_stays_as_it_was(tiny, text):
    path = tiny.folder / "course.toml"
    path.write_text(text)
    add_topic(tiny.folder, "waving")
    assert path.read_text().startswith(text)
    assert [topic["name"] for topic in tomllib.loads(path.read_text())["topics"]] == ["greeting", "waving"]


def test_windows_line_ends_stay(tiny):
    path = tiny.folder / "course.toml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    add_topic(tiny.folder, "waving")
    assert path.read_bytes().count(b"\r\n") == path.read_bytes().count(b"\n")


def test_a_list_in_brackets_cannot_be_added_to(tiny):
    path = tiny.folder / "course.toml"
    path.write_text('format = 1\ntitle = "T"\ntopics = [{ name = "greeting" }]\n')
    with pytest.raises(CourseError, match=r"course\.toml, line 3: another topic cannot be added below") as caught:
        add_topic(tiny.folder, "waving")
    assert "[[topics]]" in caught.value.tip
    assert not (tiny.folder / "waving").exists()


# --- what it refuses


@pytest.mark.parametrize(
    ("name", "tip"),
    [
        ("Linear Maps", "Try `linear-maps`."),
        ("linear_maps", "Try `linear-maps`."),
        ("2-layers", "Try `layers`."),
        ("über", "Try `ber`."),
        ("../elsewhere", "Try `elsewhere`."),
        ("--", "As in `linear-maps`."),
        ("", "As in `linear-maps`."),
    ],
)
def test_a_bad_name_is_refused_with_a_better_one(tiny, name, tip):
    with pytest.raises(UsageError, match="use lower-case letters and digits, joined by hyphens") as caught:
        add_topic(tiny.folder, name)
    assert caught.value.tip == tip


@pytest.mark.parametrize("name", ["random", "numpy", "class", "data"])
def test_a_name_that_would_hide_something_else_is_refused(tiny, name):
    with pytest.raises(UsageError, match=rf"the student's {name}\.py would hide something else"):
        add_topic(tiny.folder, name)


def test_a_topic_that_exists_is_refused(tiny, greeting):
    before = greeting.reference.read_bytes()
    with pytest.raises(UsageError, match="has a topic greeting already"):
        add_topic(tiny.folder, "greeting")
    assert greeting.reference.read_bytes() == before


@pytest.mark.parametrize("folder", ["solutions/waving", "exercises/waving"])
def test_a_folder_that_is_there_already_is_refused(tiny, tiny_folder, folder):
    (tiny_folder / folder).mkdir()
    with pytest.raises(UsageError, match="waving is there already"):
        add_topic(tiny.folder, "waving")


def test_a_module_that_another_topic_has_is_refused(tiny, greeting):
    path = greeting.folder / "topic.toml"
    path.write_text(path.read_text().replace('module = "greeting"', 'module = "waving"'))
    with pytest.raises(UsageError, match="The topic greeting has the module waving already"):
        add_topic(tiny.folder, "waving")


def test_a_course_that_cannot_be_read_is_left_alone(tiny):
    (tiny.folder / "course.toml").write_text("format = 1\ntitel = 3\n")
    with pytest.raises(CourseError, match=r"course\.toml, line 2"):
        add_topic(tiny.folder, "waving")
    assert not (tiny.folder / "waving").exists()


@pytest.mark.parametrize("taken", ["solutions", "exercises", "course.toml"])
def test_a_course_is_not_begun_over_another(tmp_path, taken):
    (tmp_path / taken).mkdir()
    with pytest.raises(UsageError, match="is there already"):
        begin_course(tmp_path, "waving")
