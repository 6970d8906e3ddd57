# recognize digits 0-4 drawn as 3x5 pixels (idea from a youtube video, typed from memory)
import numpy as np

np.random.seed(0)

DIGITS = [
    "111101101101111",
    "010110010010111",
    "111001111100111",
    "111001111001111",
    "101101111001001",
]


def make_data(copies=20, noise=0.25):
    xs, ys = [], []
    for label, s in enumerate(DIGITS):
        img = np.array([int(ch) for ch in s], dtype=float)
        for _ in range(copies):
            xs.append(img + noise * np.random.randn(15))
            one_hot = np.zeros(5)
            one_hot[label] = 1
            ys.append(one_hot)
    return np.array(xs), np.array(ys)


class NeuralNetwork(object):
    def __init__(self):
        self.inputSize = 15
        self.hiddenSize = 12
        self.outputSize = 5
        self.W1 = 0.3 * np.random.randn(self.inputSize, self.hiddenSize)
        self.b1 = np.zeros(self.hiddenSize)
        self.W2 = 0.3 * np.random.randn(self.hiddenSize, self.outputSize)
        self.b2 = np.zeros(self.outputSize)

    def sigmoid(self, s):
        return 1 / (1 + np.exp(-s))

    def softmax(self, s):
        e = np.exp(s - np.max(s, axis=1, keepdims=True))
        return e / np.sum(e, axis=1, keepdims=True)

    def forward(self, X):
        self.z = X.dot(self.W1) + self.b1
        self.z2 = self.sigmoid(self.z)
        self.z3 = self.z2.dot(self.W2) + self.b2
        return self.softmax(self.z3)

    def loss(self, y, o):
        # cross entropy
        return -np.sum(y * np.log(o)) / len(y)

    def backward(self, X, y, o, lr):
        m = len(X)
        self.o_error = o - y
        self.o_delta = self.o_error * o * (1 - o)

        self.z2_error = self.o_delta.dot(self.W2.T)
        self.z2_delta = self.z2_error * self.z2 * (1 - self.z2)

        self.W1 -= lr * X.T.dot(self.z2_delta) / m
        self.b1 -= lr * self.z2_delta.sum(axis=0) / m
        self.W2 -= lr * self.z2.T.dot(self.o_delta) / m
        self.b2 -= lr * self.o_delta.sum(axis=0) / m

    def train(self, X, y, epochs, lr=0.5):
        for i in range(epochs):
            o = self.forward(X)
            if i % 100 == 0:
                print("Epoch", i, "Loss:", self.loss(y, o))
            self.backward(X, y, o, lr)

    def predict(self, X):
        return np.argmax(self.forward(X), axis=1)


X, y = make_data()
NN = NeuralNetwork()
NN.train(X, y, epochs=800)

X_test, y_test = make_data(copies=5, noise=0.35)
print("Test accuracy:", np.mean(NN.predict(X_test) == np.argmax(y_test, axis=1)))
