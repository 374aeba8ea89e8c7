"""`nngrade author build`: write what students see from what they must not see."""

import click

from nngrade.authoring.build import Kind, build_course
from nngrade.cli.options import common_options, current_course

_SAYS = {Kind.NEW: "is missing", Kind.CHANGED: "is not up to date", Kind.STRAY: "does not belong there: take it away by hand"}
_DID = {Kind.NEW: "written", Kind.CHANGED: "brought up to date", Kind.STRAY: _SAYS[Kind.STRAY]}


@click.command("build")
@click.option("--check", is_flag=True, help="Only say what is not up to date; exit code 1 when something is.")
@common_options
def command(*, check: bool) -> int:
    """Write the stubs, notebooks and lessons of `exercises/` from `solutions/`."""
    course = current_course()
    changes = build_course(course, check=check)
    for change in changes:
        click.echo(f"{change.path} {(_SAYS if check else _DID)[change.kind]}")
    if not changes:
        click.echo(f"exercises/ is up to date: {len(course.topics)} topics.")
    elif check:
        click.echo("Run `nngrade author build`.")
    strays = any(change.kind is Kind.STRAY for change in changes)
    return 1 if strays or (check and changes) else 0
