"""`nngrade author verify`: prove that a course judges as it is meant to."""

import contextlib
import gc
from collections.abc import Callable, Iterator

import click

from nngrade.cli.options import common_options, current_course
from nngrade.cli.targets import TargetName, parse_target
from nngrade.course.model import Course, Topic
from nngrade.sandbox.cores import count_cores

_OnProgress = Callable[[str, int, int], None]


@click.command("verify")
@click.argument("topics", nargs=-1, type=TargetName(with_exercises=False), metavar="[TOPIC]...")
@click.option("--seeds", type=click.IntRange(1, 10_000), default=3, show_default=True, help="Under how many seeds each answer is judged.")
@click.option("--jobs", type=click.IntRange(1, 256), metavar="N", help="How many processes work at it.  [default: the cores]")
@click.option("--isolated", is_flag=True, help="Judge every answer in a worker of its own, as a student's is: several times slower.")
@click.option("--format", "form", type=click.Choice(["terminal", "json"]), default="terminal", show_default=True, help="What to print.")
@common_options
def command(topics: tuple[str, ...], seeds: int, jobs: int | None, form: str, *, isolated: bool) -> int:
    """Prove that topics judge as they are meant to; all of the course's when none is named.

    The stub earns nothing, the reference and every alternative earn everything, every misconception fails by the check
    meant for it and is named. Every exercise has a hint, a section in the lesson and a public check, its limits are
    generous, and nothing is stale or left behind. Exit code 3 when something is wrong.

    \b
    nngrade author verify softmax
    nngrade author verify --seeds 200 --isolated
    """
    course = current_course()
    wanted = _wanted(course, topics)
    gc.enable()  # `main` turned it off for the start; judging in this process makes garbage
    from nngrade.authoring.verify.verifying import verify  # noqa: PLC0415 - help must not pay for it

    with _progress() as on_progress:
        found = verify(course, wanted, seeds=seeds, jobs=jobs or count_cores(), every_in_worker=isolated, on_progress=on_progress)
    if form == "json":
        from nngrade.authoring.verify.as_json import as_json  # noqa: PLC0415

        click.echo(as_json(found, course.folder.parent), nl=False)
    else:
        from nngrade.cli.author.verification import show  # noqa: PLC0415

        show(found)
    return found.exit_code


def _wanted(course: Course, names: tuple[str, ...]) -> tuple[Topic, ...]:
    named = {parse_target(course, name).topic.name for name in names}
    return tuple(topic for topic in course.topics if not named or topic.name in named)


@contextlib.contextmanager
def _progress() -> Iterator[_OnProgress]:
    """Show how far it is: a bar a topic on a terminal, a line a topic elsewhere, and never in the output itself."""
    from rich.console import Console  # noqa: PLC0415

    console = Console(stderr=True, markup=False, emoji=False, highlight=False)
    if not console.is_terminal:
        yield lambda topic, done, known: console.print(f"{topic}: done", soft_wrap=True) if done == known else None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=console, transient=True) as bars:
        tasks = {}

        def advance(topic: str, done: int, known: int) -> None:
            if topic not in tasks:
                tasks[topic] = bars.add_task(topic)
            bars.update(tasks[topic], completed=done, total=known)

        yield advance
