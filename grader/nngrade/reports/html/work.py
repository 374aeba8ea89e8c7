"""A student's own work, made ready to be shown: cells of text that nothing in them can leave.

Of a notebook only what is known to be harmless is taken: text, and pictures of pixels. HTML, SVG and scripts that a
notebook saved as outputs are left out, whatever they would have shown.
"""

import base64
import binascii
import itertools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nngrade.model import TopicReport

MOST_LINES = 40
MOST_OUTPUTS = 20
LARGEST_PICTURE = 2_000_000
MOST_TEXT = 20_000
MOST_CODE = 100_000
MOST_PIECES = 1000

_PIXELS = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff", "image/gif": b"GIF8"}
_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")


@dataclass(frozen=True, slots=True)
class Output:
    """One output of a cell: text, or a picture as a data URI; `left_out` says what kind of thing is not shown."""

    text: str = ""
    picture: str = ""
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """One cell of a notebook, or one stretch of a file.

    `first_line` is the number of its first line; `number` that of a code cell; `pictures` are attached to a text cell.
    """

    kind: str
    source: str
    number: int | None = None
    first_line: int = 1
    outputs: tuple[Output, ...] = ()
    pictures: tuple[tuple[str, str], ...] = ()


def pieces_of_file(source: str, topic: TopicReport) -> tuple[Piece, ...]:
    """A Python file cut before each exercise; nothing is parsed: the report says where they begin."""
    lines = re.split(r"\r\n|\r|\n", source.rstrip())
    starts = sorted(
        {_with_decorators(lines, exercise.line) for exercise in topic.exercises if exercise.line and exercise.line <= len(lines)}
    )
    edges = [1, *(start for start in starts if start > 1), len(lines) + 1]
    return tuple(
        Piece("code", _cut("\n".join(lines[begin - 1 : end - 1])), None, begin)
        for begin, end in itertools.pairwise(edges)
        if any(line.strip() for line in lines[begin - 1 : end - 1])
    )


def _with_decorators(lines: list[str], line: int) -> int:
    """The first line of what belongs to a definition: decorators and comments right above it."""
    while line > 1 and lines[line - 2].startswith(("@", "#")):
        line -= 1
    return line


def pieces_of_notebook(data: bytes, numbers: Mapping[int, int]) -> tuple[Piece, ...]:
    """The cells of a notebook that was read before; `numbers` are those of its code cells, by their place among all cells."""
    cells = json.loads(data.decode("utf-8-sig")).get("cells", [])
    shown = (piece for place, cell in enumerate(cells) if (piece := _piece(cell, numbers.get(place))) is not None)
    return tuple(itertools.islice(shown, MOST_PIECES))


def _piece(cell: dict[str, Any], number: int | None) -> Piece | None:
    source = _text(cell.get("source"))
    if not source.strip():
        return None
    match cell.get("cell_type"):
        case "code":
            outputs = cell.get("outputs")
            return Piece("code", _cut(source.rstrip()), number, outputs=tuple(_outputs(outputs if isinstance(outputs, list) else [])))
        case "markdown":
            return Piece("markdown", source[:MOST_TEXT], pictures=tuple(_attached(cell.get("attachments"))))
        case _:
            return Piece("raw", source[:MOST_TEXT])


def _cut(code: str) -> str:
    """Code as far as it can be shown: nobody reads megabytes, and colouring them takes minutes."""
    if len(code) <= MOST_CODE:
        return code
    return code[:MOST_CODE].rpartition("\n")[0][:MOST_CODE] + "\n# … the rest is too long to be shown here"


def _outputs(raw: list[Any]) -> Iterator[Output]:
    for output in raw[:MOST_OUTPUTS]:
        if not isinstance(output, dict):
            continue
        match output.get("output_type"):
            case "stream":
                yield Output(_shortened(_text(output.get("text"))))
            case "error":
                yield Output(_shortened("\n".join(map(_text, _list(output.get("traceback")))) or _text(output.get("evalue"))))
            case "display_data" | "execute_result":
                yield _shown(output.get("data"))
    if len(raw) > MOST_OUTPUTS:
        yield Output(left_out=f"{len(raw) - MOST_OUTPUTS} more outputs")


def _shown(data: Any) -> Output:
    bundle = data if isinstance(data, dict) else {}
    for kind in _PIXELS:
        if picture := _picture(kind, bundle.get(kind)):
            return Output(picture=picture)
    if said := _text(bundle.get("text/plain")):
        return Output(_shortened(said))
    kinds = [kind for kind in bundle if isinstance(kind, str) and re.fullmatch(r"[\w.+-]+/[\w.+-]+", kind)]
    return Output(left_out=f"an output of the kind {kinds[0][:60]}" if kinds else "an output")


def _picture(kind: str, data: Any) -> str:
    """A picture as a data URI, written anew from its bytes; "" for what is none, or too large."""
    raw = _text(data)
    if not raw or len(raw) > LARGEST_PICTURE:
        return ""
    try:
        content = base64.b64decode("".join(raw.split()), validate=True)
    except (binascii.Error, ValueError):
        return ""
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}" if content.startswith(_PIXELS[kind]) else ""


def _attached(raw: Any) -> Iterator[tuple[str, str]]:
    """The pictures attached to a text cell. SVG is among them: shown as a picture, it runs and loads nothing."""
    for name, bundle in raw.items() if isinstance(raw, dict) else ():
        for kind, data in bundle.items() if isinstance(bundle, dict) else ():
            if picture := _picture(kind, data) if kind in _PIXELS else _drawing(kind, data):
                yield str(name), picture


def _drawing(kind: Any, data: Any) -> str:
    if kind != "image/svg+xml" or not isinstance(data, str) or len(data) > LARGEST_PICTURE:
        return ""
    try:
        content = base64.b64decode("".join(data.split()), validate=True)
    except (binascii.Error, ValueError):
        return ""
    return f"data:image/svg+xml;base64,{base64.b64encode(content).decode('ascii')}"


def _text(value: Any) -> str:
    """A multi-line text of nbformat: one string, or a list of them."""
    if isinstance(value, list):
        value = "".join(part for part in value if isinstance(part, str))
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _shortened(said: str) -> str:
    lines = _ANSI.sub("", said[:MOST_TEXT]).rstrip().split("\n")
    more = len(lines) - MOST_LINES
    return "\n".join([*lines[:MOST_LINES], f"… {more} more lines"] if more > 0 else lines)
