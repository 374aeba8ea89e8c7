"""Putting one exercise of a student's notebook back to where it started."""

import json
import re
from pathlib import Path
from typing import Any

from nngrade.authoring.stubs import replace_definition
from nngrade.errors import CourseError, UsageError

_Cell = dict[str, Any]


def reset_cell(path: Path, handed_out: bytes, name: str) -> bytes:
    """Return the notebook at `path` with the exercise `name` as the notebook that was `handed_out` has it.

    The last cell that defines it takes the stub, and its outputs go; other cells lose their definition of it. Where
    none does, the cell that its metadata give to the exercise takes the stub whole, or a cell is added at the end.
    """
    notebook = json.loads(path.read_bytes().decode("utf-8-sig"))
    cells: list[_Cell] = notebook["cells"]
    stub = next((cell for cell in json.loads(handed_out)["cells"] if _exercise_of(cell) == name), None)
    if stub is None:
        tip = "The course's author makes it again with `nngrade author build`."
        raise CourseError(f"The notebook that was handed out has no cell for `{name}`.", tip=tip)
    fresh = _text(stub)
    defining = [cell for cell in cells if cell.get("cell_type") == "code" and _defines(cell, name)]
    marked = [cell for cell in cells if cell.get("cell_type") == "code" and _exercise_of(cell) == name]
    if defining:
        for cell in defining[:-1]:
            _write(cell, _without(path, cell, name))
        _write(defining[-1], _replaced(path, defining[-1], fresh, name))
    elif marked:
        _write(marked[-1], fresh)
    else:
        cells.append({key: value for key, value in stub.items() if key != "id" or notebook.get("nbformat_minor", 0) >= 5})
    try:
        return (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode()
    except UnicodeEncodeError:  # half a character in a text or an output, which JSON can only hold as an escape
        return (json.dumps(notebook, indent=1) + "\n").encode()


def _replaced(path: Path, cell: _Cell, stub: str, name: str) -> str:
    """The cell's code with the stub in the place of the exercise; one that is the exercise's own is replaced whole."""
    try:
        return replace_definition(_text(cell), stub, name)
    except UsageError as error:
        if _exercise_of(cell) == name:
            return stub
        raise UsageError(f"{path}: {error.message}", tip=error.tip) from None


def _without(path: Path, cell: _Cell, name: str) -> str:
    """The cell's code without its definitions of an exercise."""
    empty = f"def {name}():\n    pass\n"
    return _replaced(path, cell, empty, name).replace(empty, "")


def _write(cell: _Cell, source: str) -> None:
    cell.update(source=source.rstrip("\n").splitlines(keepends=True), outputs=[], execution_count=None)


def _defines(cell: _Cell, name: str) -> bool:
    return re.search(rf"^(?:async +def|def|class) +{name}\b", _text(cell), re.MULTILINE) is not None


def _exercise_of(cell: _Cell) -> str:
    ours = cell.get("metadata", {}).get("nngrade")
    return str(ours.get("exercise", "")) if isinstance(ours, dict) else ""


def _text(cell: _Cell) -> str:
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)
