"""Which walls a worker started now would have, found by starting one."""

from nngrade.sandbox.description import Needs
from nngrade.sandbox.levels import Isolation, Level
from nngrade.sandbox.session import Session
from nngrade.sandbox.zygote import Zygote

_SECONDS = 60.0
_NOTHING = Needs((), memory_mb=64, output_kb=64)


def detect(demanded: Level | None = None) -> Isolation:
    """The isolation of a worker that has nothing to do; raises SandboxError when none starts, or none at the level demanded."""
    zygote = Zygote(_NOTHING, demanded)
    try:
        session = Session(zygote.needs, zygote)
        try:
            session.begin(0, (), _SECONDS, _SECONDS)
        finally:
            session.close()
        assert zygote.isolation is not None
        return zygote.isolation
    finally:
        zygote.close()
