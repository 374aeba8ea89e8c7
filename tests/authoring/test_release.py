"""A student edition judges as the course does, and says nothing that is hidden."""

import hashlib
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from nngrade.authoring.release import Edition, release
from nngrade.course.finding import find_course
from nngrade.course.reading import read_course
from nngrade.errors import CourseError, UsageError
from nngrade.judge.judging import Settings, judge
from nngrade.model import Verdict
from nngrade.submissions.reading import Submission

COURSES = Path(__file__).parents[1] / "courses"
BOTH = tuple(Edition)


@pytest.fixture(scope="module")
def words():
    """A course whose suite does all that a suite can do."""
    return read_course(COURSES / "words" / "solutions")


@pytest.fixture(scope="module")
def released(words, tmp_path_factory):
    """The folder with both editions of it."""
    folder = tmp_path_factory.mktemp("released")
    release(words, folder, BOTH)
    return folder


@pytest.fixture(scope="module")
def student(released):
    """The topic as a student has it."""
    return find_course(released / "student", released).topic("words")


@pytest.fixture
def broken(tmp_path):
    """Edit a copy of the course's suite, and read the course."""

    def _broken(old, new):
        folder = Path(shutil.copytree(COURSES / "words", tmp_path / "words"))
        suite = folder / "solutions" / "words" / "suite.py"
        assert old in suite.read_text()
        suite.write_text(suite.read_text().replace(old, new, 1))
        return read_course(folder / "solutions")

    return _broken


def judged(topic, words, *edits, seed=0):
    """What comes of the reference after some edits: each check that did not pass, by name."""
    source = words.topics[0].reference.read_text()
    for old, new in edits:
        assert old in source
        source = source.replace(old, new)
    report = judge(topic, Submission(Path("words.py"), source, ""), Settings(seed))
    return report, {check.name: check for one in report.exercises for check in one.checks if check.verdict is not Verdict.PASSED}


# --- what it judges


def test_the_reference_passes_every_public_check_and_no_other_is_there(student, words):
    report, failed = judged(student, words)
    assert failed == {}
    names = [check.name for exercise in report.exercises for check in exercise.checks]
    assert names == [
        "test_shout_once",
        "test_shout_any",
        "test_shout_mark[?]",
        "test_shout_mark[!!]",
        "test_tally",
        "test_changed_portable",
        "test_changed_random",
    ]


def test_what_the_author_said_of_a_check_goes_along(student, words):
    report, _ = judged(student, words)
    whole, _ = judged(words.topics[0], words)
    said = {check.name: check for exercise in whole.exercises for check in exercise.checks}
    assert all(check == said[check.name] for exercise in report.exercises for check in exercise.checks)
    assert (report.weight, report.points) == (2.0, 10.5)


def test_the_report_says_that_these_are_the_public_checks(student, words):
    report, _ = judged(student, words)
    assert "public checks" in report.notes[0]


@pytest.mark.parametrize("seed", [0, 1, 99])
def test_only_what_was_recorded_is_replayed_whatever_the_seed(student, words, seed):
    assert judged(student, words, seed=seed)[1] == {}
    wrong = judged(student, words, ("upper()", "lower()"), seed=seed)[1]
    assert wrong == judged(student, words, ("upper()", "lower()"))[1]


def test_a_wrong_answer_is_shown_with_the_smallest_recorded_input(student, words):
    _, failed = judged(student, words, ("return capitals + mark", "return capitals + mark * (1 if len(text) > 3 else 2)"))
    finding = failed["test_shout_any"].finding
    assert finding.call == "shout('a', mark='!')"
    assert (finding.expected.text, finding.got.text) == ("'A!'", "'A!!'")
    assert failed["test_shout_mark[?]"].finding is None, "its disclosure is `verdict`"


def test_objects_of_the_reference_answer_from_the_record(student, words):
    _, failed = judged(student, words, ("get(word, 0) + 1", "get(word, 1) + 1"))
    assert list(failed) == ["test_tally"]
    assert failed["test_tally"].finding.expected.text == "1"


def test_a_changed_argument_costs_what_it_costs_in_the_whole_course(student, words):
    in_place = ("    return [function(word) for word in words]", "    words[:] = [function(word) for word in words]\n    return words")
    assert list(judged(words.topics[0], words, in_place)[1]) == ["test_changed_pure"]
    assert judged(student, words, in_place)[1] == {}, "the check that judges it is hidden"


def test_what_the_check_cannot_use_is_the_students_fault(student, words):
    _, failed = judged(student, words, ("return self._counted.get(word, 0)", "return self"))
    assert failed["test_tally"].verdict in {Verdict.FAILED, Verdict.ERRORED}


def test_the_stub_is_unfinished_everywhere(student):
    report = judge(student, Submission(student.stub, student.stub.read_text(), ""))
    assert {check.verdict for exercise in report.exercises for check in exercise.checks} == {Verdict.UNFINISHED}


# --- what it does not say


def hidden_in(topic):
    """Everything of a topic that is for its author's eyes, as a person would list it."""
    solution = re.findall(r"# BEGIN SOLUTION\n(.*?)# END SOLUTION", topic.reference.read_text(), re.DOTALL)
    answers = [topic.misconceptions.read_text(), topic.alternatives.read_text(), *solution]
    lines = {line.strip() for text in answers for line in text.splitlines()}
    given = {line.strip() for line in topic.stub.read_text().splitlines()}
    told = ["hidden", "secret", "SECRET_WORDS", "short_words", "tutor", "author", "Whose list", "test_changed_pure", "in small letters"]
    return [line for line in lines - given if len(line) > 12] + told


def test_no_file_of_the_student_edition_says_what_is_hidden(released, words):
    hidden = hidden_in(words.topics[0])
    assert 'capitals = "".join(letter.upper() for letter in text)' in hidden
    for path in (released / "student").rglob("*"):
        content = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
        for text in hidden:
            assert text.lower() not in content.lower(), f"{path.name} says {text!r}"


def test_the_student_edition_holds_these_files_alone(released):
    files = sorted(str(path.relative_to(released / "student")) for path in (released / "student").rglob("*") if path.is_file())
    topic = ["course/words/frozen.msgpack", "course/words/suite.py", "course/words/topic.toml"]
    mine = ["exercises/words/words.ipynb", "exercises/words/words.py"]
    assert files == ["MANIFEST.sha256", "README.md", "course/course.toml", *topic, "exercises/words/README.md", *mine]


def test_the_pictures_of_a_lesson_go_along(tiny, greeting, tmp_path):
    for folder in (greeting.folder, greeting.student_folder):
        (folder / "images").mkdir()
        (folder / "images" / "hello.svg").write_text("<svg/>")
    for edition in release(tiny, tmp_path / "out", BOTH):
        assert (edition.folder / "exercises" / "greeting" / "images" / "hello.svg").read_text() == "<svg/>"
    assert not list((tmp_path / "out" / "student" / "course").rglob("*.svg"))
    (topic,) = find_course(tmp_path / "out" / "student", tmp_path).topics
    assert [picture.name for picture in topic.student_pictures] == ["hello.svg"]


def test_the_shipped_course_can_be_released(tmp_path):
    shipped = read_course(Path(__file__).parents[2] / "solutions")
    release(shipped, tmp_path / "out", (Edition.STUDENT,))
    edition = find_course(tmp_path / "out" / "student", tmp_path)
    assert [topic.name for topic in edition.topics] == [topic.name for topic in shipped.topics]
    for topic, public in zip(shipped.topics, edition.topics, strict=True):
        # What every program says that computes without gradients gives no answer away.
        given = topic.stub.read_text() + topic.lesson.read_text() + "with torch.no_grad():"
        for block in re.findall(r"# BEGIN SOLUTION\n(.*?)# END SOLUTION", topic.reference.read_text(), re.DOTALL):
            for line in filter(lambda line: len(line) > 20 and line not in given, map(str.strip, block.splitlines())):
                assert line not in public.suite.read_text(), topic.name


# --- the instructor's edition


def test_the_instructor_has_the_whole_course_and_a_list_of_it(released, words):
    folder = released / "instructor"
    for name in ("solutions/course.toml", "solutions/words/reference.py", "exercises/words/words.py"):
        assert (folder / name).read_bytes() == (COURSES / "words" / name).read_bytes()
    listed = dict(reversed(line.split("  ")) for line in (folder / "MANIFEST.sha256").read_text().splitlines())
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {"MANIFEST.sha256"}
    assert listed.keys() == there
    assert all(hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest for name, digest in listed.items())


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="there is no sha256sum on this machine")
@pytest.mark.parametrize("edition", BOTH)
def test_the_list_is_one_that_sha256sum_reads(released, edition):
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "MANIFEST.sha256"], cwd=released / edition, check=True)


def test_what_programs_left_behind_stays_behind(tiny, tmp_path):
    topic = tiny.topics[0].folder
    (topic / "__pycache__").mkdir()
    for name in ("__pycache__/suite.pyc", ".suite.py.swp", "suite.py~", "suite.py.orig"):
        (topic / name).write_text("")
    (released,) = release(tiny, tmp_path / "out", (Edition.INSTRUCTOR,))
    assert sorted(path.name for path in (released.folder / "solutions" / "greeting").iterdir()) == [
        "alternatives.py",
        "lesson.md",
        "misconceptions.py",
        "reference.py",
        "suite.py",
        "topic.toml",
    ]


def test_the_licence_goes_along(tiny, tiny_folder, tmp_path):
    (tiny_folder / "LICENSE").write_text("Do as you like.")
    for released in release(tiny, tmp_path / "out", BOTH):
        assert (released.folder / "LICENSE").read_text() == "Do as you like."


# --- what cannot be released


def test_a_public_check_with_a_line_of_the_answer_is_left_out(broken, tmp_path):
    answer = '    capitals = "".join(letter.upper()  for letter in text)'  # with one blank more
    course = broken("    agree.shout(GREETING)", f"    text = GREETING\n{answer}\n    agree.shout(text)\n    assert capitals")
    (released,) = release(course, tmp_path / "out", (Edition.STUDENT,))
    (left,) = released.left_out
    assert (left.topic, left.check) == ("words", "test_shout_once")
    assert re.search(r"needs suite\.py:\d+, which is also reference\.py:7", left.why)
    assert "test_shout_once" not in (released.folder / "course" / "words" / "suite.py").read_text()


def complaint(course, folder):
    with pytest.raises(CourseError) as caught:
        release(course, folder / "out", BOTH)
    assert not (folder / "out").exists(), "all editions or none"
    assert caught.value.tip
    return caught.value.message


def test_a_public_check_that_asks_about_what_came_back_is_named(broken, tmp_path):
    question = "    expect.equal(student.shout('a'), reference.shout(student.shout('b', mark='')[:0] + 'a'), what='it')"
    course = broken("def test_shout_once(agree):", f"def test_shout_once(agree, student, reference, expect):\n{question}")
    release(course, tmp_path / "fine", (Edition.STUDENT,))
    shutil.rmtree(tmp_path / "words")
    question = "    expect.that(reference.shout(str(student.Tally())), 'it says something')"
    course = broken("def test_shout_once(agree):", f"def test_shout_once(agree, student, reference, expect):\n{question}")
    alternative = '\n\n@alternative("Tally", note="by another name")\nclass Counter(Tally):\n    pass\n'
    alternatives = course.topics[0].alternatives
    alternatives.write_text(alternatives.read_text() + alternative)
    message = complaint(course, tmp_path)
    assert "the public check `test_shout_once` is GRADER_ERROR for the alternative `Counter`" in message


def test_a_drawn_object_that_is_no_data_is_named(broken, tmp_path):
    course = broken("@given(text=short_words(), data=st.data())", "@given(text=short_words().map(lambda text: [len]), data=st.data())")
    assert "`test_shout_any` draws a builtin_function_or_method, which is no data" in complaint(course, tmp_path)


def test_a_suite_without_public_checks_has_no_student_edition(broken, tmp_path):
    course = broken("", "")
    suite = course.topics[0].suite
    suite.write_text(suite.read_text().replace("public=True, ", "").replace("public=True", "points=1"))
    suite.write_text(suite.read_text().replace("points=2, points=1", "points=2").replace("points=3, points=1", "points=3"))
    assert "has no public check" in complaint(course, tmp_path)


def test_a_public_helper_that_tells_a_hidden_title_is_named(broken, tmp_path):
    course = broken('"""As a student might try it."""', '"""Not a hidden title that no student reads."""')
    message = complaint(course, tmp_path)
    assert "the public suite.py of words would say “a hidden title that no student reads”" in message
    assert "`test_shout_hidden`" in message


def test_a_public_check_that_the_reference_fails_is_named(broken, tmp_path):
    course = broken("    agree.shout(GREETING)", "    agree.shout(GREETING)\n    assert False, 'so it is'")
    assert "the public check `test_shout_once` is FAILED for the reference: so it is" in complaint(course, tmp_path)


def test_what_is_not_built_is_not_released(tiny, greeting, tmp_path):
    greeting.stub.write_text("stale")
    assert f"{greeting.stub} is edited" in complaint(tiny, tmp_path)


def test_a_link_is_not_released(tiny, tmp_path):
    (tiny.topics[0].folder / "notes.md").symlink_to(tmp_path)
    assert "notes.md is a link" in complaint(tiny, tmp_path)


@pytest.mark.parametrize("place", ["solutions/out", "exercises"])
def test_an_edition_does_not_lie_in_the_course_itself(tiny, tiny_folder, place):
    with pytest.raises(UsageError, match="lies in the course's own"):
        release(tiny, tiny_folder / place, BOTH)


def test_an_edition_that_is_there_is_never_overwritten(tiny, tmp_path):
    release(tiny, tmp_path / "out", (Edition.STUDENT,))
    with pytest.raises(UsageError, match="student is there already"):
        release(tiny, tmp_path / "out", BOTH)
    assert not (tmp_path / "out" / "instructor").exists()
    assert len(release(tiny, tmp_path / "out", (Edition.INSTRUCTOR,))) == 1


def test_a_student_edition_cannot_be_released_again(released, tmp_path):
    with pytest.raises(UsageError, match="is a student edition"):
        release(find_course(released / "student", tmp_path), tmp_path / "out", BOTH)


def test_a_broken_record_is_the_courses_fault(tiny, tmp_path):
    (released,) = release(tiny, tmp_path / "out", (Edition.STUDENT,))
    topic = find_course(released.folder, tmp_path).topics[0]
    topic.frozen.write_bytes(topic.frozen.read_bytes()[:-5])
    with pytest.raises(CourseError, match=r"frozen\.msgpack cannot be read"):
        judge(topic, Submission(topic.stub, topic.stub.read_text(), ""))
