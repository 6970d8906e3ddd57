import numpy as np

# In [2]: stand-in for train.csv (columns = pictures)
np.random.seed(42)
X_train = np.random.rand(6, 10)
Y_train = np.array([0, 2, 1, 2, 3, 0, 1, 3, 2, 0])


# In [3]
def init_params():
    W1 = np.random.rand(5, 6) - 0.5
    b1 = np.random.rand(5, 1) - 0.5
    W2 = np.random.rand(4, 5) - 0.5
    b2 = np.random.rand(4, 1) - 0.5
    return W1, b1, W2, b2


def ReLU(Z):
    return np.maximum(Z, 0)


def ReLU_deriv(Z):
    return Z > 0


def softmax(Z):
    e = np.exp(Z - Z.max(axis=0))
    return e / e.sum(axis=0)


def one_hot(Y):
    one_hot_Y = np.zeros((Y.size, 4))
    one_hot_Y[np.arange(Y.size), Y] = 1
    return one_hot_Y.T


def forward_prop(W1, b1, W2, b2, X):
    Z1 = W1.dot(X) + b1
    A1 = ReLU(Z1)
    Z2 = W2.dot(A1) + b2
    return Z1, A1, Z2, softmax(Z2)


def get_loss(W1, b1, W2, b2, X, Y):
    A2 = forward_prop(W1, b1, W2, b2, X)[3]
    return -np.mean(np.log(A2[Y, np.arange(Y.size)]))


# In [4]
def backward_prop(W1, b1, W2, b2, X, Y):
    m = Y.size
    Z1, A1, Z2, A2 = forward_prop(W1, b1, W2, b2, X)
    dZ2 = A2 - one_hot(Y)
    dW2 = 1 / m * dZ2.dot(A1.T)
    db2 = 1 / m * np.sum(dZ2)
    dZ1 = W2.T.dot(dZ2) * ReLU_deriv(Z1)
    dW1 = 1 / m * dZ1.dot(X.T)
    db1 = 1 / m * np.sum(dZ1)
    return dW1, db1, dW2, db2


def update_params(W1, b1, W2, b2, dW1, db1, dW2, db2, alpha):
    return W1 - alpha * dW1, b1 - alpha * db1, W2 - alpha * dW2, b2 - alpha * db2


W1, b1, W2, b2 = init_params()

# ---- for the test
EXPECTED = "db1 and db2 are the sum over everything (one number) instead of the sum over the examples, one per neuron"
KINDS = {"summed over everything"}
PLACES = ["b1", "b2", "db1", "db2", "bias"]
TWO = False
MEND = [("db2 = 1 / m * np.sum(dZ2)", "db2 = 1 / m * np.sum(dZ2, axis=1, keepdims=True)"),
        ("db1 = 1 / m * np.sum(dZ1)", "db1 = 1 / m * np.sum(dZ1, axis=1, keepdims=True)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=get_loss, grads=backward_prop, params=(W1, b1, W2, b2), x=X_train, y=Y_train)
