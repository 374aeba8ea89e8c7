"""What a student edition must not say: lines of the answers, and what is said about hidden checks and known mistakes."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from nngrade.authoring.stubs import make_stub
from nngrade.course.model import Topic
from nngrade.judge.checks import CheckSpec
from nngrade.judge.diagnosis.naming import read_misconceptions

_SHORTEST = 12
# What any program says: it is no answer yet.
_COMMON = re.compile(r"(for|while|if|elif|else|try|except|finally|with|def|class|import|from|@|#|return\s+\w+$|\"\"\"|''')")


@dataclass(frozen=True, slots=True)
class Secret:
    """A text that no student may read, and where it stands."""

    text: str
    where: str


def answer_lines(topic: Topic) -> dict[str, int]:
    """The lines of the reference that a stub loses and that give an answer away, by their text without blanks."""
    source = topic.reference.read_text("utf-8")
    given = set(map(bare, make_stub(source, topic).splitlines()))
    lines = ((bare(line), number) for number, line in enumerate(source.splitlines(), start=1) if _tells(line))
    return {text: number for text, number in lines if text not in given}


def bare(line: str) -> str:
    """A line without its blanks, in which formatters differ."""
    return "".join(line.split())


def secrets_of(topic: Topic, specs: Mapping[str, CheckSpec]) -> Iterator[Secret]:
    """Everything about a topic that is hidden and is not also said in public."""
    public = {text for spec in specs.values() if spec.public for text in (spec.title, spec.hint)}
    public |= {text for exercise in topic.exercises for text in (exercise.title, exercise.summary, *exercise.hints)}
    for name, spec in specs.items():
        if not spec.public:
            yield from (Secret(text, f"{topic.suite}: `{name}`") for text in (name.partition("[")[0], spec.title, spec.hint))
    for name, known in read_misconceptions(topic).items():
        yield from (Secret(text, f"{topic.misconceptions}: `{name}`") for text in (name, known.says, known.hint) if text not in public)
    for path in (topic.misconceptions, topic.alternatives):
        yield from (Secret(line.strip(), f"{path}:{number}") for number, line in _body_lines(path))


def first_leak(files: Iterable[Path], secrets: Iterable[Secret]) -> tuple[Path, Secret] | None:
    """The first file that says a secret, or None."""
    texts = {path: path.read_bytes().decode("utf-8", "replace") for path in files}
    return next(((path, secret) for secret in secrets if secret.text for path, text in texts.items() if secret.text in text), None)


def _tells(line: str) -> bool:
    return len(bare(line)) >= _SHORTEST and not _COMMON.match(line.strip())


def _body_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The telling lines inside the functions of a file."""
    if not path.is_file():
        return
    source = path.read_text("utf-8")
    lines = source.splitlines()
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.decorator_list:
            numbers = range(node.body[0].lineno, (node.end_lineno or node.lineno) + 1)
            yield from ((number, lines[number - 1]) for number in numbers if _tells(lines[number - 1]))
