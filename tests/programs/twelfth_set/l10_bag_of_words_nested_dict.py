"""Sentence classifier: average of word vectors, then softmax. "the" and "a" hardly move although they are in nearly all
sentences, and the classes that are frequent in my data do not get a larger bias than the rare ones, or only very slowly."""
import numpy as np

vocab = ["the", "a", "film", "was", "good", "bad", "boring", "great", "plot"]
sentences = [
    "the film was good", "the plot was bad", "a boring a bad film", "the plot the film great", "a great great film",
]
sentiment = np.array([2, 0, 0, 2, 2])
ids = np.array([([vocab.index(t) for t in s.split()] + [0, 0])[:5] for s in sentences])   # padded with "the"

r = np.random.RandomState(12)
params = {
    "embedding": {"table": r.randn(len(vocab), 3)},
    "classifier": {"W": r.randn(3, 3) * 0.5, "b": np.zeros(3)},
}


def forward(params, ids):
    vectors = params["embedding"]["table"][ids]
    mean = vectors.mean(axis=1)
    scores = mean @ params["classifier"]["W"] + params["classifier"]["b"]
    scores = scores - scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    return mean, p


def loss(params, ids, y):
    _, p = forward(params, ids)
    return -np.mean(np.log(p[range(len(y)), y]))


def backward(params, ids, y):
    mean, p = forward(params, ids)
    n, length = ids.shape
    d = p.copy()
    d[range(n), y] -= 1
    d /= n
    dmean = d @ params["classifier"]["W"].T
    dtable = np.zeros_like(params["embedding"]["table"])
    dtable[ids] += dmean[:, None, :] / length
    return {
        "embedding": {"table": dtable},
        "classifier": {"W": mean.T @ d, "b": d.mean(axis=0)},
    }


def update(params, ids, y, lr=0.5):
    g = backward(params, ids, y)
    return {part: {name: a - lr * g[part][name] for name, a in arrays.items()} for part, arrays in params.items()}


if __name__ == "__main__":
    for i in range(40):
        params = update(params, ids, sentiment)
    print(loss(params, ids, sentiment))


# ---- for the test
EXPECTED = "dtable[ids] += ... keeps one of the words that occur more than once instead of adding all; and db is a mean over the batch of what is already divided by n"
KINDS = {"repeated indices", "not accumulated", "last example only"}
KINDS_2 = {"averaged where summed", "scale", "averaged twice"}
PLACES = ["table", "embedding", "classifier", "bias"]
TWO = True
MEND = [("dtable[ids] += dmean[:, None, :] / length", "np.add.at(dtable, ids, dmean[:, None, :] / length)"),
        ("d.mean(axis=0)", "d.sum(axis=0)")]
OFF = {"table", "b"}


def hand_over():
    return dict(step=update, params=params, loss=loss, rate=0.5, x=ids, y=sentiment)


def proof():
    def of(a):
        return {"embedding": {"table": a["table"]}, "classifier": {"W": a["W"], "b": a["b"]}}

    def claim(a):
        g = backward(of(a), ids, sentiment)
        return {"table": g["embedding"]["table"], **g["classifier"]}
    return (lambda a: loss(of(a), ids, sentiment)), claim, \
        {"table": params["embedding"]["table"].copy(), **{k: v.copy() for k, v in params["classifier"].items()}}
