"""Recurrent neural networks: what comes next depends on what came before.

A recurrent network reads a sequence one step at a time and carries a state from
step to step. Text is cut into batches for it, its cell is worked out forward and
backward in NumPy, and then PyTorch's LSTM learns to write names, one character
after another.

Conventions of this course:
- N samples, T time steps, D numbers in, H numbers of state; a sequence batch is (N, T, D), a batch of ids (N, T);
- the NumPy functions work in float64, PyTorch in float32;
- a vector is multiplied from the left, x @ Wx: Wx is (D, H), Wh is (H, H);
- an LSTM's four gates stand in PyTorch's order: input, forget, cell, output;
- no function changes its arguments, with one exception: `train_step` moves the parameters of its model;
- a bad argument of a NumPy function raises ValueError, whose message holds the offending value.
"""

import numpy as np
import torch
from torch import nn


def build_vocab(text):
    """Number the different characters of a text.

    The ids run from 0 to K - 1, in the sorted order of the K different characters,
    so that the same text has the same ids tomorrow.

    text: a string.
    Returns (char_to_id, id_to_char): two dicts, each the other one turned round.
    """
    # BEGIN SOLUTION
    id_to_char = dict(enumerate(sorted(set(text))))
    char_to_id = {char: index for index, char in id_to_char.items()}
    return char_to_id, id_to_char
    # END SOLUTION


def encode(text, char_to_id):
    """Turn a text into the ids of its characters.

    text: a string; it may be empty. char_to_id: a vocabulary, the first dict of `build_vocab`.
    Returns whole numbers of shape (len(text),), which can index an array.
    Raises ValueError when the vocabulary lacks a character; the message holds that character.
    """
    # BEGIN SOLUTION
    for char in text:
        if char not in char_to_id:
            raise ValueError(f"the vocabulary has no {char!r}")
    return np.array([char_to_id[char] for char in text], dtype=np.int64)
    # END SOLUTION


def decode(ids, id_to_char):
    """Turn ids back into a text.

    ids: whole numbers of shape (T,), in an array or a list. id_to_char: the second dict of `build_vocab`.
    Returns a string of T characters.
    """
    # BEGIN SOLUTION
    return "".join(id_to_char[int(index)] for index in ids)
    # END SOLUTION


def one_hot_encode(ids, num_classes):
    """Turn each id into a vector with a single 1, whatever the shape of the ids.

    ids: whole numbers from 0 to num_classes - 1, of any shape: (T,), (N, T), even a single one of shape ();
        in an array or in nested lists.
    num_classes: the length of each vector, K, whether or not every id occurs.
    Returns zeros and ones, of the shape of ids with K as one more axis at the end.
    Raises ValueError when an id is negative or at least num_classes; the message holds that id.
    """
    # BEGIN SOLUTION
    ids = np.asarray(ids)
    outside = ids[(ids < 0) | (ids >= num_classes)]
    if outside.size > 0:
        raise ValueError(f"id {outside[0]} is not one of 0 to {num_classes - 1}")
    return np.eye(num_classes)[ids]
    # END SOLUTION


def get_batches(ids, batch_size, seq_length):
    """Cut a stream of ids into batches of windows, which go on where the last ones ended.

    First the stream is cut into batch_size rows of L = len(ids) // batch_size ids, each
    a piece of text of its own; what is left over at the end is dropped. Then a window
    of seq_length columns moves along the rows, without overlap. Its x is what stands
    in it; its y is the same one step later, in the same row: what the network is to
    guess at each step. A window whose last y would lie beyond the row is dropped.

    With the ids 0 to 11, 2 rows and windows of 2, the rows are 0..5 and 6..11, and there are two batches:

        x [[0 1]    y [[1 2]        x [[2 3]    y [[3 4]
           [6 7]]      [7 8]]          [8 9]]      [9 10]]

    ids: whole numbers (len(ids),). batch_size: the number of rows, N. seq_length: the width of a window, T.
    Returns something that can be looped over (a generator is fine), giving a pair (x, y)
    for each window, both (N, T), whole numbers as the ids are. There may be none.
    """
    # BEGIN SOLUTION
    row_length = len(ids) // batch_size
    rows = np.asarray(ids)[: batch_size * row_length].reshape(batch_size, row_length)
    # The last target stands one column beyond its window.
    for start in range(0, row_length - seq_length, seq_length):
        stop = start + seq_length
        yield rows[:, start:stop], rows[:, start + 1 : stop + 1]
    # END SOLUTION


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    """Take one step with a plain recurrent cell.

    The new state is tanh(x Wx + prev_h Wh + b).

    x: this step's input (N, D). prev_h: the state so far (N, H).
    Wx: (D, H). Wh: (H, H). b: (H,).
    Returns (next_h, cache): next_h is (N, H); cache is the tuple (x, prev_h, next_h, Wx, Wh), which the way back will need.

    Source: J. L. Elman, "Finding structure in time" (1990).
    """
    # BEGIN SOLUTION
    next_h = np.tanh(x @ Wx + prev_h @ Wh + b)
    return next_h, (x, prev_h, next_h, Wx, Wh)
    # END SOLUTION


def rnn_forward(x, h0, Wx, Wh, b):
    """Run a plain recurrent cell over whole sequences, with the same weights at every step.

    x: sequences (N, T, D). h0: the state before the first step (N, H).
    Wx: (D, H). Wh: (H, H). b: (H,).
    Returns (h, cache): h is (N, T, H), the state after each step; cache is the list of the T caches of
    `rnn_step_forward`, the first step first, which `rnn_backward` will need.
    """
    # BEGIN SOLUTION
    state = h0
    states, caches = [], []
    for step in range(x.shape[1]):
        state, cache = rnn_step_forward(x[:, step], state, Wx, Wh, b)
        states.append(state)
        caches.append(cache)
    return np.stack(states, axis=1), caches
    # END SOLUTION


def rnn_backward(dh, cache):
    """Go back through the sequences (backpropagation through time).

    The loss sees every state: dh[:, t] is its slope in the state after step t by the
    direct way alone. By way of the later states it moves with that state as well.

    dh: (N, T, H), the slope of the loss in each of the states that `rnn_forward` returned.
    cache: the list that `rnn_forward` returned beside them, one tuple (x, prev_h, next_h, Wx, Wh) for each step.
    Returns (dx, dh0, dWx, dWh, db): the slopes of the loss in x (N, T, D), h0 (N, H), Wx (D, H), Wh (H, H), b (H,).

    Source: P. J. Werbos, "Backpropagation through time: what it does and how to do it" (1990).
    """
    # BEGIN SOLUTION
    _, _, _, Wx, Wh = cache[0]
    dx = []
    dWx, dWh, db = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros(len(Wh))
    from_later = np.zeros_like(dh[:, 0])
    for step in reversed(range(dh.shape[1])):
        x, prev_h, next_h, _, _ = cache[step]
        # Two slopes meet in each state: that of its own output, and that of all later steps.
        before_tanh = (dh[:, step] + from_later) * (1 - next_h**2)
        dx.append(before_tanh @ Wx.T)
        dWx += x.T @ before_tanh
        dWh += prev_h.T @ before_tanh
        db += before_tanh.sum(axis=0)
        from_later = before_tanh @ Wh.T
    return np.stack(dx[::-1], axis=1), from_later, dWx, dWh, db
    # END SOLUTION


def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    """Take one step with an LSTM cell.

    With a = x Wx + prev_h Wh + b, (N, 4H), cut into four parts of H columns, in this order:

        i = sigmoid(a_1)    the input gate: how much of the new is written
        f = sigmoid(a_2)    the forget gate: how much of the old memory stays
        g = tanh(a_3)       the cell gate: the new that may be written
        o = sigmoid(a_4)    the output gate: how much of the memory is shown

        c = f * prev_c + i * g        h = o * tanh(c)

    x: (N, D). prev_h: the state so far (N, H). prev_c: the memory so far (N, H).
    Wx: (D, 4H). Wh: (H, 4H). b: (4H,).
    Returns (h, c), both (N, H).

    Source: S. Hochreiter and J. Schmidhuber, "Long short-term memory" (1997), with the
    forget gate of F. A. Gers, J. Schmidhuber and F. Cummins (2000); the order is that of torch.nn.LSTM.
    """
    # BEGIN SOLUTION
    i, f, g, o = np.split(x @ Wx + prev_h @ Wh + b, 4, axis=1)
    c = _sigmoid(f) * prev_c + _sigmoid(i) * np.tanh(g)
    h = _sigmoid(o) * np.tanh(c)
    return h, c
    # END SOLUTION


# BEGIN SOLUTION
def _sigmoid(a):
    # The same function as 1 / (1 + exp(-a)), without an exponential that could overflow.
    return 0.5 * (1 + np.tanh(0.5 * a))


# END SOLUTION


class CharRNN(nn.Module):
    """An LSTM that guesses the next character at each step.

    num_chars: K, how many characters there are. hidden_size: H. num_layers: L, how many LSTM layers stand on each other.
    drop_p: the chance that dropout drops a number: between the layers, and before the last, linear one.

    How an id becomes a vector is yours to choose: one-hot, or an embedding. The state is that of nn.LSTM:
    a pair (h, c), each of shape (L, N, H), whatever `batch_first` says.
    """

    def __init__(self, num_chars, hidden_size, num_layers, drop_p):
        super().__init__()
        # BEGIN SOLUTION
        self.num_chars = num_chars
        between = drop_p if num_layers > 1 else 0.0  # with one layer there is no "between", and PyTorch warns
        self.lstm = nn.LSTM(num_chars, hidden_size, num_layers, batch_first=True, dropout=between)
        self.dropout = nn.Dropout(drop_p)
        self.output = nn.Linear(hidden_size, num_chars)
        # END SOLUTION

    def forward(self, x, state):
        """Read ids x (N, T), int64, from a state; give logits (N, T, num_chars) and the state after the last step."""
        # BEGIN SOLUTION
        vectors = nn.functional.one_hot(x, self.num_chars).float()
        hidden, state = self.lstm(vectors, state)
        return self.output(self.dropout(hidden)), state
        # END SOLUTION

    def init_state(self, batch_size):
        """Give the state before the first step, all zeros, for any number of samples."""
        # BEGIN SOLUTION
        shape = self.lstm.num_layers, batch_size, self.lstm.hidden_size
        return torch.zeros(shape), torch.zeros(shape)
        # END SOLUTION


def train_step(model, optimizer, x, y, state, clip):
    """Train a model on one batch: one step of its optimizer, in place.

    The loss is the cross entropy, the mean over all N * T guesses. If the norm of the whole
    gradient, over all parameters taken together, is more than `clip`, the gradient is scaled
    to that norm; otherwise it is left alone. Gradients that were there before do not count.

    model: as CharRNN, in whatever mode it is: `model(x, state)` gives (logits (N, T, K), state).
    optimizer: one of torch.optim, over the model's parameters.
    x, y: ids (N, T), int64, y one step later than x. state: a pair (h, c), where the model goes on from.
    clip: the largest norm.
    Returns (loss, state): the loss before the step, a plain number; the state after the batch, for the
    next one, detached: no gradient flows back from the next batch into this one.

    Source: R. Pascanu, T. Mikolov and Y. Bengio, "On the difficulty of training recurrent neural networks" (2013).
    """
    # BEGIN SOLUTION
    logits, state = model(x, state)
    loss = nn.functional.cross_entropy(logits.flatten(0, 1), y.flatten())
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), clip)
    optimizer.step()
    h, c = state
    return loss.item(), (h.detach(), c.detach())
    # END SOLUTION


def sample(model, prime, length, generator, top_k=None):
    """Let a model go on with a text: each next character is drawn from what the model says, and then read.

    The model reads the whole prime first, from its zero state. It does so in eval mode;
    afterwards it is in the mode in which it came.

    model: as CharRNN: `model.init_state(1)`, and `model(x, state)` with x (1, T).
    prime: the ids to begin with, at least one, in an array or a list. length: how many more to draw.
    generator: a torch.Generator, from which all chance comes: the same state of it, the same text.
    top_k: if given, only the k likeliest characters can be drawn, in the proportions that they have among themselves.
    Returns ids: those of the prime, and `length` more.
    """
    # BEGIN SOLUTION
    was_training = model.training
    model.eval()
    ids = [int(index) for index in prime]
    with torch.no_grad():
        logits, state = model(torch.tensor([ids]), model.init_state(1))
        for _ in range(length):
            scores, candidates = torch.sort(logits[0, -1], descending=True)
            probabilities = torch.softmax(scores[:top_k], dim=0)
            drawn = torch.multinomial(probabilities, 1, generator=generator)
            ids.append(int(candidates[drawn]))
            logits, state = model(torch.tensor([ids[-1:]]), state)
    model.train(was_training)
    return np.array(ids)
    # END SOLUTION
