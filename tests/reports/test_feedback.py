"""What stands beside a student's own work, and what of that work is shown."""

import base64
import json
from hashlib import sha256
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from nngrade.model import Category, CheckReport, CodeLine, Disclosure, ExerciseReport, Finding, Report, TopicReport, Verdict
from nngrade.reports.html import feedback
from nngrade.submissions.notebooks import read_notebook
from nngrade.submissions.reading import Submission

SCRIPT = "<script>document.title='HACKED'</script>"
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"pixels").decode()
SVG = base64.b64encode(b"<svg xmlns='http://www.w3.org/2000/svg'/>").decode()


def check(verdict, finding=None, exercise="softmax"):
    return CheckReport("test_x", exercise, "sums to one", verdict, 0.0, 2.0, False, Disclosure.FULL, "What is a row?", "", finding)


def crash(line, cell=None):
    return Finding(Category.CRASH, "ValueError: no", traceback=(CodeLine(line, "softmax", "boom", None, cell),))


def report_on(data, *exercises, **more):
    topic = TopicReport("softmax", "Softmax", 1.0, "softmax", sha256(data).hexdigest(), exercises, **more)
    return topic, Report("A course", "1.0", 0, "basic", (topic,))


@pytest.fixture
def page_on_file(tmp_path):
    def _page(source, *exercises, **more):
        data = source.encode()
        topic, report = report_on(data, *exercises, **more)
        work = feedback.Work(topic, Submission(Path("softmax.py"), source, topic.digest), data)
        return BeautifulSoup(feedback.render(report, [work]), "html.parser")

    return _page


@pytest.fixture
def page_on_notebook(tmp_path):
    def _page(cells, *exercises, change=b"", **more):
        path = tmp_path / "softmax.ipynb"
        path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
        read = read_notebook(path)
        topic, report = report_on(path.read_bytes(), *exercises, **more)
        work = feedback.Work(topic, Submission(path, read.source, read.digest, cells=read.cells), path.read_bytes() + change)
        return BeautifulSoup(feedback.render(report, [work], title="Ada"), "html.parser")

    return _page


def code(source, *outputs):
    return {"cell_type": "code", "source": source, "metadata": {}, "outputs": list(outputs), "execution_count": 1}


def text(source, **more):
    return {"cell_type": "markdown", "source": source, "metadata": {}, **more}


def harmless(page):
    assert page.find_all(["script", "iframe", "object", "embed", "form", "link", "svg"]) == []
    assert [name for tag in page.find_all() for name in tag.attrs if name.startswith("on")] == []
    assert all(tag["href"].startswith(("#", "https://", "http://", "mailto:")) for tag in page.find_all(href=True))
    assert all(tag["src"].startswith("data:image/") for tag in page.find_all(src=True))
    return page


def test_a_file_is_cut_before_each_exercise_and_each_has_its_own_beside_it(page_on_file):
    source = "import numpy as np\n\n\n# mine\n@cache\ndef softmax(x):\n    return x\n\n\ndef one_hot(x):\n    return x\n"
    page = page_on_file(
        source,
        ExerciseReport("softmax", "softmax(x)", (check(Verdict.ERRORED, crash(7)),), 6),
        ExerciseReport("one_hot", "one_hot(x)", (check(Verdict.PASSED),), 10),
        ExerciseReport("missing", "missing(x)", (check(Verdict.UNFINISHED),)),
    )
    cells = harmless(page).select(".cell")
    assert [cell.pre.get_text().split("\n")[0] for cell in cells] == ["import numpy as np", "# mine", "def one_hot(x):"]
    assert [[part["id"] for part in cell.select(".beside section")] for cell in cells] == [[], ["softmax-softmax"], ["softmax-one_hot"]]
    assert [row["data-line"] for row in cells[1].select(".row")][:4] == ["4", "5", "6", "7"]
    assert [row["data-line"] for row in page.select(".row.at")] == ["7"]
    assert "ValueError: no" in cells[1].get_text()
    assert "What is a row?" in cells[1].get_text()
    assert "every check passes" in cells[2].get_text()
    assert page.find(id="softmax-missing").find_parent(class_="cell") is None


def test_links_of_the_overview_lead_to_what_they_name(page_on_file):
    page = page_on_file("def softmax(x):\n    return x\n", ExerciseReport("softmax", "softmax(x)", (check(Verdict.PASSED),), 1))
    assert all(page.find(id=link["href"][1:]) for link in page.select(".exercises a"))


def test_in_a_notebook_it_stands_beside_the_cell(page_on_notebook):
    cells = [
        text("# Title"),
        code(""),
        code("import numpy as np"),
        code("def helper(x):\n    boom"),
        code("%time 1\ndef softmax(x):\n    helper(x)"),
    ]
    page = page_on_notebook(cells, ExerciseReport("softmax", "softmax(x)", (check(Verdict.ERRORED, crash(2, 2)),), 2, 3))
    shown = harmless(page).select(".cell")
    assert [cell["id"] for cell in shown] == ["softmax-cell-1", "softmax-cell-2", "softmax-cell-3"]
    assert [bool(cell.select(".beside")) for cell in shown] == [False, False, True]
    assert [row["data-line"] for row in shown[1].select(".row.at")] == ["2"]
    assert page.h1.get_text() == "Ada"


def test_why_nothing_could_be_judged_stands_on_top_and_at_the_line(page_on_file):
    problem = Finding(Category.SYNTAX, "softmax.py, line 1: '(' was never closed", traceback=(CodeLine(1, "", "def softmax(x:", 12),))
    page = page_on_file("def softmax(x:\n    pass\n", ExerciseReport("softmax", "softmax(x)", (check(Verdict.ERRORED),)), problem=problem)
    assert "was never closed" in page.article.get_text()
    assert [row["data-line"] for row in page.select(".row.at")] == ["1"]


def test_a_file_that_changed_since_is_told(page_on_notebook):
    assert "has changed since it was judged" in page_on_notebook([code("x = 1")], change=b" ").get_text()
    assert "has changed since it was judged" not in page_on_notebook([code("x = 1")]).get_text()


def test_text_cells_become_html_and_their_own_html_is_text(page_on_notebook):
    source = "\n\n".join(
        [
            f"# Mine {SCRIPT}",
            "**bold** <b onclick=x>raw</b> [bad](javascript:alert(1)) [data](data:text/html,x) [good](https://example.org)",
            '![far](https://example.org/x.png) ![mine](attachment:plot.png) ![a" onerror="x](attachment:plot.png)',
            "![no](attachment:none.png)",
            f"| a | b |\n|---|---|\n| {SCRIPT} | 2 |",
            f"```html\n{SCRIPT}\n```",
            f"```mermaid\n{SCRIPT}\n```",
            f"$\\alpha{SCRIPT}$",
            f"<div>\n{SCRIPT}\n</div>",
        ]
    )
    attachments = {"plot.png": {"image/png": PNG}, "none.png": {"text/html": SCRIPT}}
    page = harmless(page_on_notebook([text(source, attachments=attachments), code("x = 1")]))
    part = page.select_one(".text")
    assert part.h3.get_text() == f"Mine {SCRIPT}"
    assert part.strong.get_text() == "bold"
    assert [link["href"] for link in part.find_all("a", href=True) if not link["href"].startswith("#")] == ["https://example.org"]
    assert [image["alt"] for image in part.find_all("img")] == ["mine", 'a" onerror="x']
    assert "[picture: far]" in part.get_text()
    assert "[picture: no]" in part.get_text()
    assert part.get_text().count(SCRIPT) == 6


def test_of_outputs_only_text_and_pixels_are_shown(page_on_notebook):
    outputs = [
        {"output_type": "stream", "text": [f"printed {SCRIPT}\n", "\x1b[31mred\x1b[0m \u202e"]},
        {"output_type": "display_data", "data": {"text/html": SCRIPT, "image/png": PNG}},
        {"output_type": "display_data", "data": {"text/html": SCRIPT, "text/plain": "a table"}},
        {"output_type": "display_data", "data": {"image/svg+xml": "<svg onload=alert(1)>"}},
        {"output_type": "display_data", "data": {"image/png": '"><script>1</script>'}},
        {"output_type": "display_data", "data": {"image/png": base64.b64encode(b"<svg/>").decode()}},
        {"output_type": "display_data", "data": {"application/javascript": "document.title = 1"}},
        {"output_type": "error", "ename": "E", "evalue": "v", "traceback": [f"\x1b[1mTraceback {SCRIPT}"]},
        {"output_type": "display_data", "data": 7},
        "nonsense",
        {"output_type": 3},
    ]
    page = harmless(page_on_notebook([code("x = 1", *outputs)]))
    own = page.select_one(".own")
    assert [image["src"] for image in own.find_all("img")] == [f"data:image/png;base64,{PNG}"]
    assert [pre.get_text() for pre in own.select("pre.output")] == [
        f"printed {SCRIPT}\nred \\u202e",
        "a table",
        f"Traceback {SCRIPT}",
    ]
    left_out = [part.get_text() for part in own.select("p.soft")]
    assert left_out[0] == "an output of the kind image/svg+xml, not shown here"
    assert len(left_out) == 5


def test_the_lesson_s_drawings_are_shown(page_on_notebook):
    page = page_on_notebook([text("![graph](attachment:g.svg)", attachments={"g.svg": {"image/svg+xml": SVG}}), code("x = 1")])
    assert page.img["src"] == f"data:image/svg+xml;base64,{SVG}"


def test_long_outputs_are_cut(page_on_notebook):
    page = page_on_notebook(
        [code("x = 1", {"output_type": "stream", "text": "line\n" * 5000}, *[{"output_type": "stream", "text": "x"}] * 30)]
    )
    lines = page.select_one("pre.output").get_text().split("\n")
    assert len(lines) == 41
    assert lines[-1].endswith("more lines")
    assert "11 more outputs, not shown here" in page.get_text()


def test_a_script_in_the_code_or_the_title_is_text(page_on_file):
    source = f"def softmax(x):\n    '''{SCRIPT}\x1b[2J\u202e'''\n    return \"</pre>{SCRIPT}\"  # </style>{SCRIPT}\n"
    page = harmless(page_on_file(source, ExerciseReport("softmax", "softmax(x)", (check(Verdict.PASSED),), 1)))
    shown = page.select_one("pre.code").get_text()
    assert shown.count(SCRIPT) == 3
    assert "\\x1b[2J\\u202e" in shown


def test_the_page_forbids_to_load_or_run_anything(page_on_file):
    policy = page_on_file("x = 1\n").find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert "default-src 'none'" in policy
    assert "script" not in policy


def test_megabytes_of_code_are_cut(page_on_file):
    page = page_on_file("x = 1\n" * 500_000, ExerciseReport("softmax", "softmax(x)", (check(Verdict.PASSED),), 400_000))
    shown = page.select("pre.code")
    assert all(len(part.get_text()) < 200_000 for part in shown)
    assert shown[0].get_text().endswith("# … the rest is too long to be shown here")
