"""Reading a notebook's code cells out of its JSON, and saying plainly what is wrong with a file that is no notebook.

Only text is read: outputs are never looked at. nbformat would check more and takes a quarter of a second to import.
"""

import json
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from nngrade.course.model import Topic
from nngrade.errors import UsageError

SUFFIX = ".ipynb"
MAX_BYTES = 50_000_000
MAX_CODE = 5_000_000
_MAX_CELLS = 10_000
_MAX_NUMBER = 10**9
_CONFLICT = re.compile(rb"^(?:<{7}|>{7}|\|{7})(?: |$)", re.MULTILINE)
_NO_PYTHON = re.compile("[\0\ud800-\udfff]")
_NEWLINES = re.compile(r"\r\n?")


@dataclass(frozen=True, slots=True)
class Cell:
    """One code cell: `line` is the first of its lines in the submission's source.

    `number` is what the cell bears between its brackets once the notebook is run from top to bottom; `index` counts
    all cells from 0; `exercise` is what its metadata say it is of.
    """

    number: int
    line: int
    index: int
    exercise: str = ""


@dataclass(frozen=True, slots=True)
class NotebookSource:
    """The code of a notebook's cells, one after the other, whether it is Python or not."""

    source: str
    cells: tuple[Cell, ...]
    digest: str
    topic: str = ""


class _Cell(Struct):
    cell_type: str = ""
    source: str | list[str] = ""
    metadata: dict[str, Any] = {}


class _Notebook(Struct):
    cells: list[_Cell] | None = None
    metadata: dict[str, Any] = {}
    nbformat: int | None = None
    worksheets: Any = None


def read_notebook(path: Path, topic: Topic | None = None) -> NotebookSource:
    """Read the notebook at `path`; a UsageError says what is wrong with it, and what to do."""
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        tip = "Clear its outputs (Edit, Clear outputs of all cells), and save it again."
        raise UsageError(f"{path} is larger than {MAX_BYTES // 1_000_000} MB.", tip=tip)
    start = f" or run `nngrade reset {topic.name}` to start anew." if topic else " or take the notebook that was handed out."
    if not data.strip():
        raise UsageError(f"{path} is empty.", tip=f"Open it in Jupyter and save it again,{start}")
    notebook = _decode(path, data, start)
    _refuse_other_formats(path, notebook)
    source, cells = _join(path, notebook.cells or [])
    if not source.strip():
        raise UsageError(f"{path} holds no code: its code cells are all empty.", tip=f"Write your answer in them,{start}")
    return NotebookSource(source, cells, sha256(data).hexdigest(), _topic_named(notebook.metadata))


def _decode(path: Path, data: bytes, start: str) -> _Notebook:
    try:
        return msgspec.json.decode(data, type=_Notebook)
    except msgspec.ValidationError as error:
        raise UsageError(f"{path} is no notebook: {error}.", tip=f"Open it in Jupyter to see what is left of it,{start}") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass  # told below, with its line; or it is JSON as Python writes it, with NaN in an output
    if found := _CONFLICT.search(data):
        line = data.count(b"\n", 0, found.start()) + 1
        message = f"{path}, line {line}: this notebook was saved in the middle of a merge: it holds a mark of conflict."
        raise UsageError(message, tip="Take one of the two versions whole (`git checkout --ours` or `--theirs`), or use `nbdime`.")
    try:
        return msgspec.convert(json.loads(data.decode("utf-8-sig")), type=_Notebook)
    except UnicodeDecodeError as error:
        message = f"{path} is not UTF-8: byte {error.start} is 0x{data[error.start]:02x}."
        raise UsageError(message, tip="A notebook is a UTF-8 file: save it again in Jupyter.") from None
    except msgspec.ValidationError as error:
        raise UsageError(f"{path} is no notebook: {error}.", tip=f"Open it in Jupyter to see what is left of it,{start}") from None
    except json.JSONDecodeError as error:
        what = "is cut short" if error.pos >= len(data.decode("utf-8-sig").rstrip()) else f"is broken at line {error.lineno}"
        message = f"{path} {what}: it is no complete notebook ({error.msg})."
        raise UsageError(message, tip=f"Take the last version that opens in Jupyter,{start}") from None
    except (RecursionError, ValueError) as error:
        message = f"{path} is no notebook that can be read: {str(error) or type(error).__name__}."
        raise UsageError(message, tip=f"Save it again in Jupyter,{start}") from None


def _refuse_other_formats(path: Path, notebook: _Notebook) -> None:
    if notebook.nbformat is not None and notebook.nbformat < 4:
        message = f"{path} is a notebook of format {notebook.nbformat}, which is no longer written since 2015; format 4 is wanted."
        raise UsageError(message, tip=f"Convert it: `jupyter nbconvert --to notebook --nbformat 4 {path.name}`.")
    if notebook.nbformat is not None and notebook.nbformat > 4:
        message = f"{path} is a notebook of format {notebook.nbformat}, which this version of nngrade does not know."
        raise UsageError(message, tip="Save it in format 4, or get a newer nngrade.")
    if notebook.cells is None or notebook.nbformat is None:
        missing = "nbformat" if notebook.nbformat is None else "cells"
        raise UsageError(
            f"{path} is JSON, but no notebook: it has no `{missing}`.", tip="Save your notebook in Jupyter, and name that file."
        )
    language = _language(notebook.metadata)
    if language and not language.lower().startswith(("python", "ipython")):
        raise UsageError(f"{path} is a notebook of {language}, where Python is wanted.", tip="Choose a Python kernel, and save it.")


def _language(metadata: dict[str, Any]) -> str:
    for holder, key in (("language_info", "name"), ("kernelspec", "language")):
        part = metadata.get(holder)
        name = part.get(key) if isinstance(part, dict) else None
        if isinstance(name, str) and name.isprintable():
            return name[:50]
    return ""


def _join(path: Path, raw: list[_Cell]) -> tuple[str, tuple[Cell, ...]]:
    """The code of all code cells, and where each begins; an empty one bears no number."""
    if len(raw) > _MAX_CELLS:
        raise UsageError(f"{path} has {len(raw)} cells, more than {_MAX_CELLS}.", tip="Hand in the exercises alone.")
    parts: list[str] = []
    cells: list[Cell] = []
    line = 1
    for index, cell in enumerate(raw):
        code = cell.source if isinstance(cell.source, str) else "".join(cell.source)
        if cell.cell_type != "code" or not code.strip():
            continue
        code = _NEWLINES.sub("\n", code).rstrip("\n") + "\n"
        ours = _ours(cell.metadata)
        cells.append(Cell(_number(ours, len(cells) + 1), line, index, _name(ours.get("exercise"))))
        parts.append(code)
        line += code.count("\n")
    source = "".join(parts)
    if len(source) > MAX_CODE:
        message = f"{path} holds more than {MAX_CODE // 1_000_000} MB of code."
        raise UsageError(message, tip="A submission is code alone: keep data in files of its own.")
    if found := _NO_PYTHON.search(source):
        what = "a NUL character" if found[0] == "\0" else "half a character (a lone surrogate)"
        raise UsageError(f"{path} holds {what} in its code.", tip="Take it out: no Python holds one.")
    return source, tuple(cells)


def _ours(metadata: dict[str, Any]) -> dict[str, Any]:
    ours = metadata.get("nngrade")
    return ours if isinstance(ours, dict) else {}


def _number(ours: dict[str, Any], usual: int) -> int:
    """The number that `%check` gave a cell, or the usual one."""
    given = ours.get("number")
    return given if isinstance(given, int) and 0 <= given <= _MAX_NUMBER else usual


def _name(value: Any) -> str:
    return value if isinstance(value, str) and value.isidentifier() and len(value) <= 200 else ""


def _topic_named(metadata: dict[str, Any]) -> str:
    topic = _ours(metadata).get("topic")
    return topic if isinstance(topic, str) and topic.isprintable() else ""
