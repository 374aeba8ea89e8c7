"""Unusual but right implementations: the suite must accept every one."""

import copy
import io
import itertools
import struct
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from nngrade.suite import alternative

# --- activation --------------------------------------------------------------------------------------------------------


@alternative("activation", note="the formula as it stands in the notes: exp(100) is infinite, and 1 / infinity is 0", source="5.1")
def by_the_formula(x):
    return 1 / (1 + torch.exp(-x))


@alternative("activation", note="tanh, moved and scaled", source="own")
def by_tanh(x):
    return 0.5 * (1 + torch.tanh(x / 2))


# --- multilayer_output -------------------------------------------------------------------------------------------------


@alternative("multilayer_output", note="torch.mm, and an activation of its own", source="UD Part 1")
def with_mm(features, W1, W2, B1, B2):
    hidden = torch.sigmoid(torch.mm(features, W1) + B1)
    return torch.sigmoid(torch.add(torch.mm(hidden, W2), B2))


@alternative("multilayer_output", note="sample by sample, with sums of products", source="5.1a")
def sample_by_sample(features, W1, W2, B1, B2):
    rows = []
    for sample in features:
        hidden = torch.sigmoid((sample.unsqueeze(1) * W1).sum(dim=0) + B1.reshape(-1))
        rows.append(torch.sigmoid((hidden.unsqueeze(1) * W2).sum(dim=0) + B2.reshape(-1)))
    return torch.stack(rows)


@alternative("multilayer_output", note="features as columns, transposed back in the end", source="own")
def through_the_transpose(features, W1, W2, B1, B2):
    hidden = torch.sigmoid(W1.T @ features.T + B1.reshape(-1, 1))
    return torch.sigmoid(W2.T @ hidden + B2.reshape(-1, 1)).T


# --- flatten -----------------------------------------------------------------------------------------------------------


@alternative("flatten", note="view with the number of images read from the shape", source="5.1f")
def with_view(images):
    return images.view(images.shape[0], -1)


@alternative("flatten", note="torch.flatten from the second axis on", source="own")
def with_flatten(images):
    return torch.flatten(images, start_dim=1)


@alternative("flatten", note="image by image", source="own")
def image_by_image(images):
    return torch.stack([image.contiguous().view(-1) for image in images])


# --- Network -----------------------------------------------------------------------------------------------------------


@alternative("Network", note="one nn.Sequential of everything", source="UD Part 2")
class AllInSequence(nn.Module):
    def __init__(self, input_size, output_size, hidden_layers, drop_p=0.5):
        super().__init__()
        layers = []
        size = input_size
        for hidden in hidden_layers:
            layers += [nn.Linear(size, hidden), nn.ReLU(), nn.Dropout(p=drop_p)]
            size = hidden
        self.model = nn.Sequential(*layers, nn.Linear(size, output_size))

    def forward(self, x):
        return self.model(x)


@alternative("Network", note="the list is extended after the first layer, and the old form of super", source="UD fc_model")
class ListExtended(nn.Module):
    def __init__(self, input_size, output_size, hidden_layers, drop_p=0.5):
        super(type(self), self).__init__()
        self.hidden_layers = nn.ModuleList([nn.Linear(input_size, hidden_layers[0])])
        layer_sizes = itertools.pairwise(hidden_layers)
        self.hidden_layers.extend([nn.Linear(h1, h2) for h1, h2 in layer_sizes])
        self.output = nn.Linear(hidden_layers[-1], output_size)
        self.dropout = nn.Dropout(p=drop_p)

    def forward(self, x):
        for layer in self.hidden_layers:
            x = F.relu(layer(x))
            x = self.dropout(x)
        return self.output(x)


@alternative("Network", note="the output layer is registered first, and dropout is told the mode", source="5.2h")
class OutputFirst(nn.Module):
    def __init__(self, input_size, output_size, hidden_layers, drop_p=0.5):
        super().__init__()
        self.drop_p = drop_p
        self.last = nn.Linear(hidden_layers[-1], output_size)
        sizes = [input_size, *hidden_layers]
        for place in range(len(hidden_layers)):
            setattr(self, f"fc{place}", nn.Linear(sizes[place], sizes[place + 1]))
        self.depth = len(hidden_layers)

    def forward(self, x):
        for place in range(self.depth):
            x = F.dropout(F.relu(getattr(self, f"fc{place}")(x)), p=self.drop_p, training=self.training)
        return self.last(x)


@alternative("Network", note="dropout before ReLU: what is dropped is 0 either way", source="own")
class DropoutBeforeRelu(nn.Module):
    def __init__(self, input_size, output_size, hidden_layers, drop_p=0.5):
        super().__init__()
        sizes = [input_size, *hidden_layers]
        self.layers = nn.ModuleList()
        for i in range(len(sizes) - 1):
            layer = nn.Linear(sizes[i], sizes[i + 1])
            nn.init.xavier_uniform_(layer.weight)
            self.layers.append(layer)
        self.head = nn.Linear(sizes[-1], output_size)
        self.drop = nn.Dropout(drop_p)

    def forward(self, x):
        for layer in self.layers:
            x = self.drop(layer(x)).clamp(min=0)
        return self.head(x)


# --- classification_loss -----------------------------------------------------------------------------------------------


@alternative("classification_loss", note="log_softmax, then nll_loss", source="5.3d")
def log_softmax_and_nll(logits, labels):
    return F.nll_loss(F.log_softmax(logits, dim=1), labels)


@alternative(
    "classification_loss", note="log_softmax before cross_entropy: log-probabilities, taken as scores, stay what they are", source="5.3b"
)
def log_softmax_and_cross_entropy(logits, labels):
    return nn.CrossEntropyLoss()(nn.LogSoftmax(dim=1)(logits), labels)


@alternative("classification_loss", note="one-hot targets, which cross_entropy takes as probabilities", source="5.3e")
def one_hot_targets(logits, labels):
    return F.cross_entropy(logits, F.one_hot(labels, num_classes=logits.size(1)).float())


@alternative("classification_loss", note="the score of the right class against the log of the sum of exponentials", source="own")
def by_logsumexp(logits, labels):
    right = logits.gather(1, labels.view(-1, 1)).squeeze(1)
    return (torch.logsumexp(logits, dim=1) - right).mean()


@alternative("classification_loss", note="sample by sample, each from scores without their maximum", source="own")
def loss_by_sample(logits, labels):
    losses = []
    for scores, label in zip(logits, labels, strict=True):
        shifted = scores - scores.max()
        losses.append(torch.log(torch.exp(shifted).sum()) - shifted[label])
    return sum(losses) / len(losses)


# --- train_epoch -------------------------------------------------------------------------------------------------------


@alternative("train_epoch", note="gradients are cleared after the step", source="5.4d")
def cleared_after_the_step(model, loader, criterion, optimizer):
    model.train()
    running, seen = 0.0, 0
    for inputs, labels in loader:
        outputs = model(inputs)
        loss = criterion(outputs, labels)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        running += loss.item() * inputs.size(0)
        seen += inputs.size(0)
    return running / seen


@alternative("train_epoch", note="gradients are cleared right before backward, by the model, and set to zero", source="5.4d")
def cleared_by_the_model(model, loader, criterion, optimizer):
    model.train()
    running = 0.0
    for inputs, labels in loader:
        loss = criterion(model(inputs), labels)
        model.zero_grad(set_to_none=False)
        loss.backward()
        optimizer.step()
        running += loss.item() * labels.shape[0]
    return running / len(loader.dataset)


@alternative("train_epoch", note="gradients are taken away by hand, and the loss is kept as a tensor", source="own")
def cleared_by_hand(model, loader, criterion, optimizer):
    model.train(True)
    losses, sizes = [], []
    for _, batch in enumerate(loader):
        for parameter in model.parameters():
            parameter.grad = None
        loss = criterion(model(batch[0]), batch[1])
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
        sizes.append(float(len(batch[1])))
    return (torch.stack(losses) * torch.tensor(sizes)).sum() / sum(sizes)


@alternative("train_epoch", note="the step is given a closure", source="own")
def with_a_closure(model, loader, criterion, optimizer):
    model.train()
    total, count = 0.0, 0
    for x, y in loader:

        def closure(x=x, y=y):
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            return loss

        total += float(optimizer.step(closure)) * len(y)
        count += len(y)
    return total / count


# --- evaluate ----------------------------------------------------------------------------------------------------------


@alternative("evaluate", note="topk and view, as the course's notebooks do it, with sums of right answers", source="5.5d")
def with_topk(model, loader, criterion):
    was_training = model.training
    model.eval()
    loss, right, seen = 0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            log_ps = torch.log_softmax(model(images), dim=1)
            loss += criterion(model(images), labels) * len(images)
            _, top_class = torch.exp(log_ps).topk(1, dim=1)
            equals = top_class == labels.view(*top_class.shape)
            right += equals.type(torch.FloatTensor).sum()
            seen += len(images)
    if was_training:
        model.train()
    return loss / seen, right / seen


@alternative("evaluate", note="all scores are collected, and measured at once", source="own")
def all_at_once(model, loader, criterion):
    modes = [part.training for part in model.modules()]
    model.eval()
    with torch.inference_mode():
        pairs = [(model(x), y) for x, y in loader]
        scores, labels = torch.cat([pair[0] for pair in pairs]), torch.cat([pair[1] for pair in pairs])
        result = float(criterion(scores, labels)), float((scores.max(1)[1] == labels).double().mean())
    for part, mode in zip(model.modules(), modes, strict=True):
        part.training = mode
    return result


@alternative("evaluate", note="sample by sample, under a decorator, with len(loader.dataset)", source="own")
@torch.no_grad()
def sample_by_sample_in_loops(model, loader, criterion):
    mode = model.training
    model.train(False)
    total, correct = 0.0, 0
    for x, y in loader:
        for place in range(len(y)):
            scores = model(x[place : place + 1])
            total += criterion(scores, y[place : place + 1]).item()
            correct += int(scores[0].argmax()) == int(y[place])
    model.train(mode)
    return [total / len(loader.dataset), correct / len(loader.dataset)]


# --- predict_proba -----------------------------------------------------------------------------------------------------


@alternative("predict_proba", note="exp of the log-probabilities", source="5.5i")
def exp_of_log_softmax(model, x):
    mode = model.training
    model.eval()
    with torch.inference_mode():
        result = torch.exp(nn.LogSoftmax(dim=-1)(model(x)))
    model.train(mode)
    return result


@alternative("predict_proba", note="a softmax module, and a result cut off from its graph", source="own")
def softmax_module(model, x):
    was_training = model.training
    try:
        model.eval()
        return nn.Softmax(dim=1)(model(x)).detach()
    finally:
        model.train(was_training)


# --- read_idx ----------------------------------------------------------------------------------------------------------


@alternative("read_idx", note="struct and NumPy, and compression told by the content", source="own")
def with_struct(path):
    content = Path(path).read_bytes()
    if content[:2] == b"\x1f\x8b":
        import gzip  # noqa: PLC0415 - as students write it

        content = gzip.decompress(content)
    zero, kind, ndim = struct.unpack(">HBB", content[:4])
    if zero != 0 or kind != 8:
        raise ValueError("not an IDX file: " + str(path))
    shape = struct.unpack(f">{ndim}I", content[4 : 4 + 4 * ndim])
    data = np.frombuffer(content, dtype=np.uint8, offset=4 + 4 * ndim)
    if data.size != np.prod(shape):
        raise ValueError("wrong length: " + str(path))
    return torch.from_numpy(data.copy()).view(*shape)


@alternative("read_idx", note="byte by byte from the open file", source="own")
def byte_by_byte(path):
    import gzip  # noqa: PLC0415 - as students write it

    with gzip.open(path) if path.endswith("gz") else open(path, "rb") as file:  # noqa: PTH123 - as above
        if list(file.read(3)) != [0, 0, 8]:
            raise ValueError(path)
        sizes = []
        for _ in range(file.read(1)[0]):
            number = 0
            for byte in file.read(4):
                number = 256 * number + byte
            sizes.append(number)
        numbers = list(file.read())
    total = 1
    for size in sizes:
        total *= size
    if len(numbers) != total:
        raise ValueError(f"{path}: {len(numbers)} numbers")
    return torch.tensor(numbers, dtype=torch.uint8).reshape(sizes)


# --- fit ---------------------------------------------------------------------------------------------------------------


@alternative(
    "fit", note="the best weights are cloned one by one, and put back in place; the epochs since the best are counted", source="5.7c"
)
def clones_and_places(model, train_loader, val_loader, num_epochs, learn_rate, patience):
    loss_function = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=learn_rate)
    history = {"val_accuracy": [], "val_loss": [], "train_loss": []}
    best_epoch = 0
    for epoch in range(num_epochs):
        history["train_loss"] += [train_epoch(model, train_loader, loss_function, optimizer)]  # noqa: F821 - of the submission
        loss, accuracy = evaluate(model, val_loader, loss_function)  # noqa: F821 - as above
        history["val_loss"] += [loss]
        history["val_accuracy"] += [accuracy]
        if loss < history["val_loss"][best_epoch] or epoch == 0:
            best_epoch = epoch
            best = {name: value.clone() for name, value in model.state_dict().items()}
        if epoch - best_epoch >= patience:
            break
    with torch.no_grad():
        for name, value in model.state_dict().items():
            value.copy_(best[name])
    return history


@alternative("fit", note="the best weights go through a buffer, and everything is written out", source="own")
def through_a_buffer(model, train_loader, val_loader, num_epochs, learn_rate, patience):
    optimizer = torch.optim.Adam(filter(lambda p: p.requires_grad, model.parameters()), learn_rate)
    history = {"train_loss": [], "val_loss": [], "val_accuracy": []}
    best, buffer, bad, epoch = float("inf"), None, 0, 0
    while epoch < num_epochs and bad < patience:
        model.train()
        total = 0.0
        for x, y in train_loader:
            optimizer.zero_grad()
            loss = F.nll_loss(F.log_softmax(model(x), dim=1), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history["train_loss"].append(total / len(train_loader.dataset))
        model.eval()
        total, correct = 0.0, 0
        with torch.no_grad():
            for x, y in val_loader:
                scores = model(x)
                total += F.cross_entropy(scores, y, reduction="sum").item()
                correct += int((scores.argmax(-1) == y).sum())
        history["val_loss"].append(total / len(val_loader.dataset))
        history["val_accuracy"].append(correct / len(val_loader.dataset))
        bad += 1
        if history["val_loss"][-1] < best:
            best, bad, buffer = history["val_loss"][-1], 0, io.BytesIO()
            torch.save(model.state_dict(), buffer)
        epoch += 1
    buffer.seek(0)
    model.load_state_dict(torch.load(buffer, weights_only=True))
    return history


@alternative("fit", note="the best model is copied whole, and the history tells more", source="4.9g")
def copies_the_model(model, train_loader, val_loader, num_epochs, learn_rate, patience):
    optimizer = torch.optim.Adam(model.parameters(), lr=learn_rate)
    train_losses, val_losses, val_accuracies = [], [], []
    best_model = None
    waiting = 0
    for _ in range(num_epochs):
        train_losses.append(train_epoch(model, train_loader, F.cross_entropy, optimizer))  # noqa: F821 - of the submission
        val_loss, val_accuracy = evaluate(model, val_loader, F.cross_entropy)  # noqa: F821 - as above
        if best_model is None or val_loss < min(val_losses):
            best_model = copy.deepcopy(model)
            waiting = 0
        else:
            waiting += 1
        val_losses.append(val_loss)
        val_accuracies.append(val_accuracy)
        if waiting == patience:
            break
    model.load_state_dict(best_model.state_dict())
    history = {"train_loss": train_losses, "val_loss": val_losses, "val_accuracy": val_accuracies}
    return {**history, "learn_rate": learn_rate, "best_epoch": val_losses.index(min(val_losses))}
