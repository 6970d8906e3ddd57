import numpy as np

_net = None

class _Net:
    def __init__(self):
        r = np.random.default_rng(27)
        self._layers = [[r.normal(0, .6, (4, 6)), np.zeros(6)],
                        [r.normal(0, .6, (6, 6)), np.zeros(6)],
                        [r.normal(0, .6, (6, 2)), np.zeros(2)]]

def get_net():
    global _net
    if _net is None:
        _net = _Net()
    return _net

def _run(x):
    hs = [x]
    for i, (W, b) in enumerate(get_net()._layers):
        z = hs[-1] @ W + b
        hs.append(np.where(z > 0, z, 0.1 * z) if i < 2 else z)
    return hs

def error_on(x, t):
    return 0.5 * ((_run(x)[-1] - t) ** 2).sum(axis=1).mean()

def teach(x, t, speed=0.1):
    hs = _run(x)
    d = (hs[-1] - t) / len(x)
    for i in (2, 1, 0):
        layer = get_net()._layers[i]
        if i < 2:
            d = d * np.where(hs[i + 1] > 0, 1.0, 0.1)
        back = d @ layer[0].T
        layer[0] -= speed * hs[i].T @ d
        layer[1] -= speed * d.sum(0)
        d = back

r = np.random.default_rng(2)
examples = r.normal(size=(16, 4))
wanted = np.c_[examples[:, 0] - examples[:, 3], np.abs(examples[:, 1])]
for _ in range(8):
    teach(examples, wanted)
print(error_on(examples, wanted))

# ---- for the test
def hand_over():
    return dict(loss=error_on, step=teach, x=examples, y=wanted, rate=0.1)

FORM = "module-level lazily created singleton behind get_net(); weights in private _layers list of [W, b]; only free functions are handed over; leaky ReLU"
