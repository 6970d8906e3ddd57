# Logistic regression with gradient descent - loss goes down and then UP again??
#
# Hi all, minimal reproducible example below. y is +1/-1, loss is log(1 + exp(-y*s)),
# gradient is (sigmoid - y) * x like everywhere on the web. I have tried smaller alpha. Thanks!
import numpy as np

X = np.array([[ 0.5,  1.2], [ 1.5,  0.3], [-0.4,  0.9], [ 2.0, -0.2], [ 0.1,  0.1],
              [-1.1, -0.6], [-0.3, -1.4], [ 0.6, -0.9], [-1.8,  0.4], [-0.2,  0.3]])
y = np.array([1, 1, 1, 1, 1, -1, -1, -1, -1, -1])

sigmoid = lambda s: 1 / (1 + np.exp(-s))
score   = lambda w, b, X: X @ w + b
predict = lambda w, b, X: np.sign(score(w, b, X))


def loss(w, b, X, y):
    return np.log(1 + np.exp(-y * score(w, b, X))).mean()


def grad(w, b, X, y):
    e = sigmoid(score(w, b, X)) - y
    return (X * e[:, None]).mean(axis=0), e.mean()


def fit(X, y, alpha=0.1, iters=400):
    w, b = np.array([0.1, -0.1]), 0.0
    losses = []
    for _ in range(iters):
        gw, gb = grad(w, b, X, y)
        w, b = w - alpha * gw, b - alpha * gb
        losses.append(loss(w, b, X, y))
    return w, b, losses


if __name__ == "__main__":
    w, b, losses = fit(X, y)
    print("w", w, "b", b)
    print("losses", np.round(losses[::40], 3))
    print("accuracy", (predict(w, b, X) == y).mean())

# ---- for the test
EXPECTED = "grad uses the error sigmoid(s) - y, which is for labels 0/1, while y is +1/-1 (as the loss expects); the error must be sigmoid(s) - (y + 1)/2."
KINDS = {"wrong labels", "wrong error", "labels -1/+1 with the 0/1 formula", "wrong loss", "label coding"}
PLACES = ["grad", "e", "y", "w", "b"]
TWO = False
MEND = [("    e = sigmoid(score(w, b, X)) - y\n", "    e = sigmoid(score(w, b, X)) - (y + 1) / 2\n")]
OFF = {"w", "b"}


def hand_over():
    return dict(params=[np.array([0.1, -0.1]), 0.0], loss=loss, grads=grad, predict=predict, x=X, y=y)


def proof():
    return (lambda p: loss(p["w"], p["b"], X, y), lambda p: dict(zip("wb", grad(p["w"], p["b"], X, y))),
            dict(w=np.array([0.1, -0.1]), b=np.array([0.05])))
