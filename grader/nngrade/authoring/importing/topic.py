"""Writing the topic that a source notebook becomes, and trying it on its own reference."""

import ast
import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from nngrade.authoring.build import build_course
from nngrade.authoring.importing import nbgrader, otter
from nngrade.authoring.importing.answers import Reference, imports_of, make_reference
from nngrade.authoring.importing.checks import make_suite
from nngrade.authoring.importing.model import Answer, RawCell, Source, Text
from nngrade.authoring.new import check_name, extend_course, make_course
from nngrade.course.model import Topic
from nngrade.course.toml import write_table
from nngrade.errors import UsageError, wanting
from nngrade.judge.judging import judge
from nngrade.model import Verdict
from nngrade.submissions.notebooks import read_notebook
from nngrade.submissions.reading import Submission
from nngrade.submissions.workspace import write_whole, writing

_NBGRADER = re.compile(r"^\s*#+\s*BEGIN (?:SOLUTION|HIDDEN TESTS)\b", re.MULTILINE)
_OTTER = re.compile(r"^\s*#\s*(?:ASSIGNMENT CONFIG|BEGIN QUESTION)\b", re.IGNORECASE)
_TOOLS = frozenset({"nbgrader", "otter", "nngrade", "IPython"})


@dataclass(frozen=True, slots=True)
class Imported:
    """A topic as it came out: what was left out, and the checks that its own reference does not pass."""

    topic: Topic
    kind: str
    checks: int
    remarks: tuple[str, ...]
    failing: tuple[str, ...]


def import_topic(notebook: Path, name: str, course: Path, *, new_course: Path | None = None) -> Imported:
    """Make a topic of a source notebook, in the course whose `course.toml` stands in `course`, or in one that is begun.

    A UsageError says what is wrong with the notebook or the name; nothing is written before that is known.
    """
    check_name(name)
    source = _read(notebook)
    reference = make_reference(source)
    title = source.title or _heading(source) or name
    suite = make_suite(source, reference, title)
    files = {
        "topic.toml": _topic_toml(source, reference, title, name),
        "reference.py": f'"""{title}."""\n\n{reference.source}',
        "lesson.md": _lesson(source, reference, title),
        "suite.py": suite.text,
    }

    def lay(folder: Path) -> None:
        with writing(folder):
            folder.mkdir(parents=True)
        for file, text in files.items():
            write_whole(folder / file, text.encode())

    made = make_course(new_course, name, lay) if new_course is not None else extend_course(course, name, lay)
    topic = made.topic(name)
    build_course(replace(made, topics=(topic,)))
    return Imported(topic, source.kind, suite.count, tuple(source.remarks), tuple(_failing(topic)) if suite.count else ())


def _read(path: Path) -> Source:
    read_notebook(path)  # says plainly what is wrong with a file that is no notebook
    with wanting("notebook"):
        from nbformat import read  # noqa: PLC0415 - only importing needs it
    cells = [_raw(cell, number) for number, cell in enumerate(read(path, as_version=4).cells, start=1)]
    if any(cell.kind == "raw" and _OTTER.match(cell.source) for cell in cells):
        return otter.read(cells)
    if any(cell.grading or (cell.kind == "code" and _NBGRADER.search(cell.source)) for cell in cells):
        return nbgrader.read(cells)
    message = f"{path} is no source notebook of nbgrader's or otter's: no cell of it says what it is."
    tip = "nbgrader marks cells in their metadata and with `### BEGIN SOLUTION`, otter with raw cells such as `# BEGIN QUESTION`."
    raise UsageError(message, tip=tip)


def _raw(cell: dict[str, object], number: int) -> RawCell:
    metadata = cell.get("metadata")
    grading = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    known = grading if isinstance(grading, dict) else None
    return RawCell(str(cell.get("cell_type")), str(cell.get("source", "")), number, known, _shown(cell.get("outputs")))


def _shown(outputs: object) -> str | None:
    """What the last expression of a cell showed as text, when the notebook was run."""
    for output in outputs if isinstance(outputs, list) else ():
        if output.get("output_type") == "execute_result" and "text/plain" in output.get("data", {}):
            return str(output["data"]["text/plain"])
    return None


def _heading(source: Source) -> str:
    for part in source.parts:
        if isinstance(part, Text) and (found := re.search(r"^#\s+(.+?)\s*#*$", part.markdown, re.MULTILINE)):
            return re.sub(r"[*_`]", "", found[1])
    return ""


def _topic_toml(source: Source, reference: Reference, title: str, name: str) -> str:
    texts = [part.markdown for part in source.parts if isinstance(part, Text)]
    sentences = [
        line for text in texts for line in text.splitlines() if line.strip() and not line.startswith(("#", "-", "*", "|", ">", "!"))
    ]
    packages = imports_of(ast.parse(reference.source).body)
    needs = [package for package in packages if package not in sys.stdlib_module_names and package not in _TOOLS]
    exercises = [{"name": one.name, "title": one.title, "summary": one.summary, "hints": []} for one in reference.exercises]
    table = {
        "format": 1,
        "title": title,
        "summary": (sentences[0] if sentences else f"{title}.").strip(),
        "module": name.replace("-", "_"),
        "needs": needs,
        "exercises": exercises,
    }
    return write_table(table)


def _lesson(source: Source, reference: Reference, title: str) -> str:
    """The texts in their order, with a section for each exercise: the text before an answer is about it."""
    texts: list[str] = []
    for part in source.parts:
        if isinstance(part, Text):
            texts.append(part.markdown.strip())
        elif isinstance(part, Answer):
            own = [one for one in reference.exercises if re.search(rf"^(?:async def|def|class) {one.name}\b", part.code, re.MULTILINE)]
            named = [f"`{one.name}`" for one in own if not re.search(rf"^#+ .*`{one.name}[`(]", "\n".join(texts), re.MULTILINE)]
            if named:
                about = texts.pop() if texts and not texts[-1].startswith("# ") else own[0].summary
                texts.append(_section(about, ", ".join(named)))
    if not texts or not texts[0].startswith("# "):
        texts.insert(0, f"# {title}")
    return "\n\n".join(texts) + "\n"


def _section(about: str, names: str) -> str:
    heading, _, rest = about.partition("\n")
    if found := re.match(r"#+\s+(.*?)\s*#*$", heading):
        return f"## {found[1]}: {names}\n{rest}".rstrip()
    return f"## {names}\n\n{about}"


def _failing(topic: Topic) -> list[str]:
    """The checks that the reference itself does not pass, each with why."""
    report = judge(topic, Submission(topic.reference, topic.reference.read_text("utf-8"), ""))
    if report.problem is not None:
        return [report.problem.summary]
    checks = [check for exercise in report.exercises for check in exercise.checks if check.verdict is not Verdict.PASSED]
    return [f"{check.name}: {check.finding.summary if check.finding else check.verdict.value}" for check in checks]
