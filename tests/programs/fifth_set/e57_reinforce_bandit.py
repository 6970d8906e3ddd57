import numpy as np

episodes = [
    [([0.1, 0.5, -0.2], 0, 1.0), ([0.4, -0.3, 0.8], 1, 0.0), ([0.9, 0.1, 0.1], 1, 2.0)],
    [([-0.6, 0.2, 0.3], 1, 1.0), ([0.5, 0.5, -0.9], 0, 0.0)],
]
gamma = 0.9


class Policy:
    def __init__(self):
        g = np.random.default_rng(57)
        self.W = g.normal(size=(4, 3))
        self.V = g.normal(size=(2, 4))

    def probs(self, s):
        h = np.tanh(self.W @ s)
        z = self.V @ h
        e = np.exp(z - z.max())
        return h, e / e.sum()


def returns(episode):
    G, out = 0.0, []
    for _, _, r in reversed(episode):
        G = r + gamma * G
        out.insert(0, G)
    return out


def objective(policy, episodes):
    total = 0.0
    for ep in episodes:
        for (s, a, _), G in zip(ep, returns(ep)):
            total -= G * np.log(policy.probs(np.array(s))[1][a])
    return total / len(episodes)


def policy_gradient(policy, episodes):
    dW, dV = np.zeros_like(policy.W), np.zeros_like(policy.V)
    for ep in episodes:
        for (s, a, r), G in zip(ep, returns(ep)):
            s = np.array(s)
            h, p = policy.probs(s)
            dz = p.copy()
            dz[a] -= 1
            dz *= r
            dV += np.outer(dz, h)
            dW += np.outer(policy.V.T @ dz * (1 - h**2), s)
    return {"W": dW / len(episodes), "V": dV / len(episodes)}


pi = Policy()

# ---- for the test
EXPECTED = "the gradient weighs each step with its reward, the objective with the return"
KINDS = {"wrong error", "wrong factor", "factor missing", "unknown"}
PLACES = ["every", "W", "V", "output"]
TWO = False
MEND = [("dz *= r\n", "dz *= G\n")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=objective, grads=policy_gradient, params=pi, x=episodes)
