"""`nngrade author build`: write what students see from what they must not see."""

import click

from nngrade.authoring.build import Change, Kind, build_course
from nngrade.cli.options import common_options, current_course
from nngrade.reports.text import count

_SAYS = {
    Kind.NEW: "is missing",
    Kind.CHANGED: "is not up to date",
    Kind.EDITED: "was edited since it was built",
    Kind.STRAY: "does not belong there: take it away by hand",
}
_DID = {
    Kind.NEW: "written",
    Kind.CHANGED: "brought up to date",
    Kind.EDITED: "was edited since it was built, and is left as it is",
    Kind.STRAY: _SAYS[Kind.STRAY],
}


@click.command("build")
@click.option("--check", is_flag=True, help="Only say what is not up to date; exit code 1 when something is.")
@click.option("--overwrite", is_flag=True, help="Write files anew that someone has edited since they were built.")
@common_options
def command(*, check: bool, overwrite: bool) -> int:
    """Write the stubs, notebooks and lessons of `exercises/` from `solutions/`.

    A file that someone has edited there is left as it is: it may hold a student's work.
    """
    course = current_course()
    changes = build_course(course, check=check, overwrite=overwrite)
    edited = [change for change in changes if change.kind is Kind.EDITED]
    if overwrite:
        changes = [Change(change.path, Kind.CHANGED) if change in edited else change for change in changes]
        edited = []
    for change in changes:
        click.echo(f"{change.path} {(_SAYS if check else _DID)[change.kind]}")
    if not changes:
        click.echo(f"exercises/ is up to date: {count(len(course.topics), 'topic')}.")
    elif check:
        click.echo("Run `nngrade author build`.")
    if edited:
        click.echo("Keep the work elsewhere (`nngrade start` lays a workspace for it), then run `nngrade author build --overwrite`.")
    strays = any(change.kind is Kind.STRAY for change in changes)
    return 1 if strays or edited or (check and changes) else 0
