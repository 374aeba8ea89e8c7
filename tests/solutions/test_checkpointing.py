"""How a checkpoint is organised is the student's business: whole submissions, each with a format of its own."""

from pathlib import Path

import pytest

from nngrade.course.reading import read_course
from nngrade.judge.judging import Settings, judge
from nngrade.model import Verdict
from nngrade.submissions.reading import Submission

TOPIC = read_course(Path(__file__).parents[2] / "solutions").topic("checkpointing")
GIVEN = TOPIC.reference.read_text("utf-8").split("def save_checkpoint", maxsplit=1)[0]

ONE_FLAT_DICT = """
import os

def save_checkpoint(path, model, optimizer=None, epoch=None):
    flat = {f"weight/{name}": tensor for name, tensor in model.state_dict().items()}
    flat["drop"] = model.dropout.p
    flat["shapes"] = [tuple(layer.weight.shape) for layer in [*model.hidden, model.output]]
    if optimizer is not None:
        flat["adam"] = optimizer.state_dict()
    if epoch is not None:
        flat["done"] = epoch
    torch.save(flat, path + "-new")
    os.replace(path + "-new", path)

def _weights(flat):
    return {name[7:]: value for name, value in flat.items() if name.startswith("weight/")}

def load_checkpoint(path):
    flat = torch.load(path, map_location=torch.device("cpu"))
    shapes = flat["shapes"]
    model = Network(shapes[0][1], shapes[-1][0], [rows for rows, _ in shapes[:-1]], flat["drop"])
    model.load_state_dict(_weights(flat))
    return model.eval()

def resume(path, model, optimizer):
    flat = torch.load(path, map_location="cpu")
    model.load_state_dict(_weights(flat))
    if "adam" in flat:
        optimizer.load_state_dict(flat["adam"])
    return flat.get("done", -1) + 1
"""

A_LIST_THAT_LOADS_ITSELF = """
import json
import os
import tempfile

def save_checkpoint(path, model, optimizer=None, epoch=None):
    recipe = {"sizes": [model.hidden[0].in_features, model.output.out_features, [h.out_features for h in model.hidden]]}
    recipe["drop_p"] = model.dropout.p
    recipe["epoch"] = epoch
    parts = [json.dumps(recipe), [p.detach().clone() for p in model.parameters()], optimizer.state_dict() if optimizer else {}]
    with tempfile.NamedTemporaryFile(dir=os.path.dirname(path), delete=False) as file:
        torch.save(parts, file)
    os.rename(file.name, path)

def load_checkpoint(path):
    text, weights, _ = torch.load(path, "cpu")
    recipe = json.loads(text)
    model = Network(*recipe["sizes"], drop_p=recipe["drop_p"])
    with torch.no_grad():
        for parameter, value in zip(model.parameters(), weights):
            parameter.copy_(value)
    model.eval()
    return model

def resume(path, model, optimizer):
    text, weights, state = torch.load(path, "cpu")
    with torch.no_grad():
        for parameter, value in zip(model.parameters(), weights):
            parameter.copy_(value)
    if state:
        optimizer.load_state_dict(state)
    epoch = json.loads(text)["epoch"]
    return 0 if epoch is None else epoch + 1
"""


@pytest.mark.parametrize("functions", [ONE_FLAT_DICT, A_LIST_THAT_LOADS_ITSELF], ids=["a flat dict", "a list"])
def test_any_format_will_do(functions):
    submission = Submission(Path(TOPIC.filename), GIVEN + functions, "")
    report = judge(TOPIC, submission, Settings())
    wrong = {check.name: check.finding for part in report.exercises for check in part.checks if check.verdict is not Verdict.PASSED}
    assert wrong == {}
