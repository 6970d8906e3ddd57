# スパースオートエンコーダ（UFLDLの演習）
# データは列ごとに1サンプル: data.shape == (visible, m)
#
# 課題1: コスト関数と勾配  -> computeNumericalGradient と合わない（beta=0 なら合う）
# 課題2: 学習して隠れ層の平均活性度を見る
import numpy as np

visible_size = 6
hidden_size = 4
sparsity_param = 0.1      # 目標の平均活性度 (rho)
lambda_ = 1e-3            # 重み減衰
beta = 0.5                # スパース項の重み


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def kl_divergence(rho, rho_hat):
    return rho * np.log(rho / rho_hat) + (1 - rho) * np.log((1 - rho) / (1 - rho_hat))


def initialize():
    """[-r, r] の一様乱数で初期化"""
    rng = np.random.RandomState(100)
    r = np.sqrt(6) / np.sqrt(hidden_size + visible_size + 1)
    W1 = rng.uniform(-r, r, (hidden_size, visible_size))
    W2 = rng.uniform(-r, r, (visible_size, hidden_size))
    b1 = rng.uniform(-0.1, 0.1, hidden_size)
    b2 = rng.uniform(-0.1, 0.1, visible_size)
    return W1, W2, b1, b2


def sparse_autoencoder_cost(W1, W2, b1, b2, data):
    m = data.shape[1]

    # 順伝播
    a2 = sigmoid(W1.dot(data) + b1[:, None])
    a3 = sigmoid(W2.dot(a2) + b2[:, None])
    rho_hat = a2.sum(axis=1) / m

    # コスト = 再構成誤差 + 重み減衰 + スパース項
    cost = 0.5 * np.sum((a3 - data) ** 2) / m
    cost += 0.5 * lambda_ * (np.sum(W1 ** 2) + np.sum(W2 ** 2))
    cost += beta * np.sum(kl_divergence(sparsity_param, rho_hat))

    # 逆伝播
    delta3 = (a3 - data) * a3 * (1 - a3)
    sparsity_delta = -sparsity_param / rho_hat + (1 - sparsity_param) / (1 - rho_hat)
    delta2 = W2.T.dot(delta3) * a2 * (1 - a2) + beta * sparsity_delta[:, None]

    W1grad = delta2.dot(data.T) / m + lambda_ * W1
    W2grad = delta3.dot(a2.T) / m + lambda_ * W2
    b1grad = delta2.sum(axis=1) / m
    b2grad = delta3.sum(axis=1) / m
    return cost, (W1grad, W2grad, b1grad, b2grad)


def sample_patches(m=15):
    """一次元の「エッジ」パッチを作る（0.1〜0.9に正規化）"""
    rng = np.random.RandomState(5)
    patches = np.zeros((visible_size, m))
    for i in range(m):
        k = rng.randint(1, visible_size)
        patches[:k, i] = rng.uniform(0, 1)
        patches[k:, i] = rng.uniform(0, 1)
    return 0.1 + 0.8 * patches


if __name__ == '__main__':
    data = sample_patches()
    theta = initialize()
    for it in range(1000):
        cost, grad = sparse_autoencoder_cost(*theta, data)
        theta = tuple(p - 0.2 * g for p, g in zip(theta, grad))
        if it % 100 == 0:
            print('%4d回目: コスト %.5f' % (it, cost))
    W1, W2, b1, b2 = theta
    print('平均活性度:', sigmoid(W1.dot(data) + b1[:, None]).mean(axis=1))

# ---- for the test
EXPECTED = "sparse_autoencoder_cost: the sparsity (KL) term is added to delta2 after the multiplication by a2(1 - a2), so the penalty's part lacks the sigmoid derivative."
KINDS = {"order", "activation derivative missing", "penalty", "penalty without the activation derivative", "sparsity term outside the bracket", "penalty scale"}
PLACES = ["delta2", "sparsity_delta", "sparse_autoencoder_cost", "W1", "b1", "W1grad", "b1grad", "beta"]
TWO = False
MEND = [("    delta2 = W2.T.dot(delta3) * a2 * (1 - a2) + beta * sparsity_delta[:, None]\n",
         "    delta2 = (W2.T.dot(delta3) + beta * sparsity_delta[:, None]) * a2 * (1 - a2)\n")]
OFF = {"W1", "b1"}


def hand_over():
    return dict(params=list(initialize()), loss=lambda W1, W2, b1, b2, data: sparse_autoencoder_cost(W1, W2, b1, b2, data)[0],
                grads=sparse_autoencoder_cost, x=sample_patches())


def proof():
    data = sample_patches()
    names = ("W1", "W2", "b1", "b2")
    return (lambda p: sparse_autoencoder_cost(*[p[k] for k in names], data)[0],
            lambda p: dict(zip(names, sparse_autoencoder_cost(*[p[k] for k in names], data)[1])),
            dict(zip(names, initialize())))
