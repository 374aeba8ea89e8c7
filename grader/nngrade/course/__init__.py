"""Finding a course and reading it."""
