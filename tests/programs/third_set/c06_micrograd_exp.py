import math
import random


class Value:
    """stores a single scalar value and its gradient"""

    def __init__(self, data, _children=(), _op=""):
        self.data = data
        self.grad = 0
        self._backward = lambda: None
        self._prev = set(_children)
        self._op = _op

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other), "+")

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other), "*")

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def __pow__(self, other):
        assert isinstance(other, (int, float)), "only supporting int/float powers for now"
        out = Value(self.data**other, (self,), f"**{other}")

        def _backward():
            self.grad += (other * self.data ** (other - 1)) * out.grad

        out._backward = _backward
        return out

    def exp(self):
        out = Value(math.exp(self.data), (self,), "exp")

        def _backward():
            self.grad += self.data * out.grad

        out._backward = _backward
        return out

    def tanh(self):
        e = (self * 2).exp()
        return (e - 1) / (e + 1)

    def backward(self):
        topo = []
        visited = set()

        def build_topo(v):
            if v not in visited:
                visited.add(v)
                for child in v._prev:
                    build_topo(child)
                topo.append(v)

        build_topo(self)
        self.grad = 1
        for v in reversed(topo):
            v._backward()

    def __neg__(self):
        return self * -1

    def __radd__(self, other):
        return self + other

    def __sub__(self, other):
        return self + (-other)

    def __rmul__(self, other):
        return self * other

    def __truediv__(self, other):
        return self * other**-1


class Neuron:
    def __init__(self, nin, nonlin=True):
        self.w = [Value(random.uniform(-1, 1)) for _ in range(nin)]
        self.b = Value(random.uniform(-0.5, 0.5))
        self.nonlin = nonlin

    def __call__(self, x):
        act = sum((wi * xi for wi, xi in zip(self.w, x)), self.b)
        return act.tanh() if self.nonlin else act

    def parameters(self):
        return self.w + [self.b]


class Layer:
    def __init__(self, nin, nout, **kwargs):
        self.neurons = [Neuron(nin, **kwargs) for _ in range(nout)]

    def __call__(self, x):
        out = [n(x) for n in self.neurons]
        return out[0] if len(out) == 1 else out

    def parameters(self):
        return [p for n in self.neurons for p in n.parameters()]


class MLP:
    def __init__(self, nin, nouts):
        sz = [nin] + nouts
        self.layers = [Layer(sz[i], sz[i + 1], nonlin=i != len(nouts) - 1) for i in range(len(nouts))]

    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x

    def parameters(self):
        return [p for layer in self.layers for p in layer.parameters()]


random.seed(1337)
xs = [[2.0, 3.0, -1.0], [3.0, -1.0, 0.5], [0.5, 1.0, 1.0], [1.0, 1.0, -1.0]]
ys = [1.0, -1.0, -1.0, 1.0]
model = MLP(3, [3, 1])


def forward():
    ypred = [model(x) for x in xs]
    return sum((yout - ygt) ** 2 for ygt, yout in zip(ys, ypred))


def loss():
    return forward().data


def gradients():
    for p in model.parameters():
        p.grad = 0
    forward().backward()
    return [p.grad for p in model.parameters()]


if __name__ == "__main__":
    for k in range(20):
        gradients()
        for p in model.parameters():
            p.data += -0.05 * p.grad
        print(k, loss())


# ---- for the test
EXPECTED = "Value.exp multiplies by its input self.data instead of by its output out.data: tanh, built from exp, has a wrong derivative (the hidden neurons)"
KINDS = {"derivative at the wrong argument", "derivative of another activation", "wrong derivative"}
PLACES = ["layers[0]", "hidden", "layer 1", "layer 0", "first", "exp", "tanh"]
TWO = False
MEND = [("self.grad += self.data * out.grad", "self.grad += out.data * out.grad")]
OFF = {"hidden"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=gradients, params=model.parameters())


def set_to(a):
    for p, value in zip(model.parameters(), [*a["hidden"], *a["output"]]):
        p.data = float(value)


def cost(a):
    set_to(a)
    return loss()


def claim(a):
    set_to(a)
    found = gradients()
    return dict(hidden=found[:12], output=found[12:])


def proof():
    """Its loss and its claim, of plain arrays by name."""
    values = [p.data for p in model.parameters()]
    return cost, claim, dict(hidden=values[:12], output=values[12:])
