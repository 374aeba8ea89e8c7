"""Starting a process with nothing of the machine in sight but what it needs, through bubblewrap (Linux)."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from nngrade.sandbox.description import Needs
from nngrade.sandbox.places import DEVICES, OWN_COURSE, OWN_PACKAGE, SCRATCH, is_site, libraries_of_python, standard_library, system_folders

_SCRATCH_BYTES = 256 * 2**20
_NAMESPACES = ("--unshare-user", "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try")


def find_bubblewrap() -> str | None:
    """Where the program is; None where it is not installed."""
    return shutil.which("bwrap", path=f"{os.environ.get('PATH', os.defpath)}{os.pathsep}{Path(sys.executable).parent}")


def interpreter() -> Path:
    """Our own interpreter itself: the links to it that an environment holds are not in sight."""
    return Path(sys.executable).resolve(strict=True)


def wrapped(program: str, command: list[str], import_path: list[str], needs: Needs) -> list[str]:
    """The command that runs `command` in namespaces of its own."""
    binds = list(dict.fromkeys(_in_sight(import_path, needs)))
    words = [program, *_NAMESPACES, "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--hostname", "nngrade"]
    for path in binds:
        words += ["--ro-bind-try", str(path), str(path)]
    hidden = [OWN_COURSE, *map(Path, needs.hidden)]
    # What lies in a folder that is hidden is hidden with it: there is no place left there to put anything over it.
    for path in (path for path in dict.fromkeys(hidden) if not any(other in path.parents for other in hidden)):
        if path.is_dir() and any(path.is_relative_to(bound) for bound in binds):
            words += ["--tmpfs", str(path), "--remount-ro", str(path)]
    for device in DEVICES:
        words += ["--dev-bind", str(device), str(device)]
    words += ["--proc", "/proc", "--size", str(_SCRATCH_BYTES), "--tmpfs", SCRATCH, "--remount-ro", "/", "--chdir", SCRATCH]
    return [*words, "--", *command]


def _in_sight(import_path: list[str], needs: Needs) -> Iterator[Path]:
    """Read-only, under their own names: the interpreter, its libraries, and what may be imported."""
    yield from system_folders()
    yield standard_library()
    yield from (Path(name) for name in sys.path if Path(name).name == "lib-dynload")
    yield interpreter()
    yield from libraries_of_python()
    for folder in map(Path, import_path):
        if is_site(folder):
            yield folder
        else:
            yield from (folder / name for module in ("msgspec", "numpy", *needs.preload) for name in (module, f"{module}.py"))
    yield OWN_PACKAGE
