import numpy as np

D, H, Z = 6, 5, 2
rng = np.random.default_rng(33)


def init():
    s = lambda *shape: rng.normal(0, 0.4, shape)
    return {
        "enc_W": s(D, H), "enc_b": s(H), "mu_W": s(H, Z), "mu_b": s(Z), "lv_W": s(H, Z), "lv_b": s(Z),
        "dec_W": s(Z, D), "dec_b": s(D),
    }  # fmt: skip


X = (rng.random((7, D)) > 0.5).astype(float)
EPS = rng.normal(size=(7, Z))


def forward(p, x):
    h = np.tanh(x @ p["enc_W"] + p["enc_b"])
    mu, logvar = h @ p["mu_W"] + p["mu_b"], h @ p["lv_W"] + p["lv_b"]
    z = mu + np.exp(0.5 * logvar) * EPS
    xhat = 1 / (1 + np.exp(-(z @ p["dec_W"] + p["dec_b"])))
    return h, mu, logvar, z, xhat


def elbo_loss(p, x):
    h, mu, logvar, z, xhat = forward(p, x)
    rec = -np.sum(x * np.log(xhat) + (1 - x) * np.log(1 - xhat))
    kl = -0.5 * np.sum(1 + logvar - mu**2 - np.exp(logvar))
    return (rec + kl) / len(x)


def elbo_grads(p, x):
    h, mu, logvar, z, xhat = forward(p, x)
    n = len(x)
    da = (xhat - x) / n
    g = {"dec_W": z.T @ da, "dec_b": da.sum(0)}
    dz = da @ p["dec_W"].T
    dmu = dz + mu / n
    dlv = dz * EPS * np.exp(0.5 * logvar) + 0.5 * (np.exp(logvar) - 1) / n
    g["mu_W"], g["mu_b"] = h.T @ dmu, dmu.sum(0)
    g["lv_W"], g["lv_b"] = h.T @ dlv, dlv.sum(0)
    dh = (dmu @ p["mu_W"].T + dlv @ p["lv_W"].T) * (1 - h**2)
    g["enc_W"], g["enc_b"] = x.T @ dh, dh.sum(0)
    return g


params = init()

# ---- for the test
EXPECTED = "z depends on logvar by exp(logvar / 2): the inner 1/2 is missing"
KINDS = {"factor missing", "scale", "wrong factor", "wrong derivative"}
PLACES = ["lv_W", "lv_b", "logvar"]
TWO = False
MEND = [("dlv = dz * EPS * np.exp(0.5 * logvar)", "dlv = 0.5 * dz * EPS * np.exp(0.5 * logvar)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=elbo_loss, grads=elbo_grads, params=params, x=X)
