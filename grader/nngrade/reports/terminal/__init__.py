"""The report that a student reads after `nngrade check`. This package alone, of all renderers, imports rich."""

from nngrade.reports.terminal.screen import render, show

__all__ = ["render", "show"]
