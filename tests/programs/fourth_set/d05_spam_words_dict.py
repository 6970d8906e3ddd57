import math

docs = [
    (["win", "money", "money", "now"], 1),
    (["meeting", "now", "agenda"], 0),
    (["win", "win", "prize"], 1),
    (["agenda", "money"], 0),
    (["prize", "now", "now"], 1),
]
vocab = sorted({w for words, _ in docs for w in words})
weights = {w: 0.1 * i - 0.2 for i, w in enumerate(vocab)}
weights["<bias>"] = 0.05


def prob(weights, words):
    z = weights["<bias>"]
    for w in words:
        z += weights[w]
    return 1 / (1 + math.exp(-z))


def nll(weights, docs):
    total = 0.0
    for words, label in docs:
        p = prob(weights, words)
        total += -math.log(p) if label == 1 else -math.log(1 - p)
    return total


def gradient(weights, docs):
    grad = {w: 0.0 for w in weights}
    for words, label in docs:
        err = prob(weights, words) - label
        grad["<bias>"] += err
        for w in set(words):
            grad[w] += err
    return grad


# ---- for the test
EXPECTED = "a word that stands in a message several times counts once in the gradient"
KINDS = {"repeated indices", "not accumulated"}
PLACES = ["money", "win", "now", "weights", "word"]
TWO = False
MEND = [("for w in set(words):", "for w in words:")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=nll, grads=gradient, params=weights, x=docs)
