"""Writing a class's marks in the formats that were asked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from nngrade.class_report import ClassReport
from nngrade.course.model import Course
from nngrade.errors import UsageError
from nngrade.gradebook.marks import View, student_reports
from nngrade.gradebook.store import Gradebook
from nngrade.submissions.workspace import write_parts


@dataclass(frozen=True, slots=True)
class Output:
    """One format, and the file that it goes to; None for the standard output."""

    form: str
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class Sheets:
    """What the platform gave to be filled in: its file, and the columns of topics that its titles do not name."""

    template: Path | None = None
    columns: tuple[tuple[str, str], ...] = ()


NO_SHEETS = Sheets()


def sheets_of(course: Course, template: Path | None, columns: tuple[str, ...]) -> Sheets:
    """Read what is said of the platform's file."""
    named = []
    for text in columns:
        topic, equals, title = text.partition("=")
        if not equals or not title.strip():
            raise UsageError(
                f"--column {text} names no column.", tip=f"Write it as --column '{course.topics[0].name}=Assignment 3 (1234)'."
            )
        named.append((course.topic(topic.strip()).name, title.strip()))
    return Sheets(template, tuple(named))


def outputs_of(forms: tuple[str, ...], paths: tuple[Path, ...], template: Path | None) -> tuple[Output, ...]:
    """Pair formats and files in the order in which they were given; a UsageError when they do not pair."""
    if len(paths) > len(forms):
        raise UsageError(f"--output {paths[len(forms)]} has no format.", tip="Put a --format before each --output.")
    if len(forms) > len(paths) + 1:
        raise UsageError(f"Only one format can be printed, and {len(forms) - len(paths)} have no file.", tip="Give each an --output.")
    for path in paths:
        if not path.absolute().parent.is_dir():
            raise UsageError(f"{path} cannot be written: its folder does not exist.", tip="Make the folder first.")
    if "moodle" in forms and template is None:
        raise UsageError("The format moodle fills in the worksheet that Moodle gave.", tip="Name that file with --template.")
    if template is not None and not {"moodle", "canvas"} & set(forms):
        raise UsageError("--template is for the formats moodle and canvas.", tip="Add --format moodle, or leave --template out.")
    if template is not None and not template.is_file():
        raise UsageError(f"There is no file {template}.", tip="--template names the CSV file that the platform gave.")
    if len(set(paths)) < len(paths):
        raise UsageError("Two outputs go to one file.", tip="Give each a file of its own.")
    return tuple(Output(form, paths[place] if place < len(paths) else None) for place, form in enumerate(forms)) or (Output("terminal"),)


def write(outputs: Iterable[Output], book: Gradebook, view: View, report: ClassReport, sheets: Sheets = NO_SHEETS) -> None:
    """Write every output; what a file holds is never half of it."""
    for output in outputs:
        if output.form == "terminal" and output.path is None:
            _show(book, report)
            continue
        parts = _parts(output.form, book, view, report, sheets)
        if output.path is None:
            for part in parts:
                click.echo(part, nl=False)
        else:
            write_parts(output.path, (part.encode() for part in parts))
            click.echo(f"{output.path}: {output.form}", err=True)


def _parts(form: str, book: Gradebook, view: View, report: ClassReport, sheets: Sheets) -> Iterable[str]:
    """The text of one format. The renderers are pure; what they need of a large class comes to them bit by bit."""
    details = student_reports(book, view, report)
    match form:
        case "json":
            from nngrade.reports import class_json  # noqa: PLC0415 - nobody pays for a format but its user

            return class_json.render(report, details)
        case "csv":
            from nngrade.reports import csv  # noqa: PLC0415

            return [csv.render(report)]
        case "junit":
            from nngrade.reports import junit  # noqa: PLC0415

            return junit.render_class(report.course, details, datetime.now(UTC))
        case "markdown":
            from nngrade.gradebook.marks import common_mistakes  # noqa: PLC0415
            from nngrade.reports import markdown  # noqa: PLC0415

            return [markdown.render_class(report, common_mistakes(book, report))]
        case "github":
            from nngrade.reports import github  # noqa: PLC0415

            return [github.render_class(report)]
        case "canvas" | "moodle":
            return [_filled(form, report, sheets)]
        case _:
            return [_as_text(book, report)]


def _filled(form: str, report: ClassReport, sheets: Sheets) -> str:
    """The platform's own file with the marks in it; who is not in it is told beside."""
    from nngrade.reports import canvas, moodle  # noqa: PLC0415

    if sheets.template is None:
        return canvas.render(report)
    try:
        given = sheets.template.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{sheets.template} cannot be read: {error}.", tip="It is to be the CSV file as the platform gave it.") from None
    filled = canvas.fill(report, given, dict(sheets.columns)) if form == "canvas" else moodle.fill(report, given)
    for problem in filled.problems:
        click.echo(problem, err=True)
    return filled.text


def _show(book: Gradebook, report: ClassReport) -> None:
    from nngrade.cli.console import make_console  # noqa: PLC0415
    from nngrade.gradebook.marks import common_mistakes  # noqa: PLC0415
    from nngrade.reports.terminal.classes import show_class  # noqa: PLC0415

    show_class(report, make_console(), common_mistakes(book, report))


def _as_text(book: Gradebook, report: ClassReport) -> str:
    import io  # noqa: PLC0415

    from rich.console import Console  # noqa: PLC0415

    from nngrade.gradebook.marks import common_mistakes  # noqa: PLC0415
    from nngrade.reports.terminal.classes import show_class  # noqa: PLC0415

    text = io.StringIO()
    show_class(
        report, Console(width=120, no_color=True, file=text, markup=False, emoji=False, highlight=False), common_mistakes(book, report)
    )
    return text.getvalue()
