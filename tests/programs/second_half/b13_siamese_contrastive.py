import numpy as np

# siamese network for pairs of signatures: same weights for both, contrastive loss
rng = np.random.default_rng(13)
left = rng.normal(size=(8, 5))
right = rng.normal(size=(8, 5))
same = np.array([1, 0, 0, 1, 1, 0, 1, 0])
MARGIN = 2.5

net = dict(W=rng.normal(size=(5, 3)) * 0.4, b=rng.normal(size=3) * 0.2)


def embed(net, x):
    return np.tanh(x @ net["W"] + net["b"])


def contrastive_loss(net, pairs, same):
    a, b = embed(net, pairs[0]), embed(net, pairs[1])
    dist = np.sqrt(((a - b) ** 2).sum(axis=1))
    pull = same * dist ** 2
    push = (1 - same) * np.maximum(0, MARGIN - dist) ** 2
    return np.mean(pull + push)


def contrastive_grads(net, pairs, same):
    n = len(same)
    a, b = embed(net, pairs[0]), embed(net, pairs[1])
    diff = a - b
    dist = np.sqrt((diff ** 2).sum(axis=1))
    d_dist = (same * 2 * dist - (1 - same) * 2 * np.maximum(0, MARGIN - dist)) / n
    d_diff = (d_dist / dist)[:, None] * diff

    da = d_diff * (1 - a ** 2)
    db = d_diff * (1 - b ** 2)
    dW = pairs[0].T @ da + pairs[1].T @ db
    dbias = da.sum(axis=0) + db.sum(axis=0)
    return dict(W=dW, b=dbias)


def fit(net, pairs, same, lr=0.1, epochs=50):
    for _ in range(epochs):
        g = contrastive_grads(net, pairs, same)
        for key in net:
            net[key] = net[key] - lr * g[key]
    return net


# ---- for the test
EXPECTED = "diff = a - b, so the gradient of the second twin has the opposite sign; db lacks the minus"
KINDS = {"sign"}
PLACES = ["W", "b", "second", "twin", "branch", "right", "db"]
TWO = False
MEND = [("db = d_diff * (1 - b ** 2)", "db = -d_diff * (1 - b ** 2)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=contrastive_loss, grads=contrastive_grads, params=net, x=(left, right), y=same)
