"""The formats of one report that programs read, and the pure renderer of each."""

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from nngrade.errors import UsageError
from nngrade.model import Report

if TYPE_CHECKING:
    from nngrade.reports.gradescope import Visibility

# A system that waits for a report wants one in any case, also of a file that is not there.
WANTED_IN_ANY_CASE = frozenset({"junit", "markdown", "github", "gradescope", "classroom50"})
FORMATS = ("json", "junit", "markdown", "github", "gradescope", "classroom50", "html", "html-cell")


def render(report: Report, form: str) -> str:
    """A report in one of these formats. Nobody pays for a renderer but its user."""
    match form:
        case "junit":
            from nngrade.reports import junit  # noqa: PLC0415

            return junit.render(report, datetime.now(UTC))
        case "markdown":
            from nngrade.reports import markdown  # noqa: PLC0415

            return markdown.render(report)
        case "github":
            from nngrade.reports import github  # noqa: PLC0415

            return github.render(report)
        case "gradescope":
            from nngrade.reports import gradescope  # noqa: PLC0415

            return gradescope.render(report, hidden_checks=_hidden_checks())
        case "classroom50":
            from nngrade.reports import classroom50  # noqa: PLC0415

            return classroom50.render(report, classroom50.Origin.of(os.environ), datetime.now(UTC))
        case "html" | "html-cell":
            from nngrade.reports.html import report as html  # noqa: PLC0415

            return html.render(report) if form == "html" else html.fragment(report)
        case _:
            from nngrade.reports import json  # noqa: PLC0415

            return json.render(report)


def _hidden_checks() -> "Visibility":
    """When students see the checks that are not public: an autograder that `nngrade export` made says so."""
    from nngrade.reports.gradescope import VISIBILITIES  # noqa: PLC0415

    wanted = os.environ.get("NNGRADE_HIDDEN_CHECKS", "visible")
    for visibility in VISIBILITIES:
        if visibility == wanted:
            return visibility
    raise UsageError(f"NNGRADE_HIDDEN_CHECKS={wanted} is no visibility.", tip=f"Gradescope knows {', '.join(VISIBILITIES)}.")
