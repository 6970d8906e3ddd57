"""Network made of Neuron objects with ordinary Python floats, to really understand it.
The biases agree with the worked example I follow, the weights don't. Also every
neuron changes all its weights by the same amount, and I thought the point was that
they should become different?
"""
import numpy as np


class Neuron:
    def __init__(self, n_inputs, rng):
        self.w = [float(v) for v in rng.uniform(-1, 1, n_inputs)]
        self.bias = float(rng.uniform(-1, 1))
        self.reset()

    def reset(self):
        self.w_grad = [0.0] * len(self.w)
        self.bias_grad = 0.0

    def activate(self, inputs):
        self.inputs = inputs
        total = self.bias
        for wi, xi in zip(self.w, inputs):
            total += wi * xi
        self.out = float(1 / (1 + np.exp(-total)))
        return self.out

    def backward(self, d_out):
        delta = d_out * self.out * (1 - self.out)
        for k in range(len(self.w)):
            self.w_grad[k] += delta * self.out
        self.bias_grad += delta
        return [delta * wi for wi in self.w]


class Net:
    def __init__(self, n_in=3, n_hidden=2, n_out=2, seed=9):
        rng = np.random.default_rng(seed)
        self.hidden = [Neuron(n_in, rng) for _ in range(n_hidden)]
        self.output = [Neuron(n_hidden, rng) for _ in range(n_out)]

    def predict(self, x):
        h = [n.activate(x) for n in self.hidden]
        return [n.activate(h) for n in self.output]

    def total_error(self, xs, ts):
        return sum(0.5 * (t - o) ** 2 for x, tt in zip(xs, ts) for t, o in zip(tt, self.predict(x)))

    def backprop(self, xs, ts):
        for n in self.hidden + self.output:
            n.reset()
        for x, tt in zip(xs, ts):
            outs = self.predict(x)
            back = [0.0] * len(self.hidden)
            for n, o, t in zip(self.output, outs, tt):
                for k, d in enumerate(n.backward(o - t)):
                    back[k] += d
            for n, d in zip(self.hidden, back):
                n.backward(d)

    def learn(self, xs, ts, rate=0.5):
        self.backprop(xs, ts)
        for n in self.hidden + self.output:
            n.w = [w - rate * g for w, g in zip(n.w, n.w_grad)]
            n.bias -= rate * n.bias_grad


XS = [[0.1, 0.9, -0.4], [0.8, -0.3, 0.5], [-0.6, 0.2, 1.1], [0.7, 0.6, -1.2]]
TS = [[0.01, 0.99], [0.99, 0.01], [0.99, 0.99], [0.01, 0.01]]

if __name__ == "__main__":
    net = Net()
    for i in range(2000):
        net.learn(XS, TS)
        if i % 200 == 0:
            print(i, net.total_error(XS, TS))

# ---- for the test
EXPECTED = "Neuron.backward multiplies delta by the neuron's own output (self.out) instead of by the k-th input for w_grad."
KINDS = {"own output for input", "wrong input"}
PLACES = ["Neuron", "backward", "w_grad", "self.out", "w", "inputs"]
TWO = False
MEND = [("            self.w_grad[k] += delta * self.out\n", "            self.w_grad[k] += delta * self.inputs[k]\n")]
OFF = {"hidden_w", "output_w"}


def hand_over():
    return dict(make=Net, loss=Net.total_error, step=Net.learn, predict=Net.predict, x=XS, y=TS, rate=0.5)


def proof():
    def put(p):
        net = Net()
        for name in ("hidden", "output"):
            for n, w, b in zip(getattr(net, name), p[name + "_w"], p[name + "_b"]):
                n.w, n.bias = w.tolist(), float(b)
        return net

    def read(net, w, b):
        got = {}
        for name in ("hidden", "output"):
            got[name + "_w"] = np.array([getattr(n, w) for n in getattr(net, name)])
            got[name + "_b"] = np.array([getattr(n, b) for n in getattr(net, name)])
        return got

    def claim(p):
        net = put(p)
        net.backprop(XS, TS)
        return read(net, "w_grad", "bias_grad")

    return lambda p: put(p).total_error(XS, TS), claim, read(Net(), "w", "bias")
