"""Whether a class run survives being killed: `python benchmarks/kills.py [--kills 50] [--students 60]`.

`nngrade grade` is killed with SIGKILL at random moments and begun again, until it
has been killed so many times. Then it may end. Nothing may be lost between two
runs, nothing judged twice, no row half written, no process left. Exit code 1 otherwise.
"""

import argparse
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from a_class import lay_files


def rows(book: Path) -> dict[str, int]:
    """How often each report in a gradebook was judged; every report must be readable, and every attempt have one."""
    if not book.exists():
        return {}
    connection = sqlite3.connect(book, timeout=60)
    try:
        (sound,) = connection.execute("PRAGMA integrity_check").fetchone()
        assert sound == "ok", sound
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'reports'").fetchone():
            return {}
        judged = dict(connection.execute("SELECT key, judgements FROM reports").fetchall())
        attempts = connection.execute("SELECT student, topic, number, key FROM attempts").fetchall()
    finally:
        connection.close()
    assert {key for *_, key in attempts} == set(judged), "a report without an attempt, or the other way round"
    assert all(number == 1 for _, _, number, _ in attempts), "an attempt was counted twice"
    return judged


def processes_of(session: int) -> list[int]:
    """The processes of a session that still run."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(entry.name))
    return found


def main() -> int:
    """Kill, look, go on."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--students", type=int, default=60)
    parser.add_argument("--isolation", default="basic")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)  # noqa: S311 - moments to kill at
    lost = doubled = left = 0
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        submissions = lay_files(root / "class", arguments.students)
        book = root / "gradebook.sqlite"
        command = [sys.executable, "-m", "nngrade", "grade", submissions, "-t", "softmax", "--isolation", arguments.isolation]
        seen: dict[str, int] = {}
        begun = time.monotonic()
        for _ in range(arguments.kills):
            run = subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
            time.sleep(chance.uniform(0.0, 6.0))
            run.send_signal(signal.SIGKILL)
            run.wait()
            time.sleep(0.3)
            after = rows(book)
            lost += sum(key not in after for key in seen)
            doubled += sum(after.get(key, 1) != 1 for key in after)
            seen = after
            deadline = time.monotonic() + 10
            while processes_of(run.pid) and time.monotonic() < deadline:
                time.sleep(0.1)
            left += len(processes_of(run.pid))
        killed = time.monotonic() - begun
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        assert done.returncode == 1, done.stderr
        final = rows(book)
        lost += sum(key not in final for key in seen)
        doubled += sum(count != 1 for count in final.values())
    print(f"{arguments.kills} kills in {killed:.0f} s, {len(seen)} of {arguments.students} judged between them, {len(final)} in the end")
    print(f"lost {lost}, judged twice {doubled}, processes left {left}")
    return 0 if (lost, doubled, left, len(final)) == (0, 0, 0, arguments.students) else 1


if __name__ == "__main__":
    sys.exit(main())
