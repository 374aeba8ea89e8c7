"""The cores of this machine, and one thread for all that computes, in workers and in judges."""

import os

# A sum split over threads is not the same to the bit; starting them costs time; and two processes that compute with all
# cores each are slower than two with one each.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def compute_with_one_thread() -> None:
    """Let this process do so, where its user has not said otherwise; NumPy and torch ask when they are imported."""
    for name, value in ONE_THREAD.items():
        os.environ.setdefault(name, value)


def usable_cores() -> list[int]:
    """The numbers of the cores that this process may use; none where the system does not tell them."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


def count_cores() -> int:
    """Return how many cores this process may use."""
    return len(usable_cores()) or os.cpu_count() or 1
