# tiny keras clone, just for fun
import numpy as np


class Dense:
    def __init__(self, units, input_dim):
        self.W = np.random.uniform(-1, 1, (input_dim, units)) * np.sqrt(6.0 / (input_dim + units))
        self.b = np.zeros((1, units))

    def call(self, x, training):
        self.x = x
        return x.dot(self.W) + self.b

    def grad(self, g):
        self.grads = [self.x.T.dot(g), g.sum(axis=0, keepdims=True)]
        return g.dot(self.W.T)

    def weights(self):
        return [self.W, self.b]


class BatchNormalization:
    def __init__(self, dim, momentum=0.9, epsilon=1e-5):
        self.gamma = np.ones((1, dim))
        self.beta = np.zeros((1, dim))
        self.moving_mean = np.zeros((1, dim))
        self.moving_var = np.ones((1, dim))
        self.momentum, self.epsilon = momentum, epsilon

    def call(self, x, training):
        if training:
            mu = x.mean(axis=0, keepdims=True)
            var = x.var(axis=0, keepdims=True)
            self.moving_mean = self.momentum * self.moving_mean + (1 - self.momentum) * mu
            self.moving_var = self.momentum * self.moving_var + (1 - self.momentum) * var
        else:
            mu, var = self.moving_mean, self.moving_var
        self.inv_std = 1.0 / np.sqrt(var + self.epsilon)
        self.x_hat = (x - mu) * self.inv_std
        return self.gamma * self.x_hat + self.beta

    def grad(self, g):
        self.grads = [np.sum(g * self.x_hat, axis=0, keepdims=True),
                      np.sum(g, axis=0, keepdims=True)]
        N = g.shape[0]
        dx_hat = g * self.gamma
        dx = N * dx_hat
        dx = dx - np.sum(dx_hat, axis=0)
        dx = dx - self.x_hat * np.sum(dx_hat * self.x_hat, axis=0)
        return dx * self.inv_std / N

    def weights(self):
        return [self.gamma, self.beta]


class Activation:
    grads = []

    def call(self, x, training):
        self.x = x
        return np.where(x > 0, x, 0.01 * x)

    def grad(self, g):
        return np.where(self.x > 0, g, 0.01 * g)

    def weights(self):
        return []


class Sequential:
    def __init__(self):
        self.stack = []

    def add(self, layer):
        self.stack.append(layer)

    def compile(self, loss, lr):
        assert loss == 'mse'
        self.lr = lr

    def predict(self, x, training=False):
        for layer in self.stack:
            x = layer.call(x, training)
        return x

    def train_on_batch(self, x, y):
        out = self.predict(x, training=True)
        loss = np.mean((out - y) ** 2)
        g = 2 * (out - y) / y.size
        for layer in self.stack[::-1]:
            g = layer.grad(g)
        for layer in self.stack:
            for w, dw in zip(layer.weights(), layer.grads):
                w -= self.lr * dw
        return loss

    def fit(self, x, y, epochs, batch_size, verbose=10):
        for e in range(epochs):
            perm = np.random.permutation(len(x))
            losses = [self.train_on_batch(x[perm[i:i + batch_size]], y[perm[i:i + batch_size]])
                      for i in range(0, len(x), batch_size)]
            if (e + 1) % verbose == 0:
                print('Epoch %d/%d - loss: %.5f' % (e + 1, epochs, np.mean(losses)))


np.random.seed(42)
x = np.random.uniform(-2, 2, (320, 2))
y = np.sin(2 * x[:, :1]) + 0.5 * x[:, 1:] ** 2
x_val = np.random.uniform(-2, 2, (100, 2))
y_val = np.sin(2 * x_val[:, :1]) + 0.5 * x_val[:, 1:] ** 2

model = Sequential()
model.add(Dense(24, input_dim=2))
model.add(BatchNormalization(24))
model.add(Activation())
model.add(Dense(16, input_dim=24))
model.add(BatchNormalization(16))
model.add(Activation())
model.add(Dense(1, input_dim=16))
model.compile(loss='mse', lr=0.1)
model.fit(x, y, epochs=60, batch_size=32)
print('val_loss:', np.mean((model.predict(x_val) - y_val) ** 2))
