"""`%check` in real kernels: what the session has defined is judged, and the report is shown below the cell."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from nngrade.course.reading import read_course

ROOT = Path(__file__).parents[2]
RIGHT = "def total(numbers):\n    result = 0\n    for number in numbers:\n        result = result + number\n    return result"


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run cells one after the other in a fresh kernel; gives each one's outputs as text."""
    from nbclient import NotebookClient
    from nbformat import v4

    monkeypatch.setenv("NNGRADE_COURSE", str(ROOT / "tests" / "courses" / "sound"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))

    def _run(*sources, folder=tmp_path):
        notebook = v4.new_notebook(cells=[v4.new_code_cell(source) for source in ("%load_ext nngrade", *sources)])
        client = NotebookClient(
            notebook, timeout=120, kernel_name="python3", allow_errors=True, resources={"metadata": {"path": str(folder)}}
        )
        client.execute()
        return [told(cell) for cell in notebook.cells[1:]]

    return _run


def told(cell):
    texts = []
    for output in cell.outputs:
        html = output.get("data", {}).get("text/html")
        tree = BeautifulSoup(html or "", "html.parser")
        for style in tree.find_all("style"):
            style.decompose()
        texts.append(" ".join(tree.get_text(" ").split()) if html else output.get("text") or output.get("evalue") or "")
    return " ".join(texts)


def test_what_the_session_has_defined_is_judged(run):
    unwritten, right = run("%check sums", RIGHT, "%check sums.total")[::2]
    assert "defines no total" in unwritten
    assert "Every check passes" in right


def test_the_last_definition_that_was_run_counts(run):
    results = run(
        "def total(numbers):\n    return 7",
        "%check sums.total",
        f"1 / 0\n{RIGHT}",
        "%check sums.total",
        f"{RIGHT}\nraise ValueError('too late to matter')",
        "%check sums.total  # a remark",
        "del total",
        "%check sums.total",
        f"{RIGHT}\ntotal = total([1])",
        "%check sums.total",
    )[1::2]
    assert ["Every check passes" in result for result in results] == [False, False, True, False, True]
    assert "defined in cells 2 and 6: the last one, of cell 6, was judged" in results[2]
    assert "defines no total" in results[3]


def test_an_error_names_the_cell_as_the_notebook_numbers_it(run):
    result = run("x = 1", "def total(numbers):\n    # a line\n    return numbers.foo", "%check sums")[-1]
    assert "cell 3, line 3" in result


def test_plots_and_trainings_of_the_session_are_not_run_again(run):
    started, result = run("print('ran')\nimport time\ntime.sleep(0)", RIGHT, "import matplotlib_that_is_not_there", "%check sums.total")[
        ::3
    ]
    assert started == "ran\n"  # once: the judge runs nothing of that cell
    assert "Every check passes" in result


def test_what_is_wrong_with_the_words_is_told_below_the_cell(run):
    nothing, unknown, seed = run("%check", "%check sum", "%check sums --seed x")
    assert "Which topic?" in nothing
    assert "Did you mean sums" in unknown
    assert "--seed" in seed


def test_the_student_s_own_modules_do_not_reach_the_judge(run, tmp_path):
    for name in ("numpy", "random", "msgspec", "nngrade", "pytest"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('the judge imported a module of the student')\n")
    # The kernel itself would import them too: it is in their folder only once it runs.
    (tmp_path / "elsewhere").mkdir()
    result = run(f"import os\nos.chdir({str(tmp_path)!r})\n{RIGHT}", "%check sums.total", folder=tmp_path / "elsewhere")[-1]
    assert "Every check passes" in result


def test_progress_is_kept_in_the_workspace(run, tmp_path):
    (tmp_path / ".nngrade").mkdir()
    run(RIGHT, "%check sums")
    assert (tmp_path / ".nngrade" / "progress.json").is_file()
    assert [path.name for path in (tmp_path / ".nngrade").iterdir()] == ["progress.json"]


def test_a_script_that_was_printed_is_text_in_the_report(run):
    from nbclient import NotebookClient
    from nbformat import v4

    cells = ["%load_ext nngrade", "def total(numbers):\n    print('<script>alert(1)</script>')\n    raise KeyError('<b>')", "%check sums"]
    notebook = v4.new_notebook(cells=[v4.new_code_cell(source) for source in cells])
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    html = notebook.cells[-1].outputs[0]["data"]["text/html"]
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize("topic", read_course(ROOT / "solutions").topics, ids=lambda topic: topic.name)
def test_the_notebook_of_each_topic_runs_from_top_to_bottom(topic, tmp_path, monkeypatch):
    import nbformat
    from nbclient import NotebookClient

    monkeypatch.setenv("NNGRADE_COURSE", str(ROOT))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    notebook = nbformat.read(topic.notebook, as_version=4)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    # The last check alone: those of single exercises are the same magic.
    notebook.cells = [cell for cell in notebook.cells if not cell.source.startswith("%check") or cell.id == "check"]
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    report = told(notebook.cells[-1])
    assert "0 of" in report
    assert report.count("not written yet") == len(topic.exercises)
