"""Make the pictures of the documentation: `python docs/images/make.py` writes them beside this file.

They show what the program really prints: the report of docs/examples/softmax.py,
judged as `nngrade check` judges it. With `--check` nothing is written, and the
exit code says whether the pictures are up to date.
"""

import argparse
import sys
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

from nngrade import __version__
from nngrade.course.finding import find_course
from nngrade.judge.judging import Settings, judge
from nngrade.model import Report
from nngrade.reports.terminal import render
from nngrade.sandbox.detection import detect
from nngrade.submissions.reading import read_submission

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
COMMAND = "nngrade check softmax.softmax softmax.softmax_jacobian --submission docs/examples/softmax.py"


def picture() -> str:
    """The example's report as an SVG."""
    course = find_course(None, ROOT)
    topic = course.topic("softmax")
    submission = read_submission(Path("docs/examples/softmax.py"), topic)
    only = frozenset({"softmax", "softmax_jacobian"})
    report = judge(topic, submission, Settings(disclosure=course.disclosure), only=only)
    console = Console(width=118, record=True, file=StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text.assemble(("$ ", "dim"), COMMAND))
    console.print(render(Report(course.title, __version__, 0, detect().name, (report,))), crop=False)
    return console.export_svg(title="nngrade", unique_id="nngrade")


def main() -> int:
    """Write the pictures, or compare them."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    target = HERE / "report.svg"
    made = picture()
    if check:
        fresh = target.is_file() and target.read_text("utf-8") == made
        print(f"{target.name} is {'up to date' if fresh else 'not what the program prints: python docs/images/make.py'}")
        return 0 if fresh else 1
    target.write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
