"""Making the stub that a student starts from out of the reference, and putting one exercise of it back.

Source is read with `ast`, which gives each definition its lines; nothing is ever run.
"""

import ast
import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from nngrade.course.model import Topic
from nngrade.errors import CourseError, UsageError

_BEGIN, _END = "# BEGIN SOLUTION", "# END SOLUTION"
_NEAR_MARKER = re.compile(r"\s*#+\W*(begin|end)\W+solution\b", re.IGNORECASE)

_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True, slots=True)
class _Block:
    """What stands between two markers, whose lines (counted from 1) are `begin` and `end`."""

    begin: int
    end: int
    indent: str


@dataclass(frozen=True, slots=True)
class _Reference:
    """A reference with the place that its errors name."""

    source: str
    lines: tuple[str, ...]
    tree: ast.Module
    where: str

    def error(self, line: int, message: str, *, tip: str = "") -> CourseError:
        return CourseError(f"{self.where}, line {line}: {message}", tip=tip or f"Write `{_BEGIN}` … `{_END}` round what the stub loses.")


def make_stub(reference_source: str, topic: Topic) -> str:
    """Return what a student starts from: the reference without what stands between its markers.

    In a function a block becomes `raise NotImplementedError(...)`; outside of
    functions it vanishes. A CourseError names the line of a marker that is out
    of place, and an exercise that would keep its answer.
    """
    reference = _parse_reference(reference_source, str(topic.reference))
    blocks = _find_blocks(reference)
    scopes = {block.begin: _scope(reference, block) for block in blocks}
    written = _without_blocks(reference, blocks, scopes)
    stub = _header(topic) + "".join(written).strip("\n") + "\n"
    _check_stub(stub, reference, topic, set(scopes.values()))
    return stub


def replace_definition(source: str, stub: str, name: str) -> str:
    """Return a student's `source` with its top-level `name` as the stub has it, decorators included.

    Where it is defined several times the last takes the stub's, and the others
    go; where it is missing it is added at the end. A UsageError names the line
    of a syntax error.
    """
    lines = _lines(source)
    spans = [_span(node) for node in _definitions(_parse_student(source).body) if node.name == name]
    stub_spans = [_span(node) for node in _definitions(_parse_student(stub).body) if node.name == name]
    if not stub_spans:
        raise CourseError(f"The stub defines no `{name}`.", tip="The course's author makes it again with `nngrade author build`.")
    newline = "\r\n" if "\r\n" in source else "\n"
    begin, end = stub_spans[-1]
    fresh = [line.rstrip("\r\n") + newline for line in _lines(stub)[begin - 1 : end]]
    if not spans:
        kept = source.rstrip()
        return f"{kept}{newline * 3 if kept else ''}{''.join(fresh)}"
    first, last = spans[-1]
    lines[first - 1 : _with_comments(lines, last)] = fresh
    for begin, end in reversed(spans[:-1]):
        del lines[begin - 1 : end]
    return "".join(lines)


def _parse_reference(source: str, where: str) -> _Reference:
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise CourseError(f"{where}, line {error.lineno}: {error.msg}.", tip="Mend the reference.") from None
    return _Reference(source, tuple(_lines(source)), tree, where)


def _parse_student(source: str) -> ast.Module:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an odd escape in a string is none of our business
            return ast.parse(source)
    except SyntaxError as error:
        message = f"Line {error.lineno} is no Python: {error.msg}. One exercise cannot be told from the others."
        raise UsageError(message, tip="Mend that line, or reset the whole topic.") from None
    except (ValueError, RecursionError, MemoryError) as error:
        message = f"The file cannot be read as Python: {str(error) or type(error).__name__}."
        raise UsageError(message, tip="Reset the whole topic.") from None


def _lines(source: str) -> list[str]:
    """Split as Python does: a form feed, say, ends no line."""
    return list(io.StringIO(source, newline=""))


def _find_blocks(reference: _Reference) -> list[_Block]:
    blocks: list[_Block] = []
    opened: tuple[int, str] | None = None
    for number, line in enumerate(reference.lines, start=1):
        text = line.strip()
        indent = line[: len(line) - len(line.lstrip())]
        if text == _BEGIN:
            if opened:
                raise reference.error(number, f"BEGIN SOLUTION inside the block that line {opened[0]} opened.")
            opened = (number, indent)
        elif text == _END:
            if not opened:
                raise reference.error(number, "END SOLUTION without a BEGIN SOLUTION.")
            if indent != opened[1]:
                raise reference.error(number, f"END SOLUTION is not indented as its BEGIN SOLUTION in line {opened[0]}.")
            blocks.append(_Block(opened[0], number, indent))
            opened = None
        elif _NEAR_MARKER.match(line):
            raise reference.error(number, f"`{text}` looks like a marker, but is none.")
    if opened:
        raise reference.error(opened[0], "this BEGIN SOLUTION is never closed.")
    return blocks


def _scope(reference: _Reference, block: _Block) -> str:
    """Return the function that a block stands in, as `function` or `Class.method`; "" outside of functions."""
    inside = enumerate(reference.lines[block.begin : block.end - 1], start=block.begin + 1)
    code = [number for number, line in inside if line.strip() and not line.lstrip().startswith("#")]
    if not code:
        raise reference.error(block.begin, "nothing stands between the markers.")
    path = _path_to(reference.tree.body, block.begin)
    if path and code[-1] > (path[-1].end_lineno or code[-1]):
        raise reference.error(block.end, f"the block that line {block.begin} opened goes on beyond the end of `{path[-1].name}`.")
    functions = [index for index, node in enumerate(path) if not isinstance(node, ast.ClassDef)]
    return ".".join(node.name for node in path[: functions[0] + 1]) if functions else ""


def _path_to(body: list[ast.stmt], line: int) -> list[_Definition]:
    """Return the definitions round a line, outermost first."""
    for node in _definitions(body):
        if node.lineno < line <= (node.end_lineno or node.lineno):
            return [node, *_path_to(node.body, line)]
    return []


def _definitions(body: list[ast.stmt]) -> Iterator[_Definition]:
    return (node for node in body if isinstance(node, _Definition))


def _span(node: _Definition) -> tuple[int, int]:
    """Return the first and the last line of a definition, decorators included."""
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    return first, node.end_lineno or node.lineno


def _with_comments(lines: list[str], last: int) -> int:
    """Return the last line of a definition, the indented comments below it included."""
    for number, line in enumerate(lines[last:], start=last + 1):
        if line.startswith((" ", "\t")) and line.lstrip().startswith("#"):
            last = number
        elif line.strip():
            break
    return last


def _without_blocks(reference: _Reference, blocks: list[_Block], scopes: dict[int, str]) -> list[str]:
    written: list[str] = []
    at = 0
    for block in blocks:
        written += reference.lines[at : block.begin - 1]
        if scope := scopes[block.begin]:
            written.append(f'{block.indent}raise NotImplementedError("{scope} is not written yet")\n')
        else:
            while written and not written[-1].strip():
                written.pop()
        at = block.end
    return [*written, *reference.lines[at:]]


def _header(topic: Topic) -> str:
    # A title such as "One-hot encoding: …" would be a coding line (PEP 263) in the first two lines of a file.
    return (
        f"# Topic {topic.name}. Write what is missing: each `raise NotImplementedError` is a place for your code.\n"
        f"#\n"
        f"# {topic.title}: {topic.summary}\n"
        f"# The lesson:        nngrade show {topic.name}\n"
        f"# Check your work:   nngrade check {topic.name}\n\n"
    )


def _check_stub(stub: str, reference: _Reference, topic: Topic, scopes: set[str]) -> None:
    """Refuse a stub that is no Python, that lacks an exercise, or that still holds an answer."""
    try:
        defined = {node.name: node for node in _definitions(ast.parse(stub).body)}
    except SyntaxError as error:
        message = f"{reference.where}: without its solutions this is no Python: {error.msg} (`{(error.text or '').strip()}`)."
        raise CourseError(message, tip="A block must hold whole statements of one function.") from None
    emptied = {scope.partition(".")[0] for scope in scopes}
    originals = {node.name: node for node in _definitions(reference.tree.body)}
    for exercise in topic.exercises:
        if exercise.name not in originals:
            tip = f"Write it, or take it out of {topic.folder / 'topic.toml'}."
            raise CourseError(f"{reference.where} defines no `{exercise.name}`.", tip=tip)
        line = originals[exercise.name].lineno
        if exercise.name not in defined:
            raise reference.error(line, f"all of `{exercise.name}` stands between markers: a stub keeps its first line.")
        if exercise.name not in emptied:
            raise reference.error(line, f"`{exercise.name}` has no solution marked: its stub would be the answer.")
