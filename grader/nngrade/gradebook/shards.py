"""A part of a class, for one of several machines: who is in it depends on the student alone."""

import re
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Self

from nngrade.errors import UsageError
from nngrade.gradebook.intake.model import Intake


@dataclass(frozen=True, slots=True)
class Shard:
    """The `index`-th of `count` parts, counted from 1."""

    index: int
    count: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2/8`."""
        match = re.fullmatch(r"\s*(\d{1,4})\s*/\s*(\d{1,4})\s*", text)
        if match is None or not 1 <= int(match[1]) <= int(match[2]):
            raise UsageError(f"--shard {text} is no part of a whole.", tip="Write it as 2/8: the second of eight parts.")
        return cls(int(match[1]), int(match[2]))

    def holds(self, student: str) -> bool:
        """Whether a student belongs to this part; on every machine the same."""
        return int.from_bytes(sha256(student.encode("utf-8", "surrogatepass")).digest()[:8], "big") % self.count == self.index - 1

    def part(self, intake: Intake) -> Intake:
        """This part of a class. What belongs to no student is told by the first part."""
        return replace(
            intake,
            students=tuple(one for one in intake.students if self.holds(one.id)),
            hand_ins=tuple(one for one in intake.hand_ins if self.holds(one.student.id)),
            problems=tuple(one for one in intake.problems if (self.holds(one.student) if one.student else self.index == 1)),
        )
