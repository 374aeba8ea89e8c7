"""A wrong answer that is the right one in disguise; and, above all, no claim where chance would do."""

import itertools

import numpy as np
import pytest

from nngrade.judge.diagnosis.relations import relation
from nngrade.judge.failures import Call

RNG = np.random.default_rng(7)
MATRIX = RNG.normal(size=(3, 4))
SQUARE = RNG.normal(size=(3, 3))
VECTOR = RNG.normal(size=5)
PROBABILITIES = np.array([[0.1, 0.2, 0.7], [0.25, 0.35, 0.4]])
LABELS = np.array([2, 0, 1, 2, 3, 1, 1, 0, 3])


def told(got, expected, *arguments, **named):
    return relation(got, expected, Call("f", arguments, named))


class TestSigns:
    @pytest.mark.parametrize("right", [MATRIX, VECTOR, 0.37, -2.0, np.array([1, -1, 1])])
    def test_a_flipped_sign(self, right):
        assert told(-np.asarray(right), right) == "Your answer has the wrong sign: it is exactly the right one times -1."

    def test_one_minus(self):
        assert told(1 - PROBABILITIES, PROBABILITIES).startswith("Your answer is one minus the right one")
        assert told(1 - 0.37, 0.37).startswith("Your answer is one minus the right one")

    def test_classes_that_have_changed_places(self):
        right = np.array([0, 1, 1, 0])
        assert told(1 - right, right).startswith("Your answer is one minus the right one")


class TestFactors:
    def test_twice_and_half(self):
        assert told(2 * MATRIX, MATRIX) == "Your answer is twice as large as it should be."
        assert told(0.5 * MATRIX, MATRIX) == "Your answer is half as large as it should be."

    def test_a_sum_where_a_mean_was_meant(self):
        assert told(5 * 0.37, 0.37, np.ones((5, 3))) == (
            "Your answer is 5 times as large as it should be, and 5 is the number of rows that came in: a sum where a mean was meant?"
        )

    def test_a_mean_where_a_sum_was_meant(self):
        assert told(MATRIX / 7, MATRIX, np.ones((5, 7))) == (
            "Your answer is 7 times too small, and 7 is the number of columns that came in: a mean where a sum was meant?"
        )

    def test_a_size_that_rows_and_columns_share_is_told_as_both(self):
        assert "the number of rows and the number of columns" in told(4 * 0.37, 0.37, np.ones((4, 4)))

    def test_a_list_of_numbers_has_a_length_as_well(self):
        assert "6 is the number of values that came in" in told(6 * VECTOR, VECTOR, [1.0] * 6)

    def test_a_size_that_came_in_as_a_number_too_is_not_blamed(self):
        assert told(3 * MATRIX, MATRIX, np.ones((3, 4)), 3.0) == "Your answer is the right one times 3, everywhere."

    @pytest.mark.parametrize("base", [2, 10])
    def test_another_base_of_the_logarithm(self, base):
        right = np.log(PROBABILITIES)
        assert f"has the logarithm another base, {base} for e" in told(right / np.log(base), right)
        assert f"has the logarithm another base, {base} for e" in told(right, right / np.log(base))

    def test_any_other_factor_when_it_holds_everywhere(self):
        assert told(-3.5 * MATRIX, MATRIX) == "Your answer is the right one times -3.5, everywhere."

    def test_zeros_stay_zeros_under_a_factor(self):
        right = np.array([0.0, 1.3, 0.0, 2.9])
        assert told(1.5 * right, right) == "Your answer is the right one times 1.5, everywhere."
        assert told(1.5 * right + np.array([1, 0, 0, 0]), right) == ""


class TestOffsets:
    def test_a_constant_is_added(self):
        assert told(MATRIX + 0.75, MATRIX) == "Every number is too large by the same amount, 0.75."
        assert told(LABELS - 1, LABELS) == "Every number is too small by the same amount, 1."

    def test_single_precision_does_not_hide_it(self):
        assert told((MATRIX + 0.75).astype(np.float32), MATRIX).startswith("Every number is too large")

    def test_rounding_noise_is_no_offset(self):
        right = 1e6 + RNG.normal(size=8)
        assert told(right + 1e-4 * RNG.normal(size=8), right) == ""


class TestOrders:
    def test_transposed(self):
        assert told(SQUARE.T, SQUARE) == "Your answer is the right one transposed: rows and columns are exchanged."
        assert told(MATRIX.T, MATRIX) == "Your answer is the right one transposed: rows and columns are exchanged."

    def test_the_shape_alone_is_transposed(self):
        assert told(RNG.normal(size=(4, 3)), MATRIX).startswith("Your answer has the right shape turned round")

    def test_reversed(self):
        assert told(VECTOR[::-1], VECTOR) == "Your answer is the right one in reverse order."
        assert told(MATRIX[:, ::-1], MATRIX) == "Your answer is the right one in reverse order along axis 1."

    def test_off_by_one(self):
        assert told(np.roll(VECTOR, 1), VECTOR) == "Your answer is the right one, one place too late: off by one?"
        one_hot = np.eye(4)[LABELS]
        assert told(np.eye(5)[LABELS + 1][:, :4] + np.eye(4)[LABELS * 0] * (LABELS == 3)[:, None], one_hot) == (
            "Your answer is the right one, one place too late along axis 1: off by one?"
        )

    def test_of_two_numbers_nobody_can_tell_off_by_one_from_reversed(self):
        assert told(np.array([0.3, 0.7])[::-1], np.array([0.3, 0.8]) * 0 + [0.3, 0.7]).startswith("Your answer is one minus")
        assert told(np.array([0.4, 0.3]), np.array([0.3, 0.4])) == "Your answer is the right one in reverse order."


class TestShapes:
    def test_the_numbers_are_right(self):
        assert told(VECTOR[:, None], VECTOR) == "The numbers are right; the shape should be (5,), and yours is (5, 1)."
        assert told(MATRIX.ravel(), MATRIX) == "The numbers are right; the shape should be (3, 4), and yours is (12,)."
        assert told([0.37], 0.37) == "The number is right; it should come alone, not in an array of shape (1,)."

    def test_an_axis_is_gone(self):
        assert told(MATRIX.sum(0), MATRIX) == "Your answer is the right one summed over axis 0: that axis should stay."
        assert told(MATRIX.mean(1, keepdims=True), MATRIX) == "Your answer is the right one averaged over axis 1: that axis should stay."
        assert told(VECTOR.sum(), VECTOR) == "Your answer is the right one summed over axis 0: that axis should stay."

    def test_sums_of_probabilities_are_ones_whoever_computes_them(self):
        assert told(np.ones(2), PROBABILITIES) == ""


class TestNotFinite:
    def test_nan_and_inf_where_a_number_is_right(self):
        assert told(np.array([1.0, np.nan, np.inf]), VECTOR[:3]) == "Your answer holds nan where a finite number is right."
        assert told(np.inf, 1.0) == "Your answer holds inf where a finite number is right."

    def test_nothing_is_claimed_where_inf_is_right(self):
        assert told(np.array([np.nan, 1.0]), np.array([np.inf, 1.0])) == ""


class TestNoFalseClaims:
    """What zeros, equal numbers or a few small ones satisfy by chance is no cause."""

    @pytest.mark.parametrize("right", [np.zeros(4), np.zeros((2, 2)), 0.0, np.zeros((2, 3))])
    @pytest.mark.parametrize("wrong", [1.0, 0.5, -2.0])
    def test_of_zeros(self, right, wrong):
        assert told(right + wrong, right, np.ones((4, 3))) == ""

    @pytest.mark.parametrize(("got", "expected"), [(0, 1), (1, 0), (2, 1), (1, 2), (-1, 1), (3, 1), (0.25, 0.75), (4, 2), (1, 4)])
    def test_of_one_small_number(self, got, expected):
        assert told(got, expected, np.ones((3, 4))) == ""
        assert told(np.array([got]), np.array([expected]), np.ones((3, 4))) == ""

    @pytest.mark.parametrize(("got", "expected"), [([2, 2, 2], [1, 1, 1]), ([0.5, 0.5], [0.25, 0.25]), ([3, 3, 3], [1, 1, 1])])
    def test_of_equal_numbers(self, got, expected):
        assert told(got, expected, np.ones((3, 4))) == ""

    @pytest.mark.parametrize("size", [1, 2, 3])
    def test_of_a_few_zeros_and_ones(self, size):
        for right in itertools.product((0, 1), repeat=size):
            for wrong in itertools.product((0, 1), repeat=size):
                words = told(wrong, right) if wrong != right else ""
                assert words == "" or (size == 3 and words.startswith("Your answer is one minus")), (wrong, right)

    def test_of_numbers_that_have_nothing_to_do_with_each_other(self):
        claims = 0
        for seed in range(2000):
            rng = np.random.default_rng(seed)
            shape = [(), (1,), (2,), (3,), (2, 2), (2, 3)][seed % 6]
            right, wrong = rng.integers(-8, 9, shape) / 4, rng.integers(-8, 9, shape) / 4
            claims += bool(np.any(right != wrong)) and bool(told(wrong, right, rng.normal(size=(3, 4))))
        # Of two drawn numbers one may well be the other with its sign turned.
        assert claims < 60

    def test_nor_of_probabilities(self):
        claims = 0
        for seed in range(2000):
            rng = np.random.default_rng(seed)
            right, wrong = (rng.dirichlet(np.ones(3), size=2) for _ in range(2))
            claims += bool(told(wrong, right, rng.normal(size=(2, 3))))
        assert claims == 0

    @pytest.mark.parametrize("got", [None, "a", [], [[1], [1, 2]], 1 + 1j, {"a": 1}])
    def test_of_what_is_no_array(self, got):
        assert told(got, VECTOR) == ""

    def test_of_an_empty_array(self):
        assert told([], np.zeros((0, 3))) == ""
