# Linear regression with two features, gradient descent with loops (homework 1)
import numpy as np

#            size (100 m2)  rooms
houses = np.array([
    [1.04, 3],
    [1.60, 3],
    [2.40, 3],
    [1.41, 2],
    [3.00, 4],
    [1.98, 4],
    [1.53, 3],
    [1.42, 3],
])
price = np.array([3.99, 3.30, 3.69, 2.32, 5.40, 2.99, 3.15, 1.99])  # in 100 000

mu = houses.mean(axis=0)
sigma = houses.std(axis=0)
X = np.column_stack([np.ones(len(houses)), (houses - mu) / sigma])
y = price
m, n = X.shape

theta = np.array([2, 1, 3])
alpha = 0.1


def hypothesis(theta, x):
    s = 0
    for j in range(len(theta)):
        s += theta[j] * x[j]
    return s


def compute_cost(X, y, theta):
    total = 0
    for i in range(m):
        total += (hypothesis(theta, X[i]) - y[i]) ** 2
    return total / (2 * m)


def compute_gradient(X, y, theta):
    gradient = []
    for j in range(n):
        s = 0
        for i in range(m):
            s += (hypothesis(theta, X[i]) - y[i]) * X[i, j]
        gradient.append(s / m)
    return gradient


def gradient_descent_step(X, y, theta, alpha=alpha):
    gradient = compute_gradient(X, y, theta)
    for j in range(n):
        theta[j] = theta[j] - alpha * gradient[j]
    return theta


if __name__ == "__main__":
    for it in range(400):
        theta = gradient_descent_step(X, y, theta)
        if it % 50 == 0:
            print(it, compute_cost(X, y, theta), theta)
    print("a house of 165 m2 and 3 rooms:", hypothesis(theta, [1, (1.65 - mu[0]) / sigma[0], (3 - mu[1]) / sigma[1]]))


# ---- for the test
EXPECTED = "theta is an array of integers: theta[j] = theta[j] - alpha * gradient[j] cuts the result to an integer; the gradient is right, it shows in the step (theta jumps by whole numbers or stays) and the cost stops falling"
KINDS = {"integer arrays"}
PLACES = ["theta", "gradient_descent_step", "step"]
TWO = False
MEND = [("theta = np.array([2, 1, 3])\n", "theta = np.array([2.0, 1.0, 3.0])\n")]
OFF = set()


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=compute_cost, grads=compute_gradient, step=gradient_descent_step, params=theta, rate=alpha, x=X, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name; the mistake is in the update, not in the gradient."""
    return (
        lambda a: compute_cost(X, y, a["theta"]),
        lambda a: dict(theta=np.array(compute_gradient(X, y, a["theta"]))),
        dict(theta=np.array(theta, dtype=float)),
    )
