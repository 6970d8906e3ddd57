import numpy as np
rng = np.random.default_rng(14)


class Conv3x3:
    def __init__(self, num_filters):
        self.num_filters = num_filters
        self.filters = rng.normal(size=(num_filters, 3, 3)) / 9

    def regions(self, im):
        h, w = im.shape
        for i in range(h - 2):
            for j in range(w - 2):
                yield im[i:i + 3, j:j + 3], i, j

    def forward(self, im):
        self.last = im
        out = np.zeros((im.shape[0] - 2, im.shape[1] - 2, self.num_filters))
        for reg, i, j in self.regions(im):
            out[i, j] = np.sum(reg * self.filters, axis=(1, 2))
        return out

    def backprop(self, d_out, lr):
        d = np.zeros(self.filters.shape)
        for reg, i, j in self.regions(self.last):
            d += d_out[i, j][:, None, None] * reg
        self.filters -= lr * d


class Softmax:
    def __init__(self, n_in, nodes):
        self.weights = rng.normal(size=(n_in, nodes)) / np.sqrt(n_in)
        self.biases = np.zeros(nodes)

    def forward(self, x):
        self.shape, self.flat = x.shape, np.maximum(x, 0).flatten()
        e = np.exp(self.flat @ self.weights + self.biases)
        self.p = e / e.sum()
        return self.p

    def backprop(self, label, lr):
        d = self.p.copy()
        d[label] -= 1
        d_in = (self.weights @ d) * (self.flat > 0)
        self.weights -= lr * np.outer(self.flat, d)
        self.biases -= lr * d
        return d_in.reshape(self.shape)


images, labels = rng.normal(size=(6, 7, 7)), [0, 1, 2, 0, 1, 2]
conv, softmax = Conv3x3(2), Softmax(5 * 5 * 2, 3)

def loss(im, label):
    return -np.log(softmax.forward(conv.forward(im))[label])

def train(im, label, lr=.05):
    l = loss(im, label)
    conv.backprop(softmax.backprop(label, lr), lr)
    return l

print([train(im, lab) for im, lab in zip(images, labels)])

# ---- for the test
def hand_over():
    return dict(loss=loss, step=train, x=images[0], y=labels[0], rate=.05)

FORM = "CNN of two global layer objects whose backprop(d, lr) updates in place so gradients are never kept; one 2-D image and int label; step returns the loss before the update"
