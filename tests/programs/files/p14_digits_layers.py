# 5x3 pixel digits, network out of layers (column vectors, one sample at a time)
import numpy as np

np.random.seed(5)


class Dense:
    def __init__(self, n_in, n_out):
        self.w = np.random.randn(n_out, n_in) / np.sqrt(n_in)
        self.b = np.zeros((n_out, 1))

    def forward(self, inp):
        self.inp = inp
        return self.w @ inp + self.b

    def backward(self, grad, lr):
        back = self.w.T @ grad
        self.w = self.w - lr * grad @ self.inp.T
        self.b = self.b - lr * grad
        return back


class Tanh:
    def forward(self, inp):
        self.out = np.tanh(inp)
        return self.out

    def backward(self, grad, lr):
        return grad * (1 - self.out ** 2)


class Softmax:
    def forward(self, inp):
        e = np.exp(inp - np.max(inp))
        self.out = e / np.sum(e)
        return self.out

    def backward(self, grad, lr):
        n = self.out.size
        jac = self.out * (np.identity(n) - self.out.T)
        return jac.T @ grad


def cross_entropy(y, p):
    return -np.sum(y * np.log(p))


def cross_entropy_prime(y, p):
    return p - y


digits = """
### .#. ### ### #.#
#.# ##. ..# ..# #.#
#.# .#. ### .## ###
#.# .#. #.. ..# ..#
### ### ### ### ..#
""".strip().split("\n")
glyphs = [[c == "#" for row in digits for c in row.split()[k]] for k in range(5)]
glyphs = np.array(glyphs, dtype=float)

# noisy copies
X = np.repeat(glyphs, 12, axis=0) + np.random.randn(60, 15) * 0.35
Y = np.repeat(np.eye(5), 12, axis=0)
X = X.reshape(60, 15, 1)
Y = Y.reshape(60, 5, 1)

network = [Dense(15, 10), Tanh(), Dense(10, 5), Softmax()]
lr = 0.05
epochs = 40


def predict(network, x):
    for layer in network:
        x = layer.forward(x)
    return x


def train(network, X, Y, epochs, lr):
    for e in range(epochs):
        err = 0
        for i in np.random.permutation(len(X)):
            p = predict(network, X[i])
            err += cross_entropy(Y[i], p)
            grad = cross_entropy_prime(Y[i], p)
            for layer in reversed(network):
                grad = layer.backward(grad, lr)
        if e % 5 == 0:
            print("%d/%d error=%f" % (e + 1, epochs, err / len(X)))


train(network, X, Y, epochs, lr)
ok = sum(np.argmax(predict(network, x)) == np.argmax(y) for x, y in zip(X, Y))
print("correct:", ok, "of", len(X))
