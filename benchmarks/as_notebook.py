"""A Python file as the notebook that a student would have made of it: a cell for each definition, and what else is about."""

import ast
import itertools
import json
from pathlib import Path

BEFORE = "%load_ext nngrade\n%matplotlib inline\nimport matplotlib.pyplot as plt"
AFTER = "%%time\nfor epoch in range(10**12):\n    losses = train(epoch)\nplt.plot(losses)\nplt.show()"


def cells_of(source: str) -> list[str]:
    """The source cut before every definition, with comments and decorators above it, between what a notebook adds."""
    lines = source.split("\n")
    starts = [0]
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)]) - 1
            while first and lines[first - 1].startswith("#"):
                first -= 1
            starts += [first, node.end_lineno or first]
    edges = [*dict.fromkeys(starts), len(lines)]
    cells = ["\n".join(lines[begin:end]).strip("\n") for begin, end in itertools.pairwise(edges)]
    return [BEFORE, *filter(str.strip, cells), AFTER]


def write_notebook(source: str, path: Path) -> Path:
    """Write the notebook, with some text and an output of a few hundred kilobytes, as a plot leaves it."""
    plot = {"output_type": "display_data", "data": {"image/png": "iVBORw0KGgo" * 30_000}, "metadata": {}}
    written = [{"cell_type": "markdown", "source": "# Mine", "metadata": {}}]
    for number, cell in enumerate(cells_of(source), start=1):
        outputs = [plot] if cell == AFTER else []
        written.append({"cell_type": "code", "source": cell, "metadata": {}, "outputs": outputs, "execution_count": number})
    path.write_text(json.dumps({"cells": written, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}), encoding="utf-8")
    return path
