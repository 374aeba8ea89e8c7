"""The executor does what it is asked, and answers whatever the student's code does."""

import sys
from typing import Any

import numpy as np
import pytest

from nngrade.errors import WireError
from nngrade.worker.executor import Executor
from nngrade.worker.messages import (
    MAX_FRAMES,
    MAX_KINDS,
    MAX_NAME,
    MAX_TEXT,
    ArrayValue,
    Begin,
    Do,
    Envelope,
    Frame,
    HandleValue,
    ListValue,
    Load,
    Loaded,
    NotLoaded,
    Raised,
    Reply,
    Returned,
    SetValue,
    Stopped,
    TooLarge,
    TupleValue,
    decode_reply,
    encode,
)
from nngrade.worker.values import pack


class Student:
    """A submission in an executor of this process; every answer goes through the wire's schema on the way."""

    def __init__(self, source: str, importable: tuple[str, ...] = (), from_outside: tuple[type[BaseException], ...] = ()) -> None:
        self.executor = Executor(importable, from_outside=from_outside)
        self.loaded = self.answer(Load(source, "student.py", "nngrade_student", None))

    def answer(self, request: Any) -> Reply:
        return decode_reply(encode(Envelope(1, self.executor.answer(request)))).reply

    def call(self, name: str, *args: Any) -> Any:
        assert isinstance(self.loaded, Loaded)
        return self.answer(Do("call", self.loaded.handle, name, [pack(value, lambda handle: handle) for value in args]))

    def do(self, operation: Any, target: HandleValue, name: str = "", *args: Any) -> Any:
        return self.answer(Do(operation, target.number, name, [pack(value, lambda handle: handle) for value in args]))


@pytest.fixture(autouse=True)
def _no_module_stays_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nngrade_student", sys)


def function(body: str) -> str:
    return "def f(*args):\n" + "".join(f"    {line}\n" for line in body.strip("\n").splitlines())


# -- loading -------------------------------------------------------------------


def test_a_source_is_loaded_and_says_what_it_defines() -> None:
    loaded = Student("import math\n\ndef f(x):\n    return x\n\nclass C: pass\n__private = 1\n").loaded
    assert isinstance(loaded, Loaded)
    assert [(definition.name, definition.kind) for definition in loaded.definitions] == [
        ("f", "function"),
        ("C", "class"),
        ("__private", "other"),
    ]
    assert loaded.names == ("math", "f", "C")


def test_one_source_loaded_twice_makes_two_worlds() -> None:
    first, second = (Student("seen = []\n\ndef f(x):\n    seen.append(x)\n    return len(seen)\n") for _ in range(2))
    assert [first.call("f", 1), first.call("f", 1), second.call("f", 1)] == [Returned(1), Returned(2), Returned(1)]


def test_a_base_comes_before_the_source_in_one_module() -> None:
    base = Load("def f(x):\n    return g(x) + 1\n\ndef g(x):\n    return x\n", "base", "base", None)
    executor = Executor(base=base)
    for factor in (10, 20):
        loaded = executor.answer(Load(f"def g(y):\n    return {factor} * y\n", "own", "nngrade_student", None))
        assert isinstance(loaded, Loaded)
        assert [definition.parameters for definition in loaded.definitions] == [("x",), ("x",), ("y",)]
        assert executor.answer(Do("call", loaded.handle, "f", [2])) == Returned(2 * factor + 1)


def test_a_class_of_the_source_finds_its_own_module() -> None:
    student = Student("from dataclasses import dataclass\n@dataclass\nclass Point:\n    x: 'int' = 3\ndef f():\n    return Point().x\n")
    assert student.call("f") == Returned(3)


@pytest.mark.parametrize("base", ["list", "dict", "float", "tuple", "object"])
def test_what_a_class_makes_is_an_object_whatever_it_is_a_kind_of(base: str) -> None:
    student = Student(f"class Counter({base}):\n    n = 0\n    def step(self):\n        return 7\n")
    counter = student.call("Counter").value
    assert isinstance(counter, HandleValue)
    assert student.do("call", counter, "step") == Returned(7)


def test_what_a_class_makes_is_data_when_it_can_do_nothing_by_name() -> None:
    student = Student(
        "from typing import NamedTuple\nimport numpy as np\nclass Pair(NamedTuple):\n    w: int = 1\n    b: int = 2\n"
        "class Row(np.ndarray):\n    def total(self):\n        return 3\nclass Names(list):\n    pass\n"
    )
    assert student.call("Pair") == Returned(TupleValue([1, 2]))
    assert student.call("Names") == Returned(ListValue([]))
    assert isinstance(student.call("Row", (2,)).value, ArrayValue)


def test_a_source_that_raises_says_where() -> None:
    raised = Student("x = 1\ny = x / 0\n").loaded
    assert raised == Raised(("ZeroDivisionError", "ArithmeticError", "Exception"), "division by zero", (Frame(2, "<module>"),))


def test_names_that_no_suite_can_ask_for_are_left_out() -> None:
    loaded = Student(f"globals().update({{'\\ud800': 1, 'a b': 2, 3: 4, 'x' * {MAX_NAME + 1}: 5, 'fine': 6}})").loaded
    assert isinstance(loaded, Loaded)
    assert loaded.names == ("fine",)


def test_a_name_longer_than_any_report_is_cut_short() -> None:
    loaded = Student(f"def {'g' * 300}({'p' * 300}): pass").loaded
    assert isinstance(loaded, Loaded)
    assert loaded.definitions[0].name == "g" * MAX_NAME
    assert loaded.definitions[0].parameters == ("p" * MAX_NAME,)


# -- operations ----------------------------------------------------------------

MODEL = """
class Model:
    def __init__(self):
        self.weights = [1.0, 2.0]
    def __call__(self, x):
        return [w * x for w in self.weights]
    def __getitem__(self, place):
        return self.weights[place]
    def __setitem__(self, place, value):
        self.weights[place] = value
    def __len__(self):
        return len(self.weights)
    def __iter__(self):
        return iter(self.weights)

def make():
    return Model()

def same(thing):
    return thing

def is_model(thing):
    return type(thing) is Model
"""


def test_an_object_stays_and_is_worked_with_by_its_handle() -> None:
    student = Student(MODEL)
    model = student.call("make").value
    assert model == HandleValue(model.number, "Model", "a Model object")
    assert student.do("call", model, "", 3.0) == Returned(ListValue([3.0, 6.0]))
    assert student.do("set_item", model, "", 1, 5.0) == Returned(None)
    assert student.do("item", model, "", 1) == Returned(5.0)
    assert student.do("length", model) == Returned(2)
    assert student.do("set", model, "weights", [4.0]) == Returned(None)
    assert student.do("get", model, "weights") == Returned(ListValue([4.0]))
    iterator = student.do("iterate", model).value
    assert [student.do("next", iterator) for _ in range(2)] == [Returned(4.0), Stopped()]
    assert student.call("is_model", model) == Returned(True)


def test_an_object_that_comes_back_is_known_again() -> None:
    student = Student(MODEL)
    model = student.call("make").value
    assert student.call("same", model) == Returned(model)
    assert student.call("same", [model]) == Returned(ListValue([model]))


def test_a_suite_imports_what_the_topic_needs_and_nothing_else() -> None:
    student = Student("x = 1", importable=("math",))
    module = student.executor.answer(Do("import", 0, "math"))
    assert isinstance(module, Returned)
    assert student.do("call", module.value, "sqrt", 4.0) == Returned(2.0)
    with pytest.raises(WireError, match="may not import os"):
        student.executor.answer(Do("import", 0, "os"))


@pytest.mark.parametrize("operation", ["call", "get", "set", "item", "set_item", "iterate", "next", "length"])
def test_an_unknown_handle_is_the_askers_fault(operation: Any) -> None:
    with pytest.raises(WireError, match="no object has the handle 99"):
        Executor().answer(Do(operation, 99, "x", [1, 2]))


def test_an_answer_of_too_many_parts_is_said_to_be_that() -> None:
    assert Student("def f():\n    return [0] * 600_000").call("f") == TooLarge()


# -- what a call changed -------------------------------------------------------


def changed(body: str, *args: Any) -> dict[str, Any]:
    returned = Student(function(body)).call("f", *args)
    assert isinstance(returned, Returned), returned
    return returned.changed


def test_an_argument_that_is_changed_comes_back_changed() -> None:
    array = np.array([1.0, 2.0])
    assert changed("args[0][0] = 5", array) == {"0": pack(np.array([5.0, 2.0]), str)}
    assert changed("args[1].append(4)", array, [3]) == {"1": ListValue([3, 4])}
    assert changed("args[0]['a'] = True", {"a": 1}) == {"0": pack({"a": True}, str)}
    student = Student("def f(*, x):\n    x += 1")
    assert student.answer(Do("call", 1, "f", kwargs={"x": pack(array, str)})) == Returned(None, {"x": pack(array + 1, str)})


@pytest.mark.parametrize(
    "argument",
    [
        np.array([1.0, np.nan]),
        [np.nan, -0.0],
        {"eight", "nine", "ten"},
        set(range(56, -8, -8)),
        {(1, 2): {3}},
        np.float64(2),
        slice(1, None),
        b"ab",
        "text",
    ],
    ids=lambda argument: type(argument).__name__,
)
def test_an_argument_that_is_left_alone_is_not_called_changed(argument: Any) -> None:
    assert changed("list(args)", argument) == {}


def test_a_shape_that_is_changed_in_place_counts() -> None:
    assert changed("args[0].resize((2, 1), refcheck=False)", np.zeros(2)) == {"0": ArrayValue("<f8", (2, 1), bytes(16))}


def test_an_object_among_the_arguments_is_not_called_changed() -> None:
    student = Student(MODEL + "\ndef f(things, thing):\n    pass\n")
    model = student.call("make").value
    assert student.call("f", [model, {"m": model}], model) == Returned(None)
    assert student.call("f", SetValue([model], frozen=False), model) == Returned(None)


# -- a check begins ------------------------------------------------------------


def test_every_check_begins_with_the_same_random_numbers() -> None:
    student = Student("import random\nimport numpy as np\ndef f():\n    return [random.random(), np.random.rand()]")
    drawn = []
    for _ in range(2):
        student.answer(Begin(11, ()))
        drawn.append(student.call("f"))
    assert drawn[0] == drawn[1]


def test_what_is_condemned_raises_at_once_and_what_the_suite_imported_is_left_alone() -> None:
    student = Student(
        "class C:\n    def sqrt(self):\n        return 1\ndef sqrt(x):\n    return 2\ndef f():\n    return 3\nimport json as other",
        importable=("json",),
    )
    student.answer(Do("import", 0, "json"))
    student.answer(Begin(1, ("sqrt", "C.sqrt", "no.such", "dumps")))
    assert student.call("sqrt", 1).kinds[0] == "StillLooping"
    made = student.call("C").value
    assert student.do("call", made, "sqrt").kinds[0] == "StillLooping"
    assert student.call("f") == Returned(3)
    import json

    assert json.dumps(1) == "1"


def test_what_a_check_made_ends_with_it() -> None:
    student = Student(MODEL)
    model = student.call("make").value
    student.answer(Begin(1, ()))
    with pytest.raises(WireError):
        student.do("length", model)
    assert student.do("length", student.call("make").value) == Returned(2)


# -- exceptions ----------------------------------------------------------------


def test_an_exception_is_told_with_the_students_lines_alone() -> None:
    student = Student("import json\n\ndef g(x):\n    return json.loads(x)\n\ndef f():\n    return g('{')\n")
    raised = student.call("f")
    assert raised.kinds == ("JSONDecodeError", "ValueError", "Exception")
    assert raised.frames == (Frame(7, "f"), Frame(4, "g"))


@pytest.mark.parametrize("kind", ["KeyboardInterrupt", "GeneratorExit", "SystemExit", "BaseException", "StopIteration", "MemoryError"])
def test_an_exception_of_any_kind_is_an_answer(kind: str) -> None:
    raised = Student(function(f"raise {kind}('now')")).call("f")
    assert (*raised.kinds, "BaseException")[0] == kind
    assert raised.message == "now"


HOSTILE = {
    "a message that raises": """
class Evil(Exception):
    def __str__(self): raise KeyboardInterrupt
""",
    "a message that is no string": """
class Evil(Exception):
    def __str__(self): return 7
""",
    "a message that never ends": """
class Evil(Exception):
    def __str__(self): return str(self)
""",
    "a message of ten million characters": """
class Evil(Exception):
    def __str__(self): return 'x' * 10**7
""",
    "a message that cannot be encoded": """
class Evil(Exception):
    def __str__(self): return '\\ud800' * 2000
""",
    "a message that lies about itself": """
class Text(str):
    def __getitem__(self, key): return 7
    encode = __getitem__
class Evil(Exception):
    def __str__(self): return Text('x')
""",
    "another class": """
class Evil(Exception):
    __class__ = property(lambda self: 1 / 0)
""",
    "another traceback": """
class Evil(Exception):
    __traceback__ = property(lambda self: 1 / 0)
""",
    "another name": """
class Meta(type):
    __name__ = __mro__ = property(lambda self: 1 / 0)
class Evil(Exception, metaclass=Meta): pass
""",
    "a name of a million characters": """
Evil = type('E' * 10**6, (Exception,), {})
""",
    "a hundred bases": """
Evil = Exception
for n in range(100):
    Evil = type(f'E{n}', (Evil,), {})
""",
    "a function whose name cannot be encoded": """
Evil = Exception
def f(): raise Evil
f.__code__ = f.__code__.replace(co_name='\\ud800' * 500)
""",
    "a group": """
class Other(Exception): pass
class Evil(ExceptionGroup):
    def __new__(cls): return super().__new__(cls, 'two', [KeyError('a'), Other()])
""",
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_exception_is_told_all_the_same(source: str) -> None:
    student = Student(source + ("" if "def f" in source else "def f():\n    raise Evil()\n"))
    raised = student.call("f")
    assert isinstance(raised, Raised)
    assert raised.kinds
    assert len(raised.kinds) <= MAX_KINDS
    assert len(raised.message) <= MAX_TEXT
    assert raised.frames


def test_an_exception_from_deep_down_is_told_by_its_last_frames() -> None:
    raised = Student("def f(n=0):\n    return f(n + 1)").call("f")
    assert raised.kinds[0] == "RecursionError"
    assert len(raised.frames) == MAX_FRAMES


HOSTILE_VALUES = {
    "a lie about its class": """
class Evil:
    __class__ = property(lambda self: 1 / 0)
""",
    "a lie that it is an array": """
import numpy as np
class Evil:
    __class__ = np.ndarray
    def __array__(self, *args, **kwargs): raise SystemExit
""",
    "a lie that it is a number": """
class Evil:
    __class__ = int
""",
    "a lie that it is a list": """
class Evil:
    __class__ = list
""",
    "a lie that it is a function": """
class Evil:
    __class__ = type(lambda: 1)
""",
    "a class with no name": """
class Meta(type):
    __name__ = property(lambda self: 1 / 0)
class Evil(metaclass=Meta): pass
""",
    "a representation that raises": """
class Evil:
    def __repr__(self): raise SystemExit
    __str__ = __hash__ = __eq__ = __repr__
""",
    "a list that grows while it is read": """
class Evil(list):
    def __iter__(self):
        while True: yield self
""",
}


@pytest.mark.parametrize("source", HOSTILE_VALUES.values(), ids=HOSTILE_VALUES.keys())
def test_a_hostile_value_is_a_handle_or_an_exception(source: str) -> None:
    reply = Student(source + "def f():\n    return Evil()\n").call("f")
    assert isinstance(reply, Returned | Raised)


def test_what_comes_from_outside_is_no_exception_of_the_code() -> None:
    source = function("raise KeyboardInterrupt")
    raised = Student(source).call("f")
    assert isinstance(raised, Raised)
    assert raised.kinds[0] == "KeyboardInterrupt"
    with pytest.raises(KeyboardInterrupt):
        Student(source, from_outside=(KeyboardInterrupt,)).call("f")


def test_a_wire_error_of_the_students_own_is_theirs() -> None:
    with pytest.raises(WireError):
        Student(function("from nngrade.errors import WireError\nraise WireError('mine')")).call("f")


def test_a_source_that_cannot_be_read_is_refused_in_words() -> None:
    assert isinstance(Student("def f(:\n").loaded, NotLoaded)


def test_one_source_loaded_twice_is_two_modules() -> None:
    source = "seen = []\n\ndef f(x):\n    seen.append(x)\n    return list(seen)\n"
    first, second = Student(source), Student(source)
    assert first.call("f", 1) == Returned(ListValue([1]))
    assert second.call("f", 2) == Returned(ListValue([2]))


def test_a_source_that_cannot_be_compiled_says_so_each_time() -> None:
    for _ in range(2):
        loaded = Student("return 3\n").loaded
        assert isinstance(loaded, Raised)
        assert loaded.kinds[0] == "SyntaxError"
