"""Mini-framework with Module classes like torch.nn. Plain stacks of layers pass my tests. When I replace a block by a residual
block the output layer is fine but the input layer trains badly, and the loss reported is fine. Also the input layer
seems to care about the batch size."""
import numpy as np


class Module:
    def parameters(self):
        return []

    def __call__(self, x):
        return self.forward(x)


class Linear(Module):
    def __init__(self, n_in, n_out, rng):
        self.weight = rng.uniform(-1, 1, (n_out, n_in)) / np.sqrt(n_in)
        self.bias = rng.uniform(-1, 1, n_out) / np.sqrt(n_in)

    def forward(self, x):
        self.input = x
        return x @ self.weight.T + self.bias

    def backward(self, grad):
        self.weight_grad = grad.T @ self.input
        self.bias_grad = np.mean(grad, axis=0)
        return grad @ self.weight

    def parameters(self):
        return [self]


class Tanh(Module):
    def forward(self, x):
        self.output = np.tanh(x)
        return self.output

    def backward(self, grad):
        return grad * (1 - self.output ** 2)


class Sequential(Module):
    def __init__(self, *modules):
        self.modules = modules

    def forward(self, x):
        for module in self.modules:
            x = module(x)
        return x

    def backward(self, grad):
        for module in reversed(self.modules):
            grad = module.backward(grad)
        return grad

    def parameters(self):
        return [p for module in self.modules for p in module.parameters()]


class Residual(Module):
    def __init__(self, block):
        self.block = block

    def forward(self, x):
        return x + self.block(x)

    def backward(self, grad):
        return self.block.backward(grad)

    def parameters(self):
        return self.block.parameters()


class MSELoss:
    def __call__(self, prediction, target):
        self.difference = prediction - target
        return np.mean(self.difference ** 2)

    def backward(self):
        return 2 * self.difference / self.difference.size


def criterion(model, x, y):
    return MSELoss()(model(x), y)


def train_step(model, x, y, lr=0.1):
    mse = MSELoss()
    mse(model(x), y)
    model.backward(mse.backward())
    for p in model.parameters():
        p.weight -= lr * p.weight_grad
        p.bias -= lr * p.bias_grad


rng = np.random.default_rng(16)
model = Sequential(Linear(3, 4, rng), Tanh(), Residual(Sequential(Linear(4, 4, rng), Tanh())), Linear(4, 2, rng))
x = rng.normal(size=(6, 3))
y = rng.normal(size=(6, 2))

if __name__ == "__main__":
    for epoch in range(100):
        train_step(model, x, y)
    print(criterion(model, x, y))


# ---- for the test
EXPECTED = "Residual.backward gives only the block's gradient, the skip's is lost; and each bias gradient is a mean over the batch although the loss's gradient is divided already"
KINDS = {"path missing", "skip missing", "residual"}
KINDS_2 = {"averaged where summed", "scale", "averaged twice"}
PLACES = ["[0]", "weight", "bias", "Linear", "modules"]
TWO = True
MEND = [("return self.block.backward(grad)", "return grad + self.block.backward(grad)"),
        ("np.mean(grad, axis=0)", "np.sum(grad, axis=0)")]
OFF = {"weight0", "bias0", "bias1", "bias2"}


def hand_over():
    return dict(step=train_step, params=model, loss=criterion, rate=0.1, x=x, y=y)


def proof():
    import copy

    def at(a):
        net = copy.deepcopy(model)
        for i, layer in enumerate(net.parameters()):
            layer.weight, layer.bias = a[f"weight{i}"].copy(), a[f"bias{i}"].copy()
        return net

    def claim(a):
        net = at(a)
        train_step(net, x, y, 0.0)
        return {k: getattr(net.parameters()[int(k[-1])], k[:-1] + "_grad") for k in a}
    return (lambda a: criterion(at(a), x, y)), claim, \
        {k + str(i): getattr(p, k).copy() for i, p in enumerate(model.parameters()) for k in ("weight", "bias")}
