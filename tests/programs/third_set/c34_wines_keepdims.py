import numpy as np

# three kinds of wine, one bottle of each (first try before the big data set)
bottles = np.array([[1.2, -0.4, 0.3, 0.9], [-0.7, 0.8, -1.1, 0.2], [0.1, -1.3, 0.6, -0.8]])
one_hot = np.eye(3)

w1 = np.array([[0.5, -0.2, 0.9], [0.1, 0.7, -0.6], [-0.8, 0.3, 0.2], [0.4, -0.5, 0.1]])
b1 = np.array([[0.1, -0.1, 0.2]])
w2 = np.array([[0.3, -0.7, 0.5], [0.9, 0.2, -0.4], [-0.3, 0.6, 0.8]])
b2 = np.array([[0.0, 0.1, -0.2]])


def relu(z):
    return z * (z > 0)


def softmax(z):
    e = np.exp(z - np.max(z))
    return e / np.sum(e, axis=1)


def predict(x, w1, b1, w2, b2):
    z1 = x @ w1 + b1
    return z1, softmax(relu(z1) @ w2 + b2)


def cross_entropy(x, t, w1, b1, w2, b2):
    return -np.sum(t * np.log(predict(x, w1, b1, w2, b2)[1])) / x.shape[0]


def backprop(x, t, w1, b1, w2, b2):
    z1, y = predict(x, w1, b1, w2, b2)
    delta2 = (y - t) / x.shape[0]
    delta1 = delta2 @ w2.T * (z1 > 0)
    dw1 = x.T @ delta1
    db1 = np.sum(delta1, axis=0, keepdims=True)
    dw2 = relu(z1).T @ delta2
    db2 = np.sum(delta2, axis=0, keepdims=True)
    return dw1, db1, dw2, db2


if __name__ == "__main__":
    for i in range(300):
        dw1, db1, dw2, db2 = backprop(bottles, one_hot, w1, b1, w2, b2)
        w1, b1, w2, b2 = w1 - 0.1 * dw1, b1 - 0.1 * db1, w2 - 0.1 * dw2, b2 - 0.1 * db2
    print(cross_entropy(bottles, one_hot, w1, b1, w2, b2))


# ---- for the test
EXPECTED = "softmax loses keepdims: with 3 bottles and 3 classes, column j is divided by the sum of row j, so the loss is no cross-entropy of rows and y - t is not its gradient (all arrays)"
KINDS = {"broadcasting", "wrong loss", "rows mix", "softmax over the wrong axis"}
PLACES = ["softmax", "loss", "output", "rows", "axis", "all", "every", "w1", "w2"]
TWO = False
MEND = [("np.sum(e, axis=1)", "np.sum(e, axis=1, keepdims=True)")]
OFF = {"w1", "b1", "w2", "b2"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=cross_entropy, grads=backprop, params=(w1, b1, w2, b2), x=bottles, y=one_hot)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    names = ("w1", "b1", "w2", "b2")
    return (
        lambda a: cross_entropy(bottles, one_hot, **a),
        lambda a: dict(zip(names, backprop(bottles, one_hot, **a))),
        dict(zip(names, (w1, b1, w2, b2))),
    )
