import numpy as np
class Linear:
    def __init__(self, i, o):
        self.W = np.random.randn(i, o) * np.sqrt(1 / i)
        self.b = np.zeros(o)
        self.zero_grad()
    def zero_grad(self):
        self.dW = np.zeros_like(self.W)
        self.db = np.zeros_like(self.b)
    def forward(self, x):
        self.x = x
        return x @ self.W + self.b
    def backward(self, d):
        self.dW += self.x.T @ d
        self.db += d.sum(0)
        return d @ self.W.T
class Dropout:
    def __init__(self, p):
        self.p, self.training = p, True
    def forward(self, x):
        self.mask = np.ones_like(x)
        if self.training:
            self.mask = (np.random.rand(*x.shape) >= self.p) / (1 - self.p)
        return x * self.mask
    def backward(self, d):
        return d * self.mask

class Net:
    def __init__(self):
        self.l1, self.l2, self.drop = Linear(4, 10), Linear(10, 1), Dropout(0.3)
    def forward(self, x):
        self.h = np.tanh(self.l1.forward(x))
        return self.l2.forward(self.drop.forward(self.h))
    def train(self): self.drop.training = True
    def eval(self): self.drop.training = False
    def loss(self, x, y):
        self.diff = self.forward(x) - y
        return float((self.diff ** 2).sum())         # a SUM, so mini-batches can be added
    def backward(self):
        d = self.drop.backward(self.l2.backward(2 * self.diff))
        self.l1.backward(d * (1 - self.h ** 2))
    def predict(self, x):
        self.eval()
        out = self.forward(x)
        self.train()
        return out

np.random.seed(0)
X = np.random.randn(48, 4)
Y = X[:, [0]] * 2 - np.sin(2 * X[:, [1]])
net = Net()
def step(X, Y, rate=0.05, micro=12):
    total = 0
    for i in range(0, len(X), micro):                 # gradients add up over 4 micro-batches
        total += net.loss(X[i:i+micro], Y[i:i+micro])
        net.backward()
    for l in (net.l1, net.l2):
        l.W -= rate * l.dW / len(X)
        l.b -= rate * l.db / len(X)
        l.zero_grad()
    return total / len(X)

if __name__ == "__main__":
    for i in range(501):
        L = step(X, Y)
        if i % 100 == 0:
            print(i, L, np.mean((net.predict(X) - Y) ** 2))

# ---- for the test
def hand_over():
    return dict(make=Net, params=[net.l1.W, net.l1.b, net.l2.W, net.l2.b], loss=net.loss, step=step, predict=net.predict, x=X, y=Y, rate=0.05)
FORM = "dropout mask kept on the object and drawn anew with the global generator at every loss call (loss is noisy); backward accumulates, step resets; loss is a sum, the step divides by n; step acts on the module's net"
