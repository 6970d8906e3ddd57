# ML course ex4, translated from my Octave solution to Python
import numpy as np

input_layer_size = 3
hidden_layer_size = 4
num_labels = 3
Lambda = 0.7


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def sigmoidGradient(z):
    return sigmoid(z) * (1 - sigmoid(z))


def unroll(nn_params):
    split = hidden_layer_size * (input_layer_size + 1)
    Theta1 = nn_params[:split].reshape((hidden_layer_size, input_layer_size + 1), order="F")
    Theta2 = nn_params[split:].reshape((num_labels, hidden_layer_size + 1), order="F")
    return Theta1, Theta2


def nnCostFunction(nn_params, X, y):
    """[J, grad] for fmincg / scipy.optimize.minimize(..., jac=True)"""
    Theta1, Theta2 = unroll(nn_params)
    m = X.shape[0]

    # Part 1: feedforward
    a1 = np.hstack((np.ones((m, 1)), X))
    z2 = a1.dot(Theta1.T)
    a2 = np.hstack((np.ones((m, 1)), sigmoid(z2)))
    z3 = a2.dot(Theta2.T)
    h = sigmoid(z3)
    Y = np.eye(num_labels)[y.flatten() - 1]  # labels go from 1 to K

    J = np.sum(-Y * np.log(h) - (1 - Y) * np.log(1 - h)) / m
    J += Lambda / (2 * m) * (np.sum(Theta1[:, 1:] ** 2) + np.sum(Theta2[:, 1:] ** 2))

    # Part 2: backprop
    Delta1 = np.zeros(Theta1.shape)
    Delta2 = np.zeros(Theta2.shape)
    for t in range(m):
        d3 = h[t] - Y[t]
        d2 = Theta2[:, 1:].T.dot(d3) * sigmoidGradient(z2[t])
        Delta1 += np.outer(d2, a1[t])
        Delta2 += np.outer(d3, a2[t])

    # Part 3: regularization
    Theta1_grad = Delta1 / m + Lambda / m * Theta1
    Theta2_grad = Delta2 / m + Lambda / m * Theta2

    grad = np.concatenate((Theta1_grad.ravel(order="F"), Theta2_grad.ravel(order="F")))
    return J, grad


def randInitializeWeights(L_in, L_out, epsilon_init=0.9):
    return np.random.rand(L_out, L_in + 1) * 2 * epsilon_init - epsilon_init


np.random.seed(0)
X = np.random.randn(8, input_layer_size)
y = np.array([[1], [2], [3], [3], [2], [1], [1], [3]])
initial_Theta1 = randInitializeWeights(input_layer_size, hidden_layer_size)
initial_Theta2 = randInitializeWeights(hidden_layer_size, num_labels)
initial_nn_params = np.concatenate((initial_Theta1.ravel(order="F"), initial_Theta2.ravel(order="F")))

costFunc = lambda p: nnCostFunction(p, X, y)
# res = scipy.optimize.minimize(costFunc, initial_nn_params, jac=True, method='CG')


# ---- for the test
EXPECTED = "the gradient adds Lambda / m * Theta to the first column too, the bias, which the cost leaves out of the penalty"
KINDS = {"penalty on the bias"}
PLACES = ["Theta1", "Theta2", "nn_params", "Theta1_grad", "Theta2_grad", "b", "bias", "layer 1", "layer 2", "grad", "theta"]
TWO = False
MEND = [
    ("Lambda / m * Theta1\n", "Lambda / m * np.hstack((np.zeros((len(Theta1), 1)), Theta1[:, 1:]))\n"),
    ("Lambda / m * Theta2\n", "Lambda / m * np.hstack((np.zeros((len(Theta2), 1)), Theta2[:, 1:]))\n"),
]
OFF = {"Theta1_bias", "Theta2_bias"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss_and_grads=costFunc, params=initial_nn_params)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def flat(a):
        Thetas = [np.column_stack((a[k + "_bias"], a[k])) for k in ("Theta1", "Theta2")]
        return np.concatenate([T.ravel(order="F") for T in Thetas])

    def parts(v):
        out = {}
        for k, T in zip(("Theta1", "Theta2"), unroll(v)):
            out[k], out[k + "_bias"] = T[:, 1:].copy(), T[:, 0].copy()
        return out

    return lambda a: costFunc(flat(a))[0], lambda a: parts(costFunc(flat(a))[1]), parts(initial_nn_params)
