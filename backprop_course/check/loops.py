"""The loops of a file, where they stand, and statements of one as functions."""

import ast
import copy
import re
from functools import partial
from typing import Any, NamedTuple

from backprop_course.check.learner.containers import CODE, is_number

NOTED = "loss_that_is_noted"  # the name of a loss that has none of its own
COUNTER = "_rounds_made"  # the variable that counts them, for loops whose rounds differ
LOOPS = (ast.For, ast.While)
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


class Loop(NamedTuple):
    """A loop where it stands: its node, the variables there, the file, and what sums up the losses.

    `is_loss` tells from a name whether it is that of a loss.
    """

    node: ast.stmt
    space: dict
    file: str
    sums: tuple = ()
    is_loss: Any = None


def bodies(tree, module, ran):
    """Where loops may stand: (statements, function that makes the variables there ready)."""
    yield list(_at_the_top(tree.body, module)), partial(vars, module)
    for node in ast.walk(tree):
        lines = [each.lineno for each in (node, *node.decorator_list)] if _is_function(node) else []
        variables = ran.get(min(lines, default=None))
        if variables is not None:
            renamed = {
                name: f"{name}_" for name in variables if isinstance(vars(module).get(name), CODE)
            }  # a variable that is called as a function of the file is
            body = [_Renaming(renamed).visit(copy.deepcopy(each)) for each in node.body]
            yield body, partial(_laid_over, module, variables, renamed)


def _is_function(node):
    return isinstance(node, ast.FunctionDef)


def _laid_over(module, variables, renamed):
    """The variables of the file, with those of a function laid over them."""
    space = vars(module)
    space.update((renamed.get(name, name), value) for name, value in variables.items())
    return space


class _Renaming(ast.NodeTransformer):
    def __init__(self, names):
        self.names = names

    def visit_Name(self, node):
        node.id = self.names.get(node.id, node.id)
        return node


def _at_the_top(body, module):
    """The statements of a file, with those below `if __name__ == "__main__":` where they have run."""
    for node in body:
        yield node
        main = isinstance(node, ast.If) and "__main__" in ast.unparse(node.test)
        if main and module.__name__ == "__main__":
            yield from node.body


def loops_in(body):
    """The loops in some statements, those within others first, the later ones of equal depth first."""
    found = []

    def walk(nodes, depth):
        for node in nodes:
            if isinstance(node, (*SCOPES, ast.ClassDef)):
                continue
            found.extend([(depth, node)] if isinstance(node, LOOPS) else [])
            walk(ast.iter_child_nodes(node), depth + isinstance(node, LOOPS))

    walk(body, 0)
    return [node for _, node in sorted(reversed(found), key=lambda each: -each[0])]


def sums_of(loop):
    """The losses to which each round adds its own."""
    nodes = [node for node in ast.walk(loop.node) if isinstance(node, ast.AugAssign)]
    names = [name for node in nodes if isinstance(node.op, ast.Add | ast.Sub) for name in named_by(node)]
    told = [name for name in names if loop.is_loss(name.rstrip("_"), adds=True)]
    return [name for name in dict.fromkeys(told) if is_number(loop.space.get(name))]


class _Noting(ast.NodeTransformer):
    """Gives a name to what is appended to a list of losses."""

    def __init__(self, is_loss):
        self.is_loss, self.lists = is_loss, []

    def visit_Expr(self, node):
        call = node.value
        appends = (
            isinstance(call, ast.Call) and ast.unparse(call.func).endswith(".append") and len(call.args) == 1
        )
        if not appends or not self.is_loss(ast.unparse(call.func.value).split(".")[-1].rstrip("_")):
            return node
        if isinstance(call.args[0], ast.Name):
            return node
        self.lists.append(call.func.value)
        return ast.copy_location(ast.Assign([ast.Name(NOTED, ast.Store())], call.args[0]), node)


def noting(loop):
    """The Loop with a name for a loss that it computes only to append it to a list: costs.append(cost(w))."""
    noted = _Noting(loop.is_loss)
    node = ast.fix_missing_locations(noted.visit(copy.deepcopy(loop.node)))
    if len(noted.lists) != 1:
        return loop
    try:
        loop.space[NOTED] = eval(ast.unparse(noted.lists[0]), loop.space)[-1]
    except Exception:  # the list may be gone
        return loop
    return loop._replace(node=node)


def unweighted(node, names):
    """A statement that adds losses to a sum, without the number of examples that each is multiplied by."""
    if not (isinstance(node, ast.AugAssign) and set(named_by(node)) & set(names)):
        return node
    factors = [node.value.left, node.value.right] if _is_product(node.value) else []
    rest = [factor for factor in factors if not _is_a_count(factor)]
    if len(rest) != 1 or len(factors) != 2:
        return node
    return ast.copy_location(ast.AugAssign(node.target, node.op, rest[0]), node)


def _is_product(node):
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult)


def _is_a_count(node):
    """Whether an expression is a number of examples: len(x), x.shape[0]."""
    return bool(re.fullmatch(r"len\(.*\)|.*\.shape\[[01]\]", ast.unparse(node)))


def is_of_examples(node):
    """Whether each round of a loop is about other examples: not a count of epochs."""
    if not isinstance(node, ast.For):
        return False
    counts = isinstance(node.iter, ast.Call) and ast.unparse(node.iter.func) in ("range", "trange", "tqdm")
    names = {each.id for each in ast.walk(node.target) if isinstance(each, ast.Name)}
    indices = [each.slice for each in ast.walk(node) if isinstance(each, ast.Subscript)]
    read = {each.id for index in indices for each in ast.walk(index) if isinstance(each, ast.Name)}
    return not counts or bool(names & read)


def named_by(node):
    """The names to which a statement gives a value, also in part."""
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    parts = [each for target in targets for each in getattr(target, "elts", [target])]
    while any(isinstance(each, ast.Subscript) for each in parts):
        parts = [each.value if isinstance(each, ast.Subscript) else each for each in parts]
    return [each.id for each in parts if isinstance(each, ast.Name)]


def until(body, name, first=False):
    """The statements up to the last, or the first, that gives a name its value."""
    found = [i for i, node in enumerate(body) for each in ast.walk(node) if name in named_by(each)]
    return [_flat(node, name) for node in body[: (min(found) if first else max(found)) + 1]]


def _flat(node, name):
    """A statement, without the condition on which a loss is noted: in every tenth round, say."""
    told = isinstance(node, ast.If) and not node.orelse
    if told and any(name in named_by(each) for each in ast.walk(node)):
        always = ast.If(ast.Constant(True), node.body, [])
        return ast.copy_location(always, node)
    return node


# -- statements as a function --


def function_of(loop, body, returned=None, counted=False, everywhere=False, called=None):
    """The function of no arguments that runs statements once, as a round of the loop does, the first first.

    It returns what an expression gives, and has the name of that, or the one that it is to be `called`.
    `counted`: from call to call it goes on to the next round. `everywhere`: all that it makes are variables
    of the file, as it is in a script; else those that it takes from the round before. What sums up losses
    begins at zero.
    """
    space, node = loop.space, loop.node
    space.setdefault(COUNTER, 0)
    is_for = isinstance(node, ast.For)
    each = _listed(node.iter, space) if is_for else "[0]"
    here = ast.parse(f"[{each}[{COUNTER} % len({each})]]", mode="eval").body
    target = node.target if is_for else ast.Name("_", ast.Store())
    once = ast.For(target=target, iter=here, body=list(body), orelse=[], type_comment=None)
    assigned, carried = assigned_and_carried(once)
    shared = sorted(assigned if everywhere else carried)
    begun = [ast.parse(f"{name} = 0.0").body[0] for name in loop.sums]
    statements = [ast.Global(list(dict.fromkeys([*shared, *loop.sums, COUNTER]))), *begun, once]
    statements += ast.parse(f"{COUNTER} += 1").body if counted else []
    statements += [ast.Return(ast.parse(returned, mode="eval").body)] if returned else []
    no_arguments = ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])
    name = f"{called or returned}_of_line_{node.lineno}" if returned else f"round_from_line_{node.lineno}"
    made = ast.FunctionDef(name=name, args=no_arguments, body=statements, decorator_list=[], returns=None)
    for new in (made, *statements):
        ast.copy_location(new, node)
    tree = ast.fix_missing_locations(ast.Module([made], type_ignores=[]))
    exec(compile(tree, loop.file, "exec"), space)
    function = space.pop(name)
    function.statements = node  # what of the file it is, for whoever looks for its lines
    return function


def _listed(iterable, space):
    """What a loop goes through, as text; a range in numbers: how many rounds it has is no setting then."""
    text = ast.unparse(iterable)
    if text.startswith("range("):
        try:
            return repr(eval(text, space))
        except Exception:  # what it reads may be gone
            return f"list({text})"
    return f"list({text})"


def assigned_and_carried(node):
    """The names to which statements give a value, and those among them that are read before."""
    stored, carried = set(), set()

    def use(each):
        if isinstance(each, ast.Name):
            if isinstance(each.ctx, ast.Load):
                carried.update({each.id} - stored)
            else:
                stored.add(each.id)
        elif isinstance(each, SCOPES):
            walk(each)
        elif isinstance(each, ast.AugAssign):
            if isinstance(each.target, ast.Name):
                carried.update({each.target.id} - stored)
            for part in (each.target, each.value):
                use(part)
        elif isinstance(each, ast.Assign):
            for part in (each.value, *each.targets):
                use(part)
        elif isinstance(each, ast.For):
            for part in (each.iter, each.target, *each.body, *each.orelse):
                use(part)
        elif isinstance(each, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp):
            inner = {name.id for part in each.generators for name in ast.walk(part.target) if _is_name(name)}
            names = [name for name in ast.walk(each) if _is_name(name) and isinstance(name.ctx, ast.Load)]
            carried.update({name.id for name in names} - inner - stored)
        else:
            walk(each)

    def walk(each):
        for child in ast.iter_child_nodes(each):
            use(child)

    use(node)
    return stored, stored & carried


def _is_name(node):
    return isinstance(node, ast.Name)
