# ex4 (neural network, one hidden layer, sigmoid everywhere) ported from my Octave solution.
# Octave's A(:) goes down the columns, so order='F' below.
import numpy as np

input_layer_size = 4
hidden_layer_size = 5
num_labels = 3
lam = 0.3


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoidGradient(z):
    g = sigmoid(z)
    return g * (1 - g)


def randInitializeWeights(L_in, L_out, rng):
    epsilon_init = 0.6
    return rng.rand(L_out, 1 + L_in) * 2 * epsilon_init - epsilon_init


def unroll(nn_params):
    cut = hidden_layer_size * (input_layer_size + 1)
    Theta1 = nn_params[:cut].reshape((hidden_layer_size, input_layer_size + 1), order='F')
    Theta2 = nn_params[cut:].reshape((num_labels, hidden_layer_size + 1), order='F')
    return Theta1, Theta2


def nnCostFunction(nn_params, X, y):
    Theta1, Theta2 = unroll(nn_params)
    m = X.shape[0]
    Y = np.eye(num_labels)[y]

    # Part 1: feedforward
    a1 = np.hstack([np.ones((m, 1)), X])
    z2 = a1 @ Theta1.T
    a2 = np.hstack([np.ones((m, 1)), sigmoid(z2)])
    z3 = a2 @ Theta2.T
    h = sigmoid(z3)
    J = np.sum(-Y * np.log(h) - (1 - Y) * np.log(1 - h)) / m
    J += lam / (2 * m) * (np.sum(Theta1[:, 1:] ** 2) + np.sum(Theta2[:, 1:] ** 2))

    # Part 2: backpropagation
    delta3 = h - Y
    delta2 = (delta3 @ Theta2[:, 1:]) * sigmoidGradient(z2)
    Theta1_grad = delta2.T @ a1 / m
    Theta2_grad = delta3.T @ a2 / m

    # Part 3: regularization (not for the bias column)
    Theta1_grad[:, 1:] += lam / m * Theta1[:, 1:]
    Theta2_grad[:, 1:] += lam / m * Theta2[:, 1:]

    # Unroll gradients
    grad = np.concatenate([Theta1_grad.ravel(), Theta2_grad.ravel(order='F')])
    return J, grad


def predict(nn_params, X):
    Theta1, Theta2 = unroll(nn_params)
    one = np.ones((len(X), 1))
    h1 = sigmoid(np.hstack([one, X]) @ Theta1.T)
    return np.argmax(sigmoid(np.hstack([one, h1]) @ Theta2.T), axis=1)


rng = np.random.RandomState(11)
X = rng.randn(18, input_layer_size)
y = np.argmax(X[:, :3] + 0.3 * rng.randn(18, 3), axis=1)

initial_Theta1 = randInitializeWeights(input_layer_size, hidden_layer_size, rng)
initial_Theta2 = randInitializeWeights(hidden_layer_size, num_labels, rng)
initial_nn_params = np.concatenate([initial_Theta1.ravel(order='F'), initial_Theta2.ravel(order='F')])

if __name__ == '__main__':
    nn_params = initial_nn_params.copy()
    alpha = 0.5
    for it in range(201):
        J, grad = nnCostFunction(nn_params, X, y)
        nn_params = nn_params - alpha * grad
        if it % 25 == 0:
            print('Iteration %4d | Cost: %f' % (it, J))
    print('Training Set Accuracy: %.1f' % (100 * np.mean(predict(nn_params, X) == y)))

# ---- for the test
EXPECTED = "Theta1_grad is flattened row by row (ravel() in C order) while Theta1 is unpacked column by column (order='F'), so the first part of grad stands in the wrong order."
KINDS = {"wrong order of flattening", "transposed", "unpacking", "order", "reshape"}
PLACES = ["Theta1_grad", "grad", "nn_params", "Theta1", "nnCostFunction", "ravel"]
TWO = False
MEND = [("[Theta1_grad.ravel(),", "[Theta1_grad.ravel(order='F'),")]
OFF = {"Theta1"}


def hand_over():
    return dict(params=initial_nn_params.copy(), grads=nnCostFunction,
                loss=lambda t, X, y: nnCostFunction(t, X, y)[0], predict=predict, x=X, y=y, rate=0.5)


def proof():
    cut = initial_Theta1.size

    def join(p):
        return np.concatenate([p["Theta1"], p["Theta2"]])

    def claim(p):
        g = nnCostFunction(join(p), X, y)[1]
        return {"Theta1": g[:cut], "Theta2": g[cut:]}

    t = initial_nn_params
    return lambda p: nnCostFunction(join(p), X, y)[0], claim, {"Theta1": t[:cut].copy(), "Theta2": t[cut:].copy()}
