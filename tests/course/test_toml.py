"""What was read as TOML is written so that it is read again as the same."""

import tomllib

import pytest

from nngrade.course.toml import TomlFile, write_table


@pytest.mark.parametrize(
    "text",
    [
        'format = 1\ntitle = "A \\"quoted\\" \\\\ title: ünicode ✓, \\t tab"\n',
        "weight = 2.5\nmany = 1_000_000\nis = true\nwhen = 2026-01-02T03:04:05Z\nday = 2026-01-02\n",
        'names = ["one", "two, with a comma"]\nnone = []\n',
        "[limits]\nwall_seconds = 1e-3\n\n[[exercises]]\nname = 'a'\n\n[[exercises]]\nname = 'b'\nhints = ['x']\n",
        "text = '''\nover\nlines\x7f'''\n",
    ],
)
def test_a_table_survives_being_written(text):
    table = tomllib.loads(text.replace("\x7f", ""))
    assert tomllib.loads(write_table(table)) == table


def test_a_table_comes_after_the_plain_values_below_which_it_stood():
    table = {"limits": {"memory_mb": 1}, "title": "T"}
    assert write_table(table) == 'title = "T"\n\n[limits]\nmemory_mb = 1\n'


def test_what_is_not_there_has_the_first_line(tmp_path):
    file = TomlFile(tmp_path / "x.toml", "a = 1\n\n[b]\nc = 2\n")
    assert [file.line_of(), file.line_of("b"), file.line_of("b", "c"), file.line_of("d")] == [1, 3, 4, 1]
