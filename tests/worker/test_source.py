"""What a source says about itself before it runs."""

import pytest

from nngrade.worker.messages import MAX_NAMES, MAX_TEXT, Definition, Load, NotLoaded
from nngrade.worker.source import read_source


def definitions_in(source: str) -> dict[str, Definition]:
    parsed = read_source(Load(source, "student.py", "student", None))
    assert not isinstance(parsed, NotLoaded), parsed
    return {definition.name: definition for definition in parsed.definitions}


def refusal_of(source: str, allowed: tuple[str, ...] | None = None) -> NotLoaded:
    refused = read_source(Load(source, "student.py", "student", allowed))
    assert isinstance(refused, NotLoaded), refused
    return refused


def test_a_definition_is_known_by_its_lines_and_parameters() -> None:
    found = definitions_in("def f(a, /, b, *c, d=1, **e):\n    x = 1\n    return x\n\nasync def g(): return 1\n\nW = V = 3\n")
    assert found["f"] == Definition("f", "function", 1, 3, ("a", "b", "*c", "d", "**e"), unfinished=False, placeholder=False)
    assert (found["g"].kind, found["W"].kind, found["V"].line) == ("function", "other", 7)


@pytest.mark.parametrize(
    "body",
    [
        "pass",
        "...",
        "'''Only a docstring.'''",
        "raise NotImplementedError",
        "'''Text.'''\n    raise NotImplementedError('softmax is not written yet')",
        "return None",
        "return",
        "x = None\n    return x",
        "x = y = ...\n    return x, y",
    ],
)
def test_a_body_that_does_nothing_is_unfinished(body: str) -> None:
    assert definitions_in(f"def f(x):\n    {body}\n")["f"].unfinished


@pytest.mark.parametrize(
    "body", ["return x", "x = None\n    return 1", "return ()", "raise ValueError", "y = None\n    print(y)\n    return y"]
)
def test_a_body_that_does_something_is_finished(body: str) -> None:
    assert not definitions_in(f"def f(x):\n    {body}\n")["f"].unfinished


def test_a_class_that_only_inherits_is_as_finished_as_its_base() -> None:
    found = definitions_in(
        "class A:\n    def f(self):\n        return 1\nclass B(A):\n    pass\nclass C:\n    pass\nclass D(C):\n    pass\n"
    )
    assert [found[name].unfinished for name in "ABCD"] == [False, False, True, True]


def test_a_class_is_unfinished_when_all_its_methods_are() -> None:
    found = definitions_in(
        "class A:\n    def m(self): pass\n\nclass B(A):\n    def m(self): return 1\n    def n(self): ...\n\nclass C: pass\n"
    )
    assert [found[name].unfinished for name in "ABC"] == [True, False, True]
    assert found["B"].placeholder


def test_a_blank_that_is_left_is_a_placeholder() -> None:
    assert definitions_in("def f(x):\n    y = None  # your turn\n    return x + y\n")["f"].placeholder
    assert not definitions_in("def f(x):\n    return x\n")["f"].placeholder


def test_a_source_without_code_is_empty() -> None:
    assert refusal_of("# only a comment\n").reason == "empty"


def test_a_syntax_error_is_placed() -> None:
    assert refusal_of("x = 1\ny = (\n") == NotLoaded("syntax", "'(' was never closed", 2, 5)


@pytest.mark.parametrize(
    "source",
    ["x = 1\0", "(" * 500 + ")" * 500, "x = " + "-" * 100_000 + "1", "x = '\\ud800", "if 1:\nx", "\tx\n    y"],
    ids=["NUL", "parentheses", "signs", "open string", "no block", "tabs"],
)
def test_what_cannot_be_parsed_is_refused_in_few_words(source: str) -> None:
    refused = refusal_of(source)
    assert refused.reason == "syntax"
    assert 0 < len(refused.message) <= MAX_TEXT
    assert refused.line >= 1


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("import torch", "torch"),
        ("import numpy, torch.nn", "torch"),
        ("from torch.nn import functional", "torch"),
        ("from . import softmax", "."),
        ("from .other import x", ".other"),
    ],
)
def test_an_import_that_the_topic_does_not_allow_is_refused_wherever_it_stands(statement: str, named: str) -> None:
    refused = refusal_of(f"import math\ndef f():\n    {statement}\n", allowed=("numpy",))
    assert refused == NotLoaded("import", named, 3, 0)


def test_the_standard_library_and_what_is_needed_are_allowed() -> None:
    source = "import numpy.linalg\nfrom json import loads\nfrom __future__ import annotations"
    assert not isinstance(read_source(Load(source, "s.py", "s", ("numpy",))), NotLoaded)


def test_a_source_with_more_definitions_than_a_report_can_hold_is_cut_short() -> None:
    assert len(definitions_in("\n".join(f"x{n} = {n}" for n in range(MAX_NAMES + 5)))) == MAX_NAMES
