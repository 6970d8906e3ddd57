"""My NumPy port of the neural network exercise from the old Octave course.
One long theta so I can give it to an optimizer. cost() agrees with what Octave
printed for the same theta, but with gradient descent the cost goes UP and in the
end I get nan. With small steps it drops at first and then climbs all the same. The
norm of my gradient is the same as Octave's, which makes it even stranger.
"""
import numpy as np

input_size, hidden_size, num_labels = 3, 5, 4


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def load():
    rs = np.random.RandomState(42)
    X = rs.uniform(-2, 2, size=(9, input_size))
    labels = np.array([0, 1, 2, 3, 0, 1, 2, 3, 1])
    return X, np.eye(num_labels)[labels]


def rand_theta(eps=0.7):
    rs = np.random.RandomState(1)
    n = hidden_size * (input_size + 1) + num_labels * (hidden_size + 1)
    return rs.uniform(-eps, eps, size=n)


def reshape_theta(theta):
    cut = hidden_size * (input_size + 1)
    Theta1 = theta[:cut].reshape(hidden_size, input_size + 1)
    Theta2 = theta[cut:].reshape(num_labels, hidden_size + 1)
    return Theta1, Theta2


def add_ones(A):
    return np.hstack([np.ones((A.shape[0], 1)), A])


def feedforward(theta, X):
    Theta1, Theta2 = reshape_theta(theta)
    a1 = add_ones(X)
    a2 = add_ones(sigmoid(a1 @ Theta1.T))
    a3 = sigmoid(a2 @ Theta2.T)
    return a1, a2, a3


def cost(theta, X, Y, lam=0.1):
    m = X.shape[0]
    Theta1, Theta2 = reshape_theta(theta)
    h = feedforward(theta, X)[2]
    J = -np.sum(Y * np.log(h) + (1 - Y) * np.log(1 - h)) / m
    J += lam / (2 * m) * (np.sum(Theta1[:, 1:] ** 2) + np.sum(Theta2[:, 1:] ** 2))
    return J


def gradient(theta, X, Y, lam=0.1):
    m = X.shape[0]
    Theta1, Theta2 = reshape_theta(theta)
    a1, a2, a3 = feedforward(theta, X)
    d3 = a3 - Y
    d2 = (d3 @ Theta2 * a2 * (1 - a2))[:, 1:]
    Theta1_grad = d2.T @ a1 / m
    Theta2_grad = d3.T @ a2 / m
    Theta1_grad[:, 1:] += lam / m * Theta1[:, 1:]
    Theta2_grad[:, 1:] += lam / m * Theta2[:, 1:]
    # unroll, like [Theta1_grad(:) ; Theta2_grad(:)]
    return np.concatenate([G.ravel(order="F") for G in (Theta1_grad, Theta2_grad)])


if __name__ == "__main__":
    X, Y = load()
    theta = rand_theta()
    for it in range(400):
        theta = theta - 0.8 * gradient(theta, X, Y)
        if it % 40 == 0:
            print("iteration", it, "cost", cost(theta, X, Y))

# ---- for the test
EXPECTED = "gradient() unrolls Theta1_grad and Theta2_grad column by column (order='F') while reshape_theta cuts theta row by row, so the entries land in the wrong places."
KINDS = {"order", "exchanged", "transpose", "unrolled in another order", "reshape"}
PLACES = ["gradient", "Theta1_grad", "Theta2_grad", "theta", "reshape_theta", "ravel"]
TWO = False
MEND = [('    return np.concatenate([G.ravel(order="F") for G in (Theta1_grad, Theta2_grad)])\n',
         '    return np.concatenate([G.ravel() for G in (Theta1_grad, Theta2_grad)])\n')]
OFF = {"theta"}


def hand_over():
    X, Y = load()
    return dict(loss=cost, grads=gradient, params=rand_theta(), x=X, y=Y, rate=0.8)


def proof():
    X, Y = load()
    return (lambda p: cost(p["theta"], X, Y),
            lambda p: {"theta": gradient(p["theta"], X, Y)},
            {"theta": rand_theta()})
