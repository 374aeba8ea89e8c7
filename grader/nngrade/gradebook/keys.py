"""What a report depends on, as one key: who has the same key has the same report."""

import hashlib
import importlib.metadata
import platform
from pathlib import Path

from nngrade import __version__
from nngrade.course.model import Topic
from nngrade.judge.settings import Settings

# Changing these changes no verdict.
_BESIDE_THE_POINT = frozenset({"lesson.md", "alternatives.py", "waivers.toml", "pictures.py"})
_PICTURES = frozenset({".svg", ".png", ".jpg", ".gif", ".pyc"})
# They draw the inputs, and compute the answers that are compared.
_JUDGED_WITH = ("hypothesis", "numpy", "pytest", "torch")


def grader_fingerprint(needs: tuple[str, ...] = ()) -> str:
    """The grader's version, and those of what it judges with."""
    names = [name for name in _JUDGED_WITH if name != "torch" or "torch" in needs]
    python = ".".join(platform.python_version_tuple()[:2])
    return " ".join([f"nngrade {__version__}", f"python {python}", *(f"{name} {_version(name)}" for name in names)])


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "none"


def course_fingerprint(topic: Topic) -> str:
    """A digest of all that a topic judges by: the suite, the reference, the misconceptions, limits, data."""
    digest = hashlib.sha256()
    files = [path for path in sorted(topic.folder.rglob("*")) if not _is_beside_the_point(path.relative_to(topic.folder))]
    data = [topic.data_folder / name for name in topic.data]
    for path in (*files, *data):
        if path.is_file():
            _add(digest, path.relative_to(topic.folder.parent.parent).as_posix().encode())
            _add(digest, path.read_bytes())
    return digest.hexdigest()


def _is_beside_the_point(path: Path) -> bool:
    return (
        path.as_posix() in _BESIDE_THE_POINT
        or path.suffix in _PICTURES
        or any(part.startswith((".", "__pycache__")) for part in path.parts)
    )


def report_key(topic: Topic, course: str, grader: str, settings: Settings, isolation: str, submission: str) -> str:
    """The key of one report; `submission` is the digest of what was handed in."""
    digest = hashlib.sha256()
    for part in ("nngrade/key/v1", topic.name, course, grader, str(settings.seed), settings.disclosure.name, isolation, submission):
        _add(digest, part.encode())
    return digest.hexdigest()


def _add(digest: "hashlib._Hash", part: bytes) -> None:
    # With its length, so that no two lists of parts run together into the same bytes.
    digest.update(len(part).to_bytes(8, "big") + part)
