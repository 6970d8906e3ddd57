# Programming Exercise 4 (Neural Networks Learning), translated from my Octave
# solution into numpy. No digits here, just a small made-up set with labels 1..3.
# The submit script does not accept the gradient :-( cost J is accepted.
import numpy as np

input_layer_size = 3
hidden_layer_size = 4
num_labels = 3
lam = 1.0


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoidGradient(z):
    g = sigmoid(z)
    return g * (1 - g)


def randInitializeWeights(L_in, L_out):
    epsilon_init = 0.8
    return np.random.rand(L_out, 1 + L_in) * 2 * epsilon_init - epsilon_init


def initial_nn_params():
    np.random.seed(0)
    Theta1 = randInitializeWeights(input_layer_size, hidden_layer_size)
    Theta2 = randInitializeWeights(hidden_layer_size, num_labels)
    return np.concatenate([Theta1.ravel(), Theta2.ravel()])


def reshape_params(nn_params):
    n1 = hidden_layer_size * (input_layer_size + 1)
    Theta1 = nn_params[:n1].reshape(hidden_layer_size, input_layer_size + 1)
    Theta2 = nn_params[n1:].reshape(num_labels, hidden_layer_size + 1)
    return Theta1, Theta2


def nnCostFunction(nn_params, X, y):
    Theta1, Theta2 = reshape_params(nn_params)
    m = X.shape[0]
    J = 0
    Theta1_grad = np.zeros(Theta1.shape)
    Theta2_grad = np.zeros(Theta2.shape)

    for t in range(m):
        # step 1: feedforward
        a1 = np.concatenate(([1], X[t, :]))
        z2 = Theta1.dot(a1)
        a2 = np.concatenate(([1], sigmoid(z2)))
        z3 = Theta2.dot(a2)
        a3 = sigmoid(z3)
        yk = (np.arange(1, num_labels + 1) == y[t]).astype(float)
        J = J + np.sum(-yk * np.log(a3) - (1 - yk) * np.log(1 - a3))
        # step 2: output layer
        delta3 = (a3 - yk) * sigmoidGradient(z3)
        # step 3: hidden layer
        delta2 = Theta2[:, 1:].T.dot(delta3) * sigmoidGradient(z2)
        # step 4: accumulate
        Theta1_grad = Theta1_grad + np.outer(delta2, a1)
        Theta2_grad = Theta2_grad + np.outer(delta3, a2)

    J = J / m + lam / (2 * m) * (np.sum(Theta1[:, 1:] ** 2) + np.sum(Theta2[:, 1:] ** 2))
    # step 5: regularization
    Theta1_grad = Theta1_grad / m + lam / m * Theta1
    Theta2_grad = Theta2_grad / m + lam / m * Theta2
    grad = np.concatenate([Theta1_grad.ravel(), Theta2_grad.ravel()])
    return J, grad


def load_data():
    rnd = np.random.RandomState(21)
    X = rnd.uniform(-2, 2, (12, 3))
    y = 1 + (X[:, 0] > 0.3).astype(int) + (X[:, 0] + X[:, 1] > 1).astype(int)
    return X, y


if __name__ == "__main__":
    X, y = load_data()
    nn_params = initial_nn_params()
    for it in range(400):
        J, grad = nnCostFunction(nn_params, X, y)
        nn_params = nn_params - 0.3 * grad
        if it % 50 == 0:
            print("Iteration %4d | Cost: %f" % (it, J))

# ---- for the test
EXPECTED = "nnCostFunction: the output's delta3 is multiplied by sigmoidGradient(z3), as for a squared error, though the cost is the cross-entropy; and the regularization of the gradients takes in the bias columns, though the cost leaves them out."
KINDS = {"wrong loss", "extra activation derivative", "activation derivative too many", "wrong error", "delta of the squared error"}
KINDS_2 = {"bias penalized", "bias", "bias regularized", "penalty on the bias", "penalty"}
PLACES = ["delta3", "delta2", "sigmoidGradient", "Theta1_grad", "Theta2_grad", "Theta1", "Theta2", "nnCostFunction", "nn_params", "grad", "lam"]
TWO = True
MEND = [("        delta3 = (a3 - yk) * sigmoidGradient(z3)\n", "        delta3 = a3 - yk\n"),
        ("    Theta1_grad = Theta1_grad / m + lam / m * Theta1\n"
         "    Theta2_grad = Theta2_grad / m + lam / m * Theta2\n",
         "    Theta1_grad = Theta1_grad / m + lam / m * np.c_[np.zeros(hidden_layer_size), Theta1[:, 1:]]\n"
         "    Theta2_grad = Theta2_grad / m + lam / m * np.c_[np.zeros(num_labels), Theta2[:, 1:]]\n")]
OFF = {"Theta1", "Theta2"}


def hand_over():
    X, y = load_data()
    return dict(params=initial_nn_params(), loss=lambda nn_params, X, y: nnCostFunction(nn_params, X, y)[0],
                grads=nnCostFunction, x=X, y=y)


def proof():
    X, y = load_data()

    def flat(p):
        return np.concatenate([p["Theta1"].ravel(), p["Theta2"].ravel()])

    def split(v):
        return {k: a.copy() for k, a in zip(("Theta1", "Theta2"), reshape_params(v))}

    return (lambda p: nnCostFunction(flat(p), X, y)[0],
            lambda p: split(nnCostFunction(flat(p), X, y)[1]), split(initial_nn_params()))
