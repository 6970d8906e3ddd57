import numpy as np

np.random.seed(4)


def make_images(n):
    """8x8 pictures with a horizontal (0) or vertical (1) bar"""
    imgs = np.random.randn(n, 8, 8) * 0.3
    labels = np.random.randint(0, 2, n)
    for k in range(n):
        pos = np.random.randint(0, 8)
        start = np.random.randint(0, 4)
        if labels[k] == 0:
            imgs[k, pos, start:start + 5] += 1
        else:
            imgs[k, start:start + 5, pos] += 1
    return imgs, labels


def conv(x, kernel):
    kh, kw = kernel.shape
    H, W = x.shape[1] - kh + 1, x.shape[2] - kw + 1
    out = np.zeros((x.shape[0], H, W))
    for i in range(kh):
        for j in range(kw):
            out += kernel[i, j] * x[:, i:i + H, j:j + W]
    return out


def conv_grad_kernel(x, dout, kh, kw):
    H, W = dout.shape[1:]
    dk = np.zeros((kh, kw))
    for i in range(kh):
        for j in range(kw):
            dk[i, j] = np.sum(dout * x[:, i:i + H, j:j + W])
    return dk


def conv_grad_input(dout, kernel):
    kh, kw = kernel.shape
    padded = np.pad(dout, ((0, 0), (kh - 1, kh - 1), (kw - 1, kw - 1)))
    return conv(padded, kernel)


def forward(x, P):
    c = {'x': x}
    c['a1'] = np.maximum(conv(x, P['K1']) + P['c1'], 0)
    c['a2'] = np.maximum(conv(c['a1'], P['K2']) + P['c2'], 0)
    c['flat'] = c['a2'].reshape(len(x), -1)
    z = c['flat'] @ P['w'] + P['b']
    c['p'] = 1 / (1 + np.exp(-z))
    return c


def bce(p, y):
    return -np.mean(y * np.log(p + 1e-9) + (1 - y) * np.log(1 - p + 1e-9))


def backward(c, y, P):
    g = {}
    dz = (c['p'] - y) / len(y)
    g['w'] = c['flat'].T @ dz
    g['b'] = dz.sum()
    da2 = np.outer(dz, P['w']).reshape(c['a2'].shape)
    dz2 = da2 * (c['a2'] > 0)
    g['K2'] = conv_grad_kernel(c['a1'], dz2, 3, 3)
    g['c2'] = dz2.sum()
    dz1 = conv_grad_input(dz2, P['K2']) * (c['a1'] > 0)
    g['K1'] = conv_grad_kernel(c['x'], dz1, 3, 3)
    g['c1'] = dz1.sum()
    return g


P = {'K1': np.random.randn(3, 3) * 0.5, 'c1': 0.1,
     'K2': np.random.randn(3, 3) * 0.5, 'c2': 0.1,
     'w': np.random.randn(16) * 0.1, 'b': 0.0}

Xtr, ytr = make_images(200)
Xte, yte = make_images(100)
for epoch in range(250):
    cache = forward(Xtr, P)
    grads = backward(cache, ytr, P)
    for name in P:
        P[name] = P[name] - 0.15 * grads[name]
    if epoch % 25 == 0:
        print('epoch %3d  loss %.4f' % (epoch, bce(cache['p'], ytr)))

print('train acc', np.mean((forward(Xtr, P)['p'] > 0.5) == ytr))
print('test acc', np.mean((forward(Xte, P)['p'] > 0.5) == yte))
