"""`nngrade doctor`: what is installed, which course is found, which walls stand."""

import platform
from importlib.metadata import PackageNotFoundError, version

import click
from rich.console import Console

from nngrade import __version__
from nngrade.cli.console import make_console
from nngrade.cli.options import common_options, current_workspace, here, named_course
from nngrade.course.finding import locate_course
from nngrade.course.model import Course
from nngrade.course.reading import read_course
from nngrade.errors import NNGradeError
from nngrade.sandbox.detection import detect

_PACKAGES = ("numpy", "pytest", "hypothesis", "torch")


@click.command("doctor")
@common_options
def command() -> int:
    """Show versions, the course found and the isolation in force."""
    console = make_console()
    course = _show_course(console)
    _show_versions(console, course)
    _show_isolation(console)
    return 0 if course else 3


def _show_course(console: Console) -> Course | None:
    found = locate_course(named_course(), here())
    _say(console, "course", f"{found.folder} ({found.origin})")
    workspace = current_workspace()
    _say(console, "workspace", str(workspace) if workspace else "none here: `nngrade start my-course` lays one")
    try:
        course = read_course(found.folder)
    except NNGradeError as error:
        _say(console, "broken", f"{error.message} {error.tip}")
        return None
    _say(console, "title", course.title)
    _say(console, "topics", ", ".join(topic.name for topic in course.topics))
    return course


def _show_versions(console: Console, course: Course | None) -> None:
    """Say what is installed, without importing any of it."""
    console.print()
    _say(console, "nngrade", __version__)
    _say(console, "python", f"{platform.python_version()} ({platform.system()} {platform.machine()})")
    for package in _PACKAGES:
        _say(console, package, _installed(package) or _missing(package, course))


def _say(console: Console, label: str, value: str) -> None:
    """Print a line whole: a path that is broken in two cannot be copied."""
    console.print(f"{label:<12}{value}", soft_wrap=True)


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _missing(package: str, course: Course | None) -> str:
    topics = [topic.name for topic in course.topics if package in topic.needs] if course else []
    if not topics:
        return "not installed, nor needed by any topic"
    return f"not installed, needed by {', '.join(topics)}: pip install {'nngrade[torch]' if package == 'torch' else package}"


def _show_isolation(console: Console) -> None:
    try:
        isolation = detect()
    except NNGradeError as error:
        _say(console, "\nisolation ", f"no submission can be run here: {error.message}")
        return
    console.print(f"\nisolation: {isolation.name}", style="bold")
    for wall in isolation.walls:
        _say(console, "  stands", wall)
    for what, how in isolation.missing:
        _say(console, "  missing", f"{what}: {how}")
