import numpy as np

# two conv layers on 1d signals: is it a square bump or a triangle?


def make_signals(n, rng):
    X = 0.1 * rng.standard_normal((n, 20))
    y = rng.integers(0, 2, n)
    for i in range(n):
        s = rng.integers(1, 12)
        if y[i]:
            X[i, s:s + 7] += [0.25, 0.5, 0.75, 1.0, 0.75, 0.5, 0.25]
        else:
            X[i, s + 1:s + 6] += 0.8
    return X, y


class Conv1D:
    """valid cross-correlation, x: (channels, length)"""

    def __init__(self, c_in, c_out, k, rng):
        self.k = k
        self.W = rng.standard_normal((c_out, c_in, k)) * np.sqrt(2 / (c_in * k))
        self.b = np.zeros(c_out)

    def forward(self, x):
        self.x = x
        L = x.shape[1] - self.k + 1
        out = np.zeros((len(self.W), L))
        for i in range(L):
            out[:, i] = np.tensordot(self.W, x[:, i:i + self.k], axes=2) + self.b
        return out

    def backward(self, d_out, lr):
        dW = np.zeros(self.W.shape)
        for i in range(d_out.shape[1]):
            dW += d_out[:, i, None, None] * self.x[None, :, i:i + self.k]
        # gradient for the layer below
        pad = np.pad(d_out, ((0, 0), (self.k - 1, self.k - 1)))
        dx = np.zeros_like(self.x)
        for i in range(self.x.shape[1]):
            dx[:, i] = np.einsum('oj,ocj->c', pad[:, i:i + self.k], self.W[:, :, ::-1])
        self.W -= lr * dW
        self.b -= lr * d_out.sum(axis=1)
        return dx


class ReLU:
    def forward(self, x):
        self.mask = x > 0
        return x * self.mask

    def backward(self, d_out, lr):
        return d_out * self.mask


class GlobalMaxPool:
    def forward(self, x):
        self.shape = x.shape
        self.arg = x.argmax(axis=1)
        return x.max(axis=1)

    def backward(self, d_out, lr):
        dx = np.zeros(self.shape)
        dx[np.arange(len(self.arg)), self.arg] = d_out
        return dx


class Logistic:
    def __init__(self, n, rng):
        self.w = rng.standard_normal(n) * 0.1
        self.b = 0.0

    def forward(self, x):
        self.x = x
        self.p = 1 / (1 + np.exp(-(self.w @ x + self.b)))
        return self.p

    def backward(self, y, lr):
        d = self.p - y
        dx = d * self.w
        self.w -= lr * d * self.x
        self.b -= lr * d
        return dx


rng = np.random.default_rng(12)
X, y = make_signals(150, rng)
Xt, yt = make_signals(100, rng)

net = [Conv1D(1, 4, 3, rng), ReLU(), Conv1D(4, 6, 5, rng), ReLU(), GlobalMaxPool(), Logistic(6, rng)]


def run(x):
    out = x[None, :]
    for layer in net:
        out = layer.forward(out)
    return out


for epoch in range(10):
    loss, correct = 0, 0
    for i in rng.permutation(len(X)):
        p = run(X[i])
        loss -= np.log(p if y[i] else 1 - p)
        correct += int((p > 0.5) == y[i])
        grad = y[i]
        for layer in reversed(net):
            grad = layer.backward(grad, 0.03)
    print('[Epoch %d] average loss %.3f | Accuracy: %d%%' % (epoch + 1, loss / len(X), 100 * correct / len(X)))

print('Test accuracy:', np.mean([(run(x) > 0.5) == t for x, t in zip(Xt, yt)]))
