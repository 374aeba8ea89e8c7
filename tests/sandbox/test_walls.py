"""What the walls let a worker see and do, and what they cost an honest one: nothing."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nngrade.errors import SandboxError
from nngrade.sandbox import bubblewrap, landlock, walls
from nngrade.sandbox.description import Needs
from nngrade.sandbox.detection import detect
from nngrade.sandbox.landlock import Grant
from nngrade.sandbox.levels import CALLS, FILES, NAMESPACES, Isolation, Level, weakest
from nngrade.sandbox.session import Session
from nngrade.sandbox.zygote import Zygote, can_fork
from nngrade.worker.messages import Load, Loaded

Submit = Callable[..., Any]
linux = pytest.mark.skipif(not can_fork(), reason="walls are made of parts that only Linux has")
pytestmark = linux


@pytest.fixture(params=sorted(Level, reverse=True), ids=lambda level: level.label)
def level(request: pytest.FixtureRequest) -> Level:
    return request.param


HONEST = {
    "a temporary file": "import tempfile\nwith tempfile.TemporaryFile() as file: return file.write(b'abc')",
    "a temporary folder": "import tempfile\nwith tempfile.TemporaryDirectory() as folder: return os.path.exists(folder)",
    "a copied file": "import shutil\nopen('a', 'w').write('x')\nshutil.copy2('a', 'b')\nreturn open('b').read()",
    "a moved file": "open('a', 'w').write('x')\nos.replace('a', 'b')\nreturn os.listdir('.')",
    "a folder of files": """
from pathlib import Path
Path('d/e').mkdir(parents=True)
Path('d/e/f').write_text('x')
return len(list(Path('.').rglob('*')))
""",
    "an event loop": "import asyncio\nasync def g():\n    await asyncio.sleep(0)\n    return 3\nreturn asyncio.run(g())",
    "threads": "from concurrent.futures import ThreadPoolExecutor\nwith ThreadPoolExecutor(4) as pool: return sum(pool.map(abs, range(9)))",
    "a clock": "import datetime\nreturn datetime.datetime.now().year > 2000",
    "a module that is loaded late": "import wave, decimal, sqlite3\nreturn sqlite3.connect('x.db').execute('select 2').fetchone()",
    "a part of NumPy that is loaded late": "import numpy.polynomial.chebyshev as c\nreturn float(c.chebval(1.0, [1, 2]))",
    "an archive": "import numpy as np\nnp.savez('x.npz', a=np.arange(3))\nreturn np.load('x.npz')['a'].sum()",
    "a mapped array": "a = np.memmap('m', dtype='f4', mode='w+', shape=(3,))\na[:] = 2\na.flush()\nreturn float(a.sum())",
    "random bytes": "import secrets\nreturn len(secrets.token_bytes(8))",
    "a subinterpreter of expressions": "return eval(compile('1 + 1', 'x', 'eval'))",
    "its own limits": "import resource\nreturn len(resource.getrlimit(resource.RLIMIT_AS))",
    "linear algebra": "return float(np.linalg.svd(np.ones((50, 50)))[1][0])",
    "nothing to print to a terminal": "import shutil\nreturn sys.stdout.isatty() or shutil.get_terminal_size()[0]",
}


@pytest.mark.parametrize("body", HONEST.values(), ids=HONEST.keys())
def test_honest_work_is_the_same_at_every_level(submit: Submit, body: str, level: Level) -> None:
    assert submit(body, level=level).call("f") not in (None, "")


def test_a_worker_has_three_descriptors_of_its_own(submit: Submit, level: Level) -> None:
    body = """
found = []
for number in range(256):
    try: os.fstat(number)
    except OSError: continue
    found.append(number)
return found
"""
    # Its streams; its line and its stacks; the stream that its output overflows to.
    assert len(submit(body, level=level).call("f")) == 6


def test_the_walls_are_named(level: Level) -> None:
    isolation = detect(level)
    assert isolation.level is level
    assert level.walls <= set(isolation.walls)
    assert not {FILES, CALLS, NAMESPACES} & set(isolation.walls) - level.walls


def test_workers_of_one_zygote_do_not_see_each_others_folders(home: Path, level: Level) -> None:
    zygote = Zygote(Needs(("numpy",), 256, 256), level)
    first, second = Session(zygote.needs, zygote), Session(zygote.needs, zygote)
    source = "import os\nhere = os.getcwd()\nopen('mine', 'w').write('x')\ndef look(other): return open(other + '/mine').read()\n"
    for session in (first, second):
        session.begin(1, (), 60, 60)
        assert isinstance(session.ask(Load(source, "student.py", "student", None)), Loaded)
    from nngrade.worker.messages import Do, Raised, Returned

    place = first.ask(Do("get", 1, "here"))
    assert isinstance(place, Returned)
    looked = second.ask(Do("call", 1, "look", [place.value]))
    assert isinstance(looked, Returned if level is Level.BASIC else Raised), looked
    for closing in (first, second, zygote):
        closing.close()


def test_a_zygote_serves_one_submission_after_the_other(home: Path, level: Level) -> None:
    zygote = Zygote(Needs(("numpy",), 256, 256), level)
    for number in range(4):
        session = Session(zygote.needs, zygote)
        session.begin(1, (), 60, 60)
        source = f"import numpy, os\nassert not hasattr(numpy, 'spoilt')\nnumpy.spoilt = {number}\nassert not os.listdir()\nopen('x', 'w')"
        assert isinstance(session.ask(Load(source, "student.py", "student", None)), Loaded)
        session.close()
        assert not zygote.is_over
    zygote.close()
    assert zygote.is_over


def test_a_zygote_that_was_killed_says_that_it_is_over(home: Path) -> None:
    zygote = Zygote(Needs((), 256, 256), Level.BASIC)
    session = Session(zygote.needs, zygote)
    session.begin(1, (), 60, 60)
    assert zygote._popen is not None
    zygote._popen.kill()
    zygote._popen.wait()
    assert zygote.is_over
    session.close()
    zygote.close()


# -- detection and refusal -----------------------------------------------------


def fake_bubblewrap(folder: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program = folder / "bwrap"
    program.write_text(f"#!/bin/sh\n{text}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def test_where_bubblewrap_fails_the_next_level_is_used_and_the_reason_is_told(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_bubblewrap(tmp_path, "echo 'bwrap: setting up uid map: Permission denied' >&2; exit 1", monkeypatch)
    isolation = detect()
    assert isolation.level is Level.STANDARD
    assert dict(isolation.missing)[NAMESPACES] == "bwrap: setting up uid map: Permission denied"


def test_a_bubblewrap_that_raises_no_walls_is_not_believed(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_bubblewrap(tmp_path, 'while [ "$1" != "--" ]; do shift; done; shift; exec "$@"', monkeypatch)
    monkeypatch.setattr("nngrade.sandbox.forked.Forked.folder", str(tmp_path))
    assert detect().level is Level.STANDARD


def test_a_level_that_was_demanded_is_not_fallen_back_from(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_bubblewrap(tmp_path, "echo no namespaces here >&2; exit 1", monkeypatch)
    with pytest.raises(SandboxError, match="no namespaces here"):
        detect(Level.STRICT)
    monkeypatch.setattr(bubblewrap.shutil, "which", lambda *_, **__: None)
    with pytest.raises(SandboxError, match=r"strict cannot be had here.*apt-get install bubblewrap"):
        detect(Level.STRICT)


def test_what_does_not_stand_by_effect_does_not_count(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lacking = """
from nngrade.sandbox import {module}
{module}.{name} = lambda *_: None
"""
    from nngrade.sandbox import launch

    boot = launch.BOOT
    for module, name, wall in (("landlock", "restrict_myself", FILES), ("kernel", "filter_system_calls", CALLS)):
        monkeypatch.setattr(launch, "BOOT", boot.replace("; from", lacking.format(module=module, name=name) + "from"))
        isolation = detect()
        assert isolation.level is Level.BASIC
        assert "can still be" in dict(isolation.missing)[wall]
        with pytest.raises(SandboxError, match="standard cannot be had here"):
            detect(Level.STANDARD)


def test_the_level_is_the_highest_whose_walls_all_stand() -> None:
    assert Isolation(()).level is Level.BASIC
    assert Isolation((NAMESPACES, CALLS)).level is Level.BASIC
    assert Isolation((FILES, CALLS)).level is Level.STANDARD
    assert Isolation((FILES, CALLS, NAMESPACES)).level is Level.STRICT
    assert weakest([]) is None
    assert weakest([Isolation((FILES, CALLS)), Isolation(())]) == Isolation(())


# -- files -----------------------------------------------------------------------


def test_rights_go_round_what_is_hidden(tmp_path: Path) -> None:
    for name in ("a/b/hidden/secret", "a/b/seen", "a/seen", "c/seen"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    granted = [Path(f"/proc/self/fd/{found.descriptor}").readlink() for found in around(tmp_path, tmp_path / "a" / "b" / "hidden")]
    assert sorted(path.relative_to(tmp_path).as_posix() for path in granted) == ["a/b/seen", "a/seen", "c"]


def around(folder: Path, hidden: Path) -> list[Grant]:
    return list(landlock.grants_around(folder, [hidden], landlock.READ))


def test_nothing_of_nngrade_or_of_a_hidden_folder_is_granted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site-packages"
    for name in ("numpy", "nngrade", "nngrade-1.dist-info", "course/solutions"):
        (site / name).mkdir(parents=True)
    (site / "course" / "code.py").write_text("")
    monkeypatch.setattr(sys, "path", [str(site)])
    monkeypatch.setattr(walls, "system_folders", list)
    found = [
        Path(f"/proc/self/fd/{each.descriptor}").readlink()
        for each in walls._grants(Needs((), 1, 1, (str(site / "course" / "solutions"),)))
    ]
    names = {path.relative_to(site).as_posix() for path in found if path.is_relative_to(site)}
    assert names == {"numpy", "course/code.py"}


def test_bubblewrap_covers_what_is_hidden(tmp_path: Path) -> None:
    site = tmp_path / "site-packages"
    (site / "course" / "solutions").mkdir(parents=True)
    words = bubblewrap.wrapped("bwrap", ["python"], [str(site)], Needs((), 1, 1, (str(site / "course" / "solutions"), "/nowhere")))
    assert words[words.index("--tmpfs") + 1] == str(site / "course" / "solutions")
    assert "/nowhere" not in words
    assert words[-2:] == ["--", "python"]
