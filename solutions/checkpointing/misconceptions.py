"""Wrong implementations that people really write, each with what a tutor would say to it.

A function differs from the right one in the one thing that it is named for.
"""

import io
import shutil
from pathlib import Path

import torch
from torch import nn

from nngrade.suite import misconception


def contents(model, optimizer=None, epoch=None):
    """What a right checkpoint of this course's reference holds."""
    return {
        "input_size": model.hidden[0].in_features,
        "output_size": model.output.out_features,
        "hidden_layers": [layer.out_features for layer in model.hidden],
        "drop_p": model.dropout.p,
        "state_dict": model.state_dict(),
        "optimizer": None if optimizer is None else optimizer.state_dict(),
        "epoch": epoch,
    }


def write(path, checkpoint):
    """All or nothing."""
    temporary = Path(f"{path}.tmp")
    torch.save(checkpoint, temporary)
    temporary.replace(path)


def read(path):
    return torch.load(path, map_location="cpu", weights_only=True)


def network(checkpoint, **changes):
    """The right model, without its weights."""
    sizes = {name: checkpoint[name] for name in ("input_size", "output_size", "hidden_layers", "drop_p")}
    return Network(**{**sizes, **changes})  # noqa: F821 - the submission's


def continued(checkpoint, model, optimizer):
    """A right end of `resume`, once the weights are there."""
    if checkpoint["optimizer"] is not None:
        optimizer.load_state_dict(checkpoint["optimizer"])
    return 0 if checkpoint["epoch"] is None else checkpoint["epoch"] + 1


# --- save_checkpoint ---------------------------------------------------------------------------------------------------


@misconception(
    "save_checkpoint",
    says="You save the object itself: whoever loads it needs your class, and torch.load refuses it. Save the numbers and the recipe.",
    hint="What is in your file beside tensors, numbers and strings?",
    caught_by="test_saved_without_objects",
    source="6.1a",
)
def whole_object(path, model, optimizer=None, epoch=None):
    write(path, model)


@misconception(
    "save_checkpoint",
    says="Your file holds the weights alone: nobody can tell from it how to make the model that they belong in.",
    hint="What does a process need that has only the file?",
    caught_by="test_saved_for_another_process",
    source="6.1b",
)
def weights_alone(path, model, optimizer=None, epoch=None):
    write(path, model.state_dict())


@misconception(
    "save_checkpoint",
    says="There is a module in your dict: it is an object of a class like any other, and torch.load refuses it.",
    hint="Which values of your dict are neither tensors nor plain numbers, strings, lists and dicts?",
    caught_by="test_saved_without_objects",
    source="6.1c",
)
def module_in_the_dict(path, model, optimizer=None, epoch=None):
    write(path, {**contents(model, optimizer, epoch), "classifier": model.output})


@misconception(
    "save_checkpoint",
    says="There is a criterion in your dict: it is a module too, and torch.load refuses it.",
    hint="Which values of your dict are neither tensors nor plain numbers, strings, lists and dicts?",
    caught_by="test_saved_without_objects",
    source="6.1c",
)
def criterion_in_the_dict(path, model, optimizer=None, epoch=None):
    write(path, {**contents(model, optimizer, epoch), "criterion": nn.CrossEntropyLoss()})


@misconception(
    "save_checkpoint",
    says="You put the optimizer itself into the dict; its state_dict is what can be saved.",
    hint="Which values of your dict are neither tensors nor plain numbers, strings, lists and dicts?",
    caught_by="test_saved_without_objects",
    source="6.1c",
)
def optimizer_as_an_object(path, model, optimizer=None, epoch=None):
    write(path, {**contents(model, optimizer, epoch), "trained_by": optimizer})


@misconception(
    "save_checkpoint",
    says="drop_p is missing in your file: the loaded model has the default, and trains on differently.",
    hint="Which arguments of Network are not in your file?",
    caught_by="test_saved_with_drop_p",
    source="6.1d",
)
def drop_p_left_out(path, model, optimizer=None, epoch=None):
    write(path, {**contents(model, optimizer, epoch), "drop_p": 0.5})


@misconception(
    "save_checkpoint",
    says="You read in_features for the sizes of the hidden layers: that is the width of what comes in.",
    hint="A layer from 4 to 5 is one of how many units?",
    caught_by="test_saved_for_another_process",
    source="6.1e",
)
def sizes_of_what_comes_in(path, model, optimizer=None, epoch=None):
    write(path, {**contents(model, optimizer, epoch), "hidden_layers": [layer.in_features for layer in model.hidden]})


@misconception(
    "save_checkpoint",
    says="You count the output layer among the hidden ones.",
    hint="How many sizes does hidden_layers hold for a model of one hidden layer?",
    caught_by="test_saved_for_another_process",
    source="6.1e",
)
def output_counted_as_hidden(path, model, optimizer=None, epoch=None):
    hidden = [layer.out_features for layer in [*model.hidden, model.output]]
    write(path, {**contents(model, optimizer, epoch), "hidden_layers": hidden})


@misconception(
    "save_checkpoint",
    says="You save the first hidden layer's size only.",
    hint="What about models of two and three hidden layers?",
    caught_by="test_saved_with_any_sizes",
    source="6.1e",
)
def first_hidden_size_alone(path, model, optimizer=None, epoch=None):
    write(path, {**contents(model, optimizer, epoch), "hidden_layers": [model.hidden[0].out_features]})


@misconception(
    "save_checkpoint",
    says="You write straight into the file: if the process is stopped half-way, the old checkpoint is gone and the new one is broken.",
    hint="Which file are you writing to while you write?",
    caught_by="test_saved_all_or_nothing",
    source="6.1h",
)
def straight_into_the_file(path, model, optimizer=None, epoch=None):
    torch.save(contents(model, optimizer, epoch), path)


@misconception(
    "save_checkpoint",
    says="Gathering the bytes first does not help: the file itself is still written piece by piece, and the old one is gone.",
    hint="Which file are you writing to while you write?",
    caught_by="test_saved_all_or_nothing",
    source="6.1h",
)
def through_a_buffer(path, model, optimizer=None, epoch=None):
    buffer = io.BytesIO()
    torch.save(contents(model, optimizer, epoch), buffer)
    Path(path).write_bytes(buffer.getvalue())


@misconception(
    "save_checkpoint",
    says="You remove the old file before the new one is written: in between there is none.",
    hint="If the process is stopped right now, what is at `path`?",
    caught_by="test_saved_all_or_nothing",
    source="6.1h",
)
def old_file_removed_first(path, model, optimizer=None, epoch=None):
    Path(path).unlink(missing_ok=True)
    write(path, contents(model, optimizer, epoch))


@misconception(
    "save_checkpoint",
    says="You remove the old file, then rename the new one: in between there is none. Renaming alone replaces it.",
    hint="If the process is stopped between these two lines, what is at `path`?",
    caught_by="test_saved_all_or_nothing",
    source="6.1h",
)
def old_file_removed_before_renaming(path, model, optimizer=None, epoch=None):
    torch.save(contents(model, optimizer, epoch), f"{path}.tmp")
    Path(path).unlink(missing_ok=True)
    Path(f"{path}.tmp").rename(path)


@misconception(
    "save_checkpoint",
    says="You copy the finished file over the old one: a copy is written piece by piece too. Renaming takes one step.",
    hint="How many steps does it take to copy a file, and how many to rename it?",
    caught_by="test_saved_all_or_nothing",
    source="6.1h",
)
def copied_over_the_old_one(path, model, optimizer=None, epoch=None):
    torch.save(contents(model, optimizer, epoch), f"{path}.tmp")
    shutil.copyfile(f"{path}.tmp", path)
    Path(f"{path}.tmp").unlink()


@misconception(
    "save_checkpoint",
    says="You rename the file while it is still open: what Python has not handed to the disk yet is missing from it.",
    hint="When is the last byte of the new file written: before you rename it, or when the `with` ends?",
    caught_by="test_saved_all_or_nothing",
    source="own",
)
def renamed_while_open(path, model, optimizer=None, epoch=None):
    buffer = io.BytesIO()
    torch.save(contents(model, optimizer, epoch), buffer)
    with Path(f"{path}.tmp").open("wb") as file:
        file.write(buffer.getvalue())
        Path(f"{path}.tmp").replace(path)


@misconception(
    "save_checkpoint",
    says="Your temporary file lies in another folder: that may be on another disk, and from one disk to another nothing can be renamed.",
    hint="In which folder is a file sure to be on the same disk as `path`?",
    caught_by="test_saved_all_or_nothing",
    source="own",
)
def written_where_the_process_works(path, model, optimizer=None, epoch=None):
    torch.save(contents(model, optimizer, epoch), "checkpoint.tmp")
    Path("checkpoint.tmp").replace(path)


@misconception(
    "save_checkpoint",
    says="You leave your temporary file behind.",
    hint="Which files are in the folder afterwards?",
    caught_by="test_saved_again",
    source="own",
)
def temporary_left_behind(path, model, optimizer=None, epoch=None):
    write(path, contents(model, optimizer, epoch))
    torch.save(contents(model, optimizer, epoch), f"{path}.tmp")


@misconception(
    "save_checkpoint",
    says="You never overwrite a file that is there already: the second save is lost.",
    hint="What happens when the same path is saved to after every epoch?",
    caught_by="test_saved_again",
    source="own",
)
def never_overwrites(path, model, optimizer=None, epoch=None):
    if not Path(path).exists():
        write(path, contents(model, optimizer, epoch))


@misconception(
    "save_checkpoint",
    says="The optimizer's state is not in your file: Adam starts from zero again.",
    hint="Which of your arguments never reaches the file?",
    caught_by="test_saved_with_its_training",
    source="6.1i",
)
def optimizer_left_out(path, model, optimizer=None, epoch=None):
    write(path, contents(model, None, epoch))


@misconception(
    "save_checkpoint",
    says="You save the number of the next epoch where the last finished one was asked for: one epoch will be skipped.",
    hint="If epoch 1 is finished, which number belongs in the file?",
    caught_by="test_saved_with_its_training",
    source="6.1j",
)
def next_epoch_saved(path, model, optimizer=None, epoch=None):
    write(path, contents(model, optimizer, None if epoch is None else epoch + 1))


@misconception(
    "save_checkpoint",
    says="Epoch 0 counts as no epoch at all when you save it: 0 is false in Python, and None is something else.",
    hint="What does your file hold after the very first epoch?",
    caught_by="test_saved_with_its_training",
    source="own",
)
def first_epoch_lost(path, model, optimizer=None, epoch=None):
    write(path, contents(model, optimizer, epoch or None))


@misconception(
    "save_checkpoint",
    says="You save the epoch only if there is an optimizer: whoever saves the weights and the epoch loses the epoch.",
    hint="Are the two optional arguments optional together, or each by itself?",
    caught_by="test_saved_one_without_the_other",
    source="own",
)
def epoch_saved_with_an_optimizer_alone(path, model, optimizer=None, epoch=None):
    write(path, contents(model, optimizer, None if optimizer is None else epoch))


@misconception(
    "save_checkpoint",
    says="You save the optimizer's state only if an epoch is given: without one Adam starts from zero again.",
    hint="Are the two optional arguments optional together, or each by itself?",
    caught_by="test_saved_one_without_the_other",
    source="own",
)
def optimizer_saved_with_an_epoch_alone(path, model, optimizer=None, epoch=None):
    write(path, contents(model, None if epoch is None else optimizer, epoch))


@misconception(
    "save_checkpoint",
    says="Saving puts your model into evaluation mode, and leaves it there: the training goes on without dropout.",
    hint="Is the model, after you saved it, what it was before?",
    caught_by="test_saving_changes_nothing",
    source="own",
)
def saved_in_evaluation_mode(path, model, optimizer=None, epoch=None):
    model.eval()
    write(path, contents(model, optimizer, epoch))


# --- load_checkpoint ---------------------------------------------------------------------------------------------------


@misconception(
    "load_checkpoint",
    says="You never put the weights in: the model has the right sizes, and random weights.",
    hint="Compare one prediction before and after.",
    caught_by="test_loaded_model_is_the_same",
    source="6.2a",
)
def weights_never_loaded(path):
    return network(read(path)).eval()


@misconception(
    "load_checkpoint",
    says="strict=False keeps torch from telling you that names do not match: the weights that found no place are random.",
    hint="What does load_state_dict give back, and what is missing?",
    caught_by="test_loaded_model_is_the_same",
    source="6.2b",
)
def errors_silenced(path):
    checkpoint = read(path)
    model = network(checkpoint)
    model.load_state_dict({f"module.{name}": value for name, value in checkpoint["state_dict"].items()}, strict=False)
    return model.eval()


@misconception(
    "load_checkpoint",
    says="You ask for a key that save_checkpoint never wrote.",
    hint="Print the keys of the checkpoint: which names did you give them?",
    caught_by="test_loaded_model_is_the_same",
    source="6.2c",
)
def other_keys(path):
    checkpoint = read(path)
    model = network(checkpoint)
    model.load_state_dict(checkpoint["model_state_dict"])
    return model.eval()


@misconception(
    "load_checkpoint",
    says="You assign to model.state_dict, which is a method: no weight is touched by that.",
    hint="Which method takes a state dict and puts it in?",
    caught_by="test_loaded_model_is_the_same",
    source="6.2d",
)
def assigned_to_the_method(path):
    checkpoint = read(path)
    model = network(checkpoint)
    model.state_dict = checkpoint["state_dict"]
    return model.eval()


@misconception(
    "load_checkpoint",
    says="What torch.load gives is the dict that you saved, no model.",
    hint="What is the type of what you return?",
    caught_by="test_loaded_model_is_the_same",
    source="6.2d",
)
def dict_for_a_model(path):
    return read(path)


@misconception(
    "load_checkpoint",
    says="You give back the weights; the caller wants a model to call.",
    hint="What is the type of what you return?",
    caught_by="test_loaded_model_is_the_same",
    source="6.2j",
)
def weights_for_a_model(path):
    return read(path)["state_dict"]


@misconception(
    "load_checkpoint",
    says="You use a variable `model` that only exists where you tried it out; in another process there is none.",
    hint="Where in this function is the model made?",
    caught_by="test_loaded_model_is_the_same",
    source="6.2f",
)
def global_model(path):
    checkpoint = read(path)
    model.load_state_dict(checkpoint["state_dict"])  # noqa: F821 - that is the mistake
    return model.eval()  # noqa: F821 - as above


@misconception(
    "load_checkpoint",
    says="You return a name that was never given a value.",
    hint="Which of your names are assigned in this function?",
    caught_by="test_loaded_model_is_the_same",
    source="6.2k",
)
def undefined_name(path):
    checkpoint = read(path)
    model = network(checkpoint)
    model.load_state_dict(checkpoint["state_dict"])
    return loss  # noqa: F821 - that is the mistake


@misconception(
    "load_checkpoint",
    says="Without map_location torch wants the tensors back on the GPU that they were saved on: this machine has none.",
    hint="What does torch.load do with a tensor that lay on a GPU?",
    caught_by="test_loaded_without_a_gpu",
    source="6.2g",
)
def gpu_expected(path):
    checkpoint = torch.load(path, weights_only=True)
    model = network(checkpoint)
    model.load_state_dict(checkpoint["state_dict"])
    return model.eval()


@misconception(
    "load_checkpoint",
    says="The model comes in training mode: its first predictions are made with dropout.",
    hint="In which mode is a new module?",
    caught_by="test_loaded_for_evaluation",
    source="6.2h",
)
def left_in_training_mode(path):
    checkpoint = read(path)
    model = network(checkpoint)
    model.load_state_dict(checkpoint["state_dict"])
    return model


@misconception(
    "load_checkpoint",
    says="You make a model of sizes that stand in your code; the file says which sizes it has.",
    hint="What happens with a checkpoint of another model?",
    caught_by="test_loaded_with_any_sizes",
    source="6.2i",
)
def sizes_written_in(path):
    checkpoint = read(path)
    model = Network(4, 3, [5], checkpoint["drop_p"])  # noqa: F821 - the submission's
    model.load_state_dict(checkpoint["state_dict"])
    return model.eval()


@misconception(
    "load_checkpoint",
    says="drop_p stays at its default, whatever the file says.",
    hint="With which arguments do you make the new model?",
    caught_by="test_loaded_with_drop_p",
    source="6.1d",
)
def default_drop_p(path):
    checkpoint = read(path)
    model = network(checkpoint, drop_p=0.5)
    model.load_state_dict(checkpoint["state_dict"])
    return model.eval()


LOADED = {}


@misconception(
    "load_checkpoint",
    says="You keep one model for all calls: the second file overwrites what the first caller still uses.",
    hint="Does anything outlive a call of your function?",
    caught_by="test_loaded_one_after_the_other",
    source="6.2f",
)
def one_model_for_all(path):
    checkpoint = read(path)
    key = str([checkpoint[name] for name in ("input_size", "output_size", "hidden_layers", "drop_p")])
    model = LOADED.setdefault(key, network(checkpoint))
    model.load_state_dict(checkpoint["state_dict"])
    return model.eval()


@misconception(
    "load_checkpoint",
    says="The parameters of your model are frozen: nobody can train it on.",
    hint="Do the parameters of the new model ask for gradients?",
    caught_by="test_loaded_model_learns",
    source="own",
)
def frozen_model(path):
    checkpoint = read(path)
    model = network(checkpoint)
    model.load_state_dict(checkpoint["state_dict"])
    return model.eval().requires_grad_(requires_grad=False)


# --- resume ------------------------------------------------------------------------------------------------------------


@misconception(
    "resume",
    says="The optimizer's state is not loaded: Adam's first step is as long as the learning rate again, for every weight.",
    hint="Which part of the checkpoint do you never use?",
    caught_by="test_resumed_with_adam",
    source="6.3a",
)
def optimizer_not_loaded(path, model, optimizer):
    checkpoint = read(path)
    model.load_state_dict(checkpoint["state_dict"])
    return 0 if checkpoint["epoch"] is None else checkpoint["epoch"] + 1


@misconception(
    "resume",
    says="You replace the model's parameters by new ones; the optimizer still holds the old ones, and moves those.",
    hint="Are the parameters of the model and those of the optimizer the same objects?",
    caught_by="test_resumed_with_adam",
    source="6.3b",
)
def parameters_replaced(path, model, optimizer):
    checkpoint = read(path)
    for name, value in checkpoint["state_dict"].items():
        holder, _, own = name.rpartition(".")
        setattr(model.get_submodule(holder), own, nn.Parameter(value.clone()))
    return continued(checkpoint, model, optimizer)


@misconception(
    "resume",
    says="The weights are not loaded: the training goes on with the new model's random ones.",
    hint="Compare a weight before and after.",
    caught_by="test_resumed_model_has_the_weights",
    source="6.2a",
)
def model_not_loaded(path, model, optimizer):
    return continued(read(path), model, optimizer)


@misconception(
    "resume",
    says="You load into a model of your own: the caller's stays as it was.",
    hint="Which model does the caller go on with?",
    caught_by="test_resumed_model_has_the_weights",
    source="6.2f",
)
def loads_into_another_model(path, model, optimizer):
    checkpoint = read(path)
    other = network(checkpoint)
    other.load_state_dict(checkpoint["state_dict"])
    model = other
    return continued(checkpoint, model, optimizer)


@misconception(
    "resume",
    says="You give back the last finished epoch: it would be run a second time.",
    hint="Epoch 3 is finished: which one comes next?",
    caught_by="test_resumed_at_the_next_epoch",
    source="6.1j",
)
def epoch_repeated(path, model, optimizer):
    return max(0, continued(read_into(path, model), model, optimizer) - 1)


@misconception(
    "resume",
    says="You count on twice: an epoch is skipped.",
    hint="Epoch 3 is finished: which one comes next?",
    caught_by="test_resumed_at_the_next_epoch",
    source="6.1j",
)
def epoch_skipped(path, model, optimizer):
    return continued(read_into(path, model), model, optimizer) + 1


def read_into(path, model):
    """Read a checkpoint, and put its weights in."""
    checkpoint = read(path)
    model.load_state_dict(checkpoint["state_dict"])
    return checkpoint


@misconception(
    "resume",
    says="Epoch 0 counts as no epoch at all in your test: 0 is false in Python, and None is something else.",
    hint="What does `if epoch:` do when the epoch is 0?",
    caught_by="test_resumed_at_the_next_epoch",
    source="own",
)
def epoch_zero_forgotten(path, model, optimizer):
    checkpoint = read_into(path, model)
    continued(checkpoint, model, optimizer)
    return checkpoint["epoch"] + 1 if checkpoint["epoch"] else 0


@misconception(
    "resume",
    says="You put the new optimizer's learning rate back in; the checkpoint's was asked for.",
    hint="Which learning rate did the training have when it was interrupted?",
    caught_by="test_resumed_with_its_learning_rate",
    source="6.3f",
)
def learning_rate_of_the_new_one(path, model, optimizer):
    rates = [group["lr"] for group in optimizer.param_groups]
    next_epoch = continued(read_into(path, model), model, optimizer)
    for group, rate in zip(optimizer.param_groups, rates, strict=True):
        group["lr"] = rate
    return next_epoch


@misconception(
    "resume",
    says="You count on a saved optimizer and a saved epoch: a checkpoint may hold weights alone.",
    hint="What is in the file if save_checkpoint was called with a path and a model?",
    caught_by="test_resumed_from_weights_alone",
    source="own",
)
def training_expected(path, model, optimizer):
    checkpoint = read_into(path, model)
    optimizer.load_state_dict(checkpoint["optimizer"])
    return checkpoint["epoch"] + 1


@misconception(
    "resume",
    says="You ask for the epoch only where there is an optimizer: a checkpoint of weights and an epoch begins at 0 again.",
    hint="Which of your lines are run if the file has an epoch and no optimizer?",
    caught_by="test_resumed_from_one_without_the_other",
    source="own",
)
def epoch_within_the_optimizer(path, model, optimizer):
    checkpoint = read_into(path, model)
    if checkpoint["optimizer"] is None:
        return 0
    optimizer.load_state_dict(checkpoint["optimizer"])
    return 0 if checkpoint["epoch"] is None else checkpoint["epoch"] + 1


@misconception(
    "resume",
    says="Where the file names no epoch you return at once, before the optimizer's state is loaded.",
    hint="Which of your lines are run if the file has an optimizer's state and no epoch?",
    caught_by="test_resumed_from_one_without_the_other",
    source="own",
)
def returns_before_the_optimizer(path, model, optimizer):
    checkpoint = read_into(path, model)
    if checkpoint["epoch"] is None:
        return 0
    if checkpoint["optimizer"] is not None:
        optimizer.load_state_dict(checkpoint["optimizer"])
    return checkpoint["epoch"] + 1


@misconception(
    "resume",
    says="Without map_location torch wants the tensors back on the GPU that they were saved on: this machine has none.",
    hint="What does torch.load do with a tensor that lay on a GPU?",
    caught_by="test_resumed_without_a_gpu",
    source="6.2g",
)
def resumed_on_the_gpu(path, model, optimizer):
    checkpoint = torch.load(path, weights_only=True)
    model.load_state_dict(checkpoint["state_dict"])
    return continued(checkpoint, model, optimizer)
