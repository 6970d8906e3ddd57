import numpy as np

# sum of a sequence > 0 ?   sequences of unequal length, padded with zeros, mask
r = np.random.RandomState(0)
LEN = r.randint(2, 7, size=20)
T = 6
seqs = np.zeros((20, T, 1))
mask = np.zeros((20, T))
for i, n in enumerate(LEN):
    seqs[i, :n, 0] = r.randn(n)
    mask[i, :n] = 1
target = (np.cumsum(seqs[:, :, 0], axis=1) > 0).astype(float)   # at every time step
H = 7
def init(seed=0):
    q = np.random.RandomState(seed)
    return dict(Wx=q.randn(1, H) * .8, Wh=q.randn(H, H) * .35, bh=np.zeros(H), v=q.randn(H) * .5, c=np.zeros(()))
def run(P, xs, m):
    h = np.zeros((len(xs), H)); hs = [h]; out = []
    for t in range(xs.shape[1]):
        new = np.tanh(xs[:, t] @ P["Wx"] + h @ P["Wh"] + P["bh"])
        k = m[:, t:t+1]
        h = k * new + (1 - k) * h            # where padded the state is held
        hs.append(h); out.append(h @ P["v"] + P["c"])
    return hs, np.stack(out, 1)
def loss_fn(P, data, target):
    xs, m = data
    _, z = run(P, xs, m)
    ce = np.logaddexp(0, z) - target * z
    return (ce * m).sum() / m.sum()
def bptt(P, data, target):
    xs, m = data
    hs, z = run(P, xs, m)
    dz = (1 / (1 + np.exp(-z)) - target) * m / m.sum()
    g = {k: np.zeros_like(a) for k, a in P.items()}
    dh = np.zeros_like(hs[0])
    for t in reversed(range(xs.shape[1])):
        g["v"] += hs[t+1].T @ dz[:, t]
        g["c"] += dz[:, t].sum()
        dh = dh + np.outer(dz[:, t], P["v"])
        k = m[:, t:t+1]
        a = np.tanh(xs[:, t] @ P["Wx"] + hs[t] @ P["Wh"] + P["bh"])
        da = dh * k * (1 - a**2)
        g["Wx"] += xs[:, t].T @ da
        g["Wh"] += hs[t].T @ da
        g["bh"] += da.sum(0)
        dh = da @ P["Wh"].T + dh * (1 - k)
    return g
def clip(g, top=0.1):
    n = np.sqrt(sum((a**2).sum() for a in g.values()))
    return {k: a * min(1, top / n) for k, a in g.items()}
vel = None
def update(P, data, target, lr=0.3, mu=0.9):
    global vel
    if vel is None:
        vel = {k: 0.0 for k in P}
    g = clip(bptt(P, data, target))
    for k in P:
        vel[k] = mu * vel[k] - lr * g[k]
        P[k] = P[k] + vel[k]
    return P

if __name__ == "__main__":
    P = init()
    for i in range(201):
        if i % 50 == 0: print(i, loss_fn(P, (seqs, mask), target))
        update(P, (seqs, mask), target)

# ---- for the test
def hand_over():
    return dict(params=init(), loss=loss_fn, grads=bptt, step=update, make=init,
                predict=lambda P, d: run(P, *d)[1] > 0, x=(seqs, mask), y=target, rate=0.3)
FORM = "x is a tuple (sequences, mask); 0-d bias array; state held over padding; grads are raw but the step clips the global norm and has momentum in a module global"
