"""Wrong implementations that people really write, each with what a tutor would say to it.

A function differs from the right one in the one thing that it is named for.
"""

import numpy as np
import torch
from torch import nn

from nngrade.suite import misconception


def numbered(chars):
    """Both dicts of characters in a given order."""
    id_to_char = dict(enumerate(chars))
    return {char: index for index, char in id_to_char.items()}, id_to_char


def refuse_unknown(text, char_to_id):
    """What encode owes its caller, for the mistakes that lie elsewhere."""
    for char in text:
        if char not in char_to_id:
            raise ValueError(f"the vocabulary has no {char!r}")


def refuse_outside(ids, num_classes):
    """What one_hot_encode owes its caller, for the mistakes that lie elsewhere."""
    for index in np.ravel(ids):
        if not 0 <= index < num_classes:
            raise ValueError(f"id {index} is out of range")


def rows_of(ids, batch_size):
    """The stream in rows, for the mistakes that lie elsewhere."""
    length = len(ids) // batch_size
    return np.asarray(ids)[: batch_size * length].reshape(batch_size, length)


def starts_of(rows, seq_length):
    return range(0, rows.shape[1] - seq_length, seq_length)


def sigmoid(a):
    return 0.5 * (1 + np.tanh(0.5 * a))


# --- build_vocab -----------------------------------------------------------------------------------------------------


@misconception(
    "build_vocab",
    says="You number every position of the text: a character that comes twice gets two ids.",
    hint="One id for each different character: what makes the characters of a text different ones?",
    caught_by="test_vocab_of_hello",
    source="8.1a",
)
def numbers_every_position(text):
    return numbered(tuple(text))


@misconception(
    "build_vocab",
    says="You number the characters as they first appear; the ids are to follow their sorted order.",
    hint="Sort, so that the ids are the same tomorrow, whatever comes first in the text.",
    caught_by="test_vocab_of_hello",
    source="8.1b",
)
def orders_by_first_appearance(text):
    return numbered(dict.fromkeys(text))


@misconception(
    "build_vocab",
    says="You sort the characters backwards: the last one of the alphabet gets id 0.",
    hint="Which character is id 0 to be?",
    caught_by="test_vocab_of_hello",
)
def sorts_backwards(text):
    return numbered(sorted(set(text), reverse=True))


@misconception(
    "build_vocab",
    says="You number the commonest character first; the ids are to follow the sorted order.",
    hint="How often a character comes plays no part: what does?",
    caught_by="test_vocab_of_any_text",
)
def orders_by_frequency(text):
    return numbered(sorted(set(text), key=lambda char: (-text.count(char), char)))


@misconception(
    "build_vocab",
    says="Your two dicts are not each other's inverse: each was numbered in an order of its own.",
    hint="Encode and then decode: is it the same text? Build the second dict from the first.",
    caught_by="test_vocab_dicts_are_inverse",
    source="8.1c",
)
def numbers_twice(text):
    return numbered(sorted(set(text)))[0], numbered(dict.fromkeys(text))[1]


@misconception(
    "build_vocab",
    says="Your ids begin at 1; a layer of K units has the places 0 to K - 1.",
    hint="Ids run from 0 to K - 1. Which is your largest?",
    caught_by="test_vocab_of_hello",
    source="8.1e",
)
def begins_at_one(text):
    id_to_char = dict(enumerate(sorted(set(text)), start=1))
    return {char: index for index, char in id_to_char.items()}, id_to_char


@misconception(
    "build_vocab",
    says="You give the two dicts in the wrong order: the one from characters to ids comes first.",
    hint="What does `encode` look up, and in which of the two?",
    caught_by="test_vocab_of_hello",
)
def gives_dicts_in_wrong_order(text):
    return numbered(sorted(set(text)))[::-1]


@misconception(
    "build_vocab",
    says="You number the words of the text, not its characters.",
    hint="Which unit does this network read: words or characters?",
    caught_by="test_vocab_keeps_every_character",
)
def numbers_the_words(text):
    return numbered(sorted(set(text.split())))


@misconception(
    "build_vocab",
    says="You turn capitals into small letters first: the text cannot come back as it was.",
    hint="Is A the same character as a, for a network that is to write names?",
    caught_by="test_vocab_keeps_every_character",
)
def ignores_case(text):
    return numbered(sorted(set(text.lower())))


@misconception(
    "build_vocab",
    says="You leave the white space out: the network could never end a name.",
    hint="Is the end of a line a character?",
    caught_by="test_vocab_keeps_every_character",
)
def leaves_white_space_out(text):
    return numbered(sorted(char for char in set(text) if not char.isspace()))


@misconception(
    "build_vocab",
    says="You leave all but letters out: spaces, digits and signs have no id then.",
    hint="What is to become of the apostrophe in O'Brien?",
    caught_by="test_vocab_keeps_every_character",
)
def keeps_letters_only(text):
    return numbered(sorted(char for char in set(text) if char.isalpha()))


# --- encode ----------------------------------------------------------------------------------------------------------


@misconception(
    "encode",
    says="You number the characters of this text anew instead of using the vocabulary that you were given.",
    hint="One vocabulary for all data: what would the same letter be in two texts?",
    caught_by="test_encode_any_text",
    source="8.1f",
)
def builds_its_own_vocabulary(text, char_to_id):
    refuse_unknown(text, char_to_id)
    own = numbered(sorted(set(text)))[0]
    return np.array([own[char] for char in text], dtype=np.int64)


@misconception(
    "encode",
    says="A character that the vocabulary lacks ends in Python's KeyError, not in the ValueError that the statement asks for.",
    hint="Who calls your function should not have to know that there is a dict inside.",
    caught_by="test_encode_refuses_unknown_characters",
    source="8.1d",
)
def lets_the_dict_complain(text, char_to_id):
    return np.array([char_to_id[char] for char in text], dtype=np.int64)


@misconception(
    "encode",
    says="You skip a character that the vocabulary lacks: the text gets shorter, and nobody is told.",
    hint="What of a character never seen? Someone should hear of it.",
    caught_by="test_encode_refuses_unknown_characters",
    source="8.1d",
)
def skips_unknown_characters(text, char_to_id):
    return np.array([char_to_id[char] for char in text if char in char_to_id], dtype=np.int64)


@misconception(
    "encode",
    says="You give an unknown character the id 0, which belongs to another one.",
    hint="Decode what you encoded: which character has come in its place?",
    caught_by="test_encode_refuses_unknown_characters",
    source="8.1d",
)
def takes_unknown_for_zero(text, char_to_id):
    return np.array([char_to_id.get(char, 0) for char in text], dtype=np.int64)


@misconception(
    "encode",
    says="You refuse an unknown character, and do not say which one it is.",
    hint="Whoever reads your message wants to find the character: name it.",
    caught_by="test_encode_refuses_unknown_characters",
)
def refuses_without_a_name(text, char_to_id):
    if any(char not in char_to_id for char in text):
        raise ValueError("unknown character")
    return np.array([char_to_id[char] for char in text], dtype=np.int64)


@misconception(
    "encode",
    says="You give the code points of the characters, not their ids in the vocabulary.",
    hint="What does ord know of your vocabulary?",
    caught_by="test_encode_hello",
)
def gives_code_points(text, char_to_id):
    refuse_unknown(text, char_to_id)
    return np.array([ord(char) for char in text], dtype=np.int64)


@misconception(
    "encode",
    says="Your ids are floats: they cannot index an array.",
    hint="Which dtype does an index have?",
    caught_by="test_encode_gives_indices",
)
def gives_floats(text, char_to_id):
    refuse_unknown(text, char_to_id)
    ids = np.zeros(len(text))
    for place, char in enumerate(text):
        ids[place] = char_to_id[char]
    return ids


@misconception(
    "encode",
    says="You sort the characters: the text has lost its order.",
    hint="The first id belongs to the first character.",
    caught_by="test_encode_hello",
)
def sorts_the_text(text, char_to_id):
    refuse_unknown(text, char_to_id)
    return np.array([char_to_id[char] for char in sorted(text)], dtype=np.int64)


@misconception(
    "encode",
    says="You encode each different character once: repeated ones are lost.",
    hint="How many ids has a text of five characters?",
    caught_by="test_encode_hello",
)
def encodes_each_once(text, char_to_id):
    refuse_unknown(text, char_to_id)
    return np.array([char_to_id[char] for char in dict.fromkeys(text)], dtype=np.int64)


@misconception(
    "encode",
    says="You keep ids in 8 bits or less room than they need: large ids wrap round.",
    hint="How large may a vocabulary be, and which numbers does your dtype hold?",
    caught_by="test_encode_large_ids",
)
def keeps_ids_in_eight_bits(text, char_to_id):
    refuse_unknown(text, char_to_id)
    return np.array([char_to_id[char] for char in text], dtype=np.int64).astype(np.uint8)


@misconception(
    "encode",
    says="You take each character out of the caller's vocabulary when you have used it.",
    hint="pop removes what it gives. The caller goes on to use its vocabulary.",
    caught_by="test_encode_leaves_the_vocabulary_alone",
)
def empties_the_vocabulary(text, char_to_id):
    refuse_unknown(text, char_to_id)
    own = dict(char_to_id)
    for char in set(text):
        char_to_id.pop(char)
    return np.array([own[char] for char in text], dtype=np.int64)


# --- decode ----------------------------------------------------------------------------------------------------------


@misconception(
    "decode",
    says="You give a list of characters, not one string.",
    hint="Join them.",
    caught_by="test_decode_hello",
)
def gives_a_list(ids, id_to_char):
    return [id_to_char[int(index)] for index in ids]


@misconception(
    "decode",
    says="You put a space between the characters.",
    hint="What stands between two characters of a word?",
    caught_by="test_decode_hello",
)
def joins_with_spaces(ids, id_to_char):
    return " ".join(id_to_char[int(index)] for index in ids)


@misconception(
    "decode",
    says="You take the ids for code points: chr knows nothing of the vocabulary.",
    hint="Which character has id 0, and who says so?",
    caught_by="test_decode_hello",
)
def takes_ids_for_code_points(ids, id_to_char):
    return "".join(chr(int(index)) for index in ids)


@misconception(
    "decode",
    says="You turn the vocabulary round, which it is already: it leads from ids to characters.",
    hint="What are the keys of id_to_char?",
    caught_by="test_decode_hello",
)
def turns_the_vocabulary_round(ids, id_to_char):
    turned = {char: index for index, char in id_to_char.items()}
    return "".join(turned[index] for index in ids)


@misconception(
    "decode",
    says="You look the characters up by their place in the sorted vocabulary, not by their id.",
    hint="The ids need not follow the alphabet: look the id up.",
    caught_by="test_decode_any_ids",
)
def assumes_sorted_characters(ids, id_to_char):
    chars = sorted(id_to_char.values())
    return "".join(chars[int(index)] for index in ids)


@misconception(
    "decode",
    says="You decode each different id once: repeated ones are lost.",
    hint="How many characters come out of five ids?",
    caught_by="test_decode_hello",
)
def decodes_each_once(ids, id_to_char):
    return "".join(id_to_char[int(index)] for index in dict.fromkeys(ids))


@misconception(
    "decode",
    says="You give the text backwards.",
    hint="The first id belongs to the first character.",
    caught_by="test_decode_hello",
)
def decodes_backwards(ids, id_to_char):
    return "".join(id_to_char[int(index)] for index in ids[::-1])


@misconception(
    "decode",
    says="You take white space off the ends of the text: it does not come back as it was.",
    hint="Is a space at the end a character of the text?",
    caught_by="test_decode_keeps_white_space",
)
def strips_the_text(ids, id_to_char):
    return "".join(id_to_char[int(index)] for index in ids).strip()


@misconception(
    "decode",
    says="Your function wants an array: a plain list has no `tolist` and no `shape`.",
    hint="np.asarray makes an array of either.",
    caught_by="test_decode_a_list",
)
def wants_an_array(ids, id_to_char):
    return "".join(id_to_char[index] for index in ids.tolist())


@misconception(
    "decode",
    says="For no ids you give None, not an empty string.",
    hint="What type has the answer, however short it is?",
    caught_by="test_decode_short",
)
def gives_none_for_nothing(ids, id_to_char):
    return "".join(id_to_char[int(index)] for index in ids) or None


# --- one_hot_encode --------------------------------------------------------------------------------------------------


def one_hot(ids, num_classes):
    """The right answer, for the mistakes that lie elsewhere."""
    refuse_outside(ids, num_classes)
    return np.eye(num_classes)[np.asarray(ids)]


@misconception(
    "one_hot_encode",
    says="You take the number of classes from the ids: a class that does not occur at the end has no place.",
    hint="Would two batches get the same width? How many classes did the caller name?",
    caught_by="test_one_hot_of_three_ids",
    source="2.3a",
)
def counts_classes_in_the_data(ids, num_classes):
    refuse_outside(ids, num_classes)
    return np.eye(int(np.max(ids)) + 1)[np.asarray(ids)]


@misconception(
    "one_hot_encode",
    says="You put the classes on the first axis: they belong on the last.",
    hint="One vector per id: which axis counts its places?",
    caught_by="test_one_hot_of_three_ids",
    source="2.3b",
)
def puts_classes_first(ids, num_classes):
    return np.moveaxis(one_hot(ids, num_classes), -1, 0)


@misconception(
    "one_hot_encode",
    says="You unpack exactly two sizes of the ids' shape: one axis, or three, and it breaks.",
    hint="How many elements has the array, whatever its rank? `size` knows.",
    caught_by="test_one_hot_of_three_ids",
    source="2.3c",
)
def unpacks_two_sizes(ids, num_classes):
    refuse_outside(ids, num_classes)
    flat = np.zeros((np.multiply(*ids.shape), num_classes))
    flat[np.arange(len(flat)), ids.flatten()] = 1.0
    return flat.reshape(*ids.shape, num_classes)


@misconception(
    "one_hot_encode",
    says="You leave the vectors in one long list: the shape of the ids is lost.",
    hint="You have N * T rows. Which shape did the ids have?",
    caught_by="test_one_hot_of_a_batch",
    source="8.2",
)
def forgets_the_shape(ids, num_classes):
    return one_hot(np.ravel(ids), num_classes)


@misconception(
    "one_hot_encode",
    says="You encode the first row of the ids alone.",
    hint="How many vectors has a batch of 2 sequences of 3?",
    caught_by="test_one_hot_of_a_batch",
)
def encodes_one_row(ids, num_classes):
    return one_hot(ids[0] if np.ndim(ids) > 1 else ids, num_classes)


@misconception(
    "one_hot_encode",
    says="You take the ids to begin at 1: each 1 stands one place too far left.",
    hint="Does your first class have number 0 or 1?",
    caught_by="test_one_hot_of_three_ids",
    source="2.3e",
)
def takes_ids_from_one(ids, num_classes):
    refuse_outside(ids, num_classes)
    return np.eye(num_classes)[np.asarray(ids) - 1]


@misconception(
    "one_hot_encode",
    says="You write ones into whole columns: every row gets the ones of all ids.",
    hint="Each row should hold exactly one 1: which index pairs a row with its own id?",
    caught_by="test_one_hot_of_three_ids",
    source="2.3f",
)
def fills_whole_columns(ids, num_classes):
    refuse_outside(ids, num_classes)
    encoded = np.zeros((*np.shape(ids), num_classes))
    encoded[..., np.ravel(ids)] = 1.0
    return encoded


@misconception(
    "one_hot_encode",
    says="You always make ten classes.",
    hint="How many classes did the caller name?",
    caught_by="test_one_hot_of_three_ids",
    source="2.3g",
)
def makes_ten_classes(ids, num_classes):
    refuse_outside(ids, num_classes)
    return np.eye(max(10, num_classes))[np.asarray(ids)]


@misconception(
    "one_hot_encode",
    says="You turn the ids into floats first: a float cannot be an index.",
    hint="Indices must be whole numbers.",
    caught_by="test_one_hot_of_three_ids",
    source="2.3h",
)
def indexes_with_floats(ids, num_classes):
    refuse_outside(ids, num_classes)
    return np.eye(num_classes)[np.asarray(ids, dtype=float)]


@misconception(
    "one_hot_encode",
    says="You leave the id as a number: 3 would be three times 1, and nearer to 2 than to 0.",
    hint="Is class 3 really three times class 1? Give each class a place of its own.",
    caught_by="test_one_hot_of_three_ids",
    source="2.3i",
)
def leaves_the_number(ids, num_classes):
    refuse_outside(ids, num_classes)
    return np.asarray(ids, dtype=float)[..., None]


@misconception(
    "one_hot_encode",
    says="You write the id itself into its place, where a 1 belongs.",
    hint="What does each vector sum to?",
    caught_by="test_one_hot_of_three_ids",
)
def writes_the_id(ids, num_classes):
    return one_hot(ids, num_classes) * np.asarray(ids)[..., None]


@misconception(
    "one_hot_encode",
    says="A negative id is taken from the end: NumPy reads -2 as the last place but one.",
    hint="Which ids are there? Refuse all others, at both ends.",
    caught_by="test_one_hot_refuses_negative_ids",
)
def lets_negative_ids_pass(ids, num_classes):
    ids = np.asarray(ids)
    if np.any(ids >= num_classes):
        raise ValueError(f"id {ids[ids >= num_classes][0]} is too large")
    return np.eye(num_classes)[ids]


@misconception(
    "one_hot_encode",
    says="An id that is too large ends in NumPy's IndexError, not in the ValueError that the statement asks for.",
    hint="Who calls your function should not have to know that there is an index inside.",
    caught_by="test_one_hot_refuses_large_ids",
)
def lets_numpy_complain(ids, num_classes):
    return np.eye(num_classes)[np.asarray(ids)]


@misconception(
    "one_hot_encode",
    says="An id without a place becomes a vector of zeros, and nobody is told.",
    hint="Which class is a vector of zeros? Someone should hear of it.",
    caught_by="test_one_hot_refuses_large_ids",
)
def gives_zeros_for_strangers(ids, num_classes):
    return (np.asarray(ids)[..., None] == np.arange(num_classes)).astype(float)


@misconception(
    "one_hot_encode",
    says="You clip the ids into range: a wrong id becomes another class.",
    hint="A wrong id is a mistake in somebody's data. What should they be told?",
    caught_by="test_one_hot_refuses_large_ids",
)
def clips_the_ids(ids, num_classes):
    return np.eye(num_classes)[np.clip(ids, 0, num_classes - 1)]


@misconception(
    "one_hot_encode",
    says="You accept the id num_classes itself.",
    hint="With 3 classes, which is the largest id that has a place?",
    caught_by="test_one_hot_refuses_large_ids",
)
def is_off_by_one_at_the_end(ids, num_classes):
    refuse_outside(ids, num_classes + 1)
    return np.eye(num_classes + 1)[np.asarray(ids)][..., :num_classes]


@misconception(
    "one_hot_encode",
    says="You write into the caller's ids.",
    hint="Does any line of yours have the ids on its left side?",
    caught_by="test_one_hot_leaves_its_argument_alone",
)
def spoils_the_ids(ids, num_classes):
    encoded = one_hot(ids, num_classes)
    if np.ndim(ids):
        ids *= 0
    return encoded


# --- get_batches -----------------------------------------------------------------------------------------------------


@misconception(
    "get_batches",
    says="Your y is x itself: the network learns to copy what it sees.",
    hint="What should the net guess after 'h' in 'hello'?",
    caught_by="test_batches_targets_come_next",
    source="8.3a",
)
def does_not_shift(ids, batch_size, seq_length):
    rows = rows_of(ids, batch_size)
    for start in starts_of(rows, seq_length):
        x = rows[:, start : start + seq_length]
        yield x, x.copy()


@misconception(
    "get_batches",
    says="You shift the wrong way: y is what came before x, not what comes next.",
    hint="The target is the NEXT character.",
    caught_by="test_batches_targets_come_next",
    source="8.3b",
)
def shifts_backwards(ids, batch_size, seq_length):
    rows = rows_of(ids, batch_size)
    for start in starts_of(rows, seq_length):
        yield rows[:, start : start + seq_length], np.roll(rows, 1, axis=1)[:, start : start + seq_length]


@misconception(
    "get_batches",
    says="The last target of each window is the first character of the same window.",
    hint="The last target stands in the next window, not at the start of this one. What does np.roll do at the edge?",
    caught_by="test_batches_targets_come_next",
    source="8.3c",
)
def rolls_inside_the_window(ids, batch_size, seq_length):
    rows = rows_of(ids, batch_size)
    for start in starts_of(rows, seq_length):
        x = rows[:, start : start + seq_length]
        yield x, np.roll(x, -1, axis=1)


@misconception(
    "get_batches",
    says="The last target of each window is 0: nothing was written there.",
    hint="What stands one step after the last column of x? It is in the stream.",
    caught_by="test_batches_targets_come_next",
)
def leaves_the_last_target_blank(ids, batch_size, seq_length):
    rows = rows_of(ids, batch_size)
    for start in starts_of(rows, seq_length):
        x = rows[:, start : start + seq_length]
        y = np.zeros_like(x)
        y[:, :-1] = x[:, 1:]
        yield x, y


@misconception(
    "get_batches",
    says="You deal the stream out column by column: neighbours in a row are not neighbours in the text.",
    hint="Row 0 must read on in the next batch. Which number comes first in your reshape?",
    caught_by="test_batches_go_on_row_by_row",
    source="8.3e",
)
def deals_out_by_columns(ids, batch_size, seq_length):
    length = len(ids) // batch_size
    rows = np.asarray(ids)[: batch_size * length].reshape(length, batch_size).T
    for start in starts_of(rows, seq_length):
        yield rows[:, start : start + seq_length], rows[:, start + 1 : start + seq_length + 1]


@misconception(
    "get_batches",
    says="Each batch is a piece of text of its own: row 0 of the next batch does not go on where row 0 ended.",
    hint="The state of row 0 is carried into the next batch. Cut the rows first, then move the window.",
    caught_by="test_batches_go_on_row_by_row",
    source="8.3e",
)
def cuts_batches_before_rows(ids, batch_size, seq_length):
    ids = np.asarray(ids)
    size = batch_size * seq_length
    for start in range(0, len(ids) - size, size):
        yield (
            ids[start : start + size].reshape(batch_size, seq_length),
            ids[start + 1 : start + size + 1].reshape(batch_size, seq_length),
        )


@misconception(
    "get_batches",
    says="Your window moves by one column: the windows overlap.",
    hint="Windows follow each other without overlap. By how much does the next one begin later?",
    caught_by="test_batches_of_the_example",
    source="8.3f",
)
def moves_by_one(ids, batch_size, seq_length):
    rows = rows_of(ids, batch_size)
    for start in range(rows.shape[1] - seq_length):
        yield rows[:, start : start + seq_length], rows[:, start + 1 : start + seq_length + 1]


@misconception(
    "get_batches",
    says="Your window moves by the number of rows, not by its own width.",
    hint="How wide is the window, and how many rows are there? Which of the two moves it on?",
    caught_by="test_batches_of_any_stream",
    source="8.3f",
)
def moves_by_the_batch_size(ids, batch_size, seq_length):
    rows = rows_of(ids, batch_size)
    for start in range(0, rows.shape[1] - seq_length, batch_size):
        yield rows[:, start : start + seq_length], rows[:, start + 1 : start + seq_length + 1]


@misconception(
    "get_batches",
    says="You count as many batches as a row has characters, and forget that each takes seq_length of them.",
    hint="How many characters does one batch use?",
    caught_by="test_batches_of_the_example",
    source="8.3g",
)
def counts_too_many_batches(ids, batch_size, seq_length):
    rows = rows_of(ids, batch_size)
    for batch in range(rows.shape[1]):
        start = batch * seq_length
        yield rows[:, start : start + seq_length], rows[:, start + 1 : start + seq_length + 1]


@misconception(
    "get_batches",
    says="You keep what is left over at the end: the stream then does not fit into the rows.",
    hint="How many ids fit into whole rows? Drop the rest before you reshape.",
    caught_by="test_batches_of_any_stream",
    source="8.3g",
)
def keeps_the_rest(ids, batch_size, seq_length):
    rows = np.asarray(ids).reshape(batch_size, -1)
    for start in starts_of(rows, seq_length):
        yield rows[:, start : start + seq_length], rows[:, start + 1 : start + seq_length + 1]


@misconception(
    "get_batches",
    says="You drop the last window even where its last target is there.",
    hint="One more character is available for the last target: a row of 7 has two windows of 3.",
    caught_by="test_batches_at_the_end_of_a_row",
    source="8.3h",
)
def drops_a_whole_window(ids, batch_size, seq_length):
    rows = rows_of(ids, batch_size)
    for start in range(0, rows.shape[1] - seq_length - 1, seq_length):
        yield rows[:, start : start + seq_length], rows[:, start + 1 : start + seq_length + 1]


@misconception(
    "get_batches",
    says="You cut the rows to a whole number of windows first, and so lose the target that stands behind the last one.",
    hint="How long is a row? len(ids) // batch_size, whatever the width of the window.",
    caught_by="test_batches_at_the_end_of_a_row",
    source="8.3h",
)
def cuts_rows_to_whole_windows(ids, batch_size, seq_length):
    length = len(ids) // (batch_size * seq_length) * seq_length
    rows = np.asarray(ids)[: batch_size * length].reshape(batch_size, length)
    for start in starts_of(rows, seq_length):
        yield rows[:, start : start + seq_length], rows[:, start + 1 : start + seq_length + 1]


@misconception(
    "get_batches",
    says="The last target of a row is the first character of that row: the text is bent into a ring.",
    hint="What comes after the last character of a row? The statement drops the window that would need it.",
    caught_by="test_batches_at_the_end_of_a_row",
    source="8.3d(i)",
)
def wraps_round_the_row(ids, batch_size, seq_length):
    rows = rows_of(ids, batch_size)
    targets = np.roll(rows, -1, axis=1)
    for start in range(0, rows.shape[1] - seq_length + 1, seq_length):
        yield rows[:, start : start + seq_length], targets[:, start : start + seq_length]


@misconception(
    "get_batches",
    says="The last target of a row comes from the next row: you shift the stream before you cut it.",
    hint="y is x one step later in the same row. What does the statement do where the row ends?",
    caught_by="test_batches_at_the_end_of_a_row",
    source="8.3d(ii)",
)
def shifts_before_cutting(ids, batch_size, seq_length):
    rows = rows_of(ids, batch_size)
    targets = np.roll(rows.ravel(), -1).reshape(rows.shape)
    for start in range(0, rows.shape[1] - seq_length + 1, seq_length):
        yield rows[:, start : start + seq_length], targets[:, start : start + seq_length]


@misconception(
    "get_batches",
    says="Your last window is narrower than the others: the end of the row comes as a piece.",
    hint="What cannot fill a window is dropped.",
    caught_by="test_batches_of_the_example",
    source="8.3g",
)
def gives_a_narrow_last_window(ids, batch_size, seq_length):
    rows = rows_of(ids, batch_size)
    for start in range(0, rows.shape[1] - 1, seq_length):
        stop = min(start + seq_length, rows.shape[1] - 1)
        yield rows[:, start:stop], rows[:, start + 1 : stop + 1]


@misconception(
    "get_batches",
    says="You give back the first batch alone: return ends the loop.",
    hint="Use yield in the loop, or collect the batches in a list.",
    caught_by="test_batches_of_the_example",
    source="8.3i",
)
def returns_the_first(ids, batch_size, seq_length):
    rows = rows_of(ids, batch_size)
    return rows[:, :seq_length], rows[:, 1 : seq_length + 1]


@misconception(
    "get_batches",
    says="You write the targets into x's own memory: x is then shifted too, and so is the stream.",
    hint="y = x does not copy. Copy before writing.",
    caught_by="test_batches_targets_come_next",
    source="8.3j",
)
def shifts_in_place(ids, batch_size, seq_length):
    rows = rows_of(ids, batch_size).copy()
    for start in starts_of(rows, seq_length):
        x = rows[:, start : start + seq_length]
        y, last = x, rows[:, start + seq_length].copy()
        y[:, :-1] = x[:, 1:].copy()
        y[:, -1] = last
        yield x, y


@misconception(
    "get_batches",
    says="You write into the caller's stream: it is not the same after the batches have been made.",
    hint="A slice of an array is a window on it, not a copy.",
    caught_by="test_batches_leave_the_stream_alone",
    source="8.3j",
)
def spoils_the_stream(ids, batch_size, seq_length):
    rows = rows_of(ids.copy(), batch_size)
    for start in starts_of(rows, seq_length):
        yield rows[:, start : start + seq_length], rows[:, start + 1 : start + seq_length + 1]
        ids[: seq_length + 1] = 0


@misconception(
    "get_batches",
    says="You begin at column 1: the first window is lost.",
    hint="Which is the first x of the example?",
    caught_by="test_batches_of_the_example",
    source="8.3l",
)
def loses_the_first_column(ids, batch_size, seq_length):
    rows = rows_of(ids, batch_size)
    for start in range(1, rows.shape[1] - seq_length, seq_length):
        yield rows[:, start : start + seq_length], rows[:, start + 1 : start + seq_length + 1]


@misconception(
    "get_batches",
    says="You exchange the two sizes: batch_size is the number of rows, seq_length the width of a window.",
    hint="Which shape does x have, (N, T) or (T, N)?",
    caught_by="test_batches_of_any_stream",
)
def exchanges_the_sizes(ids, batch_size, seq_length):
    rows = rows_of(ids, seq_length)
    for start in starts_of(rows, batch_size):
        yield rows[:, start : start + batch_size], rows[:, start + 1 : start + batch_size + 1]


@misconception(
    "get_batches",
    says="Your y is a single character for each row: the one after the window.",
    hint="The network guesses at every step, not only at the last: which shape has y?",
    caught_by="test_batches_of_the_example",
    source="8.3l",
)
def gives_one_target_per_window(ids, batch_size, seq_length):
    rows = rows_of(ids, batch_size)
    for start in starts_of(rows, seq_length):
        yield rows[:, start : start + seq_length], rows[:, start + seq_length]


@misconception(
    "get_batches",
    says="You shuffle the windows: the state of one batch would meet another place of the text.",
    hint="In which order does the network have to read, if it is to remember?",
    caught_by="test_batches_go_on_row_by_row",
)
def shuffles_the_windows(ids, batch_size, seq_length):
    rows = rows_of(ids, batch_size)
    for start in reversed(starts_of(rows, seq_length)):
        yield rows[:, start : start + seq_length], rows[:, start + 1 : start + seq_length + 1]


@misconception(
    "get_batches",
    says="Your y is made of floats, since np.zeros makes floats: ids are whole numbers, and a loss or an embedding takes no others.",
    hint="Which dtype has your y, and which had the ids?",
    caught_by="test_batches_are_whole_numbers",
)
def makes_floats_of_the_targets(ids, batch_size, seq_length):
    rows = rows_of(ids, batch_size)
    for start in starts_of(rows, seq_length):
        x = rows[:, start : start + seq_length]
        y = np.zeros(x.shape)
        y[:, :-1], y[:, -1] = x[:, 1:], rows[:, start + seq_length]
        yield x, y


# --- rnn_step_forward ------------------------------------------------------------------------------------------------


def step_cache(x, prev_h, next_h, Wx, Wh):
    return next_h, (x, prev_h, next_h, Wx, Wh)


@misconception(
    "rnn_step_forward",
    says="Your cell uses the sigmoid: the plain cell uses tanh.",
    hint="The plain cell uses tanh. May a state be negative?",
    caught_by="test_step_of_one_sample",
    source="8.4b",
)
def step_with_sigmoid(x, prev_h, Wx, Wh, b):
    return step_cache(x, prev_h, sigmoid(x @ Wx + prev_h @ Wh + b), Wx, Wh)


@misconception(
    "rnn_step_forward",
    says="Your cell uses the ReLU: the plain cell uses tanh.",
    hint="The plain cell uses tanh. What keeps a state within bounds, step after step?",
    caught_by="test_step_of_one_sample",
    source="8.4b",
)
def step_with_relu(x, prev_h, Wx, Wh, b):
    return step_cache(x, prev_h, np.maximum(x @ Wx + prev_h @ Wh + b, 0), Wx, Wh)


@misconception(
    "rnn_step_forward",
    says="Your cell has no tanh: the state is a plain sum.",
    hint="What keeps a state within bounds, step after step?",
    caught_by="test_step_of_one_sample",
)
def step_without_tanh(x, prev_h, Wx, Wh, b):
    return step_cache(x, prev_h, x @ Wx + prev_h @ Wh + b, Wx, Wh)


@misconception(
    "rnn_step_forward",
    says="The old state does not get into the new one: this cell has no memory.",
    hint="Input, memory, bias: all three?",
    caught_by="test_step_remembers",
    source="8.4c",
)
def step_without_memory(x, prev_h, Wx, Wh, b):
    return step_cache(x, prev_h, np.tanh(x @ Wx + b), Wx, Wh)


@misconception(
    "rnn_step_forward",
    says="The bias is missing.",
    hint="Input, memory, bias: all three?",
    caught_by="test_step_of_one_sample",
    source="8.4c",
)
def step_without_bias(x, prev_h, Wx, Wh, b):
    return step_cache(x, prev_h, np.tanh(x @ Wx + prev_h @ Wh), Wx, Wh)


@misconception(
    "rnn_step_forward",
    says="The old state is added as it is: it has not gone through Wh.",
    hint="What is Wh for?",
    caught_by="test_step_of_one_sample",
)
def step_without_wh(x, prev_h, Wx, Wh, b):
    return step_cache(x, prev_h, np.tanh(x @ Wx + prev_h + b), Wx, Wh)


@misconception(
    "rnn_step_forward",
    says="The old state goes through the transpose of Wh.",
    hint="A vector is multiplied from the left here: prev_h @ Wh. Only a square matrix lets you do it wrong in silence.",
    caught_by="test_step_of_one_sample",
)
def step_with_transposed_wh(x, prev_h, Wx, Wh, b):
    return step_cache(x, prev_h, np.tanh(x @ Wx + prev_h @ Wh.T + b), Wx, Wh)


@misconception(
    "rnn_step_forward",
    says="You add two tanhs: the tanh comes once, of the sum.",
    hint="How large can your state get, and how large may it be?",
    caught_by="test_step_of_one_sample",
)
def step_with_two_tanhs(x, prev_h, Wx, Wh, b):
    return step_cache(x, prev_h, np.tanh(x @ Wx + b) + np.tanh(prev_h @ Wh), Wx, Wh)


@misconception(
    "rnn_step_forward",
    says="The new state is the mean over the batch: all samples get the same one.",
    hint="Each row is one sample, with a state of its own.",
    caught_by="test_step_of_any_batch",
)
def step_averages_the_batch(x, prev_h, Wx, Wh, b):
    next_h = np.tanh(x @ Wx + prev_h @ Wh + b)
    return step_cache(x, prev_h, np.broadcast_to(next_h.mean(axis=0), next_h.shape).copy(), Wx, Wh)


@misconception(
    "rnn_step_forward",
    says="Your cache holds the sum before the tanh, where the state after it belongs.",
    hint="The slope of tanh can be written with its output. Which of the two is next_h?",
    caught_by="test_step_cache",
)
def step_caches_before_tanh(x, prev_h, Wx, Wh, b):
    a = x @ Wx + prev_h @ Wh + b
    return np.tanh(a), (x, prev_h, a, Wx, Wh)


@misconception(
    "rnn_step_forward",
    says="Your cache holds the new state twice: the old one, which the way back needs, is lost.",
    hint="What does the slope in Wh ask for: the state before the step, or after it?",
    caught_by="test_step_cache",
)
def step_caches_new_state_twice(x, prev_h, Wx, Wh, b):
    next_h = np.tanh(x @ Wx + prev_h @ Wh + b)
    return next_h, (x, next_h, next_h, Wx, Wh)


@misconception(
    "rnn_step_forward",
    says="You write the new state into the array of the old one.",
    hint="`+=`, `out=` and `[:] =` write into the caller's array. Who else still needs it?",
    caught_by="test_step_leaves_its_arguments_alone",
    source="8.4h",
)
def step_in_place(x, prev_h, Wx, Wh, b):
    next_h = np.tanh(x @ Wx + prev_h @ Wh + b)
    old = prev_h.copy()
    prev_h[:] = next_h
    return step_cache(x, old, next_h, Wx, Wh)


# --- rnn_forward -----------------------------------------------------------------------------------------------------


def right_step(x, prev_h, Wx, Wh, b):
    return step_cache(x, prev_h, np.tanh(x @ Wx + prev_h @ Wh + b), Wx, Wh)


def run(x, h0, Wx, Wh, b, carry=lambda before, after: after):
    """The states and caches of a run, in which `carry` chooses what goes on to the next step."""
    state, states, caches = h0, [], []
    for step in range(x.shape[1]):
        after, cache = right_step(x[:, step], state, Wx, Wh, b)
        states.append(after)
        caches.append(cache)
        state = carry(state, after)
    return states, caches


@misconception(
    "rnn_forward",
    says="Every step begins with h0: no step knows about the one before it.",
    hint="What does step 3 know about step 1? Store the new state.",
    caught_by="test_forward_of_one_sequence",
    source="8.4a",
)
def begins_each_step_with_h0(x, h0, Wx, Wh, b):
    states, caches = run(x, h0, Wx, Wh, b, carry=lambda before, after: before)
    return np.stack(states, axis=1), caches


@misconception(
    "rnn_forward",
    says="You begin with a state of zeros, not with h0.",
    hint="Which state goes into the first step? It is an argument.",
    caught_by="test_forward_of_one_step",
)
def begins_with_zeros(x, h0, Wx, Wh, b):
    states, caches = run(x, np.zeros_like(h0), Wx, Wh, b)
    return np.stack(states, axis=1), caches


@misconception(
    "rnn_forward",
    says="Each step has weights of its own, drawn anew: the cell is to be the same at every step.",
    hint="The same weights at every step. What would a sequence that is longer than any before do?",
    caught_by="test_forward_of_one_sequence",
    source="8.4d",
)
def draws_new_weights_each_step(x, h0, Wx, Wh, b):
    rng = np.random.default_rng(0)
    state, states, caches = h0, [], []
    for step in range(x.shape[1]):
        state, cache = right_step(x[:, step], state, rng.normal(size=Wx.shape), rng.normal(size=Wh.shape), b)
        states.append(state)
        caches.append(cache)
    return np.stack(states, axis=1), caches


@misconception(
    "rnn_forward",
    says="You store the state before each step: the answers come one step late, and the last one is lost.",
    hint="h[:, t] is the state AFTER step t. What is h[:, 0] in yours?",
    caught_by="test_forward_of_one_step",
    source="8.4e",
)
def stores_the_state_before(x, h0, Wx, Wh, b):
    states, caches = run(x, h0, Wx, Wh, b)
    return np.stack([h0, *states[:-1]], axis=1), caches


@misconception(
    "rnn_forward",
    says="All steps show the last state: it was stored after the loop, or in every place at once.",
    hint="Keep each step's own output, inside the loop.",
    caught_by="test_forward_of_one_sequence",
    source="8.4f",
)
def stores_the_last_state_everywhere(x, h0, Wx, Wh, b):
    states, caches = run(x, h0, Wx, Wh, b)
    return np.stack([states[-1]] * len(states), axis=1), caches


@misconception(
    "rnn_forward",
    says="You give the last state alone: (N, H) instead of (N, T, H).",
    hint="Every step has an output. How many are there?",
    caught_by="test_forward_of_one_sequence",
)
def gives_the_last_state(x, h0, Wx, Wh, b):
    states, caches = run(x, h0, Wx, Wh, b)
    return states[-1], caches


@misconception(
    "rnn_forward",
    says="Only the last step's cache is kept: `append` stands after the loop.",
    hint="Where is each step's cache kept, and when?",
    caught_by="test_forward_cache",
    source="8.4f",
)
def keeps_the_last_cache(x, h0, Wx, Wh, b):
    states, caches = run(x, h0, Wx, Wh, b)
    return np.stack(states, axis=1), caches[-1:]


@misconception(
    "rnn_forward",
    says="Your caches have run together into one long list: `+=` takes a tuple apart.",
    hint="append adds one thing, += adds all the parts of one.",
    caught_by="test_forward_cache",
    source="8.4f",
)
def runs_caches_together(x, h0, Wx, Wh, b):
    states, caches = run(x, h0, Wx, Wh, b)
    return np.stack(states, axis=1), [part for cache in caches for part in cache]


@misconception(
    "rnn_forward",
    says="You take the first axis for time: the network reads across the samples.",
    hint="Which axis is time? x is (N, T, D): x[t] is a sample, x[:, t] a step.",
    caught_by="test_forward_of_equal_sizes",
    source="8.4g",
)
def takes_samples_for_time(x, h0, Wx, Wh, b):
    state, states, caches = h0, [], []
    for step in range(x.shape[0]):
        state, cache = right_step(x[step], state, Wx, Wh, b)
        states.append(state)
        caches.append(cache)
    return np.stack(states), caches


@misconception(
    "rnn_forward",
    says="You take the last axis for time: the network reads across the features.",
    hint="Which axis is time? x is (N, T, D): x[:, :, t] is a feature, x[:, t] a step.",
    caught_by="test_forward_of_equal_sizes",
    source="8.4g",
)
def takes_features_for_time(x, h0, Wx, Wh, b):
    state, states, caches = h0, [], []
    for step in range(x.shape[2]):
        state, cache = right_step(x[:, :, step], state, Wx, Wh, b)
        states.append(state)
        caches.append(cache)
    return np.stack(states, axis=2), caches


@misconception(
    "rnn_forward",
    says="Your answer has the time first: (T, N, H) instead of (N, T, H).",
    hint="Along which axis did you stack the states?",
    caught_by="test_forward_of_any_batch",
    source="8.4g",
)
def stacks_time_first(x, h0, Wx, Wh, b):
    states, caches = run(x, h0, Wx, Wh, b)
    return np.stack(states), caches


@misconception(
    "rnn_forward",
    says="You read the sequence from its end.",
    hint="Which step comes first?",
    caught_by="test_forward_of_one_sequence",
)
def reads_backwards(x, h0, Wx, Wh, b):
    states, caches = run(x[:, ::-1], h0, Wx, Wh, b)
    return np.stack(states[::-1], axis=1), caches[::-1]


@misconception(
    "rnn_forward",
    says="You leave the last step out.",
    hint="How many steps has x, and how many states has the answer?",
    caught_by="test_forward_of_one_sequence",
)
def stops_one_step_early(x, h0, Wx, Wh, b):
    states, caches = run(x, h0, Wx, Wh, b)
    return np.stack([*states[:-1], np.zeros_like(h0)], axis=1), caches


@misconception(
    "rnn_forward",
    says="You add the states up, step after step: the state is what the cell gives, not the sum of all that it gave.",
    hint="What goes into the next step: the new state, or the old one plus the new?",
    caught_by="test_forward_of_one_sequence",
)
def adds_the_states_up(x, h0, Wx, Wh, b):
    states, caches = run(x, h0, Wx, Wh, b, carry=lambda before, after: before + after)
    return np.stack(states, axis=1), caches


@misconception(
    "rnn_forward",
    says="You write the new states into h0, which belongs to the caller.",
    hint="Leave h0 as it came: `state = h0` is the same array, and `state[:] =` writes into it.",
    caught_by="test_forward_leaves_its_arguments_alone",
    source="8.4h",
)
def writes_into_h0(x, h0, Wx, Wh, b):
    states, caches = run(x, h0.copy(), Wx, Wh, b)
    h0[:] = states[-1]
    return np.stack(states, axis=1), caches


# --- rnn_backward ----------------------------------------------------------------------------------------------------


def go_back(dh, cache, *, order=None, upstream=1.0, chain=1.0, through=lambda a, Wh: a @ Wh.T, slope=lambda prev, h: 1 - h**2, keep=None):
    """BPTT with one thing to be got wrong; `keep` says how a step's slope joins what was found before."""
    Wx, Wh = cache[0][3:]
    join = keep or (lambda total, part: total + part)
    steps = order or list(reversed(range(dh.shape[1])))
    dx = np.zeros((*dh.shape[:2], len(Wx)))
    dWx, dWh, db = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros(len(Wh))
    from_later = np.zeros_like(dh[:, 0])
    for step in steps:
        x, prev_h, next_h = cache[step][:3]
        a = (upstream * dh[:, step] + chain * from_later) * slope(prev_h, next_h)
        dx[:, step] = a @ Wx.T
        dWx, dWh, db = join(dWx, x.T @ a), join(dWh, prev_h.T @ a), join(db, a.sum(axis=0))
        from_later = through(a, Wh)
    return dx, from_later, dWx, dWh, db


@misconception(
    "rnn_backward",
    says="The slopes of the weights are overwritten at each step: only one step counts.",
    hint="The weights are shared: add over the steps.",
    caught_by="test_backward_of_two_steps",
    source="8.5a",
)
def overwrites_the_slopes(dh, cache):
    return go_back(dh, cache, keep=lambda total, part: part)


@misconception(
    "rnn_backward",
    says="You divide the slopes of the weights by the number of steps: they are sums, not means.",
    hint="Is the loss you were given a mean over time? dh knows that already.",
    caught_by="test_backward_of_two_steps",
)
def averages_over_time(dh, cache):
    steps = dh.shape[1]
    return go_back(dh, cache, keep=lambda total, part: total + part / steps)


@misconception(
    "rnn_backward",
    says="The slope goes back through Wh, where it has to go through its transpose.",
    hint="Back through a matrix means its transpose. Small, symmetric weights would hide it.",
    caught_by="test_backward_of_two_steps",
    source="8.5b",
)
def goes_back_through_wh(dh, cache):
    return go_back(dh, cache, through=lambda a, Wh: a @ Wh)


@misconception(
    "rnn_backward",
    says="Only the slope of the last state is used: what the loss sees of the earlier ones directly is forgotten.",
    hint="Two gradients meet at each state: dh[:, t], and the one from step t + 1.",
    caught_by="test_backward_of_two_steps",
    source="8.5c",
)
def forgets_the_upstream(dh, cache):
    last = np.zeros_like(dh)
    last[:, -1] = dh[:, -1]
    return go_back(last, cache)


@misconception(
    "rnn_backward",
    says="Nothing comes back from the later steps: this is one step of backpropagation, T times.",
    hint="Two gradients meet at each state: dh[:, t], and the one from step t + 1.",
    caught_by="test_backward_of_two_steps",
    source="8.5c",
)
def forgets_the_chain(dh, cache):
    return go_back(dh, cache, chain=0.0)


@misconception(
    "rnn_backward",
    says="You take the slope of the tanh from the state before the step, not from the one after it.",
    hint="The slope uses this step's output, squared.",
    caught_by="test_backward_of_one_step",
    source="8.5d",
)
def takes_slope_from_old_state(dh, cache):
    return go_back(dh, cache, slope=lambda prev, h: 1 - prev**2)


@misconception(
    "rnn_backward",
    says="Your slope of the tanh is 1 - h: the square is missing.",
    hint="The slope uses this step's output, squared.",
    caught_by="test_backward_of_one_step",
    source="8.5d",
)
def forgets_the_square(dh, cache):
    return go_back(dh, cache, slope=lambda prev, h: 1 - h)


@misconception(
    "rnn_backward",
    says="You take the tanh once more before you square it: the cache holds the output already.",
    hint="Is next_h what goes into the tanh, or what comes out of it?",
    caught_by="test_backward_of_one_step",
    source="8.5d",
)
def takes_tanh_twice(dh, cache):
    return go_back(dh, cache, slope=lambda prev, h: 1 - np.tanh(h) ** 2)


@misconception(
    "rnn_backward",
    says="You use the slope of the sigmoid, h (1 - h): the cell has a tanh.",
    hint="Which function did the state go through on the way forward?",
    caught_by="test_backward_of_one_step",
)
def uses_slope_of_sigmoid(dh, cache):
    return go_back(dh, cache, slope=lambda prev, h: h * (1 - h))


@misconception(
    "rnn_backward",
    says="The tanh is left out on the way back.",
    hint="Each step forward ended in a tanh: with what does the step back begin?",
    caught_by="test_backward_of_one_step",
)
def leaves_the_tanh_out(dh, cache):
    return go_back(dh, cache, slope=lambda prev, h: np.ones_like(h))


@misconception(
    "rnn_backward",
    says="Your loop runs forward in time: the first step is asked before the later ones have answered.",
    hint="Walk from the last step to the first.",
    caught_by="test_backward_of_two_steps",
    source="8.5e",
)
def loops_forward(dh, cache):
    return go_back(dh, cache, order=list(range(dh.shape[1])))


@misconception(
    "rnn_backward",
    says="Your dh0 is zero: what is left after step 0 is lost.",
    hint="What is left after step 0 belongs to h0.",
    caught_by="test_backward_of_one_step",
    source="8.5f",
)
def gives_zeros_for_h0(dh, cache):
    dx, dh0, *rest = go_back(dh, cache)
    return dx, np.zeros_like(dh0), *rest


@misconception(
    "rnn_backward",
    says="Your dh0 is the slope in the state after step 0: it has to go back through that step as well.",
    hint="Which state is h0: the one before step 0, or the one after it?",
    caught_by="test_backward_of_one_step",
    source="8.5f",
)
def stops_before_step_zero(dh, cache):
    Wh = cache[0][4]
    dx, dh0, *rest = go_back(dh, cache)
    later = np.zeros_like(dh0)
    for step in reversed(range(1, dh.shape[1])):
        later = ((dh[:, step] + later) * (1 - cache[step][2] ** 2)) @ Wh.T
    return dx, dh[:, 0] + later, *rest


@misconception(
    "rnn_backward",
    says="You clip the slopes here: they are no longer the slopes.",
    hint="Bounding the step is the training loop's business: does a slope twice as large come out twice as large?",
    caught_by="test_backward_is_linear",
    source="8.5g",
)
def clips_the_slopes(dh, cache):
    return tuple(np.clip(slope, -20, 20) for slope in go_back(dh, cache))


@misconception(
    "rnn_backward",
    says="You cut the weights off at ±1 on the way back: gradients are what one clips, not weights.",
    hint="Clip gradients, not weights, and not here.",
    caught_by="test_backward_of_wide_weights",
    source="8.5g",
)
def clips_the_weights(dh, cache):
    return go_back(dh, [(x, prev, h, np.clip(Wx, -1, 1), np.clip(Wh, -1, 1)) for x, prev, h, Wx, Wh in cache])


@misconception(
    "rnn_backward",
    says="Your db is added over time but not over the samples.",
    hint="Add over batch and time: which shape has b?",
    caught_by="test_backward_of_equal_sizes",
    source="8.5h",
)
def keeps_the_batch_in_db(dh, cache):
    Wh = cache[0][4]
    later, db = np.zeros_like(dh[:, 0]), np.zeros_like(dh[:, 0])
    for step in reversed(range(dh.shape[1])):
        a = (dh[:, step] + later) * (1 - cache[step][2] ** 2)
        db += a
        later = a @ Wh.T
    return *go_back(dh, cache)[:4], db


@misconception(
    "rnn_backward",
    says="Your db counts the first step alone: it is overwritten at each step.",
    hint="Add over batch and time: how many steps used the bias?",
    caught_by="test_backward_of_two_steps",
    source="8.5a",
)
def overwrites_db(dh, cache):
    return *go_back(dh, cache)[:4], go_back(dh, cache, keep=lambda total, part: part)[4]


@misconception(
    "rnn_backward",
    says="The slope in Wh is made with the state after the step: the product used the one before it.",
    hint="Which state was multiplied by Wh in step t?",
    caught_by="test_backward_of_one_step",
)
def uses_new_state_for_dwh(dh, cache):
    dx, dh0, dWx, _, db = go_back(dh, cache)
    dWh = go_back(dh, [(x, h, h, Wx, Wh) for x, _, h, Wx, Wh in cache])[3]
    return dx, dh0, dWx, dWh, db


@misconception(
    "rnn_backward",
    says="Your dx stands in the order in which you found it: the last step first.",
    hint="You went from the last step to the first. Where does dx of step 0 belong?",
    caught_by="test_backward_of_two_steps",
    source="8.5e",
)
def leaves_dx_backwards(dh, cache):
    dx, *rest = go_back(dh, cache)
    return dx[:, ::-1], *rest


@misconception(
    "rnn_backward",
    says="You divide the slopes of the weights by the number of samples: dh knows already whether the loss is a mean.",
    hint="Divide by N once, in the loss.",
    caught_by="test_backward_of_any_batch",
)
def averages_over_samples(dh, cache):
    dx, dh0, *rest = go_back(dh, cache)
    return dx, dh0, *(slope / len(dh) for slope in rest)


@misconception(
    "rnn_backward",
    says="You add into dh, which belongs to the caller.",
    hint="dh[:, t] += … writes into the caller's array: copy it, or add in another one.",
    caught_by="test_backward_leaves_its_arguments_alone",
    source="4.2f",
)
def adds_into_dh(dh, cache):
    slopes = go_back(dh.copy(), cache)
    Wh = cache[0][4]
    for step in reversed(range(1, dh.shape[1])):
        dh[:, step - 1] += (dh[:, step] * (1 - cache[step][2] ** 2)) @ Wh.T
    return slopes


# --- lstm_step_forward -----------------------------------------------------------------------------------------------


def gates(x, prev_h, Wx, Wh, b):
    """The four parts of the sum, before their functions."""
    return np.split(x @ Wx + prev_h @ Wh + b, 4, axis=1)


def lstm(i, f, g, o, prev_c):
    """The right way from there."""
    c = sigmoid(f) * prev_c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c


@misconception(
    "lstm_step_forward",
    says="Your order is input, forget, output, cell: that of other courses. Here it is input, forget, cell, output.",
    hint="Which quarter is which gate? Exchange the last two, and see.",
    caught_by="test_lstm_is_that_of_pytorch",
    source="8.6a",
)
def orders_output_before_cell(x, prev_h, prev_c, Wx, Wh, b):
    i, f, o, g = gates(x, prev_h, Wx, Wh, b)
    return lstm(i, f, g, o, prev_c)


@misconception(
    "lstm_step_forward",
    says="Your order is forget, input, cell, output. Here the input gate comes first.",
    hint="Which quarter is which gate? Exchange the first two, and see.",
    caught_by="test_lstm_is_that_of_pytorch",
    source="8.6a",
)
def orders_forget_before_input(x, prev_h, prev_c, Wx, Wh, b):
    f, i, g, o = gates(x, prev_h, Wx, Wh, b)
    return lstm(i, f, g, o, prev_c)


@misconception(
    "lstm_step_forward",
    says="Your order is input, cell, forget, output: that of TensorFlow's old cells. Here the forget gate comes second.",
    hint="Which quarter is which gate? Exchange the middle two, and see.",
    caught_by="test_lstm_is_that_of_pytorch",
    source="8.6a",
)
def orders_cell_before_forget(x, prev_h, prev_c, Wx, Wh, b):
    i, g, f, o = gates(x, prev_h, Wx, Wh, b)
    return lstm(i, f, g, o, prev_c)


@misconception(
    "lstm_step_forward",
    says="You take every fourth column for a gate: each gate has H columns that stand together.",
    hint="The first H columns belong to the first gate. Which columns does your slice take?",
    caught_by="test_lstm_is_that_of_pytorch",
    source="8.6a",
)
def takes_every_fourth_column(x, prev_h, prev_c, Wx, Wh, b):
    a = x @ Wx + prev_h @ Wh + b
    return lstm(*(a[:, gate::4] for gate in range(4)), prev_c)


@misconception(
    "lstm_step_forward",
    says="The new memory is written without its gate: c = f * prev_c + g.",
    hint="New memory passes the input gate.",
    caught_by="test_lstm_input_gate",
    source="8.6b",
)
def leaves_the_input_gate_out(x, prev_h, prev_c, Wx, Wh, b):
    _, f, g, o = gates(x, prev_h, Wx, Wh, b)
    c = sigmoid(f) * prev_c + np.tanh(g)
    return sigmoid(o) * np.tanh(c), c


@misconception(
    "lstm_step_forward",
    says="What may be written goes through a sigmoid: it could then never be negative.",
    hint="The candidate may be negative: tanh.",
    caught_by="test_lstm_input_gate",
    source="8.6c",
)
def takes_sigmoid_for_the_candidate(x, prev_h, prev_c, Wx, Wh, b):
    i, f, g, o = gates(x, prev_h, Wx, Wh, b)
    c = sigmoid(f) * prev_c + sigmoid(i) * sigmoid(g)
    return sigmoid(o) * np.tanh(c), c


@misconception(
    "lstm_step_forward",
    says="h shows the memory itself: its tanh is missing.",
    hint="Squash the memory before the output gate.",
    caught_by="test_lstm_output_gate",
    source="8.6d",
)
def shows_the_bare_memory(x, prev_h, prev_c, Wx, Wh, b):
    _, _, _, o = gates(x, prev_h, Wx, Wh, b)
    _, c = lstm(*gates(x, prev_h, Wx, Wh, b), prev_c)
    return sigmoid(o) * c, c


@misconception(
    "lstm_step_forward",
    says="Your forget gate acts on the old h, not on the memory.",
    hint="Forgetting acts on the cell: on prev_c.",
    caught_by="test_lstm_forget_gate",
    source="8.6e",
)
def forgets_the_wrong_state(x, prev_h, prev_c, Wx, Wh, b):
    i, f, g, o = gates(x, prev_h, Wx, Wh, b)
    c = sigmoid(f) * prev_h + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c


@misconception(
    "lstm_step_forward",
    says="h is made of the old memory, not of the new one.",
    hint="Use the new cell state.",
    caught_by="test_lstm_output_gate",
    source="8.6f",
)
def shows_the_old_memory(x, prev_h, prev_c, Wx, Wh, b):
    i, f, g, o = gates(x, prev_h, Wx, Wh, b)
    _, c = lstm(i, f, g, o, prev_c)
    return sigmoid(o) * np.tanh(prev_c), c


@misconception(
    "lstm_step_forward",
    says="Input and old state are joined the wrong way round: the rows of the weights meet the wrong numbers.",
    hint="concatenate takes one tuple, in the order of the weights' rows: whose come first?",
    caught_by="test_lstm_of_equal_sizes",
    source="8.6g",
)
def joins_in_the_wrong_order(x, prev_h, prev_c, Wx, Wh, b):
    joined = np.concatenate((prev_h, x), axis=1)
    return lstm(*np.split(joined @ np.concatenate((Wx, Wh)) + b, 4, axis=1), prev_c)


@misconception(
    "lstm_step_forward",
    says="np.concatenate gets two arrays instead of one tuple of them: it takes the second one for the axis.",
    hint="concatenate takes one tuple.",
    caught_by="test_lstm_of_one_sample",
    source="8.6g",
)
def concatenates_without_a_tuple(x, prev_h, prev_c, Wx, Wh, b):
    joined = np.concatenate(x, prev_h)
    return lstm(*np.split(joined @ np.concatenate((Wx, Wh)) + b, 4, axis=1), prev_c)


@misconception(
    "lstm_step_forward",
    says="You follow the slide's use gate, a tanh of weights of its own: here h shows the tanh of the new memory.",
    hint="Which formula does the task give for the output?",
    caught_by="test_lstm_output_gate",
    source="8.6h",
)
def follows_the_use_gate_of_the_slide(x, prev_h, prev_c, Wx, Wh, b):
    i, f, g, o = gates(x, prev_h, Wx, Wh, b)
    _, c = lstm(i, f, g, o, prev_c)
    return sigmoid(o) * np.tanh(prev_c * sigmoid(f)), c


@misconception(
    "lstm_step_forward",
    says="You give (c, h): h comes first.",
    hint="Hidden first, then cell.",
    caught_by="test_lstm_of_one_sample",
    source="8.6i",
)
def gives_cell_first(x, prev_h, prev_c, Wx, Wh, b):
    return lstm(*gates(x, prev_h, Wx, Wh, b), prev_c)[::-1]


@misconception(
    "lstm_step_forward",
    says="You add 1 to the forget gate's bias: that is a way to begin training, not part of the cell.",
    hint="Two biases add up: b is given, and no other.",
    caught_by="test_lstm_is_that_of_pytorch",
    source="8.6j",
)
def adds_one_to_the_forget_bias(x, prev_h, prev_c, Wx, Wh, b):
    i, f, g, o = gates(x, prev_h, Wx, Wh, b)
    return lstm(i, f + 1, g, o, prev_c)


@misconception(
    "lstm_step_forward",
    says="The bias is added twice, as if there were two of them.",
    hint="Two biases add up: how many are you given?",
    caught_by="test_lstm_of_one_sample",
    source="8.6j",
)
def adds_the_bias_twice(x, prev_h, prev_c, Wx, Wh, b):
    return lstm(*gates(x, prev_h, Wx, Wh, 2 * b), prev_c)


@misconception(
    "lstm_step_forward",
    says="The old state plays no part: the gates look at the input alone.",
    hint="Input, memory, bias: all three?",
    caught_by="test_lstm_of_one_sample",
    source="8.4c",
)
def looks_at_the_input_alone(x, prev_h, prev_c, Wx, Wh, b):
    return lstm(*gates(x, 0 * prev_h, Wx, Wh, b), prev_c)


@misconception(
    "lstm_step_forward",
    says="The gates have no sigmoid: they are not shares between 0 and 1.",
    hint="A gate is open by some share. Which function gives a share?",
    caught_by="test_lstm_of_one_sample",
)
def leaves_gates_unbounded(x, prev_h, prev_c, Wx, Wh, b):
    i, f, g, o = gates(x, prev_h, Wx, Wh, b)
    c = f * prev_c + i * np.tanh(g)
    return o * np.tanh(c), c


@misconception(
    "lstm_step_forward",
    says="One gate does for both: what is not forgotten is written, 1 - f in place of i.",
    hint="That is another cell, the GRU's way. How many gates does this one have?",
    caught_by="test_lstm_of_one_sample",
)
def ties_input_to_forget(x, prev_h, prev_c, Wx, Wh, b):
    _, f, g, o = gates(x, prev_h, Wx, Wh, b)
    c = sigmoid(f) * prev_c + (1 - sigmoid(f)) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c


@misconception(
    "lstm_step_forward",
    says="Your sigmoid overflows for large negative numbers, or it is written so that infinity is divided by infinity.",
    hint="For which sign of its argument does your exponential overflow? exp(a) / (1 + exp(a)) is nan there.",
    caught_by="test_lstm_of_wide_numbers",
    source="1.7c",
)
def overflows_in_the_sigmoid(x, prev_h, prev_c, Wx, Wh, b):
    i, f, g, o = gates(x, prev_h, Wx, Wh, b)
    i, f, o = (np.exp(a) / (1 + np.exp(a)) for a in (i, f, o))
    c = f * prev_c + i * np.tanh(g)
    return o * np.tanh(c), c


@misconception(
    "lstm_step_forward",
    says="You write the new memory into prev_c, which belongs to the caller.",
    hint="`prev_c *= f` writes into the caller's array.",
    caught_by="test_lstm_leaves_its_arguments_alone",
)
def writes_into_prev_c(x, prev_h, prev_c, Wx, Wh, b):
    h, c = lstm(*gates(x, prev_h, Wx, Wh, b), prev_c)
    prev_c[:] = c
    return h, c


# --- CharRNN ---------------------------------------------------------------------------------------------------------


class RightCharRNN(nn.Module):
    """The right answer in parts, of which each mistake below replaces one."""

    cell = nn.LSTM
    batch_first = True
    directions = 1

    def __init__(self, num_chars, hidden_size, num_layers, drop_p):
        super().__init__()
        self.num_chars, self.hidden_size, self.num_layers = num_chars, hidden_size, num_layers
        between = drop_p if num_layers > 1 else 0.0
        options = {"batch_first": self.batch_first, "bidirectional": self.directions == 2}
        self.lstm = self.cell(num_chars, hidden_size, num_layers, dropout=between, **options)
        self.dropout = nn.Dropout(drop_p)
        self.output = nn.Linear(self.directions * hidden_size, num_chars)

    def vectors(self, x):
        return nn.functional.one_hot(x, self.num_chars).float()

    def forward(self, x, state):
        hidden, state = self.lstm(self.vectors(x), state)
        return self.output(self.dropout(hidden)), state

    def init_state(self, batch_size):
        shape = self.num_layers, batch_size, self.hidden_size
        return torch.zeros(shape), torch.zeros(shape)


@misconception(
    "CharRNN",
    says="Your LSTM takes the first axis for the time: it reads across the samples, from one to the next.",
    hint="Does sample 0 change when you change sample 1? nn.LSTM has an option for it.",
    caught_by="test_char_rnn_keeps_samples_apart",
    source="8.7a",
)
class ForgetsBatchFirst(RightCharRNN):
    batch_first = False


@misconception(
    "CharRNN",
    says="You use view to exchange time and samples: it reads the numbers anew in another shape, and mixes the samples up.",
    hint="view re-reads, transpose turns.",
    caught_by="test_char_rnn_reads_forward",
    source="8.7b",
)
class ViewsInPlaceOfTransposing(RightCharRNN):
    batch_first = False

    def forward(self, x, state):
        vectors = self.vectors(x)
        hidden, state = self.lstm(vectors.view(x.shape[1], x.shape[0], -1), state)
        return self.output(self.dropout(hidden.reshape(*x.shape, -1))), state


@misconception(
    "CharRNN",
    says="You score the last step alone; this network guesses at every step.",
    hint="How many guesses are there in a batch (N, T)? Choose no step: keep them all.",
    caught_by="test_char_rnn_shapes",
    source="8.7c",
)
class ScoresTheLastStep(RightCharRNN):
    def forward(self, x, state):
        hidden, state = self.lstm(self.vectors(x), state)
        return self.output(self.dropout(hidden[:, -1])), state


@misconception(
    "CharRNN",
    says="You give the logits as one long list, (N * T, K): the statement asks for (N, T, K).",
    hint="nn.Linear works on the last axis, whatever stands before it. What is your view for?",
    caught_by="test_char_rnn_shapes",
    source="8.7c",
)
class FlattensTheLogits(RightCharRNN):
    def forward(self, x, state):
        hidden, state = self.lstm(self.vectors(x), state)
        return self.output(self.dropout(hidden).reshape(-1, self.hidden_size)), state


@misconception(
    "CharRNN",
    says="Your logits have the characters on the second axis, (N, K, T).",
    hint="Which axis of the logits counts the characters?",
    caught_by="test_char_rnn_shapes",
)
class PutsCharactersSecond(RightCharRNN):
    def forward(self, x, state):
        logits, state = super().forward(x, state)
        return logits.transpose(1, 2), state


@misconception(
    "CharRNN",
    says="Your first state has the samples first: the layers come first, with batch_first as well.",
    hint="Layers come first in the hidden state, always.",
    caught_by="test_char_rnn_first_state",
    source="8.7d",
)
class PutsSamplesFirstInTheState(RightCharRNN):
    def init_state(self, batch_size):
        shape = batch_size, self.num_layers, self.hidden_size
        return torch.zeros(shape), torch.zeros(shape)


@misconception(
    "CharRNN",
    says="Your first state is random: the same text would be read in another way each time.",
    hint="Start at zero.",
    caught_by="test_char_rnn_first_state",
    source="8.7e",
)
class BeginsWithChance(RightCharRNN):
    def init_state(self, batch_size):
        shape = self.num_layers, batch_size, self.hidden_size
        return torch.randn(shape), torch.randn(shape)


@misconception(
    "CharRNN",
    says="Your first state is always for the same number of samples.",
    hint="Take the batch size as given: the last batch, and sampling, have another.",
    caught_by="test_char_rnn_first_state",
    source="8.7e",
)
class FixesTheBatchSize(RightCharRNN):
    def init_state(self, batch_size):
        return super().init_state(32)


@misconception(
    "CharRNN",
    says="Your first state is a single tensor: an LSTM has two, h and c.",
    hint="LSTM has two states, GRU one.",
    caught_by="test_char_rnn_first_state",
    source="8.7f",
)
class GivesOneTensorForTheState(RightCharRNN):
    def init_state(self, batch_size):
        return super().init_state(batch_size)[0]


@misconception(
    "CharRNN",
    says="Your recurrent layer is a GRU, which has one state: the pair (h, c) does not fit it.",
    hint="LSTM has two states, GRU one. Which one does the statement ask for?",
    caught_by="test_char_rnn_shapes",
    source="8.7f",
)
class UsesAGru(RightCharRNN):
    cell = nn.GRU


@misconception(
    "CharRNN",
    says="Your recurrent layer is a GRU; the pair is only for show, its second part never changes.",
    hint="An LSTM has a memory beside its state: who writes into yours?",
    caught_by="test_char_rnn_uses_both_parts_of_the_state",
    source="8.7f",
)
class DisguisesAGru(RightCharRNN):
    cell = nn.GRU

    def forward(self, x, state):
        hidden, h = self.lstm(self.vectors(x), state[0])
        return self.output(self.dropout(hidden)), (h, state[1])


@misconception(
    "CharRNN",
    says="There is a softmax at the end of forward: the loss applies one itself.",
    hint="The loss wants raw scores.",
    caught_by="test_char_rnn_gives_scores",
    source="8.7g",
)
class EndsInASoftmax(RightCharRNN):
    def forward(self, x, state):
        logits, state = super().forward(x, state)
        return torch.softmax(logits, dim=2), state


@misconception(
    "CharRNN",
    says="There is a ReLU at the end of forward: a score below 0 is a score, and is lost.",
    hint="What happens to a score on its way from the linear layer to the caller?",
    caught_by="test_char_rnn_gives_scores",
)
class EndsInARelu(RightCharRNN):
    def forward(self, x, state):
        logits, state = super().forward(x, state)
        return torch.relu(logits), state


@misconception(
    "CharRNN",
    says="There is a tanh at the end of forward: no score can be beyond 1, and the network can never be sure.",
    hint="How likely can a character be at most, if all scores lie between -1 and 1?",
    caught_by="test_char_rnn_gives_scores",
)
class EndsInATanh(RightCharRNN):
    def forward(self, x, state):
        logits, state = super().forward(x, state)
        return torch.tanh(logits), state


@misconception(
    "CharRNN",
    says="You begin with zeros each time and leave the state that is given aside.",
    hint="Use the state you were given: what does nn.LSTM do when it gets none?",
    caught_by="test_char_rnn_uses_the_given_state",
    source="8.7h",
)
class IgnoresTheState(RightCharRNN):
    def forward(self, x, state):
        hidden, state = self.lstm(self.vectors(x))
        return self.output(self.dropout(hidden)), state


@misconception(
    "CharRNN",
    says="You give back the state that came in: what this batch has read is forgotten.",
    hint="nn.LSTM gives a new state beside its outputs. Which one do you return?",
    caught_by="test_char_rnn_carries_its_state",
    source="8.7h",
)
class GivesTheOldStateBack(RightCharRNN):
    def forward(self, x, state):
        logits, _ = super().forward(x, state)
        return logits, state


@misconception(
    "CharRNN",
    says="The module keeps a state of its own and goes on from there, whatever state it is given.",
    hint="State inside the module must be detached too, and reset: better give it in and out.",
    caught_by="test_char_rnn_uses_the_given_state",
    source="8.7i",
)
class KeepsItsOwnState(RightCharRNN):
    def forward(self, x, state):
        kept = getattr(self, "kept", None)
        if kept is None or kept[0].shape != state[0].shape:
            kept = state
        logits, self.kept = super().forward(x, kept)
        return logits, self.kept


@misconception(
    "CharRNN",
    says="You return what the LSTM gives, H numbers a step: the linear layer that scores the characters is missing.",
    hint="What has to stand between the LSTM's H numbers and one score for each character?",
    caught_by="test_char_rnn_shapes",
)
class LeavesTheLinearLayerOut(RightCharRNN):
    def forward(self, x, state):
        return self.lstm(self.vectors(x), state)


@misconception(
    "CharRNN",
    says="You score the characters from h, the state after the last step, and repeat that for every step.",
    hint="nn.LSTM gives two things: the outputs of all steps, and the last state. Which one has the axis of time?",
    caught_by="test_char_rnn_reads_forward",
    source="8.7c",
)
class RepeatsTheLastScores(RightCharRNN):
    def forward(self, x, state):
        hidden, state = self.lstm(self.vectors(x), state)
        last = hidden[:, -1:].expand(-1, x.shape[1], -1)
        return self.output(self.dropout(last)), state


@misconception(
    "CharRNN",
    says="There is no dropout in your network.",
    hint="What is drop_p for, and where does the statement want it?",
    caught_by="test_char_rnn_dropout",
)
class LeavesDropoutOut(RightCharRNN):
    def __init__(self, num_chars, hidden_size, num_layers, drop_p):
        super().__init__(num_chars, hidden_size, num_layers, 0.0)


@misconception(
    "CharRNN",
    says="You leave the dropout to nn.LSTM: with one layer it has none, since it drops between layers only.",
    hint="Where else does the statement want dropout? Before the last, linear layer.",
    caught_by="test_char_rnn_dropout",
)
class LeavesDropoutToTheLstm(RightCharRNN):
    def forward(self, x, state):
        hidden, state = self.lstm(self.vectors(x), state)
        return self.output(hidden), state


@misconception(
    "CharRNN",
    says="Your dropout drops in eval mode too: it is told that it is training.",
    hint="Does your dropout know about eval? nn.Dropout does; functional.dropout has to be told.",
    caught_by="test_char_rnn_dropout",
    source="5.2h",
)
class DropsInEvalMode(RightCharRNN):
    def forward(self, x, state):
        hidden, state = self.lstm(self.vectors(x), state)
        return self.output(nn.functional.dropout(hidden, self.dropout.p, training=True)), state


@misconception(
    "CharRNN",
    says="You always drop one half, whatever drop_p says.",
    hint="Where does the 0.5 come from? What does drop_p = 0 ask for?",
    caught_by="test_char_rnn_dropout",
)
class AlwaysDropsOneHalf(RightCharRNN):
    def __init__(self, num_chars, hidden_size, num_layers, drop_p):
        super().__init__(num_chars, hidden_size, num_layers, 0.5)


@misconception(
    "CharRNN",
    says="You drop scores: dropout belongs before the linear layer, not behind it.",
    hint="What does the loss make of a score that was set to 0?",
    caught_by="test_char_rnn_dropout",
)
class DropsTheScores(RightCharRNN):
    def forward(self, x, state):
        hidden, state = self.lstm(self.vectors(x), state)
        return self.dropout(self.output(hidden)), state


@misconception(
    "CharRNN",
    says="You drop the input too: the network is not told what it reads. Dropout stands between layers and before the last.",
    hint="Before which of your layers does a dropout stand, and before which were you asked to put one?",
    caught_by="test_char_rnn_dropout",
)
class DropsTheInput(RightCharRNN):
    def vectors(self, x):
        return self.dropout(super().vectors(x))


@misconception(
    "CharRNN",
    says="You take drop_p for the chance to keep a number: it is the chance to drop it.",
    hint="With drop_p = 0, how much does your network drop?",
    caught_by="test_char_rnn_dropout",
)
class TakesDropForKeep(RightCharRNN):
    def __init__(self, num_chars, hidden_size, num_layers, drop_p):
        super().__init__(num_chars, hidden_size, num_layers, 1 - drop_p)


@misconception(
    "CharRNN",
    says="Your LSTM has one layer, whatever num_layers says.",
    hint="nn.LSTM takes a number of layers. Which one did you give it?",
    caught_by="test_char_rnn_shapes",
)
class HasOneLayer(RightCharRNN):
    def __init__(self, num_chars, hidden_size, num_layers, drop_p):
        super().__init__(num_chars, hidden_size, 1, drop_p)


@misconception(
    "CharRNN",
    says="Your LSTM reads in both directions: it looks at the characters that it is to guess.",
    hint="May the network see what comes next, when that is the question?",
    caught_by="test_char_rnn_shapes",
)
class ReadsInBothDirections(RightCharRNN):
    directions = 2


@misconception(
    "CharRNN",
    says="You read the sequence from its end: each guess has seen what it is to guess.",
    hint="In which order does a reader meet the characters?",
    caught_by="test_char_rnn_reads_forward",
)
class ReadsFromTheEnd(RightCharRNN):
    def forward(self, x, state):
        logits, state = super().forward(x.flip(1), state)
        return logits.flip(1), state


@misconception(
    "CharRNN",
    says="You make the layers in forward: they are new, and untrained, at every call.",
    hint="Build layers once, in __init__.",
    caught_by="test_char_rnn_carries_its_state",
    source="5.2c",
)
class MakesLayersInForward(RightCharRNN):
    def forward(self, x, state):
        output = nn.Linear(self.hidden_size, self.num_chars)
        hidden, state = self.lstm(self.vectors(x), state)
        return output(self.dropout(hidden)), state


@misconception(
    "CharRNN",
    says="Your linear layer stands in a list, where the optimizer does not find it: it never learns.",
    hint="Layers in a list are invisible: use an attribute, or ModuleList.",
    caught_by="test_char_rnn_knows_its_parameters",
    source="5.2a",
)
class HidesItsLayerInAList(RightCharRNN):
    def __init__(self, num_chars, hidden_size, num_layers, drop_p):
        super().__init__(num_chars, hidden_size, num_layers, drop_p)
        self.layers = [self.output]
        del self.output

    def forward(self, x, state):
        hidden, state = self.lstm(self.vectors(x), state)
        return self.layers[0](self.dropout(hidden)), state


@misconception(
    "CharRNN",
    says="You cut the gradient off inside forward: what comes before the cut never learns.",
    hint="detach and no_grad belong round the model, not into it.",
    caught_by="test_char_rnn_knows_its_parameters",
)
class DetachesInForward(RightCharRNN):
    def forward(self, x, state):
        hidden, state = self.lstm(self.vectors(x), state)
        return self.output(self.dropout(hidden.detach())), state


@misconception(
    "CharRNN",
    says="You begin with a state of zeros at every step: the network reads each character as if it were the first.",
    hint="What goes from one step to the next?",
    caught_by="test_char_rnn_carries_its_state",
    source="8.7h",
)
class ForgetsAtEveryStep(RightCharRNN):
    def forward(self, x, state):
        steps = [super(ForgetsAtEveryStep, self).forward(x[:, t : t + 1], state) for t in range(x.shape[1])]
        return torch.cat([logits for logits, _ in steps], dim=1), steps[-1][1]


@misconception(
    "CharRNN",
    says="You feed the ids to nn.LSTM as they are: it takes vectors of floats, not whole numbers.",
    hint="nn.LSTM does not take ids. What can an id become, and how long is that vector?",
    caught_by="test_char_rnn_shapes",
)
class FeedsBareIds(RightCharRNN):
    def vectors(self, x):
        return x


# --- train_step ------------------------------------------------------------------------------------------------------


def loss_of(model, x, y, state):
    """The loss and the state, for the mistakes that lie elsewhere."""
    logits, state = model(x, state)
    return nn.functional.cross_entropy(logits.flatten(0, 1), y.flatten()), state


def cut(state):
    return tuple(part.detach() for part in state)


def go(model, optimizer, loss, clip):
    """The rest of a right step."""
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), clip)
    optimizer.step()


@misconception(
    "train_step",
    says="You never clear the gradients: each batch adds to those of all batches before.",
    hint="backward adds: clear before each batch.",
    caught_by="test_train_step_clears_old_gradients",
    source="5.4a",
)
def never_clears_gradients(model, optimizer, x, y, state, clip):
    loss, state = loss_of(model, x, y, state)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), clip)
    optimizer.step()
    return loss.item(), cut(state)


@misconception(
    "train_step",
    says="You clear the gradients after the step and not before it: what another has left behind counts in the first batch.",
    hint="Whose gradients are there when the first batch comes?",
    caught_by="test_train_step_clears_old_gradients",
    source="5.4a",
)
def clears_after_the_step_alone(model, optimizer, x, y, state, clip):
    loss, state = loss_of(model, x, y, state)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), clip)
    optimizer.step()
    optimizer.zero_grad()
    return loss.item(), cut(state)


@misconception(
    "train_step",
    says="Nothing moves: the optimizer's step is missing, or the gradients are cleared just before it.",
    hint="Forward, clear, backward, clip, step: which is missing, or out of place?",
    caught_by="test_train_step_moves_the_parameters",
    source="5.4b, 5.4e",
)
def clears_before_the_step(model, optimizer, x, y, state, clip):
    loss, state = loss_of(model, x, y, state)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), clip)
    optimizer.zero_grad()
    optimizer.step()
    return loss.item(), cut(state)


@misconception(
    "train_step",
    says="The step comes before backward: it uses the gradients of the batch before.",
    hint="Which gradient does this step use?",
    caught_by="test_train_step_clears_old_gradients",
    source="5.4f",
)
def steps_before_backward(model, optimizer, x, y, state, clip):
    loss, state = loss_of(model, x, y, state)
    optimizer.step()
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), clip)
    return loss.item(), cut(state)


@misconception(
    "train_step",
    says="The step is taken with the whole gradient: you clip after it, or before backward, or not at all.",
    hint="Order: backward, clip, step.",
    caught_by="test_train_step_clips_the_gradient",
    source="8.8e",
)
def never_clips(model, optimizer, x, y, state, clip):
    loss, state = loss_of(model, x, y, state)
    go(model, optimizer, loss, float("inf"))
    return loss.item(), cut(state)


@misconception(
    "train_step",
    says="You cut each number of the gradient off at ±clip: its direction changes, and its norm is not what was asked.",
    hint="Is it the norm that is to be bounded, or each number?",
    caught_by="test_train_step_clips_the_gradient",
    source="8.8e",
)
def clips_by_value(model, optimizer, x, y, state, clip):
    loss, state = loss_of(model, x, y, state)
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_value_(model.parameters(), clip)
    optimizer.step()
    return loss.item(), cut(state)


@misconception(
    "train_step",
    says="You scale the gradient to `clip` even when it is shorter.",
    hint="One total norm; leave small gradients alone.",
    caught_by="test_train_step_leaves_short_gradients_alone",
    source="8.8f",
)
def always_scales(model, optimizer, x, y, state, clip):
    loss, state = loss_of(model, x, y, state)
    optimizer.zero_grad()
    loss.backward()
    norm = torch.sqrt(sum((parameter.grad**2).sum() for parameter in model.parameters()))
    for parameter in model.parameters():
        parameter.grad *= clip / norm
    optimizer.step()
    return loss.item(), cut(state)


@misconception(
    "train_step",
    says="You scale each tensor by its own norm: the gradient as a whole changes its direction.",
    hint="One total norm, over all parameters taken together.",
    caught_by="test_train_step_clips_the_gradient",
    source="8.8f",
)
def clips_each_tensor(model, optimizer, x, y, state, clip):
    loss, state = loss_of(model, x, y, state)
    optimizer.zero_grad()
    loss.backward()
    for parameter in model.parameters():
        nn.utils.clip_grad_norm_([parameter], clip)
    optimizer.step()
    return loss.item(), cut(state)


@misconception(
    "train_step",
    says="You bound the weights, not the gradient.",
    hint="Clip gradients, not weights.",
    caught_by="test_train_step_clips_the_gradient",
    source="8.5g",
)
def clips_the_parameters(model, optimizer, x, y, state, clip):
    loss, state = loss_of(model, x, y, state)
    go(model, optimizer, loss, float("inf"))
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.clamp_(-clip, clip)
    return loss.item(), cut(state)


@misconception(
    "train_step",
    says="You always clip at 5, whatever `clip` says.",
    hint="Does every number in your function come from its arguments?",
    caught_by="test_train_step_clips_the_gradient",
)
def clips_at_five(model, optimizer, x, y, state, clip):
    loss, state = loss_of(model, x, y, state)
    go(model, optimizer, loss, 5.0)
    return loss.item(), cut(state)


@misconception(
    "train_step",
    says="You give back the norm of the gradient, where the loss belongs.",
    hint="clip_grad_norm_ returns a norm: which number is the caller to see?",
    caught_by="test_train_step_loss",
    source="8.8f",
)
def returns_the_norm(model, optimizer, x, y, state, clip):
    loss, state = loss_of(model, x, y, state)
    optimizer.zero_grad()
    loss.backward()
    norm = nn.utils.clip_grad_norm_(model.parameters(), clip)
    optimizer.step()
    return norm.item(), cut(state)


@misconception(
    "train_step",
    says="Your loss is a tensor with its whole graph behind it: a list of them would keep every batch in memory.",
    hint="Store numbers: .item gives one.",
    caught_by="test_train_step_loss",
    source="5.7a",
)
def returns_the_loss_with_its_graph(model, optimizer, x, y, state, clip):
    loss, state = loss_of(model, x, y, state)
    go(model, optimizer, loss, clip)
    return loss, cut(state)


@misconception(
    "train_step",
    says="Your loss is the sum over all guesses, not their mean.",
    hint="You are off by N * T: what does the criterion average?",
    caught_by="test_train_step_loss",
)
def sums_the_loss(model, optimizer, x, y, state, clip):
    logits, state = model(x, state)
    loss = nn.functional.cross_entropy(logits.flatten(0, 1), y.flatten(), reduction="sum")
    go(model, optimizer, loss, clip)
    return loss.item(), cut(state)


@misconception(
    "train_step",
    says="Your loss is summed over the steps and averaged over the samples only.",
    hint="How many guesses are there in a batch (N, T), and by what do you divide?",
    caught_by="test_train_step_loss",
)
def sums_over_time(model, optimizer, x, y, state, clip):
    loss, state = loss_of(model, x, y, state)
    loss = loss * x.shape[1]
    go(model, optimizer, loss, clip)
    return loss.item(), cut(state)


@misconception(
    "train_step",
    says="Your loss looks at the last step alone; every step is a guess.",
    hint="Does the network guess at the last step alone? Each step has a target of its own.",
    caught_by="test_train_step_loss",
)
def judges_the_last_step(model, optimizer, x, y, state, clip):
    logits, state = model(x, state)
    loss = nn.functional.cross_entropy(logits[:, -1], y[:, -1])
    go(model, optimizer, loss, clip)
    return loss.item(), cut(state)


@misconception(
    "train_step",
    says="Guesses and targets are laid out in different orders: each guess is compared with another's target.",
    hint="How do (N, T, K) and (N, T) become long lists, so that each keeps its partner?",
    caught_by="test_train_step_loss",
    source="8.7b",
)
def mixes_the_targets_up(model, optimizer, x, y, state, clip):
    logits, state = model(x, state)
    loss = nn.functional.cross_entropy(logits.transpose(0, 1).flatten(0, 1), y.flatten())
    go(model, optimizer, loss, clip)
    return loss.item(), cut(state)


@misconception(
    "train_step",
    says="You re-read the logits with view where they have to be turned: the characters' axis is filled with other steps' scores.",
    hint="cross_entropy also takes (N, K, T). view re-reads, transpose turns.",
    caught_by="test_train_step_loss",
    source="8.7b",
)
def views_the_logits(model, optimizer, x, y, state, clip):
    logits, state = model(x, state)
    loss = nn.functional.cross_entropy(logits.reshape(len(x), -1, x.shape[1]), y)
    go(model, optimizer, loss, clip)
    return loss.item(), cut(state)


@misconception(
    "train_step",
    says="You apply a softmax before the cross entropy, which applies one itself.",
    hint="The loss wants raw scores.",
    caught_by="test_train_step_loss",
    source="8.7g",
)
def applies_softmax_twice(model, optimizer, x, y, state, clip):
    logits, state = model(x, state)
    loss = nn.functional.cross_entropy(torch.softmax(logits, dim=2).flatten(0, 1), y.flatten())
    go(model, optimizer, loss, clip)
    return loss.item(), cut(state)


@misconception(
    "train_step",
    says="You compare the guesses with x: the network learns to repeat what it has just read.",
    hint="The target is the NEXT character: y.",
    caught_by="test_train_step_loss",
    source="8.3a",
)
def takes_x_for_the_target(model, optimizer, x, y, state, clip):
    loss, state = loss_of(model, x, x, state)
    go(model, optimizer, loss, clip)
    return loss.item(), cut(state)


@misconception(
    "train_step",
    says="The state still hangs on this batch's graph: the next backward would run into it.",
    hint="Detach both h and c. retain_graph would hide the cause.",
    caught_by="test_train_step_detaches_the_state",
    source="8.8b",
)
def keeps_the_graph(model, optimizer, x, y, state, clip):
    loss, state = loss_of(model, x, y, state)
    go(model, optimizer, loss, clip)
    return loss.item(), state


@misconception(
    "train_step",
    says="You detach h and forget c: the memory still hangs on this batch's graph.",
    hint="Detach both h and c.",
    caught_by="test_train_step_detaches_the_state",
    source="8.8d",
)
def detaches_h_alone(model, optimizer, x, y, state, clip):
    loss, (h, c) = loss_of(model, x, y, state)
    go(model, optimizer, loss, clip)
    return loss.item(), (h.detach(), c)


@misconception(
    "train_step",
    says="You give a state of zeros on: the next batch forgets what this one has read.",
    hint="Does the text go on in the next batch?",
    caught_by="test_train_step_gives_the_state_on",
    source="8.8c",
)
def resets_the_state(model, optimizer, x, y, state, clip):
    loss, state = loss_of(model, x, y, state)
    go(model, optimizer, loss, clip)
    return loss.item(), tuple(torch.zeros_like(part) for part in state)


@misconception(
    "train_step",
    says="You begin with zeros instead of the state that was given.",
    hint="Use the state you were given. Does the text go on in the next batch?",
    caught_by="test_train_step_loss",
    source="8.8c",
)
def begins_each_batch_with_zeros(model, optimizer, x, y, state, clip):
    loss, state = loss_of(model, x, y, tuple(torch.zeros_like(part) for part in state))
    go(model, optimizer, loss, clip)
    return loss.item(), cut(state)


@misconception(
    "train_step",
    says="You give back the state that came in.",
    hint="The model gives a new state beside its logits. Which one do you return?",
    caught_by="test_train_step_gives_the_state_on",
    source="8.7h",
)
def returns_the_old_state(model, optimizer, x, y, state, clip):
    loss, _ = loss_of(model, x, y, state)
    go(model, optimizer, loss, clip)
    return loss.item(), cut(state)


@misconception(
    "train_step",
    says="You give c where h belongs, and the reverse.",
    hint="Hidden first, then cell.",
    caught_by="test_train_step_gives_the_state_on",
    source="8.6i",
)
def exchanges_h_and_c(model, optimizer, x, y, state, clip):
    loss, state = loss_of(model, x, y, state)
    go(model, optimizer, loss, clip)
    return loss.item(), cut(state)[::-1]


@misconception(
    "train_step",
    says="You read the batch once more after the step and give back that loss and state: each batch is read twice.",
    hint="The loss is that before the step. How often does the model read this batch?",
    caught_by="test_train_step_loss",
)
def measures_after_the_step(model, optimizer, x, y, state, clip):
    loss, _ = loss_of(model, x, y, state)
    go(model, optimizer, loss, clip)
    loss, after = loss_of(model, x, y, state)
    return loss.item(), cut(after)


@misconception(
    "train_step",
    says="You put the model into eval mode: it trains without its dropout.",
    hint="Dropout belongs to training. Who decides on the mode?",
    caught_by="test_train_step_leaves_the_mode_alone",
    source="8.9e",
)
def trains_in_eval_mode(model, optimizer, x, y, state, clip):
    model.eval()
    loss, state = loss_of(model, x, y, state)
    go(model, optimizer, loss, clip)
    return loss.item(), cut(state)


@misconception(
    "train_step",
    says="You write the new state into the tensors of the old one, which belong to the caller.",
    hint="copy_ and every name that ends in _ work in place.",
    caught_by="test_train_step_leaves_its_arguments_alone",
)
def writes_into_the_state(model, optimizer, x, y, state, clip):
    loss, after = loss_of(model, x, y, tuple(part.clone() for part in state))
    go(model, optimizer, loss, clip)
    for part, new in zip(state, cut(after), strict=True):
        part.copy_(new)
    return loss.item(), cut(after)


@misconception(
    "train_step",
    says="You return the loss alone: the state is lost.",
    hint="What does the next batch begin with?",
    caught_by="test_train_step_loss",
)
def returns_the_loss_alone(model, optimizer, x, y, state, clip):
    loss, _ = loss_of(model, x, y, state)
    go(model, optimizer, loss, clip)
    return loss.item()


# --- sample ----------------------------------------------------------------------------------------------------------


def start(model, prime):
    """The ids so far, and what the model says after reading them."""
    ids = [int(index) for index in prime]
    return ids, *model(torch.tensor([ids]), model.init_state(1))


def draw(scores, generator, top_k=None):
    """The right way to draw an id."""
    best, places = torch.sort(scores, descending=True)
    drawn = torch.multinomial(torch.softmax(best[:top_k], dim=0), 1, generator=generator)
    return int(places[drawn])


def write(model, prime, length, generator, top_k=None, choose=draw, read=None):
    """The right answer, in which one step may be got wrong."""
    was_training = model.training
    model.eval()
    with torch.no_grad():
        ids, logits, state = start(model, prime)
        for _ in range(length):
            ids.append(choose(logits[0, -1], generator, top_k))
            logits, state = (read or read_last)(model, ids, state)
    model.train(was_training)
    return np.array(ids)


def read_last(model, ids, state):
    return model(torch.tensor([ids[-1:]]), state)


@misconception(
    "sample",
    says="You always take the likeliest character: nothing is drawn, and the text runs in circles.",
    hint="Draw from the distribution.",
    caught_by="test_sample_draws_from_the_distribution",
    source="8.9a",
)
def takes_the_likeliest(model, prime, length, generator, top_k=None):
    return write(model, prime, length, generator, top_k, choose=lambda scores, *_: int(scores.argmax()))


@misconception(
    "sample",
    says="The probabilities of the k likeliest keep the size that they had among all: what is missing falls to one of them.",
    hint="Top-k probabilities must sum to 1 again.",
    caught_by="test_sample_top_k_proportions",
    source="8.9b",
)
def does_not_renormalise(model, prime, length, generator, top_k=None):
    def choose(scores, generator, top_k):
        best, places = torch.sort(torch.softmax(scores, dim=0), descending=True)
        below = torch.cumsum(best[:top_k], dim=0)
        place = int(torch.searchsorted(below, torch.rand(1, generator=generator)))
        return int(places[min(place, len(below) - 1)])

    return write(model, prime, length, generator, top_k, choose=choose)


@misconception(
    "sample",
    says="Among the k likeliest you choose as if all were equally likely.",
    hint="They are to keep their proportions: with which weights do you draw?",
    caught_by="test_sample_top_k_proportions",
    source="8.9b",
)
def draws_evenly_from_the_best(model, prime, length, generator, top_k=None):
    def choose(scores, generator, top_k):
        if top_k is None:
            return draw(scores, generator)
        places = torch.topk(scores, top_k).indices
        return int(places[torch.randint(top_k, (1,), generator=generator)])

    return write(model, prime, length, generator, top_k, choose=choose)


@misconception(
    "sample",
    says="You take the place in the list of the k likeliest for the id of a character.",
    hint="Translate list position to character id.",
    caught_by="test_sample_top_k_is_a_choice",
    source="8.9c",
)
def takes_the_place_for_the_id(model, prime, length, generator, top_k=None):
    def choose(scores, generator, top_k):
        if top_k is None:
            return draw(scores, generator)
        best = torch.topk(scores, top_k).values
        return int(torch.multinomial(torch.softmax(best, dim=0), 1, generator=generator))

    return write(model, prime, length, generator, top_k, choose=choose)


@misconception(
    "sample",
    says="You leave top_k aside.",
    hint="What is top_k for? Draw many characters with top_k = 3, and count how many different ones there are.",
    caught_by="test_sample_top_k_is_a_choice",
)
def ignores_top_k(model, prime, length, generator, top_k=None):
    return write(model, prime, length, generator)


@misconception(
    "sample",
    says="With top_k you take the likeliest alone.",
    hint="Among the k likeliest, one is drawn.",
    caught_by="test_sample_top_k_is_a_choice",
    source="8.9a",
)
def takes_the_first_of_the_best(model, prime, length, generator, top_k=None):
    return write(model, prime, length, generator, 1 if top_k else None)


@misconception(
    "sample",
    says="With top_k you keep the k unlikeliest.",
    hint="Which end of the sorted list do you keep?",
    caught_by="test_sample_top_k_is_a_choice",
)
def keeps_the_unlikeliest(model, prime, length, generator, top_k=None):
    def choose(scores, generator, top_k):
        if top_k is None:
            return draw(scores, generator)
        places = torch.argsort(scores)[:top_k]
        return int(places[torch.multinomial(torch.softmax(scores[places], dim=0), 1, generator=generator)])

    return write(model, prime, length, generator, top_k, choose=choose)


@misconception(
    "sample",
    says="You mask the other scores with 0, which is a score like any other: they are still drawn.",
    hint="Which score has the probability 0?",
    caught_by="test_sample_top_k_proportions",
    source="8.9b",
)
def masks_with_zero(model, prime, length, generator, top_k=None):
    def choose(scores, generator, top_k):
        kept = torch.zeros_like(scores)
        places = torch.topk(scores, top_k or len(scores)).indices
        kept[places] = scores[places]
        return int(torch.multinomial(torch.softmax(kept, dim=0), 1, generator=generator))

    return write(model, prime, length, generator, top_k, choose=choose)


@misconception(
    "sample",
    says="You read the last character of the prime alone: the state knows nothing of what stands before it.",
    hint="Read the whole prime first.",
    caught_by="test_sample_goes_on_from_the_prime",
    source="8.9d",
)
def reads_the_end_of_the_prime(model, prime, length, generator, top_k=None):
    ids = write(model, prime[-1:], length, generator, top_k)
    return np.concatenate([prime, ids[1:]])


@misconception(
    "sample",
    says="You do not read the last character of the prime before you draw.",
    hint="Count what the model has read when the first character is drawn.",
    caught_by="test_sample_goes_on_from_the_prime",
    source="8.9d",
)
def stops_before_the_end_of_the_prime(model, prime, length, generator, top_k=None):
    if len(prime) == 1:
        return write(model, prime, length, generator, top_k)
    ids = write(model, prime[:-1], length, generator, top_k)
    return np.concatenate([prime, ids[len(prime) - 1 :][:length]])


@misconception(
    "sample",
    says="You read the last character of the prime twice: once with the prime, and once as the input of the first draw.",
    hint="What has the model read when the first character is drawn? Its logits are there already.",
    caught_by="test_sample_goes_on_from_the_prime",
    source="8.9d",
)
def reads_the_end_of_the_prime_twice(model, prime, length, generator, top_k=None):
    was_training = model.training
    model.eval()
    with torch.no_grad():
        ids, _, state = start(model, prime)
        for _ in range(length):
            logits, state = read_last(model, ids, state)
            ids.append(draw(logits[0, -1], generator, top_k))
    model.train(was_training)
    return np.array(ids)


@misconception(
    "sample",
    says="You draw one character too many.",
    hint="Count the characters: those of the prime, and `length` more.",
    caught_by="test_sample_goes_on_from_the_prime",
    source="8.9d",
)
def draws_one_too_many(model, prime, length, generator, top_k=None):
    return write(model, prime, length + 1, generator, top_k)


@misconception(
    "sample",
    says="The last character that was drawn is not appended.",
    hint="Count the characters: those of the prime, and `length` more.",
    caught_by="test_sample_goes_on_from_the_prime",
    source="8.9d",
)
def loses_the_last(model, prime, length, generator, top_k=None):
    return write(model, prime, max(length - 1, 0), generator, top_k)


@misconception(
    "sample",
    says="You give `length` characters in all, the prime included.",
    hint="Count the characters: those of the prime, and `length` MORE.",
    caught_by="test_sample_goes_on_from_the_prime",
    source="8.9d",
)
def counts_the_prime_in(model, prime, length, generator, top_k=None):
    return write(model, prime, max(length - len(prime), 0), generator, top_k)


@misconception(
    "sample",
    says="You leave the prime out of the answer.",
    hint="Which ids does the answer begin with?",
    caught_by="test_sample_goes_on_from_the_prime",
)
def leaves_the_prime_out(model, prime, length, generator, top_k=None):
    return write(model, prime, length, generator, top_k)[len(prime) :]


@misconception(
    "sample",
    says="You draw in train mode: dropout is at work while you read.",
    hint="eval before sampling.",
    caught_by="test_sample_restores_the_mode",
    source="8.9e",
)
def samples_in_train_mode(model, prime, length, generator, top_k=None):
    ids, logits, state = start(model, prime)
    for _ in range(length):
        ids.append(draw(logits[0, -1], generator, top_k))
        logits, state = read_last(model, ids, state)
    return np.array(ids)


@misconception(
    "sample",
    says="You leave the model in eval mode: the training that goes on has no dropout any more.",
    hint="In which mode did the model come, and in which does it leave?",
    caught_by="test_sample_restores_the_mode",
    source="8.9e",
)
def leaves_it_in_eval_mode(model, prime, length, generator, top_k=None):
    ids = write(model, prime, length, generator, top_k)
    model.eval()
    return ids


@misconception(
    "sample",
    says="You put the model into train mode afterwards, in whatever mode it came.",
    hint="Leave the mode as you found it.",
    caught_by="test_sample_restores_the_mode",
    source="5.5c",
)
def always_leaves_it_in_train_mode(model, prime, length, generator, top_k=None):
    ids = write(model, prime, length, generator, top_k)
    model.train()
    return ids


@misconception(
    "sample",
    says="You set `training` by hand: that reaches the model itself, and none of its layers.",
    hint="model.eval() and model.train() tell all layers. What does an attribute tell?",
    caught_by="test_sample_restores_the_mode",
    source="8.9e",
)
def sets_the_flag_by_hand(model, prime, length, generator, top_k=None):
    was_training = model.training
    model.training = False
    with torch.no_grad():
        ids, logits, state = start(model, prime)
        for _ in range(length):
            ids.append(draw(logits[0, -1], generator, top_k))
            logits, state = read_last(model, ids, state)
    model.training = was_training
    return np.array(ids)


@misconception(
    "sample",
    says="You apply the softmax twice: the probabilities come out much too even.",
    hint="What sums to one already is no score.",
    caught_by="test_sample_draws_from_the_distribution",
)
def softens_twice(model, prime, length, generator, top_k=None):
    def choose(scores, generator, top_k):
        return draw(torch.softmax(scores, dim=0), generator, top_k)

    return write(model, prime, length, generator, top_k, choose=choose)


@misconception(
    "sample",
    says="You draw with the scores themselves, made positive: without the exponential they are no probabilities.",
    hint="How do scores become probabilities?",
    caught_by="test_sample_draws_from_the_distribution",
)
def draws_with_bare_scores(model, prime, length, generator, top_k=None):
    def choose(scores, generator, top_k):
        best, places = torch.sort(scores, descending=True)
        best = best[:top_k] - scores.min() + 1e-6
        return int(places[torch.multinomial(best, 1, generator=generator)])

    return write(model, prime, length, generator, top_k, choose=choose)


@misconception(
    "sample",
    says="Your softmax runs over the wrong axis, on which there is one sample: every probability is 1, and all are drawn alike.",
    hint="Softmax over the characters.",
    caught_by="test_sample_draws_from_the_distribution",
    source="8.9g",
)
def takes_softmax_over_samples(model, prime, length, generator, top_k=None):
    def choose(scores, generator, top_k):
        probabilities = torch.softmax(scores[None], dim=0)[0]
        return int(torch.multinomial(probabilities[:top_k], 1, generator=generator))

    return write(model, prime, length, generator, top_k, choose=choose)


@misconception(
    "sample",
    says="You multiply the scores by 2 before the softmax: the likely becomes likelier still.",
    hint="A temperature divides the scores. Which one was asked for?",
    caught_by="test_sample_draws_from_the_distribution",
    source="8.9f",
)
def sharpens_the_scores(model, prime, length, generator, top_k=None):
    return write(model, prime, length, generator, top_k, choose=lambda scores, *rest: draw(2 * scores, *rest))


@misconception(
    "sample",
    says="You divide the scores by a temperature of your own: the likely becomes likelier than the model says.",
    hint="Which numbers go into your softmax: the model's scores, or others?",
    caught_by="test_sample_draws_from_the_distribution",
    source="8.9f",
)
def cools_the_scores(model, prime, length, generator, top_k=None):
    return write(model, prime, length, generator, top_k, choose=lambda scores, *rest: draw(scores / 0.8, *rest))


@misconception(
    "sample",
    says="Where no top_k is given you take one of your own: the unlikely can never be drawn.",
    hint="What does top_k = None mean for a character that stands in the tenth place?",
    caught_by="test_sample_top_all",
)
def always_takes_the_best_five(model, prime, length, generator, top_k=None):
    return write(model, prime, length, generator, top_k or 5)


@misconception(
    "sample",
    says="You take the seed of the generator for its state: it stays the same however much was drawn, and so does your text.",
    hint="Call sample twice with one generator. Should both texts be the same?",
    caught_by="test_sample_is_repeatable",
    source="8.9h",
)
def begins_at_the_seed_again(model, prime, length, generator, top_k=None):
    return write(model, prime, length, torch.Generator().manual_seed(generator.initial_seed()), top_k)


@misconception(
    "sample",
    says="Your ids are floats, since np.zeros makes floats: they cannot index an array.",
    hint="Which dtype has your answer?",
    caught_by="test_sample_gives_whole_numbers",
)
def gives_floats_for_ids(model, prime, length, generator, top_k=None):
    ids = np.zeros(len(prime) + length)
    ids[:] = write(model, prime, length, generator, top_k)
    return ids


@misconception(
    "sample",
    says="You draw from PyTorch's global generator, not from the one that you are given.",
    hint="Pass the generator on: torch.multinomial takes one.",
    caught_by="test_sample_is_repeatable",
    source="8.9h",
)
def draws_from_the_global_generator(model, prime, length, generator, top_k=None):
    return write(model, prime, length, None, top_k)


@misconception(
    "sample",
    says="You seed the generator anew: every state of it gives the same text.",
    hint="Whose generator is it, and who has set it?",
    caught_by="test_sample_is_repeatable",
    source="8.9h",
)
def seeds_the_generator_anew(model, prime, length, generator, top_k=None):
    return write(model, prime, length, generator.manual_seed(0), top_k)


@misconception(
    "sample",
    says="You draw with NumPy's global generator, which the given one knows nothing of.",
    hint="All chance comes from the generator that you are given.",
    caught_by="test_sample_is_repeatable",
    source="8.9h",
)
def draws_with_numpy(model, prime, length, generator, top_k=None):
    def choose(scores, _, top_k):
        best, places = torch.sort(scores, descending=True)
        probabilities = torch.softmax(best[:top_k].double(), dim=0).numpy()
        return int(places[np.random.choice(len(probabilities), p=probabilities)])  # noqa: NPY002 - the mistake

    return write(model, prime, length, generator, top_k, choose=choose)


@misconception(
    "sample",
    says="You begin with a zero state at each character: nothing is remembered.",
    hint="Carry the state along.",
    caught_by="test_sample_goes_on_from_the_prime",
    source="8.9i",
)
def forgets_at_every_character(model, prime, length, generator, top_k=None):
    return write(model, prime, length, generator, top_k, read=lambda model, ids, state: read_last(model, ids, model.init_state(1)))


@misconception(
    "sample",
    says="You never take the new state: each character is read from the state after the prime.",
    hint="The model gives a new state beside its logits: which one goes into the next call?",
    caught_by="test_sample_goes_on_from_the_prime",
    source="8.9i",
)
def stays_at_the_prime(model, prime, length, generator, top_k=None):
    _, _, first = start(model, prime)

    def read(model, ids, state):
        return model(torch.tensor([ids[-1:]]), first)[0], state

    return write(model, prime, length, generator, top_k, read=read)


@misconception(
    "sample",
    says="You read the whole text again at each character, and carry the state along as well: all of it is read twice.",
    hint="Either the last character with the state, or all of the text from zero.",
    caught_by="test_sample_goes_on_from_the_prime",
    source="8.9i",
)
def reads_everything_again(model, prime, length, generator, top_k=None):
    return write(model, prime, length, generator, top_k, read=lambda model, ids, state: model(torch.tensor([ids]), state))


@misconception(
    "sample",
    says="You take the scores of the first character of the prime, not of the last one.",
    hint="Which step of the logits says what comes after the prime?",
    caught_by="test_sample_goes_on_from_the_prime",
    source="8.7c",
)
def takes_the_first_scores(model, prime, length, generator, top_k=None):
    ids = [int(index) for index in prime]
    if length == 0:
        return np.array(ids)
    model_was_training = model.training
    model.eval()
    with torch.no_grad():
        _, logits, state = start(model, prime)
        ids.append(draw(logits[0, 0], generator, top_k))
        for _ in range(length - 1):
            logits, state = read_last(model, ids, state)
            ids.append(draw(logits[0, -1], generator, top_k))
    model.train(model_was_training)
    return np.array(ids)


@misconception(
    "sample",
    says="You append to the caller's prime.",
    hint="append and extend work in place: make a list of your own.",
    caught_by="test_sample_leaves_the_prime_alone",
)
def appends_to_the_prime(model, prime, length, generator, top_k=None):
    ids = write(model, prime, length, generator, top_k)
    if isinstance(prime, list):
        prime.extend(ids[len(prime) :].tolist())
    return ids
