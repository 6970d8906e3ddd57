"""Two convolutions with for-loops (the second one with stride), a linear output, logistic loss: bars, horizontal or vertical?
The kernel of the first layer looks like noise whatever I do."""
import numpy as np


class Conv:
    def __init__(self, K, b, stride):
        self.K, self.b, self.stride = K, b, stride

    def forward(self, imgs):
        self.imgs = imgs
        k, s = len(self.K), self.stride
        size = (imgs.shape[1] - k) // s + 1
        out = np.zeros((len(imgs), size, size))
        for i in range(size):
            for j in range(size):
                patch = imgs[:, i * s:i * s + k, j * s:j * s + k]
                out[:, i, j] = np.sum(patch * self.K, axis=(1, 2)) + self.b
        return out

    def backward(self, d_out):
        k, s = len(self.K), self.stride
        size = d_out.shape[1]
        self.dK = np.zeros_like(self.K)
        self.db = d_out.sum()
        d_imgs = np.zeros_like(self.imgs)
        for i in range(size):
            for j in range(size):
                patch = self.imgs[:, i * s:i * s + k, j * s:j * s + k]
                d = d_out[:, i, j][:, None, None]
                self.dK += np.sum(patch * d, axis=0)
                d_imgs[:, i:i + k, j:j + k] += d * self.K
        return d_imgs


class Tanh:
    def forward(self, a):
        self.out = np.tanh(a)
        return self.out

    def backward(self, d_out):
        return d_out * (1 - self.out ** 2)


class Linear:
    def __init__(self, w, b):
        self.w, self.b = w, b

    def forward(self, a):
        self.shape = a.shape
        self.a = a.reshape(len(a), -1)
        return self.a @ self.w + self.b

    def backward(self, d_out):
        self.dw = self.a.T @ d_out
        self.db = d_out.sum()
        return np.outer(d_out, self.w).reshape(self.shape)


def build(p):
    return [Conv(p["K1"], p["b1"], 1), Tanh(), Conv(p["K2"], p["b2"], 2), Tanh(), Linear(p["w"], p["b"])]


def run(net, imgs):
    for layer in net:
        imgs = layer.forward(imgs)
    return imgs


def loss(p, imgs, t):
    z = run(build(p), imgs)
    return np.mean(np.log1p(np.exp(-t * z)))


def gradients(p, imgs, t):
    net = build(p)
    z = run(net, imgs)
    d = -t / (1 + np.exp(t * z)) / len(t)
    for layer in reversed(net):
        d = layer.backward(d)
    return {"K1": net[0].dK, "b1": net[0].db, "K2": net[2].dK, "b2": net[2].db, "w": net[4].dw, "b": net[4].db}


def train_step(p, imgs, t, lr=0.2):
    g = gradients(p, imgs, t)
    return {name: p[name] - lr * g[name] for name in p}


rng = np.random.RandomState(2)
imgs = rng.normal(0, 0.2, (6, 7, 7))
t = np.array([1, -1, 1, -1, 1, -1])
for n, place in enumerate([1, 2, 3, 4, 5, 3]):
    if t[n] == 1:
        imgs[n, place, :] += 1
    else:
        imgs[n, :, place] += 1
p = {"K1": rng.normal(0, 0.4, (3, 3)), "b1": np.array(0.0), "K2": rng.normal(0, 0.4, (3, 3)), "b2": np.array(0.1),
     "w": rng.normal(0, 0.7, 4), "b": np.array(0.0)}

if __name__ == "__main__":
    for epoch in range(40):
        p = train_step(p, imgs, t)
    print(loss(p, imgs, t))


# ---- for the test
EXPECTED = "Conv.backward puts the gradient of its input at i:i+k, j:j+k, without the stride that forward uses (i * s, j * s): right for stride 1, off for what lies before the second convolution, K1 and b1"
KINDS = {"stride", "wrong place", "index", "convolution"}
PLACES = ["K1", "b1", "d_imgs"]
TWO = False
MEND = [("d_imgs[:, i:i + k, j:j + k] += d * self.K", "d_imgs[:, i * s:i * s + k, j * s:j * s + k] += d * self.K")]
OFF = {"K1", "b1"}


def hand_over():
    return dict(step=train_step, params=p, loss=loss, rate=0.2, x=imgs, y=t)


def proof():
    return (lambda a: loss(a, imgs, t)), (lambda a: gradients(a, imgs, t)), {k: np.array(v) for k, v in p.items()}
