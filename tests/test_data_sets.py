"""The shipped data sets are small, what their README says, and readable without running anything of theirs."""

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parent.parent
DATA = ROOT / "exercises" / "data"


def test_files_and_readme_agree():
    done = subprocess.run([sys.executable, str(ROOT / "solutions" / "data" / "make.py"), "--check"], check=False)
    assert done.returncode == 0, "`python solutions/data/make.py` writes the README anew"


def test_each_file_has_its_source_its_licence_and_its_checksum():
    readme = (DATA / "README.md").read_text("utf-8")
    for path in set(DATA.iterdir()) - {DATA / "README.md"}:
        section = readme.partition(f"\n## `{path.name}`\n")[2].partition("\n## ")[0]
        for word in ("- Source: ", "- Licence: ", "- SHA-256: "):
            assert word in section, (path.name, word)
        assert re.search(r"- SHA-256: `[0-9a-f]{64}`", section), path.name


def test_they_are_small():
    assert sum(path.stat().st_size for path in DATA.iterdir()) < 2_000_000


def test_the_digits_are_whole():
    with np.load(DATA / "digits.npz", allow_pickle=False) as data:
        images, labels = data["images"], data["labels"]
    assert images.shape == (1797, 8, 8)
    assert (images.dtype, images.min(), images.max()) == (np.uint8, 0, 16)
    assert np.bincount(labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]


def test_the_names_are_one_a_line_and_each_once():
    text = (DATA / "names.txt").read_text("ascii")
    names = text.splitlines()
    assert text.endswith("\n")
    assert len(names) == len(set(names)) == 5163
    assert all(name.isalpha() and name == name.capitalize() for name in names)


def test_the_backbone_is_tensors_alone():
    torch = pytest.importorskip("torch")
    weights = torch.load(DATA / "digits-backbone.pt", weights_only=True)
    assert weights["classifier.weight"].shape == (5, 64)
