"""The files of a folder or an archive, as entries; nothing here leaves the folder, or writes more than a little."""

import os
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from nngrade.errors import UsageError
from nngrade.gradebook.intake.model import told
from nngrade.submissions.reading import MAX_BYTES

MOST_ENTRIES = 200_000
MOST_BYTES = 4 * 2**30  # that are written out of one archive
MOST_NESTED = 64 * 2**20  # of an archive within an archive
DEEPEST = 12

# What a tool left, and nobody handed in.
_SKIPPED = frozenset({"__macosx", "__pycache__", "node_modules", "site-packages", "venv", "env", "desktop.ini", "thumbs.db"})
_WANTED = frozenset({".py", ".ipynb", ".zip", ".yml"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One file: its `parts` below the folder, where it can be read, when it was changed.

    `problem` says why it cannot be read; `called` is what its student called it, where a platform gave it another name.
    """

    parts: tuple[str, ...]
    path: Path | None
    changed: datetime | None = None
    problem: str = ""
    called: str = ""

    @property
    def name(self) -> str:
        """The file's own name."""
        return self.called or self.parts[-1]

    @property
    def label(self) -> str:
        """Its path below the folder."""
        return "/".join(self.parts)


def entries_of_folder(folder: Path) -> Iterator[Entry]:
    """Every file below a folder. A link is followed only to a file that lies in the same part of the folder."""
    root = folder.resolve()
    waiting: list[tuple[Path, tuple[str, ...]]] = [(folder, ())]
    count = 0
    while waiting:
        here, parts = waiting.pop()
        try:
            children = sorted(os.scandir(here), key=lambda child: child.name)
        except OSError as error:
            yield Entry((*parts, "?"), None, problem=f"{told('/'.join(parts))} cannot be listed: {error.strerror}.")
            continue
        for child in children:
            count += 1
            if count > MOST_ENTRIES:
                raise UsageError(f"{folder} holds more than {MOST_ENTRIES} files.", tip="Name the folder that holds the submissions alone.")
            if is_skipped(child.name):
                continue
            below = (*parts, told(child.name))
            if child.is_symlink():
                yield _linked(Path(child.path), below, root)
            elif child.is_dir():
                if len(below) < DEEPEST:
                    waiting.append((Path(child.path), below))
            else:
                yield Entry(below, Path(child.path), _changed(Path(child.path)))


def _linked(path: Path, parts: tuple[str, ...], root: Path) -> Entry:
    """A link, which may lead no further than its own student's folder: elsewhere lies what is not theirs."""
    home = root / parts[0] if len(parts) > 1 else root
    label = "/".join(parts)
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return Entry(parts, None, problem=f"{label} is a link that leads nowhere.")
    if not target.is_relative_to(home) or (len(parts) == 1 and target.is_dir()):
        return Entry(parts, None, problem=f"{label} is a link that leads out of the student's folder.")
    if not target.is_file():
        return Entry(parts, None, problem=f"{label} is a link to a folder: put the files themselves there.")
    return Entry(parts, target, _changed(target))


def entries_of_archive(archive: Path, scratch: Path, *, prefix: tuple[str, ...] = ()) -> Iterator[Entry]:
    """Every file of a zip archive; those that may be submissions are written to `scratch`, under names of ours.

    Raises zipfile.BadZipFile for what is no archive.
    """
    written = 0
    with zipfile.ZipFile(archive) as opened:
        for number, info in enumerate(opened.infolist()):
            if info.is_dir():
                continue
            parts, problem = _parts_of(info)
            parts = (*prefix, *parts)
            if any(is_skipped(part) for part in parts):
                continue
            path = None
            if not problem and (number >= MOST_ENTRIES or written >= MOST_BYTES):
                problem = f"{'/'.join(parts)} is left out: the archive holds more than can be looked at."
            if not problem and PurePosixPath(parts[-1]).suffix.lower() in _WANTED:
                path = scratch / f"{number}" / _safe(parts[-1])
                problem = _write(opened, info, path, "/".join(parts))
                written += path.stat().st_size if path.exists() else 0
            yield Entry(parts, None if problem else path, problem=problem)


def _parts_of(info: zipfile.ZipInfo) -> tuple[tuple[str, ...], str]:
    """The parts of a member's name, and what is wrong with it: a name that climbs out is cut, and never written."""
    raw = info.filename.replace("\\", "/").split("/")
    parts = tuple(told(part) for part in raw if part not in ("", ".", ".."))
    label = told(info.filename)
    if not parts:
        return ("?",), f"the archive holds a file with the name {label!r}, which is none."
    if ".." in raw or raw[0] == "" or ":" in raw[0]:
        return parts, f"{label} would be written outside of its folder: it was not unpacked."
    if stat.S_ISLNK(info.external_attr >> 16):
        return parts, f"{label} is a link: hand in the file itself."
    if info.flag_bits & 1:
        return parts, f"{label} is encrypted: hand in an archive without a password."
    return parts, ""


def _write(opened: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path, label: str) -> str:
    """Write the beginning of a member, as much as a submission may have; returns what went wrong."""
    limit = MOST_NESTED if path.suffix.lower() == ".zip" else MAX_BYTES
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        # Read bit by bit: what a member says of its own size need not be true.
        with opened.open(info) as source, path.open("wb") as target:
            left = limit + 1
            while left and (part := source.read(min(left, 2**16))):
                target.write(part)
                left -= len(part)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, MemoryError) as error:
        return f"{label} cannot be unpacked: {str(error) or type(error).__name__}."
    except Exception as error:  # noqa: BLE001 - zlib.error and lzma.LZMAError have no root of their own
        return f"{label} cannot be unpacked: {error}."
    return ""


def _safe(name: str) -> str:
    """A name for the scratch folder: the ending alone matters to whoever reads the file."""
    return "file" + PurePosixPath(name).suffix.lower()


def is_skipped(name: str) -> bool:
    """Whether a file or folder is one that a tool left."""
    return name.startswith(".") or name.lower() in _SKIPPED


def _changed(path: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except (OSError, ValueError, OverflowError):
        return None
