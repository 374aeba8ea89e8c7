# Topic pytorch-training. Write what is missing: each `raise NotImplementedError` is a place for your code.
#
# Training with PyTorch: Tensors, a network, its training, and an honest measurement of it.
# The lesson:        nngrade show pytorch-training
# Check your work:   nngrade check pytorch-training

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
    raise NotImplementedError("activation is not written yet")


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
    raise NotImplementedError("multilayer_output is not written yet")


def flatten(images):
    """Lay every image of a batch out as one row.

    Args:
        images: (N, ...), one image along the first axis, each of any shape: (N, 28, 28), (N, 3, 8, 8).

    Returns:
        (N, D), the D numbers of an image in their order in memory: row after row, channel after channel.
    """
    raise NotImplementedError("flatten is not written yet")


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
        raise NotImplementedError("Network.__init__ is not written yet")

    def forward(self, x):
        """Turn features (N, D) into raw scores (N, K), the logits: no softmax, no activation after the last layer."""
        raise NotImplementedError("Network.forward is not written yet")


def classification_loss(logits, labels):
    """Mean cross-entropy of raw scores: how surprised a classifier is by the right classes, on average.

    Args:
        logits: raw scores (N, K), of any size: ±10000 as well as ±1.
        labels: (N,) integers below K.

    Returns:
        The loss, a tensor of a single number, through which gradients flow back to the logits.
    """
    raise NotImplementedError("classification_loss is not written yet")


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
    raise NotImplementedError("train_epoch is not written yet")


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
    raise NotImplementedError("evaluate is not written yet")


def predict_proba(model, x):
    """Give the probabilities of every class, for every sample of a batch.

    As in `evaluate`, dropout is off, no gradients are computed, and the model is left in the mode in which it came.

    Args:
        model: an nn.Module that turns features into logits (N, K).
        x: features (N, D).

    Returns:
        Probabilities (N, K); each row sums to one. The tensor does not require gradients.
    """
    raise NotImplementedError("predict_proba is not written yet")


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
    raise NotImplementedError("read_idx is not written yet")


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
    raise NotImplementedError("fit is not written yet")
