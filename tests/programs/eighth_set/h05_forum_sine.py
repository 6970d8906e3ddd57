# My network should approximate sin(x), but the cost blows up after a while (overflow in exp, then nan).
# I have tried other learning rates and more iterations. What am I doing wrong??
# (edit: changed the hidden layer from tanh to sigmoid as suggested in the comments, still no luck)
import numpy as np

np.random.seed(7)
m = 16
X = np.random.uniform(-3, 3, (1, m))
Y = np.sin(X)


def initialize(n_x, n_h, n_y):
    W1 = np.random.randn(n_h, n_x)
    b1 = np.random.randn(n_h, 1) * 0.5
    W2 = np.random.randn(n_y, n_h)
    b2 = np.zeros((n_y, 1))
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def sigmoid(z):
    a = 1 / (1 + np.exp(-z))
    return a


def forward(X, parameters):
    Z1 = np.dot(parameters["W1"], X) + parameters["b1"]
    A1 = sigmoid(Z1)
    Z2 = np.dot(parameters["W2"], A1) + parameters["b2"]
    A2 = Z2  # linear, sin goes below 0
    return A1, A2


def compute_cost(A2, Y):
    return np.sum((A2 - Y) ** 2) / (2 * Y.shape[1])


def back_propagate(X, Y, parameters, A1, A2):
    m = X.shape[1]
    W2 = parameters["W2"]
    dZ2 = A2 - Y
    dW2 = np.dot(dZ2, A2.T) / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dZ1 = np.dot(W2.T, dZ2) * (1 - np.power(A1, 2))
    dW1 = np.dot(dZ1, X.T) / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return dW1, db1, dW2, db2


def update(parameters, X, Y, learning_rate):
    A1, A2 = forward(X, parameters)
    dW1, db1, dW2, db2 = back_propagate(X, Y, parameters, A1, A2)
    return {
        "W1": parameters["W1"] - learning_rate * dW1,
        "b1": parameters["b1"] - learning_rate * db1,
        "W2": parameters["W2"] - learning_rate * dW2,
        "b2": parameters["b2"] - learning_rate * db2,
    }


def cost(parameters, X, Y):
    return compute_cost(forward(X, parameters)[1], Y)


parameters = initialize(1, 5, 1)

if __name__ == "__main__":
    for i in range(5000):
        parameters = update(parameters, X, Y, 0.05)
        if i % 500 == 0:
            print(i, cost(parameters, X, Y))
    print(np.c_[Y.T, forward(X, parameters)[1].T])


# ---- for the test
EXPECTED = "dW2 is made of the network's own output A2 in place of the hidden layer A1, a (1, 1) that the update spreads over all of W2; and dZ1 still has the derivative of tanh, 1 - A1**2, while the hidden layer is a sigmoid"
KINDS = {"wrong input", "broadcast", "shape"}
KINDS_2 = {"wrong derivative", "wrong activation"}
PLACES = ["W1", "b1", "W2", "dW1", "db1", "dW2", "dZ1", "A1", "A2"]
TWO = True
MEND = [("np.dot(dZ2, A2.T)", "np.dot(dZ2, A1.T)"), ("(1 - np.power(A1, 2))", "(A1 * (1 - A1))")]
OFF = {"W1", "b1", "W2"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(step=update, params=parameters, loss=cost, rate=0.05, x=X, y=Y)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def claim(a):
        new = update(a, X, Y, 0.05)
        return {name: (a[name] - new[name]) / 0.05 for name in a}

    return lambda a: cost(a, X, Y), claim, {name: p.copy() for name, p in parameters.items()}
