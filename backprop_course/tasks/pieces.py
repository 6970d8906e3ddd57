"""The pieces that become a learner's own: a network in eight functions, and an engine; names and signatures.

Rows are examples, params is a list of arrays such as [W1, b1, W2, b2], and grads is a list like it. Each
piece is an exercise of its lesson, whose right answer is kept.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from backprop_course.check.running import line, message
from backprop_course.nn import engine, plain
from backprop_course.tasks.answers import Judged
from backprop_course.tasks.cases import drawn
from backprop_course.tasks.exercise import Exercise, Further
from backprop_course.tasks.keeping import Piece
from backprop_course.tasks.mistakes import Mistake
from backprop_course.tasks.verdict import Hints, Kind

PARAMS = ["W1", "b1", "W2", "b2"]
GRADS = [f"d{name}" for name in PARAMS]
FAR = 1000.0


def plan():
    """What each piece is called with and gives, a line each, with its lesson, in the order of the lessons."""
    pieces = sorted([*NETWORK_PIECES, Value], key=lambda piece: piece.judge.lesson)
    return "\n".join(f"{each.judge.lesson}  {each.asked}" for each in pieces)


def network_examples(seed, n_out, rows=6):
    """Parameters of a network, 3-4-n_out, and examples for it: params, x, y."""
    rng = np.random.default_rng(seed)
    params = [rng.normal(size=shape) for shape in [(3, 4), (1, 4), (4, n_out), (1, n_out)]]
    classes = rng.integers(max(2, n_out), size=rows)
    y = classes[:, None] if n_out == 1 else np.eye(n_out)[classes]
    return params, rng.normal(size=(rows, 3)), y.astype(float)


# -- 02: a step, and the loop --


def _moved(by):
    return lambda params, grads, rate: [by(p, grad, rate) for p, grad in zip(params, grads, strict=True)]


step = Exercise(
    asked="step(params, grads, rate) -> params: each array one step downhill, in a new list.",
    truth=plain.step,
    cases=lambda: [
        (network_examples(seed, 1)[0], network_examples(seed + 9, 1)[0], rate)
        for seed, rate in [(0, 0.1), (1, 1.0), (2, 0.02)]
    ],
    names=PARAMS,
    mistakes=[
        Mistake(
            "this goes uphill: the gradient points to where the loss grows.",
            _moved(lambda p, g, r: p + r * g),
        ),
        Mistake("the rate is missing: it says how far a step goes.", _moved(lambda p, g, r: p - g)),
        Mistake("these are the changes alone: where do they start from?", _moved(lambda p, g, r: -r * g)),
        Mistake(
            "the rate shrinks the parameters, too: it belongs to the gradient.",
            _moved(lambda p, g, r: r * (p - g)),
        ),
    ],
    hint=Hints(
        "One array first: what is W after one step along its gradient, downhill?",
        "Walk through both lists at once, `for p, grad in zip(params, grads)`; collect new arrays in a list.",
    ),
    judge=Piece("step", "02"),
)


def _params_and_losses(train):
    """The arrays of the parameters, one by one, and the losses."""

    def answer(*case):
        result = train(*case)
        if result is None or result is ...:
            return result
        if not isinstance(result, tuple) or len(result) != 2 or not isinstance(result[0], list | tuple):
            raise Judged(
                Kind.WRONG,
                "two lists are wanted, of parameters and of losses: `return params, losses`.",
            )
        return *result[0], result[1]

    return answer


def _loop(once=plain.step, first=0, last=0, at=lambda start, here: here, back=lambda start, end: end):
    """A loop with one of its parts mistaken; its losses begin and end so many steps later."""

    def answer(params, x, y, rate, steps):
        start, losses = params, []
        for _ in range(steps + last):
            losses.append(plain.loss(plain.predict(params, x), y))
            params = (
                once(params, plain.backward(at(start, params), x, y), rate)
                if len(losses) <= steps
                else params
            )
        return back(start, params), losses[first:]

    return answer


train = Exercise(
    asked="train(params, X, Y, rate, steps) -> params, losses: the loop; a loss is noted before each step.",
    truth=plain.train,
    cases=lambda: [
        (*network_examples(seed, n_out), rate, steps)
        for seed, n_out, rate, steps in [(0, 1, 0.5, 7), (1, 1, 0.1, 3)]
    ],
    names=[*PARAMS, "losses"],
    mistakes=[
        Mistake(
            "your losses are those after each step. Take each before its step: the start's comes first.",
            _loop(first=1, last=1),
        ),
        Mistake("you take a loss more than there are steps: one before each step is wanted.", _loop(last=1)),
        Mistake(
            "the losses are right, but you return the parameters of the start.",
            _loop(back=lambda start, end: start),
        ),
        Mistake(
            "the gradient is that of the start in every step: compute it anew, inside the loop.",
            _loop(at=lambda start, here: start),
        ),
        Mistake(
            "you never step: the loss stays what it was.", _loop(once=lambda params, grads, rate: params)
        ),
    ],
    hint=Hints(
        "Three lines repeat: note the loss, compute the gradient, take a step. First write them once.",
        "`loss(predict(params, x), y)` is the loss, `backward(params, x, y)` the gradient; `step` moves.",
        "`for _ in range(steps):`, with the three lines indented below, and `losses = []` above.",
    ),
    judge=Piece("train", "02", _params_and_losses),
)


# -- 03: probabilities, and the loss --

SIGMOIDS = [
    Mistake(
        "the sign of z is flipped: a large z should give a probability near 1.", lambda z: plain.sigmoid(-z)
    ),
    Mistake(
        "this is the slope of the sigmoid, σ(1 − σ). Wanted is σ itself.",
        lambda z: plain.sigmoid(z) * plain.sigmoid(-z),
    ),
    Mistake("this is tanh: it runs from −1 to 1, and a probability from 0 to 1.", np.tanh),
    Mistake("each row adds up to 1: this is softmax. The sigmoid takes each entry by itself.", plain.softmax),
]

sigmoid = Exercise(
    asked="sigmoid(z) -> p: the probability 1 / (1 + exp(-z)) for each entry of z.",
    truth=plain.sigmoid,
    cases=lambda: drawn(0, [[(5, 1)], [(4, 3)]]),
    further=Further(
        lambda: [(np.array([[-FAR], [0.0], [FAR]]),)],
        Mistake(
            f"right near 0, but not at z = ±{FAR:g}: exp of a large number is inf. What stays finite?",
            lambda z: np.exp(z) / (1 + np.exp(z)),
        ),
    ),
    names=["p"],
    mistakes=SIGMOIDS,
    hint=Hints(
        "`np.exp` takes a whole array at once.", "Mind the minus: at z = 0 it gives ½, at z = 5 nearly 1."
    ),
    judge=Piece("sigmoid", "03"),
)


def _share(e, axis=1):
    return e / e.sum(axis=axis, keepdims=True)


softmax = Exercise(
    asked="softmax(z) -> p: for each row of z probabilities that add up to 1, proportional to exp(z).",
    truth=plain.softmax,
    cases=lambda: drawn(0, [[(5, 3)], [(3, 3)]]),
    further=Further(
        lambda: [(np.array([[FAR, FAR - 1, 0.0], [-FAR, -FAR, 1 - FAR]]),)],
        Mistake(
            f"right near 0, but not at z = ±{FAR:g}: exp overflows. What may you subtract from a row?",
            lambda z: _share(np.exp(z)),
        ),
    ),
    names=["p"],
    mistakes=[
        Mistake(
            "each column adds up to 1. The classes of an example stand in its row.",
            lambda z: _share(np.exp(z), axis=0),
        ),
        Mistake(
            "all numbers together add up to 1. Each row should by itself.",
            lambda z: _share(np.exp(z), axis=(0, 1)),
        ),
        Mistake("this divides z itself by its sum: exp makes it positive first.", _share),
        Mistake(
            "each entry is taken by itself: this is the sigmoid, and its rows do not add up to 1.",
            plain.sigmoid,
        ),
        Mistake("the rows are still to be divided by their sums.", np.exp),
        Mistake(
            "the sign of z is flipped: the largest z has the largest probability.",
            lambda z: _share(np.exp(-z)),
        ),
    ],
    hint=Hints(
        "First exp of every entry, then each row divided by its own sum.",
        "`e.sum(axis=1, keepdims=True)` is one sum for each row, as a column.",
        "Take `z.max(axis=1, keepdims=True)` off z before exp: nothing overflows, the result is the same.",
    ),
    judge=Piece("softmax", "03"),
)


def _probabilities(seed, n_out):
    """What a network predicts, and what happened."""
    params, x, y = network_examples(seed, n_out)
    return plain.predict(params, x), y


def _given(p, y):
    return np.where(y == 1, p, 1 - p) if p.shape[1] == 1 else (p * y).sum(axis=1)


loss = Exercise(
    asked="loss(p, y) -> number: the mean over the rows of -log(probability that p gives to what y says).",
    truth=plain.loss,
    cases=lambda: [_probabilities(seed, 1) for seed in (0, 1, 2)],
    further=Further(
        lambda: [_probabilities(seed, 3) for seed in (0, 1)],
        Mistake(
            "right for one column. With several, y marks each row's class by a 1: which p does it pick?",
            lambda p, y: -np.log(np.where(y == 1, p, 1 - p)).mean(),
        ),
    ),
    names=["loss"],
    mistakes=[
        Mistake(
            "the sign is missing: log of a probability is negative.", lambda p, y: np.log(_given(p, y)).mean()
        ),
        Mistake("you add up over the rows: the mean is wanted.", lambda p, y: -np.log(_given(p, y)).sum()),
        Mistake(
            "rows with y = 0 count for nothing: there the probability of what happened is 1 − p.",
            lambda p, y: -(y * np.log(p)).mean(),
        ),
        Mistake(
            "this is the squared error. Wanted is the surprise, −log.", lambda p, y: ((p - y) ** 2).mean()
        ),
        Mistake(
            "this is the squared error, halved. Wanted is the surprise, −log.",
            lambda p, y: ((p - y) ** 2).mean() / 2,
        ),
        Mistake(
            "this is the surprise at what did *not* happen: p and 1 − p have changed places.",
            lambda p, y: -np.log(1 - _given(p, y)).mean(),
        ),
    ],
    hint=Hints(
        "First the probability that each row gave to what happened, a number a row. Then −log, and the mean.",
        "One column: p where y is 1, and 1 − p where y is 0. Several: the marked one, `(p * y).sum(axis=1)`.",
    ),
    judge=Piece("loss", "03"),
)


# -- 05: two layers --

MORE_CLASSES = "right for one column of W2. With several the probabilities of a row are its softmax."


def _predicts(bend=np.tanh, output=plain.sigmoid, first=1, last=1):
    def answer(params, x):
        W1, b1, W2, b2 = params
        return output(bend(x @ W1 + first * b1) @ W2 + last * b2)

    return answer


predict = Exercise(
    asked="predict(params, X) -> P: tanh(X W1 + b1), then W2, b2; sigmoid for one column, softmax for more.",
    truth=plain.predict,
    cases=lambda: [network_examples(seed, 1)[:2] for seed in (0, 1)],
    further=Further(
        lambda: [network_examples(seed, 3)[:2] for seed in (0, 1)], Mistake(MORE_CLASSES, _predicts())
    ),
    names=["p"],
    mistakes=[
        Mistake("this is Z2, not yet a probability.", _predicts(output=lambda z: z)),
        Mistake("the tanh is missing: without a bend two layers are one.", _predicts(bend=lambda z: z)),
        Mistake("the hidden layer bends by a sigmoid. Here it is tanh.", _predicts(bend=plain.sigmoid)),
        Mistake("the output is a tanh. It should be a probability.", _predicts(output=np.tanh)),
        Mistake("b1 is missing.", _predicts(first=0)),
        Mistake("b2 is missing.", _predicts(last=0)),
        Mistake(
            "it answers 1 everywhere: softmax of one column. One column wants the sigmoid.",
            _predicts(output=plain.softmax),
        ),
    ],
    hint=Hints(
        "Unpack first: `W1, b1, W2, b2 = params`. Then one line for each layer.",
        "The last line chooses: `sigmoid(Z2) if Z2.shape[1] == 1 else softmax(Z2)`.",
    ),
    judge=Piece("predict", "05"),
)


def _gradient(
    first=lambda p, y: (p - y) / len(p),
    bend=lambda z, a: 1 - a**2,
    add=lambda dz: dz.sum(axis=0, keepdims=True),
    output=plain.predict,
):
    """A backward pass with one of its parts mistaken."""

    def answer(params, x, y):
        W1, b1, W2, b2 = params
        z1 = x @ W1 + b1
        a1 = np.tanh(z1)
        dz2 = first(output(params, x), y)
        dz1 = dz2 @ W2.T * bend(z1, a1)
        return [x.T @ dz1, add(dz1), a1.T @ dz2, add(dz2)]

    return answer


backward = Exercise(
    asked="backward(params, X, Y) -> grads: [dW1, db1, dW2, db2], those of loss(predict(params, X), Y).",
    truth=plain.backward,
    cases=lambda: [network_examples(seed, 1) for seed in (0, 1)],
    further=Further(
        lambda: [network_examples(seed, 3) for seed in (0, 1)],
        Mistake(MORE_CLASSES + " Take P from `predict`.", _gradient(output=_predicts())),
    ),
    names=GRADS,
    mistakes=[
        Mistake(
            "all signs are flipped: dZ2 is prediction − target.",
            _gradient(first=lambda p, y: (y - p) / len(p)),
        ),
        Mistake(
            "the 1/n of the mean is missing. Put it where dZ2 starts.", _gradient(first=lambda p, y: p - y)
        ),
        Mistake(
            "dZ2 has a slope P(1 − P) too many: in prediction − target it has canceled.",
            _gradient(first=lambda p, y: (p - y) * p * (1 - p) / len(p)),
        ),
        Mistake("dZ1 has lost the slope of tanh, 1 − A1².", _gradient(bend=lambda z, a: 1)),
        Mistake(
            "the slope in dZ1 is taken at Z1: 1 − (·)² is for the output of tanh. Which array is that?",
            _gradient(bend=lambda z, a: 1 - z**2),
        ),
        Mistake(
            "A(1 − A) is the slope of a sigmoid. The bend here is tanh.",
            _gradient(bend=lambda z, a: a * (1 - a)),
        ),
        Mistake(
            "db1 and db2 have lost an axis: they have the shapes of b1 and b2.",
            _gradient(add=lambda dz: dz.sum(axis=0)),
        ),
        Mistake(
            "db1 and db2 are divided by n once more: dZ holds the 1/n already.",
            _gradient(add=lambda dz: dz.mean(axis=0, keepdims=True)),
        ),
    ],
    hint=Hints(
        "Forward first, and keep A1. Then backward, line by line: dZ2, dW2, db2, dZ1, dW1, db1.",
        "`dZ2 = (P - Y) / len(X)`; a dW is what came in, transposed, times dZ; a db adds up the rows of dZ.",
        "`dZ1 = (dZ2 @ W2.T) * (1 - A1**2)`. Return the four in the order of params.",
    ),
    judge=Piece("backward", "05"),
)


# -- 06: its check --

TOO_SMALL = 1e-6  # below it an error is as good as another


def _in_sight(check):
    """What a check gives, raised to TOO_SMALL."""

    def answer(*case):
        error = check(*case)
        return error if error is None or error is ... else np.maximum(error, TOO_SMALL)

    return answer


def _gradients_to_check():
    """A right gradient, and wrong ones: an array doubled, one with its sign flipped, one nearly right."""
    for change in ([1, 1, 1, 1], [2, 1, 1, 1], [1, 1, -1, 1], [1, 1, 1, 1.1], [0.5, 1, 0.9, 1]):
        params, x, y = network_examples(3, 3)
        yield (
            params,
            x,
            y,
            [factor * grad for factor, grad in zip(change, plain.backward(params, x, y), strict=True)],
        )


def _nothing_to_check():
    """Inputs of 0: no weight of the first layer matters, and both of its arrays are 0."""
    params, x, y = network_examples(3, 3)
    return [(params, 0 * x, y, plain.backward(params, 0 * x, y))]


def _norm(a):
    return np.linalg.norm(a)


def _relative(grad, true):
    return _norm(grad - true) / (_norm(grad) + _norm(true))


def _compares(error=_relative, together=max, slopes=plain.backward):
    """A check with its measure, its slopes, or the way it takes all arrays together, mistaken."""

    def answer(params, x, y, grads):
        pairs = zip(grads, slopes(params, x, y), strict=True)
        return together([error(grad, slope) for grad, slope in pairs])

    return answer


def _from_one_side(params, x, y):
    """The slopes by differences from one side."""
    here, slopes = plain.loss(plain.predict(params, x), y), [np.zeros_like(p) for p in params]
    for number, p in enumerate(params):
        for place in np.ndindex(p.shape):
            moved = [each.copy() for each in params]
            moved[number][place] += 1e-5
            slopes[number][place] = (plain.loss(plain.predict(moved, x), y) - here) / 1e-5
    return slopes


check = Exercise(
    asked="check(params, x, y, grads) -> error: the largest ‖grad − slope‖ / (‖grad‖ + ‖slope‖) of an array.",
    truth=plain.check,
    cases=lambda: list(_gradients_to_check()),
    further=Further(
        _nothing_to_check,
        Mistake(
            "right, but not where both norms are 0: 0/0 is no number. There the error is 0.", _compares()
        ),
    ),
    names=["error"],
    mistakes=[
        Mistake(
            "your slopes are twice as long: the two places are 2h apart.",
            _compares(slopes=lambda *case: [2 * slope for slope in plain.backward(*case)]),
        ),
        Mistake(
            "nearly: your slopes are measured from one side. Move each entry both ways.",
            _compares(slopes=_from_one_side),
        ),
        Mistake(
            "you take the mean over the arrays: a wrong one hides among right ones. Take the largest.",
            _compares(together=np.mean),
        ),
        Mistake("you take the smallest over the arrays. The largest tells.", _compares(together=min)),
        Mistake(
            "you give the last array's error only. Take the largest of all.",
            _compares(together=lambda errors: errors[-1]),
        ),
        Mistake(
            "you give the first array's error only. Take the largest of all.",
            _compares(together=lambda errors: errors[0]),
        ),
        Mistake(
            "you divide by ‖slope‖ alone. Divide by the sum of both norms.",
            _compares(lambda g, t: _norm(g - t) / _norm(t)),
        ),
        Mistake(
            "you divide by ‖grad‖ alone. Divide by the sum of both norms.",
            _compares(lambda g, t: _norm(g - t) / _norm(g)),
        ),
        Mistake(
            "you divide by the larger of the two norms. Divide by their sum.",
            _compares(lambda g, t: _norm(g - t) / max(_norm(g), _norm(t))),
        ),
        Mistake(
            "this is an absolute error: a small gradient could be wrong unseen. Divide by both norms.",
            _compares(lambda g, t: _norm(g - t)),
        ),
    ],
    tolerance=1e-3,
    hint=Hints(
        "One entry first: move it by 1e-5 up, then down, and take the loss both times.",
        "`p[place] = here + 1e-5`, then `loss(predict(params, x), y)`; the same below; then put `here` back.",
        "For each array compare the slopes with grads by norms; return the largest of the errors.",
    ),
    judge=Piece("check", "06", _in_sight),
)


# -- 04: the engine --


class Computation(NamedTuple):
    """A computation with numbers, what it tries in an engine, and the numbers."""

    text: str
    tries: str
    compute: Callable
    numbers: tuple


def _two_paths(a, b):
    c = a + b
    d = c * c
    return d * c + d


PROGRAMS = [
    Computation(
        "a * b + c",
        "Look at + and at *; and backward begins with `self.grad = 1.0` and goes from children to parents.",
        lambda a, b, c: a * b + c,
        (2.0, -3.0, 0.5),
    ),
    Computation("a * a + a", "Each path that leads to a adds its share: +=.", lambda a: a * a + a, (1.5,)),
    Computation(
        "1 + 2 * a * 3 + 1",
        "Plain numbers stand on either side; and a share is the local derivative × what arrives.",
        lambda a: 1 + 2 * a * 3 + 1,
        (0.7,),
    ),
    Computation("a ** 3", "Look at **.", lambda a: a**3, (1.3,)),
    Computation(
        "1 - a / b - 3 / b",
        "Look at - and at /: plain numbers stand on either side.",
        lambda a, b: 1 - a / b - 3 / b,
        (1.3, 0.6),
    ),
    Computation("a.tanh()", "Look at the slope of tanh.", lambda a: a.tanh(), (0.8,)),
    Computation(
        "(a.exp() + b.exp()).log()",
        "Look at exp and at log.",
        lambda a, b: (a.exp() + b.exp()).log(),
        (0.4, 1.1),
    ),
    Computation(
        "c = a + b; d = c * c; d * c + d",
        "c may pass on its grad only when all that uses c has passed on its own. In which order do you walk?",
        _two_paths,
        (0.7, -1.2),
    ),
    Computation(
        "(u * (v * x).tanh() - x).tanh() ** 2 + -v * x",
        "Every part is right by itself: look at how backward puts them together.",
        lambda u, v, x: (u * (v * x).tanh() - x).tanh() ** 2 + -v * x,
        (0.9, -0.4, 1.2),
    ),
]


GIVEN = ["__pow__", "exp", "log", "__neg__", "__sub__", "__rsub__", "__truediv__", "__rtruediv__"]


def complete(mine):
    """The class `mine`, to which is added what it lacks: - / ** exp log, and plain numbers beside its own.

    It has + and * of two of its own. What it has besides stays as it is.
    """
    for name in GIVEN:
        if not hasattr(mine, name):
            setattr(mine, name, getattr(engine.Value, name))
    for name in ("add", "mul"):
        if not hasattr(mine, f"__r{name}__"):
            takes_numbers = _with_numbers(mine, getattr(mine, f"__{name}__"))
            setattr(mine, f"__{name}__", takes_numbers)
            setattr(mine, f"__r{name}__", takes_numbers)
    return mine


def _with_numbers(mine, operation):
    """An operation of two of an engine's values, of which the second may also be a plain number."""
    return lambda self, other: operation(self, other if isinstance(other, mine) else mine(other))


def _differentiate(engine, program):
    """The value of a program and the derivatives by its numbers, as an engine computes them."""
    inputs = [engine(number) for number in program.numbers]
    result = program.compute(*inputs)
    result.backward()
    return [float(each) for each in (result.value, *(one.grad for one in inputs))]


def _differentiates(mine):
    """The value and the derivatives of a program, by its number; where they are wrong, that is said."""

    def answer(number):
        program = PROGRAMS[number]
        at = f"`{program.text}`"
        try:
            found = _differentiate(complete(mine), program)
        except (TypeError, AttributeError) as error:
            if line(error)[0]:
                raise
            raise Judged(Kind.WRONG, f"{at} cannot be computed: {message(error)}. {program.tries}") from None
        right = _differentiate(engine.Value, program)
        if not np.allclose(found[:1], right[:1], rtol=1e-6):
            raise Judged(Kind.WRONG, f"{at} is {right[0]:.4g}, but yours is {found[0]:.4g}. {program.tries}")
        if not np.allclose(found, right, rtol=1e-6):
            shown = [", ".join(f"{each:.4g}" for each in grads[1:]) for grads in (right, found)]
            raise Judged(
                Kind.WRONG, f"{at} has the derivatives {shown[0]}, but yours are {shown[1]}. {program.tries}"
            )
        return found[0], found[1:]

    return answer


Value = Exercise(
    asked="Value(number): .value, .grad, +, *, tanh(); backward() fills every .grad.",
    truth=engine.Value,
    cases=lambda: [(number,) for number in range(len(PROGRAMS))],
    names=["value", "grads"],
    hint=Hints(
        "`+`, `*` and tanh() each note their parents. On the way back, `node.grad` is what arrives.",
        "`self.grad = 1.0`; then `for node in reversed(self.order([])):`; then `for parent, local in"
        " node.parents:`.",
        "Within both loops each parent adds a product to its grad: `parent.grad += ...`.",
    ),
    judge=Piece("Value", "04", _differentiates),
)

NETWORK_PIECES = [step, train, sigmoid, softmax, loss, predict, backward, check]
