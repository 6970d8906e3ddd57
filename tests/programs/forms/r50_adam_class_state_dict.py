import numpy as np

class Adam:
    def __init__(self, lr=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.m, self.v, self.t = {}, {}, 0

    def update(self, params, grads):
        self.t += 1
        for k in params:
            if k not in self.m:
                self.m[k] = np.zeros_like(params[k])
                self.v[k] = np.zeros_like(params[k])
            self.m[k] = self.beta1 * self.m[k] + (1 - self.beta1) * grads[k]
            self.v[k] = self.beta2 * self.v[k] + (1 - self.beta2) * grads[k] ** 2
            m_hat = self.m[k] / (1 - self.beta1 ** self.t)
            v_hat = self.v[k] / (1 - self.beta2 ** self.t)
            params[k] -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)

class MLP:
    def __init__(self, optimizer):
        r = np.random.RandomState(50)
        self.params = {'W1': r.randn(2, 6), 'b1': np.zeros(6), 'W2': r.randn(6, 3) * .4, 'b2': np.zeros(3)}
        self.optimizer = optimizer

    def _forward(self, x):
        h = np.tanh(x @ self.params['W1'] + self.params['b1'])
        z = h @ self.params['W2'] + self.params['b2']
        e = np.exp(z - z.max(1, keepdims=True))
        return h, e / e.sum(1, keepdims=True)

    def loss(self, x, t):
        return -np.mean(np.log(self._forward(x)[1][np.arange(len(t)), t] + 1e-12))

    def gradient(self, x, t):
        h, p = self._forward(x)
        d = (p - np.eye(3)[t]) / len(t)
        dh = d @ self.params['W2'].T * (1 - h ** 2)
        return {'W1': x.T @ dh, 'b1': dh.sum(0), 'W2': h.T @ d, 'b2': d.sum(0)}

    def train_step(self, x, t):
        self.optimizer.update(self.params, self.gradient(x, t))

r = np.random.RandomState(1)
t = r.randint(0, 3, 30)
x = r.randn(30, 2) + 2 * np.c_[np.cos(t * 2.1), np.sin(t * 2.1)]
net = MLP(Adam(lr=0.05))
for i in range(10): net.train_step(x, t)
print(net.loss(x, t))

# ---- for the test
def hand_over():
    return dict(obj=net, loss=net.loss, grads=net.gradient, step=net.train_step, x=x, y=t, rate=0.05)

FORM = "Adam object inside the network; moment dicts m, v have the same keys and shapes as the parameters and step count t"
