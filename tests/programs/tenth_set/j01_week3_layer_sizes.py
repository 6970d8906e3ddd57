"""Week 3 exercise: cost goes down, but the grader says "Wrong shape" for one of my gradients.
Examples are columns. I changed the layer sizes."""
import numpy as np


def initialize(n_x, n_y, n_h):
    np.random.seed(3)
    W1 = np.random.randn(n_h, n_x) * 0.6
    b1 = np.random.randn(n_h, 1) * 0.1
    W2 = np.random.randn(n_y, n_h) * 0.6
    b2 = np.zeros((n_y, 1))
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def sigmoid(z):
    a = (1 / (1 + np.exp(-z)))
    # print(a)
    return a


def forward_propagate(X, parameters):
    W1 = parameters["W1"]
    W2 = parameters["W2"]
    b1 = parameters["b1"]
    b2 = parameters["b2"]
    A1 = np.tanh(np.dot(W1, X) + b1)
    A2 = sigmoid(np.dot(W2, A1) + b2)
    return A1, A2


def compute_cost(A2, Y):
    m = Y.shape[1]
    cost = -(1 / m) * np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))
    return np.squeeze(cost)


def back_propagate(X, parameters, A1, A2, Y):
    W2 = parameters["W2"]
    m_divisor = 1 / X.shape[1]

    dZ2 = A2 - Y
    dW2 = m_divisor * np.dot(dZ2, A2.T)
    db2 = m_divisor * np.sum(dZ2, axis=1, keepdims=True)
    dZ1 = np.dot(W2.T, dZ2) * (1 - np.power(A1, 2))
    dW1 = m_divisor * np.dot(dZ1, X.T)
    db1 = m_divisor * np.sum(dZ1, axis=1, keepdims=True)
    # print(np.shape(dW2))
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


def update(parameters, X, Y, learning_rate=1.2):
    A1, A2 = forward_propagate(X, parameters)
    grads = back_propagate(X, parameters, A1, A2, Y)
    new = {}
    for name in parameters:
        new[name] = parameters[name] - learning_rate * grads["d" + name]
    return new


def cost(parameters, X, Y):
    return compute_cost(forward_propagate(X, parameters)[1], Y)


X = np.array([[0.5, -1.1, 0.3, 1.4, -0.2, -0.8, 0.9, -1.5],
              [1.0, 0.2, -0.7, 0.6, -1.3, 0.9, -0.1, -0.4]])
Y = np.array([[1, 0, 0, 1, 0, 1, 1, 0]])
parameters = initialize(2, 1, 4)

if __name__ == "__main__":
    for i in range(50):
        parameters = update(parameters, X, Y)
        if i % 10 == 0:
            print(i, cost(parameters, X, Y))


# ---- for the test
EXPECTED = "back_propagate multiplies dZ2 by A2.T, the layer's own output, instead of its input A1.T: dW2 is one number, shape (1, 1), spread over W2 by broadcasting"
KINDS = {"wrong input", "shape", "broadcasting"}
PLACES = ["W2", "dW2"]
TWO = False
MEND = [("np.dot(dZ2, A2.T)", "np.dot(dZ2, A1.T)")]
OFF = {"W2"}


def hand_over():
    return dict(step=update, params=parameters, loss=cost, rate=1.2, x=X, y=Y)


def proof():
    def claim(a):
        new = update(a, X, Y, 1.0)
        return {k: a[k] - new[k] for k in a}
    return (lambda a: cost(a, X, Y)), claim, {k: v.copy() for k, v in parameters.items()}
