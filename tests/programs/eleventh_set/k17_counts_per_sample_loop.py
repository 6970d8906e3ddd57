"""How many ice creams will I sell? Poisson net, one sample after the other, no fancy matrix things.
It learns quickly and then stops when it is still about one ice cream off everywhere. Learning rate does not matter."""
import math
import numpy as np


def hidden_of(p, x):
    h = np.zeros(len(p["b1"]))
    for j in range(len(h)):
        h[j] = math.tanh(p["b1"][j] + sum(p["w1"][j][i] * x[i] for i in range(len(x))))
    return h


def rate_of(p, h):
    return math.exp(p["b2"][0] + sum(p["w2"][j] * h[j] for j in range(len(h))))


def deviance(p, xs, counts):
    total = 0.0
    for x, c in zip(xs, counts):
        lam = rate_of(p, hidden_of(p, x))
        total += lam - c * math.log(lam)
    return total / len(xs)


def gradient(p, xs, counts):
    g = {k: np.zeros(np.shape(v)) for k, v in p.items()}
    delta = np.zeros_like(counts)
    for s in range(len(xs)):
        h = hidden_of(p, xs[s])
        delta[s] = rate_of(p, h) - counts[s]
        g["b2"][0] += delta[s] / len(xs)
        for j in range(len(h)):
            g["w2"][j] += delta[s] * h[j] / len(xs)
            dz = delta[s] * p["w2"][j] * (1 - h[j] ** 2) / len(xs)
            g["b1"][j] += dz
            for i in range(len(xs[s])):
                g["w1"][j][i] += dz * xs[s][i]
    return g


def learn(p, xs, counts, speed=0.05):
    g = gradient(p, xs, counts)
    return {k: p[k] - speed * g[k] for k in p}


# temperature, weekend
xs = np.array([[-1.0, 0], [-0.5, 1], [0.0, 0], [0.2, 1], [0.6, 0], [0.9, 1], [1.2, 0], [1.5, 1]])
counts = np.array([1, 3, 2, 5, 4, 8, 6, 11])
rnd = np.random.RandomState(12)
p = {"w1": rnd.randn(3, 2) * 0.6, "b1": rnd.randn(3) * 0.2, "w2": rnd.randn(3) * 0.5, "b2": np.array([1.0])}

if __name__ == "__main__":
    for day in range(100):
        p = learn(p, xs, counts)
    print(deviance(p, xs, counts))


# ---- for the test
EXPECTED = "delta = np.zeros_like(counts) is an array of whole numbers, as the counts are: rate - count loses its fraction when it is stored in delta[s], so every gradient is off (and 0 below one)"
KINDS = {"integer", "rounding", "truncation", "dtype", "integer arrays"}
PLACES = ["delta", "w1", "b1", "w2", "b2"]
TWO = False
MEND = [("delta = np.zeros_like(counts)", "delta = np.zeros(len(counts))")]
OFF = {"w1", "b1", "w2", "b2"}


def hand_over():
    return dict(step=learn, params=p, loss=deviance, rate=0.05, x=xs, y=counts)


def proof():
    return (lambda a: deviance(a, xs, counts)), (lambda a: gradient(a, xs, counts)), {k: v.copy() for k, v in p.items()}
