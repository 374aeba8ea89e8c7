"""Turning an instructor's source notebook, written for nbgrader or for otter, into a topic."""
