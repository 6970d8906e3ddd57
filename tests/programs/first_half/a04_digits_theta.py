import numpy as np

# ex4 in python: one flat vector with all weights, bias unit in the first column

input_layer_size = 3
hidden_layer_size = 4
num_labels = 5


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def unroll(nn_params):
    cut = hidden_layer_size * (input_layer_size + 1)
    Theta1 = nn_params[:cut].reshape(hidden_layer_size, input_layer_size + 1)
    Theta2 = nn_params[cut:].reshape(num_labels, hidden_layer_size + 1)
    return Theta1, Theta2


def nnCostFunction(nn_params, X, y, lam=1.5):
    Theta1, Theta2 = unroll(nn_params)
    m = X.shape[0]
    J = 0.0
    Delta1 = np.zeros(Theta1.shape)
    Delta2 = np.zeros(Theta2.shape)
    for t in range(m):
        a1 = np.r_[1.0, X[t]]
        a2 = np.r_[1.0, sigmoid(Theta1 @ a1)]
        h = sigmoid(Theta2 @ a2)
        yt = np.zeros(num_labels)
        yt[y[t] - 1] = 1
        J += -np.sum(yt * np.log(h) + (1 - yt) * np.log(1 - h))
        d3 = h - yt
        d2 = (Theta2.T @ d3)[1:] * a2[1:] * (1 - a2[1:])
        Delta1 += np.outer(d2, a1)
        Delta2 += np.outer(d3, a2)
    J = J / m + lam / (2 * m) * (np.sum(Theta1[:, 1:] ** 2) + np.sum(Theta2[:, 1:] ** 2))
    Theta1_grad = Delta1 / m + lam / m * Theta1
    Theta2_grad = Delta2 / m + lam / m * Theta2
    return J, np.concatenate([Theta1_grad.ravel(), Theta2_grad.ravel()])


rng = np.random.RandomState(7)
X = rng.randn(6, input_layer_size)
y = np.array([1, 3, 2, 5, 4, 3])
nn_params = rng.uniform(
    -1, 1, hidden_layer_size * (input_layer_size + 1) + num_labels * (hidden_layer_size + 1)
)


# ---- for the test
EXPECTED = "the gradient penalizes the bias columns of Theta1 and Theta2 too, the cost does not"
KINDS = {"penalty on the bias"}
PLACES = ["bias", "Theta1", "Theta2", "nn_params", "theta"]
TWO = False
MEND = [
    ("lam / m * Theta1\n", "lam / m * np.c_[np.zeros(hidden_layer_size), Theta1[:, 1:]]\n"),
    ("lam / m * Theta2\n", "lam / m * np.c_[np.zeros(num_labels), Theta2[:, 1:]]\n"),
]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss_and_grads=nnCostFunction, params=nn_params, x=X, y=y)
