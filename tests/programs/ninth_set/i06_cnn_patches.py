import numpy as np

# CNN from scratch: conv 3x3 (2 kernels) -> max pooling 2 -> softmax. After the tutorial, my own version with generators.


class ConvolutionLayer:
    def __init__(self, kernel_num, kernel_size, rng):
        self.kernel_num, self.kernel_size = kernel_num, kernel_size
        self.kernels = rng.randn(kernel_num, kernel_size, kernel_size) / kernel_size

    def patches_generator(self, image):
        image_h, image_w = image.shape
        for h in range(image_h - self.kernel_size + 1):
            for w in range(image_w - self.kernel_size + 1):
                yield image[h:h + self.kernel_size, w:w + self.kernel_size], h, w

    def forward_prop(self, image):
        self.image = image
        k = image.shape[0] - self.kernel_size + 1
        out = np.zeros((k, k, self.kernel_num))
        for patch, h, w in self.patches_generator(image):
            out[h, w] = np.sum(patch * self.kernels, axis=(1, 2))
        return out

    def back_prop(self, dE_dY):
        self.dE_dk = np.zeros(self.kernels.shape)
        for patch, h, w in self.patches_generator(self.image):
            for f in range(self.kernel_num):
                self.dE_dk[f] += patch * dE_dY[h, w, f]
        return self.dE_dk


class MaxPoolingLayer:
    def __init__(self, kernel_size):
        self.kernel_size = kernel_size

    def patches_generator(self, image):
        s = self.kernel_size
        for h in range(image.shape[0] // s):
            for w in range(image.shape[1] // s):
                yield image[h * s:(h + 1) * s, w * s:(w + 1) * s], h, w

    def forward_prop(self, image):
        self.image = image
        s = self.kernel_size
        out = np.zeros((image.shape[0] // s, image.shape[1] // s, image.shape[2]))
        for patch, h, w in self.patches_generator(image):
            out[h, w] = np.amax(patch, axis=(0, 1))
        return out

    def back_prop(self, dE_dY):
        s = self.kernel_size
        dE_dk = np.zeros(self.image.shape)
        for patch, h, w in self.patches_generator(self.image):
            max_val = np.amax(patch, axis=(0, 1))
            for idx_h in range(patch.shape[0]):
                for idx_w in range(patch.shape[1]):
                    for idx_k in range(patch.shape[2]):
                        if patch[idx_h, idx_w, idx_k] == max_val[idx_k]:
                            dE_dk[h * s + idx_h, w * s + idx_w, idx_k] = dE_dY[h, w, idx_k]
            return dE_dk


class SoftmaxLayer:
    def __init__(self, n_in, n_out, rng):
        self.weight = rng.randn(n_in, n_out) / np.sqrt(n_in)
        self.bias = 0.1 * rng.randn(n_out)

    def forward_prop(self, image):
        self.shape, self.flat = image.shape, image.flatten()
        e = np.exp(self.flat @ self.weight + self.bias)
        self.output = e / e.sum()
        return self.output

    def back_prop(self, label):
        dZ = self.output - np.eye(len(self.bias))[label]
        self.dE_dw, self.dE_db = np.outer(self.flat, dZ), dZ
        return (self.weight @ dZ).reshape(self.shape)


class CNN:
    def __init__(self, seed=8):
        rng = np.random.RandomState(seed)
        self.conv, self.pool, self.soft = ConvolutionLayer(2, 3, rng), MaxPoolingLayer(2), SoftmaxLayer(8, 3, rng)

    def forward(self, image):
        return self.soft.forward_prop(self.pool.forward_prop(self.conv.forward_prop(image)))

    def loss(self, images, labels):
        return np.mean([-np.log(self.forward(i)[l]) for i, l in zip(images, labels)])

    def train(self, images, labels, alpha=0.05):
        gk, gw, gb = 0, 0, 0
        for image, label in zip(images, labels):
            self.forward(image)
            self.conv.back_prop(self.pool.back_prop(self.soft.back_prop(label)))
            gk, gw, gb = gk + self.conv.dE_dk, gw + self.soft.dE_dw, gb + self.soft.dE_db
        self.conv.kernels -= alpha * gk / len(images)
        self.soft.weight -= alpha * gw / len(images)
        self.soft.bias -= alpha * gb / len(images)


images = np.random.RandomState(4).rand(4, 6, 6) - 0.5
labels = [0, 2, 1, 2]
cnn = CNN()


# ---- for the test
EXPECTED = "MaxPoolingLayer.back_prop returns inside its loop over the patches: only the first patch hands its gradient back, the convolution's kernels get a part of their gradient only"
KINDS = {"path missing", "not accumulated", "examples left out"}
PLACES = ["kernels", "conv", "pool", "MaxPoolingLayer", "dE_dk", "back_prop"]
TWO = False
MEND = [("= dE_dY[h, w, idx_k]\n            return dE_dk\n", "= dE_dY[h, w, idx_k]\n        return dE_dk\n")]
OFF = {"kernels"}


def hand_over():
    return dict(obj=cnn, loss=cnn.loss, step=cnn.train, predict=cnn.forward, x=images, y=labels, rate=0.05)


def proof():
    def made(a):
        new = CNN()
        new.conv.kernels, new.soft.weight, new.soft.bias = (np.array(a[k]) for k in ("kernels", "weight", "bias"))
        return new

    def claim(a):
        new = made(a)
        new.train(images, labels)
        after = dict(kernels=new.conv.kernels, weight=new.soft.weight, bias=new.soft.bias)
        return {k: (a[k] - after[k]) / 0.05 for k in a}

    return lambda a: made(a).loss(images, labels), claim, dict(
        kernels=cnn.conv.kernels.copy(), weight=cnn.soft.weight.copy(), bias=cnn.soft.bias.copy())
