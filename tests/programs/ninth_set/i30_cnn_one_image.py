import numpy as np


class Conv3x3:
    # A Convolution layer using 3x3 filters, valid padding, no bias.
    def __init__(self, num_filters, rng):
        self.num_filters = num_filters
        self.filters = rng.randn(num_filters, 3, 3) / 3

    def iterate_regions(self, image):
        h, w = image.shape
        for i in range(h - 2):
            for j in range(w - 2):
                yield image[i:(i + 3), j:(j + 3)], i, j

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
                d_L_d_filters[f] = d_L_d_out[i, j, f] * im_region
        self.filters -= learn_rate * d_L_d_filters


class Tanh:
    def forward(self, input):
        self.last_output = np.tanh(input)
        return self.last_output

    def backprop(self, d_L_d_out):
        return d_L_d_out * (1 - self.last_output ** 2)


class Softmax:
    # A standard fully-connected layer with softmax activation.
    def __init__(self, input_len, nodes, rng):
        self.weights = rng.randn(input_len, nodes) / np.sqrt(input_len)
        self.biases = np.zeros(nodes)

    def forward(self, input):
        self.last_input_shape = input.shape
        self.last_input = input.flatten()
        totals = np.dot(self.last_input, self.weights) + self.biases
        exp = np.exp(totals)
        self.probs = exp / np.sum(exp)
        return self.probs

    def backprop(self, label, learn_rate):
        d_L_d_t = self.probs.copy()
        d_L_d_t[label] -= 1
        d_L_d_inputs = self.weights @ d_L_d_t
        self.weights -= learn_rate * np.outer(self.last_input, d_L_d_t)
        self.biases -= learn_rate * d_L_d_t
        return d_L_d_inputs.reshape(self.last_input_shape)


class CNN:
    def __init__(self, seed=0):
        rng = np.random.RandomState(seed)
        self.conv = Conv3x3(2, rng)
        self.act = Tanh()
        self.softmax = Softmax(3 * 3 * 2, 3, rng)

    def forward(self, image):
        return self.softmax.forward(self.act.forward(self.conv.forward(image)))

    def loss(self, image, label):
        return -np.log(self.forward(image)[label])

    def train(self, image, label, lr=0.05):
        loss = self.loss(image, label)
        gradient = self.softmax.backprop(label, lr)
        gradient = self.act.backprop(gradient)
        self.conv.backprop(gradient, lr)
        return loss


# a vertical line, a horizontal line and a cross, in gray
line = np.zeros((5, 5))
line[:, 2] = 1
images = np.array([line, line.T, np.maximum(line, line.T)]) + 0.2 * np.random.RandomState(9).rand(3, 5, 5) - 0.3
labels = np.array([0, 1, 2])
cnn = CNN()

if __name__ == "__main__":
    for epoch in range(30):
        print("epoch", epoch, "loss", sum(cnn.train(im, label) for im, label in zip(images, labels)))


# ---- for the test
EXPECTED = "Conv3x3.backprop assigns d_L_d_filters[f] = ... for every region, so only the last region counts; it should add them up"
KINDS = {"not accumulated"}
PLACES = ["filters", "conv", "d_L_d_filters", "Conv3x3"]
TWO = False
MEND = [("d_L_d_filters[f] = d_L_d_out", "d_L_d_filters[f] += d_L_d_out")]
OFF = {"filters"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=cnn, loss=cnn.loss, step=cnn.train, predict=cnn.forward, x=images[0], y=0, rate=0.05)


def proof():
    """Its loss and its claim, of plain arrays by name; one training step on the first image."""
    where = dict(filters="conv", weights="softmax", biases="softmax")

    def made(a):
        new = CNN()
        for k, v in a.items():
            setattr(getattr(new, where[k]), k, np.array(v, dtype=float))
        return new

    def claim(a):
        new = made(a)
        new.train(images[0], 0, 0.05)
        return {k: (a[k] - getattr(getattr(new, where[k]), k)) / 0.05 for k in a}

    return lambda a: made(a).loss(images[0], 0), claim, {k: getattr(getattr(cnn, where[k]), k).copy() for k in where}
