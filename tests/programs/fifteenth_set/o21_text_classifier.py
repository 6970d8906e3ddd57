# 用 numpy 实现一个最简单的文本分类器（类似 fastText）
# 词向量取平均 -> 一层 tanh -> softmax
# 问题：小数据上能收敛，但和 PyTorch 的 nn.Embedding 相比，词向量的梯度不一样，请大家帮忙看看
import numpy as np


class TextClassifier:
    def __init__(self, vocab_size=9, dim=4, hidden=5, num_classes=3):
        np.random.seed(42)
        self.params = {
            'E': np.random.randn(vocab_size, dim) * 0.5,    # 词向量表
            'W1': np.random.randn(dim, hidden) * 0.7,
            'b1': np.random.randn(hidden) * 0.1,
            'W2': np.random.randn(hidden, num_classes) * 0.7,
            'b2': np.random.randn(num_classes) * 0.1,
        }
        self.lr = 0.5

    def forward(self, X):
        """X: (N, L) 的整数矩阵，每行是一句话"""
        p = self.params
        self.X = X
        self.emb = p['E'][X]                    # (N, L, D)
        self.avg = self.emb.mean(axis=1)        # (N, D)
        self.h = np.tanh(self.avg.dot(p['W1']) + p['b1'])
        scores = self.h.dot(p['W2']) + p['b2']
        scores = scores - scores.max(axis=1, keepdims=True)
        e = np.exp(scores)
        self.probs = e / e.sum(axis=1, keepdims=True)
        return self.probs

    def loss(self, X, y):
        probs = self.forward(X)
        return -np.log(probs[np.arange(len(y)), y]).mean()

    def backward(self, X, y):
        p, grads = self.params, {}
        self.forward(X)
        N, L = X.shape
        dscores = self.probs.copy()
        dscores[np.arange(N), y] -= 1
        dscores /= N
        grads['W2'] = self.h.T.dot(dscores)
        grads['b2'] = dscores.sum(axis=0)
        dh = dscores.dot(p['W2'].T) * (1 - self.h ** 2)
        grads['W1'] = self.avg.T.dot(dh)
        grads['b1'] = dh.sum(axis=0)
        davg = dh.dot(p['W1'].T)                                  # (N, D)
        # 平均的反向：每个词分到 1/L
        demb = np.repeat(davg[:, np.newaxis, :], L, axis=1) / L   # (N, L, D)
        grads['E'] = np.zeros_like(p['E'])
        grads['E'][self.X] += demb
        return grads

    def train_step(self, X, y):
        grads = self.backward(X, y)
        for name in self.params:
            self.params[name] = self.params[name] - self.lr * grads[name]


def make_data():
    rng = np.random.RandomState(0)
    y = np.arange(12) % 3
    X = np.zeros((12, 5), dtype=int)
    for i in range(12):
        # 每类有 3 个"特征词"，再混入随机词
        X[i, :3] = 3 * y[i] + rng.randint(0, 3, 3)
        X[i, 3:] = rng.randint(0, 9, 2)
    return X, y


if __name__ == '__main__':
    X, y = make_data()
    model = TextClassifier()
    for epoch in range(100):
        model.train_step(X, y)
        if epoch % 10 == 0:
            acc = (model.forward(X).argmax(axis=1) == y).mean()
            print('epoch %d, loss %.4f, acc %.2f' % (epoch, model.loss(X, y), acc))

# ---- for the test
EXPECTED = "backward(): grads['E'][X] += demb adds each repeated word only once (fancy-index +=), so gradients of words that occur more than once are lost; np.add.at is needed."
KINDS = {"not accumulated", "repeated indices", "duplicate rows lost", "fancy index +=", "last example only", "partial update"}
PLACES = ["E", "demb", "backward", "X", "TextClassifier"]
TWO = False
MEND = [("        grads['E'][self.X] += demb\n", "        np.add.at(grads['E'], self.X, demb)\n")]
OFF = {"E"}


def hand_over():
    X, y = make_data()
    return dict(make=TextClassifier, loss=TextClassifier.loss, grads=TextClassifier.backward,
                predict=TextClassifier.forward, x=X, y=y)


def proof():
    X, y = make_data()

    def put(p):
        model = TextClassifier()
        model.params = {k: v.copy() for k, v in p.items()}
        return model

    return lambda p: put(p).loss(X, y), lambda p: put(p).backward(X, y), TextClassifier().params
