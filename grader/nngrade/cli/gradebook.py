"""`nngrade gradebook`: look at a gradebook, write its marks, join several."""

from pathlib import Path

import click

from nngrade.cli.class_feedback import command as class_feedback
from nngrade.cli.class_options import class_option, output_options, students_option, topics_option
from nngrade.cli.class_outputs import outputs_of, sheets_of, write
from nngrade.cli.class_view import rules_for, view_of
from nngrade.cli.options import common_options, current_course, disclosure_option
from nngrade.errors import UsageError
from nngrade.gradebook.marks import class_report
from nngrade.gradebook.merging import merge as merge_into
from nngrade.gradebook.store import Gradebook
from nngrade.model import Disclosure
from nngrade.reports.text import clean, count


@click.group("gradebook", context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Look at a gradebook, write its marks, join several."""


@command.command("export")
@click.argument("book", type=click.Path(path_type=Path))
@topics_option
@students_option
@class_option
@disclosure_option("The most that a written report may tell.")
@output_options
@common_options
def export(
    book: Path,
    topics: tuple[str, ...],
    students: tuple[str, ...],
    class_file: Path | None,
    cap: Disclosure | None,
    forms: tuple[str, ...],
    paths: tuple[Path, ...],
    template: Path | None,
    columns: tuple[str, ...],
) -> None:
    """Show or write the marks in a gradebook, without judging anything.

    \b
    nngrade gradebook export gradebook.sqlite
    nngrade gradebook export gradebook.sqlite -t softmax --format moodle --template worksheet.csv --output filled.csv
    """
    course = current_course()
    outputs, sheets = outputs_of(forms, paths, template), sheets_of(course, template, columns)
    rules = rules_for(course, class_file)
    with Gradebook(book, must_exist=True) as opened:
        view = view_of(opened, course, topics, students, rules, cap)
        write(outputs, opened, view, class_report(opened, view), sheets)


command.add_command(class_feedback)


@command.command("merge")
@click.argument("into", type=click.Path(path_type=Path), metavar="GRADEBOOK")
@click.argument("others", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="OTHER...")
def merge(into: Path, others: tuple[Path, ...]) -> int:
    """Add what other gradebooks hold to one, which is made when it is not there.

    \b
    nngrade gradebook merge class.sqlite shard-*.sqlite
    """
    if into.absolute() in {other.absolute() for other in others}:
        raise UsageError(f"{into} cannot be added to itself.", tip="Name the others alone after it.")
    problems = 0
    with Gradebook(into) as opened:
        for other in others:
            with Gradebook(other, must_exist=True) as source:
                done = merge_into(opened, [source])
            click.echo(f"{other}: {count(done.added, 'attempt')} added")
            for problem in done.problems:
                problems += 1
                click.echo(f"{clean(problem.student)} {problem.topic}: {clean(problem.says)}", err=True)
    return 1 if problems else 0


@command.command("forget")
@click.argument("book", type=click.Path(path_type=Path))
@click.option("--student", required=True, metavar="NAME", help="Whose reports.")
@click.option("--topic", "-t", "topics", multiple=True, metavar="TOPIC", help="In this topic; in all when none is named.")
def forget(book: Path, student: str, topics: tuple[str, ...]) -> None:
    """Take a student's attempts out of a gradebook; the next run judges what the student has handed in anew."""
    with Gradebook(book, must_exist=True) as opened:
        if student not in {one.id for one in opened.students()}:
            raise UsageError(f"{book} knows no student {student}.", tip="`nngrade gradebook export` shows everyone.")
        gone = opened.forget(student, frozenset(topics))
    click.echo(f"{count(gone, 'attempt')} of {clean(student)} forgotten.")
