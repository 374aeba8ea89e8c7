"""The hidden suite of the topic `transfer-learning`.

Frozen means frozen: parameters, batch-norm statistics, flags and modes are
compared to the bit, before and after. What training ends at is compared with the
reference, step for step, and in the end with what it is for: unseen digits.
"""

import numpy as np
import pytest
import torch
from torch import nn

from nngrade.suite import check, portable

IMAGES = torch.tensor(np.random.default_rng(0).integers(0, 17, (11, 1, 8, 8)) / 16, dtype=torch.float32)
LABELS = torch.tensor([0, 2, 1, 4, 3, 0, 1, 2, 4, 4, 3])
BACKBONE = "blocks"


@pytest.fixture
def weights(data):
    """What the pretrained network knows, by name."""
    return torch.load(data / "digits-backbone.pt", weights_only=True)


def pretrained(module, weights):
    """The network that has learned the digits 0 to 4, in a side's world."""
    model = module.DigitsNet(5)
    model.load_state_dict(weights)
    model.train(False)
    return model


def batches(size=4, images=IMAGES, labels=LABELS):
    """A loader: a list of batches, the last one shorter."""
    return list(zip(images.split(size), labels.split(size), strict=True))


@portable
def freeze_backbone(model):
    """Freeze a backbone as the suite would, whatever the submission's own `freeze` does."""
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(not name.startswith("blocks"))


@portable
def freeze_by_name(model, names):
    for name, parameter in model.named_parameters():
        if name in names:
            parameter.requires_grad = False


@portable
def values_of(model):
    """Every number of a model: parameters and buffers, by name."""
    return {name: tensor.detach().clone() for name, tensor in model.state_dict().items()}


@portable
def flags_of(model):
    """Which parameters require a gradient, by name."""
    return {name: parameter.requires_grad for name, parameter in model.named_parameters()}


@portable
def modes_of(model):
    """Which modules are in train mode, by name."""
    return {name or "the model": module.training for name, module in model.named_modules()}


@portable
def traces_of(module):
    """What was done to a module in place of freezing it: attributes that nobody reads, another mode."""
    attributes = {name for parameter in module.parameters() for name in vars(parameter) if not name.startswith("_")}
    own = {name for name in vars(module) if "grad" in name}
    return {"attributes of parameters": sorted(attributes), "attributes of the module": sorted(own), "in train mode": module.training}


@portable
def make_resnet_like(width, classes):
    """A small model with a head called fc, defined before other parts."""

    class Block(nn.Module):
        def __init__(self):
            super().__init__()
            self.conv = nn.Conv2d(1, width, 3)
            self.norm = nn.BatchNorm2d(width)

        def forward(self, x):
            return torch.relu(self.norm(self.conv(x)))

    class ResNetLike(nn.Module):
        def __init__(self):
            super().__init__()
            self.squeeze = nn.Linear(8, 8)
            self.layer1 = Block()
            self.fc = nn.Linear(width, classes)
            self.avgpool = nn.AdaptiveAvgPool2d(1)

        def forward(self, x):
            return self.fc(self.avgpool(self.layer1(self.squeeze(x))).flatten(1))

    return ResNetLike().eval()


@portable
def make_vgg_like(width, classes):
    """A small model whose head is the last of several layers in a Sequential, with a dropout behind."""
    features = nn.Sequential(nn.Conv2d(1, width, 3, stride=2), nn.ReLU(), nn.Flatten())
    classifier = nn.Sequential(nn.Linear(9 * width, 12), nn.ReLU(), nn.Dropout(), nn.Linear(12, classes), nn.Identity())
    return nn.Sequential(features, classifier).eval()


@portable
def make_misnamed(width, classes):
    """A small model with a layer called fc that is not its head."""
    model = nn.Sequential()
    model.add_module("flatten", nn.Flatten())
    model.add_module("fc", nn.Linear(64, width))
    model.add_module("tanh", nn.Tanh())
    model.add_module("score", nn.Linear(width, classes, bias=False))
    return model.eval()


@portable
def make_deep(blocks, head_dropout, block_dropout=None, others=False):
    """A model with `blocks` and a `classifier`, other in size than DigitsNet; each block is a layer with a batch norm.

    With `others` there are layers that belong to neither: one before the blocks, and a second head.
    """

    class Deep(nn.Module):
        def __init__(self):
            super().__init__()
            sizes = [64, *(range(6, 6 + blocks))]
            pairs = [(sizes[k], sizes[k + 1]) for k in range(blocks)]
            self.stem = nn.Linear(64, 64) if others else nn.Identity()
            last = [] if block_dropout is None else [nn.Dropout(block_dropout)]
            self.blocks = nn.Sequential(*(nn.Sequential(nn.Linear(a, b), nn.BatchNorm1d(b), nn.Tanh(), *last) for a, b in pairs))
            head = nn.Linear(sizes[-1], 5)
            self.classifier = head if head_dropout is None else nn.Sequential(nn.Dropout(head_dropout), head)
            self.second_head = nn.Linear(sizes[-1], 2) if others else nn.Identity()

        def forward(self, images):
            return self.classifier(self.blocks(self.stem(images.flatten(1))))

    return Deep().eval()


def backbone_of(values):
    return {name: value for name, value in values.items() if name.startswith(BACKBONE)}


# --- freeze ----------------------------------------------------------------------------------------------------------


def judge_frozen(worker, expect, module, what):
    """No parameter may require a gradient; else the traces tell what was done in its place."""
    flags = worker(flags_of, module)
    moving = [name for name, flag in flags.items() if flag]
    got = {"still moving": moving, **worker(traces_of, module)}
    expect.that(not moving, f"no parameter of {what} requires a gradient", got=got)
    return flags


@check(
    "freeze",
    "no parameter of a layer moves any more",
    points=2,
    public=True,
    hint="Print `requires_grad` of every parameter after the call. Is it what you set?",
)
def test_freeze_a_layer(student, worker, expect):
    layer = worker.torch.nn.Linear(3, 2)
    student.freeze(layer)
    judge_frozen(worker, expect, layer, "the layer")


@check(
    "freeze",
    "any kind of layer is frozen",
    points=1,
    hint="Must your function know a layer's kind, or its parameters' names, to freeze it?",
)
def test_freeze_any_layer(student, worker, expect):
    layers = worker.torch.nn
    module = layers.Sequential(layers.Embedding(5, 4), layers.LSTM(4, 3), layers.LayerNorm(3), layers.PReLU())
    student.freeze(module)
    judge_frozen(worker, expect, module, "an embedding, an LSTM, a layer norm and a PReLU")


@check("freeze", "what was frozen before stays so", points=1, hint="Which of True and False is frozen?")
def test_freeze_what_is_frozen(student, worker, expect):
    layer = worker.torch.nn.Linear(3, 2)
    worker(freeze_by_name, layer, ["bias"])
    student.freeze(layer)
    judge_frozen(worker, expect, layer, "a layer whose bias was frozen")


@check(
    "freeze",
    "all parts of a whole network are frozen, weights and biases and batch norms",
    points=2,
    hint="Which method gives the parameters of a module and of all its parts?",
)
def test_freeze_a_network(student, worker, expect, weights):
    model = pretrained(student, weights)
    student.freeze(model)
    flags = judge_frozen(worker, expect, model, "the network")
    expect.equal(len(flags), 11, what="the number of parameters that the network still has")


@check(
    "freeze", "what is outside the module goes on moving", points=2, hint="Only the module that you were given. Which parts belong to it?"
)
def test_freeze_the_backbone_alone(student, worker, expect, weights):
    model = pretrained(student, weights)
    student.freeze(model.blocks)
    flags = worker(flags_of, model)
    expect.equal(flags, {name: not name.startswith(BACKBONE) for name in flags}, what="which parameters require a gradient")


@check("freeze", "the same module comes back", points=1, hint="What does the caller get?")
def test_freeze_gives_the_module(student, worker, expect):
    layer = worker.torch.nn.Linear(3, 2)
    expect.that(student.freeze(layer) == layer, "freeze gives back the very module that it was given")


@check(
    "freeze", "values, mode and statistics stay as they are", points=2, hint="Frozen means unchanged. What else does your function touch?"
)
def test_freeze_changes_nothing_else(student, worker, expect, weights):
    for training in (True, False):
        model = pretrained(student, weights)
        model.train(training)
        modes, settings = worker(modes_of, model), worker(settings_of, model)
        student.freeze(model)
        expect.equal(worker(values_of, model), weights, what="the values")
        expect.equal(worker(modes_of, model), modes, what="which modules are in train mode")
        expect.equal(
            worker(settings_of, model), settings, what="the settings of the batch norms: momentum, and whether they keep statistics"
        )


@portable
def settings_of(model):
    """How the batch norms of a model keep their statistics, by name."""
    norms = [(name, module) for name, module in model.named_modules() if isinstance(module, nn.BatchNorm2d)]
    return {name: (norm.momentum, norm.track_running_stats) for name, norm in norms}


@portable
def train_a_little(model, images, labels):
    """One step of plain SGD over all that can move, in eval mode."""
    model.eval()
    optimizer = torch.optim.SGD([parameter for parameter in model.parameters() if parameter.requires_grad], lr=0.5)
    nn.functional.cross_entropy(model(images), labels).backward()
    optimizer.step()
    return {name: parameter.grad is not None for name, parameter in model.named_parameters()}


@check(
    "freeze",
    "the head behind a frozen backbone still learns, and the backbone gets no gradient",
    points=2,
    hint="What may a frozen part do: move, or also keep others from moving?",
)
def test_freeze_lets_the_head_learn(student, worker, expect, weights):
    model = pretrained(student, weights)
    student.freeze(model.blocks)
    got = worker(train_a_little, model, IMAGES, LABELS)
    expect.equal(got, {name: not name.startswith(BACKBONE) for name in got}, what="which parameters got a gradient")
    after = worker(values_of, model)
    expect.equal(backbone_of(after), backbone_of(weights), what="the backbone")
    moved = np.abs(expect.array(after["classifier.weight"]) - weights["classifier.weight"].numpy()).max()
    expect.that(moved > 1e-4, "the head has moved", got=moved)


# --- replace_classifier ----------------------------------------------------------------------------------------------


def judge_replaced(expect, model, images, num_classes):
    """What a model with a new head gives."""
    return expect.array(model(images), "the logits", shape=(len(images), num_classes))


@check(
    "replace_classifier",
    "the digits' network gets as many logits as there are classes",
    points=2,
    public=True,
    hint="How many outputs come out now, and how many does the head have?",
)
def test_replace_in_digits_net(student, expect, weights):
    for num_classes in (3, 7):
        model = pretrained(student, weights)
        student.replace_classifier(model, num_classes)
        judge_replaced(expect, model, IMAGES, num_classes)


@check(
    "replace_classifier",
    "the new head stands where the old one stood, and is an nn.Linear of the same width",
    points=2,
    hint="What does the old head take? It knows its in_features itself.",
)
def test_replace_makes_a_linear_layer(student, worker, expect, weights):
    model = pretrained(student, weights)
    student.replace_classifier(model, 6)
    values = worker(values_of, model)
    shapes = {name: tuple(expect.array(value).shape) for name, value in values.items()}
    right = {name: tuple(value.shape) for name, value in weights.items()}
    right.update({"classifier.weight": (6, 64), "classifier.bias": (6,)})
    expect.equal(shapes, right, what="the shapes of all that the model holds")


@check(
    "replace_classifier",
    "a head called fc is found, and so is one inside an nn.Sequential",
    points=3,
    hint="Which module is the last nn.Linear? An attribute that the model does not use changes nothing.",
)
def test_replace_in_other_models(student, worker, expect, credit):
    for make, width in ((make_resnet_like, 6), (make_resnet_like, 9), (make_vgg_like, 4), (make_misnamed, 5)):
        model = worker(make, width, 10)
        names = set(worker(values_of, model)) | ({"score.bias"} if make is make_misnamed else set())
        student.replace_classifier(model, 3)
        judge_replaced(expect, model, IMAGES, 3)
        expect.equal(set(worker(values_of, model)), names, what="the names of all that the model holds")
        credit(0.5)


@check(
    "replace_classifier",
    "a model that is a single layer's parent, however deep, keeps the rest",
    points=1,
    hint='A path such as "1.0.head" has a parent: in which module is the child exchanged?',
)
def test_replace_deep_inside(student, worker, expect):
    inner = worker.torch.nn.Sequential(worker.torch.nn.Linear(8, 5), worker.torch.nn.Tanh(), worker.torch.nn.Linear(5, 4))
    model = worker.torch.nn.Sequential(worker.torch.nn.Sequential(worker.torch.nn.Flatten(2), inner))
    student.replace_classifier(model, 2)
    x = torch.ones(3, 1, 8)
    expect.equal(tuple(expect.array(model(x)).shape), (3, 1, 2), what="the shape of the answer")


@check(
    "replace_classifier",
    "the new head has a bias, though the old one had none",
    points=1,
    hint="What does the new head have in common with the old one, by the statement: its width, or more?",
)
def test_replace_gives_a_bias(student, worker, expect):
    model = worker.torch.nn.Sequential(worker.torch.nn.Linear(8, 5), worker.torch.nn.Tanh(), worker.torch.nn.Linear(5, 4, bias=False))
    student.replace_classifier(model, 3)
    shapes = {name: tuple(expect.array(value).shape) for name, value in worker(values_of, model).items()}
    right = {"0.weight": (5, 8), "0.bias": (5,), "2.weight": (3, 5), "2.bias": (3,)}
    expect.equal(shapes, right, what="the shapes of all that the model holds")


@check("replace_classifier", "the backbone stays as it was, to the bit", points=2, hint="Keep the learned backbone: only the head is new.")
def test_replace_keeps_the_backbone(student, worker, expect, weights):
    model = pretrained(student, weights)
    student.replace_classifier(model, 4)
    expect.equal(backbone_of(worker(values_of, model)), backbone_of(weights), what="the backbone")


@check(
    "replace_classifier",
    "the new head can move, though all the rest is frozen; and nothing else changes its flag",
    points=2,
    hint="Something must still be trainable. Which parameters of the model can move, before and after?",
)
def test_replace_gives_a_head_that_moves(student, worker, expect, weights):
    model = pretrained(student, weights)
    student.replace_classifier(model, 5)
    flags = worker(flags_of, model)
    expect.equal(flags, dict.fromkeys(flags, True), what="which parameters require a gradient, after none was frozen")
    model = worker(make_deep, 3, None)
    model.requires_grad_(False)
    student.replace_classifier(model, 5)
    flags = worker(flags_of, model)
    right = {name: name.startswith("classifier") for name in flags}
    expect.equal(flags, right, what="which parameters require a gradient, after all were frozen")
    model = worker(make_vgg_like, 4, 10)
    model.requires_grad_(False)
    student.replace_classifier(model, 5)
    flags = worker(flags_of, model)
    right = {name: name.startswith("1.3.") for name in flags}
    expect.equal(flags, right, what="which parameters require a gradient, after all of a model with several linear layers were frozen")


@check(
    "replace_classifier", "the new head is freshly drawn, and not zero", points=1, hint="What has the old head learned of the new classes?"
)
def test_replace_draws_the_head_anew(student, worker, expect, weights):
    model = pretrained(student, weights)
    student.replace_classifier(model, 5)
    new = expect.array(worker(values_of, model)["classifier.weight"], "the head's weights", shape=(5, 64))
    expect.that(np.abs(new - weights["classifier.weight"].numpy()).max() > 1e-3, "the weights are not the old ones", got=new)
    expect.that(np.ptp(new, axis=1) > 1e-3, "no row of weights is a single number over and over", got=new)
    model = pretrained(student, weights)
    student.replace_classifier(model, 5)
    again = expect.array(worker(values_of, model)["classifier.weight"], "the head's weights", shape=(5, 64))
    expect.that(np.abs(again - new).max() > 1e-3, "the head of another call has other weights", got=again)


@check(
    "replace_classifier",
    "what comes out are logits, not probabilities",
    points=1,
    hint="Which loss goes with this head, and does it apply a softmax itself?",
)
def test_replace_ends_in_logits(student, expect, weights):
    model = pretrained(student, weights)
    student.replace_classifier(model, 4)
    logits = judge_replaced(expect, model, 30 * IMAGES, 4)
    expect.that(
        logits.min() < 0 or np.abs(logits.sum(axis=1) - 1).max() > 1e-3, "the logits do not sum to one like probabilities", got=logits[0]
    )


@check("replace_classifier", "the same model comes back, in its mode", points=1, hint="What does the caller get, and in which mode is it?")
def test_replace_gives_the_model(student, worker, expect, weights):
    model = pretrained(student, weights)
    expect.that(student.replace_classifier(model, 3) == model, "replace_classifier gives back the very model that it was given")
    expect.equal(worker(modes_of, model)["blocks"], False, what="whether the backbone is in train mode, after it came in eval mode")
    model.train()
    student.replace_classifier(model, 3)
    expect.equal(worker(modes_of, model)["blocks"], True, what="whether the backbone is in train mode, after it came in train mode")


# --- make_optimizer --------------------------------------------------------------------------------------------------


@portable
def known_to(optimizer, model):
    """What an optimizer knows of a model: names, in order, one for each time; strangers; kind and learning rates."""
    names = {id(parameter): name for name, parameter in model.named_parameters()}
    known = [names.get(id(parameter), "a stranger") for group in optimizer.param_groups for parameter in group["params"]]
    return known, type(optimizer).__name__, [group["lr"] for group in optimizer.param_groups]


def judge_optimizer(student, worker, expect, model, right, learn_rate=0.02):
    flags = worker(flags_of, model)
    optimizer = student.make_optimizer(model, learn_rate)
    expect.equal(worker(flags_of, model), flags, what="which parameters require a gradient, afterwards")
    names, kind, rates = expect.parts(worker(known_to, optimizer, model), 3)
    expect.equal(sorted(names), sorted(right), what="the parameters that the optimizer knows")
    expect.equal(kind, "Adam", what="the kind of the optimizer")
    expect.that(np.abs(np.array(rates) - learn_rate) < 1e-12, f"the learning rate is {learn_rate}", got=rates)


HEAD = ["classifier.weight", "classifier.bias"]


@check(
    "make_optimizer",
    "with the backbone frozen, the optimizer knows the head and nothing else",
    points=2,
    public=True,
    hint="Which parameters can still learn?",
)
def test_optimizer_of_the_head(student, worker, expect, weights):
    model = pretrained(student, weights)
    worker(freeze_backbone, model)
    judge_optimizer(student, worker, expect, model, HEAD)


@check(
    "make_optimizer",
    "with nothing frozen, it knows every parameter",
    points=1,
    hint="Does your function ask each parameter, or does it know the answer beforehand?",
)
def test_optimizer_of_everything(student, worker, expect, weights):
    judge_optimizer(
        student,
        worker,
        expect,
        pretrained(student, weights),
        [name for name in weights if "running" not in name and "num_batches" not in name],
    )


@check(
    "make_optimizer",
    "a block that can move again is known too",
    points=2,
    hint="Tell the optimizer about the unfrozen layers: what tells you that they are?",
)
def test_optimizer_of_the_last_block(student, worker, expect, weights):
    model = pretrained(student, weights)
    worker(freeze_backbone, model)
    model.blocks[2].requires_grad_(True)
    judge_optimizer(student, worker, expect, model, [*HEAD, "blocks.2.0.weight", "blocks.2.1.weight", "blocks.2.1.bias"])


@check(
    "make_optimizer",
    "a single parameter may be frozen, a bias or a weight, in any model",
    points=1,
    hint="Ask each parameter by itself, not the module that it belongs to.",
)
def test_optimizer_of_single_parameters(student, worker, expect):
    model = worker(make_resnet_like, 6, 10)
    worker(freeze_by_name, model, ["fc.bias", "layer1.conv.weight", "squeeze.weight", "squeeze.bias"])
    judge_optimizer(student, worker, expect, model, ["layer1.conv.bias", "layer1.norm.weight", "layer1.norm.bias", "fc.weight"])


@check("make_optimizer", "the learning rate is the caller's", points=1, hint="Which rate does Adam take when you give it none?")
def test_optimizer_learning_rate(student, worker, expect):
    for rate in (0.5, 0.0001):
        judge_optimizer(student, worker, expect, worker.torch.nn.Linear(2, 2), ["weight", "bias"], rate)


@portable
def left_to_adam(optimizer):
    """The settings of an Adam beside its learning rate, for each group of parameters."""
    return [{name: group.get(name) for name in ("betas", "eps", "weight_decay", "amsgrad")} for group in optimizer.param_groups]


@check("make_optimizer", "all other settings are left to Adam", points=1, hint="What did you give Adam beside the parameters and the rate?")
def test_optimizer_has_adams_settings(student, worker, expect):
    usual = {"betas": (0.9, 0.999), "eps": 1e-8, "weight_decay": 0, "amsgrad": False}
    for settings in worker(left_to_adam, student.make_optimizer(worker.torch.nn.Linear(2, 2), 0.1)):
        expect.equal(settings, usual, what="the settings of the optimizer")


@check(
    "make_optimizer", "the model is left as it was", points=1, hint="An optimizer is made here, and nothing is trained, frozen or unfrozen."
)
def test_optimizer_leaves_the_model_alone(student, worker, expect, weights):
    model = pretrained(student, weights)
    worker(freeze_backbone, model)
    flags, modes = worker(flags_of, model), worker(modes_of, model)
    student.make_optimizer(model, 0.1)
    expect.equal(worker(flags_of, model), flags, what="which parameters require a gradient")
    expect.equal(worker(modes_of, model), modes, what="which modules are in train mode")
    expect.equal(worker(values_of, model), weights, what="the values")


# --- train_head ------------------------------------------------------------------------------------------------------


def ready(module, world, weights, training=True):
    """A pretrained network whose backbone is frozen, in train mode, as a training loop would find it."""
    model = pretrained(module, weights)
    world(freeze_backbone, model)
    model.train(training)
    return model


@check(
    "train_head",
    "the head learns, and the backbone's parameters stay as they were, to the bit",
    points=3,
    public=True,
    hint="Which parameters does your optimizer know, and which of them get a gradient?",
)
def test_train_head_moves_the_head_alone(student, worker, expect, weights):
    model = ready(student, worker, weights, training=False)
    student.train_head(model, batches(), 2, 0.05)
    after = worker(values_of, model)
    parameters = [name for name in weights if name.startswith(BACKBONE) and "running" not in name and "num_batches" not in name]
    expect.equal({name: after[name] for name in parameters}, {name: weights[name] for name in parameters}, what="the backbone's parameters")
    for name in HEAD:
        moved = np.abs(expect.array(after[name]) - weights[name].numpy()).max()
        expect.that(moved > 1e-3, f"{name} has moved", got=moved)


@check(
    "train_head",
    "the backbone's batch-norm statistics stay as they were, in whatever mode the model comes",
    points=3,
    hint="Which numbers of a batch norm move without any gradient, and in which mode?",
)
def test_train_head_keeps_the_statistics(student, worker, expect, weights, credit):
    for training, num_epochs in ((False, 3), (True, 4)):
        model = ready(student, worker, weights, training)
        student.train_head(model, batches(), num_epochs, 0.05)
        mode = "train" if training else "eval"
        expect.equal(backbone_of(worker(values_of, model)), backbone_of(weights), what=f"the backbone, of a model that came in {mode} mode")
        credit(0.2)


@check(
    "train_head",
    "one batch is one step of Adam on the mean cross entropy",
    points=3,
    hint="Write the steps in order: forward, loss, clear, backward, step. And what does the loss average?",
)
def test_train_head_takes_one_step(both, weights):
    def after_one_batch(module, world):
        model = ready(module, world, weights)
        module.train_head(model, batches(11), 1, 0.05)
        return {name: world(values_of, model)[name] for name in HEAD}

    both(after_one_batch, what="the head after one batch", rtol=1e-3, atol=1e-5)


@check(
    "train_head",
    "three epochs of three batches, the last one shorter, are nine steps",
    points=2,
    hint="Count the steps: how many batches has an epoch, and how many epochs are there? Clear the gradients for each.",
)
def test_train_head_takes_all_steps(both, weights):
    def after_three_epochs(module, world):
        model = ready(module, world, weights)
        module.train_head(model, batches(), 3, 0.05)
        return {name: world(values_of, model)[name] for name in HEAD}

    both(after_three_epochs, what="the head after nine steps", rtol=1e-3, atol=1e-4)


@portable
def leave_old_gradients(model):
    for parameter in model.classifier.parameters():
        parameter.grad = torch.full_like(parameter, 3.0)


@check("train_head", "a gradient that was there before does not count", points=1, hint="backward adds to what is there. When do you clear?")
def test_train_head_clears_old_gradients(both, weights):
    def after_old_gradients(module, world):
        model = ready(module, world, weights)
        world(leave_old_gradients, model)
        module.train_head(model, batches(), 1, 0.05)
        return {name: world(values_of, model)[name] for name in HEAD}

    both(after_old_gradients, what="the head after three steps", rtol=1e-3, atol=1e-4)


@check(
    "train_head",
    "in the end every module is in the mode in which it came",
    points=2,
    hint="Leave the mode as you found it: of the model, and of its parts.",
)
def test_train_head_restores_the_mode(student, worker, expect, weights):
    for training in (True, False):
        model = ready(student, worker, weights, training)
        modes = worker(modes_of, model)
        student.train_head(model, batches(), 1, 0.05)
        expect.equal(
            worker(modes_of, model),
            modes,
            what=f"which modules are in train mode, after the model came in {'train' if training else 'eval'} mode",
        )
    for part, blocks in (("the backbone", 2), ("one of its blocks", 3)):
        model = worker(make_deep, blocks, None)
        worker(freeze_backbone, model)
        model.train()
        (model.blocks if part == "the backbone" else model.blocks[0]).eval()
        modes = worker(modes_of, model)
        student.train_head(model, batches(), 1, 0.05)
        expect.equal(worker(modes_of, model), modes, what=f"which modules are in train mode, after {part} alone came in eval mode")


@check(
    "train_head",
    "what is frozen stays frozen, and what can move still can",
    points=1,
    hint="Does your function change requires_grad, and of what?",
)
def test_train_head_keeps_the_flags(student, worker, expect, weights):
    model = ready(student, worker, weights)
    student.train_head(model, batches(), 1, 0.05)
    flags = worker(flags_of, model)
    expect.equal(flags, {name: not name.startswith(BACKBONE) for name in flags}, what="which parameters require a gradient")


@check(
    "train_head",
    "a head with dropout trains with it, and the backbone reads in eval mode",
    points=1,
    hint="Which part belongs in train mode while the head is trained, and which does not?",
)
def test_train_head_trains_in_train_mode(student, worker, expect):
    # With all of its inputs dropped, a head in train mode has no slope in its weights, and only its bias learns.
    model = worker(make_deep, 3, 1.0)
    worker(freeze_backbone, model)
    before = worker(values_of, model)
    student.train_head(model, batches(), 2, 0.05)
    after = worker(values_of, model)
    expect.equal(backbone_of(after), backbone_of(before), what="the backbone")
    expect.equal(
        after["classifier.1.weight"], before["classifier.1.weight"], what="the weights of a head whose inputs are all dropped in train mode"
    )
    moved = np.abs(expect.array(after["classifier.1.bias"]) - expect.array(before["classifier.1.bias"])).max()
    expect.that(moved > 1e-3, "its bias has moved", got=moved)
    # The reverse: a backbone in train mode would drop all of the head's inputs.
    model = worker(make_deep, 3, None, 1.0)
    worker(freeze_backbone, model)
    before = expect.array(worker(values_of, model)["classifier.weight"])
    student.train_head(model, batches(), 2, 0.05)
    moved = np.abs(expect.array(worker(values_of, model)["classifier.weight"]) - before).max()
    expect.that(moved > 1e-3, "the head's weights have moved, behind a backbone that drops everything in train mode", got=moved)


@portable
def share_right(model, images, labels):
    """How many of the images a model names rightly, as a share."""
    model.eval()
    with torch.no_grad():
        return (model(images).argmax(dim=1) == labels).float().mean().item()


@check(
    "train_head",
    "with the pretrained backbone, unseen digits from 5 to 9 are told apart",
    points=2,
    hint="Does each of your epochs go through all batches, and does the head see the backbone's features as they are in eval mode?",
)
def test_train_head_learns_new_digits(student, worker, expect, weights, data):
    with np.load(data / "digits.npz") as digits:
        new = np.random.default_rng(1).permutation(np.flatnonzero(digits["labels"] >= 5))
        images = torch.tensor(digits["images"][new, None] / 16.0, dtype=torch.float32)
        labels = torch.tensor(digits["labels"][new].astype(np.int64) - 5)
    model = ready(student, worker, weights)
    student.train_head(model, batches(32, images[:400], labels[:400]), 8, 0.03)
    share = expect.number(worker(share_right, model, images[400:], labels[400:]))
    # Measured with the reference: 0.96. A backbone of random weights gets 0.4 to 0.7 in as many steps.
    expect.that(share > 0.93, "at least 93 of 100 unseen digits are named rightly", got=share)


# --- extract_features ------------------------------------------------------------------------------------------------


@check(
    "extract_features",
    "gives 64 features of each image, and the labels beside them",
    points=2,
    public=True,
    hint="Read DigitsNet's forward: what goes into the classifier?",
)
def test_features_of_eleven_images(both, weights):
    both(lambda module, world: module.extract_features(pretrained(module, weights), batches()), what="features and labels")


@check(
    "extract_features",
    "any batches will do, a last one of a single image too",
    points=1,
    hint="squeeze eats a batch of one. How do you join batches of different sizes?",
)
def test_features_of_any_batches(both, weights):
    for size in (11, 5, 1):
        both(
            lambda module, world, size=size: module.extract_features(pretrained(module, weights), batches(size)),
            what=f"features and labels, in batches of {size}",
        )


@portable
def shuffled(images, labels):
    """A loader that gives its images in a new order each time."""
    data = torch.utils.data.TensorDataset(images, labels)
    return torch.utils.data.DataLoader(data, 4, shuffle=True, generator=torch.Generator().manual_seed(5))


@check(
    "extract_features",
    "each label stays beside its features, also of a loader that shuffles",
    points=2,
    hint="How often do you loop over the loader, and in which order does it give its images each time?",
)
def test_features_of_a_loader_that_shuffles(student, worker, expect, weights):
    quiet, _ = expect.pair(student.extract_features(pretrained(student, weights), batches()), "features and labels")
    quiet = expect.array(quiet, "the features", shape=(11, 64))
    given_back = student.extract_features(pretrained(student, weights), worker(shuffled, IMAGES, LABELS))
    features, labels = expect.pair(given_back, "features and labels")
    features = expect.array(features, "the features", shape=(11, 64))
    places = np.abs(features[:, None] - quiet).max(axis=2).argmin(axis=1)
    expect.equal(np.sort(places), np.arange(11), what="which images the features are of, sorted")
    expect.equal(labels, LABELS[places], what="the labels, in the order of the features")


@check(
    "extract_features",
    "the classifier makes the model's logits of them",
    points=1,
    hint="Ask the model for its logits, and its classifier for what it makes of your features.",
)
def test_features_are_the_classifiers_inputs(student, expect, weights):
    model = pretrained(student, weights)
    logits = expect.array(model(IMAGES), "the logits", shape=(11, 5))
    features, _ = expect.pair(student.extract_features(model, batches()), "features and labels")
    features = expect.array(features, "the features", shape=(11, 64))
    made = features @ weights["classifier.weight"].numpy().T + weights["classifier.bias"].numpy()
    expect.close(made, logits, what="what the classifier makes of the features", rtol=1e-3, atol=1e-4)


@check(
    "extract_features",
    "a model in train mode gives the features of eval mode, and is then in train mode again",
    points=3,
    hint="Features must be repeatable: what does batch norm do in train mode?",
)
def test_features_are_those_of_eval_mode(student, worker, expect, weights, credit):
    quiet, _ = expect.pair(student.extract_features(pretrained(student, weights), batches()), "features and labels")
    model = pretrained(student, weights)
    model.train()
    features, _ = expect.pair(student.extract_features(model, batches()), "features and labels")
    expect.close(features, expect.array(quiet), what="the features, from a model that came in train mode", rtol=1e-4, atol=1e-6)
    credit(0.5)
    modes = worker(modes_of, model)
    expect.equal(modes, dict.fromkeys(modes, True), what="which modules are in train mode, after the model came in train mode")
    model.eval()
    student.extract_features(model, batches())
    modes = worker(modes_of, model)
    expect.equal(modes, dict.fromkeys(modes, False), what="which modules are in train mode, after the model came in eval mode")


@portable
def insides_of(model):
    """The kinds of a model's modules by name, whether a hook was left on one of them, and whether gradients are recorded."""
    kinds = {name or "the model": type(module).__name__ for name, module in model.named_modules()}
    hooks = [name for name, module in model.named_modules() if vars(module)["_forward_hooks"] or vars(module)["_forward_pre_hooks"]]
    return kinds, hooks, torch.is_grad_enabled()


@check(
    "extract_features",
    "the model is as it was: values, statistics, flags, layers",
    points=2,
    hint="Do you put anything else in the classifier's place for a while, or hang something on it? Afterwards?",
)
def test_features_leave_the_model_alone(student, worker, expect, weights):
    model = ready(student, worker, weights)
    flags, insides = worker(flags_of, model), worker(insides_of, model)
    student.extract_features(model, batches())
    expect.equal(worker(insides_of, model), insides, what="the model's modules, the hooks on them, and whether gradients are recorded")
    expect.equal(worker(values_of, model), weights, what="the values")
    expect.equal(worker(flags_of, model), flags, what="which parameters require a gradient")


@check(
    "extract_features",
    "the features have no graph behind them",
    points=1,
    hint="No gradients are needed here: what would all those graphs cost?",
)
def test_features_have_no_graph(student, expect, weights):
    features, _ = expect.pair(student.extract_features(pretrained(student, weights), batches()), "features and labels")
    expect.that(not getattr(features, "requires_grad", False), "the features require no gradient", got=features)


# --- unfreeze_last_block ---------------------------------------------------------------------------------------------


def judge_unfrozen(worker, expect, model, last, what):
    """The right parameters can move; else the traces tell what was done in place of that."""
    moving = [name for name, flag in worker(flags_of, model).items() if flag]
    right = [name for name in worker(flags_of, model) if name.startswith((f"blocks.{last}.", "classifier"))]
    got = {"can move": moving, **worker(traces_of, model.blocks[last])}
    expect.that(moving == right, f"{', '.join(right)} can move, and nothing else, {what}", got=got)


@check(
    "unfreeze_last_block",
    "after the head is trained, the last block can move too",
    points=2,
    public=True,
    hint="Which names can move now, and which block is the last?",
)
def test_unfreeze_after_the_head(student, worker, expect, weights):
    model = ready(student, worker, weights)
    student.unfreeze_last_block(model)
    judge_unfrozen(worker, expect, model, 2, "after the backbone was frozen")


@check(
    "unfreeze_last_block",
    "a network that is frozen as a whole gets its head back as well",
    points=1,
    hint="The last block AND the classifier can move.",
)
def test_unfreeze_from_frozen(student, worker, expect, weights):
    model = pretrained(student, weights)
    model.requires_grad_(False)
    student.unfreeze_last_block(model)
    judge_unfrozen(worker, expect, model, 2, "after all was frozen")


@check(
    "unfreeze_last_block",
    "what could move before, and is neither of the two, is frozen",
    points=2,
    hint="Nothing else can move: what if it could before?",
)
def test_unfreeze_from_moving(student, worker, expect, weights):
    model = pretrained(student, weights)
    student.unfreeze_last_block(model)
    judge_unfrozen(worker, expect, model, 2, "after nothing was frozen")


@check(
    "unfreeze_last_block",
    "the last of two blocks, and the last of five",
    points=2,
    hint="How is the last one of a Sequential found, however many there are?",
)
def test_unfreeze_any_number_of_blocks(student, worker, expect):
    for blocks in (2, 5, 1):
        model = worker(make_deep, blocks, None)
        model.requires_grad_(False)
        student.unfreeze_last_block(model)
        judge_unfrozen(worker, expect, model, blocks - 1, f"of a model with {blocks} block{'s' * (blocks > 1)}")


@check(
    "unfreeze_last_block",
    "what stands beside blocks and classifier is frozen too",
    points=1,
    hint="A model may have layers before its blocks, or a second head. Which part of the model does your function begin with?",
)
def test_unfreeze_with_other_parts(student, worker, expect):
    model = worker(make_deep, 3, None, None, True)
    student.unfreeze_last_block(model)
    judge_unfrozen(worker, expect, model, 2, "of a model with other parts as well")


@check("unfreeze_last_block", "values and modes stay as they are", points=1, hint="To let something move is not to move it.")
def test_unfreeze_changes_nothing_else(student, worker, expect, weights):
    for training in (True, False):
        model = ready(student, worker, weights, training)
        modes = worker(modes_of, model)
        student.unfreeze_last_block(model)
        expect.equal(worker(values_of, model), weights, what="the values")
        expect.equal(worker(modes_of, model), modes, what="which modules are in train mode")
