""" policy gradient on one recorded episode (no gym here), 3 actions """
import numpy as np

H, D, A = 5, 4, 3
gamma = 0.9
learning_rate = 0.05

rng = np.random.RandomState(6)
model = {
    'W1': rng.randn(D, H) / np.sqrt(D),
    'b1': rng.randn(H) * 0.1,
    'W2': rng.randn(H, A) / np.sqrt(H),
    'b2': rng.randn(A) * 0.1,
}
states = rng.randn(8, D)
actions = np.array([0, 2, 1, 1, 0, 2, 2, 0])
rewards = np.array([0., 0., 1., 0., -1., 0., 0., 1.])


def discount_rewards(r):
    out = np.zeros_like(r)
    running = 0.0
    for t in reversed(range(len(r))):
        running = running * gamma + r[t]
        out[t] = running
    return out


def policy_forward(model, x):
    h = np.tanh(x @ model['W1'] + model['b1'])
    logits = h @ model['W2'] + model['b2']
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True), h


advantage = discount_rewards(rewards)
advantage = (advantage - advantage.mean()) / advantage.std()


def episode_loss(model, states, actions):
    p, _ = policy_forward(model, states)
    logp = np.log(p[np.arange(len(actions)), actions])
    return -np.mean(logp * advantage)


def finish_episode(model, states, actions):
    p, h = policy_forward(model, states)
    dlogits = -p
    dlogits[np.arange(len(actions)), actions] += 1      # grad that encourages the action taken
    dlogits *= advantage[:, None] / len(actions)
    dh = dlogits @ model['W2'].T * (1 - h ** 2)
    grad = {'W2': h.T @ dlogits, 'b2': dlogits.sum(axis=0),
            'W1': states.T @ dh, 'b1': dh.sum(axis=0)}
    for k in model:
        model[k] -= learning_rate * grad[k]
    return model


# ---- for the test
EXPECTED = "grad is the direction that makes the good actions more likely (ascent of logp times advantage), but it is subtracted: the update has the wrong sign"
KINDS = {"sign of the update", "sign"}
PLACES = ["update", "all", "every", "model", "finish_episode"]
TWO = False
MEND = [("model[k] -= learning_rate * grad[k]", "model[k] += learning_rate * grad[k]")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=episode_loss, step=finish_episode, params=model, x=states, y=actions, rate=learning_rate)
