"""Torch tensors to their wire form and back; torch itself is never imported here for the first time."""

import sys
from typing import TYPE_CHECKING, Any, TypeGuard

from nngrade.errors import WireError
from nngrade.worker.arrays import size_of
from nngrade.worker.messages import TensorValue, TorchGeneratorValue

if TYPE_CHECKING:
    import torch

_DTYPES = frozenset(
    ("bool", "uint8", "int8", "int16", "int32", "int64", "float16", "bfloat16", "float32", "float64", "complex64", "complex128")
)


def is_tensor(value: Any) -> "TypeGuard[torch.Tensor]":
    """Whether a value is a tensor; where torch is not loaded, nothing is."""
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.Tensor)


def pack_tensor(tensor: "torch.Tensor") -> TensorValue | None:
    """The wire form of a tensor; None for one that is sparse, quantized, meta or of another dtype."""
    import torch

    name = str(tensor.dtype).removeprefix("torch.")
    if name not in _DTYPES or tensor.layout is not torch.strided or tensor.is_quantized or tensor.is_meta:
        return None
    flat = tensor.detach().cpu().resolve_conj().resolve_neg().reshape(-1)
    if flat.stride() != (1,):
        flat = flat.clone(memory_format=torch.contiguous_format)
    return TensorValue(name, tuple(tensor.shape), flat.view(torch.uint8).numpy().tobytes(), tensor.requires_grad)


def unpack_tensor(value: TensorValue) -> "torch.Tensor":
    """A fresh tensor without a history."""
    if "torch" not in sys.modules:
        # The judge of a NumPy topic never pays for torch, not even when a submission sends a tensor.
        raise WireError("a tensor, where the topic knows none")
    import torch

    if value.dtype not in _DTYPES:
        message = f"a tensor of {value.dtype[:20]!r}"
        raise WireError(message)
    dtype: torch.dtype = getattr(torch, value.dtype)
    if size_of(value.shape) * dtype.itemsize != len(value.data):
        message = f"a tensor of shape {value.shape} and {len(value.data)} bytes"
        raise WireError(message)
    tensor = _flat(value.data, dtype).reshape(value.shape)
    return tensor.requires_grad_(requires_grad=value.requires_grad and (dtype.is_floating_point or dtype.is_complex))


def pack_torch_generator(generator: Any) -> TorchGeneratorValue | None:
    """The state of a CPU's `torch.Generator`; None for anything else."""
    torch = sys.modules.get("torch")
    if torch is None or not isinstance(generator, torch.Generator) or generator.device.type != "cpu":
        return None
    return TorchGeneratorValue(generator.get_state().numpy().tobytes())


def unpack_torch_generator(value: TorchGeneratorValue) -> "torch.Generator":
    """A generator that goes on from that state; torch itself refuses a state that is none."""
    if "torch" not in sys.modules:
        raise WireError("a torch.Generator, where the topic knows none")
    import torch

    generator = torch.Generator()
    try:
        generator.set_state(_flat(value.state, torch.uint8))
    except (RuntimeError, TypeError):
        raise WireError("a torch.Generator whose state is none") from None
    return generator


def warm_up() -> None:
    """Let torch load what its first optimizer needs: a second that is not to be taken from a student's time."""
    torch = sys.modules.get("torch")
    if torch is None:
        return
    torch.set_num_threads(1)
    weight = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.Adam([weight])
    weight.sum().backward()
    optimizer.step()


def reset_switches() -> None:
    """Set torch's global switches as they are at first: what one check has left off must not decide the next."""
    torch = sys.modules.get("torch")
    if torch is not None:
        torch.set_grad_enabled(True)
        torch.set_default_dtype(torch.float32)


def use_one_thread() -> None:
    """A sum split over threads is not the same to the bit, and a small one is slower."""
    torch = sys.modules.get("torch")
    if torch is not None and torch.get_num_threads() != 1:
        torch.set_num_threads(1)


def _flat(data: bytes, dtype: "torch.dtype") -> "torch.Tensor":
    import torch

    if not data:  # which torch does not take for a buffer
        return torch.empty(0, dtype=dtype)
    if dtype is torch.bool:  # any byte but 0 and 1 would be a truth value that torch does not know
        return torch.frombuffer(bytearray(data), dtype=torch.uint8) != 0
    return torch.frombuffer(bytearray(data), dtype=dtype)
