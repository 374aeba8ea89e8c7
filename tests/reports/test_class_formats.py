"""A class in the formats of spreadsheets and learning platforms."""

import csv
import io
import json
import re
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from rich.console import Console

from nngrade.class_report import ClassReport, ClassTopic, Common, Mark, Problem, Standing, Student, StudentMarks, StudentReport
from nngrade.errors import UsageError
from nngrade.model import Report, Verdict
from nngrade.reports import canvas, class_json, github, junit, markdown, moodle
from nngrade.reports import csv as class_csv
from nngrade.reports.terminal.classes import show_class

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "class-report.md"
TOPICS = (ClassTopic("softmax", "Softmax", 1.0, 20.0), ClassTopic("backprop", "Backprop", 2.0, 40.0))


def mark(topic="softmax", points=15.0, most=20.0, verdict=Verdict.FAILED, **more):
    return Mark(topic, Standing.GRADED, verdict, points, points, most, 1, 1, path=f"x/{topic}.py", **more)


def student(login, *marks, **more):
    return StudentMarks(Student(login, **more), marks, tuple(1.0 if one.topic == "softmax" else 2.0 for one in marks))


ADA = student(
    "101",
    mark(points=20.0, verdict=Verdict.PASSED),
    mark("backprop", 40.0, 40.0, Verdict.PASSED),
    name="Ada Lovelace",
    email="ada@example.org",
)
BOB = student(
    "102",
    mark(note="2 d 0 h late: 20 % less"),
    Mark("backprop", Standing.MISSING, max_points=40.0),
    name="Bob Ross",
    email="bob@example.org",
)
EVE = student(
    "=cmd|' /C calc'!A1",
    mark(points=0.0),
    Mark("backprop", Standing.NOT_JUDGED, note="the suite is broken"),
    name='Eve, "the" <b>One</b>\n',
)
CLASS = ClassReport(
    "A course",
    "1.0.0",
    7,
    "standard",
    TOPICS,
    (ADA, BOB, EVE),
    (Problem("lies in no folder"), Problem("is broken", "eve", "backprop", is_fault=True)),
)
ONE_TOPIC = replace(CLASS, topics=TOPICS[:1], students=tuple(replace(one, marks=one.marks[:1], weights=(1.0,)) for one in CLASS.students))


def rows(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


# --- scores --------------------------------------------------------------------------


def test_a_score_weighs_topics_and_leaves_out_what_was_not_judged():
    assert ADA.score == 1.0
    assert BOB.score == pytest.approx((1 * 0.75 + 2 * 0.0) / 3)
    assert EVE.score == 0.0
    assert replace(EVE, marks=(EVE.marks[1],), weights=(1.0,)).score is None


def test_the_exit_code_of_a_class():
    assert CLASS.exit_code == 3
    assert replace(CLASS, students=(ADA, BOB), problems=()).exit_code == 1
    assert replace(CLASS, students=(ADA,), problems=()).exit_code == 0
    assert replace(CLASS, students=(ADA,), problems=(Problem("?"),)).exit_code == 1
    assert replace(CLASS, students=(), problems=()).exit_code == 0, "a shard may be empty"


# --- CSV -----------------------------------------------------------------------------


def test_one_row_a_student_the_student_first():
    text = class_csv.render(CLASS)
    assert text.startswith("student,")
    ada, bob, eve = rows(text)
    assert (ada["student"], ada["score"], ada["points"], ada["max_points"]) == ("101", "1", "60", "60")
    assert (bob["softmax points"], bob["backprop points"], bob["backprop standing"]) == ("15", "0", "missing")
    assert eve["backprop points"] == "", "what the grader could not judge is no zero"
    assert "late" in bob["note"]


def test_no_cell_is_a_formula():
    for row in csv.reader(io.StringIO(class_csv.render(CLASS), newline="")):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert len(rows(class_csv.render(CLASS))) == 3, "a line break in a name is no row"


# --- JSON ----------------------------------------------------------------------------


def details():
    for one in CLASS.students:
        yield StudentReport(one, Report("A course", "1.0.0", 7, "standard", ()))


def test_json_is_what_the_page_says():
    read = json.loads("".join(class_json.render(CLASS, details())))
    assert read["schema"] == "nngrade/class/v1"
    found = {("Class", key) for key in read}
    found |= {("Topic", key) for one in read["topics"] for key in one}
    found |= {("Problem", key) for one in read["problems"] for key in one}
    found |= {("Student", key) for one in read["students"] for key in one}
    found |= {("Mark", key) for one in read["students"] for each in one["marks"] for key in each}
    kind, documented = "", set()
    for line in PAGE.read_text("utf-8").splitlines():
        if line.startswith("## "):
            kind = line[3:]
        elif key := re.match(r"\| `(\w+)` \|", line):
            documented.add((kind, key[1]))
    assert found == documented


def test_json_comes_in_parts_and_is_ascii():
    parts = list(class_json.render(CLASS, details()))
    assert len(parts) == 2 + len(CLASS.students)
    assert "".join(parts).isascii()
    assert json.loads("".join(class_json.render(replace(CLASS, students=()), iter(()))))["students"] == []


# --- JUnit, Markdown, GitHub, the terminal -------------------------------------------


def test_junit_leaves_no_student_out(samples):
    topic = replace(samples["first_try"].topics[0], topic="softmax")
    given = (StudentReport(one, Report("A course", "1", 0, "standard", (topic,))) for one in CLASS.students)
    root = ET.fromstring("".join(junit.render_class("A course", given, datetime.now(UTC))))
    suites = {suite.get("name"): suite for suite in root}
    assert len(suites) == 6
    assert suites["102: backprop"].find("testcase/failure") is not None
    assert suites[f"{EVE.student.id}: backprop"].find("testcase/error").get("message") == "the suite is broken"
    assert int(suites["101: softmax"].get("tests")) == len([check for one in topic.exercises for check in one.checks])


def test_markdown_is_one_row_a_student():
    text = markdown.render_class(CLASS, [Common("softmax", "You sum over the batch.", 3)])
    assert sum(line.startswith("| ") for line in text.splitlines()) == 1 + 3
    assert "3 times in softmax: You sum over the batch." in text
    assert "<b>" not in text
    large = replace(CLASS, students=CLASS.students * 40_000)
    assert len(markdown.render_class(large).encode()) < 1024 * 1024


def test_github_has_at_most_ten_of_a_kind():
    large = replace(CLASS, students=CLASS.students * 40)
    lines = github.render_class(large).splitlines()
    assert sum(line.startswith("::notice") for line in lines) == 10
    assert sum(line.startswith("::warning") for line in lines) == 10


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_the_terminal_shows_everyone(width, encoding):
    out = io.TextIOWrapper(io.BytesIO(), encoding, errors="strict")
    show_class(CLASS, Console(file=out, width=width, markup=False, emoji=False, highlight=False), [Common("softmax", "A mistake.", 2)])
    out.flush()
    text = out.buffer.getvalue().decode(encoding)
    assert all(len(line) <= width for line in text.splitlines())
    folded = "".join(text.split())
    for said in ("AdaLovelace", "20/20" if width >= 80 else "1softmax", "Tolookat", "Amistake."):
        assert said in folded


# --- Canvas --------------------------------------------------------------------------

EXPORTED = (
    "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Softmax (501),Backprop (502),Essay (503),Softmax Current Score\r\n"
    "    Points Possible,,,,,10.0,40.0,5.0,(read only)\r\n"
    '"Lovelace, Ada",101,S1,ada,A,,,4,\r\n'
    '"Ross, Bob",102,S2,bob@example.org,A,7.5,EX,5,\r\n'
    '"Else, Someone",999,S9,else,A,1,2,3,\r\n'
)


def test_canvas_is_filled_in_and_the_rest_stays():
    filled = canvas.fill(CLASS, EXPORTED)
    assert filled.text.startswith("\ufeffStudent,ID,")
    before, after = (list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))) for text in (EXPORTED, filled.text))
    assert before[:2] == after[:2]
    assert after[2] == ["Lovelace, Ada", "101", "S1", "ada", "A", "10", "40", "4", ""], "scaled to what Canvas gives at most"
    assert after[3] == ["Ross, Bob", "102", "S2", "bob@example.org", "A", "7.5", "EX", "5", ""]
    assert before[4] == after[4]
    assert [one for one in filled.problems if EVE.student.id in one]


def test_canvas_finds_a_column_by_the_name_it_is_given():
    exported = EXPORTED.replace("Backprop (502)", "Week 3 (502)")
    with pytest.raises(UsageError, match="no column for backprop"):
        canvas.fill(CLASS, exported)
    filled = canvas.fill(CLASS, exported, {"backprop": "Week 3"})
    assert filled.text.splitlines()[2].split(",")[-3] == "40"


def test_two_students_of_one_name_are_not_mixed_up():
    twins = replace(
        CLASS,
        students=(student("201", mark(points=20.0), name="Ada Lovelace"), student("202", mark(points=1.0), name="Ada Lovelace")),
        topics=TOPICS[:1],
    )
    exported = "Student,ID,SIS Login ID,Section,Softmax (501)\nAda Lovelace,,,A,\nAda Lovelace,202,,A,\n"
    filled = canvas.fill(twins, exported)
    assert filled.text.splitlines()[1:] == ["Ada Lovelace,,,A,", "Ada Lovelace,202,,A,1"]
    assert len(filled.problems) == 1


def test_a_new_file_for_canvas():
    table = list(csv.reader(io.StringIO(canvas.render(CLASS), newline="")))
    assert table[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Softmax", "Backprop"]
    assert table[1][5:] == ["20", "40"]
    assert table[2] == ["Ada Lovelace", "101", "", "", "", "20", "40"]
    assert table[4][6] == ""


# --- Moodle --------------------------------------------------------------------------

WORKSHEET = (
    '"Identifier","Full name","Email address","Status","Grade","Maximum Grade","Grade can be changed",'
    '"Last modified (submission)","Last modified (grade)","Feedback comments"\n'
    '"Participant 101","Ada Lovelace","ada@example.org","Submitted for grading","","100.00","Yes","-","-",""\n'
    '"Participant 7","Bob Ross","bob@example.org","Submitted for grading","3.00","100.00","No","-","-","mine"\n'
    '"Participant 8","Someone Else","else@example.org","No submission","","100.00","Yes","-","-",""\n'
)


def test_moodles_own_worksheet_is_filled_in():
    filled = moodle.fill(ONE_TOPIC, WORKSHEET)
    ada, bob, other = rows(filled.text)
    assert (ada["Grade"], ada["Maximum Grade"], ada["Last modified (grade)"]) == ("100", "100.00", "-")
    assert ada["Feedback comments"] == "20 of 20 points"
    assert (bob["Grade"], bob["Feedback comments"]) == ("3.00", "mine"), "Moodle has locked it"
    assert other == rows(WORKSHEET)[2]
    assert any("lets this grade not be changed" in one for one in filled.problems)
    assert any(EVE.student.id in one for one in filled.problems)


def test_moodle_wants_one_topic_and_its_own_columns():
    with pytest.raises(UsageError, match="for one assignment"):
        moodle.fill(CLASS, WORKSHEET)
    with pytest.raises(UsageError, match="no column “Identifier”"):
        moodle.fill(ONE_TOPIC, WORKSHEET.replace("Identifier", "Kennung"))
    with pytest.raises(UsageError, match="no header"):
        moodle.fill(ONE_TOPIC, "")


def test_every_field_of_a_mark_is_told_somewhere():
    told = {
        "topic",
        "standing",
        "verdict",
        "earned",
        "points",
        "max_points",
        "attempt",
        "attempts",
        "submitted",
        "late_days",
        "path",
        "note",
    }
    assert {field.name for field in fields(Mark)} == told
