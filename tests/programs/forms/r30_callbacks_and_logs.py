import numpy as np


class Callback:
    def on_epoch_begin(self, model, epoch): pass
    def on_epoch_end(self, model, epoch, logs): pass


class Recorder(Callback):
    def __init__(self):
        self.losses, self.snapshots = [], []

    def on_epoch_end(self, model, epoch, logs):
        self.losses.append(logs["loss"])
        self.snapshots.append(model.get_weights())


class HalveRate(Callback):
    def on_epoch_begin(self, model, epoch):
        if epoch and epoch % 10 == 0:
            model.lr /= 2


class Classifier:
    def __init__(self, d, lr=0.3):
        self.w = np.zeros(d)
        self.lr = lr

    def get_weights(self):
        return [self.w.copy()]

    def evaluate(self, X, y):          # y in {-1, +1}
        return np.log1p(np.exp(-y * (X @ self.w))).mean()

    def fit(self, X, y, epochs=1, callbacks=()):
        for epoch in range(epochs):
            for c in callbacks: c.on_epoch_begin(self, epoch)
            margin = y * (X @ self.w)
            self.w -= self.lr * (-(y / (1 + np.exp(margin))) @ X / len(y))
            logs = {"loss": self.evaluate(X, y), "acc": ((X @ self.w > 0) == (y > 0)).mean()}
            for c in callbacks: c.on_epoch_end(self, epoch, logs)


rng = np.random.default_rng(30)
X = np.column_stack([np.ones(26), rng.normal(size=(26, 2))])
y = np.sign(X @ [0.2, 1.0, -1.5])
rec = Recorder()
model = Classifier(3)
model.fit(X, y, epochs=12, callbacks=[rec, HalveRate()])
print(rec.losses[-1])

# ---- for the test
def hand_over():
    return dict(obj=model, loss=model.evaluate, step=model.fit, x=X, y=y, rate=model.lr)

FORM = "fit with callbacks that record losses or change the rate; labels -1/+1 with log1p(exp(-margin)); get_weights gives copies; evaluate is the loss"
