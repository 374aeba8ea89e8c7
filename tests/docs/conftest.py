"""The blocks of a Markdown page, and running them in order as a reader would.

`sh` is run in a shell, which keeps its folder from block to block; the `text`
below it is what it prints, where `…` stands for anything. `python FILE` (or any
other language with a file's name after it) is what the reader writes into that
file. `sh exit=1` says that its last command ends with that code.
"""

import doctest
import os
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

SECONDS = 300


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, the words after that, its text and its first line."""

    language: str
    words: tuple[str, ...]
    text: str
    line: int


def blocks_of(page: Path) -> list[Block]:
    """Every fenced block of a page."""
    tokens = [token for token in MarkdownIt().parse(page.read_text("utf-8")) if token.type == "fence"]
    infos = [(token.info.split() or [""], token) for token in tokens]
    return [Block(info[0], tuple(info[1:]), token.content, token.map[0] + 1) for info, token in infos]


class Reader:
    """Somebody who does what a page says, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._place = folder.parent / "place"
        self._printed = ""

    def follow(self, page: Path) -> None:
        """Do all of a page; an AssertionError says in which line it does not hold."""
        for block in blocks_of(page):
            where = f"{page.name}, line {block.line}"
            if block.language == "sh":
                self._run(block, where)
            elif block.language == "text":
                compare(block.text, self._printed, where)
            elif block.words:
                path = self.folder / block.words[0]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(block.text, encoding="utf-8")

    def type(self, commands: str, answer: str = "") -> tuple[int, str]:
        """Type into a shell; gives the last exit code, and what was printed."""
        done = subprocess.run(
            ["bash", "-c", f"{commands}\ncode=$?; pwd > {shlex.quote(str(self._place))}; exit $code"],
            cwd=self.folder,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            input=answer,
            encoding="utf-8",
            timeout=SECONDS,
            check=False,
        )
        self.folder = Path(self._place.read_text("utf-8").removesuffix("\n"))
        return done.returncode, done.stdout

    def _run(self, block: Block, where: str) -> None:
        code, self._printed = self.type(block.text)
        wanted = next((int(word.removeprefix("exit=")) for word in block.words if word.startswith("exit=")), 0)
        assert code == wanted, f"{where}: exit code {code}\n{self._printed}"


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    """Somebody with an empty folder."""
    (tmp_path / "home").mkdir()
    return Reader(tmp_path / "home")


def environment() -> dict[str, str]:
    """A shell in which `nngrade` is the one under test, and whose terminal is 80 columns wide."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NNGRADE", "PYTEST"))}
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    return {**kept, "PATH": path, "COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb", "PYTHONUTF8": "1"}


def compare(wanted: str, printed: str, where: str) -> None:
    """What is shown is what was printed: `…` stands for anything, and how many blanks there are for nothing."""
    want, got = (bare(text).replace("…", "...") for text in (wanted, printed))
    assert doctest.OutputChecker().check_output(want, got, doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE), (
        f"{where}: printed was\n{bare(printed)}"
    )


def bare(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines()) + "\n"
