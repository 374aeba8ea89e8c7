"""What a report says as lines of plain text, for outputs that have neither colours nor tables of their own."""

from collections.abc import Iterator

from nngrade.model import CheckReport, Finding, ValueView, Verdict
from nngrade.reports import text, values, words

MOST_LINES = 60
MOST_WIDTH = 400


def explanation(check: CheckReport) -> list[str]:
    """Why a check did not pass: the sentence that helps most, the call, what was expected, what came out, a hint."""
    lines = [words.headline(check), words.aside(check)]
    if check.finding:
        lines += evidence(check.finding)
    if hint := words.hint(check):
        lines.append(f"Hint: {hint}")
    return [text.shorten(line, MOST_WIDTH) for line in map(text.clean, filter(None, lines))][:MOST_LINES]


def problem(finding: Finding) -> list[str]:
    """Why nothing of a submission could be judged."""
    return [text.shorten(text.clean(line), MOST_WIDTH) for line in (finding.summary, finding.cause, *evidence(finding)) if line]


def evidence(finding: Finding) -> Iterator[str]:
    """The call with its inputs, expected and got, the lines of the student's file, what it printed."""
    if finding.call:
        yield f"Call: {finding.call}"
    for value in finding.inputs:
        yield from _value(value.name, value.value)
    for name, view in (("expected", finding.expected), ("got", finding.got)):
        if view is not None:
            yield from _value(name, view)
    for line in finding.traceback[-8:]:
        yield f"{line.where}: {line.text}"
    if finding.reproduction:
        yield f"To see it again: {finding.reproduction}"
    printed, left_out = text.head(finding.printed, 10) if finding.printed.strip() else ([], 0)
    yield from (f"printed: {line}" for line in printed)
    if left_out:
        yield f"printed: … {text.count(left_out, 'more line')}"


def _value(name: str, view: ValueView) -> Iterator[str]:
    if not view.cells:
        yield f"{name} = {view.text}"
        return
    rows = values.align(values.rows_of(view, mark="*"))
    lines = [values.GAP.join(cell.text for cell in row).rstrip() for row in rows]
    if len(lines) == 1:
        yield f"{name} = {lines[0].strip()}  ({view.description})"
        return
    yield f"{name} ({view.description}{', in part' if view.cut else ''}):"
    yield from (f"    {line}" for line in lines)


def verdict(check: CheckReport) -> str:
    """A verdict in a word or two, for people."""
    return _WORDS[check.verdict]


_WORDS = {
    Verdict.PASSED: "passed",
    Verdict.FAILED: "failed",
    Verdict.UNFINISHED: "not written yet",
    Verdict.ERRORED: "crashed",
    Verdict.TIMED_OUT: "did not stop in time",
    Verdict.OUT_OF_MEMORY: "out of memory",
    Verdict.SKIPPED: "skipped",
    Verdict.GRADER_ERROR: "the grader's fault",
}
