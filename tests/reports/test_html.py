"""A report as HTML says what the terminal says, and nothing that a student wrote is more than text in it."""

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nngrade.model import Verdict
from nngrade.reports import words
from nngrade.reports.html import report as html

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>\"' onclick=alert(1) </style> --> ]]> {{ 7 * 7 }} javascript:x"
TAGS = {
    *("article", "body", "code", "dd", "details", "div", "dl", "dt", "h1", "h2", "h3", "h4", "head", "html", "li", "main", "mark", "meta"),
    *("p", "pre", "section", "span", "strong", "style", "summary", "title", "ul"),
}
ATTRIBUTES = {
    *("aria-hidden", "aria-label", "aria-labelledby", "charset", "class", "content", "http-equiv", "id", "lang", "name", "role", "style"),
    "tabindex",
}


def is_harmless(page):
    tree = BeautifulSoup(page, "html.parser")
    assert {tag.name for tag in tree.find_all()} <= TAGS
    assert {name for tag in tree.find_all() for name in tag.attrs} <= ATTRIBUTES
    assert [tag["style"] for tag in tree.find_all(style=True) if not tag["style"].removeprefix("width: ").rstrip("%").isdigit()] == []
    return tree


def text_of(tree):
    for part in tree.find_all(["style", "title"]):
        part.decompose()
    return " ".join(tree.get_text(" ").split())


@pytest.mark.parametrize("render", [html.render, html.fragment])
def test_every_sample_tells_its_titles_headlines_and_hints(sample, render):
    told = text_of(is_harmless(render(sample))).replace(" ", "")
    for topic in sample.topics:
        for exercise in topic.exercises if topic.problem is None else ():
            for group in html.groups.failures(exercise).groups:
                for said in (group.check.title, words.headline(group.check), words.hint(group.check)):
                    assert "".join(html.text.prose(said).replace("`", "").split()) in told
        assert topic.problem is None or "".join(html.text.prose(topic.problem.summary).replace("`", "").split()) in told


def test_what_differs_is_marked_with_a_sign_too(samples):
    tree = BeautifulSoup(html.render(samples["values"]), "html.parser")
    marked = [mark.get_text() for mark in tree.select(".compare > .bad mark")]
    assert marked
    assert all("*" in text for text in marked)


def test_rows_of_an_array_stand_below_each_other(samples):
    tree = BeautifulSoup(html.render(samples["first_try"]), "html.parser")
    assert [line.split() for line in tree.select_one("dd pre").get_text().strip().split("\n")] == [["0", "0"], ["0", "0"]]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_a_report_holds_it_is_text(any_report, data):
    for render in (html.render, html.fragment):
        is_harmless(render(data.draw(any_report)))


@pytest.mark.parametrize("text", [SCRIPT, "<b>bold</b>", "a`b`<i>`c", "\x1b[31m\u202e"])
def test_markup_of_a_student_is_literal(samples, text):
    told = is_harmless(html.render(_with_text(samples["crash"], text))).get_text()
    assert html.literal(text).split()[0].replace("`", "") in told.replace("`", "")


def _with_text(report, text):
    (topic,) = report.topics
    first, *rest = topic.exercises
    check = first.checks[0]
    check = replace(check, title=text, finding=replace(check.finding, cause="", summary=text, call=text, printed=text, reproduction=text))
    return replace(report, topics=(replace(topic, exercises=(replace(first, checks=(check,)), *rest), submission=text, notes=(text,)),))


def test_the_page_forbids_to_load_or_run_anything(samples):
    tree = BeautifulSoup(html.render(samples["first_try"]), "html.parser")
    policy = tree.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert "default-src 'none'" in policy
    assert "script" not in policy
    assert "url(" not in tree.style.get_text()
    assert "@import" not in tree.style.get_text()


def test_what_is_withheld_is_absent(samples):
    page = html.render(samples["withheld"])
    assert "The course tells no more about this check." in page
    assert "expected" not in BeautifulSoup(page, "html.parser").main.get_text()


def test_a_piece_says_what_to_type_in_a_cell(samples):
    assert "%check softmax.softmax" in html.fragment(samples["first_try"])
    assert "nngrade check softmax.softmax" in html.render(samples["first_try"])


def test_trouble_is_told_as_text():
    told = is_harmless(html.trouble(SCRIPT, tip="Run `nngrade list`.")).get_text()
    assert "<script>alert(1)</script>" in told
    assert "Run nngrade list." in told


def test_every_verdict_has_its_colour():
    assert {html.kind(verdict) for verdict in Verdict} == {"good", "bad", "open", "ours"}
