# I followed the deep learning course and now want to do it on my own, without dictionaries. weights[0] is
# left empty so that weights[d] belongs to activations[d]. The cost first falls a bit and then rises. What am I missing?
import numpy as np


def sigma(z):
    return 1. / (1. + np.exp(-z))


class Network:
    def __init__(self, layers, seed=5):
        np.random.seed(seed)
        self.weights = [None]
        self.biases = [None]
        for n_in, n_out in zip(layers[:-1], layers[1:]):
            self.weights.append(np.random.randn(n_out, n_in))
            self.biases.append(np.random.randn(n_out, 1) * 0.1)

    def forward(self, X):
        activations, zs = [X], [None]
        for w, b in zip(self.weights[1:], self.biases[1:]):
            zs.append(w.dot(activations[-1]) + b)
            activations.append(sigma(zs[-1]))
        return activations[-1], activations, zs

    def cost(self, X, Y):
        h, _, _ = self.forward(X)
        m = X.shape[1]
        return -1. / m * np.sum(Y * np.log(h) + (1 - Y) * np.log(1 - h))

    def gradients(self, X, Y):
        dws, dbs = [], []
        m = X.shape[1]
        h, activations, zs = self.forward(X)
        da = -(np.divide(Y, h) - np.divide(1 - Y, 1 - h))    # dJ/dOutput
        for d in np.arange(1, len(self.weights))[::-1]:
            a = activations[d]
            w = self.weights[d]
            dz = da * a * (1 - a)
            dw = 1. / m * dz.dot(activations[d].T)
            db = 1. / m * np.sum(dz, axis=1, keepdims=True)
            da = w.T.dot(dz)
            dws.insert(0, dw)
            dbs.insert(0, db)
        dws.insert(0, None)
        dbs.insert(0, None)
        return dws, dbs

    def train(self, X, Y, alpha=0.5, iterations=1):
        for i in range(iterations):
            dws, dbs = self.gradients(X, Y)
            for d in range(1, len(self.weights)):
                self.weights[d] -= alpha * dws[d]
                self.biases[d] -= alpha * dbs[d]


# columns are examples: how far, how high -> (warm?, wet?)
X = np.array([[-1.5, -0.7, -0.2, 0.4, 0.9, 1.6],
              [0.3, -1.1, 0.8, -0.4, 1.2, 0.1]])
Y = np.array([[0., 0., 1., 0., 1., 1.],
              [1., 0., 1., 0., 1., 0.]])
net = Network([2, 2, 2])

if __name__ == "__main__":
    for _ in range(10):
        net.train(X, Y, iterations=100)
        print(net.cost(X, Y))


# ---- for the test
EXPECTED = "dw of layer d is formed with activations[d], the layer's own output, where its input activations[d - 1] is wanted"
KINDS = {"wrong input"}
PLACES = ["weights", "weights[1]", "weights[2]", "dw", "dws", "W1", "W2", "activations"]
TWO = False
MEND = [("dz.dot(activations[d].T)", "dz.dot(activations[d - 1].T)")]
OFF = {"weights1", "weights2"}


def hand_over():
    return dict(obj=net, loss=net.cost, grads=net.gradients, step=net.train, x=X, y=Y, rate=0.5)


def proof():
    def made(a):
        new = Network([2, 2, 2])
        new.weights = [None, a["weights1"], a["weights2"]]
        new.biases = [None, a["biases1"], a["biases2"]]
        return new

    def claim(a):
        dws, dbs = made(a).gradients(X, Y)
        return dict(weights1=dws[1], weights2=dws[2], biases1=dbs[1], biases2=dbs[2])

    return lambda a: made(a).cost(X, Y), claim, dict(
        weights1=net.weights[1].copy(), weights2=net.weights[2].copy(), biases1=net.biases[1].copy(), biases2=net.biases[2].copy())
