"""What an author says of checks, mistakes and alternatives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nngrade.course.variants import Variants
from nngrade.errors import CourseError
from nngrade.judge.checks import MARK, MISCONCEPTION, check, is_settled, misconception, parse_disclosure
from nngrade.model import Disclosure


def spec_of(test):
    (mark,) = [mark for mark in test.pytestmark if mark.name == MARK]
    return mark.args[0]


class TestCheck:
    def test_what_is_not_said_has_its_usual_value(self):
        @check("f", "works")
        def test_it():
            pass

        spec = spec_of(test_it)
        assert (spec.points, spec.hint, spec.public, spec.after, spec.disclosure, spec.purity) == (1.0, "", False, (), None, False)

    def test_after_may_be_one_name_or_several(self):
        for after, names in (("test_a", ("test_a",)), (["test_a", "test_b"], ("test_a", "test_b"))):

            @check("f", "works", after=after)
            def test_it():
                pass

            assert spec_of(test_it).after == names

    def test_drawn_inputs_are_the_same_in_every_run(self):
        @check("f", "works", examples=7)
        @given(st.integers())
        def test_it(x):
            pass

        settings = test_it._hypothesis_internal_use_settings
        assert (settings.max_examples, settings.database, settings.deadline) == (7, None, None)
        assert is_settled(test_it)
        assert is_settled(lambda: None)
        assert not is_settled(given(st.integers())(lambda x: None))

    @pytest.mark.parametrize("level", list(Disclosure))
    def test_levels_go_by_their_names(self, level):
        assert parse_disclosure(level.name.lower()) is level

    def test_an_unknown_level_is_told_with_the_known_ones(self):
        with pytest.raises(CourseError) as error:
            parse_disclosure("everything")
        assert "counterexample" in error.value.tip


class TestVariants:
    REFERENCE = "import numpy as np\n\n\ndef f(x):\n    return helper(x)\n\n\ndef helper(x):\n    return x\n"

    @pytest.fixture
    def stand_in(self, tmp_path):
        def make(text, name="wrong", exercise="f"):
            (tmp_path / "reference.py").write_text(self.REFERENCE)
            (tmp_path / "misconceptions.py").write_text(
                "'''Mistakes.'''\n\nfrom nngrade.suite import misconception\nimport nngrade.suite as ours\n" + text
            )
            source = Variants(tmp_path / "misconceptions.py", tmp_path / "reference.py").stand_in(name, exercise).source
            module = {}
            exec(source, module)
            return module, source

        return make

    MARK = "@misconception('f', says='', hint='', caught_by='')\n"

    def test_it_takes_the_place_of_one_exercise(self, stand_in):
        module, source = stand_in(self.MARK + "def wrong(x):\n    return helper(x) + 1\n")
        assert module["f"](1) == 2
        assert "nngrade" not in source.replace("import nngrade.suite as ours", "")
        assert "Mistakes" not in source

    def test_it_may_have_the_exercises_own_name(self, stand_in):
        module, _ = stand_in(self.MARK + "def f(x):\n    return 7\n", name="f")
        assert module["f"](1) == 7

    def test_a_class_may_stand_in_too(self, stand_in):
        module, _ = stand_in(self.MARK + "class wrong:\n    def __init__(self, x): self.x = x\n")
        assert module["f"](3).x == 3

    def test_helpers_come_along_decorated_ones_too(self, stand_in):
        text = "import functools\nOFFSET = 2\n@functools.lru_cache\ndef shift(x):\n    return x + OFFSET\n" + self.MARK
        module, _ = stand_in(text + "def wrong(x):\n    return shift(x)\n")
        assert module["f"](1) == 3

    def test_its_own_decorators_stay(self, stand_in):
        text = "import functools\n" + self.MARK + "@functools.lru_cache\ndef wrong(x):\n    return x\n"
        module, _ = stand_in(text)
        assert hasattr(module["f"], "cache_info")

    def test_however_the_marker_was_imported(self, stand_in):
        module, _ = stand_in("@ours.misconception('f', says='', hint='', caught_by='')\ndef wrong(x):\n    return 9\n")
        assert module["f"](1) == 9

    def test_a_file_that_was_changed_is_read_again(self, stand_in):
        first, _ = stand_in(self.MARK + "def wrong(x):\n    return 1\n")
        second, _ = stand_in(self.MARK + "def wrong(x):\n    return 2\n")
        assert (first["f"](0), second["f"](0)) == (1, 2)


def test_a_mistake_keeps_what_is_said_of_it():
    @misconception("f", says="You add.", hint="Why?", caught_by="test_it", hangs=True)
    def adds(x):
        return x

    spec = getattr(adds, MISCONCEPTION)
    assert (spec.exercise, spec.says, spec.hint, spec.caught_by, spec.hangs, spec.source) == ("f", "You add.", "Why?", "test_it", True, "")
    assert adds(3) == 3
