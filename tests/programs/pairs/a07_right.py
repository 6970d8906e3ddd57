# REINFORCE with a state baseline on a windy 4x4 grid
import numpy as np

MOVES = [(-1, 0), (0, 1), (1, 0), (0, -1)]
ARROWS = "^>v<"


def grid_world(size=4, goal=(3, 3), pits=((1, 1), (2, 3)), slip=0.1):
    """returns (number of states, reset, step) sharing this scope"""
    def number(r, c):
        return r * size + c

    def reset():
        return number(0, 0)

    def step(s, a, rng):
        if rng.random() < slip:
            a = rng.integers(4)
        r, c = divmod(s, size)
        dr, dc = MOVES[a]
        r = min(max(r + dr, 0), size - 1)
        c = min(max(c + dc, 0), size - 1)
        if (r, c) == goal:
            return number(r, c), 10.0, True
        if (r, c) in pits:
            return number(r, c), -10.0, True
        return number(r, c), -0.5, False

    return size * size, reset, step


def softmax(z):
    e = np.exp(z - z.max())
    return e / e.sum()


def rollout(theta, reset, step, rng, horizon):
    path, s = [], reset()
    for _ in range(horizon):
        a = rng.choice(4, p=softmax(theta[s]))
        s2, r, done = step(s, a, rng)
        path.append((s, a, r))
        s = s2
        if done:
            break
    return path


def returns(rewards, gamma):
    out, g = [], 0.0
    for r in rewards[::-1]:
        g = r + gamma * g
        out.append(g)
    return out[::-1]


def policy_gradient(theta, path, G, baseline, gamma):
    grad = np.zeros_like(theta)
    discount = 1.0
    for (s, a, _), g in zip(path, G):
        advantage = g - baseline[s]
        score = -softmax(theta[s])
        score[a] += 1.0
        grad[s] += discount * advantage * score
        discount *= gamma
    return grad


def train(episodes=1500, alpha=0.05, gamma=0.95, horizon=40, seed=5):
    rng = np.random.default_rng(seed)
    nS, reset, step = grid_world()
    theta = np.zeros((nS, 4))
    baseline = np.zeros(nS)
    recent = []
    for ep in range(1, episodes + 1):
        path = rollout(theta, reset, step, rng, horizon)
        G = returns([r for _, _, r in path], gamma)
        theta += alpha * policy_gradient(theta, path, G, baseline, gamma)
        # the baseline learns only afterwards
        for (s, _, _), g in zip(path, G):
            baseline[s] += 0.05 * (g - baseline[s])
        recent.append(sum(r for _, _, r in path))
        if ep % 250 == 0:
            print(f"episode {ep:5d}   mean reward {np.mean(recent[-250:]):7.3f}   "
                  f"length of last {len(path)}")
    return theta


if __name__ == "__main__":
    theta = train()
    for r in range(4):
        row = ""
        for c in range(4):
            if (r, c) == (3, 3):
                row += "G"
            elif (r, c) in ((1, 1), (2, 3)):
                row += "x"
            else:
                row += ARROWS[int(theta[r * 4 + c].argmax())]
        print(row)
