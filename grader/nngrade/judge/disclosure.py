"""Cutting a finding down to what its reader may know; what is withheld is absent."""

from dataclasses import replace

from nngrade.model import Category, CheckReport, Disclosure, Finding


def disclosed(report: CheckReport, cap: Disclosure) -> CheckReport:
    """A check's report at its own disclosure level or the cap, whichever tells less."""
    level = min(report.disclosure, cap)
    finding = report.finding
    if finding is not None:
        finding = _cut(finding, level)
    hint = report.hint if level >= Disclosure.HINT else ""
    return replace(report, disclosure=level, hint=hint, finding=finding)


def _cut(finding: Finding, level: Disclosure) -> Finding | None:
    if level is Disclosure.VERDICT:
        return None
    if level < Disclosure.COUNTEREXAMPLE and finding.category in (Category.MISSING, Category.NOT_WRITTEN):
        # What is not there knows of no input.
        return Finding(finding.category, finding.summary)
    if level is Disclosure.CATEGORY:
        return Finding(finding.category, "")
    if level is Disclosure.HINT:
        # A summary, a relation, an exception's message and printed text can each carry the input out.
        return Finding(finding.category, "", misconception=finding.misconception)
    return finding
