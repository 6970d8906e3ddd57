import numpy as np

np.random.seed(28)


def init_params():
    W1 = np.random.rand(5, 4) - 0.5
    b1 = np.random.rand(5, 1) - 0.5
    W2 = np.random.rand(3, 5) - 0.5
    b2 = np.random.rand(3, 1) - 0.5
    return W1, b1, W2, b2


def ReLU(Z):
    return np.maximum(Z, 0)


def softmax(Z):
    A = np.exp(Z) / sum(np.exp(Z))
    return A


def one_hot(Y):
    one_hot_Y = np.zeros((Y.size, 3))
    one_hot_Y[np.arange(Y.size), Y] = 1
    return one_hot_Y.T


def forward_prop(W1, b1, W2, b2, X):
    Z1 = W1.dot(X) + b1
    A1 = ReLU(Z1)
    Z2 = W2.dot(A1) + b2
    A2 = softmax(Z2)
    return Z1, A1, Z2, A2


def get_loss(W1, b1, W2, b2, X, Y):
    A2 = forward_prop(W1, b1, W2, b2, X)[-1]
    return -np.sum(one_hot(Y) * np.log(A2)) / Y.size


def backward_prop(W1, b1, W2, b2, X, Y):
    m = Y.size
    Z1, A1, Z2, A2 = forward_prop(W1, b1, W2, b2, X)
    dZ2 = A2 - one_hot(Y)
    dW2 = 1 / m * dZ2.dot(A1.T)
    db2 = 1 / m * np.sum(dZ2)
    dZ1 = W2.T.dot(dZ2) * (Z1 > 0)
    dW1 = 1 / m * dZ1.dot(X.T)
    db1 = 1 / m * np.sum(dZ1)
    return dW1, db1, dW2, db2


def gradient_descent(X, Y, alpha=0.1, iterations=100):
    W1, b1, W2, b2 = init_params()
    for i in range(iterations):
        dW1, db1, dW2, db2 = backward_prop(W1, b1, W2, b2, X, Y)
        W1 = W1 - alpha * dW1
        b1 = b1 - alpha * db1
        W2 = W2 - alpha * dW2
        b2 = b2 - alpha * db2
    return W1, b1, W2, b2


X_train = np.random.randn(4, 7)
Y_train = np.array([0, 2, 1, 1, 0, 2, 1])
params = init_params()


# ---- for the test
EXPECTED = "db1 and db2 are summed over everything to one number (np.sum without an axis)"
KINDS = {"summed over everything"}
PLACES = ["b1", "b2", "bias"]
TWO = False
MEND = [
    ("np.sum(dZ2)", "np.sum(dZ2, axis=1, keepdims=True)"),
    ("np.sum(dZ1)", "np.sum(dZ1, axis=1, keepdims=True)"),
]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=get_loss, grads=backward_prop, params=params, x=X_train, y=Y_train)
