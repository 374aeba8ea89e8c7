"""Writing for one console: its width, its encoding, its marks."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

from rich.console import JustifyMethod, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from nngrade.model import Verdict
from nngrade.reports import text
from nngrade.reports.glyphs import Glyphs

WIDEST_PROSE = 84
INDENT = 4
SHORTEST_LABEL, LONGEST_LABEL = 9, 16

GOOD = "green"
BAD = "red"
_STYLES = {
    Verdict.PASSED: GOOD,
    Verdict.UNFINISHED: "dim",
    Verdict.SKIPPED: "dim",
    Verdict.GRADER_ERROR: "magenta",
}


@dataclass(frozen=True, slots=True)
class Pen:
    """All text goes through it, so that all text is literal and can be shown."""

    width: int
    encoding: str
    glyphs: Glyphs
    label: int = SHORTEST_LABEL

    @property
    def body(self) -> int:
        """The room for a value beside its label."""
        return max(self.width - INDENT - self.label - 2, 8)

    def with_labels(self, names: Iterable[str]) -> Self:
        """The same pen, with room for these labels in every table of a block."""
        longest = max(map(len, names), default=0)
        return replace(self, label=max(SHORTEST_LABEL, min(longest, LONGEST_LABEL)))

    def line(self, said: str, style: str = "", *, cut: int = 0) -> Text:
        """`said` as it stands, in `cut` characters when there is a limit."""
        clean = text.clean(said, self.encoding)
        return Text(text.shorten(clean, cut, self.glyphs.ellipsis) if cut else clean, style, overflow="fold")

    def prose(self, said: str, style: str = "") -> Text:
        """A sentence, to be wrapped."""
        return Text(text.prose(said, self.encoding), style, overflow="fold")

    def mark(self, verdict: Verdict) -> Text:
        """The mark of an exercise or of a block."""
        return Text(self.glyphs.marks[verdict], "bold " + style_of(verdict))

    def dots(self, verdicts: list[Verdict]) -> Text:
        """One dot for each check."""
        return Text.assemble(*((self.glyphs.dots[verdict], style_of(verdict)) for verdict in verdicts), no_wrap=True)

    def rule(self) -> Rule:
        """A line from edge to edge. Without a title, rich's own does not fall back to ASCII."""
        return Rule(characters=self.glyphs.rule, style="dim")

    def labelled(self, style: str = "dim") -> Table:
        """A table of labels and what they name."""
        table = columns("left", "left")
        table.columns[0].style = style
        table.columns[0].width = self.label
        return table

    def paragraph(self, said: str, style: str = "") -> Padding:
        """A sentence under a title, no wider than is good to read."""
        return Padding(self.prose(said, style), (0, max(0, self.width - WIDEST_PROSE), 0, INDENT))


def style_of(verdict: Verdict) -> str:
    """The colour of a verdict."""
    return _STYLES.get(verdict, BAD)


def indented(inner: RenderableType) -> Padding:
    """What stands under a title."""
    return Padding(inner, (0, 0, 0, INDENT))


def columns(*justify: JustifyMethod, gap: int = 2, expand: bool = False) -> Table:
    """A table without lines, which never cuts with rich's own ellipsis: not every console has that character."""
    table = Table.grid(padding=(0, gap, 0, 0), pad_edge=False, expand=expand)
    for side in justify:
        table.add_column(justify=side, overflow="fold")
    return table


def points(earned: float, most: float) -> Text:
    """`2/3`; nothing where there was nothing to earn."""
    return Text(f"{text.number(earned)}/{text.number(most)}" if most else "", no_wrap=True)
