import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def sigmoidGradient(z):
    return sigmoid(z) * (1 - sigmoid(z))


def nnCostFunction(nn_params, input_layer_size, hidden_layer_size, num_labels, X, y, lmbda):
    """
    [J, grad] = nnCostFunction(nn_params, ...) computes the cost and gradient of the neural network.
    The parameters are "unrolled" into the vector nn_params (column order, like in Octave)
    """
    cut = hidden_layer_size * (input_layer_size + 1)
    Theta1 = np.reshape(nn_params[:cut], (hidden_layer_size, input_layer_size + 1), order="F")
    Theta2 = np.reshape(nn_params[cut:], (num_labels, hidden_layer_size + 1), order="F")
    m = len(X)

    # Part 1: feedforward
    y_d = np.zeros((m, num_labels))
    for i in range(m):
        y_d[i, y[i] - 1] = 1
    a1 = np.c_[np.ones(m), X]
    z2 = a1 @ Theta1.T
    a2 = np.c_[np.ones(m), sigmoid(z2)]
    h = sigmoid(a2 @ Theta2.T)
    J = 1 / m * np.sum(-y_d * np.log(h) - (1 - y_d) * np.log(1 - h))
    reg = lmbda / (2 * m) * (np.sum(Theta1[:, 1:] ** 2) + np.sum(Theta2[:, 1:] ** 2))
    J = J + reg

    # Part 2: backpropagation
    d3 = h - y_d
    d2 = (d3 @ Theta2)[:, :-1] * sigmoidGradient(z2)
    Theta1_grad = d2.T @ a1 / m
    Theta2_grad = d3.T @ a2 / m

    # Part 3: regularization, not for the bias
    Theta1_grad[:, 1:] = Theta1_grad[:, 1:] + lmbda / m * Theta1[:, 1:]
    Theta2_grad[:, 1:] = Theta2_grad[:, 1:] + lmbda / m * Theta2[:, 1:]

    grad = np.r_[Theta1_grad.ravel(order="F"), Theta2_grad.ravel(order="F")]
    return J, grad


def debugInitializeWeights(fan_out, fan_in):
    return np.sin(np.arange(1, fan_out * (fan_in + 1) + 1)) / 2


nn_params = np.r_[debugInitializeWeights(4, 3), debugInitializeWeights(3, 4)]
X = np.sin(np.arange(1, 16)).reshape(5, 3)
y = 1 + np.mod(np.arange(1, 6), 3)


# ---- for the test
EXPECTED = "Theta2's last column is dropped instead of its first, the bias column: the hidden deltas take shifted weights (Theta1)"
KINDS = {"wrong weight", "bias column"}
PLACES = ["Theta1", "nn_params", "hidden"]
TWO = False
MEND = [("(d3 @ Theta2)[:, :-1]", "(d3 @ Theta2)[:, 1:]")]
OFF = {"Theta1"}


def J_and_grad(nn_params, X, y):
    return nnCostFunction(nn_params, 3, 4, 3, X, y, 0.8)


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss_and_grads=J_and_grad, params=nn_params, x=X, y=y)


def of(a):
    return J_and_grad(np.r_[a["Theta1"], a["Theta2"]], X, y)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return (
        lambda a: of(a)[0],
        lambda a: dict(Theta1=of(a)[1][:16], Theta2=of(a)[1][16:]),
        dict(Theta1=nn_params[:16], Theta2=nn_params[16:]),
    )
