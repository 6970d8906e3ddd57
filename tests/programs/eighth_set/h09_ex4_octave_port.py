# Machine learning course, exercise 4, ported from my nnCostFunction.m
import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoidGradient(z):
    g = sigmoid(z)
    return g * (1 - g)


def nnCostFunction(nn_params, input_layer_size, hidden_layer_size, num_labels, X, y, lambda_):
    # Reshape nn_params back into Theta1 and Theta2 (column by column, like Octave)
    cut = hidden_layer_size * (input_layer_size + 1)
    Theta1 = nn_params[:cut].reshape((hidden_layer_size, input_layer_size + 1), order="F")
    Theta2 = nn_params[cut:].reshape((num_labels, hidden_layer_size + 1), order="F")

    m = X.shape[0]
    Theta1_grad = np.zeros(Theta1.shape)
    Theta2_grad = np.zeros(Theta2.shape)

    # Part 1: feedforward
    a1 = np.c_[np.ones(m), X]
    z2 = a1.dot(Theta1.T)
    a2 = np.c_[np.ones(m), sigmoid(z2)]
    z3 = a2.dot(Theta2.T)
    h = sigmoid(z3)

    # labels are 1..num_labels
    Y = np.eye(num_labels)[y - 1]

    J = np.sum(-Y * np.log(h) - (1 - Y) * np.log(1 - h)) / m
    J = J + lambda_ / (2 * m) * (np.sum(Theta1[:, 1:] ** 2) + np.sum(Theta2[:, 1:] ** 2))

    # Part 2: backpropagation, one example at a time
    for t in range(m):
        delta3 = h[t, :] - Y[t, :]
        delta2 = Theta2.T.dot(delta3)[1:] * sigmoidGradient(z2[t, :])
        Theta1_grad = Theta1_grad + np.outer(delta2, a1[t, :])
        Theta2_grad = Theta2_grad + np.outer(delta3, a2[t, :])
    Theta1_grad = Theta1_grad / m
    Theta2_grad = Theta2_grad / m

    # Part 3: regularization
    Theta1_grad = Theta1_grad + lambda_ / m * Theta1
    Theta2_grad = Theta2_grad + lambda_ / m * Theta2

    # Unroll gradients
    grad = np.r_[Theta1_grad.ravel(order="F"), Theta2_grad.ravel(order="F")]
    return J, grad


def debugInitializeWeights(fan_out, fan_in):
    W = np.sin(np.arange(1, fan_out * (1 + fan_in) + 1))
    return W.reshape((fan_out, 1 + fan_in), order="F") * 0.8


input_layer_size = 3
hidden_layer_size = 5
num_labels = 3
m = 7
Theta1 = debugInitializeWeights(hidden_layer_size, input_layer_size)
Theta2 = debugInitializeWeights(num_labels, hidden_layer_size)
X = debugInitializeWeights(m, input_layer_size - 1)
y = 1 + np.mod(np.arange(1, m + 1), num_labels)
nn_params = np.r_[Theta1.ravel(order="F"), Theta2.ravel(order="F")]
lambda_ = 3.0


def costFunc(p):
    return nnCostFunction(p, input_layer_size, hidden_layer_size, num_labels, X, y, lambda_)


if __name__ == "__main__":
    from scipy.optimize import minimize

    res = minimize(costFunc, nn_params, jac=True, method="CG", options={"maxiter": 50})
    print(res.message, res.fun)


# ---- for the test
EXPECTED = "the gradient's penalty lambda/m * Theta is added to every column, also to the first one, the biases, which the cost leaves out of the penalty"
KINDS = {"penalty on the bias", "wrong penalty"}
PLACES = ["Theta1", "Theta2", "Theta1_grad", "Theta2_grad", "nn_params", "params", "grad"]
TWO = False
MEND = [
    ("Theta1_grad + lambda_ / m * Theta1\n", "Theta1_grad + lambda_ / m * np.c_[np.zeros(len(Theta1)), Theta1[:, 1:]]\n"),
    ("Theta2_grad + lambda_ / m * Theta2\n", "Theta2_grad + lambda_ / m * np.c_[np.zeros(len(Theta2)), Theta2[:, 1:]]\n"),
]
OFF = {"Theta1", "Theta2"}


def hand_over():
    """What the learner would hand over, in its natural form: the unrolled parameters, cost and gradient at once."""
    return dict(loss_and_grads=costFunc, params=nn_params)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def rolled(a):
        return np.r_[a["Theta1"].ravel(order="F"), a["Theta2"].ravel(order="F")]

    def claim(a):
        g = costFunc(rolled(a))[1]
        cut = Theta1.size
        return dict(Theta1=g[:cut].reshape(Theta1.shape, order="F"), Theta2=g[cut:].reshape(Theta2.shape, order="F"))

    return lambda a: costFunc(rolled(a))[0], claim, dict(Theta1=Theta1.copy(), Theta2=Theta2.copy())
