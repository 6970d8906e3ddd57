"""A network of two layers in plain NumPy, as a learner of the course writes it, piece by piece.

Rows are examples; params is the list [W1, b1, W2, b2]. Only `predict` and `backward` know that: the others
work for any model that has these two.
"""

import numpy as np


def step(params, grads, rate):
    """The parameters one step downhill, in a new list."""
    return [p - rate * grad for p, grad in zip(params, grads, strict=True)]


def train(params, x, y, rate, steps):
    """The parameters after so many steps, and the losses, one before each step."""
    losses = []
    for _ in range(steps):
        losses.append(loss(predict(params, x), y))
        params = step(params, backward(params, x, y), rate)
    return params, losses


def sigmoid(z):
    """The probability 1 / (1 + exp(-z)) for each entry of z, written so that nothing overflows."""
    return 0.5 + 0.5 * np.tanh(0.5 * z)


def softmax(z):
    """A row of probabilities for each row of z, proportional to exp(z)."""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def loss(p, y):
    """The mean over the rows of -log of the probability that p gave to what y says happened.

    One column is the probability of yes, and y is 0 or 1; several are one for each class, and y is one-hot.
    """
    if p.shape[1] == 1:
        given = np.where(y == 1, p, 1 - p)
    else:
        given = (p * y).sum(axis=1)
    return -np.log(given).mean()


def predict(params, x):
    """Probabilities for each row of x: a tanh layer, then sigmoid for one column, softmax for several."""
    W1, b1, W2, b2 = params
    z2 = np.tanh(x @ W1 + b1) @ W2 + b2
    return sigmoid(z2) if z2.shape[1] == 1 else softmax(z2)


def backward(params, x, y):
    """The gradient of loss(predict(params, x), y), a list like params."""
    W1, b1, W2, b2 = params
    a1 = np.tanh(x @ W1 + b1)
    dz2 = (predict(params, x) - y) / len(x)
    dW2 = a1.T @ dz2
    db2 = dz2.sum(axis=0, keepdims=True)
    dz1 = dz2 @ W2.T * (1 - a1**2)
    dW1 = x.T @ dz1
    db1 = dz1.sum(axis=0, keepdims=True)
    return [dW1, db1, dW2, db2]


def check(params, x, y, grads):
    """The largest relative error of an array of grads, beside central differences of the loss.

    It is ||grad - slope|| / (||grad|| + ||slope||), and 0 where both are zero.
    """
    params, errors = [p.copy() for p in params], []
    for p, grad in zip(params, grads, strict=True):
        slope = np.zeros_like(p)
        for place in np.ndindex(p.shape):
            here = p[place]
            p[place] = here + 1e-5
            above = loss(predict(params, x), y)
            p[place] = here - 1e-5
            slope[place] = (above - loss(predict(params, x), y)) / 2e-5
            p[place] = here
        size = np.linalg.norm(grad) + np.linalg.norm(slope)
        errors.append(np.linalg.norm(grad - slope) / size if size else 0.0)
    return max(errors)
