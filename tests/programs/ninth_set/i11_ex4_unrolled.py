# Machine learning MOOC, ex4 ported from Octave to Python. checkNNGradients: relative difference 0.03 with lambda = 3,
# but 1e-10 with lambda = 0
import numpy as np

input_layer_size = 3
hidden_layer_size = 4
num_labels = 3
lam = 3.0


def debugInitializeWeights(fan_out, fan_in):
    W = np.sin(np.arange(1, fan_out * (1 + fan_in) + 1))
    return W.reshape((fan_out, 1 + fan_in), order="F") / 2


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoidGradient(z):
    g = sigmoid(z)
    return g * (1 - g)


def nnCostFunction(nn_params, input_layer_size, hidden_layer_size, num_labels, X, y, lam):
    cut = hidden_layer_size * (input_layer_size + 1)
    Theta1 = nn_params[:cut].reshape((hidden_layer_size, input_layer_size + 1), order="F")
    Theta2 = nn_params[cut:].reshape((num_labels, hidden_layer_size + 1), order="F")
    m = X.shape[0]

    a1 = np.column_stack((np.ones(m), X))
    z2 = a1.dot(Theta1.T)
    a2 = np.column_stack((np.ones(m), sigmoid(z2)))
    a3 = sigmoid(a2.dot(Theta2.T))

    Y = np.eye(num_labels)[y - 1]          # labels are 1..K as in Octave
    J = np.sum(-Y * np.log(a3) - (1 - Y) * np.log(1 - a3)) / m
    J = J + lam / (2 * m) * (np.sum(Theta1[:, 1:] ** 2) + np.sum(Theta2[:, 1:] ** 2))

    d3 = a3 - Y
    d2 = d3.dot(Theta2)[:, 1:] * sigmoidGradient(z2)
    Theta1_grad = d2.T.dot(a1) / m
    Theta2_grad = d3.T.dot(a2) / m

    Theta1_grad += lam / m * Theta1
    Theta2_grad += lam / m * Theta2

    grad = np.concatenate((Theta1_grad.flatten(order="F"), Theta2_grad.flatten(order="F")))
    return J, grad


m = 5
X = debugInitializeWeights(m, input_layer_size - 1)
y = 1 + np.mod(np.arange(1, m + 1), num_labels)
nn_params = np.concatenate((debugInitializeWeights(hidden_layer_size, input_layer_size).flatten(order="F"),
                            debugInitializeWeights(num_labels, hidden_layer_size).flatten(order="F")))


def costFunc(p):
    """short-hand for fmincg / scipy.optimize.minimize(jac=True)"""
    return nnCostFunction(p, input_layer_size, hidden_layer_size, num_labels, X, y, lam)


if __name__ == "__main__":
    J, grad = costFunc(nn_params)
    print("Cost", J)
    for k in range(len(grad)):
        e = np.zeros(len(grad))
        e[k] = 1e-4
        print((costFunc(nn_params + e)[0] - costFunc(nn_params - e)[0]) / 2e-4, grad[k])


# ---- for the test
EXPECTED = "the gradient penalizes the bias columns Theta[:, 0] too, the cost leaves them out"
KINDS = {"penalty on the bias"}
PLACES = ["Theta1", "Theta2", "nn_params", "Theta1_grad", "Theta2_grad", "array 1", "p"]
TWO = False
MEND = [("Theta1_grad += lam / m * Theta1\n", "Theta1_grad[:, 1:] += lam / m * Theta1[:, 1:]\n"),
        ("Theta2_grad += lam / m * Theta2\n", "Theta2_grad[:, 1:] += lam / m * Theta2[:, 1:]\n")]
OFF = {"nn_params"}


def hand_over():
    return dict(loss_and_grads=costFunc, params=nn_params)


def proof():
    return (lambda a: costFunc(a["nn_params"])[0], lambda a: dict(nn_params=costFunc(a["nn_params"])[1]),
            dict(nn_params=nn_params.copy()))
