"""What is taken from a source notebook, whoever it was written for."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Text:
    """A text cell."""

    markdown: str


@dataclass(frozen=True, slots=True)
class Given:
    """Code that students get: imports, data, helpers."""

    code: str
    cell: int


@dataclass(frozen=True, slots=True)
class Answer:
    """Code that students write in part: `solution` holds the lines, from 1, that they do not get."""

    code: str
    solution: frozenset[int]
    cell: int


@dataclass(frozen=True, slots=True)
class Test:
    """Code that tests an answer.

    Where `by_output` its author let what its last expression shows be the test: `expected`, None when that was not saved.
    `automatic` are expressions whose values are to be those of the reference.
    """

    name: str
    code: str
    points: float
    is_hidden: bool
    cell: int
    expected: str | None = None
    failure: str = ""
    automatic: tuple[str, ...] = ()
    by_output: bool = False


Part = Text | Given | Answer | Test


@dataclass(slots=True)
class Source:
    """A source notebook in parts; `remarks` say what of it has no place in a topic."""

    kind: str
    title: str = ""
    parts: list[Part] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell as it stands in the notebook; `number` counts all cells from 1."""

    kind: str
    source: str
    number: int
    grading: dict[str, object] | None = None
    shown: str | None = None
