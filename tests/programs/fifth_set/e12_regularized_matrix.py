import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def costReg(theta, X, y, learningRate):
    theta = np.matrix(theta)
    X = np.matrix(X)
    y = np.matrix(y)
    first = np.multiply(-y, np.log(sigmoid(X * theta.T)))
    second = np.multiply((1 - y), np.log(1 - sigmoid(X * theta.T)))
    reg = (learningRate / (2 * len(X))) * np.sum(np.power(theta[:, 1 : theta.shape[1]], 2))
    return np.sum(first - second) / len(X) + reg


def gradientReg(theta, X, y, learningRate):
    theta = np.matrix(theta)
    X = np.matrix(X)
    y = np.matrix(y)
    parameters = int(theta.ravel().shape[1])
    grad = np.zeros(parameters)
    error = sigmoid(X * theta.T) - y
    for i in range(parameters):
        term = np.multiply(error, X[:, i])
        grad[i] = (np.sum(term) / len(X)) + ((learningRate / len(X)) * theta[0, i])
    return grad


rs = np.random.RandomState(12)
X2 = np.c_[np.ones(10), rs.randn(10, 4)]
y2 = (rs.rand(10, 1) > 0.5).astype(int)
theta2 = rs.randn(5)

# ---- for the test
EXPECTED = "the gradient penalizes theta[0] too, the cost does not"
KINDS = {"penalty on the bias"}
PLACES = ["theta", "bias", "intercept"]
TWO = False
MEND = [("theta[0, i])", "(theta[0, i] if i > 0 else 0))")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=costReg, grads=gradientReg, params=theta2, x=X2, y=y2, also=dict(learningRate=1.5))
