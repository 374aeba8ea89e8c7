"""The report as a student sees it, on consoles of a fixed width."""

import io
import re
import subprocess
import sys
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from nngrade.model import Category, Finding, Verdict
from nngrade.reports import groups, terminal

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def printed(report, width=80, encoding="utf-8", **options):
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="strict")
    terminal.show(report, Console(file=file, width=width, _environ={}, **options))
    file.flush()
    return file.buffer.getvalue().decode(encoding)


def only_exercise(sample, *checks):
    topic = sample.topics[0]
    return replace(sample, topics=(replace(topic, exercises=(replace(topic.exercises[0], checks=checks),)),))


def test_looks_as_agreed(sample, golden):
    golden(printed(sample))


def test_looks_as_agreed_in_sixty_columns(sample, golden):
    golden(printed(sample, width=60), "-60")


def test_looks_as_agreed_in_ascii(sample, golden):
    golden(printed(sample, encoding="ascii"), "-ascii")


@pytest.mark.parametrize("width", [60, 80, 88, 120, 200])
def test_no_line_is_too_long_but_the_one_to_paste(sample, width):
    pasted = {check.finding.reproduction for check in checks_of(sample) if check.finding}
    for line in printed(sample, width=width).splitlines():
        assert len(line) <= width or line.strip() in pasted or line.strip().startswith("python -c")


def test_the_line_to_paste_stands_whole_and_alone(samples):
    lines = printed(samples["first_try"], width=60).splitlines()
    command = samples["first_try"].topics[0].exercises[1].checks[1].finding.reproduction
    assert [line.strip() for line in lines if command in line] == [command]


def test_what_a_student_wrote_is_shown_literally(samples):
    text = printed(samples["hostile"], force_terminal=True)
    assert "[red]bold[/red]" in ANSI.sub("", text)
    assert r"\x1b[2J" in text
    assert r"\u202e" in text


def test_nothing_that_a_terminal_obeys_gets_through(sample):
    text = ANSI.sub("", printed(sample, force_terminal=True, color_system="truecolor"))
    assert not [char for char in text if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and char != "\n"]


def test_colour_adds_nothing_to_the_words(sample):
    plain, coloured = printed(sample), ANSI.sub("", printed(sample, force_terminal=True))
    without_bar = re.compile(" *[━╸╺]+$", re.MULTILINE)
    assert without_bar.sub("", plain) == without_bar.sub("", coloured)


def test_a_latin_console_keeps_its_own_letters(samples):
    report = samples["first_try"]
    named = replace(report, topics=(replace(report.topics[0], title="Régression Ω"),))
    assert printed(named, encoding="latin-1").lstrip().startswith("Régression \\u03a9")


def test_cells_that_differ_are_marked_without_colour(samples):
    text = printed(samples["first_try"], no_color=True)
    assert "0.25*  0.25*" in text
    assert "nan*" in text
    assert "0.5  0.5 " in text


def test_one_mistake_is_told_once(samples):
    text = printed(samples["first_try"])
    assert text.count("You normalise over the whole batch") == 1
    assert re.search(r"also +matches on any batch", text)


def test_the_smallest_input_stands_for_the_mistake(samples):
    exercise = samples["first_try"].topics[0].exercises[1]
    backwards = replace(exercise, checks=exercise.checks[::-1])
    first, *_ = groups.failures(backwards).groups
    assert first.check.title == "each row sums to one"


def test_a_fourth_mistake_gets_one_line(samples):
    report = samples["withheld"]
    check = report.topics[0].exercises[0].checks[1]
    findings = [Finding(Category.WRONG_VALUE, f"Fault {number}.") for number in range(5)]
    checks = [replace(check, title=f"check {n}", verdict=Verdict.FAILED, finding=f) for n, f in enumerate(findings)]
    lines = printed(only_exercise(report, *checks)).splitlines()
    assert " ✗  softmax · check 3  Fault 3." in lines
    assert " ✗  softmax · check 4  Fault 4." in lines


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (Verdict.PASSED, "every check passes"),
        (Verdict.FAILED, "This does not hold yet."),
        (Verdict.UNFINISHED, "not written yet"),
        (Verdict.ERRORED, "Your code stopped with an error."),
        (Verdict.TIMED_OUT, "did not stop in time"),
        (Verdict.OUT_OF_MEMORY, "more memory than it may have"),
        (Verdict.SKIPPED, "skipped: needs one_hot"),
        (Verdict.GRADER_ERROR, "no points are lost"),
    ],
)
def test_every_verdict_has_its_words(samples, verdict, words):
    report = samples["passed"]
    check = report.topics[0].exercises[1].checks[0]
    reason = "needs one_hot" if verdict is Verdict.SKIPPED else ""
    assert words in printed(only_exercise(report, replace(check, verdict=verdict, reason=reason)))


def test_what_is_not_written_gets_one_line(samples):
    assert printed(samples["first_try"]).count("log_softmax") == 1


def test_a_problem_is_told_once_and_points_at_the_place(samples):
    lines = printed(samples["syntax"]).splitlines()
    (place,) = (i for i, line in enumerate(lines) if "line 12 " in line)
    assert lines[place][lines[place + 1].index("^")] == "("
    assert "one score per class" not in "\n".join(lines)


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("first_try", "nngrade check softmax.softmax"),
        ("syntax", "nngrade check softmax"),
        ("not_started", "nngrade show softmax"),
        ("several", "nngrade check cross-entropy.softmax"),
    ],
)
def test_the_last_line_says_what_to_do(samples, name, command):
    assert printed(samples[name]).rstrip().endswith("  " + command)


def test_an_unwritten_exercise_beside_written_ones_leads_to_its_hint(samples):
    one_hot, _, log_softmax = samples["first_try"].topics[0].exercises
    topic = replace(samples["first_try"].topics[0], exercises=(one_hot, log_softmax))
    report = replace(samples["first_try"], topics=(topic,))
    assert printed(report).rstrip().endswith("nngrade hint softmax.log_softmax")
    file = io.StringIO()
    Console(file=file, width=80).print(terminal.render(report, hint_command=None))
    assert file.getvalue().rstrip().endswith("nngrade show softmax")


def test_nothing_is_asked_of_a_student_for_our_fault(samples):
    assert "Next" not in printed(samples["course_fault"])


def test_a_long_array_shows_where_it_differs(samples):
    check = samples["first_try"].topics[0].exercises[1].checks[3]
    cells = tuple(str(1000 + number) for number in range(60))
    differs = tuple(number == 41 for number in range(60))
    view = replace(check.finding.got, cells=(cells,), differs=(differs,))
    report = only_exercise(samples["first_try"], replace(check, finding=replace(check.finding, expected=view, got=view)))
    text = printed(report)
    assert "1041*" in text
    assert re.search(r"got +… .* …\n", text)


def test_numbers_stand_on_their_point(samples):
    lines = printed(samples["values"]).splitlines()
    expected, got = (next(line for line in lines if number in line) for number in ("0.326994", "10.980981"))
    assert expected.index(".") == got.index(".")


def test_printed_output_and_deep_recursion_are_bounded(samples):
    text = printed(samples["values"])
    assert "epoch 8:" in text
    assert "epoch 9:" not in text
    assert "12 more lines" in text
    assert "14 more calls" in text
    assert "line 29 " in text


def test_importing_the_reports_leaves_rich_alone():
    code = "import sys, nngrade.reports, nngrade.reports.json; sys.exit('rich' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def checks_of(report):
    return [check for topic in report.topics for exercise in topic.exercises for check in exercise.checks]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data(), width=st.integers(20, 140), encoding=st.sampled_from(["utf-8", "ascii", "cp1252"]))
def test_any_report_can_be_shown(any_report, data, width, encoding):
    printed(data.draw(any_report), width=width, encoding=encoding)
