"""The whole screen: header, a line per exercise, a block per mistake, the score, what to do next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.progress_bar import ProgressBar
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from nngrade.model import ExerciseReport, Report, TopicReport, Verdict
from nngrade.reports import text, words
from nngrade.reports.glyphs import ASCII, UNICODE
from nngrade.reports.terminal.blocks import failures, problem
from nngrade.reports.terminal.pen import BAD, GOOD, Pen, columns, points

WIDEST = 110
MOST_DOTS = 12


def render(
    report: Report,
    *,
    hint_command: str | None = "nngrade hint",
    check_command: str = "nngrade check",
    show_command: str = "nngrade show",
) -> RenderableType:
    """The report as one rich renderable; print it with `show`, or with `crop=False`.

    The commands are what the last line tells a student to type, followed by a
    topic or `topic.exercise`. With `hint_command=None` no hints are offered.
    """
    return _Screen(report, words.Commands(check_command, hint_command, show_command))


def show(
    report: Report,
    console: Console,
    *,
    hint_command: str | None = "nngrade hint",
    check_command: str = "nngrade check",
    show_command: str = "nngrade show",
) -> None:
    """Print the report without cutting the lines that are there to be copied; the commands are as in `render`."""
    screen = render(report, hint_command=hint_command, check_command=check_command, show_command=show_command)
    console.print(screen, crop=False)


@dataclass(frozen=True, slots=True)
class _Screen:
    report: Report
    commands: words.Commands

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = min(options.max_width, WIDEST)
        plain = options.ascii_only or options.legacy_windows
        pen = Pen(width, options.encoding, ASCII if plain else UNICODE)
        segments = console.render(Group(*_screen(pen, self.report, self.commands)), options.update(width=width))
        for line in Segment.split_lines(segments):
            yield from _without_trailing_blanks(line)
            yield Segment.line()


def _without_trailing_blanks(line: list[Segment]) -> list[Segment]:
    """Tables pad to the edge; whoever copies a line or keeps a log has no use for that."""
    while line and not line[-1].text.strip():
        line.pop()
    return [*line[:-1], Segment(line[-1].text.rstrip(), line[-1].style)] if line else []


def _screen(pen: Pen, report: Report, commands: words.Commands) -> Iterator[RenderableType]:
    for place, topic in enumerate(report.topics):
        yield ""
        yield _header(pen, topic, "" if place else report.isolation)
        yield pen.rule()
        yield from _topic(pen, topic)
    if len(report.topics) > 1:
        yield ""
        yield pen.rule()
        yield _totals(pen, report)
    yield from _score(pen, report)
    step = words.next_step(report, commands)
    if step:
        yield ""
        yield _next(pen, step)


def _topic(pen: Pen, topic: TopicReport) -> Iterator[RenderableType]:
    if topic.problem:
        yield from problem(pen, topic.problem, topic.verdict)
    else:
        yield _exercises(pen, topic.exercises)
        for exercise in topic.exercises:
            yield from failures(pen, exercise)
    for note in topic.notes:
        yield ""
        yield pen.paragraph(note, "dim")


def _header(pen: Pen, topic: TopicReport, isolation: str) -> Table:
    title = pen.line(topic.title, "bold", cut=pen.width // 2)
    walls = pen.line(f"{isolation} isolation" if isolation else "", "dim", cut=pen.width // 3)
    room = max(pen.width - len(title) - len(walls) - 4, 8)
    path = text.shorten_path(text.clean(topic.submission, pen.encoding), room, pen.glyphs.ellipsis)
    header = columns("left", "right", expand=True)
    header.add_row(Text.assemble(title, "  ", path), walls)
    return header


def _exercises(pen: Pen, exercises: Sequence[ExerciseReport]) -> Padding:
    rows = columns("left", "left", "left", "right", "left")
    for exercise in exercises:
        done = exercise.verdict is Verdict.PASSED
        wrong = any(check.verdict in words.UNSOLVED for check in exercise.checks)
        rows.add_row(
            pen.mark(exercise.verdict),
            pen.line(exercise.name, "" if done else "bold", cut=pen.width // 3),
            _dots(pen, exercise),
            points(exercise.points, exercise.max_points),
            pen.prose(words.state(exercise), BAD if wrong else "dim"),
        )
    return Padding(rows, (0, 0, 0, 1))


def _dots(pen: Pen, exercise: ExerciseReport) -> Text:
    if len(exercise.checks) <= MOST_DOTS:
        return pen.dots([check.verdict for check in exercise.checks])
    passed = sum(check.verdict is Verdict.PASSED for check in exercise.checks)
    return Text(f"{passed} of {text.count(len(exercise.checks), 'check')}", "dim")


def _totals(pen: Pen, report: Report) -> Padding:
    table = columns("left", "left", "right", "right", "left")
    weighted = len({topic.weight for topic in report.topics}) > 1
    for topic in report.topics:
        table.add_row(
            pen.mark(topic.verdict),
            pen.line(topic.title, cut=pen.width // 2),
            points(topic.points, topic.max_points),
            Text(text.percent(topic.points / topic.max_points) if topic.max_points else ""),
            Text(f"weight {text.number(topic.weight)}" if weighted else "", "dim"),
        )
    return Padding(table, (0, 0, 0, 1))


def _score(pen: Pen, report: Report) -> Iterator[RenderableType]:
    earned = sum(topic.points for topic in report.topics)
    most = sum(topic.max_points for topic in report.topics)
    if not most:
        return
    yield ""
    if report.exit_code == 0:
        sum_up = f"All {text.number(most)} points" if most != 1 else "The one point"
        done = f"{sum_up}: every check passes. Well done!"
        yield Text.assemble(" ", (pen.glyphs.star, "bold yellow"), "  ", (done, "bold green"))
        return
    # Topics have weights: the sum of their points would not add up to the score.
    said = f"{text.number(earned)} of {text.number(most)} points," if len(report.topics) == 1 else "Score"
    row = columns("left", "left", gap=3)
    bar = ProgressBar(total=1, completed=report.score, width=max(8, min(32, pen.width // 3)), complete_style=GOOD)
    row.add_row(Text(f"{said} {text.percent(report.score)}", "bold"), bar)
    yield Padding(row, (0, 0, 0, 1))


def _next(pen: Pen, step: words.Step) -> Text:
    says, command = pen.prose(step.says), pen.line(step.command, "bold cyan")
    label = " Next  "
    fits = len(label) + len(says) + len(command) + 2 <= pen.width
    return Text.assemble((label, "bold"), says, "  " if fits else "\n" + " " * len(label), command)
