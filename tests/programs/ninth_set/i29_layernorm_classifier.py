import numpy as np


class LayerNorm:
    """normalizes every example over its features, (N, D)"""

    def __init__(self, dim, eps=1e-5):
        self.gamma = np.linspace(0.6, 1.5, dim)
        self.beta = np.linspace(-0.3, 0.3, dim)
        self.eps = eps

    def forward(self, x):
        mu = x.mean(axis=1, keepdims=True)
        var = x.var(axis=1, keepdims=True)
        self.istd = 1 / np.sqrt(var + self.eps)
        self.xhat = (x - mu) * self.istd
        return self.gamma * self.xhat + self.beta

    def backward(self, dout):
        self.dgamma = np.sum(dout * self.xhat, axis=0)
        self.dbeta = np.sum(dout, axis=0)
        dxhat = dout * self.gamma
        m1 = np.mean(dxhat, axis=0, keepdims=True)
        m2 = np.mean(dxhat * self.xhat, axis=0, keepdims=True)
        return self.istd * (dxhat - m1 - self.xhat * m2)


class Net:
    """x -> fc1 -> layer norm -> relu -> fc2 -> softmax"""

    def __init__(self, d_in, d_hidden, n_classes, seed=0):
        rng = np.random.default_rng(seed)
        self.W1 = rng.normal(size=(d_in, d_hidden)) / np.sqrt(d_in)
        self.b1 = 0.1 * rng.normal(size=d_hidden)
        self.ln = LayerNorm(d_hidden)
        self.W2 = rng.normal(size=(d_hidden, n_classes)) / np.sqrt(d_hidden)
        self.b2 = np.zeros(n_classes)

    def forward(self, x):
        self.x = x
        self.n = self.ln.forward(x @ self.W1 + self.b1)
        self.h = np.maximum(self.n, 0)
        s = self.h @ self.W2 + self.b2
        s = s - s.max(axis=1, keepdims=True)
        self.p = np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)
        return self.p

    def loss(self, x, y):
        p = self.forward(x)
        return -np.mean(np.log(p[range(len(y)), y]))

    def backward(self, y):
        N = len(y)
        ds = self.p.copy()
        ds[range(N), y] -= 1
        ds /= N
        self.dW2 = self.h.T @ ds
        self.db2 = ds.sum(axis=0)
        dn = (ds @ self.W2.T) * (self.n > 0)
        dz = self.ln.backward(dn)
        self.dW1 = self.x.T @ dz
        self.db1 = dz.sum(axis=0)

    def update(self, lr):
        for name in ("W1", "b1", "W2", "b2"):
            setattr(self, name, getattr(self, name) - lr * getattr(self, "d" + name))
        self.ln.gamma = self.ln.gamma - lr * self.ln.dgamma
        self.ln.beta = self.ln.beta - lr * self.ln.dbeta

    def train_step(self, x, y, lr=0.1):
        loss = self.loss(x, y)
        self.backward(y)
        self.update(lr)
        return loss


rng = np.random.default_rng(8)
X = rng.normal(size=(10, 4))
y = np.array([0, 1, 2, 0, 1, 2, 0, 1, 2, 1])
net = Net(4, 5, 3)

if __name__ == "__main__":
    for i in range(200):
        l = net.train_step(X, y)
    print(l)


# ---- for the test
EXPECTED = "LayerNorm.backward takes its two means over the examples (axis 0, as batch norm does) where the forward pass normalises over the features (axis 1)"
KINDS = {"summed over the wrong axis", "rows mix", "normalization path missing"}
PLACES = ["LayerNorm", "ln", "W1", "b1", "dW1", "db1", "m1", "m2"]
TWO = False
MEND = [("m1 = np.mean(dxhat, axis=0,", "m1 = np.mean(dxhat, axis=1,"), ("m2 = np.mean(dxhat * self.xhat, axis=0,", "m2 = np.mean(dxhat * self.xhat, axis=1,")]
OFF = {"W1", "b1"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=net, x=X, y=y, rate=0.1)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = Net(4, 5, 3)
        for k, v in a.items():
            setattr(new.ln if k in ("gamma", "beta") else new, k, v)
        return new

    def claim(a):
        new = made(a)
        new.loss(X, y)
        new.backward(y)
        return {k: getattr(new.ln if k in ("gamma", "beta") else new, "d" + k) for k in a}

    arrays = {k: getattr(net, k).copy() for k in ("W1", "b1", "W2", "b2")}
    arrays.update(gamma=net.ln.gamma.copy(), beta=net.ln.beta.copy())
    return lambda a: made(a).loss(X, y), claim, arrays
