"""Mutation testing of a hidden suite: `auditing` is the door."""
