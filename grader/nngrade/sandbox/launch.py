"""The command that starts a worker process: our own interpreter, a clean environment, and what it may import from."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from nngrade.course.model import Topic
from nngrade.sandbox.cores import ONE_THREAD
from nngrade.sandbox.description import Needs

# Neither site-packages nor an environment variable may decide what is imported: the folders come on the command line.
# Importing makes many objects and no garbage: `child.preload` lets some be looked for again.
BOOT = "import gc, sys; gc.disable(); sys.path += sys.argv[1:]; from nngrade.sandbox.child import main; main()"
_FLAGS = ("-s", "-S", "-P", "-B")
# Where an installation says its libraries are: without them the interpreter itself may not start.
_PASSED_ON = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")


def needs_of(topic: Topic) -> Needs:
    """What a worker for a topic is started with; the folder of the course's answers is hidden."""
    return Needs(topic.needs, topic.limits.memory_mb, topic.limits.output_kb, (str(topic.folder.parent.absolute()),))


def python_command(path: list[str]) -> list[str]:
    """The command that starts our own interpreter in `child.py`; what it may import from comes on its command line."""
    return [sys.executable, *_FLAGS, "-c", BOOT, *path]


def start(command: list[str], folder: Path, variables: dict[str, str], inherited: tuple[int, ...]) -> "subprocess.Popen[bytes]":
    """Start a process in `folder`; it waits for its description on its standard input."""
    if os.name == "posix":
        apart: dict[str, Any] = {"pass_fds": inherited, "start_new_session": True}
    else:
        apart = {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}
    return subprocess.Popen(  # noqa: S603 - our own interpreter, with arguments of our own
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        bufsize=0,
        cwd=folder,
        env=variables,
        **apart,
    )


def environment(folder: Path) -> dict[str, str]:
    """The whole environment of a worker: nothing of the judge's, which may hold secrets."""
    return {
        **{name: os.environ[name] for name in _PASSED_ON if name in os.environ},
        **dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP"), str(folder)),
        "LANG": "C.UTF-8",
        "PATH": os.defpath,
        # The order of a set must not change a verdict.
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        **ONE_THREAD,
        # Nor may a verdict depend on a GPU that this machine has, and others have not.
        "CUDA_VISIBLE_DEVICES": "",
    }


def import_path(preload: tuple[str, ...]) -> list[str]:
    """The folders that hold nngrade and what a topic needs, found without importing anything."""
    folders: dict[str, None] = {str(Path(__file__).parents[2]): None}
    for name in ("msgspec", "numpy", *preload):
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.has_location and spec.origin is not None:
            # A package is a folder, a module a file: either way its own parent is what imports it.
            own = Path(spec.origin).parent if spec.submodule_search_locations else Path(spec.origin)
            folders[str(own.parent)] = None
    return list(folders)
