"""The report for programs, and the page that explains it."""

import json
import re
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nngrade.model import Category, Verdict
from nngrade.reports import json as report_json

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "report.md"

# Under which heading of the page the object at a key is explained.
KINDS = {
    "topics": "Topic",
    "exercises": "Exercise",
    "checks": "Check",
    "problem": "Finding",
    "finding": "Finding",
    "misconception": "Misconception",
    "inputs": "Input",
    "value": "Value",
    "expected": "Value",
    "got": "Value",
    "traceback": "Code line",
}


def emitted(thing, kind="Report"):
    """Pairs of an object's kind and one of its keys."""
    if isinstance(thing, list):
        for part in thing:
            yield from emitted(part, kind)
    elif isinstance(thing, dict):
        for key, value in thing.items():
            yield kind, key
            if key in KINDS:
                yield from emitted(value, KINDS[key])


def documented():
    kind = ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            kind = line[3:]
        elif found := re.match(r"\| `(\w+)` \|", line):
            yield kind, found[1]


def test_every_key_is_documented_and_every_documented_key_is_emitted(samples):
    keys = {pair for sample in samples.values() for pair in emitted(report_json.to_dict(sample))}
    assert keys == set(documented())


def test_every_word_for_what_went_wrong_is_documented():
    page = PAGE.read_text(encoding="utf-8")
    assert [word for word in (*Category, *Verdict) if f"`{word}`" not in page] == []


def test_every_object_has_all_keys_in_the_order_of_the_page(samples):
    order = list(documented())
    for sample in samples.values():
        topic = report_json.to_dict(sample)["topics"][0]
        assert list(topic) == [key for kind, key in order if kind == "Topic"]
        assert list(topic["exercises"][0]["checks"][0]) == [key for kind, key in order if kind == "Check"]


def test_it_says_what_the_report_computes(samples):
    told = report_json.to_dict(samples["several"])
    assert (told["exit_code"], told["verdict"], told["points"], told["max_points"]) == (1, "FAILED", 10.0, 24.0)
    assert told["score"] == samples["several"].score
    assert [(topic["verdict"], topic["score"]) for topic in told["topics"]] == [("PASSED", 1), ("FAILED", 0.2), ("UNFINISHED", 0)]
    assert told["topics"][1]["exercises"][0]["score"] == 0.2


def test_what_cannot_be_scored_has_no_score(samples):
    told = report_json.to_dict(samples["course_fault"])
    assert told["exit_code"] == 3
    assert told["topics"][0]["score"] is None


def test_it_is_versioned_indented_ascii(sample):
    text = report_json.render(sample)
    assert text.startswith('{\n  "schema": "nngrade/report/v1",\n  "course": ')
    assert text.endswith("}\n")
    assert text.isascii()
    assert text.isprintable() or not re.search(r"[^\x20-\x7e\n]", text)


def test_numbers_without_a_value_are_text(samples):
    def refuse(name):
        raise AssertionError(name)

    told = json.loads(report_json.render(samples["first_try"]), parse_constant=refuse)
    assert told["topics"][0]["exercises"][1]["checks"][3]["finding"]["got"]["cells"] == [["0", "nan", "0", "0.125"]]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_any_report_comes_back_as_it_went(any_report, data):
    report = data.draw(any_report)
    assert json.loads(report_json.render(report)) == report_json.to_dict(report)
