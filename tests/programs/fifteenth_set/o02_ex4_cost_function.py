## Machine Learning Online Class - Exercise 4, translated from Octave to Python
#  (Theta matrices are unrolled into one vector, labels are 1..K as in the pdf)
import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoidGradient(z):
    g = sigmoid(z)
    return g * (1 - g)


def randInitializeWeights(L_in, L_out):
    epsilon_init = 0.8
    return np.random.rand(L_out, 1 + L_in) * 2 * epsilon_init - epsilon_init


def nnCostFunction(nn_params, input_layer_size, hidden_layer_size, num_labels, X, y, lambda_):
    # Reshape nn_params back into the parameters Theta1 and Theta2
    cut = hidden_layer_size * (input_layer_size + 1)
    Theta1 = nn_params[:cut].reshape(hidden_layer_size, input_layer_size + 1)
    Theta2 = nn_params[cut:].reshape(num_labels, hidden_layer_size + 1)
    m = X.shape[0]

    # Part 1: feedforward
    a1 = np.hstack([np.ones((m, 1)), X])
    z2 = a1.dot(Theta1.T)
    a2 = np.hstack([np.ones((m, 1)), sigmoid(z2)])
    z3 = a2.dot(Theta2.T)
    h = sigmoid(z3)
    Y = np.eye(num_labels)[y - 1]
    J = np.sum(-Y * np.log(h) - (1 - Y) * np.log(1 - h)) / m
    J = J + lambda_ / (2 * m) * (np.sum(Theta1[:, 1:] ** 2) + np.sum(Theta2[:, 1:] ** 2))

    # Part 2: backpropagation (vectorized, no for loop)
    d3 = h - Y
    d2 = d3.dot(Theta2)
    d2 = d2[:, :-1] * sigmoidGradient(z2)    # remove the bias unit

    # Part 3: regularization
    Theta1_grad = d2.T.dot(a1) / m + lambda_ / m * Theta1
    Theta2_grad = d3.T.dot(a2) / m + lambda_ / m * Theta2

    # Unroll gradients
    grad = np.concatenate([Theta1_grad.ravel(), Theta2_grad.ravel()])
    return J, grad


def loadData():
    np.random.seed(10)
    y = np.arange(12) % 3 + 1
    X = np.random.randn(12, 4) * 0.7
    X[np.arange(12), y - 1] += 1.5
    return X, y


input_layer_size, hidden_layer_size, num_labels = 4, 5, 3
lambda_ = 1

if __name__ == "__main__":
    X, y = loadData()
    nn_params = np.concatenate([randInitializeWeights(input_layer_size, hidden_layer_size).ravel(),
                                randInitializeWeights(hidden_layer_size, num_labels).ravel()])
    # no fmincg in Python, so plain gradient descent
    for it in range(400):
        J, grad = nnCostFunction(nn_params, input_layer_size, hidden_layer_size, num_labels, X, y, lambda_)
        nn_params = nn_params - 0.5 * grad
        if it % 50 == 0:
            print("Iteration %4i | Cost: %e" % (it, J))

# ---- for the test
EXPECTED = ("nnCostFunction: the bias unit is column 0, but d2 drops the last column (:-1 instead of 1:), so every hidden unit gets its neighbour's error, "
            "and both Theta gradients penalize the bias columns too, which the cost does not.")
KINDS = {"wrong weights", "wrong column", "off by one", "wrong error", "bias column kept"}
KINDS_2 = {"bias penalized", "bias regularized", "penalty", "penalty on the bias column"}
PLACES = ["d2", "Theta1_grad", "Theta2_grad", "nnCostFunction", "Theta1", "Theta2", "nn_params", "lambda_"]
TWO = True
MEND = [("    d2 = d2[:, :-1] * sigmoidGradient(z2)", "    d2 = d2[:, 1:] * sigmoidGradient(z2)"),
        ("    Theta1_grad = d2.T.dot(a1) / m + lambda_ / m * Theta1\n"
         "    Theta2_grad = d3.T.dot(a2) / m + lambda_ / m * Theta2\n",
         "    Theta1_grad = d2.T.dot(a1) / m\n"
         "    Theta2_grad = d3.T.dot(a2) / m\n"
         "    Theta1_grad[:, 1:] += lambda_ / m * Theta1[:, 1:]\n"
         "    Theta2_grad[:, 1:] += lambda_ / m * Theta2[:, 1:]\n")]
OFF = {"nn_params"}


def _cost(nn_params, X, y):
    return nnCostFunction(nn_params, input_layer_size, hidden_layer_size, num_labels, X, y, lambda_)


def _start():
    np.random.seed(5)
    return np.concatenate([randInitializeWeights(4, 5).ravel(), randInitializeWeights(5, 3).ravel()])


def hand_over():
    X, y = loadData()
    return dict(params=_start(), loss=lambda nn_params, X, y: _cost(nn_params, X, y)[0], grads=_cost, x=X, y=y)


def proof():
    X, y = loadData()
    return (lambda p: _cost(p["nn_params"], X, y)[0],
            lambda p: {"nn_params": _cost(p["nn_params"], X, y)[1]},
            {"nn_params": _start()})
