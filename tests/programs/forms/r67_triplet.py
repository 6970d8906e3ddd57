import numpy as np
rng = np.random.default_rng(8)

# embed 4-d points in 2-d so that the same class is near
centres = rng.normal(0, 2, (3, 4))
cls = rng.integers(0, 3, 60)
pts = centres[cls] + rng.normal(0, .8, (60, 4))

def triplets(k=25):
    out = []
    while len(out) < k:
        a, p, n = rng.integers(0, 60, 3)
        if a != p and cls[a] == cls[p] and cls[a] != cls[n]:
            out.append((a, p, n))
    return np.array(out)

TRIP = triplets()

class Embedder:
    margin = 1.0
    def __init__(self, seed=2):
        r = np.random.default_rng(seed)
        self.A = r.normal(0, .4, (4, 6)); self.a = np.zeros(6)
        self.B = r.normal(0, .4, (6, 2))          # no bias: it would cancel in the distances

    def embed(self, x):
        h = np.tanh(x @ self.A + self.a)
        return h, h @ self.B

    def loss(self, pts, trip):
        e = self.embed(pts)[1]
        a, p, n = e[trip.T]
        s = ((a - p)**2).sum(1) - ((a - n)**2).sum(1) + self.margin
        return np.maximum(s, 0).mean()

    def gradient(self, pts, trip):
        h, e = self.embed(pts)
        ia, ip, i_n = trip.T
        a, p, n = e[ia], e[ip], e[i_n]
        s = ((a - p)**2).sum(1) - ((a - n)**2).sum(1) + self.margin
        w = (s > 0)[:, None] / len(trip)
        de = np.zeros_like(e)
        np.add.at(de, ia, w * 2 * (n - p))
        np.add.at(de, ip, w * -2 * (a - p))
        np.add.at(de, i_n, w * 2 * (a - n))
        self.dB = h.T @ de
        dz = de @ self.B.T * (1 - h*h)
        self.dA = pts.T @ dz
        self.da = dz.sum(0)

    def step(self, pts, trip, rate=0.1):
        self.gradient(pts, trip)
        self.A -= rate * self.dA
        self.a -= rate * self.da
        self.B -= rate * self.dB

net = Embedder()

if __name__ == "__main__":
    for i in range(200):
        net.step(pts, TRIP)
    print(net.loss(pts, TRIP))

# ---- for the test
def hand_over():
    return dict(make=Embedder, params=lambda m=net: {"A": m.A, "a": m.a, "B": m.B}, loss=net.loss, grads=net.gradient,
                step=net.step, predict=lambda x: net.embed(x)[1], x=pts, y=TRIP, rate=0.1)

FORM = "triplet loss: y is a table of index triples, the shared embedding gets gradient from three sides; gradient() returns nothing, results lie in .dA .da .dB; last layer has no bias on purpose; hinge may be exactly 0"
