"""What of a notebook's cells is Python, and what of that is run."""

import ast

import pytest

from nngrade.worker.cells import Program, python_of, read_cells
from nngrade.worker.messages import CellStart, NotLoaded


def read(*cells, wanted=("f",), exercises=()):
    starts, line = [], 1
    for place, cell in enumerate(cells):
        starts.append(CellStart(line, exercises[place] if exercises else ""))
        line += cell.rstrip("\n").count("\n") + 1
    return read_cells("".join(cell.rstrip("\n") + "\n" for cell in cells), tuple(starts), wanted, "student.py")


def kept(*cells, **options):
    program = read(*cells, **options)
    assert isinstance(program, Program), program
    return ast.unparse(program.tree).splitlines()


@pytest.mark.parametrize(
    ("cell", "python"),
    [
        ("%matplotlib inline\nx = 1", "pass\nx = 1"),
        ("!pip install torch\nx = 1", "pass\nx = 1"),
        ("!pip install \\\n  torch\nx = 1", "pass\n\nx = 1"),
        ("x = 1\nif x:\n    %time x = 2\n    !ls", "x = 1\nif x:\n    x = 2\n    pass"),
        ("%time y = f(3)", "y = f(3)"),
        ("%timeit f(3)", "pass"),
        ("%time", "pass"),
        ("files = !ls\nnow = %pwd", "files = None\nnow = None"),
        ("f?\nnp.exp??\n?f\nx = 1", "pass\npass\npass\nx = 1"),
        (",print a b\n/print 3", "pass\npass"),
        ("%%time\nx = 1", "\nx = 1"),
        ("\n%%capture out\nx = 1", "\n\nx = 1"),
        ("%%bash\nrm -rf x", "\n"),
        ("%%timeit\nx = 1", "\n"),
        ("%%writefile helper.py\ndef f(): return 1", "\n"),
        # None of these lines is a magic, though it begins like one.
        ("x = (7\n% 4)\n", "x = (7\n% 4)\n"),
        ('x = """\n%matplotlib inline\n!ls\nwhat?\n"""', 'x = """\n%matplotlib inline\n!ls\nwhat?\n"""'),
        ("# %load_ext nngrade\nx = 1  # !ls", "# %load_ext nngrade\nx = 1  # !ls"),
        ("try:\n    import nngrade\nexcept ModuleNotFoundError:\n    %pip install -q nngrade\n%load_ext nngrade", None),
    ],
)
def test_what_is_no_python_is_put_out_of_action_line_for_line(cell, python):
    found = python_of(cell)
    ast.parse(found)
    assert found.count("\n") == cell.count("\n")
    assert python is None or found == python


def test_what_ipython_leaves_as_it_is_is_left_as_it_is():
    """The same lines are Python to us and to IPython, which knows its own magics."""
    transformer = pytest.importorskip("IPython.core.inputtransformer2")
    cells = [
        "%matplotlib inline\nimport numpy as np\n\n!ls\nx = np.arange(3) \\\n    % 2\nprint(x)\n",
        "def f(x):\n    %timeit x\n    return x\n\nf?\n",
        's = """\n%time\n"""\nt = (1\n%2)\n!echo "it\'s"\nu = 3\n',
        "files = !ls -l\nn = len(files)\n",
        "%load_ext nngrade\n%check softmax\n",
    ]
    for cell in cells:
        theirs = transformer.TransformerManager().transform_cell(cell).splitlines()
        ours = python_of(cell).splitlines()
        for line, mine, other in zip(cell.splitlines(), ours, theirs, strict=True):
            assert (mine == line) == (other == line), (cell, line)


def test_a_cell_that_is_wrong_stays_wrong():
    with pytest.raises(SyntaxError):
        ast.parse(python_of("def f(:\n    pass"))


def test_lines_count_through_all_cells():
    program = read("import math\n", "\n\ndef f(x):\n    return math.exp(x)\n")
    assert isinstance(program, Program)
    assert [node.lineno for node in program.tree.body] == [1, 4]


def test_what_no_exercise_needs_is_not_run():
    cells = [
        "import numpy as np, matplotlib.pyplot as plt\nimport pandas",
        "def f(x):\n    return np.exp(x) * SCALE + helper(x)",
        "SCALE = 2.0\ndef helper(x, offset=SHIFT):\n    losses = x\n    return losses",
        "SHIFT = 1",
        "losses = train(10_000)\nplt.plot(losses)\nprint(f(3))",
    ]
    assert kept(*cells) == [
        "import numpy as np",
        "",
        "def f(x):",
        "    return np.exp(x) * SCALE + helper(x)",
        "SCALE = 2.0",
        "",
        "def helper(x, offset=SHIFT):",
        "    losses = x",
        "    return losses",
        "SHIFT = 1",
    ]


@pytest.mark.parametrize(
    "change",
    ["table[0] = 2", "table.append(3)", "fill(table)", "for i in range(3):\n    table[i] = i", "table += [1]", "del table[0]"],
)
def test_what_changes_a_needed_value_is_run(change):
    cells = ["def f(x):\n    return table[x]", "table = [1]", "def fill(t):\n    t.append(1)", change]
    assert change.splitlines()[0] in kept(*cells)


@pytest.mark.parametrize("call", ["print(table)", "plt.plot(table)", "show(table)", "other.append(1)", "assert f(0) == 1", "np.load('x')"])
def test_what_only_looks_at_a_needed_value_is_not(call):
    cells = [
        "import numpy as np\nimport matplotlib.pyplot as plt\nfrom plots import show",
        "def f(x):\n    return table[x] + np.pi",
        "table = [1]",
        call,
    ]
    assert call not in kept(*cells)


@pytest.mark.parametrize("call", ["np.seterr(all='raise')", "np.random.seed(3)", "np.set_printoptions(precision=3)"])
def test_a_needed_library_is_set_up_as_in_the_notebook(call):
    assert call in kept("import numpy as np", call, "def f(x):\n    return np.exp(x)")
    assert call not in kept("import numpy as np", call, "def f(x):\n    return x")


def test_definitions_come_along_unless_something_that_is_left_out_would_have_to_run():
    cells = [
        "def f(x):\n    return x",
        "def sofmax(x):\n    return y",
        "y = train()",
        "def plot(x, axes=plt.gca()):\n    pass",
        "class A(Base):\n    pass",
    ]
    assert kept(*cells) == ["def f(x):", "    return x", "", "def sofmax(x):", "    return y"]


def test_the_last_definition_wins_and_a_result_of_the_same_name_is_none():
    assert kept("def f(x):\n    return 1", "def f(x):\n    return 2")[-1] == "    return 2"
    for shadow in ("f = f(3)", "f = 3", "loss, f = 1, 2", "for f in range(3):\n    pass", "from scipy.special import f"):
        assert shadow.splitlines()[0] not in kept("def f(x):\n    return 1", shadow)
    for definition in ("f = lambda x: 3", "f = cached(f)", "f = other"):
        cells = ["def f(x):\n    return 1", "def other(x):\n    return 3\ndef cached(g):\n    return g", definition]
        assert kept(*cells)[-1] == definition


def test_a_result_that_is_needed_for_another_reason_does_not_hide_the_definition():
    lines = kept("def f(x):\n    return x + loss", "loss, f = 1, 2")
    namespace: dict = {}
    exec("\n".join(lines), namespace)
    assert namespace["f"](1) == 2


@pytest.mark.parametrize("odd", ["f\"{d['\u200b']}\"", "f'{x!r:>{width}}'", "f'''{x}\n{{}}'''"])
def test_an_f_string_of_any_kind_can_be_told_apart(odd):
    program = read("width = 3\nother = train()", f"def f(x):\n    return {odd}", f"shown = {odd}\nprint(shown)")
    assert isinstance(program, Program)
    assert ast.FunctionDef in {type(node) for node in program.tree.body}
    bound = {node.targets[0].id for node in program.tree.body if isinstance(node, ast.Assign)}
    assert bound.isdisjoint({"other", "shown"})


def test_without_a_definition_any_binding_will_do():
    assert kept("f = make()", "def make():\n    return 1") == ["f = make()", "", "def make():", "    return 1"]


def test_an_import_may_be_the_definition():
    assert "from math import exp as f" in kept("from math import exp as f")


def test_a_star_import_is_needed_where_nothing_else_binds_a_name():
    assert "from numpy import *" in kept("from numpy import *", "def f(x):\n    return exp(x)")
    assert "from numpy import *" not in kept("from numpy import *", "def f(x):\n    return abs(x)")


def test_imports_from_the_future_come_first():
    assert (
        kept("import math", "from __future__ import annotations", "def f(x: math.e):\n    return x")[0]
        == "from __future__ import annotations"
    )


def test_a_decorator_that_binds_anew_is_part_of_the_definition():
    assert "import functools" in kept("import functools", "@functools.cache\ndef f(x):\n    return x")


class TestBroken:
    def test_a_scratch_cell_is_passed_over(self):
        program = read("def f(x):\n    return x", "x = = 3", "y = 1")
        assert isinstance(program, Program)
        assert program.broken == (3,)

    def test_an_exercise_that_is_no_python_is_told_with_its_line(self):
        assert read("import math", "def f(x):\n    return x +") == NotLoaded("syntax", "invalid syntax", 3, 15)

    def test_an_exercise_is_known_by_its_metadata_too(self):
        refused = read("dfe f(x):\n    return x", exercises=("f",))
        assert isinstance(refused, NotLoaded)
        assert refused.reason == "syntax"

    @pytest.mark.parametrize("cell", ["import math as m\nx = = 1", "from os import path, m\n)", "m = 3\n(", "def m(x):\n  return ("])
    def test_so_is_a_cell_that_binds_what_an_exercise_needs(self, cell):
        refused = read("def f(x):\n    return m(x)", cell)
        assert isinstance(refused, NotLoaded)
        assert refused.reason == "syntax"

    def test_a_notebook_of_comments_holds_no_code(self):
        refused = read("# nothing", "%matplotlib inline".replace("%", "#"))
        assert isinstance(refused, NotLoaded)
        assert refused.reason == "empty"

    def test_many_magics_end(self):
        assert python_of("%a\n" * 50 + "x = 1").endswith("x = 1")
