"""What a check is given: the two sides, `agree`, `expect` and `credit`."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NoReturn

import numpy as np

from nngrade.errors import CourseError
from nngrade.judge.comparison import (
    ATOL,
    EXACT,
    RTOL,
    USUAL,
    Tolerance,
    as_numeric_array,
    as_plain,
    compare,
    describe,
)
from nngrade.judge.failures import NOTHING, Call, Failure, MissingFailure, RaisedFailure
from nngrade.judge.objects import RemoteModule, RemoteObject
from nngrade.judge.sides import Side
from nngrade.judge.world import World
from nngrade.model import Category

# No reference raises these on purpose: it is broken.
_FAULTS = frozenset({"AttributeError", "ImportError", "NameError", "NotImplementedError", "RecursionError", "SystemExit"})


class Context:
    """One check's surroundings, with `student` standing for whoever is judged."""

    def __init__(self, student: Side, reference: Side, *, judges_purity: bool, seed: int) -> None:
        self.student = student
        self.reference = reference
        self.judges_purity = judges_purity
        self.credit = 0.0
        self._seed = seed

    def fixtures(self) -> dict[str, Any]:
        """The fixtures of a suite, by name."""
        return {
            "student": RemoteModule(self.student),
            "reference": RemoteModule(self.reference),
            "worker": World(self.student),
            "fresh": World(self.student).fresh,
            "agree": Agree(self),
            "both": Both(self),
            "expect": Expect(self),
            "credit": self.give_credit,
            **self.renew(),
        }

    @property
    def seed(self) -> int:
        """The seed of this check, the same in every run."""
        return self._seed

    def renew(self) -> dict[str, Any]:
        """What begins anew with each input that is drawn: the credit, and the fixtures that have a state."""
        self.credit = 0.0
        self.student.start_anew()
        return {"rng": np.random.default_rng(self._seed)}

    def give_credit(self, share: float) -> None:
        """Let a check that fails from here on still earn this share of its points."""
        self.credit = min(max(float(share), 0.0), 1.0)


class Agree:
    """`agree.softmax(x)` calls both sides on equal copies and compares what comes out."""

    def __init__(self, context: Context, tolerance: Tolerance = USUAL) -> None:
        self._context = context
        self._tolerance = tolerance

    def __call__(self, rtol: float = RTOL, atol: float = ATOL) -> "Agree":
        """The same, with another tolerance."""
        return Agree(self._context, Tolerance(rtol, atol))

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)

        def call(*args: Any, **kwargs: Any) -> Any:
            return self._agree_on(name, args, kwargs)

        return call

    def _agree_on(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        context = self._context
        try:
            expected = context.reference.call_function(name, args, kwargs)
        except MissingFailure as missing:
            raise CourseError(f"{missing.summary}, which a check asks it for") from None
        except RaisedFailure as refusal:
            if _FAULTS.intersection(refusal.kinds):
                raise CourseError(f"the reference's `{name}` breaks: {refusal.summary}") from None
            expect_refusal(context, refusal.kinds[0], lambda: context.student.call_function(name, args, kwargs))
            return None
        right = context.reference.last
        try:
            got = context.student.call_function(name, args, kwargs)
        except RaisedFailure as crash:
            crash.expected = expected
            raise
        call = context.student.last
        _compare(got, expected, "", self._tolerance, call)
        if context.judges_purity and call is not None and right is not None:
            self._compare_arguments(call, right)
        return got

    def _compare_arguments(self, call: Call, right: Call) -> None:
        """Arguments end as they do for the reference: unchanged, unless the exercise works in place."""
        for key, value in call.changed.items():
            if key not in right.changed:
                summary = f"{_argument(key)} is not the same after the call"
                before = call.args[int(key)] if key.isdecimal() else call.kwargs[key]
                raise Failure(Category.CHANGED_ARGUMENT, summary, call=call, got=value, expected=before)
        for key, value in right.changed.items():
            after = call.changed.get(key, call.args[int(key)] if key.isdecimal() else call.kwargs.get(key))
            _compare(after, value, f"{_argument(key)} after the call", self._tolerance, call)


Story = Callable[[RemoteModule, World], Any]


class Both:
    """`both(story)` runs one function on each side and compares what it gives back.

    For what takes several steps: the story makes its objects in the world that it
    is given, calls the module's functions with them, and returns data.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    def __call__(self, story: Story, what: str = "", rtol: float = RTOL, atol: float = ATOL, *, equal_nan: bool = True) -> Any:
        """Tell the story on both sides, the random states set alike; gives what it gave on the student's."""
        context = self._context
        try:
            expected = self._told(context.reference, story)
        except (MissingFailure, RaisedFailure) as broken:
            raise CourseError(f"the reference breaks in a story of the suite: {broken.summary}") from None
        try:
            got = self._told(context.student, story)
        except RaisedFailure as crash:
            crash.expected = expected
            raise
        _compare(got, expected, what, Tolerance(rtol, atol, equal_nan), context.student.last)
        return got

    def _told(self, side: Side, story: Story) -> Any:
        side.seed(self._context.seed % 2**32)
        return story(RemoteModule(side), World(side))


def _argument(key: str) -> str:
    return f"argument {int(key) + 1}" if key.isdecimal() else f"`{key}`"


class Expect:
    """A suite's own comparisons; each fails with what was compared and the call before it."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def close(self, got: Any, expected: Any, what: str, rtol: float = RTOL, atol: float = ATOL, *, equal_nan: bool = False) -> None:
        """Fail unless `got` has the shape and, within the tolerance, the values of `expected`."""
        _compare(got, expected, what, Tolerance(rtol, atol, equal_nan), self._context.student.last)

    def equal(self, got: Any, expected: Any, what: str, *, equal_nan: bool = False) -> None:
        """Fail unless `got` equals `expected` exactly."""
        _compare(got, expected, what, replace(EXACT, equal_nan=equal_nan), self._context.student.last)

    def that(self, condition: object, sentence: str, got: Any = NOTHING) -> None:
        """Fail unless `condition` holds, everywhere if it is an array; `sentence` says what should."""
        if isinstance(condition, RemoteObject):
            self._fail(Category.WRONG_TYPE, f"it should hold that {sentence}, and there is {describe(condition)}", condition)
        if not bool(np.all(np.asarray(condition))):
            self._fail(Category.WRONG_PROPERTY, f"it should hold that {sentence}", got)

    def raises(self, kind: type[BaseException], function: Callable[..., Any], *args: Any, mentions: str = "", **kwargs: Any) -> None:
        """Fail unless `function(*args)` raises `kind` (or a kind of it) with a message that holds `mentions`."""
        expect_refusal(self._context, kind.__name__, lambda: function(*args, **kwargs), mentions)

    def array(self, value: Any, what: str = "the value", shape: tuple[int, ...] | None = None, *, ravel: bool = False) -> np.ndarray:
        """The student's value as a float array of `shape` (-1: any length); fails kindly if it is none."""
        array = as_numeric_array(value)
        if array is None or array.dtype.kind == "c":
            self._fail(Category.WRONG_TYPE, f"{what}: expected an array of numbers, got {describe(value)}", value)
        if ravel:
            array = array.ravel()
        if shape is not None and not _fits(array.shape, shape):
            words = str(shape).replace("-1", "any")
            self._fail(Category.WRONG_SHAPE, f"{what}: expected shape {words}, got {array.shape}", value)
        return array.astype(np.float64)

    def number(self, value: Any, what: str = "the value") -> float:
        """The student's value as one number; an array of one element is as good."""
        array = as_numeric_array(value)
        if array is None or array.size != 1 or array.dtype.kind == "c":
            self._fail(Category.WRONG_TYPE, f"{what}: expected one number, got {describe(value)}", value)
        return float(array.reshape(-1)[0])

    def pair(self, value: Any, what: str = "the value") -> tuple[Any, ...]:
        """The student's value as a pair."""
        return self.parts(value, 2, what)

    def parts(self, value: Any, count: int, what: str = "the value") -> tuple[Any, ...]:
        """The student's value as a tuple of `count` parts."""
        value = as_plain(value)
        if not (isinstance(value, list | tuple) or (isinstance(value, np.ndarray) and value.ndim)):
            self._fail(Category.WRONG_TYPE, f"{what}: expected {count} values, got {describe(value)}", value)
        if len(value) != count:
            self._fail(Category.WRONG_SHAPE, f"{what}: expected {count} values, got {len(value)}", value)
        return tuple(value)

    def _fail(self, category: Category, summary: str, got: Any = NOTHING) -> NoReturn:
        raise Failure(category, summary, call=self._context.student.last, got=got)


def _compare(got: Any, expected: Any, what: str, tolerance: Tolerance, call: Call | None) -> None:
    """Fail with the first difference, if there is one."""
    difference = compare(got, expected, tolerance)
    if difference is not None:
        summary = f"{what}: {difference}" if what else str(difference)
        raise Failure(difference.category, summary, call=call, got=got, expected=expected, difference=difference, tolerance=tolerance)


def expect_refusal(context: Context, kind: str, call: Callable[[], Any], mentions: str = "") -> None:
    """Fail unless `call` raises an exception whose class, or a base of it, has this name."""
    try:
        got = call()
    except RaisedFailure as raised:
        if "NotImplementedError" in raised.kinds:
            raise
        if kind not in raised.kinds:
            summary = f"it should raise {kind}, and raised {raised.summary}"
        elif mentions not in raised.message:
            summary = f"the message of its {kind} should say {mentions!r}, and is {raised.message[:200]!r}"
        else:
            return
        raise Failure(Category.NO_ERROR, summary, call=context.student.last) from raised
    raise Failure(Category.NO_ERROR, f"it should raise {kind}, and returned {describe(got)}", call=context.student.last, got=got)


def _fits(shape: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    return len(shape) == len(wanted) and all(want in (-1, size) for size, want in zip(shape, wanted, strict=True))
