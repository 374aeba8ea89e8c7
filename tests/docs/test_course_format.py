"""The course format, its documentation and its schemas are one and the same."""

import inspect
import json
import re
import tomllib
from dataclasses import fields
from pathlib import Path

import msgspec
import pytest

from nngrade.course.format import (
    FILES,
    ClassFile,
    ClassTopicEntry,
    CourseFile,
    ExerciseTable,
    ExtensionTable,
    GradingTable,
    LimitsTable,
    TopicEntry,
    TopicFile,
    WaiversFile,
    WaiverTable,
    schemas,
)
from nngrade.course.policy import Policy
from nngrade.judge.checks import alternative, check, misconception

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
PAGE = (REFERENCE / "course-format.md").read_text("utf-8")

SECTIONS = {
    "## `course.toml`": CourseFile,
    "### `[[topics]]`": TopicEntry,
    "## `topic.toml`": TopicFile,
    "### `[limits]`": LimitsTable,
    "### `[[exercises]]`": ExerciseTable,
    "## `waivers.toml`": WaiversFile,
    "### `[[waivers]]`": WaiverTable,
    "### `[grading]`": GradingTable,
    "## `class.toml`": ClassFile,
    "### `[[topics]]` of a class": ClassTopicEntry,
    "### `[[extensions]]`": ExtensionTable,
}
WORDS = {"int": "whole number", "str": "text", "float": "number", "datetime": "date and time"}
# What a key of `[grading]` is when neither the course nor the class gives it: the policy's own.
POLICY = {"disclosure_cap": "full", **{field.name: getattr(Policy(), field.name) for field in fields(Policy)}}


def rows_below(heading, page=PAGE):
    """The first table below a line, as lists of cells without its head."""
    below = page[page.index(f"{heading}\n") + len(heading) :]
    table = re.search(r"(?:^\|.*\n)+", below, re.MULTILINE)[0]
    assert "\n#" not in below[: below.index(table)], f"no table in the section {heading}"
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table.splitlines()]
    return rows[2:]


def type_in_words(field):
    inner = msgspec.inspect.type_info(field.type)
    while isinstance(inner, msgspec.inspect.Metadata):
        inner = inner.type
    if isinstance(inner, msgspec.inspect.UnionType):
        (inner,) = (kind for kind in inner.types if not isinstance(kind, msgspec.inspect.NoneType))
    match inner:
        case msgspec.inspect.ListType(item_type=msgspec.inspect.StructType()):
            return "tables"
        case msgspec.inspect.ListType():
            return "list of texts"
        case msgspec.inspect.StructType():
            return "table"
        case msgspec.inspect.LiteralType():
            return "text"
    return WORDS[type(inner).__name__.removesuffix("Type").lower()]


def default_in_words(field):
    if field.required:
        return "required"
    if field.default is None:
        value = POLICY.get(field.name)
        return "none" if value is None else f"{value:g}" if isinstance(value, float) else f"`{json.dumps(value)}`"
    if field.name in {"limits", "grading"}:
        return "the defaults below"
    value = field.default if field.default is not msgspec.NODEFAULT else field.default_factory()
    return f"`{json.dumps(value)}`"


@pytest.mark.parametrize(("heading", "shape"), SECTIONS.items(), ids=list(SECTIONS))
def test_every_key_is_documented_with_its_type_and_its_default(heading, shape):
    documented = {row[0].strip("`"): (row[1], row[2]) for row in rows_below(heading)}
    # A topic's entry takes the keys of [grading] too, and says so below its table.
    elsewhere = GradingTable.__struct_fields__ if issubclass(shape, GradingTable) and shape is not GradingTable else ()
    own = [field for field in msgspec.structs.fields(shape) if field.name not in elsewhere]
    assert documented == {field.name: (type_in_words(field), default_in_words(field)) for field in own}
    if elsewhere:
        assert "Every key of `[grading]` may stand here too" in PAGE[PAGE.index(f"{heading}\n") :].partition("\n##")[0]


def test_every_struct_has_a_section():
    found = {one for shape in FILES.values() for one in (shape, *tables_in(shape))}
    assert found == set(SECTIONS.values())


def tables_in(shape):
    kinds = [msgspec.inspect.type_info(field.type) for field in msgspec.structs.fields(shape)]
    inner = [getattr(kind, "type", kind) for kind in kinds]
    structs = [getattr(kind, "item_type", kind) for kind in inner]
    return [kind.cls for kind in structs if isinstance(kind, msgspec.inspect.StructType)]


@pytest.mark.parametrize("decorator", [misconception, alternative], ids=lambda decorator: decorator.__name__)
def test_every_option_of_a_decorator_is_documented(decorator):
    documented = {row[0].strip("`"): row[1].strip("`") for row in rows_below(f"`@{decorator.__name__}(exercise, …)`:")}
    assert documented == options_of(decorator)


def test_every_option_of_a_check_is_documented():
    page = (REFERENCE / "suite.md").read_text("utf-8")
    heading = next(line for line in page.splitlines() if line.startswith("## `check("))
    documented = {name for row in rows_below(heading, page) for name in re.findall(r"`(\w+)`", row[0])}
    assert documented == options_of(check).keys()


def options_of(decorator):
    parameters = inspect.signature(decorator).parameters.values()
    return {one.name: "required" if one.default is one.empty else repr(one.default).replace("''", '""') for one in parameters}


@pytest.mark.parametrize("name", schemas())
def test_the_schema_is_that_of_the_structs(name, pytestconfig):
    path = REFERENCE / f"{name}.schema.json"
    current = json.dumps(schemas()[name], indent=2, ensure_ascii=False) + "\n"
    if pytestconfig.getoption("--update-goldens"):
        path.write_text(current, encoding="utf-8")
    assert path.read_text("utf-8") == current, "`pytest --update-goldens` writes it anew"


@pytest.mark.parametrize("shape", SECTIONS.values(), ids=lambda shape: shape.__name__)
def test_editors_get_a_description_of_every_key(shape):
    known = [table for schema in schemas().values() for table in schema["$defs"].values()]
    schema = next(table for table in known if table["title"] == shape.__name__)
    assert all(key["description"].endswith(".") for key in schema["properties"].values())


@pytest.mark.parametrize(("name", "shape"), FILES.items(), ids=list(FILES))
def test_the_example_of_each_file_can_be_read(name, shape):
    section = PAGE[PAGE.index(f"## `{name}.toml`") :]
    example = re.search(r"```toml\n(.*?)```", section, re.DOTALL)[1]
    assert msgspec.convert(tomllib.loads(example), shape)
