"""Each forgery is a real one: it fools a grader that shares a process with the submission."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from arena import REFERENCE, Attack, all_attacks


@pytest.fixture(scope="module")
def naive() -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, str(Path(__file__).parent / "naive.py")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        yield process


@pytest.mark.parametrize("attack", [attack for attack in all_attacks() if attack.is_general], ids=lambda attack: attack.name)
def test_a_forgery_works_where_grader_and_submission_share_a_process(
    naive: "subprocess.Popen[str]", attack: Attack, tmp_path: Path
) -> None:
    results = tmp_path / "results.json"
    (tmp_path / "doubling.py").write_text(f"RESULTS = {str(results)!r}\n" + attack.source)
    (tmp_path / "reference.py").write_text(REFERENCE)
    assert naive.stdin is not None
    assert naive.stdout is not None
    naive.stdin.write(f"{tmp_path}\n")
    naive.stdin.flush()
    code = int(naive.stdout.readline())
    if attack.name == "forging/rewrites_the_results_later":
        time.sleep(1)
    written = json.loads(results.read_text()).get("points", 0) if results.exists() else 0
    assert code == 0 or written > 0
