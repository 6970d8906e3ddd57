# One attention head learns to reverse a string of tokens.
# Everything is looked up by name: params["head/q"] and so on.
import numpy as np

rng = np.random.default_rng(17)
VOCAB, LEN, DIM, KEY = 10, 6, 24, 16

params = {
    "embed/tok": rng.normal(0, 0.5, (VOCAB, DIM)),
    "embed/pos": rng.normal(0, 0.5, (LEN, DIM)),
    "head/q": rng.normal(0, DIM ** -0.5, (DIM, KEY)),
    "head/k": rng.normal(0, DIM ** -0.5, (DIM, KEY)),
    "head/v": rng.normal(0, DIM ** -0.5, (DIM, DIM)),
    "out/w": rng.normal(0, DIM ** -0.5, (DIM, VOCAB)),
    "out/b": np.zeros(VOCAB),
}


def softmax(s):
    e = np.exp(s - s.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def run(P, tokens, targets=None):
    B = len(tokens)
    act = {}
    act["x"] = x = P["embed/tok"][tokens] + P["embed/pos"]
    act["q"], act["k"], act["v"] = (x @ P["head/" + n] for n in "qkv")
    act["att"] = softmax(act["q"] @ act["k"].transpose(0, 2, 1) / np.sqrt(KEY))
    act["y"] = x + act["att"] @ act["v"]
    act["prob"] = softmax(act["y"] @ P["out/w"] + P["out/b"])
    if targets is None:
        return act

    b, t = np.ogrid[:B, :LEN]
    loss = -np.log(act["prob"][b, t, targets]).mean()

    G = {}
    d = act["prob"].copy()
    d[b, t, targets] -= 1
    d /= B * LEN
    G["out/w"] = np.tensordot(act["y"], d, axes=([0, 1], [0, 1]))
    G["out/b"] = d.sum((0, 1))
    dy = d @ P["out/w"].T

    datt = dy @ act["v"].transpose(0, 2, 1)
    dv = act["att"].transpose(0, 2, 1) @ dy
    ds = act["att"] * (datt - (datt * act["att"]).sum(-1, keepdims=True))
    ds /= np.sqrt(KEY)
    dq = ds @ act["k"]
    dk = ds.transpose(0, 2, 1) @ act["q"]

    dx = dy.copy()
    for name, dn in (("q", dq), ("k", dk), ("v", dv)):
        G["head/" + name] = np.einsum("bti,bto->io", x, dn)
        dx += dn @ P["head/" + name].T
    G["embed/pos"] = dx.sum(0)
    G["embed/tok"] = np.zeros_like(P["embed/tok"])
    np.add.at(G["embed/tok"], tokens, dx)
    return loss, G, act


def schedule(step, warmup=60, peak=0.01):
    """linear warmup, then 1/sqrt"""
    return peak * min(step / warmup, (warmup / step) ** 0.5)


first = {n: np.zeros_like(w) for n, w in params.items()}
second = {n: np.zeros_like(w) for n, w in params.items()}

if __name__ == "__main__":
    for step in range(1, 601):
        tokens = rng.integers(0, VOCAB, (24, LEN))
        loss, grads, act = run(params, tokens, tokens[:, ::-1])
        lr = schedule(step)
        for n in params:
            first[n] = 0.9 * first[n] + 0.1 * grads[n]
            second[n] = 0.98 * second[n] + 0.02 * grads[n] ** 2
            params[n] -= lr * (first[n] / (1 - 0.9 ** step)) / (
                np.sqrt(second[n] / (1 - 0.98 ** step)) + 1e-9)
        if step == 1 or step % 100 == 0:
            acc = (act["prob"].argmax(-1) == tokens[:, ::-1]).mean()
            print(f"step {step:4d}  lr {lr:.5f}  loss {loss:.4f}  token accuracy {acc:.3f}")

    test = rng.integers(0, VOCAB, (200, LEN))
    act = run(params, test)
    guess = act["prob"].argmax(-1)
    print("whole strings right:", (guess == test[:, ::-1]).all(1).mean())
    print(test[0], "->", guess[0])
    print("attention of the first string")
    print(act["att"][0].round(2))
