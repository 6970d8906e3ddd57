import numpy as np

# ex1_multi: housing prices, size (1000 feet^2) and number of bedrooms
data = np.array(
    [
        [2.104, 3, 3.999],
        [1.600, 3, 3.299],
        [2.400, 3, 3.690],
        [1.416, 2, 2.320],
        [3.000, 4, 5.399],
        [1.985, 4, 2.999],
        [1.534, 3, 3.149],
    ]
)

X_raw = data[:, 0:2]
y = data[:, 2:3]
m = len(y)


def featureNormalize(X):
    mu = np.mean(X, axis=0)
    sigma = np.std(X, axis=0)
    return (X - mu) / sigma, mu, sigma


X_norm, mu, sigma = featureNormalize(X_raw)
Xn = np.hstack([np.ones((m, 1)), X_norm])
X = np.hstack([np.ones((m, 1)), X_raw])
theta = np.array([[0.5], [-0.8], [0.3]])


def computeCostMulti(theta):
    """J = 1/(2m) * sum of squared errors"""
    err = Xn.dot(theta) - y
    return float(err.T.dot(err)[0, 0]) / (2 * m)


def gradientDescentMulti(theta, alpha=0.01):
    """one step"""
    h = Xn.dot(theta)
    theta = theta - alpha / m * X.T.dot(h - y)
    return theta


if __name__ == "__main__":
    J_history = []
    for it in range(400):
        theta = gradientDescentMulti(theta)
        J_history.append(computeCostMulti(theta))
    print("Theta computed from gradient descent:", theta.ravel())


# ---- for the test
EXPECTED = "the step multiplies the errors by the raw features X, the model predicts from the normalized ones Xn (the weights of the features; the intercept is right)"
KINDS = {"wrong input"}
PLACES = ["theta"]
TWO = False
MEND = [("alpha / m * X.T.dot(h - y)", "alpha / m * Xn.T.dot(h - y)")]
OFF = {"theta"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=computeCostMulti, step=gradientDescentMulti, params=theta, rate=0.01)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return (
        lambda a: computeCostMulti(a["theta"]),
        lambda a: dict(theta=(a["theta"] - gradientDescentMulti(a["theta"])) / 0.01),
        dict(theta=theta),
    )
