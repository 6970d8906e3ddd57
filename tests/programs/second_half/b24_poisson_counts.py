# Poisson regression by hand (counts of bike rentals), no numpy on the machine at work
import math

temps = [[0.3, 1.0, -0.4], [1.1, -0.2, 0.5], [-0.7, 0.8, 0.9], [0.2, -1.3, 0.1],
         [0.9, 0.4, -1.0], [-1.2, 0.1, 0.6]]
rentals = [2, 4, 1, 0, 3, 1]

weights = [0.35, -0.2, 0.4]
intercept = 0.25


def expected_count(weights, intercept, row):
    eta = intercept
    for j in range(len(row)):
        eta += weights[j] * row[j]
    return math.exp(eta)


def deviance(weights, intercept, rows, counts):
    """negative log likelihood, without the log(y!) which does not matter"""
    total = 0.0
    for row, count in zip(rows, counts):
        mu = expected_count(weights, intercept, row)
        total += mu - count * math.log(mu)
    return total / len(rows)


def gradient(weights, intercept, rows, counts):
    grad_w = [0.0] * len(weights)
    grad_b = 0.0
    n = len(rows)
    for row, count in zip(rows, counts):
        mu = expected_count(weights, intercept, row)
        d_mu = 1 - count / mu
        for j in range(len(row)):
            grad_w[j] += d_mu * row[j] / n
        grad_b += d_mu / n
    return grad_w, grad_b


def fit(weights, intercept, rows, counts, rate=0.05, rounds=200):
    for _ in range(rounds):
        gw, gb = gradient(weights, intercept, rows, counts)
        weights = [w - rate * g for w, g in zip(weights, gw)]
        intercept = intercept - rate * gb
    return weights, intercept


# ---- for the test
EXPECTED = "d_mu is the derivative with respect to mu; the derivative of the exponential output, mu itself, is not multiplied in (it should be mu - count)"
KINDS = {"output derivative missing", "derivative missing"}
PLACES = ["output", "d_mu", "mu", "weights", "exp"]
TWO = False
MEND = [("d_mu = 1 - count / mu", "d_mu = (1 - count / mu) * mu")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=deviance, grads=gradient, params=(weights, intercept), x=temps, y=rentals)
