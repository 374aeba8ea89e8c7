"""What is special about a submission that is a notebook: the names to run it for, and what its report remarks."""

import ast
import itertools
from collections.abc import Iterator

from nngrade.course.model import Topic
from nngrade.submissions.reading import Submission
from nngrade.worker.messages import Definition, Loaded

_MOST_NOTES = 5


def wanted_names(topic: Topic) -> tuple[str, ...]:
    """The names that a check may ask a submission for: the exercises, and what the reference or the stub has beside them."""
    names = dict.fromkeys(exercise.name for exercise in topic.exercises)
    # A machine of a cluster has no stub, a student edition no reference.
    known = topic.stub if topic.is_frozen else topic.reference
    try:
        given = ast.parse(known.read_text("utf-8")).body
    except (OSError, UnicodeDecodeError, SyntaxError, ValueError):
        given = []  # one that is missing or broken is told elsewhere
    for node in given:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names[node.name] = None
        elif isinstance(node, ast.Assign):
            names.update(dict.fromkeys(target.id for target in node.targets if isinstance(target, ast.Name)))
    return tuple(names)


def notes_on(loaded: Loaded, submission: Submission, exercises: set[str]) -> tuple[str, ...]:
    """Which of several definitions was judged, and which cells were passed over; none on a plain file."""
    if not submission.cells:
        return ()
    notes = [*_repeated(loaded.definitions, submission, exercises), *_passed_over(loaded.passed_over, submission)]
    return tuple(itertools.islice(notes, _MOST_NOTES))


def _repeated(definitions: tuple[Definition, ...], submission: Submission, exercises: set[str]) -> Iterator[str]:
    for name in sorted(exercises):
        own = [definition for definition in definitions if definition.name == name and definition.kind != "other"]
        cells = sorted({cell.number for one in own if (cell := submission.cell_at(one.line))})
        if len(cells) > 1:
            last = submission.place(own[-1].line).cell
            others = ", ".join(map(str, cells[:-1]))
            yield f"`{name}` is defined in cells {others} and {cells[-1]}: the last one, of cell {last}, was judged."


def _passed_over(lines: tuple[int, ...], submission: Submission) -> Iterator[str]:
    for line in lines:
        yield f"Cell {submission.place(line).cell} is no Python, and was passed over: no exercise needs it."
