"""Making the notebook that a student may start from: the lesson, a cell for each exercise, cells that check.

It is made from the stub, so that both hold the same code. Nothing in it depends on the machine or the day.
"""

import ast
import base64
import re
from collections.abc import Iterator
from typing import Any

from nngrade.course.model import Topic
from nngrade.errors import wanting

MINOR = 5  # the first minor version of format 4 that gives cells their ids
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_PICTURE = re.compile(r"(!\[[^\]]*\]\()<?([^)>\s]+)>?(\))")
_LONGEST_ID = 64

_SETUP = """\
# Run this first. Where nngrade is not installed yet, as on Colab, it is installed for this notebook.
try:
    import nngrade
except ModuleNotFoundError:
    %pip install -q nngrade
%load_ext nngrade"""

_HOW_TO = """\
Write your code in the cells that hold a `raise NotImplementedError`. Run such a cell, then the one with `%check` below it:
it shows what holds, what does not, and on which smallest input."""


def make_notebook(stub: str, lesson: str, topic: Topic) -> str:
    """Return the notebook of `topic` as its JSON, of format 4.5.

    The sections of `lesson` stand before the exercise that their heading names. Pictures are attached.
    """
    with wanting("notebook"):
        from nbformat import v4, validate, writes  # noqa: PLC0415 - a quarter of a second, and only the notebook's maker needs it

    notebook = v4.new_notebook(metadata=_metadata(topic))
    notebook.nbformat_minor = MINOR
    notebook.cells = list(_cells(stub, lesson, topic))
    validate(notebook)
    text: str = writes(notebook)
    return text if text.endswith("\n") else text + "\n"


def _metadata(topic: Topic) -> dict[str, Any]:
    return {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
        "nngrade": {"format": 1, "topic": topic.name},
    }


def _cells(stub: str, lesson: str, topic: Topic) -> Iterator[Any]:
    given, exercises = _code(stub, {exercise.name for exercise in topic.exercises})
    sections = list(_sections(lesson))
    yield _markdown("lesson", f"{sections.pop(0)}\n\n{_HOW_TO}", topic)
    yield _cell("setup", _SETUP)
    if given[0]:
        yield _markdown("conventions", given[0], topic)
    if given[1]:
        yield _cell("given", given[1])
    place = 0
    for name, code in exercises:
        for _ in range(_sections_until(sections, name)):
            place += 1
            yield _markdown(f"lesson-{place}", sections.pop(0), topic)
        if not name:
            yield _cell(f"given-{place}-{_first_name(code)}", code)
            continue
        yield _cell(f"exercise-{name}", code, exercise=name)
        yield _cell(f"check-{name}", f"%check {topic.name}.{name}")
    for section in sections:
        place += 1
        yield _markdown(f"lesson-{place}", section, topic)
    yield _markdown("finish", "## All of it\n\nThe whole topic at once:", topic)
    yield _cell("check", f"%check {topic.name}")


def _markdown(name: str, text: str, topic: Topic) -> Any:
    from nbformat import v4  # noqa: PLC0415 - see above

    attached: dict[str, dict[str, str]] = {}
    pictures = {path.relative_to(topic.folder).as_posix(): path for path in topic.pictures}

    def attach(found: re.Match[str]) -> str:
        path = pictures.get(found[2])
        if path is None:
            return found[0]
        attached[path.name] = {"image/svg+xml": base64.b64encode(path.read_bytes()).decode("ascii")}
        return f"{found[1]}attachment:{path.name}{found[3]}"

    source = _PICTURE.sub(attach, text)
    return v4.new_markdown_cell(source, id=name[:_LONGEST_ID], **({"attachments": attached} if attached else {}))


def _cell(name: str, source: str, *, exercise: str = "") -> Any:
    from nbformat import v4  # noqa: PLC0415 - see above

    metadata = {"nngrade": {"exercise": exercise}} if exercise else {}
    return v4.new_code_cell(source, id=name[:_LONGEST_ID], metadata=metadata)


def _sections(markdown: str) -> Iterator[str]:
    """The parts of a lesson, each from one second-level heading to the next; a # in a block of code begins none."""
    part: list[str] = []
    fence = ""
    for line in markdown.splitlines():
        if found := _FENCE.match(line):
            fence = "" if fence and found[1].startswith(fence) else fence or found[1]
        if line.startswith("## ") and not fence:
            yield "\n".join(part).strip()
            part = []
        part.append(line)
    yield "\n".join(part).strip()


def _sections_until(sections: list[str], name: str) -> int:
    """How many sections come before an exercise: those up to the one that names it; none when none does any more."""
    headings = [section.partition("\n")[0] for section in sections]
    return next((place + 1 for place, heading in enumerate(headings) if name and f"`{name}`" in heading), 0)


def _code(stub: str, exercises: set[str]) -> tuple[tuple[str, str], list[tuple[str, str]]]:
    """What a stub gives before its first exercise, as text and as code, and its parts from there on.

    A part is an exercise's name and code, or "" and the code given between exercises.
    """
    lines = stub.splitlines()
    body = ast.parse(stub).body
    opening = ast.get_docstring(ast.Module(body, [])) or ""
    at = (body[0].end_lineno or 0) if opening else 0
    parts: list[tuple[str, list[str]]] = [("", [])]
    for node in body[1 if opening else 0 :]:
        name = getattr(node, "name", "") if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) else ""
        end = node.end_lineno or node.lineno
        piece = lines[at:end]
        at = end
        if name in exercises:
            parts.append((name, piece))
        elif parts[-1][0]:
            parts.append(("", piece))
        else:
            parts[-1][1].extend(piece)
    parts[-1][1].extend(lines[at:])
    joined = [(name, _trimmed(piece)) for name, piece in parts]
    # Without a docstring the stub's first lines say how to use a file: a notebook says how to use a notebook.
    first = joined[0][1] if opening else "\n".join(_without_header(joined[0][1].splitlines()))
    return (opening, first.strip("\n")), [part for part in joined[1:] if part[1]]


def _trimmed(lines: list[str]) -> str:
    return "\n".join(lines).strip("\n")


def _without_header(lines: list[str]) -> list[str]:
    first = next((place for place, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return lines[first:]


def _first_name(code: str) -> str:
    found = re.search(r"\w+", code.removeprefix("def ").removeprefix("class "))
    return found[0] if found and found[0].isascii() else "code"
