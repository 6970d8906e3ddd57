"""policy gradients on a toy game, 'pong from pixels' style"""

import numpy as np

gamma = 0.9
D, H, A = 6, 5, 3  # observation, hidden neurons, actions

rng = np.random.RandomState(19)
model = {}
model["W1"] = rng.randn(H, D) / np.sqrt(D)
model["W2"] = rng.randn(A, H) / np.sqrt(H)


def discount_rewards(r):
    discounted_r = np.zeros_like(r)
    running_add = 0
    for t in reversed(range(0, r.size)):
        if r[t] != 0:
            running_add = 0  # reset, game boundary
        running_add = running_add * gamma + r[t]
        discounted_r[t] = running_add
    return discounted_r


def policy_forward(model, x):
    h = np.dot(x, model["W1"].T)
    h[h < 0] = 0  # ReLU
    logit = np.dot(h, model["W2"].T)
    logit -= logit.max(axis=1, keepdims=True)
    p = np.exp(logit)
    return p / p.sum(axis=1, keepdims=True), h


def episode_loss(model, epx, epa, adv):
    p, _ = policy_forward(model, epx)
    logp = np.log(p[np.arange(len(epa)), epa])
    return -np.sum(logp * adv)


def policy_backward(model, epx, epa, adv):
    p, eph = policy_forward(model, epx)
    dlogit = p.copy()
    dlogit[np.arange(len(epa)), epa] -= 1
    dlogit *= adv[:, None]  # modulate the gradient with advantage
    dW2 = np.dot(dlogit.T, eph)
    dh = np.dot(dlogit, model["W2"])
    dW1 = np.dot(dh.T, epx)
    return {"W1": dW1, "W2": dW2}


epx = rng.randn(8, D)
epa = np.array([0, 2, 1, 1, 0, 2, 2, 0])
epr = np.array([0, 0, 0, 1.0, 0, 0, 0, -1.0])
adv = discount_rewards(epr)
adv -= np.mean(adv)
adv /= np.std(adv)


def loss(model):
    return episode_loss(model, epx, epa, adv)


def grads(model):
    return policy_backward(model, epx, epa, adv)


# ---- for the test
EXPECTED = "the backward pass does not shut the neurons that the ReLU has cut: its derivative is missing (W1)"
KINDS = {"derivative missing"}
PLACES = ["W1", "hidden", "layer 1", "relu"]
TWO = False
MEND = [
    ("    dW1 = np.dot(dh.T, epx)\n", "    dh[eph <= 0] = 0  # backprop relu\n    dW1 = np.dot(dh.T, epx)\n")
]
OFF = {"W1"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=grads, params=model)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return loss, grads, model
