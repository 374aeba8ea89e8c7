"""What a topic is judged by, in one parcel: a machine of a cluster need not have the course."""

import io
import tarfile
import tempfile
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from nngrade.course.model import Topic


@dataclass(frozen=True, slots=True)
class Parcel:
    """A topic and its files. `digest` tells one from another."""

    topic: Topic
    files: bytes
    digest: str


def pack(topic: Topic) -> Parcel:
    """Put a topic, its answers and its data sets in a parcel."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        archive.add(topic.folder, f"solutions/{topic.name}", filter=_without_caches)
        for name in topic.data:
            archive.add(topic.data_folder / name, f"exercises/data/{name}")
    files = packed.getvalue()
    return Parcel(topic, files, sha256(files).hexdigest())


def unpack(parcel: Parcel) -> tuple[Topic, "tempfile.TemporaryDirectory[str]"]:
    """Lay a parcel out in a folder of its own; gives the topic as it stands there, and the folder, which goes with its last user."""
    folder = tempfile.TemporaryDirectory(prefix="nngrade-topic-")
    root = Path(folder.name)
    with tarfile.open(fileobj=io.BytesIO(parcel.files), mode="r:gz") as archive:
        archive.extractall(root, filter="data")
    name = parcel.topic.name
    return replace(parcel.topic, folder=root / "solutions" / name, student_folder=root / "exercises" / name), folder


def _without_caches(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    return None if "__pycache__" in member.name else member
