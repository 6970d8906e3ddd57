"""Programming assignment (own data): robust regression with one hidden layer.
Examples are COLUMNS, X.shape == (n_x, m), as in the course.
Cost: Huber loss with threshold delta, plus an elastic net on the weights.
"""
import numpy as np

DELTA = 0.5      # Huber threshold
L1 = 0.03
L2 = 0.05


def initialize_parameters(n_x, n_h, n_y):
    np.random.seed(2)
    return {"W1": np.random.randn(n_h, n_x) * 0.5,
            "b1": np.random.randn(n_h, 1) * 0.1,
            "W2": np.random.randn(n_y, n_h) * 0.5,
            "b2": np.zeros((n_y, 1))}


def forward_propagation(X, parameters):
    W1, b1, W2, b2 = (parameters[k] for k in ("W1", "b1", "W2", "b2"))
    Z1 = np.dot(W1, X) + b1
    A1 = np.tanh(Z1)
    Z2 = np.dot(W2, A1) + b2
    cache = {"Z1": Z1, "A1": A1, "Z2": Z2}
    return Z2, cache


def compute_cost(Y_hat, Y, parameters):
    m = Y.shape[1]
    R = Y_hat - Y
    small = np.abs(R) <= DELTA
    huber = np.where(small, 0.5 * R ** 2, DELTA * (np.abs(R) - 0.5 * DELTA))
    cost = np.sum(huber) / m
    for k in ("W1", "W2"):
        cost += L1 * np.sum(np.abs(parameters[k])) + 0.5 * L2 * np.sum(parameters[k] ** 2)
    return cost


def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    A1, Z2 = cache["A1"], cache["Z2"]
    W1, W2 = parameters["W1"], parameters["W2"]

    # derivative of the Huber loss: R inside, constant slope outside
    R = Z2 - Y
    dZ2 = np.where(np.abs(R) <= DELTA, R, np.sign(R)) / m
    dW2 = np.dot(dZ2, A1.T)
    db2 = np.sum(dZ2, axis=1, keepdims=True)
    dZ1 = np.dot(W2.T, dZ2) * (1 - np.power(A1, 2))
    dW1 = np.dot(dZ1, X.T)
    db1 = np.sum(dZ1, axis=1, keepdims=True)

    # elastic net (weights only)
    dW1 = dW1 + L1 * np.abs(W1) + L2 * W1
    dW2 = dW2 + L1 * np.abs(W2) + L2 * W2
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


def update_parameters(parameters, grads, learning_rate=0.1):
    return {k: parameters[k] - learning_rate * grads["d" + k] for k in parameters}


def load_dataset():
    np.random.seed(7)
    X = np.random.randn(3, 20)
    Y = np.sin(X[:1]) + 0.5 * X[1:2]
    Y[0, ::6] += 4 * np.sign(np.random.randn(4))        # outliers
    return X, Y


def model(X, Y, n_h=5, num_iterations=300, print_cost=True):
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    for i in range(num_iterations):
        Y_hat, cache = forward_propagation(X, parameters)
        cost = compute_cost(Y_hat, Y, parameters)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads)
        if print_cost and i % 50 == 0:
            print("Cost after iteration %i: %f" % (i, cost))
    return parameters


if __name__ == "__main__":
    X, Y = load_dataset()
    parameters = model(X, Y)
    print("median |error|:", np.median(np.abs(forward_propagation(X, parameters)[0] - Y)))

# ---- for the test
EXPECTED = "Outside the threshold the Huber loss's slope is sign(R) without the factor DELTA in dZ2; and the L1 penalty's derivative is written abs(W) and not sign(W) in dW1 and dW2."
KINDS = {"scale", "wrong loss", "wrong error", "factor missing", "loss derivative", "Huber"}
KINDS_2 = {"penalty derivative", "penalty", "L1", "sign", "penalty scale", "wrong penalty"}
PLACES = ["backward_propagation", "dZ2", "R", "DELTA", "dW1", "dW2", "db1", "db2", "L1"]
TWO = True
MEND = [("np.where(np.abs(R) <= DELTA, R, np.sign(R)) / m", "np.where(np.abs(R) <= DELTA, R, DELTA * np.sign(R)) / m"),
        ("    dW1 = dW1 + L1 * np.abs(W1) + L2 * W1\n    dW2 = dW2 + L1 * np.abs(W2) + L2 * W2\n",
         "    dW1 = dW1 + L1 * np.sign(W1) + L2 * W1\n    dW2 = dW2 + L1 * np.sign(W2) + L2 * W2\n")]
OFF = {"W1", "b1", "W2", "b2"}


def _loss(parameters, X, Y):
    return compute_cost(forward_propagation(X, parameters)[0], Y, parameters)


def _grads(parameters, X, Y):
    return backward_propagation(parameters, forward_propagation(X, parameters)[1], X, Y)


def hand_over():
    X, Y = load_dataset()
    return dict(params=initialize_parameters(3, 5, 1), loss=_loss, grads=_grads,
                predict=lambda parameters, X: forward_propagation(X, parameters)[0], x=X, y=Y, rate=0.1)


def proof():
    X, Y = load_dataset()
    return (lambda p: _loss(p, X, Y), lambda p: {k[1:]: v for k, v in _grads(p, X, Y).items()},
            initialize_parameters(3, 5, 1))
