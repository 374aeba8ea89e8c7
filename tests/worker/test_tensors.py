"""Torch tensors cross as data; where torch is not loaded, they do not cross at all."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
import torch  # noqa: TID253 - this file is about it

from nngrade.errors import WireError
from nngrade.worker.messages import HandleValue, TensorValue

Sent = Callable[[Any], Any]

DTYPES = [
    torch.bool,
    torch.uint8,
    torch.int8,
    torch.int16,
    torch.int32,
    torch.int64,
    torch.float16,
    torch.bfloat16,
    torch.float32,
    torch.float64,
    torch.complex64,
    torch.complex128,
]
SHAPES = [(), (0,), (3,), (2, 0, 3), (2, 3)]


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_a_tensor_of_any_dtype_and_shape_comes_back(sent: Sent, dtype: torch.dtype, shape: tuple[int, ...]) -> None:
    tensor = (torch.arange(6.0)[: torch.Size(shape).numel()].reshape(shape) * 1.25 - 2).to(dtype)
    back = sent(tensor)
    assert back.dtype == dtype
    assert torch.equal(back, tensor)
    assert back.shape == tensor.shape


def test_a_tensor_says_whether_it_wants_gradients_and_loses_its_history(sent: Sent) -> None:
    leaf = torch.ones(2, requires_grad=True)
    assert sent(leaf).requires_grad
    assert not sent(leaf.detach()).requires_grad
    back = sent(leaf * 2)
    assert back.requires_grad
    assert back.is_leaf
    assert sent(torch.nn.Parameter(torch.ones(1))).requires_grad


def test_a_tensor_of_any_layout_comes_back_whole(sent: Sent) -> None:
    tensor = torch.arange(24.0).reshape(2, 3, 4)
    for view in (
        tensor.transpose(0, 2),
        tensor[:, ::2, 1:],
        tensor[0, 0, 0].expand(2, 3),
        torch.tensor([1 + 2j]).conj(),
        torch.tensor([1 + 2j]).conj().imag,
    ):
        assert torch.equal(sent(view), view)


@pytest.mark.parametrize(
    "thing",
    [torch.ones(2).to_sparse(), torch.ones(2, device="meta"), torch.nn.Linear(1, 1), torch.float32],
    ids=["sparse", "meta", "module", "dtype"],
)
def test_what_holds_no_plain_numbers_becomes_a_handle(sent: Sent, thing: Any) -> None:
    assert isinstance(sent(thing), HandleValue)


@pytest.mark.parametrize(
    "value",
    [
        TensorValue("float32", (2,), bytes(7), requires_grad=False),
        TensorValue("float32", (-1,), bytes(4), requires_grad=False),
        TensorValue("float32", (0, 2**62, 2**62), b"", requires_grad=False),
        TensorValue("float32", (2**62, 2**62), b"", requires_grad=False),
        TensorValue("load", (1,), bytes(4), requires_grad=False),
        TensorValue("qint8", (1,), bytes(1), requires_grad=False),
        TensorValue("float32", (1,) * 33, bytes(4), requires_grad=False),
    ],
    ids=["wrong size", "negative", "absurd", "overflowing", "no dtype", "another dtype", "33 dimensions"],
)
def test_a_malformed_tensor_is_refused(received: Callable[[Any], Any], value: TensorValue) -> None:
    with pytest.raises((WireError, msgspec.MsgspecError)):
        received(value)


def test_odd_bytes_and_flags_of_a_tensor_do_no_harm(received: Callable[[Any], Any]) -> None:
    truth = received(TensorValue("bool", (3,), b"\0\1\7", requires_grad=True))
    assert truth.view(torch.uint8).tolist() == [0, 1, 1]
    assert not truth.requires_grad


def test_a_tensor_is_refused_where_torch_is_not_loaded_and_does_not_load_it() -> None:
    program = """
import sys
from nngrade.errors import WireError
from nngrade.worker.messages import TensorValue
from nngrade.worker.values import pack, unpack
try:
    unpack(TensorValue("float32", (1,), bytes(4), False), str)
except WireError as error:
    print(error.message)
pack({"a": [1.5, object()]}, str)
print("torch" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["a tensor, where the topic knows none", "False"]
