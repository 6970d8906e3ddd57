"""Assignment 2: the smallest possible RNN, s_k = tanh(x_k * wx + s_{k-1} * wRec), one output per time step.
Gradient check prints 'Numerical gradient of ... is not close to the backpropagation gradient of ...' """
import numpy as np

np.random.seed(1)
n_samples = 6
len_sequence = 5
X = np.around(np.random.rand(n_samples, len_sequence), 2)
# the target at each step: tanh of the running sum minus one
T = np.tanh(np.cumsum(X, axis=1) - 1.0)


def update_state(xk, sk, wx, wRec):
    return np.tanh(xk * wx + sk * wRec)


def forward_states(X, wx, wRec):
    S = np.zeros((X.shape[0], X.shape[1] + 1))
    for k in range(0, X.shape[1]):
        S[:, k + 1] = update_state(X[:, k], S[:, k], wx, wRec)
    return S


def loss(params, X, T):
    S = forward_states(X, params[0], params[1])
    return np.sum((S[:, 1:] - T) ** 2) / X.shape[0]


def output_gradient(S, T):
    return 2.0 * (S[:, 1:] - T) / T.shape[0]


def backward_gradient(params, X, T):
    wx, wRec = params
    S = forward_states(X, wx, wRec)
    grad_over_time = np.zeros_like(S)
    grad_over_time[:, 1:] = output_gradient(S, T)
    wx_grad = 0.0
    wRec_grad = 0.0
    for k in range(X.shape[1], 0, -1):
        grad_z = grad_over_time[:, k] * (1 - S[:, k] ** 2)
        wx_grad += np.sum(grad_z * X[:, k - 1])
        wRec_grad += np.sum(grad_z * S[:, k - 1])
        grad_over_time[:, k - 1] = grad_z * wRec
    return [wx_grad, wRec_grad]


params = [0.7, 0.9]


def check(eps=1e-6):
    bp = backward_gradient(params, X, T)
    for i, name in enumerate(["wx", "wRec"]):
        hi, lo = list(params), list(params)
        hi[i] += eps
        lo[i] -= eps
        num = (loss(hi, X, T) - loss(lo, X, T)) / (2 * eps)
        if not np.isclose(num, bp[i]):
            print("Numerical gradient of %s %.6f is not close to the backpropagation gradient of %.6f!" % (name, num, bp[i]))


if __name__ == "__main__":
    check()


# ---- for the test
EXPECTED = "the gradient handed back to the previous state overwrites the error of that time step's own output instead of being added to it"
KINDS = {"not accumulated", "path missing"}
PLACES = ["grad_over_time", "params", "wx", "wRec", "array 1", "array 2"]
TWO = False
MEND = [("grad_over_time[:, k - 1] = grad_z * wRec", "grad_over_time[:, k - 1] += grad_z * wRec")]
OFF = {"wx", "wRec"}


def hand_over():
    return dict(loss=loss, grads=backward_gradient, params=params, x=X, y=T)


def proof():
    def listed(a):
        return [float(a["wx"]), float(a["wRec"])]

    return (lambda a: loss(listed(a), X, T),
            lambda a: dict(zip(("wx", "wRec"), map(np.array, backward_gradient(listed(a), X, T)))),
            dict(wx=np.array(params[0]), wRec=np.array(params[1])))
