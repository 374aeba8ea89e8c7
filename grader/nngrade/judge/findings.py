"""From an outcome to the finding that a report shows: what, on which input, and why."""

from nngrade.errors import CourseError
from nngrade.judge.calls import call_text, named_inputs, reproduction
from nngrade.judge.comparison import compare
from nngrade.judge.diagnosis.axes import other_axis
from nngrade.judge.diagnosis.crashes import known_cause
from nngrade.judge.diagnosis.naming import Naming
from nngrade.judge.diagnosis.relations import relation
from nngrade.judge.failures import NOTHING, Call, Failure, NotFrozenError, RaisedFailure, WorkerGone
from nngrade.judge.faults import told
from nngrade.judge.run import Outcome, Run
from nngrade.judge.student import NotLoadedError, UnreadableError
from nngrade.judge.views import view, view_pair
from nngrade.model import Category, CodeLine, Finding, Misconception, NamedValue, ValueView, Verdict
from nngrade.sandbox.session import WorkerLostError
from nngrade.worker.messages import Frame, NotLoaded, Raised

_CATEGORY_OF_END = {
    "time": Category.LOOP,
    "cpu": Category.LOOP,
    "memory": Category.MEMORY,
    "output": Category.OUTPUT,
    "reply": Category.DIED,
    "died": Category.DIED,
}


def finding_of(run: Run, outcome: Outcome, naming: Naming) -> Finding | None:
    """Everything that can be said about a check that did not pass; None where the verdict says it all."""
    if outcome.verdict is Verdict.GRADER_ERROR and outcome.error is not None:
        return _grader_finding(run, outcome.error)
    if outcome.verdict is Verdict.UNFINISHED:
        summary = outcome.failure.summary if isinstance(outcome.failure, Failure) else ""
        is_missing = isinstance(outcome.failure, Failure) and outcome.failure.category is Category.MISSING
        if is_missing:
            return Finding(Category.MISSING, summary)
        return Finding(Category.NOT_WRITTEN, f"`{outcome.spec.exercise}` is not written yet")
    match outcome.failure:
        case WorkerGone() as gone:
            return _finding_of_end(run, outcome, gone, naming)
        case RaisedFailure() as raised:
            return _finding_of_exception(run, outcome, raised, naming)
        case Failure() as failure:
            return _finding_of_failure(run, outcome, failure, naming)
    return None


def problem_of(run: Run) -> Finding | None:
    """Why nothing of a submission could be judged."""
    match run.problem:
        case WorkerGone() as gone:
            category = _CATEGORY_OF_END.get(gone.lost.end, Category.DIED)
            lines = _loop_lines(run, gone.lost)
            summary = f"While {run.student.name} was being read in, {gone.lost.detail}."
            if gone.lost.end == "reply":
                summary = "The answers that came back are not in the grader's format, so nothing can be judged."
            return Finding(category, summary, traceback=lines, printed=gone.lost.printed)
        case UnreadableError() as problem:
            return Finding(Category.NOT_READ, str(problem))
        case NotLoadedError() as problem if isinstance(problem.reply, NotLoaded):
            return _finding_of_refusal(run, problem.reply)
        case NotLoadedError() as problem if isinstance(problem.reply, Raised):
            return _finding_at_import(run, problem.reply)
    return None


def _finding_of_refusal(run: Run, refused: NotLoaded) -> Finding:
    name, line = run.student.name, run.student.place(refused.line)
    code = (_code_line(run, refused.line, "", refused.column),)
    if refused.reason == "syntax":
        return Finding(Category.SYNTAX, f"{name}, {line}: {refused.message}", traceback=code)
    if refused.reason == "empty":
        return Finding(Category.NOT_WRITTEN, f"{name} holds no code.")
    if refused.message.startswith("."):
        return Finding(Category.IMPORT, f"{name}, {line} imports from its own folder; a submission is one file.", traceback=code)
    allowed = [*(f"`{module}`" for module in run.topic.needs), "the standard library"]
    return Finding(
        Category.IMPORT,
        f"{name}, {line} imports `{refused.message}`, which this topic does not use.",
        cause=f"It may import {' and '.join(filter(None, (', '.join(allowed[:-1]), allowed[-1])))}.",
        traceback=code,
    )


def _finding_at_import(run: Run, raised: Raised) -> Finding:
    failure = RaisedFailure(raised.kinds, raised.message, raised.frames, None)
    category = Category.IMPORT if "ImportError" in raised.kinds else Category.CRASH
    return Finding(
        category,
        f"{run.student.name} could not be executed: {failure.summary}",
        cause=known_cause(failure, ""),
        traceback=_code(run, raised.frames),
        printed=run.student.printed,
    )


def _finding_of_end(run: Run, outcome: Outcome, gone: WorkerGone, naming: Naming) -> Finding:
    lost = gone.lost
    lines = _loop_lines(run, lost)
    summary = _sentence(lost.detail)
    if lines:
        summary = f"It was still running in {lines[-1].where} when its time was up."
    call, inputs, _ = _call_parts(run, gone.call)
    return Finding(
        _CATEGORY_OF_END.get(lost.end, Category.DIED),
        summary,
        misconception=naming.name(run, outcome),
        call=call,
        inputs=inputs,
        traceback=lines,
        printed=lost.printed,
    )


def _finding_of_exception(run: Run, outcome: Outcome, raised: RaisedFailure, naming: Naming) -> Finding:
    call, inputs, line = _call_parts(run, raised.call)
    expected = None if raised.expected is NOTHING else view(raised.expected)
    return Finding(
        Category.CRASH,
        raised.summary,
        cause=known_cause(raised, _wanted(run, raised)),
        misconception=naming.name(run, outcome),
        call=call,
        inputs=inputs,
        expected=expected,
        traceback=_code(run, raised.frames),
        reproduction=line,
        printed=outcome.printed,
    )


def _finding_of_failure(run: Run, outcome: Outcome, failure: Failure, naming: Naming) -> Finding:
    call, inputs, line = _call_parts(run, failure.call)
    got, expected = _views(failure)
    raised = failure.__cause__ if isinstance(failure.__cause__, RaisedFailure) else None
    named: Misconception | None = naming.name(run, outcome)
    return Finding(
        failure.category,
        _sentence(failure.summary),
        cause=_cause(run, failure) if raised is None else known_cause(raised, _wanted(run, raised)),
        misconception=named,
        call=call,
        inputs=inputs,
        expected=expected,
        got=got,
        traceback=_code(run, raised.frames) if raised is not None else (),
        reproduction=line,
        printed=outcome.printed,
    )


def _cause(run: Run, failure: Failure) -> str:
    if failure.got is None and failure.expected is not None:
        return "The function gives back None: is there a `return` at its end?"
    difference, call = failure.difference, failure.call
    if difference is None or call is None or not _is_whole_answer(failure, call) or not _is_right_answer(run, failure, call):
        return ""
    words = relation(difference.got, difference.expected, call)
    if words and difference.where:
        return f"{_sentence(difference.where)[:-1]}: {words[:1].lower()}{words[1:]}"
    return words or other_axis(failure.got, call, run.reference)


def _is_whole_answer(failure: Failure, call: Call) -> bool:
    """Whether what was compared is what the call gave back, or one of its parts: relations of anything else mislead."""
    parts = call.result if isinstance(call.result, list | tuple) else ()
    return failure.got is call.result or any(failure.got is part for part in parts)


def _is_right_answer(run: Run, failure: Failure, call: Call) -> bool:
    """Whether what was expected is the reference's answer to the same call, and not some other number of the suite's."""
    if call.history:
        return False
    try:
        right = run.reference.call_function(call.function, call.args, call.kwargs)
    except (Failure, NotFrozenError, CourseError):
        return False
    place = next((place for place, part in enumerate(call.result) if part is failure.got), None) if failure.got is not call.result else None
    if place is not None:
        right = right[place] if isinstance(right, list | tuple) and place < len(right) else NOTHING
    return right is not NOTHING and compare(failure.expected, right) is None


def _views(failure: Failure) -> tuple[ValueView | None, ValueView | None]:
    """What came out and what should have: of containers, the parts that differ."""
    if failure.difference is not None:
        return view_pair(failure.difference.got, failure.difference.expected, failure.difference.at, failure.tolerance)
    if failure.got is not NOTHING and failure.expected is not NOTHING:
        return view_pair(failure.got, failure.expected)
    got = None if failure.got is NOTHING else view(failure.got)
    expected = None if failure.expected is NOTHING else view(failure.expected)
    return got, expected


def _call_parts(run: Run, call: Call | None) -> tuple[str, tuple[NamedValue, ...], str]:
    if call is None or not (call.function or call.history):
        return "", (), ""
    names_of = run.reference.parameters_of
    return (
        call_text(call, names_of),
        named_inputs(call, names_of),
        reproduction(call, None if run.student.is_notebook else run.topic.module),
    )


def _wanted(run: Run, raised: RaisedFailure) -> str:
    """How what was called is to be called, as its exercise says it."""
    called = raised.call.function if raised.call else ""
    titles = [exercise.title.removeprefix("class ") for exercise in run.topic.exercises if exercise.name == called]
    return titles[0] if titles else call_text(raised.call, run.reference.parameters_of) if raised.call else ""


def _code(run: Run, frames: tuple[Frame, ...]) -> tuple[CodeLine, ...]:
    """The student's lines of a traceback; of a function that calls itself over and over, the line twice."""
    kept = [frame for place, frame in enumerate(frames) if frame not in frames[max(0, place - 2) : place] or frame != frames[place - 2]]
    return tuple(_code_line(run, frame.line, frame.function) for frame in kept)


def _code_line(run: Run, line: int, function: str, column: int | None = None) -> CodeLine:
    place = run.student.place(line)
    return CodeLine(place.line, function, _line(run, line), column, place.cell)


def _line(run: Run, number: int) -> str:
    lines = run.student.source_lines
    return lines[number - 1].rstrip()[:200] if 0 < number <= len(lines) else ""


def _loop_lines(run: Run, lost: WorkerLostError) -> tuple[CodeLine, ...]:
    own = [frame for frame in lost.stack if frame.filename == run.topic.filename]
    return tuple(_code_line(run, frame.line, frame.function) for frame in reversed(own[:5]))


def _grader_finding(run: Run, error: BaseException) -> Finding:
    return Finding(Category.GRADER, f"The check itself broke ({told(error, run.topic.folder)}). You lose no points by it.")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
