"""Laying down a topic to write in: a small exercise that is judged right as it stands."""

import keyword
import re
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from string import Template

from nngrade.authoring.build import build_course
from nngrade.course.model import Course, Topic
from nngrade.course.reading import is_topic_name, read_course
from nngrade.course.toml import TomlFile
from nngrade.errors import CourseError, UsageError
from nngrade.submissions.workspace import write_whole, writing

_TEMPLATES = Path(__file__).with_name("templates")

# Where the author writes, and what: the first line that begins so.
_PLACES = (
    ("topic.toml", "title", "what the topic is called, and what it needs"),
    ("topic.toml", "[[exercises]]", "each exercise, with the hints before an attempt"),
    ("reference.py", "def ", "the answers: students lose what stands between the markers"),
    ("lesson.md", "#", "the lesson, with a section for each exercise"),
    ("suite.py", "@check", "the hidden checks; those with public=True may be shown"),
    ("misconceptions.py", "@misconception", "the mistakes to name, each with the check that catches it"),
    ("alternatives.py", "@alternative", "unusual answers that must pass"),
)
# A student's file of that name would stand before what others import.
_TAKEN = {*sys.stdlib_module_names, *keyword.kwlist, "data", "hypothesis", "nngrade", "numpy", "pytest", "torch"}


@dataclass(frozen=True, slots=True)
class Place:
    """A line in which the author goes on, and what belongs there."""

    path: Path
    line: int
    what: str


@dataclass(frozen=True, slots=True)
class NewTopic:
    """A topic as it was laid down."""

    topic: Topic
    places: tuple[Place, ...]


def add_topic(folder: Path, name: str) -> NewTopic:
    """Lay down the topic `name` in the course whose `course.toml` stands in `folder`, after its other topics.

    A UsageError says why a name is none, or is taken; a CourseError what is
    wrong with the course. Nothing is written before all of that is known.
    """
    return _built(extend_course(folder, name, lambda place: _lay(place, name)), name)


def begin_course(root: Path, name: str) -> NewTopic:
    """Make a course of one topic in the folder `root`, which may exist but holds no course yet."""
    return _built(make_course(root, name, lambda place: _lay(place, name)), name)


def extend_course(folder: Path, name: str, lay: Callable[[Path], None]) -> Course:
    """Add a topic to a course: `lay` writes its files into the folder that it is given. Gives the course as it is then."""
    check_name(name)
    course = read_course(folder)
    _check_course(course, name)
    path = folder / "course.toml"
    before, addition = path.read_bytes(), addition_for(TomlFile.open(path), name)
    lay(folder / name)
    write_whole(path, before + addition.replace("\n", "\r\n" if b"\r\n" in before else "\n").encode())
    return read_course(folder)


def make_course(root: Path, name: str, lay: Callable[[Path], None]) -> Course:
    """Make a course of one topic, whose files `lay` writes into the folder that it is given."""
    check_name(name)
    folder = root / "solutions"
    for taken in (folder, root / "course.toml", root / "exercises"):
        if taken.exists():
            raise UsageError(f"{taken} is there already.", tip="Name another folder, or add to a course with --course.")
    lay(folder / name)
    words = {"title": _title(root.absolute().name), "name": name}
    write_whole(folder / "course.toml", _filled(_TEMPLATES / "course.toml.template", **words))
    return read_course(folder)


def addition_for(file: TomlFile, name: str) -> str:
    """Return what makes one more topic of a `course.toml` when it is added to its end."""
    end = "" if file.text.endswith("\n") else "\n"
    addition = f'{end}\n[[topics]]\nname = "{name}"\nweight = 1.0\n'
    wanted = {**file.table, "topics": [*file.table["topics"], {"name": name, "weight": 1.0}]}
    try:
        if tomllib.loads(file.text + addition) == wanted:
            return addition
    except tomllib.TOMLDecodeError:
        pass
    message = f"{file.path}, line {file.line_of('topics')}: another topic cannot be added below: the topics are no [[topics]] tables."
    raise CourseError(message, tip='Write each topic as a [[topics]] table, with its `name = "…"` in a line of its own.')


def check_name(name: str) -> None:
    """Refuse what cannot be the name of a topic."""
    if not is_topic_name(name):
        guess = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-0123456789")
        tip = f"Try `{guess}`." if is_topic_name(guess) else "As in `linear-maps`."
        raise UsageError(f"A topic cannot be called `{name}`: use lower-case letters and digits, joined by hyphens.", tip=tip)
    if _module(name) in _TAKEN:
        message = f"A topic cannot be called `{name}`: the student's {_module(name)}.py would hide something else of that name."
        raise UsageError(message, tip=f"Say more, as in `my-{name}`.")


def _check_course(course: Course, name: str) -> None:
    if any(topic.is_frozen for topic in course.topics):
        raise UsageError(f"{course.folder} is a student edition.", tip="Write in the course that it was made from.")
    if name in {topic.name for topic in course.topics}:
        raise UsageError(f"This course has a topic {name} already.", tip=f"It stands in {course.folder / name}.")
    if twin := next((topic.name for topic in course.topics if topic.module == _module(name)), None):
        raise UsageError(f"The topic {twin} has the module {_module(name)} already.", tip="Choose another name.")
    for folder in (course.folder / name, course.folder.parent / "exercises" / name):
        if folder.exists():
            raise UsageError(f"{folder} is there already.", tip="Take it away, or choose another name.")


def _lay(folder: Path, name: str) -> None:
    with writing(folder):
        folder.mkdir(parents=True)
    for template in sorted((_TEMPLATES / "topic").iterdir()):
        write_whole(folder / template.stem, _filled(template, title=_title(name), module=_module(name)))


def _built(course: Course, name: str) -> NewTopic:
    topic = course.topic(name)
    build_course(replace(course, topics=(topic,)))
    return NewTopic(topic, tuple(_place(topic.folder / file, start, what) for file, start, what in _PLACES))


def _place(path: Path, start: str, what: str) -> Place:
    lines = path.read_text("utf-8").splitlines()
    return Place(path, next(number for number, line in enumerate(lines, start=1) if line.startswith(start)), what)


def _filled(template: Path, **words: str) -> bytes:
    return Template(template.read_text("utf-8")).substitute(words).encode()


def _title(name: str) -> str:
    words = re.sub(r"[^\w]+|_+", " ", name).strip()
    return f"{words[:1].upper()}{words[1:]}" or "A course"


def _module(name: str) -> str:
    return name.replace("-", "_")
