# ex4: neural network learning.  Translated from my Octave solution of the course.
import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoidGradient(z):
    g = sigmoid(z)
    return g * (1 - g)


def nnCostFunction(nn_params, input_layer_size, hidden_layer_size, num_labels, X, y, lam):
    # Reshape nn_params back into Theta1 and Theta2
    k = hidden_layer_size * (input_layer_size + 1)
    Theta1 = nn_params[0:k].reshape((hidden_layer_size, input_layer_size + 1), order="F")
    Theta2 = nn_params[k:].reshape((num_labels, hidden_layer_size + 1), order="F")
    m = X.shape[0]

    # Part 1: feedforward
    A1 = np.column_stack((np.ones(m), X))
    Z2 = A1 @ Theta1.T
    A2 = np.column_stack((np.ones(m), sigmoid(Z2)))
    A3 = sigmoid(A2 @ Theta2.T)
    Y = np.eye(num_labels)[y - 1]  # labels are 1..K
    J = np.sum(-Y * np.log(A3) - (1 - Y) * np.log(1 - A3)) / m
    J = J + lam / (2 * m) * (np.sum(Theta1[:, 1:] ** 2) + np.sum(Theta2[:, 1:] ** 2))

    # Part 2: backpropagation
    Theta1_grad = np.zeros(Theta1.shape)
    Theta2_grad = np.zeros(Theta2.shape)
    for t in range(m):
        a1, a2 = A1[t], A2[t]
        delta3 = A3[t] - Y[t]
        delta2 = (Theta2.T @ delta3)[1:] * sigmoidGradient(Z2[t])
        Theta2_grad += np.outer(delta3, a2)
        Theta1_grad += np.outer(delta2, a1)
    Theta1_grad = Theta1_grad / m
    Theta2_grad = Theta2_grad / m

    # Part 3: regularization, not for the first column
    Theta1_grad[:, 1:] += lam / m * Theta1[:, 1:]
    Theta2_grad[:, 1:] += lam / m * Theta2[:, 1:]

    # Unroll gradients
    grad = np.concatenate([Theta1_grad.ravel(), Theta2_grad.ravel()])
    return J, grad


def debugInitializeWeights(fan_out, fan_in):
    # sin, so that the values are always the same
    W = np.sin(np.arange(1, fan_out * (fan_in + 1) + 1))
    return W.reshape((fan_out, fan_in + 1), order="F") / 10


input_layer_size, hidden_layer_size, num_labels, lam, m = 3, 5, 3, 1.0, 5
Theta1 = debugInitializeWeights(hidden_layer_size, input_layer_size) * 5
Theta2 = debugInitializeWeights(num_labels, hidden_layer_size) * 5
X = debugInitializeWeights(m, input_layer_size - 1) * 10
y = 1 + np.arange(1, m + 1) % num_labels
nn_params = np.concatenate([Theta1.ravel(order="F"), Theta2.ravel(order="F")])
costFunction = lambda p: nnCostFunction(p, input_layer_size, hidden_layer_size, num_labels, X, y, lam)


# ---- for the test
EXPECTED = "the gradient is unrolled row by row (ravel) while nn_params is unrolled column by column (order='F'): the entries stand at the wrong places"
KINDS = {"flattening order", "unrolled order", "reshape order", "transposed"}
PLACES = ["nn_params", "theta", "grad", "Theta1", "Theta2", "layer 1", "layer 2", "every array", "params"]
TWO = False
MEND = [("np.concatenate([Theta1_grad.ravel(), Theta2_grad.ravel()])", 'np.concatenate([Theta1_grad.ravel(order="F"), Theta2_grad.ravel(order="F")])')]
OFF = {"nn_params"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss_and_grads=costFunction, params=nn_params)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return lambda a: costFunction(a["nn_params"])[0], lambda a: {"nn_params": costFunction(a["nn_params"])[1]}, {"nn_params": nn_params}
