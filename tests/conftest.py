"""Options of the whole test suite."""

import shutil
import signal
from pathlib import Path

import pytest

from nngrade.course.model import Course, Topic
from nngrade.course.reading import read_course

COURSES = Path(__file__).parent / "courses"

# What a shell starts in the background does not hear Ctrl-C, and nor does what that starts: tests of it need it heard.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="Write the golden files anew instead of comparing with them.")


@pytest.fixture
def tiny_folder(tmp_path: Path) -> Path:
    """A copy of the tiny course, to be broken at will."""
    return Path(shutil.copytree(COURSES / "tiny", tmp_path / "tiny"))


@pytest.fixture
def tiny(tiny_folder: Path) -> Course:
    """The tiny course, read."""
    return read_course(tiny_folder / "solutions")


@pytest.fixture
def greeting(tiny: Course) -> Topic:
    """The one topic of the tiny course."""
    return tiny.topic("greeting")
