import numpy as np

# variational autoencoder with Huber reconstruction, reparametrised noise handed in; Nesterov (look-ahead form)
D, H, Z, DELTA, BETA = 4, 5, 2, 0.5, 0.1
rng = np.random.RandomState(10)
x = rng.randn(25, 2) @ rng.randn(2, D) + .1 * rng.randn(25, D)
noise = rng.randn(25, Z)

names = ["We", "be", "Wm", "bm", "Ws", "bs", "Wd", "bd", "Wo", "bo"]
shapes = [(D, H), (H,), (H, Z), (Z,), (H, Z), (Z,), (Z, H), (H,), (H, D), (D,)]

def make(seed=0):
    q = np.random.RandomState(seed)
    return {n: q.randn(*s) * .4 if len(s) == 2 else np.zeros(s) for n, s in zip(names, shapes)}

def forward(p, x, noise):
    h = np.tanh(x @ p["We"] + p["be"])
    mu, lv = h @ p["Wm"] + p["bm"], h @ p["Ws"] + p["bs"]       # lv = log variance
    z = mu + np.exp(lv / 2) * noise
    k = np.tanh(z @ p["Wd"] + p["bd"])
    return h, mu, lv, z, k, k @ p["Wo"] + p["bo"]

def elbo_loss(p, x, noise):
    h, mu, lv, z, k, o = forward(p, x, noise)
    r = np.abs(o - x)
    huber = np.where(r < DELTA, r**2 / 2, DELTA * (r - DELTA / 2)).sum()
    kl = -.5 * (1 + lv - mu**2 - np.exp(lv)).sum()
    return (huber + BETA * kl) / len(x)

def elbo_grads(p, x, noise):
    h, mu, lv, z, k, o = forward(p, x, noise)
    do = np.clip(o - x, -DELTA, DELTA) / len(x)
    dk = do @ p["Wo"].T * (1 - k**2)
    dz = dk @ p["Wd"].T
    dmu = dz + BETA * mu / len(x)
    dlv = dz * noise * np.exp(lv / 2) / 2 + BETA * (np.exp(lv) - 1) / 2 / len(x)
    dh = (dmu @ p["Wm"].T + dlv @ p["Ws"].T) * (1 - h**2)
    return {"Wo": k.T @ do, "bo": do.sum(0), "Wd": z.T @ dk, "bd": dk.sum(0), "Wm": h.T @ dmu, "bm": dmu.sum(0),
            "Ws": h.T @ dlv, "bs": dlv.sum(0), "We": x.T @ dh, "be": dh.sum(0)}

class Nesterov:
    def __init__(self, p, rate=.1, mu=.8):
        self.p, self.rate, self.mu = p, rate, mu
        self.v = {k: np.zeros_like(a) for k, a in p.items()}

    def step(self, x, noise):
        ahead = {k: self.p[k] + self.mu * self.v[k] for k in self.p}
        g = elbo_grads(ahead, x, noise)                 # slope at the look-ahead point, not at p
        for k in self.p:
            self.v[k] = self.mu * self.v[k] - self.rate * g[k]
            self.p[k] += self.v[k]

if __name__ == "__main__":
    opt = Nesterov(make())
    for i in range(301):
        opt.step(x, rng.randn(25, Z))                   # fresh noise at each step
        if i % 100 == 0:
            print(i, elbo_loss(opt.p, x, noise))

params = make()

# ---- for the test
def hand_over():
    return dict(params=params, loss=elbo_loss, grads=elbo_grads, step=Nesterov(params).step, make=make,
                predict=lambda p, x: forward(p, x, 0 * x[:, :Z])[-1], x=x, y=noise, rate=.1)

FORM = "VAE with beta-KL and Huber reconstruction; no target: the second argument is the noise; gradient keys in another order; Nesterov takes the slope at the look-ahead point; step has no params argument; predict without noise"
