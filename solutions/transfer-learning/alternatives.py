"""Unusual but right implementations: every check must accept each of them."""

import copy

import torch
from torch import nn

from nngrade.suite import alternative

# --- freeze ----------------------------------------------------------------------------------------------------------


@alternative("freeze", note="the module's own method")
def freeze_by_method(module):
    return module.requires_grad_(False)


@alternative("freeze", note="each parameter's own method, over named_parameters")
def freeze_by_name(module):
    for _, parameter in module.named_parameters():
        parameter.requires_grad_(requires_grad=False)
    return module


@alternative("freeze", note="by recursion through the parts")
def freeze_by_recursion(module):
    for part in module.children():
        freeze_by_recursion(part)
    for parameter in module.parameters(recurse=False):
        parameter.requires_grad, parameter.grad = False, None
    return module


# --- replace_classifier ----------------------------------------------------------------------------------------------


@alternative("replace_classifier", note="walks down to the head by recursion")
def replace_by_recursion(model, num_classes):
    def replace(module):
        for name, part in reversed(list(module.named_children())):
            if isinstance(part, nn.Linear):
                module.add_module(name, nn.Linear(part.in_features, num_classes))
                return True
            if replace(part):
                return True
        return False

    replace(model)
    return model


@alternative("replace_classifier", note="PyTorch's own set_submodule; width from the weights; another draw")
def replace_by_path(model, num_classes):
    path = ""
    for name, module in model.named_modules():
        if isinstance(module, nn.Linear):
            path = name
    head = nn.Linear(model.get_submodule(path).weight.shape[1], num_classes, bias=True)
    nn.init.xavier_uniform_(head.weight)
    nn.init.zeros_(head.bias)
    model.set_submodule(path, head)
    return model


@alternative("replace_classifier", note="in the dictionary of the parent's parts")
def replace_in_the_dictionary(model, num_classes):
    path = max((place, name) for place, (name, module) in enumerate(model.named_modules()) if type(module) is nn.Linear)[1]
    parent = model.get_submodule(".".join(path.split(".")[:-1]))
    parts, name = vars(parent)["_modules"], path.split(".")[-1]
    parts[name] = nn.Linear(in_features=parts[name].in_features, out_features=num_classes).train(parent.training)
    return model


# --- make_optimizer --------------------------------------------------------------------------------------------------


@alternative("make_optimizer", note="a filter in place of a list")
def optimizer_by_filter(model, learn_rate):
    return torch.optim.Adam(filter(lambda parameter: parameter.requires_grad, model.parameters()), lr=learn_rate)


@alternative("make_optimizer", note="a group of its own for each parameter")
def optimizer_in_groups(model, learn_rate):
    groups = [{"params": [parameter], "lr": learn_rate} for _, parameter in model.named_parameters() if parameter.requires_grad]
    return torch.optim.Adam(groups)


# --- train_head ------------------------------------------------------------------------------------------------------


def moving(model):
    return [parameter for parameter in model.parameters() if parameter.requires_grad]


@alternative("train_head", note="all of it in train mode, but the backbone; the criterion as a module; clears first")
def train_with_a_criterion(model, loader, num_epochs, learn_rate):
    before = [(module, module.training) for module in model.modules()]
    criterion, optimizer = nn.CrossEntropyLoss(), torch.optim.Adam(moving(model), lr=learn_rate)
    for _ in range(num_epochs):
        model.train()
        model.blocks.eval()
        for images, labels in loader:
            model.zero_grad()
            criterion(model(images), labels).backward()
            optimizer.step()
    for module, training in before:
        module.training = training


@alternative("train_head", note="reads the backbone once without gradients, and trains on what it saw", source="7.4g")
def train_on_features(model, loader, num_epochs, learn_rate):
    modes = {name: module.training for name, module in model.named_modules()}
    model.eval()
    seen = []
    head = model.classifier
    with torch.no_grad():
        hook = head.register_forward_pre_hook(lambda module, inputs: seen.append(inputs[0].clone()))
        labels = []
        for images, batch_labels in loader:
            model(images)
            labels.append(batch_labels)
        hook.remove()
    head.train()
    optimizer = torch.optim.Adam(moving(model), lr=learn_rate)
    for _ in range(num_epochs):
        for features, batch_labels in zip(seen, labels, strict=True):
            optimizer.zero_grad()
            nn.functional.cross_entropy(head(features), batch_labels).backward()
            optimizer.step()
    for name, module in model.named_modules():
        module.training = modes[name]


@alternative("train_head", note="keeps the statistics and puts them back; optimizer of the classifier; log_softmax and nll_loss")
def train_and_put_back(model, loader, num_epochs, learn_rate):
    buffers = {name: buffer.clone() for name, buffer in model.named_buffers()}
    modes = [module.training for module in model.modules()]
    heads = set(model.classifier.modules())
    for part in model.modules():
        part.training = part in heads and isinstance(part, nn.Dropout)
    optimizer = torch.optim.Adam(model.classifier.parameters(), lr=learn_rate)
    for _ in range(num_epochs):
        for images, labels in loader:
            loss = nn.functional.nll_loss(torch.log_softmax(model(images), dim=-1), labels)
            optimizer.zero_grad(set_to_none=False)
            loss.backward()
            optimizer.step()
    for name, buffer in model.named_buffers():
        buffer.copy_(buffers[name])
    for module, mode in zip(model.modules(), modes, strict=True):
        module.training = mode


@alternative("train_head", note="an optimizer over everything: what is frozen has no gradient and is passed over", source="7.4c")
def train_with_everything(model, loader, num_epochs, learn_rate):
    modes = [(module, module.training) for module in model.modules()]
    model.train()
    for module in model.blocks.modules():
        module.eval()
    optimizer = torch.optim.Adam(model.parameters(), lr=learn_rate)
    for _ in range(num_epochs):
        for batch in loader:
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(batch[0]), batch[1])
            loss.backward()
            optimizer.step()
    for module, mode in modes:
        module.train(mode) if not list(module.children()) else setattr(module, "training", mode)


# --- extract_features ------------------------------------------------------------------------------------------------


@alternative("extract_features", note="by a hook that is removed")
def features_by_hook(model, loader):
    mode, kept, all_labels = model.training, [], []
    handle = model.classifier.register_forward_hook(lambda module, inputs, output: kept.append(inputs[0].detach()))
    model.eval()
    for images, labels in loader:
        model(images)
        all_labels.extend(labels.tolist())
    handle.remove()
    model.train(mode)
    return torch.vstack(kept), torch.tensor(all_labels)


@alternative("extract_features", note="with an Identity in the head's place, and the head put back")
def features_by_identity(model, loader):
    head, mode = model.classifier, model.training
    model.classifier = nn.Identity()
    model.eval()
    with torch.inference_mode():
        pairs = [(model(images), labels) for images, labels in loader]
    model.classifier = head
    model.train(mode)
    return torch.cat([features for features, _ in pairs]).clone(), torch.hstack([labels for _, labels in pairs])


@alternative("extract_features", note="a copy of the model does the reading; arrays come back")
def features_by_a_copy(model, loader):
    reader, batches = copy.deepcopy(model).eval(), list(loader)
    features = [nn.functional.adaptive_avg_pool2d(reader.blocks(images), 1).flatten(1).detach().numpy() for images, _ in batches]
    return torch.tensor([row for part in features for row in part.tolist()]), torch.cat([labels for _, labels in batches])


# --- unfreeze_last_block ---------------------------------------------------------------------------------------------


@alternative("unfreeze_last_block", note="decides for each parameter by its name")
def unfreeze_by_name(model):
    last = f"blocks.{len(model.blocks) - 1}."
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(name.startswith((last, "classifier.")))


@alternative("unfreeze_last_block", note="decides for each block; gives the model back")
def unfreeze_block_by_block(model):
    model.requires_grad_(False)
    *_, last = model.blocks
    last.requires_grad_()
    model.classifier.requires_grad_()
    return model
