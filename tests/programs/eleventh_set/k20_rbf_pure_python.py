"""Radial basis functions in pure Python, no numpy inside. Centers and widths (as logs) are trained too.
All my centers wander off in the same direction, like a swarm."""
import math
import random


def basis(params, x):
    out = []
    for k in range(len(params["weights"])):
        d2 = sum((x[i] - params["centers"][k][i]) ** 2 for i in range(len(x)))
        out.append(math.exp(-d2 / (2 * math.exp(2 * params["logwidth"][k]))))
    return out


def predict(params, x):
    phi = basis(params, x)
    return sum(w * f for w, f in zip(params["weights"], phi)) + params["bias"][0]


def error(params, xs, ys):
    return sum((predict(params, x) - y) ** 2 for x, y in zip(xs, ys)) / (2 * len(xs))


def gradients(params, xs, ys):
    K, dim, n = len(params["weights"]), len(xs[0]), len(xs)
    g_weights = [0.0] * K
    g_bias = [0.0]
    g_logwidth = [0.0] * K
    g_centers = [[0.0] * dim] * K
    for x, y in zip(xs, ys):
        phi = basis(params, x)
        e = (predict(params, x) - y) / n
        g_bias[0] += e
        for k in range(K):
            g_weights[k] += e * phi[k]
            width2 = math.exp(2 * params["logwidth"][k])
            d2 = 0.0
            for i in range(dim):
                away = x[i] - params["centers"][k][i]
                d2 += away ** 2
                g_centers[k][i] += e * params["weights"][k] * phi[k] * away / width2
            g_logwidth[k] += e * params["weights"][k] * phi[k] * d2 / width2
    return {"weights": g_weights, "bias": g_bias, "logwidth": g_logwidth, "centers": g_centers}


def descend(params, xs, ys, eta=0.3):
    g = gradients(params, xs, ys)
    new = {}
    for name in ("weights", "bias", "logwidth"):
        new[name] = [p - eta * d for p, d in zip(params[name], g[name])]
    new["centers"] = [[c - eta * d for c, d in zip(row, grow)] for row, grow in zip(params["centers"], g["centers"])]
    return new


random.seed(1)
xs = [[random.uniform(-1, 1), random.uniform(-1, 1)] for _ in range(12)]
ys = [math.sin(2 * a) * math.cos(2 * b) for a, b in xs]
params = {"weights": [random.uniform(-1, 1) for _ in range(4)],
          "bias": [0.1],
          "logwidth": [random.uniform(-0.7, 0.1) for _ in range(4)],
          "centers": [[random.uniform(-1, 1), random.uniform(-1, 1)] for _ in range(4)]}

if __name__ == "__main__":
    for i in range(50):
        params = descend(params, xs, ys)
    print(error(params, xs, ys))


# ---- for the test
EXPECTED = "g_centers = [[0.0] * dim] * K holds the same list K times, so the gradients of all centers are added up in one and each center gets the sum"
KINDS = {"same array", "shared list", "accumulation"}
PLACES = ["centers", "g_centers"]
TWO = False
MEND = [("g_centers = [[0.0] * dim] * K", "g_centers = [[0.0] * dim for _ in range(K)]")]
OFF = {"centers"}


def hand_over():
    return dict(step=descend, params=params, loss=error, rate=0.3, x=xs, y=ys)


def proof():
    import numpy as np

    def claim(a):
        return {k: np.array(v) for k, v in gradients(a, xs, ys).items()}
    return (lambda a: error(a, xs, ys)), claim, {k: np.array(v) for k, v in params.items()}
