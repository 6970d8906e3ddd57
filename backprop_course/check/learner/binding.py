"""How a learner's function is to be called: which argument takes the parameters, the data, the rate."""

import inspect
import itertools
import re
from typing import Any, NamedTuple

from backprop_course.check.learner.containers import attributes

KEYWORD_ONLY = inspect.Parameter.KEYWORD_ONLY
ANY = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
MOST_PARTS = 6  # arrays in one tuple of data that may be arguments one by one

# What learners call things; underlines, digits, and words for a part of the data are taken off before.
_SPELLED = {
    "params": "params parameters param p ps theta thetas weights weight w ws net network model nn_params "
    "poids gewichte pesos coef coefs coefficients beta betas layers wb vars variables values leaves v nn",
    "x": "x xs xi input inputs data features images image img pixels a row rows sentences sentence tokens "
    "token signals signal samples sample batch examples example seq sequence sequences xb hours "
    "points point entree entrees eingabe eingaben entrada entradas bild bilder daten donnees",
    "y": "y ys yi yb t ts target targets label labels expected wanted want classes truth true goal goals "
    "wish desired d answer answers score scores output_expected cible cibles "
    "etiquette etiquettes ziel ziele etiqueta etiquetas objetivo objetivos",
    "batch": "batch data minibatch mini_batch example xy",
    "pairs": "mini_batch minibatch pairs training_data batch data dataset examples points samples "
    "training_set",
    "rate": "lr learning_rate learningrate alpha eta rate l_rate step_size stepsize learn_rate speed lrate "
    "taux lernrate tasa taxa",
    "count": "epochs epoch iterations iteration iters iter steps times rounds passes epoques epochen epocas "
    "durchlaeufe runden",
    "output": "a2 a3 al yhat y_hat y_pred ypred pred preds prediction predictions output outputs out "
    "probs prob y_out logits predicted sortie sorties ausgabe ausgaben vorhersage salida salidas saida",
    "cache": "cache caches memory saved activations forward_cache store stored",
    "grads": "grads gradients grad gradient g gs derivatives dparams dw deltas nabla",
}
MEANINGS = {kind: set(names.split()) for kind, names in _SPELLED.items()}
PART = (
    r"^(?:(?:training|train|test|dev|my|the|mini|all)_?(?:set_|data_)?)(?=\w)"
    r"|_?(?:train|test|dev|batch|assess|data|set|list|true|val)$"
)
BATCH_SIZES = set("batch_size batchsize bs minibatch_size mini_batch_size n_samples num_examples".split())
ONE_ARRAY = set("w b v p theta beta weight".split())  # of one array, no container of several
PARTS = ("part", "x part", "y part")
NUMBER_OF = r"^(?:n|num|nb|no|max|total|number_of)_?(?:training_|train_)?(?=epoch|iter|step|round|pass)"
AN_OUTPUT = "(?:out|outputs?|y|y_?hat|z|a|s|scores|logits|loss|pred|preds|probs)"
UPSTREAM = rf"^(?:(?:d_?(?:l_?d)?|grad_?(?:of_)?){AN_OUTPUT}_?\d*|{AN_OUTPUT}_grad(?:ient)?|dl?|upstream\w*)$"
GUESSED = ("params", "x", "y", "batch", "pairs", "pair", "output", *PARTS)  # what is given by place


class Binding(NamedTuple):
    """What each argument of a call is given, by place and by name: pairs (kind, which)."""

    positional: tuple = ()
    named: tuple = ()

    def sources(self):
        """What is given, argument by argument: pairs (kind, which)."""
        return [*self.positional, *(source for _, source in self.named)]

    def takes(self, kind):
        """Whether something of this kind is among the arguments."""
        return any(source[0] == kind for source in self.sources())

    def with_cache_of(self, role):
        """The same with the cache that the function of a role returns."""

        def of_role(source):
            return ("cache", role) if source[0] == "cache" else source

        named = ((name, of_role(source)) for name, source in self.named)
        return Binding(tuple(map(of_role, self.positional)), tuple(named))

    def arguments(self, hand):
        """The call's arguments: hand(kind, which) -> value, for each."""
        return [hand(*source) for source in self.positional], {
            name: hand(*source) for name, source in self.named
        }


def meanings(name):
    """What an argument of this name can mean: "params", "x", "y", "rate", ..., in no order."""
    plain = name.strip("_").lower()
    bare = re.sub(PART, "", plain) or plain
    spelled = {
        plain,
        plain.rstrip("0123456789"),
        bare,
        bare.rstrip("0123456789_"),
        re.sub(NUMBER_OF, "", plain),
    }
    found = {kind for kind, names in MEANINGS.items() if spelled & names}
    given = "output" in found and plain.startswith("train")  # what is wanted, not what comes out
    return found - {"output"} | {"y"} if given else found


def wanted(function):
    """The arguments that a function must be given, and those that it may be: two lists of Parameters."""
    parameters = _parameters(function)
    named = [each for each in parameters if each.kind not in ANY]
    return (
        [each for each in named if each.default is each.empty],
        [each for each in named if each.default is not each.empty],
    )


def asked(function):
    """The names of the arguments that a function must be given."""
    return [each.name for each in wanted(function)[0]]


def _parameters(function):
    try:
        return list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):  # built in
        return []


def defaults(functions):
    """The values that arguments have by default in some functions, by name."""
    given = [each for function in functions if function is not None for each in wanted(function)[1]]
    return {each.name: each.default for each in given if each.default is not None}


class AtHand(NamedTuple):
    """What the arguments of a function may be given."""

    params: Any  # the learner's container, or None
    x: Any  # data, or None
    y: Any
    also: dict  # settings by name
    around: dict  # the variables of the function's file
    usual: dict  # what arguments have by default in the program's other functions, by name
    located: bool  # whether the parameters can be reached without an argument
    steps: bool  # whether it is an update, which may ask for a rate or a gradient
    predicts: bool  # whether it may ask for what `predict` returns
    caches: bool  # whether it may ask for what stands behind a loss
    returned: dict  # by name, the places of what the forward pass returns: hid, out = forward(...)
    gradients: dict  # by name, the places of the gradients that the backward pass returns


def bindings(function, at_hand):
    """The ways in which a function may be called with what is AtHand, the likeliest first."""
    ways = _bindings(function, at_hand)
    if any(_plainly(name, at_hand) == ("usual", at_hand.usual.get(name)) for name in asked(function)):
        ways += _bindings(function, at_hand._replace(usual={}))  # its name may be that of a part
    return ways


def _bindings(function, at_hand):
    params, (must, may) = at_hand.params, wanted(function)
    kinds = {each.kind for each in _parameters(function)}
    named, rest, targets = [], [], _called_outputs([each.name for each in must], at_hand)
    at_hand = at_hand._replace(predicts=at_hand.predicts and targets is None)
    for each in must:
        source = None if each.name == targets else _plainly(each.name, at_hand)
        (named if source else rest).append((each.name, source) if source else each.name)
    for each in may:
        source = _optionally(each, at_hand)
        if source:
            named.append((each.name, source))
    comes_along = any(source[0] in ("output", "cache", "returned") for _, source in named)
    if comes_along and isinstance(params, dict):  # beside what comes of all of them, some by their names
        some = [name for name in rest if name in params]
        if len(some) < len(params):
            named += [(name, ("part", name)) for name in some]
            rest = [name for name in rest if name not in some]
    own = _owns(params, rest, at_hand.located or comes_along, at_hand.predicts)
    own += [[]] if at_hand.steps and [] not in own else []  # a training that begins by itself
    if ANY[1] in kinds and isinstance(params, dict) and all(isinstance(key, str) for key in params):
        spread = [(key, ("part", key)) for key in params if key not in rest]
        options = _options(rest, [[("part", key) for key in params if key in rest]], at_hand, False)
        by_names = [_binding(must, dict(filled), [*named, *spread]) for _, filled in options]
    else:
        by_names = []
    options = _options(rest, own, at_hand, ANY[0] in kinds)
    for name in [each for each in rest if not meanings(each)][::-1] if at_hand.steps else ():
        left = [each for each in rest if each != name]  # what nothing is known of is the rate, or a count
        found = _options(left, own, at_hand, False)
        source = ("once", None) if any(kind == "rate" for _, (kind, _) in named) else ("rate", None)
        options += [(score - 2, [*filled, (name, source)]) for score, filled in found]
    options.sort(key=lambda option: -option[0])
    return by_names + [_binding(must, dict(filled), named) for _, filled in options]


def _called_outputs(names, at_hand):
    """The argument of an update that takes the targets, as in train(inputs, outputs); or None."""
    taken = set().union(*map(meanings, names))
    plain = [name for name in names if name.strip("_").lower() in ("output", "outputs")]
    return plain[0] if plain and at_hand.steps and "x" in taken and "y" not in taken else None


def _options(names, own, at_hand, more):
    """Scored ways to fill the arguments of these names, the likeliest first; `more` may follow them."""
    options = []
    for blocks, score in _orders(own, at_hand.x, at_hand.y):
        taken = [source for block in blocks for source in block]
        beyond = [f"*{i}" for i in range(len(taken) - len(names))] if more else []
        filled = _filled([*names, *beyond], taken, score, at_hand.around)
        options += [option for option in filled if not _mixes_up(option[1], at_hand.x, at_hand.y)]
    return sorted(options, key=lambda option: -option[0])


def _plainly(name, at_hand):
    """What an argument gets whose name leaves no doubt; or None."""
    kinds = meanings(name)
    if name in at_hand.also:
        return "given", name
    if name in at_hand.returned:
        return "returned", at_hand.returned[name]
    if name in at_hand.gradients:
        return "gradient", at_hand.gradients[name]
    if at_hand.steps and kinds & {"grads"}:
        return "grads", None
    for kind in ("output", "cache"):
        if kind in kinds and (at_hand.predicts or at_hand.caches and kind == "cache"):
            return kind, None
    if kinds == {"rate"}:
        return "rate", None
    if kinds == {"count"}:
        return "once", None
    if name.strip("_").lower() in BATCH_SIZES:
        return "size", None
    if name in at_hand.usual and not kinds:
        return "usual", at_hand.usual[name]
    return None


def _optionally(parameter, at_hand):
    """What an argument with a default gets in its place; None to leave it."""
    kinds = meanings(parameter.name)
    if parameter.name in at_hand.also:
        return "given", parameter.name
    if at_hand.steps and kinds == {"rate"}:
        return "rate", parameter.default
    if at_hand.steps and kinds == {"count"}:
        return "once", None
    if parameter.default is None:
        for kind, data in (("x", at_hand.x), ("y", at_hand.y)):
            if kind in kinds and data is not None:
                return kind, None
    return None


def _owns(params, names, located, predicts):
    """What stands for the parameters among arguments: all in one, one by one, their prediction, nothing.

    Each is a list of blocks; the prediction may stand beside them. Of an object, the parts are attributes
    that are called like arguments.
    """
    parts = _parts(params) or [each for each in names if _is_attribute(params, each)]
    whole = [[[("params", None)]]] if params is not None else []
    options = [*whole, *([[[("part", key) for key in parts]]] if parts else [])]
    if predicts:
        options += [[[("output", None)]], *([[("output", None)], *own] for own in whole)]
    if located or params is None:
        options.append([])
    return options


def _orders(owns, x, y):
    """The orders in which parameters and data can stand, with a score: (blocks, score)."""
    data = [_wholes("x", x), _wholes("y", y)]
    for own in owns:
        for chosen in itertools.product(*data):
            blocks = [block for block in (*own, *chosen) if block]
            spread = sum(block[0][0] in ("x part", "y part") for block in chosen if block)
            for order in itertools.permutations(blocks):
                yield order, _order_score(order, *own[:1]) - spread
        if x is not None and y is not None:
            for kind in ("batch", "pairs", "pair"):
                for order in itertools.permutations([*own, [(kind, None)]]):
                    yield order, _order_score(order, *own[:1]) - 2


def _wholes(kind, data):
    """How data may be given: not at all, as they are, or what is in them one by one."""
    if data is None:
        return [[]]
    few = isinstance(data, tuple | list) and 1 < len(data) <= MOST_PARTS
    keys = list(data) if isinstance(data, dict) else list(range(len(data))) if few else []
    return [[], [(kind, None)], *([[(f"{kind} part", key) for key in keys]] if keys else [])]


def _is_attribute(params, name):
    """Whether an argument is called like an attribute of an object, and not like data."""
    return not meanings(name) & {"x", "y"} and name in attributes(params)


def _parts(params):
    if isinstance(params, dict):
        return list(params)
    return list(range(len(params))) if isinstance(params, tuple | list) else []


def _order_score(order, own=()):
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
    parts = {source[1]: source for source in taken if source[0] in PARTS and isinstance(source[1], str)}
    if parts and set(parts) <= set(names):
        other = [name for name in names if name not in parts]
        left = [source for source in taken if source not in parts.values()]
        if len(other) == len(left):
            pairs = [*((name, parts[name]) for name in parts), *zip(other, left, strict=True)]
            options.append((score + 5 + _name_score(pairs), pairs))
    if len(taken) == len(names):
        pairs = list(zip(names, taken, strict=True))
        odd = sum(kind == "output" and _has_its_own(name, around) for name, (kind, _) in pairs)
        options.append((score + _name_score(pairs) - 4 * odd, pairs))
    if len(taken) < len(names):
        known = [name for name in names if name in around]
        for outside in itertools.combinations(known, len(names) - len(taken)):
            inside = [name for name in names if name not in outside]
            pairs = list(zip(inside, taken, strict=True))
            pairs += [(name, ("around", name)) for name in outside]
            options.append((score - 3 + _name_score(pairs), pairs))
    return options


def _has_its_own(name, around):
    """Whether an argument that is not called like predictions is called like a variable of the file."""
    return name in around and "output" not in meanings(name)


def _mixes_up(pairs, x, y):
    """Whether the one argument that by its name takes data handed over would get parameters or other data."""
    for key, other, held in (("x", "y", x), ("y", "x", y)):
        asking = [(name, *source) for name, source in pairs if meanings(name) == {key}]
        if held is not None and len(asking) == 1:
            name, kind, which = asking[0]
            if kind == other or (kind in ("params", "part", "output") and name != which):
                return True
    return False


def _name_score(pairs):
    """How well names and sources go together."""
    score, parts = 0, sum(source[0] == "part" for _, source in pairs)
    for name, (kind, which) in pairs:
        kinds = meanings(name)
        if kind == "part" and name.lower() in ONE_ARRAY and parts == 1:
            score += 3
        if kind in PARTS:
            score += 2 * (name == which) - 1.5 * (kinds in ({"x"}, {"y"}, {"x", "pairs"}))
        elif kind in kinds:
            score += 2 if len(kinds) == 1 else 1.5
        elif kinds:
            score -= 2
    return score


def _binding(must, filled, named):
    """The Binding: arguments that must be given stand in their places, others go by name."""
    by_name = dict(named)
    order = [each.name for each in must if each.kind != KEYWORD_ONLY]
    beyond = [name for name in filled if name.startswith("*")]
    positional = tuple(filled.get(name) or by_name[name] for name in [*order, *beyond])
    asked = [(each.name, filled.get(each.name)) for each in must if each.kind == KEYWORD_ONLY]
    others = [(name, source) for name, source in [*asked, *named] if source and name not in order]
    return Binding(positional, tuple(others))


def upstream(function):
    """The one argument of a function that by its name is the loss's derivative by the output; or None."""
    names = asked(function)
    return names[0] if len(names) == 1 and re.match(UPSTREAM, names[0].strip("_").lower()) else None


def is_plain(function, way):
    """Whether the names of a function's arguments tell that it is to be called in this way."""
    must = [each.name for each in wanted(function)[0] if each.kind != KEYWORD_ONLY]
    pairs = [*zip(must, way.positional, strict=False), *way.named]
    plain = all(
        kind in meanings(name) or kind not in GUESSED or which in (name, *range(len(must)))
        for name, (kind, which) in pairs
    )
    return plain and len(way.positional) <= len(must)
