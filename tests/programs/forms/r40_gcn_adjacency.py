import numpy as np

edges = [(0, 1), (0, 2), (1, 2), (2, 3), (3, 4), (4, 5), (3, 5), (5, 6), (6, 7), (5, 7)]
N = 8
A = np.eye(N)
for i, j in edges:
    A[i, j] = A[j, i] = 1
deg = A.sum(1)
A_hat = A / np.sqrt(np.outer(deg, deg))

node_class = np.array([0, 0, 0, 1, 1, 1, 2, 2])
train_mask = np.array([True, False, True, True, False, True, True, False])

class GCN:
    def __init__(self, n_feat, n_hid, n_cls):
        r = np.random.default_rng(40)
        self.W = [r.normal(size=(n_feat, n_hid)) * .7, r.normal(size=(n_hid, n_cls)) * .7]

    def forward(self, A, F):
        self.AF = A @ F
        self.H = np.maximum(self.AF @ self.W[0], 0)
        self.AH = A @ self.H
        logits = self.AH @ self.W[1]
        logits -= logits.max(1, keepdims=True)
        self.P = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
        return self.P

    def loss(self, A, F, labels, mask):
        P = self.forward(A, F)
        return -np.log(P[mask, labels[mask]]).mean()

    def backward(self, A, labels, mask):
        d = self.P - np.eye(self.P.shape[1])[labels]
        d[~mask] = 0
        d /= mask.sum()
        dH = (A.T @ d @ self.W[1].T) * (self.H > 0)
        self.dW = [self.AF.T @ dH, self.AH.T @ d]

    def train(self, A, F, labels, mask, lr=0.3):
        self.forward(A, F)
        self.backward(A, labels, mask)
        self.W = [w - lr * dw for w, dw in zip(self.W, self.dW)]

F = np.eye(N)          # featureless: identity
gcn = GCN(N, 4, 3)
for _ in range(15):
    gcn.train(A_hat, F, node_class, train_mask)
print(gcn.loss(A_hat, F, node_class, train_mask), gcn.P.argmax(1))

# ---- for the test
def hand_over():
    return dict(obj=gcn, loss=gcn.loss, step=gcn.train, rate=0.3,
                also=dict(A=A_hat, F=F, labels=node_class, mask=train_mask))

FORM = "graph network: adjacency, features, labels and boolean mask as four arguments, loss only over masked nodes; self.W is a list rebound each step"
