"""A report as HTML: a page of its own, or a piece to be shown inside another, such as a notebook.

Every text is escaped by Jinja, after what does not print was made visible: what a student wrote is literal text,
whatever it is. Nothing refers to anything outside of the page.
"""

import functools
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nngrade.model import CheckReport, CodeLine, ExerciseReport, Report, ValueView, Verdict
from nngrade.reports import groups, text, values, words
from nngrade.reports.glyphs import UNICODE

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

TEMPLATES = Path(__file__).with_name("templates")
# Nothing may be loaded and nothing may run, whatever a template should let through.
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
MOST_ROWS = 12
MOST_WIDE = 88
MOST_PRINTED = 20
MOST_FRAMES = 6
LONGEST_TEXT = 400

# What one types in a cell.
IN_A_CELL = words.Commands("%check", "!nngrade hint", "!nngrade show")

_KIND = {Verdict.PASSED: "good", Verdict.UNFINISHED: "open", Verdict.SKIPPED: "open", Verdict.GRADER_ERROR: "ours"}


def render(report: Report) -> str:
    """The report as a page."""
    page: str = environment().get_template("page.html.jinja").render(report=report, commands=words.Commands())
    return page


def fragment(report: Report, commands: words.Commands = IN_A_CELL) -> str:
    """The report as a piece of HTML with its own style, to be shown below the cell of a notebook.

    The commands are what its last line tells a student to type.
    """
    piece: str = environment().get_template("fragment.html.jinja").render(report=report, commands=commands)
    return piece


def trouble(message: str, tip: str = "") -> str:
    """A piece of HTML that says why there is no report."""
    piece: str = environment().get_template("trouble.html.jinja").render(message=message, tip=tip)
    return piece


@functools.cache
def environment() -> "Environment":
    """The templates, and what they may call."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - only who wants HTML pays for it

    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=literal,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    prepare(made)
    return made


def prepare(made: "Environment") -> None:
    """Give an environment what the templates of this folder call."""
    made.globals.update(
        words=words,
        failures=groups.failures,
        points=text.number,
        percent=text.percent,
        count=text.count,
        kind=kind,
        mark=mark,
        dots=dots,
        array=array,
        compared=compared,
        one_line=one_line,
        frames=frames,
        printed=printed,
        is_ours=lambda check: check.verdict is Verdict.GRADER_ERROR,
        style=(TEMPLATES / "style.css").read_text("utf-8"),
        page_style=(TEMPLATES / "page.css").read_text("utf-8"),
        policy=POLICY,
    )
    made.filters["prose"] = prose


def literal(value: Any) -> Any:
    """A text with everything that does not print escaped, line by line; markup of our own stays as it is."""
    if isinstance(value, str) and not hasattr(value, "__html__") and not value.isprintable():
        return "\n".join(map(text.clean, value.split("\n")))
    return value


def prose(said: str) -> "Markup":
    """A sentence on one line, escaped; what stands between backticks is code."""
    from markupsafe import Markup, escape  # noqa: PLC0415 - comes with Jinja

    parts = text.prose(said).split("`")
    if len(parts) % 2 == 0:  # a backtick without its partner
        return escape(text.prose(said))
    return Markup("").join(Markup("<code>{}</code>").format(part) if place % 2 else escape(part) for place, part in enumerate(parts))


def kind(verdict: Verdict) -> str:
    """The class of a verdict's colour."""
    return _KIND.get(verdict, "bad")


def mark(verdict: Verdict) -> str:
    """The sign of a verdict."""
    return UNICODE.marks[verdict]


def dots(exercise: ExerciseReport) -> Iterable[tuple[str, str]]:
    """A sign and a colour for each check."""
    return [(kind(check.verdict), UNICODE.dots[check.verdict]) for check in exercise.checks]


def array(view: ValueView, starred: bool = False) -> values.Rows:  # noqa: FBT001, FBT002 - a template's call
    """The aligned cells of an array, those that differ among them, with a star if so wished; nothing for what is no array."""
    rows = values.crop_rows(values.rows_of(view, mark="*" if starred else ""), MOST_ROWS, UNICODE.ellipsis)
    return values.align(values.crop_columns(rows, MOST_WIDE, UNICODE.ellipsis))


def compared(check: CheckReport) -> list[tuple[str, str, ValueView]]:
    """What was expected and what came, as far as either is told."""
    finding = check.finding
    pair = (("expected", "good", finding.expected), ("got", "bad", finding.got)) if finding else ()
    return [(label, colour, view) for label, colour, view in pair if view is not None]


def one_line(view: ValueView) -> str:
    """A value that is no array."""
    return text.shorten(text.clean(view.text or view.description), LONGEST_TEXT)


def frames(lines: tuple[CodeLine, ...]) -> tuple[list[CodeLine], int, list[CodeLine]]:
    """The lines of a traceback: the first, how many are left out, and the last ones."""
    left_out = max(0, len(lines) - MOST_FRAMES)
    return (list(lines[:1]), left_out, list(lines[1 + left_out :])) if left_out else (list(lines), 0, [])


def printed(said: str) -> tuple[list[str], int]:
    """The first lines of what was printed, and how many more there are."""
    return text.head(said, MOST_PRINTED)
