"""A student's workspace: a folder with a `.nngrade` in it, and in that a file per topic.

Nothing here ever overwrites what a student wrote, unless a copy of it was put aside first.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from nngrade.course.model import Course, Topic
from nngrade.errors import CourseError, UsageError

MARK = ".nngrade"
FORMAT = 1


class Outcome(StrEnum):
    """What became of one file when a workspace was laid."""

    WRITTEN = "written"
    THERE = "there already"
    KEPT = "kept as it is"


@dataclass(frozen=True, slots=True)
class Laid:
    """One file of a topic in a workspace."""

    topic: str
    path: Path
    outcome: Outcome


def find_workspace(start: Path) -> Path | None:
    """Return the nearest workspace upwards from `start`."""
    here = start.absolute()
    return next((folder for folder in (here, *here.parents) if (folder / MARK).is_dir()), None)


def create_workspace(folder: Path, course: Course) -> Path:
    """Make `folder` a workspace, which it may be already; return it."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file, where a folder is wanted.", tip="Name another folder.")
    if folder.resolve() == course.folder.parent.resolve():
        raise UsageError(f"{folder} is the course itself.", tip="Name a folder of your own, such as `nngrade start my-course`.")
    with writing(folder):
        (folder / MARK).mkdir(parents=True, exist_ok=True)
        settings = {"format": FORMAT, "course": course.title}
        with suppress(FileExistsError), (folder / MARK / "workspace.json").open("x", encoding="utf-8") as file:
            json.dump(settings, file, indent=2)
    return folder


def lay_topic(workspace: Path, topic: Topic, *, notebook: bool = False) -> tuple[Laid, ...]:
    """Put the stub of `topic`, its lesson with pictures, and its data into `workspace`, each only where nothing stands yet.

    With `notebook` the topic's notebook takes the place of its stub.
    """
    folder = workspace / topic.name
    own = (topic.notebook if notebook else topic.stub, topic.student_folder / "README.md", *topic.student_pictures)
    files = {source: folder / source.relative_to(topic.student_folder) for source in own}
    files |= {topic.data_folder / name: folder / "data" / name for name in topic.data}
    return tuple(Laid(topic.name, target, _lay(source, target)) for source, target in files.items())


def _lay(source: Path, target: Path) -> Outcome:
    try:
        content = source.read_bytes()
    except OSError:
        raise CourseError(f"{source} is missing from the course.", tip="Its author makes it with `nngrade author build`.") from None
    with writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with target.open("xb") as file:
                file.write(content)
        except FileExistsError:
            return Outcome.THERE if target.is_file() and target.read_bytes() == content else Outcome.KEPT
    return Outcome.WRITTEN


def back_up(path: Path, workspace: Path | None) -> Path:
    """Copy `path` among the workspace's backups, or beside it when there is no workspace; return the copy."""
    stamp = f"{datetime.now():%Y%m%d-%H%M%S}"  # noqa: DTZ005 - a name that its reader compares with the clock on the wall
    folder = workspace / MARK / "backups" if workspace else path.parent
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(1, 1000):
            copy = folder / f"{path.stem}-{stamp}{f'-{number}' if number > 1 else ''}{path.suffix}.backup"
            try:
                with copy.open("xb") as file:
                    file.write(path.read_bytes())
            except FileExistsError:
                continue
            return copy
    raise UsageError(f"No backup of {path} could be made in {folder}.", tip="Take old backups away.")


def write_whole(path: Path, data: bytes) -> None:
    """Replace the content of `path` in one step: a reader, or a crash, meets the old file or the new one."""
    write_parts(path, (data,))


def write_parts(path: Path, parts: Iterable[bytes]) -> None:
    """Do the same with content that comes in parts, and is never held as a whole."""
    target = path.resolve()
    with writing(path):
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines(parts)
            _give_mode(Path(temporary), target)
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise


def _give_mode(temporary: Path, target: Path) -> None:
    """Let the new file be as readable as the old one, or as any new file."""
    if target.exists():
        shutil.copymode(target, temporary)
        return
    mask = os.umask(0)
    os.umask(mask)
    temporary.chmod(0o666 & ~mask)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say plainly that `path` cannot be written, and why."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(
            f"{error.filename or path} cannot be written: {reason}.", tip="See to its permissions and to the room left."
        ) from None
