"""Translated from my Octave exercise: Theta1 and Theta2 unrolled into one vector, cost function gives J and grad.
Changed to a Huber cost for regression. fmin_cg stops after 3 iterations ("precision loss")."""
import numpy as np

INPUT, HIDDEN, OUTPUT = 3, 4, 1


def reshapeThetas(theta):
    split = HIDDEN * (INPUT + 1)
    Theta1 = np.reshape(theta[:split], (HIDDEN, INPUT + 1))
    Theta2 = np.reshape(theta[split:], (OUTPUT, HIDDEN + 1))
    return Theta1, Theta2


def nnCostFunction(theta, X, y, delta=1.0, lam=0.1):
    Theta1, Theta2 = reshapeThetas(theta)
    m = X.shape[0]

    a1 = np.c_[np.ones(m), X]
    z2 = a1 @ Theta1.T
    a2 = np.c_[np.ones(m), np.tanh(z2)]
    a3 = a2 @ Theta2.T

    r = a3 - y
    small = np.abs(r) <= delta
    J = np.sum(np.where(small, 0.5 * r ** 2, delta * (np.abs(r) - 0.5 * delta))) / m
    J += lam / (2 * m) * (np.sum(Theta1[:, 1:] ** 2) + np.sum(Theta2[:, 1:] ** 2))

    d3 = np.where(small, r, delta * np.sign(r))
    d2 = (d3 @ Theta2[:, 1:]) * (1 - np.tanh(z2) ** 2)
    Theta1_grad = d2.T @ a1 / m
    Theta2_grad = d3.T @ a2 / m
    Theta1_grad[:, 1:] += lam / m * Theta1[:, 1:]
    Theta2_grad[:, 1:] += lam / m * Theta2[:, 1:]

    grad = np.concatenate([Theta1_grad.ravel(order="F"), Theta2_grad.ravel(order="F")])
    return J, grad


def cost(theta, X, y):
    return nnCostFunction(theta, X, y)[0]


def gradientStep(theta, X, y, alpha=0.3):
    J, grad = nnCostFunction(theta, X, y)
    return theta - alpha * grad


gen = np.random.RandomState(4)
X = gen.uniform(-1.5, 1.5, (10, INPUT))
y = (2 * X[:, :1] - X[:, 1:2] * X[:, 2:3])
initial = gen.uniform(-0.6, 0.6, HIDDEN * (INPUT + 1) + OUTPUT * (HIDDEN + 1))

if __name__ == "__main__":
    theta = initial
    for it in range(60):
        theta = gradientStep(theta, X, y)
    print("J =", cost(theta, X, y))


# ---- for the test
EXPECTED = "the gradients are unrolled column by column (order='F', as Octave does), while reshapeThetas reads theta row by row: the gradient of Theta1 lands on the wrong entries"
KINDS = {"packing order", "unroll order", "reshape", "transposed", "wrong place", "order"}
PLACES = ["theta", "Theta1", "Theta1_grad", "grad"]
TWO = False
MEND = [('Theta1_grad.ravel(order="F"), Theta2_grad.ravel(order="F")', "Theta1_grad.ravel(), Theta2_grad.ravel()")]
OFF = {"theta"}


def hand_over():
    return dict(step=gradientStep, params=initial, loss=cost, rate=0.3, x=X, y=y)


def proof():
    return (lambda a: cost(a["theta"], X, y)), (lambda a: {"theta": nnCostFunction(a["theta"], X, y)[1]}), {"theta": initial.copy()}
