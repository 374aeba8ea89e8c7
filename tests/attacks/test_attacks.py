"""Every attack at every level: what is to be held is held, what is not to be is proved to be a real attack, and nobody else suffers."""

import os
from collections.abc import Iterator

import pytest

from nngrade.errors import SandboxError
from nngrade.sandbox import kernel
from nngrade.sandbox.detection import detect
from nngrade.sandbox.levels import Level
from arena import Arena, Attack, all_attacks, arena

ATTACKS = all_attacks()
# Set in CI: there a wall that is missing is a failure, and nothing is passed over.
DEMANDED = os.environ.get("NNGRADE_ISOLATION", "")


@pytest.fixture(scope="module", params=sorted(Level, reverse=True), ids=lambda level: level.label)
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    try:
        detect(request.param)
    except SandboxError as error:
        if DEMANDED and request.param <= Level[DEMANDED.upper()]:
            raise
        pytest.skip(error.message)
    kernel.adopt_orphans()  # so that nothing an attack starts gets out of sight
    with arena(tmp_path_factory.mktemp("arena", numbered=True), request.param) as opened:
        yield opened


def test_there_are_enough_attacks_and_each_says_what_it_does() -> None:
    assert len(ATTACKS) >= 60
    assert len({attack.title for attack in ATTACKS}) == len(ATTACKS)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_attack(world: Arena, attack: Attack) -> None:
    evidence = world.run(attack)
    succeeded = attack.proof(evidence)
    if world.level >= attack.held_from:
        assert not succeeded, evidence.told
        assert evidence.is_judged, evidence.told
        assert evidence.answer is not None
        assert evidence.answer["exit_code"] == 1, "an attack is the submission's fault, and nobody else's"
    else:
        # Else its proof would prove nothing where it is held.
        assert succeeded, evidence.told
    if not attack.name.startswith("reading"):  # who can read the answers has them
        assert not evidence.is_forged, evidence.told
    assert not evidence.left, "it left processes behind"
    world.controls()
