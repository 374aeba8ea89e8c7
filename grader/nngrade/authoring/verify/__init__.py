"""Proving that a course judges as it is meant to: `verifying` is the door."""
