import numpy as np

CONFIG = {
    "model": {"sizes": [4, 8, 3], "init_scale": 0.5},
    "train": {"lr": 0.2, "epochs": 10, "weight_decay": 1e-2},
    "seed": 29,
}

def build(config):
    rng = np.random.default_rng(config["seed"])
    s, sc = config["model"]["sizes"], config["model"]["init_scale"]
    return {f"layer{i}.{n}": (sc * rng.normal(size=(a, b)) if n == "weight" else np.zeros(b))
            for i, (a, b) in enumerate(zip(s, s[1:])) for n in ("weight", "bias")}

def compute(state, config, inputs, onehot):
    L = len(config["model"]["sizes"]) - 1
    wd = config["train"]["weight_decay"]
    acts = [inputs]
    for i in range(L):
        z = acts[-1] @ state[f"layer{i}.weight"] + state[f"layer{i}.bias"]
        acts.append(np.tanh(z) if i < L - 1 else z)
    z = acts[-1]
    logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    loss = -(onehot * logp).sum() / len(inputs)
    loss += wd / 2 * sum((v ** 2).sum() for k, v in state.items() if k.endswith("weight"))
    grads, d = {}, (np.exp(logp) - onehot) / len(inputs)
    for i in reversed(range(L)):
        W = state[f"layer{i}.weight"]
        grads[f"layer{i}.weight"] = acts[i].T @ d + wd * W
        grads[f"layer{i}.bias"] = d.sum(axis=0)
        d = (d @ W.T) * (1 - acts[i] ** 2)
    return {"loss": loss, "grads": grads}

def run(state, config, inputs, onehot, epochs=None):
    for _ in range(epochs or config["train"]["epochs"]):
        out = compute(state, config, inputs, onehot)
        for k in state:
            state[k] = state[k] - config["train"]["lr"] * out["grads"][k]
    return state

rng = np.random.default_rng(1)
inputs = rng.normal(size=(18, 4))
onehot = np.eye(3)[rng.integers(0, 3, 18)]
state = run(build(CONFIG), CONFIG, inputs, onehot)
print(compute(state, CONFIG, inputs, onehot)["loss"])

# ---- for the test
def hand_over():
    return dict(loss_and_grads=compute, step=lambda state, config, inputs, onehot: run(state, config, inputs, onehot, 1),
                params=state, x=inputs, y=onehot, rate=CONFIG["train"]["lr"], also=dict(config=CONFIG))

FORM = "config dict drives everything; flat state dict with dotted names; one function returns {'loss':…, 'grads':{…}}"
