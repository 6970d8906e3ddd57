import numpy as np

# homework: "when 0,0,1 is the input show by hand which output comes out". I added biases to the class from the article.


def sigmoid(x):
    return 1.0 / (1 + np.exp(-x))


def sigmoid_derivative(x):
    return x * (1.0 - x)


class NeuralNetwork:
    def __init__(self, x, y):
        np.random.seed(14)
        self.input = x
        self.weights1 = np.random.rand(self.input.shape[1], 4) * 2 - 1
        self.bias1 = np.random.rand(1, 4) - 0.5
        self.weights2 = np.random.rand(4, 1) * 2 - 1
        self.bias2 = np.random.rand(1, 1) - 0.5
        self.y = y
        self.output = np.zeros(self.y.shape)

    def feedforward(self):
        self.z1 = np.dot(self.input, self.weights1) + self.bias1
        self.layer1 = sigmoid(self.z1)
        self.z2 = np.dot(self.layer1, self.weights2) + self.bias2
        self.output = sigmoid(self.z2)
        return self.output

    def loss(self):
        return np.sum((self.y - self.feedforward()) ** 2)

    def backprop(self):
        # application of the chain rule, learning rate is 1
        delta2 = 2 * (self.y - self.output) * sigmoid_derivative(self.output)
        d_weights2 = np.dot(self.layer1.T, delta2)
        d_bias2 = np.mean(delta2, axis=0, keepdims=True)

        delta1 = np.dot(delta2, self.weights2.T) * sigmoid_derivative(self.z1)
        d_weights1 = np.dot(self.input.T, delta1)
        d_bias1 = np.mean(delta1, axis=0, keepdims=True)

        self.weights1 += d_weights1
        self.bias1 += d_bias1
        self.weights2 += d_weights2
        self.bias2 += d_bias2

    def train(self):
        self.feedforward()
        self.backprop()


X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
y = np.array([[0], [1], [1], [0]])
nn = NeuralNetwork(X, y)

if __name__ == "__main__":
    for i in range(1500):
        nn.train()
    print(nn.output)


# ---- for the test
EXPECTED = "sigmoid_derivative wants the sigmoid's value, at the hidden layer it gets z1 instead of layer1; and the biases' gradients are means over the rows where the loss (and the weights' gradients) are sums"
KINDS = {"wrong argument", "wrong derivative"}
KINDS_2 = {"averaged where summed", "scale", "wrong factor"}
PLACES = ["weights1", "bias1", "bias2", "z1", "layer1", "delta1", "d_bias1", "d_bias2", "W1", "b1", "b2", "hidden"]
TWO = True
MEND = [("sigmoid_derivative(self.z1)", "sigmoid_derivative(self.layer1)"),
        ("np.mean(delta2, axis=0, keepdims=True)", "np.sum(delta2, axis=0, keepdims=True)"),
        ("np.mean(delta1, axis=0, keepdims=True)", "np.sum(delta1, axis=0, keepdims=True)")]
OFF = {"weights1", "bias1", "bias2"}


def hand_over():
    return dict(obj=nn, loss=nn.loss, step=nn.train, predict=nn.feedforward, rate=1.0)


def proof():
    names = ("weights1", "bias1", "weights2", "bias2")

    def made(a):
        new = NeuralNetwork(X, y)
        for k in names:
            setattr(new, k, np.array(a[k], dtype=float))
        return new

    def claim(a):
        new = made(a)
        new.train()
        return {k: a[k] - getattr(new, k) for k in names}

    return lambda a: made(a).loss(), claim, {k: getattr(nn, k).copy() for k in names}
