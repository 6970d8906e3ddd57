import numpy as np

rng = np.random.RandomState(20)


class Conv3x3:
    def __init__(self, num_filters):
        self.num_filters = num_filters
        self.filters = rng.randn(num_filters, 3, 3) / 3

    def iterate_regions(self, image):
        h, w = image.shape
        for i in range(h - 2):
            for j in range(w - 2):
                yield image[i : (i + 3), j : (j + 3)], i, j

    def forward(self, input):
        self.last_input = input
        h, w = input.shape
        output = np.zeros((h - 2, w - 2, self.num_filters))
        for im_region, i, j in self.iterate_regions(input):
            output[i, j] = np.sum(im_region * self.filters, axis=(1, 2))
        return output

    def backprop(self, d_L_d_out, learn_rate):
        d_L_d_filters = np.zeros(self.filters.shape)
        for im_region, i, j in self.iterate_regions(self.last_input):
            for f in range(self.num_filters):
                d_L_d_filters[f] += d_L_d_out[i, j, f] * im_region
        self.filters -= learn_rate * d_L_d_filters


class MaxPool2:
    def iterate_regions(self, image):
        h, w, _ = image.shape
        for i in range(h // 2):
            for j in range(w // 2):
                yield image[(i * 2) : (i * 2 + 2), (j * 2) : (j * 2 + 2)], i, j

    def forward(self, input):
        self.last_input = input
        h, w, num_filters = input.shape
        output = np.zeros((h // 2, w // 2, num_filters))
        for im_region, i, j in self.iterate_regions(input):
            output[i, j] = np.amax(im_region, axis=(0, 1))
        return output

    def backprop(self, d_L_d_out):
        d_L_d_input = np.zeros(self.last_input.shape)
        for im_region, i, j in self.iterate_regions(self.last_input):
            h, w, f = im_region.shape
            amax = np.amax(im_region, axis=(0, 1))
            for i2 in range(h):
                for j2 in range(w):
                    for f2 in range(f):
                        d_L_d_input[i * 2 + i2, j * 2 + j2, f2] = d_L_d_out[i, j, f2]
        return d_L_d_input


class Softmax:
    def __init__(self, input_len, nodes):
        self.weights = rng.randn(input_len, nodes) / input_len
        self.biases = np.zeros(nodes)

    def forward(self, input):
        self.last_input_shape = input.shape
        input = input.flatten()
        self.last_input = input
        totals = np.dot(input, self.weights) + self.biases
        exp = np.exp(totals)
        return exp / np.sum(exp, axis=0)

    def backprop(self, out, label, learn_rate):
        d_L_d_t = out.copy()
        d_L_d_t[label] -= 1
        d_L_d_w = np.outer(self.last_input, d_L_d_t)
        d_L_d_inputs = self.weights @ d_L_d_t
        self.weights -= learn_rate * d_L_d_w
        self.biases -= learn_rate * d_L_d_t
        return d_L_d_inputs.reshape(self.last_input_shape)


conv = Conv3x3(2)
pool = MaxPool2()
softmax = Softmax(2 * 2 * 2, 3)


def forward(image, label):
    out = conv.forward(image - 0.5)
    out = pool.forward(out)
    out = softmax.forward(out)
    return out, -np.log(out[label]), int(np.argmax(out) == label)


def loss_of(image, label):
    return forward(image, label)[1]


def train(image, label, lr=0.05):
    out, loss, acc = forward(image, label)
    gradient = softmax.backprop(out, label, lr)
    gradient = pool.backprop(gradient)
    conv.backprop(gradient, lr)
    return loss, acc


image, label = rng.rand(6, 6), 2

# ---- for the test
EXPECTED = "the pool hands its gradient to every place of a window, not to the largest alone"
KINDS = {"maximum's mask missing", "derivative missing"}
PLACES = ["filters", "conv", "pool"]
TWO = False
MEND = [
    (
        "                        d_L_d_input[i * 2 + i2, j * 2 + j2, f2] = d_L_d_out[i, j, f2]\n",
        "                        if im_region[i2, j2, f2] == amax[f2]:\n"
        "                            d_L_d_input[i * 2 + i2, j * 2 + j2, f2] = d_L_d_out[i, j, f2]\n",
    )
]


def hand_over():
    """What the learner would hand over, in its natural form."""
    params = [conv.filters, softmax.weights, softmax.biases]
    return dict(loss=loss_of, step=train, params=params, x=image, y=label, rate=0.05)
