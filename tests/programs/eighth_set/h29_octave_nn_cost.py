# Neural network exercise of the ML course, ported from Octave (nnCostFunction.m)
import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoid_gradient(z):
    g = sigmoid(z)
    return g * (1 - g)


def nn_cost_function(nn_params, input_layer_size, hidden_layer_size, num_labels, X, y, lambda_):
    # Reshape nn_params back into Theta1 and Theta2
    n1 = hidden_layer_size * (input_layer_size + 1)
    Theta1 = nn_params[:n1].reshape((hidden_layer_size, input_layer_size + 1), order="F")
    Theta2 = nn_params[n1:].reshape((num_labels, hidden_layer_size + 1), order="F")

    m = X.shape[0]
    J = 0
    Theta1_grad = np.zeros(Theta1.shape)
    Theta2_grad = np.zeros(Theta2.shape)

    for t in range(m):
        # forward
        a1 = np.concatenate(([1], X[t, :]))
        z2 = Theta1 @ a1
        a2 = np.concatenate(([1], sigmoid(z2)))
        z3 = Theta2 @ a2
        h = sigmoid(z3)

        # labels are 1..num_labels
        yt = (np.arange(1, num_labels + 1) == y[t]).astype(float)
        J = J + np.sum(-yt * np.log(h) - (1 - yt) * np.log(1 - h))

        # backward
        delta3 = h - yt
        delta2 = (Theta2.T @ delta3)[1:] * sigmoid_gradient(z2)
        Theta1_grad = Theta1_grad + np.outer(delta2, a1)
        Theta2_grad = Theta2_grad + np.outer(delta3, a2)

    J = J / m
    Theta1_grad = Theta1_grad / m
    Theta2_grad = Theta2_grad / m

    # regularization
    J = J + lambda_ / (2 * m) * (np.sum(Theta1[:, 1:] ** 2) + np.sum(Theta2[:, 1:] ** 2))
    Theta1_grad = Theta1_grad + lambda_ / m * Theta1
    Theta2_grad = Theta2_grad + lambda_ / m * Theta2

    # Unroll gradients
    grad = np.concatenate((Theta1_grad.ravel(order="F"), Theta2_grad.ravel(order="F")))
    return J, grad


def rand_initialize_weights(L_in, L_out, epsilon_init=0.6):
    return np.random.rand(L_out, 1 + L_in) * 2 * epsilon_init - epsilon_init


input_layer_size = 3
hidden_layer_size = 5
num_labels = 3
m = 8
lambda_ = 1

np.random.seed(1)
initial_Theta1 = rand_initialize_weights(input_layer_size, hidden_layer_size)
initial_Theta2 = rand_initialize_weights(hidden_layer_size, num_labels)
initial_nn_params = np.concatenate((initial_Theta1.ravel(order="F"), initial_Theta2.ravel(order="F")))
X = np.sin(np.arange(1, m * input_layer_size + 1)).reshape((m, input_layer_size), order="F")
y = 1 + np.mod(np.arange(1, m + 1), num_labels)


def cost_func(p):
    return nn_cost_function(p, input_layer_size, hidden_layer_size, num_labels, X, y, lambda_)


if __name__ == "__main__":
    from scipy.optimize import minimize

    res = minimize(cost_func, initial_nn_params, jac=True, method="CG", options={"maxiter": 50})
    print(res.fun)


# ---- for the test
EXPECTED = "the penalty of the cost leaves out the first column (the bias) of Theta1 and Theta2, the gradient adds lambda/m * Theta with that column"
KINDS = {"penalty on the bias"}
PLACES = ["Theta1", "Theta2", "Theta1_grad", "Theta2_grad", "lambda_", "nn_params", "p", "initial_nn_params"]
TWO = False
MEND = [
    ("lambda_ / m * Theta1\n", "lambda_ / m * np.c_[np.zeros(hidden_layer_size), Theta1[:, 1:]]\n"),
    ("lambda_ / m * Theta2\n", "lambda_ / m * np.c_[np.zeros(num_labels), Theta2[:, 1:]]\n"),
]
OFF = {"Theta1", "Theta2"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss_and_grads=cost_func, params=initial_nn_params)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def long(a):
        return np.concatenate((a["Theta1"].ravel(order="F"), a["Theta2"].ravel(order="F")))

    def claim(a):
        g = cost_func(long(a))[1]
        n1 = initial_Theta1.size
        return dict(
            Theta1=g[:n1].reshape(initial_Theta1.shape, order="F"),
            Theta2=g[n1:].reshape(initial_Theta2.shape, order="F"),
        )

    return lambda a: cost_func(long(a))[0], claim, dict(Theta1=initial_Theta1, Theta2=initial_Theta2)
