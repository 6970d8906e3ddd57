import numpy as np

rng = np.random.default_rng(29)

# 8 examples (rows), 2 features, 3 classes one-hot
data = rng.normal(size=(8, 2))
classes = np.eye(3)[[0, 1, 2, 1, 0, 2, 2, 1]]


def softmax(z):
    e = np.exp(z - np.max(z))
    return e / e.sum(axis=0, keepdims=True)


def model(theta, X):
    hidden = 1 / (1 + np.exp(-(X @ theta["w_hidden"] + theta["b_hidden"])))
    scores = hidden @ theta["w_out"] + theta["b_out"]
    return hidden, softmax(scores)


def cross_entropy(theta):
    _, prob = model(theta, data)
    return -np.sum(classes * np.log(prob)) / len(data)


def derivatives(theta):
    hidden, prob = model(theta, data)
    N = len(data)
    d_scores = (prob - classes) / N
    d_hidden = d_scores @ theta["w_out"].T * hidden * (1 - hidden)
    return {
        "w_hidden": data.T @ d_hidden,
        "b_hidden": np.sum(d_hidden, axis=0, keepdims=True),
        "w_out": hidden.T @ d_scores,
        "b_out": np.sum(d_scores, axis=0, keepdims=True),
    }


theta = {
    "w_hidden": rng.normal(size=(2, 5)),
    "b_hidden": rng.normal(size=(1, 5)),
    "w_out": rng.normal(size=(5, 3)),
    "b_out": rng.normal(size=(1, 3)),
}


def learn(theta, steps=300, eta=0.3):
    for _ in range(steps):
        d = derivatives(theta)
        for key in theta:
            theta[key] = theta[key] - eta * d[key]
    return theta


# ---- for the test
EXPECTED = "the softmax normalizes over the examples (axis 0) instead of over the classes of each row"
KINDS = {"softmax over the wrong axis", "rows mix"}
PLACES = ["softmax", "loss", "output", "w_out", "b_out", "rows", "axis"]
TWO = False
MEND = [("e.sum(axis=0, keepdims=True)", "e.sum(axis=1, keepdims=True)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=cross_entropy, grads=derivatives, params=theta)
