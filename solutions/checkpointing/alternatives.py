"""Unusual but right implementations: the suite must accept every one."""

import contextlib
import io
import os
import shutil
import tempfile
from pathlib import Path

import torch
from torch import save as write_tensors

from nngrade.suite import alternative

# --- save_checkpoint ---------------------------------------------------------------------------------------------------


@alternative("save_checkpoint", note="the bytes are gathered first, and written beside the file", source="6.1h")
def gathered_first(path, model, optimizer=None, epoch=None):
    weights = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    layers = [(weights[f"hidden.{place}.weight"]).shape for place in range(len(model.hidden))]
    checkpoint = {"input_size": layers[0][1], "hidden_layers": [shape[0] for shape in layers], "state_dict": weights, "epoch": epoch}
    checkpoint.update(output_size=len(weights["output.bias"]), drop_p=float(model.dropout.p), optimizer=None)
    if optimizer:
        checkpoint["optimizer"] = optimizer.state_dict()
    buffer = io.BytesIO()
    torch.save(checkpoint, buffer)
    with open(path + ".new", "wb") as file:  # noqa: PTH123 - as students write it
        file.write(buffer.getbuffer())
        file.flush()
        os.fsync(file.fileno())
    os.rename(path + ".new", path)  # noqa: PTH104 - as above


@alternative(
    "save_checkpoint", note="a named temporary file in the same folder, taken away if something fails; more than is needed", source="6.1h"
)
def with_tempfile(path, model, optimizer=None, epoch=None):
    path = Path(path)
    checkpoint = {
        "version": 1,
        "torch": str(torch.__version__),
        "input_size": next(model.parameters()).size(1),
        "output_size": list(model.parameters())[-1].numel(),
        "hidden_layers": [bias.numel() for bias in list(model.parameters())[1:-2:2]],
        "drop_p": model.dropout.p,
        "state_dict": {name: tensor.detach().cpu() for name, tensor in model.state_dict().items()},
        "optimizer": optimizer.state_dict() if optimizer is not None else None,
        "epoch": epoch,
        "random_state": torch.get_rng_state(),
    }
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            torch.save(checkpoint, file)
        shutil.move(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@alternative("save_checkpoint", note="the old format of torch, which is no zip archive", source="own")
def in_the_old_format(path, model, optimizer=None, epoch=None):
    checkpoint = {
        "input_size": model.hidden[0].in_features,
        "output_size": model.output.out_features,
        "hidden_layers": tuple(layer.out_features for layer in model.hidden),
        "drop_p": model.dropout.p,
        "state_dict": model.state_dict(),
        "optimizer": optimizer and optimizer.state_dict(),
        "epoch": epoch,
    }
    torch.save(checkpoint, f"{path}~", _use_new_zipfile_serialization=False)
    os.replace(f"{path}~", path)  # noqa: PTH105 - as students write it


@alternative("save_checkpoint", note="torch.save by a name of its own, and an error that is swallowed and told", source="own")
def by_a_name_of_its_own(path, model, optimizer=None, epoch=None):
    recipe = {"input_size": model.hidden[0].in_features, "output_size": model.output.out_features, "drop_p": model.dropout.p}
    recipe["hidden_layers"] = [layer.out_features for layer in model.hidden]
    training = {"optimizer": None if optimizer is None else optimizer.state_dict(), "epoch": epoch}
    try:
        write_tensors({**recipe, **training, "state_dict": model.state_dict()}, path + ".part")
    except OSError as error:
        print("not saved:", error)  # noqa: T201 - as students write it
    else:
        Path(path + ".part").replace(path)


@alternative(
    "save_checkpoint",
    note="a folder of its own within the folder, and a file that is handed to the disk before it is renamed",
    source="own",
)
def in_a_folder_within(path, model, optimizer=None, epoch=None):
    checkpoint = {
        "input_size": model.hidden[0].in_features,
        "output_size": model.output.out_features,
        "hidden_layers": [layer.out_features for layer in model.hidden],
        "drop_p": model.dropout.p,
        "state_dict": dict(model.named_parameters()),
        "optimizer": None if optimizer is None else optimizer.state_dict(),
        "epoch": epoch,
    }
    with tempfile.TemporaryDirectory(dir=Path(path).parent) as folder, (Path(folder) / "checkpoint").open("wb") as file:
        torch.save(checkpoint, file)
        file.flush()
        os.fsync(file.fileno())
        Path(file.name).rename(path)


# --- load_checkpoint ---------------------------------------------------------------------------------------------------


@alternative("load_checkpoint", note="the weights are copied in one by one, and the place is a function", source="6.2g")
def copied_one_by_one(path):
    checkpoint = torch.load(path, map_location=lambda storage, location: storage, weights_only=True)
    model = Network(  # noqa: F821 - the submission's
        checkpoint["input_size"], checkpoint["output_size"], list(checkpoint["hidden_layers"]), drop_p=checkpoint["drop_p"]
    )
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.copy_(checkpoint["state_dict"][name])
    model.train(False)
    return model


@alternative("load_checkpoint", note="the file is opened by hand, and the sizes are read off the weights", source="own")
def sizes_read_off_the_weights(path):
    with open(path, "rb") as file:  # noqa: PTH123 - as students write it
        checkpoint = torch.load(file, map_location=torch.device("cpu"))
    weights = [value for name, value in checkpoint["state_dict"].items() if name.endswith("weight")]
    sizes = [weights[0].shape[1], *(weight.shape[0] for weight in weights)]
    model = Network(sizes[0], sizes[-1], sizes[1:-1], checkpoint["drop_p"])  # noqa: F821 - the submission's
    model.load_state_dict(checkpoint["state_dict"], strict=True)
    model.eval()
    return model


@alternative("load_checkpoint", note="load_state_dict assigns the loaded tensors", source="own")
def assigned(path):
    saved = torch.load(path, map_location={"cuda:0": "cpu"}, weights_only=True)
    state = saved["state_dict"]
    model = Network(saved["input_size"], saved["output_size"], saved["hidden_layers"], saved["drop_p"]).eval()  # noqa: F821
    model.load_state_dict(state, assign=True)
    return model


# --- resume ------------------------------------------------------------------------------------------------------------


@alternative("resume", note="the optimizer first, then the weights, copied in place", source="6.3b")
def optimizer_first(path, model, optimizer):
    checkpoint = torch.load(path, map_location="cpu", weights_only=True)
    if checkpoint.get("optimizer"):
        optimizer.load_state_dict(checkpoint["optimizer"])
    for name, parameter in model.named_parameters():
        parameter.data.copy_(checkpoint["state_dict"][name])
    last = checkpoint.get("epoch")
    return (-1 if last is None else last) + 1


@alternative("resume", note="through load_checkpoint, whose model gives its weights", source="own")
def through_the_loaded_model(path, model, optimizer):
    model.load_state_dict(load_checkpoint(path).state_dict())  # noqa: F821 - the submission's
    with open(path, "rb") as file:  # noqa: PTH123 - as students write it
        checkpoint = torch.load(file, map_location=torch.device("cpu"), weights_only=True)
    with contextlib.suppress(TypeError, AttributeError):  # of an optimizer's state that is None
        optimizer.load_state_dict(checkpoint["optimizer"])
    try:
        return checkpoint["epoch"] + 1
    except TypeError:
        return 0
