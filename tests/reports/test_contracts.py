"""Formats that CI systems and schools read: each report, hostile ones too, keeps to the contract of each.

The contracts: JUnit as pytest writes it (xunit2, junit-10.xsd of Jenkins); Gradescope's specifications of an
autograder's output; classroom50's result/v1; GitHub's workflow commands and job summaries.
"""

import json
import re
from datetime import UTC, datetime, timedelta, timezone
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nngrade.errors import UsageError
from nngrade.model import Disclosure, Verdict
from nngrade.reports import classroom50, github, gradescope, junit, markdown

WHEN = datetime(2026, 11, 1, 12, 30, 15, 987654, tzinfo=timezone(timedelta(hours=1)))
ORIGIN = classroom50.Origin("cs-101", "softmax", "submit/2026-11-01", "https://x/commit/1", "https://x/tag/1", "https://x/commit/1")

FORMATS = {
    "junit": lambda report: junit.render(report, WHEN),
    "markdown": markdown.render,
    "github": github.render,
    "gradescope": gradescope.render,
    "classroom50": lambda report: classroom50.render(report, ORIGIN, WHEN),
}


def checks_of(report):
    return [check for topic in report.topics for exercise in topic.exercises for check in exercise.checks]


# --- JUnit ---------------------------------------------------------------------------

_ATTRIBUTES = {
    "testsuites": {"name"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time", "timestamp", "hostname"},
    "properties": set(),
    "property": {"name", "value"},
    "testcase": {"classname", "name", "time"},
    "failure": {"message", "type"},
    "error": {"message", "type"},
    "skipped": {"message", "type"},
}
_INSIDE = {
    "testsuites": ["testsuite"],
    "testsuite": ["properties", "testcase"],
    "properties": ["property"],
    "testcase": ["failure", "error", "skipped"],
}


def assert_is_xunit2(text):
    root = ET.fromstring(text)
    assert root.tag == "testsuites"
    for element in root.iter():
        assert set(element.attrib) == _ATTRIBUTES[element.tag]
        assert {child.tag for child in element} <= set(_INSIDE.get(element.tag, []))
    for suite in root:
        cases = suite.findall("testcase")
        assert int(suite.get("tests")) == len(cases)
        for tag, count in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
            assert int(suite.get(count)) == len(suite.findall(f"testcase/{tag}"))
        assert all(len(case) <= 1 for case in cases)
        assert datetime.fromisoformat(suite.get("timestamp")).tzinfo is not None
    return root


def test_junit_of_every_sample(sample):
    root = assert_is_xunit2(junit.render(sample, WHEN))
    cases = [case for suite in root for case in suite.findall("testcase")]
    kinds = {Verdict.PASSED: None, Verdict.SKIPPED: "skipped", Verdict.GRADER_ERROR: "error"}
    for check, case in zip(checks_of(sample), cases, strict=True):
        assert (case[0].tag if len(case) else None) == kinds.get(check.verdict, "failure")


def test_points_stand_in_the_suites_properties(samples):
    root = assert_is_xunit2(junit.render(samples["first_try"], WHEN))
    found = {one.get("name"): one.get("value") for one in root.iter("property")}
    assert (found["points"], found["max_points"]) == ("10", "24")


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_junit_of_any_report(any_report, data):
    assert_is_xunit2(junit.render(data.draw(any_report), WHEN).encode().decode())


# --- Gradescope ----------------------------------------------------------------------

_TOP = {
    "score", "execution_time", "output", "output_format", "test_output_format", "test_name_format", "visibility",
    "stdout_visibility", "extra_data", "tests", "leaderboard",
}  # fmt: skip
_TEST = {
    "score", "max_score", "status", "name", "name_format", "number", "output", "output_format", "tags", "visibility", "extra_data",
}  # fmt: skip
_VISIBILITIES = {"hidden", "after_due_date", "after_published", "visible"}


def assert_is_gradescope(text):
    read = json.loads(text)
    assert set(read) <= _TOP
    assert read["visibility"] in _VISIBILITIES
    assert read["stdout_visibility"] in _VISIBILITIES
    for test in read["tests"]:
        assert set(test) <= _TEST
        assert test["status"] in {"passed", "failed"}
        assert test["visibility"] in _VISIBILITIES
        assert all(isinstance(test[key], int | float) for key in ("score", "max_score"))
        assert isinstance(test["name"], str)
        assert all(isinstance(tag, str) for tag in test["tags"])
    assert read["score"] == pytest.approx(sum(test["score"] for test in read["tests"]))
    return read


def test_gradescope_of_every_sample(sample):
    read = assert_is_gradescope(gradescope.render(sample))
    for check, test in zip(checks_of(sample), read["tests"], strict=True):
        assert (test["status"] == "passed") == (check.verdict is Verdict.PASSED)
        assert test["max_score"] == (0 if check.verdict is Verdict.GRADER_ERROR else check.max_points)


@pytest.mark.parametrize("visibility", sorted(_VISIBILITIES))
def test_checks_that_are_not_public_can_wait(samples, visibility):
    from dataclasses import replace

    sample = samples["first_try"]
    topic = sample.topics[0]
    first = topic.exercises[0]
    shown = replace(first, checks=(replace(first.checks[0], public=True), *first.checks[1:]))
    read = assert_is_gradescope(
        gradescope.render(replace(sample, topics=(replace(topic, exercises=(shown, *topic.exercises[1:])),)), hidden_checks=visibility)
    )
    assert read["tests"][0]["visibility"] == "visible"
    assert {test["visibility"] for test in read["tests"][1:]} == {visibility}


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_gradescope_of_any_report(any_report, data):
    assert_is_gradescope(gradescope.render(data.draw(any_report)).encode().decode())


# --- classroom50 ---------------------------------------------------------------------

_RESULT = {"schema", "classroom", "assignment", "submission", "commit", "release", "review", "datetime", "score", "max-score", "tests"}


def test_classroom50_of_every_sample(sample):
    read = json.loads(classroom50.render(sample, ORIGIN, WHEN))
    # A closed object; the owner and the kind of assignment are stamped by the runner.
    assert set(read) == _RESULT
    assert read["schema"] == "classroom50/result/v1"
    assert read["datetime"] == "2026-11-01T11:30:15Z"
    assert 0 <= read["score"] <= read["max-score"] or read["max-score"] == 0
    for test in read["tests"]:
        assert {"test-name", "passed", "score", "max-score"} == set(test)
        assert isinstance(test["passed"], bool)
        assert test["score"] <= test["max-score"]
    assert sum(test["score"] for test in read["tests"]) == read["score"]


def test_whole_points_are_whole_numbers(samples):
    read = json.loads(classroom50.render(samples["passed"], ORIGIN, WHEN))
    assert all(isinstance(test["score"], int) for test in read["tests"])


def test_classroom50_wants_to_know_where_a_submission_came_from():
    known = {"CLASSROOM": "c", "ASSIGNMENT": "a", "SUBMISSION_TAG": "submit/1", "COMMIT_URL": "u", "RELEASE_URL": "r"}
    assert classroom50.Origin.of(known).review == "u"
    for name in known:
        with pytest.raises(UsageError, match=name):
            classroom50.Origin.of({**known, name: ""})


# --- GitHub --------------------------------------------------------------------------

_COMMAND = re.compile(r"::(error|warning|notice) ((?:file|line|title)=[^,:\r\n]*(?:,(?:line|title)=[^,:\r\n]*)*)::([^\r\n]*)")


def assert_are_commands(text):
    lines = text.split("\n")
    assert lines.pop() == ""
    found = [_COMMAND.fullmatch(line) for line in lines]
    assert all(found), [line for line, match in zip(lines, found, strict=True) if not match]
    for kind in ("error", "warning", "notice"):
        assert sum(match[1] == kind for match in found) <= 10 + 2 * (kind == "notice")
    return [(match[1], dict(part.split("=", 1) for part in match[2].split(",")), match[3]) for match in found]


def test_annotations_of_every_sample(sample):
    assert_are_commands(github.render(sample))


def test_annotations_stand_beside_the_line(samples):
    (_, properties, message), *_ = assert_are_commands(github.render(samples["crash"]))
    assert properties["file"] == "exercises/softmax/softmax.py"
    assert properties["line"] == "30"
    assert "%0A" in message


def test_of_many_the_last_says_how_many_more(samples):
    from dataclasses import replace

    sample = samples["first_try"]
    failed = sample.topics[0].exercises[1].checks[1]
    exercise = replace(sample.topics[0].exercises[1], checks=(failed,) * 37)
    found = assert_are_commands(github.render(replace(sample, topics=(replace(sample.topics[0], exercises=(exercise,)),))))
    errors = [message for kind, _, message in found if kind == "error"]
    assert len(errors) == 10
    assert "28 more checks" in errors[-1]


def test_github_classroom_finds_its_two_notices(samples):
    found = {properties["title"]: message for kind, properties, message in assert_are_commands(github.render(samples["first_try"]))}
    assert found["Autograding complete"] == "Points 10/24"
    assert json.loads(found["Autograding report"]) == {"totalPoints": 10.0, "maxPoints": 24.0}


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_annotations_of_any_report(any_report, data):
    assert_are_commands(github.render(data.draw(any_report)).encode().decode())


# --- Markdown ------------------------------------------------------------------------


def test_a_summary_stays_below_what_is_dropped(samples):
    from dataclasses import replace

    sample = samples["first_try"]
    text = markdown.render(replace(sample, topics=sample.topics * 3000))
    assert len(text.encode()) < 1024 * 1024
    assert "left out" in text
    assert "left out" not in markdown.render(sample)


def test_markdown_of_a_hostile_report_is_inert(samples):
    text = markdown.render(samples["hostile"])
    assert "\x1b" not in text
    prose = re.sub(r"(?ms)^(`{3,})text\n.*?^\1$", "", text)
    # Whatever could be a link, a tag or a table's edge is escaped where it is not in a fence.
    assert not re.search(r"(?<!\\)\[", prose)
    assert not re.search(r"(?<!\\)<(?!/?sub>)", prose)


def test_a_fence_cannot_be_closed_from_within():
    assert markdown._fenced(["````", "x"]).startswith("`````text\n")


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_markdown_of_any_report_can_be_written(any_report, data):
    markdown.render(data.draw(any_report)).encode()


# --- what is withheld ----------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
def test_what_a_report_does_not_hold_no_format_tells(samples, form):
    """A report is cut before it is rendered; a renderer must not make up for it."""
    from dataclasses import replace

    from nngrade.judge.disclosure import disclosed

    secret = "s3cret"
    sample = samples["first_try"]

    def with_secret(check):
        if check.finding is None:
            return check
        finding = replace(check.finding, summary=secret, cause=secret, call=secret, reproduction=secret, printed=secret)
        return replace(check, finding=finding, hint=secret)

    def told(cap):
        topic = sample.topics[0]
        exercises = tuple(replace(one, checks=tuple(disclosed(with_secret(check), cap) for check in one.checks)) for one in topic.exercises)
        return FORMATS[form](replace(sample, topics=(replace(topic, exercises=exercises),)))

    if form != "classroom50":  # which tells verdicts alone
        assert secret in told(Disclosure.FULL)
    assert secret not in told(Disclosure.CATEGORY)
    assert secret not in told(Disclosure.VERDICT)


@pytest.mark.parametrize("form", FORMATS)
def test_a_renderer_is_pure(samples, form):
    assert FORMATS[form](samples["several"]) == FORMATS[form](samples["several"])
    assert WHEN.astimezone(UTC) > datetime(2026, 1, 1, tzinfo=UTC)
