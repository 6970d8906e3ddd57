"""Kaggle notebook "MNIST from scratch, only numpy" (here with 8 random small digits). Accuracy gets stuck at about 30 %, and when
I predict one single digit each of the ten (here 4) classes has probability 1.0
"""
import numpy as np


def init_params(seed=7):
    r = np.random.RandomState(seed)
    W1 = r.rand(5, 6) - 0.5
    b1 = r.rand(5, 1) - 0.5
    W2 = r.rand(4, 5) - 0.5
    b2 = r.rand(4, 1) - 0.5
    return W1, b1, W2, b2


def ReLU(Z):
    return np.maximum(Z, 0)


def softmax(Z):
    e = np.exp(Z - np.max(Z))
    return e / np.sum(e, axis=1, keepdims=True)


def forward_prop(W1, b1, W2, b2, X):
    Z1 = W1.dot(X) + b1
    A1 = ReLU(Z1)
    Z2 = W2.dot(A1) + b2
    A2 = softmax(Z2)
    return Z1, A1, Z2, A2


def one_hot(Y):
    one_hot_Y = np.zeros((Y.size, 4))
    one_hot_Y[np.arange(Y.size), Y] = 1
    return one_hot_Y.T


def ReLU_deriv(Z):
    return Z > 0


def backward_prop(Z1, A1, Z2, A2, W1, W2, X, Y):
    m = Y.size
    dZ2 = A2 - one_hot(Y)
    dW2 = 1 / m * dZ2.dot(A1.T)
    db2 = 1 / m * np.sum(dZ2, axis=1, keepdims=True)
    dZ1 = W2.T.dot(dZ2) * ReLU_deriv(Z1)
    dW1 = 1 / m * dZ1.dot(X.T)
    db1 = 1 / m * np.sum(dZ1, axis=1, keepdims=True)
    return dW1, db1, dW2, db2


def gradient_descent_step(params, X, Y, alpha=0.1):
    W1, b1, W2, b2 = params
    Z1, A1, Z2, A2 = forward_prop(W1, b1, W2, b2, X)
    dW1, db1, dW2, db2 = backward_prop(Z1, A1, Z2, A2, W1, W2, X, Y)
    W1 = W1 - alpha * dW1
    b1 = b1 - alpha * db1
    W2 = W2 - alpha * dW2
    b2 = b2 - alpha * db2
    return W1, b1, W2, b2


def cross_entropy(params, X, Y):
    A2 = forward_prop(*params, X)[3]
    return -np.mean(np.log(A2[Y, np.arange(Y.size)]))


pixels = np.random.RandomState(8)
X_train = pixels.randint(0, 256, (6, 8)) / 255.0
Y_train = np.array([3, 0, 2, 1, 1, 3, 0, 2])
params = init_params()

if __name__ == "__main__":
    for i in range(100):
        params = gradient_descent_step(params, X_train, Y_train)
    print(cross_entropy(params, X_train, Y_train))


# ---- for the test
EXPECTED = "softmax sums over axis 1, which are the examples here, instead of over the classes (axis 0)"
KINDS = {"rows mix", "softmax over the wrong axis", "wrong loss", "summed over the wrong axis"}
PLACES = ["softmax", "loss", "every array", "rows", "example", "W1", "W2", "cross_entropy"]
TWO = False
MEND = [("np.sum(e, axis=1, keepdims=True)\n\n\ndef forward", "np.sum(e, axis=0, keepdims=True)\n\n\ndef forward")]
OFF = {"W1", "b1", "W2", "b2"}


def hand_over():
    return dict(step=gradient_descent_step, params=params, loss=cross_entropy, rate=0.1, x=X_train, y=Y_train)


def proof():
    names = ("W1", "b1", "W2", "b2")

    def claim(a):
        Z1, A1, Z2, A2 = forward_prop(*[a[k] for k in names], X_train)
        return dict(zip(names, backward_prop(Z1, A1, Z2, A2, a["W1"], a["W2"], X_train, Y_train)))
    return (lambda a: cross_entropy([a[k] for k in names], X_train, Y_train)), claim, \
        {k: v.copy() for k, v in zip(names, params)}
