"""The world of a side: its modules, its files, a suite's functions called there, and a second process of it."""

from pathlib import Path, PurePosixPath
from typing import Any

from nngrade.errors import CourseError
from nngrade.judge.objects import RemoteModule, is_asked_by_tools
from nngrade.judge.portable import Portable, portable


@portable
def _write(folder: str, name: str, data: bytes) -> str:
    path = Path(folder) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return str(path)


@portable
def _read(folder: str, name: str) -> bytes | None:
    path = Path(folder) / name
    return path.read_bytes() if path.is_file() else None


@portable
def _files(folder: str) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in Path(folder).rglob("*") if path.is_file())


class World:
    """What lives on a side: `worker.torch.nn.Linear(3, 2)` makes an object there, `worker(function, x)` calls a portable there.

    Each check has a folder of its own for files, empty when it begins.
    """

    def __init__(self, side: Any) -> None:
        self._side = side

    def __getattr__(self, name: str) -> Any:
        if is_asked_by_tools(name):
            raise AttributeError(name)
        return self._side.do("import", 0, name)

    def __call__(self, function: Portable, *args: Any, **kwargs: Any) -> Any:
        """Call a portable function there; what is no data comes back as a remote object."""
        if not isinstance(function, Portable):
            raise CourseError(f"{function!r} cannot be called on another side", tip="Mark the suite's function with `@portable`.")
        return self._side.call_portable(function, args, kwargs)

    def __repr__(self) -> str:
        return f"<the world of {self._side}>"

    def path(self, name: str = "") -> str:
        """Give the path, as that side knows it, of a file in this check's folder; of the folder itself without a name."""
        folder: str = self._side.folder()
        return folder if not name else str(PurePosixPath(folder) / _inside(name))

    def write(self, name: str, data: bytes) -> str:
        """Put a file into this check's folder; gives its path."""
        path: str = self(_write, self._side.folder(), _inside(name), data)
        return path

    def lay(self, name: str, data: bytes) -> None:
        """Put a file where the submission itself stands, for every check: `lay("data/words.txt", …)` is its `data/words.txt`."""
        self(_write, ".", _inside(name), data)

    def read(self, name: str) -> bytes | None:
        """Give the content of a file in this check's folder; None if there is none."""
        data = self(_read, self._side.folder(), _inside(name))
        return data if isinstance(data, bytes) else None

    def files(self) -> list[str]:
        """Name all files in this check's folder, sorted."""
        names = self(_files, self._side.folder())
        return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []

    def fresh(self) -> "tuple[RemoteModule, World]":
        """Start the submission in another process, which has seen nothing of this one: its functions, and its world."""
        side = self._side.fresh()
        return RemoteModule(side), World(side)


def _inside(name: str) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not name:
        message = f"a suite names its files within the check's own folder, and {name!r} is not"
        raise CourseError(message)
    return str(path)
