"""`nngrade check` on notebooks: the same verdicts as on a file, and places that name the cell."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

COURSE = Path(__file__).parents[1] / "courses" / "sound"
TOTAL = "def total(numbers):\n    result = 0\n    for number in numbers:\n        result = result + number\n    return result"
MEAN = "def mean(numbers):\n    return total(numbers) / len(numbers)"


@pytest.fixture
def hand_in(tmp_path, monkeypatch):
    """Stand in a folder with a notebook of these code cells."""
    monkeypatch.setenv("NNGRADE_COURSE", str(COURSE))
    monkeypatch.chdir(tmp_path)

    def _hand_in(*sources, name="sums.ipynb"):
        cells = [{"cell_type": "markdown", "source": "# Mine", "metadata": {}}]
        cells += [{"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": 9} for source in sources]
        (tmp_path / name).write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
        return tmp_path / name

    return _hand_in


def test_a_right_notebook_passes(nngrade, hand_in):
    hand_in("%load_ext nngrade\n!ls", TOTAL, "%%time\n" + MEAN, "import matplotlib.pyplot as plt\nplt.plot([total([1])])\nwhile True: pass")
    answer = nngrade("check", "sums")
    assert answer.code == 0, answer.out
    assert "sums.ipynb" in answer.out


def test_it_can_be_called_anything(nngrade, hand_in):
    path = hand_in(TOTAL, MEAN, name="my work.ipynb")
    assert nngrade("check", "sums", "--submission", path).code == 0


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (["x = 1", f"# a remark\n{TOTAL.replace('+ number', '+ number.foo')}", MEAN], "cell 2, line 5"),
        (["x = 1", TOTAL, "def mean(numbers):\n    while True:\n        pass"], "still running in cell 3, line"),
        (["x = 1", TOTAL, "def mean(numbers:\n    pass"], "cell 3, line 1: '(' was never closed"),
        (["x = 1", TOTAL, "import pandas\ndef mean(numbers):\n    return pandas.mean(numbers)"], "cell 3, line 1 imports `pandas`"),
        (["START = 1 / 0", TOTAL.replace("= 0", "= START"), MEAN], "cell 1, line 1"),
        (["", TOTAL, "def mean(numbers):\n    raise NotImplementedError"], "not written yet (cell 2, line 1)"),
    ],
    ids=["crash", "loop", "syntax", "import", "at import", "unfinished"],
)
def test_an_error_names_cell_and_line(nngrade, hand_in, cells, says):
    hand_in(*cells)
    answer = nngrade("check", "sums", "--output", "report.txt")
    assert answer.code == 1
    report = Path("report.txt").read_text()
    assert says in " ".join(report.split()), report


def test_what_was_judged_of_several_and_what_was_passed_over_is_remarked(nngrade, hand_in):
    hand_in(TOTAL.replace("= 0", "= 1"), "x = = 1", TOTAL, MEAN)
    answer = nngrade("check", "sums", "--format", "json")
    assert answer.code == 0
    (topic,) = json.loads(answer.out)["topics"]
    assert topic["notes"] == [
        "`total` is defined in cells 1 and 3: the last one, of cell 3, was judged.",
        "Cell 2 is no Python, and was passed over: no exercise needs it.",
    ]
    assert [(exercise["cell"], exercise["line"]) for exercise in topic["exercises"]] == [(3, 1), (4, 1)]


def test_a_line_to_paste_is_for_a_cell(nngrade, hand_in):
    hand_in(TOTAL.replace("= 0", "= 1"), MEAN)
    (topic,) = json.loads(nngrade("check", "sums", "--format", "json").out)["topics"]
    lines = {check["finding"]["reproduction"] for one in topic["exercises"] for check in one["checks"] if check["finding"]}
    assert lines
    assert all(line is None or line.startswith("print(") for line in lines)


def test_the_same_code_as_a_file_gets_the_same_verdicts(nngrade, hand_in):
    for total in (TOTAL, TOTAL.replace("= 0", "= 1"), TOTAL.replace("+ number", "* number"), "def total(numbers):\n    pass", ""):
        hand_in(total, MEAN)
        Path("other.py").write_text(f"{total}\n\n\n{MEAN}\n")
        notebook, file = (
            json.loads(nngrade("check", "sums", "--submission", name, "--format", "json").out) for name in ("sums.ipynb", "other.py")
        )
        verdicts = [
            [(check["name"], check["verdict"], check["points"]) for one in report["topics"][0]["exercises"] for check in one["checks"]]
            for report in (notebook, file)
        ]
        assert verdicts[0] == verdicts[1]


def test_a_folder_of_notebooks_is_a_submission(nngrade, hand_in):
    (Path.cwd() / "sums").mkdir()
    hand_in(TOTAL, MEAN, name="sums/sums.ipynb")
    assert nngrade("check", "--all", "--submission", ".").code == 0


def test_a_notebook_that_is_none_ends_the_command(nngrade, hand_in):
    Path("sums.ipynb").write_text('{"nbformat": 3, "worksheets": []}')
    answer = nngrade("check", "sums")
    assert answer.code == 2
    assert "is a notebook of format 3" in answer.err
    assert "jupyter nbconvert" in answer.err


@pytest.mark.parametrize("name", ["sums.py", "sums.ipynb"])
def test_a_check_imports_nothing_of_jupyter(hand_in, name):
    hand_in("%load_ext nngrade", TOTAL, MEAN)
    Path("sums.py").write_text(f"{TOTAL}\n\n\n{MEAN}\n")
    words = f"from nngrade.cli.main import main; import sys; code = main(['check', 'sums', '--submission', '{name}'])"
    script = (
        f"{words}; print(sorted({{'IPython', 'nbformat', 'nbconvert', 'jinja2', 'jsonschema', 'bs4'}} & set(sys.modules))); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_page_is_written(nngrade, hand_in):
    hand_in(TOTAL, MEAN)
    assert nngrade("check", "sums", "--format", "html", "--output", "report.html").code == 0
    assert Path("report.html").read_text().lstrip().startswith("<!DOCTYPE html>")
