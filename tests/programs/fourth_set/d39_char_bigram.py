import math

names = ["anna", "ben", "nab", "bee"]
chars = sorted(set("".join(names))) + ["."]
stoi = {c: i for i, c in enumerate(chars)}
W = [[0.3 * math.sin(3 * i + 7 * j) for j in range(len(chars))] for i in range(len(chars))]


def pairs():
    for name in names:
        for a, b in zip("." + name, name + "."):
            yield stoi[a], stoi[b]


def softmax(row):
    m = max(row)
    e = [math.exp(v - m) for v in row]
    return [v / sum(e) for v in e]


def nll(W):
    n = 0
    total = 0.0
    for a, b in pairs():
        total -= math.log(softmax(W[a])[b])
        n += 1
    return total / n


def grad(W):
    g = [[0.0] * len(chars) for _ in chars]
    n = len(list(pairs()))
    for a, b in pairs():
        p = softmax(W[a])
        p[b] -= 1
        g[a] = [v / n for v in p]
    return g


# ---- for the test
EXPECTED = "a letter that stands several times keeps the gradient of its last place only"
KINDS = {"repeated indices", "not accumulated"}
PLACES = ["W", "params"]
TWO = False
MEND = [("g[a] = [v / n for v in p]", "g[a] = [old + v / n for old, v in zip(g[a], p)]")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=nll, grads=grad, params=W)
