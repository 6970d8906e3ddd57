"""How a learner's function is to be called: which argument takes the parameters, the data, the rate."""

import inspect
import itertools
import re
from typing import NamedTuple

POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)

# What learners call things; underlines, digits, and words for a part of the data are taken off before.
MEANINGS = {
    "params": "params parameters param p ps theta thetas weights weight w ws net network model nn_params "
    "coef coefs coefficients beta betas layers wb vars variables values leaves v nn",
    "x": "x xs xi input inputs data features images image img pixels a row rows sentences sentence tokens "
    "token signals signal samples sample batch examples example seq sequence sequences xb hours "
    "points point",
    "y": "y ys yi yb t ts target targets label labels expected wanted want classes truth true goal goals "
    "wish desired d answer answers score scores output_expected",
    "batch": "batch data minibatch mini_batch example xy",
    "pairs": "mini_batch minibatch pairs training_data batch data dataset examples points samples "
    "training_set",
    "rate": "lr learning_rate learningrate alpha eta rate l_rate step_size stepsize learn_rate speed lrate",
    "count": "epochs epoch n_epochs num_epochs iterations iters iter n_iter num_iterations num_iters steps "
    "n_steps max_iter n_iterations nb_epochs nepochs times iteration",
    "output": "a2 a3 al yhat y_hat y_pred ypred pred preds prediction predictions output outputs out "
    "probs prob y_out logits predicted",
    "cache": "cache caches memory saved activations forward_cache store stored",
    "grads": "grads gradients grad gradient g gs derivatives dparams dw deltas nabla",
}
MEANINGS = {kind: set(names.split()) for kind, names in MEANINGS.items()}
PART = (
    r"^(?:train|test|dev|my|the|mini|all)_?(?=\w)|_?(?:train|test|dev|batch|assess|data|set|list|true|val)$"
)


class Binding(NamedTuple):
    """What each argument of a call is given, by place and by name: pairs (kind, which)."""

    places: tuple = ()
    named: tuple = ()

    def takes(self, kind):
        """Whether something of this kind is among the arguments."""
        given = [*self.places, *(source for _, source in self.named)]
        return any(source[0] == kind for source in given)

    def arguments(self, hand):
        """The call's arguments: hand(kind, which) -> value, for each."""
        return [hand(*source) for source in self.places], {name: hand(*source) for name, source in self.named}


def meanings(name):
    """What an argument of this name can mean: "params", "x", "y", "rate", ..., in no order."""
    plain = name.strip("_").lower()
    bare = re.sub(PART, "", plain) or plain
    spelled = {plain, plain.rstrip("0123456789"), bare, bare.rstrip("0123456789_")}
    return {kind for kind, names in MEANINGS.items() if spelled & names}


def wanted(function):
    """The arguments that a function must be given, and those that it may be: two lists of Parameters."""
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):  # built in
        return [], []
    places = [each for each in parameters if each.kind in POSITIONAL]
    return (
        [each for each in places if each.default is each.empty],
        [each for each in parameters if each.default is not each.empty],
    )


def bindings(function, params, x, y, *, also, located, steps, predicts, around):
    """The ways in which a function may be called, the likeliest first.

    `params` is the learner's container or None, x and y are data or None, `also` are settings by name;
    `located` says that the parameters can be reached without an argument, `steps` that it is an update, which
    may ask for a rate or a gradient; `predicts` that what `predict` returns may be
    asked for; `around` are the variables of the function's file.
    """
    must, may = wanted(function)
    if not must and _takes_any(function):
        ways = sorted(_blocks(params, x, y, located, []), key=lambda option: -option[1])
        return [Binding(tuple(source for block in blocks for source in block)) for blocks, _ in ways]
    named, rest = [], []
    for each in must:
        source = _plainly(each.name, also, steps, predicts)
        (named if source else rest).append((each.name, source) if source else each.name)
    for each in may:
        source = _optionally(each, also, x, y, steps)
        if source:
            named.append((each.name, source))
    located = located or any(source[0] in ("output", "cache") for _, source in named)
    options = []
    for blocks, score in _blocks(params, x, y, located, rest):
        taken = [source for block in blocks for source in block]
        filled = _filled(rest, taken, score, around)
        options += [option for option in filled if x is None or not _mixes_up(option[1])]
    options.sort(key=lambda option: -option[0])
    order = [each.name for each in must]
    return [_binding(order, dict(filled), named) for _, filled in options]


def _takes_any(function):
    """Whether it takes any number of arguments, as `def loss(*params)` does."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):  # built in
        return False
    return any(each.kind == each.VAR_POSITIONAL for each in parameters)


def _plainly(name, also, steps, predicts):
    """What an argument gets whose name leaves no doubt; or None."""
    kinds = meanings(name)
    if name in also:
        return "given", name
    if steps and kinds & {"grads"}:
        return "grads", None
    for kind in ("output", "cache"):
        if predicts and kind in kinds:
            return kind, None
    if kinds == {"rate"}:
        return "rate", None
    if kinds == {"count"}:
        return "once", None
    return None


def _optionally(parameter, also, x, y, steps):
    """What an argument with a default gets in its place; None to leave it."""
    kinds = meanings(parameter.name)
    if parameter.name in also:
        return "given", parameter.name
    if steps and kinds == {"rate"}:
        return "rate", parameter.default
    if steps and kinds == {"count"}:
        return "once", None
    if parameter.default is None:
        for kind, data in (("x", x), ("y", y)):
            if kind in kinds and data is not None:
                return kind, None
    return None


def _blocks(params, x, y, located, names):
    """The orders in which parameters and data can stand, with a score: (blocks, score)."""
    options = [[("params", None)]] if params is not None else []
    parts = _parts(params)
    if parts:
        options.append([("part", key) for key in parts])
    if located or params is None:
        options.append([])
    data = [("x", None)] if x is not None else []
    data += [("y", None)] if y is not None else []
    for own in options:
        for count in range(len(data) + 1):
            for chosen in itertools.combinations(data, count):
                blocks = [block for block in (own, *([source] for source in chosen)) if block]
                for order in itertools.permutations(blocks):
                    yield order, _order_score(order, own)
        if len(data) == 2:
            for kind in ("batch", "pairs", "pair"):
                blocks = [block for block in (own, [(kind, None)]) if block]
                for order in itertools.permutations(blocks):
                    yield order, _order_score(order, own) - 2


def _parts(params):
    if isinstance(params, dict):
        return list(params)
    return list(range(len(params))) if isinstance(params, tuple | list) else []


def _order_score(order, own):
    """Parameters first, then x, then y, as most write it; and one container before its parts one by one."""
    kinds = [block[0][0] for block in order]
    score = 0.1 * len(order)
    if "x" in kinds and "y" in kinds:
        score += 0.5 * (kinds.index("x") < kinds.index("y"))
    if own and order and order[0] == own:
        score += 0.3
    return score


def _filled(names, taken, score, around):
    """Pairs (name, source) where all names get one: by place; or by their own names, where all are parts."""
    options = []
    parts = {source[1]: source for source in taken if source[0] == "part" and isinstance(source[1], str)}
    if parts and set(parts) <= set(names):
        other = [name for name in names if name not in parts]
        left = [source for source in taken if source[0] != "part"]
        if len(other) == len(left):
            pairs = [*((name, parts[name]) for name in parts), *zip(other, left, strict=True)]
            options.append((score + 5 + _name_score(pairs), pairs))
    if len(taken) == len(names):
        pairs = list(zip(names, taken, strict=True))
        options.append((score + _name_score(pairs), pairs))
    if len(taken) < len(names):
        known = [name for name in names if name in around]
        for outside in itertools.combinations(known, len(names) - len(taken)):
            inside = [name for name in names if name not in outside]
            pairs = list(zip(inside, taken, strict=True))
            pairs += [(name, ("around", name)) for name in outside]
            options.append((score - 3 + _name_score(pairs), pairs))
    return options


def _mixes_up(pairs):
    """Whether the parameters would be given to an argument that by its name takes the inputs."""
    return any(kind == "params" and meanings(name) == {"x"} for name, (kind, _) in pairs)


def _name_score(pairs):
    """How well names and sources go together."""
    score = 0
    for name, (kind, which) in pairs:
        kinds = meanings(name)
        if kind == "part":
            score += 2 * (name == which) - 1.5 * (kinds in ({"x"}, {"y"}, {"x", "pairs"}))
        elif kind in kinds:
            score += 2 if len(kinds) == 1 else 1.5
        elif kinds:
            score -= 2
    return score


def _binding(order, filled, named):
    """The Binding: arguments that must be given stand in their places, the others go by name."""
    by_name = dict(named)
    places = tuple(filled.get(name) or by_name[name] for name in order)
    return Binding(places, tuple((name, source) for name, source in named if name not in order))
