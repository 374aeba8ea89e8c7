"""Writing a student edition: the exercises, and of each topic its public checks with recorded answers."""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Template

import msgspec

from nngrade.authoring.release_leaks import bare, first_leak, hidden_lines, secrets_of
from nngrade.authoring.release_record import Recording, record
from nngrade.authoring.release_suite import PublicCheck, SuiteSource
from nngrade.authoring.release_trial import try_edition
from nngrade.course.model import Course, Topic
from nngrade.course.reading import read_course
from nngrade.course.toml import write_table
from nngrade.errors import CourseError
from nngrade.judge.frozen import Frozen

_README = Path(__file__).with_name("templates") / "student-edition.md.template"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A public check that is in no student edition, and why."""

    topic: str
    check: str
    why: str


def write_student_edition(course: Course, folder: Path, copy: Callable[[Path, Path], None]) -> tuple[LeftOut, ...]:
    """Write the student edition of a course; a CourseError says why there can be none."""
    copy(course.folder.parent / "exercises", folder / "exercises")
    home = folder / "course"
    left_out = [left for topic in course.topics for left in _write_topic(topic, home / topic.name)]
    _write_text(home / "course.toml", _without_comments(course.folder / "course.toml"))
    words = {"title": course.title, "first": course.topics[0].name}
    _write_text(folder / "README.md", Template(_README.read_text("utf-8")).substitute(words))
    edition = read_course(home)
    for topic, public in zip(course.topics, edition.topics, strict=True):
        try_edition(topic, public)
    return tuple(left_out)


def _write_topic(topic: Topic, folder: Path) -> list[LeftOut]:
    recording = record(topic)
    suite = SuiteSource(topic.suite.read_text("utf-8"))
    left_out = list(_telling_checks(topic, recording, suite))
    kept = {name: examples for name, examples in recording.frozen.checks.items() if name not in {left.check for left in left_out}}
    if not kept:
        raise CourseError(f"{topic.suite}: no public check can be shown: {left_out[0].check} {left_out[0].why}.", tip="Write one that can.")
    frozen = msgspec.structs.replace(recording.frozen, checks=kept)
    _write_text(folder / "topic.toml", _without_comments(topic.folder / "topic.toml"))
    _write_text(folder / "suite.py", suite.public_part(topic.name, _public_checks(recording, frozen)))
    (folder / "frozen.msgpack").write_bytes(msgspec.msgpack.encode(frozen))
    _refuse_leak(topic, recording, folder)
    return left_out


def _telling_checks(topic: Topic, recording: Recording, suite: SuiteSource) -> Iterator[LeftOut]:
    """The public checks whose code, or what it uses, holds a line that students are not to see."""
    hidden = hidden_lines(topic)
    for name in recording.frozen.checks:
        for number, line in suite.lines_of(name.partition("[")[0]):
            if where := hidden.get(bare(line)):
                yield LeftOut(topic.name, name, f"needs {topic.suite.name}:{number}, which is also {where}")
                break


def _public_checks(recording: Recording, frozen: Frozen) -> dict[str, PublicCheck]:
    """What the suite's source is made from, by function: the cases of one that is parametrized are one."""
    return {
        name.partition("[")[0]: PublicCheck(recording.specs[name], frozenset({*examples[0].drawn, *examples[0].draws}))
        for name, examples in frozen.checks.items()
    }


def _refuse_leak(topic: Topic, recording: Recording, folder: Path) -> None:
    """The last door: nothing that was written may say what was said about hidden checks."""
    published = "".join(path.read_text("utf-8", "replace") for path in topic.student_folder.rglob("*") if path.is_file())
    published += (folder / "topic.toml").read_text("utf-8")
    leak = first_leak(sorted(folder.iterdir()), secrets_of(topic, recording.specs, published))
    if leak is not None:
        path, secret = leak
        message = f"the public {path.name} of {topic.name} would say “{secret.text}”, which belongs to {secret.where}."
        raise CourseError(message, tip="See to what the public checks use: a docstring or a message may say it.")


def _without_comments(path: Path) -> str:
    """A TOML file as data: an author's comments are the author's."""
    return write_table(tomllib.loads(path.read_text("utf-8")))


def _write_text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
