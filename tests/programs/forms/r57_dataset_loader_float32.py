import numpy as np


class Dataset:
    def __init__(self, n=64, seed=57):
        r = np.random.RandomState(seed)
        self.images = r.rand(n, 4, 4).astype(np.float32)
        self.labels = (self.images[:, :2].sum((1, 2)) > self.images[:, 2:].sum((1, 2))).astype(np.int64)

    def __len__(self): return len(self.labels)
    def __getitem__(self, i): return self.images[i], self.labels[i]


class DataLoader:
    def __init__(self, ds, batch_size): self.ds, self.bs = ds, batch_size

    def __iter__(self):
        order = np.random.permutation(len(self.ds))
        for k in range(0, len(order), self.bs):
            yield self.ds[order[k:k + self.bs]]


class Net:
    def __init__(self):
        r = np.random.RandomState(0)
        self.fc1 = r.normal(0, .3, (16, 10)).astype(np.float32)
        self.fc2 = r.normal(0, .3, (10, 2)).astype(np.float32)

    def forward(self, images):
        self.x = images.reshape(len(images), -1)
        self.h = np.tanh(self.x @ self.fc1)
        return self.h @ self.fc2

    def loss(self, images, labels):
        z = self.forward(images)
        z = z - z.max(axis=1, keepdims=True)
        self.p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
        return np.log(np.exp(z).sum(axis=1)).mean() - z[np.arange(len(labels)), labels].mean()

    def backward(self, labels):
        d = self.p.copy()
        d[np.arange(len(labels)), labels] -= 1
        d /= np.float32(len(labels))
        self.grad2 = self.h.T @ d
        self.grad1 = self.x.T @ ((d @ self.fc2.T) * (1 - self.h ** 2))

    def step(self, images, labels, lr=np.float32(0.1)):
        loss = self.loss(images, labels)
        self.backward(labels)
        self.fc1 -= lr * self.grad1
        self.fc2 -= lr * self.grad2
        return loss


np.random.seed(3)
train_set, net = Dataset(), Net()
for epoch in range(3):
    print(np.mean([net.step(im, lab) for im, lab in DataLoader(train_set, 16)]))

# ---- for the test
def hand_over():
    images, labels = train_set[np.arange(12)]
    return dict(obj=net, loss=net.loss, step=net.step, x=images, y=labels, rate=0.1)

FORM = "float32 everywhere, Dataset with __getitem__ and shuffling DataLoader, 3-D image batch, backward(labels) depends on what loss stored"
