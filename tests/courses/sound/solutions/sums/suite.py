"""The hidden suite of the topic sums."""

from nngrade.suite import check, given, st


@check("total", "adds three numbers", public=True, hint="Which number is left out?")
def test_three(agree):
    agree.total([1, 2, 4])


@check("total", "adds as many as there are", points=2, hint="Does it stop early?")
@given(numbers=st.lists(st.integers(0, 9), max_size=6))
def test_any(agree, numbers):
    agree.total(numbers)


@check("mean", "shares three numbers out", public=True, hint="Among how many?", after="test_three")
def test_shares(agree):
    agree.mean([1, 2, 6])


@check("mean", "is no whole number by force", hint="Which division is it?")
def test_halves(agree):
    agree.mean([1, 2])
