import numpy as np


class TwoLayerNet:
    def __init__(self, input_size, hidden_size, output_size, std=1e-1, seed=13):
        rs = np.random.RandomState(seed)
        self.params = {}
        self.params['W1'] = std * rs.randn(input_size, hidden_size)
        self.params['b1'] = np.zeros(hidden_size)
        self.params['W2'] = std * rs.randn(hidden_size, output_size)
        self.params['b2'] = np.zeros(output_size)

    def loss(self, X, y=None, reg=0.0):
        W1, b1 = self.params['W1'], self.params['b1']
        W2, b2 = self.params['W2'], self.params['b2']
        N, D = X.shape
        hidden = np.maximum(0, X.dot(W1) + b1)
        scores = hidden.dot(W2) + b2
        if y is None:
            return scores
        shifted = scores - scores.max(axis=1, keepdims=True)
        probs = np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True)
        loss = -np.log(probs[range(N), y]).mean() + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
        grads = {}
        dscores = probs.copy()
        dscores[range(N), y] -= 1
        dscores /= N
        grads['W2'] = hidden.T.dot(dscores) + 2 * reg * W2
        grads['b2'] = dscores.sum(axis=0)
        dhidden = dscores.dot(W2.T)
        dhidden[hidden <= 0] = 0
        grads['W1'] = X.T.dot(dhidden) + 2 * reg * W1
        grads['b1'] = dhidden.sum(axis=0)
        return loss, grads

    def train(self, X, y, learning_rate=1e-1, reg=5e-3, num_iters=1):
        history = []
        for it in range(num_iters):
            loss, grads = self.loss(X, y=y, reg=reg)
            history.append(loss)
            for p in self.params:
                self.params[p] -= learning_rate * grads[p]
        return {'loss_history': history}


rs = np.random.RandomState(1)
X = 2 * rs.randn(10, 4)
y = np.array([0, 1, 2, 2, 1, 0, 1, 1, 2, 0])
net = TwoLayerNet(4, 10, 3)
print(net.train(X, y, num_iters=8)['loss_history'])

# ---- for the test
def hand_over():
    return dict(obj=net, loss_and_grads=net.loss, step=net.train, x=X, y=y, rate=1e-1, also=dict(reg=5e-3))

FORM = "cs231n style: loss(X, y=None, reg) gives scores without y and (loss, grads dict) with y; self.params['W1']"
