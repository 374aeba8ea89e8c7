"""A place in a notebook is told by its cell wherever a report goes; a line of a cell is no line of the file."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from nngrade.reports import github, junit, markdown, words
from nngrade.reports.text import prose


@pytest.fixture
def crashed(samples):
    """The sample of a crash, in a notebook."""
    report = samples["crash"]
    (topic,) = report.topics
    first, *rest = topic.exercises
    checks = []
    for check in first.checks:
        lines = tuple(replace(line, cell=4) for line in check.finding.traceback)
        checks.append(replace(check, finding=replace(check.finding, traceback=lines)))
    exercise = replace(first, checks=tuple(checks), line=2, cell=3)
    return replace(report, topics=(replace(topic, exercises=(exercise, *rest), submission="softmax.ipynb"),))


def test_an_annotation_names_no_line_of_the_file(crashed):
    told = github.render(crashed)
    assert "file=softmax.ipynb,title=" in told
    assert "line=" not in told
    assert "cell 4, line 30" in told


def test_a_line_of_a_file_stays_one(samples):
    assert "line=30" in github.render(samples["crash"])


def test_texts_name_the_cell(crashed):
    for told in (markdown.render(crashed), junit.render(crashed, datetime(2026, 1, 1, tzinfo=UTC))):
        assert "cell 4, line 30" in told
    assert words.state(crashed.topics[0].exercises[0]) == "crashed in cell 4, line 30"


def test_what_is_not_written_yet_is_found_by_its_cell(samples):
    (topic,) = samples["not_started"].topics
    exercise = replace(topic.exercises[0], line=1, cell=7)
    assert prose(words.state(exercise)) == "not written yet (cell 7, line 1)"
