"""Wrong implementations that people really write, each with what a tutor would say to it.

A function differs from the right one in the one thing that it is named for.
"""

import copy
import gzip
import itertools
import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from nngrade.suite import misconception


def sigmoid(x):
    """The right answer of activation, for the mistakes that lie elsewhere."""
    return torch.sigmoid(x)


# --- activation --------------------------------------------------------------------------------------------------------


@misconception(
    "activation",
    says="You use `math.exp`, which takes one number; x is a tensor of many.",
    hint="Which exp works on all numbers of a tensor at once?",
    caught_by="test_activation_of_numbers",
    source="5.1h",
)
def exp_of_math(x):
    return 1 / (1 + math.exp(-x))


@misconception(
    "activation",
    says="You leave torch for NumPy: a tensor that requires gradients does not go there, and what comes back has no history.",
    hint="Is there a torch function for each NumPy function that you use?",
    caught_by="test_activation_passes_gradients",
    source="5.1h",
)
def through_numpy(x):
    return torch.from_numpy(np.asarray(1 / (1 + np.exp(-x.numpy()))))


@misconception(
    "activation",
    says="You cut the tensor off from its history: no gradient flows back through `.data` or `.detach()`.",
    hint="Who will need to know how the result depends on x?",
    caught_by="test_activation_passes_gradients",
    source="own",
)
def cuts_the_history(x):
    return torch.sigmoid(x.detach())


@misconception(
    "activation",
    says="The sign in the exponent is missing: your function falls where the sigmoid rises.",
    hint="Should a large x give a value near 1 or near 0?",
    caught_by="test_activation_of_numbers",
    source="own",
)
def sign_forgotten(x):
    return 1 / (1 + torch.exp(x))


@misconception(
    "activation",
    says="You use tanh, whose values lie between -1 and 1.",
    hint="Which value should 0 have, and between which numbers do all values lie?",
    caught_by="test_activation_of_numbers",
    source="own",
)
def tanh_for_sigmoid(x):
    return torch.tanh(x)


@misconception(
    "activation",
    says="exp(x) overflows for large x, and infinity divided by infinity is nan.",
    hint="Which of the two forms of the sigmoid only ever divides by a large number?",
    caught_by="test_activation_of_wide_numbers",
    source="own",
)
def overflowing_form(x):
    return torch.exp(x) / (1 + torch.exp(x))


@misconception(
    "activation",
    says="Your operations with a trailing underscore work in place: the caller's tensor is another afterwards.",
    hint="What does the underscore in `neg_` mean?",
    caught_by="test_activation_leaves_its_argument_alone",
    source="5.1c",
)
def works_in_place(x):
    with torch.no_grad():
        x.neg_().exp_().add_(1)
    return 1 / x


# --- multilayer_output -------------------------------------------------------------------------------------------------


@misconception(
    "multilayer_output",
    says="`*` multiplies number by number; a layer sums the products, as a matrix product does.",
    hint="How many numbers does one hidden unit get, and how many does it give?",
    caught_by="test_output_of_one_sample",
    source="5.1a",
)
def products_without_sums(features, W1, W2, B1, B2):
    return sigmoid(sigmoid(features * W1 + B1) * W2 + B2)


@misconception(
    "multilayer_output",
    says="The weights are turned the wrong way: W1 is (D, H) already, so the inner sizes match without a transpose.",
    hint="Write the two shapes side by side: which numbers have to be equal?",
    caught_by="test_output_of_one_sample",
    source="5.1b",
)
def weights_transposed(features, W1, W2, B1, B2):
    return sigmoid(torch.mm(sigmoid(torch.mm(features, W1.t()) + B1), W2.t()) + B2)


@misconception(
    "multilayer_output",
    says="Your hidden layer has no activation: two linear maps in a row are one linear map.",
    hint="What happens between the two matrix products?",
    caught_by="test_output_of_a_batch",
    source="5.2f",
)
def hidden_without_activation(features, W1, W2, B1, B2):
    return sigmoid((features @ W1 + B1) @ W2 + B2)


@misconception(
    "multilayer_output",
    says="The last layer has an activation here too, and yours leaves its sums as they are.",
    hint="Between which numbers should the outputs lie?",
    caught_by="test_output_of_one_sample",
    source="own",
)
def output_without_activation(features, W1, W2, B1, B2):
    return sigmoid(features @ W1 + B1) @ W2 + B2


@misconception(
    "multilayer_output",
    says="You leave the biases out.",
    hint="What does a layer give for features that are all 0?",
    caught_by="test_output_of_one_sample",
    source="own",
)
def biases_forgotten(features, W1, W2, B1, B2):
    return sigmoid(sigmoid(features @ W1) @ W2)


@misconception(
    "multilayer_output",
    says="You add up over the whole batch: every sample gets outputs of its own.",
    hint="How many rows should the answer have?",
    caught_by="test_output_of_a_batch",
    source="own",
)
def sums_over_the_batch(features, W1, W2, B1, B2):
    return sigmoid(sigmoid((features @ W1).sum(dim=0, keepdim=True) + B1) @ W2 + B2)


@misconception(
    "multilayer_output",
    says="Your hidden layer's result leaves the graph: the first weights never hear of an error.",
    hint="Which line cuts the way from the output back to W1?",
    caught_by="test_output_passes_gradients",
    source="5.1h",
)
def hidden_cut_off(features, W1, W2, B1, B2):
    hidden = torch.tensor(sigmoid(features @ W1 + B1).tolist())
    return sigmoid(hidden @ W2 + B2)


@misconception(
    "multilayer_output",
    says="`torch.tensor(...)` makes new tensors of the biases, without a history: the biases that you were given never learn.",
    hint="Which of the four tensors does an error not reach? They are tensors already when they come.",
    caught_by="test_output_passes_gradients",
    source="own",
)
def biases_copied(features, W1, W2, B1, B2):
    hidden = sigmoid(features @ W1 + torch.tensor(B1.tolist()))
    return sigmoid(hidden @ W2 + torch.tensor(B2.tolist()))


# --- flatten -----------------------------------------------------------------------------------------------------------


@misconception(
    "flatten",
    says="You wrote the batch size into the code; the last batch of an epoch is a shorter one.",
    hint="Where can you read how many images there are?",
    caught_by="test_flatten_batches_of_any_length",
    source="5.1f",
)
def batch_size_written_in(images):
    return images.view(64, -1)


@misconception(
    "flatten",
    says="You flatten the batch together with the images: all of them end in one long row.",
    hint="Which axis has to survive?",
    caught_by="test_flatten_images",
    source="5.1g",
)
def batch_flattened_too(images):
    return images.view(-1)


@misconception(
    "flatten",
    says="`resize_` changes the caller's own tensor.",
    hint="Which function gives a new view and leaves the old one alone?",
    caught_by="test_flatten_leaves_its_argument_alone",
    source="5.1c",
)
def resized_in_place(images):
    return images.resize_(images.shape[0], images[0].numel())


@misconception(
    "flatten",
    says="You count on two axes beside the batch; images with channels have three.",
    hint="What shape does your code assume an image to have?",
    caught_by="test_flatten_channels",
    source="own",
)
def two_axes_assumed(images):
    return images.reshape(-1, images.shape[-2] * images.shape[-1])


@misconception(
    "flatten",
    says="You go through the columns first: the numbers of a row should stay side by side.",
    hint="Which number of the image comes second in its row?",
    caught_by="test_flatten_images",
    source="own",
)
def columns_first(images):
    return images.transpose(1, -1).reshape(len(images), -1)


@misconception(
    "flatten",
    says="`squeeze` removes every axis of length 1, and a batch of one image is no batch any more.",
    hint="Which shape should one image of six numbers have?",
    caught_by="test_flatten_one_image",
    source="5.3j",
)
def squeezed(images):
    return images.reshape(len(images), -1).squeeze()


# --- Network -----------------------------------------------------------------------------------------------------------


class Right(nn.Module):
    """The right network, for the mistakes that lie elsewhere."""

    def __init__(self, input_size, output_size, hidden_layers, drop_p=0.5):
        super().__init__()
        sizes = [input_size, *hidden_layers]
        self.hidden = nn.ModuleList(nn.Linear(before, after) for before, after in itertools.pairwise(sizes))
        self.output = nn.Linear(sizes[-1], output_size)
        self.dropout = nn.Dropout(drop_p)

    def hidden_outputs(self, x):
        for layer in self.hidden:
            x = self.dropout(torch.relu(layer(x)))
        return x

    def forward(self, x):
        return self.output(self.hidden_outputs(x))


@misconception(
    "Network",
    says="Your hidden layers stand in a plain Python list: PyTorch does not see them there, and no optimizer ever gets them.",
    hint="Which kind of list does an nn.Module look into?",
    caught_by="test_network_has_its_parameters",
    source="5.2a",
)
class LayersInAList(Right):
    def __init__(self, input_size, output_size, hidden_layers, drop_p=0.5):
        super().__init__(input_size, output_size, hidden_layers, drop_p)
        layers = list(self.hidden)
        del self.hidden
        self.hidden = layers


@misconception(
    "Network",
    says="You assign layers before `super().__init__()` has prepared the module for them.",
    hint="What must happen first in the __init__ of every nn.Module?",
    caught_by="test_network_has_its_parameters",
    source="5.2b",
)
class SuperForgotten(nn.Module):
    def __init__(self, input_size, output_size, hidden_layers, drop_p=0.5):
        sizes = [input_size, *hidden_layers]
        self.hidden = nn.ModuleList(nn.Linear(before, after) for before, after in itertools.pairwise(sizes))
        self.output = nn.Linear(sizes[-1], output_size)
        self.dropout = nn.Dropout(drop_p)

    def forward(self, x):
        for layer in self.hidden:
            x = self.dropout(torch.relu(layer(x)))
        return self.output(x)


@misconception(
    "Network",
    says="You make new layers in forward: each call has other random weights, and none of them is ever trained.",
    hint="How often is __init__ run, and how often forward?",
    caught_by="test_network_is_the_same_at_each_call",
    source="5.2c",
)
class LayersMadeInForward(nn.Module):
    def __init__(self, input_size, output_size, hidden_layers, drop_p=0.5):
        super().__init__()
        self.sizes = [input_size, *hidden_layers]
        self.dropout = nn.Dropout(drop_p)
        self.output = nn.Linear(self.sizes[-1], output_size)

    def forward(self, x):
        for before, after in itertools.pairwise(self.sizes):
            x = self.dropout(torch.relu(nn.Linear(before, after)(x)))
        return self.output(x)


@misconception(
    "Network",
    says="You put a ReLU on the last layer: every negative score is lost.",
    hint="May a score be negative?",
    caught_by="test_network_gives_scores",
    source="5.2e",
)
class ReluOnTheScores(Right):
    def forward(self, x):
        return torch.relu(super().forward(x))


@misconception(
    "Network",
    says="There is no activation between your layers: however many they are, together they are one linear map.",
    hint="What makes two layers more than one?",
    caught_by="test_network_gives_scores",
    source="5.2f",
)
class NoActivation(Right):
    def hidden_outputs(self, x):
        for layer in self.hidden:
            x = self.dropout(layer(x))
        return x


@misconception(
    "Network",
    says="Your pairs of sizes end too early: the last hidden layer is missing.",
    hint="How many linear layers has a network with two hidden layers?",
    caught_by="test_network_of_many_layers",
    source="5.2g",
)
class LastHiddenLayerMissing(Right):
    def __init__(self, input_size, output_size, hidden_layers, drop_p=0.5):
        kept = hidden_layers[:-1] if len(hidden_layers) > 1 else hidden_layers
        super().__init__(input_size, output_size, kept, drop_p)


@misconception(
    "Network",
    says="`F.dropout(x)` drops always: it has to be told whether the module is in training mode.",
    hint="Who tells the function in which mode your module is?",
    caught_by="test_network_drops_in_training",
    source="5.2h",
)
class DropsAlways(Right):
    def __init__(self, input_size, output_size, hidden_layers, drop_p=0.5):
        super().__init__(input_size, output_size, hidden_layers, drop_p)
        self.drop_p = drop_p

    def hidden_outputs(self, x):
        for layer in self.hidden:
            x = F.dropout(torch.relu(layer(x)), self.drop_p)
        return x


@misconception(
    "Network",
    says="Your network ends in a softmax; the loss takes raw scores and would apply a second one.",
    hint="Who turns scores into probabilities later on?",
    caught_by="test_network_gives_scores",
    source="5.3a",
)
class SoftmaxInside(Right):
    def forward(self, x):
        return torch.softmax(super().forward(x), dim=1)


@misconception(
    "Network",
    says="Your network gives log-probabilities; raw scores were asked for.",
    hint="What comes after the last linear layer?",
    caught_by="test_network_gives_scores",
    source="5.3b",
)
class LogSoftmaxInside(Right):
    def forward(self, x):
        return torch.log_softmax(super().forward(x), dim=1)


@misconception(
    "Network",
    says="All weights start at zero, so all hidden units are alike and stay so.",
    hint="What would make two units of one layer learn different things?",
    caught_by="test_network_starts_from_different_weights",
    source="5.2j",
)
class StartsAtZero(Right):
    def __init__(self, input_size, output_size, hidden_layers, drop_p=0.5):
        super().__init__(input_size, output_size, hidden_layers, drop_p)
        for parameter in self.parameters():
            nn.init.zeros_(parameter)


@misconception(
    "Network",
    says="`squeeze` removes the axis of the batch when it holds a single sample.",
    hint="Which shape should the scores of one sample have?",
    caught_by="test_network_on_one_sample",
    source="5.3j",
)
class SqueezesItsScores(Right):
    def forward(self, x):
        return super().forward(x).squeeze()


@misconception(
    "Network",
    says="Your dropout takes drop_p for the chance to be kept.",
    hint="With drop_p = 0.2, how many of 100 hidden outputs are dropped?",
    caught_by="test_network_drops_in_training",
    source="own",
)
class KeepsWithDropP(Right):
    def __init__(self, input_size, output_size, hidden_layers, drop_p=0.5):
        super().__init__(input_size, output_size, hidden_layers, 1 - drop_p)


@misconception(
    "Network",
    says="You never use drop_p: dropout is always at the default of 0.5.",
    hint="What does nn.Dropout() do without an argument?",
    caught_by="test_network_drops_in_training",
    source="6.1d",
)
class DropPIgnored(Right):
    def __init__(self, input_size, output_size, hidden_layers, drop_p=0.5):
        super().__init__(input_size, output_size, hidden_layers)


@misconception(
    "Network",
    says="There is no dropout in your network.",
    hint="What should happen to a hidden output in training mode?",
    caught_by="test_network_drops_in_training",
    source="own",
)
class NoDropout(Right):
    def hidden_outputs(self, x):
        for layer in self.hidden:
            x = torch.relu(layer(x))
        return x


@misconception(
    "Network",
    says="You drop scores too: dropout belongs behind the hidden layers alone.",
    hint="What does the loss make of a score that was set to 0?",
    caught_by="test_network_drops_in_training",
    source="own",
)
class DropsScores(Right):
    def forward(self, x):
        return self.dropout(super().forward(x))


@misconception(
    "Network",
    says="Your dropout drops whole samples: `nn.Dropout1d` takes a row of features for one channel. Each number is to have its own chance.",
    hint="Look at one sample in training mode: are some of its numbers dropped, or all or none?",
    caught_by="test_network_drops_in_training",
    source="own",
)
class DropsWholeSamples(Right):
    def __init__(self, input_size, output_size, hidden_layers, drop_p=0.5):
        super().__init__(input_size, output_size, hidden_layers, drop_p)
        self.dropout = nn.Dropout1d(drop_p)


@misconception(
    "Network",
    says="You put more sizes into the caller's own list: who makes a second network with it gets another one.",
    hint="Can you make a new list of all sizes, and leave hidden_layers as it is?",
    caught_by="test_network_leaves_its_sizes_alone",
    source="own",
)
class InsertsIntoTheList(Right):
    def __init__(self, input_size, output_size, hidden_layers, drop_p=0.5):
        super().__init__(input_size, output_size, hidden_layers, drop_p)
        hidden_layers.insert(0, input_size)
        self.hidden = nn.ModuleList([nn.Linear(a, b) for a, b in itertools.pairwise(hidden_layers)])


@misconception(
    "Network",
    says="Dropout follows the last hidden layer alone; each one is to have its own.",
    hint="Does dropout stand in the loop over the layers, or behind it?",
    caught_by="test_network_drops_after_each_layer",
    source="own",
)
class DropsOnce(Right):
    def hidden_outputs(self, x):
        for layer in self.hidden:
            x = torch.relu(layer(x))
        return self.dropout(x)


# --- classification_loss -----------------------------------------------------------------------------------------------


@misconception(
    "classification_loss",
    says="Softmax is applied twice: cross_entropy wants raw scores, and takes the softmax itself.",
    hint="How low can your loss get when the network is perfectly right?",
    caught_by="test_loss_of_perfect_scores",
    source="5.3a",
)
def double_softmax(logits, labels):
    return F.cross_entropy(torch.softmax(logits, dim=1), labels)


@misconception(
    "classification_loss",
    says="nll_loss wants the logarithms of probabilities, and gets raw scores: it can fall without end.",
    hint="What has to happen to scores before nll_loss?",
    caught_by="test_loss_of_three_samples",
    source="5.3d",
)
def nll_of_raw_scores(logits, labels):
    return F.nll_loss(logits, labels)


@misconception(
    "classification_loss",
    says="nll_loss wants the logarithms of probabilities, and gets the probabilities.",
    hint="What is the log of a probability of 1, and what is the loss then?",
    caught_by="test_loss_of_perfect_scores",
    source="5.3d",
)
def nll_of_probabilities(logits, labels):
    return F.nll_loss(torch.softmax(logits, dim=1), labels)


@misconception(
    "classification_loss",
    says="The labels have a second axis in your code: cross_entropy takes one class number per sample, (N,).",
    hint="Which shape do the labels have when you hand them on?",
    caught_by="test_loss_of_three_samples",
    source="5.3e",
)
def labels_as_a_column(logits, labels):
    return F.cross_entropy(logits, labels.unsqueeze(1))


@misconception(
    "classification_loss",
    says="You measure K yes-or-no questions, one for each class; here exactly one of K classes is right.",
    hint="Which loss belongs to softmax, and which to the sigmoid?",
    caught_by="test_loss_of_three_samples",
    source="5.3f",
)
def binary_loss(logits, labels):
    return F.binary_cross_entropy_with_logits(logits, F.one_hot(labels, logits.shape[1]).float())


@misconception(
    "classification_loss",
    says="argmax has no gradient, and class numbers are no distances: nothing can be learnt from this loss.",
    hint="If a score grows a little, does your loss change at all?",
    caught_by="test_loss_passes_gradients",
    source="5.3g",
)
def distance_of_class_numbers(logits, labels):
    return F.mse_loss(logits.argmax(dim=1).float(), labels.float())


@misconception(
    "classification_loss",
    says="You turn the labels into floats; cross_entropy wants integers as class numbers.",
    hint="What is a class number, and which dtype holds it?",
    caught_by="test_loss_of_three_samples",
    source="5.3h",
)
def labels_as_floats(logits, labels):
    return F.cross_entropy(logits, labels.float())


@misconception(
    "classification_loss",
    says="The arguments are swapped: cross_entropy takes the scores first, then the labels.",
    hint="What does the documentation of cross_entropy call its first argument?",
    caught_by="test_loss_of_three_samples",
    source="5.3i",
)
def arguments_swapped(logits, labels):
    return F.cross_entropy(labels, logits)


@misconception(
    "classification_loss",
    says="You take the sum over the batch; the mean was asked for.",
    hint="Should a batch of twice as many samples have twice the loss?",
    caught_by="test_loss_of_three_samples",
    source="own",
)
def sum_for_mean(logits, labels):
    return F.cross_entropy(logits, labels, reduction="sum")


@misconception(
    "classification_loss",
    says="The log of a softmax that has become 0 is infinite: take both in one step.",
    hint="What is softmax of scores 10000 apart, and what its logarithm?",
    caught_by="test_loss_of_wide_scores",
    source="own",
)
def log_after_softmax(logits, labels):
    return F.nll_loss(torch.log(torch.softmax(logits, dim=1)), labels)


@misconception(
    "classification_loss",
    says="A small number before the log replaces infinity by another wrong number: the loss can never exceed 20.7.",
    hint="How surprised should the loss be at scores of ±10000?",
    caught_by="test_loss_of_wide_scores",
    source="own",
)
def epsilon_before_log(logits, labels):
    return F.nll_loss(torch.log(torch.softmax(logits, dim=1) + 1e-9), labels)


@misconception(
    "classification_loss",
    says="`.item()` gives a plain number, which has no history: there is nothing to call backward on.",
    hint="What do you call `.backward()` on afterwards?",
    caught_by="test_loss_passes_gradients",
    source="5.4o",
)
def loss_as_a_number(logits, labels):
    return F.cross_entropy(logits, labels).item()


# --- train_epoch -------------------------------------------------------------------------------------------------------


@misconception(
    "train_epoch",
    says="You never clear the gradients: backward adds to .grad, so every step takes all earlier gradients along.",
    hint="Print a gradient before and after a second backward.",
    caught_by="test_one_epoch",
    source="5.4a",
)
def never_clears_gradients(model, loader, criterion, optimizer):
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count


@misconception(
    "train_epoch",
    says="You clear the gradients between backward and step: the step finds none, and the weights never move.",
    hint="What is in .grad at the moment of the step?",
    caught_by="test_one_step",
    source="5.4b",
)
def clears_before_the_step(model, loader, criterion, optimizer):
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count


@misconception(
    "train_epoch",
    says="You clear the gradients once per epoch: within it they add up from batch to batch.",
    hint="How often is backward called, and how often are the gradients cleared?",
    caught_by="test_several_epochs",
    source="5.4c",
)
def clears_once_per_epoch(model, loader, criterion, optimizer):
    model.train()
    optimizer.zero_grad()
    total, count = 0.0, 0
    for x, y in loader:
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count


@misconception(
    "train_epoch",
    says="`optimizer.step()` is missing: gradients are computed and never used.",
    hint="Which line moves the weights?",
    caught_by="test_one_step",
    source="5.4e",
)
def step_missing(model, loader, criterion, optimizer):
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        total += loss.item() * len(y)
        count += len(y)
    return total / count


@misconception(
    "train_epoch",
    says="`loss.backward()` is missing: the step finds no gradients.",
    hint="Which line computes the gradients?",
    caught_by="test_one_step",
    source="5.4e",
)
def backward_missing(model, loader, criterion, optimizer):
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count


@misconception(
    "train_epoch",
    says="The step comes before backward: at that moment this batch has no gradients yet.",
    hint="What does the step use, and when is it there?",
    caught_by="test_one_step",
    source="5.4f",
)
def step_before_backward(model, loader, criterion, optimizer):
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        optimizer.step()
        loss.backward()
        total += loss.item() * len(y)
        count += len(y)
    return total / count


@misconception(
    "train_epoch",
    says="Each step uses the gradients of the batch before: you are one step late.",
    hint="Of which batch are the gradients at the moment of the step?",
    caught_by="test_one_epoch",
    source="5.4f",
)
def one_step_late(model, loader, criterion, optimizer):
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = criterion(model(x), y)
        optimizer.step()
        optimizer.zero_grad()
        loss.backward()
        total += loss.item() * len(y)
        count += len(y)
    return total / count


@misconception(
    "train_epoch",
    says="Your epoch sees a single batch: `next(iter(loader))` gives the first one, each time anew.",
    hint="How many batches did one epoch see?",
    caught_by="test_one_epoch",
    source="5.4g",
)
def one_batch_per_epoch(model, loader, criterion, optimizer):
    model.train()
    x, y = next(iter(loader))
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.item()


@misconception(
    "train_epoch",
    says="You leave the last batch out because it is short.",
    hint="How many samples did one epoch see?",
    caught_by="test_one_epoch",
    source="own",
)
def short_batch_left_out(model, loader, criterion, optimizer):
    model.train()
    total, count, size = 0.0, 0, None
    for x, y in loader:
        size = size or len(y)
        if len(y) < size:
            continue
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count


@misconception(
    "train_epoch",
    says="You add up the means of batches and divide by the number of samples: too small by the size of a batch.",
    hint="How often is your loss smaller than it should be, and what else has that size?",
    caught_by="test_epoch_loss",
    source="5.4i",
)
def means_over_samples(model, loader, criterion, optimizer):
    model.train()
    total = 0.0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / len(loader.dataset)


@misconception(
    "train_epoch",
    says="You add up the losses of samples and divide by the number of batches: too large by the size of a batch.",
    hint="How often is your loss larger than it should be, and what else has that size?",
    caught_by="test_epoch_loss",
    source="5.4i",
)
def sums_over_batches(model, loader, criterion, optimizer):
    model.train()
    total = 0.0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
    return total / len(loader)


@misconception(
    "train_epoch",
    says="You take the mean of the batches' means: the samples of the short last batch count for more than the others.",
    hint="Batches of 4, 4 and 3: which share of the 11 samples is in the last?",
    caught_by="test_epoch_loss",
    source="5.5e",
)
def mean_of_means(model, loader, criterion, optimizer):
    model.train()
    losses = []
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return sum(losses) / len(losses)


@misconception(
    "train_epoch",
    says="You give back the loss of the last batch; the mean over the whole epoch was asked for.",
    hint="Is the loss of the earlier batches still there at the end?",
    caught_by="test_epoch_loss",
    source="5.5f",
)
def loss_of_the_last_batch(model, loader, criterion, optimizer):
    model.train()
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
    return loss.item()


@misconception(
    "train_epoch",
    says="Your running loss is set back every other batch, and what is left in the end is divided by the count of all samples.",
    hint="Which batches are in your sum, and which in your count?",
    caught_by="test_epoch_loss",
    source="5.4j",
)
def running_loss_set_back(model, loader, criterion, optimizer):
    model.train()
    running, count = 0.0, 0
    for place, (x, y) in enumerate(loader, 1):
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        running += loss.item() * len(y)
        count += len(y)
        if place % 2 == 0:
            running = 0.0
    return running / count


@misconception(
    "train_epoch",
    says="You measure each batch after its step: that loss is flattered by what was just learnt.",
    hint="With which weights did the model make the predictions that you learn from?",
    caught_by="test_epoch_loss_while_learning",
    source="own",
)
def loss_after_the_step(model, loader, criterion, optimizer):
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()
        total += criterion(model(x), y).item() * len(y)
        count += len(y)
    return total / count


@misconception(
    "train_epoch",
    says="`model.train()` is missing: after an evaluation dropout stays off, and batch norm learns nothing.",
    hint="In which mode is the model when it comes from an evaluation?",
    caught_by="test_epoch_sets_training_mode",
    source="5.4k",
)
def training_mode_missing(model, loader, criterion, optimizer):
    total, count = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count


@misconception(
    "train_epoch",
    says="You make a new optimizer in every epoch: what Adam has learnt about each weight is lost.",
    hint="Which objects have to live longer than one epoch?",
    caught_by="test_several_epochs",
    source="5.4l",
)
def optimizer_made_anew(model, loader, criterion, optimizer):
    model.train()
    optimizer = type(optimizer)(model.parameters(), lr=optimizer.param_groups[0]["lr"])
    total, count = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count


@misconception(
    "train_epoch",
    says="You train a copy of the model: the optimizer knows the weights of the original, and neither learns.",
    hint="Whose parameters does the optimizer hold?",
    caught_by="test_one_step",
    source="5.4l",
)
def trains_a_copy(model, loader, criterion, optimizer):
    own = copy.deepcopy(model)
    own.train()
    total, count = 0.0, 0
    for x, y in loader:
        own.zero_grad()
        loss = criterion(own(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count


@misconception(
    "train_epoch",
    says="`torch.cuda.is_available` without its brackets is a function, which is always true: there may be no GPU here.",
    hint="What does `bool(print)` give?",
    caught_by="test_one_step",
    source="5.4m",
)
def brackets_forgotten(model, loader, criterion, optimizer):
    device = torch.device("cuda" if torch.cuda.is_available else "cpu")
    model.to(device)
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x.to(device)), y.to(device))
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count


@misconception(
    "train_epoch",
    says="You call backward on a float: `.item()` gives a plain number, which has forgotten how it was computed.",
    hint="On which line does the loss stop being a tensor?",
    caught_by="test_one_step",
    source="5.4o",
)
def item_before_backward(model, loader, criterion, optimizer):
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y).item()
        loss.backward()
        optimizer.step()
        total += loss * len(y)
        count += len(y)
    return total / count


@misconception(
    "train_epoch",
    says="`loss.data[0]` is how PyTorch before 0.4 gave the number; a loss has no axis to index. `loss.item()` gives it.",
    hint="What is the shape of a loss?",
    caught_by="test_one_step",
    source="5.4o",
)
def index_into_the_loss(model, loader, criterion, optimizer):
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.data[0] * len(y)
        count += len(y)
    return total / count


@misconception(
    "train_epoch",
    says="You use a loss of your own; the caller chose the criterion.",
    hint="Which argument of yours is never used?",
    caught_by="test_epoch_uses_its_criterion",
    source="own",
)
def loss_written_in(model, loader, criterion, optimizer):
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count


@misconception(
    "train_epoch",
    says="The loss that you give back drags the graphs of all batches along: you add up tensors, where their numbers would do.",
    hint="Which method of a loss gives its number and nothing else?",
    caught_by="test_epoch_loss_of_numbers",
    source="5.4o",
)
def adds_up_graphs(model, loader, criterion, optimizer):
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss * len(y)
        count += len(y)
    return total / count


@misconception(
    "train_epoch",
    says="You clip the gradients on the way to the step: nobody asked for that, and large steps come out too short.",
    hint="Which line changes the gradients between backward and step?",
    caught_by="test_epoch_uses_its_criterion",
    source="own",
)
def clips_the_gradients(model, loader, criterion, optimizer):
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count


# --- evaluate ----------------------------------------------------------------------------------------------------------


@misconception(
    "evaluate",
    says="`model.eval()` is missing: dropout goes on dropping, and two calls give two answers.",
    hint="Run it twice: same number?",
    caught_by="test_evaluate_without_dropout",
    source="5.5a",
)
def eval_missing(model, loader, criterion):
    total, correct, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            logits = model(x)
            total += criterion(logits, y).item() * len(y)
            correct += (logits.argmax(dim=1) == y).sum().item()
            count += len(y)
    return total / count, correct / count


@misconception(
    "evaluate",
    says="You record gradients for a backward that never comes: the same numbers, and a great deal of memory.",
    hint="Under which `with` does PyTorch stop recording?",
    caught_by="test_evaluate_records_no_gradients",
    source="5.5b",
)
def records_gradients(model, loader, criterion):
    was_training = model.training
    model.eval()
    total, correct, count = 0.0, 0, 0
    for x, y in loader:
        logits = model(x)
        total += criterion(logits, y).item() * len(y)
        correct += (logits.argmax(dim=1) == y).sum().item()
        count += len(y)
    model.train(was_training)
    return total / count, correct / count


@misconception(
    "evaluate",
    says="The model stays in evaluation mode: the epochs that follow train without dropout.",
    hint="What does the caller expect of a model that came in training mode?",
    caught_by="test_evaluate_gives_the_mode_back",
    source="5.5c",
)
def stays_in_evaluation(model, loader, criterion):
    model.eval()
    total, correct, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            logits = model(x)
            total += criterion(logits, y).item() * len(y)
            correct += (logits.argmax(dim=1) == y).sum().item()
            count += len(y)
    return total / count, correct / count


@misconception(
    "evaluate",
    says="You always end in training mode, even for a model that came in evaluation mode.",
    hint="In which mode did the model come? Who remembers it?",
    caught_by="test_evaluate_gives_the_mode_back",
    source="5.5c",
)
def always_ends_in_training(model, loader, criterion):
    model.eval()
    total, correct, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            logits = model(x)
            total += criterion(logits, y).item() * len(y)
            correct += (logits.argmax(dim=1) == y).sum().item()
            count += len(y)
    model.train()
    return total / count, correct / count


@misconception(
    "evaluate",
    says="You compare a column (N, 1) with a row (N,): torch makes N x N comparisons of it.",
    hint="Print the shapes of both sides of `==`.",
    caught_by="test_evaluate_one_batch",
    source="5.5d",
)
def column_against_row(model, loader, criterion):
    was_training = model.training
    model.eval()
    total, share, count = 0.0, 0.0, 0
    with torch.no_grad():
        for x, y in loader:
            logits = model(x)
            total += criterion(logits, y).item() * len(y)
            _, top_class = logits.topk(1, dim=1)
            share += (top_class == y).float().mean().item() * len(y)
            count += len(y)
    model.train(was_training)
    return total / count, share / count


@misconception(
    "evaluate",
    says="You take the mean of the batches' accuracies: the samples of the short last batch count for more than the others.",
    hint="Batches of 4, 4 and 3: which share of the 11 samples is in the last?",
    caught_by="test_evaluate_with_a_short_batch",
    source="5.5e",
)
def mean_of_accuracies(model, loader, criterion):
    was_training = model.training
    model.eval()
    losses, shares, sizes = [], [], []
    with torch.no_grad():
        for x, y in loader:
            logits = model(x)
            losses.append(criterion(logits, y).item())
            shares.append((logits.argmax(dim=1) == y).float().mean().item())
            sizes.append(len(y))
    model.train(was_training)
    return sum(loss * size for loss, size in zip(losses, sizes, strict=True)) / sum(sizes), sum(shares) / len(shares)


@misconception(
    "evaluate",
    says="You take the mean of the batches' losses: the samples of the short last batch count for more than the others.",
    hint="Batches of 4, 4 and 3: which mean counts for how many samples?",
    caught_by="test_evaluate_with_a_short_batch",
    source="5.5e",
)
def mean_of_losses(model, loader, criterion):
    was_training = model.training
    model.eval()
    losses, correct, count = [], 0, 0
    with torch.no_grad():
        for x, y in loader:
            logits = model(x)
            losses.append(criterion(logits, y).item())
            correct += (logits.argmax(dim=1) == y).sum().item()
            count += len(y)
    model.train(was_training)
    return sum(losses) / len(losses), correct / count


@misconception(
    "evaluate",
    says="Your accuracy is that of the last batch: the counts of the others are overwritten.",
    hint="How many samples are in your count?",
    caught_by="test_evaluate_with_a_short_batch",
    source="5.5f",
)
def accuracy_of_the_last_batch(model, loader, criterion):
    was_training = model.training
    model.eval()
    total, count = 0.0, 0
    with torch.no_grad():
        for x, y in loader:
            logits = model(x)
            total += criterion(logits, y).item() * len(y)
            accuracy = (logits.argmax(dim=1) == y).float().mean().item()
            count += len(y)
    model.train(was_training)
    return total / count, accuracy


@misconception(
    "evaluate",
    says="You count right samples and divide by the number of batches.",
    hint="Can an accuracy be above 1?",
    caught_by="test_evaluate_one_batch",
    source="5.5f",
)
def correct_over_batches(model, loader, criterion):
    was_training = model.training
    model.eval()
    total, correct, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            logits = model(x)
            total += criterion(logits, y).item() * len(y)
            correct += (logits.argmax(dim=1) == y).sum().item()
            count += len(y)
    model.train(was_training)
    return total / count, correct / len(loader)


@misconception(
    "evaluate",
    says="You divide by batches times batch size: with a short last batch there are fewer samples than that.",
    hint="11 samples in batches of 4: how many does your formula count?",
    caught_by="test_evaluate_with_a_short_batch",
    source="5.5f",
)
def nominal_count(model, loader, criterion):
    was_training = model.training
    model.eval()
    total, correct, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            logits = model(x)
            total += criterion(logits, y).item() * len(y)
            correct += (logits.argmax(dim=1) == y).sum().item()
            count += len(y)
    model.train(was_training)
    return total / count, correct / (len(loader) * loader.batch_size)


@misconception(
    "evaluate",
    says="You loop over the nominal batch size; the last batch is shorter.",
    hint="How many samples does the last batch hold?",
    caught_by="test_evaluate_with_a_short_batch",
    source="5.5g",
)
def loops_over_the_nominal_size(model, loader, criterion):
    was_training = model.training
    model.eval()
    total, correct, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            logits = model(x)
            total += criterion(logits, y).item() * len(y)
            for place in range(loader.batch_size):
                correct += int(logits[place].argmax() == y[place])
            count += len(y)
    model.train(was_training)
    return total / count, correct / count


@misconception(
    "evaluate",
    says="argmax runs down the samples: you find the best sample of each class, where the best class of each sample is wanted.",
    hint="Along which axis lie the classes?",
    caught_by="test_evaluate_square_batches",
    source="5.5h",
)
def argmax_down_the_samples(model, loader, criterion):
    was_training = model.training
    model.eval()
    total, correct, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            logits = model(x)
            total += criterion(logits, y).item() * len(y)
            correct += (logits.argmax(dim=0) == y).sum().item()
            count += len(y)
    model.train(was_training)
    return total / count, correct / count


@misconception(
    "evaluate",
    says="`//` divides whole numbers: your accuracy is 0 unless all is right.",
    hint="What is 7 // 11?",
    caught_by="test_evaluate_one_batch",
    source="5.5j",
)
def whole_division(model, loader, criterion):
    was_training = model.training
    model.eval()
    total, correct, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            logits = model(x)
            total += criterion(logits, y).item() * len(y)
            correct += (logits.argmax(dim=1) == y).sum().item()
            count += len(y)
    model.train(was_training)
    return total / count, correct // count


@misconception(
    "evaluate",
    says="You train in the evaluation: after it the weights are others.",
    hint="Which lines have no business in a measurement?",
    caught_by="test_evaluate_changes_nothing",
    source="5.5k",
)
def trains_in_evaluation(model, loader, criterion):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    was_training = model.training
    model.eval()
    total, correct, count = 0.0, 0, 0
    for x, y in loader:
        optimizer.zero_grad()
        logits = model(x)
        loss = criterion(logits, y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        correct += (logits.argmax(dim=1) == y).sum().item()
        count += len(y)
    model.train(was_training)
    return total / count, correct / count


@misconception(
    "evaluate",
    says="You turn the parameters' `requires_grad` off and never on again: the model cannot be trained any more.",
    hint="What is different about the parameters afterwards?",
    caught_by="test_evaluate_changes_nothing",
    source="5.5k",
)
def freezes_the_model(model, loader, criterion):
    was_training = model.training
    model.eval()
    for parameter in model.parameters():
        parameter.requires_grad = False
    total, correct, count = 0.0, 0, 0
    for x, y in loader:
        logits = model(x)
        total += criterion(logits, y).item() * len(y)
        correct += (logits.argmax(dim=1) == y).sum().item()
        count += len(y)
    model.train(was_training)
    return total / count, correct / count


@misconception(
    "evaluate",
    says="You turn the recording of gradients off for the whole program, and never on again: nothing can be trained after this.",
    hint="Which form of no_grad ends by itself?",
    caught_by="test_evaluate_changes_nothing",
    source="5.5b",
)
def recording_left_off(model, loader, criterion):
    torch.set_grad_enabled(False)
    was_training = model.training
    model.eval()
    total, correct, count = 0.0, 0, 0
    for x, y in loader:
        logits = model(x)
        total += criterion(logits, y).item() * len(y)
        correct += (logits.argmax(dim=1) == y).sum().item()
        count += len(y)
    model.train(was_training)
    return total / count, correct / count


@misconception(
    "evaluate",
    says="You count a sample as right when its class gets more than half of the probability: of three classes the highest may have less.",
    hint="Probabilities of 0.4, 0.3 and 0.3: which class is the model's answer?",
    caught_by="test_evaluate_anything",
    source="own",
)
def more_than_half(model, loader, criterion):
    was_training = model.training
    model.eval()
    total, correct, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            logits = model(x)
            total += criterion(logits, y).item() * len(y)
            chances = torch.softmax(logits, dim=1)[torch.arange(len(y)), y]
            correct += (chances > 0.5).sum().item()
            count += len(y)
    model.train(was_training)
    return total / count, correct / count


@misconception(
    "evaluate",
    says="Your accuracy is in percent; a share between 0 and 1 was asked for.",
    hint="Which accuracy does a model have that is right every time?",
    caught_by="test_evaluate_one_batch",
    source="own",
)
def accuracy_in_percent(model, loader, criterion):
    was_training = model.training
    model.eval()
    total, correct, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            logits = model(x)
            total += criterion(logits, y).item() * len(y)
            correct += (logits.argmax(dim=1) == y).sum().item()
            count += len(y)
    model.train(was_training)
    return total / count, 100 * correct / count


@misconception(
    "evaluate",
    says="The two come in the wrong order: the loss first, then the accuracy.",
    hint="What does the docstring name first?",
    caught_by="test_evaluate_one_batch",
    source="own",
)
def accuracy_first(model, loader, criterion):
    was_training = model.training
    model.eval()
    total, correct, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            logits = model(x)
            total += criterion(logits, y).item() * len(y)
            correct += (logits.argmax(dim=1) == y).sum().item()
            count += len(y)
    model.train(was_training)
    return correct / count, total / count


@misconception(
    "evaluate",
    says="You use a loss of your own; the caller chose the criterion.",
    hint="Which argument of yours is never used?",
    caught_by="test_evaluate_uses_its_criterion",
    source="own",
)
def measures_with_its_own_loss(model, loader, criterion):
    was_training = model.training
    model.eval()
    total, correct, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            logits = model(x)
            total += F.cross_entropy(logits, y).item() * len(y)
            correct += (logits.argmax(dim=1) == y).sum().item()
            count += len(y)
    model.train(was_training)
    return total / count, correct / count


# --- predict_proba -----------------------------------------------------------------------------------------------------


def quietly(model, x):
    """The scores in evaluation mode, for the mistakes that lie elsewhere."""
    was_training = model.training
    model.eval()
    with torch.no_grad():
        logits = model(x)
    model.train(was_training)
    return logits


@misconception(
    "predict_proba",
    says="You give the raw scores: they are no probabilities yet.",
    hint="What should each row sum to?",
    caught_by="test_proba_of_a_batch",
    source="5.6a",
)
def raw_scores(model, x):
    return quietly(model, x)


@misconception(
    "predict_proba",
    says="You give the logarithms of the probabilities.",
    hint="Can a probability be negative?",
    caught_by="test_proba_of_a_batch",
    source="5.5i",
)
def log_probabilities(model, x):
    return torch.log_softmax(quietly(model, x), dim=1)


@misconception(
    "predict_proba",
    says="exp turns log-probabilities into probabilities; raw scores need a softmax.",
    hint="What should each row sum to?",
    caught_by="test_proba_of_a_batch",
    source="5.6b",
)
def exp_of_scores(model, x):
    return torch.exp(quietly(model, x))


@misconception(
    "predict_proba",
    says="Your softmax runs down the samples: each column sums to one, where each row should.",
    hint="Along which axis lie the classes?",
    caught_by="test_proba_rows",
    source="5.2i",
)
def softmax_down_the_samples(model, x):
    return torch.softmax(quietly(model, x), dim=0)


@misconception(
    "predict_proba",
    says="You answer each class on its own with a sigmoid; one of K classes is right, and the K chances share one whole.",
    hint="What should each row sum to?",
    caught_by="test_proba_of_a_batch",
    source="5.3f",
)
def sigmoid_of_scores(model, x):
    return torch.sigmoid(quietly(model, x))


@misconception(
    "predict_proba",
    says="A batch of one sample loses its axis in your code.",
    hint="Which shape should the answer have for x of shape (1, D)?",
    caught_by="test_proba_rows",
    source="5.6c",
)
def batch_axis_lost(model, x):
    return torch.softmax(quietly(model, x), dim=1).squeeze(0)


@misconception(
    "predict_proba",
    says="You call `model.forward` yourself: what PyTorch does round a call, hooks above all, is left out.",
    hint="What does `model(x)` do beside calling forward?",
    caught_by="test_proba_calls_the_model",
    source="5.6d",
)
def forward_called_directly(model, x):
    was_training = model.training
    model.eval()
    with torch.no_grad():
        probabilities = torch.softmax(model.forward(x), dim=1)
    model.train(was_training)
    return probabilities


@misconception(
    "predict_proba",
    says="`model.eval()` is missing: dropout is at work while you predict.",
    hint="Ask twice for the same sample: same answer?",
    caught_by="test_proba_without_dropout",
    source="5.6e",
)
def predicts_in_training_mode(model, x):
    with torch.no_grad():
        return torch.softmax(model(x), dim=1)


@misconception(
    "predict_proba",
    says="The probabilities drag the whole graph along: nobody will call backward on a prediction.",
    hint="Under which `with` does PyTorch stop recording?",
    caught_by="test_proba_without_gradients",
    source="5.6e",
)
def graph_kept(model, x):
    was_training = model.training
    model.eval()
    probabilities = torch.softmax(model(x), dim=1)
    model.train(was_training)
    return probabilities


@misconception(
    "predict_proba",
    says="The model stays in evaluation mode after a prediction.",
    hint="In which mode did it come?",
    caught_by="test_proba_changes_nothing",
    source="5.5c",
)
def mode_not_given_back(model, x):
    model.eval()
    with torch.no_grad():
        return torch.softmax(model(x), dim=1)


@misconception(
    "predict_proba",
    says="exp of a large score is infinite, and infinity divided by infinity is nan.",
    hint="Does torch have a softmax that is safe for any score?",
    caught_by="test_proba_of_wide_scores",
    source="own",
)
def unsafe_softmax(model, x):
    exponentials = torch.exp(quietly(model, x))
    return exponentials / exponentials.sum(dim=1, keepdim=True)


# --- read_idx ----------------------------------------------------------------------------------------------------------


def content_of(path):
    """The bytes of a file, unpacked where its name says so."""
    opener = gzip.open if str(path).endswith(".gz") else open
    with opener(path, "rb") as file:
        return file.read()


def stated(path, content, order="big"):
    """The shape that a file states, and its data."""
    start = 4 + 4 * content[3]
    shape = [int.from_bytes(content[place : place + 4], order) for place in range(4, start, 4)]
    return shape, content[start:]


def is_idx(path, content):
    if content[:3] != b"\x00\x00\x08":
        raise ValueError(f"{path} is no IDX file of unsigned bytes")


def is_whole(path, shape, data):
    if len(data) != math.prod(shape):
        raise ValueError(f"{path} states {shape}, and holds {len(data)} numbers")


def as_tensor(shape, data):
    return torch.tensor(list(data), dtype=torch.uint8).reshape(shape)


@misconception(
    "read_idx",
    says="You read the sizes with the least byte first; in this format the greatest comes first.",
    hint="The bytes 0, 0, 0, 2 are the number 2. Which number do you get?",
    caught_by="test_idx_images",
    source="own",
)
def little_endian(path):
    content = content_of(path)
    is_idx(path, content)
    shape, data = stated(path, content, "little")
    is_whole(path, shape, data)
    return as_tensor(shape, data)


@misconception(
    "read_idx",
    says="You take one byte of each size: from 256 on that is not enough.",
    hint="Which number do the bytes 0, 0, 2, 188 make together?",
    caught_by="test_idx_of_many",
    source="own",
)
def one_byte_sizes(path):
    content = content_of(path)
    is_idx(path, content)
    start = 4 + 4 * content[3]
    shape = [content[place + 3] for place in range(4, start, 4)]
    is_whole(path, shape, content[start:])
    return as_tensor(shape, content[start:])


@misconception(
    "read_idx",
    says="You skip 16 bytes of header, as images have them; a file of labels has 8.",
    hint="What decides how long the header is?",
    caught_by="test_idx_labels",
    source="own",
)
def header_of_images(path):
    content = content_of(path)
    is_idx(path, content)
    shape = [int.from_bytes(content[place : place + 4], "big") for place in (4, 8, 12)]
    is_whole(path, shape, content[16:])
    return as_tensor(shape, content[16:])


@misconception(
    "read_idx",
    says="You read signed bytes: everything from 128 on becomes negative.",
    hint="How bright can a pixel be, in this format?",
    caught_by="test_idx_images",
    source="own",
)
def signed_bytes(path):
    content = content_of(path)
    is_idx(path, content)
    shape, data = stated(path, content)
    is_whole(path, shape, data)
    return torch.from_numpy(np.frombuffer(data, dtype=np.int8).copy()).reshape(shape)


@misconception(
    "read_idx",
    says="You open a compressed file as it is: its first bytes are gzip's.",
    hint="What does the name of the file end in, and which module of Python unpacks that?",
    caught_by="test_idx_compressed",
    source="own",
)
def not_unpacked(path):
    with open(path, "rb") as file:  # noqa: PTH123 - as students write it
        content = file.read()
    is_idx(path, content)
    shape, data = stated(path, content)
    is_whole(path, shape, data)
    return as_tensor(shape, data)


@misconception(
    "read_idx",
    says="You leave the numbers in one long row: the file states a shape.",
    hint="What do the sizes in the header say?",
    caught_by="test_idx_images",
    source="own",
)
def left_flat(path):
    content = content_of(path)
    is_idx(path, content)
    shape, data = stated(path, content)
    is_whole(path, shape, data)
    return as_tensor([len(data)], data)


@misconception(
    "read_idx",
    says="You scale the numbers; the bytes as they are were asked for.",
    hint="Which dtype does the docstring name?",
    caught_by="test_idx_images",
    source="own",
)
def scaled_to_one(path):
    content = content_of(path)
    is_idx(path, content)
    shape, data = stated(path, content)
    is_whole(path, shape, data)
    return as_tensor(shape, data) / 255


@misconception(
    "read_idx",
    says="You never look at the first bytes: any file is taken for an IDX file.",
    hint="What would your function make of a text file?",
    caught_by="test_idx_refuses_others",
    source="own",
)
def beginning_not_checked(path):
    content = content_of(path)
    shape, data = stated(path, content)
    return as_tensor(shape, data[: math.prod(shape)])


@misconception(
    "read_idx",
    says="You look at the type of the data alone: the two bytes before it have to be zero.",
    hint="What do the first two bytes of an IDX file have to be?",
    caught_by="test_idx_refuses_others",
    source="own",
)
def zeros_not_checked(path):
    content = content_of(path)
    if content[2:3] != b"\x08":
        raise ValueError(f"{path} holds no unsigned bytes")
    shape, data = stated(path, content)
    if len(data) != math.prod(shape):
        raise ValueError(f"{path} holds {len(data)} numbers")
    return as_tensor(shape, data)


@misconception(
    "read_idx",
    says="You never compare how many numbers there are with how many there should be.",
    hint="What happens if the download was interrupted?",
    caught_by="test_idx_refuses_broken_ones",
    source="own",
)
def length_not_checked(path):
    content = content_of(path)
    is_idx(path, content)
    shape, data = stated(path, content)
    padded = data + bytes(max(0, math.prod(shape) - len(data)))
    return as_tensor(shape, padded[: math.prod(shape)])


# --- fit ---------------------------------------------------------------------------------------------------------------


def train_once(model, loader, optimizer, mode=True):
    """A right epoch of training, for the mistakes that lie elsewhere."""
    model.train(mode)
    total, count = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count


def measure(model, loader):
    """A right evaluation."""
    model.eval()
    total, correct, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            logits = model(x)
            total += F.cross_entropy(logits, y).item() * len(y)
            correct += (logits.argmax(dim=1) == y).sum().item()
            count += len(y)
    model.train()
    return total / count, correct / count


def kept(model):
    return copy.deepcopy(model.state_dict())


def run(model, train_loader, val_loader, num_epochs, optimizer, patience, keep=kept, learn_from=None):
    """A right fit but for what it is given: how the best weights are kept, and what is learnt from."""
    history = {"train_loss": [], "val_loss": [], "val_accuracy": []}
    best, state, waited = math.inf, None, 0
    for _ in range(num_epochs):
        history["train_loss"].append(train_once(model, learn_from or train_loader, optimizer))
        loss, accuracy = measure(model, val_loader)
        history["val_loss"].append(loss)
        history["val_accuracy"].append(accuracy)
        if loss < best:
            best, state, waited = loss, keep(model), 0
        else:
            waited += 1
        if waited >= patience:
            break
    model.load_state_dict(state, strict=False)
    return history


def adam(model, learn_rate):
    return torch.optim.Adam(model.parameters(), lr=learn_rate)


@misconception(
    "fit",
    says="Your history holds losses with all that led to them: the graphs of every batch of every epoch stay in memory.",
    hint="Which method of a loss gives its number, and nothing else?",
    caught_by="test_fit_history_of_numbers",
    source="5.7a",
)
def history_of_graphs(model, train_loader, val_loader, num_epochs, learn_rate, patience):
    optimizer = adam(model, learn_rate)
    history = {"train_loss": [], "val_loss": [], "val_accuracy": []}
    best, state, waited = math.inf, None, 0
    for _ in range(num_epochs):
        model.train()
        total, count = 0.0, 0
        for x, y in train_loader:
            optimizer.zero_grad()
            loss = F.cross_entropy(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss * len(y)
            count += len(y)
        history["train_loss"].append(total / count)
        val_loss, accuracy = measure(model, val_loader)
        history["val_loss"].append(val_loss)
        history["val_accuracy"].append(accuracy)
        if val_loss < best:
            best, state, waited = val_loss, kept(model), 0
        else:
            waited += 1
        if waited >= patience:
            break
    model.load_state_dict(state)
    return history


@misconception(
    "fit",
    says="You keep the weights with the lowest training loss: those of the epoch that has learnt the training data best by heart.",
    hint="On which data does one see how good a model is?",
    caught_by="test_fit_restores_the_best",
    source="5.7b",
)
def best_by_training_loss(model, train_loader, val_loader, num_epochs, learn_rate, patience):
    optimizer = adam(model, learn_rate)
    history = {"train_loss": [], "val_loss": [], "val_accuracy": []}
    best, state, waited = math.inf, None, 0
    for _ in range(num_epochs):
        train_loss = train_once(model, train_loader, optimizer)
        loss, accuracy = measure(model, val_loader)
        for key, value in zip(history, (train_loss, loss, accuracy), strict=True):
            history[key].append(value)
        if train_loss < best:
            best, state, waited = train_loss, kept(model), 0
        else:
            waited += 1
        if waited >= patience:
            break
    model.load_state_dict(state)
    return history


@misconception(
    "fit",
    says="You keep the weights with the highest accuracy; the lowest validation loss decides.",
    hint="Two epochs with the same accuracy: which of them was better?",
    caught_by="test_fit_restores_the_best",
    source="own",
)
def best_by_accuracy(model, train_loader, val_loader, num_epochs, learn_rate, patience):
    optimizer = adam(model, learn_rate)
    history = {"train_loss": [], "val_loss": [], "val_accuracy": []}
    best, state, waited = -1.0, None, 0
    for _ in range(num_epochs):
        train_loss = train_once(model, train_loader, optimizer)
        loss, accuracy = measure(model, val_loader)
        for key, value in zip(history, (train_loss, loss, accuracy), strict=True):
            history[key].append(value)
        if accuracy > best:
            best, state, waited = accuracy, kept(model), 0
        else:
            waited += 1
        if waited >= patience:
            break
    model.load_state_dict(state)
    return history


@misconception(
    "fit",
    says="A state dict refers to the live weights: what you keep goes on changing with every step, and you restore the last epoch.",
    hint="What has become of the state dict you saved, one step later?",
    caught_by="test_fit_restores_the_best",
    source="5.7c",
)
def best_by_reference(model, train_loader, val_loader, num_epochs, learn_rate, patience):
    return run(model, train_loader, val_loader, num_epochs, adam(model, learn_rate), patience, keep=lambda model: model.state_dict())


@misconception(
    "fit",
    says="You bring back the parameters and leave the buffers: batch norm keeps the statistics of the last epoch.",
    hint="What does model.state_dict() hold beside the parameters?",
    caught_by="test_fit_restores_buffers",
    source="own",
)
def buffers_left(model, train_loader, val_loader, num_epochs, learn_rate, patience):
    def parameters(model):
        return {name: parameter.detach().clone() for name, parameter in model.named_parameters()}

    return run(model, train_loader, val_loader, num_epochs, adam(model, learn_rate), patience, keep=parameters)


@misconception(
    "fit",
    says="Your loop runs once less than num_epochs.",
    hint="How often does range(1, 3) run?",
    caught_by="test_fit_history",
    source="5.7d",
)
def one_epoch_less(model, train_loader, val_loader, num_epochs, learn_rate, patience):
    return run(model, train_loader, val_loader, max(1, num_epochs - 1), adam(model, learn_rate), patience)


@misconception(
    "fit",
    says="Your loop runs once more than num_epochs.",
    hint="How often does range(num_epochs + 1) run?",
    caught_by="test_fit_counts_epochs",
    source="5.7d",
)
def one_epoch_more(model, train_loader, val_loader, num_epochs, learn_rate, patience):
    return run(model, train_loader, val_loader, num_epochs + 1, adam(model, learn_rate), patience)


@misconception(
    "fit",
    says="You learn from the validation data: what you measure on them afterwards says nothing.",
    hint="Which loader may the optimizer never see?",
    caught_by="test_fit_history",
    source="5.4n",
)
def learns_from_validation(model, train_loader, val_loader, num_epochs, learn_rate, patience):
    return run(model, train_loader, val_loader, num_epochs, adam(model, learn_rate), patience, learn_from=val_loader)


@misconception(
    "fit",
    says="You make a new Adam in every epoch: what it has learnt about each weight is lost.",
    hint="Which objects have to live from the first epoch to the last?",
    caught_by="test_fit_trains_with_one_adam",
    source="5.4l",
)
def new_adam_each_epoch(model, train_loader, val_loader, num_epochs, learn_rate, patience):
    history = {"train_loss": [], "val_loss": [], "val_accuracy": []}
    best, state, waited = math.inf, None, 0
    for _ in range(num_epochs):
        history["train_loss"].append(train_once(model, train_loader, adam(model, learn_rate)))
        loss, accuracy = measure(model, val_loader)
        history["val_loss"].append(loss)
        history["val_accuracy"].append(accuracy)
        if loss < best:
            best, state, waited = loss, kept(model), 0
        else:
            waited += 1
        if waited >= patience:
            break
    model.load_state_dict(state)
    return history


@misconception(
    "fit",
    says="You train with plain gradient descent; Adam was asked for.",
    hint="Which optimizer does the docstring name?",
    caught_by="test_fit_history",
    source="own",
)
def sgd_for_adam(model, train_loader, val_loader, num_epochs, learn_rate, patience):
    optimizer = torch.optim.SGD(model.parameters(), lr=learn_rate)
    return run(model, train_loader, val_loader, num_epochs, optimizer, patience)


@misconception(
    "fit",
    says="You never stop before num_epochs: nothing is counted while the loss no longer falls.",
    hint="What is patience for?",
    caught_by="test_fit_stops_early",
    source="own",
)
def never_stops_early(model, train_loader, val_loader, num_epochs, learn_rate, patience):
    return run(model, train_loader, val_loader, num_epochs, adam(model, learn_rate), num_epochs + 1)


@misconception(
    "fit",
    says="You wait for one epoch more than your patience.",
    hint="With a patience of 1, how many epochs without improvement does it take?",
    caught_by="test_fit_stops_early",
    source="own",
)
def one_epoch_too_patient(model, train_loader, val_loader, num_epochs, learn_rate, patience):
    return run(model, train_loader, val_loader, num_epochs, adam(model, learn_rate), patience + 1)


@misconception(
    "fit",
    says="You count all epochs without improvement; only consecutive ones count, and an improvement sets the count back to 0.",
    hint="What becomes of your count when the loss falls again?",
    caught_by="test_fit_stops_early",
    source="own",
)
def count_never_set_back(model, train_loader, val_loader, num_epochs, learn_rate, patience):
    optimizer = adam(model, learn_rate)
    history = {"train_loss": [], "val_loss": [], "val_accuracy": []}
    best, state, waited = math.inf, None, 0
    for _ in range(num_epochs):
        history["train_loss"].append(train_once(model, train_loader, optimizer))
        loss, accuracy = measure(model, val_loader)
        history["val_loss"].append(loss)
        history["val_accuracy"].append(accuracy)
        if loss < best:
            best, state = loss, kept(model)
        else:
            waited += 1
        if waited >= patience:
            break
    model.load_state_dict(state)
    return history


@misconception(
    "fit",
    says="You compare each epoch with the one before it; the best so far is what has to be beaten.",
    hint="Losses of 1.0, 2.0, 1.9: which of these epochs is an improvement?",
    caught_by="test_fit_stops_early",
    source="own",
)
def compares_with_the_epoch_before(model, train_loader, val_loader, num_epochs, learn_rate, patience):
    optimizer = adam(model, learn_rate)
    history = {"train_loss": [], "val_loss": [], "val_accuracy": []}
    best, before, state, waited = math.inf, math.inf, None, 0
    for _ in range(num_epochs):
        history["train_loss"].append(train_once(model, train_loader, optimizer))
        loss, accuracy = measure(model, val_loader)
        history["val_loss"].append(loss)
        history["val_accuracy"].append(accuracy)
        if loss < best:
            best, state = loss, kept(model)
        waited = 0 if loss < before else waited + 1
        before = loss
        if waited >= patience:
            break
    model.load_state_dict(state)
    return history


@misconception(
    "fit",
    says="An epoch that is as good as the best so far counts as an improvement in your code: the loss has to be lower.",
    hint="If the loss never changes, should training ever stop early?",
    caught_by="test_fit_stops_early",
    source="4.9",
)
def equals_count_as_better(model, train_loader, val_loader, num_epochs, learn_rate, patience):
    optimizer = adam(model, learn_rate)
    history = {"train_loss": [], "val_loss": [], "val_accuracy": []}
    best, state, waited = math.inf, None, 0
    for _ in range(num_epochs):
        history["train_loss"].append(train_once(model, train_loader, optimizer))
        loss, accuracy = measure(model, val_loader)
        history["val_loss"].append(loss)
        history["val_accuracy"].append(accuracy)
        if loss <= best:
            best, state, waited = loss, kept(model), 0
        else:
            waited += 1
        if waited >= patience:
            break
    model.load_state_dict(state)
    return history


@misconception(
    "fit",
    says="When your patience is over you return at once: the best weights come back only if all epochs are run.",
    hint="Which lines are skipped when a `return` stands in the loop?",
    caught_by="test_fit_restores_the_best",
    source="own",
)
def returns_before_restoring(model, train_loader, val_loader, num_epochs, learn_rate, patience):
    optimizer = adam(model, learn_rate)
    history = {"train_loss": [], "val_loss": [], "val_accuracy": []}
    best, state, waited = math.inf, None, 0
    for _ in range(num_epochs):
        history["train_loss"].append(train_once(model, train_loader, optimizer))
        loss, accuracy = measure(model, val_loader)
        history["val_loss"].append(loss)
        history["val_accuracy"].append(accuracy)
        if loss < best:
            best, state, waited = loss, kept(model), 0
        else:
            waited += 1
        if waited >= patience:
            return history
    model.load_state_dict(state)
    return history


@misconception(
    "fit",
    says="An improvement has to be larger than some small number in your code; here every val_loss below the lowest so far counts.",
    hint="From 0.98513 to 0.98511: is that lower, and does your code think so?",
    caught_by="test_fit_stops_early",
    source="own",
)
def wants_more_than_a_little(model, train_loader, val_loader, num_epochs, learn_rate, patience):
    optimizer = adam(model, learn_rate)
    history = {"train_loss": [], "val_loss": [], "val_accuracy": []}
    best, state, waited = math.inf, None, 0
    for _ in range(num_epochs):
        history["train_loss"].append(train_once(model, train_loader, optimizer))
        loss, accuracy = measure(model, val_loader)
        history["val_loss"].append(loss)
        history["val_accuracy"].append(accuracy)
        if loss < best - 1e-4:
            best, state, waited = loss, kept(model), 0
        else:
            waited += 1
        if waited >= patience:
            break
    model.load_state_dict(state)
    return history


@misconception(
    "fit",
    says="Your lowest loss so far begins at a number that you took for large: a loss that is larger still never counts as the best.",
    hint="Which number is larger than any loss? And which weights do you keep if none is lower?",
    caught_by="test_fit_restores_the_best",
    source="own",
)
def begins_at_a_large_number(model, train_loader, val_loader, num_epochs, learn_rate, patience):
    optimizer = adam(model, learn_rate)
    history = {"train_loss": [], "val_loss": [], "val_accuracy": []}
    best, state, waited = 100.0, kept(model), 0
    for _ in range(num_epochs):
        history["train_loss"].append(train_once(model, train_loader, optimizer))
        loss, accuracy = measure(model, val_loader)
        history["val_loss"].append(loss)
        history["val_accuracy"].append(accuracy)
        if loss < best:
            best, state, waited = loss, kept(model), 0
        else:
            waited += 1
        if waited >= patience:
            break
    model.load_state_dict(state)
    return history


@misconception(
    "fit",
    says="You make the learning rate smaller after some epochs; here it stays as it is to the end.",
    hint="Which learning rate has your sixth epoch?",
    caught_by="test_fit_trains_with_one_adam",
    source="own",
)
def lowers_the_learning_rate(model, train_loader, val_loader, num_epochs, learn_rate, patience):
    optimizer = adam(model, learn_rate)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=5, gamma=0.1)
    history = {"train_loss": [], "val_loss": [], "val_accuracy": []}
    best, state, waited = math.inf, None, 0
    for _ in range(num_epochs):
        history["train_loss"].append(train_once(model, train_loader, optimizer))
        scheduler.step()
        loss, accuracy = measure(model, val_loader)
        history["val_loss"].append(loss)
        history["val_accuracy"].append(accuracy)
        if loss < best:
            best, state, waited = loss, kept(model), 0
        else:
            waited += 1
        if waited >= patience:
            break
    model.load_state_dict(state)
    return history


@misconception(
    "fit",
    says="From the second epoch on you train in evaluation mode: nobody has put the model back into training mode.",
    hint="In which mode does an evaluation leave the model, and in which mode does the next epoch want it?",
    caught_by="test_fit_in_both_modes",
    source="5.4k",
)
def trains_in_evaluation_mode(model, train_loader, val_loader, num_epochs, learn_rate, patience):
    optimizer = adam(model, learn_rate)
    history = {"train_loss": [], "val_loss": [], "val_accuracy": []}
    best, state, waited = math.inf, None, 0
    for epoch in range(num_epochs):
        history["train_loss"].append(train_once(model, train_loader, optimizer, mode=epoch == 0))
        loss, accuracy = measure(model, val_loader)
        history["val_loss"].append(loss)
        history["val_accuracy"].append(accuracy)
        if loss < best:
            best, state, waited = loss, kept(model), 0
        else:
            waited += 1
        if waited >= patience:
            break
    model.load_state_dict(state)
    return history
