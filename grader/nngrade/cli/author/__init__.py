"""`nngrade author`: what the author of a course works with, one module per command."""
