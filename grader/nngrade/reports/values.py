"""Arrays laid out as aligned cells, for any renderer that writes monospaced text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from nngrade.model import ValueView
from nngrade.reports.text import clean

GAP = "  "
_NUMBER = re.compile(r"[+-]?\d+(\.\d*)?(e[+-]?\d+)?")
_WHOLE = re.compile(r"[+-]?\d+|.*")


@dataclass(frozen=True, slots=True)
class Cell:
    """One number as text; `differs` where expected and got part, which `mark` says without colour."""

    text: str
    differs: bool = False
    mark: str = ""


Row = tuple[Cell, ...]
Rows = tuple[Row, ...]


def rows_of(view: ValueView, encoding: str = "utf-8", mark: str = "") -> Rows:
    """The cells of `view`, with `mark` on each that differs; one that `view.differs` leaves out counts as equal."""
    lines = zip_longest(view.cells, view.differs[: len(view.cells)], fillvalue=())
    return tuple(
        tuple(
            Cell(clean(text, encoding), bool(differs), mark if differs else "") for text, differs in zip_longest(texts, flags[: len(texts)])
        )
        for texts, flags in lines
    )


def align(rows: Rows) -> Rows:
    """Pad every column on its decimal point, whole numbers to the right; marks become part of the text."""
    columns = zip_longest(*rows, fillvalue=Cell(""))
    return tuple(zip(*map(_align_column, columns), strict=True))


def width(aligned: Rows) -> int:
    """How wide aligned rows are, gaps and all."""
    return max((sum(len(cell.text) + len(GAP) for cell in row) - len(GAP) for row in aligned), default=0)


def are_numbers(*texts: str) -> bool:
    """Whether each of `texts` is one real number, so that they can stand on each other's decimal point."""
    return all(map(_NUMBER.fullmatch, texts))


def crop_rows(rows: Rows, height: int, ellipsis: str) -> Rows:
    """At most `height` rows, among them the first that differs; `ellipsis` stands for what is left out."""
    first = next((i for i, row in enumerate(rows) if any(cell.differs for cell in row)), 0)
    start, stop = _window([1] * len(rows), first, height)
    gap = ((Cell(ellipsis),),)
    return (gap if start else ()) + rows[start:stop] + (gap if stop < len(rows) else ())


def crop_columns(rows: Rows, space: int, ellipsis: str) -> Rows:
    """The columns that fit in `space`, among them the first that differs."""
    aligned = align(rows)
    if width(aligned) <= max(space, 0):
        return rows
    widths = [len(cell.text) + len(GAP) for cell in aligned[0]]
    differing = (i for row in rows for i, cell in enumerate(row) if cell.differs)
    start, stop = _window(widths, min(differing, default=0), space - 2 * len(GAP + ellipsis))
    gap = (Cell(ellipsis),)
    return tuple((gap if start else ()) + row[start:stop] + (gap if stop < len(row) else ()) for row in rows)


def _align_column(column: Sequence[Cell]) -> list[Cell]:
    halves = [_halves(cell) for cell in column]
    left = max(len(whole) for whole, _ in halves)
    right = max(len(rest) for _, rest in halves)
    pairs = zip(column, halves, strict=True)
    return [Cell(whole.rjust(left) + rest.ljust(right), cell.differs) for cell, (whole, rest) in pairs]


def _halves(cell: Cell) -> tuple[str, str]:
    found = _WHOLE.match(cell.text)
    cut = found.end() if found else len(cell.text)
    return cell.text[:cut], cell.text[cut:] + cell.mark


def _window(sizes: Sequence[int], wanted: int, space: int) -> tuple[int, int]:
    """The widest run of `sizes` that fits in `space` and holds `wanted`; never empty unless `sizes` is."""
    start, stop, used = wanted, min(wanted + 1, len(sizes)), sum(sizes[wanted : wanted + 1])
    while stop < len(sizes) and used + sizes[stop] <= space:
        used, stop = used + sizes[stop], stop + 1
    while start > 0 and used + sizes[start - 1] <= space:
        used, start = used + sizes[start - 1], start - 1
    return start, stop
