# %% [code]
import numpy as np

# Simple digit recognizer from scratch (no TF, no Keras), here with the first rows of a tiny "2x2 digits" set
# label, pixel0, pixel1, pixel2, pixel3
data = np.array([
    [1, 250, 12, 240, 3],
    [0, 200, 190, 210, 180],
    [2, 240, 10, 20, 230],
    [1, 230, 40, 222, 21],
    [2, 215, 33, 5, 251],
    [0, 255, 170, 199, 240],
    [2, 180, 0, 44, 199],
    [1, 190, 9, 254, 50],
    [0, 170, 222, 160, 230],
])

# %% [code]
data_train = data.T
Y_train = data_train[0]
X_train = data_train[1:] / 255.
n, m = X_train.shape


# %% [code]
def init_params():
    rng = np.random.RandomState(10)
    W1 = rng.rand(5, 4) - 0.5
    b1 = rng.rand(5, 1) - 0.5
    W2 = rng.rand(3, 5) - 0.5
    b2 = rng.rand(3, 1) - 0.5
    return W1, b1, W2, b2


def ReLU(Z):
    return np.maximum(Z, 0)


def softmax(Z):
    A = np.exp(Z - Z.max(axis=0))
    return A / A.sum(axis=0)


def forward_prop(W1, b1, W2, b2, X):
    Z1 = W1.dot(X) + b1
    A1 = ReLU(Z1)
    Z2 = W2.dot(A1) + b2
    A2 = softmax(Z2)
    return Z1, A1, Z2, A2


def one_hot(Y):
    one_hot_Y = np.zeros((Y.size, Y.max() + 1))
    one_hot_Y[np.arange(Y.size), Y] = 1
    return one_hot_Y.T


def backward_prop(Z1, A1, Z2, A2, W1, W2, X, Y):
    dZ2 = A2 - one_hot(Y)
    dW2 = 1 / m * dZ2.dot(A1.T)
    db2 = 1 / m * np.sum(dZ2)
    dZ1 = W2.T.dot(dZ2) * (Z1 > 0)
    dW1 = dZ1.dot(X.T)
    db1 = 1 / m * np.sum(dZ1)
    return dW1, db1, dW2, db2


def compute_cost(W1, b1, W2, b2, X, Y):
    _, _, _, A2 = forward_prop(W1, b1, W2, b2, X)
    return -np.sum(one_hot(Y) * np.log(A2 + 1e-15)) / Y.size


def update_params(W1, b1, W2, b2, X, Y, alpha):
    Z1, A1, Z2, A2 = forward_prop(W1, b1, W2, b2, X)
    dW1, db1, dW2, db2 = backward_prop(Z1, A1, Z2, A2, W1, W2, X, Y)
    W1 = W1 - alpha * dW1
    b1 = b1 - alpha * db1
    W2 = W2 - alpha * dW2
    b2 = b2 - alpha * db2
    return W1, b1, W2, b2


def gradient_descent(X, Y, alpha, iterations):
    W1, b1, W2, b2 = init_params()
    for i in range(iterations):
        W1, b1, W2, b2 = update_params(W1, b1, W2, b2, X, Y, alpha)
        if i % 10 == 0:
            predictions = forward_prop(W1, b1, W2, b2, X)[3].argmax(0)
            print("Iteration:", i, "Accuracy:", np.sum(predictions == Y) / Y.size)
    return W1, b1, W2, b2


if __name__ == "__main__":
    W1, b1, W2, b2 = gradient_descent(X_train, Y_train, 0.10, 500)


# ---- for the test
EXPECTED = "db1 and db2 are np.sum over everything, one number for all units (for softmax even 0), not the sum over the examples (axis 1); and dW1 lacks the 1/m of the mean loss that the others have"
KINDS = {"summed over everything"}
KINDS_2 = {"scale", "factor missing"}
PLACES = ["b1", "b2", "db1", "db2", "W1", "dW1"]
TWO = True
MEND = [("np.sum(dZ2)", "np.sum(dZ2, axis=1, keepdims=True)"), ("np.sum(dZ1)", "np.sum(dZ1, axis=1, keepdims=True)"), ("dW1 = dZ1.dot(X.T)", "dW1 = 1 / m * dZ1.dot(X.T)")]
OFF = {"W1", "b1", "b2"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(step=update_params, params=init_params(), loss=compute_cost, rate=0.1, x=X_train, y=Y_train)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    names = ("W1", "b1", "W2", "b2")

    def claim(a):
        new = update_params(*[a[k] for k in names], X_train, Y_train, 0.1)
        return {k: (a[k] - v) / 0.1 for k, v in zip(names, new)}

    return lambda a: compute_cost(*[a[k] for k in names], X_train, Y_train), claim, dict(zip(names, init_params()))
