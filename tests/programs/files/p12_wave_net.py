import numpy as np

# fit a wave with a 1-20-1 network, watch the validation error at the same time


class Net:
    def __init__(self, n_in, n_hid, n_out, lr=0.05, seed=1):
        r = np.random.RandomState(seed)
        self.w1 = r.normal(0, 1.0, (n_in, n_hid))
        self.b1 = r.normal(0, 1.0, (1, n_hid))
        self.w2 = r.normal(0, 1.0 / np.sqrt(n_hid), (n_hid, n_out))
        self.b2 = np.zeros((1, n_out))
        self.lr = lr

    def forward(self, x):
        self.h = np.tanh(x @ self.w1 + self.b1)
        return self.h @ self.w2 + self.b2

    def backward(self, x, y, pred):
        d_out = 2.0 * (pred - y) / y.shape[0]
        d_hid = d_out @ self.w2.T * (1.0 - self.h ** 2)

        self.w2 -= self.lr * self.h.T @ d_out
        self.b2 -= self.lr * d_out.sum(0, keepdims=True)
        self.w1 -= self.lr * x.T @ d_hid
        self.b1 -= self.lr * d_hid.sum(0, keepdims=True)

    def train(self, x, y, x_val, y_val, epochs):
        history = []
        for ep in range(epochs):
            pred = self.forward(x)
            loss = np.mean((pred - y) ** 2)
            val_loss = np.mean((self.forward(x_val) - y_val) ** 2)
            self.backward(x, y, pred)
            history.append((loss, val_loss))
            if ep % 500 == 0:
                print("epoch %5d   train %.5f   val %.5f" % (ep, loss, val_loss))
        return history


t = np.linspace(-np.pi, np.pi, 60).reshape(-1, 1)
wave = np.sin(t) + 0.4 * np.sin(3 * t)
wave += np.random.RandomState(0).normal(0, 0.05, wave.shape)

# every second point is for validation
x_train, y_train = t[::2], wave[::2]
x_val, y_val = t[1::2], wave[1::2]

if __name__ == "__main__":
    net = Net(1, 20, 1)
    hist = net.train(x_train, y_train, x_val, y_val, 4000)
    print("last:", hist[-1])
