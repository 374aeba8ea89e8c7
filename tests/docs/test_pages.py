"""What the documentation tells a reader to do can be done, and prints what it shows."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ["tutorial/write-a-topic.md", "how-to/release-a-course.md", "how-to/notebooks.md"]


def test_a_class_is_graded_as_the_page_says(reader):
    """On a machine without walls too: a reader there is told to ask for basic isolation by name."""
    from nngrade.sandbox.detection import detect
    from nngrade.sandbox.levels import Level

    if detect().level < Level.STANDARD:
        pytest.skip("this machine has no walls, and the page is written for one that has")
    reader.follow(ROOT / "docs" / "how-to" / "grade-a-class.md")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_can_be_followed(reader, page):
    reader.follow(ROOT / "docs" / page)


def test_what_the_readme_says_to_a_student_can_be_typed(reader):
    readme = (ROOT / "README.md").read_text("utf-8")
    (block,) = [text.partition("```")[0] for text in readme.split("```sh\n") if text.startswith("nngrade list")]
    for line in block.splitlines():
        code, printed = reader.type(line, answer="y\n")
        assert code in {0, 1}, f"{line}\n{printed}"
        assert code == 0 or line.startswith("nngrade check"), f"{line}\n{printed}"


def test_what_the_readme_checks_first_is_what_it_says_of_it(reader):
    readme = (ROOT / "README.md").read_text("utf-8")
    command = "nngrade check softmax --submission docs/examples/softmax.py"
    assert command in readme
    reader.folder = ROOT
    code, printed = reader.type(command.replace("docs/", f"{ROOT}/docs/"))
    assert code == 1
    assert "✗" in printed
