"""Tiny CNN written with loops: conv 3x3 -> relu -> average pool 2x2 -> fully connected -> softmax.
X is (N, H, W), one channel. Labels are integers."""
import numpy as np

np.random.seed(12)


def conv(X, K, b):
    N, H, W = X.shape
    F = K.shape[0]
    out = np.zeros((N, F, H - 2, W - 2))
    for n in range(N):
        for f in range(F):
            for i in range(H - 2):
                for j in range(W - 2):
                    out[n, f, i, j] = np.sum(X[n, i:i + 3, j:j + 3] * K[f]) + b[f]
    return out


def avgpool(A):
    N, F, H, W = A.shape
    P = np.zeros((N, F, H // 2, W // 2))
    for i in range(H // 2):
        for j in range(W // 2):
            P[:, :, i, j] = A[:, :, 2 * i:2 * i + 2, 2 * j:2 * j + 2].mean(axis=(2, 3))
    return P


def avgpool_back(dP, A):
    dA = np.zeros_like(A)
    for i in range(dP.shape[2]):
        for j in range(dP.shape[3]):
            # every pixel of the window gets the gradient of the window
            dA[:, :, 2 * i:2 * i + 2, 2 * j:2 * j + 2] = dP[:, :, i, j][:, :, None, None]
    return dA


def cnn(params, X, y):
    C = conv(X, params['K'], params['bk'])
    A = np.maximum(C, 0)
    P = avgpool(A)
    flat = P.reshape(len(X), -1)
    s = flat @ params['W'] + params['b']
    e = np.exp(s - s.max(1, keepdims=True))
    prob = e / e.sum(1, keepdims=True)
    loss = -np.log(prob[np.arange(len(y)), y]).mean()

    ds = prob.copy()
    ds[np.arange(len(y)), y] -= 1
    ds /= len(y)
    grads = {'W': flat.T @ ds, 'b': ds.sum(0)}
    dP = (ds @ params['W'].T).reshape(P.shape)
    dC = avgpool_back(dP, A)
    dC[C <= 0] = 0
    dK = np.zeros_like(params['K'])
    for n in range(len(X)):
        for f in range(dK.shape[0]):
            for i in range(dC.shape[2]):
                for j in range(dC.shape[3]):
                    dK[f] += dC[n, f, i, j] * X[n, i:i + 3, j:j + 3]
    grads['K'] = dK
    grads['bk'] = dC.sum(axis=(0, 2, 3))
    return loss, grads


images = np.random.rand(5, 6, 6)
labels = np.array([0, 1, 2, 1, 0])
params = {'K': np.random.randn(2, 3, 3) * 0.5, 'bk': np.random.randn(2) * 0.1,
          'W': np.random.randn(8, 3) * 0.5, 'b': np.zeros(3)}


# ---- for the test
EXPECTED = "avgpool_back gives every pixel the whole gradient of its window: the factor 1/4 of the mean is missing, K's and bk's gradients are four times too large"
KINDS = {"factor missing", "scale", "wrong factor"}
PLACES = ["K", "bk", "avgpool_back", "dA"]
TWO = False
MEND = [("dP[:, :, i, j][:, :, None, None]", "dP[:, :, i, j][:, :, None, None] / 4")]
OFF = {"K", "bk"}


def hand_over():
    return dict(loss_and_grads=cnn, params=params, x=images, y=labels)


def proof():
    return (lambda a: cnn(a, images, labels)[0]), (lambda a: cnn(a, images, labels)[1]), {
        k: v.copy() for k, v in params.items()}
