"""`nngrade show`: a topic's lesson."""

import click
from rich.console import Console
from rich.markdown import Markdown

from nngrade.cli.console import make_console, print_block
from nngrade.cli.options import common_options, current_course
from nngrade.cli.targets import TargetName, parse_target
from nngrade.course.model import Topic
from nngrade.errors import CourseError


@click.command("show")
@click.argument("topic", type=TargetName())
@click.option("--pager/--no-pager", default=True, help="Whether a lesson longer than the terminal goes through a pager.")
@common_options
def command(topic: str, *, pager: bool) -> None:
    """Show the lesson of a topic."""
    lesson = Markdown(_read(parse_target(current_course(), topic).topic))
    console = make_console()
    if not (pager and console.is_terminal):
        print_block(console, lesson)
        return
    with console.capture() as captured:
        console.print(lesson)
    _page(console, captured.get())


def _read(topic: Topic) -> str:
    """Read the lesson as students have it, or as its author has it before the course is built."""
    for path in (topic.student_folder / "README.md", topic.lesson):
        try:
            return path.read_text(encoding="utf-8")
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError) as error:
            raise CourseError(f"{path} cannot be read: {error}.", tip="The course's author must mend it.") from None
    raise CourseError(f"The topic {topic.name} has no lesson.", tip=f"Its author writes {topic.lesson}.")


def _page(console: Console, text: str) -> None:
    if text.count("\n") < console.height:
        click.echo(text, nl=False, color=not console.no_color)
    else:
        click.echo_via_pager(text, color=not console.no_color)
