"""The same training, written the way each library wants it; every function returns all losses.

A contestant is a function of a Task that returns a function without arguments. One whose library is not
installed raises ImportError, one that cannot do the task ValueError; both are named above the table.
"""

import warnings
from itertools import islice, repeat

import numpy as np

from backprop_course.nn.training import fit, train


def the_fit(task):
    """Ours, the short form."""
    return lambda: fit(task.model, task.x, task.y, task.rate, steps=task.steps, params=task.params).losses


def the_train(task):
    """Ours, every step handed to the caller."""

    def run():
        steps = train(task.model, task.params, repeat((task.x, task.y)), task.rate)
        return [step.loss for step in islice(steps, task.steps + 1)]

    return run


def pytorch(task):
    """A Sequential of Linear layers, its loss module, and torch.optim.SGD."""
    import torch

    torch.set_num_threads(1)
    kinds = {"tanh": torch.nn.Tanh, "relu": torch.nn.ReLU}
    x, y = torch.from_numpy(task.x), torch.from_numpy(task.y)
    judge, y = _pytorch_loss(torch, task, y)

    def network():
        layers = []
        for own in task.params:
            if own:
                layers.append(torch.nn.Linear(*own[0].shape, dtype=torch.float64))
                layers[-1].weight.data.copy_(torch.from_numpy(own[0].T))
                layers[-1].bias.data.copy_(torch.from_numpy(own[1][0]))
            else:
                layers.append(kinds[task.activation]())
        return torch.nn.Sequential(*layers)

    def run():
        net, losses = network(), []
        descent = torch.optim.SGD(net.parameters(), lr=task.rate)
        for _ in range(task.steps + 1):
            descent.zero_grad()
            loss = judge(net(x), y)
            loss.backward()
            descent.step()
            losses.append(loss.detach())
        return torch.stack(losses).numpy()

    return run


def _pytorch_loss(torch, task, y):
    if task.model.loss.name == "logistic loss":
        return torch.nn.BCEWithLogitsLoss(), y
    if task.model.loss.name == "softmax cross-entropy":
        return torch.nn.CrossEntropyLoss(), y.argmax(dim=1)
    return lambda z, y: ((z - y) ** 2).sum() / (2 * len(y)), y


def _jax_loss(task):
    """The loss as a function of (params, x, y), and jax itself in float64."""
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    activation = {"tanh": jnp.tanh, "relu": lambda x: jnp.maximum(x, 0)}[task.activation]
    judge = {
        "logistic loss": lambda z, y: jnp.logaddexp(z, 0) - y * z,
        "softmax cross-entropy": lambda z, y: -y * jax.nn.log_softmax(z),
        "squared error": lambda z, y: (z - y) ** 2 / 2,
    }[task.model.loss.name]

    def loss(params, x, y):
        for own in params:
            x = x @ own[0] + own[1] if own else activation(x)
        return judge(x, y).sum() / len(x)

    return jax, loss


def jax_step(task, fresh=False):
    """One compiled step, called in a loop of Python."""
    jax, loss = _jax_loss(task)

    def step(params, x, y):
        value, grads = jax.value_and_grad(loss)(params, x, y)
        return value, jax.tree.map(lambda p, dp: p - task.rate * dp, params, grads)

    compiled = jax.jit(step)

    def run():
        if fresh:
            jax.clear_caches()
        params, losses = task.params, []
        for _ in range(task.steps + 1):
            value, params = compiled(params, task.x, task.y)
            losses.append(value)
        return np.array(jax.block_until_ready(losses))

    return run


def jax_scan(task, fresh=False):
    """The whole training compiled, as a scan."""
    jax, loss = _jax_loss(task)

    @jax.jit
    def training(params, x, y):
        def step(params, _):
            value, grads = jax.value_and_grad(loss)(params, x, y)
            return jax.tree.map(lambda p, dp: p - task.rate * dp, params, grads), value

        return jax.lax.scan(step, params, None, length=task.steps + 1)[1]

    def run():
        if fresh:
            jax.clear_caches()
        return np.asarray(training(task.params, task.x, task.y))

    return run


def scikit_learn(task):
    """MLPClassifier or MLPRegressor with solver sgd, from our first weights."""
    from sklearn import neural_network

    squares = task.model.loss.name == "squared error"
    base = neural_network.MLPRegressor if squares else neural_network.MLPClassifier
    dense = [own for own in task.params if own]

    class Ours(base):
        def _init_coef(self, fan_in, fan_out, dtype):
            W, b = dense[self.used]
            self.used += 1
            return W.copy(), b[0].copy()

    hidden = tuple(own[0].shape[1] for own in dense[:-1])
    y = task.y if squares and task.y.shape[1] > 1 else task.y[:, 0]
    if task.model.loss.name == "softmax cross-entropy":
        y = task.y.argmax(axis=1)
        if len(np.unique(y)) < task.y.shape[1]:
            raise ValueError("it does not learn classes that it has not seen")

    def run():
        net = Ours(
            hidden_layer_sizes=hidden, activation=task.activation, solver="sgd", alpha=0, batch_size=len(y),
            learning_rate_init=task.rate, max_iter=task.steps + 1, n_iter_no_change=task.steps + 2, tol=0,
            shuffle=False, momentum=0, nesterovs_momentum=False,
        )  # fmt: skip
        net.used = 0
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it has not converged: it was not asked to
            net.fit(task.x, y)
        return np.array(net.loss_curve_) * (task.y.shape[1] if squares else 1)

    return run


def micrograd(task):
    """Scalar by scalar; its package knows ReLU and powers, no tanh and no logarithm."""
    from micrograd.nn import MLP

    if not task.name.startswith("XOR") or task.activation != "relu":
        raise ValueError("it is measured on XOR with ReLU and squared error")
    dense = [own for own in task.params if own]

    def run():
        net, losses = MLP(2, [own[0].shape[1] for own in dense]), []
        for layer, (W, b) in zip(net.layers, dense, strict=True):
            for neuron, weights, bias in zip(layer.neurons, W.T, b[0], strict=True):
                neuron.b.data = bias.item()
                for w, value in zip(neuron.w, weights, strict=True):
                    w.data = value.item()
        for _ in range(task.steps + 1):
            loss = sum(
                (net(row) - y[0]) ** 2 for row, y in zip(task.x.tolist(), task.y.tolist(), strict=True)
            )
            loss = loss * (1 / (2 * len(task.x)))
            net.zero_grad()
            loss.backward()
            for p in net.parameters():
                p.data -= task.rate * p.grad
            losses.append(loss.data)
        return losses

    return run


def products(task):
    """The limit: the matrix products of forward and backward, into arrays that are there already."""
    weights = [own[0] for own in task.params if own]
    xs = [task.x, *(np.empty((len(task.x), W.shape[1])) for W in weights)]
    dxs, dWs = [np.ones_like(x) for x in xs], [np.empty_like(W) for W in weights]
    layers = range(len(weights))

    def run():
        for _ in range(task.steps + 1):
            for i in layers:
                np.matmul(xs[i], weights[i], out=xs[i + 1])
            for i in reversed(layers):
                np.matmul(xs[i].T, dxs[i + 1], out=dWs[i])
                if i:
                    np.matmul(dxs[i + 1], weights[i].T, out=dxs[i])

    return run


def _those_who_can(makers, *arguments):
    """Runs by name, and words about who is missing."""
    runs, absent = {}, []
    for name, make in makers.items():
        try:
            runs[name] = make(*arguments)
        except ImportError:
            absent.append(f"{name} (not installed)")
        except ValueError as reason:
            absent.append(f"{name} ({reason})")
    return runs, absent


def single(task):
    """Who trains one network: runs by name, words about who is missing, and the limit."""
    makers = {
        "`fit`": the_fit,
        "`train`": the_train,
        "PyTorch eager": pytorch,
        "JAX step, warm": jax_step,
        "JAX scan, warm": jax_scan,
        "scikit-learn": scikit_learn,
        "micrograd": micrograd,
    }
    return *_those_who_can(makers, task), {"matrix products alone": products(task)}


def elementwise(name, numbers):
    """One function of NumPy and, where it is installed, the same of PyTorch, into an array that is there."""
    ours, into = getattr(np, name), np.empty_like(numbers)
    cases = {"NumPy": lambda: ours(numbers, out=into)}
    try:
        import torch
    except ImportError:
        return cases
    torch.set_num_threads(1)
    theirs, given, there = getattr(torch, name), torch.from_numpy(numbers), torch.from_numpy(into.copy())
    return cases | {"PyTorch": lambda: theirs(given, out=there)}


def first_calls(task):
    """Runs by name that compile anew each time; empty without JAX."""
    makers = {"JAX step, first call": jax_step, "JAX scan, first call": jax_scan}
    return _those_who_can(makers, task, True)[0]


# -- many learning rates at once, in one float type --


def many_fit(task, rates, dtype):
    """Ours: the runs axis."""
    x, y = task.x.astype(dtype), task.y.astype(dtype)
    return lambda: fit(task.model, x, y, rates, steps=task.steps, params=task.params).losses


def many_pytorch(task, rates, dtype):
    """Stacked parameters, one gradient by autograd, and each run's own rate."""
    import torch

    torch.set_num_threads(1)
    kind = getattr(torch, dtype)
    x, y = (torch.from_numpy(array).to(kind) for array in (task.x, task.y))
    rates, runs = torch.from_numpy(rates).to(kind).reshape(-1, 1, 1), len(rates)

    def run():
        params = [
            [torch.from_numpy(p).to(kind).repeat(runs, 1, 1).requires_grad_() for p in own]
            for own in task.params
        ]
        leaves, losses = sum(params, []), []
        targets = y.expand(runs, *y.shape)
        for _ in range(task.steps + 1):
            h = x.expand(runs, *x.shape)
            for own in params:
                h = torch.baddbmm(own[1], h, own[0]) if own else torch.tanh(h)
            loss = torch.nn.functional.binary_cross_entropy_with_logits(h, targets, reduction="none")
            loss = loss.mean(dim=(1, 2))
            grads = torch.autograd.grad(loss.sum(), leaves)
            with torch.no_grad():
                for p, dp in zip(leaves, grads, strict=True):
                    p -= rates * dp
            losses.append(loss.detach())
        return torch.stack(losses).numpy()

    return run


def many_jax(task, rates, dtype, fresh=False):
    """The compiled training, vmapped over the rates."""
    jax, loss = _jax_loss(task)
    params = [[p.astype(dtype) for p in own] for own in task.params]
    x, y, rates = task.x.astype(dtype), task.y.astype(dtype), rates.astype(dtype)

    def training(rate, params, x, y):
        def step(params, _):
            value, grads = jax.value_and_grad(loss)(params, x, y)
            return jax.tree.map(lambda p, dp: p - rate * dp, params, grads), value

        return jax.lax.scan(step, params, None, length=task.steps + 1)[1]

    stacked = jax.jit(jax.vmap(training, in_axes=(0, None, None, None), out_axes=1))

    def run():
        if fresh:
            jax.clear_caches()
        return np.asarray(stacked(rates, params, x, y))

    return run


def many(task, rates, dtype):
    """Who trains many rates at once: runs by name, and words about who is missing."""
    makers = {"`fit`": many_fit, "PyTorch eager": many_pytorch, "JAX scan, warm": many_jax}
    return _those_who_can(makers, task, rates, dtype)


def many_first_calls(task, rates, dtype):
    """Runs by name that compile anew each time; empty without JAX."""
    return _those_who_can({"JAX scan, first call": many_jax}, task, rates, dtype, True)[0]
