# svm_script.m -> python
# linear SVM with subgradient descent, samples are the columns of X
import numpy as np

# --- data: two features (mean, variance) of vibration signals, +1 = damaged bearing
X = np.array(
    [
        [0.9, 1.4, -0.3, 0.2, -1.1, -0.6, 1.8, -1.5, 0.4, -0.2],
        [0.5, 1.1, 0.8, -0.9, -0.4, -1.3, -0.2, 0.6, 1.2, -0.7],
    ]
)
y = np.array([1, 1, 1, -1, -1, -1, 1, -1, 1, -1])
[D, N] = X.shape

# --- settings
lam = 0.5
lr = 0.1
w = np.array([0.5, -0.4])
b = 0.35


def loss():
    f = w @ X + b
    return np.mean(np.maximum(0, 1 - y * f)) + lam / 2 * (w @ w)


def step():
    global w, b
    gw = np.zeros(D)
    gb = 0
    for i in range(1, N):
        if y[i] * (w @ X[:, i] + b) < 1:
            gw = gw - y[i] * X[:, i]
            gb = gb - y[i]
    gw = gw / N - lam * w
    gb = gb / N
    w = w - lr * gw
    b = b - lr * gb


def classify(Xnew):
    return np.sign(w @ Xnew + b)


# --- main loop
if __name__ == "__main__":
    hist = []
    for it in range(300):
        step()
        hist.append(loss())
    print(hist[-1], np.mean(classify(X) == y))


# ---- for the test
EXPECTED = "the loop over the samples begins with 1 and leaves out sample 0; and the penalty lam * w is subtracted from the gradient instead of added"
KINDS = {"examples left out"}
KINDS_2 = {"penalty sign", "wrong penalty"}
PLACES = ["w", "b", "gw", "gb", "step", "lam"]
TWO = True
MEND = [("range(1, N)", "range(N)"), ("gw / N - lam * w", "gw / N + lam * w")]
OFF = {"w", "b"}


def hand_over():
    """What the learner would hand over, in its natural form: everything is in the script's variables."""
    return dict(loss=loss, step=step, rate=lr, x=X, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name; the program's own variables are put back."""

    def at(a, f):
        global w, b
        keep = w, b
        w, b = np.array(a["w"]), float(a["b"])
        result = f()
        after = w, b
        w, b = keep
        return result, after

    def claim(a):
        _, after = at(a, step)
        return dict(w=(a["w"] - after[0]) / lr, b=(a["b"] - after[1]) / lr)

    return lambda a: at(a, loss)[0], claim, dict(w=w.copy(), b=np.array(b))
