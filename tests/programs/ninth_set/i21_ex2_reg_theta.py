# Machine Learning (Coursera) ex2_reg.m, translated to Python
import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def mapFeature(X1, X2, degree=2):
    # 1, X1, X2, X1.^2, X1*X2, X2.^2, ...
    out = [np.ones(X1.shape[0])]
    for i in range(1, degree + 1):
        for j in range(0, i + 1):
            out.append(X1 ** (i - j) * X2**j)
    return np.array(out).T


def costFunctionReg(theta, X, y, lam=1.0):
    m = len(y)
    h = sigmoid(X.dot(theta))
    J = -(y.dot(np.log(h)) + (1 - y).dot(np.log(1 - h))) / m
    J = J + lam / (2 * m) * np.sum(theta[1:] ** 2)
    grad = X.T.dot(h - y) / m
    grad[1:] = grad[1:] + lam / (2 * m) * theta[1:]
    return J, grad


def predict(theta, X):
    return (sigmoid(X.dot(theta)) >= 0.5).astype(int)


# microchip tests: test 1, test 2, accepted
data = np.array([
    [0.051267, 0.69956, 1],
    [-0.092742, 0.68494, 1],
    [-0.21371, 0.69225, 1],
    [-0.375, 0.50219, 1],
    [0.18376, 0.93348, 0],
    [0.22408, 0.77997, 0],
    [-0.51325, 0.46564, 1],
    [0.29896, 0.61915, 0],
    [0.50634, 0.75804, 0],
    [-0.30472, -0.19225, 1],
    [0.61578, 0.7288, 0],
    [-0.06394, -0.18494, 1],
])
X = mapFeature(data[:, 0], data[:, 1])
y = data[:, 2]
initial_theta = np.array([0.8, -0.4, 0.3, 0.5, -0.6, 0.2])

if __name__ == "__main__":
    theta = initial_theta
    for it in range(400):
        J, grad = costFunctionReg(theta, X, y)
        theta = theta - 0.5 * grad
    print("J =", J, "accuracy:", np.mean(predict(theta, X) == y) * 100)


# ---- for the test
EXPECTED = "the gradient's penalty is lam / (2 m) * theta, half of the derivative of the cost's lam / (2 m) * theta**2, which is lam / m * theta"
KINDS = {"penalty scale"}
PLACES = ["theta", "grad", "grad[1:]", "initial_theta", "costFunctionReg", "lam"]
TWO = False
MEND = [("+ lam / (2 * m) * theta[1:]\n", "+ lam / m * theta[1:]\n")]
OFF = {"theta"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss_and_grads=costFunctionReg, params=initial_theta, x=X, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return (
        lambda a: costFunctionReg(a["theta"], X, y)[0],
        lambda a: dict(theta=costFunctionReg(a["theta"], X, y)[1]),
        dict(theta=initial_theta.copy()),
    )
