import numpy as np


class TinyConvNet:
    """2 filters 3x3 -> tanh -> softmax over 3 classes. Slow, but I can follow every line."""

    def __init__(self):
        rng = np.random.RandomState(19)
        self.filters = rng.randn(2, 3, 3) / 3
        self.fbias = rng.randn(2) * 0.2
        self.weights = rng.randn(2 * 2 * 3, 3) / 3
        self.biases = rng.randn(3) * 0.2

    def iterate_regions(self, image):
        h, w = image.shape
        for i in range(h - 2):
            for j in range(w - 2):
                yield image[i:i + 3, j:j + 3], i, j

    def forward(self, image):
        h, w = image.shape
        maps = np.zeros((h - 2, w - 2, 2))
        for region, i, j in self.iterate_regions(image):
            for f in range(2):
                maps[i, j, f] = np.sum(region * self.filters[f]) + self.fbias[f]
        act = np.tanh(maps)
        totals = act.flatten() @ self.weights + self.biases
        exp = np.exp(totals)
        return act, exp / exp.sum()

    def loss(self, images, labels):
        return sum(-np.log(self.forward(im)[1][lab]) for im, lab in zip(images, labels))

    def backprop(self, images, labels):
        d_filters = np.zeros_like(self.filters)
        d_fbias = np.zeros_like(self.fbias)
        d_weights = np.zeros_like(self.weights)
        d_biases = np.zeros_like(self.biases)
        for image, label in zip(images, labels):
            act, out = self.forward(image)
            d_t = out.copy()
            d_t[label] -= 1
            d_weights += np.outer(act.flatten(), d_t)
            d_biases += d_t
            d_maps = (self.weights @ d_t).reshape(act.shape) * (1 - act ** 2)
            for region, i, j in self.iterate_regions(image):
                for f in range(2):
                    d_filters[f] = d_maps[i, j, f] * region
                    d_fbias[f] += d_maps[i, j, f]
        return {"filters": d_filters, "fbias": d_fbias, "weights": d_weights, "biases": d_biases}

    def train(self, images, labels, lr=0.01):
        for name, d in self.backprop(images, labels).items():
            setattr(self, name, getattr(self, name) - lr * d)


images = np.random.RandomState(20).randn(3, 4, 5)
labels = [2, 0, 1]
net = TinyConvNet()

# ---- for the test
EXPECTED = "d_filters[f] is overwritten (=) at every region instead of added up (+=): only the last position of the last image counts"
KINDS = {"not accumulated over time", "not accumulated", "path missing"}
PLACES = ["filters", "filter", "d_filters"]
TWO = False
MEND = [("d_filters[f] = d_maps", "d_filters[f] += d_maps")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=net.loss, grads=net.backprop, params=net, obj=net, x=images, y=labels, make=TinyConvNet)
