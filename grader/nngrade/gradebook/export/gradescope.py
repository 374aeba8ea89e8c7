"""The autograder of a course for Gradescope: one zip file with the course, nngrade and the two scripts that Gradescope runs."""

import importlib.metadata
import io
import re
import shlex
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import nngrade
from nngrade.course.model import Course, Topic

_HERE = Path(__file__).parent
_STAMP = (2020, 1, 1, 0, 0, 0)  # the same course gives the same file
_LEFT_OUT = frozenset({"__pycache__", "_course"})


@dataclass(frozen=True, slots=True)
class Wishes:
    """How submissions are graded there: the most that students are told, when they see checks that are not public, the walls."""

    hidden_checks: str = "visible"
    disclosure: str = ""
    isolation: str = ""


def autograder(course: Course, topics: tuple[Topic, ...], wishes: Wishes) -> bytes:
    """Make the zip file; the same course and wishes give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _files(course, topics, wishes):
            info = zipfile.ZipInfo(name, _STAMP)
            is_script = name in ("setup.sh", "run_autograder")
            info.external_attr = (0o100755 if is_script else 0o100644) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return packed.getvalue()


def _files(course: Course, topics: tuple[Topic, ...], wishes: Wishes) -> Iterator[tuple[str, bytes]]:
    yield "setup.sh", (_HERE / "setup.sh.template").read_bytes()
    yield "run_autograder", _run_script(topics, wishes).encode()
    yield "requirements.txt", "".join(f"{line}\n" for line in _requirements(topics)).encode()
    # The whole course: a topic may want those before it, and what is not graded is not run.
    yield from _folder(course.folder, f"course/{course.folder.name}")
    exercises = course.folder.parent / "exercises"
    if exercises.is_dir():
        yield from _folder(exercises, "course/exercises")
    yield from _folder(Path(nngrade.__file__).parent, "package/nngrade")


def _folder(folder: Path, below: str) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and not _LEFT_OUT.intersection(inside.parts) and not any(part.startswith(".") for part in inside.parts):
            yield f"{below}/{inside.as_posix()}", path.read_bytes()


def _run_script(topics: tuple[Topic, ...], wishes: Wishes) -> str:
    options = [
        *(["--disclosure", wishes.disclosure] if wishes.disclosure else []),
        *(["--isolation", wishes.isolation] if wishes.isolation else []),
    ]
    script = (_HERE / "run_autograder.template").read_text("utf-8")
    script = script.replace("@TOPICS@", shlex.join(topic.name for topic in topics))
    script = script.replace("@HIDDEN_CHECKS@", shlex.quote(wishes.hidden_checks))
    return script.replace(" @OPTIONS@", f" {shlex.join(options)}" if options else "")


def _requirements(topics: tuple[Topic, ...]) -> Iterator[str]:
    """What nngrade and these topics need, at the versions that are installed here: they draw the same inputs."""
    needed = {need for topic in topics for need in topic.needs}
    names = [*_required("nngrade"), *sorted(_distributions(needed))]
    for name in dict.fromkeys(names):
        # A build of another origin, such as 2.13.0+cpu, is found there as 2.13.0.
        yield f"{name}=={importlib.metadata.version(name).partition('+')[0]}"


def _required(name: str) -> Iterator[str]:
    for requirement in importlib.metadata.requires(name) or ():
        if "extra ==" not in requirement:
            yield re.split(r"[\s<>=!~;\[(]", requirement, maxsplit=1)[0]


def _distributions(modules: Iterable[str]) -> set[str]:
    """The distributions that modules come from: PIL from pillow."""
    known = importlib.metadata.packages_distributions()
    return {known[module][0] for module in modules if module in known}
