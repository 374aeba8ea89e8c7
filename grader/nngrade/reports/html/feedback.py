"""The feedback that an instructor returns: the student's own notebook or file, with what was found beside each part.

nbconvert turns the cells into HTML by a template of ours. The page stands alone, holds no script, and forbids a browser
to load or run anything.
"""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from nngrade.errors import wanting
from nngrade.model import Category, CodeLine, ExerciseReport, Report, TopicReport
from nngrade.reports.html.report import TEMPLATES, environment, literal, prepare
from nngrade.reports.html.work import Piece, pieces_of_file, pieces_of_notebook
from nngrade.submissions.notebooks import SUFFIX
from nngrade.submissions.reading import Submission

if TYPE_CHECKING:
    from markupsafe import Markup

_TAGS = {
    *("a", "b", "blockquote", "br", "code", "dd", "del", "div", "dl", "dt", "em", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "li"),
    *("ol", "p", "pre", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
_ATTRIBUTES = {"a": ["href", "title"], "img": ["src", "alt", "title"], "ol": ["start"], "th": ["align"], "td": ["align"]}
_LOWEST_HEADING = 3  # the page's own titles come first


@dataclass(frozen=True, slots=True)
class Work:
    """What one student handed in for one topic: the report, the submission as it was judged, and the file's bytes.

    Without a submission the file is not there any more as it was judged: then the report stands alone.
    """

    report: TopicReport
    submission: Submission | None
    data: bytes


def render(report: Report, works: Iterable[Work], *, title: str = "") -> str:
    """The page on one submission of one or several topics; `title` says whose it is."""
    shown = [(work.report, _body(work), _remarks(work)) for work in works]
    page: str = environment().get_template("feedback.html.jinja").render(report=report, shown=shown, title=title)
    return page


def _remarks(work: Work) -> list[str]:
    if work.submission is None:
        unread = work.report.problem is not None and work.report.problem.category is Category.NOT_READ
        return [] if unread else ["What was handed in is not there any more as it was judged: this is the report alone."]
    if work.report.digest and sha256(work.data).hexdigest() != work.report.digest:
        return ["The file has changed since it was judged: what stands beside it may be about another version."]
    return []


def _body(work: Work) -> "Markup":
    """The cells with what stands beside them, by way of nbconvert."""
    with wanting("notebook"):
        from markupsafe import Markup  # noqa: PLC0415 - only feedback pays for it
    if work.submission is None:
        return Markup(environment().get_template("alone.html.jinja").render(topic=work.report))  # noqa: S704 - it escapes
    with wanting("notebook"):
        from nbconvert.exporters import TemplateExporter  # noqa: PLC0415 - half a second
        from nbformat import v4  # noqa: PLC0415

    pieces = _pieces(work)
    notebook = v4.new_notebook(cells=[_cell(piece, place) for place, piece in enumerate(pieces)])
    exporter = TemplateExporter(
        template_name="nngrade-feedback",
        template_file="index.html.j2",
        extra_template_basedirs=[str(TEMPLATES)],
        extra_template_paths=[str(TEMPLATES)],
    )
    made = exporter.environment
    made.autoescape, made.finalize = True, literal
    made.trim_blocks = made.lstrip_blocks = True
    prepare(made)
    made.filters.update(markdown=_markdown, highlighted=_highlighted)
    resources = {"nngrade": {"pieces": pieces, "beside": _beside(work, pieces), "topic": work.report, "marks": _marked(work, pieces)}}
    body, _ = exporter.from_notebook_node(notebook, resources=resources)
    return Markup(body)  # noqa: S704 - made by a template that escapes


def _pieces(work: Work) -> tuple[Piece, ...]:
    assert work.submission is not None
    if work.submission.path.suffix.lower() == SUFFIX:
        return pieces_of_notebook(work.data, {cell.index: cell.number for cell in work.submission.cells})
    return pieces_of_file(work.submission.source, work.report)


def _cell(piece: Piece, place: int) -> Any:
    from nbformat import v4  # noqa: PLC0415 - see above

    made = {"code": v4.new_code_cell, "markdown": v4.new_markdown_cell}.get(piece.kind, v4.new_raw_cell)
    return made(piece.source, id=f"cell-{place}")


def _beside(work: Work, pieces: tuple[Piece, ...]) -> dict[int, list[ExerciseReport]]:
    """The exercises that each piece defines, by the piece's place."""
    beside: dict[int, list[ExerciseReport]] = {}
    for exercise in work.report.exercises:
        if exercise.line is not None and (place := _place(pieces, exercise.line, exercise.cell)) is not None:
            beside.setdefault(place, []).append(exercise)
    return beside


def _marked(work: Work, pieces: tuple[Piece, ...]) -> dict[int, set[int]]:
    """The lines that some finding is about, by the place of their piece."""
    marked: dict[int, set[int]] = {}
    for line in _lines_at_fault(work.report):
        if (place := _place(pieces, line.line, line.cell)) is not None:
            marked.setdefault(place, set()).add(line.line)
    return marked


def _lines_at_fault(topic: TopicReport) -> Iterable[CodeLine]:
    findings = [check.finding for exercise in topic.exercises for check in exercise.checks if check.finding]
    return [finding.traceback[-1] for finding in [*findings, *filter(None, [topic.problem])] if finding.traceback]


def _place(pieces: tuple[Piece, ...], line: int, cell: int | None) -> int | None:
    for place, piece in reversed(list(enumerate(pieces))):
        if piece.kind == "code" and (piece.number == cell if cell is not None else piece.first_line <= line):
            return place
    return None


def _highlighted(source: str, first_line: int, marked: set[int]) -> "Markup":
    """Python in colours, each line in an element of its own that bears its number."""
    from markupsafe import Markup  # noqa: PLC0415 - see above
    from pygments import highlight  # noqa: PLC0415
    from pygments.formatters import HtmlFormatter  # noqa: PLC0415
    from pygments.lexers import PythonLexer  # noqa: PLC0415

    visible = "\n".join(literal(line) for line in source.split("\n"))
    lines = highlight(visible, PythonLexer(stripnl=False), HtmlFormatter(nowrap=True)).rstrip("\n").split("\n")
    row = Markup('<span class="{}" data-line="{}">{}</span>')
    rows = [row.format("row at" if number in marked else "row", number, Markup(line)) for number, line in enumerate(lines, first_line)]  # noqa: S704 - Pygments escapes
    return Markup("\n").join(rows)


def _markdown(piece: Piece) -> "Markup":
    """A text cell as HTML: its own HTML is escaped, what is left is cut down to harmless elements."""
    import bleach  # noqa: PLC0415 - comes with nbconvert
    from markupsafe import Markup  # noqa: PLC0415 - see above
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath  # noqa: PLC0415

    pictures = dict(piece.pictures)

    class Renderer(IPythonRenderer):
        def heading(self, text: str, level: int, **_: Any) -> str:
            rank = min(level + _LOWEST_HEADING - 1, 6)
            return f"<h{rank}>{text}</h{rank}>\n"

        def image(self, text: str, url: str, title: str | None = None) -> str:
            del title
            data = pictures.get(url.removeprefix("attachment:"), "")
            alt = _alternative(text)
            return f'<img src="{data}" alt="{alt}">' if data else f"<em>[picture: {alt}]</em>"

        def block_code(self, code: str, info: str | None = None) -> str:
            del info
            return f"<pre>{self.escape_html(code)}</pre>"

    renderer = Renderer(escape=True, allow_harmful_protocols=False, exclude_anchor_links=True)
    made = MarkdownWithMath(renderer=renderer).render(literal(piece.source))
    protocols = {"http", "https", "mailto", "data"}
    cleaned = bleach.clean(made, tags=_TAGS, attributes=_harmless, protocols=protocols)
    # A wide block can be scrolled, so a keyboard must be able to reach it.
    cleaned = cleaned.replace("<pre>", '<pre tabindex="0">')
    return Markup(re.sub(r"(<table>.*?</table>)", r'<div class="wide" tabindex="0">\1</div>', cleaned, flags=re.DOTALL))  # noqa: S704 - cleaned


def _alternative(text: str) -> str:
    """A picture's alternative text, for an attribute."""
    return html.escape(html.unescape(re.sub(r"<[^>]*>", "", text)), quote=True)


def _harmless(tag: str, name: str, value: str) -> bool:
    """Links lead to pages, pictures are carried along: no other address is let through."""
    if name == "href":
        return value.startswith(("http://", "https://", "mailto:", "#"))
    if name == "src":
        return value.startswith("data:image/")
    return name in _ATTRIBUTES.get(tag, ())
