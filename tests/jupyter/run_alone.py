"""Run notebooks as Colab does: each alone in an empty folder, where nngrade is not installed yet.

    python run_alone.py FOLDER TOPIC=NOTEBOOK,REFERENCE ...

To be run by the Python of the environment that is meant; the notebook's first cell installs nngrade into it. The
reference's code stands in a cell of its own before the last `%check`, which judges the whole topic: it has to pass,
and each `%check` before it to say that its exercise is not written yet. Exit code 1 when something else comes out.
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient


def main() -> int:
    """Run all, and say of each how it went."""
    folder, *pairs = sys.argv[1:]
    return max([_run(Path(folder), *pair.partition("=")[::2]) for pair in pairs])


def _run(folder: Path, topic: str, paths: str) -> int:
    notebook, reference = map(Path, paths.split(","))
    own = folder / topic
    own.mkdir()
    cells = nbformat.read(notebook, as_version=4)
    cells.cells.insert(-1, nbformat.v4.new_code_cell(reference.read_text("utf-8")))
    client = NotebookClient(cells, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(own)}})
    client.execute()
    *single, whole = [_shown(cell) for cell in cells.cells if cell.source.startswith("%check")]
    wrong = [f"check {number}" for number, text in enumerate(single) if "not written yet" not in text]
    if "Every check passes" not in whole:
        wrong.append("the whole topic")
    sys.stdout.write(f"{topic}: {', '.join(wrong) + ' came out otherwise' if wrong else 'as it should be'}\n")
    return 1 if wrong else 0


def _shown(cell: nbformat.NotebookNode) -> str:
    return " ".join(output.get("data", {}).get("text/html", "") for output in cell.outputs)


if __name__ == "__main__":
    sys.exit(main())
