# ex4 of the machine learning course, translated from Octave
import numpy as np

input_layer_size, hidden_layer_size, num_labels = 3, 5, 4
np.random.seed(10)
m = 8
X = np.random.randn(m, input_layer_size)
y = 1 + np.mod(np.arange(1, m + 1), num_labels)          # labels 1..4
nn_params = np.random.uniform(-0.9, 0.9, hidden_layer_size * (input_layer_size + 1)
                              + num_labels * (hidden_layer_size + 1))


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def reshape_params(nn_params):
    split = hidden_layer_size * (input_layer_size + 1)
    Theta1 = nn_params[:split].reshape(hidden_layer_size, input_layer_size + 1)
    Theta2 = nn_params[split:].reshape(num_labels, hidden_layer_size + 1)
    return Theta1, Theta2


def forward(nn_params, X):
    Theta1, Theta2 = reshape_params(nn_params)
    a1 = np.c_[np.ones(len(X)), X]
    a2 = np.c_[np.ones(len(X)), sigmoid(a1 @ Theta1.T)]
    a3 = sigmoid(a2 @ Theta2.T)
    return a1, a2, a3


def nnCostFunction(nn_params, X, y, lam=0.8):
    m = len(X)
    Theta1, Theta2 = reshape_params(nn_params)
    a1, a2, a3 = forward(nn_params, X)
    Y = np.eye(num_labels)[y - 1]
    J = np.sum(-Y * np.log(a3) - (1 - Y) * np.log(1 - a3)) / m
    J += lam / (2 * m) * (np.sum(Theta1[:, 1:] ** 2) + np.sum(Theta2[:, 1:] ** 2))
    return J


def nnGrad(nn_params, X, y, lam=0.8):
    m = len(X)
    Theta1, Theta2 = reshape_params(nn_params)
    a1, a2, a3 = forward(nn_params, X)
    Y = np.eye(num_labels)[y - 1]
    d3 = a3 - Y
    d2 = (d3 @ Theta2[:, 1:]) * a2[:, 1:] * (1 - a2[:, 1:])
    Theta1_grad = d2.T @ a1 / m
    Theta2_grad = d3.T @ a2 / m
    Theta1_grad += lam / m * Theta1
    Theta2_grad += lam / m * Theta2
    return np.r_[Theta1_grad.ravel(), Theta2_grad.ravel()]


# ---- for the test
EXPECTED = "the gradient of the penalty also covers the bias columns of Theta1 and Theta2, which the cost leaves out"
KINDS = {"penalty on the bias"}
PLACES = ["bias", "Theta1", "Theta2", "penalty", "theta"]
TWO = False
MEND = [("Theta1_grad += lam / m * Theta1", "Theta1_grad[:, 1:] += lam / m * Theta1[:, 1:]"),
        ("Theta2_grad += lam / m * Theta2", "Theta2_grad[:, 1:] += lam / m * Theta2[:, 1:]")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=nnCostFunction, grads=nnGrad, params=nn_params, x=X, y=y)
