"""The folder that is a worker's home: made for it alone, and gone with it."""

import contextlib
import os
import shutil
import tempfile
import weakref
from pathlib import Path


class Scratch:
    """A scratch folder; removed by `remove`, or at the latest when this process ends."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.gettempdir()).resolve() / f"nngrade-{os.urandom(8).hex()}"
        # Seen to before it is there: Ctrl-C leaves no gap between the two.
        self.remove = weakref.finalize(self, _remove, self.folder, os.getpid())
        self.folder.mkdir(mode=0o700)


def _remove(folder: Path, owner: int) -> None:
    """Remove a folder and all that a student may have left in it."""
    if os.getpid() != owner:  # a fork of its owner, which will do it
        return
    try:
        remove_folder(folder)
    except BaseException:  # an alarm or Ctrl-C, which may come at any moment
        remove_folder(folder)
        raise


def remove_folder(folder: Path) -> None:
    """Remove a folder and all that is in it, as far as the system lets us."""
    with contextlib.suppress(OSError):
        folder.rmdir()  # nearly always it is empty
        return
    _flatten(folder)
    with contextlib.suppress(RecursionError):
        shutil.rmtree(folder, ignore_errors=True)


def _flatten(folder: Path) -> None:
    """Bring every folder within up to the top, level by level.

    A nest a few thousand folders deep is beyond `rmtree`, which recurses; and
    folders that forbid being listed are beyond it as well.
    """
    prefix = os.urandom(8).hex()
    waiting = [folder]
    count = 0
    while waiting:
        with contextlib.suppress(OSError):
            inner = waiting.pop()
            inner.chmod(0o700)
            for entry in inner.iterdir():
                if entry.is_dir() and not entry.is_symlink() and not entry.name.startswith(prefix):
                    count += 1
                    moved = folder / f"{prefix}-{count}"
                    entry.chmod(0o700)
                    entry.rename(moved)
                    waiting.append(moved)
