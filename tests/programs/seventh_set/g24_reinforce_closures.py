import numpy as np

GAMMA, BETA = 0.95, 0.2  # BETA: entropy bonus, keeps it exploring


def discount(rewards):
    out, running = np.zeros(len(rewards)), 0.0
    for t in reversed(range(len(rewards))):
        running = rewards[t] + GAMMA * running
        out[t] = running
    return out


def fake_rollout(rng, T):
    """stands in for env.step, so that everything is reproducible"""
    obs = rng.normal(size=(T, 4))
    acts = rng.integers(0, 3, size=T)
    rew = (acts == (obs[:, 0] > 0)).astype(float)
    return obs, acts, discount(rew)


def make_policy(n_obs=4, n_hidden=6, n_act=3, seed=7):
    rng = np.random.default_rng(seed)
    theta = {
        "W1": rng.normal(size=(n_obs, n_hidden)) * 0.8,
        "b1": np.zeros(n_hidden),
        "W2": rng.normal(size=(n_hidden, n_act)) * 0.8,
        "b2": np.zeros(n_act),
    }

    def policy(obs):
        h = np.tanh(obs @ theta["W1"] + theta["b1"])
        z = h @ theta["W2"] + theta["b2"]
        z = z - z.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        return h, logp

    def loss(obs, acts, adv):
        _, logp = policy(obs)
        H = -(np.exp(logp) * logp).sum(axis=1)
        pg = logp[np.arange(len(acts)), acts] * adv
        return -pg.mean() - BETA * H.mean()

    def grads(obs, acts, adv):
        h, logp = policy(obs)
        p = np.exp(logp)
        H = -(p * logp).sum(axis=1, keepdims=True)
        onehot = np.eye(p.shape[1])[acts]
        dz = (p - onehot) * adv[:, None]
        dz -= BETA * p * (logp + H)
        dz /= len(acts)
        dh = dz @ theta["W2"].T * (1 - h**2)
        return {"W1": obs.T @ dh, "b1": dh.sum(0), "W2": h.T @ dz, "b2": dz.sum(0)}

    def update(obs, acts, adv, lr=0.05):
        g = grads(obs, acts, adv)
        for k in theta:
            theta[k] -= lr * g[k]

    return theta, loss, grads, update


rng = np.random.default_rng(0)
episodes = [fake_rollout(rng, T) for T in (6, 9, 7)]
obs, acts, returns = (np.concatenate(z) for z in zip(*episodes))
adv = (returns - returns.mean()) / (returns.std() + 1e-8)
theta, pg_loss, pg_grads, update = make_policy()


# ---- for the test
EXPECTED = "the gradient of the entropy bonus has the wrong sign (dz -= where it should be dz +=)"
KINDS = {"sign", "penalty sign", "entropy sign"}
PLACES = ["entropy", "BETA", "dz", "every array", "W1", "b1", "W2", "b2", "output"]
TWO = False
MEND = [("dz -= BETA * p * (logp + H)", "dz += BETA * p * (logp + H)")]
OFF = {"W1", "b1", "W2", "b2"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=lambda o, a: pg_loss(o, a, adv), grads=lambda o, a: pg_grads(o, a, adv), params=theta, x=obs, y=acts)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    mine, loss, grads, _ = make_policy()

    def put(a):
        for k in mine:
            mine[k][...] = a[k]
        return obs, acts, adv

    return lambda a: loss(*put(a)), lambda a: grads(*put(a)), theta
