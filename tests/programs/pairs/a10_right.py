import numpy as np

rng = np.random.RandomState(7)


class Layer:
    def __call__(self, x): raise NotImplementedError
    def back(self, dout): raise NotImplementedError
    def update(self, lr): pass


class Conv3x3(Layer):
    """valid convolution over a single-channel image, no padding"""

    def __init__(self, n_filters):
        self.k = rng.randn(n_filters, 3, 3) / 3
        self.b = np.zeros(n_filters)
        self.dk = np.zeros_like(self.k)
        self.db = np.zeros_like(self.b)

    def __call__(self, img):
        self.img = img
        H, W = img.shape
        out = np.empty((len(self.k), H - 2, W - 2))
        for i in range(H - 2):
            for j in range(W - 2):
                patch = img[i:i + 3, j:j + 3]
                out[:, i, j] = (self.k * patch).sum(axis=(1, 2)) + self.b
        return out

    def back(self, dout):
        for i in range(dout.shape[1]):
            for j in range(dout.shape[2]):
                patch = self.img[i:i + 3, j:j + 3]
                self.dk += dout[:, i, j, None, None] * patch
        self.db += dout.sum(axis=(1, 2))
        # first layer, nobody needs d loss / d img
    def update(self, lr):
        for p, d in (self.k, self.dk), (self.b, self.db):
            p -= lr * d
            d[:] = 0

class ReLU(Layer):
    def __call__(self, x):
        self.mask = x > 0
        return np.where(self.mask, x, 0)

    def back(self, dout):
        return dout * self.mask

class MaxPool2(Layer):
    def __call__(self, x):
        self.shape = x.shape
        C, H, W = x.shape
        self.where = np.empty((C, H // 2, W // 2), dtype=int)
        out = np.empty((C, H // 2, W // 2))
        for i in range(H // 2):
            for j in range(W // 2):
                block = x[:, 2 * i:2 * i + 2, 2 * j:2 * j + 2].reshape(C, 4)
                self.where[:, i, j] = block.argmax(1)
                out[:, i, j] = block.max(1)
        return out

    def back(self, dout):
        dx = np.zeros(self.shape)
        for (c, i, j), w in np.ndenumerate(self.where):
            dx[c, 2 * i + w // 2, 2 * j + w % 2] = dout[c, i, j]
        return dx


class Dense(Layer):
    def __init__(self, n_in, n_out):
        self.W = rng.randn(n_out, n_in) * np.sqrt(1 / n_in)
        self.b = np.zeros(n_out)
        self.dW = np.zeros_like(self.W)
        self.db = np.zeros_like(self.b)

    def __call__(self, x):
        self.in_shape = x.shape
        self.x = x.ravel()
        return self.W @ self.x + self.b

    def back(self, dout):
        self.dW += np.outer(dout, self.x)
        self.db += dout
        return (self.W.T @ dout).reshape(self.in_shape)

    def update(self, lr):
        self.W -= lr * self.dW
        self.b -= lr * self.db
        self.dW[:] = 0
        self.db[:] = 0


class Net(Layer):
    def __init__(self, *layers):
        self.layers = layers

    def __call__(self, x):
        for l in self.layers:
            x = l(x)
        return x

    def back(self, dout):
        for l in reversed(self.layers):
            dout = l.back(dout)

    def update(self, lr):
        for l in self.layers:
            l.update(lr)


def cross_entropy(scores, label):
    e = np.exp(scores - scores.max())
    p = e / e.sum()
    d = p.copy()
    d[label] -= 1
    return -np.log(p[label]), d


def lines(n):
    """8x8 pictures: 0 horizontal, 1 vertical, 2 falling, 3 rising stroke"""
    for _ in range(n):
        kind, img = rng.randint(4), 0.25 * rng.randn(8, 8)
        r, c = rng.randint(0, 4, 2)
        for t in range(5):
            if kind == 0: img[r, c + t] += 1
            if kind == 1: img[r + t, c] += 1
            if kind == 2: img[r + t, c + t] += 1
            if kind == 3: img[r + 4 - t, c + t] += 1
        yield img, kind


if __name__ == '__main__':
    train, test = list(lines(140)), list(lines(80))
    net = Net(Conv3x3(5), ReLU(), MaxPool2(), Dense(5 * 3 * 3, 4))
    BATCH = 4
    for epoch in range(6):
        rng.shuffle(train)
        total = hits = 0
        for n, (img, label) in enumerate(train, 1):
            scores = net(img)
            loss, d = cross_entropy(scores, label)
            net.back(d / BATCH)
            if n % BATCH == 0:
                net.update(0.3)
            total += loss
            hits += scores.argmax() == label
        print('epoch', epoch, 'loss %.3f' % (total / len(train)), 'acc %.2f' % (hits / len(train)))
    print('test acc', np.mean([net(i).argmax() == k for i, k in test]))
