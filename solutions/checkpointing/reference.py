"""Saving and loading models.

A checkpoint is a file from which a model, and the training of a model, can go
on in another process: it holds the numbers, and the recipe for the object that
they belong in.

What holds for every function of this file:

- a path is a string; a checkpoint is written with `torch.save`, and `torch.load(path, weights_only=True)`
  can read it: it holds tensors, numbers, strings, lists and dicts, and no object of any class;
- models are `Network`s of this file, of any sizes.
"""

from pathlib import Path

import torch
from torch import nn


class Network(nn.Module):
    """A classifier: linear layers, with ReLU and dropout after each hidden one. It is given: nothing is to be written here.

    Args:
        input_size: the number of features.
        output_size: the number of classes.
        hidden_layers: the sizes of the hidden layers, first to last; at least one.
        drop_p: the chance of a hidden output to be dropped in training mode.
    """

    def __init__(self, input_size, output_size, hidden_layers, drop_p=0.5):
        """Make the layers."""
        super().__init__()
        sizes = [input_size, *hidden_layers]
        self.hidden = nn.ModuleList(nn.Linear(sizes[i], sizes[i + 1]) for i in range(len(hidden_layers)))
        self.output = nn.Linear(sizes[-1], output_size)
        self.dropout = nn.Dropout(drop_p)

    def forward(self, x):
        """Turn features (N, input_size) into raw scores (N, output_size)."""
        for layer in self.hidden:
            x = self.dropout(torch.relu(layer(x)))
        return self.output(x)


def save_checkpoint(path, model, optimizer=None, epoch=None):
    """Write a checkpoint of a model, and of its training if an optimizer is given.

    The file holds all that `load_checkpoint` needs to make the same model anew (its sizes and drop_p, its
    weights) and all that `resume` needs to go on with its training. A file that stands at `path` already is
    replaced in one go: whenever this process is stopped, `path` holds the old checkpoint or the new one,
    whole. Nothing else is left in the folder, and neither model nor optimizer is changed.

    Args:
        path: where to write.
        model: a Network.
        optimizer: the optimizer that trains it, or None.
        epoch: the number of the last finished epoch, counted from 0, or None.
    """
    # BEGIN SOLUTION
    checkpoint = {
        "input_size": model.hidden[0].in_features,
        "output_size": model.output.out_features,
        "hidden_layers": [layer.out_features for layer in model.hidden],
        "drop_p": model.dropout.p,
        "state_dict": model.state_dict(),
        "optimizer": None if optimizer is None else optimizer.state_dict(),
        "epoch": epoch,
    }
    # Writing takes time, in which anything may happen; renaming happens or does not.
    temporary = Path(f"{path}.tmp")
    torch.save(checkpoint, temporary)
    temporary.replace(path)
    # END SOLUTION


def load_checkpoint(path):
    """Make the model of a checkpoint anew.

    The process may never have seen the original: sizes, drop_p and weights come from the file. It may have
    no GPU either, and a checkpoint that was written on one is loaded all the same.

    Args:
        path: a file that `save_checkpoint` has written.

    Returns:
        A Network that gives the same scores as the one that was saved, in evaluation mode, on the CPU.
    """
    # BEGIN SOLUTION
    checkpoint = torch.load(path, map_location="cpu", weights_only=True)
    sizes = checkpoint["input_size"], checkpoint["output_size"], checkpoint["hidden_layers"]
    model = Network(*sizes, checkpoint["drop_p"])
    model.load_state_dict(checkpoint["state_dict"])
    return model.eval()
    # END SOLUTION


def resume(path, model, optimizer):
    """Go on with a training where a checkpoint left it, in place.

    After k epochs, a checkpoint, this function in a new process, and k more epochs, the model is to the bit
    what it is after 2k epochs in one go (as far as no random numbers are drawn: these are the caller's).
    The optimizer goes on with the checkpoint's state, its learning rate included. A checkpoint that was
    written without an optimizer leaves the optimizer as it is.

    Args:
        path: a file that `save_checkpoint` has written, maybe on a GPU.
        model: a Network of the same sizes, which gets the checkpoint's weights.
        optimizer: an optimizer of this model's parameters, of the same kind as the one that was saved.

    Returns:
        The number of the epoch to go on with: the one after the last finished; 0 if the checkpoint names none.
    """
    # BEGIN SOLUTION
    checkpoint = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(checkpoint["state_dict"])
    if checkpoint["optimizer"] is not None:
        optimizer.load_state_dict(checkpoint["optimizer"])
    return 0 if checkpoint["epoch"] is None else checkpoint["epoch"] + 1
    # END SOLUTION
