# Translated from my MATLAB script line by line, no numpy on the target machine.
# The theta of MATLAB and the theta of this one differ in the second digit.
from math import exp, log

# admitted or not: exam 1, exam 2 (already standardized)
data = [
    (-1.52, 0.61, 0),
    (0.33, -0.98, 0),
    (0.87, 1.14, 1),
    (-0.21, 0.45, 1),
    (1.36, -0.27, 1),
    (-0.74, -1.31, 0),
    (0.12, 0.09, 0),
    (-0.40, 1.75, 1),
]
X = [[1.0, a, b] for a, b, _ in data]
y = [label for _, _, label in data]


def sigmoid(z):
    return 1.0 / (1.0 + exp(-z))


def hypothesis(theta, row):
    z = 0.0
    for t, v in zip(theta, row):
        z += t * v
    return sigmoid(z)


def costFunction(theta, X, y):
    m = len(y)
    n = len(theta)

    J = 0.0
    for k in range(m):
        h = hypothesis(theta, X[k])
        J += -y[k] * log(h) - (1 - y[k]) * log(1 - h)
    J = J / m

    grad = [0.0] * n
    for i in range(1, m):
        err = hypothesis(theta, X[i]) - y[i]
        for j in range(n):
            grad[j] += err * X[i][j]
    grad = [g / m for g in grad]
    return J, grad


def gradientDescent(theta, X, y, alpha, num_iters):
    for it in range(num_iters):
        J, grad = costFunction(theta, X, y)
        theta = [t - alpha * g for t, g in zip(theta, grad)]
    return theta


theta = [0.3, -0.6, 0.8]

if __name__ == "__main__":
    print(gradientDescent(theta, X, y, 0.3, 400))


# ---- for the test
EXPECTED = "the loop of the gradient runs from 1 as in MATLAB, range(1, m): the first example is left out of the gradient, not of the cost"
KINDS = {"examples left out"}
PLACES = ["theta", "grad", "costFunction", "array 1"]
TWO = False
MEND = [("for i in range(1, m):", "for i in range(m):")]
OFF = {"theta"}


def hand_over():
    return dict(loss_and_grads=costFunction, params=theta, x=X, y=y)


def proof():
    import numpy as np

    return (lambda a: costFunction(list(a["theta"]), X, y)[0],
            lambda a: dict(theta=np.array(costFunction(list(a["theta"]), X, y)[1])), dict(theta=np.array(theta)))
