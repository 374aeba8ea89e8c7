"""An audit for programs: versioned JSON."""

import json
from collections.abc import Sequence
from typing import Any

from nngrade.authoring.audit.model import SCHEMA, Fate, Figures, Goal, TopicAudit, diff_of

_Json = dict[str, Any]


def render(audits: Sequence[TopicAudit], goal: Goal) -> str:
    """The audits as indented JSON in ASCII, its keys always in the same order, ended by a line break."""
    whole = {
        "schema": SCHEMA,
        "goal": {"killed_percent": goal.killed, "waived_percent": goal.waived},
        "passed": all(audit.meets(goal) for audit in audits),
        "topics": [_topic(audit, goal) for audit in audits],
    }
    return json.dumps(whole, indent=2, allow_nan=False) + "\n"


def _topic(audit: TopicAudit, goal: Goal) -> _Json:
    return {
        "topic": audit.topic.name,
        "passed": audit.meets(goal),
        **_figures(audit.figures),
        "exercises": [{"exercise": figures.name, **_figures(figures)} for figures in audit.exercises],
        "survivors": [_survivor(fate, audit) for fate in audit.survivors],
        "waived": [{"mutant": waiver.mutant, "reason": waiver.reason} for waiver in audit.waived.values()],
        "stale": [{"mutant": stale.waiver.mutant, "line": stale.waiver.line, "killed_by": stale.check} for stale in audit.stale],
        "killed": [
            {"mutant": fate.mutant.name, "check": fate.check, "verdict": fate.verdict.value} for fate in audit.fates if fate.is_killed
        ],
    }


def _figures(figures: Figures) -> _Json:
    return {
        "mutants": figures.mutants,
        "num_killed": figures.killed,
        "num_waived": figures.waived,
        "num_survivors": figures.survivors,
        "killed_percent": round(figures.killed_percent, 2),
        "waived_percent": round(figures.waived_percent, 2),
    }


def _survivor(fate: Fate, audit: TopicAudit) -> _Json:
    mutant = fate.mutant
    return {
        "mutant": mutant.name,
        "exercise": mutant.exercise,
        "operator": mutant.operator,
        "line": mutant.line,
        "diff": list(diff_of(mutant, audit.topic)),
    }
