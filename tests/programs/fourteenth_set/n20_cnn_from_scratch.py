# CNN from scratch, no frameworks! 6x6 noisy pictures of a horizontal bar, a vertical bar or a diagonal.
# conv 3x3 (2 filters)  ->  max pooling 2x2  ->  linear  ->  multiclass hinge loss (SVM style)
import numpy as np


class Conv3x3:
    def __init__(self, num_filters, rng):
        self.num_filters = num_filters
        self.filters = rng.normal(size=(num_filters, 3, 3)) / 3
        self.bias = rng.normal(size=num_filters) * 0.1

    def iterate_regions(self, image):
        for i in range(image.shape[0] - 2):
            for j in range(image.shape[1] - 2):
                yield image[i:i + 3, j:j + 3], i, j

    def forward(self, image):
        self.last_input = image
        h, w = image.shape
        output = np.zeros((h - 2, w - 2, self.num_filters))
        for region, i, j in self.iterate_regions(image):
            output[i, j] = np.sum(region * self.filters, axis=(1, 2)) + self.bias
        return output

    def backprop(self, d_out):
        self.d_filters = np.zeros_like(self.filters)
        self.d_bias = np.zeros_like(self.bias)
        for region, i, j in self.iterate_regions(self.last_input):
            self.d_filters += d_out[i, j][:, None, None] * region
            self.d_bias += d_out[i, j]


class MaxPool2:
    def iterate_regions(self, image):
        for i in range(image.shape[0] // 2):
            for j in range(image.shape[1] // 2):
                yield image[2 * i:2 * i + 2, 2 * j:2 * j + 2], i, j

    def forward(self, input):
        self.last_input = input
        output = np.zeros((input.shape[0] // 2, input.shape[1] // 2, input.shape[2]))
        for region, i, j in self.iterate_regions(input):
            output[i, j] = np.amax(region, axis=(0, 1))
        return output

    def backprop(self, d_out):
        d_input = np.zeros(self.last_input.shape)
        for region, i, j in self.iterate_regions(self.last_input):
            d_input[2 * i:2 * i + 2, 2 * j:2 * j + 2] = d_out[i, j]
        return d_input


class Net:
    def __init__(self, seed=4):
        rng = np.random.default_rng(seed)
        self.conv, self.pool = Conv3x3(2, rng), MaxPool2()
        self.weights = rng.normal(size=(8, 3)) * 0.4
        self.biases = np.zeros(3)

    def scores(self, image):
        self.flat = self.pool.forward(self.conv.forward(image)).flatten()
        return self.flat @ self.weights + self.biases

    def sample_loss(self, image, label):
        s = self.scores(image)
        margins = np.maximum(0, s - s[label] + 1)
        margins[label] = 0
        return margins.sum(), margins

    def loss(self, images, labels):
        return sum(self.sample_loss(im, l)[0] for im, l in zip(images, labels)) / len(images)

    def train_step(self, images, labels, lr=0.1):
        total = [0, 0, 0, 0]
        for im, label in zip(images, labels):
            _, margins = self.sample_loss(im, label)
            d_s = (margins > 0).astype(float)
            d_s[label] = -d_s.sum()
            d_flat = self.weights @ d_s
            self.conv.backprop(self.pool.backprop(d_flat.reshape(2, 2, 2)))
            new = (self.conv.d_filters, self.conv.d_bias, np.outer(self.flat, d_s), d_s)
            total = [t + g / len(images) for t, g in zip(total, new)]
        for p, g in zip((self.conv.filters, self.conv.bias, self.weights, self.biases), total):
            p -= lr * g


rng = np.random.default_rng(0)
labels = [0, 1, 2, 0, 1, 2]
images = 0.3 * rng.normal(size=(6, 6, 6))
for k, l in enumerate(labels):
    if l == 0: images[k, 1 + k % 4] += 1
    elif l == 1: images[k, :, 1 + k % 4] += 1
    else: images[k] += np.eye(6)

if __name__ == '__main__':
    net = Net()
    for epoch in range(60):
        net.train_step(images, labels)
        if epoch % 10 == 0: print('--- Epoch', epoch, 'loss', net.loss(images, labels))

# ---- for the test
EXPECTED = "MaxPool2.backprop hands the gradient to all four places of the window and not only to the place of the maximum."
KINDS = {"mask missing", "max pooling mask missing", "gradient to all places", "argmax missing", "pooling", "wrong path"}
PLACES = ["MaxPool2", "backprop", "d_input", "filters", "bias", "d_filters", "d_bias", "conv", "pool"]
TWO = False
MEND = [("            d_input[2 * i:2 * i + 2, 2 * j:2 * j + 2] = d_out[i, j]\n",
         "            d_input[2 * i:2 * i + 2, 2 * j:2 * j + 2] = d_out[i, j] * (region == np.amax(region, axis=(0, 1)))\n")]
OFF = {"filters", "bias"}


def hand_over():
    return dict(make=Net, loss=Net.loss, step=Net.train_step, x=images, y=labels, rate=0.1)


def proof():
    def arrays(net):
        return {"filters": net.conv.filters, "bias": net.conv.bias, "weights": net.weights, "biases": net.biases}

    def put(p):
        net = Net()
        for k, v in arrays(net).items():
            v[...] = p[k]
        return net

    def claim(p):
        net = put(p)
        net.train_step(images, labels, 0.1)
        return {k: (p[k] - v) / 0.1 for k, v in arrays(net).items()}

    return lambda p: put(p).loss(images, labels), claim, {k: v.copy() for k, v in arrays(Net()).items()}
