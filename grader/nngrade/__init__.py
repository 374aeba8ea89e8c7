"""nngrade: the exercise grader for courses on neural networks."""

__version__ = "0.1.0"
