import numpy as np

# counts with exposure (offset).  Poisson deviance, small net for the log rate, RMSprop + step decay
rng = np.random.default_rng(14)
feat = rng.normal(size=(50, 2))
expo = rng.uniform(.5, 3, 50)
cnt = rng.poisson(expo * np.exp(.3 + .8 * feat[:, 0] - .5 * np.abs(feat[:, 1])))

net = {"W1": rng.normal(0, .5, (2, 8)), "b1": np.zeros(8), "W2": rng.normal(0, .2, 8), "b2": np.log(cnt.sum() / expo.sum())}


def log_rate(net, feat):
    a = feat @ net["W1"] + net["b1"]
    return a, (a / (1 + np.abs(a))) @ net["W2"] + net["b2"]        # softsign


def deviance(net, x, cnt):
    feat, expo = x
    mu = expo * np.exp(log_rate(net, feat)[1])
    t = np.where(cnt > 0, cnt * np.log(np.maximum(cnt, 1) / mu), 0)
    return 2 * np.mean(t - (cnt - mu))


def slopes(net, x, cnt):
    feat, expo = x
    a, lr_ = log_rate(net, feat)
    s = a / (1 + np.abs(a))
    r = 2 * (expo * np.exp(lr_) - cnt) / len(cnt)
    da = np.outer(r, net["W2"]) / (1 + np.abs(a)) ** 2
    return {"db2": r.sum(), "dW2": r @ s, "db1": da.sum(axis=0), "dW1": feat.T @ da}


class RMSprop:
    def __init__(self, rate=.01, rho=.9):
        self.rate, self.rho, self.sq, self.n = rate, rho, {}, 0

    def update(self, net, g):
        rate = self.rate * .5 ** (self.n // 200)
        self.n += 1
        for k in net:
            q = self.sq.get(k, 0)
            self.sq[k] = self.rho * q + (1 - self.rho) * g["d" + k] ** 2
            net[k] = net[k] - rate * g["d" + k] / np.sqrt(self.sq[k] + 1e-6)


opt = RMSprop()


def step(net, x, cnt):
    opt.update(net, slopes(net, x, cnt))


if __name__ == "__main__":
    for i in range(601):
        if i % 100 == 0:
            print(i, deviance(net, (feat, expo), cnt))
        step(net, (feat, expo), cnt)

# ---- for the test
def hand_over():
    return dict(params=net, loss=deviance, grads=slopes, step=step,
                predict=lambda net, x: x[1] * np.exp(log_rate(net, x[0])[1]), x=(feat, expo), y=cnt, rate=.01)


FORM = "Poisson deviance with an exposure offset, zeros handled by where; b2 is a NumPy scalar that starts at the log mean rate; gradient keys 'dW1'...; RMSprop with eps inside the root and step decay: first step about 3 rates long"
