# Compression of spectra, one spectrum = one column (Fortran layout).
# Nonlinear PCA: code = sigma(W x + b), reconstruction = W^T code + c
from numpy import *

nchan = 5  # channels
nspec = 9  # spectra
ncode = 2

random.seed(31)
lam = linspace(0.0, 1.0, nchan)[:, newaxis]
centre = random.uniform(0.2, 0.8, (1, nspec))
SPEC = asfortranarray(exp(-((lam - centre) ** 2) / 0.08) + 0.05 * random.randn(nchan, nspec))

par = {
    "W": 0.8 * random.randn(ncode, nchan),
    "b": 0.3 * random.randn(ncode, 1),
    "c": 0.3 * random.randn(nchan, 1),
}


def sigma(t):
    return 1.0 / (1.0 + exp(-t))


def chi2(par, X):
    code = sigma(dot(par["W"], X) + par["b"])
    rec = dot(par["W"].T, code) + par["c"]
    return 0.5 * sum((rec - X) ** 2) / X.shape[1]


def dchi2(par, X):
    nobs = X.shape[1]
    code = sigma(dot(par["W"], X) + par["b"])
    rec = dot(par["W"].T, code) + par["c"]

    # decoder
    res = (rec - X) / nobs
    dc = sum(res, axis=1, keepdims=True)

    # encoder
    dcode = dot(par["W"], res) * code * (1.0 - code)
    db = sum(dcode, axis=1, keepdims=True)
    dW = dot(dcode, X.T)

    return {"W": dW, "b": db, "c": dc}


def descend(par, X, niter=1000, rate=0.1):
    for it in range(niter):
        grad = dchi2(par, X)
        for key in par:
            par[key] = par[key] - rate * grad[key]
    return par


if __name__ == "__main__":
    print(chi2(par, SPEC))
    descend(par, SPEC)
    print(chi2(par, SPEC))


# ---- for the test
EXPECTED = "W is used in the encoder and, transposed, in the decoder; dW has the encoder's part only, the decoder's part code res^T is missing"
KINDS = {"path missing", "not accumulated"}
PLACES = ["W", "dW", 'par["W"]', "dchi2"]
TWO = False
MEND = [("dW = dot(dcode, X.T)", "dW = dot(dcode, X.T) + dot(code, res.T)")]
OFF = {"W"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=chi2, grads=dchi2, params=par, x=SPEC)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return lambda a: chi2(a, SPEC), lambda a: dchi2(a, SPEC), {k: v.copy() for k, v in par.items()}
