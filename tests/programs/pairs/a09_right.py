# mixture density network: where does the two-armed thing point?
# input: a scalar, output: a mixture of K isotropic gaussians in the plane
import numpy as np


def toy(n, rng):
    t = rng.uniform(-1, 1, n)
    side = rng.choice([-1.0, 1.0], n)
    Y = np.stack([side * (1 + t), np.sin(3 * t) * side], axis=1)
    return t[:, None], Y + 0.08 * rng.normal(size=(n, 2))


def init(H, K, D, rng):
    return {
        'W': rng.normal(size=(1, H)) * 1.5,
        'b': rng.uniform(-1, 1, H),
        'Wpi': 0.1 * rng.normal(size=(H, K)),
        'bpi': np.zeros(K),
        'Wmu': 0.3 * rng.normal(size=(H, K, D)),
        'bmu': 0.5 * rng.normal(size=(K, D)),
        'Wls': 0.1 * rng.normal(size=(H, K)),
        'bls': np.zeros(K),
    }


def forward(w, X):
    h = np.tanh(np.einsum('ni,ih->nh', X, w['W']) + w['b'])
    a = np.einsum('nh,hk->nk', h, w['Wpi']) + w['bpi']
    logpi = a - a.max(1, keepdims=True)
    logpi = logpi - np.log(np.exp(logpi).sum(1, keepdims=True))
    mu = np.einsum('nh,hkd->nkd', h, w['Wmu']) + w['bmu']
    ls = np.einsum('nh,hk->nk', h, w['Wls']) + w['bls']
    return h, logpi, mu, ls


def nll_and_grads(w, X, Y):
    N, D = Y.shape
    h, logpi, mu, ls = forward(w, X)
    diff = mu - Y[:, None, :]
    inv = np.exp(-2 * ls)
    maha = np.einsum('nkd,nkd->nk', diff, diff) * inv
    joint = logpi - 0.5 * maha - D * ls - 0.5 * D * np.log(2 * np.pi)
    top = joint.max(1, keepdims=True)
    logp = top + np.log(np.exp(joint - top).sum(1, keepdims=True))
    resp = np.exp(joint - logp)

    da = (np.exp(logpi) - resp) / N
    dmu = np.einsum('nk,nkd->nkd', resp * inv, diff) / N
    dls = resp * (D - maha) / N
    dh = (np.einsum('nk,hk->nh', da, w['Wpi'])
          + np.einsum('nkd,hkd->nh', dmu, w['Wmu'])
          + np.einsum('nk,hk->nh', dls, w['Wls']))
    dz = dh * (1 - h ** 2)
    grads = {
        'W': np.einsum('ni,nh->ih', X, dz), 'b': dz.sum(0),
        'Wpi': np.einsum('nh,nk->hk', h, da), 'bpi': da.sum(0),
        'Wmu': np.einsum('nh,nkd->hkd', h, dmu), 'bmu': dmu.sum(0),
        'Wls': np.einsum('nh,nk->hk', h, dls), 'bls': dls.sum(0),
    }
    return -logp.mean(), grads


def train(w, data, held_out, steps=800, lr=0.01, rho=0.95, every=100):
    """RMSprop, learning rate ~ 1/(1 + decay t). Returns the history."""
    X, Y = data
    cache = {k: np.zeros_like(v) for k, v in w.items()}
    history = {'step': [], 'train': [], 'valid': []}
    for t in range(steps + 1):
        loss, g = nll_and_grads(w, X, Y)
        if t % every == 0:
            history['step'].append(t)
            history['train'].append(loss)
            history['valid'].append(nll_and_grads(w, *held_out)[0])
        rate = lr / (1 + 0.005 * t)
        for k in w:
            cache[k] = rho * cache[k] + (1 - rho) * g[k] ** 2
            w[k] = w[k] - rate * g[k] / np.sqrt(cache[k] + 1e-8)
    return history


if __name__ == '__main__':
    rng = np.random.default_rng(8)
    w = init(H=16, K=3, D=2, rng=rng)
    hist = train(w, toy(200, rng), toy(200, rng))
    for row in zip(*hist.values()):
        print('step %4d   nll %.4f   held out %.4f' % row)
    _, logpi, mu, ls = forward(w, np.array([[0.5]]))
    for k in range(3):
        print('x=0.5: weight %.2f  mean (%.2f, %.2f)  sigma %.2f'
              % (np.exp(logpi[0, k]), *mu[0, k], np.exp(ls[0, k])))
