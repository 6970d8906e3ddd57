import numpy as np


def softmax(S):
    S = S - S.max(axis=-1, keepdims=True)
    P = np.exp(S)
    return P / P.sum(axis=-1, keepdims=True)


def attention_forward(params, X):
    Q = X @ params["W_q"]
    K = X @ params["W_k"]
    V = X @ params["W_v"]
    scale = np.sqrt(Q.shape[1])
    A = softmax(Q @ K.T / scale)
    return A @ V, (Q, K, V, A, scale)


def attention_loss(params, X, target):
    out, _ = attention_forward(params, X)
    return np.mean((out - target) ** 2)


def attention_backward(params, X, target):
    out, (Q, K, V, A, scale) = attention_forward(params, X)
    dout = 2 * (out - target) / out.size
    dV = A.T @ dout
    dA = dout @ V.T
    dS = dA * A * (1 - A)
    dQ = dS @ K / scale
    dK = dS.T @ Q / scale
    return {
        "W_q": X.T @ dQ,
        "W_k": X.T @ dK,
        "W_v": X.T @ dV,
    }


rng = np.random.default_rng(20)
tokens = rng.normal(size=(5, 4))  # 5 tokens, d_model = 4
target = rng.normal(size=(5, 2))
params = {"W_q": rng.normal(size=(4, 3)), "W_k": rng.normal(size=(4, 3)), "W_v": rng.normal(size=(4, 2))}


if __name__ == "__main__":
    for step in range(200):
        g = attention_backward(params, tokens, target)
        for name in params:
            params[name] -= 0.5 * g[name]
    print(attention_loss(params, tokens, target))


# ---- for the test
EXPECTED = "the softmax backward uses only the diagonal A*(1-A) of its Jacobian (W_q and W_k wrong)"
KINDS = {"softmax Jacobian diagonal only"}
PLACES = ["W_q", "W_k", "softmax"]
TWO = False
MEND = [("dS = dA * A * (1 - A)", "dS = A * (dA - np.sum(dA * A, axis=1, keepdims=True))")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=attention_loss, grads=attention_backward, params=params, x=tokens, y=target)
