"""Which of a student's files is the one for a topic."""

import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from nngrade.course.model import Topic
from nngrade.gradebook.intake.entries import Entry, entries_of_archive
from nngrade.gradebook.intake.layouts import Pile
from nngrade.gradebook.intake.model import HandIn

_ENDINGS = (".py", ".ipynb")
# What browsers and file managers append to the name of a second copy.
_COPY = re.compile(r"(\s*\(\d+\)|\s*-\s*copy|-\d{1,3}|\s+copy)+$", re.IGNORECASE)


def hand_ins(pile: Pile, topics: tuple[Topic, ...], scratch: Path) -> Iterator[HandIn]:
    """What a student handed in for each topic; nothing for a topic that no file belongs to."""
    entries = list(_unpacked(pile.entries, scratch))
    files = [entry for entry in entries if entry.name.lower().endswith(_ENDINGS)]
    # Whatever is wrong with an archive or a folder may be what is missing.
    broken = [entry for entry in entries if entry.problem and entry not in files]
    for topic in topics:
        found = _named(files, topic) or _loosely_named(files, topic, topics)
        if found:
            yield _hand_in(pile, topic, found)
        elif broken:
            yield _hand_in(pile, topic, broken[:1])


def _unpacked(entries: Iterable[Entry], scratch: Path) -> Iterator[Entry]:
    """The entries, those of an archive that a student handed in among them."""
    for entry in entries:
        if entry.path is None or entry.path.suffix.lower() != ".zip":
            yield entry
            continue
        scratch.mkdir(parents=True, exist_ok=True)
        inner = Path(tempfile.mkdtemp(prefix="in-", dir=scratch))
        try:
            yield from entries_of_archive(entry.path, inner, prefix=entry.parts[:-1] or (entry.name,))
        except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
            yield Entry(entry.parts, None, problem=f"{entry.label} is no archive that can be unpacked: {error}.")


def _named(files: list[Entry], topic: Topic) -> list[Entry]:
    wanted = {f"{topic.module}{ending}" for ending in _ENDINGS}
    return [entry for entry in files if entry.name in wanted]


def _loosely_named(files: list[Entry], topic: Topic, topics: tuple[Topic, ...]) -> list[Entry]:
    """Files whose name nearly is the topic's; or the one file there is, when one topic alone is graded."""
    wanted = _simple(topic.module)
    near = [entry for entry in files if wanted in {_simple(part) for part in _parts_of(entry, topic)}]
    if near or len(topics) > 1:
        return near
    return files if len(files) == 1 else []


def _stem(entry: Entry) -> str:
    return _COPY.sub("", entry.name.rsplit(".", 1)[0].strip())


def _parts_of(entry: Entry, topic: Topic) -> Iterator[str]:
    """What of a name may be the topic's: all of it, or its end or beginning, as in `ada_cross_entropy.py`."""
    stem, length = _stem(entry), len(topic.module)
    yield stem
    if stem[-length - 1 : -length] in ("_", "-", ".", " "):
        yield stem[-length:]
    if stem[length : length + 1] in ("_", "-", ".", " "):
        yield stem[:length]


def _simple(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name).lower()


def _hand_in(pile: Pile, topic: Topic, found: list[Entry]) -> HandIn:
    first = found[0]
    when = pile.submitted or first.changed
    if len(found) > 1 and not _are_alike(found):
        names = " and ".join(entry.label for entry in found[:2]) + (f", and {len(found) - 2} more" if len(found) > 2 else "")
        problem = f"There are {len(found)} files for {topic.name}: {names}. Which one is it?"
        return HandIn(pile.student, topic.name, first.label, None, when, problem, pile.remark)
    return HandIn(pile.student, topic.name, first.label, first.path, when, first.problem, pile.remark)


def _are_alike(entries: list[Entry]) -> bool:
    """Whether several files are copies of one another."""
    try:
        contents = {entry.path.read_bytes() if entry.path and entry.path.stat().st_size < 2**20 else entry.label for entry in entries}
    except OSError:
        return False
    return len(contents) == 1
