# comparing activations for my blog: tanh, relu, swish. swish needs three times as many steps as tanh?!
import numpy as np

sigm = lambda v: 1 / (1 + np.exp(-v))

# name: (f, derivative as a function of the pre-activation)
ACT = {
    'tanh': (np.tanh, lambda v: 1 - np.tanh(v) ** 2),
    'relu': (lambda v: np.maximum(v, 0), lambda v: (v > 0).astype(float)),
    'swish': (lambda v: v * sigm(v), lambda v: v * sigm(v) * (1 - sigm(v))),
    'linear': (lambda v: v, lambda v: np.ones_like(v)),
}
LAYOUT = [(2, None), (4, 'swish'), (3, 'tanh'), (1, 'linear')]


def make_params(seed=13):
    r = np.random.default_rng(seed)
    P = []
    for (n_in, _), (n_out, _) in zip(LAYOUT, LAYOUT[1:]):
        P.append(r.standard_normal((n_in, n_out)) * np.sqrt(2 / n_in))
        P.append(r.standard_normal((1, n_out)) * 0.1)
    return P


def run(P, X):
    """returns [(pre, post), ...], the input is the post of layer 0"""
    trace = [(None, X)]
    for k in range(1, len(LAYOUT)):
        pre = trace[-1][1] @ P[2 * k - 2] + P[2 * k - 1]
        trace.append((pre, ACT[LAYOUT[k][1]][0](pre)))
    return trace


def logcosh_loss(P, X, Y):
    d = run(P, X)[-1][1] - Y
    return np.log(np.cosh(d)).mean()


def grad(P, X, Y):
    trace = run(P, X)
    G = [None] * len(P)
    up = np.tanh(trace[-1][1] - Y) / Y.size
    for k in range(len(LAYOUT) - 1, 0, -1):
        pre, _ = trace[k]
        up = up * ACT[LAYOUT[k][1]][1](pre)
        G[2 * k - 2] = trace[k - 1][1].T @ up
        G[2 * k - 1] = up.sum(0, keepdims=True)
        up = up @ P[2 * k - 2].T
    return G


g = np.linspace(-1, 1, 4)
X = np.array([[a, b] for a in g for b in g])
Y = (X[:, :1] ** 2 - X[:, 1:]) * 2
P = make_params()

if __name__ == '__main__':
    for it in range(300):
        P = [p - 0.1 * gp for p, gp in zip(P, grad(P, X, Y))]
    print(logcosh_loss(P, X, Y))


# ---- for the test
EXPECTED = "swish's derivative lacks the first term of the product rule: it is sigm(v) + v * sigm(v) * (1 - sigm(v)); the first layer's weights and bias are wrong"
KINDS = {"wrong derivative", "path missing"}
PLACES = ["swish", "P[0]", "P[1]", "ACT"]
TWO = False
MEND = [("lambda v: v * sigm(v) * (1 - sigm(v))", "lambda v: sigm(v) + v * sigm(v) * (1 - sigm(v))")]
OFF = {"P0", "P1"}


def hand_over():
    return dict(loss=logcosh_loss, grads=grad, params=P, x=X, y=Y)


def proof():
    def as_list(a):
        return [a["P%d" % i] for i in range(len(P))]
    return (lambda a: logcosh_loss(as_list(a), X, Y)), (
        lambda a: {"P%d" % i: v for i, v in enumerate(grad(as_list(a), X, Y))}), {"P%d" % i: v.copy() for i, v in enumerate(P)}
