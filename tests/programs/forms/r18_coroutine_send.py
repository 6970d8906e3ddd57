import numpy as np

def trainer(w, lr):
    """coroutine: send it (x, y), get back the loss before the update"""
    loss = None
    while True:
        x, y = yield loss
        e = x.dot(w[:-1]) + w[-1] - y
        loss = np.mean(e ** 2)
        w[:-1] -= lr * 2 * x.T.dot(e) / len(y)
        w[-1] -= lr * 2 * e.mean()

def stream(n, seed):
    r = np.random.RandomState(seed)
    for _ in range(n):
        x = r.randn(8, 3)
        yield x, x.dot([2., -1., .5]) + 4

w = np.zeros(4)
co = trainer(w, 0.1)
next(co)           # prime it
for batch in stream(12, 18):
    print('%.3f' % co.send(batch), end=' ')
print(w)

def evaluate(batch):
    x, y = batch
    return np.mean((x.dot(w[:-1]) + w[-1] - y) ** 2)

# ---- for the test
def hand_over():
    batch = next(stream(1, 5))
    return dict(loss=evaluate, step=co.send, params=w, x=batch, rate=0.1)

FORM = "training step is a primed generator: co.send((x, y)) updates the shared vector in place and yields the loss before the update"
