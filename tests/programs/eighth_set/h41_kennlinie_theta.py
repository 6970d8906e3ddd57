# Kennfeld eines Motors: Drehmoment aus Drehzahl, Drosselklappe und Temperatur.
# Alle Gewichte stehen in einem langen Vektor theta (für scipy.optimize)
import numpy as np

N_EIN, N_VERD = 3, 4

messung = np.array(
    [
        # Drehzahl, Klappe, Temp, Moment
        [-1.0, 0.2, 0.5, 0.31],
        [-0.5, 0.9, -0.2, 0.95],
        [0.0, -0.6, 0.1, -0.20],
        [0.4, 0.3, -1.1, 0.62],
        [0.8, -1.2, 0.7, -0.85],
        [1.3, 0.8, 0.3, 0.40],
        [-1.4, -0.4, -0.6, -0.33],
        [0.1, 1.5, 1.2, 1.21],
        [0.9, -0.1, -0.9, 0.08],
    ]
)
Eingang = messung[:, :3]
Moment = messung[:, 3]


def auspacken(theta):
    k = N_EIN * N_VERD
    W = theta[:k].reshape((N_EIN, N_VERD), order="F")  # wie in Matlab
    b = theta[k : k + N_VERD]
    v = theta[k + N_VERD : k + 2 * N_VERD]
    c = theta[-1]
    return W, b, v, c


def kennfeld(theta, X):
    W, b, v, c = auspacken(theta)
    return np.tanh(X.dot(W) + b).dot(v) + c


def kosten(theta, X, y):
    abw = kennfeld(theta, X) - y
    return abw.dot(abw) / len(y)


def gradient(theta, X, y):
    W, b, v, c = auspacken(theta)
    verdeckt = np.tanh(X.dot(W) + b)
    abw = 2 * (verdeckt.dot(v) + c - y) / len(y)
    fehler = np.outer(abw, v) * (1 - verdeckt**2)
    gW = X.T.dot(fehler)
    gb = fehler.sum(0)
    gv = verdeckt.T.dot(abw)
    gc = abw.sum()
    return np.r_[gW.ravel(), gb, gv, gc]


zufall = np.random.RandomState(17)
theta0 = zufall.randn(N_EIN * N_VERD + 2 * N_VERD + 1) * 0.6

if __name__ == "__main__":
    from scipy.optimize import fmin_bfgs

    theta = fmin_bfgs(kosten, theta0, fprime=gradient, args=(Eingang, Moment))
    print(kosten(theta, Eingang, Moment))


# ---- for the test
EXPECTED = "auspacken reads W column by column (order F), gradient packs gW row by row (ravel in C order): the first 12 entries of the gradient are in another order than theta"
KINDS = {"order", "transposed"}
PLACES = ["theta", "theta0", "gW", "W", "auspacken", "gradient"]
TWO = False
MEND = [("gW.ravel()", 'gW.ravel(order="F")')]
OFF = {"theta_W"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=kosten, grads=gradient, params=theta0, x=Eingang, y=Moment)


def proof():
    """Its loss and its claim, of plain arrays by name: theta in its two parts, as they lie in it."""
    k = N_EIN * N_VERD

    def long(a):
        return np.r_[a["theta_W"], a["theta_rest"]]

    def claim(a):
        g = gradient(long(a), Eingang, Moment)
        return dict(theta_W=g[:k], theta_rest=g[k:])

    return lambda a: kosten(long(a), Eingang, Moment), claim, dict(theta_W=theta0[:k].copy(), theta_rest=theta0[k:].copy())
