"""Training networks with PyTorch.

From tensors to a network that trains itself and stops in time: the functions
that every PyTorch program for classification is made of.

What holds for every function of this file:

- samples are rows, numbers are float32, labels are (N,) integers from 0;
- an argument is never changed, except where the docstring says "in place";
- a loader is anything that gives pairs (features, labels), batch by batch, each time it is iterated
  (a `torch.utils.data.DataLoader`, say); the last batch may be a short one.
"""

import copy
import gzip
import itertools
import math

import torch
from torch import nn


def activation(x):
    """Squash every number into (0, 1) by the sigmoid function, 1 / (1 + exp(-x)).

    Args:
        x: a float tensor of any shape.

    Returns:
        A tensor of the same shape, through which gradients flow back to x.
    """
    # BEGIN SOLUTION
    return torch.sigmoid(x)
    # END SOLUTION


def multilayer_output(features, W1, W2, B1, B2):
    """Run a network of one hidden layer, written out with matrix products.

    Each layer is a matrix product plus a bias, then `activation`; the output layer too.

    Args:
        features: (N, D).
        W1: weights of the hidden layer, (D, H).
        W2: weights of the output layer, (H, K).
        B1: biases of the hidden layer, (H,) or (1, H).
        B2: biases of the output layer, (K,) or (1, K).

    Returns:
        The outputs, (N, K), through which gradients flow back to the weights.
    """
    # BEGIN SOLUTION
    hidden = activation(features @ W1 + B1)
    return activation(hidden @ W2 + B2)
    # END SOLUTION


def flatten(images):
    """Lay every image of a batch out as one row.

    Args:
        images: (N, ...), one image along the first axis, each of any shape: (N, 28, 28), (N, 3, 8, 8).

    Returns:
        (N, D), the D numbers of an image in their order in memory: row after row, channel after channel.
    """
    # BEGIN SOLUTION
    return images.reshape(len(images), -1)
    # END SOLUTION


class Network(nn.Module):
    """A classifier: linear layers, with ReLU and dropout after each hidden one.

    Args:
        input_size: the number D of features.
        output_size: the number K of classes.
        hidden_layers: the sizes of the hidden layers, first to last; at least one.
        drop_p: the chance of every hidden output to be dropped while the network is in training mode.

    Its parameters are those of `nn.Linear` layers and nothing else, as PyTorch initialises them.
    """

    def __init__(self, input_size, output_size, hidden_layers, drop_p=0.5):
        """Make the layers."""
        # BEGIN SOLUTION
        super().__init__()
        sizes = [input_size, *hidden_layers]
        self.hidden = nn.ModuleList(nn.Linear(before, after) for before, after in itertools.pairwise(sizes))
        self.output = nn.Linear(sizes[-1], output_size)
        self.dropout = nn.Dropout(drop_p)
        # END SOLUTION

    def forward(self, x):
        """Turn features (N, D) into raw scores (N, K), the logits: no softmax, no activation after the last layer."""
        # BEGIN SOLUTION
        for layer in self.hidden:
            x = self.dropout(torch.relu(layer(x)))
        return self.output(x)
        # END SOLUTION


def classification_loss(logits, labels):
    """Mean cross-entropy of raw scores: how surprised a classifier is by the right classes, on average.

    Args:
        logits: raw scores (N, K), of any size: ±10000 as well as ±1.
        labels: (N,) integers below K.

    Returns:
        The loss, a tensor of a single number, through which gradients flow back to the logits.
    """
    # BEGIN SOLUTION
    return nn.functional.cross_entropy(logits, labels)
    # END SOLUTION


def train_epoch(model, loader, criterion, optimizer):
    """Train a model for one epoch, in place: one step of the optimizer for every batch of the loader.

    The model is put into training mode first.

    Args:
        model: an nn.Module that turns features into logits.
        loader: gives (features, labels), each sample once.
        criterion: criterion(logits, labels) is the mean loss of a batch.
        optimizer: an optimizer of the model's parameters.

    Returns:
        The mean loss per sample over the whole epoch, each batch's as it was before its step; a float.
    """
    # BEGIN SOLUTION
    model.train()
    total_loss, num_samples = 0.0, 0
    for features, labels in loader:
        optimizer.zero_grad()
        loss = criterion(model(features), labels)
        loss.backward()
        optimizer.step()
        # The last batch may be shorter than the others: its mean counts for fewer samples.
        total_loss += loss.item() * len(labels)
        num_samples += len(labels)
    return total_loss / num_samples
    # END SOLUTION


def evaluate(model, loader, criterion):
    """Measure a model on data that it is not trained on.

    Dropout is off and batch norm uses its running statistics. No gradients are computed. Afterwards the
    model is exactly what it was: the same parameters and buffers, and in the mode (training or evaluation)
    in which it came.

    Args:
        model: an nn.Module that turns features into logits (N, K).
        loader: gives (features, labels), each sample once.
        criterion: criterion(logits, labels) is the mean loss of a batch.

    Returns:
        (loss, accuracy): the mean loss per sample, and the share of samples whose highest logit is that of
        their label, between 0 and 1; both floats, both exact whatever the sizes of the batches.
    """
    # BEGIN SOLUTION
    was_training = model.training
    model.eval()
    total_loss, num_correct, num_samples = 0.0, 0, 0
    with torch.no_grad():
        for features, labels in loader:
            logits = model(features)
            total_loss += criterion(logits, labels).item() * len(labels)
            num_correct += (logits.argmax(dim=1) == labels).sum().item()
            num_samples += len(labels)
    model.train(was_training)
    return total_loss / num_samples, num_correct / num_samples
    # END SOLUTION


def predict_proba(model, x):
    """Give the probabilities of every class, for every sample of a batch.

    As in `evaluate`, dropout is off, no gradients are computed, and the model is left in the mode in which it came.

    Args:
        model: an nn.Module that turns features into logits (N, K).
        x: features (N, D).

    Returns:
        Probabilities (N, K); each row sums to one. The tensor does not require gradients.
    """
    # BEGIN SOLUTION
    was_training = model.training
    model.eval()
    with torch.no_grad():
        probabilities = torch.softmax(model(x), dim=1)
    model.train(was_training)
    return probabilities
    # END SOLUTION


def read_idx(path):
    """Read a file of the IDX format, in which MNIST and Fashion-MNIST are published.

    The file begins with two zero bytes, a byte for the type of the data (8: unsigned bytes), and a byte for
    the number of dimensions. The size of each dimension follows, a big-endian integer of four bytes; then
    the data, the last dimension fastest.

    Args:
        path: the file; one whose name ends in .gz is compressed with gzip.

    Returns:
        A tensor of torch.uint8 with the shape that the file states: (N, 28, 28) for images, (N,) for labels.

    Raises ValueError for a file that does not begin as an IDX file of unsigned bytes does, and for one that
    holds fewer or more numbers than it states; the message holds the path.

    Source: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits".
    """
    # BEGIN SOLUTION
    opener = gzip.open if str(path).endswith(".gz") else open
    with opener(path, "rb") as file:
        content = file.read()
    if content[:3] != b"\x00\x00\x08":
        raise ValueError(f"{path} is no IDX file of unsigned bytes")
    start = 4 + 4 * content[3]
    shape = [int.from_bytes(content[place : place + 4], "big") for place in range(4, start, 4)]
    data = bytearray(content[start:])
    if len(data) != math.prod(shape):
        raise ValueError(f"{path} states the shape {shape}, and holds {len(data)} numbers")
    return torch.frombuffer(data, dtype=torch.uint8).reshape(shape)
    # END SOLUTION


def fit(model, train_loader, val_loader, num_epochs, learn_rate, patience):
    """Train a model in place until it stops improving, and give it back its best weights.

    One Adam optimizer trains on `train_loader` with the mean cross-entropy of the logits. After each epoch
    the model is evaluated on `val_loader`. Training ends after `num_epochs` epochs, or earlier: as soon as
    `patience` consecutive epochs have brought no val_loss below the lowest so far. In the end the model
    holds the parameters and buffers of the epoch with the lowest val_loss (the first of equals).

    Args:
        model: an nn.Module that turns features into logits.
        train_loader: what it learns from.
        val_loader: what it is measured on, and never learns from.
        num_epochs: how many epochs at most; at least 1.
        learn_rate: Adam's learning rate.
        patience: how many epochs without improvement are too many; at least 1.

    Returns:
        The history, a dict of three lists of floats with one entry per epoch that was run: "train_loss"
        (mean per sample, as `train_epoch` gives it), "val_loss" and "val_accuracy" (as `evaluate` gives them).
    """
    # BEGIN SOLUTION
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=learn_rate)
    history = {"train_loss": [], "val_loss": [], "val_accuracy": []}
    best_loss, best_state, num_waited = math.inf, None, 0
    for _ in range(num_epochs):
        history["train_loss"].append(train_epoch(model, train_loader, criterion, optimizer))
        val_loss, val_accuracy = evaluate(model, val_loader, criterion)
        history["val_loss"].append(val_loss)
        history["val_accuracy"].append(val_accuracy)
        if val_loss < best_loss:
            # A state dict refers to the live weights: without a copy the next step would change it.
            best_loss, best_state, num_waited = val_loss, copy.deepcopy(model.state_dict()), 0
        else:
            num_waited += 1
        if num_waited == patience:
            break
    model.load_state_dict(best_state)
    return history
    # END SOLUTION
