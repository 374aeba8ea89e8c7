"""How to judge. Kept apart from judging itself, which takes pytest and Hypothesis along."""

from dataclasses import dataclass

from nngrade.model import Disclosure


@dataclass(frozen=True, slots=True)
class Settings:
    """How to judge: the seed of every drawn input, and the most that a report may tell.

    `disclosure` is the level of checks that name none themselves; `cap` lowers all.
    """

    seed: int = 0
    disclosure: Disclosure = Disclosure.COUNTEREXAMPLE
    cap: Disclosure = Disclosure.FULL


USUAL = Settings()
