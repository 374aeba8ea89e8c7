"""What runs inside a student's own notebook: the magic `%check`."""
