"""Reports to render: one per situation that a student can be in. `sample` runs a test on each of them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from nngrade.model import (
    Category,
    CheckReport,
    CodeLine,
    Disclosure,
    ExerciseReport,
    Finding,
    Misconception,
    NamedValue,
    Report,
    TopicReport,
    ValueView,
    Verdict,
)

GOLDEN = Path(__file__).parent / "golden"
HOSTILE = "[red]bold[/red] \x1b[2J\x1b]8;;http://x\x07 \u202egnp.exe \ud800 \r\x00 \u200b\u2028"

ROWS = Misconception(
    "normalises_whole_batch",
    "You normalise over the whole batch, so that all rows together sum to one.",
    "Each row is one sample: what should each row sum to?",
)


def array(*rows: str, differs: str = "", description: str = "", cut: bool = False) -> ValueView:
    """A view of rows such as `"0.5 0.5"`; `differs` holds a row of `x` and `.` for each of them."""
    cells = tuple(tuple(row.split()) for row in rows)
    flags = tuple(tuple(mark == "x" for mark in row) for row in differs.split())
    text = "[" + ", ".join("[" + ", ".join(row) + "]" for row in cells) + "]"
    return ValueView(description or f"float64 of shape ({len(rows)}, {len(cells[0])})", text, cells, flags, cut)


def value(text: str, description: str = "") -> ValueView:
    return ValueView(description or "a number", text)


def check(
    title: str,
    verdict: Verdict = Verdict.PASSED,
    finding: Finding | None = None,
    *,
    points: float = 2,
    hint: str = "",
    reason: str = "",
    exercise: str = "softmax",
) -> CheckReport:
    earned = points if verdict is Verdict.PASSED else 0.0
    name = "test_" + title.replace(" ", "_")
    return CheckReport(name, exercise, title, verdict, earned, points, False, Disclosure.COUNTEREXAMPLE, hint, reason, finding)


def exercise(name: str, *checks: CheckReport, line: int | None = None) -> ExerciseReport:
    return ExerciseReport(name, f"{name}(x)", tuple(replace(check, exercise=name) for check in checks), line)


def topic(*exercises: ExerciseReport, name: str = "softmax", weight: float = 1.0, **more: Any) -> TopicReport:
    title = name.replace("-", " ").capitalize()
    return TopicReport(name, title, weight, f"exercises/{name}/{name}.py", "sha256:5f2c", exercises, **more)


def report(*topics: TopicReport) -> Report:
    return Report("Introduction to Neural Networks", "1.0.0", 7, "standard", topics)


def verdict_checks(verdict: Verdict, count: int = 4, **more: Any) -> tuple[CheckReport, ...]:
    titles = ("one score per class", "large scores do not overflow", "matches on any batch", "any axis", "keeps x")
    return tuple(check(title, verdict, **more) for title in titles[:count])


ONE_HOT = exercise("one_hot", *verdict_checks(Verdict.PASSED, 4))
LOG_SOFTMAX = exercise("log_softmax", *verdict_checks(Verdict.UNFINISHED, 3), line=41)

WHOLE_BATCH = Finding(
    Category.WRONG_VALUE,
    "softmax(x) is wrong in 4 of 4 numbers.",
    "Your result is 0.5 times the right one.",
    ROWS,
    "softmax(x)",
    (NamedValue("x", array("0 0", "0 0")),),
    array("0.5 0.5", "0.5 0.5", differs="xx xx"),
    array("0.25 0.25", "0.25 0.25", differs="xx xx"),
    (),
    "python -c 'import numpy as np; from softmax import softmax; print(softmax(np.array([[0.0, 0.0], [0.0, 0.0]])))'",
)
BIGGER_BATCH = replace(WHOLE_BATCH, inputs=(NamedValue("x", array("0 1.25 -3", "2 0 0.5", "0 0 1")),))
OVERFLOW = Finding(
    Category.WRONG_VALUE,
    "softmax(x) is wrong in 2 of 4 numbers.",
    "",
    None,
    "softmax(x, axis=0)",
    (NamedValue("x", array("0 1000 -3.25 12", description="float64 of shape (4,)")), NamedValue("axis", value("0"))),
    array("0 1 0 1.25e-10", differs=".x.x"),
    array("0 nan 0 0.125", differs=".x.x"),
    (),
    "python -c 'from softmax import softmax; print(softmax([0, 1000, -3.25, 12], axis=0))'",
    "/home/ada/softmax.py:14: RuntimeWarning: overflow encountered in exp\n",
)
CRASH = Finding(
    Category.CRASH,
    "ValueError: operands could not be broadcast together with shapes (2,3) (2,)",
    "A sum over an axis drops that axis: keepdims=True keeps it.",
    None,
    "softmax(x)",
    (NamedValue("x", array("0 0 0", "0 0 0")),),
    traceback=(
        CodeLine(21, "softmax", "return _normalise(np.exp(x), axis)"),
        CodeLine(30, "_normalise", "return e / e.sum(axis=axis)", 8),
    ),
    reproduction="python -c 'import numpy as np; from softmax import softmax; softmax(np.zeros((2, 3)))'",
)
SHAPE = Finding(
    Category.WRONG_SHAPE,
    "one_hot(labels, 3) has the wrong shape.",
    "It is the transpose of the right answer.",
    None,
    "one_hot(labels, 3)",
    (NamedValue("labels", array("2 0", description="int64 of shape (2,)")),),
    array("0 0 1", "1 0 0", description="float64 of shape (2, 3)"),
    array("0 1", "0 0", "1 0", description="float64 of shape (3, 2)"),
)
SYNTAX = Finding(
    Category.SYNTAX,
    "'(' was never closed",
    traceback=(CodeLine(12, "", "    return np.exp(x / x.sum(", 18),),
)
LOOP = Finding(
    Category.LOOP,
    "train did not stop within 5 seconds.",
    call="softmax(x)",
    inputs=(NamedValue("x", array("1 2")),),
    traceback=(CodeLine(18, "softmax", "while error > 0:"),),
)

MATRICES = Finding(
    Category.WRONG_VALUE,
    "softmax(x) is wrong in 5 of 12 numbers.",
    call="softmax(x)",
    inputs=(NamedValue("x", array("-1.25 0.0 3.5 10.0", "0.0 0.0 0.0 0.0", "1000.0 -2.0 0.25 4.0")),),
    expected=array("1.304e-05 4.551e-05 0.001507 0.9984", "0.25 0.25 0.25 0.25", "1.0 0.0 0.0 0.0", differs="xxx. .... ..xx"),
    got=array("1.3e-05 4.5e-05 0.0015 0.9984", "0.25 0.25 0.25 0.25", "1.0 0.0 nan 0.0312", differs="xxx. .... ..xx"),
    printed="".join(f"epoch {epoch}: loss {1 / epoch:.3f}\n" for epoch in range(1, 21)),
)
NUMBERS = Finding(
    Category.WRONG_VALUE,
    "The mean loss is wrong.",
    "Your answer is 3 times (the number of samples) as large as it should be.",
    call="cross_entropy(probabilities, labels)",
    inputs=(NamedValue("probabilities", array("0.25 0.75", "0.5 0.5", "1.0 0.0")), NamedValue("labels", array("1 0 0"))),
    expected=value("0.326994"),
    got=value("10.980981"),
)
NO_RETURN = Finding(
    Category.WRONG_TYPE,
    "softmax(x) gave None back.",
    "Is there a `return`?",
    call="softmax(x)",
    inputs=(NamedValue("x", array("0.0 1.0")),),
    expected=array("0.2689 0.7311"),
    got=value("None", "None"),
)
NOT_REFUSED = Finding(
    Category.NO_ERROR,
    "A label out of range was accepted.",
    call="one_hot(labels, 3)",
    inputs=(NamedValue("labels", array("0 7")),),
    expected=value("a ValueError that mentions 7", "an error"),
    got=array("1.0 0.0 0.0", "0.0 0.0 1.0"),
)
WINDOW = Finding(
    Category.WRONG_VALUE,
    "weights() is wrong in 1 of 6000 numbers.",
    call="weights()",
    expected=array("0.1 0.2", "0.3 0.4", differs=".. x.", description="shape (300, 20)", cut=True),
    got=array("0.1 0.2", "0.5 0.4", differs=".. x.", description="shape (300, 20)", cut=True),
    traceback=tuple(CodeLine(number, "walk", f"return walk({number})") for number in range(10, 30)),
)

FIRST_TRY = exercise(
    "softmax",
    check("one score per class"),
    check("each row sums to one", Verdict.FAILED, WHOLE_BATCH, hint="What is a row?"),
    check("matches on any batch", Verdict.FAILED, BIGGER_BATCH, points=3),
    check("large scores do not overflow", Verdict.FAILED, OVERFLOW, hint="What can you subtract from every score?"),
    check("works along any axis", Verdict.SKIPPED, reason="needs “each row sums to one”", points=1),
)

SAMPLES: dict[str, Report] = {
    "first_try": report(topic(ONE_HOT, FIRST_TRY, LOG_SOFTMAX)),
    "passed": report(topic(ONE_HOT, exercise("softmax", *verdict_checks(Verdict.PASSED, 5)))),
    "crash": report(
        topic(
            exercise(
                "softmax",
                check("one score per class", Verdict.ERRORED, CRASH, hint="What shape is the sum?"),
                check("any axis", Verdict.ERRORED, CRASH),
                check("large scores do not overflow", Verdict.ERRORED, CRASH),
            ),
            exercise("temperature", *verdict_checks(Verdict.SKIPPED, 3, reason="needs softmax")),
        )
    ),
    "shape": report(topic(exercise("one_hot", check("one row per label", Verdict.FAILED, SHAPE)), LOG_SOFTMAX)),
    "values": report(
        topic(
            exercise("softmax", check("matches", Verdict.FAILED, MATRICES), check("gives an array", Verdict.FAILED, NO_RETURN)),
            exercise("cross_entropy", replace(check("is a mean", Verdict.FAILED, NUMBERS, points=3), points=1.5)),
            exercise("one_hot", check("refuses labels out of range", Verdict.FAILED, NOT_REFUSED)),
            exercise("weights", check("has the right numbers", Verdict.FAILED, WINDOW), *[check("more")] * 12),
        )
    ),
    "empty": report(
        topic(
            exercise("softmax", *verdict_checks(Verdict.UNFINISHED)),
            problem=Finding(Category.NOT_WRITTEN, "softmax.py is empty."),
        )
    ),
    "syntax": report(topic(exercise("softmax", *verdict_checks(Verdict.ERRORED)), problem=SYNTAX)),
    "missing": report(
        topic(
            exercise("softmax", *verdict_checks(Verdict.ERRORED)),
            problem=Finding(Category.MISSING, "There is no softmax.py in exercises/softmax."),
        )
    ),
    "course_fault": report(
        topic(
            exercise("softmax", *verdict_checks(Verdict.GRADER_ERROR)),
            problem=Finding(Category.GRADER, "solutions/softmax/suite.py does not import: No module named 'nmpy'"),
        )
    ),
    "not_started": report(topic(exercise("softmax", *verdict_checks(Verdict.UNFINISHED), line=9), LOG_SOFTMAX)),
    "withheld": report(
        topic(
            exercise(
                "softmax",
                check("each row sums to one"),
                *(replace(check, disclosure=Disclosure.VERDICT) for check in verdict_checks(Verdict.FAILED, 3)),
                check("keeps its argument", Verdict.FAILED, Finding(Category.CHANGED_ARGUMENT, "")),
                check("gives one row per sample", Verdict.FAILED, hint="How many samples went in?"),
            )
        )
    ),
    "mixed": report(
        topic(
            exercise(
                "softmax",
                check("a loop that ends", Verdict.TIMED_OUT, LOOP),
                check("another loop that ends", Verdict.TIMED_OUT, LOOP),
                check("small arrays", Verdict.OUT_OF_MEMORY, reason="It asked for more than 512 MB."),
                check("matches on any batch", Verdict.GRADER_ERROR, reason="IndexError in the suite, line 40"),
            ),
            exercise("hoard", *verdict_checks(Verdict.OUT_OF_MEMORY, 2)),
            exercise("spin", *verdict_checks(Verdict.TIMED_OUT, 2)),
            exercise("ours", *verdict_checks(Verdict.GRADER_ERROR, 2)),
            notes=("softmax.py imports scipy, which this topic does not offer.",),
        )
    ),
    "several": report(
        topic(ONE_HOT),
        topic(FIRST_TRY, weight=2.0, name="cross-entropy"),
        topic(LOG_SOFTMAX, name="backprop"),
    ),
    "hostile": report(
        replace(
            topic(
                exercise(
                    HOSTILE,
                    check(
                        HOSTILE,
                        Verdict.ERRORED,
                        Finding(
                            Category.CRASH,
                            HOSTILE,
                            HOSTILE,
                            None,
                            HOSTILE,
                            (NamedValue(HOSTILE, value(HOSTILE)),),
                            array("[b] \x1b[1m", differs="xx"),
                            value(HOSTILE),
                            (CodeLine(3, HOSTILE, HOSTILE, 4),),
                            "python -c '" + HOSTILE + "'",
                            HOSTILE + "\n" + HOSTILE,
                        ),
                        hint=HOSTILE,
                        reason=HOSTILE,
                    ),
                ),
                notes=(HOSTILE,),
            ),
            title=HOSTILE,
            submission=HOSTILE,
        )
    ),
}


# Any character at all, lone surrogates too; the examples are what terminals obey.
TEXTS = st.text(st.characters(exclude_categories=())) | st.sampled_from([HOSTILE, "a\nb\tc", "x" * 300, "-1.5e-07", "nan"])
AMOUNTS = st.integers(0, 4000).map(lambda quarters: quarters / 4)
GRIDS = st.lists(st.lists(TEXTS, max_size=4).map(tuple), max_size=4).map(tuple)
FLAGS = st.lists(st.lists(st.booleans(), max_size=4).map(tuple), max_size=4).map(tuple)


def tuples(values: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(values, max_size=3).map(tuple)


VIEWS = st.builds(ValueView, TEXTS, TEXTS, GRIDS, FLAGS, st.booleans())
LINES = st.builds(CodeLine, st.integers(0, 10**6), TEXTS, TEXTS, st.none() | st.integers(0, 400))
FINDINGS = st.builds(
    Finding,
    st.sampled_from(Category),
    TEXTS,
    TEXTS,
    st.none() | st.builds(Misconception, TEXTS, TEXTS, TEXTS),
    TEXTS,
    tuples(st.builds(NamedValue, TEXTS, VIEWS)),
    st.none() | VIEWS,
    st.none() | VIEWS,
    st.lists(LINES, max_size=9).map(tuple),
    TEXTS,
    TEXTS,
)
CHECKS = st.builds(
    CheckReport,
    TEXTS,
    TEXTS,
    TEXTS,
    st.sampled_from(Verdict),
    AMOUNTS,
    AMOUNTS,
    st.booleans(),
    st.sampled_from(Disclosure),
    TEXTS,
    TEXTS,
    st.none() | FINDINGS,
)
EXERCISES = st.builds(ExerciseReport, TEXTS, TEXTS, tuples(CHECKS), st.none() | st.integers(1, 10**6))
TOPICS = st.builds(TopicReport, TEXTS, TEXTS, AMOUNTS, TEXTS, TEXTS, tuples(EXERCISES), st.none() | FINDINGS, tuples(TEXTS))
REPORTS = st.builds(Report, TEXTS, TEXTS, st.integers(), TEXTS, tuples(TOPICS))


@pytest.fixture(scope="session")
def any_report() -> st.SearchStrategy:
    """Draws any report that the types allow."""
    return REPORTS


@pytest.fixture(params=SAMPLES)
def sample(request: pytest.FixtureRequest) -> Report:
    """Each sample report in turn."""
    return SAMPLES[request.param]


@pytest.fixture
def samples() -> dict[str, Report]:
    """All sample reports by name."""
    return SAMPLES


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Compares a text with a golden file, or writes it under `--update-goldens`."""

    def compare(text: str, variant: str = "") -> None:
        path = GOLDEN / f"{request.node.callspec.id}{variant}.txt"
        if request.config.getoption("--update-goldens"):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare
