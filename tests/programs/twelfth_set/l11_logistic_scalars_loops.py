"""Logistic regression in plain Python for a blog post, will it rain tomorrow (1) or not (-1). The line it finds is
somewhere beside the points and w1, w2 get larger and larger."""
import math


def score(p, x):
    return p["w1"] * x[0] + p["w2"] * x[1] + p["b"]


def logistic_loss(p, data, labels):
    total = 0.0
    for x, y in zip(data, labels):
        total += math.log(1.0 + math.exp(-y * score(p, x)))
    return total / len(data)


def gradient(p, data, labels):
    dw1 = dw2 = db = 0.0
    for x, y in zip(data, labels):
        prob = 1.0 / (1.0 + math.exp(-score(p, x)))
        error = prob - y
        dw1 += error * x[0]
        dw2 += error * x[1]
        db += error
    n = len(data)
    return {"w1": dw1 / n, "w2": dw2 / n, "b": db / n}


def descend(p, data, labels, lr=0.3):
    g = gradient(p, data, labels)
    return {name: p[name] - lr * g[name] for name in p}


# humidity and pressure, both scaled
days = [(0.9, -0.4), (0.2, 0.6), (-0.7, 0.8), (0.5, -1.1), (-0.3, -0.2), (1.2, 0.3), (-1.0, -0.5), (0.1, 1.3)]
rain = [1, -1, -1, 1, 1, 1, -1, -1]
start = {"w1": 0.2, "w2": -0.1, "b": 0.05}

if __name__ == "__main__":
    p = dict(start)
    for epoch in range(200):
        p = descend(p, days, rain)
    print(p, logistic_loss(p, days, rain))


# ---- for the test
EXPECTED = "prob - y is the error for labels 0 and 1, the labels here are -1 and 1: it should be prob - (y + 1) / 2"
KINDS = {"wrong targets", "wrong error", "label coding", "labels", "wrong labels"}
PLACES = ["w1", "w2", "b", "error", "labels", "every array"]
TWO = False
MEND = [("error = prob - y", "error = prob - (y + 1) / 2")]
OFF = {"w1", "w2", "b"}


def hand_over():
    return dict(step=descend, params=start, loss=logistic_loss, rate=0.3, x=days, y=rain)


def proof():
    import numpy as np

    return (lambda a: logistic_loss(a, days, rain)), (lambda a: gradient(a, days, rain)), \
        {k: np.array(v) for k, v in start.items()}
