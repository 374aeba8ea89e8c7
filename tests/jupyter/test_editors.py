"""The shipped notebook as each editor saves it, solved: the same full marks, whatever has become of ids and metadata.

Colab writes nbformat 4.0, with an id in each cell's metadata; VS Code gives cells that it makes a language of its own;
Jupyter notes what is folded, trusted and timed.
"""

import copy
import json
from pathlib import Path

import pytest

from nngrade.course.reading import read_course
from nngrade.judge.judging import judge
from nngrade.model import Verdict
from nngrade.submissions.reading import read_submission

ROOT = Path(__file__).parents[2]
TOPIC = read_course(ROOT / "solutions").topic("softmax")


def solved():
    """The notebook with the whole reference in the first exercise's cell, and no other exercise cell."""
    notebook = json.loads(TOPIC.notebook.read_text("utf-8"))
    exercises = [cell for cell in notebook["cells"] if "nngrade" in cell["metadata"]]
    exercises[0]["source"] = TOPIC.reference.read_text("utf-8").splitlines(keepends=True)
    notebook["cells"] = [cell for cell in notebook["cells"] if cell not in exercises[1:]]
    return notebook


def as_colab(notebook):
    notebook["nbformat_minor"] = 0
    notebook["metadata"] = {"colab": {"provenance": [], "toc_visible": True}, "kernelspec": {"name": "python3", "display_name": "Python 3"}}
    for number, cell in enumerate(notebook["cells"]):
        cell["metadata"] = {"id": f"{number:012x}", "colab": {"base_uri": "https://localhost:8080/"}, "outputId": "1"}
        del cell["id"]
        if cell["cell_type"] == "code":
            cell["execution_count"] = number
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["one\n", "two"]}]


def as_vs_code(notebook):
    notebook["metadata"]["language_info"] = {
        "codemirror_mode": {"name": "ipython", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
        "version": "3.12.3",
    }
    for cell in notebook["cells"]:
        cell["metadata"] = {"vscode": {"languageId": "python" if cell["cell_type"] == "code" else "markdown"}}


def as_jupyter(notebook):
    notebook["metadata"]["toc-autonumbering"] = True
    for cell in notebook["cells"]:
        cell["metadata"] |= {"editable": True, "slideshow": {"slide_type": ""}, "tags": [], "jupyter": {"source_hidden": False}}
        if cell["cell_type"] == "code":
            cell["metadata"] |= {"trusted": True, "execution": {"iopub.execute_input": "2026-01-01T00:00:00.000000Z"}, "scrolled": True}


@pytest.mark.parametrize("save", [as_colab, as_vs_code, as_jupyter])
def test_a_solved_notebook_has_full_marks_whoever_saved_it(save, tmp_path):
    notebook = copy.deepcopy(solved())
    save(notebook)
    path = tmp_path / TOPIC.notebook.name
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", "utf-8")
    assert judge(TOPIC, read_submission(path, TOPIC)).verdict is Verdict.PASSED


@pytest.mark.parametrize("save", [as_colab, as_vs_code, as_jupyter])
def test_an_unsolved_one_is_unfinished(save, tmp_path):
    notebook = json.loads(TOPIC.notebook.read_text("utf-8"))
    save(notebook)
    path = tmp_path / TOPIC.notebook.name
    path.write_text(json.dumps(notebook), "utf-8")
    assert judge(TOPIC, read_submission(path, TOPIC)).verdict is Verdict.UNFINISHED
