"""One self-attention head with einsum, mean over time, one linear output. Loss goes down and then sits.
Wv and Wo match my finite differences, the other two do not."""
import numpy as np


def softmax(s):
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def attention_loss(P, X, y, need_grad=True):
    B, T, _ = X.shape
    Wq, Wk, Wv, Wo = P["Wq"], P["Wk"], P["Wv"], P["Wo"]
    c = 1 / np.sqrt(Wq.shape[1])

    Q = np.einsum("btd,dk->btk", X, Wq)
    K = np.einsum("btd,dk->btk", X, Wk)
    V = np.einsum("btd,dk->btk", X, Wv)
    A = softmax(c * np.einsum("bik,bjk->bij", Q, K))
    H = np.einsum("bij,bjk->bik", A, V)
    pooled = H.mean(axis=1)
    pred = np.einsum("bk,k->b", pooled, Wo)
    err = pred - y
    loss = 0.5 * np.mean(err ** 2)
    if not need_grad:
        return loss

    dpred = err / B
    dWo = np.einsum("b,bk->k", dpred, pooled)
    dpooled = np.einsum("b,k->bk", dpred, Wo)
    dH = np.repeat(dpooled[:, None, :], T, axis=1) / T
    dA = np.einsum("bik,bjk->bij", dH, V)
    dV = np.einsum("bij,bik->bjk", A, dH)
    dS = dA * A * (1 - A)
    dQ = c * np.einsum("bij,bjk->bik", dS, K)
    dK = c * np.einsum("bij,bik->bjk", dS, Q)
    grads = {"Wq": np.einsum("btd,btk->dk", X, dQ),
             "Wk": np.einsum("btd,btk->dk", X, dK),
             "Wv": np.einsum("btd,btk->dk", X, dV),
             "Wo": dWo}
    return loss, grads


def loss(P, X, y):
    return attention_loss(P, X, y, need_grad=False)


def step(P, X, y, lr=0.3):
    _, grads = attention_loss(P, X, y)
    return {name: P[name] - lr * grads[name] for name in P}


rng = np.random.default_rng(1)
X = rng.normal(size=(5, 4, 3))
y = X[:, :, 0].max(axis=1)
P = {"Wq": rng.normal(size=(3, 3)) * 0.7, "Wk": rng.normal(size=(3, 3)) * 0.7,
     "Wv": rng.normal(size=(3, 3)) * 0.7, "Wo": rng.normal(size=3)}

if __name__ == "__main__":
    for i in range(100):
        P = step(P, X, y)
    print(loss(P, X, y))


# ---- for the test
EXPECTED = "dS = dA * A * (1 - A) takes only the diagonal of the softmax's Jacobian; each weight also depends on the other scores of its row: dS = A * (dA - sum(dA * A)); Wq and Wk are off"
KINDS = {"softmax", "jacobian", "diagonal", "activation derivative", "softmax off-diagonal missing", "wrong derivative"}
PLACES = ["Wq", "Wk", "dS"]
TWO = False
MEND = [("dS = dA * A * (1 - A)", "dS = A * (dA - (dA * A).sum(axis=-1, keepdims=True))")]
OFF = {"Wq", "Wk"}


def hand_over():
    return dict(step=step, params=P, loss=loss, rate=0.3, x=X, y=y)


def proof():
    return (lambda a: loss(a, X, y)), (lambda a: attention_loss(a, X, y)[1]), {k: v.copy() for k, v in P.items()}
