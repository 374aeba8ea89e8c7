"""A stub is the reference without its answers, and nothing that looks like an answer stays."""

import ast
import io
import tokenize
from dataclasses import replace

import pytest

from nngrade.authoring.stubs import make_stub, replace_definition
from nngrade.errors import CourseError, UsageError


def body_of(stub):
    """Leave the header of a stub out."""
    return stub.split("\n\n", 1)[1]


def refusal(source, topic):
    with pytest.raises(CourseError) as caught:
        make_stub(source, topic)
    assert str(topic.reference) in caught.value.message
    return caught.value.message


@pytest.fixture
def reference(greeting):
    return greeting.reference.read_text()


class TestMaking:
    def test_the_header_says_what_it_is_and_what_to_type(self, reference, greeting):
        header = make_stub(reference, greeting).split("\n\n", 1)[0]
        assert "# Greetings: Say hello, and remember to whom.\n" in header
        assert "nngrade check greeting" in header
        assert all(line.startswith("#") for line in header.splitlines())

    def test_no_title_makes_a_coding_line(self, reference, greeting):
        stub = make_stub(reference, replace(greeting, title="One-hot encoding"))
        assert "encoding: Say hello" in stub
        assert tokenize.detect_encoding(io.BytesIO(stub.encode()).readline)[0] == "utf-8"

    def test_a_function_keeps_its_docstring_and_loses_its_body(self, reference, greeting):
        expected = (
            "def greet(name):\n"
            '    """Return "Hello, " with the name and an exclamation mark."""\n'
            '    raise NotImplementedError("greet is not written yet")\n'
        )
        assert expected in make_stub(reference, greeting)

    def test_a_method_is_named_with_its_class(self, reference, greeting):
        stub = make_stub(reference, greeting)
        for method in ("__init__", "add", "names"):
            assert f'        raise NotImplementedError("Guestbook.{method} is not written yet")\n' in stub

    def test_what_lies_outside_the_markers_stays(self, reference, greeting):
        assert body_of(make_stub(reference, greeting)).startswith('"""Greetings."""\n\nGREETING = "Hello"\n\n\ndef greet')

    def test_a_helper_between_markers_vanishes_whole(self, reference, greeting):
        assert "_joined" not in make_stub(reference, greeting)

    def test_no_marker_stays(self, reference, greeting):
        assert "SOLUTION" not in make_stub(reference, greeting)

    def test_a_stub_is_python_that_defines_every_exercise(self, reference, greeting):
        names = [node.name for node in ast.parse(make_stub(reference, greeting)).body if hasattr(node, "name")]
        assert names == ["greet", "Guestbook"]

    def test_code_after_a_block_stays(self, reference, greeting):
        source = reference.replace(
            '    return _joined([GREETING, name]) + "!"\n    # END SOLUTION\n', "    text = name\n    # END SOLUTION\n    return text\n"
        )
        assert 'written yet")\n    return text\n' in make_stub(source, greeting)

    def test_a_function_inside_a_function_bears_the_outer_name(self, reference, greeting):
        source = reference.replace(
            '    # BEGIN SOLUTION\n    return _joined([GREETING, name]) + "!"\n    # END SOLUTION\n',
            "    def inner():\n        # BEGIN SOLUTION\n        return name\n        # END SOLUTION\n\n    return inner()\n",
        )
        assert '        raise NotImplementedError("greet is not written yet")\n\n    return inner()' in make_stub(source, greeting)


class TestMarkersOutOfPlace:
    def test_one_that_is_never_closed(self, reference, greeting):
        source = reference.replace("# END SOLUTION\n\n\ndef greet", "\n\n\ndef greet").split("def greet")[0]
        assert "line 6: this BEGIN SOLUTION is never closed" in refusal(source, greeting)

    def test_one_inside_another(self, reference, greeting):
        source = reference.replace("    # END SOLUTION\n\n\nclass", "\n\nclass")
        assert "line 25: BEGIN SOLUTION inside the block that line 16 opened" in refusal(source, greeting)

    def test_an_end_without_a_beginning(self, reference, greeting):
        assert "line 1: END SOLUTION without" in refusal("# END SOLUTION\n" + reference, greeting)

    def test_an_end_that_is_indented_otherwise(self, reference, greeting):
        source = reference.replace("    # END SOLUTION\n\n\nclass", "# END SOLUTION\n\n\nclass")
        assert "line 18: END SOLUTION is not indented as its BEGIN SOLUTION in line 16" in refusal(source, greeting)

    @pytest.mark.parametrize("marker", ["# BEGIN SOLUTION:", "#begin solution", "### BEGIN SOLUTION", "# END  SOLUTION"])
    def test_one_that_only_looks_like_one(self, reference, greeting, marker):
        assert "looks like a marker, but is none" in refusal(f"{marker}\n{reference}", greeting)

    def test_a_block_with_nothing_in_it(self, reference, greeting):
        source = reference.replace('    return _joined([GREETING, name]) + "!"\n', "    # nothing\n")
        assert "nothing stands between the markers" in refusal(source, greeting)

    def test_a_block_that_leaves_its_function(self, greeting):
        source = (
            "def greet(name):\n    # BEGIN SOLUTION\n    return name\n\n\n"
            "def helper():\n    return 3\n    # END SOLUTION\n\n\n"
            'class Guestbook:\n    """A book."""\n'
        )
        assert "goes on beyond the end of `greet`" in refusal(source, greeting)


class TestAnswersThatWouldStay:
    def test_an_exercise_without_markers(self, reference, greeting):
        before, marked = reference.split("def greet(name):\n", 1)
        bare = marked.replace("    # BEGIN SOLUTION\n", "", 1).replace("    # END SOLUTION\n", "", 1)
        assert "`greet` has no solution marked: its stub would be the answer" in refusal(f"{before}def greet(name):\n{bare}", greeting)

    def test_an_exercise_wholly_between_markers(self, reference, greeting):
        source = reference.replace("# END SOLUTION\n\n\ndef greet", "\n\ndef greet", 1).replace(
            '    # BEGIN SOLUTION\n    return _joined([GREETING, name]) + "!"\n    # END SOLUTION\n', "    return name\n# END SOLUTION\n"
        )
        assert "all of `greet` stands between markers" in refusal(source, greeting)

    def test_an_exercise_that_is_not_there(self, reference, greeting):
        assert "defines no `greet`" in refusal(reference.replace("def greet(", "def grete("), greeting)

    def test_a_reference_that_is_no_python(self, greeting):
        assert "line 1: " in refusal("def greet(:", greeting)


class TestPuttingOneBack:
    STUB = 'import math\n\n\n@staticmethod\ndef greet(name):\n    """Say hello."""\n    raise NotImplementedError\n'

    def test_one_function_is_put_back_and_the_rest_stays(self):
        before, after = "import numpy\n\n\n", "\n\n# mine\nAFTER = 2\n"
        mine = "@cache\n@other\ndef greet(name):\n    x = 1\n\n    return x\n"
        fresh = self.STUB.removeprefix("import math\n\n\n")
        assert replace_definition(before + mine + after, self.STUB, "greet") == before + fresh + after

    def test_a_class_is_put_back_too(self):
        stub = "class Book:\n    pass\n"
        assert replace_definition("class Book(list):\n    x = 1\ny = 2\n", stub, "Book") == "class Book:\n    pass\ny = 2\n"

    def test_a_missing_one_is_added_at_the_end(self):
        changed = replace_definition("x = 1\n", self.STUB, "greet")
        assert changed == 'x = 1\n\n\n@staticmethod\ndef greet(name):\n    """Say hello."""\n    raise NotImplementedError\n'

    def test_of_several_the_last_is_put_back(self):
        source = "def greet(a):\n    return a\n\n\nx = greet\n\n\ndef greet(b):\n    return b\n"
        changed = replace_definition(source, "def greet(name):\n    ...\n", "greet")
        assert changed == "\n\nx = greet\n\n\ndef greet(name):\n    ...\n"

    def test_comments_left_inside_go_with_it(self):
        source = "def greet(a):\n    return a\n    # return b\n\n\n# mine\n"
        assert replace_definition(source, "def greet(name):\n    ...\n", "greet") == "def greet(name):\n    ...\n\n\n# mine\n"

    def test_line_endings_stay_those_of_the_student(self):
        source = "x = 1\r\ndef greet(a):\r\n    return a\r\n"
        assert replace_definition(source, "def greet(name):\n    ...\n", "greet") == "x = 1\r\ndef greet(name):\r\n    ...\r\n"

    def test_a_last_line_without_its_end_is_no_trouble(self):
        assert replace_definition("def greet(a): return a", "def greet(name):\n    ...", "greet") == "def greet(name):\n    ...\n"

    def test_a_syntax_error_names_its_line(self):
        with pytest.raises(UsageError, match="Line 2 is no Python") as caught:
            replace_definition("x = 1\ndef greet(:\n", self.STUB, "greet")
        assert "reset the whole topic" in caught.value.tip

    def test_an_odd_escape_is_no_trouble(self):
        assert replace_definition("x = '\\d'\ndef greet(a): return a\n", "def greet(name):\n    ...\n", "greet").startswith("x = '\\d'\n")

    def test_a_file_that_nests_too_deep_is_refused(self):
        with pytest.raises(UsageError):
            replace_definition("(" * 100_000, self.STUB, "greet")

    def test_nothing_of_the_student_is_ever_run(self, tmp_path):
        trace = tmp_path / "trace"
        replace_definition(f"open({str(trace)!r}, 'w')\ndef greet(a): return a\n", self.STUB, "greet")
        assert not trace.exists()
