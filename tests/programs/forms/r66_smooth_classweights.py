import numpy as np

rs = np.random.RandomState(42)
K, D, HID = 4, 5, 8
counts = [30, 12, 8, 5]                       # unbalanced
cent = rs.randn(K, D) * 1.5
x = np.vstack([cent[k] + rs.randn(c, D) for k, c in enumerate(counts)])
labels = np.repeat(np.arange(K), counts)
class_weight = len(labels) / (K * np.array(counts, float))
EPS = 0.1


def smooth(labels):
    return np.full((len(labels), K), EPS / K) + (1 - EPS) * np.eye(K)[labels]


def new_params(seed=1):
    q = np.random.RandomState(seed)
    return [q.randn(HID, D) * np.sqrt(2 / D), np.zeros((HID, 1)), q.randn(K, HID) * np.sqrt(2 / HID), np.zeros((K, 1))]


def logp(params, x):
    W1, b1, W2, b2 = params
    a = np.maximum(0.1 * (W1 @ x.T + b1), W1 @ x.T + b1)     # leaky relu, columns are examples
    z = W2 @ a + b2
    z = z - z.max(0)
    return a, z - np.log(np.exp(z).sum(0))


def loss(params, x, labels):
    w = class_weight[labels]
    _, lp = logp(params, x)
    return -np.sum(w * np.sum(smooth(labels).T * lp, axis=0)) / np.sum(w)


def backward(params, x, labels):
    W1, b1, W2, b2 = params
    w = class_weight[labels]
    a, lp = logp(params, x)
    dz = (np.exp(lp) - smooth(labels).T) * w / w.sum()
    out = [dz.sum(1, keepdims=True), dz @ a.T]
    da = W2.T @ dz
    da[a < 0] *= 0.1
    out.append(da.sum(1, keepdims=True))
    out.append(da @ x)
    return out              # db2, dW2, db1, dW1  (as they fall out)


def step(params, x, labels, rate=0.5):
    for p, g in zip(params[::-1], backward(params, x, labels)):
        p -= rate * g


def predict(params, x):
    return logp(params, x)[1].argmax(0)


if __name__ == "__main__":
    P = new_params()
    for e in range(400):
        step(P, x, labels)
    print(loss(P, x, labels), np.mean(predict(P, x) == labels))

# ---- for the test
def hand_over():
    return dict(params=new_params(), loss=loss, grads=backward, step=step, make=new_params,
                predict=predict, x=x, y=labels, rate=0.5)


FORM = "gradients returned in reverse order; label smoothing and class weights (loss cannot reach 0; uniform start is not log K exactly); column layout; leaky relu"
