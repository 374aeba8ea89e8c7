"""The CI files that are there to be copied: their own commands are run, with what a CI system would put in."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml

CI = Path(__file__).parents[2] / "docs" / "how-to" / "ci"
RIGHT_SOFTMAX = (
    "import numpy as np\n\n\ndef softmax(x, axis=-1):\n    e = np.exp(x - np.max(x, axis=axis, keepdims=True))\n"
    "    return e / e.sum(axis=axis, keepdims=True)\n"
)


@pytest.fixture
def checkout(tmp_path):
    """A repository of instructors, as the workflows take it for granted."""
    for student in ("ada", "bob", "cleo"):
        path = tmp_path / "submissions" / student / "softmax.py"
        path.parent.mkdir(parents=True)
        path.write_text(f"{RIGHT_SOFTMAX}# {student}\n", "utf-8")
    (tmp_path / "softmax.py").write_text(RIGHT_SOFTMAX, "utf-8")
    (tmp_path / "class.toml").write_text("format = 1\n", "utf-8")
    return tmp_path


def shell_environment():
    """A shell in which `nngrade` is the one under test."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NNGRADE", "PYTEST", "GITHUB", "CI"))}
    return {**kept, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}", "PYTHONUTF8": "1"}


def run(script, folder, **variables):
    """Run one step; what `${{ … }}` would be is put in first."""
    for name, value in variables.items():
        script = re.sub(r"\$\{\{\s*" + re.escape(name.replace("__", ".").replace("_total", "-total")) + r"\s*\}\}", value, script)
    assert "${{" not in script
    known = {**shell_environment(), "GITHUB_STEP_SUMMARY": str(folder / "summary-of-the-step.md"), "NNGRADE_ISOLATION": "basic"}
    known |= {name: value for name, value in variables.items() if name.isupper()}
    return subprocess.run(["bash", "-e", "-c", script], cwd=folder, env=known, capture_output=True, text=True, check=False, timeout=300)


def step(workflow, job, name):
    return next(one["run"] for one in workflow["jobs"][job]["steps"] if one.get("name") == name)


def test_every_file_is_yaml_that_installs_before_it_grades():
    for path in sorted(CI.glob("*.yml")):
        text = path.read_text("utf-8")
        assert yaml.safe_load(text), path.name
        assert text.index("pip install") < text.index("nngrade ", text.index("pip install")), path.name


def test_the_nightly_class_of_github(checkout):
    workflow = yaml.safe_load((CI / "github-actions.yml").read_text("utf-8"))
    shards = workflow["jobs"]["grade"]["strategy"]["matrix"]["shard"]
    for shard in shards:
        done = run(step(workflow, "grade", "Grade"), checkout, matrix__shard=str(shard), strategy__job_total=str(len(shards)))
        assert done.returncode == 0, done.stderr
    done = run(step(workflow, "marks", "Join"), checkout)
    assert done.returncode == 0, done.stderr
    assert "| ada |" in (checkout / "summary-of-the-step.md").read_text("utf-8")
    assert len((checkout / "marks.csv").read_text("utf-8").splitlines()) == 4
    assert ET.parse(checkout / "marks.xml").getroot().tag == "testsuites"
    assert "::" in done.stdout


def test_the_push_of_a_student_on_github(checkout):
    workflow = yaml.safe_load((CI / "github-check.yml").read_text("utf-8"))
    assert (workflow["name"], list(workflow["jobs"])) == ("Autograding Tests", ["run-autograding-tests"])
    done = run(step(workflow, "run-autograding-tests", "Check"), checkout)
    assert done.returncode == 1, "three of the four exercises are not written"
    report = next(line for line in done.stdout.splitlines() if "Autograding report" in line)
    assert json.loads(report.rpartition("::")[2])["totalPoints"] > 0
    assert (checkout / "summary-of-the-step.md").read_text("utf-8").startswith("## ")


def test_gitlab(checkout):
    pipeline = yaml.safe_load((CI / "gitlab-ci.yml").read_text("utf-8"))

    def script(job):
        lines = [line for part in pipeline[job]["script"] for line in (part if isinstance(part, list) else [part])]
        return "\n".join(line for line in lines if line.startswith("nngrade"))

    checked = run(script("check"), checkout)
    assert checked.returncode == 1, checked.stderr
    assert ET.parse(checkout / "report.xml").getroot().tag == "testsuites"
    total = str(pipeline["grade"]["parallel"])
    for index in range(1, int(total) + 1):
        done = run(script("grade"), checkout, CI_NODE_INDEX=str(index), CI_NODE_TOTAL=total)
        assert done.returncode == 0, done.stderr
    assert run(script("marks"), checkout).returncode == 0
    assert len((checkout / "marks.csv").read_text("utf-8").splitlines()) == 4
