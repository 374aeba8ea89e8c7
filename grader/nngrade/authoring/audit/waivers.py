"""Reading `waivers.toml`: the mutants of a topic that its author holds to be as right as the reference."""

import re

import msgspec

from nngrade.authoring.audit.model import Waiver
from nngrade.course.model import Topic
from nngrade.course.toml import TomlFile
from nngrade.errors import CourseError

FILENAME = "waivers.toml"
_TIP = "A waiver is a [[waivers]] with `mutant`, its name, and `reason`, why it is as right as the reference."


class _WaiverTable(msgspec.Struct, forbid_unknown_fields=True):
    mutant: str
    reason: str


class _WaiversFile(msgspec.Struct, forbid_unknown_fields=True):
    waivers: list[_WaiverTable] = []


def read_waivers(topic: Topic) -> tuple[Waiver, ...]:
    """The waivers of a topic, none where it has no such file; a CourseError names the line of what is wrong in it."""
    path = topic.folder / FILENAME
    if not path.is_file():
        return ()
    file = TomlFile.open(path)
    try:
        tables = msgspec.convert(file.table, _WaiversFile).waivers
    except msgspec.ValidationError as error:
        raise _misshapen(file, error) from None
    waivers: dict[str, Waiver] = {}
    for index, table in enumerate(tables):
        if not table.reason.strip():
            raise file.error("a waiver needs a reason.", "waivers", index, "reason", tip=_TIP)
        if table.mutant in waivers:
            message = f"this mutant is waived in line {waivers[table.mutant].line} already."
            raise file.error(message, "waivers", index, "mutant", tip="Take one of them out.")
        waivers[table.mutant] = Waiver(table.mutant, table.reason, file.line_of("waivers", index, "mutant"))
    return tuple(waivers.values())


def _misshapen(file: TomlFile, error: msgspec.ValidationError) -> CourseError:
    """Say what msgspec says, with the line in place of a path such as `$.waivers[1].reason`."""
    what, _, path = str(error).partition(" - at `$")
    place: list[str | int] = [int(index) if index else key for index, key in re.findall(r"\[(\d+)\]|(\w+)", path)]
    unknown = re.search(r"unknown field `([^`]*)`", what)
    place += [unknown[1]] if unknown else []
    return file.error(f"{what[:1].lower()}{what[1:]}.", *place, tip=_TIP)
