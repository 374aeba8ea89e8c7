"""What a right checkpoint does: it survives its process.

What one process has saved, another one loads, which has seen nothing but the file. How a file is organised is
the student's business: it is only ever read by the student's own functions, and by `torch.load` with
`weights_only=True`.
"""

import io
import os
import pickletools
import shutil
import zipfile
from pathlib import Path

import torch
from torch import nn

from nngrade.suite import check, portable

SIZES = (4, 3, [5])


def drawn(seed, *shape):
    """Standard normal numbers, the same in every run."""
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


X = drawn(1, 11, 4)
Y = torch.randint(3, (11,), generator=torch.Generator().manual_seed(2))


# --- what happens in a worker ------------------------------------------------------------------------------------------


@portable
def trained(model, optimizer, x, y, epochs):
    """Some epochs in batches of 4, without random numbers."""
    model.train()
    for _ in range(epochs):
        for start in range(0, len(y), 4):
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(x[start : start + 4]), y[start : start + 4]).backward()
            optimizer.step()
    return model.state_dict()


@portable
def refused(path):
    """Of which classes a file holds objects, if torch.load refuses it for that; else nothing."""
    try:
        torch.load(path, weights_only=True)
    except Exception as error:  # noqa: BLE001 - whatever it says, the file is not read
        kind = type(error).__name__
    else:
        return []
    if not zipfile.is_zipfile(path):
        return [kind]
    with zipfile.ZipFile(path) as archive:
        pickled = next(archive.read(name) for name in archive.namelist() if name.endswith("data.pkl"))
    known = ("OrderedDict", "FloatStorage", "LongStorage", "set")
    names = {str(argument).split()[-1].rpartition(".")[2] for code, argument, _ in pickletools.genops(pickled) if code.name == "GLOBAL"}
    return [kind, *sorted(name for name in names if name not in known and not name.startswith("_"))]


@portable
def stopped(save_checkpoint, path, model):
    """Save, and let the write end in the middle: half of the file is written, then the disk is full. Tells if it came to that."""
    original = torch.save
    ended = []

    def half(obj, f, *args, **kwargs):
        ended.append(f)
        whole = io.BytesIO()
        original(obj, whole, *args, **kwargs)
        part = whole.getvalue()[: len(whole.getvalue()) // 2]
        if hasattr(f, "write"):
            f.write(part)
        else:
            Path(f).write_bytes(part)
        raise OSError(28, "No space left on device")

    torch.save = half
    try:
        save_checkpoint(path, model)
    except Exception:  # noqa: BLE001 - as a submission may put it
        return True
    finally:
        torch.save = original
    return bool(ended)


@portable
def replaced(save_checkpoint, path, model):
    """Save over a file, and tell what happened to it: what was written into it, what took its place, and if it was ever away."""
    old = Path(path).read_bytes()
    away, copied, strange, taken = [], [], [], []
    originals, copyfile = (os.rename, os.replace), shutil.copyfile

    def noticing(original):
        def rename(source, target, *args, **kwargs):
            if Path(target).absolute() == Path(path).absolute():
                away.append(not Path(path).exists())
                # Another folder may lie on another disk, and between two disks nothing is renamed: it is copied, or refused.
                strange.append(Path(target).resolve().parent not in Path(source).resolve().parents)
                taken.append(Path(source).read_bytes())
            return original(source, target, *args, **kwargs)

        return rename

    def noticed_copy(source, target, *args, **kwargs):
        copied.append(Path(target).absolute() == Path(path).absolute())
        return copyfile(source, target, *args, **kwargs)

    os.rename, os.replace = map(noticing, originals)
    shutil.copyfile = noticed_copy
    try:
        # Who holds a file open sees what is written into it, and nothing of one that takes its place.
        with Path(path).open("rb") as held:
            save_checkpoint(path, model)
            written_into = held.read() != old
    finally:
        os.rename, os.replace = originals
        shutil.copyfile = copyfile
    new = Path(path).read_bytes()
    return {
        "written into": written_into,
        "copied over": any(copied),
        "away for a moment": any(away),
        "put in its place before it was whole": any(content != new for content in taken),
        "written in a folder that may lie on another disk": any(strange),
    }


@portable
def written_on_a_gpu(path):
    """Let a checkpoint say that its tensors lay on a GPU; the places are strings in its pickle."""

    def moved(pickled):
        return pickled.replace(b"X\x03\x00\x00\x00cpu", b"X\x06\x00\x00\x00cuda:0")

    if not zipfile.is_zipfile(path):
        Path(path).write_bytes(moved(Path(path).read_bytes()))
        return
    out = io.BytesIO()
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(out, "w") as other:
        for name in archive.namelist():
            data = archive.read(name)
            other.writestr(name, moved(data) if name.endswith("data.pkl") else data)
    Path(path).write_bytes(out.getvalue())


@portable
def footprint(model, optimizer):
    """Everything that saving must not change."""
    return {
        "weights": model.state_dict(),
        "modes": [part.training for part in model.modules()],
        "requires_grad": [parameter.requires_grad for parameter in model.parameters()],
        "gradients": [parameter.grad for parameter in model.parameters()],
        "optimizer": optimizer.state_dict(),
    }


@portable
def noticed(function, *arguments):
    """Call a function, and tell what reached load_state_dict meanwhile: which mistake it is when weights come out wrong."""
    calls = []
    original = nn.Module.load_state_dict

    def load_state_dict(self, *args, **kwargs):
        result = original(self, *args, **kwargs)
        calls.append(len(result.missing_keys))
        return result

    nn.Module.load_state_dict = load_state_dict
    try:
        result = function(*arguments)
    finally:
        nn.Module.load_state_dict = original
    replaced = isinstance(result, nn.Module) and "state_dict" in vars(result)
    return {"calls of load_state_dict": len(calls), "weights that found no value": sum(calls), "state_dict replaced": replaced}


# --- what the checks share ---------------------------------------------------------------------------------------------


def saved(student, worker, model, *training, name="model.pt"):
    """Save a model into this check's folder."""
    student.save_checkpoint(worker.path(name), model, *training)


def handed_over(worker, elsewhere, expect, name="model.pt"):
    """Give the file to another process; gives its path there."""
    data = worker.read(name)
    expect.that(data is not None, "save_checkpoint writes the file", got=worker.files())
    return elsewhere.write(name, data)


def as_model(expect, loaded):
    """What was loaded, if it can be called."""
    is_data = loaded is None or isinstance(loaded, dict | list | tuple | str | int | float | torch.Tensor)
    expect.that(not is_data, "load_checkpoint gives a model", got=loaded)
    return loaded


def survives(student, worker, fresh, expect, sizes, *drop_p):
    """Save in one process, load in another, and compare the scores; gives the loaded model."""
    model = student.Network(*sizes, *drop_p).eval()
    saved(student, worker, model)
    other, elsewhere = fresh()
    path = handed_over(worker, elsewhere, expect)
    loaded = as_model(expect, other.load_checkpoint(path))
    loaded.eval()
    x = drawn(3, 6, sizes[0])
    got, right = loaded(x), model(x)
    if isinstance(got, torch.Tensor) and got.shape == right.shape and not torch.equal(got, right):
        facts = elsewhere(noticed, other.load_checkpoint, path)
        expect.that(False, "the loaded model gives the scores of the saved one", got=facts)
    expect.equal(got, right, "the scores of the loaded model, beside those of the saved one,")
    return loaded


# --- save_checkpoint ---------------------------------------------------------------------------------------------------


@check(
    "save_checkpoint",
    "another process loads what was saved",
    points=2,
    public=True,
    hint="What does a process need that has only the file?",
)
def test_saved_for_another_process(student, worker, fresh, expect):
    survives(student, worker, fresh, expect, SIZES)


@check(
    "save_checkpoint",
    "torch.load reads it with weights_only=True",
    points=2,
    hint="Which objects are in your file beside tensors, numbers and strings?",
)
def test_saved_without_objects(student, worker, expect):
    for optimizer in (False, True):
        model = student.Network(*SIZES)
        training = (worker.torch.optim.Adam(model.parameters(), lr=0.01), 2) if optimizer else ()
        saved(student, worker, model, *training)
        expect.that(worker.read("model.pt") is not None, "save_checkpoint writes the file", got=worker.files())
        classes = worker(refused, worker.path("model.pt"))
        expect.that(classes == [], "torch.load(path, weights_only=True) reads the file", got=classes)


@check(
    "save_checkpoint",
    "any number of hidden layers, of any sizes",
    points=2,
    hint="Which sizes does the model have, and from which layer do you read each?",
)
def test_saved_with_any_sizes(student, worker, fresh, expect):
    for sizes in ((2, 5, [7, 6]), (3, 2, [4, 8, 5]), (6, 4, [3])):
        survives(student, worker, fresh, expect, sizes)


@check("save_checkpoint", "drop_p is saved too", points=1, hint="What else decides how the model behaves when training goes on?")
def test_saved_with_drop_p(student, worker, fresh, expect):
    for drop_p in (0.2, 0.75):
        loaded = survives(student, worker, fresh, expect, SIZES, drop_p)
        expect.close(expect.number(loaded.dropout.p, "drop_p"), drop_p, "drop_p of the loaded model")


@check(
    "save_checkpoint",
    "a write that is stopped half-way leaves the old file whole",
    points=2,
    hint="Which file are you writing to while you write?",
)
def test_saved_all_or_nothing(student, worker, expect):
    saved(student, worker, student.Network(*SIZES))
    before = worker.read("model.pt")
    expect.that(before is not None, "save_checkpoint writes the file", got=worker.files())
    left = {"model.pt": before, "new.pt": None}
    for name in left:
        # Who has imported torch.save by its own name has written the whole file.
        if worker(stopped, student.save_checkpoint, worker.path(name), student.Network(*SIZES)):
            left[name] = worker.read(name)
    student.save_checkpoint(worker.path("model.pt"), student.Network(*SIZES))
    # A folder of its own: the one that the process happens to work in is another.
    happened = worker(replaced, student.save_checkpoint, worker.write("runs/model.pt", before), student.Network(*SIZES))
    facts = {"old file is whole": left["model.pt"] == before, "half a new file": left["new.pt"] is not None, **happened}
    right = {"old file is whole": True, "half a new file": False, **dict.fromkeys(happened, False)}
    expect.equal(facts, right, "what becomes of the file that is to be replaced")


@check(
    "save_checkpoint",
    "saving again replaces the file, and leaves nothing else behind",
    points=1,
    hint="Which files are in the folder afterwards?",
)
def test_saved_again(student, worker, expect):
    first, second = student.Network(*SIZES), student.Network(2, 3, [6])
    saved(student, worker, first)
    saved(student, worker, second)
    expect.equal(worker.files(), ["model.pt"], "the files in the folder")
    loaded = as_model(expect, student.load_checkpoint(worker.path("model.pt")))
    x = drawn(4, 3, 2)
    expect.equal(loaded.eval()(x), second.eval()(x), "the scores of the model that was saved last")


@check("save_checkpoint", "the state of the training is saved", points=1, hint="What would Adam have to start from zero again?")
def test_saved_with_its_training(student, worker, fresh, expect):
    model = student.Network(*SIZES, 0.0)
    optimizer = worker.torch.optim.Adam(model.parameters(), lr=0.05)
    worker(trained, model, optimizer, X, Y, 2)
    other, elsewhere = fresh()
    for epoch, after in ((1, 2), (0, 1)):
        saved(student, worker, model, optimizer, epoch)
        path = handed_over(worker, elsewhere, expect)
        again = other.Network(*SIZES, 0.0)
        other_optimizer = elsewhere.torch.optim.Adam(again.parameters(), lr=0.05)
        next_epoch = other.resume(path, again, other_optimizer)
        expect.equal(next_epoch, after, f"the epoch after epoch {epoch}")
        expect.equal(other_optimizer.state_dict(), optimizer.state_dict(), "the state of the optimizer")


def judge_one_alone(student, worker, expect):
    """A checkpoint may name an epoch and have no optimizer, and the reverse: each of them is there by itself."""
    model = student.Network(*SIZES)
    optimizer = worker.torch.optim.Adam(model.parameters(), lr=0.05)
    worker(trained, model, optimizer, X, Y, 1)
    for training, right in (((None, 4), 5), ((optimizer,), 0)):
        saved(student, worker, model, *training)
        again = student.Network(*SIZES)
        other = worker.torch.optim.Adam(again.parameters(), lr=0.3)
        state = optimizer.state_dict() if len(training) == 1 else other.state_dict()
        what = "a checkpoint with an optimizer and no epoch" if len(training) == 1 else "a checkpoint with an epoch and no optimizer"
        expect.equal(student.resume(worker.path("model.pt"), again, other), right, f"the epoch to go on with, of {what}")
        expect.equal(other.state_dict(), state, f"the state of the optimizer, of {what}")


@check(
    "save_checkpoint",
    "an epoch without an optimizer is saved, and an optimizer without an epoch",
    points=1,
    hint="Both are optional: does your code save either of them only if it has the other?",
)
def test_saved_one_without_the_other(student, worker, expect):
    judge_one_alone(student, worker, expect)


@check("save_checkpoint", "saving changes nothing", points=1, hint="Is the model, after you saved it, what it was before?")
def test_saving_changes_nothing(student, worker, expect):
    for mode in (True, False):
        model = student.Network(*SIZES)
        optimizer = worker.torch.optim.Adam(model.parameters(), lr=0.05)
        worker(trained, model, optimizer, X, Y, 1)
        model.train(mode)
        before = worker(footprint, model, optimizer)
        saved(student, worker, model, optimizer, 0)
        expect.equal(worker(footprint, model, optimizer), before, "model and optimizer after saving")


# --- load_checkpoint ---------------------------------------------------------------------------------------------------


@check("load_checkpoint", "the loaded model gives the same scores", points=2, public=True, hint="Compare one prediction before and after.")
def test_loaded_model_is_the_same(student, worker, fresh, expect):
    survives(student, worker, fresh, expect, SIZES)


@check("load_checkpoint", "whatever its sizes", points=2, hint="Where do the sizes of the new model come from?")
def test_loaded_with_any_sizes(student, worker, fresh, expect):
    for sizes in ((5, 2, [4, 6]), (3, 4, [6, 2, 7])):
        survives(student, worker, fresh, expect, sizes)


@check("load_checkpoint", "with its drop_p", points=1, hint="With which arguments do you make the new model?")
def test_loaded_with_drop_p(student, worker, fresh, expect):
    loaded = survives(student, worker, fresh, expect, SIZES, 0.35)
    expect.close(expect.number(loaded.dropout.p, "drop_p"), 0.35, "drop_p of the loaded model")


@check("load_checkpoint", "it comes in evaluation mode", points=1, hint="The first prediction: is dropout on or off?")
def test_loaded_for_evaluation(student, worker, expect):
    model = student.Network(*SIZES, 0.5)
    saved(student, worker, model)
    loaded = as_model(expect, student.load_checkpoint(worker.path("model.pt")))
    expect.that(not loaded.training, "the loaded model is in evaluation mode", got=loaded.training)
    expect.equal(loaded(X), model.eval()(X), "the scores of the loaded model")


@check(
    "load_checkpoint",
    "a checkpoint that was written on a GPU is loaded without one",
    points=1,
    hint="What does torch.load do with a tensor that lay on a GPU?",
)
def test_loaded_without_a_gpu(student, worker, fresh, expect):
    model = student.Network(*SIZES).eval()
    saved(student, worker, model)
    other, elsewhere = fresh()
    path = handed_over(worker, elsewhere, expect)
    elsewhere(written_on_a_gpu, path)
    loaded = as_model(expect, other.load_checkpoint(path))
    expect.equal(loaded.eval()(X), model(X), "the scores of the loaded model")


@check("load_checkpoint", "each file gives a model of its own", points=1, hint="Does anything outlive a call of your function?")
def test_loaded_one_after_the_other(student, worker, expect):
    first, second = student.Network(*SIZES).eval(), student.Network(*SIZES).eval()
    saved(student, worker, first, name="first.pt")
    saved(student, worker, second, name="second.pt")
    loaded = [as_model(expect, student.load_checkpoint(worker.path(name))) for name in ("first.pt", "second.pt")]
    for model, copied in zip((first, second), loaded, strict=True):
        expect.equal(copied.eval()(X), model(X), "the scores of the loaded model")


@check("load_checkpoint", "the loaded model can be trained", points=1, hint="Do the parameters of the new model ask for gradients?")
def test_loaded_model_learns(student, worker, expect):
    def after_an_epoch(model):
        return worker(trained, model, worker.torch.optim.SGD(model.parameters(), lr=0.1), X, Y, 1)

    model = student.Network(*SIZES, 0.0)
    saved(student, worker, model)
    loaded = as_model(expect, student.load_checkpoint(worker.path("model.pt")))
    expect.equal(after_an_epoch(loaded), after_an_epoch(model), "the loaded model after one epoch, beside the saved one,")


# --- resume ------------------------------------------------------------------------------------------------------------


def judge_resuming(student, worker, fresh, expect, optimizer_of, epochs=2):
    """Some epochs, a checkpoint, a new process and as many epochs, beside all of them in one go: equal to the bit."""
    model, straight = student.Network(*SIZES, 0.0), student.Network(*SIZES, 0.0)
    straight.load_state_dict(model.state_dict())
    right = worker(trained, straight, optimizer_of(worker, straight), X, Y, 2 * epochs)
    optimizer = optimizer_of(worker, model)
    worker(trained, model, optimizer, X, Y, epochs)
    saved(student, worker, model, optimizer, epochs - 1)
    other, elsewhere = fresh()
    path = handed_over(worker, elsewhere, expect)
    again = other.Network(*SIZES, 0.0)
    other_optimizer = optimizer_of(elsewhere, again)
    other.resume(path, again, other_optimizer)
    ended = elsewhere(trained, again, other_optimizer, X, Y, epochs)
    expect.equal(ended, right, f"{epochs} epochs, a pause and {epochs} epochs, beside {2 * epochs} epochs in one go,")


@check("resume", "Adam goes on as if there had been no pause", points=3, hint="What does Adam remember from step to step?")
def test_resumed_with_adam(student, worker, fresh, expect):
    judge_resuming(student, worker, fresh, expect, lambda world, model: world.torch.optim.Adam(model.parameters(), lr=0.05))


@check("resume", "and so does gradient descent with momentum", points=1, hint="Which optimizers have a memory?")
def test_resumed_with_momentum(student, worker, fresh, expect):
    def with_momentum(world, model):
        return world.torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)

    judge_resuming(student, worker, fresh, expect, with_momentum)


@check("resume", "the model gets the weights, in place", points=2, public=True, hint="Which object does the caller go on with?")
def test_resumed_model_has_the_weights(student, worker, fresh, expect):
    model = student.Network(*SIZES)
    saved(student, worker, model, worker.torch.optim.Adam(model.parameters(), lr=0.05), 0)
    other, elsewhere = fresh()
    path = handed_over(worker, elsewhere, expect)
    again = other.Network(*SIZES)
    optimizer = elsewhere.torch.optim.Adam(again.parameters(), lr=0.05)
    other.resume(path, again, optimizer)
    right = model.state_dict()
    if not all(torch.equal(value, right[name]) for name, value in again.state_dict().items()):
        facts = elsewhere(noticed, other.resume, path, again, optimizer)
        expect.that(False, "the caller's model has the weights of the saved one", got=facts)


@check("resume", "it tells which epoch comes next", points=1, public=True, hint="Epoch 0 is finished: which one comes next?")
def test_resumed_at_the_next_epoch(student, worker, expect):
    for epoch in (3, 0, 11):
        model = student.Network(*SIZES)
        optimizer = worker.torch.optim.Adam(model.parameters(), lr=0.05)
        saved(student, worker, model, optimizer, epoch)
        next_epoch = student.resume(worker.path("model.pt"), model, optimizer)
        expect.equal(next_epoch, epoch + 1, f"the epoch after epoch {epoch}")


@check(
    "resume",
    "with the learning rate of the checkpoint",
    points=1,
    hint="Which learning rate did the training have when it was interrupted?",
)
def test_resumed_with_its_learning_rate(student, worker, expect):
    model = student.Network(*SIZES)
    saved(student, worker, model, worker.torch.optim.Adam(model.parameters(), lr=0.02), 0)
    optimizer = worker.torch.optim.Adam(model.parameters(), lr=0.5)
    student.resume(worker.path("model.pt"), model, optimizer)
    expect.close(optimizer.param_groups[0]["lr"], 0.02, "the learning rate after resuming")


@check(
    "resume",
    "a checkpoint of weights alone leaves the optimizer as it is",
    points=1,
    hint="What is there to load if no optimizer was saved?",
)
def test_resumed_from_weights_alone(student, worker, expect):
    saved(student, worker, student.Network(*SIZES))
    model = student.Network(*SIZES)
    optimizer = worker.torch.optim.Adam(model.parameters(), lr=0.05)
    worker(trained, model, optimizer, X, Y, 1)
    before = optimizer.state_dict()
    next_epoch = student.resume(worker.path("model.pt"), model, optimizer)
    expect.equal(next_epoch, 0, "the epoch to begin with")
    expect.equal(optimizer.state_dict(), before, "the state of the optimizer")


@check(
    "resume",
    "an epoch without an optimizer counts, and so does an optimizer without an epoch",
    points=1,
    hint="Two questions: is there an optimizer's state, and is there an epoch? Does your code ask one of them only after the other?",
)
def test_resumed_from_one_without_the_other(student, worker, expect):
    judge_one_alone(student, worker, expect)


@check(
    "resume",
    "a training that began on a GPU goes on without one",
    points=1,
    hint="What does torch.load do with a tensor that lay on a GPU?",
)
def test_resumed_without_a_gpu(student, worker, fresh, expect):
    model = student.Network(*SIZES)
    saved(student, worker, model, worker.torch.optim.SGD(model.parameters(), lr=0.05), 0)
    other, elsewhere = fresh()
    path = handed_over(worker, elsewhere, expect)
    elsewhere(written_on_a_gpu, path)
    again = other.Network(*SIZES)
    other.resume(path, again, elsewhere.torch.optim.SGD(again.parameters(), lr=0.05))
    expect.equal(again.state_dict(), model.state_dict(), "the weights after resuming")
