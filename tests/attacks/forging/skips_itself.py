"""The exception that skips a test is raised in the middle of it."""

HELD_FROM = "basic"

import pytest


def double(x):
    pytest.skip("no need to look any closer")


def proof(evidence):
    return evidence.is_forged
