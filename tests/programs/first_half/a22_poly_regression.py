import numpy as np

# Polynomial regression with gradient descent

np.random.seed(22)
m = 10
x = np.linspace(-1, 1, m).reshape(-1, 1)
y = 0.5 * x**3 - x + 0.3 + 0.1 * np.random.randn(m, 1)


def add_features(x, degree=3):
    """columns 1, x, x^2, ... x^degree"""
    cols = [np.ones(len(x))]
    for d in range(1, degree + 1):
        cols.append(x[:, 0] ** d)
    return np.column_stack(cols)


def hypothesis(theta, x):
    return add_features(x).dot(theta)


def cost(theta, x, y):
    h = hypothesis(theta, x)
    return np.mean((h - y) ** 2) / 2


def gradient(theta, x, y):
    A = add_features(x)
    error = A.dot(theta) - y.flatten()
    return A.T.dot(error) / len(y)


def gradient_descent(theta, x, y, alpha=0.1, iterations=500):
    costs = []
    for i in range(iterations):
        theta = theta - alpha * gradient(theta, x, y)
        costs.append(cost(theta, x, y))
    return theta, costs


theta = np.array([0.8, -0.3, 0.5, 1.1])


# ---- for the test
EXPECTED = "cost subtracts y of shape (m, 1) from h of shape (m,): an (m, m) table of all pairs, so the reported cost is not that of the gradient"
KINDS = {"broadcasting", "wrong loss"}
PLACES = ["loss", "cost"]
TWO = False
MEND = [("np.mean((h - y) ** 2) / 2", "np.mean((h - y.flatten()) ** 2) / 2")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=cost, grads=gradient, params=theta, x=x, y=y)
