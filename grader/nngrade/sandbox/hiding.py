"""The judge hides: what it remembers (the suite, the answers, the environment) is for no other process to read."""

import functools


@functools.cache
def hide_this_process() -> bool:
    """Let no process of the same user read this one's memory or trace it; false where the system cannot do that.

    To be called before any submission runs. NumPy has loaded `ctypes` by then, which this needs.
    """
    try:
        from nngrade.sandbox import kernel  # noqa: PLC0415 - Linux alone has it

        kernel.hide_memory()
    except (ImportError, OSError):
        return False
    return True
