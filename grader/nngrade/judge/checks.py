"""What an author says about a check, a misconception, an alternative."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import inf
from typing import Any, TypeVar

import pytest

from nngrade.errors import CourseError
from nngrade.model import Disclosure

MARK = "nngrade_check"
MISCONCEPTION = "__nngrade_misconception__"
ALTERNATIVE = "__nngrade_alternative__"
_SETTLED = "__nngrade_settled__"

_Test = TypeVar("_Test", bound=Callable[..., Any])
_Thing = TypeVar("_Thing", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class CheckSpec:
    """One check, as its author describes it."""

    exercise: str
    title: str
    points: float = 1.0
    hint: str = ""
    public: bool = False
    after: tuple[str, ...] = ()
    disclosure: Disclosure | None = None
    purity: bool = False
    wall_seconds: float | None = None
    cpu_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class MisconceptionSpec:
    """A known mistake, as its author describes it; `function` is its name in the author's file."""

    exercise: str
    says: str
    hint: str
    caught_by: str
    source: str = ""
    hangs: bool = False
    random: bool = False


@dataclass(frozen=True, slots=True)
class AlternativeSpec:
    """An unusual but right implementation."""

    exercise: str
    note: str
    source: str = ""


def check(
    exercise: str,
    title: str,
    *,
    points: float = 1.0,
    hint: str = "",
    public: bool = False,
    after: str | Iterable[str] = (),
    examples: int = 20,
    disclosure: str | None = None,
    purity: bool = False,
    wall_seconds: float | None = None,
    cpu_seconds: float | None = None,
) -> Callable[[_Test], _Test]:
    """Mark a test function as a check of `exercise`.

    See docs/reference/suite.md for every option. Raises CourseError for a
    disclosure level that does not exist, and for points or limits that are not positive.
    """
    if not 0 < points < inf:
        raise CourseError(f"the check {title!r} is worth {points} points; it must be worth something")
    for seconds in (wall_seconds, cpu_seconds):
        if seconds is not None and not 0 < seconds < inf:
            raise CourseError(f"the check {title!r} has a limit of {seconds} seconds; it must be more than 0")
    spec = CheckSpec(
        exercise,
        title,
        float(points),
        hint,
        public,
        (after,) if isinstance(after, str) else tuple(after),
        None if disclosure is None else parse_disclosure(disclosure),
        purity,
        wall_seconds,
        cpu_seconds,
    )

    def mark(test: _Test) -> _Test:
        if getattr(test, "is_hypothesis_test", False):
            test = _settled(test, examples)
        marked: _Test = getattr(pytest.mark, MARK)(spec)(test)
        return marked

    return mark


def parse_disclosure(name: str) -> Disclosure:
    """A disclosure level from its name in lower case; raises CourseError for an unknown one."""
    try:
        return Disclosure[name.upper()]
    except KeyError:
        names = ", ".join(level.name.lower() for level in Disclosure)
        message = f"there is no disclosure level {name!r}"
        raise CourseError(message, tip=f"The levels are: {names}.") from None


def is_settled(test: Callable[..., Any]) -> bool:
    """Whether a test draws no inputs, or draws them as a check does."""
    return not getattr(test, "is_hypothesis_test", False) or getattr(test, _SETTLED, False)


def _settled(test: _Test, examples: int) -> _Test:
    """Draw the same inputs in every run: no example database, no deadline of Hypothesis's own."""
    from hypothesis import HealthCheck, Phase, settings  # noqa: PLC0415 - a suite that draws has imported it

    settled: _Test = settings(
        max_examples=examples,
        database=None,
        deadline=None,
        print_blob=False,
        report_multiple_bugs=False,
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )(test)
    setattr(settled, _SETTLED, True)
    return settled


def misconception(
    exercise: str, *, says: str, hint: str, caught_by: str, source: str = "", hangs: bool = False, random: bool = False
) -> Callable[[_Thing], _Thing]:
    """Mark a function or class as a known wrong implementation of `exercise`."""
    spec = MisconceptionSpec(exercise, says, hint, caught_by, source, hangs, random)

    def mark(thing: _Thing) -> _Thing:
        setattr(thing, MISCONCEPTION, spec)
        return thing

    return mark


def alternative(exercise: str, *, note: str, source: str = "") -> Callable[[_Thing], _Thing]:
    """Mark a function or class as an unusual but right implementation of `exercise`."""
    spec = AlternativeSpec(exercise, note, source)

    def mark(thing: _Thing) -> _Thing:
        setattr(thing, ALTERNATIVE, spec)
        return thing

    return mark
