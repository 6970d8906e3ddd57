"""Port of a small torch model to numpy, the weights come from a state_dict (so weight is (out_features, in_features)).

    model = nn.Sequential(fc1, ReLU, fc2, ReLU, fc3)
    loss = F.cross_entropy(model(x), y) + wd / 2 * sum of the squared weights
"""
import numpy as np

WD = 0.05


def fake_state_dict(seed=0):
    # same names and shapes as model.state_dict()
    rng = np.random.default_rng(seed)
    sd = {}
    for name, n_in, n_out in (("fc1", 3, 4), ("fc2", 4, 4), ("fc3", 4, 3)):
        k = 1 / np.sqrt(n_in)
        sd[f"{name}.weight"] = rng.uniform(-k, k, size=(n_out, n_in)) * 1.5
        sd[f"{name}.bias"] = rng.uniform(-k, k, size=n_out)
    return sd


def linear(x, sd, name):
    return x @ sd[f"{name}.weight"].T + sd[f"{name}.bias"]


def forward(sd, x):
    z1 = linear(x, sd, "fc1")
    h1 = np.maximum(z1, 0)
    z2 = linear(h1, sd, "fc2")
    h2 = np.maximum(z2, 0)
    logits = linear(h2, sd, "fc3")
    return logits, (x, z1, h1, z2, h2)


def log_softmax(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def criterion(sd, x, y):
    logits, _ = forward(sd, x)
    nll = -log_softmax(logits)[np.arange(len(y)), y].mean()
    l2 = sum((p**2).sum() for name, p in sd.items() if name.endswith("weight"))
    return nll + WD / 2 * l2


def backward(sd, x, y):
    logits, (x, z1, h1, z2, h2) = forward(sd, x)
    grad = {}
    d = np.exp(log_softmax(logits))
    d[np.arange(len(y)), y] -= 1
    d /= len(y)

    grad["fc3.weight"] = d.T @ h2
    grad["fc3.bias"] = d.sum(axis=0)
    d = d @ sd["fc3.weight"]
    d = d * (z2 > 0)

    grad["fc2.weight"] = d.T @ h1 + WD * sd["fc2.weight"]
    grad["fc2.bias"] = d.sum(axis=0)
    d = d @ sd["fc2.weight"].T
    d = d * (z1 > 0)

    grad["fc1.weight"] = d.T @ x + WD * sd["fc1.weight"]
    grad["fc1.bias"] = d.sum(axis=0)
    return grad


def sgd_step(sd, x, y, lr=0.1):
    grad = backward(sd, x, y)
    return {name: p - lr * grad[name] for name, p in sd.items()}


rng = np.random.default_rng(23)
x = rng.normal(size=(12, 3)).round(2)
y = np.argmax(x + 0.3 * rng.normal(size=x.shape), axis=1)
state_dict = fake_state_dict()

if __name__ == "__main__":
    for epoch in range(300):
        state_dict = sgd_step(state_dict, x, y)
    print(criterion(state_dict, x, y))


# ---- for the test
EXPECTED = "the error goes back through fc2 transposed once too often (d @ W.T with weights (out, in), the square shape hides it); and the penalty's gradient is missing for fc3.weight"
KINDS = {"transposed"}
KINDS_2 = {"penalty missing"}
PLACES = ["fc1.weight", "fc1.bias", "fc2.weight", "fc3.weight", "fc1", "fc3"]
TWO = True
MEND = [('d = d @ sd["fc2.weight"].T\n', 'd = d @ sd["fc2.weight"]\n'), ('grad["fc3.weight"] = d.T @ h2\n', 'grad["fc3.weight"] = d.T @ h2 + WD * sd["fc3.weight"]\n')]
OFF = {"fc1.weight", "fc1.bias", "fc3.weight"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=criterion, grads=backward, params=state_dict, x=x, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return lambda a: criterion(a, x, y), lambda a: backward(a, x, y), {k: v.copy() for k, v in state_dict.items()}
