"""The hidden suite: one public check for each thing that a suite can do, and hidden ones between them."""

import numpy as np
import pytest

from nngrade.suite import assume, check, given, portable, st

GREETING = "good morning"  # what the hidden checks say is none of a student's business
SECRET_WORDS = ["a hidden word", "another one"]


def short_words():
    """Words of one to three letters; only strategies use this."""
    return st.text("abc", min_size=1, max_size=3)


def twice(words):
    return [*words, *words]


@portable
def reversed_word(word):
    return word[::-1]


@pytest.fixture
def three_words():
    return ["one", "two", "three"]


# --- shout


@check("shout", "one text comes out in capitals", points=2, public=True, hint="What is the capital of g?")
def test_shout_once(agree):
    """As a student might try it."""
    agree.shout(GREETING)


@check("shout", "a hidden title that no student reads", hint="A hidden hint that no student reads.", after="test_shout_once")
def test_shout_hidden(agree):
    for word in SECRET_WORDS:
        agree.shout(word)


@check("shout", "any words, with any mark", points=1.5, public=True, after=["test_shout_once", "test_shout_hidden"], examples=12)
@given(text=short_words(), data=st.data())
def test_shout_any(agree, text, data):
    assume(text != "abc")
    agree.shout(text, mark=data.draw(st.sampled_from(["!", "?", text])))


@pytest.mark.parametrize("mark", ["?", "!!"])
@check("shout", "another mark", public=True, disclosure="verdict")
def test_shout_mark(agree, three_words, mark):
    for word in three_words:
        agree.shout(word, mark)


# --- Tally


@check("Tally", "counts as the reference does", points=3, public=True)
@given(words=st.lists(short_words(), max_size=4))
def test_tally(student, reference, expect, words):
    theirs, ours = student.Tally("a"), reference.Tally("a")
    for word in twice(words):
        theirs.add(word)
        ours.add(word)
    for word in ["a", *words]:
        expect.equal(theirs.count(word), ours.count(word), what=f"the count of {word}")


@check("Tally", "counts nothing at first, says the hidden check")
def test_tally_empty(student, expect):
    expect.equal(student.Tally().count("x"), 0, what="the count")


# --- changed


@check("changed", "turns words round", public=True)
def test_changed_portable(agree):
    agree.changed(reversed_word, ["ab", "cd"])


@check("changed", "words in a random order", public=True)
def test_changed_random(agree, rng):
    words = np.array(["x", "yy", "zzz"])
    agree.changed(reversed_word, [str(word) for word in rng.permutation(words)])


@check("changed", "leaves the list alone, secretly", purity=True)
def test_changed_pure(agree):
    agree.changed(reversed_word, ["ab", "cd"])
