"""Unusual but right implementations: every check must accept each of them."""

import collections
import itertools
import math

import numpy as np
import torch
from torch import nn

from nngrade.suite import alternative

# --- build_vocab, encode, decode -------------------------------------------------------------------------------------


@alternative("build_vocab", note="counts up in a loop")
def vocab_by_loop(text):
    char_to_id, id_to_char = {}, {}
    for char in sorted(text):
        if char not in char_to_id:
            id_to_char[len(char_to_id)] = char
            char_to_id[char] = len(char_to_id)
    return char_to_id, id_to_char


@alternative("build_vocab", note="the characters by their ids are a list: it is indexed in the same way")
def vocab_with_a_list(text):
    chars = sorted(set(text))
    return {char: chars.index(char) for char in chars}, chars


@alternative("build_vocab", note="np.unique sorts and counts; keys and ids are NumPy's own")
def vocab_by_unique(text):
    chars = np.unique(list(text)) if text else np.array([], dtype=str)
    return dict(zip(chars, np.arange(len(chars)), strict=True)), dict(enumerate(chars))


@alternative("build_vocab", note="a Counter's keys, an OrderedDict")
def vocab_by_counter(text):
    id_to_char = collections.OrderedDict(enumerate(sorted(collections.Counter(text))))
    return {char: index for index, char in id_to_char.items()}, id_to_char


@alternative("encode", note="gives a list")
def encode_to_a_list(text, char_to_id):
    unknown = sorted(set(text) - set(char_to_id))
    if unknown:
        raise ValueError(f"not in the vocabulary: {unknown}")
    return [char_to_id[char] for char in text]


@alternative("encode", note="turns the KeyError into a ValueError")
def encode_by_exception(text, char_to_id):
    try:
        return np.fromiter((char_to_id[char] for char in text), dtype=np.int32, count=len(text))
    except KeyError as error:
        raise ValueError(f"unknown character {error}") from error


@alternative("encode", note="gives a tensor")
def encode_to_a_tensor(text, char_to_id):
    for place, char in enumerate(text):
        if char_to_id.get(char) is None:
            raise ValueError(f"{char} at {place} is not known")
    return torch.tensor([char_to_id[char] for char in text], dtype=torch.long)


@alternative("decode", note="adds up character by character")
def decode_by_adding(ids, id_to_char):
    text = ""
    for index in ids:
        text += id_to_char[index]
    return text


@alternative("decode", note="map and join, through a list")
def decode_by_map(ids, id_to_char):
    return "".join(map(id_to_char.__getitem__, np.asarray(ids).tolist()))


# --- one_hot_encode --------------------------------------------------------------------------------------------------


def refuse_outside(ids, num_classes):
    for index in np.ravel(ids):
        if index < 0 or index >= num_classes:
            raise ValueError(f"{index} is out of range")


@alternative("one_hot_encode", note="compares with every class at once", source="2.3j")
def one_hot_by_comparison(ids, num_classes):
    refuse_outside(ids, num_classes)
    return np.asarray(ids)[..., None] == np.arange(num_classes)


@alternative("one_hot_encode", note="fills a flat table and folds it; float32", source="2.3k")
def one_hot_by_filling(ids, num_classes):
    refuse_outside(ids, num_classes)
    ids = np.asarray(ids)
    flat = np.zeros((ids.size, num_classes), dtype=np.float32)
    flat[np.arange(ids.size), ids.flatten()] = 1.0
    return flat.reshape((*ids.shape, num_classes))


@alternative("one_hot_encode", note="PyTorch's own, whole numbers come back", source="2.3j")
def one_hot_by_torch(ids, num_classes):
    refuse_outside(ids, num_classes)
    return nn.functional.one_hot(torch.as_tensor(np.asarray(ids), dtype=torch.long), num_classes).numpy()


@alternative("one_hot_encode", note="scatter", source="2.3j")
def one_hot_by_scatter(ids, num_classes):
    refuse_outside(ids, num_classes)
    ids = torch.as_tensor(np.asarray(ids), dtype=torch.long)[..., None]
    return torch.zeros(*ids.shape[:-1], num_classes).scatter_(-1, ids, 1.0)


@alternative("one_hot_encode", note="nested lists, by recursion")
def one_hot_by_recursion(ids, num_classes):
    if np.ndim(ids):
        return [one_hot_by_recursion(part, num_classes) for part in ids]
    refuse_outside(ids, num_classes)
    return [float(place == ids) for place in range(num_classes)]


# --- get_batches -----------------------------------------------------------------------------------------------------


@alternative("get_batches", note="gives a list", source="8.3d(iii)")
def batches_in_a_list(ids, batch_size, seq_length):
    length = len(ids) // batch_size
    rows = ids[: batch_size * length].reshape((batch_size, -1)) if length else ids[:0].reshape(batch_size, 0)
    count = max(0, (length - 1) // seq_length)
    xs = [rows[:, k * seq_length : (k + 1) * seq_length] for k in range(count)]
    ys = [rows[:, k * seq_length + 1 : (k + 1) * seq_length + 1] for k in range(count)]
    return list(zip(xs, ys, strict=True))


@alternative("get_batches", note="index by index, nested lists")
def batches_by_index(ids, batch_size, seq_length):
    length = len(ids) // batch_size
    start = 0
    while start + seq_length < length:
        places = [[row * length + start + step for step in range(seq_length)] for row in range(batch_size)]
        yield [[ids[place] for place in row] for row in places], [[ids[place + 1] for place in row] for row in places]
        start += seq_length


@alternative("get_batches", note="targets by np.roll of the rows, of which the last column is never used")
def batches_by_rolling_rows(ids, batch_size, seq_length):
    length = len(ids) // batch_size
    rows = np.array(ids[: batch_size * length]).reshape(batch_size, length)
    targets = np.roll(rows, -1, axis=1)
    windows = (length - 1) // seq_length if length else 0
    for x, y in zip(
        np.split(rows[:, : windows * seq_length], max(windows, 1), axis=1),
        np.split(targets[:, : windows * seq_length], max(windows, 1), axis=1),
        strict=True,
    ):
        if windows:
            yield x, y


@alternative("get_batches", note="as tensors, by unfold")
def batches_by_unfold(ids, batch_size, seq_length):
    length = len(ids) // batch_size
    rows = torch.as_tensor(ids[: batch_size * length]).reshape(batch_size, length)
    if length <= seq_length:
        return iter(())
    windows = rows.unfold(1, seq_length + 1, seq_length)
    return ((windows[:, k, :-1], windows[:, k, 1:]) for k in range(windows.shape[1]))


@alternative("get_batches", note="x and y are copies")
def batches_as_copies(ids, batch_size, seq_length):
    rows = np.stack(np.array_split(ids[: len(ids) // batch_size * batch_size], batch_size))
    for start in itertools.count(0, seq_length):
        window = rows[:, start : start + seq_length + 1]
        if window.shape[1] <= seq_length:
            return
        yield window[:, :-1].copy(), window[:, 1:].copy()


# --- rnn_step_forward, rnn_forward, rnn_backward ---------------------------------------------------------------------


@alternative("rnn_step_forward", note="one product of what is joined", source="8.4i")
def step_by_joining(x, prev_h, Wx, Wh, b):
    next_h = np.tanh(np.hstack([x, prev_h]) @ np.vstack([Wx, Wh]) + b)
    return next_h, (x, prev_h, next_h, Wx, Wh)


@alternative("rnn_step_forward", note="columns for samples, and turned back; the cache in a list", source="8.4i")
def step_by_columns(x, prev_h, Wx, Wh, b):
    next_h = np.tanh(np.dot(Wx.T, x.T) + np.dot(Wh.T, prev_h.T) + b[:, None]).T
    return next_h, [x, prev_h, next_h, Wx, Wh]


@alternative("rnn_step_forward", note="number by number")
def step_by_loop(x, prev_h, Wx, Wh, b):
    next_h = np.array(
        [
            [
                math.tanh(sum(x[n, d] * Wx[d, k] for d in range(len(Wx))) + sum(prev_h[n, j] * Wh[j, k] for j in range(len(Wh))) + b[k])
                for k in range(len(b))
            ]
            for n in range(len(x))
        ]
    )
    return next_h, (x, prev_h, next_h, Wx, Wh)


def cell(x, prev_h, Wx, Wh, b):
    return np.tanh(x @ Wx + prev_h @ Wh + b)


@alternative("rnn_forward", note="all inputs times Wx at once, the cell written out; fills an array")
def forward_all_inputs_at_once(x, h0, Wx, Wh, b):
    samples, steps, _ = x.shape
    from_input = x @ Wx + b
    h = np.empty((samples, steps, len(Wh)))
    caches = []
    for t in range(steps):
        before = h[:, t - 1] if t else h0
        h[:, t] = np.tanh(from_input[:, t] + before @ Wh)
        caches.append((x[:, t], before, h[:, t], Wx, Wh))
    return h, caches


@alternative("rnn_forward", note="the time first, and turned back")
def forward_time_first(x, h0, Wx, Wh, b):
    states = [h0]
    for step in x.transpose(1, 0, 2):
        states.append(cell(step, states[-1], Wx, Wh, b))
    caches = tuple((x[:, t], states[t], states[t + 1], Wx, Wh) for t in range(x.shape[1]))
    return np.array(states[1:]).transpose(1, 0, 2), caches


@alternative("rnn_forward", note="by recursion, from the last step")
def forward_by_recursion(x, h0, Wx, Wh, b):
    if x.shape[1] == 0:
        return np.zeros((len(x), 0, len(Wh))), []
    h, caches = forward_by_recursion(x[:, :-1], h0, Wx, Wh, b)
    before = h[:, -1] if h.shape[1] else h0
    after = cell(x[:, -1], before, Wx, Wh, b)
    return np.concatenate([h, after[:, None]], axis=1), [*caches, (x[:, -1], before, after, Wx, Wh)]


@alternative("rnn_backward", note="finds the slopes before the tanh first, and the weights' in one product each")
def backward_in_two_passes(dh, cache):
    Wx, Wh = cache[0][3], cache[0][4]
    x = np.stack([step[0] for step in cache], axis=1)
    before = np.stack([step[1] for step in cache], axis=1)
    h = np.stack([step[2] for step in cache], axis=1)
    a = np.zeros_like(h)
    for t in range(dh.shape[1] - 1, -1, -1):
        later = a[:, t + 1] @ Wh.T if t + 1 < dh.shape[1] else 0
        a[:, t] = (dh[:, t] + later) * (1 - h[:, t] * h[:, t])
    return a @ Wx.T, a[:, 0] @ Wh.T, np.einsum("ntd,nth->dh", x, a), np.tensordot(before, a, axes=([0, 1], [0, 1])), a.sum((0, 1))


@alternative("rnn_backward", note="sample by sample, nested lists where they will do")
def backward_by_sample(dh, cache):
    Wx, Wh = cache[0][3:]
    dWx, dWh, db = 0 * Wx, 0 * Wh, np.zeros(len(Wh))
    dx, dh0 = [], []
    for n in range(len(dh)):
        later, steps = np.zeros(len(Wh)), []
        for t in range(len(cache))[::-1]:
            x, before, h = (part[n] for part in cache[t][:3])
            a = (later + dh[n, t]) * (1 + h) * (1 - h)
            dWx, dWh, db = dWx + np.outer(x, a), dWh + np.outer(before, a), db + a
            steps.insert(0, Wx @ a)
            later = Wh @ a
        dx.append(steps)
        dh0.append(later)
    return np.array(dx), np.array(dh0), dWx, dWh, db


@alternative("rnn_backward", note="lets PyTorch do it")
def backward_by_autograd(dh, cache):
    x, h0 = np.stack([step[0] for step in cache], axis=1), cache[0][1]
    Wx, Wh = cache[0][3:]
    # The cache holds no bias: it is what the first state's argument of tanh has beyond the two products.
    b = np.arctanh(cache[0][2][0]) - cache[0][0][0] @ Wx - h0[0] @ Wh
    leaves = [torch.tensor(array, requires_grad=True) for array in (x, h0, Wx, Wh, b)]
    state, loss = leaves[1], 0
    for t in range(dh.shape[1]):
        state = torch.tanh(leaves[0][:, t] @ leaves[2] + state @ leaves[3] + leaves[4])
        loss = loss + (torch.tensor(dh[:, t]) * state).sum()
    return tuple(gradient.numpy() for gradient in torch.autograd.grad(loss, leaves))


# --- lstm_step_forward -----------------------------------------------------------------------------------------------


def share(a):
    """The sigmoid, safe on both sides."""
    return np.where(a < 0, np.exp(np.minimum(a, 0)) / (1 + np.exp(np.minimum(a, 0))), 1 / (1 + np.exp(-np.maximum(a, 0))))


@alternative("lstm_step_forward", note="slices, and a sigmoid in two branches")
def lstm_by_slices(x, prev_h, prev_c, Wx, Wh, b):
    H = prev_h.shape[1]
    a = np.dot(x, Wx) + np.dot(prev_h, Wh) + b
    i, f, o = share(a[:, :H]), share(a[:, H : 2 * H]), share(a[:, 3 * H :])
    c = prev_c * f + i * np.tanh(a[:, 2 * H : 3 * H])
    return o * np.tanh(c), c


@alternative("lstm_step_forward", note="inputs and weights joined into one product, a list comes back", source="8.6g")
def lstm_by_joining(x, prev_h, prev_c, Wx, Wh, b):
    a = np.concatenate((x, prev_h), axis=1) @ np.concatenate((Wx, Wh)) + b
    i, f, g, o = a.reshape(len(x), 4, -1).transpose(1, 0, 2)
    c = share(f) * prev_c + share(i) * np.tanh(g)
    return [share(o) * np.tanh(c), c]


@alternative("lstm_step_forward", note="gate by gate, each with its own slice of the weights")
def lstm_gate_by_gate(x, prev_h, prev_c, Wx, Wh, b):
    def gate(k, function):
        columns = slice(k * prev_h.shape[1], (k + 1) * prev_h.shape[1])
        return function(x @ Wx[:, columns] + prev_h @ Wh[:, columns] + b[columns])

    learned = gate(0, share) * gate(2, np.tanh)
    kept = gate(1, share) * prev_c
    return gate(3, share) * np.tanh(learned + kept), learned + kept


@alternative("lstm_step_forward", note="by PyTorch's own cell")
def lstm_by_torch(x, prev_h, prev_c, Wx, Wh, b):
    tensors = [torch.tensor(array) for array in (x, prev_h, prev_c, Wx.T, Wh.T, b)]
    x, h, c, wx, wh, b = tensors
    h, c = torch.lstm_cell(x, (h, c), wx.contiguous(), wh.contiguous(), b, torch.zeros_like(b))
    return h.numpy(), c.numpy()


@alternative("lstm_step_forward", note="the plain sigmoid, which is right at both ends: a warning of NumPy's is no fault")
def lstm_with_plain_sigmoid(x, prev_h, prev_c, Wx, Wh, b):
    i, f, g, o = np.hsplit(x @ Wx + prev_h @ Wh + b, 4)
    i, f, o = 1 / (1 + np.exp(-i)), 1 / (1 + np.exp(-f)), 1 / (1 + np.exp(-o))
    c = f * prev_c + i * np.tanh(g)
    return o * np.tanh(c), c


# --- CharRNN ---------------------------------------------------------------------------------------------------------


@alternative("CharRNN", note="an embedding in place of one-hot vectors")
class WithAnEmbedding(nn.Module):
    def __init__(self, num_chars, hidden_size, num_layers, drop_p):
        super().__init__()
        self.embedding = nn.Embedding(num_chars, 2 * hidden_size)
        self.rnn = nn.LSTM(2 * hidden_size, hidden_size, num_layers, batch_first=True, dropout=drop_p)
        self.head = nn.Sequential(nn.Dropout(p=drop_p), nn.Linear(hidden_size, num_chars))

    def forward(self, x, state):
        out, (h, c) = self.rnn(self.embedding(x), state)
        return self.head(out), (h, c)

    def init_state(self, batch_size):
        weight = next(self.parameters())
        make = [weight.new_zeros(self.rnn.num_layers, batch_size, self.rnn.hidden_size) for _ in range(2)]
        return tuple(make)


@alternative("CharRNN", note="the time first, turned there and back")
class TimeFirst(nn.Module):
    def __init__(self, num_chars, hidden_size, num_layers, drop_p):
        super().__init__()
        self.sizes = num_chars, hidden_size, num_layers
        self.register_buffer("table", torch.eye(num_chars))
        self.rnn = nn.LSTM(num_chars, hidden_size, num_layers, dropout=drop_p)
        self.drop, self.fc = nn.Dropout(drop_p), nn.Linear(hidden_size, num_chars)

    def forward(self, x, state):
        out, state = self.rnn(self.table[x.t()], tuple(state))
        flat = self.fc(self.drop(out.transpose(0, 1).reshape(-1, self.sizes[1])))
        return flat.view(*x.shape, self.sizes[0]), state

    def init_state(self, batch_size):
        zeros = torch.zeros(2, self.sizes[2], batch_size, self.sizes[1])
        return [zeros[0], zeros[1]]


@alternative("CharRNN", note="cells in a ModuleList, step by step; log_softmax at the end, which the loss does not mind", source="2.2f")
class OfCells(nn.Module):
    def __init__(self, num_chars, hidden_size, num_layers, drop_p):
        super().__init__()
        self.num_chars, self.hidden_size = num_chars, hidden_size
        self.cells = nn.ModuleList([nn.LSTMCell(hidden_size if k else num_chars, hidden_size) for k in range(num_layers)])
        self.drop_p = drop_p
        self.output = nn.Linear(hidden_size, num_chars)

    def forward(self, x, state):
        hs, cs = list(state[0]), list(state[1])
        scores = []
        for t in range(x.shape[1]):
            below = torch.nn.functional.one_hot(x[:, t], self.num_chars).to(torch.float32)
            for k, cell in enumerate(self.cells):
                hs[k], cs[k] = cell(below, (hs[k], cs[k]))
                below = nn.functional.dropout(hs[k], self.drop_p, self.training)
            scores.append(self.output(below))
        return torch.stack(scores, dim=1).log_softmax(dim=-1), (torch.stack(hs), torch.stack(cs))

    def init_state(self, batch_size):
        shape = (len(self.cells), batch_size, self.hidden_size)
        return torch.zeros(shape), torch.zeros(shape)


# --- train_step ------------------------------------------------------------------------------------------------------


@alternative("train_step", note="clears before the forward pass, the criterion as a module, logits turned to (N, K, T)", source="8.8i")
def train_with_a_criterion(model, optimizer, x, y, state, clip):
    optimizer.zero_grad()
    logits, (h, c) = model(x, state)
    loss = nn.CrossEntropyLoss()(logits.transpose(1, 2), y)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(list(model.parameters()), max_norm=clip)
    optimizer.step()
    return float(loss), [h.data, c.data]


@alternative("train_step", note="clears after the step as well; detaches in place; a detached tensor for the loss", source="8.8i")
def train_and_clear_again(model, optimizer, x, y, state, clip):
    model.zero_grad()
    logits, state = model(x, tuple(part.clone() for part in state))
    loss = nn.functional.cross_entropy(logits.reshape(-1, logits.size(-1)), y.reshape(-1))
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), clip)
    optimizer.step()
    optimizer.zero_grad()
    return loss.detach(), tuple(part.detach_() for part in state)


@alternative("train_step", note="puts the model into train mode first, as many training loops do")
def train_in_train_mode(model, optimizer, x, y, state, clip):
    model.train()
    logits, (h, c) = model(x, state)
    loss = nn.functional.cross_entropy(logits.flatten(0, 1), y.flatten())
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), clip)
    optimizer.step()
    return loss.item(), (h.detach(), c.detach())


@alternative("train_step", note="the loss and the norm by hand; detaches before backward", source="8.8i")
def train_by_hand(model, optimizer, x, y, state, clip):
    logits, (h, c) = model(x, state)
    after = h.detach().clone(), c.detach().clone()
    log_probabilities = logits - torch.logsumexp(logits, dim=2, keepdim=True)
    loss = -log_probabilities.gather(2, y[..., None]).mean()
    optimizer.zero_grad(set_to_none=False)
    loss.backward()
    gradients = [parameter.grad for parameter in model.parameters() if parameter.grad is not None]
    norm = torch.sqrt(sum((gradient**2).sum() for gradient in gradients)).item()
    if norm > clip:
        for gradient in gradients:
            gradient.mul_(clip / norm)
    optimizer.step()
    return loss.item(), after


# --- sample ----------------------------------------------------------------------------------------------------------


@alternative("sample", note="reads the prime character by character; a list comes back; top_k by a mask of minus infinity")
def sample_step_by_step(model, prime, length, generator, top_k=None):
    mode = model.training
    model.eval()
    state = model.init_state(1)
    for index in prime:
        logits, state = model(torch.tensor([[int(index)]]), state)
    ids = list(prime)
    for _ in range(length):
        scores = logits[0, -1].detach().clone()
        if top_k:
            scores[scores < torch.topk(scores, top_k).values[-1]] = -torch.inf
        index = torch.multinomial(scores.softmax(-1), num_samples=1, generator=generator).item()
        ids.append(index)
        logits, state = model(torch.tensor([[index]]), state)
    model.train(mode)
    return ids


@alternative("sample", note="reads the whole text anew for each character, from the zero state", source="8.9i")
def sample_from_the_beginning(model, prime, length, generator, top_k=None):
    modes = {module: module.training for module in model.modules()}
    model.eval()
    text = torch.as_tensor(np.asarray(prime), dtype=torch.int64).clone()
    with torch.inference_mode():
        for _ in range(length):
            logits, _ = model(text.unsqueeze(0), model.init_state(1))
            scores, places = logits[0, -1].topk(top_k or logits.shape[-1])
            text = torch.cat([text, places[torch.multinomial(scores.exp() / scores.exp().sum(), 1, generator=generator)]])
    for module, mode in modes.items():
        module.training = mode
    return text.clone()


@alternative("sample", note="draws one number and walks along the sums of the probabilities")
def sample_by_sums(model, prime, length, generator, top_k=None):
    was_training = model.training
    model.eval()
    ids = torch.tensor([int(index) for index in prime])
    logits, state = model(ids[None], model.init_state(1))
    for _ in range(length):
        probabilities = torch.softmax(logits[0, -1].detach(), dim=0).double()
        order = torch.argsort(probabilities, descending=True)[:top_k]
        sums = probabilities[order].cumsum(0)
        drawn = torch.rand(1, generator=generator, dtype=torch.float64) * sums[-1]
        index = order[torch.searchsorted(sums, drawn).clamp(max=len(sums) - 1)]
        ids = torch.cat([ids, index])
        logits, state = model(index[None], state)
    if was_training:
        model.train()
    return ids.numpy()


@alternative("sample", note="adds Gumbel noise and takes the largest")
def sample_by_gumbel(model, prime, length, generator, top_k=None):
    was_training = model.training
    model.eval()
    ids = [int(index) for index in prime]
    with torch.no_grad():
        logits, state = model(torch.tensor([ids]), model.init_state(1))
        while len(ids) < len(prime) + length:
            best = torch.topk(logits[0, -1], k=min(top_k or 10**9, logits.shape[-1]))
            noise = -torch.log(-torch.log(torch.rand(best.values.shape, generator=generator).clamp(1e-20, 1 - 1e-7)))
            ids.append(best.indices[(best.values + noise).argmax()].item())
            logits, state = model(torch.tensor([[ids[-1]]]), state)
    model.train(was_training)
    return np.array(ids, dtype=np.int64)
