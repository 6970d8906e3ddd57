"""Ridge regression with gradient descent for house prices (m2, rooms, age; standardized). sklearn's Ridge gives weights that are
larger than mine. And with all 500 houses instead of these 9 it diverges with the same learning rate."""
import numpy as np


def predict(params, X):
    w, b = params
    return X @ w + b


def cost(params, X, y, lam=0.3):
    w, b = params
    return np.mean((predict(params, X) - y) ** 2) / 2 + lam / 2 * np.sum(w ** 2)


def train(params, X, y, lr=0.05, lam=0.3, epochs=1):
    w, b = params
    n = len(y)
    for epoch in range(epochs):
        error = X @ w + b - y
        w_grad = X.T @ error / n + 2 * lam * w
        b_grad = np.sum(error)
        w = w - lr * w_grad
        b = b - lr * b_grad
    return w, b


X = np.array([[0.3, 1.0, -0.5], [-1.2, 0.0, 0.7], [0.8, 1.0, 1.4], [1.5, -1.0, -0.2], [-0.6, -1.0, -1.3],
              [0.1, 0.0, 0.4], [-0.9, 1.0, -0.8], [1.1, 2.0, 0.2], [-1.4, -2.0, 0.9]])
y = np.array([3.1, 1.2, 3.0, 3.3, 1.9, 2.4, 2.2, 4.1, 0.6])
params = (np.array([0.5, -0.3, 0.2]), 0.1)

if __name__ == "__main__":
    print(train(params, X, y, epochs=100))


# ---- for the test
EXPECTED = "the gradient of lam / 2 * w^2 is lam * w, not 2 * lam * w; and the gradient of b is summed over the houses, not averaged as in the cost"
KINDS = {"penalty scale", "wrong penalty"}
KINDS_2 = {"scale", "not averaged", "averaged where summed"}
PLACES = ["w", "b"]
TWO = True
MEND = [("2 * lam * w", "lam * w"), ("np.sum(error)", "np.mean(error)")]
OFF = {"w", "b"}


def hand_over():
    return dict(step=train, params=params, loss=cost, rate=0.05, x=X, y=y)


def proof():
    def claim(a):
        w, b = train((a["w"], a["b"]), X, y, 1.0)
        return {"w": a["w"] - w, "b": a["b"] - b}
    return (lambda a: cost((a["w"], a["b"]), X, y)), claim, {"w": params[0].copy(), "b": np.array(params[1])}
