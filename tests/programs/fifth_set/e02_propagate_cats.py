import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def initialize_with_zeros(dim):
    w = np.zeros((dim, 1))
    b = 0.0
    return w, b


def propagate(w, b, X, Y):
    """
    w -- weights, (num_px * num_px * 3, 1)
    X -- data, (num_px * num_px * 3, number of examples)
    Y -- labels, (1, number of examples)
    """
    m = X.shape[1]
    A = sigmoid(np.dot(w.T, X) + b)
    cost = -1 / m * np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    dw = 1 / m * np.dot(X, (A - Y).T)
    db = np.sum(A - Y)
    grads = {"dw": dw, "db": db}
    return grads, cost


def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009):
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
        if i % 100 == 0:
            costs.append(cost)
    return {"w": w, "b": b}, grads, costs


def predict(w, b, X):
    return (sigmoid(np.dot(w.T, X) + b) > 0.5).astype(float)


w, b = np.array([[1.0], [2.0], [-1.0]]), 1.5
X = np.array([[1.0, -2.0, -1.0, 0.3], [3.0, 0.5, -3.2, 0.1], [0.2, -0.4, 0.8, 1.1]])
Y = np.array([[1, 1, 0, 0]])

# ---- for the test
EXPECTED = "db lacks the 1/m of the cost"
KINDS = {"scale", "not averaged"}
PLACES = ["b"]
TWO = False
MEND = [("db = np.sum(A - Y)", "db = 1 / m * np.sum(A - Y)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss_and_grads=propagate, params=(w, b), x=X, y=Y)
