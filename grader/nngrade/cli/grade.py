"""`nngrade grade`: judge what a class handed in, keep every report in a gradebook, and show the marks.

The server that judging processes come from is started first, by `main` if that can tell, else here: loading what judges and
what reads a class take about as long, and run side by side.
"""

from pathlib import Path

import click

from nngrade.cli.class_options import class_option, output_options, topics_option
from nngrade.cli.options import common_options, disclosure_option, isolation_option, seed_option
from nngrade.errors import UsageError
from nngrade.gradebook.jobs import Scheduler
from nngrade.gradebook.schedulers import Here, Pool
from nngrade.model import Disclosure
from nngrade.sandbox.cores import count_cores
from nngrade.sandbox.levels import Level


@click.command("grade")
@click.argument("submissions", type=click.Path(path_type=Path))
@topics_option
@click.option(
    "--gradebook",
    "book",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("gradebook.sqlite"),
    show_default=True,
    metavar="FILE",
    help="Where every report is kept.",
)
@click.option(
    "--roster",
    type=click.Path(path_type=Path),
    metavar="CSV",
    help="Who is in the class and, if it has a column for it, which paths are whose.",
)
@class_option
@output_options
@click.option("--jobs", type=click.IntRange(1, 512), metavar="N", help="How many processes judge.  [default: the cores]")
@click.option("--scheduler", metavar="ADDRESS", help="Judge on a Dask cluster, such as tcp://host:8786.")
@click.option("--shard", metavar="I/N", help="Grade only the I-th of N parts of the class; `nngrade gradebook merge` joins them.")
@click.option("--regrade", is_flag=True, help="Show which marks would change, and accept them after a question.")
@click.option("--yes", is_flag=True, help="Accept what --regrade shows without the question.")
@isolation_option
@disclosure_option("The most that a written report may tell.")
@seed_option
@click.option("--exit-zero", is_flag=True, help="Exit with 0 although submissions do not pass.")
@common_options
def command(
    submissions: Path,
    topics: tuple[str, ...],
    book: Path,
    roster: Path | None,
    class_file: Path | None,
    forms: tuple[str, ...],
    paths: tuple[Path, ...],
    template: Path | None,
    columns: tuple[str, ...],
    jobs: int | None,
    scheduler: str | None,
    shard: str | None,
    isolation: Level | None,
    cap: Disclosure | None,
    seed: int,
    *,
    regrade: bool,
    yes: bool,
    exit_zero: bool,
) -> int:
    """Grade a class: every submission in a folder or a download.

    SUBMISSIONS holds a folder for each student, or a file for each; or it is a download of Canvas, Moodle or Gradescope
    as it comes. Every report is kept in the gradebook, so that the next run judges only what is new, and a killed one goes
    on where it was. Exit code 0 when every check of everyone passed, 1 when some did not, 3 when the grader was at fault.

    \b
    nngrade grade submissions --topic softmax
    nngrade grade submissions.zip -t softmax --format csv --output marks.csv --format junit --output marks.xml
    nngrade grade submissions --class autumn.toml --regrade
    """
    doer = _scheduler(scheduler, jobs)

    from nngrade.cli.class_run import Asked, grade_class  # noqa: PLC0415 - see the module's docstring

    asked = Asked(
        submissions=submissions,
        topics=topics,
        book=book,
        roster=roster,
        class_file=class_file,
        forms=forms,
        paths=paths,
        template=template,
        columns=columns,
        shard=shard,
        isolation=isolation,
        cap=Disclosure.FULL if cap is None else cap,
        seed=seed,
        is_elsewhere=scheduler is not None,
        regrade=regrade,
        yes=yes,
        exit_zero=exit_zero,
    )
    return grade_class(asked, doer)


def _scheduler(address: str | None, jobs: int | None) -> Scheduler:
    if address is not None:
        if jobs is not None:
            raise UsageError("--jobs and --scheduler exclude each other.", tip="How many judge on a cluster is the cluster's to say.")
        from nngrade.gradebook.cluster import Cluster  # noqa: PLC0415 - an optional extra

        return Cluster(address)
    size = jobs or count_cores()
    return Here() if size == 1 else Pool(size)
