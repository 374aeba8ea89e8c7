"""Finding and reading what a student hands in, as text: nothing here imports or compiles it."""
