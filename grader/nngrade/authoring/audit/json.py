"""An audit for programs: versioned JSON, whose keys `docs/reference/audit.md` explains."""

import json
from collections.abc import Sequence
from typing import Any

from nngrade.authoring.audit.model import SCHEMA, Fate, Figures, Goal, Stale, TopicAudit, diff_of
