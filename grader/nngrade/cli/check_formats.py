"""The formats of one report that programs read, and the pure renderer of each."""

import os
from datetime import UTC, datetime

from nngrade.model import Report

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

            return gradescope.render(report)
        case "classroom50":
            from nngrade.reports import classroom50  # noqa: PLC0415

            return classroom50.render(report, classroom50.Origin.of(os.environ), datetime.now(UTC))
        case "html" | "html-cell":
            from nngrade.reports.html import report as html  # noqa: PLC0415

            return html.render(report) if form == "html" else html.fragment(report)
        case _:
            from nngrade.reports import json  # noqa: PLC0415

            return json.render(report)
