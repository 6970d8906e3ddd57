import numpy as np
np.random.seed(5)

# two moons, softmax net, AdamW: the decay sits in the update, never in the loss
t = np.random.rand(50) * np.pi
X = np.r_[np.c_[np.cos(t[:25]), np.sin(t[:25])], np.c_[1 - np.cos(t[25:]), .4 - np.sin(t[25:])]]
X += .1 * np.random.randn(*X.shape)
Y = np.eye(2)[np.repeat([0, 1], 25)]


class Model:
    def __init__(self):
        self.W = [np.random.randn(2, 10) * .5, np.random.randn(10, 2) * .3]
        self.b = [np.zeros((1, 10)), np.zeros((1, 2))]
        self.t = 0
        self.m = [np.zeros_like(a) for a in self.W + self.b]
        self.v = [np.zeros_like(a) for a in self.W + self.b]

    def forward(self, X):
        self.X = X
        self.H = np.tanh(X @ self.W[0] + self.b[0])
        Z = self.H @ self.W[1] + self.b[1]
        E = np.exp(Z - Z.max(axis=1, keepdims=True))
        self.P = E / E.sum(axis=1, keepdims=True)
        return self.P

    def loss(self, X, Y):
        return -(Y * np.log(self.forward(X) + 1e-12)).sum() / len(X)

    def grads(self, X, Y):
        self.forward(X)
        dZ = (self.P - Y) / len(X)
        dA = (dZ @ self.W[1].T) * (1 - self.H**2)
        return [X.T @ dA, self.H.T @ dZ, dA.sum(0, keepdims=True), dZ.sum(0, keepdims=True)]

    def step(self, X, Y, lr=0.02, wd=0.01, b1=.9, b2=.999):
        self.t += 1
        G = self.grads(X, Y)
        for i, (p, g) in enumerate(zip(self.W + self.b, G)):
            self.m[i] = b1 * self.m[i] + (1 - b1) * g
            self.v[i] = b2 * self.v[i] + (1 - b2) * g * g
            mh = self.m[i] / (1 - b1**self.t)
            vh = self.v[i] / (1 - b2**self.t)
            if i < 2:                      # only the weights decay
                p -= lr * wd * p
            p -= lr * mh / (np.sqrt(vh) + 1e-8)


model = Model()

if __name__ == "__main__":
    for i in range(301):
        if i % 100 == 0:
            print(i, model.loss(X, Y))
        model.step(X, Y)

# ---- for the test
def hand_over():
    return dict(params=model.W + model.b, loss=model.loss, grads=model.grads, step=model.step,
                make=Model, predict=model.forward, x=X, y=Y, rate=0.02)


FORM = "AdamW: first step is about rate*sign(gradient); weights (not biases) shrink by rate*wd apart from the loss; weights first then biases in the list"
