"""I did ex4 of the old ML course in Octave years ago and port it to Python now. Cost is 2.51 as it should be,
checkNNGradients passes with lambda = 0 but not with lambda = 1, the relative difference is about 0.1.
"""
import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoidGradient(z):
    g = sigmoid(z)
    return g * (1 - g)


def nnCostFunction(nn_params, input_layer_size, hidden_layer_size, num_labels, X, y, lam):
    split = hidden_layer_size * (input_layer_size + 1)
    Theta1 = nn_params[:split].reshape(hidden_layer_size, input_layer_size + 1)
    Theta2 = nn_params[split:].reshape(num_labels, hidden_layer_size + 1)
    m = X.shape[0]
    I = np.eye(num_labels)
    Y = I[y - 1]          # labels are 1..K as in Octave

    # Part 1: feedforward
    a1 = np.c_[np.ones(m), X]
    z2 = a1 @ Theta1.T
    a2 = np.c_[np.ones(m), sigmoid(z2)]
    z3 = a2 @ Theta2.T
    a3 = sigmoid(z3)
    J = -np.sum(Y * np.log(a3) + (1 - Y) * np.log(1 - a3)) / m
    J = J + lam / (2 * m) * (np.sum(Theta1[:, 1:] ** 2) + np.sum(Theta2[:, 1:] ** 2))

    # Part 2: backpropagation
    delta3 = a3 - Y
    delta2 = (delta3 @ Theta2[:, 1:]) * sigmoidGradient(z2)
    Theta1_grad = delta2.T @ a1 / m
    Theta2_grad = delta3.T @ a2 / m

    # Part 3: regularization
    Theta1_grad = Theta1_grad + lam / m * Theta1
    Theta2_grad = Theta2_grad + lam / m * Theta2

    grad = np.r_[Theta1_grad.ravel(), Theta2_grad.ravel()]
    return J, grad


def debugInitializeWeights(fan_out, fan_in):
    W = np.zeros((fan_out, 1 + fan_in))
    return np.sin(np.arange(1, W.size + 1)).reshape(W.shape, order="F") / 2


input_layer_size, hidden_layer_size, num_labels = 3, 4, 3
X = debugInitializeWeights(6, input_layer_size - 1) * 4
y = 1 + np.arange(1, 7) % num_labels
initial = np.r_[debugInitializeWeights(hidden_layer_size, input_layer_size).ravel(),
                debugInitializeWeights(num_labels, hidden_layer_size).ravel()]
lam = 1.0
alpha = 0.3


def costFunc(p, X, y):
    return nnCostFunction(p, input_layer_size, hidden_layer_size, num_labels, X, y, lam)


def gradientDescent(p, X, y):
    J, grad = costFunc(p, X, y)
    return p - alpha * grad


if __name__ == "__main__":
    nn_params = initial
    for it in range(50):
        nn_params = gradientDescent(nn_params, X, y)
    print(costFunc(nn_params, X, y)[0])


# ---- for the test
EXPECTED = "the first columns of Theta1 and Theta2 are the biases: the cost does not penalize them, the gradient does"
KINDS = {"penalty on the bias", "penalty in the gradient only", "wrong penalty"}
PLACES = ["theta", "nn_params", "grad", "bias", "p["]
TWO = False
MEND = [("lam / m * Theta1\n", "lam / m * np.c_[np.zeros(hidden_layer_size), Theta1[:, 1:]]\n"),
        ("lam / m * Theta2\n", "lam / m * np.c_[np.zeros(num_labels), Theta2[:, 1:]]\n")]
OFF = {"theta"}


def hand_over():
    return dict(step=gradientDescent, params=initial, loss=lambda p, X, y: costFunc(p, X, y)[0], rate=alpha, x=X, y=y)


def proof():
    return (lambda a: costFunc(a["theta"], X, y)[0]), (lambda a: {"theta": costFunc(a["theta"], X, y)[1]}), \
        {"theta": initial.copy()}
