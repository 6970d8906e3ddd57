# Q-learning with a tiny network and replay: walk along a corridor with a
# small reward at the left end and a big one at the right end.
import random
from collections import deque
import numpy as np

random.seed(12)
np.random.seed(12)

N = 9                    # cells
GAMMA = 0.9
LR = 0.5
EPS = 1.0
HIDDEN = 20

W1 = np.random.randn(N, HIDDEN) * 0.3
B1 = np.zeros(HIDDEN)
W2 = np.random.randn(HIDDEN, 2) * 0.3
B2 = np.zeros(2)
target_net = None
memory = deque(maxlen=500)


def encode(cells):
    return np.eye(N)[cells]


def qvalues(x, net=None):
    w1, b1, w2, b2 = net if net is not None else (W1, B1, W2, B2)
    h = np.tanh(x @ w1 + b1)
    return h @ w2 + b2, h


def sync():
    global target_net
    target_net = tuple(a.copy() for a in (W1, B1, W2, B2))


def move(cell, action):
    cell += 1 if action == 1 else -1
    if cell == 0:
        return cell, 0.2, True
    if cell == N - 1:
        return cell, 1.0, True
    return cell, 0.0, False


def act(cell):
    if random.random() < EPS:
        return random.randrange(2)
    return int(np.argmax(qvalues(encode(cell))[0]))


def learn(batch):
    """one step on the Huber loss of the TD error, averaged over the batch"""
    global W1, B1, W2, B2
    s, a, r, s2, done = map(np.array, zip(*batch))
    nxt = qvalues(encode(s2), target_net)[0].max(axis=1)
    target = r + GAMMA * nxt * (1 - done)

    x = encode(s)
    q, h = qvalues(x)
    rows = np.arange(len(batch))
    td = target - q[rows, a]
    huber = np.where(np.abs(td) < 0.5, 0.5 * td ** 2, 0.5 * (np.abs(td) - 0.25))

    dq = np.zeros_like(q)
    dq[rows, a] = np.clip(td, -0.5, 0.5) / len(batch)
    dh = dq @ W2.T * (1 - h * h)
    W2 += LR * h.T @ dq
    B2 += LR * dq.sum(0)
    W1 += LR * x.T @ dh
    B1 += LR * dh.sum(0)
    return huber.mean()


if __name__ == '__main__':
    sync()
    count = 0
    for episode in range(151):
        cell, loss, total = N // 2 - 1, [], 0
        for t in range(40):
            a = act(cell)
            new, r, done = move(cell, a)
            memory.append((cell, a, r, new, int(done)))
            cell = new
            total += r
            if len(memory) >= 32:
                loss.append(learn(random.sample(memory, 16)))
            count += 1
            if count % 50 == 0:
                sync()
            if done:
                break
        EPS = max(0.05, EPS * 0.98)
        if episode % 25 == 0:
            print('episode %3d  eps %.2f  reward %.1f  steps %2d  loss %.5f'
                  % (episode, EPS, total, t + 1, np.mean(loss) if loss else float('nan')))

    print('cell   left   right')
    for c in range(1, N - 1):
        l, r = qvalues(encode(c))[0]
        print('%4d  %.3f   %.3f   %s' % (c, l, r, '->' if r > l else '<-'))
