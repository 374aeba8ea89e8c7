"""Values as Python that a student can read, and paste."""

import itertools
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np

from nngrade.judge.comparison import Array, as_plain, describe
from nngrade.judge.objects import RemoteObject, text_of
from nngrade.judge.portable import Portable

_MAX_PARTS = 1000
_MAX_BITS = 200
_PLAIN = {"float64", "int64", "bool", "complex128"}
_PLAIN_TENSORS = {"torch.float32", "torch.int64", "torch.bool"}


def code(value: Any) -> str:
    """A value as Python; what is too long, or cannot be written down, as a description in < >."""
    if _has_more_parts_than(value, _MAX_PARTS):
        return f"<{describe(value)}>"
    return _code(value)


def _has_more_parts_than(value: Any, most: int) -> bool:
    return sum(1 for _ in itertools.islice(_parts(value), most + 1)) > most


def _parts(value: Any) -> Iterator[None]:
    if isinstance(value, list | tuple | set | frozenset):
        for part in value:
            yield from _parts(part)
    elif isinstance(value, dict):
        for part in value.values():
            yield from _parts(part)
    elif isinstance(plain := as_plain(value), np.ndarray):
        yield from itertools.repeat(None, plain.size)
    yield None


def _code(value: Any) -> str:
    if _is_tensor(value):
        return _tensor(value)
    if isinstance(value, np.ndarray):
        return _array(value)
    if isinstance(value, np.generic):
        plain = _code(value.item())
        return plain if value.dtype.name in _PLAIN else f"np.{value.dtype.name}({plain})"
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, list | tuple | set | frozenset | dict):
        return _container(value)
    if isinstance(value, np.random.Generator):
        return _generator(value)
    if _is_torch_generator(value):
        return _torch_generator(value)
    if isinstance(value, RemoteObject):
        return f"<{text_of(value)}>"
    if isinstance(value, int) and value.bit_length() > _MAX_BITS:
        return f"<{describe(value)}>"
    if isinstance(value, Portable):
        return value.expression or f"<{value.definition}>"
    return repr(value)


def _generator(value: np.random.Generator) -> str:
    """The call that makes it, if no number has been drawn from it yet."""
    seed = getattr(value.bit_generator.seed_seq, "entropy", None)
    if isinstance(seed, int) and seed.bit_length() <= _MAX_BITS:
        fresh = np.random.default_rng(seed).bit_generator.state
        if fresh == value.bit_generator.state:
            return f"np.random.default_rng({seed})"
    return "np.random.default_rng(…)"


def _is_torch_generator(value: Any) -> bool:
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.Generator)


def _torch_generator(value: Any) -> str:
    """The call that makes it, if no number has been drawn from it yet."""
    import torch

    seed = value.initial_seed()
    fresh = torch.Generator().manual_seed(seed).get_state()
    return f"torch.Generator().manual_seed({seed})" if torch.equal(fresh, value.get_state()) else "torch.Generator()"


def _container(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_code(key)}: {_code(item)}" for key, item in value.items()) + "}"
    parts = ", ".join(map(_code, value))
    if isinstance(value, list):
        return f"[{parts}]"
    if isinstance(value, tuple):
        return f"({parts}{',' if len(value) == 1 else ''})"
    braces = f"{{{parts}}}" if value else "()"
    return f"frozenset({braces})" if isinstance(value, frozenset) else braces if value else "set()"


def _array(value: Array) -> str:
    name = value.dtype.name
    dtype = "" if name in _PLAIN or value.dtype.kind == "U" else f", dtype=np.{name}"
    return f"np.{_numbers(value, 'array')}{dtype})"


def _tensor(value: Any) -> str:
    dtype = "" if str(value.dtype) in _PLAIN_TENSORS else f", dtype={value.dtype}"
    gradient = ", requires_grad=True" if value.requires_grad else ""
    return f"torch.{_numbers(as_plain(value), 'tensor')}{dtype}{gradient})"


def _numbers(value: Array, maker: str) -> str:
    """The call that makes an array of these numbers, but for its end."""
    if not value.size:
        dtype = ", dtype=np.int64" if value.dtype.name == "int64" and maker == "array" else ""
        return f"zeros({value.shape}{dtype}"

    def text(part: Any) -> str:
        return f"[{', '.join(map(text, part))}]" if isinstance(part, list) else _code(part)

    return f"{maker}({text(value.tolist())}"


def _is_tensor(value: Any) -> bool:
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.Tensor)


def _float(value: float) -> str:
    if value != value:  # noqa: PLR0124 - nan is the one number that differs from itself
        return "np.nan"
    if value in (float("inf"), float("-inf")):
        return "np.inf" if value > 0 else "-np.inf"
    return repr(value)
