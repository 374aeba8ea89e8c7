"""The notebook of a topic: the stub's code, the lesson before it, the pictures in it, valid and always the same."""

import base64

import nbformat
import pytest

from nngrade.authoring.build import build_course
from nngrade.authoring.notebooks import make_notebook
from nngrade.judge.judging import judge
from nngrade.model import Verdict
from nngrade.submissions.reading import read_submission

STUB = '''# Topic greeting. Write what is missing.
#
# The lesson:        nngrade show greeting

"""Greetings.

A convention.
"""

import math
from os import path

CONSTANT = 3


def greet(name):
    """Say hello."""
    raise NotImplementedError("greet is not written yet")


# What follows is given.
def given(x):
    return x


@given
class Guestbook:
    def sign(self):
        raise NotImplementedError("Guestbook.sign is not written yet")


LAST = 1
'''
LESSON = """# Greetings

Hello.

```
## no heading in here
```

## Saying hello: `greet`

![a graph](images/graph.svg) ![elsewhere](https://example.org/x.png)

## A book: `Guestbook`

Text.

## Check yourself

Try it.
"""


@pytest.fixture
def notebook(greeting):
    (greeting.folder / "images").mkdir()
    (greeting.folder / "images" / "graph.svg").write_text("<svg/>")
    return nbformat.reads(make_notebook(STUB, LESSON, greeting), as_version=4)


def test_it_is_valid_of_format_4_5_and_knows_its_topic(notebook):
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.nngrade.topic == "greeting"
    assert notebook.metadata.language_info.name == "python"


def test_sections_stand_before_the_exercise_that_they_are_about(notebook):
    assert [cell.id for cell in notebook.cells] == [
        "lesson",
        "setup",
        "conventions",
        "given",
        "lesson-1",
        "exercise-greet",
        "check-greet",
        "given-1-What",
        "lesson-2",
        "exercise-Guestbook",
        "check-Guestbook",
        "given-2-LAST",
        "lesson-3",
        "finish",
        "check",
    ]


def test_it_holds_the_code_of_the_stub_and_no_more(notebook):
    code = [cell.source for cell in notebook.cells if cell.id.startswith(("given", "exercise"))]
    assert code[0] == "import math\nfrom os import path\n\nCONSTANT = 3"
    assert code[1].startswith("def greet(name):")
    assert code[2].startswith("# What follows is given.\ndef given(x):")
    assert code[3].startswith("@given\nclass Guestbook:")
    assert code[4] == "LAST = 1"


def test_an_exercise_is_known_by_its_cell_s_metadata(notebook):
    marked = {cell.metadata.nngrade.exercise: cell.id for cell in notebook.cells if "nngrade" in cell.metadata}
    assert marked == {"greet": "exercise-greet", "Guestbook": "exercise-Guestbook"}


def test_pictures_are_attached(notebook):
    (cell,) = [cell for cell in notebook.cells if "attachments" in cell]
    assert "![a graph](attachment:graph.svg) ![elsewhere](https://example.org/x.png)" in cell.source
    assert base64.b64decode(cell.attachments["graph.svg"]["image/svg+xml"]) == b"<svg/>"


def test_a_heading_in_a_block_of_code_begins_no_section(notebook):
    assert "## no heading in here" in notebook.cells[0].source


def test_it_is_the_same_every_time(greeting):
    assert make_notebook(STUB, LESSON, greeting) == make_notebook(STUB, LESSON, greeting)


def test_without_conventions_the_stub_s_own_header_stays_away(greeting):
    made = nbformat.reads(make_notebook(STUB.replace('"""Greetings.\n\nA convention.\n"""\n\n', ""), LESSON, greeting), as_version=4)
    assert "conventions" not in [cell.id for cell in made.cells]
    (given,) = [cell.source for cell in made.cells if cell.id == "given"]
    assert given == "import math\nfrom os import path\n\nCONSTANT = 3"


def test_as_it_is_handed_out_nothing_is_written_yet(tiny, greeting):
    build_course(tiny)
    report = judge(greeting, read_submission(greeting.notebook, greeting))
    assert {check.verdict for exercise in report.exercises for check in exercise.checks} == {Verdict.UNFINISHED}
    assert all(exercise.cell for exercise in report.exercises)
