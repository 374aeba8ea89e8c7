"""What a right start with PyTorch does.

Models, loaders and optimizers are made by the suite in the student's process, from weights that it knows, so
that every number can be worked out: one step is to equal one step.
"""

import gzip
import itertools
import math

import numpy as np
import torch
from torch import nn

from nngrade.suite import check, given, portable, st


def drawn(seed, *shape):
    """Standard normal numbers, the same in every run."""
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def classes(seed, count, num_classes):
    """Labels (N,)."""
    return torch.randint(num_classes, (count,), generator=torch.Generator().manual_seed(seed))


def weights(seed, *sizes):
    """Weights and biases of linear layers, all of order one and of both signs."""
    pairs = enumerate(itertools.pairwise(sizes))
    return [(drawn(seed + 10 * place, after, before), drawn(seed + 10 * place + 5, after)) for place, (before, after) in pairs]


# 11 samples of 4 features in 3 classes: batches of 4 leave a short one of 3. These weights predict each class for some
# sample; a classifier that always gives one answer would hide most mistakes of counting.
X, Y = drawn(1, 11, 4), classes(2, 11, 3)
LAYERS = weights(11, 4, 5, 3)
# The same network, less sure of itself: no class gets more than half of the probability of many a sample.
UNSURE = [(weight / 4, bias / 4) for weight, bias in LAYERS]


# --- what is made in a worker ------------------------------------------------------------------------------------------


@portable
def network(layers, drop_p=0.0, normed=False):
    """A trusted classifier of these weights: linear layers, with (batch norm,) ReLU and dropout between them."""
    parts = nn.Sequential()
    for place, (weight, bias) in enumerate(layers, 1):
        linear = nn.Linear(weight.shape[1], weight.shape[0])
        linear.load_state_dict({"weight": weight, "bias": bias})
        parts.add_module(f"linear{place}", linear)
        if place < len(layers):
            if normed:
                parts.add_module(f"norm{place}", nn.BatchNorm1d(len(bias)))
            parts.add_module(f"relu{place}", nn.ReLU())
            parts.add_module(f"dropout{place}", nn.Dropout(drop_p))
    return parts


@portable
def batches(x, y, batch_size):
    """A loader that keeps the order, and draws from no global generator."""
    data = torch.utils.data.TensorDataset(x, y)
    return torch.utils.data.DataLoader(data, batch_size, generator=torch.Generator().manual_seed(0))


@portable
def slope(function, x, *others):
    """The gradient at x of the outputs, each weighted differently; None where none flows back."""
    x = x.clone().requires_grad_()
    outputs = function(x, *others)
    if not isinstance(outputs, torch.Tensor) or not outputs.requires_grad:
        return None
    (outputs * torch.linspace(0.5, 1.5, outputs.numel()).reshape(outputs.shape)).sum().backward()
    return x.grad


@portable
def footprint(model):
    """Everything of a model that a measurement must not change."""
    return {
        "state": model.state_dict(),
        "requires_grad": [parameter.requires_grad for parameter in model.parameters()],
        "random state": torch.get_rng_state(),
        "gradients are recorded": torch.is_grad_enabled(),
    }


@portable
def modes(model):
    """The mode of a model and of each of its parts."""
    return [part.training for part in model.modules()]


@portable
def watched(layers):
    """The same classifier, which notes at each call whether gradients are being recorded, and whether its hooks run."""
    model = network(layers)
    model.recorded = []
    model.register_forward_pre_hook(lambda model, inputs: model.recorded.append(torch.is_grad_enabled()))
    return model


# --- activation --------------------------------------------------------------------------------------------------------


@check("activation", "seven numbers are squashed rightly", points=2, public=True, hint="What is exp(-x) for x = 0, and 1 / (1 + that)?")
def test_activation_of_numbers(agree):
    agree.activation(torch.tensor([-3.0, -1.0, -0.5, 0.0, 0.5, 1.0, 4.0]))


@check("activation", "a tensor of any shape keeps it", points=1, examples=6, hint="Does every operation of yours work on any shape?")
@given(shape=st.lists(st.integers(1, 3), min_size=1, max_size=3))
def test_activation_of_any_shape(agree, shape):
    agree.activation(drawn(4, *shape))


@check("activation", "gradients flow through it, and are right", points=2, hint="Did your numbers stay tensors of torch all the way?")
def test_activation_passes_gradients(both):
    both(lambda own, world: world(slope, own.activation, drawn(5, 2, 3)), what="the gradient")


@check("activation", "numbers far from zero give 0 and 1, not nan", points=1, hint="What do you divide by what when x is 100?")
def test_activation_of_wide_numbers(agree):
    agree.activation(torch.tensor([-100.0, -30.0, 30.0, 100.0]))


@check("activation", "a single number works too", points=1, hint="Does it matter whether a tensor has an axis at all?")
def test_activation_of_one_number(agree):
    agree.activation(torch.tensor(0.75))


@check("activation", "the caller's tensor is left as it was", points=1, purity=True, hint="Do you use an operation that works in place?")
def test_activation_leaves_its_argument_alone(agree):
    agree.activation(drawn(6, 3, 2))


# --- multilayer_output -------------------------------------------------------------------------------------------------

W1, W2, B1, B2 = drawn(7, 3, 2), drawn(8, 2, 4), drawn(9, 1, 2), drawn(10, 1, 4)


@check("multilayer_output", "one sample", points=2, public=True, hint="Which shape has features @ W1, and what is added to it?")
def test_output_of_one_sample(agree):
    agree.multilayer_output(drawn(11, 1, 3), W1, W2, B1, B2)


@check("multilayer_output", "a batch, each sample on its own", points=2, hint="Which of the two axes of a product belongs to the samples?")
def test_output_of_a_batch(agree):
    agree.multilayer_output(drawn(12, 5, 3), W1, W2, B1, B2)


@check("multilayer_output", "layers as wide as the batch is long", points=1, hint="If all is square, no error tells you what to transpose.")
def test_output_of_square_layers(agree):
    agree.multilayer_output(drawn(13, 3, 3), drawn(14, 3, 3), drawn(15, 3, 3), drawn(16, 1, 3), drawn(17, 1, 3))


@check("multilayer_output", "biases may be vectors", points=1, hint="What does torch do when (N, H) and (H,) are added?")
def test_output_with_vectors_for_biases(agree):
    agree.multilayer_output(drawn(18, 4, 3), W1, W2, B1[0], B2[0])


@check(
    "multilayer_output",
    "gradients flow back to all weights and biases",
    points=2,
    hint="Did your numbers stay tensors of torch all the way, and the very ones that you were given?",
)
def test_output_passes_gradients(both):
    @portable
    def by_each(function, features, *given):
        def by_one(place):
            return slope(lambda one: function(features, *given[:place], one, *given[place + 1 :]), given[place])

        return {name: by_one(place) for place, name in enumerate(("W1", "W2", "B1", "B2"))}

    both(lambda own, world: world(by_each, own.multilayer_output, drawn(19, 4, 3), W1, W2, B1, B2), what="the gradients")


@check("multilayer_output", "the caller's tensors are left as they were", points=1, purity=True, hint="Do you add in place (+=)?")
def test_output_leaves_its_arguments_alone(agree):
    agree.multilayer_output(drawn(20, 4, 3), W1, W2, B1, B2)


# --- flatten -----------------------------------------------------------------------------------------------------------


@check("flatten", "images become rows", points=2, public=True, hint="Which number of the shape stays?")
def test_flatten_images(agree):
    agree.flatten(torch.arange(24.0).reshape(2, 3, 4))


@check("flatten", "a short last batch as well", points=1, hint="Where does the number of images in your code come from?")
def test_flatten_batches_of_any_length(agree):
    for count in (64, 16, 5):
        agree.flatten(drawn(21, count, 2, 3))


@check("flatten", "images with channels", points=1, hint="How many axes of the shape are multiplied together?")
def test_flatten_channels(agree):
    agree.flatten(drawn(22, 3, 3, 2, 4))


@check("flatten", "a single image stays a batch", points=1, hint="Which shape has a batch of one image?")
def test_flatten_one_image(agree):
    agree.flatten(drawn(23, 1, 2, 3))


@check("flatten", "rows stay rows", points=1, hint="What is there to do if each sample is a row already?")
def test_flatten_rows(agree):
    agree.flatten(drawn(24, 3, 4))


@check(
    "flatten", "the caller's images keep their shape", points=1, purity=True, hint="Does a name that ends in an underscore work in place?"
)
def test_flatten_leaves_its_argument_alone(worker, student, expect):
    @portable
    def shape_after(flatten, images):
        flatten(images)
        return list(images.shape), images

    images = drawn(25, 2, 3, 4)
    shape, after = expect.pair(worker(shape_after, student.flatten, images))
    expect.equal(shape, [2, 3, 4], "the shape of the caller's images, afterwards")
    expect.equal(after, images, "the caller's images, afterwards")


# --- Network -----------------------------------------------------------------------------------------------------------


@portable
def filled(model, tensors):
    """Give each parameter the tensor of its shape; the shapes of a check are all different."""
    with torch.no_grad():
        for parameter in model.parameters():
            for tensor in tensors:
                if parameter.shape == tensor.shape:
                    parameter.copy_(tensor)
    return model


def outputs_of(own, world, sizes, x, *, seed=30):
    """What a network of these sizes gives in evaluation mode, with the suite's weights."""
    first, *hidden, last = sizes
    model = own.Network(first, last, hidden)
    tensors = [tensor for pair in weights(seed, *sizes) for tensor in pair]
    world(filled, model, tensors).eval()
    return model(x)


def shapes_of(own, *arguments):
    """The shapes of all parameters that an optimizer would get, sorted."""
    return sorted(list(parameter.shape) for parameter in own.Network(*arguments).parameters())


@check("Network", "it has the parameters of its linear layers", points=2, public=True, hint="What does list(model.parameters()) hold?")
def test_network_has_its_parameters(both):
    both(lambda own, _: shapes_of(own, 4, 3, [5]), what="the shapes of the parameters")


@check(
    "Network", "it gives raw scores", points=2, public=True, hint="What happens to a score on its way from the last layer to the caller?"
)
def test_network_gives_scores(both):
    both(lambda own, world: outputs_of(own, world, (4, 5, 3), drawn(31, 6, 4)), what="the scores")


@check(
    "Network", "any number of hidden layers, each with its ReLU", points=2, hint="For [5, 6, 2]: which pairs of sizes are linear layers?"
)
def test_network_of_many_layers(both):
    both(lambda own, _: [shapes_of(own, 4, 3, [5, 6]), shapes_of(own, 2, 4, [7, 5, 6])], what="the shapes of the parameters")
    both(lambda own, world: outputs_of(own, world, (4, 5, 6, 3), drawn(32, 6, 4)), what="the scores")
    both(lambda own, world: outputs_of(own, world, (2, 7, 5, 6, 4), drawn(33, 3, 2)), what="the scores")


@check("Network", "a batch of one sample gives scores (1, K)", points=1, hint="Do you drop an axis whose length is 1?")
def test_network_on_one_sample(both):
    both(lambda own, world: outputs_of(own, world, (4, 5, 3), drawn(34, 1, 4)), what="the scores")


@check(
    "Network",
    "it starts from weights that are all different",
    points=1,
    hint="If two hidden units start alike, what tells them apart later?",
)
def test_network_starts_from_different_weights(student, expect):
    for parameter in student.Network(4, 3, [6]).parameters():
        if parameter.ndim == 2:
            rows = {tuple(row) for row in parameter.tolist()}
            expect.that(len(rows) == len(parameter), "every unit of a layer starts with weights of its own", got=parameter)


@portable
def survivors(model, x):
    """The outputs in training mode, for a network that passes its inputs on unchanged, and those in evaluation mode."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.eye(len(parameter)) if parameter.ndim == 2 else torch.zeros(len(parameter)))
    return model.train()(x), model.eval()(x)


def judge_dropout(student, worker, expect, hidden, drop_p, *named):
    """A network that passes ones on: what comes out shows which were dropped, and how the others were scaled."""
    model = student.Network(8, 8, [8] * hidden, *named)
    trained, evaluated = expect.pair(worker(survivors, model, torch.ones(300, 8)))
    trained = expect.array(trained, "the outputs", (300, 8))
    expect.close(evaluated, torch.ones(300, 8), "the outputs in evaluation mode")
    kept = (1 - drop_p) ** hidden
    expect.close(np.unique(trained), [0, 1 / kept], f"which outputs there are in training mode with drop_p = {drop_p}")
    share = (trained > 0).mean()
    # Of 2400 numbers the share strays by 0.01; a fixed seed makes it the same in every run.
    expect.that(abs(share - kept) < 0.06, f"a share of {1 - kept:.2f} is dropped, and {1 - share:.2f} was", got=trained)
    survived = trained > 0
    samples, units = survived.mean(axis=1), survived.mean(axis=0)
    # Of samples with 8 numbers each at least 83 % lose some and keep some.
    mixed = ((samples > 0) & (samples < 1)).mean() > 0.6 and bool(((units > 0) & (units < 1)).all())
    expect.that(mixed, "each number is dropped or kept by itself, whatever becomes of the others", got=trained)


@check(
    "Network", "in training mode drop_p is the chance to be dropped", points=2, hint="In which mode does dropout work, and what is drop_p?"
)
def test_network_drops_in_training(student, worker, expect):
    judge_dropout(student, worker, expect, 1, 0.2, 0.2)


@check(
    "Network",
    "dropout follows every hidden layer, by default at 0.5",
    points=1,
    hint="How many dropouts does a network of two hidden layers have?",
)
def test_network_drops_after_each_layer(student, worker, expect):
    judge_dropout(student, worker, expect, 2, 0.25, 0.25)
    judge_dropout(student, worker, expect, 1, 0.5)


@check("Network", "the same sample gets the same scores twice", points=1, hint="Where are your layers made: once, or at each call?")
def test_network_is_the_same_at_each_call(student, expect):
    model = student.Network(4, 3, [5, 6])
    model.eval()
    x = drawn(35, 2, 4)
    expect.equal(model(x), model(x), "the scores of the second call")


@portable
def sizes_after(network_class, hidden_layers):
    """The caller's list of sizes, after a network was made with it."""
    network_class(4, 3, hidden_layers)
    return hidden_layers


@check(
    "Network",
    "the caller's list of sizes is left as it was",
    points=1,
    purity=True,
    hint="insert, append and += work in place: whose list is it?",
)
def test_network_leaves_its_sizes_alone(student, worker, expect):
    expect.equal(worker(sizes_after, student.Network, [5, 6]), [5, 6], "the caller's hidden_layers, after a network was made with them")


# --- classification_loss -----------------------------------------------------------------------------------------------

SCORES = torch.tensor([[1.0, 2.0, -1.0, 0.5], [0.0, -3.0, 1.0, 2.0], [2.0, 0.5, 0.0, -1.0]])
LABELS = torch.tensor([1, 0, 3])


@check("classification_loss", "three samples", points=2, public=True, hint="Which of PyTorch's losses takes raw scores?")
def test_loss_of_three_samples(agree):
    agree.classification_loss(SCORES, LABELS)


@check("classification_loss", "its gradient is right as well", points=2, hint="Through which of your operations can no gradient flow?")
def test_loss_passes_gradients(both):
    both(lambda own, world: world(slope, own.classification_loss, SCORES, LABELS), what="the gradient of the logits")


@check(
    "classification_loss", "perfect scores cost nothing", points=1, hint="If softmax is taken twice, how certain can a network still be?"
)
def test_loss_of_perfect_scores(student, expect):
    loss = expect.number(student.classification_loss(torch.eye(4) * 60, torch.arange(4)), "the loss")
    expect.that(abs(loss) < 1e-3, "the loss of perfect scores is 0", got=loss)


@check("classification_loss", "scores of ±10000 give a finite loss", points=1, hint="Where does an exponential meet a raw score?")
def test_loss_of_wide_scores(agree):
    agree.classification_loss(torch.tensor([[1e4, -1e4, 0.0], [-1e4, 1e4, 5.0]]), torch.tensor([2, 0]))


@check("classification_loss", "a batch of one sample", points=1, hint="Do you drop an axis whose length is 1?")
def test_loss_of_one_sample(agree):
    agree.classification_loss(SCORES[:1], LABELS[:1])


@check("classification_loss", "any batch", points=1, examples=8, hint="Is it the mean over the samples, whatever their number?")
@given(size=st.tuples(st.integers(1, 6), st.integers(2, 5)), seed=st.integers(40, 60))
def test_loss_of_any_batch(agree, size, seed):
    agree.classification_loss(3 * drawn(seed, *size), classes(seed, *size))


@check("classification_loss", "the caller's tensors are left as they were", points=1, purity=True, hint="Do you write into an argument?")
def test_loss_leaves_its_arguments_alone(agree):
    agree.classification_loss(SCORES, LABELS)


# --- train_epoch -------------------------------------------------------------------------------------------------------


def trained(own, world, model, loader, *, epochs=1, criterion=None, adam=False, learn_rate=0.3):
    """What a model is after some epochs, and the losses that were told."""
    optim = world.torch.optim
    optimizer = optim.Adam(model.parameters(), lr=learn_rate) if adam else optim.SGD(model.parameters(), lr=learn_rate)
    criterion = criterion or world.torch.nn.CrossEntropyLoss()
    losses = [own.train_epoch(model, loader, criterion, optimizer) for _ in range(epochs)]
    return {"loss": losses, "weights": model.state_dict()}


@portable
def prepared(layers, rate):
    """A classifier and its optimizer, which notice how often gradients arrive and steps are made."""
    model = network(layers)
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    model.arrived, model.steps, model.calls = [], [], 0
    model.register_forward_hook(lambda model, *_: setattr(model, "calls", model.calls + 1))
    model.linear1.bias.register_hook(lambda gradient: model.arrived.append(1))
    optimizer.register_step_post_hook(lambda *_: model.steps.append(1))
    return model, optimizer


@portable
def happened(model):
    """What the model has noticed, and whether gradients are left."""
    left = any(parameter.grad is not None and bool(parameter.grad.any()) for parameter in model.parameters())
    return {"forward passes": model.calls, "backward passes": len(model.arrived), "steps": len(model.steps), "gradients left": left}


@check(
    "train_epoch", "one batch: one step", points=2, public=True, hint="Forward, loss, backward, step: in which order, and each how often?"
)
def test_one_step(both, student, worker, expect):
    model, optimizer = worker(prepared, LAYERS, 0.3)
    before = model.state_dict()
    student.train_epoch(model, worker(batches, X, Y, 11), worker.torch.nn.CrossEntropyLoss(), optimizer)
    moved = [not torch.equal(before[key], value) for key, value in model.state_dict().items()]
    # All of these end at the same weights: what was left out is told by what happened.
    expect.that(any(moved), "the weights move", got=worker(happened, model))

    def story(own, world):
        model = world(network, LAYERS)
        return trained(own, world, model, world(batches, X, Y, 11))["weights"]

    both(story, what="the model after one step")


@check("train_epoch", "one epoch: a step for every batch", points=2, hint="What does backward do to gradients that are there already?")
def test_one_epoch(both):
    def story(own, world):
        model = world(network, LAYERS)
        return trained(own, world, model, world(batches, X, Y, 4))["weights"]

    both(story, what="the model after one epoch")


@check(
    "train_epoch", "the loss is the mean over the samples", points=2, hint="Batches of 4, 4 and 3: which mean counts for how many samples?"
)
def test_epoch_loss(student, worker, expect):
    # A learning rate of 0 keeps the model as it is: the mean can be worked out from all samples at once.
    model = worker(network, LAYERS)
    optimizer = worker.torch.optim.SGD(model.parameters(), lr=0.0)
    criterion = worker.torch.nn.CrossEntropyLoss()
    for size in (4, 11):
        loss = expect.number(student.train_epoch(model, worker(batches, X, Y, size), criterion, optimizer), "the loss")
        right = torch.nn.functional.cross_entropy(model(X), Y).item()
        expect.close(loss, right, f"the mean loss per sample, in batches of {size}", rtol=1e-4)


@check(
    "train_epoch",
    "the loss comes back without its graph",
    points=1,
    hint="You add up losses: what does each of them remember that a plain number does not?",
)
def test_epoch_loss_of_numbers(student, worker, expect):
    model = worker(network, LAYERS)
    optimizer = worker.torch.optim.SGD(model.parameters(), lr=0.1)
    loss = student.train_epoch(model, worker(batches, X, Y, 4), worker.torch.nn.CrossEntropyLoss(), optimizer)
    expect.number(loss, "the loss")
    # A tensor that holds a number and nothing else is as good as a float.
    expect.that(not getattr(loss, "requires_grad", False), "the loss requires no gradients", got=loss)


@check("train_epoch", "the loss of each batch is the one before its step", points=1, hint="Which weights made the loss that you count?")
def test_epoch_loss_while_learning(both):
    def story(own, world):
        return trained(own, world, world(network, LAYERS), world(batches, X, Y, 4))["loss"]

    both(story, what="the loss of an epoch", rtol=1e-4)


@check("train_epoch", "the next epoch goes on from there", points=1, hint="Does anything of an epoch remain for the next, or get lost?")
def test_several_epochs(both):
    def story(own, world):
        return trained(own, world, world(network, LAYERS), world(batches, X, Y, 4), epochs=3, adam=True, learn_rate=0.05)

    both(story, what="three epochs with Adam", rtol=1e-4, atol=1e-5)


@check(
    "train_epoch",
    "a model that comes from an evaluation is trained all the same",
    points=1,
    hint="In which mode is the model, and who says so?",
)
def test_epoch_sets_training_mode(both):
    def story(own, world):
        model = world(network, LAYERS, 0.0, normed=True)
        model.eval()
        return trained(own, world, model, world(batches, X, Y, 4))["weights"]

    both(story, what="a model with batch norm, after one epoch")


@check("train_epoch", "the criterion that was given is the one used", points=1, hint="Do you call the criterion that the caller chose?")
def test_epoch_uses_its_criterion(both):
    def story(own, world):
        criterion = world.torch.nn.MSELoss()
        targets = drawn(50, 11, 3)
        return trained(own, world, world(network, LAYERS), world(batches, X, targets, 4), criterion=criterion, learn_rate=0.05)

    both(story, what="one epoch with a mean squared error", rtol=1e-4)


# --- evaluate ----------------------------------------------------------------------------------------------------------


def measured(own, world, model, x, y, batch_size):
    """Loss and accuracy in batches of a size."""
    return own.evaluate(model, world(batches, x, y, batch_size), world.torch.nn.CrossEntropyLoss())


@check(
    "evaluate",
    "loss and accuracy of one batch",
    points=2,
    public=True,
    hint="Which class has the highest score, and what do you compare it with?",
)
def test_evaluate_one_batch(both):
    both(lambda own, world: measured(own, world, world(network, LAYERS), X, Y, 11), what="loss and accuracy")


@check(
    "evaluate",
    "both are exact when the last batch is short",
    points=2,
    hint="11 samples in batches of 4: does each sample count as much as any other?",
)
def test_evaluate_with_a_short_batch(both):
    both(lambda own, world: measured(own, world, world(network, LAYERS), X, Y, 4), what="loss and accuracy")


@check("evaluate", "batches with as many samples as classes work too", points=1, hint="Along which axis lie the classes?")
def test_evaluate_square_batches(both):
    both(lambda own, world: measured(own, world, world(network, LAYERS), X[:9], Y[:9], 3), what="loss and accuracy")


@check(
    "evaluate", "any data in any batches", points=1, examples=15, hint="Count right answers and samples over all batches, and divide once."
)
@given(count=st.integers(2, 9), size=st.integers(1, 5), seed=st.integers(60, 80))
def test_evaluate_anything(both, count, size, seed):
    x, y = drawn(seed, count, 4), classes(seed, count, 3)
    both(lambda own, world: measured(own, world, world(network, UNSURE), x, y, size), what="loss and accuracy")


@check("evaluate", "dropout is off: twice the same numbers", points=1, hint="Run it twice: same number?")
def test_evaluate_without_dropout(both):
    def story(own, world):
        model = world(network, LAYERS, 0.4)
        return [measured(own, world, model, X, Y, 4), measured(own, world, model, X, Y, 4)]

    both(story, what="two measurements of a model with dropout")


@check(
    "evaluate",
    "the model is given back in the mode in which it came",
    points=1,
    hint="What does the next epoch do with a model in evaluation mode?",
)
def test_evaluate_gives_the_mode_back(student, worker, expect):
    for mode in (True, False):
        model = worker(network, LAYERS, 0.4)
        model.train(mode)
        before = worker(modes, model)
        measured(student, worker, model, X, Y, 4)
        came = "training" if mode else "evaluation"
        expect.equal(worker(modes, model), before, f"which parts of a model that came in {came} mode are in training mode now")


@check("evaluate", "nothing of the model changes", points=1, hint="Look at its parameters and its buffers before and after.")
def test_evaluate_changes_nothing(student, worker, expect):
    model = worker(network, LAYERS, 0.4, normed=True)
    before = worker(footprint, model)
    measured(student, worker, model, X, Y, 4)
    expect.equal(worker(footprint, model), before, "the model after an evaluation")


@check(
    "evaluate", "no gradients are recorded", points=1, hint="What does PyTorch keep of every forward pass, for a backward that never comes?"
)
def test_evaluate_records_no_gradients(student, worker, expect):
    model = worker(watched, LAYERS)
    measured(student, worker, model, X, Y, 4)
    expect.that(not any(model.recorded), "no gradients are recorded during an evaluation", got=model.recorded)


@check("evaluate", "the criterion that was given is the one used", points=1, hint="Do you call the criterion that the caller chose?")
def test_evaluate_uses_its_criterion(both):
    def story(own, world):
        criterion = world.torch.nn.CrossEntropyLoss(label_smoothing=0.3)
        return own.evaluate(world(network, LAYERS), world(batches, X, Y, 4), criterion)

    both(story, what="loss and accuracy")


# --- predict_proba -----------------------------------------------------------------------------------------------------


@check("predict_proba", "the probabilities of a batch", points=2, public=True, hint="What makes probabilities of raw scores?")
def test_proba_of_a_batch(both):
    both(lambda own, world: own.predict_proba(world(network, LAYERS), X), what="the probabilities")


@check("predict_proba", "every row sums to one, whatever the shape of the batch", points=1, hint="Along which axis lie the classes?")
def test_proba_rows(both):
    for count in (3, 1, 7):
        both(lambda own, world, count=count: own.predict_proba(world(network, LAYERS), X[:count]), what="the probabilities")


@check("predict_proba", "scores far apart give finite probabilities", points=1, hint="Is exp of a raw score always a number?")
def test_proba_of_wide_scores(both):
    both(lambda own, world: own.predict_proba(world(network, LAYERS), 1000 * X), what="the probabilities")


@check("predict_proba", "dropout is off", points=1, hint="Ask twice for the same sample: same answer?")
def test_proba_without_dropout(both):
    both(lambda own, world: own.predict_proba(world(network, LAYERS, 0.4), X), what="the probabilities")


@check("predict_proba", "the model is given back as it came", points=1, hint="In which mode did it come, and in which does it go?")
def test_proba_changes_nothing(student, worker, expect):
    for mode in (True, False):
        model = worker(network, LAYERS, 0.4, normed=True)
        model.train(mode)
        before, came_in = worker(footprint, model), worker(modes, model)
        student.predict_proba(model, X)
        came = "training" if mode else "evaluation"
        expect.equal(worker(modes, model), came_in, f"which parts of a model that came in {came} mode are in training mode now")
        expect.equal(worker(footprint, model), before, "the model after a prediction")


@check("predict_proba", "the probabilities carry no graph", points=1, hint="Will anyone call backward on a prediction?")
def test_proba_without_gradients(student, worker, expect):
    probabilities = student.predict_proba(worker(network, LAYERS), X)
    expect.array(probabilities, "the probabilities", (11, 3))
    asks = getattr(probabilities, "requires_grad", False)
    expect.that(not asks, "the probabilities require no gradients", got=probabilities)


@check("predict_proba", "the model is called, so that its hooks run", points=1, hint="What does model(x) do beside model.forward(x)?")
def test_proba_calls_the_model(student, worker, expect):
    model = worker(watched, LAYERS)
    student.predict_proba(model, X)
    expect.that(len(model.recorded) >= 1, "the model's hooks run", got=model.recorded)


# --- read_idx ----------------------------------------------------------------------------------------------------------


def idx(shape, numbers, kind=8):
    """The bytes of an IDX file."""
    return bytes([0, 0, kind, len(shape)]) + b"".join(size.to_bytes(4, "big") for size in shape) + bytes(numbers)


def judge_idx(student, worker, expect, name, content, shape, numbers):
    """A file of this content is read as a tensor of these numbers."""
    got = student.read_idx(worker.write(name, content))
    expect.that(str(getattr(got, "dtype", "")) == "torch.uint8", "the answer is a tensor of torch.uint8", got=got)
    expect.equal(got, np.array(numbers, dtype=np.uint8).reshape(shape), "what the file holds")


@check(
    "read_idx",
    "images, with their three dimensions",
    points=2,
    public=True,
    hint="Which bytes say how many dimensions there are, and their sizes?",
)
def test_idx_images(student, worker, expect):
    numbers = [(7 * place) % 256 for place in range(2 * 3 * 4)]
    judge_idx(student, worker, expect, "images-idx3-ubyte", idx((2, 3, 4), numbers), (2, 3, 4), numbers)


@check("read_idx", "labels, with one", points=1, hint="Where does the data begin if there is a single dimension?")
def test_idx_labels(student, worker, expect):
    numbers = [9, 0, 3, 3, 7]
    judge_idx(student, worker, expect, "labels-idx1-ubyte", idx((5,), numbers), (5,), numbers)


@check(
    "read_idx",
    "files that are compressed with gzip",
    points=1,
    hint="What do the first two bytes of such a file look like if it is not unpacked?",
)
def test_idx_compressed(student, worker, expect):
    numbers = [250, 3, 128, 0, 1, 2]
    content = gzip.compress(idx((2, 3), numbers), mtime=0)
    judge_idx(student, worker, expect, "images-idx2-ubyte.gz", content, (2, 3), numbers)


@check("read_idx", "more samples than a byte can count", points=1, hint="Four bytes make one size: which of them counts most?")
def test_idx_of_many(student, worker, expect):
    numbers = [place % 251 for place in range(700)]
    judge_idx(student, worker, expect, "labels-idx1-ubyte", idx((700,), numbers), (700,), numbers)


@check("read_idx", "any shape", points=1, examples=5, hint="Does any size in your code not come from the file?")
@given(shape=st.lists(st.integers(1, 4), min_size=1, max_size=4), shift=st.integers(0, 255))
def test_idx_of_any_shape(student, worker, expect, shape, shift):
    numbers = [(shift + 11 * place) % 256 for place in range(math.prod(shape))]
    judge_idx(student, worker, expect, "data", idx(shape, numbers), shape, numbers)


@check(
    "read_idx", "a file that is none, or of another type, is refused by name", points=1, hint="What do the first three bytes have to be?"
)
def test_idx_refuses_others(student, worker, expect):
    others = {
        "notes.txt": b"# Notes on the data, more than a header long",
        "floats-idx1": idx((2,), [0] * 8, kind=13),
        "unknown-idx1": idx((2,), [0] * 2, kind=3),
        "archive.zip": b"PK" + idx((2,), [0] * 2)[2:],
    }
    for name, content in others.items():
        expect.raises(ValueError, student.read_idx, worker.write(name, content), mentions=name)


@check("read_idx", "a file that was cut short, or is too long, is refused by name", points=1, hint="How many numbers should there be?")
def test_idx_refuses_broken_ones(student, worker, expect):
    whole = idx((2, 3), range(6))
    expect.raises(ValueError, student.read_idx, worker.write("short-idx2", whole[:-2]), mentions="short-idx2")
    expect.raises(ValueError, student.read_idx, worker.write("long-idx2", whole + bytes(3)), mentions="long-idx2")


# --- fit ---------------------------------------------------------------------------------------------------------------

KEYS = ("train_loss", "val_loss", "val_accuracy")


def fitted(own, world, num_epochs, learn_rate, patience, **options):
    """What fit gives, and what the model is afterwards."""
    model = world(network, LAYERS, 0.0, normed=options.get("normed", False))
    seed = options.get("validation", 90)
    measured_on = drawn(seed, 7, 4) * options.get("spread", 1)
    loaders = world(batches, X, Y, 4), world(batches, measured_on, classes(seed + 1, 7, 3), 4)
    history = own.fit(model, *loaders, num_epochs, learn_rate, patience)
    # What else a history holds is the student's business.
    asked_for = {key: history.get(key) for key in KEYS} if isinstance(history, dict) else history
    return {"history": asked_for, "weights": model.state_dict()}


def lengths(history):
    """How long each list of a history is."""
    return (
        {key: len(values) if isinstance(values, list) else values for key, values in history.items()}
        if isinstance(history, dict)
        else history
    )


@check("fit", "its history tells of every epoch", points=2, public=True, hint="What is measured after each epoch, and on which data?")
def test_fit_history(both):
    both(lambda own, world: fitted(own, world, 4, 0.01, 10)["history"], what="the history", rtol=1e-3)


@check("fit", "it runs as many epochs as it is told", points=1, hint="How often does your loop run for num_epochs = 1?")
def test_fit_counts_epochs(both):
    for num_epochs in (1, 3):
        both(lambda own, world, most=num_epochs: lengths(fitted(own, world, most, 0.01, 10)["history"]), what="the epochs run")


@check("fit", "one Adam trains the whole time", points=1, hint="What does Adam remember from one epoch to the next?")
def test_fit_trains_with_one_adam(both):
    both(lambda own, world: fitted(own, world, 8, 0.02, 10)["history"]["train_loss"], what="the training losses", rtol=1e-3)


@check("fit", "the best weights come back", points=2, hint="Of which epoch are the weights that you saved, by now?")
def test_fit_restores_the_best(both):
    # The lowest validation loss comes after epoch 2, the lowest training loss after 4, the highest accuracy after 0.
    # Whether it was patience or the epochs that came to an end, and however large the losses are, is all the same.
    for patience, what in ((20, "the model after fit"), (3, "the model after a fit that stopped early")):
        both(lambda own, world, wait=patience: fitted(own, world, 10, 0.5, wait, validation=92)["weights"], what=what, rtol=1e-2, atol=1e-3)
    both(
        lambda own, world: fitted(own, world, 6, 0.3, 20, validation=98, spread=100)["weights"],
        what="the model after a fit whose val_loss is never below 280",
        rtol=1e-2,
        atol=1e-3,
    )


@check("fit", "buffers come back with them", points=1, hint="What does a model with batch norm hold beside its parameters?")
def test_fit_restores_buffers(both):
    both(lambda own, world: fitted(own, world, 6, 0.3, 20, normed=True)["weights"], what="the model after fit", rtol=1e-2, atol=1e-3)


@check("fit", "it stops when its patience is over", points=2, hint="How many epochs have passed since the best one?")
def test_fit_stops_early(both):
    # This validation loss falls, rises, falls again: it ends after 2, 7 and 8 epochs.
    for patience in (1, 2, 3):
        both(
            lambda own, world, wait=patience: lengths(fitted(own, world, 15, 0.3, wait, validation=98)["history"]),
            what=f"the epochs run with a patience of {patience}",
        )
    # At a learning rate of 0.00001 every epoch is better than the last by about 0.00002: all of them are improvements.
    both(
        lambda own, world: lengths(fitted(own, world, 5, 1e-5, 1, validation=98)["history"]),
        what="the epochs run at a learning rate of 0.00001 with a patience of 1",
    )
    # At a learning rate of 0 every epoch is as good as the first: none of them is an improvement.
    both(lambda own, world: lengths(fitted(own, world, 5, 0.0, 2)["history"]), what="the epochs run at a learning rate of 0")


@check("fit", "it trains in training mode, and measures in evaluation mode", points=1, hint="Who puts the model back into training mode?")
def test_fit_in_both_modes(both):
    both(lambda own, world: fitted(own, world, 3, 0.02, 10, normed=True)["history"], what="the history", rtol=1e-3)


@check("fit", "its history keeps no graph alive", points=1, hint="What does a loss remember that a plain number does not?")
def test_fit_history_of_numbers(student, worker, expect):
    history = fitted(student, worker, 2, 0.01, 10)["history"]
    lists = [history.get(key) for key in KEYS] if isinstance(history, dict) else [None]
    expect.that(all(isinstance(values, list) for values in lists), "the history is a dict of three lists", got=history)
    # A tensor that holds a number and nothing else is as good as a float.
    graphs = [value for values in lists for value in values if getattr(value, "requires_grad", False)]
    expect.that(not graphs, "no entry of the history requires gradients", got=history)
