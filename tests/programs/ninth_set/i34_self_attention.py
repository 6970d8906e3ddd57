import numpy as np

# single head self attention by hand, one sentence of 5 tokens
# x: (T, d_model)   Wq, Wk, Wv: (d_model, d_k)   Wo: (d_k, d_model)


def softmax(s):
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def attention_forward(Wq, Wk, Wv, Wo, x):
    d_k = Wq.shape[1]
    q, k, v = x @ Wq, x @ Wk, x @ Wv
    scores = q @ k.T / np.sqrt(d_k)
    att = softmax(scores)
    ctx = att @ v
    out = ctx @ Wo
    return out, (q, k, v, att, ctx)


def mse(Wq, Wk, Wv, Wo, x, y):
    out, _ = attention_forward(Wq, Wk, Wv, Wo, x)
    return ((out - y) ** 2).mean()


def attention_backward(Wq, Wk, Wv, Wo, x, y):
    out, (q, k, v, att, ctx) = attention_forward(Wq, Wk, Wv, Wo, x)
    d_k = Wq.shape[1]

    dout = 2 * (out - y) / out.size
    dWo = ctx.T @ dout
    dctx = dout @ Wo.T

    datt = dctx @ v.T
    dv = att.T @ dctx
    # softmax jacobian, row by row
    dscores = np.zeros_like(att)
    for i in range(len(att)):
        a = att[i].reshape(-1, 1)
        J = np.diagflat(a) - a @ a.T
        dscores[i] = J @ datt[i]

    dq = dscores @ k / np.sqrt(d_k)
    dk = dscores.T @ q

    dWq = x.T @ dq
    dWk = x.T @ dk
    dWv = x.T @ dv
    return dWq, dWk, dWv, dWo


rng = np.random.default_rng(17)
T, d_model, d_k = 5, 4, 3
x = rng.normal(size=(T, d_model))
y = np.roll(x, 1, axis=0)  # task: say the token before
Wq, Wk, Wv = (rng.normal(scale=0.7, size=(d_model, d_k)) for _ in range(3))
Wo = rng.normal(scale=0.7, size=(d_k, d_model))


def train(Wq, Wk, Wv, Wo, steps=400, lr=0.3):
    for i in range(steps):
        dWq, dWk, dWv, dWo = attention_backward(Wq, Wk, Wv, Wo, x, y)
        Wq, Wk, Wv, Wo = Wq - lr * dWq, Wk - lr * dWk, Wv - lr * dWv, Wo - lr * dWo
        if i % 100 == 0:
            print(i, mse(Wq, Wk, Wv, Wo, x, y))
    return Wq, Wk, Wv, Wo


if __name__ == "__main__":
    train(Wq, Wk, Wv, Wo)


# ---- for the test
EXPECTED = "the factor 1 / sqrt(d_k) of the scores is in dq but missing in dk, so the gradient of Wk is sqrt(3) times too large"
KINDS = {"factor missing", "scale"}
PLACES = ["Wk", "dWk", "dk"]
TWO = False
MEND = [("dk = dscores.T @ q\n", "dk = dscores.T @ q / np.sqrt(d_k)\n")]
OFF = {"Wk"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=mse, grads=attention_backward, params=(Wq, Wk, Wv, Wo), x=x, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    names = ("Wq", "Wk", "Wv", "Wo")
    return (
        lambda a: mse(*(a[n] for n in names), x, y),
        lambda a: dict(zip(names, attention_backward(*(a[n] for n in names), x, y))),
        dict(Wq=Wq.copy(), Wk=Wk.copy(), Wv=Wv.copy(), Wo=Wo.copy()),
    )
