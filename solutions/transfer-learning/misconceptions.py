"""Wrong implementations that people really write, each with what a tutor would say to it.

A function differs from the right one in the one thing that it is named for.
"""

import torch
from torch import nn

from nngrade.suite import misconception


def set_flags(module, flag=False):
    for parameter in module.parameters():
        parameter.requires_grad = flag
    return module


# --- freeze ----------------------------------------------------------------------------------------------------------


@misconception(
    "freeze",
    says="You set `require_grad`, which nobody reads: the name is `requires_grad`, with an s. Nothing is frozen, and no error tells.",
    hint="Print which parameters require gradients.",
    caught_by="test_freeze_a_layer",
    source="7.2a",
)
def misspells_requires_grad(module):
    for parameter in module.parameters():
        parameter.require_grad = False
    return module


@misconception(
    "freeze",
    says="You set `requires_grad` on the module: that is an attribute of its parameters, and on a module it means nothing.",
    hint="Whose attribute is requires_grad? module.requires_grad_(False), with the underscore, would reach the parameters.",
    caught_by="test_freeze_a_layer",
    source="7.2a",
)
def sets_the_flag_on_the_module(module):
    module.requires_grad = False
    return module


@misconception(
    "freeze",
    says="You freeze the weights and leave the biases and the batch norms moving.",
    hint="Print every name that still trains.",
    caught_by="test_freeze_a_layer",
    source="7.2c",
)
def freezes_weights_alone(module):
    for name, parameter in module.named_parameters():
        if name.endswith("weight"):
            parameter.requires_grad = False
    return module


@misconception(
    "freeze",
    says="You freeze the first few parameters by their number: the rest goes on moving.",
    hint="Print every name that still trains. How many parameters has another network?",
    caught_by="test_freeze_a_network",
    source="7.2c",
)
def freezes_the_first_parameters(module):
    for index, parameter in enumerate(module.parameters()):
        if index < 6:
            parameter.requires_grad = False
    return module


@misconception(
    "freeze",
    says="You freeze the parts that a module has directly, and not the parts of its parts.",
    hint="Which method gives the parameters of a module and of all that is in it?",
    caught_by="test_freeze_a_network",
    source="7.2c",
)
def freezes_direct_parameters_alone(module):
    for parameter in module.parameters(recurse=False):
        parameter.requires_grad = False
    return module


@misconception(
    "freeze",
    says="You leave all layers but the convolutions moving: batch norms have parameters as well.",
    hint="Print every name that still trains.",
    caught_by="test_freeze_a_network",
    source="7.2c",
)
def forgets_the_batch_norms(module):
    for part in module.modules():
        if not isinstance(part, nn.BatchNorm2d):
            for parameter in part.parameters(recurse=False):
                parameter.requires_grad = False
    return module


@misconception(
    "freeze",
    says="You put the module into eval mode: that changes its behaviour, and its weights move all the same.",
    hint="eval changes behaviour, not gradients.",
    caught_by="test_freeze_a_layer",
    source="7.2d",
)
def calls_eval_in_place_of_freezing(module):
    return module.eval()


@misconception(
    "freeze",
    says="You open torch.no_grad round nothing: it holds while it is open, and leaves no mark on the parameters.",
    hint="When is no_grad over? Print which parameters require gradients afterwards.",
    caught_by="test_freeze_a_layer",
    source="7.2d",
)
def opens_no_grad_in_place_of_freezing(module):
    with torch.no_grad():
        list(module.parameters())
    return module


@misconception(
    "freeze",
    says="You freeze and put the module into eval mode as well: nobody asked for another mode.",
    hint="Frozen parameters and eval mode are two things. Which one is freeze?",
    caught_by="test_freeze_changes_nothing_else",
    source="7.2d",
)
def freezes_and_calls_eval(module):
    return set_flags(module).eval()


@misconception(
    "freeze",
    says="You set the parameters to zero: frozen means unchanged, not empty.",
    hint="Frozen means unchanged.",
    caught_by="test_freeze_changes_nothing_else",
    source="7.2h",
)
def sets_parameters_to_zero(module):
    for parameter in set_flags(module).parameters():
        nn.init.zeros_(parameter)
    return module


@misconception(
    "freeze",
    says="You take the parameters out of the module: they are to stay, and to stay as they are.",
    hint="Frozen means unchanged. Does the network still hold its weights?",
    caught_by="test_freeze_a_network",
    source="7.2h",
)
def deletes_the_parameters(module):
    for part in module.modules():
        for name, parameter in list(part.named_parameters(recurse=False)):
            delattr(part, name)
            part.register_buffer(name, parameter.detach())
    return module


@misconception(
    "freeze",
    says="You freeze, and return nothing.",
    hint="What does the caller get? A function without return gives None.",
    caught_by="test_freeze_gives_the_module",
)
def returns_nothing(module):
    set_flags(module)


@misconception(
    "freeze",
    says="You freeze the kinds of layers that you thought of: all others go on moving.",
    hint="Is there a method that gives the parameters of any module, whatever it is made of?",
    caught_by="test_freeze_any_layer",
)
def freezes_three_kinds(module):
    for part in module.modules():
        if isinstance(part, (nn.Linear, nn.Conv2d, nn.BatchNorm1d, nn.BatchNorm2d)):
            set_flags(part)
    return module


@misconception(
    "freeze",
    says="You stop the statistics of the batch norms as well: frozen are the parameters, and nothing else of the module changes.",
    hint="Are the statistics of a batch norm parameters? Who sees to them in this file?",
    caught_by="test_freeze_changes_nothing_else",
)
def stops_the_statistics(module):
    for part in module.modules():
        if isinstance(part, nn.BatchNorm2d):
            part.track_running_stats = False
    return set_flags(module)


@misconception(
    "freeze",
    says="You do the reverse: every parameter is told to require a gradient.",
    hint="Which of True and False is frozen?",
    caught_by="test_freeze_what_is_frozen",
)
def sets_the_flag_to_true(module):
    return set_flags(module, flag=True)


# --- replace_classifier ----------------------------------------------------------------------------------------------


def last_linear(model):
    return [(name, module) for name, module in model.named_modules() if isinstance(module, nn.Linear)][-1]


def put(model, name, module):
    parent, _, own = name.rpartition(".")
    setattr(model.get_submodule(parent), own, module)
    return model


@misconception(
    "replace_classifier",
    says="You always set `model.classifier`: a ResNet calls its head fc, and goes on using it.",
    hint="How many outputs come out now? Setting an attribute that does not exist makes a new one.",
    caught_by="test_replace_in_other_models",
    source="7.3a",
)
def always_sets_classifier(model, num_classes):
    width = last_linear(model)[1].in_features
    model.classifier = nn.Linear(width, num_classes)
    return model


@misconception(
    "replace_classifier",
    says="You always set `model.fc`: here the head is called classifier, and goes on being used.",
    hint="How many outputs come out now? Setting an attribute that does not exist makes a new one.",
    caught_by="test_replace_in_digits_net",
    source="7.3a",
)
def always_sets_fc(model, num_classes):
    model.fc = nn.Linear(last_linear(model)[1].in_features, num_classes)
    return model


@misconception(
    "replace_classifier",
    says="You write the width of one network's head into your code: another network has another.",
    hint="Read in_features from the old layer.",
    caught_by="test_replace_in_other_models",
    source="7.3b",
)
def assumes_64_features(model, num_classes):
    return put(model, last_linear(model)[0], nn.Linear(64, num_classes))


@misconception(
    "replace_classifier",
    says="Your head takes as many numbers as the old one gave: it stands in its place, not behind it.",
    hint="in_features or out_features: which one does the backbone give?",
    caught_by="test_replace_in_digits_net",
    source="7.3b",
)
def takes_what_the_old_head_gave(model, num_classes):
    name, old = last_linear(model)
    return put(model, name, nn.Linear(old.out_features, num_classes))


@misconception(
    "replace_classifier",
    says="Your head has one output too few.",
    hint="Count the classes again: from 0 to num_classes - 1.",
    caught_by="test_replace_in_digits_net",
    source="7.3c",
)
def has_one_class_too_few(model, num_classes):
    name, old = last_linear(model)
    return put(model, name, nn.Linear(old.in_features, num_classes - 1))


@misconception(
    "replace_classifier",
    says="Your head has one output too many.",
    hint="Count the classes again: from 0 to num_classes - 1.",
    caught_by="test_replace_in_digits_net",
    source="7.3c",
)
def has_one_class_too_many(model, num_classes):
    name, old = last_linear(model)
    return put(model, name, nn.Linear(old.in_features, num_classes + 1))


@misconception(
    "replace_classifier",
    says="Your new head cannot move: it was frozen together with the rest.",
    hint="Something must still be trainable. Freeze first, then add the new head.",
    caught_by="test_replace_gives_a_head_that_moves",
    source="7.2b, 7.3d",
)
def freezes_the_new_head(model, num_classes):
    name, old = last_linear(model)
    head = nn.Linear(old.in_features, num_classes).requires_grad_(old.weight.requires_grad)
    return put(model, name, head)


@misconception(
    "replace_classifier",
    says="You freeze all of the model after the head is in its place: nothing can learn.",
    hint="Freeze first, then add the new head.",
    caught_by="test_replace_gives_a_head_that_moves",
    source="7.2b",
)
def freezes_all_afterwards(model, num_classes):
    name, old = last_linear(model)
    return set_flags(put(model, name, nn.Linear(old.in_features, num_classes)))


@misconception(
    "replace_classifier",
    says="You freeze the backbone here: that is the caller's business. This function exchanges the head.",
    hint="Nothing else of the model changes: print which parameters require gradients before and after.",
    caught_by="test_replace_gives_a_head_that_moves",
)
def freezes_the_backbone_too(model, num_classes):
    name, old = last_linear(model)
    return put(set_flags(model), name, nn.Linear(old.in_features, num_classes))


@misconception(
    "replace_classifier",
    says="You let everything move again: what the caller has frozen is to stay so.",
    hint="Nothing else of the model changes: print which parameters require gradients before and after.",
    caught_by="test_replace_gives_a_head_that_moves",
)
def unfreezes_everything(model, num_classes):
    name, old = last_linear(model)
    return set_flags(put(model, name, nn.Linear(old.in_features, num_classes)), flag=True)


@misconception(
    "replace_classifier",
    says="Your head ends in a softmax: the cross entropy applies one itself.",
    hint="Which loss goes with this head?",
    caught_by="test_replace_ends_in_logits",
    source="7.3e",
)
def ends_in_a_softmax(model, num_classes):
    name, old = last_linear(model)
    return put(model, name, nn.Sequential(nn.Linear(old.in_features, num_classes), nn.Softmax(dim=1)))


@misconception(
    "replace_classifier",
    says="You make several layers where one nn.Linear was asked for.",
    hint="What stands in the old head's place: an nn.Linear, of which sizes?",
    caught_by="test_replace_makes_a_linear_layer",
)
def makes_two_layers(model, num_classes):
    name, old = last_linear(model)
    head = nn.Sequential(nn.Linear(old.in_features, 32), nn.ReLU(), nn.Linear(32, num_classes))
    return put(model, name, head)


@misconception(
    "replace_classifier",
    says="Your head has no bias.",
    hint="What does nn.Linear add to the products?",
    caught_by="test_replace_makes_a_linear_layer",
)
def leaves_the_bias_out(model, num_classes):
    name, old = last_linear(model)
    return put(model, name, nn.Linear(old.in_features, num_classes, bias=False))


@misconception(
    "replace_classifier",
    says="You draw the whole model anew: what the backbone had learned is lost.",
    hint="Keep the learned backbone.",
    caught_by="test_replace_keeps_the_backbone",
    source="7.3h",
)
def draws_everything_anew(model, num_classes):
    name, old = last_linear(model)
    put(model, name, nn.Linear(old.in_features, num_classes))
    for module in model.modules():
        if hasattr(module, "reset_parameters"):
            module.reset_parameters()
    return model


@misconception(
    "replace_classifier",
    says="You put a layer behind the old head instead of replacing it: the new one sees scores of the old classes.",
    hint="Replace the last layer; do not stack on it.",
    caught_by="test_replace_makes_a_linear_layer",
    source="7.3i",
)
def stacks_on_the_old_head(model, num_classes):
    name, old = last_linear(model)
    return put(model, name, nn.Sequential(old, nn.Linear(old.out_features, num_classes)))


@misconception(
    "replace_classifier",
    says="You set `out_features` of the old head: its weights stay as they are, and so does what comes out.",
    hint="out_features only says what the layer was made with. How many rows have its weights?",
    caught_by="test_replace_makes_a_linear_layer",
    source="7.3a",
)
def changes_out_features(model, num_classes):
    last_linear(model)[1].out_features = num_classes
    return model


@misconception(
    "replace_classifier",
    says="You keep the old head's weights: they know the old classes.",
    hint="What has the old head learned of the new classes? Draw a new one.",
    caught_by="test_replace_draws_the_head_anew",
)
def keeps_the_old_weights(model, num_classes):
    name, old = last_linear(model)
    head = nn.Linear(old.in_features, num_classes)
    rows = min(num_classes, old.out_features)
    with torch.no_grad():
        head.weight[:rows] = old.weight[:rows]
    return put(model, name, head)


@misconception(
    "replace_classifier",
    says="Your head is all zeros: its classes begin as one and the same.",
    hint="How does nn.Linear draw its weights by itself?",
    caught_by="test_replace_draws_the_head_anew",
    source="5.2j",
)
def begins_with_zeros(model, num_classes):
    name, old = last_linear(model)
    head = nn.Linear(old.in_features, num_classes)
    nn.init.zeros_(head.weight)
    return put(model, name, head)


@misconception(
    "replace_classifier",
    says="You take the first nn.Linear for the head: it is the last.",
    hint="A model may have several linear layers. Which of them gives the logits?",
    caught_by="test_replace_in_other_models",
    source="7.3a",
)
def replaces_the_first_linear(model, num_classes):
    name, old = next((name, module) for name, module in model.named_modules() if isinstance(module, nn.Linear))
    return put(model, name, nn.Linear(old.in_features, num_classes))


@misconception(
    "replace_classifier",
    says="You replace every nn.Linear: only the last one is the head.",
    hint="What were the other linear layers for?",
    caught_by="test_replace_in_other_models",
)
def replaces_every_linear(model, num_classes):
    for name, old in [(name, module) for name, module in model.named_modules() if isinstance(module, nn.Linear)]:
        put(model, name, nn.Linear(old.in_features, num_classes))
    return model


@misconception(
    "replace_classifier",
    says="You look among the model's direct parts alone: the head may stand deeper, inside an nn.Sequential.",
    hint="children gives the direct parts, modules all of them.",
    caught_by="test_replace_in_other_models",
    source="7.3a",
)
def looks_at_direct_parts_alone(model, num_classes):
    for name, old in list(model.named_children())[::-1]:
        if isinstance(old, nn.Linear):
            setattr(model, name, nn.Linear(old.in_features, num_classes))
            break
    return model


@misconception(
    "replace_classifier",
    says="You set an attribute whose name has a dot in it: a module has no such attribute.",
    hint='A path such as "1.3" names a parent and a child: in which module is the child exchanged?',
    caught_by="test_replace_in_other_models",
    source="7.3a",
)
def sets_a_dotted_attribute(model, num_classes):
    name, old = last_linear(model)
    setattr(model, name, nn.Linear(old.in_features, num_classes))
    return model


@misconception(
    "replace_classifier",
    says="You put the new head in the place of the whole nn.Sequential that ends in the old one: the layers before it are gone.",
    hint="Which module is the head: the Sequential, or its last linear layer?",
    caught_by="test_replace_in_other_models",
    source="7.3i",
)
def replaces_the_whole_sequential(model, num_classes):
    name, old = last_linear(model)
    parent = name.rpartition(".")[0]
    return put(model, parent or name, nn.Linear(old.in_features, num_classes))


@misconception(
    "replace_classifier",
    says="Your head has a bias only where the old one had one: the statement wants one in any case.",
    hint="Which settings did you take over from the old head, and which of them were asked for?",
    caught_by="test_replace_gives_a_bias",
)
def takes_the_old_bias_over(model, num_classes):
    name, old = last_linear(model)
    return put(model, name, nn.Linear(old.in_features, num_classes, bias=old.bias is not None))


@misconception(
    "replace_classifier",
    says="You trust names: a layer called fc or classifier need not be the head, which is the last nn.Linear, whatever it is called.",
    hint="What does your function do with a model whose fc is followed by another linear layer?",
    caught_by="test_replace_in_other_models",
)
def trusts_the_names(model, num_classes):
    for name in ("fc", "classifier", "head"):
        layer = getattr(model, name, None)
        if isinstance(layer, nn.Linear):
            return put(model, name, nn.Linear(layer.in_features, num_classes))
    name, old = last_linear(model)
    return put(model, name, nn.Linear(old.in_features, num_classes))


@misconception(
    "replace_classifier",
    says="You let the head's neighbours move too: all that stands in the same nn.Sequential.",
    hint="Which parameters are new? Those can move, and nothing else changes.",
    caught_by="test_replace_gives_a_head_that_moves",
)
def unfreezes_the_neighbours(model, num_classes):
    name, old = last_linear(model)
    put(model, name, nn.Linear(old.in_features, num_classes))
    parent = name.rpartition(".")[0]
    if parent:
        set_flags(model.get_submodule(parent), flag=True)
    return model


@misconception(
    "replace_classifier",
    says="You seed PyTorch's global generator before you draw: every head begins with the same weights.",
    hint="What does 'freshly drawn' mean for a second call?",
    caught_by="test_replace_draws_the_head_anew",
)
def seeds_before_drawing(model, num_classes):
    torch.manual_seed(42)
    name, old = last_linear(model)
    return put(model, name, nn.Linear(old.in_features, num_classes))


@misconception(
    "replace_classifier",
    says="You put the model into eval mode.",
    hint="Exchanging a layer and choosing a mode are two things.",
    caught_by="test_replace_gives_the_model",
)
def calls_eval(model, num_classes):
    name, old = last_linear(model)
    return put(model, name, nn.Linear(old.in_features, num_classes)).eval()


@misconception(
    "replace_classifier",
    says="You exchange the head, and return nothing.",
    hint="What does the caller get? A function without return gives None.",
    caught_by="test_replace_gives_the_model",
)
def exchanges_and_returns_nothing(model, num_classes):
    name, old = last_linear(model)
    put(model, name, nn.Linear(old.in_features, num_classes))


@misconception(
    "replace_classifier",
    says="You return the new head, where the model was asked for.",
    hint="What does the caller get?",
    caught_by="test_replace_gives_the_model",
)
def returns_the_head(model, num_classes):
    name, old = last_linear(model)
    head = nn.Linear(old.in_features, num_classes)
    put(model, name, head)
    return head


@misconception(
    "replace_classifier",
    says="You put the model into train mode.",
    hint="Exchanging a layer and choosing a mode are two things.",
    caught_by="test_replace_gives_the_model",
)
def calls_train(model, num_classes):
    name, old = last_linear(model)
    return put(model, name, nn.Linear(old.in_features, num_classes)).train()


# --- make_optimizer --------------------------------------------------------------------------------------------------


def moving(model):
    return [parameter for parameter in model.parameters() if parameter.requires_grad]


@misconception(
    "make_optimizer",
    says="Your optimizer knows the frozen parameters too: with weight decay, or a gradient left behind, it would move them.",
    hint="Which parameters can still learn? Only those.",
    caught_by="test_optimizer_of_the_head",
    source="7.4c",
)
def knows_everything(model, learn_rate):
    return torch.optim.Adam(model.parameters(), lr=learn_rate)


@misconception(
    "make_optimizer",
    says="Your optimizer knows the frozen parameters, and none of those that can move.",
    hint="Which parameters can still learn: those whose requires_grad is True, or False?",
    caught_by="test_optimizer_of_the_head",
    source="7.4b",
)
def knows_the_frozen_ones(model, learn_rate):
    return torch.optim.Adam([parameter for parameter in model.parameters() if not parameter.requires_grad], lr=learn_rate)


@misconception(
    "make_optimizer",
    says="Your optimizer knows the backbone only, which is what is frozen.",
    hint="Which parameters can still learn?",
    caught_by="test_optimizer_of_everything",
    source="7.4b",
)
def knows_the_backbone(model, learn_rate):
    return torch.optim.Adam(getattr(model, "blocks", model).parameters(), lr=learn_rate)


@misconception(
    "make_optimizer",
    says="Your optimizer always knows the classifier alone: a block that can move again is not told to it.",
    hint="Tell the optimizer about the unfrozen layers.",
    caught_by="test_optimizer_of_the_last_block",
    source="7.4e",
)
def knows_the_classifier_alone(model, learn_rate):
    return torch.optim.Adam(getattr(model, "classifier", model).parameters(), lr=learn_rate)


@misconception(
    "make_optimizer",
    says="You take a layer's weight for all of it: where the weight can move, the frozen bias is told too, and the reverse.",
    hint="Ask each parameter by itself.",
    caught_by="test_optimizer_of_single_parameters",
)
def asks_the_weight_for_the_layer(model, learn_rate):
    known = []
    for module in model.modules():
        own = list(module.parameters(recurse=False))
        if own and own[0].requires_grad:
            known += own
    return torch.optim.Adam(known, lr=learn_rate)


@misconception(
    "make_optimizer",
    says="Your optimizer leaves the biases out.",
    hint="A bias learns as well.",
    caught_by="test_optimizer_of_the_head",
)
def leaves_biases_out(model, learn_rate):
    known = [parameter for name, parameter in model.named_parameters() if parameter.requires_grad and not name.endswith("bias")]
    return torch.optim.Adam(known, lr=learn_rate)


@misconception(
    "make_optimizer",
    says="You leave the learning rate to Adam.",
    hint="Which rate does Adam take when you give it none, and which one did the caller ask for?",
    caught_by="test_optimizer_of_the_head",
)
def ignores_the_learning_rate(model, learn_rate):
    return torch.optim.Adam(moving(model))


@misconception(
    "make_optimizer",
    says="You add a weight decay: all settings beside the learning rate are Adam's own.",
    hint="What does your Adam do to a weight whose gradient is 0?",
    caught_by="test_optimizer_has_adams_settings",
)
def adds_weight_decay(model, learn_rate):
    return torch.optim.Adam(moving(model), lr=learn_rate, weight_decay=1e-4)


@misconception(
    "make_optimizer",
    says="You give an optimizer of another kind: the statement asks for Adam.",
    hint="Which optimizer does the statement name?",
    caught_by="test_optimizer_of_the_head",
)
def makes_an_sgd(model, learn_rate):
    return torch.optim.SGD(moving(model), lr=learn_rate)


@misconception(
    "make_optimizer",
    says="You freeze the backbone here: what can move is the caller's to say.",
    hint="An optimizer is made here: does it have to change the model?",
    caught_by="test_optimizer_of_everything",
)
def freezes_on_the_way(model, learn_rate):
    set_flags(getattr(model, "blocks", model[:0] if isinstance(model, nn.Sequential) else nn.Identity()))
    return torch.optim.Adam(moving(model), lr=learn_rate)


@misconception(
    "make_optimizer",
    says="You let everything move before you ask what can move.",
    hint="An optimizer is made here: does it have to change the model?",
    caught_by="test_optimizer_leaves_the_model_alone",
)
def unfreezes_on_the_way(model, learn_rate):
    optimizer = torch.optim.Adam(moving(model), lr=learn_rate)
    set_flags(model, flag=True)
    return optimizer


@misconception(
    "make_optimizer",
    says="You put the model into train mode.",
    hint="Making an optimizer and choosing a mode are two things.",
    caught_by="test_optimizer_leaves_the_model_alone",
)
def calls_train_on_the_way(model, learn_rate):
    model.train()
    return torch.optim.Adam(moving(model), lr=learn_rate)


# --- train_head ------------------------------------------------------------------------------------------------------


def keep_modes(model):
    return {module: module.training for module in model.modules()}


def give_modes_back(modes):
    for module, mode in modes.items():
        module.training = mode


def cross_entropy(model, images, labels):
    return nn.functional.cross_entropy(model(images), labels)


def train(model, loader, num_epochs, optimizer, loss_of=cross_entropy, prepare=None):
    """A right training loop, but for what is put into it."""
    modes = keep_modes(model)
    model.eval()
    model.classifier.train()
    for _ in range(num_epochs):
        for images, labels in loader:
            if prepare is not None:
                prepare(model)
            loss = loss_of(model, images, labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    give_modes_back(modes)


def adam(model, learn_rate):
    return torch.optim.Adam(moving(model), lr=learn_rate)


@misconception(
    "train_head",
    says="The whole model is in train mode: the backbone's batch-norm statistics move with every batch, though no gradient does it.",
    hint="BatchNorm statistics move without gradients.",
    caught_by="test_train_head_keeps_the_statistics",
    source="7.2f",
)
def trains_in_train_mode(model, loader, num_epochs, learn_rate):
    train(model, loader, num_epochs, adam(model, learn_rate), prepare=lambda model: model.train())


@misconception(
    "train_head",
    says="You leave the mode as it comes: a model that comes in train mode has its batch-norm statistics moved.",
    hint="BatchNorm statistics move without gradients: in which mode does the model come?",
    caught_by="test_train_head_keeps_the_statistics",
    source="7.2f",
)
def leaves_the_mode_to_chance(model, loader, num_epochs, learn_rate):
    optimizer = adam(model, learn_rate)
    for _ in range(num_epochs):
        for images, labels in loader:
            optimizer.zero_grad()
            cross_entropy(model, images, labels).backward()
            optimizer.step()


@misconception(
    "train_head",
    says="You put the backbone into eval mode once, and train() at the next epoch wakes its batch norms up again.",
    hint="train wakes BatchNorm up again.",
    caught_by="test_train_head_keeps_the_statistics",
    source="7.2g",
)
def wakes_batch_norm_at_each_epoch(model, loader, num_epochs, learn_rate):
    modes = keep_modes(model)
    model.blocks.eval()
    optimizer = adam(model, learn_rate)
    for epoch in range(num_epochs):
        if epoch > 0:
            model.train()
        for images, labels in loader:
            optimizer.zero_grad()
            cross_entropy(model, images, labels).backward()
            optimizer.step()
    give_modes_back(modes)


@misconception(
    "train_head",
    says="You let the backbone move, and train all of the model.",
    hint="Which parameters does your optimizer know? The caller has frozen some.",
    caught_by="test_train_head_moves_the_head_alone",
    source="7.2a",
)
def trains_everything(model, loader, num_epochs, learn_rate):
    flags = [parameter.requires_grad for parameter in model.parameters()]
    set_flags(model, flag=True)
    train(model, loader, num_epochs, torch.optim.Adam(model.parameters(), lr=learn_rate))
    for parameter, flag in zip(model.parameters(), flags, strict=True):
        parameter.requires_grad = flag


@misconception(
    "train_head",
    says="The head is frozen too before the training begins: nothing can learn.",
    hint="Something must still be trainable.",
    caught_by="test_train_head_moves_the_head_alone",
    source="7.2b",
)
def freezes_the_head_too(model, loader, num_epochs, learn_rate):
    optimizer = adam(model, learn_rate)
    train(set_flags(model), loader, num_epochs, optimizer)


@misconception(
    "train_head",
    says="The head never moves: the step is missing, the gradients are cleared just before it, or the optimizer does not know the head.",
    hint="Forward, clear, backward, step: which is missing, or out of place? And whose parameters does the optimizer hold?",
    caught_by="test_train_head_takes_one_step",
    source="5.4b, 5.4e, 7.4b",
)
def forgets_the_step(model, loader, num_epochs, learn_rate):
    modes = keep_modes(model)
    model.eval()
    optimizer = adam(model, learn_rate)
    for _ in range(num_epochs):
        for images, labels in loader:
            cross_entropy(model, images, labels).backward()
            optimizer.zero_grad()
            optimizer.step()
    give_modes_back(modes)


@misconception(
    "train_head",
    says="You never clear the gradients: each batch adds to those before it.",
    hint="backward adds: clear before each batch.",
    caught_by="test_train_head_takes_all_steps",
    source="5.4a",
)
def never_clears_gradients(model, loader, num_epochs, learn_rate):
    modes = keep_modes(model)
    model.eval()
    optimizer = adam(model, learn_rate)
    for _ in range(num_epochs):
        for images, labels in loader:
            cross_entropy(model, images, labels).backward()
            optimizer.step()
    give_modes_back(modes)


@misconception(
    "train_head",
    says="You clear the gradients once per epoch: within an epoch they add up.",
    hint="Clear once per BATCH.",
    caught_by="test_train_head_takes_all_steps",
    source="5.4c",
)
def clears_once_an_epoch(model, loader, num_epochs, learn_rate):
    modes = keep_modes(model)
    model.eval()
    optimizer = adam(model, learn_rate)
    for _ in range(num_epochs):
        optimizer.zero_grad()
        for images, labels in loader:
            cross_entropy(model, images, labels).backward()
            optimizer.step()
    give_modes_back(modes)


@misconception(
    "train_head",
    says="You clear the gradients after each step, and not before the first: what was left there before counts.",
    hint="Whose gradients are there when the first batch comes?",
    caught_by="test_train_head_clears_old_gradients",
    source="5.4a",
)
def clears_after_the_step_alone(model, loader, num_epochs, learn_rate):
    modes = keep_modes(model)
    model.eval()
    optimizer = adam(model, learn_rate)
    for _ in range(num_epochs):
        for images, labels in loader:
            cross_entropy(model, images, labels).backward()
            optimizer.step()
            optimizer.zero_grad()
    give_modes_back(modes)


@misconception(
    "train_head",
    says="The step comes before backward: it uses the gradients of the batch before, and the first one is lost.",
    hint="Which gradient does this step use?",
    caught_by="test_train_head_takes_all_steps",
    source="5.4f",
)
def steps_before_backward(model, loader, num_epochs, learn_rate):
    modes = keep_modes(model)
    model.eval()
    optimizer = adam(model, learn_rate)
    for _ in range(num_epochs):
        for images, labels in loader:
            loss = cross_entropy(model, images, labels)
            optimizer.step()
            optimizer.zero_grad()
            loss.backward()
    give_modes_back(modes)


@misconception(
    "train_head",
    says="The step stands outside the loop over the batches: one step an epoch.",
    hint="Look at the indentation: how many batches reach the step?",
    caught_by="test_train_head_takes_all_steps",
    source="4.8j",
)
def steps_once_an_epoch(model, loader, num_epochs, learn_rate):
    modes = keep_modes(model)
    model.eval()
    optimizer = adam(model, learn_rate)
    for _ in range(num_epochs):
        for images, labels in loader:
            optimizer.zero_grad()
            cross_entropy(model, images, labels).backward()
        optimizer.step()
    give_modes_back(modes)


@misconception(
    "train_head",
    says="You train for one epoch, whatever num_epochs says.",
    hint="How often is the loader gone through?",
    caught_by="test_train_head_takes_all_steps",
)
def trains_one_epoch(model, loader, num_epochs, learn_rate):
    train(model, loader, 1, adam(model, learn_rate))


@misconception(
    "train_head",
    says="You make a new optimizer for each epoch: Adam forgets what it has learned of the slopes.",
    hint="Adam has memory: what survives from one epoch to the next?",
    caught_by="test_train_head_takes_all_steps",
    source="6.1i",
)
def makes_an_optimizer_each_epoch(model, loader, num_epochs, learn_rate):
    for _ in range(num_epochs):
        train(model, loader, 1, adam(model, learn_rate))


@misconception(
    "train_head",
    says="You train with plain SGD: the statement asks for Adam.",
    hint="Which optimizer does the statement name?",
    caught_by="test_train_head_takes_one_step",
)
def trains_with_sgd(model, loader, num_epochs, learn_rate):
    train(model, loader, num_epochs, torch.optim.SGD(moving(model), lr=learn_rate))


@misconception(
    "train_head",
    says="You leave the learning rate to Adam.",
    hint="Which rate does Adam take when you give it none, and which one did the caller ask for?",
    caught_by="test_train_head_takes_one_step",
)
def trains_at_adams_own_rate(model, loader, num_epochs, learn_rate):
    train(model, loader, num_epochs, torch.optim.Adam(moving(model)))


@misconception(
    "train_head",
    says="You apply a softmax before the cross entropy, which applies one itself.",
    hint="The loss wants raw scores.",
    caught_by="test_train_head_takes_all_steps",
    source="7.3e",
)
def applies_softmax_twice(model, loader, num_epochs, learn_rate):
    def loss_of(model, images, labels):
        return nn.functional.cross_entropy(torch.softmax(model(images), dim=1), labels)

    train(model, loader, num_epochs, adam(model, learn_rate), loss_of)


@misconception(
    "train_head",
    says="You give logits to the negative log likelihood, which wants log-probabilities.",
    hint="Put log_softmax before NLLLoss, or use the cross entropy.",
    caught_by="test_train_head_takes_all_steps",
    source="5.3d",
)
def gives_logits_to_nll(model, loader, num_epochs, learn_rate):
    def loss_of(model, images, labels):
        return nn.functional.nll_loss(model(images), labels)

    train(model, loader, num_epochs, adam(model, learn_rate), loss_of)


@misconception(
    "train_head",
    says="Your loss is the sum over the batch, not its mean: a short batch then counts less than it should.",
    hint="The last batch is smaller: does its step know?",
    caught_by="test_train_head_takes_all_steps",
)
def sums_the_loss(model, loader, num_epochs, learn_rate):
    def loss_of(model, images, labels):
        return nn.functional.cross_entropy(model(images), labels, reduction="sum")

    train(model, loader, num_epochs, adam(model, learn_rate), loss_of)


@misconception(
    "train_head",
    says="You stop an epoch as soon as a batch is mostly right.",
    hint="Stop the training, not only this loop: and nobody asked to stop it here.",
    caught_by="test_train_head_takes_all_steps",
    source="7.4h",
)
def breaks_at_an_accuracy(model, loader, num_epochs, learn_rate):
    modes = keep_modes(model)
    model.eval()
    optimizer = adam(model, learn_rate)
    for _ in range(num_epochs):
        for images, labels in loader:
            logits = model(images)
            optimizer.zero_grad()
            nn.functional.cross_entropy(logits, labels).backward()
            optimizer.step()
            if (logits.argmax(dim=1) == labels).float().mean() > 0.2:
                break
    give_modes_back(modes)


@misconception(
    "train_head",
    says="You leave the last, shorter batch out.",
    hint="The last batch may be shorter: it teaches all the same.",
    caught_by="test_train_head_takes_all_steps",
    source="4.8e",
)
def drops_the_last_batch(model, loader, num_epochs, learn_rate):
    batches = list(loader)
    train(model, batches[:-1] if len(batches) > 1 else batches, num_epochs, adam(model, learn_rate))


@misconception(
    "train_head",
    says="You leave the model in eval mode.",
    hint="Leave the mode as you found it.",
    caught_by="test_train_head_restores_the_mode",
    source="5.5c",
)
def leaves_it_in_eval_mode(model, loader, num_epochs, learn_rate):
    train(model, loader, num_epochs, adam(model, learn_rate))
    model.eval()


@misconception(
    "train_head",
    says="You leave the model in train mode, in whatever mode it came.",
    hint="Leave the mode as you found it.",
    caught_by="test_train_head_restores_the_mode",
    source="5.5c",
)
def leaves_it_in_train_mode(model, loader, num_epochs, learn_rate):
    train(model, loader, num_epochs, adam(model, learn_rate))
    model.train()


@misconception(
    "train_head",
    says="You note the mode of the model alone: its backbone came in another, and is put into train mode.",
    hint="Leave the mode as you found it: of the model, and of its parts.",
    caught_by="test_train_head_restores_the_mode",
    source="5.5c",
)
def gives_all_parts_one_mode(model, loader, num_epochs, learn_rate):
    mode = model.training
    train(model, loader, num_epochs, adam(model, learn_rate))
    model.train(mode)


@misconception(
    "train_head",
    says="You note three modes: of the model, its backbone and its head. A part of them that came in another mode does not get it back.",
    hint="How many modules has the model, and how many modes do you note?",
    caught_by="test_train_head_restores_the_mode",
)
def notes_three_modes(model, loader, num_epochs, learn_rate):
    parts = model, model.blocks, model.classifier
    modes = [part.training for part in parts]
    train(model, loader, num_epochs, adam(model, learn_rate))
    for part, mode in zip(parts, modes, strict=True):
        part.train(mode)


@misconception(
    "train_head",
    says="You put the batch norms alone into eval mode: a dropout in the backbone goes on dropping what the head is to see.",
    hint="The backbone is in eval mode: which of its layers behave differently in train mode?",
    caught_by="test_train_head_trains_in_train_mode",
)
def quiets_the_batch_norms_alone(model, loader, num_epochs, learn_rate):
    def prepare(model):
        model.train()
        for part in model.blocks.modules():
            if isinstance(part, (nn.BatchNorm1d, nn.BatchNorm2d)):
                part.eval()

    train(model, loader, num_epochs, adam(model, learn_rate), prepare=prepare)


@misconception(
    "train_head",
    says="The head is in eval mode while it is trained: a head with dropout would train without it.",
    hint="The head needs train mode.",
    caught_by="test_train_head_trains_in_train_mode",
    source="7.4f",
)
def trains_the_head_in_eval_mode(model, loader, num_epochs, learn_rate):
    train(model, loader, num_epochs, adam(model, learn_rate), prepare=lambda model: model.eval())


@misconception(
    "train_head",
    says="You let the backbone move again when you are done.",
    hint="What is frozen stays frozen: whose flags are these?",
    caught_by="test_train_head_keeps_the_flags",
)
def unfreezes_in_the_end(model, loader, num_epochs, learn_rate):
    train(model, loader, num_epochs, adam(model, learn_rate))
    set_flags(model, flag=True)


@misconception(
    "train_head",
    says="You freeze the head when you are done.",
    hint="What can move still can, afterwards: whose flags are these?",
    caught_by="test_train_head_keeps_the_flags",
)
def freezes_in_the_end(model, loader, num_epochs, learn_rate):
    train(model, loader, num_epochs, adam(model, learn_rate))
    set_flags(model)


@misconception(
    "train_head",
    says="You collect the features once, in train mode: each batch is then normalised by itself, and the statistics move.",
    hint="Features must be repeatable: in which mode is the backbone?",
    caught_by="test_train_head_keeps_the_statistics",
    source="7.4g",
)
def collects_features_in_train_mode(model, loader, num_epochs, learn_rate):
    modes = keep_modes(model)
    model.train()
    with torch.no_grad():
        features = [(model.blocks(images), labels) for images, labels in loader]
    optimizer = adam(model, learn_rate)
    for _ in range(num_epochs):
        for seen, labels in features:
            logits = model.classifier(seen.mean(dim=(2, 3)) if seen.ndim == 4 else seen)
            optimizer.zero_grad()
            nn.functional.cross_entropy(logits, labels).backward()
            optimizer.step()
    give_modes_back(modes)


# --- extract_features ------------------------------------------------------------------------------------------------


def collect(model, loader, see=None, mode="eval"):
    """The right way, but for what is put into it."""
    was_training = model.training
    if mode == "eval":
        model.eval()
    features, labels = [], []
    with torch.no_grad():
        for images, batch_labels in loader:
            features.append((see or seen)(model, images))
            labels.append(batch_labels)
    model.train(was_training)
    return torch.cat(features), torch.cat(labels)


def seen(model, images):
    return model.blocks(images).mean(dim=(2, 3))


@misconception(
    "extract_features",
    says="You give the model's logits, not what goes into its classifier.",
    hint="Read DigitsNet's forward: what does it do before the classifier?",
    caught_by="test_features_of_eleven_images",
)
def gives_the_logits(model, loader):
    return collect(model, loader, lambda model, images: model(images))


@misconception(
    "extract_features",
    says="You give the blocks' answer as images, (N, 64, 2, 2): the mean over the places is missing.",
    hint="Read DigitsNet's forward: what stands between the blocks and the classifier?",
    caught_by="test_features_of_eleven_images",
)
def leaves_the_mean_out(model, loader):
    return collect(model, loader, lambda model, images: model.blocks(images))


@misconception(
    "extract_features",
    says="You flatten the blocks' answer where DigitsNet takes the mean over the places.",
    hint="Read DigitsNet's forward: how many features does the classifier take?",
    caught_by="test_features_of_eleven_images",
)
def flattens_in_place_of_the_mean(model, loader):
    return collect(model, loader, lambda model, images: model.blocks(images).flatten(1))


@misconception(
    "extract_features",
    says="You take the largest over the places where DigitsNet takes the mean.",
    hint="Read DigitsNet's forward: what stands between the blocks and the classifier?",
    caught_by="test_features_of_eleven_images",
)
def takes_the_largest(model, loader):
    return collect(model, loader, lambda model, images: model.blocks(images).amax(dim=(2, 3)))


@misconception(
    "extract_features",
    says="You take the mean over the channels and one side: the wrong axes.",
    hint="Which axes of (N, 64, 2, 2) are places, and which one holds the features?",
    caught_by="test_features_of_eleven_images",
)
def takes_the_mean_of_the_wrong_axes(model, loader):
    return collect(model, loader, lambda model, images: model.blocks(images).mean(dim=(1, 2)))


@misconception(
    "extract_features",
    says="You leave the last block out.",
    hint="What goes into the classifier? All of `blocks` comes before.",
    caught_by="test_features_of_eleven_images",
)
def leaves_the_last_block_out(model, loader):
    return collect(model, loader, lambda model, images: model.blocks[:-1](images).mean(dim=(2, 3)))


@misconception(
    "extract_features",
    says="You read in train mode: batch norm uses each batch's own mean, and its statistics move.",
    hint="Features must be repeatable.",
    caught_by="test_features_are_those_of_eval_mode",
    source="7.4g",
)
def reads_in_train_mode(model, loader):
    return collect(model, loader, mode="as it comes")


@misconception(
    "extract_features",
    says="You disturb the images by chance before you read them: the same image has other features each time.",
    hint="Features must be repeatable. What is augmentation for, and when?",
    caught_by="test_features_of_eleven_images",
    source="7.4g",
)
def disturbs_the_images(model, loader):
    return collect(model, loader, lambda model, images: seen(model, images + 0.05 * torch.randn(images.shape)))


@misconception(
    "extract_features",
    says="You give the first batch alone.",
    hint="How many images does the loader give in all? Look at the indentation of your return.",
    caught_by="test_features_of_eleven_images",
)
def gives_the_first_batch(model, loader):
    return collect(model, list(loader)[:1])


@misconception(
    "extract_features",
    says="You give the last batch alone: each one overwrites the one before.",
    hint="Where do you keep what the earlier batches gave?",
    caught_by="test_features_of_eleven_images",
)
def gives_the_last_batch(model, loader):
    return collect(model, list(loader)[-1:])


@misconception(
    "extract_features",
    says="You leave the last batch out when it is shorter.",
    hint="The last batch may be shorter, and belongs to the answer.",
    caught_by="test_features_of_eleven_images",
)
def drops_a_short_batch(model, loader):
    batches = list(loader)
    return collect(model, [batch for batch in batches if len(batch[1]) == len(batches[0][1])])


@misconception(
    "extract_features",
    says="You give a list of batches, not one tensor.",
    hint="You have one tensor for each batch. Which function joins them?",
    caught_by="test_features_of_eleven_images",
)
def gives_lists_of_batches(model, loader):
    model_was_training = model.training
    model.eval()
    with torch.no_grad():
        pairs = [(seen(model, images), labels) for images, labels in loader]
    model.train(model_was_training)
    return [features for features, _ in pairs], [labels for _, labels in pairs]


@misconception(
    "extract_features",
    says="You stack the batches: they have to be of one size then, and the answer has an axis too many.",
    hint="stack makes a new axis, cat joins along one that is there.",
    caught_by="test_features_of_eleven_images",
)
def stacks_the_batches(model, loader):
    model_was_training = model.training
    model.eval()
    with torch.no_grad():
        pairs = [(seen(model, images), labels) for images, labels in loader]
    model.train(model_was_training)
    return torch.stack([features for features, _ in pairs]), torch.stack([labels for _, labels in pairs])


@misconception(
    "extract_features",
    says="You squeeze the features: a batch of one image loses its axis.",
    hint="squeeze eats a batch of one. Name the axes that are to go.",
    caught_by="test_features_of_any_batches",
    source="5.3j",
)
def squeezes_the_features(model, loader):
    def see(model, images):
        return seen(model, images).squeeze()

    was_training = model.training
    model.eval()
    with torch.no_grad():
        pairs = [(see(model, images), labels) for images, labels in loader]
    model.train(was_training)
    features = torch.cat([part for part, _ in pairs])
    return features, torch.cat([labels for _, labels in pairs])


@misconception(
    "extract_features",
    says="You loop over the loader twice, once for the features and once for the labels: one that shuffles has another order by then.",
    hint="In which order does a loader that shuffles give its images the second time?",
    caught_by="test_features_of_a_loader_that_shuffles",
)
def loops_twice(model, loader):
    features, _ = collect(model, loader)
    return features, torch.cat([labels for _, labels in loader])


@misconception(
    "extract_features",
    says="You turn the recording of gradients off for the whole program, and never on again: nothing can be trained after this.",
    hint="What do `torch.no_grad()` and `with` do that `set_grad_enabled(False)` does not?",
    caught_by="test_features_leave_the_model_alone",
)
def leaves_recording_off(model, loader):
    answer = collect(model, loader)
    torch.set_grad_enabled(False)
    return answer


@misconception(
    "extract_features",
    says="You give the features alone: the labels are lost.",
    hint="What is a head trained with, beside the features?",
    caught_by="test_features_of_eleven_images",
)
def gives_features_alone(model, loader):
    return collect(model, loader)[0]


@misconception(
    "extract_features",
    says="You give what the model guesses, where the loader's labels were asked for.",
    hint="Which labels are right: those of the loader, or those of a head that does not know the classes?",
    caught_by="test_features_of_eleven_images",
)
def gives_guesses_for_labels(model, loader):
    features, _ = collect(model, loader)
    return features, model.classifier(features).argmax(dim=1)


@misconception(
    "extract_features",
    says="You leave the model in eval mode.",
    hint="Leave the mode as you found it.",
    caught_by="test_features_are_those_of_eval_mode",
    source="5.5c",
)
def leaves_the_model_in_eval_mode(model, loader):
    answer = collect(model, loader)
    model.eval()
    return answer


@misconception(
    "extract_features",
    says="You put the model into train mode afterwards, in whatever mode it came.",
    hint="Leave the mode as you found it.",
    caught_by="test_features_are_those_of_eval_mode",
    source="5.5c",
)
def leaves_the_model_in_train_mode(model, loader):
    answer = collect(model, loader)
    model.train()
    return answer


@misconception(
    "extract_features",
    says="You put an Identity in the classifier's place and leave it there: the model has lost its head.",
    hint="Do you put anything else in the classifier's place for a while? Afterwards?",
    caught_by="test_features_leave_the_model_alone",
)
def takes_the_head_off(model, loader):
    answer = collect(model, loader)
    model.classifier = nn.Identity()
    return answer


@misconception(
    "extract_features",
    says="You leave a hook on the classifier: it goes on collecting whenever the model is used.",
    hint="A hook has to be removed: what does register_forward_hook give you for that?",
    caught_by="test_features_leave_the_model_alone",
)
def leaves_a_hook(model, loader):
    kept = []
    model.classifier.register_forward_pre_hook(lambda module, inputs: kept.append(inputs[0].detach()))
    labels = []
    was_training = model.training
    model.eval()
    with torch.no_grad():
        for images, batch_labels in loader:
            model(images)
            labels.append(batch_labels)
    model.train(was_training)
    return torch.cat(kept), torch.cat(labels)


@misconception(
    "extract_features",
    says="Your features hang on the backbone's graph: each batch keeps all that was worked out for it.",
    hint="No gradients are needed here.",
    caught_by="test_features_have_no_graph",
    source="5.5b",
)
def keeps_the_graph(model, loader):
    was_training = model.training
    model.eval()
    features, labels = [], []
    for images, batch_labels in loader:
        features.append(seen(model, images))
        labels.append(batch_labels)
    model.train(was_training)
    return torch.cat(features), torch.cat(labels)


@misconception(
    "extract_features",
    says="You freeze the whole model on the way: its head cannot learn any more.",
    hint="no_grad holds for a while, requires_grad for good.",
    caught_by="test_features_leave_the_model_alone",
    source="7.2b",
)
def freezes_the_model(model, loader):
    return collect(set_flags(model), loader)


@misconception(
    "extract_features",
    says="You scale each feature vector to length 1: the classifier would see other numbers.",
    hint="The classifier's inputs, as they are.",
    caught_by="test_features_of_eleven_images",
)
def normalises_the_features(model, loader):
    return collect(model, loader, lambda model, images: nn.functional.normalize(seen(model, images)))


# --- unfreeze_last_block ---------------------------------------------------------------------------------------------


def let_move(model, parts):
    set_flags(model)
    for part in parts:
        set_flags(part, flag=True)


@misconception(
    "unfreeze_last_block",
    says="You let the last block move, and freeze the classifier.",
    hint="The last block AND the classifier can move.",
    caught_by="test_unfreeze_after_the_head",
)
def forgets_the_classifier(model):
    let_move(model, [model.blocks[-1]])


@misconception(
    "unfreeze_last_block",
    says="You let the classifier move and leave the last block frozen.",
    hint="Print every name that can move.",
    caught_by="test_unfreeze_after_the_head",
    source="7.2a",
)
def leaves_the_block_frozen(model):
    let_move(model, [model.classifier])


@misconception(
    "unfreeze_last_block",
    says="You do not touch the classifier: where all was frozen, it stays so.",
    hint="The last block AND the classifier can move, whatever was before.",
    caught_by="test_unfreeze_from_frozen",
)
def counts_on_a_moving_head(model):
    set_flags(model.blocks)
    set_flags(model.blocks[-1], flag=True)


@misconception(
    "unfreeze_last_block",
    says="You let the first block move, not the last.",
    hint="Which block sees the image first, and which one comes before the head?",
    caught_by="test_unfreeze_after_the_head",
)
def unfreezes_the_first_block(model):
    let_move(model, [model.blocks[0], model.classifier])


@misconception(
    "unfreeze_last_block",
    says="You let the whole backbone move.",
    hint="Nothing else can move than the last block and the classifier.",
    caught_by="test_unfreeze_after_the_head",
    source="7.4d",
)
def unfreezes_everything_at_once(model):
    set_flags(model, flag=True)


@misconception(
    "unfreeze_last_block",
    says="You let the last block move and leave the rest as it was: what could move before still can.",
    hint="Nothing else can move: what if it could before?",
    caught_by="test_unfreeze_from_moving",
)
def leaves_the_rest_as_it_was(model):
    for part in (model.blocks[-1], model.classifier):
        set_flags(part, flag=True)


@misconception(
    "unfreeze_last_block",
    says="You freeze the blocks alone: a model may have layers beside them, and those go on moving.",
    hint="Nothing else can move: which parts of a model are neither blocks nor classifier?",
    caught_by="test_unfreeze_with_other_parts",
)
def freezes_the_blocks_alone(model):
    set_flags(model.blocks)
    for part in (model.blocks[-1], model.classifier):
        set_flags(part, flag=True)


@misconception(
    "unfreeze_last_block",
    says="You write the number of the last block into your code: another network has more of them, or fewer.",
    hint="How is the last one of a Sequential found, however many there are?",
    caught_by="test_unfreeze_any_number_of_blocks",
    source="7.2c",
)
def assumes_three_blocks(model):
    let_move(model, [model.blocks[2], model.classifier])


@misconception(
    "unfreeze_last_block",
    says="You take the block's last layer with parameters for the block: its other layers stay frozen.",
    hint="A block is a convolution AND a batch norm. Print every name that can move.",
    caught_by="test_unfreeze_after_the_head",
    source="7.2c",
)
def unfreezes_the_last_layer_of_the_block(model):
    layers = [layer for layer in model.blocks[-1] if list(layer.parameters())]
    let_move(model, [layers[-1], model.classifier])


@misconception(
    "unfreeze_last_block",
    says="You let the weights move alone: the biases of the block and of the head stay frozen.",
    hint="Print every name that can move.",
    caught_by="test_unfreeze_after_the_head",
    source="7.2c",
)
def unfreezes_weights_alone(model):
    set_flags(model)
    for part in (model.blocks[-1], model.classifier):
        for name, parameter in part.named_parameters():
            parameter.requires_grad = name.endswith("weight")


@misconception(
    "unfreeze_last_block",
    says="You set `require_grad`, which nobody reads: the name is `requires_grad`, with an s.",
    hint="Print which parameters require gradients.",
    caught_by="test_unfreeze_after_the_head",
    source="7.2a",
)
def misspells_the_flag(model):
    for parameter in model.blocks[-1].parameters():
        parameter.require_grad = True


@misconception(
    "unfreeze_last_block",
    says="You call train on the last block: that wakes its batch norm up, and its parameters stay frozen.",
    hint="Modes and gradients are two things.",
    caught_by="test_unfreeze_from_frozen",
    source="7.2d",
)
def calls_train_on_the_block(model):
    model.blocks[-1].train()
    set_flags(model)


@misconception(
    "unfreeze_last_block",
    says="You put the last block into train mode as well.",
    hint="To let something move is not to choose its mode.",
    caught_by="test_unfreeze_changes_nothing_else",
    source="7.2d",
)
def unfreezes_and_calls_train(model):
    let_move(model, [model.blocks[-1], model.classifier])
    model.blocks[-1].train()


@misconception(
    "unfreeze_last_block",
    says="You draw the last block anew: what it had learned is lost.",
    hint="Keep what the backbone has learned: it is to adapt, not to begin again.",
    caught_by="test_unfreeze_changes_nothing_else",
    source="7.3h",
)
def draws_the_block_anew(model):
    let_move(model, [model.blocks[-1], model.classifier])
    for layer in model.blocks[-1]:
        if hasattr(layer, "reset_parameters"):
            layer.reset_parameters()
