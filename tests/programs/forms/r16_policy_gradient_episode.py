""" REINFORCE on a fixed recorded episode, pong-from-pixels style """
import numpy as np

H, D, gamma, learning_rate = 6, 4, 0.9, 1e-2
np.random.seed(16)
model = {}
model['W1'] = np.random.randn(H, D) / np.sqrt(D)
model['W2'] = np.random.randn(H) / np.sqrt(H)

def sigmoid(x): return 1.0 / (1.0 + np.exp(-x))

def discount_rewards(r):
    discounted = np.zeros(len(r))
    running_add = 0
    for t in reversed(range(len(r))):
        if r[t] != 0: running_add = 0
        running_add = running_add * gamma + r[t]
        discounted[t] = running_add
    return (discounted - discounted.mean()) / discounted.std()

def policy_forward(x):
    h = np.dot(model['W1'], x)
    h[h < 0] = 0
    return sigmoid(np.dot(model['W2'], h)), h

def policy_backward(eph, epdlogp, epx):
    dW2 = np.dot(eph.T, epdlogp).ravel()
    dh = np.outer(epdlogp, model['W2'])
    dh[eph <= 0] = 0
    return {'W1': np.dot(dh.T, epx), 'W2': dW2}

# the episode: observations, actions (0 / 1) and rewards
xs = np.random.randn(25, D)
actions = (np.random.rand(25) < 0.5).astype(int)
rewards = [0] * 25; rewards[9] = 1; rewards[17] = -1; rewards[24] = 1

def surrogate():
    adv = discount_rewards(rewards)
    total = 0
    for x, y, A in zip(xs, actions, adv):
        p, _ = policy_forward(x)
        total -= A * (y * np.log(p) + (1 - y) * np.log(1 - p))
    return total

def finish_episode():
    hs, dlogps = [], []
    for x, y in zip(xs, actions):
        aprob, h = policy_forward(x)
        hs.append(h)
        dlogps.append(y - aprob)     # grad that encourages the action that was taken
    epdlogp = np.array(dlogps) * discount_rewards(rewards)
    grad = policy_backward(np.vstack(hs), epdlogp, xs)
    for k, v in model.items():
        model[k] += learning_rate * grad[k]   # ascent, not descent

for ep in range(5): finish_episode()
print(surrogate())

# ---- for the test
def hand_over():
    return dict(loss=surrogate, step=finish_episode, params=model, rate=learning_rate)

FORM = "policy gradient: no supervised targets, advantages from a recorded episode in globals, ascent on the log-probability with a surrogate loss, summed not averaged"
