"""Variational autoencoder with the backward pass by hand (noise kept fixed here so that it can be compared).
The latent means all shrink to zero and the variances go somewhere else than in PyTorch."""
import numpy as np


def encode(p, x):
    h = np.tanh(x @ p["We"] + p["be"])
    mu = h @ p["Wmu"] + p["bmu"]
    logvar = h @ p["Wlv"] + p["blv"]
    return h, mu, logvar


def decode(p, z):
    g = np.tanh(z @ p["Wd"] + p["bd"])
    return g, g @ p["Wo"] + p["bo"]


def elbo_loss(p, x, eps):
    n = len(x)
    h, mu, logvar = encode(p, x)
    z = mu + np.exp(0.5 * logvar) * eps
    g, xr = decode(p, z)
    recon = 0.5 * np.sum((xr - x) ** 2) / n
    kl = -0.5 * np.sum(1 + logvar - mu ** 2 - np.exp(logvar)) / n
    return recon + kl


def elbo_grads(p, x, eps):
    n = len(x)
    h, mu, logvar = encode(p, x)
    std = np.exp(0.5 * logvar)
    z = mu + std * eps
    g, xr = decode(p, z)

    G = {}
    dxr = (xr - x) / n
    G["Wo"], G["bo"] = g.T @ dxr, dxr.sum(0)
    dg = (dxr @ p["Wo"].T) * (1 - g ** 2)
    G["Wd"], G["bd"] = z.T @ dg, dg.sum(0)
    dz = dg @ p["Wd"].T

    dmu = dz + mu
    dlogvar = dz * eps * std + 0.5 * (np.exp(logvar) - 1) / n
    G["Wmu"], G["bmu"] = h.T @ dmu, dmu.sum(0)
    G["Wlv"], G["blv"] = h.T @ dlogvar, dlogvar.sum(0)
    dh = (dmu @ p["Wmu"].T + dlogvar @ p["Wlv"].T) * (1 - h ** 2)
    G["We"], G["be"] = x.T @ dh, dh.sum(0)
    return G


def vae_step(p, x, eps, lr=0.1):
    G = elbo_grads(p, x, eps)
    return {k: v - lr * G[k] for k, v in p.items()}


rng = np.random.default_rng(30)
code = rng.normal(size=(7, 2))
x = np.tanh(code @ rng.normal(size=(2, 4))) * 1.5
eps = rng.normal(size=(7, 2))


def start():
    r = np.random.default_rng(31)
    shapes = {"We": (4, 4), "be": 4, "Wmu": (4, 2), "bmu": 2, "Wlv": (4, 2), "blv": 2,
              "Wd": (2, 4), "bd": 4, "Wo": (4, 4), "bo": 4}
    return {k: r.normal(size=s) * 0.5 for k, s in shapes.items()}


p = start()

if __name__ == "__main__":
    for i in range(60):
        p = vae_step(p, x, eps)
    print(elbo_loss(p, x, eps))


# ---- for the test
EXPECTED = "two mistakes: (1) dmu adds the whole mu for the KL term, which the loss divides by n: dz + mu / n; (2) dlogvar lacks the 0.5 of std = exp(0.5 logvar) in the part through z: 0.5 * dz * eps * std"
KINDS = {"missing 1/n", "batch size", "scale", "not averaged", "factor missing", "penalty scale"}
KINDS_2 = {"missing factor", "factor 0.5", "chain rule", "factor missing", "scale", "wrong derivative"}
PLACES = ["dmu", "Wmu", "bmu", "dlogvar", "Wlv", "blv", "We", "be"]
TWO = True
MEND = [("dmu = dz + mu\n", "dmu = dz + mu / n\n"), ("dlogvar = dz * eps * std +", "dlogvar = 0.5 * dz * eps * std +")]
OFF = {"Wmu", "bmu", "Wlv", "blv", "We", "be"}


def hand_over():
    return dict(step=vae_step, params=p, loss=elbo_loss, rate=0.1, x=x, y=eps)


def proof():
    return (lambda a: elbo_loss(a, x, eps)), (lambda a: elbo_grads(a, x, eps)), {k: v.copy() for k, v in p.items()}
