"""Make the pictures of pages: `python docs/images/pages.py` writes them beside this file.

They are photographs of what a browser shows: the feedback on docs/examples/softmax.py as a notebook, on a screen and on
a phone, and `%check` in a notebook that was run. It takes chromium (`apt-get install chromium`) and the extra `dev`.
"""

import io
import os
import shutil
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbconvert.exporters import HTMLExporter
from nbformat import v4
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from nngrade.cli.main import main as nngrade

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
EXAMPLE = ROOT / "docs" / "examples" / "softmax.py"


def notebook() -> nbformat.NotebookNode:
    """The example as a notebook: a cell for each of its parts, between two texts of the lesson."""
    parts = EXAMPLE.read_text("utf-8").split("\n\n\n")
    cells = [v4.new_markdown_cell("# Softmax\n\nMy first try. The scores of a sample become *probabilities*.")]
    cells += [v4.new_code_cell("%load_ext nngrade\n" + parts[0].partition("\n\n")[2])]
    cells += [v4.new_code_cell(part.strip()) for part in parts[1:]]
    return v4.new_notebook(cells=cells, metadata={"language_info": {"name": "python"}})


def feedback_page(folder: Path) -> Path:
    """The page that an instructor returns."""
    nbformat.write(notebook(), folder / "softmax.ipynb")
    page = folder / "feedback.html"
    words = ["feedback", str(folder / "softmax.ipynb"), "-o", str(page), "--title", "Ada Lovelace", "--course", str(ROOT)]
    if nngrade(words) != 0:
        raise SystemExit("the feedback could not be made")
    page.write_text(page.read_text("utf-8").replace(str(folder) + "/", ""), "utf-8")
    return page


def notebook_page(folder: Path) -> Path:
    """A notebook that was run, as JupyterLab shows it."""
    content = notebook()
    content.cells = [*content.cells[:3], v4.new_code_cell("%check softmax.softmax")]
    os.environ["NNGRADE_COURSE"] = str(ROOT)
    NotebookClient(content, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}}).execute()
    page = folder / "notebook.html"
    page.write_text(HTMLExporter(template_name="lab", require_js_url="", mathjax_url="").from_notebook_node(content)[0], "utf-8")
    return page


def photograph(browser: Browser, page: Path, name: str, size: tuple[int, int], *, dark: bool = False) -> None:
    """Write a picture of the upper part of a page, in few colours."""
    tab = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme="dark" if dark else "light")
    tab.goto(page.as_uri())
    tab.wait_for_timeout(500)
    picture = Image.open(io.BytesIO(tab.screenshot()))
    picture.convert("RGB").quantize(64).save(HERE / name, optimize=True)
    tab.close()
    print(f"{name}: {(HERE / name).stat().st_size // 1024} kB")


def main() -> int:
    """Write the pictures."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("There is no chromium here: apt-get install chromium")
        return 1
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        feedback, run = feedback_page(Path(name)), notebook_page(Path(name))
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        photograph(browser, feedback, "feedback.png", (1280, 1000))
        photograph(browser, feedback, "feedback-phone.png", (390, 844), dark=True)
        photograph(browser, run, "notebook.png", (980, 860))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
