"""The one door: `nox` runs all that a change must pass, `nox -s lint` one part of it.

Sessions run in the environment that nox itself runs in; `pythons` alone makes
environments, one for each other Python that this machine has.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

import nox

nox.options.default_venv_backend = "none"
nox.options.error_on_external_run = False

ROOT = Path(__file__).parent
OTHER_PYTHONS = ("3.12", "3.13")
# What Colab's runtime has had since 2022; NumPy it brings along.
COLAB = ("ipython==7.34.0", "ipykernel==6.17.1", "nbclient", "numpy")


@nox.session
def tests(session: nox.Session) -> None:
    """The tests of the engine, on two cores."""
    session.run(sys.executable, "-m", "pytest", "-n", "2", "--dist", "worksteal", *session.posargs)


@nox.session
def fuzz(session: nox.Session) -> None:
    """A million malformed frames."""
    session.run(sys.executable, "benchmarks/fuzz_wire.py", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Style, and the formatter's opinion; `nox -s lint -- --fix` mends what it can."""
    fix = "--fix" in session.posargs
    session.run(sys.executable, "-m", "ruff", "check", *(["--fix"] if fix else []))
    session.run(sys.executable, "-m", "ruff", "format", *([] if fix else ["--check"]))


@nox.session
def types(session: nox.Session) -> None:
    """Types, strictly."""
    session.run(sys.executable, "-m", "mypy", *session.posargs)


@nox.session
def layers(session: nox.Session) -> None:
    """Who may import whom."""
    session.run(sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")


@nox.session
def course(session: nox.Session) -> None:
    """What is generated is up to date, and every topic judges as it is meant to, under two seeds unless more are asked for."""
    session.run(sys.executable, "-m", "nngrade", "author", "build", "--check")
    session.run(sys.executable, "-m", "nngrade", "author", "verify", *(session.posargs or ["--seeds", "2"]))


@nox.session
def pythons(session: nox.Session) -> None:
    """The NumPy topics under each other Python found: every reference passes, every stub does not."""
    found = {wanted: _find_python(wanted) for wanted in OTHER_PYTHONS}
    for wanted, python in found.items():
        if python is None:
            session.log(f"Python {wanted} is not on this machine: passed over")
        else:
            _check_under(session, wanted, python)


def _check_under(session: nox.Session, wanted: str, python: str) -> None:
    """Install nngrade in an environment of its own, and check both ends of every NumPy topic there."""
    folder = ROOT / ".nox" / f"python{wanted}"
    # A symlinked interpreter finds its environment by its own path, so that path is not resolved.
    inside = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not inside.exists():
        session.run(python, "-m", "venv", "--clear", str(folder))
    session.run(str(inside), "-m", "pip", "install", "--quiet", "--quiet", "-c", "constraints.txt", str(ROOT))
    topics = _numpy_topics()
    with tempfile.TemporaryDirectory() as elsewhere, session.chdir(elsewhere):
        session.run(str(inside), "-P", "-m", "nngrade", "check", *topics, "--reference")
        session.run(str(inside), "-P", "-m", "nngrade", "start", "stubs", *topics)
        with session.chdir("stubs"):
            session.run(str(inside), "-P", "-m", "nngrade", "check", *topics, success_codes=[1], silent=True)


@nox.session
def kernels(session: nox.Session) -> None:
    """Two topics' notebooks on their own, in a kernel as old as Colab's, where nngrade is not installed: they install it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        session.run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", str(folder / "wheels"), str(ROOT))
        inside = folder / "environment" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        session.run(sys.executable, "-m", "venv", str(folder / "environment"))
        session.run(str(inside), "-m", "pip", "install", "--quiet", *COLAB)
        solutions, exercises = ROOT / "solutions", ROOT / "exercises"
        pairs = [f"{topic}={exercises / topic / _notebook(topic)},{solutions / topic / 'reference.py'}" for topic in _numpy_topics()[:2]]
        session.run(
            str(inside),
            str(ROOT / "tests" / "jupyter" / "run_alone.py"),
            str(folder),
            *pairs,
            env={
                "PIP_FIND_LINKS": str(folder / "wheels"),
                "PIP_CONSTRAINT": str(ROOT / "constraints.txt"),
                "IPYTHONDIR": str(folder),
                "PYDEVD_DISABLE_FILE_VALIDATION": "1",
            },
        )


def _notebook(topic: str) -> str:
    return f"{_read(ROOT / 'solutions' / topic / 'topic.toml')['module']}.ipynb"


def _find_python(wanted: str) -> str | None:
    """Return a working interpreter of that version: one on the path, or one that pyenv installed."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    candidates = [shutil.which(f"python{wanted}"), *map(str, sorted(pyenv.glob(f"versions/{wanted}.*/bin/python")))]
    for candidate in filter(None, candidates):
        answer = subprocess.run([candidate, "--version"], capture_output=True, text=True, check=False)
        if re.match(rf"Python {re.escape(wanted)}\.", answer.stdout):
            return candidate
    return None


def _numpy_topics() -> list[str]:
    """Return the topics that need no torch: a wheel of it for each Python would be too much to ask."""
    solutions = ROOT / "solutions"
    names = [topic["name"] for topic in _read(solutions / "course.toml")["topics"]]
    return [name for name in names if "torch" not in _read(solutions / name / "topic.toml").get("needs", [])]


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
