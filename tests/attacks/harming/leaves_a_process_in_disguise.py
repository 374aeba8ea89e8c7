"""A program with another environment and folder, in a session of its own, stays."""

HELD_FROM = "basic"

import subprocess

quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def double(x):
    subprocess.Popen(["/bin/sleep", "1000"], start_new_session=True, env={}, cwd="/", **quiet)
    return x


def proof(evidence):
    return evidence.left
