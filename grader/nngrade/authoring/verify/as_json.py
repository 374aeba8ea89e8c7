"""A verification as JSON, for machines: what a person sees, and nothing else.

`schema` is "nngrade/verification/v1". A topic's row, and that of each exercise,
holds `[good, of]` pairs; `room` is how often the reference fits into its limits,
and null where that is not known, as are `stub` and `reference`. A fault's `path` starts at the
folder that holds `solutions/`, and its `line` is 0 for a whole file.
"""

from pathlib import Path
from typing import Any

import msgspec

from nngrade.authoring.verify.model import Fault, Row, Tally, Verification


def as_json(verification: Verification, root: Path) -> str:
    """Return the whole as text; `root` is the folder that paths start at."""
    whole: dict[str, Any] = {
        "schema": verification.schema,
        "course": verification.course,
        "seeds": verification.seeds,
        "seconds": round(verification.seconds, 1),
        "exit_code": verification.exit_code,
        "topics": [
            {
                **_row(topic.total),
                "judgings": topic.judgings,
                "in_workers": topic.in_workers,
                "flaky": topic.flaky,
                "exercises": [_row(row) for row in topic.exercises],
            }
            for topic in verification.topics
        ],
        "faults": [_fault(fault, root) for fault in verification.faults],
    }
    return msgspec.json.format(msgspec.json.encode(whole)).decode() + "\n"


def _row(row: Row) -> dict[str, Any]:
    return {
        "name": row.name,
        "checks": row.checks,
        "stub": row.stub,
        "reference": row.reference,
        "alternatives": _pair(row.alternatives),
        "caught": _pair(row.caught),
        "named": _pair(row.named),
        "room": None if row.room is None else round(row.room, 1),
    }


def _pair(tally: Tally) -> list[int]:
    return [tally.good, tally.of]


def _fault(fault: Fault, root: Path) -> dict[str, Any]:
    path = fault.path.relative_to(root) if fault.path.is_relative_to(root) else fault.path
    return {
        "gravity": fault.gravity.name.lower().replace("_", " "),
        "topic": fault.topic,
        "path": path.as_posix(),
        "line": fault.line,
        "what": fault.what,
        "tip": fault.tip,
    }
