"""Where in a course a fault lies: file and line, for the author."""

import ast
import re
import traceback
from collections import Counter
from pathlib import Path

_TEST = re.compile(r"^def (test_\w*)\(", re.MULTILINE)


def place_of(error: BaseException, folder: Path) -> str:
    """The file and line of a course at which an exception was raised: "suite.py:12"; empty if it was elsewhere."""
    if isinstance(error, SyntaxError) and error.filename is not None:
        return f"{Path(error.filename).name}:{error.lineno or 1}"
    lines = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).parent == folder]
    return f"{Path(lines[-1].filename).name}:{lines[-1].lineno}" if lines else ""


def told(error: BaseException, folder: Path) -> str:
    """An exception in one line, with its place in the course."""
    place = place_of(error, folder)
    message = re.sub(r"\s+", " ", f"{type(error).__name__}: {error}".rstrip(": "))
    return f"{place}: {message}" if place else message


def repeated_test(suite: Path) -> tuple[str, int] | None:
    """The first test function of a suite whose name was taken before, and its line: Python keeps the last one alone."""
    source = suite.read_text("utf-8")
    counts = Counter(_TEST.findall(source))
    if not any(count > 1 for count in counts.values()):
        return None
    seen = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            if node.name in seen:
                return node.name, node.lineno
            seen.add(node.name)
    return None
