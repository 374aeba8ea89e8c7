"""The entry point, and the one funnel for all that goes wrong on the way.

Everything else is imported inside the funnel, so that Ctrl-C says the same at any moment.
"""

import atexit
import gc
import io
import os
import sys
from collections.abc import Sequence

INTERRUPTED = 130
PIPE_CLOSED = 141
FAULT = 3
# With these `grade` may judge in this process, or on other machines, or not at all.
_WITHOUT_SERVER = frozenset({"--jobs", "--scheduler", "-h", "--help"})


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in words or os.environ.get("NNGRADE_DEBUG", "") not in {"", "0"}
    # Starting up makes many objects and no garbage: looking for some took 7 % of a check. `check` turns it on again.
    gc.disable()
    # And what ends need not be searched for garbage.
    atexit.register(gc.freeze)
    try:
        _prepare_streams()
        return _run(words)
    except KeyboardInterrupt:
        print("\nInterrupted.", file=sys.stderr)  # noqa: T201
        return INTERRUPTED
    except BrokenPipeError:  # of our output, as in `nngrade list | head`: those of workers never come this far
        _drop_output()
        return PIPE_CLOSED
    except Exception as error:  # noqa: BLE001 - the funnel's whole purpose
        return _tell(error, debug=debug)
    finally:
        gc.enable()


def _run(words: list[str]) -> int:
    if words[:1] == ["grade"] and not _WITHOUT_SERVER & {word.partition("=")[0] for word in words}:
        _start_server()
    from nngrade.cli.group import run  # noqa: PLC0415

    code = run(words)
    sys.stdout.flush()
    return code


def _start_server() -> None:
    """Let what judges a class load while this process learns what is asked of it."""
    from nngrade.sandbox.cores import count_cores  # noqa: PLC0415

    if count_cores() > 1:
        from nngrade.gradebook import server  # noqa: PLC0415

        server.start()


def _prepare_streams() -> None:
    """A closed stream swallows what is printed; a terminal that lacks a character shows a question mark, not a crash."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 - open until the end
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _drop_output() -> None:
    """Python flushes once more when it exits: let that find an open file."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _tell(error: Exception, *, debug: bool) -> int:
    from nngrade.cli.errors import describe  # noqa: PLC0415

    told = describe(error)
    if debug and told.exit_code == FAULT:
        import traceback  # noqa: PLC0415

        traceback.print_exception(error)
    _say("error", told.message, "31")
    if told.tip:
        _say("tip", told.tip, "36")
    return told.exit_code


def _say(label: str, text: str, colour: str) -> None:
    if sys.stderr.isatty() and not os.environ.get("NO_COLOR"):
        label = f"\x1b[1;{colour}m{label}\x1b[0m"
    print(f"{label}: {text}", file=sys.stderr)  # noqa: T201
