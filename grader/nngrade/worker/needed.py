"""Which top-level statements some names need: the rest of a notebook is not run.

Names are those of the module alone: a function's own variables are none of them, which Python's symbol tables tell.
"""

import ast
import builtins
import symtable
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_DEFINITION = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_IMPORT = (ast.Import, ast.ImportFrom)
_BUILTINS = frozenset(dir(builtins)) | {"__name__", "__file__", "__doc__"}
# Scopes that run where they stand; the body of a function waits for its call.
_AT_ONCE = frozenset({"class", "genexpr", "lambda", "listcomp", "setcomp", "dictcomp"})
# What is called on an imported module to set something up, as in np.seterr or torch.manual_seed.
_SETUP = ("filterwarnings", "manual_seed", "seed", "set", "simplefilter", "use_deterministic")


@dataclass(frozen=True, slots=True)
class _Statement:
    """A statement: the names it binds, those it refers to, and of those the ones that must be there when it runs.

    It may change objects too: those of names in `stores`, of which it sets an attribute or an item, of `methods`,
    of which it calls a method, and of `hands`, pairs of a function and a name that is handed to it.
    `sets_up` are the modules that it sets up.
    """

    node: ast.stmt
    binds: frozenset[str]
    uses: frozenset[str]
    at_once: frozenset[str]
    stores: frozenset[str] = frozenset()
    methods: frozenset[str] = frozenset()
    hands: frozenset[tuple[str, str]] = frozenset()
    sets_up: frozenset[str] = frozenset()


class _Notebook:
    """The statements of a notebook, and which of them some wanted names need."""

    def __init__(self, statements: Iterable[ast.stmt], wanted: frozenset[str]) -> None:
        self.parts = [_analysed(node) for statement in statements for node in _split(statement)]
        self._wanted = wanted
        self._imported = _bound_by(self.parts, _IMPORT)
        self._defined = _bound_by(self.parts, _DEFINITION)
        self._data = frozenset().union(*(part.binds for part in self.parts)) - self._imported - self._defined
        self.kept: set[int] = set()
        self._names = set(wanted)

    def keep_needed(self) -> None:
        """Keep what is needed: each statement may need others in turn."""
        while fresh := [place for place, part in enumerate(self.parts) if place not in self.kept and self._serves(part)]:
            self.kept.update(fresh)
            self._names.update(*(self.parts[place].uses for place in fresh))

    def _serves(self, part: _Statement) -> bool:
        names = self._names
        changed = part.stores | (part.methods - self._imported) | (part.sets_up & self._imported)
        # What a function of the notebook's own is given may come back changed; print and plots change nothing.
        handed = {name for function, name in part.hands if function in self._defined} & self._data
        return not names.isdisjoint(self._gives(part) | changed | handed)

    def _gives(self, part: _Statement) -> frozenset[str]:
        """The names that a statement is needed for.

        Of a name that has a definition, `accuracy = accuracy(X, y)` is none, nor is `from elsewhere import accuracy`.
        """
        if isinstance(part.node, _DEFINITION):
            return part.binds
        return frozenset(name for name in part.binds if name not in self._wanted & self._defined or self._defines_anew(part.node, name))

    def _defines_anew(self, node: ast.stmt, name: str) -> bool:
        match node:
            case ast.Assign(targets=[ast.Name()], value=ast.Lambda() | ast.Attribute()):
                return True
            case ast.Assign(targets=[ast.Name()], value=ast.Name(id=other)):
                return other in self._defined | self._imported
            case ast.Assign(targets=[ast.Name()], value=ast.Call(func=function, args=arguments)):
                return _root(function) != name and any(isinstance(one, ast.Name) and one.id == name for one in arguments)
        return isinstance(node, ast.Delete)

    def keep_star_imports(self) -> None:
        """`from x import *` may bind anything: it is needed where a name is bound by nothing else."""
        bound = {name for place in self.kept for name in self.parts[place].binds}
        if self._names - bound - _BUILTINS:
            self.kept |= {place for place, part in enumerate(self.parts) if _is_star(part.node)}

    def keep_definitions(self) -> None:
        """Keep the definitions that need nothing which is left out."""
        bound = _BUILTINS.union(*(self.parts[place].binds for place in self.kept))
        others = {place for place, part in enumerate(self.parts) if isinstance(part.node, _DEFINITION)} - self.kept
        while fresh := {place for place in others if self.parts[place].at_once <= bound}:
            self.kept |= fresh
            others -= fresh
            bound = bound.union(*(self.parts[place].binds for place in fresh))

    def hidden_definitions(self) -> Iterator[ast.stmt]:
        """The last definitions of wanted names that something kept for another reason binds again."""
        for name in sorted(self._wanted & self._defined):
            binding = [self.parts[place] for place in sorted(self.kept) if name in self.parts[place].binds]
            definitions = [part for part in binding if name in self._gives(part)]
            if definitions and binding[-1] is not definitions[-1] and isinstance(definitions[-1].node, _DEFINITION):
                yield definitions[-1].node


def needed_statements(statements: Iterable[ast.stmt], wanted: frozenset[str], *, definitions: bool = True) -> list[ast.stmt]:
    """The statements that must run so that `wanted` names work as they do in the whole, in their order.

    With `definitions` those come along besides, wherever executing them needs nothing that is left out.
    """
    notebook = _Notebook(statements, wanted)
    notebook.keep_needed()
    notebook.keep_star_imports()
    if definitions:
        notebook.keep_definitions()
    first = [part.node for part in notebook.parts if _is_future(part.node)]
    kept = [notebook.parts[place].node for place in sorted(notebook.kept)]
    return [*first, *(node for node in kept if not _is_future(node)), *notebook.hidden_definitions()]


def unresolved(statements: Iterable[ast.stmt], wanted: frozenset[str]) -> frozenset[str]:
    """The names that are wanted or used and that nothing binds."""
    parts = [_analysed(node) for node in statements]
    return wanted.union(*(part.uses for part in parts)).difference(_BUILTINS, *(part.binds for part in parts))


def names_in(statement: ast.stmt) -> tuple[frozenset[str], frozenset[str]]:
    """The module's names that a statement binds, and those that it refers to."""
    part = _analysed(statement)
    return part.binds, part.uses


def one_import_each(statement: ast.stmt) -> list[ast.stmt]:
    """A statement, or an import of several names as one of each."""
    return list(_split(statement))


def _bound_by(parts: Iterable[_Statement], kind: tuple[type[ast.stmt], ...]) -> frozenset[str]:
    return frozenset(name for part in parts if isinstance(part.node, kind) for name in part.binds)


def _is_star(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.names[0].name == "*"


def _is_future(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def _split(node: ast.stmt) -> Iterator[ast.stmt]:
    """One import each: a plot's library beside NumPy in one line is another matter."""
    if isinstance(node, ast.Import):
        yield from (ast.copy_location(ast.Import([name]), node) for name in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield from (ast.copy_location(ast.ImportFrom(node.module, [name], node.level), node) for name in node.names)
    else:
        yield node


def _analysed(node: ast.stmt) -> _Statement:
    try:
        table = symtable.symtable(ast.unparse(node), "<cell>", "exec")
    except (SyntaxError, ValueError):  # a `return` outside of a function; an f-string that `unparse` cannot write
        names = [part for part in ast.walk(node) if isinstance(part, ast.Name)]
        stored = frozenset(part.id for part in names if isinstance(part.ctx, ast.Store))
        used = frozenset(part.id for part in names)
        return _Statement(node, frozenset({node.name}) if isinstance(node, _DEFINITION) else stored, used, used)
    symbols = table.get_symbols()
    own = frozenset(symbol.get_name() for symbol in symbols if symbol.is_referenced())
    inner = [_globals_of(child, at_once=True) for child in table.get_children()]
    changes = list(_changes(node))
    return _Statement(
        node,
        frozenset(symbol.get_name() for symbol in symbols if symbol.is_assigned() or symbol.is_imported()),
        own.union(*(every for every, _ in inner)),
        own.union(*(now for _, now in inner)),
        frozenset(name for kind, _, name in changes if kind == "stores"),
        frozenset(name for kind, _, name in changes if kind == "methods"),
        frozenset((function, name) for kind, function, name in changes if kind == "hands"),
        frozenset(name for kind, method, name in changes if kind == "methods" and method.startswith(_SETUP)),
    )


def _globals_of(table: symtable.SymbolTable, *, at_once: bool) -> tuple[set[str], set[str]]:
    """The module's names that an inner scope refers to, and those of them that it needs where it stands."""
    kind = str(table.get_type())
    at_once = at_once and (kind.rpartition(".")[2].lower() == "class" or table.get_name() in _AT_ONCE)
    # A class may read a name of the module before it binds one of its own.
    is_class = table.get_type() == "class"
    every = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global() or (is_class and symbol.is_referenced())}
    now = set(every) if at_once else set()
    for child in table.get_children():
        names, needed = _globals_of(child, at_once=at_once)
        every |= names
        now |= needed
    return every, now


def _changes(node: ast.stmt) -> Iterator[tuple[str, str, str]]:
    """How a statement may change objects without binding a name: the way, the method or function, the name."""
    for part in _outside_definitions(node):
        match part:
            case ast.Attribute(ctx=ast.Store() | ast.Del()) | ast.Subscript(ctx=ast.Store() | ast.Del()):
                yield "stores", "", _root(part)
            case ast.Expr(value=ast.Call(func=ast.Attribute(attr=method) as function)):
                yield "methods", method, _root(function)
            case ast.Expr(value=ast.Call(func=ast.Name(id=function), args=arguments, keywords=keywords)):
                yield from (("hands", function, _root(value)) for value in (*arguments, *(keyword.value for keyword in keywords)))


def _outside_definitions(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, (*_DEFINITION, ast.Lambda)):
        return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from _outside_definitions(child)


def _root(node: ast.expr) -> str:
    """The name that an expression such as `a.b[0].c` begins with; "" where it begins with none."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
