import numpy as np

class Tensor:
    def __init__(self, data, requires_grad=False, parents=(), back=None):
        self.data = np.asarray(data, dtype=np.float64)
        self.grad = np.zeros_like(self.data) if requires_grad else None
        self.requires_grad, self.parents, self.back = requires_grad, parents, back

    def __matmul__(self, o):
        return Tensor(self.data @ o.data, True, (self, o), lambda g: (g @ o.data.T, self.data.T @ g))

    def __add__(self, o):       # o is a bias row
        return Tensor(self.data + o.data, True, (self, o), lambda g: (g, g.sum(0)))

    def relu(self):
        return Tensor(np.maximum(self.data, 0), True, (self,), lambda g: (g * (self.data > 0),))

    def item(self): return float(self.data)

    def backward(self, g=1.0):
        if not self.requires_grad: return
        self.grad = self.grad + g
        if self.back:
            for p, gp in zip(self.parents, self.back(g)):
                p.backward(gp)

def cross_entropy(logits, labels):
    z = logits.data - logits.data.max(1, keepdims=True)
    p = np.exp(z) / np.exp(z).sum(1, keepdims=True)
    n = np.arange(len(labels))
    def back(g):
        d = p.copy(); d[n, labels] -= 1
        return (g * d / len(labels),)
    return Tensor(-np.log(p[n, labels]).mean(), True, (logits,), back)

class Model:
    def __init__(self):
        r = np.random.default_rng(24)
        self.w1, self.b1 = Tensor(r.normal(size=(2, 8)), True), Tensor(np.zeros(8), True)
        self.w2, self.b2 = Tensor(r.normal(size=(8, 3)), True), Tensor(np.zeros(3), True)
    def parameters(self): return [self.w1, self.b1, self.w2, self.b2]
    def __call__(self, x): return (Tensor(x) @ self.w1 + self.b1).relu() @ self.w2 + self.b2

class SGD:
    def __init__(self, params, lr): self.params, self.lr = params, lr
    def zero_grad(self):
        for p in self.params: p.grad = np.zeros_like(p.data)
    def step(self):
        for p in self.params: p.data = p.data - self.lr * p.grad

r = np.random.default_rng(1)
labels = r.integers(0, 3, 24)
X = r.normal(size=(24, 2)) * .5 + np.array([[0, 2], [2, -1], [-2, -1]])[labels]
model = Model()
optimizer = SGD(model.parameters(), lr=0.1)
criterion = cross_entropy

def train_step(X, labels):
    optimizer.zero_grad()
    loss = criterion(model(X), labels)
    loss.backward()
    optimizer.step()
    return loss.item()

print([round(train_step(X, labels), 3) for _ in range(8)])

# ---- for the test
def hand_over():
    return dict(obj=model, loss=lambda X, labels: criterion(model(X), labels).item(), step=train_step,
                x=X, y=labels, rate=0.1)

FORM = "own array autograd in PyTorch look: Tensor.data/.grad attributes on a model, optimizer.zero_grad/backward/step, loss is a Tensor with item()"
