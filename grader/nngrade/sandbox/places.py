"""Where a worker's parts lie on this machine: what it must be able to read, and where its own folder is."""

import os
import sys
from pathlib import Path
from typing import Final

import nngrade

# A worker's own file system, where it has one.
SCRATCH: Final = "/scratch"
DEVICES: Final = tuple(Path("/dev", name) for name in ("null", "zero", "full", "random", "urandom"))
# An installed nngrade brings its course along, answers and all.
OWN_PACKAGE: Final = Path(nngrade.__file__).resolve().parent
OWN_COURSE: Final = OWN_PACKAGE / "_course"

_SYSTEM = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache", "/etc/localtime", "/usr/share/zoneinfo")


def system_folders() -> list[Path]:
    """The shared libraries of the system, and of whatever it was told to take them from."""
    told = os.environ.get("LD_LIBRARY_PATH", "").split(os.pathsep)
    return [Path(name) for name in (*_SYSTEM, *told) if name and Path(name).exists()]


def standard_library() -> Path:
    """The folder of Python's own modules."""
    return Path(os.__file__).parent


def libraries_of_python() -> list[Path]:
    """Shared libraries that came with our interpreter, for it and for its packages."""
    return sorted(Path(sys.base_prefix, "lib").glob("*.so*"))


def is_site(folder: Path) -> bool:
    """Whether packages are installed in this folder: all of them are then there to be imported."""
    return folder.name in ("site-packages", "dist-packages")
