import numpy as np

# CNNs, part 2: training the thing.


class Conv3x3:
    def __init__(self, num_filters):
        self.num_filters = num_filters
        self.filters = np.random.randn(num_filters, 3, 3) / 3

    def iterate_regions(self, image):
        h, w = image.shape
        for i in range(h - 2):
            for j in range(w - 2):
                yield image[i : i + 3, j : j + 3], i, j

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
        return None


class AvgPool2:
    # I use the average instead of the max, it is smoother for such small images
    def forward(self, input):
        h, w, num_filters = input.shape
        return input.reshape(h // 2, 2, w // 2, 2, num_filters).mean(axis=(1, 3))

    def backprop(self, d_L_d_out):
        return d_L_d_out.repeat(2, axis=0).repeat(2, axis=1)


class Softmax:
    def __init__(self, input_len, nodes):
        self.weights = np.random.randn(input_len, nodes) / np.sqrt(input_len)
        self.biases = np.zeros(nodes)

    def forward(self, input):
        self.last_input_shape = input.shape
        self.last_input = input.flatten()
        totals = np.dot(self.last_input, self.weights) + self.biases
        e = np.exp(totals - totals.max())
        self.out = e / e.sum()
        return self.out

    def backprop(self, label, learn_rate):
        d_L_d_t = self.out.copy()
        d_L_d_t[label] -= 1
        d_L_d_inputs = self.weights @ d_L_d_t
        self.weights -= learn_rate * np.outer(self.last_input, d_L_d_t)
        self.biases -= learn_rate * d_L_d_t
        return d_L_d_inputs.reshape(self.last_input_shape)


np.random.seed(28)
images = np.random.randint(0, 256, size=(12, 8, 8))
labels = np.random.randint(0, 3, size=12)
conv = Conv3x3(3)  # 8x8x1 -> 6x6x3
pool = AvgPool2()  # 6x6x3 -> 3x3x3
softmax = Softmax(3 * 3 * 3, 3)


def forward(image, label):
    out = conv.forward(image / 255 - 0.5)
    out = pool.forward(out)
    out = softmax.forward(out)
    return out, -np.log(out[label])


def train(im, label, lr=0.05):
    out, loss = forward(im, label)
    gradient = softmax.backprop(label, lr)
    gradient = pool.backprop(gradient)
    conv.backprop(gradient, lr)
    return loss


# ---- for the test
EXPECTED = "AvgPool2.backprop repeats the gradient for the four pixels without dividing it by 4: the filters' gradient is 4 times too large"
KINDS = {"scale", "factor missing", "not averaged", "wrong factor"}
PLACES = ["filters", "conv", "pool", "AvgPool2", "layer 1", "hidden", "w"]
TWO = False
MEND = [("d_L_d_out.repeat(2, axis=0).repeat(2, axis=1)", "d_L_d_out.repeat(2, axis=0).repeat(2, axis=1) / 4")]
OFF = {"filters"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(
        loss=lambda im, label: forward(im, label)[1],
        step=train,
        params=dict(filters=conv.filters, weights=softmax.weights, biases=softmax.biases),
        x=images[0],
        y=labels[0],
        rate=0.05,
    )


def proof():
    """Its loss and its claim, of plain arrays by name."""
    arrays = dict(filters=conv.filters, weights=softmax.weights, biases=softmax.biases)
    start = {k: v.copy() for k, v in arrays.items()}

    def put(a):
        for k in arrays:
            arrays[k][...] = a[k]

    def loss(a):
        put(a)
        value = forward(images[0], labels[0])[1]
        put(start)
        return value

    def claim(a):
        put(a)
        train(images[0], labels[0])
        out = {k: (a[k] - arrays[k]) / 0.05 for k in a}
        put(start)
        return out

    return loss, claim, start
