"""A notebook is read as text; one that is broken is refused in plain words."""

import json

import pytest

from nngrade.errors import UsageError
from nngrade.submissions.notebooks import MAX_BYTES
from nngrade.submissions.reading import Place, find_submission, read_submission

GREET = "def greet(name):\n    return 'Hello'"


def code(source, **metadata):
    return {"cell_type": "code", "source": source, "metadata": metadata, "outputs": [], "execution_count": None}


def notebook(*cells, **more):
    return {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more}


@pytest.fixture
def hand_in(tmp_path):
    """Write a submission, and give back its path."""

    def _hand_in(content, name="greeting.ipynb"):
        path = tmp_path / "here" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return path

    return _hand_in


def refusal(path, topic):
    with pytest.raises(UsageError) as caught:
        read_submission(path, topic)
    assert caught.value.tip, "an error says what to do next"
    assert caught.value.message.startswith(str(path))
    return caught.value.message


def test_code_cells_are_joined_and_each_line_knows_its_cell(greeting, hand_in):
    text = {"cell_type": "markdown", "source": "# Title", "metadata": {}}
    raw = {"cell_type": "raw", "source": "def greet", "metadata": {}}
    cells = [
        text,
        code("import math\n"),
        code(""),
        raw,
        code(["def greet(name):\r\n", "    return 'Hello'"], nngrade={"exercise": "greet"}),
    ]
    submission = read_submission(hand_in(notebook(*cells)), greeting)
    assert submission.source == "import math\ndef greet(name):\n    return 'Hello'\n"
    assert [(cell.number, cell.line, cell.index, cell.exercise) for cell in submission.cells] == [(1, 1, 1, ""), (2, 2, 4, "greet")]
    assert [submission.place(line) for line in (1, 2, 3)] == [Place(1, 1), Place(1, 2), Place(2, 2)]
    assert str(submission.place(3)) == "cell 2, line 2"


def test_what_an_editor_makes_of_metadata_does_no_harm(greeting, hand_in):
    for metadata in (
        {"nngrade": None},
        {"nngrade": {"exercise": ["greet"], "number": "7"}},
        {"nngrade": {"exercise": "no name", "number": 10**30}},
    ):
        submission = read_submission(hand_in(notebook(code(GREET, **metadata))), greeting)
        assert [(cell.number, cell.exercise) for cell in submission.cells] == [(1, "")]


def test_outputs_are_not_looked_at(greeting, hand_in):
    cell = {**code(GREET), "outputs": "nonsense", "execution_count": {}}
    assert read_submission(hand_in(notebook(cell)), greeting).source == GREET + "\n"


def test_nan_in_an_output_is_read_as_jupyter_writes_it(greeting, hand_in):
    text = json.dumps(notebook({**code(GREET), "outputs": [{"data": {"application/json": float("nan")}}]}))
    assert "NaN" in text
    assert read_submission(hand_in(text.encode()), greeting).source == GREET + "\n"


def test_a_byte_order_mark_is_no_hindrance(greeting, hand_in):
    data = b"\xef\xbb\xbf" + json.dumps(notebook(code(GREET))).encode()
    assert read_submission(hand_in(data), greeting).source == GREET + "\n"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty."),
        (b"  \n", "is empty."),
        (json.dumps(notebook(code(GREET))).encode()[:-40], "is cut short: it is no complete notebook"),
        (b'{"cells": [}', "is broken at line 1: it is no complete notebook"),
        (b"<html></html>", "is broken at line 1"),
        (b"\xff\xfe{\x00}\x00", "is not UTF-8: byte 0 is 0xff."),
        (
            b'{\n "cells": [\n<<<<<<< HEAD\n  1\n=======\n  2\n>>>>>>> theirs\n ]}',
            "line 3: this notebook was saved in the middle of a merge",
        ),
        (b"[" * 100_000, "is no"),
        (b'{"x": ' * 100_000, "is no"),
        (b"[1, 2]", "is no notebook"),
        ({"worksheets": [{"cells": []}], "metadata": {}, "nbformat": 3, "nbformat_minor": 0}, "is a notebook of format 3"),
        ({"cells": [], "metadata": {}, "nbformat": 5}, "is a notebook of format 5, which this version of nngrade does not know"),
        ({"a": 1}, "is JSON, but no notebook: it has no `nbformat`."),
        ({"nbformat": 4}, "is JSON, but no notebook: it has no `cells`."),
        ({"cells": "none", "nbformat": 4}, "is no notebook: Expected"),
        (notebook({"cell_type": "code", "source": 7}), "is no notebook: Expected"),
        (notebook(), "holds no code: its code cells are all empty."),
        (notebook(code(" \n"), {"cell_type": "markdown", "source": GREET}), "holds no code: its code cells are all empty."),
        (notebook(code("x <- 1"), metadata={"kernelspec": {"language": "R"}}), "is a notebook of R, where Python is wanted."),
        (notebook(code("x = '\0'")), "holds a NUL character in its code."),
        (notebook(code("x = '\ud800'")), "holds half a character (a lone surrogate) in its code."),
        (notebook(code("x = 1\n" * 900_000)), "holds more than 5 MB of code."),
        (notebook(*[code("x = 1")] * 10_001), "has 10001 cells, more than 10000."),
    ],
)
def test_a_broken_notebook_says_what_is_wrong_with_it(greeting, hand_in, content, words):
    assert words in refusal(hand_in(content), greeting)


def test_a_huge_notebook_is_refused_unread(greeting, hand_in):
    assert "is larger than 50 MB." in refusal(hand_in(b" " * (MAX_BYTES + 1)), greeting)


def test_much_output_is_no_reason_to_refuse(greeting, hand_in):
    cell = {**code(GREET), "outputs": [{"output_type": "stream", "text": "x" * 6_000_000}]}
    assert read_submission(hand_in(notebook(cell)), greeting).source == GREET + "\n"


class TestFileOrNotebook:
    def test_a_notebook_alone_is_found(self, greeting, hand_in):
        path = hand_in(notebook(code(GREET)))
        assert find_submission(greeting, path.parent) == path
        assert read_submission(path.parent, greeting).path == path

    def test_of_both_the_one_that_was_worked_in_counts(self, greeting, hand_in):
        path = hand_in(greeting.notebook.read_bytes())
        file = hand_in(b"def greet(name): ...\n", "greeting.py")
        assert find_submission(greeting, path.parent) == file
        file.write_bytes(greeting.stub.read_bytes())
        path.write_text(json.dumps(notebook(code(GREET))))
        assert find_submission(greeting, path.parent) == path

    def test_a_notebook_that_was_only_run_was_not_worked_in(self, greeting, hand_in):
        ran = json.loads(greeting.notebook.read_text())
        for place, cell in enumerate(ran["cells"]):
            cell["metadata"]["scrolled"] = True
            if cell["cell_type"] == "code":
                cell["execution_count"] = place
        path = hand_in(ran)
        file = hand_in(b"def greet(name): ...\n", "greeting.py")
        assert find_submission(greeting, path.parent) == file

    def test_work_in_both_is_asked_about(self, greeting, hand_in):
        path = hand_in(notebook(code(GREET)))
        hand_in(b"def greet(name): ...\n", "greeting.py")
        for look in (find_submission, lambda topic, folder: read_submission(folder, topic)):
            with pytest.raises(UsageError, match="both with work in them: which one counts") as caught:
                look(greeting, path.parent)
            assert "--submission greeting.ipynb" in caught.value.tip
