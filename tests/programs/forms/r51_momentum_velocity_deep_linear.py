import numpy as np

class Layer:
    def __init__(self, fan_in, fan_out):
        self.weight = np.random.randn(fan_in, fan_out) / np.sqrt(fan_in)
        self.velocity = np.zeros_like(self.weight)

np.random.seed(51)
layers = [Layer(4, 4), Layer(4, 3), Layer(3, 1)]
MOMENTUM, LR = 0.9, 0.02

def output(X):
    for layer in layers:
        X = X @ layer.weight
    return X

def loss(X, y):
    return ((output(X) - y) ** 2).mean()

def train_step(X, y):
    inputs = []
    a = X
    for layer in layers:
        inputs.append(a)
        a = a @ layer.weight
    delta = 2 * (a - y) / y.size
    for layer, inp in zip(reversed(layers), reversed(inputs)):
        grad = inp.T @ delta
        delta = delta @ layer.weight.T      # before the weight is moved!
        layer.velocity *= MOMENTUM
        layer.velocity -= LR * grad
        layer.weight += layer.velocity

X = np.random.randn(20, 4)
y = X @ np.array([[1.0], [0.0], [-1.0], [0.5]])

# ---- for the test
def hand_over():
    return dict(loss=loss, step=train_step, x=X, y=y, rate=LR)

FORM = "deep linear net, global list of weight-holder objects, momentum velocity in the same object and of the same shape, all in place; not trained before hand-over"
