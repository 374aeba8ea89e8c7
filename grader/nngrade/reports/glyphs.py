"""The marks of a report: one set for consoles that speak Unicode, one for those that do not."""

from dataclasses import dataclass

from nngrade.model import Verdict


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Marks of an exercise by verdict, dots of its checks by verdict, and signs."""

    marks: dict[Verdict, str]
    dots: dict[Verdict, str]
    star: str
    ellipsis: str
    between: str
    rule: str


def _by_verdict(passed: str, failed: str, unfinished: str, skipped: str, broken: str) -> dict[Verdict, str]:
    known = {
        Verdict.PASSED: passed,
        Verdict.UNFINISHED: unfinished,
        Verdict.SKIPPED: skipped,
        Verdict.GRADER_ERROR: broken,
    }
    return {verdict: known.get(verdict, failed) for verdict in Verdict}


UNICODE = Glyphs(_by_verdict("✓", "✗", "○", "\N{EN DASH}", "!"), _by_verdict("●", "✗", "○", "·", "!"), "★", "…", "·", "─")
ASCII = Glyphs(_by_verdict("+", "x", "o", "-", "!"), _by_verdict("+", "x", "o", ".", "!"), "*", "...", "-", "-")
