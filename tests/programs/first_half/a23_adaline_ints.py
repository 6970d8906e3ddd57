import numpy as np

# Adaline / delta rule, bias is the weight of the last column (always 1)

X = np.array([[2, 1, 4, 1], [0, 3, 1, 1], [1, 1, 2, 1], [3, 0, 2, 1], [2, 2, 5, 1], [4, 1, 0, 1]])
t = np.array([9, 4, 6, 5, 13, 1])

w = np.array([2, -1, 3, 1])


def output(w, X):
    return X.dot(w)


def sse(w, X, t):
    return 0.5 * np.sum((output(w, X) - t) ** 2)


def delta_rule(w, X, t, eta=0.01):
    err = t - output(w, X)
    step = np.zeros(len(w))
    for i in range(len(X)):
        for j in range(len(w)):
            step[j] += err[i] * X[i, j]
    for j in range(len(w)):
        w[j] = w[j] + eta * step[j]
    return w


if __name__ == "__main__":
    for epoch in range(20):
        w = delta_rule(w, X, t)
        print(epoch, w, sse(w, X, t))


# ---- for the test
EXPECTED = "w is an integer array: the updated values are cut to whole numbers when they are stored"
KINDS = {"integer arrays"}
PLACES = ["w", "update", "integer"]
TWO = False
MEND = [("w = np.array([2, -1, 3, 1])", "w = np.array([2.0, -1.0, 3.0, 1.0])")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=sse, step=delta_rule, params=w, x=X, y=t, rate=0.01)
