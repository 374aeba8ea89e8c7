"""Make the data sets of the course: `python solutions/data/make.py` writes them into exercises/data/.

It needs scikit-learn and names==0.3.0, which nothing else here does. What it
writes is the same to the byte each time; with `--check` nothing is written, and
the exit code says whether the files are what their README says they are.
"""

import argparse
import hashlib
import io
import sys
from pathlib import Path

import numpy as np

DATA = Path(__file__).parents[2] / "exercises" / "data"
TEMPLATE = Path(__file__).with_name("README.md.template")
FILES = ("digits.npz", "names.txt", "digits-backbone.pt")
SHUFFLE = 20


def digits() -> bytes:
    """The 1,797 digits as an .npz: images (N, 8, 8) from 0 to 16 and labels (N,), both uint8."""
    from sklearn.datasets import load_digits  # noqa: PLC0415 - `--check` goes without it

    loaded = load_digits()
    arrays = {"images": loaded.images.astype(np.uint8), "labels": loaded.target.astype(np.uint8)}
    file = io.BytesIO()
    # Stored, not compressed: the checksum would depend on the version of zlib.
    np.savez(file, allow_pickle=False, **arrays)
    return file.getvalue()


def names() -> bytes:
    """The first names, one a line, each once, in an order drawn from a fixed seed."""
    import names as package  # noqa: PLC0415 - `--check` goes without it

    found: set[str] = set()
    for sex in ("female", "male"):
        lines = Path(package.full_path(f"dist.{sex}.first")).read_text("ascii").splitlines()
        found.update(line.split()[0].capitalize() for line in lines if line.strip())
    # In alphabetical order a stream of names would begin with a thousand words in A.
    order = np.random.default_rng(SHUFFLE).permutation(len(found))
    ordered = sorted(found)
    return "".join(f"{ordered[place]}\n" for place in order).encode("ascii")


def checksum(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def readme() -> str:
    """The README of the data, with the size and the checksum of each file."""
    facts = {}
    for name in FILES:
        key = name.partition(".")[0].replace("-", "_")
        facts[f"{key}_sha"] = checksum(DATA / name)
        facts[f"{key}_size"] = f"{(DATA / name).stat().st_size:,}"
    facts["names_count"] = f"{len((DATA / 'names.txt').read_text('ascii').splitlines()):,}"
    return TEMPLATE.read_text("utf-8").format(**facts)


def main() -> int:
    """Write the data sets and their README, or check them."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a file is not what the README says")
    if parser.parse_args().check:
        return int((DATA / "README.md").read_text("utf-8") != readme())
    DATA.mkdir(exist_ok=True)
    (DATA / "digits.npz").write_bytes(digits())
    (DATA / "names.txt").write_bytes(names())
    if not (DATA / "digits-backbone.pt").is_file():
        print("There is no digits-backbone.pt yet: run solutions/data/pretrain.py, and then this again.")
        return 1
    (DATA / "README.md").write_text(readme(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
