from dataclasses import dataclass

import numpy as np


@dataclass
class Weights:
    hidden: np.ndarray
    hidden_bias: np.ndarray
    output: np.ndarray
    output_bias: np.ndarray


rng = np.random.default_rng(150)

# two kinds of flowers, four measurements
flowers = np.concatenate([rng.normal(0.5, 1, (8, 4)), rng.normal(-0.5, 1, (8, 4))])
kind = np.array([1.0] * 8 + [0.0] * 8)
order = rng.permutation(16)
x_train, x_test = flowers[order[:8]], flowers[order[8:]]
y_train, y_test = kind[order[:8]], kind[order[8:]]

weights = Weights(
    hidden=rng.normal(size=(4, 3)),
    hidden_bias=rng.normal(size=3),
    output=rng.normal(size=3),
    output_bias=rng.normal(size=()),
)


def forward(w: Weights, x):
    hidden = np.tanh(x @ w.hidden + w.hidden_bias)
    return hidden, hidden @ w.output + w.output_bias


def loss(w: Weights) -> float:
    _, logits = forward(w, x_test)
    # log(1 + exp(logit)) - y * logit
    return float(np.mean(np.logaddexp(0, logits) - y_test * logits))


def gradient(w: Weights) -> Weights:
    hidden, logits = forward(w, x_train)
    d_logits = (1 / (1 + np.exp(-logits)) - y_train) / len(y_train)
    d_hidden = np.outer(d_logits, w.output) * (1 - hidden**2)
    return Weights(
        hidden=x_train.T @ d_hidden,
        hidden_bias=d_hidden.sum(axis=0),
        output=hidden.T @ d_logits,
        output_bias=d_logits.sum(),
    )


def train(w: Weights, steps: int = 200, rate: float = 0.3) -> Weights:
    for _ in range(steps):
        g = gradient(w)
        w = Weights(**{name: getattr(w, name) - rate * getattr(g, name) for name in vars(w)})
    return w


# ---- for the test
EXPECTED = "the loss is that of the test rows, the gradient that of the training rows (all arrays)"
KINDS = {"other rows", "wrong loss", "wrong input"}
PLACES = ["loss", "rows", "all", "every", "hidden", "output"]
TWO = False
MEND = [
    ("forward(w, x_test)", "forward(w, x_train)"),
    ("y_test * logits", "y_train * logits"),
]
OFF = {"hidden", "hidden_bias", "output", "output_bias"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=gradient, params=weights)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return lambda a: loss(Weights(**a)), lambda a: vars(gradient(Weights(**a))), vars(weights)
