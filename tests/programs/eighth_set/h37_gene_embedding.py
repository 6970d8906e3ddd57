# Latent factors of gene expression: log-expression of (gene, tissue) ~ G[gene] . T[tissue] + mu
import numpy as np

genes = ["TP53", "MYC", "ACTB", "GAPDH", "SOX2"]
tissues = ["liver", "brain", "lung", "skin"]

measured = [
    ("TP53", "liver", 0.4),
    ("TP53", "brain", -0.3),
    ("MYC", "liver", 1.2),
    ("MYC", "lung", 0.9),
    ("MYC", "skin", 0.2),
    ("ACTB", "brain", 1.8),
    ("ACTB", "skin", 2.0),
    ("GAPDH", "liver", 1.9),
    ("GAPDH", "lung", 1.5),
    ("SOX2", "brain", 1.1),
    ("SOX2", "skin", -0.9),
    ("SOX2", "lung", -1.2),
]
pairs = np.array([[genes.index(g), tissues.index(t)] for g, t, _ in measured])
expr = np.array([v for _, _, v in measured])


def init(rank=2):
    np.random.seed(77)
    G = np.random.normal(scale=0.6, size=(len(genes), rank))
    T = np.random.normal(scale=0.6, size=(len(tissues), rank))
    mu = 0.5
    return [G, T, mu]


def fitted(params, pairs):
    G, T, mu = params
    return np.sum(G[pairs[:, 0]] * T[pairs[:, 1]], axis=1) + mu


def rss(params, pairs, expr):
    return 0.5 * np.sum((fitted(params, pairs) - expr) ** 2)


def update(params, pairs, expr, rate):
    G, T, mu = params
    g, t = pairs[:, 0], pairs[:, 1]
    r = fitted(params, pairs) - expr
    step_G = rate * r[:, None] * T[t]
    step_T = rate * r[:, None] * G[g]
    G = G.copy()
    T = T.copy()
    G[g] -= step_G
    T[t] -= step_T
    mu = mu - rate * r.sum()
    return [G, T, mu]


params = init()

if __name__ == "__main__":
    for i in range(300):
        params = update(params, pairs, expr, 0.05)
    print(rss(params, pairs, expr))


# ---- for the test
EXPECTED = "G[g] -= ... and T[t] -= ... with a gene or tissue that occurs several times keep only the last of its measurements (np.subtract.at is needed)"
KINDS = {"repeated indices", "not accumulated"}
PLACES = ["G", "T", "params[0]", "params[1]", "step_G", "step_T", "update"]
TWO = False
MEND = [("G[g] -= step_G", "np.subtract.at(G, g, step_G)"), ("T[t] -= step_T", "np.subtract.at(T, t, step_T)")]
OFF = {"G", "T"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(step=update, params=params, loss=rss, rate=0.05, x=pairs, y=expr)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    names = ["G", "T", "mu"]

    def claim(a):
        new = update([a[k] for k in names], pairs, expr, 0.05)
        return {k: (a[k] - v) / 0.05 for k, v in zip(names, new)}

    return lambda a: rss([a[k] for k in names], pairs, expr), claim, {k: np.array(v) for k, v in zip(names, init())}
