import numpy as np


class Node:
    def __init__(self, inbound_nodes=[]):
        self.inbound_nodes = inbound_nodes
        self.value = None
        self.outbound_nodes = []
        self.gradients = {}
        for node in inbound_nodes:
            node.outbound_nodes.append(self)


class Input(Node):
    def forward(self):
        pass

    def backward(self):
        self.gradients = {self: 0}
        for n in self.outbound_nodes:
            self.gradients[self] += n.gradients[self]


class Linear(Node):
    def __init__(self, X, W, b):
        Node.__init__(self, [X, W, b])

    def forward(self):
        X, W, b = (n.value for n in self.inbound_nodes)
        self.value = np.dot(X, W) + b

    def backward(self):
        self.gradients = {n: np.zeros_like(n.value) for n in self.inbound_nodes}
        for n in self.outbound_nodes:
            grad_cost = n.gradients[self]
            self.gradients[self.inbound_nodes[0]] += np.dot(grad_cost, self.inbound_nodes[1].value.T)
            self.gradients[self.inbound_nodes[1]] += np.dot(self.inbound_nodes[0].value.T, grad_cost)
            self.gradients[self.inbound_nodes[2]] += np.sum(grad_cost)


class Sigmoid(Node):
    def __init__(self, node):
        Node.__init__(self, [node])

    def forward(self):
        self.value = 1.0 / (1.0 + np.exp(-self.inbound_nodes[0].value))

    def backward(self):
        self.gradients = {n: np.zeros_like(n.value) for n in self.inbound_nodes}
        for n in self.outbound_nodes:
            self.gradients[self.inbound_nodes[0]] += self.value * (1 - self.value) * n.gradients[self]


class MSE(Node):
    def __init__(self, y, a):
        Node.__init__(self, [y, a])

    def forward(self):
        y, a = self.inbound_nodes[0].value, self.inbound_nodes[1].value
        self.m = y.shape[0]
        self.diff = y - a
        self.value = np.mean(self.diff**2)

    def backward(self):
        self.gradients[self.inbound_nodes[0]] = (2 / self.diff.size) * self.diff
        self.gradients[self.inbound_nodes[1]] = (-2 / self.diff.size) * self.diff


X, y = Input(), Input()
W1, b1, W2, b2 = Input(), Input(), Input(), Input()
s1 = Sigmoid(Linear(X, W1, b1))
l2 = Linear(s1, W2, b2)
cost = MSE(y, l2)
graph = [X, y, W1, b1, W2, b2, s1.inbound_nodes[0], s1, l2, cost]
trainables = [W1, b1, W2, b2]

r = np.random.RandomState(52)
X.value, y.value = r.randn(6, 3), r.randn(6, 2)
W1.value, b1.value, W2.value, b2.value = r.randn(3, 4), np.zeros(4), r.randn(4, 2), np.zeros(2)


def forward():
    for n in graph:
        n.forward()
    return cost.value


def forward_and_backward():
    forward()
    for n in graph[::-1]:
        n.backward()


def sgd_update(learning_rate=1e-2):
    forward_and_backward()
    for t in trainables:
        t.value -= learning_rate * t.gradients[t]


# ---- for the test
EXPECTED = "the bias gradient is summed over everything (axis=0 is missing)"
KINDS = {"summed over everything"}
PLACES = ["b1", "b2", "trainables[1]", "[1]", "[3]"]
TWO = False
MEND = [("+= np.sum(grad_cost)\n", "+= np.sum(grad_cost, axis=0)\n")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=forward, step=sgd_update, params=trainables, rate=1e-2)
