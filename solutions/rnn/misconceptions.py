"""Wrong implementations that people really write, each with what a tutor would say to it.

A function differs from the right one in the one thing that it is named for.
"""

import numpy as np

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
    return go_back(dh, [(x, prev, h, Wx, Wh) for x, prev, h, Wx, Wh in cache])[:3] + (
        go_back(dh, [(x, h, h, Wx, Wh) for x, prev, h, Wx, Wh in cache])[3],
        go_back(dh, cache)[4],
    )


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
