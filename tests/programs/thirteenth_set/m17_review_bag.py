"""Review sentiment: average the word vectors, then logistic regression.

Works on short reviews. My gradient check passes when I test it with
"fine plot", fails with "very very good", and only in the word vectors.
"""
import numpy as np

REVIEWS = [
    ("very very good movie", 1), ("good good fun", 1), ("the plot was good", 1),
    ("really really fun and good", 1), ("fun plot fine movie", 1),
    ("bad bad bad movie", 0), ("the plot was bad and bad", 0), ("very dull", 0),
    ("dull dull plot not fun", 0), ("not good not fun", 0), ("really bad", 0),
]
words = sorted({w for text, _ in REVIEWS for w in text.split()})
number = {w: k for k, w in enumerate(words)}
data = [(np.array([number[w] for w in text.split()]), lab) for text, lab in REVIEWS]


def build(dim=5, seed=0):
    rng = np.random.RandomState(seed)
    return {
        "embedding": {"table": rng.randn(len(words), dim) * 0.3},
        "classifier": {"weight": rng.randn(dim) * 0.3, "bias": np.zeros(1)},
    }


def probability(model, ids):
    mean = model["embedding"]["table"][ids].mean(axis=0)
    z = mean @ model["classifier"]["weight"] + model["classifier"]["bias"][0]
    return 1 / (1 + np.exp(-z)), mean


def log_loss(model, data):
    total = 0.0
    for ids, lab in data:
        p, _ = probability(model, ids)
        total -= np.log(p) if lab == 1 else np.log(1 - p)
    return total / len(data)


def gradients(model, data):
    g = {layer: {k: np.zeros_like(a) for k, a in arrays.items()}
         for layer, arrays in model.items()}
    for ids, lab in data:
        p, mean = probability(model, ids)
        err = (p - lab) / len(data)
        g["classifier"]["weight"] += err * mean
        g["classifier"]["bias"] += err
        dmean = err * model["classifier"]["weight"]
        g["embedding"]["table"][ids] += dmean / len(ids)
    return g


def apply(model, g, lr=1.0):
    for layer in model:
        for k in model[layer]:
            model[layer][k] -= lr * g[layer][k]


if __name__ == "__main__":
    model = build()
    for epoch in range(80):
        apply(model, gradients(model, data))
        if epoch % 20 == 0:
            print("epoch", epoch, "loss", log_loss(model, data))
    for text in ("very very good movie", "not good not fun"):
        print(text, probability(model, np.array([number[w] for w in text.split()]))[0])


# ---- for the test
EXPECTED = "g['embedding']['table'][ids] += ... adds only once for a word that is repeated in the review (fancy indexing with +=); needs np.add.at"
KINDS = {"repeated indices", "not accumulated"}
PLACES = ["table", "embedding", "ids", "gradients"]
TWO = False
MEND = [('        g["embedding"]["table"][ids] += dmean / len(ids)\n',
         '        np.add.at(g["embedding"]["table"], ids, dmean / len(ids))\n')]
OFF = {"table"}


def hand_over():
    return dict(loss=log_loss, grads=gradients, step=apply, params=build(), x=data,
                y=np.array([lab for _, lab in data]), rate=1.0, predict=probability)


def proof():
    def nest(d):
        return {"embedding": {"table": d["table"]},
                "classifier": {"weight": d["weight"], "bias": d["bias"]}}

    def claim(d):
        g = gradients(nest(d), data)
        return {"table": g["embedding"]["table"], **g["classifier"]}
    m = build(seed=3)
    return (lambda d: log_loss(nest(d), data), claim,
            {"table": m["embedding"]["table"], **m["classifier"]})
