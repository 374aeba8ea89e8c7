"""`nngrade start`: lay a workspace."""

import os
from pathlib import Path

import click

from nngrade.cli.console import make_console
from nngrade.cli.options import common_options, current_course, current_workspace, here
from nngrade.cli.targets import TargetName, parse_target
from nngrade.course.model import Course, Topic
from nngrade.errors import UsageError
from nngrade.submissions.workspace import Laid, Outcome, create_workspace, lay_topic


@click.command("start")
@click.argument("words", nargs=-1, type=TargetName(with_exercises=False), metavar="[FOLDER] [TOPIC]...")
@click.option("--notebook", is_flag=True, help="Lay notebooks in the place of Python files.")
@common_options
def command(words: tuple[str, ...], *, notebook: bool) -> None:
    """Lay a workspace: the files that you start from.

    FOLDER is made where it does not exist; without one it is the workspace that
    you are in, or the current folder. Without a TOPIC, every topic is laid.
    What you have written already is never overwritten.
    """
    course = current_course()
    folder, topics = _read_words(course, words)
    create_workspace(folder, course)
    laid = [file for topic in topics for file in lay_topic(folder, topic, notebook=notebook)]
    _say_what_was_laid(folder, laid)
    _say_what_is_next(folder, topics, notebook=notebook)


def _read_words(course: Course, words: tuple[str, ...]) -> tuple[Path, tuple[Topic, ...]]:
    """Tell the folder from the topics: the first word is a folder, unless it is the name of a topic."""
    names = {topic.name for topic in course.topics} | {topic.module for topic in course.topics}
    rest = words
    folder = current_workspace() or here()
    if words and words[0] not in names:
        folder, rest = Path(words[0]), words[1:]
    topics = tuple(_topic(course, word) for word in rest)
    return folder, tuple(dict.fromkeys(topics)) or course.topics


def _topic(course: Course, word: str) -> Topic:
    target = parse_target(course, word)
    if target.exercise is not None:
        message = f"`{word}` is one exercise: a file holds all those of a topic."
        raise UsageError(message, tip=f"Name the topic: `nngrade start . {target.topic.name}`.")
    return target.topic


def _say_what_was_laid(folder: Path, laid: list[Laid]) -> None:
    console = make_console()
    console.print(f"Your workspace is {folder.absolute()}.", soft_wrap=True)
    for file in laid:
        note = "" if file.outcome is Outcome.WRITTEN else f"  ({file.outcome})"
        console.print(f"  {file.path.relative_to(folder)}{note}", soft_wrap=True)
    if any(file.outcome is Outcome.KEPT for file in laid):
        console.print("What was there already was not touched; `nngrade reset` puts a file back to its start.")


def _say_what_is_next(folder: Path, topics: tuple[Topic, ...], *, notebook: bool) -> None:
    console = make_console()
    first = topics[0]
    console.print("\nNext:", style="bold")
    if folder.resolve() != here().resolve():
        console.print(f"  cd {_quoted(folder)}", soft_wrap=True)
    console.print(f"  nngrade show {first.name:<16}  # read the lesson")
    written = first.notebook.name if notebook else first.filename
    console.print(f"  nngrade check {first.name:<15}  # after you wrote something in {first.name}/{written}", soft_wrap=True)


def _quoted(path: Path) -> str:
    if os.name == "nt":
        return f'"{path}"' if " " in str(path) else str(path)
    import shlex  # noqa: PLC0415

    return shlex.quote(str(path))
