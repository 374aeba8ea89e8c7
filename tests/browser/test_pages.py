"""Pages in a real browser: nothing runs, nothing is fetched, a phone shows all of it, and axe finds nothing serious."""

import base64
import io
import re

import pytest

from nngrade.cli.main import main

SCRIPT = "<script>document.title='HACKED'</script><img src=x onerror=\"document.title='HACKED'\">"
GRAVE = {"serious", "critical"}


@pytest.fixture(scope="module")
def picture():
    from PIL import Image

    data = io.BytesIO()
    Image.new("RGB", (900, 300), "teal").save(data, "PNG")
    return base64.b64encode(data.getvalue()).decode()


@pytest.fixture(scope="module")
def pages(tmp_path_factory, picture):
    """The pages of a hostile notebook, of a plain file, and of a file that is no Python."""
    from nbformat import v4, writes

    folder = tmp_path_factory.mktemp("pages")
    quoted = SCRIPT.replace("'", "\\'")
    cells = [
        v4.new_markdown_cell(f"# Mine {SCRIPT}\n\n[x](javascript:alert(1)) ![far](https://example.org/x.png) " + "long " * 60),
        v4.new_code_cell(
            "import numpy as np\n!ls", outputs=[v4.new_output("display_data", data={"image/png": picture, "text/html": SCRIPT})]
        ),
        v4.new_code_cell(f"def softmax(x, axis=-1):\n    print('{quoted}')\n    e = np.exp(x)  # {SCRIPT * 3}\n    return e / e.sum()"),
        v4.new_code_cell(f"def log_softmax(x, axis=-1):\n    raise KeyError('{quoted}')"),
        v4.new_code_cell(
            "1", outputs=[v4.new_output("stream", text=SCRIPT + "x" * 500), v4.new_output("display_data", data={"text/html": SCRIPT})]
        ),
    ]
    notebook = folder / "softmax.ipynb"
    notebook.write_text(writes(v4.new_notebook(cells=cells)))
    broken = folder / "broken.py"
    broken.write_text(f"def softmax(x:  # {SCRIPT}\n    pass\n")
    made = {}
    for name, words in {
        "feedback on a notebook": ["feedback", notebook, "-o", folder / "a.html", "--title", SCRIPT],
        "feedback on a broken file": ["feedback", broken, "--topic", "softmax", "-o", folder / "b.html"],
        "a report": ["check", "softmax", "--submission", notebook, "--format", "html", "--output", folder / "c.html"],
        "a report in a cell": ["check", "softmax", "--submission", notebook, "--format", "html-cell", "--output", folder / "d.html"],
    }.items():
        assert main([str(word) for word in words]) in {0, 1}
        path = next(word for word in words if str(word).endswith(".html"))
        made[name] = path.read_text("utf-8")
    piece = made["a report in a cell"]
    made["a report in a cell"] = (
        f"<!DOCTYPE html><html lang='en'><title>cell</title><main><h1>Notebook</h1><h2>Cell</h2>{piece}</main></html>"
    )
    return made


NAMES = ["feedback on a notebook", "feedback on a broken file", "a report", "a report in a cell"]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_runs_and_nothing_is_fetched(visit, pages, name):
    page, asked = visit(pages[name])
    page.wait_for_timeout(200)
    assert "HACKED" not in page.title() or SCRIPT in page.title()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert page.evaluate("document.scripts.length") == 0


@pytest.mark.parametrize("name", NAMES)
def test_a_phone_shows_all_of_it_without_scrolling_sideways(visit, pages, name):
    page, _ = visit(pages[name], width=360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    sizes = page.evaluate("[...document.querySelectorAll('p, li, pre')].map(part => parseFloat(getComputedStyle(part).fontSize))")
    assert min(sizes) >= 12


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing_serious(visit, pages, name, dark):
    from axe_playwright_python.sync_playwright import Axe

    page, _ = visit(pages[name], dark=dark)
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found if rule["impact"] in GRAVE] == []


def test_light_and_dark_are_different(visit, pages):
    def paper(dark):
        page, _ = visit(pages["a report"], dark=dark)
        return page.evaluate("getComputedStyle(document.body).backgroundColor")

    light, dark = (sum(map(int, re.findall(r"\d+", paper(dark))[:3])) for dark in (False, True))
    assert light > 600
    assert dark < 150


def test_a_notebook_s_own_theme_wins(visit, pages):
    themed = pages["a report in a cell"].replace("<main>", '<main data-jp-theme-light="false">')
    page, _ = visit(themed, dark=False)
    assert (
        sum(map(int, re.findall(r"\d+", page.evaluate("getComputedStyle(document.querySelector('.nngrade')).backgroundColor"))[:3])) < 150
    )


def test_feedback_stands_beside_the_code_where_there_is_room_and_below_it_on_a_phone(visit, pages):
    for width, is_beside in ((1300, True), (390, False)):
        page, _ = visit(pages["feedback on a notebook"], width=width)
        cell = page.locator(".cell.has").first
        own, beside = cell.locator(".own").bounding_box(), cell.locator(".beside").bounding_box()
        assert (beside["x"] >= own["x"] + own["width"]) == is_beside
        assert (beside["y"] >= own["y"] + own["height"]) != is_beside


def test_a_keyboard_reaches_what_scrolls(visit, pages):
    page, _ = visit(pages["feedback on a notebook"], width=360)
    unreachable = page.evaluate(
        "[...document.querySelectorAll('pre')].filter(part => part.scrollWidth > part.clientWidth && part.tabIndex < 0).length"
    )
    assert unreachable == 0


def test_jupyter_s_own_style_does_not_reach_into_a_report(visit, pages):
    """In JupyterLab's page lists float and headings have wide margins."""
    from nbconvert.exporters import HTMLExporter
    from nbformat import v4

    piece = re.search(r'<div class="nngrade".*</div>', pages["a report in a cell"], re.DOTALL)[0]
    cell = v4.new_code_cell("%check", outputs=[v4.new_output("display_data", data={"text/html": piece})])
    lab = HTMLExporter(template_name="lab", require_js_url="", mathjax_url="")
    page, _ = visit(lab.from_notebook_node(v4.new_notebook(cells=[cell]))[0])
    label = page.locator(".nngrade dt").first
    assert label.evaluate("part => getComputedStyle(part).float") == "none"
    assert label.bounding_box()["height"] < 60
    assert page.locator(".nngrade .exercises").first.evaluate("part => getComputedStyle(part).paddingLeft") == "0px"
