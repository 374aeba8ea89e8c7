"""JUnit XML of the kind xunit2, as CI systems read it: a suite for each topic, a case for each check.

A failure is a wrong answer, an error the grader's own fault. Points stand among
the suite's properties: a case of this kind has none. The contract is that of
pytest (`_pytest/junitxml.py`), whose files the same systems read.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from xml.etree.ElementTree import Element, indent, tostring

from nngrade.class_report import Standing, StudentReport
from nngrade.model import CheckReport, Report, TopicReport, Verdict
from nngrade.reports import plain
from nngrade.reports.text import clean, number
from nngrade.reports.words import headline

_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'


def render(report: Report, when: datetime) -> str:
    """One run of the grader; `when` it was, with its offset from UTC."""
    return "".join(_document(report.course, (_suite(topic, when) for topic in report.topics)))


def render_class(course: str, students: Iterable[StudentReport], when: datetime) -> Iterator[str]:
    """A class, in parts: a suite for each topic of each student, named after both."""
    yield from _document(course, (suite for student in students for suite in _suites_of(student, when)))


def _element(tag: str, parent: Element | None = None, **attributes: str) -> Element:
    """An element whose attributes can be written, whatever a student put into them."""
    element = Element(tag, {key: clean(value) for key, value in attributes.items()})
    if parent is not None:
        parent.append(element)
    return element


def _document(course: str, suites: Iterable[Element]) -> Iterator[str]:
    root = tostring(_element("testsuites", name=course), encoding="unicode")
    yield _HEAD + root.removesuffix("/>").rstrip() + ">\n"
    for suite in suites:
        indent(suite)
        yield tostring(suite, encoding="unicode") + "\n"
    yield "</testsuites>\n"


def _suites_of(student: StudentReport, when: datetime) -> Iterator[Element]:
    who = student.marks.student.id
    reports = {topic.topic: topic for topic in student.report.topics}
    for mark in student.marks.marks:
        if mark.standing in (Standing.GRADED, Standing.UNREADABLE) and mark.topic in reports:
            yield _suite(reports[mark.topic], when, who)
            continue
        # Nothing was judged: the one case says why, so that no student is left out.
        ours = mark.standing is Standing.NOT_JUDGED
        suite = _empty_suite(f"{who}: {mark.topic}", when, tests=1, failures=int(not ours), errors=int(ours), skipped=0)
        case = _element("testcase", suite, classname=f"{who}.{mark.topic}", name="a submission", time="0.000")
        _element("error" if ours else "failure", case, message=mark.note or mark.standing.value, type=mark.standing.value)
        yield suite


def _suite(topic: TopicReport, when: datetime, who: str = "") -> Element:
    checks = [check for exercise in topic.exercises for check in exercise.checks]
    errors = sum(check.verdict is Verdict.GRADER_ERROR for check in checks)
    skipped = sum(check.verdict is Verdict.SKIPPED for check in checks)
    failures = sum(check.verdict is not Verdict.PASSED for check in checks) - errors - skipped
    name = f"{who}: {topic.topic}" if who else topic.topic
    suite = _empty_suite(name, when, tests=len(checks), failures=failures, errors=errors, skipped=skipped)
    properties = _element("properties", suite)
    for key, value in _properties(topic):
        _element("property", properties, name=key, value=value)
    for check in checks:
        suite.append(_case(check, topic, who))
    return suite


def _empty_suite(name: str, when: datetime, **counts: int) -> Element:
    numbers = {key: str(counts[key]) for key in ("errors", "failures", "skipped", "tests")}
    when_and_where = {"time": "0.000", "timestamp": when.isoformat(timespec="milliseconds"), "hostname": "nngrade"}
    return _element("testsuite", None, name=name, **numbers, **when_and_where)


def _properties(topic: TopicReport) -> Iterator[tuple[str, str]]:
    yield "points", number(topic.points)
    yield "max_points", number(topic.max_points)
    yield "verdict", topic.verdict.value
    yield "submission", topic.submission
    yield "digest", topic.digest


def _case(check: CheckReport, topic: TopicReport, who: str) -> Element:
    place = f"{topic.topic}.{check.exercise}"
    case = _element("testcase", None, classname=f"{who}.{place}" if who else place, name=check.title, time="0.000")
    if check.verdict is Verdict.PASSED:
        return case
    if check.verdict is Verdict.SKIPPED:
        _element("skipped", case, type=check.verdict.value, message=check.reason or "skipped")
        return case
    lines = plain.explanation(check)
    if topic.problem:
        lines = plain.problem(topic.problem) + lines
    kind = "error" if check.verdict is Verdict.GRADER_ERROR else "failure"
    said = _element(kind, case, type=check.verdict.value, message=lines[0] if lines else headline(check) or check.verdict.value)
    said.text = "\n".join(lines)
    return case
