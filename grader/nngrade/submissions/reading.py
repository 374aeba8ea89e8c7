"""Reading a submission as text, and saying plainly what is wrong with a file that cannot be one."""

import codecs
import re
import stat
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import sha256
from os.path import lexists
from pathlib import Path

from nngrade.course.model import Topic
from nngrade.errors import UsageError
from nngrade.model import where
from nngrade.submissions.notebooks import SUFFIX, Cell, read_notebook
from nngrade.submissions.workspace import find_workspace

MAX_BYTES = 5_000_000

# Codecs that Python would take from a coding line, yet that no editor writes; some take minutes on a long file.
_ODD_ENCODINGS = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"})
_CODING = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*([-a-zA-Z0-9_.]+)")
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


@dataclass(frozen=True, slots=True)
class Place:
    """A line as its writer counts it: of the file, or of one `cell` of a notebook."""

    line: int
    cell: int | None = None

    def __str__(self) -> str:
        return where(self.line, self.cell)


@dataclass(frozen=True, slots=True)
class Submission:
    """A student's file as it was read; `digest` is the SHA-256 of its bytes.

    Of a notebook `source` holds its code cells one after the other, and `cells` tells where each begins.
    """

    path: Path
    source: str
    digest: str
    encoding: str = "utf-8"
    cells: tuple[Cell, ...] = ()

    def cell_at(self, line: int) -> Cell | None:
        """Return the code cell that holds a line of `source`, counted from 1; None where there are no cells."""
        at = bisect_right(self.cells, line, key=lambda cell: cell.line)
        return self.cells[at - 1] if at else None

    def place(self, line: int) -> Place:
        """Return where a line of `source` stands in the student's file."""
        cell = self.cell_at(line)
        return Place(line) if cell is None else Place(line - cell.line + 1, cell.number)


def find_submission(topic: Topic, start: Path) -> Path:
    """Return the student's file for `topic`, a Python file or a notebook, as seen from the folder `start`.

    In turn: the file here, in a folder here, in the workspace, in a course's
    `exercises` upwards. A UsageError says where it was looked for.
    """
    here = start.absolute()
    workspace = find_workspace(here)
    folders = [here, here / topic.name]
    folders += [workspace / topic.name] if workspace else []
    folders += [folder / "exercises" / topic.name for folder in (here, *here.parents)]
    for folder in folders:
        if found := _file_or_notebook(folder, topic):
            return found
    inside = f"{topic.name}/{topic.filename}"
    places = [f"./{topic.filename}", f"./{inside}"]
    places += [str(workspace / topic.name / topic.filename)] if workspace else []
    looked = ", ".join([*places, f"exercises/{inside} upwards"])
    tip = f"Run `nngrade start . {topic.name}` to get the file, or name yours with --submission."
    raise UsageError(f"There is no {topic.filename} or {topic.notebook.name} to check. Looked for {looked}.", tip=tip)


def _file_or_notebook(folder: Path, topic: Topic) -> Path | None:
    """The student's file in a folder; of two the one that is not as it was handed out."""
    file, notebook = folder / topic.filename, folder / topic.notebook.name
    if not lexists(file) or not lexists(notebook):
        return next((path for path in (file, notebook) if lexists(path)), None)
    if folder.resolve() == topic.student_folder.resolve() or _is_as_handed_out(notebook, topic):
        return file
    if _is_as_handed_out(file, topic):
        return notebook
    message = f"{folder} holds {file.name} and {notebook.name}, both with work in them: which one counts?"
    raise UsageError(
        message, tip=f"Name the one that counts (`nngrade check` takes --submission {notebook.name}), or take the other one away."
    )


def _is_as_handed_out(path: Path, topic: Topic) -> bool:
    """Whether a file still holds the stub alone; of a notebook the code alone counts, not what an editor adds to it."""
    handed_out = topic.student_folder / path.name
    try:
        if path.suffix == SUFFIX:
            return read_notebook(path).source == read_notebook(handed_out).source
        return path.read_bytes() == handed_out.read_bytes()
    except (OSError, UsageError):
        return False


def read_submission(path: Path, topic: Topic) -> Submission:
    """Read the student's file for `topic`; a folder stands for the file or notebook in it that has the right name."""
    try:
        path = _file_of(path, topic)
        _refuse_other_kinds(path, topic)
        _refuse_link_to_answers(path, topic)
        if path.suffix.lower() == SUFFIX:
            notebook = read_notebook(path, topic)
            return Submission(path, notebook.source, notebook.digest, cells=notebook.cells)
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.", tip="See to its permissions.") from None
    if len(data) > MAX_BYTES:
        message = f"{path} is larger than {MAX_BYTES // 1_000_000} MB."
        raise UsageError(message, tip="A submission is code alone: keep data in files of its own.")
    source, encoding = _decode(path, data)
    if not source.strip():
        tip = f"Write your answer in it, or run `nngrade reset {topic.name}` to start anew."
        raise UsageError(f"{path} is empty.", tip=tip)
    return Submission(path, source, sha256(data).hexdigest(), encoding)


def _file_of(path: Path, topic: Topic) -> Path:
    """Follow a folder to the file in it; refuse what is not there."""
    if path.is_dir():
        path = _file_in(path, topic)
    if path.exists():
        return path
    if path.is_symlink():
        raise UsageError(f"{path} is a link that leads nowhere.", tip="Mend the link, or name the file itself.")
    if not path.parent.is_dir():
        raise UsageError(f"{path} does not exist: nor does the folder {path.parent}.", tip="See to the path.")
    others = sorted(child.name for child in path.parent.iterdir())
    message = f"{path} does not exist.{_nearest(path.name, others)}"
    raise UsageError(message, tip=f"Run `nngrade start . {topic.name}` to get the file that you start from.")


def _file_in(folder: Path, topic: Topic) -> Path:
    if found := _file_or_notebook(folder, topic):
        return found
    others = sorted(child.name for child in folder.iterdir() if child.suffix in {".py", SUFFIX})
    message = f"{folder} is a folder without a {topic.filename} or {topic.notebook.name}.{_nearest(topic.filename, others)}"
    raise UsageError(message, tip=f"Name the file itself, or call it {topic.filename}.")


def _refuse_other_kinds(path: Path, topic: Topic) -> None:
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise UsageError(f"{path} is a folder, where a file is wanted.", tip=f"Put your code into a file {topic.filename}.")
    if not stat.S_ISREG(mode):
        raise UsageError(f"{path} is no ordinary file but {_kind(mode)}.", tip="Save the code in a file, and name that.")
    if path.suffix.lower() not in {".py", SUFFIX}:
        message = f"{path} is neither a Python file nor a notebook: its name ends neither in .py nor in {SUFFIX}."
        raise UsageError(message, tip=f"Call it {topic.filename}.")


def _refuse_link_to_answers(path: Path, topic: Topic) -> None:
    """Refuse a link into the course's answers: it would hand in the reference as the student's work."""
    if path.is_symlink() and topic.folder.parent.resolve() in path.resolve().parents:
        raise UsageError(f"{path} is a link into the course's answers.", tip="Hand in a file of your own.")


def _kind(mode: int) -> str:
    kinds = {stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket", stat.S_IFCHR: "a device", stat.S_IFBLK: "a device"}
    return kinds.get(stat.S_IFMT(mode), "something else")


def _decode(path: Path, data: bytes) -> tuple[str, str]:
    """Return the text and the encoding that it was written in: UTF-8, or what a coding line says (PEP 263)."""
    if data.startswith(_WIDE_MARKS):
        raise UsageError(f"{path} is UTF-16 or UTF-32, not UTF-8.", tip="Save it as UTF-8: editors offer that under “Save as”.")
    if b"\0" in data:
        at = data.index(b"\0")
        raise UsageError(f"{path} is no text: byte {at} (line {_line(data, at)}) is NUL.", tip="Save your code as plain text.")
    encoding = _declared_encoding(path, data)
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        skipped = len(codecs.BOM_UTF8) if encoding == "utf-8-sig" else 0  # which that codec does not count
        at = error.start + skipped
        label = "UTF-8" if encoding.startswith("utf-8") else encoding
        message = f"{path} is not {label}: byte {at} (line {_line(data, at)}) is 0x{data[at]:02x}."
        raise UsageError(message, tip="Save it as UTF-8, or take that character out.") from None


def _declared_encoding(path: Path, data: bytes) -> str:
    """Return the encoding that a byte order mark or a coding line declares, as Python would understand them."""
    marked = data.startswith(codecs.BOM_UTF8)
    name = _coding_line(data.removeprefix(codecs.BOM_UTF8))
    tip = "Take the coding line out, and save the file as UTF-8."
    try:
        codec = codecs.lookup(name or "utf-8")
    except LookupError:
        raise UsageError(f"{path} declares an encoding that Python does not know: {name}.", tip=tip) from None
    # A codec such as rot13 or zlib says of itself that it makes no text.
    if codec.name in _ODD_ENCODINGS or not getattr(codec, "_is_text_encoding", True):
        raise UsageError(f"{path} declares the encoding {name}, which is not one for source code.", tip=tip)
    if marked and codec.name != "utf-8":
        raise UsageError(f"{path} declares the encoding {name}, yet begins as UTF-8 does.", tip=tip)
    return "utf-8-sig" if marked else codec.name


def _coding_line(data: bytes) -> str:
    """Return what stands after `coding:` in a comment of the first two lines (PEP 263)."""
    for line in data.splitlines()[:2]:
        if found := _CODING.match(line):
            return found[1].decode("ascii")
        if line.strip() and not line.lstrip().startswith(b"#"):
            break
    return ""


def _line(data: bytes, at: int) -> int:
    return data.count(b"\n", 0, at) + 1


def _nearest(wanted: str, names: Iterable[str]) -> str:
    """Name the nearest of some files; names that would disturb a terminal are left out."""
    nearest = get_close_matches(wanted, [name for name in names if name.isprintable()], n=1)
    return f" Did you mean {nearest[0]}?" if nearest else ""
