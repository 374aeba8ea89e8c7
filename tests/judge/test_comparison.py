"""What counts as equal, and how a difference is told."""

import time

import numpy as np
import pytest

from nngrade.judge.comparison import EXACT, USUAL, Tolerance, as_numeric_array, compare, describe, number_texts
from nngrade.judge.objects import RemoteObject
from nngrade.model import Category
from nngrade.worker.messages import HandleValue


def remote(kind="Model", text="a Model object"):
    return RemoteObject(None, HandleValue(1, kind, text))


def category(got, expected, tolerance=USUAL):
    difference = compare(got, expected, tolerance)
    return None if difference is None else difference.category


class TestNumbers:
    @pytest.mark.parametrize(
        ("got", "expected"),
        [
            (1, 1.0),
            (True, 1),
            (0, False),
            (np.float32(0.1), 0.1),
            (np.int8(3), 3),
            (np.bool_(True), 1.0),
            (-0.0, 0.0),
            (float("nan"), float("nan")),
            (float("-inf"), float("-inf")),
            (np.array(2.5), 2.5),
            (2.5, np.array(2.5)),
            (0.1 + 0.2, 0.3),
            (2 + 0j, 2 + 0j),
            (10**30, 10**30),
            (float(2**70), 2**70),
            (5.00000001, 5),
        ],
    )
    def test_equal_values_agree_whatever_their_type(self, got, expected):
        assert compare(got, expected) is None

    @pytest.mark.parametrize(
        ("got", "expected"),
        [
            (1.0001, 1.0),
            (1e-5, 0.0),
            (float("nan"), 1.0),
            (1.0, float("nan")),
            (float("inf"), float("-inf")),
            (float("inf"), 1e308),
            (10**30 + 1, 10**30),
            (2**62 + 1, 2**62),
            (123457, 123456),
            (1000000.4, 1000000),
        ],
    )
    def test_other_values_do_not(self, got, expected):
        assert category(got, expected) is Category.WRONG_VALUE

    @pytest.mark.parametrize("got", [None, "1", b"1", [None], {1}, {1: 1}, ..., slice(1), object()])
    def test_what_is_no_number_is_of_the_wrong_type(self, got):
        assert category(got, 1) is Category.WRONG_TYPE

    def test_a_complex_number_is_not_real_even_without_an_imaginary_part(self):
        assert compare(1 + 0j, 1.0).sentence == "expected real numbers, got complex ones"
        assert compare(1.0, 1 + 0j) is None

    def test_a_number_too_long_for_any_array_is_still_compared(self):
        assert category(10**3000, 1.0) is Category.WRONG_TYPE
        assert category(2**70, 2**70 + 1) is Category.WRONG_VALUE

    def test_two_numbers_that_differ_look_different_in_the_sentence(self):
        assert compare(0.1 + 0.2, 0.3, EXACT).sentence == "expected 0.29999999999999999, got 0.30000000000000004"
        assert compare(1.00002, 1.0).sentence == "expected 1, got 1.00002"
        assert number_texts(1.0, 1.0) == ("1", "1")


class TestWholeNumbers:
    """A count or a label that is nearly right is wrong."""

    def test_a_large_label_is_not_blurred_by_the_relative_tolerance(self):
        assert category(np.array([100_000, 100_001]), np.array([100_000, 100_000])) is Category.WRONG_VALUE
        assert category(np.array([100_000.0, 100_001.0]), np.array([100_000, 100_000])) is Category.WRONG_VALUE

    def test_integers_of_64_bits_are_compared_exactly(self):
        assert category(np.array([2**60 + 1]), np.array([2**60])) is Category.WRONG_VALUE
        assert compare(np.array([2**60], np.uint64), np.array([2**60])) is None

    def test_an_author_may_still_allow_a_distance(self):
        assert compare(np.array([12, 7]), np.array([11, 9]), Tolerance(atol=2)) is None


class TestTolerance:
    def test_single_precision_is_enough(self):
        exact = np.random.default_rng(0).normal(size=(50, 7))
        assert compare(exact.astype(np.float32), exact) is None

    def test_a_sum_in_another_order_is_equal(self):
        numbers = np.random.default_rng(1).normal(size=1000)
        assert compare(float(sum(sorted(numbers))), float(numbers.sum())) is None

    def test_small_numbers_need_a_smaller_absolute_tolerance(self):
        assert compare(0.0, 1e-12) is None
        assert compare(0.0, 1e-12, Tolerance(atol=0.0)) is not None

    def test_exact_is_exact(self):
        assert compare(1.0, np.nextafter(1.0, 2.0), EXACT) is not None

    def test_nan_agrees_with_nan_unless_it_may_not(self):
        nan = np.array([1.0, np.nan])
        assert compare(nan, nan) is None
        assert compare(nan, nan, Tolerance(equal_nan=False)).sentence == "got nan at index 1, which is no number (1 of 2 values differ)"


class TestArrays:
    @pytest.mark.parametrize(
        "got",
        [[1, 2, 3], (1, 2, 3), [1.0, 2.0, 3.0], np.array([1, 2, 3], np.int8), [np.float32(1), 2, 3], [np.array(1), np.array(2), 3]],
    )
    def test_a_list_or_a_tuple_is_as_good_as_a_vector(self, got):
        assert compare(got, np.array([1.0, 2.0, 3.0])) is None

    def test_nested_lists_are_as_good_as_a_matrix(self):
        assert compare([[1, 2], (3, 4)], np.array([[1.0, 2.0], [3.0, 4.0]])) is None
        assert compare([np.array([1, 2]), np.array([3, 4])], np.array([[1.0, 2.0], [3.0, 4.0]])) is None

    @pytest.mark.parametrize(
        ("got", "sentence"),
        [
            (np.ones((3, 1)), "expected an array of shape (3,), got an array of shape (3, 1)"),
            (np.ones((1, 3)), "expected an array of shape (3,), got an array of shape (1, 3)"),
            (1.0, "expected an array of shape (3,), got a single number"),
            (np.ones(1), "expected an array of shape (3,), got an array of shape (1,)"),
            ([], "expected an array of shape (3,), got an array of shape (0,)"),
            ([1.0], "expected an array of shape (3,), got an array of shape (1,)"),
        ],
    )
    def test_shapes_that_would_broadcast_are_wrong_all_the_same(self, got, sentence):
        difference = compare(got, np.ones(3))
        assert (difference.category, difference.sentence) == (Category.WRONG_SHAPE, sentence)

    def test_an_empty_array_equals_an_empty_array_of_its_shape_alone(self):
        assert compare([], np.zeros(0)) is None
        assert category(np.zeros((0, 3)), np.zeros(0)) is Category.WRONG_SHAPE
        assert category([], np.array(1.0)) is Category.WRONG_SHAPE

    @pytest.mark.parametrize(
        "got",
        [None, "abc", ["a", "b", "c"], [1, None, 3], [1, "2", 3], [[1, 2], [3]], {1: 2}, [[1], 2, 3], ["1", "2", "3"], [1, [2], 3]],
    )
    def test_what_is_no_array_of_numbers_is_of_the_wrong_type(self, got):
        assert category(got, np.ones(3)) is Category.WRONG_TYPE

    def test_the_first_place_that_differs_is_told(self):
        difference = compare(np.array([[1.0, 2.0], [9.0, 9.0]]), np.array([[1.0, 2.0], [3.0, 4.0]]))
        assert difference.at == (1, 0)
        assert difference.sentence == "expected 3 at index (1, 0), got 9 (2 of 4 values differ)"

    def test_an_array_of_strings_is_compared_item_by_item(self):
        names = np.array(["ab", "cd"])
        assert compare(["ab", "cd"], names) is None
        assert compare(np.array(["ab", "cd"]), names) is None
        assert category(["ab", "ce"], names) is Category.WRONG_VALUE
        assert category(["ab", ["cd"]], names) is Category.WRONG_TYPE
        assert category("ab", names) is Category.WRONG_TYPE

    def test_an_object_of_the_students_never_becomes_an_array(self):
        assert as_numeric_array(remote()) is None
        assert as_numeric_array([remote(), 1.0]) is None
        assert category([remote()], np.ones(1)) is Category.WRONG_TYPE


class TestSequences:
    def test_a_tuple_is_compared_part_by_part(self):
        assert compare((np.ones(2), 3), (np.ones(2), 3.0)) is None
        difference = compare((np.ones(2), 4), (np.ones(2), 3.0))
        assert str(difference) == "value 2 of 2: expected 3, got 4"

    def test_a_list_an_array_and_a_tuple_of_the_same_parts_agree(self):
        assert compare(np.array([[1, 2], [3, 4]]), [(1, 2), (3, 4)]) is None
        assert compare(([1, 2], [3, 4]), [[1, 2], [3, 4]]) is None

    def test_parts_may_have_different_lengths(self):
        assert compare([[1], [1, 2]], ([1], [1, 2])) is None
        assert str(compare([[1], [1, 3]], ([1], [1, 2]))) == "value 2 of 2, value 2 of 2: expected 2, got 3"

    def test_another_length_is_another_shape(self):
        difference = compare([1, 2], [1])
        assert (difference.category, difference.sentence) == (Category.WRONG_SHAPE, "expected a list of 1 value, got 2")

    @pytest.mark.parametrize("got", [5, None, "ab", np.array(1.0), {0: 1}, remote()])
    def test_what_has_no_parts_is_of_the_wrong_type(self, got):
        assert category(got, [1, 2]) is Category.WRONG_TYPE

    def test_the_part_that_differs_is_handed_on(self):
        difference = compare({"W": [1.0, np.array([1.0, 5.0])]}, {"W": [1.0, np.array([1.0, 2.0])]})
        assert difference.where == "under 'W', value 2 of 2"
        assert difference.at == (1,)
        assert difference.got[1] == 5.0

    def test_a_million_numbers_take_no_time(self):
        many = [1.0] * 1_000_000
        other = [*many[:-1], 2.0]
        begun = time.perf_counter()
        assert compare(many, list(many)) is None
        assert str(compare(other, many)) == "value 1000000 of 1000000: expected 1, got 2"
        assert time.perf_counter() - begun < 3

    def test_a_long_list_with_something_odd_in_it_is_still_compared(self):
        numbers = [*range(200), None]
        assert compare(numbers, list(numbers)) is None
        assert str(compare([*range(200), 0], numbers)) == "value 201 of 201: expected None, got the number 0"


class TestDictsAndSets:
    def test_dicts_agree_by_key_in_any_order(self):
        assert compare({"b": [1.0], "a": np.ones(2)}, {"a": np.ones(2), "b": np.ones(1)}) is None

    @pytest.mark.parametrize(
        ("got", "sentence"),
        [
            ({"a": 1}, "a dict without 'b'"),
            ({"a": 1, "b": 2, "c": 3}, "a dict with 'c' besides"),
            ({"a": 1, "b": 3}, "under 'b': expected 2, got 3"),
            ([1, 2], "expected a dict of 2 values, got a list of 2 values"),
        ],
    )
    def test_what_differs_is_told_by_its_key(self, got, sentence):
        assert str(compare(got, {"a": 1, "b": 2})) == sentence

    def test_a_key_may_be_long(self):
        assert len(str(compare({"x" * 10**6: 1}, {}))) < 100

    def test_sets_are_equal_or_not(self):
        assert compare({1, 2}, {2, 1}) is None
        assert compare(frozenset({1}), {1}) is None
        assert category({1}, {2}) is Category.WRONG_VALUE
        assert category([1], {1}) is Category.WRONG_TYPE


class TestText:
    def test_text_is_exact(self):
        assert compare("abc", "abc") is None
        assert compare("abd", "abc").sentence == "expected 'abc', got 'abd'"
        assert category(b"abc", "abc") is Category.WRONG_TYPE
        assert category(None, "") is Category.WRONG_TYPE

    def test_of_long_texts_the_difference_is_shown(self):
        sentence = compare("a" * 500 + "x" + "b" * 500, "a" * 500 + "y" + "b" * 500).sentence
        assert "y" in sentence
        assert "x" in sentence
        assert len(sentence) < 200

    def test_none_is_none_alone(self):
        assert compare(None, None) is None
        for other in (0, False, "", [], np.array(0)):
            assert category(other, None) is Category.WRONG_TYPE


class TestObjects:
    def test_an_object_agrees_with_an_object_whatever_it_is_called(self):
        assert compare(remote("Mine", "a Mine object"), remote()) is None

    @pytest.mark.parametrize("got", [None, 1, [], {}, "a Model object"])
    def test_and_with_nothing_else(self, got):
        assert category(got, remote()) is Category.WRONG_TYPE


class TestTensors:
    torch = pytest.importorskip("torch")

    def test_a_tensor_is_an_array(self):
        torch = self.torch
        assert compare(torch.tensor([1.0, 2.0]), torch.tensor([1.0, 2.0])) is None
        assert compare([1, 2], torch.tensor([1.0, 2.0])) is None
        assert compare(torch.tensor([1.0, 2.0], requires_grad=True), np.array([1.0, 2.0])) is None
        assert category(torch.ones(2, 1), torch.ones(2)) is Category.WRONG_SHAPE

    def test_a_list_of_tensors_is_an_array_too(self):
        torch = self.torch
        parts = [torch.tensor(1.0, requires_grad=True), torch.tensor(2.0)]
        assert compare(parts, np.array([1.0, 2.0])) is None
        assert compare([torch.ones(2), torch.ones(2)], np.ones((2, 2))) is None

    def test_half_precision_is_compared_as_it_is(self):
        torch = self.torch
        assert compare(torch.ones(2, dtype=torch.bfloat16), torch.ones(2)) is None


class TestDescriptions:
    @pytest.mark.parametrize(
        ("value", "words"),
        [
            (None, "None"),
            (True, "the truth value True"),
            (np.bool_(False), "the truth value False"),
            (1.23456789, "the number 1.23457"),
            (10**3000, "a whole number of about 3001 digits"),
            (np.zeros((2, 3)), "an array of shape (2, 3)"),
            (np.array(1), "a single number"),
            (np.array(["a"]), "an array of strings of shape (1,)"),
            ([1], "a list of 1 value"),
            ((), "a tuple of 0 values"),
            ({}, "a dict of 0 values"),
            ({1, 2}, "a set of 2 values"),
            (b"ab", "2 bytes"),
            (..., "an ellipsis"),
            (slice(1), "a slice"),
            ("a" * 100, "the string '" + "a" * 57 + "...'"),
            (remote(), "a Model object"),
            (remote("function", "function sum"), "the function sum"),
        ],
    )
    def test_a_person_is_told_what_a_thing_is(self, value, words):
        assert describe(value) == words
