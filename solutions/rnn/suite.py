"""The hidden suite of the topic `rnn`.

N, T, D, H and K differ wherever they can, weights are of size 1 and not
symmetric: a forgotten transpose cannot be seen at weights near 0. Slopes are
judged against the reference and against differences that the suite measures.
"""

import itertools

import numpy as np
import torch
from torch import nn

from nngrade.suite import check, given, portable, seeds, st

HELLO = {"e": 0, "h": 1, "l": 2, "o": 3}
# A vocabulary in no order, of more characters than any text that it is used for.
JUMBLED = {"l": 4, "o": 0, "h": 2, " ": 5, "e": 1, "w": 6, "r": 3, "d": 7}


def rng_of(seed):
    return np.random.default_rng(seed)


def numbers(rng, *shape):
    """Numbers of size 1 that can be read: multiples of 1/8, none of them 0."""
    return (2 * rng.integers(-8, 8, size=shape) + 1) / 8


def turned_round(vocabulary):
    return {index: char for char, index in vocabulary.items()}


def as_dict(numbered):
    """The characters by their ids; a list, a tuple or a string of them has its places for ids."""
    return dict(enumerate(numbered)) if isinstance(numbered, list | tuple | str) else numbered


@st.composite
def texts(draw, letters="hello world", size=(1, 8)):
    """Texts of a few letters."""
    letter = st.sampled_from(sorted(set(letters), reverse=True))
    return draw(st.text(letter, min_size=size[0], max_size=size[1]))


# --- build_vocab -----------------------------------------------------------------------------------------------------


def judge_vocab(student, expect, text):
    """Compare both dicts of a text with what they have to be."""
    char_to_id, id_to_char = expect.pair(student.build_vocab(text), "the two dicts")
    chars = sorted(set(text))
    expect.equal(char_to_id, {char: index for index, char in enumerate(chars)}, what="char_to_id")
    expect.equal(as_dict(id_to_char), dict(enumerate(chars)), what="id_to_char")


@check(
    "build_vocab",
    "numbers the four characters of hello",
    points=2,
    public=True,
    hint="Which different characters are there, in sorted order? Count them from 0.",
)
def test_vocab_of_hello(student, expect):
    char_to_id, id_to_char = expect.pair(student.build_vocab("hello"), "the two dicts")
    expect.equal(char_to_id, HELLO, what="char_to_id")
    expect.equal(as_dict(id_to_char), {0: "e", 1: "h", 2: "l", 3: "o"}, what="id_to_char")


@check(
    "build_vocab",
    "numbers the characters of any text",
    points=2,
    examples=10,
    hint="The ids follow the sorted characters, not the order in which the text happens to use them.",
)
@given(text=st.text(st.sampled_from("zyxcba ZA,"), min_size=2, max_size=8))
def test_vocab_of_any_text(student, expect, text):
    judge_vocab(student, expect, text)


@check(
    "build_vocab",
    "gives each different character one id, from 0 up",
    points=1,
    hint="How many different characters does the text have, and which ids are there then?",
)
def test_vocab_counts_each_character_once(student, expect):
    char_to_id, id_to_char = expect.pair(student.build_vocab("to be or not to be"), "the two dicts")
    expect.that(isinstance(char_to_id, dict), "char_to_id is a dict", got=char_to_id)
    expect.equal(sorted(char_to_id), sorted(set("to be or not to be")), what="the characters of char_to_id")
    expect.equal(sorted(char_to_id.values()), list(range(len(char_to_id))), what="the ids of char_to_id, sorted")
    expect.that(len(as_dict(id_to_char)) == len(char_to_id), "both dicts have as many entries", got=id_to_char)


@check(
    "build_vocab",
    "each dict is the other one turned round",
    points=1,
    hint="Look a character up, and then its id: where do you arrive?",
)
def test_vocab_dicts_are_inverse(student, expect):
    char_to_id, id_to_char = expect.pair(student.build_vocab("recurrent"), "the two dicts")
    expect.that(isinstance(char_to_id, dict), "char_to_id is a dict", got=char_to_id)
    expect.equal(as_dict(id_to_char), turned_round(char_to_id), what="id_to_char")


@check(
    "build_vocab",
    "spaces, line ends, signs and capitals are characters like any other",
    points=1,
    hint="A network that writes names has to say where a name ends: which character says so?",
)
def test_vocab_keeps_every_character(student, expect):
    judge_vocab(student, expect, "Ann\nann O'Ärx, 2 \t")


@check(
    "build_vocab",
    "each text gets the vocabulary of its own",
    points=1,
    hint="What is left from the first call when the second one begins?",
)
def test_vocab_of_one_text_after_another(student, expect):
    for text in ("abc", "cab", "xy", "a", ""):
        judge_vocab(student, expect, text)


# --- encode ----------------------------------------------------------------------------------------------------------


@check("encode", "turns hello into five ids", points=2, public=True, hint="Look each character up, one after the other.")
def test_encode_hello(agree):
    agree.encode("hello", HELLO)


@check(
    "encode",
    "uses the vocabulary that it is given, whatever its ids are",
    points=2,
    examples=10,
    hint="The vocabulary belongs to the whole text. What would become of the ids if each piece were numbered anew?",
)
@given(text=texts())
def test_encode_any_text(agree, text):
    agree.encode(text, JUMBLED)


@check(
    "encode",
    "gives whole numbers that can index an array",
    points=1,
    hint="These ids will pick rows of a table: which type does an index have to have?",
)
def test_encode_gives_indices(student, expect):
    for text in ("low", "wold"):
        ids = student.encode(text, JUMBLED)
        expect.array(ids, what="the ids", shape=(len(text),))
        expect.that(np.asarray(ids).dtype.kind in "iu", "the ids are whole numbers", got=ids)


@check(
    "encode",
    "an unknown character raises a ValueError that names it",
    points=1,
    hint="The vocabulary has no such character. Who could tell, if you let it pass or skip it?",
)
def test_encode_refuses_unknown_characters(student, expect):
    expect.raises(ValueError, student.encode, "help", HELLO, mentions="p")
    expect.raises(ValueError, student.encode, "Zoe", HELLO, mentions="Z")


@check("encode", "an empty text has no ids", points=1, hint="How many ids have no characters?")
def test_encode_an_empty_text(agree):
    agree.encode("", HELLO)


@check("encode", "a text of one character, and a long one", points=1, hint="Does every number in your function come from its arguments?")
def test_encode_short_and_long(agree):
    agree.encode("w", JUMBLED)
    agree.encode("hello world " * 20, JUMBLED)


@check(
    "encode",
    "ids beyond 255 stay as they are",
    points=1,
    hint="How many characters may a vocabulary have, and which numbers does your dtype hold?",
)
def test_encode_large_ids(agree):
    agree.encode("ab", {"a": 300, "b": 70_000})


@check("encode", "the vocabulary is left as it was", points=1, purity=True, hint="The caller goes on to use its vocabulary.")
def test_encode_leaves_the_vocabulary_alone(agree):
    agree.encode("olleh", HELLO)


# --- decode ----------------------------------------------------------------------------------------------------------


@check("decode", "turns five ids into hello", points=2, public=True, hint="Look each id up, and join what you find.")
def test_decode_hello(agree):
    agree.decode(np.array([1, 0, 2, 2, 3]), turned_round(HELLO))


@check("decode", "any ids, under any vocabulary", points=2, examples=10, hint="Which of the two dicts is it that you were given?")
@given(ids=st.lists(st.integers(0, 7), min_size=1, max_size=8))
def test_decode_any_ids(agree, ids):
    agree.decode(np.array(ids), turned_round(JUMBLED))


@check("decode", "what was encoded comes back", points=1, examples=8, hint="Encode a word, decode the ids: is it the same word?")
@given(text=texts())
def test_decode_undoes_encode(student, reference, expect, text):
    expect.equal(student.decode(reference.encode(text, JUMBLED), turned_round(JUMBLED)), text, what="the text")


@check("decode", "ids may come as a plain list", points=1, hint="Which of your operations exists for an array only?")
def test_decode_a_list(agree):
    agree.decode([5, 0, 4, 7], turned_round(JUMBLED))


@check("decode", "white space at both ends is part of the text", points=1, hint="Is a line end a character of the text?")
def test_decode_keeps_white_space(agree):
    agree.decode(np.array([0, 1, 2, 0]), {0: "\n", 1: "a", 2: " "})


@check(
    "decode", "no ids give an empty string, and one id a single character", points=1, hint="What type has the answer, however short it is?"
)
def test_decode_short(agree):
    agree.decode(np.array([], dtype=np.int64), turned_round(HELLO))
    agree.decode(np.array([3]), turned_round(HELLO))


@check("decode", "ids and vocabulary are left as they were", points=1, purity=True, hint="The caller still needs both.")
def test_decode_leaves_its_arguments_alone(agree):
    agree.decode(np.array([3, 1, 1]), turned_round(HELLO))


# --- one_hot_encode --------------------------------------------------------------------------------------------------


@st.composite
def ids_and_classes(draw):
    """Ids of one to three axes, and the number of classes that they are drawn from."""
    num_classes = draw(st.integers(4, 6))
    shape = tuple(draw(st.lists(st.integers(1, 3), min_size=1, max_size=3)))
    # Class 2 comes first, for the smallest input: with ids 0 and 1 many mistakes look alike.
    ids = st.sampled_from([*range(2, num_classes), 1, 0])
    size = int(np.prod(shape))
    return np.array(draw(st.lists(ids, min_size=size, max_size=size))).reshape(shape), num_classes


@check(
    "one_hot_encode",
    "three ids become the right rows",
    points=1,
    public=True,
    hint="One row for each id, one column for each class: in which column of row 0 does the 1 stand?",
)
def test_one_hot_of_three_ids(agree):
    agree.one_hot_encode(np.array([1, 0, 3]), 5)


@check(
    "one_hot_encode",
    "a batch of sequences gets one more axis, at the end",
    points=2,
    hint="Write the shape of the answer for ids of shape (2, 3). Which shape did you write into your code?",
)
def test_one_hot_of_a_batch(agree, credit):
    agree.one_hot_encode(np.array([[1, 0, 3], [2, 2, 4]]), 6)
    credit(0.5)
    agree.one_hot_encode(np.arange(24).reshape(2, 3, 4) % 5, 5)


@check(
    "one_hot_encode", "ids of any shape become the right vectors", points=2, examples=12, hint="Write the answer for this input by hand."
)
@given(case=ids_and_classes())
def test_one_hot_of_any_ids(agree, case):
    agree.one_hot_encode(*case)


@check(
    "one_hot_encode",
    "a single id, an array without axes, becomes a single vector",
    points=1,
    hint="What shape has the shape () with one more axis?",
)
def test_one_hot_of_a_single_id(agree):
    agree.one_hot_encode(np.array(2), 4)


@check(
    "one_hot_encode",
    "a class that does not occur has its place all the same",
    points=1,
    hint="Would two batches get vectors of the same length?",
)
def test_one_hot_with_absent_classes(agree):
    agree.one_hot_encode(np.array([[0, 2], [0, 1]]), 7)


@check(
    "one_hot_encode",
    "as many ids as classes work too",
    points=1,
    hint="With a square answer the shape no longer tells you which index is which.",
)
def test_one_hot_of_a_square(agree):
    agree.one_hot_encode(np.array([1, 2, 0]), 3)
    agree.one_hot_encode(np.array([[1, 2, 0], [0, 0, 2], [2, 1, 1]]), 3)


@check("one_hot_encode", "an id beyond the last class raises a ValueError that names it", points=1, hint="Which ids do 3 classes have?")
def test_one_hot_refuses_large_ids(student, expect):
    expect.raises(ValueError, student.one_hot_encode, np.array([[0, 17], [1, 2]]), 3, mentions="17")
    expect.raises(ValueError, student.one_hot_encode, np.array([3, 1]), 3, mentions="3")


@check("one_hot_encode", "a negative id raises a ValueError that names it", points=1, hint="What does NumPy make of an index of -2?")
def test_one_hot_refuses_negative_ids(student, expect):
    expect.raises(ValueError, student.one_hot_encode, np.array([0, -2, 1]), 3, mentions="-2")
    expect.raises(ValueError, student.one_hot_encode, np.array([[0, 2], [-1, 0]]), 3, mentions="-1")


@check(
    "one_hot_encode",
    "ids may come as nested lists",
    points=1,
    hint="Which of your operations exists for an array only, and what could you do with the ids first?",
)
def test_one_hot_of_lists(agree):
    agree.one_hot_encode([[1, 0], [3, 2]], 4)


@check("one_hot_encode", "the caller's ids are left as they were", points=1, purity=True, hint="Does any line of yours write into the ids?")
def test_one_hot_leaves_its_argument_alone(agree):
    agree.one_hot_encode(np.array([[1, 0, 3], [2, 2, 1]]), 4)


# --- get_batches -----------------------------------------------------------------------------------------------------


def batches_of(student, expect, ids, batch_size, seq_length):
    """The pairs that get_batches gives, but no more than there can be."""
    given_back = student.get_batches(ids, batch_size, seq_length)
    expect.that(given_back is not None, "get_batches gives something that can be looped over", got=given_back)
    pairs = itertools.islice(iter(given_back), len(ids) + 2)
    return [expect.pair(pair, f"batch {place}") for place, pair in enumerate(pairs)]


def right_batches(ids, batch_size, seq_length):
    """What get_batches has to give."""
    length = len(ids) // batch_size
    rows = ids[: batch_size * length].reshape(batch_size, length)
    starts = range(0, length - seq_length, seq_length)
    return [(rows[:, start : start + seq_length], rows[:, start + 1 : start + seq_length + 1]) for start in starts]


def judge_batches(student, expect, ids, batch_size, seq_length):
    """Compare every window, and their number."""
    compare_batches(expect, batches_of(student, expect, ids, batch_size, seq_length), right_batches(ids, batch_size, seq_length))


def compare_batches(expect, got, right):
    """Compare what batches_of gave with the right pairs."""
    if len(got) > len(right):
        expect.that(len(got) == len(right), f"there are {len(right)} batches, and no one after them", got=got[len(right)])
    for place, ((x, y), (right_x, right_y)) in enumerate(zip(got, right, strict=False)):
        expect.equal(x, right_x, what=f"x of batch {place}")
        expect.equal(y, right_y, what=f"y of batch {place}")
    expect.equal(len(got), len(right), what="the number of batches")


def stream(length, seed=0):
    """Ids of a text: small numbers that come back, so that only the right place gives them."""
    return rng_of(seed).integers(0, 50, size=length)


@check(
    "get_batches",
    "cuts the twelve ids of the example into two batches",
    points=2,
    public=True,
    hint="Write the ids 0 to 11 in two rows, one under the other, and lay the window on them.",
)
def test_batches_of_the_example(student, expect):
    first = np.array([[0, 1], [6, 7]]), np.array([[1, 2], [7, 8]])
    second = np.array([[2, 3], [8, 9]]), np.array([[3, 4], [9, 10]])
    compare_batches(expect, batches_of(student, expect, np.arange(12), 2, 2), [first, second])


@check(
    "get_batches",
    "cuts any stream into its windows",
    points=3,
    examples=12,
    hint="How long is a row, where does each window begin, and which is the last one whose y is still in the row?",
)
@given(rows=st.integers(2, 4), width=st.integers(2, 4), count=st.integers(2, 3), rest=st.integers(1, 5), seed=seeds())
def test_batches_of_any_stream(student, expect, rows, width, count, rest, seed):
    judge_batches(student, expect, stream(rows * (width * count + 1) + rest, seed), rows, width)


@check(
    "get_batches",
    "y is what comes one step after x",
    points=2,
    hint="Which character should the network guess after the h of hello? That one stands in y, where h stands in x.",
)
def test_batches_targets_come_next(student, expect):
    ids = np.arange(100, 141)
    for place, (x, y) in enumerate(batches_of(student, expect, ids, 2, 3)):
        left, right = expect.array(x, f"x of batch {place}", shape=(2, 3)), expect.array(y, f"y of batch {place}", shape=(2, 3))
        expect.close(right[:, :-1], left[:, 1:], what=f"y of batch {place} without its last column, beside x without its first")
        expect.close(right[:, -1], left[:, -1] + 1, what=f"the last column of y of batch {place}")


@check(
    "get_batches",
    "each row goes on in the next batch where it ended",
    points=2,
    hint="The state of row 0 is carried into the next batch. Which text should it meet there?",
)
def test_batches_go_on_row_by_row(student, expect):
    pairs = batches_of(student, expect, np.arange(100, 160), 3, 4)
    expect.that(len(pairs) >= 2, "there are several batches", got=len(pairs))
    xs = [expect.array(x, f"x of batch {place}", shape=(3, 4)) for place, (x, _) in enumerate(pairs)]
    for place, (before, after) in enumerate(itertools.pairwise(xs)):
        expect.close(after[:, 0], before[:, -1] + 1, what=f"the first column of batch {place + 1}, one on from the last of batch {place}")


@check(
    "get_batches",
    "a last window without a last target is dropped, and one that has it stays",
    points=2,
    hint="A row of 6 ids has windows of 3 at 0 and at 3. Is there a y for the last x of each of them? And in a row of 7?",
)
def test_batches_at_the_end_of_a_row(student, expect):
    judge_batches(student, expect, stream(12), 2, 3)
    judge_batches(student, expect, stream(14), 2, 3)
    judge_batches(student, expect, stream(13), 2, 3)


@check(
    "get_batches",
    "a stream with no room for a window gives no batch",
    points=1,
    hint="How many whole windows fit into a row of 3, with a y for each?",
)
def test_batches_of_too_short_a_stream(student, expect):
    for length, rows, width in ((7, 2, 3), (3, 4, 1), (6, 1, 6)):
        expect.equal(len(batches_of(student, expect, stream(length), rows, width)), 0, what="the number of batches")


@check("get_batches", "one row, and windows of a single column", points=1, hint="Which of your sizes did you take to be more than 1?")
def test_batches_of_size_one(student, expect):
    judge_batches(student, expect, stream(9), 1, 4)
    judge_batches(student, expect, stream(10), 3, 1)


@check(
    "get_batches",
    "x and y are whole numbers, as the ids are",
    points=1,
    hint="An embedding takes whole numbers alone. Which numbers does np.zeros make, if you do not tell it?",
)
def test_batches_are_whole_numbers(student, expect):
    for place, (x, y) in enumerate(batches_of(student, expect, stream(20), 2, 3)):
        for name, part in (("x", x), ("y", y)):
            expect.array(part, f"{name} of batch {place}", shape=(2, 3))
            expect.that(np.asarray(part).dtype.kind in "iu", f"{name} of batch {place} is made of whole numbers", got=part)


@check(
    "get_batches",
    "a second call begins anew, with sizes of its own",
    points=1,
    hint="Does every number in your function come from its arguments?",
)
def test_batches_of_one_stream_after_another(student, expect):
    judge_batches(student, expect, stream(40), 2, 5)
    judge_batches(student, expect, stream(40), 2, 5)
    judge_batches(student, expect, stream(61, seed=1), 4, 3)


@portable
def run_through(get_batches, ids, batch_size, seq_length):
    """The ids after all batches have been made."""
    for _ in get_batches(ids, batch_size, seq_length):
        pass
    return ids


@check(
    "get_batches",
    "the caller's ids are left as they were",
    points=1,
    purity=True,
    hint="x, y and the stream may share memory: what else moves when you write into one of them?",
)
def test_batches_leave_the_stream_alone(student, worker, expect):
    ids = stream(30)
    expect.equal(worker(run_through, student.get_batches, ids, 3, 4), ids, what="the ids, after the batches were made")


# --- rnn_step_forward ------------------------------------------------------------------------------------------------


def step_case(seed, samples=2, inputs=3, hidden=4):
    """The arguments of rnn_step_forward."""
    rng = rng_of(seed)
    x, prev_h = numbers(rng, samples, inputs), numbers(rng, samples, hidden)
    return x, prev_h, numbers(rng, inputs, hidden), numbers(rng, hidden, hidden), numbers(rng, hidden)


def judge_step(student, reference, expect, case):
    next_h, _ = expect.pair(student.rnn_step_forward(*case), "the new state and the cache")
    expect.close(next_h, reference.rnn_step_forward(*case)[0], what="the new state")


@check(
    "rnn_step_forward",
    "takes a step with one number of input and two of state",
    points=2,
    public=True,
    hint="Three terms go into the tanh. Which?",
)
def test_step_of_one_sample(student, reference, expect):
    case = (
        np.array([[2.0]]),
        np.array([[0.5, -1.0]]),
        np.array([[0.25, -0.5]]),
        np.array([[1.0, 0.5], [-0.25, 0.75]]),
        np.array([0.125, -0.5]),
    )
    judge_step(student, reference, expect, case)


@check("rnn_step_forward", "takes a step with any batch", points=2, examples=10, hint="Work out the state of the first sample by hand.")
@given(seed=seeds(), samples=st.integers(1, 3), inputs=st.integers(1, 4), hidden=st.integers(2, 4))
def test_step_of_any_batch(student, reference, expect, seed, samples, inputs, hidden):
    judge_step(student, reference, expect, step_case(seed, samples, inputs, hidden))


@check(
    "rnn_step_forward",
    "each matrix stands the right way round, where a wrong one would fit too",
    points=1,
    hint="With D = H a transposed matrix fits as well. Is it Wh or its transpose?",
)
def test_step_of_square_weights(student, reference, expect):
    judge_step(student, reference, expect, step_case(3, 3, 3, 3))


@check(
    "rnn_step_forward",
    "without input and bias, the state is the tanh of what the old state sends",
    points=1,
    hint="What does the new state know about the old one?",
)
def test_step_remembers(student, expect):
    x, prev_h, Wx, Wh, b = step_case(4)
    next_h, _ = expect.pair(student.rnn_step_forward(0 * x, prev_h, Wx, Wh, 0 * b), "the new state and the cache")
    expect.close(next_h, np.tanh(prev_h @ Wh), what="the new state")
    next_h, _ = expect.pair(student.rnn_step_forward(0 * x, 0 * prev_h, Wx, Wh, b), "the new state and the cache")
    expect.close(next_h, np.tanh(np.tile(b, (2, 1))), what="the new state, from the bias alone")


@check(
    "rnn_step_forward",
    "the state stays between -1 and 1, whatever comes in",
    points=1,
    hint="Which function keeps every number between -1 and 1?",
)
def test_step_is_bounded(student, expect):
    x, prev_h, Wx, Wh, b = step_case(5)
    next_h, _ = expect.pair(student.rnn_step_forward(1000 * x, prev_h, Wx, Wh, b), "the new state and the cache")
    next_h = expect.array(next_h, "the new state", shape=(2, 4))
    expect.that(np.all(np.abs(next_h) <= 1), "every number of the state lies between -1 and 1", got=next_h)
    expect.close(next_h, np.sign(x @ Wx), what="the new state, of an input a thousand times as large", atol=1e-6)


@check("rnn_step_forward", "the cache is (x, prev_h, next_h, Wx, Wh)", points=1, hint="What will the way back ask for?")
def test_step_cache(agree):
    agree.rnn_step_forward(*step_case(6))


@check(
    "rnn_step_forward", "the arguments are left as they were", points=1, purity=True, hint="Does any line of yours write into an argument?"
)
def test_step_leaves_its_arguments_alone(agree):
    agree.rnn_step_forward(*step_case(7))


# --- rnn_forward -----------------------------------------------------------------------------------------------------


def sequence_case(seed, samples=2, steps=3, inputs=4, hidden=5):
    """The arguments of rnn_forward."""
    rng = rng_of(seed)
    x, h0 = numbers(rng, samples, steps, inputs), numbers(rng, samples, hidden)
    return x, h0, numbers(rng, inputs, hidden), numbers(rng, hidden, hidden), numbers(rng, hidden)


def judge_forward(student, reference, expect, case):
    h, _ = expect.pair(student.rnn_forward(*case), "the states and the cache")
    expect.close(h, reference.rnn_forward(*case)[0], what="the states")


@check("rnn_forward", "runs over three steps of one sequence", points=2, public=True, hint="Which state goes into the second step?")
def test_forward_of_one_sequence(student, reference, expect):
    judge_forward(student, reference, expect, sequence_case(0, 1, 3, 2, 2))


@check(
    "rnn_forward",
    "runs over any batch of sequences",
    points=2,
    examples=10,
    hint="Write the shapes: which axis of x is the time, and which of the answer?",
)
@given(seed=seeds(), samples=st.integers(1, 3), steps=st.integers(2, 4), inputs=st.integers(1, 3), hidden=st.integers(2, 3))
def test_forward_of_any_batch(student, reference, expect, seed, samples, steps, inputs, hidden):
    judge_forward(student, reference, expect, sequence_case(seed, samples, steps, inputs, hidden))


@check(
    "rnn_forward",
    "samples, steps, inputs and state may all have the same size",
    points=1,
    hint="With equal sizes no error warns you: which axis is which?",
)
def test_forward_of_equal_sizes(student, reference, expect):
    judge_forward(student, reference, expect, sequence_case(1, 3, 3, 3, 3))


@check("rnn_forward", "a single step is one step of the cell, from h0", points=1, hint="Which state goes into the first step?")
def test_forward_of_one_step(student, reference, expect):
    x, h0, Wx, Wh, b = sequence_case(2, steps=1)
    h, _ = expect.pair(student.rnn_forward(x, h0, Wx, Wh, b), "the states and the cache")
    expect.close(h, reference.rnn_step_forward(x[:, 0], h0, Wx, Wh, b)[0][:, None], what="the states")


@check(
    "rnn_forward",
    "what the first step sees is remembered in the last",
    points=1,
    hint="Change the first input alone. What does the third step know about it?",
)
def test_forward_carries_the_state(student, expect):
    x, h0, Wx, Wh, b = sequence_case(3)
    before = expect.array(expect.pair(student.rnn_forward(x, h0, Wx, Wh, b))[0], "the states", shape=(2, 3, 5))
    x = x.copy()
    x[0, 0] += 1
    after = expect.array(expect.pair(student.rnn_forward(x, h0, Wx, Wh, b))[0], "the states", shape=(2, 3, 5))
    expect.that(np.any(np.abs(after[0, 2] - before[0, 2]) > 1e-9), "another first input gives another last state", got=after[0, 2])
    expect.close(after[1], before[1], what="the states of the other sample")


@check(
    "rnn_forward", "what a later step sees does not change the steps before it", points=1, hint="Can a state depend on what is yet to come?"
)
def test_forward_does_not_look_ahead(student, expect):
    x, h0, Wx, Wh, b = sequence_case(4, steps=4)
    before = expect.array(expect.pair(student.rnn_forward(x, h0, Wx, Wh, b))[0], "the states", shape=(2, 4, 5))
    x = x.copy()
    x[:, 2] += 1
    after = expect.array(expect.pair(student.rnn_forward(x, h0, Wx, Wh, b))[0], "the states", shape=(2, 4, 5))
    expect.close(after[:, :2], before[:, :2], what="the states before the change")
    expect.that(np.all(np.abs(after[:, 2] - before[:, 2]).max(axis=1) > 1e-9), "the state of the changed step changes", got=after[:, 2])


@check("rnn_forward", "the cache is the list of the steps' caches", points=1, hint="Where is each step's cache kept, and when?")
def test_forward_cache(agree):
    agree.rnn_forward(*sequence_case(5, 1, 3, 2, 2))


@check(
    "rnn_forward",
    "the arguments are left as they were, h0 too",
    points=1,
    purity=True,
    hint="Is your state an array of its own, or h0 itself?",
)
def test_forward_leaves_its_arguments_alone(agree):
    agree.rnn_forward(*sequence_case(6))


# --- rnn_backward ----------------------------------------------------------------------------------------------------

SLOPES = ("dx", "dh0", "dWx", "dWh", "db")


def backward_case(reference, seed, samples=2, steps=3, inputs=4, hidden=5):
    """Slopes dh, and the cache of the way there."""
    case = sequence_case(seed, samples, steps, inputs, hidden)
    return numbers(rng_of(seed + 1), samples, steps, hidden), reference.rnn_forward(*case)[1]


def measured_slopes(dh, x, h0, Wx, Wh, b, step=1e-5):
    """The slopes of sum(dh * h) in every number of every argument, by central differences."""

    def loss(arguments):
        x, state, Wx, Wh, b = arguments
        total = 0.0
        for t in range(x.shape[1]):
            state = np.tanh(x[:, t] @ Wx + state @ Wh + b)
            total += np.sum(dh[:, t] * state)
        return total

    arguments = [x, h0, Wx, Wh, b]
    slopes = []
    for place, array in enumerate(arguments):
        slope = np.zeros_like(array)
        for index in np.ndindex(array.shape):
            ends = []
            for way in (step, -step):
                moved = array.copy()
                moved[index] += way
                ends.append(loss([*arguments[:place], moved, *arguments[place + 1 :]]))
            slope[index] = (ends[0] - ends[1]) / (2 * step)
        slopes.append(slope)
    return slopes


@check(
    "rnn_backward",
    "goes back through a single step",
    points=2,
    public=True,
    hint="The slope of tanh can be written with its output: 1 - h².",
)
def test_backward_of_one_step(agree, reference):
    agree.rnn_backward(*backward_case(reference, 0, 1, 1, 2, 2))


@check(
    "rnn_backward",
    "goes back through two steps",
    points=2,
    hint="Two slopes meet in the first state: which one comes from the second step?",
)
def test_backward_of_two_steps(agree, reference):
    agree.rnn_backward(*backward_case(reference, 1, 1, 2, 2, 3))


@check(
    "rnn_backward",
    "goes back through any batch of sequences",
    points=2,
    examples=8,
    hint="Which of your sums runs over time, and which over samples?",
)
@given(seed=seeds(), samples=st.integers(1, 3), steps=st.integers(2, 4), inputs=st.integers(1, 3), hidden=st.integers(2, 3))
def test_backward_of_any_batch(agree, reference, seed, samples, steps, inputs, hidden):
    agree.rnn_backward(*backward_case(reference, seed, samples, steps, inputs, hidden))


@check(
    "rnn_backward",
    "its five slopes are those that nudging each number shows",
    points=3,
    hint="Move one number by 0.00001, and see how far sum(dh * h) moves: which of your slopes says something else?",
)
def test_backward_against_differences(student, reference, expect, credit):
    case = sequence_case(2, 2, 3, 2, 3)
    dh = numbers(rng_of(9), 2, 3, 3)
    got = expect.parts(student.rnn_backward(dh, reference.rnn_forward(*case)[1]), 5, "the five slopes")
    for place, (name, slope, right) in enumerate(zip(SLOPES, got, measured_slopes(dh, *case), strict=True)):
        expect.close(slope, right, what=name, rtol=1e-4, atol=1e-6)
        credit(0.15 * (place + 1))


@check(
    "rnn_backward",
    "samples, inputs and state may all have the same size",
    points=1,
    hint="With equal sizes a forgotten transpose fits. On the way back, is it Wh or its transpose?",
)
def test_backward_of_equal_sizes(agree, reference):
    agree.rnn_backward(*backward_case(reference, 3, 3, 3, 3, 3))


@check(
    "rnn_backward",
    "a loss of the last state alone reaches the first input and h0",
    points=1,
    hint="How does the first input get to the last state? Each step of that way is a factor on the way back.",
)
def test_backward_from_the_last_state(agree, reference):
    dh, cache = backward_case(reference, 4, steps=4, hidden=3)
    dh[:, :-1] = 0
    agree.rnn_backward(dh, cache)


@check(
    "rnn_backward",
    "a loss of the first state alone leaves the later inputs out",
    points=1,
    hint="Can a later input change the first state?",
)
def test_backward_from_the_first_state(agree, reference):
    dh, cache = backward_case(reference, 5, steps=4, hidden=3)
    dh[:, 1:] = 0
    agree.rnn_backward(dh, cache)


@check(
    "rnn_backward", "weights well beyond 1 are used as they are", points=1, hint="Does the way back use the same weights as the way there?"
)
def test_backward_of_wide_weights(agree, reference):
    x, h0, Wx, Wh, b = sequence_case(8, 2, 3, 2, 3)
    cache = reference.rnn_forward(x / 8, h0, 2.5 * Wx, 1.5 * Wh, b)[1]
    agree.rnn_backward(numbers(rng_of(9), 2, 3, 3), cache)


@check(
    "rnn_backward",
    "slopes twice as large go in, slopes twice as large come out",
    points=1,
    hint="Every step of the way back is a product or a sum. Is anything of yours bounded, or cut off?",
)
def test_backward_is_linear(student, reference, expect):
    dh, cache = backward_case(reference, 6)
    single = expect.parts(student.rnn_backward(dh, cache), 5, "the five slopes")
    double = expect.parts(student.rnn_backward(200 * dh, cache), 5, "the five slopes")
    for name, one, other in zip(SLOPES, single, double, strict=True):
        expect.close(other, 200 * expect.array(one, name), what=f"{name} of slopes 200 times as large")


@check(
    "rnn_backward",
    "the caller's dh and cache are left as they were",
    points=1,
    purity=True,
    hint="Do you add into an array that belongs to somebody else?",
)
def test_backward_leaves_its_arguments_alone(agree, reference):
    agree.rnn_backward(*backward_case(reference, 7))


# --- lstm_step_forward -----------------------------------------------------------------------------------------------


def lstm_case(seed, samples=2, inputs=3, hidden=4):
    """The arguments of lstm_step_forward."""
    rng = rng_of(seed)
    x, h, c = numbers(rng, samples, inputs), numbers(rng, samples, hidden), numbers(rng, samples, hidden)
    return x, h, c, numbers(rng, inputs, 4 * hidden), numbers(rng, hidden, 4 * hidden), numbers(rng, 4 * hidden)


def gates_only(i, f, g, o, memory, hidden=2):
    """Arguments without input and old state: the bias alone sets each gate, before its sigmoid or tanh."""
    b = np.repeat([i, f, g, o], hidden).astype(float)
    x, h = np.zeros((1, 3)), np.zeros((1, hidden))
    return x, h, np.full((1, hidden), memory), np.ones((3, 4 * hidden)), np.ones((hidden, 4 * hidden)), b


@check(
    "lstm_step_forward",
    "takes a step with one sample",
    points=2,
    public=True,
    hint="Write a = x Wx + prev_h Wh + b, cut it in four, and follow the six lines of the docstring.",
)
def test_lstm_of_one_sample(agree):
    agree.lstm_step_forward(*lstm_case(0, 1, 1, 2))


@check(
    "lstm_step_forward",
    "takes a step with any batch",
    points=2,
    examples=10,
    hint="Which quarter is which gate? Work out the first number of c by hand.",
)
@given(seed=seeds(), samples=st.integers(1, 3), inputs=st.integers(1, 3), hidden=st.integers(2, 3))
def test_lstm_of_any_batch(agree, seed, samples, inputs, hidden):
    agree.lstm_step_forward(*lstm_case(seed, samples, inputs, hidden))


@check("lstm_step_forward", "agrees with PyTorch's own cell", points=2, hint="PyTorch's order is input, forget, cell, output.")
def test_lstm_is_that_of_pytorch(student, expect):
    x, h, c, Wx, Wh, b = lstm_case(1)
    cell = torch.nn.LSTMCell(3, 4, dtype=torch.float64)
    weights = {"weight_ih": Wx.T, "weight_hh": Wh.T, "bias_ih": b, "bias_hh": 0 * b}
    cell.load_state_dict({name: torch.tensor(array) for name, array in weights.items()})
    with torch.no_grad():
        right = [tensor.numpy() for tensor in cell(torch.tensor(x), (torch.tensor(h), torch.tensor(c)))]
    got = expect.pair(student.lstm_step_forward(x, h, c, Wx, Wh, b), "h and c")
    expect.close(got[0], right[0], what="h")
    expect.close(got[1], right[1], what="c")


@check(
    "lstm_step_forward",
    "a forget gate that is open keeps the memory, one that is shut clears it",
    points=1,
    hint="What is left of prev_c in the new c, when the forget gate is 1? And when it is 0?",
)
def test_lstm_forget_gate(student, expect):
    for f, kept in ((40.0, 1.0), (-40.0, 0.0)):
        _, c = expect.pair(student.lstm_step_forward(*gates_only(-40.0, f, 0.5, 0.5, 1.5)), "h and c")
        expect.close(c, np.full((1, 2), 1.5 * kept), what=f"c, with the input gate shut and the forget gate at {kept:g}")


@check(
    "lstm_step_forward",
    "an input gate that is open writes the tanh of the new into the memory",
    points=1,
    hint="With an empty memory, what does c hold?",
)
def test_lstm_input_gate(student, expect):
    for i, written in ((40.0, 1.0), (-40.0, 0.0)):
        _, c = expect.pair(student.lstm_step_forward(*gates_only(i, 0.5, -0.75, 0.5, 0.0)), "h and c")
        expect.close(c, np.full((1, 2), written * np.tanh(-0.75)), what=f"c, with no memory and the input gate at {written:g}")


@check(
    "lstm_step_forward",
    "the output gate shows the tanh of the new memory",
    points=1,
    hint="h is made of c: of the old one or the new one, and of c itself or of its tanh?",
)
def test_lstm_output_gate(student, expect):
    for o, shown in ((40.0, 1.0), (-40.0, 0.0)):
        h, c = expect.pair(student.lstm_step_forward(*gates_only(40.0, 40.0, 0.5, o, 2.0)), "h and c")
        memory = 2.0 + np.tanh(0.5)
        expect.close(c, np.full((1, 2), memory), what="c, with both gates open")
        expect.close(h, np.full((1, 2), shown * np.tanh(memory)), what=f"h, with the output gate at {shown:g}")


@check(
    "lstm_step_forward",
    "samples, inputs and state may all have the same size",
    points=1,
    hint="With equal sizes no error warns you: along which axis do you cut?",
)
def test_lstm_of_equal_sizes(agree):
    agree.lstm_step_forward(*lstm_case(2, 4, 4, 4))


@check(
    "lstm_step_forward",
    "numbers of ±1000 give finite states",
    points=1,
    hint="Which exponential overflows? For which sign of its argument?",
)
def test_lstm_of_wide_numbers(agree):
    x, h, c, Wx, Wh, b = lstm_case(3)
    agree.lstm_step_forward(1000 * x, h, c, Wx, Wh, b)


@check(
    "lstm_step_forward", "the arguments are left as they were", points=1, purity=True, hint="Is c an array of its own, or prev_c itself?"
)
def test_lstm_leaves_its_arguments_alone(agree):
    agree.lstm_step_forward(*lstm_case(4))


# --- CharRNN ---------------------------------------------------------------------------------------------------------

CHARS, HIDDEN, LAYERS = 7, 5, 2
IDS = torch.tensor([[1, 4, 0, 6], [2, 2, 5, 1], [3, 0, 6, 4]])


def zeros(samples, layers=LAYERS, hidden=HIDDEN):
    return torch.zeros(layers, samples, hidden), torch.zeros(layers, samples, hidden)


def some_state(samples, layers=LAYERS, hidden=HIDDEN):
    """A state that is not zero, and not the same for two samples."""
    parts = numbers(rng_of(samples), 2, layers, samples, hidden)
    return tuple(torch.tensor(part, dtype=torch.float32) for part in parts / 2)


def model_of(student, drop_p=0.0, layers=LAYERS):
    """A CharRNN in eval mode."""
    model = student.CharRNN(CHARS, HIDDEN, layers, drop_p)
    model.train(False)
    return model


def read(expect, model, ids, state):
    """What a model makes of ids: the logits as an array (N, T, K), and the pair of its state."""
    logits, after = expect.pair(model(ids, state), "the logits and the state")
    return expect.array(logits, "the logits", shape=(*ids.shape, CHARS)), state_pair(expect, after, state)


def state_pair(expect, state, like):
    """A state as a pair of tensors with the shapes of another one."""
    parts = expect.pair(state, "the state")
    arrays = [
        expect.array(part, f"{name} of the state", shape=tuple(right.shape)) for name, part, right in zip("hc", parts, like, strict=True)
    ]
    return tuple(torch.tensor(array, dtype=torch.float32) for array in arrays)


@check(
    "CharRNN",
    "scores each next character of a batch, and gives the state on",
    points=2,
    public=True,
    hint="Write the shape after each layer. Which axis does your LSTM take for the time?",
)
def test_char_rnn_shapes(student, expect):
    model = model_of(student)
    read(expect, model, IDS, zeros(3))
    read(expect, model, IDS[:1, :1], zeros(1))
    read(expect, model_of(student, layers=1), IDS[:2], zeros(2, layers=1))


@check(
    "CharRNN",
    "the first state is zero, for any number of samples",
    points=1,
    hint="Layers come first in the state, always. And who says how many samples there are?",
)
def test_char_rnn_first_state(student, expect):
    model = model_of(student)
    for samples in (3, 1, 4):
        for name, part in zip("hc", expect.pair(model.init_state(samples), "the state"), strict=True):
            expect.equal(part, np.zeros((LAYERS, samples, HIDDEN)), what=f"{name} of the first state of {samples}")


@check(
    "CharRNN",
    "no sample sees another one",
    points=2,
    hint="Change sample 1 alone. Does anything of sample 0 change? Which axis does your LSTM take for the time?",
)
def test_char_rnn_keeps_samples_apart(student, expect):
    # As many samples as steps: what takes one axis for the other does not even fail.
    model, ids = model_of(student), torch.cat([IDS, IDS[:1]])
    before, state_before = read(expect, model, ids, zeros(4))
    ids[1] = torch.tensor([6, 5, 4, 3])
    after, state_after = read(expect, model, ids, zeros(4))
    expect.close(after[[0, 2, 3]], before[[0, 2, 3]], what="the logits of the samples that did not change", atol=1e-6)
    expect.that(np.abs(after[1] - before[1]).max(axis=1) > 1e-6, "all logits of the sample that changed are others", got=after[1])
    expect.close(state_after[1][:, 0], state_before[1][:, 0], what="the state of sample 0", atol=1e-6)


@check(
    "CharRNN",
    "a character changes what comes after it, and nothing before",
    points=2,
    hint="May the network look at the character that it is to guess?",
)
def test_char_rnn_reads_forward(student, expect):
    model, ids = model_of(student), IDS.clone()
    before, _ = read(expect, model, ids, zeros(3))
    ids[:, 2] = torch.tensor([5, 0, 1])
    after, _ = read(expect, model, ids, zeros(3))
    expect.close(after[:, :2], before[:, :2], what="the logits before the change", atol=1e-6)
    expect.that(np.abs(after[:, 2:] - before[:, 2:]).max(axis=2) > 1e-6, "the logits from the change on are others", got=after[:, 2:])


@check(
    "CharRNN",
    "two halves, with the state carried over, are as good as the whole",
    points=2,
    hint="Which state goes into the second half, and is it the one that your LSTM begins with?",
)
def test_char_rnn_carries_its_state(student, expect):
    model = model_of(student)
    whole, last = read(expect, model, IDS, zeros(3))
    first, middle = read(expect, model, IDS[:, :1], zeros(3))
    second, end = read(expect, model, IDS[:, 1:], middle)
    expect.close(np.concatenate([first, second], axis=1), whole, what="the logits of both parts", rtol=1e-4, atol=1e-6)
    for name, part, right in zip("hc", end, last, strict=True):
        expect.close(part, right, what=f"{name} of the state at the end")


@check(
    "CharRNN",
    "the answer depends on the state that is given, and on nothing that was kept",
    points=1,
    hint="Does the module keep a state of its own? Whose is it, when two texts are read in turn?",
)
def test_char_rnn_uses_the_given_state(student, expect):
    model = model_of(student)
    begun, _ = read(expect, model, IDS, some_state(3))
    fresh, _ = read(expect, model, IDS, zeros(3))
    expect.that(np.abs(begun[:, 0] - fresh[:, 0]).max(axis=1) > 1e-6, "another state gives other logits", got=fresh[:, 0])
    again, _ = read(expect, model, IDS, some_state(3))
    expect.close(again, begun, what="the logits when the same is asked again", atol=1e-6)


@check(
    "CharRNN",
    "both parts of the state matter, and both move on",
    points=1,
    hint="LSTM has two states, GRU one. Who reads c, and who writes it?",
)
def test_char_rnn_uses_both_parts_of_the_state(student, expect):
    model, (h, c) = model_of(student), some_state(3)
    begun, after = read(expect, model, IDS, (h, c))
    for name, state in (("h", (0 * h, c)), ("c", (h, 0 * c))):
        other, _ = read(expect, model, IDS, state)
        expect.that(np.abs(other[:, 0] - begun[:, 0]).max(axis=1) > 1e-6, f"another {name} gives other logits", got=other[:, 0])
    for name, part, before in zip("hc", after, (h, c), strict=True):
        expect.that((part - before).abs().amax(dim=2).numpy() > 1e-6, f"{name} of the state moves on", got=part)


@portable
def made_thirty_times_as_large(model, ids, state):
    """The logits of a model whose parameters are all 30 times what they were."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(30)
        return model(ids, state)[0]


@check(
    "CharRNN", "what comes out are scores, not probabilities", points=1, hint="The loss wants raw scores: does it apply a softmax itself?"
)
def test_char_rnn_gives_scores(student, worker, expect):
    for _ in range(3):  # all seven scores of a new network are above 0 once in 128 times
        logits, _ = read(expect, model_of(student), IDS, zeros(3))
        sums = logits.sum(axis=2)
        expect.that(
            logits.min() < 0 or np.abs(sums - 1).max() > 1e-3, "the scores of a step do not sum to one like probabilities", got=logits[0]
        )
        expect.that(np.mean(logits == 0) < 0.1, "no scores are cut off at 0", got=logits[0])
    # The linear layer's weights are then numbers up to 13.
    wide = expect.array(worker(made_thirty_times_as_large, model_of(student), IDS, zeros(3)), "the logits", shape=(3, 4, CHARS))
    expect.that(np.abs(wide).max() > 1.5, "scores grow with the weights of the last layer, without a bound", got=wide[0])


@check(
    "CharRNN",
    "dropout drops in train mode alone, and as often as it is told",
    points=2,
    hint='With one layer there is no "between" for nn.LSTM\'s dropout. What else stands before the linear layer?',
)
def test_char_rnn_dropout(student, expect, credit):
    for layers in (2, 1):
        model = model_of(student, 0.5, layers)
        one, _ = read(expect, model, IDS, zeros(3, layers))
        other, _ = read(expect, model, IDS, zeros(3, layers))
        expect.close(other, one, what="the logits in eval mode, asked again", atol=1e-6)
        model.train()
        one, _ = read(expect, model, IDS, zeros(3, layers))
        other, _ = read(expect, model, IDS, zeros(3, layers))
        words = f"in train mode the logits change from one time to the next, with {layers} layer{'s' * (layers > 1)}"
        expect.that(np.abs(one - other).max() > 1e-6, words, got=other[0])
        expect.that(np.mean(one == 0) < 0.25, "dropout stands before the linear layer: no scores are dropped", got=one[0])
        credit(0.3)
    model = model_of(student, 0.0)
    model.train()
    one, _ = read(expect, model, IDS, zeros(3))
    expect.close(read(expect, model, IDS, zeros(3))[0], one, what="the logits in train mode with drop_p = 0, asked again", atol=1e-6)
    model = model_of(student, 1.0)
    model.train()
    nothing, (h, _) = read(expect, model, IDS, zeros(3))
    expect.close(h[1], h[1, :1].expand(3, -1), what="h of the upper layer with drop_p = 1, where nothing comes up from below")
    apart = (h[0] - h[0].roll(1, dims=0)).abs().amax(dim=1).numpy() > 1e-6
    expect.that(apart, "with drop_p = 1 the lower layer still knows one text from another: its input is not dropped", got=h[0])
    expect.close(
        nothing,
        np.broadcast_to(nothing[0, 0], nothing.shape),
        what="the logits with drop_p = 1, where nothing gets through to tell them apart",
    )


@portable
def how_many_learn(model, ids):
    """How many numbers there are in the parameters that a loss on ids (N, T) has a slope in."""
    logits, _ = model(ids, model.init_state(len(ids)))
    (logits**2).sum().backward()
    return sum(one.numel() for one in model.parameters() if one.grad is not None and bool(one.grad.any()))


@portable
def scores_without_parameters(model, ids):
    """The logits of a model whose parameters are all 0."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()
        return model(ids, model.init_state(len(ids)))[0]


@check(
    "CharRNN",
    "the optimizer gets to know every layer, and each of them learns",
    points=1,
    hint="Layers in a list are invisible. And is anything cut off, on the way from the loss back to the first layer?",
)
def test_char_rnn_knows_its_parameters(student, worker, expect):
    model = model_of(student)
    # The second layer has 4H rows, for H numbers from below and H of its own: it is the same for one-hot and for embeddings.
    least = 4 * HIDDEN * 2 * HIDDEN + HIDDEN * CHARS
    learning = expect.number(worker(how_many_learn, model, IDS), "the numbers that learn")
    expect.that(learning >= least, "the loss has a slope in the parameters of every layer", got=learning)
    blank = expect.array(worker(scores_without_parameters, model, IDS), "the logits", shape=(3, 4, CHARS))
    expect.that(np.ptp(blank) < 1e-6, "all scores are alike once all that `parameters()` gives is 0", got=blank[0])


@portable
def learn_to_count(model, ids, steps):
    """The mean loss of a model after some steps on one text (N, T + 1), in a loop of the suite's own."""
    optimizer = torch.optim.Adam(model.parameters(), lr=0.03)
    model.train()
    for _ in range(steps + 1):
        logits, _ = model(ids[:, :-1], model.init_state(len(ids)))
        loss = nn.functional.cross_entropy(logits.reshape(-1, logits.shape[-1]), ids[:, 1:].reshape(-1))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()


@check(
    "CharRNN",
    "it learns a text in which the next character depends on the last three",
    points=2,
    hint="Does everything that you made in __init__ take part in forward, and does the optimizer get to know it?",
)
def test_char_rnn_learns(student, worker, expect):
    # After two 0s comes another 0 or a 1. Who remembers two characters alone stays at half of ln 2, which is 0.35.
    ids = torch.tensor([0, 0, 0, 1] * 5)[None]
    loss = worker(learn_to_count, student.CharRNN(2, 8, 1, 0.0), ids, 200)
    expect.that(expect.number(loss, "the loss") < 0.3, "the loss after 200 steps is below 0.3", got=loss)


# --- train_step ------------------------------------------------------------------------------------------------------

X = torch.tensor([[1, 4, 0, 2], [2, 2, 5, 1], [3, 0, 2, 4]])
Y = torch.tensor([[4, 0, 2, 5], [2, 5, 1, 3], [0, 2, 4, 4]])


@portable
def make_model(drop_p, scale):
    """A small recurrent model whose weights are the same wherever it is made."""

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.lstm = nn.LSTM(6, 5, batch_first=True)
            self.drop = nn.Dropout(drop_p)
            self.output = nn.Linear(5, 6)

        def forward(self, x, state):
            hidden, state = self.lstm(nn.functional.one_hot(x, 6).float(), state)
            return scale * self.output(self.drop(hidden)), state

    model = Net()
    generator = torch.Generator().manual_seed(3)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=generator))
    return model


@portable
def parameters_of(model):
    return {name: parameter.detach().clone() for name, parameter in model.named_parameters()}


@portable
def leave_old_gradients(model):
    for parameter in model.parameters():
        parameter.grad = torch.full_like(parameter, 3.0)


@portable
def what_was_given(train_step, model, optimizer, x, y, h, c):
    """The arguments after a training step."""
    train_step(model, optimizer, x, y, (h, c), 1.0)
    return x, y, h, c


class Training:
    """A model and its optimizer in one world, and training steps with them."""

    def __init__(self, module, world, optimizer="SGD", drop_p=0.0, scale=1.0):
        self.module, self.world = module, world
        self.model = world(make_model, drop_p, scale)
        self.optimizer = getattr(world.torch.optim, optimizer)(self.model.parameters(), lr=0.5 if optimizer == "SGD" else 0.1)

    def step(self, x=X, y=Y, state=None, clip=1000.0):
        """What train_step gives."""
        return self.module.train_step(self.model, self.optimizer, x, y, some_state(3, 1) if state is None else state, clip)

    def parameters(self):
        return self.world(parameters_of, self.model)


@check(
    "train_step",
    "gives the mean cross entropy over all guesses, as a plain number",
    points=2,
    public=True,
    hint="How many guesses are there in a batch (N, T)? And what hangs on a tensor that is no plain number?",
)
def test_train_step_loss(both, student, worker, expect):
    def loss_of(module, world):
        return expect.pair(Training(module, world).step(), "the loss and the state")[0]

    loss = both(loss_of, what="the loss")
    expect.number(loss, "the loss")
    expect.that(not getattr(loss, "requires_grad", False), "the loss is a plain number, without a graph behind it", got=loss)


@check(
    "train_step",
    "the parameters after one step are those of one step",
    points=3,
    hint="Write the steps in order: forward, loss, clear, backward, clip, step. Is one missing, or out of place?",
)
def test_train_step_moves_the_parameters(both):
    def after_a_step(module, world):
        training = Training(module, world)
        training.step()
        return training.parameters()

    both(after_a_step, what="the parameters after the step")


@check(
    "train_step",
    "a gradient that was there before does not count",
    points=2,
    hint="backward adds to what is there. What was there before the first batch, or after the last one?",
)
def test_train_step_clears_old_gradients(both):
    def after_old_gradients(module, world):
        training = Training(module, world)
        world(leave_old_gradients, training.model)
        training.step()
        training.step(Y, X)
        return training.parameters()

    both(after_old_gradients, what="the parameters after two steps")


@check(
    "train_step",
    "a gradient that is too long is scaled to `clip`, in its own direction",
    points=3,
    hint="One total norm, over all parameters taken together. And when: after backward, before the step?",
)
def test_train_step_clips_the_gradient(both, student, worker, expect):
    def clipped(module, world):
        training = Training(module, world, scale=8.0)
        before = training.parameters()
        training.step(clip=0.25)
        return {name: (before[name] - after) / 0.5 for name, after in training.parameters().items()}

    gradient = both(clipped, what="what the step took off the parameters, divided by the learning rate")
    norm = np.sqrt(sum(np.sum(expect.array(part) ** 2) for part in gradient.values()))
    expect.close(norm, 0.25, what="the norm of the whole gradient", rtol=1e-3)


@check("train_step", "a gradient that is short enough is left alone", points=1, hint="When is there anything to scale?")
def test_train_step_leaves_short_gradients_alone(both):
    def with_room(module, world):
        training = Training(module, world)
        training.step(clip=20.0)
        return training.parameters()

    both(with_room, what="the parameters after the step")


@check(
    "train_step",
    "the state goes on to the next batch",
    points=2,
    hint="The state that the model gives after this batch is the one that the next batch begins with.",
)
def test_train_step_gives_the_state_on(both, expect):
    def state_after(module, world):
        return expect.pair(expect.pair(Training(module, world).step(), "the loss and the state")[1], "the state")

    both(state_after, what="the state")


@check(
    "train_step",
    "the state has no history: both parts of it are detached",
    points=2,
    hint="Detach both h and c: how far back would the next backward reach?",
)
def test_train_step_detaches_the_state(student, worker, expect):
    _, state = expect.pair(Training(student, worker).step(), "the loss and the state")
    for name, part in zip("hc", expect.pair(state, "the state"), strict=True):
        expect.that(not getattr(part, "requires_grad", False), f"{name} of the state is detached", got=part)


@check(
    "train_step",
    "three batches in a row end where three steps end, with Adam too",
    points=2,
    hint="What of one batch is still there in the next: the state, the gradients, the optimizer's memory?",
)
def test_train_step_again_and_again(both, expect):
    def three_steps(module, world):
        training = Training(module, world, "Adam")
        state = some_state(3, 1)
        for x, y in ((X, Y), (Y, X), (X[:, :2], Y[:, :2])):
            _, state = expect.pair(training.step(x, y, state, clip=0.5), "the loss and the state")
        return training.parameters()

    # Adam divides by the size of each gradient: what is nearly 0 turns rounding into a step.
    both(three_steps, what="the parameters after three batches", rtol=1e-3, atol=1e-4)


@check(
    "train_step",
    "a model in train mode trains in train mode",
    points=1,
    hint="Dropout belongs to training. Who decides on the mode of the model?",
)
def test_train_step_leaves_the_mode_alone(both, expect):
    def with_dropout(module, world):
        training = Training(module, world, drop_p=0.5)
        training.model.train()
        training.step()
        return training.parameters(), training.model.training

    both(with_dropout, what="the parameters after the step, and whether the model is in train mode")


@check(
    "train_step",
    "x, y and the state that was given are left as they were",
    points=1,
    purity=True,
    hint="Does any line of yours write into an argument?",
)
def test_train_step_leaves_its_arguments_alone(student, worker, expect):
    training = Training(student, worker)
    given_state = some_state(3, 1)
    after = worker(what_was_given, student.train_step, training.model, training.optimizer, X, Y, *given_state)
    for name, got, right in zip(("x", "y", "h", "c"), expect.parts(after, 4), (X, Y, *given_state), strict=True):
        expect.equal(got, right, what=name)


# --- sample ----------------------------------------------------------------------------------------------------------

DIGITS = 11  # of which 2 is a primitive root: the sums below take every value


@portable
def make_adder(num_chars):
    """A model that knows all it has read: the next character is, nearly certainly, the sum of all ids so far."""

    class Adder(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = nn.Dropout(0.5)

        def init_state(self, batch_size):
            return torch.zeros(1, batch_size, 1), torch.zeros(1, batch_size, 1)

        def forward(self, x, state):
            if state[0].shape[1] != len(x):
                raise ValueError(f"a state of {state[0].shape[1]} samples, for {len(x)}")
            sums = state[0][0] + x.cumsum(dim=1)
            # In train mode it is wrong, by how much says which part of it is in that mode.
            following = (sums + self.layer.training + 2 * self.training) % num_chars
            return 60 * nn.functional.one_hot(following.long(), num_chars).float(), (sums[None, :, -1:], state[1])

    return Adder().eval()


@portable
def make_table(scores):
    """A model without memory: the scores of the next character stand in the row of the last one."""

    class Table(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = nn.Dropout(0.5)

        def init_state(self, batch_size):
            return torch.zeros(1, batch_size, 1), torch.zeros(1, batch_size, 1)

        def forward(self, x, state):
            return torch.tensor(scores, dtype=torch.float32)[x], state

    return Table().eval()


@portable
def modes_of(model):
    return [module.training for module in model.modules()]


@portable
def spoil_global_chance(seed):
    """Another state of every global generator."""
    torch.manual_seed(seed)
    np.random.seed(seed)  # noqa: NPY002 - the one that is to be spoilt


def chance(seed=0):
    return torch.Generator().manual_seed(seed)


def sampled(student, expect, model, prime, length, seed=0, **options):
    """What sample gives, as an array of whole numbers."""
    ids = student.sample(model, prime, length, chance(seed), **options)
    ids = expect.array(ids, "the ids", shape=(len(prime) + length,))
    expect.that(ids == np.round(ids), "the ids are whole numbers", got=ids)
    return ids.astype(int)


def gone_on(prime, length):
    """What the adder makes of a prime."""
    written = list(prime)
    while len(written) < len(prime) + length:
        written.append(sum(written) % DIGITS)
    return written


def rows_of_scores(probabilities):
    """Scores with these probabilities, whatever the last character was."""
    return np.tile(np.log(probabilities), (len(probabilities), 1))


@check(
    "sample",
    "begins with the prime, and goes on from all of it",
    points=3,
    public=True,
    hint="The whole prime is read, and then each character that was drawn. Which of them does yours not read, or read twice?",
)
def test_sample_goes_on_from_the_prime(student, worker, expect):
    prime = np.array([3, 1, 5])
    expect.equal(student.sample(worker(make_adder, DIGITS), prime, 6, chance()), np.array(gone_on(prime, 6)), what="the ids")


@check(
    "sample",
    "goes on from any prime",
    points=2,
    examples=8,
    hint="Follow a short prime by hand: what has the model read when the second character is drawn?",
)
@given(prime=st.lists(st.integers(1, 10), min_size=1, max_size=4), length=st.integers(1, 5))
def test_sample_of_any_prime(student, worker, expect, prime, length):
    ids = student.sample(worker(make_adder, DIGITS), np.array(prime), length, chance())
    expect.equal(ids, np.array(gone_on(prime, length)), what="the ids")


@check(
    "sample",
    "draws each character as often as its probability says",
    points=3,
    hint="Are your probabilities the softmax of the scores over the characters, and do you draw from them?",
)
def test_sample_draws_from_the_distribution(student, worker, expect):
    # With scores divided by 0.8, a temperature that many take without being asked, the 0.55 would be 0.63.
    right = np.array([0.02, 0.55, 0.08, 0.25, 0.1])
    ids = sampled(student, expect, worker(make_table, rows_of_scores(right)), [0], 3000)[1:]
    counts = np.bincount(ids, minlength=5)
    # Right code misses one of these bounds once in a million generators: they are 5 standard deviations wide.
    bounds = 5 * np.sqrt(3000 * right * (1 - right))
    expect.that(
        np.abs(counts - 3000 * right) < bounds,
        f"of 3000 characters about {np.round(3000 * right).astype(int).tolist()} are each of 0 to 4",
        got=counts,
    )


@portable
def sampled_twice(sample, model, prime, length, generator):
    """Two texts, one after the other, from one generator."""
    return [sample(model, prime, length, generator) for _ in range(2)]


@check(
    "sample",
    "the same generator gives the same text, whatever else was drawn meanwhile",
    points=2,
    hint="All chance comes from the generator that you are given: does anything of yours draw from another one?",
)
def test_sample_is_repeatable(student, worker, expect):
    model = worker(make_table, rows_of_scores(np.full(9, 1 / 9)))
    once = sampled(student, expect, model, [4, 2], 24, seed=5)
    worker(spoil_global_chance, 99)
    expect.equal(sampled(student, expect, model, [4, 2], 24, seed=5), once, what="the ids, drawn again with a generator in the same state")
    other = sampled(student, expect, model, [4, 2], 24, seed=6)
    expect.that(np.any(other != once), "a generator in another state gives another text", got=other)
    one, two = expect.parts(worker(sampled_twice, student.sample, model, [4, 2], 24, chance(5)), 2, "two texts")
    same = np.array_equal(expect.array(one, "the ids"), expect.array(two, "the ids"))
    expect.that(not same, "drawn twice with one generator, which is in another state by then, two texts differ", got=two)


@check(
    "sample",
    "with top_k only the k likeliest are drawn",
    points=2,
    hint="You draw a place in the list of the k likeliest. Whose id stands in that place?",
)
def test_sample_top_k_is_a_choice(student, worker, expect):
    right = np.array([0.02, 0.18, 0.3, 0.1, 0.4])
    ids = sampled(student, expect, worker(make_table, rows_of_scores(right)), [0], 200, top_k=3)[1:]
    expect.equal(np.unique(ids), np.array([1, 2, 4]), what="the characters that were drawn")


@check(
    "sample",
    "with top_k the likeliest keep their proportions",
    points=2,
    hint="Top-k probabilities must sum to 1 again. What becomes of the share of the others?",
)
def test_sample_top_k_proportions(student, worker, expect):
    right = np.array([0.24, 0.06, 0.3, 0.2, 0.2])
    ids = sampled(student, expect, worker(make_table, rows_of_scores(right + np.array([0, 0, 0, 1e-3, 0]))), [0], 1500, top_k=3)[1:]
    share = np.array([0.24, 0.3, 0.201]) / 0.741
    counts = np.bincount(ids, minlength=5)[[0, 2, 3]]
    bounds = 5 * np.sqrt(1500 * share * (1 - share))
    expect.that(
        np.abs(counts - 1500 * share) < bounds, f"of 1500 characters about {(1500 * share).astype(int).tolist()} are 0, 2 and 3", got=counts
    )


@check("sample", "with top_k = 1 the likeliest character always comes", points=1, hint="How long is the list of the one likeliest?")
def test_sample_top_1(student, worker, expect):
    scores = np.array([[0.0, 0.1, 0.3, 0.2], [0.5, 0.1, 0.3, 0.4], [0.1, 0.1, 0.2, 0.3], [0.0, 0.9, 0.3, 0.2]])
    expect.equal(
        sampled(student, expect, worker(make_table, scores), [0], 8, top_k=1), np.array([0, 2, 3, 1, 0, 2, 3, 1, 0]), what="the ids"
    )


@check(
    "sample",
    "without top_k, or with one of as many as there are, no character is left out",
    points=1,
    hint="Which characters are left out when k is the number of characters? And when there is no k?",
)
def test_sample_top_all(student, worker, expect):
    right = np.array([0.5, 0.2, 0.3])
    ids = sampled(student, expect, worker(make_table, rows_of_scores(right)), [1], 60, top_k=3)
    expect.equal(np.unique(ids), np.arange(3), what="the characters that were drawn")
    # Of 12 characters that are all as likely, each is missing in 400 draws with a chance of 1 in 10 ** 15.
    ids = sampled(student, expect, worker(make_table, rows_of_scores(np.full(12, 1 / 12))), [1], 400)
    expect.equal(np.unique(ids), np.arange(12), what="the characters that were drawn without top_k")


@check(
    "sample",
    "the model reads in eval mode, and is then in its mode again",
    points=2,
    hint="eval before sampling, and afterwards? The model may have come in either mode.",
)
def test_sample_restores_the_mode(student, worker, expect):
    for training in (True, False):
        model = worker(make_adder, DIGITS)
        model.train(training)
        mode = "train" if training else "eval"
        ids = student.sample(model, np.array([2, 5]), 4, chance())
        expect.equal(ids, np.array(gone_on([2, 5], 4)), what=f"the ids of a model that came in {mode} mode, and reads in eval mode")
        expect.equal(
            worker(modes_of, model),
            [training] * 2,
            what=f"whether the model and its layer are in train mode, after they came in {mode} mode",
        )


@check("sample", "the ids are whole numbers", points=1, hint="Can what you give back index an array? Which numbers does np.zeros make?")
def test_sample_gives_whole_numbers(student, worker, expect):
    for prime in (np.array([5, 7]), [3]):
        ids = student.sample(worker(make_adder, DIGITS), prime, 4, chance())
        expect.array(ids, "the ids", shape=(len(prime) + 4,))
        expect.that(np.asarray(ids).dtype.kind in "iu", "the ids are whole numbers", got=ids)


@check("sample", "a prime may be a list, and length may be 0", points=1, hint="What comes out when nothing is to be drawn?")
def test_sample_of_a_list_and_of_nothing(student, worker, expect):
    model = worker(make_adder, DIGITS)
    expect.equal(sampled(student, expect, model, [5, 7], 0), np.array([5, 7]), what="the ids")
    expect.equal(sampled(student, expect, model, [5, 7], 3), np.array(gone_on([5, 7], 3)), what="the ids")


@portable
def prime_after(sample, model, prime, generator):
    sample(model, prime, 3, generator)
    return prime


@check("sample", "the caller's prime is left as it was", points=1, purity=True, hint="append and extend work in place: whose list is it?")
def test_sample_leaves_the_prime_alone(student, worker, expect):
    for prime in ([5, 7], np.array([5, 7])):
        expect.equal(
            worker(prime_after, student.sample, worker(make_adder, DIGITS), prime, chance()), prime, what="the prime, after the call"
        )
