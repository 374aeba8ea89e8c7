"""Values ready to be shown: aligned by cell, marked where they differ, and never equal to look at where they are not."""

import numpy as np
import pytest

from nngrade.judge.comparison import EXACT
from nngrade.judge.portable import Portable
from nngrade.judge.views import view, view_pair


def cells(value):
    return [list(row) for row in value.cells]


class TestOneValue:
    def test_a_vector_is_one_row(self):
        shown = view(np.array([1.0, 0.25, -3.0]))
        assert cells(shown) == [["1.0", "0.25", "-3.0"]]
        assert (shown.description, shown.text, shown.differs, shown.cut) == ("shape (3,)", "np.array([1.0, 0.25, -3.0])", (), False)

    def test_a_matrix_has_its_rows(self):
        assert cells(view([[1, 2], [3, 4]])) == [["1", "2"], ["3", "4"]]

    @pytest.mark.parametrize(
        ("value", "kind"), [(np.array([1]), "integers"), (np.array([True]), "truth values"), (np.array([1j]), "complex numbers")]
    )
    def test_the_kind_of_numbers_is_told(self, value, kind):
        assert view(value).description == f"shape (1,), {kind}"

    @pytest.mark.parametrize("value", [None, 3, 0.5, "text", [], np.zeros((0, 2)), {"a": 1}, [[1], [1, 2]], np.array(["a"])])
    def test_what_is_no_table_has_no_cells(self, value):
        assert view(value).cells == ()

    def test_a_text_is_cut_to_one_line(self):
        text = view("x" * 1000).text
        assert len(text) == 200
        assert text.endswith("…")

    def test_a_function_of_the_suite_is_shown_as_an_expression(self):
        def doubled(x):
            """Twice as much."""
            return 2 * x

        assert view(Portable(doubled)).text == "lambda x: 2 * x"

    def test_a_longer_function_of_the_suite_is_shown_by_its_source(self):
        def doubled(x):
            """Twice as much."""
            x += x
            return x

        assert view(Portable(doubled)).text == "def doubled(x):\n    x += x\n    return x"


class TestWindows:
    def test_of_a_large_matrix_the_part_round_the_difference_is_shown(self):
        right = np.zeros((50, 40))
        wrong = right.copy()
        wrong[30, 39] = 1.0
        got, expected = view_pair(wrong, right, (30, 39))
        assert (len(got.cells), len(got.cells[0])) == (8, 8)
        assert got.cut
        assert expected.cut
        assert [place for place, row in enumerate(got.differs) if any(row)] == [4]
        assert got.differs[4] == (False,) * 7 + (True,)

    def test_of_three_axes_the_leading_place_is_told(self):
        right = np.zeros((3, 2, 2))
        wrong = right.copy()
        wrong[2, 0, 1] = 5.0
        got, _ = view_pair(wrong, right, (2, 0, 1))
        assert got.description == "shape (3, 2, 2), at [2]"
        assert cells(got) == [["0.0", "5.0"], ["0.0", "0.0"]]
        assert got.cut

    def test_four_axes_too(self):
        right = np.zeros((2, 3, 2, 2))
        wrong = right.copy()
        wrong[1, 2, 0, 1] = 5.0
        assert view_pair(wrong, right, (1, 2, 0, 1))[0].description.endswith("at [1, 2]")

    def test_a_small_array_is_shown_whole(self):
        got, _ = view_pair(np.ones((8, 8)), np.zeros((8, 8)), (7, 7))
        assert not got.cut


class TestPairs:
    def test_both_are_cut_and_marked_alike(self):
        got, expected = view_pair([[1.0, 2.0], [3.0, 4.5]], np.array([[1.0, 2.0], [3.0, 4.0]]), (1, 1))
        assert got.differs == expected.differs == ((False, False), (False, True))
        assert (got.cells[1][1], expected.cells[1][1]) == ("4.5", "4.0")

    @pytest.mark.parametrize("step", [1e-3, 1e-5, 1e-8, 1e-11, 1e-15])
    def test_cells_that_differ_look_different(self, step):
        right = np.array([0.3, 1.0, 1 / 3])
        wrong = right * (1 + step)
        got, expected = view_pair(wrong, right, (0,), EXACT)
        assert all(one != other for one, other in zip(got.cells[0], expected.cells[0], strict=True))

    def test_what_the_check_took_for_equal_is_not_marked(self):
        got, _ = view_pair([1.0 + 1e-9, 2.0], [1.0, 3.0], (1,))
        assert got.differs == ((False, True),)
        got, _ = view_pair([1.0 + 1e-9, 2.0], [1.0, 3.0], (0,), EXACT)
        assert got.differs == ((True, True),)

    def test_two_numbers_look_different_too(self):
        got, expected = view_pair(0.1 + 0.2, 0.3)
        assert (got.text, expected.text) == ("0.30000000000000004", "0.29999999999999999")
        got, expected = view_pair(3, 2.5)
        assert (got.text, expected.text) == ("3", "2.5")

    @pytest.mark.parametrize("wrong", [np.ones(4), None, "abc", [[1], [2, 3]], np.ones((3, 1))])
    def test_what_cannot_be_laid_over_each_other_is_shown_apart(self, wrong):
        got, expected = view_pair(wrong, np.ones(3))
        assert got.differs == expected.differs == ()
        assert expected.cells == (("1.0", "1.0", "1.0"),)

    def test_nan_inf_and_signs_of_zero(self):
        got, expected = view_pair([np.nan, np.inf, -0.0], [1.0, -np.inf, 0.0], (0,))
        assert cells(got) == [["nan", "inf", "-0.0"]]
        assert got.differs == ((True, True, False),)
        assert cells(expected) == [["1.0", "-inf", "0.0"]]
