"""LSTM, all four gates in one matrix, batch in columns, answer read from the last hidden state.
It forgets nothing and learns to add up two marked numbers only sometimes."""
import numpy as np


def sig(z):
    return 1.0 / (1.0 + np.exp(-z))


def run(w, xs):
    H = w["Wout"].shape[1]
    h = np.zeros((H, xs.shape[2]))
    c = np.zeros((H, xs.shape[2]))
    tape = []
    for x in xs:
        z = np.vstack([h, x])
        a = w["W"] @ z + w["b"]
        i, f, o, g = sig(a[:H]), sig(a[H:2 * H]), sig(a[2 * H:3 * H]), np.tanh(a[3 * H:])
        c_old = c
        c = f * c_old + i * g
        tc = np.tanh(c)
        h = o * tc
        tape.append((z, i, f, o, g, c_old, tc))
    return w["Wout"] @ h + w["bout"], h, tape


def lossf(w, xs, target):
    pred = run(w, xs)[0]
    return 0.5 * np.sum((pred - target) ** 2) / target.shape[1]


def back(w, xs, target):
    pred, h, tape = run(w, xs)
    H = h.shape[0]
    d = (pred - target) / target.shape[1]
    grads = {"W": np.zeros_like(w["W"]), "b": np.zeros_like(w["b"]),
             "Wout": d @ h.T, "bout": d.sum(axis=1, keepdims=True)}
    dh = w["Wout"].T @ d
    dc = np.zeros_like(dh)
    for z, i, f, o, g, c_old, tc in reversed(tape):
        dc = dc + dh * o * (1 - tc ** 2)
        da = np.vstack([dc * g * i * (1 - i),
                        dc * c_old * f * (1 - f),
                        dh * tc * o * (1 - o),
                        dc * i * (1 - g ** 2)])
        grads["W"] += da @ z.T
        grads["b"] += da.sum(axis=1, keepdims=True)
        dh = (w["W"].T @ da)[:H]
    return grads


def learn(w, xs, target, alpha=0.1):
    grads = back(w, xs, target)
    return {k: w[k] - alpha * grads[k] for k in w}


rs = np.random.RandomState(21)
T, n = 5, 6
xs = np.zeros((T, 2, n))
xs[:, 0, :] = rs.uniform(-1, 1, (T, n))
for k in range(n):
    xs[rs.choice(T, 2, replace=False), 1, k] = 1
target = np.sum(xs[:, :1, :] * xs[:, 1:, :], axis=0)
w = {"W": rs.randn(12, 5) * 0.5, "b": rs.randn(12, 1) * 0.1, "Wout": rs.randn(1, 3) * 0.7, "bout": np.zeros((1, 1))}
w["b"][3:6] = 1

if __name__ == "__main__":
    for k in range(50):
        w = learn(w, xs, target)
    print(lossf(w, xs, target))


# ---- for the test
EXPECTED = "back carries dc to the step before without multiplying it by the forget gate f (dc = dc * f at the end of the loop), so W and b of the gates are off"
KINDS = {"missing factor", "forget gate", "carry through time", "recurrent", "factor missing"}
PLACES = ["W", "b", "dc"]
TWO = False
MEND = [("        dh = (w[\"W\"].T @ da)[:H]\n", "        dh = (w[\"W\"].T @ da)[:H]\n        dc = dc * f\n")]
OFF = {"W", "b"}


def hand_over():
    return dict(step=learn, params=w, loss=lossf, rate=0.1, x=xs, y=target)


def proof():
    return (lambda a: lossf(a, xs, target)), (lambda a: back(a, xs, target)), {k: v.copy() for k, v in w.items()}
