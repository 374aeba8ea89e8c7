"""What a suite does in the world of a side: torch objects, its own functions, files, a second process, stories."""

import numpy as np
import pytest
import torch  # noqa: TID253 - this file is about it
from torch import nn  # noqa: TID253 - as above

from nngrade.errors import CourseError
from nngrade.judge.context import Context
from nngrade.judge.failures import Failure, MissingFailure, RaisedFailure
from nngrade.judge.portable import portable
from nngrade.judge.sides import LocalSide
from nngrade.judge.world import World

MODULE = """
import torch
from torch import nn


class Network(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.linear = nn.Linear(size, 1)

    def forward(self, x):
        return self.linear(x)


def train_epoch(model, loader, optimizer):
    for x, y in loader:
        optimizer.zero_grad()
        ((model(x) - y) ** 2).mean().backward()
        optimizer.step()


def save(path, model):
    torch.save(model.state_dict(), path)


def load(path, size):
    model = Network(size)
    model.load_state_dict(torch.load(path, weights_only=True))
    return model


def draw(generator):
    return torch.rand(2, generator=generator)
"""
FORGETS = MODULE.replace("        optimizer.zero_grad()\n", "")
WEIGHT, BIAS = torch.tensor([[0.5, -1.0]]), torch.tensor([0.25])
X, Y = torch.tensor([[1.0, 2.0], [0.5, -1.0], [2.0, 0.0]]), torch.tensor([[1.0], [0.0], [2.0]])


def side(source=MODULE, name="a side"):
    return LocalSide(name, source, f"{name}.py", ("numpy", "torch"))


@portable
def line(weight, bias):
    """A linear layer of these weights."""
    layer = nn.Linear(weight.shape[1], weight.shape[0])
    layer.load_state_dict({"weight": weight, "bias": bias})
    return layer


@portable
def line_and_loader(weight, bias, x, y):
    """The same, and batches of two."""
    data = torch.utils.data.TensorDataset(x, y)
    return line(weight, bias), torch.utils.data.DataLoader(data, batch_size=2)


@pytest.fixture
def world():
    return World(side())


@pytest.fixture
def fixtures():
    def make(source=MODULE, reference=MODULE):
        return Context(side(source, "the submission"), side(reference, "the reference"), judges_purity=True, seed=7).fixtures()

    return make


class TestRemoteObjects:
    def test_a_model_is_made_called_and_read(self, fixtures):
        student = fixtures()["student"]
        model = student.Network(2)
        model.load_state_dict({"linear.weight": WEIGHT, "linear.bias": BIAS})
        assert torch.equal(model(X), X @ WEIGHT.T + BIAS)
        assert list(model.state_dict()) == ["linear.weight", "linear.bias"]
        assert torch.equal(model.state_dict()["linear.weight"], WEIGHT)
        assert model.training is True
        assert [parameter.shape for parameter in model.parameters()] == [(1, 2), (1,)]

    def test_an_optimizer_of_the_world_moves_it(self, fixtures):
        given = fixtures()
        student, worker = given["student"], given["worker"]
        model = student.Network(2)
        model.load_state_dict({"linear.weight": WEIGHT, "linear.bias": BIAS})
        optimizer = worker.torch.optim.SGD(model.parameters(), lr=0.1)
        loader = [(X[:2], Y[:2]), (X[2:], Y[2:])]
        student.train_epoch(model, loader, optimizer)
        own = line.__wrapped__(WEIGHT, BIAS)
        step = torch.optim.SGD(own.parameters(), lr=0.1)
        for x, y in loader:
            step.zero_grad()
            ((own(x) - y) ** 2).mean().backward()
            step.step()
        assert torch.equal(model.state_dict()["linear.weight"], own.weight)

    def test_a_loader_is_iterated(self, world):
        dataset = world.torch.utils.data.TensorDataset(X, Y)
        loader = world.torch.utils.data.DataLoader(dataset, batch_size=2)
        assert len(loader) == 2
        assert [(len(x), len(y)) for x, y in loader] == [(2, 2), (1, 1)]

    def test_an_object_of_one_side_is_refused_by_another(self, fixtures):
        given = fixtures()
        model = given["reference"].Network(2)
        with pytest.raises(CourseError, match=r"lives with the reference, and cannot be given to the submission"):
            given["student"].save("x", model)
        with pytest.raises(CourseError, match=r"<train_epoch of the reference> lives with the reference"):
            given["worker"](line, given["reference"].train_epoch, 1)

    def test_calls_with_objects_are_no_evidence_of_likeness(self):
        one = side()
        one.call_function("train_epoch", (one.call_function("Network", (2,), {}), [], None), {})
        one.call_function("draw", (torch.Generator().manual_seed(1),), {})
        assert [call.function for call in one.log] == ["draw"]


class TestGenerators:
    def test_both_sides_get_it_in_the_same_state(self, fixtures):
        given = fixtures()
        generator = torch.Generator().manual_seed(3)
        got = given["agree"].draw(generator)
        assert torch.equal(got, torch.rand(2, generator=torch.Generator().manual_seed(3)))
        assert torch.equal(got, torch.rand(2, generator=generator)), "the suite's own has not moved"


class TestPortables:
    def test_they_are_called_in_the_world(self, world):
        layer = world(line, WEIGHT, BIAS)
        assert torch.equal(layer(X), X @ WEIGHT.T + BIAS)

    def test_they_bring_the_portables_that_they_call(self, world):
        layer, loader = world(line_and_loader, WEIGHT, BIAS, X, Y)
        assert torch.equal(layer.state_dict()["bias"], BIAS)
        assert len(loader) == 2

    def test_they_may_call_what_the_side_defines(self, fixtures):
        given = fixtures()

        @portable
        def trained(train_epoch, weight, bias, x, y):
            model, loader = line_and_loader(weight, bias, x, y)
            train_epoch(model, loader, torch.optim.SGD(model.parameters(), lr=0.1))
            return model.state_dict()

        weights = given["worker"](trained, given["student"].train_epoch, WEIGHT, BIAS, X, Y)
        assert weights.keys() == {"weight", "bias"}
        assert not torch.equal(weights["weight"], WEIGHT)

    def test_a_function_that_is_not_there_is_missing(self, fixtures):
        given = fixtures()
        with pytest.raises(MissingFailure, match="defines no `evaluate`"):
            given["worker"](line, given["student"].evaluate, 1)

    def test_only_a_portable_is_called_there(self, world):
        with pytest.raises(CourseError, match="cannot be called on another side"):
            world(len, [])

    def test_a_name_that_does_not_travel_is_named_wherever_it_stands(self):
        with pytest.raises(CourseError, match="uses WEIGHT, which does not travel"):

            @portable
            def hidden():
                class Inner(nn.Module):
                    weight = WEIGHT

                return Inner()


class TestFiles:
    def test_they_go_there_and_come_back(self, world):
        path = world.write("data/x.bin", b"\x00\x01")
        assert path == world.path("data/x.bin")
        assert world.read("data/x.bin") == b"\x00\x01"
        assert world.read("nothing") is None
        assert world.files() == ["data/x.bin"]

    def test_each_check_has_a_folder_of_its_own(self):
        one = side()
        one.renew(1)
        World(one).write("x", b"1")
        one.renew(1)
        assert World(one).files() == []

    @pytest.mark.parametrize("name", ["/etc/passwd", "../x", ""])
    def test_a_suite_stays_in_it(self, world, name):
        with pytest.raises(CourseError, match="within the check's own folder"):
            world.write(name, b"")


class TestFresh:
    def test_it_loads_what_the_first_has_saved(self, fixtures):
        given = fixtures()
        student, worker = given["student"], given["worker"]
        model = student.Network(2)
        student.save(worker.path("model.pt"), model)
        other, elsewhere = given["fresh"]()
        path = elsewhere.write("model.pt", worker.read("model.pt"))
        assert path != worker.path("model.pt")
        assert torch.equal(other.load(path, 2)(X), model(X))

    def test_it_knows_nothing_of_the_first(self, fixtures):
        source = MODULE + "\nSEEN = []\n\ndef seen(x):\n    SEEN.append(x)\n    return list(SEEN)\n"
        given = fixtures(source)
        assert given["student"].seen(1) == [1]
        other, _ = given["fresh"]()
        assert other.seen(2) == [2]
        assert given["student"].seen(3) == [1, 3]

    def test_a_whole_object_is_unpickled_as_the_side_that_asks_knows_it(self):
        """Both sides are modules of one name in this process; pickle looks a class up by that name."""
        source = MODULE.replace("model.state_dict(), path", "model, path").replace("weights_only=True", "weights_only=False")
        source = source.replace("model = Network(size)\n    model.load_state_dict(", "return (")
        one = side(source)
        other = one.fresh()
        path = World(one).path("model.pt")
        one.call_function("save", (path, one.call_function("Network", (2,), {})), {})
        moved = World(other).write("model.pt", World(one).read("model.pt"))
        assert other.call_function("load", (moved, 2), {})(X).shape == (3, 1)


class TestStories:
    @staticmethod
    def story(own, world):
        model, loader = world(line_and_loader, WEIGHT, BIAS, X, Y)
        own.train_epoch(model, loader, world.torch.optim.SGD(model.parameters(), lr=0.1))
        return model.state_dict()

    def test_one_that_ends_alike(self, fixtures):
        assert fixtures()["both"](self.story).keys() == {"weight", "bias"}

    def test_one_that_does_not(self, fixtures):
        with pytest.raises(Failure, match=r"the weights: under 'weight': expected") as failed:
            fixtures(FORGETS)["both"](self.story, what="the weights")
        assert failed.value.call.function == "train_epoch"

    def test_both_draw_alike(self, fixtures):
        fixtures()["both"](lambda own, world: own.Network(2).state_dict())

    def test_a_crash_is_the_submissions(self, fixtures):
        broken = MODULE.replace("optimizer.step()", "optimizer.stop()")
        with pytest.raises(RaisedFailure, match="has no attribute 'stop'"):
            fixtures(broken)["both"](self.story)

    def test_a_crash_of_the_reference_is_the_courses(self, fixtures):
        broken = MODULE.replace("optimizer.step()", "optimizer.stop()")
        with pytest.raises(CourseError, match="the reference breaks in a story"):
            fixtures(MODULE, broken)["both"](self.story)


SUITE = """
import torch

@portable
def line():
    layer = nn.Linear(2, 1)
    layer.load_state_dict({"weight": torch.tensor([[0.5, -1.0]]), "bias": torch.tensor([0.25])})
    return layer

@check("save", "survives its process")
def test_it(student, worker, fresh, expect):
    model = student.Network(2)
    student.save(worker.path("model.pt"), model)
    other, elsewhere = fresh()
    expect.that(elsewhere(pid) != worker(pid), "these are two processes")
    path = elsewhere.write("model.pt", worker.read("model.pt"))
    expect.equal(other.load(path, 2)(torch.ones(3, 2)), model(torch.ones(3, 2)), "the outputs")

@check("save", "a second check has a process as well")
def test_again(student, worker, fresh, expect):
    other, elsewhere = fresh()
    expect.equal(elsewhere.files(), [], "the files")
    expect.equal(worker.files(), [], "the files")
    other.load(elsewhere.path("nothing"), 2)

@check("save", "a fresh process draws other numbers")
def test_other_numbers(student, fresh, expect):
    other, _ = fresh()
    same = torch.equal(student.Network(2).state_dict()["linear.weight"], other.Network(2).state_dict()["linear.weight"])
    expect.that(not same, "a model that was never loaded is another one")

@portable
def pid():
    import os
    return os.getpid()
"""


def test_two_real_workers(lesson):
    lesson.exercises, lesson.needs, lesson.seconds = ("save",), ("numpy", "torch"), 30.0
    lesson.suite, lesson.reference = SUITE, MODULE
    judged = lesson.judge_itself(in_worker=True)
    assert judged.verdicts == {"test_it": "PASSED", "test_again": "ERRORED", "test_other_numbers": "PASSED"}
    assert "nothing" in judged["test_again"].finding.summary


class TestTolerance:
    def test_single_precision_is_compared_as_such(self, fixtures):
        expect = fixtures()["expect"]
        right = torch.tensor([1.0, 100.0])
        expect.close(right * (1 + 3e-5), right, "the weights")
        with pytest.raises(Failure):
            expect.close(right * (1 + 3e-4), right, "the weights")
        with pytest.raises(Failure):
            expect.close(right.double() * (1 + 3e-5), right.double(), "the weights")
        with pytest.raises(Failure):
            expect.close(right * (1 + 3e-5), right, "the weights", rtol=1e-6)

    def test_it_is_per_value(self, fixtures):
        expect = fixtures()["expect"]
        with pytest.raises(Failure, match="value 2 of 2"):
            expect.close((torch.ones(1), 1.0001), (torch.ones(1), 1.0), "the pair")
        expect.close({"w": np.float32(1.00005)}, {"w": np.float32(1.0)}, "the dict")
