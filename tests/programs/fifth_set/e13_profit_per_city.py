import numpy as np

data = np.array([[6.1, 17.6], [5.5, 9.1], [8.5, 13.7], [7.0, 11.9], [5.9, 6.8], [8.4, 11.9]])
x = data[:, 0]
y = data[:, 1]
m = len(y)


def compute_cost(theta):
    h = theta[0] + theta[1] * x
    return np.sum((h - y) ** 2) / (2 * m)


def gradient_descent(theta, alpha=0.01, iterations=1):
    theta = theta.copy()
    for _ in range(iterations):
        theta[0] = theta[0] - alpha * np.sum(theta[0] + theta[1] * x - y) / m
        theta[1] = theta[1] - alpha * np.sum((theta[0] + theta[1] * x - y) * x) / m
    return theta


theta = np.array([0.5, 1.2])

# ---- for the test
EXPECTED = "theta[1] is updated with the new theta[0]: not both at once"
KINDS = {"updated before use"}
PLACES = ["theta", "update"]
TWO = False
MEND = [
    (
        "        theta[0] = theta[0] - alpha * np.sum(theta[0] + theta[1] * x - y) / m\n",
        "        old = theta[0]\n        theta[0] = old - alpha * np.sum(old + theta[1] * x - y) / m\n",
    ),
    ("np.sum((theta[0] + theta[1]", "np.sum((old + theta[1]"),
]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=compute_cost, step=gradient_descent, params=theta, rate=0.01)
