"""A suite is audited with mutants: wrong answers made from the right one, each of which some check should notice."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nngrade.authoring.audit import auditing
from nngrade.authoring.audit import json as audit_json
from nngrade.authoring.audit.auditing import audit
from nngrade.authoring.audit.judging import MutantJudge
from nngrade.authoring.audit.model import Fate, Goal, TopicAudit, diff_of
from nngrade.authoring.audit.mutants import make_mutants
from nngrade.authoring.audit.waivers import read_waivers
from nngrade.cli.main import main
from nngrade.errors import CourseError, UsageError
from nngrade.model import Verdict

COURSES = Path(__file__).parents[1] / "courses"

SURVIVOR = "Guestbook statement 1: return greet(name)"
KILLED = 'greet swap_op 1: return _joined([GREETING, name]) + "!"'

REFERENCE = '''
"""Greetings."""

GREETING = "Hello"

def given(name):
    return name + "?"

# BEGIN SOLUTION
MARK = 1 - 2

def shared(name: "str" = "x") -> "str":
    """Not 1 word of this is changed."""
    if len(name) == 3:
        raise ValueError(f"a name of {len(name) + 1} letters" + "no")
    assert name != 7
    return name
# END SOLUTION

def greet(name):
    """Not 1 word."""
    # BEGIN SOLUTION
    return shared(name)
    # END SOLUTION

class Guestbook:
    """Uses it too."""

    def add(self, name):
        # BEGIN SOLUTION
        return shared(name) * MARK
        # END SOLUTION
'''

CLASS = (COURSES / "tiny" / "solutions" / "greeting" / "reference.py").read_text().partition("class ")[2]

LOOPING = f'''
def greet(name):
    """Greet letter by letter."""
    # BEGIN SOLUTION
    letters = []
    while len(letters) < len(name):
        letters.append(name[len(letters)])
    return "Hello, " + "".join(letters) + "!"
    # END SOLUTION

class {CLASS}
'''

DRAWING = """
from nngrade.suite import check, given, st

@check("greet", "greets anyone")
@given(name=st.text("abc", min_size=1))
def test_greets_anyone(agree, name):
    agree.greet(name)

@check("Guestbook", "remembers anyone")
@given(name=st.text("abc", min_size=1))
def test_remembers_anyone(student, expect, name):
    book = student.Guestbook()
    book.add(name)
    expect.equal(book.names(), [name], what="the names")
"""

CHECK_OF_ANOTHER = """
@check("greet", "is what a guestbook says")
def test_guestbook_greets(student, expect):
    expect.equal(student.Guestbook().add("Ada"), "Hello, Ada!", what="the greeting")
"""


IN_A_SECOND_PROCESS = """
from nngrade.suite import check

@check("greet", "greets in a second process")
def test_greets(student, fresh, expect):
    other, _ = fresh()
    expect.equal(other.greet("Ada"), student.greet("Ada"), what="the greeting")
    expect.equal(other.greet("Ada"), "Hello, Ada!", what="the greeting")

@check("Guestbook", "remembers")
def test_remembers(student, fresh, expect):
    other, _ = fresh()
    book = other.Guestbook()
    book.add("Ada")
    expect.equal(book.names(), ["Ada"], what="the names")
"""


@pytest.fixture
def rewritten(greeting):
    """The topic with another reference."""

    def _rewritten(source):
        greeting.reference.write_text(source)
        return greeting

    return _rewritten


@pytest.fixture
def judge(greeting):
    """Judge mutants, picked by their names, as a lane does."""

    def _judge(*wanted):
        mutants = {mutant.name: mutant for mutant in make_mutants(greeting)}
        with contextlib.closing(MutantJudge(greeting)) as judge:
            fates = [judge.judge(mutants[name]) for name in wanted]
        return fates[0] if len(fates) == 1 else fates

    return _judge


def named(topic, name):
    return next(mutant for mutant in make_mutants(topic) if mutant.name == name)


def names(topic):
    return [mutant.name for mutant in make_mutants(topic)]


def changed_lines(topic):
    source = topic.reference.read_text().splitlines()
    return {source[mutant.line - 1].strip() for mutant in make_mutants(topic)}


class TestMaking:
    def test_a_mutant_is_the_reference_with_one_change(self, greeting):
        mutant = named(greeting, KILLED)
        assert (mutant.exercise, mutant.operator, mutant.line) == ("greet", "swap_op", 17)
        assert diff_of(mutant, greeting)[1:] == (
            "     # BEGIN SOLUTION",
            '-    return _joined([GREETING, name]) + "!"',
            '+    return _joined([GREETING, name]) - "!"',
            "     # END SOLUTION",
        )

    def test_only_what_a_student_writes_is_changed(self, rewritten):
        topic = rewritten(REFERENCE)
        assert changed_lines(topic) == {
            "MARK = 1 - 2",
            'def shared(name: "str" = "x") -> "str":',
            "if len(name) == 3:",
            "return name",
            "return shared(name)",
            "return shared(name) * MARK",
        }

    def test_a_helper_counts_to_the_first_exercise_that_uses_it_and_is_judged_by_all(self, rewritten):
        topic = rewritten(REFERENCE)
        helper = named(topic, "greet swap_op 1: if len(name) == 3:")
        constant = named(topic, "Guestbook swap_op 1: MARK = 1 - 2")
        assert helper.judged_by == {"greet", "Guestbook"}
        assert constant.judged_by == {"Guestbook"}
        assert named(topic, "greet statement 1: return shared(name)").judged_by == {"greet"}

    def test_names_are_unique(self, greeting):
        assert len(set(names(greeting))) == len(names(greeting))

    def test_a_name_outlives_edits_elsewhere(self, greeting):
        before = [name for name in names(greeting) if name.startswith("Guestbook")]
        source = greeting.reference.read_text()
        greeting.reference.write_text(source.replace("GREETING = ", "# A comment\n\nGREETING = ").replace('+ "!"', '+ "!" + ""'))
        assert [name for name in names(greeting) if name.startswith("Guestbook")] == before

    def test_each_comparison_is_changed_in_one_case(self, rewritten):
        topic = rewritten(REFERENCE)
        changes = {diff_of(mutant, topic)[-2].strip("+ ") for mutant in make_mutants(topic) if "len(name) == 3:" in mutant.name}
        assert {"if len(name) != 3:", "if len(name) <= 3:", "if len(name) >= 3:"} <= changes

    def test_a_call_without_arguments_can_become_another_one(self, rewritten):
        topic = rewritten(REFERENCE.replace("return shared(name)\n    # END", "return shared(name.lower())\n    # END"))
        assert any("name.upper()" in mutant.source for mutant in make_mutants(topic))

    def test_a_marker_out_of_place_is_named(self, rewritten):
        topic = rewritten("def greet(name):\n    # BEGIN SOLUTION\n    return name\n")
        with pytest.raises(CourseError, match="line 2: this BEGIN SOLUTION is never closed"):
            make_mutants(topic)

    def test_without_the_library_it_says_what_to_install(self, greeting, monkeypatch):
        monkeypatch.delitem(sys.modules, "nngrade.authoring.audit.operators", raising=False)
        monkeypatch.setitem(sys.modules, "mutmut.mutation.mutators", None)
        with pytest.raises(UsageError) as caught:
            make_mutants(greeting)
        assert "mutmut" in caught.value.message
        assert 'pip install "nngrade[author]"' in caught.value.tip


class TestJudging:
    def test_a_mutant_is_killed_by_the_first_check_that_notices(self, judge):
        fate = judge(KILLED)
        assert (fate.check, fate.verdict) == ("test_greets_by_name", Verdict.ERRORED)

    def test_one_that_no_check_notices_survives(self, judge):
        assert not judge(SURVIVOR).is_killed

    def test_the_worker_serves_for_the_next_one(self, judge, greeting):
        assert [fate.mutant.name for fate in judge(*names(greeting)) if not fate.is_killed] == [SURVIVOR]

    def test_one_that_loops_is_killed_soon_and_the_next_one_is_judged(self, rewritten, judge):
        rewritten(LOOPING)
        looping, other = judge(
            "greet statement 1: letters.append(name[len(letters)])", "greet comparison 1: while len(letters) < len(name):"
        )
        assert (looping.check, looping.verdict) == ("test_greets_by_name", Verdict.TIMED_OUT)
        assert not other.is_killed  # it is as right as the reference

    def test_what_is_drawn_for_one_is_not_judged_for_the_next(self, greeting, judge):
        greeting.suite.write_text(DRAWING)
        right = 'greet arg_removal 1: return _joined([GREETING, name]) + "!"', KILLED, SURVIVOR
        assert [fate.is_killed for fate in judge(SURVIVOR, *right, KILLED)] == [False, True, True, False, True]

    def test_a_second_process_serves_for_the_next_one_too(self, greeting, judge):
        greeting.suite.write_text(IN_A_SECOND_PROCESS)
        assert [fate.is_killed for fate in judge(KILLED, SURVIVOR, KILLED, SURVIVOR)] == [True, False, True, False]

    def test_another_exercises_checks_do_not_count(self, greeting, judge):
        greeting.suite.write_text(greeting.suite.read_text() + CHECK_OF_ANOTHER)
        assert not judge(SURVIVOR).is_killed

    def test_a_reference_that_fails_is_the_courses_fault(self, greeting):
        greeting.suite.write_text(greeting.suite.read_text().replace('["Ada", "Grace"]', '["Grace"]'))
        with pytest.raises(CourseError, match="the reference does not pass `test_remembers_in_order`"):
            audit([greeting], jobs=1)


class TestWaiving:
    def test_a_topic_may_have_no_waivers(self, greeting):
        assert read_waivers(greeting) == ()

    def test_a_waived_mutant_counts_for_neither_side(self, greeting):
        result = audited(greeting, waive(greeting, SURVIVOR))
        assert result.survivors == ()
        assert list(result.waived) == [SURVIVOR]
        assert (result.figures.killed_percent, result.figures.waived) == (100.0, 1)

    def test_one_that_is_killed_by_now_is_stale(self, greeting):
        (stale,) = audited(greeting, waive(greeting, KILLED)).stale
        assert (stale.waiver.mutant, stale.waiver.line, stale.check) == (KILLED, 2, "test_greets_by_name")

    def test_one_whose_mutant_is_gone_is_stale(self, greeting):
        (stale,) = audited(greeting, waive(greeting, "greet number 1: return 1")).stale
        assert stale.check == ""

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ('[[waivers]]\nmutant = "a"\nreason = " "', "line 3: a waiver needs a reason"),
            ('[[waivers]]\nmutant = "a"', "line 1: object missing required field `reason`"),
            ('[[waivers]]\nmutant = "a"\nreason = "b"\nwhy = "c"', "line 4: object contains unknown field `why`"),
            ('[[waivers]]\nmutant = 1\nreason = "b"', "line 2: expected `str`, got `int`"),
            (2 * '[[waivers]]\nmutant = "a"\nreason = "b"\n', "line 5: this mutant is waived in line 2 already"),
            ("[[waivers]", "line 1: this is not TOML"),
        ],
    )
    def test_what_is_wrong_in_the_file_is_named_with_its_line(self, greeting, text, message):
        (greeting.folder / "waivers.toml").write_text(text)
        with pytest.raises(CourseError, match=message):
            read_waivers(greeting)


class TestFigures:
    def test_they_are_those_of_each_exercise_and_of_the_topic(self, greeting):
        result = audited(greeting)
        assert [(one.name, one.mutants, one.killed) for one in result.exercises] == [("greet", 9, 9), ("Guestbook", 8, 7)]
        assert (result.figures.name, result.figures.mutants, result.figures.survivors) == ("greeting", 17, 1)

    def test_a_goal_is_met_by_kills_and_not_by_waiving(self, greeting):
        strict, waived = audited(greeting), audited(greeting, waive(greeting, SURVIVOR))
        assert not strict.meets(Goal(killed=95, waived=5))
        assert strict.meets(Goal(killed=90, waived=5))
        assert not waived.meets(Goal(killed=95, waived=5))
        assert waived.meets(Goal(killed=95, waived=6))

    def test_the_json_holds_them_all(self, greeting):
        whole = json.loads(audit_json.render([audited(greeting, waive(greeting, KILLED))], Goal()))
        (topic,) = whole["topics"]
        assert (whole["schema"], whole["passed"], topic["topic"]) == ("nngrade/audit/v1", False, "greeting")
        assert (topic["mutants"], topic["num_killed"], topic["num_survivors"]) == (17, 16, 1)
        assert [one["exercise"] for one in topic["exercises"]] == ["greet", "Guestbook"]
        assert [one["mutant"] for one in topic["survivors"]] == [SURVIVOR]
        assert "-        return greet(name)" in topic["survivors"][0]["diff"]
        assert topic["stale"] == [{"mutant": KILLED, "line": 2, "killed_by": "test_greets_by_name"}]


class TestTheCommand:
    def test_it_shows_survivors_with_their_diff_and_a_table(self, tiny_folder, capsys):
        assert main(["author", "audit", "greeting", "--jobs", "2", "--course", str(tiny_folder)]) == 3
        out = capsys.readouterr().out
        assert "greeting: 1 mutant survives" in out
        assert f"\n  {SURVIVOR}\n    @@ -33,3 +33,3 @@\n" in out
        assert "\n    -        return greet(name)\n    +        pass\n" in out
        assert "greeting.Guestbook         8        7        0         1      87.5 %\n" in out
        assert "greeting kills 94.1 % of its mutants; 95 % are wanted." in out

    def test_a_goal_that_is_met_exits_with_0_and_stale_waivers_are_told(self, tiny_folder, greeting, capsys, monkeypatch):
        monkeypatch.setattr(auditing, "judged", lambda tasks, _: (pair for pair in zip(tasks, audited(greeting).fates, strict=True)))
        waive(greeting, "gone")
        assert main(["author", "audit", "--min-killed", "90", "--course", str(tiny_folder)]) == 0
        out = capsys.readouterr().out
        assert "waivers.toml, line 2: stale, for there is no such mutant any more: gone\n" in out
        assert out.endswith("The suites are as strict as they have to be.\n")

    @pytest.mark.skipif(sys.platform != "linux", reason="processes are looked for in /proc")
    def test_ctrl_c_leaves_no_process_behind(self, tiny_folder, rewritten):
        rewritten(LOOPING.replace("letters.append(name[len(letters)])", "continue"))  # the reference itself never ends
        command = [sys.executable, "-m", "nngrade", "author", "audit", "--jobs", "2", "--course", str(tiny_folder)]
        with subprocess.Popen(command, cwd=tiny_folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True) as process:
            wait_until(lambda: any(map(is_worker, descendants(process.pid))))
            family = descendants(process.pid)
            os.killpg(process.pid, signal.SIGINT)
            _, errors = process.communicate(timeout=20)
        assert (process.returncode, errors) == (130, b"\nInterrupted.\n")
        wait_until(lambda: not any(map(is_running, family)))


def audited(topic, waivers=()):
    """An audit as it would end, by hand: of all mutants one survives."""
    fates = [Fate(one) if one.name == SURVIVOR else Fate(one, "test_greets_by_name", Verdict.FAILED) for one in make_mutants(topic)]
    return TopicAudit(topic, tuple(fates), waivers)


def waive(topic, mutant):
    (topic.folder / "waivers.toml").write_text(f"[[waivers]]\nmutant = '{mutant}'\nreason = 'As right as the reference.'\n")
    return read_waivers(topic)


def descendants(pid):
    children = [int(one) for path in Path("/proc", str(pid), "task").glob("*/children") for one in path.read_text().split()]
    return [*children, *(other for child in children for other in descendants(child))]


def is_worker(pid):
    """Whether a process is one that runs a mutant: no other has a scratch folder for its home."""
    try:
        return b"HOME=" in (environment := Path("/proc", str(pid), "environ").read_bytes()) and b"/nngrade-" in environment
    except OSError:
        return False


def is_running(pid):
    try:
        return Path("/proc", str(pid), "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(holds):
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)
