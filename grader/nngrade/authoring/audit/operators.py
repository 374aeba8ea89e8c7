"""Small changes to Python: the operators of mutmut without their doubles, and four that it lacks.

This module needs the `author` extra: import it through `mutants`, which says so.
"""

import ast
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import UnionType
from typing import Any

import libcst as cst
from libcst import matchers as m
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

_Operator = Callable[[Any], Any]
_FLAG = m.Name("True") | m.Name("False")
# What no check can depend on: annotations, docstrings, what a refusal says, and guards against what never happens.
_LEFT_ALONE = (
    m.Annotation()
    | m.Expr(m.SimpleString() | m.ConcatenatedString())
    | m.Raise()
    | m.Assert()
    | m.Arg(keyword=m.Name("strict"))  # of `zip`
)


@dataclass(frozen=True, slots=True)
class Change:
    """A whole source with one small change, made by `operator`."""

    operator: str
    source: str


def changes(source: str, lines: frozenset[int]) -> Iterator[Change]:
    """Give every small change to code that begins in one of `lines` (from 1), in their order, each program once.

    Docstrings, annotations, error messages and guards stay as they are.
    """
    wrapper = MetadataWrapper(cst.parse_module(source))
    module, positions = wrapper.module, wrapper.resolve(PositionProvider)
    at = sum(len(module.code_for_node(line)) for line in module.header)
    for statement in module.body:
        after = at + len(module.code_for_node(statement))
        for name, changed in _changed_statements(module, statement, _Places(positions, lines)):
            yield Change(name, source[:at] + changed + source[after:])
        at = after


def _changed_statements(module: cst.Module, statement: cst.BaseStatement, places: "_Places") -> Iterator[tuple[str, str]]:
    """Change one statement of the module; the others need not be looked at again."""
    known = {_program(module.code_for_node(statement))}
    statement.visit(places)
    for node in places.found:
        for name, new in _changed(node):
            changed = statement.deep_replace(node, new)
            assert isinstance(changed, cst.CSTNode)  # a part was replaced, and none removed
            text = module.code_for_node(changed)
            program = _program(text)
            if program and program not in known:
                known.add(program)
                yield name, text


class _Places(cst.CSTVisitor):
    """Finds the nodes that may be changed."""

    def __init__(self, positions: Mapping[cst.CSTNode, CodeRange], lines: frozenset[int]) -> None:
        super().__init__()
        self._positions = positions
        self._lines = lines
        self.found: list[cst.CSTNode] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        """Keep a node; returns whether to look inside."""
        if m.matches(node, _LEFT_ALONE):
            return False
        position = self._positions.get(node)
        if position is not None and position.start.line in self._lines:
            self.found.append(node)
        return True


def _changed(node: cst.CSTNode) -> Iterator[tuple[str, cst.CSTNode]]:
    for kind, operator in (*mutation_operators, *_OWN):
        if isinstance(node, kind):
            for new in operator(node):
                if not (isinstance(node, cst.Call) and isinstance(new, cst.Call) and _is_double(node, new)):
                    yield operator.__name__.removeprefix("operator_"), new


def _is_double(old: cst.Call, new: cst.Call) -> bool:
    """Whether a keyword argument became None, where it is also left out; or was left out, where it is a flag that is also turned."""
    pairs = zip(old.args, new.args, strict=False)
    place = next((place for place, (one, other) in enumerate(pairs) if one is not other), len(new.args))
    if place == len(old.args):  # another function, with the same arguments: `lower()` became `upper()`
        return False
    argument = old.args[place]
    if argument.keyword is None:
        return False
    if m.matches(argument, _LEFT_ALONE):
        return True
    return len(old.args) > 1 if len(new.args) == len(old.args) else m.matches(argument.value, _FLAG)


def _program(source: str) -> str:
    """What a source says beside its layout; empty when it is no Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # `x is 0` is odd, and the mutant's own affair
            compile(source, "reference.py", "exec")
            return ast.dump(ast.parse(source))
    except (SyntaxError, ValueError):
        return ""


# --- what mutmut lacks -----------------------------------------------------------------------------------------------


def operator_number_down(node: cst.BaseNumber) -> Iterator[cst.BaseExpression]:
    """Take one from a number, as mutmut adds one: `label < 0` goes wrong as `label < -1`, which a suite may well miss."""
    if isinstance(node, cst.Integer | cst.Float):
        value = node.evaluated_value - 1
        number = cst.parse_expression(repr(abs(value)))
        if isinstance(number, cst.Integer | cst.Float):  # not the infinity that 1e999 is
            yield number if value >= 0 else cst.UnaryOperation(cst.Minus(), number, [cst.LeftParen()], [cst.RightParen()])


# A comparison answers three cases: less, equal, more. Those that answer one of them differently catch all that the others would
# (Kaminski, Ammann and Offutt, "Better predicate testing", 2011); one that is always or never true is the whole `if` left out.
_COMPARISONS: dict[type[cst.CSTNode], tuple[type[cst.BaseCompOp], ...]] = {
    cst.LessThan: (cst.LessThanEqual, cst.NotEqual),
    cst.LessThanEqual: (cst.LessThan, cst.Equal),
    cst.GreaterThan: (cst.GreaterThanEqual, cst.NotEqual),
    cst.GreaterThanEqual: (cst.GreaterThan, cst.Equal),
    cst.Equal: (cst.LessThanEqual, cst.GreaterThanEqual),
    cst.NotEqual: (cst.LessThan, cst.GreaterThan),
}


def operator_comparison(node: cst.ComparisonTarget) -> Iterator[cst.ComparisonTarget]:
    """Answer one case differently: `shape != (2,)` refuses the smaller and the larger, and each wants a test."""
    for other in _COMPARISONS.get(type(node.operator), ()):
        yield node.with_changes(operator=other())


_ARITHMETIC: dict[type[cst.CSTNode], tuple[type[cst.BaseBinaryOp | cst.BaseAugOp], ...]] = {
    cst.Add: (cst.Multiply, cst.Divide),
    cst.Subtract: (cst.Multiply, cst.Divide),
    cst.Multiply: (cst.Add, cst.Subtract),
    cst.Divide: (cst.Add, cst.Subtract, cst.FloorDivide),
    cst.MatrixMultiply: (cst.Multiply,),
    cst.AddAssign: (cst.MultiplyAssign, cst.DivideAssign),
    cst.SubtractAssign: (cst.MultiplyAssign, cst.DivideAssign),
    cst.MultiplyAssign: (cst.AddAssign, cst.SubtractAssign),
    cst.DivideAssign: (cst.AddAssign, cst.SubtractAssign, cst.FloorDivideAssign),
}


def operator_arithmetic(node: cst.BinaryOperation | cst.AugAssign) -> Iterator[cst.BinaryOperation | cst.AugAssign]:
    """Put the rest of + - * / where mutmut puts the opposite alone, and an element's product where a matrix's was."""
    for other in _ARITHMETIC.get(type(node.operator), ()):
        yield node.with_changes(operator=other())


def operator_statement(node: cst.SimpleStatementLine | cst.If | cst.For | cst.While) -> Iterator[cst.SimpleStatementLine]:
    """Leave out a statement that the rest runs without: a forgotten `return`, or `optimizer.zero_grad()`, is every beginner's mistake."""
    if isinstance(node, cst.SimpleStatementLine):
        if len(node.body) == 1 and _can_be_forgotten(node.body[0]):
            yield node.with_changes(body=[cst.Pass()])
    elif node.orelse is None:
        yield cst.SimpleStatementLine([cst.Pass()], leading_lines=node.leading_lines)


def _can_be_forgotten(statement: cst.BaseSmallStatement) -> bool:
    """Whether names still have values without it: after a first assignment they have not."""
    if isinstance(statement, cst.Assign):
        targets = [target.target for target in statement.targets]
        names = {target.value for target in targets if isinstance(target, cst.Name)}
        used = {name.value for name in m.findall(statement.value, m.Name()) if isinstance(name, cst.Name)}
        return names <= used and not any(isinstance(target, cst.Tuple | cst.List) for target in targets)
    return m.matches(statement, m.Expr(m.Call() | m.Await()) | m.AugAssign() | m.Break() | m.Continue() | m.Return())


_OWN: tuple[tuple[type | UnionType, _Operator], ...] = (
    (cst.BaseNumber, operator_number_down),
    (cst.ComparisonTarget, operator_comparison),
    (cst.BinaryOperation | cst.AugAssign, operator_arithmetic),
    (cst.SimpleStatementLine | cst.If | cst.For | cst.While, operator_statement),
)
