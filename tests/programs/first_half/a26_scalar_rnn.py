import numpy as np

# RNN with just two weights: s_k = tanh(wx * x_k + wRec * s_{k-1}), output is the last state

np.random.seed(26)
nb_of_samples = 6
sequence_len = 5
X = np.round(np.random.rand(nb_of_samples, sequence_len), 1)
t = np.tanh(X.mean(axis=1))


def forward_states(X, wx, wRec):
    S = np.zeros((X.shape[0], X.shape[1] + 1))
    for k in range(X.shape[1]):
        S[:, k + 1] = np.tanh(X[:, k] * wx + S[:, k] * wRec)
    return S


def cost(wx, wRec, X, t):
    S = forward_states(X, wx, wRec)
    return np.sum((t - S[:, -1]) ** 2) / X.shape[0]


def gradient(wx, wRec, X, t):
    S = forward_states(X, wx, wRec)
    grad_over_time = 2.0 * (S[:, -1] - t) / X.shape[0]
    wx_grad = 0.0
    wRec_grad = 0.0
    for k in range(X.shape[1], 0, -1):
        delta = grad_over_time * (1 - S[:, k] ** 2)
        wx_grad = np.sum(delta * X[:, k - 1])
        wRec_grad += np.sum(delta * S[:, k - 1])
        grad_over_time = delta * wRec
    return wx_grad, wRec_grad


wx = -0.6
wRec = 1.3


if __name__ == "__main__":
    for i in range(500):
        gx, gr = gradient(wx, wRec, X, t)
        wx -= 0.05 * gx
        wRec -= 0.05 * gr
    print(wx, wRec, cost(wx, wRec, X, t))


# ---- for the test
EXPECTED = (
    "wx_grad is overwritten in each time step instead of accumulated: only the first step's share is left"
)
KINDS = {"not accumulated over time"}
PLACES = ["wx"]
TWO = False
MEND = [("wx_grad = np.sum(", "wx_grad += np.sum(")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=cost, grads=gradient, params=(wx, wRec), x=X, y=t)
