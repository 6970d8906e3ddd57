import numpy as np

# does the customer buy?  features: visits, items in the basket, days since the last order
X = np.array([[3, 1, 2], [1, 0, 9], [5, 4, 1], [2, 2, 7], [0, 1, 5], [4, 0, 3], [6, 3, 0], [1, 1, 8]])
y = np.array([1, 0, 1, 0, 0, 1, 1, 0])

w = np.array([0.2, -0.3, -0.1])
b = 0.5


def compute_cost_logistic(X, y, w, b):
    m = X.shape[0]
    cost = 0.0
    for i in range(m):
        f_wb_i = 1 / (1 + np.exp(-(np.dot(X[i], w) + b)))
        cost += -y[i] * np.log(f_wb_i) - (1 - y[i]) * np.log(1 - f_wb_i)
    return cost / m


def compute_gradient_logistic(X, y, w, b):
    m, n = X.shape
    dj_dw = np.zeros_like(X[0])
    dj_db = 0.0
    err = np.zeros(m)
    for i in range(m):
        f_wb_i = 1 / (1 + np.exp(-(np.dot(X[i], w) + b)))
        err[i] = f_wb_i - y[i]
        dj_db = dj_db + err[i]
    for j in range(n):
        dj_dw[j] = sum(err[i] * X[i, j] for i in range(m)) / m
    dj_db = dj_db / m
    return dj_dw, dj_db


def gradient_descent(X, y, w, b, alpha=0.1, num_iters=1000):
    for i in range(num_iters):
        dj_dw, dj_db = compute_gradient_logistic(X, y, w, b)
        w = w - alpha * dj_dw
        b = b - alpha * dj_db
    return w, b


# ---- for the test
EXPECTED = "dj_dw is made with zeros_like(X[0]), which holds integers: its entries are cut to whole numbers"
KINDS = {"integer arrays"}
PLACES = ["w"]
TWO = False
MEND = [("np.zeros_like(X[0])", "np.zeros(n)")]
OFF = {"w"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(
        loss=compute_cost_logistic, grads=compute_gradient_logistic, params={"w": w, "b": b}, x=X, y=y
    )


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return (
        lambda a: compute_cost_logistic(X, y, **a),
        lambda a: dict(zip(("w", "b"), compute_gradient_logistic(X, y, **a))),
        dict(w=w, b=b),
    )
