"""A course that is sound proves itself; one that is wrong in one way is told so, with file and line."""

import json
import shutil
from pathlib import Path

import pytest

from nngrade.authoring.verify.model import Gravity
from nngrade.authoring.verify.verifying import verify
from nngrade.cli.main import main
from nngrade.course.reading import read_course
from nngrade.errors import UsageError

SOUND = Path(__file__).parent.parent / "courses" / "sound"


class Sums:
    """A copy of the sound course, to be broken in one way."""

    def __init__(self, folder):
        self.root = Path(shutil.copytree(SOUND, folder / "sound"))
        self.folder = self.root / "solutions" / "sums"

    def change(self, name, old, new):
        path = self.folder / name
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new))

    def add(self, name, text):
        path = self.folder / name
        path.write_text(path.read_text() + text)

    def add_picture(self, name):
        (self.folder / "images").mkdir(exist_ok=True)
        (self.folder / "images" / name).write_text("<svg/>")

    def lines(self, name, text):
        lines = (self.folder / name).read_text().splitlines()
        return [number for number, line in enumerate(lines, start=1) if text in line]

    def line(self, name, text):
        return self.lines(name, text)[0]

    def build(self):
        assert main(["author", "build", "--course", str(self.root)]) == 0

    def verified(self, **settings):
        course = read_course(self.root / "solutions")
        return verify(course, course.topics, **{"seeds": 1, "jobs": 1, **settings})

    def only_fault(self, **settings):
        found = self.verified(**settings)
        assert len(found.faults) == 1, [fault.what for fault in found.faults]
        assert found.exit_code == 3
        return found.faults[0]


@pytest.fixture
def sums(tmp_path):
    return Sums(tmp_path)


def place(fault):
    return fault.path.name, fault.line


class TestASoundCourse:
    def test_nothing_is_wrong_with_it(self, sums):
        found = sums.verified(seeds=3)
        assert (found.exit_code, found.faults) == (0, ())
        row = found.topics[0].total
        assert (row.checks, row.stub, row.reference) == (4, True, True)
        assert [(tally.good, tally.of) for tally in (row.alternatives, row.caught, row.named)] == [(2, 2), (3, 3), (3, 3)]
        assert row.room > 5
        assert found.topics[0].flaky == 0

    def test_a_sample_of_its_answers_is_judged_in_workers(self, sums):
        # The stub, the reference twice, and the first wrong and the first unusual answer of each exercise.
        assert sums.verified().topics[0].in_workers == 7

    def test_every_answer_is_judged_in_one_when_asked(self, sums):
        topic = sums.verified(every_in_worker=True).topics[0]
        assert topic.in_workers == topic.judgings - 1  # the reference under each seed stays here

    def test_two_exercises_may_lean_on_one_another(self, sums):
        sums.change("alternatives.py", "return sum(numbers)\n", "return sum(numbers) if len(numbers) != 2 else -1\n")
        fault = sums.only_fault()
        assert "`by_builtin` fails" in fault.what
        assert "and 1 more" in fault.what  # of `mean`, whose reference calls `total`

    def test_what_an_answer_writes_is_not_left_here(self, sums, tmp_path, monkeypatch):
        here = tmp_path / "here"
        here.mkdir()
        monkeypatch.chdir(here)
        sums.change("alternatives.py", "return sum(numbers)\n", "open('left', 'w').close()\n    return sum(numbers)\n")
        assert sums.verified().exit_code == 0
        assert list(here.iterdir()) == []
        assert Path.cwd() == here


class TestAnswers:
    def test_a_misconception_that_passes_is_the_worst(self, sums):
        sums.change("misconceptions.py", "sum(numbers[:3])", "sum(numbers)")
        fault = sums.only_fault()
        assert fault.gravity is Gravity.ACCEPTS_WRONG
        assert place(fault) == ("misconceptions.py", sums.line("misconceptions.py", "def stops_at_three"))
        assert "`stops_at_three` passes `test_any`" in fault.what
        assert "no check of `total` catches it" in fault.what

    def test_one_that_another_check_catches_says_which(self, sums):
        sums.change("misconceptions.py", 'caught_by="test_halves"', 'caught_by="test_shares"')
        fault = sums.only_fault()
        assert "`divides_whole` passes `test_shares` (suite.py:17), which is meant to catch it: `test_halves` would" in fault.what

    def test_one_that_is_kept_from_its_check_is_not_caught(self, sums):
        title = '"adds as many as there are",'
        sums.change("suite.py", title, f'{title} after="test_three",')
        sums.change("misconceptions.py", 'caught_by="test_three"', 'caught_by="test_any"')
        fault = sums.only_fault()
        assert "`skips_the_first` is not judged by `test_any`" in fault.what
        assert "`test_three` would catch it" in fault.what

    def test_one_that_hangs_may_do_so(self, sums):
        sums.change("topic.toml", "wall_seconds = 2.0", "wall_seconds = 0.5")
        sums.change("misconceptions.py", 'caught_by="test_any",', 'caught_by="test_any",\n    hangs=True,')
        sums.change("misconceptions.py", "return sum(numbers[:3])", "while len(numbers) > 3:\n        pass\n    return sum(numbers)")
        found = sums.verified(seeds=2)
        assert found.faults == ()
        assert found.topics[0].total.named.is_full

    def test_an_answer_that_hangs_and_does_not_say_so_meets_a_worker(self, sums, monkeypatch):
        monkeypatch.setattr("nngrade.authoring.verify.bench._PATIENCE", 0.5)
        sums.change("topic.toml", "wall_seconds = 2.0", "wall_seconds = 0.5")
        sums.change("misconceptions.py", "return sum(numbers[:3])", "while len(numbers) > 3:\n        pass\n    return sum(numbers)")
        fault = sums.only_fault()
        assert "`stops_at_three` is caught by `test_any` (suite.py:11), but the report names no mistake" in fault.what

    def test_an_alternative_that_is_refused(self, sums):
        sums.change("alternatives.py", "sum(number / len(numbers) for number in numbers)", "0.0")
        fault = sums.only_fault()
        assert fault.gravity is Gravity.REFUSES_RIGHT
        assert place(fault) == ("alternatives.py", sums.line("alternatives.py", "def by_shares"))
        assert "`by_shares` fails `test_shares` (suite.py:17) and 1 more: Expected 3, got 0" in fault.what

    def test_twins_share_a_name(self, sums):
        sums.add("misconceptions.py", '\n\n@misconception("total", says="…", hint="…", caught_by="test_any")\ndef twin(numbers):\n')
        sums.add("misconceptions.py", "    return sum(numbers[:3])\n")
        fault = sums.only_fault()
        assert place(fault) == ("misconceptions.py", sums.line("misconceptions.py", "def twin"))
        assert "the report names `stops-at-three` instead" in fault.what

    def test_one_twin_among_many_is_advice(self, sums):
        before = "test_three(agree):\n    agree.total([1, 2, 4])"
        sums.change("suite.py", before, f"{before}\n    agree.total([8])")
        for number in range(18):
            head = f'\n\n@misconception("total", says="…", hint="…", caught_by="test_three")\ndef adds_{number}(numbers):\n'
            sums.add("misconceptions.py", f"{head}    return sum(numbers) + {number + 1}\n")
        sums.add("misconceptions.py", head.replace("adds_17", "twin") + "    return sum(numbers) + 18\n")
        found = sums.verified()
        assert [fault.gravity for fault in found.faults] == [Gravity.ADVICE]
        assert found.exit_code == 0

    @pytest.mark.parametrize(
        ("old", "new", "told"),
        [
            ('caught_by="test_any"', 'caught_by="test_many"', "`test_many`, which is no check of suite.py"),
            ('caught_by="test_any"', 'caught_by="test_halves"', "a mistake in `total`, but `test_halves` checks `mean`"),
            ('"total",\n    says="You look', '"sum",\n    says="You look', "stands for `sum`, which is no exercise"),
        ],
    )
    def test_a_misconception_that_fits_nothing(self, sums, old, new, told):
        sums.change("misconceptions.py", old, new)
        fault = sums.only_fault()
        assert place(fault) == ("misconceptions.py", sums.line("misconceptions.py", "def stops_at_three"))
        assert told in fault.what

    def test_a_second_one_of_the_same_name(self, sums):
        sums.change("misconceptions.py", "stops_at_three", "skips_the_first")
        fault = sums.only_fault()
        assert place(fault) == ("misconceptions.py", 22)
        assert "a second `skips_the_first` replaces the one in line 12" in fault.what

    def test_a_list_of_answers_that_cannot_be_imported(self, sums):
        sums.add("alternatives.py", "\n1 / 0\n")
        fault = sums.only_fault()
        assert place(fault) == ("alternatives.py", sums.line("alternatives.py", "1 / 0"))
        assert "ZeroDivisionError" in fault.what


class TestTheReferenceAndTheStub:
    def test_a_reference_that_fails_is_told_alone(self, sums):
        sums.change("suite.py", "agree.mean([1, 2])", "raise AssertionError('1.5 is expected')")
        fault = sums.only_fault()
        assert fault.gravity is Gravity.BROKEN
        assert place(fault) == ("reference.py", sums.line("reference.py", "def mean"))
        assert "the reference fails `test_halves` (suite.py:22): 1.5 is expected" in fault.what

    def test_a_marker_left_open(self, sums):
        sums.change("reference.py", "    return result\n    # END SOLUTION", "    return result")
        fault = sums.only_fault()
        opened, shows = sums.lines("reference.py", "# BEGIN SOLUTION")
        assert place(fault) == ("reference.py", shows)
        assert f"BEGIN SOLUTION inside the block that line {opened} opened" in fault.what

    def test_a_reference_that_is_no_python(self, sums):
        sums.add("reference.py", "\ndef broken(:\n")
        found = sums.verified()
        assert {place(fault) for fault in found.faults} == {("reference.py", sums.line("reference.py", "def broken"))}
        assert found.exit_code == 3

    def test_a_stub_that_earns_points(self, sums):
        sums.change(
            "reference.py",
            "    # BEGIN SOLUTION\n    result = 0\n    for number in numbers:\n        result = result + number\n"
            "    return result\n    # END SOLUTION",
            "    if not numbers:\n        # BEGIN SOLUTION\n        return 0\n        # END SOLUTION\n    return sum(numbers)",
        )
        sums.build()
        fault = sums.only_fault()
        assert fault.gravity is Gravity.ACCEPTS_WRONG
        assert place(fault) == ("reference.py", sums.line("reference.py", "def total"))
        assert "the stub passes `test_three` (suite.py:6), where it should be UNFINISHED" in fault.what

    def test_limits_that_are_too_tight(self, sums):
        sums.change("suite.py", '"shares three numbers out",', '"shares three numbers out", wall_seconds=0.4,')
        halves = "return total(numbers) / len(numbers)"
        sums.change("reference.py", halves, f"import time\n    time.sleep(0.1)\n    {halves}")
        fault = sums.only_fault()
        assert place(fault) == ("suite.py", 17)
        assert "whose limits are 0.4 s and 2 s: less than 5 times as much" in fault.what


class TestSuites:
    @pytest.mark.parametrize(
        ("text", "told"),
        [("\nraise RuntimeError('no')\n", "RuntimeError: no"), ("\nimport nowhere\n", "nowhere"), ("\ndef broken(:\n", "SyntaxError")],
    )
    def test_a_suite_that_raises_at_import(self, sums, text, told):
        sums.add("suite.py", text)
        fault = sums.only_fault()
        assert place(fault) == ("suite.py", sums.line("suite.py", text.strip()))
        assert told in fault.what

    def test_a_check_without_an_exercise(self, sums):
        sums.change("suite.py", '@check("total", "adds as', '@check("sum", "adds as')
        fault = sums.only_fault()
        assert place(fault) == ("suite.py", 11)
        assert "`sum`, which topic.toml does not list" in fault.what

    def test_an_exercise_without_a_public_check(self, sums):
        sums.change("suite.py", '"shares three numbers out", public=True', '"shares three numbers out"')
        fault = sums.only_fault()
        assert place(fault) == ("suite.py", 17)
        assert "`mean` has no public check" in fault.what

    def test_an_exercise_with_too_few_checks(self, sums):
        (sums.folder.parent / "course.toml").write_text('format = 1\ntitle = "Strict"\nmin_checks = 3\n[[topics]]\nname = "sums"\n')
        assert [fault.what for fault in sums.verified().faults] == [
            "`total` has 2 checks, and this course wants 3",
            "`mean` has 2 checks, and this course wants 3",
        ]

    def test_a_verdict_that_depends_on_the_seed(self, sums):
        by_luck = "def test_halves(agree, expect, rng):\n    expect.that(rng.random() < 0.9, 'it is lucky')\n"
        sums.change("suite.py", "def test_halves(agree):\n", by_luck)
        found = sums.verified(seeds=40)
        assert {fault.gravity for fault in found.faults} == {Gravity.FLAKY}
        assert "the reference does not pass `test_halves` (suite.py:22) under seed" in found.faults[-1].what
        assert found.topics[0].flaky == len(found.faults)


class TestTextsAndFiles:
    def test_an_exercise_without_a_hint(self, sums):
        sums.change("topic.toml", 'hints = ["What do you divide by?"]', "hints = []")
        fault = sums.only_fault()
        assert place(fault) == ("topic.toml", sums.line("topic.toml", 'name = "mean"'))
        assert "the exercise `mean` has no hint" in fault.what

    @pytest.mark.parametrize("heading", ["## The middle", "```python\n# `mean`\n```\n", "`mean`"])
    def test_an_exercise_without_a_section(self, sums, heading):
        sums.change("lesson.md", "## The middle: `mean(numbers)`", heading)
        sums.build()
        fault = sums.only_fault()
        assert fault.path.name == "lesson.md"
        assert "no section of the lesson is about `mean`" in fault.what

    def test_a_picture_of_the_lesson(self, sums):
        sums.add_picture("sum.svg")
        sums.add("lesson.md", "\n![A sum](images/sum.svg) and [a picture elsewhere](https://example.org/sum.svg)\n")
        sums.build()
        assert sums.verified().faults == ()

    def test_a_picture_that_no_lesson_shows(self, sums):
        sums.add_picture("sum.svg")
        sums.add("lesson.md", "\n```markdown\n![A sum](images/sum.svg)\n```\n")
        sums.build()
        fault = sums.only_fault()
        assert (fault.gravity, fault.path) == (Gravity.UNTIDY, sums.folder / "images" / "sum.svg")
        assert "is not shown in the lesson" in fault.what

    @pytest.mark.parametrize("target", ["images/sum.svg", "sum.svg", "images/sum.png", "../other/images/sum.svg"])
    def test_a_picture_that_students_do_not_get(self, sums, target):
        sums.add("lesson.md", f"\n![A sum]({target})\n")
        sums.build()
        fault = sums.only_fault()
        assert (fault.gravity, fault.path.name) == (Gravity.LACKING, "lesson.md")
        assert "which students do not get" in fault.what

    def test_a_picture_out_of_place(self, sums):
        (sums.folder / "sum.svg").write_text("<svg/>")
        fault = sums.only_fault()
        assert (fault.gravity, fault.path) == (Gravity.UNTIDY, sums.folder / "sum.svg")
        assert fault.tip == "A picture of the lesson belongs in images/."

    def test_another_file_among_the_pictures(self, sums):
        sums.add_picture("sum.svg")
        sums.add("lesson.md", "\n![A sum](images/sum.svg)\n")
        sums.build()
        (sums.folder / "images" / "sum.xcf").write_text("")
        fault = sums.only_fault()
        assert (fault.gravity, fault.path) == (Gravity.UNTIDY, sums.folder / "images" / "sum.xcf")

    @pytest.mark.parametrize("where", ["solutions/sums/notes.txt", "exercises/sums/answer.py", "exercises/answer.py"])
    def test_a_stray_file(self, sums, where):
        (sums.root / where).write_text("")
        fault = sums.only_fault()
        assert (fault.gravity, fault.path) == (Gravity.UNTIDY, sums.root / where)

    def test_exercises_that_are_stale(self, sums):
        for path in (sums.folder / "lesson.md", sums.root / "exercises" / "sums" / "sums.py"):
            path.write_text(path.read_text() + "\n# More\n")
        faults = {fault.path.name: fault.tip for fault in sums.verified().faults}
        assert faults["README.md"] == "Run `nngrade author build`; it is never written by hand."
        assert faults["sums.py"].startswith("Keep what is of worth in it elsewhere")

    def test_the_worst_comes_first(self, sums):
        (sums.folder / "notes.txt").write_text("")
        sums.change("misconceptions.py", "sum(numbers[:3])", "sum(numbers)")
        sums.change("topic.toml", 'hints = ["What do you divide by?"]', "hints = []")
        gravities = [fault.gravity for fault in sums.verified().faults]
        assert gravities == sorted(gravities)
        assert gravities[0] is Gravity.ACCEPTS_WRONG

    def test_a_student_edition_has_nothing_to_verify(self, sums):
        (sums.folder / "reference.py").unlink()
        (sums.folder / "frozen.msgpack").write_bytes(b"")
        with pytest.raises(UsageError, match="student edition"):
            sums.verified()


class TestTheCommand:
    @pytest.fixture
    def author_verify(self, sums, monkeypatch, capsys):
        monkeypatch.chdir(sums.root)

        def _author_verify(*words):
            code = main(["author", "verify", "--seeds", "1", "--jobs", "1", *words])
            captured = capsys.readouterr()
            return code, captured.out, captured.err

        return _author_verify

    def test_it_prints_one_table(self, author_verify):
        code, out, err = author_verify("sums")
        assert code == 0
        assert [line.split()[:2] for line in out.splitlines()[1:4]] == [["sums", "4"], ["total", "2"], ["mean", "2"]]
        assert "Nothing is wrong. 9 judgings under 1 seed" in out
        assert err == "sums: done\n"

    def test_it_says_where_what_and_what_next(self, sums, author_verify):
        sums.change("misconceptions.py", "sum(numbers[:3])", "sum(numbers)")
        code, out, _ = author_verify()
        assert code == 3
        assert "\nsolutions/sums/misconceptions.py:22: `stops_at_three` passes `test_any`" in out
        assert "\n    Sharpen that check" in out
        assert "1 thing is wrong." in out

    def test_machines_read_the_same(self, sums, author_verify):
        (sums.folder / "notes.txt").write_text("")
        code, out, _ = author_verify("--format", "json")
        found = json.loads(out)
        assert (code, found["exit_code"], found["schema"]) == (3, 3, "nngrade/verification/v1")
        assert found["topics"][0]["caught"] == [3, 3]
        assert [fault["path"] for fault in found["faults"]] == ["solutions/sums/notes.txt"]

    def test_two_exercises_of_one_name_are_told_before_anything_is_judged(self, sums, author_verify):
        sums.change("topic.toml", 'name = "mean"', 'name = "total"')
        code, out, err = author_verify()
        line = (sums.folder / "topic.toml").read_text().splitlines().index('name = "total"', 12) + 1
        assert (code, out) == (3, "")
        assert f"{sums.folder / 'topic.toml'}, line {line}" in err

    def test_a_topic_that_does_not_exist_is_a_matter_of_usage(self, author_verify):
        code, _, err = author_verify("products")
        assert code == 2
        assert "no topic `products`" in err
