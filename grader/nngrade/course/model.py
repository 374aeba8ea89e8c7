"""What a course is made of: topics, their exercises and their limits."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from nngrade.course.policy import NO_RULES, Policy
from nngrade.errors import UsageError
from nngrade.model import Disclosure

# The folder of a lesson's pictures, beside the lesson.
IMAGES = "images"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one check may use; memory is that of the worker's whole process."""

    wall_seconds: float = 2.0
    cpu_seconds: float = 2.0
    memory_mb: int = 512
    output_kb: int = 1024


@dataclass(frozen=True, slots=True)
class Exercise:
    """One function or class that a student writes; `hints` are told one at a time, before an attempt."""

    name: str
    title: str
    summary: str
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """One chapter of a course: `folder` holds its answers, `student_folder` all that a student sees."""

    name: str
    title: str
    summary: str
    module: str
    needs: tuple[str, ...]
    prerequisites: tuple[str, ...]
    weight: float
    limits: Limits
    exercises: tuple[Exercise, ...]
    folder: Path
    student_folder: Path
    misconception_seconds: float = 1.0
    data: tuple[str, ...] = ()
    policy: Policy = NO_RULES

    @property
    def data_folder(self) -> Path:
        """The data sets of the course: `data` names those that this topic needs."""
        return self.student_folder.parent / "data"

    @property
    def reference(self) -> Path:
        """The right answer."""
        return self.folder / "reference.py"

    @property
    def frozen(self) -> Path:
        """What stands for the reference in a student edition: its answers to the public checks, recorded at release."""
        return self.folder / "frozen.msgpack"

    @property
    def is_frozen(self) -> bool:
        """Whether this is a topic of a student edition: public checks alone, and no reference."""
        return not self.reference.is_file()

    @property
    def suite(self) -> Path:
        """The hidden pytest suite."""
        return self.folder / "suite.py"

    @property
    def misconceptions(self) -> Path:
        """The named wrong answers; a topic may have none."""
        return self.folder / "misconceptions.py"

    @property
    def alternatives(self) -> Path:
        """The unusual but right answers; a topic may have none."""
        return self.folder / "alternatives.py"

    @property
    def lesson(self) -> Path:
        """The lesson, as the author writes it."""
        return self.folder / "lesson.md"

    @property
    def pictures(self) -> tuple[Path, ...]:
        """The lesson's pictures, as their author has them."""
        return _pictures_in(self.folder)

    @property
    def student_pictures(self) -> tuple[Path, ...]:
        """The lesson's pictures, as students have them."""
        return _pictures_in(self.student_folder)

    @property
    def filename(self) -> str:
        """What the student's file is called."""
        return f"{self.module}.py"

    @property
    def stub(self) -> Path:
        """The file that a student starts from."""
        return self.student_folder / self.filename

    @property
    def notebook(self) -> Path:
        """The notebook that a student may start from instead."""
        return self.stub.with_suffix(".ipynb")

    def exercise(self, name: str) -> Exercise:
        """Return the exercise called `name`; a UsageError names the nearest."""
        for exercise in self.exercises:
            if exercise.name == name:
                return exercise
        names = [exercise.name for exercise in self.exercises]
        message = f"The topic {self.name} has no exercise `{name}`.{_did_you_mean(name, names)}"
        raise UsageError(message, tip=f"Its exercises are: {', '.join(names)}.")


def _pictures_in(topic_folder: Path) -> tuple[Path, ...]:
    return tuple(path for path in sorted((topic_folder / IMAGES).glob("*.svg")) if path.is_file())


@dataclass(frozen=True, slots=True)
class Course:
    """The whole: its topics in the order they are taught; `folder` holds `course.toml`, `min_checks` is for each exercise."""

    title: str
    folder: Path
    disclosure: Disclosure
    topics: tuple[Topic, ...]
    min_checks: int = 1

    def topic(self, name: str) -> Topic:
        """Return the topic called `name`, `cross_entropy` being as good as `cross-entropy`; a UsageError names the nearest."""
        wanted = name.lower().replace("_", "-")
        for topic in self.topics:
            if topic.name == wanted:
                return topic
        nearest = _did_you_mean(wanted, [topic.name for topic in self.topics])
        message = f"This course has no topic `{name}`.{nearest}"
        raise UsageError(message, tip="Run `nngrade list` to see every topic.")


def _did_you_mean(wanted: str, names: Iterable[str]) -> str:
    nearest = get_close_matches(wanted, list(names), n=1, cutoff=0.5)
    return f" Did you mean `{nearest[0]}`?" if nearest else ""
