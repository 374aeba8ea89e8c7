"""What every command accepts, and what follows from it: the course, the folder, the workspace."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from nngrade.errors import UsageError
from nngrade.sandbox.levels import Level

if TYPE_CHECKING:  # reading a course takes msgspec, which `--help` must not pay for
    from nngrade.course.model import Course

_COURSE = "nngrade.course"

OptionT = TypeVar("OptionT", bound=Callable[..., Any])


def common_options(function: OptionT) -> OptionT:
    """Give a command the options `--course` and `--debug`; neither becomes an argument of its function."""
    course = click.option(
        "--course",
        type=click.Path(path_type=Path),
        metavar="FOLDER",
        envvar="NNGRADE_COURSE",
        expose_value=False,
        callback=_remember_course,
        help="The course to use; else the nearest one upwards, else the one that nngrade brings along.",
    )
    # The funnel in `main` looks for the word itself: it must know before anything is parsed.
    debug = click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of a fault of nngrade.")
    return course(debug(function))


def isolation_option(function: OptionT) -> OptionT:
    """Give a command the option `--isolation`; its function gets `isolation`, a Level, or None for the strongest there is."""
    return click.option(
        "--isolation",
        type=_LevelName([level.label for level in reversed(Level)]),
        envvar="NNGRADE_ISOLATION",
        help="Run submissions at this level, and refuse where it cannot be had; else at the strongest there is.",
    )(function)


def seed_option(function: OptionT) -> OptionT:
    """Give a command the option `--seed`."""
    return click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=0, show_default=True, help="What inputs are drawn from.")(
        function
    )


def disclosure_option(says: str) -> Callable[[OptionT], OptionT]:
    """Give a command the option `--disclosure`, of which its help `says` this; its function gets `cap`, a Disclosure or None."""
    from nngrade.model import Disclosure  # noqa: PLC0415 - the plain `--help` must not pay for it

    class Name(click.Choice[str]):
        """The name of a disclosure level, as that level."""

        def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
            return value if isinstance(value, Disclosure) else Disclosure[super().convert(value, param, ctx).upper()]

    return click.option("--disclosure", "cap", type=Name([level.name.lower() for level in Disclosure]), help=says)


class _LevelName(click.Choice[str]):
    """The name of an isolation level, as that level."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Look the level up."""
        return value if isinstance(value, Level) else Level[super().convert(value, param, ctx).upper()]


def _remember_course(context: click.Context, parameter: click.Parameter, value: Path | None) -> None:
    """Keep the folder where both `nngrade --course X list` and `nngrade list --course X` put it: the nearer one wins."""
    source = context.get_parameter_source(parameter.name or "")
    if value is not None and (source is click.core.ParameterSource.COMMANDLINE or _COURSE not in context.meta):
        context.meta[_COURSE] = value


def named_course(context: click.Context | None = None) -> Path | None:
    """Return the folder that `--course` names."""
    found: Path | None = (context or click.get_current_context()).meta.get(_COURSE)
    return found


def current_course(context: click.Context | None = None) -> "Course":
    """Read the course that the running command is about."""
    from nngrade.course.finding import find_course  # noqa: PLC0415

    return find_course(named_course(context), here())


def here() -> Path:
    """Return the current folder."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise UsageError("The current folder does not exist any more.", tip="Change to another one.") from None


def current_workspace() -> Path | None:
    """Return the workspace that the current folder is in."""
    from nngrade.submissions.workspace import find_workspace  # noqa: PLC0415

    return find_workspace(here())
