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


def hidden_lines(topic: Topic) -> dict[str, str]:
    """The lines that give an answer, or a known mistake, away: by their text without blanks, where they stand."""
    reference = topic.reference.read_text("utf-8")
    given = set(map(bare, make_stub(reference, topic).splitlines()))
    files = {path: _lines_inside(path) for path in (topic.misconceptions, topic.alternatives)}
    files[topic.reference] = enumerate(reference.splitlines(), start=1)
    found: dict[str, str] = {}
    for path, lines in files.items():
        for number, line in lines:
            if _tells(line) and bare(line) not in given:
                found[bare(line)] = f"{path.name}:{number}"
    return found


def bare(line: str) -> str:
    """A line without its blanks, in which formatters differ."""
    return "".join(line.split())


def secrets_of(topic: Topic, specs: Mapping[str, CheckSpec], published: str) -> Iterator[Secret]:
    """What was said about hidden checks and known mistakes, as far as it is not published anyway."""
    public = {text for spec in specs.values() if spec.public for text in (spec.title, spec.hint)}
    said: dict[str, tuple[str, ...]] = {
        f"{topic.suite}: `{name}`": (name.partition("[")[0], spec.title, spec.hint) for name, spec in specs.items() if not spec.public
    }
    for name, known in read_misconceptions(topic).items():
        said[f"{topic.misconceptions}: `{name}`"] = (name, known.says, known.hint)
    for where, texts in said.items():
        for text in texts:
            if len(text) >= _SHORTEST and text not in public and text not in published:
                yield Secret(text, where)


def first_leak(files: Iterable[Path], secrets: Iterable[Secret]) -> tuple[Path, Secret] | None:
    """The first file that says a secret, or None."""
    texts = [(path, path.read_bytes().decode("utf-8", "replace")) for path in files]
    for secret in secrets:
        whole = re.compile(rf"(?<!\w){re.escape(secret.text)}(?!\w)")
        for path, text in texts:
            if whole.search(text):
                return path, secret
    return None


def _lines_inside(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of the functions and classes of a file, without their decorators."""
    source = path.read_text("utf-8") if path.is_file() else ""
    lines = source.splitlines()
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield from enumerate(lines[node.lineno - 1 : node.end_lineno], start=node.lineno)


def _tells(line: str) -> bool:
    return len(bare(line)) >= _SHORTEST and not _COMMON.match(line.strip())
