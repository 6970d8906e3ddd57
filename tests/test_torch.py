"""A third opinion, where PyTorch is installed: the same layers, losses, first weights and trainings."""

import numpy as np
import pytest
from oracle import BATCH, DICE, LAYERS, LOSSES, point, targets

from backprop_course import data
from backprop_course.check.differences import relative_error
from backprop_course.nn import initializers, layers, losses, models
from backprop_course.nn.network import pack
from backprop_course.nn.optimizers import adagrad, adam, gradient_descent, momentum, nesterov, rmsprop
from backprop_course.nn.training import fit

torch = pytest.importorskip("torch")
F = torch.nn.functional

TWINS = {
    "dense": lambda params, x: F.linear(x, params[0].mT, params[1][0]),
    "identity": lambda params, x: x,
    "sigmoid": lambda params, x: torch.sigmoid(x),
    "tanh": lambda params, x: torch.tanh(x),
    "relu": lambda params, x: F.relu(x),
    "leaky relu": lambda params, x: F.leaky_relu(x, 0.01),
    "leakier relu": lambda params, x: F.leaky_relu(x, 0.3),
    "softplus": lambda params, x: F.softplus(x),
    "batch norm": lambda params, x: F.batch_norm(x, None, None, params[0][0], params[1][0], training=True),
    "dropout": lambda params, x: x * torch.tensor(DICE >= 0.3) / 0.7,
}
LOSS_TWINS = {
    losses.squared_error: lambda z, y: F.mse_loss(z, y, reduction="sum") / 2 / len(z),
    losses.logistic: lambda z, y: F.binary_cross_entropy_with_logits(z, y, reduction="sum") / len(z),
    losses.softmax_cross_entropy: F.cross_entropy,
}


def leaf(array):
    return torch.tensor(array, requires_grad=True)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("name", LAYERS)
def test_layers(name, seed):
    layer, _, n_in = LAYERS[name]
    params, x, dy = point(layer, n_in, seed)
    y, saved = layer.forward(params, x)
    dx, grads = layer.backward(params, saved, dy)
    leaves = [leaf(array) for array in (x, *params)]
    there = TWINS[name](leaves[1:], leaves[0])
    there.backward(torch.tensor(dy))
    assert relative_error(y, there.detach().numpy()) <= 1e-12
    for mine, other in zip([dx, *grads], leaves, strict=True):
        assert relative_error(mine, other.grad.numpy()) <= 1e-12


@pytest.mark.parametrize("scale", [1, 100])
@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.name)
def test_losses(loss, scale):
    rng = np.random.default_rng(0)
    z, y = scale * rng.normal(size=(BATCH, 3)), targets(loss, rng, BATCH, 3)
    there = leaf(z)
    other = LOSS_TWINS[loss](there, torch.tensor(y))
    other.backward()
    value, dz = loss(z, y)
    assert value == pytest.approx(other.item(), rel=1e-13)
    assert relative_error(dz, there.grad.numpy()) <= 1e-12


def test_the_first_weights_of_a_linear_layer():
    n_in, n_out = 50, 400
    theirs = torch.nn.Linear(n_in, n_out, dtype=torch.float64)
    mine = initializers.torch_default(np.random.default_rng(0), n_in, n_out)
    for drawn, other in zip(mine, (theirs.weight, theirs.bias), strict=True):
        other = other.detach().numpy()
        assert drawn.std() == pytest.approx(other.std(), rel=0.1)
        assert np.abs(drawn).max() == pytest.approx(np.abs(other).max(), rel=0.02)


@pytest.mark.parametrize(
    "optimizer, beta", [(gradient_descent, 0.0), (momentum(0.9), 0.9)], ids=["plain", "momentum"]
)
def test_a_whole_training(optimizer, beta):
    x, y = data.moons(100)
    model = models.mlp([2, 8, 1], layers.tanh)
    start = models.start(model, np.random.default_rng(0))
    leaves = [leaf(p) for own in start for p in own]
    descent = torch.optim.SGD(leaves, lr=0.1, momentum=beta)
    for _ in range(200):
        W, b, V, c = leaves
        descent.zero_grad()
        F.binary_cross_entropy_with_logits(
            torch.tanh(torch.tensor(x) @ W + b) @ V + c, torch.tensor(y)
        ).backward()
        descent.step()
    found = fit(model, x, y, 0.1, steps=200, params=start, optimizer=optimizer)
    np.testing.assert_allclose(
        pack(found.params), np.concatenate([w.detach().numpy().ravel() for w in leaves]), rtol=1e-9
    )


OPTIMIZERS = {
    "plain": (gradient_descent, lambda at: torch.optim.SGD(at, lr=0.01)),
    "momentum": (momentum(0.8), lambda at: torch.optim.SGD(at, lr=0.01, momentum=0.8)),
    "nesterov": (nesterov(0.8), lambda at: torch.optim.SGD(at, lr=0.01, momentum=0.8, nesterov=True)),
    "adagrad": (adagrad(), lambda at: torch.optim.Adagrad(at, lr=0.01)),
    "adagrad, large eps": (adagrad(0.1), lambda at: torch.optim.Adagrad(at, lr=0.01, eps=0.1)),
    "rmsprop": (rmsprop(), lambda at: torch.optim.RMSprop(at, lr=0.01, alpha=0.9)),
    "rmsprop, large eps": (rmsprop(0.99, 0.1), lambda at: torch.optim.RMSprop(at, lr=0.01, eps=0.1)),
    "adam": (adam(), lambda at: torch.optim.Adam(at, lr=0.01)),
    "adam, large eps": (
        adam(0.8, 0.99, 0.1),
        lambda at: torch.optim.Adam(at, lr=0.01, betas=(0.8, 0.99), eps=0.1),
    ),
}


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_thousand_steps_of_every_optimizer_in_a_narrow_valley(name):
    optimizer, make = OPTIMIZERS[name]
    noise = np.random.default_rng(0).normal(size=(1000, 2))
    theta, state = np.array([1.0, -1.0]), None
    there = leaf(theta)
    descent = make([there])
    for kick in noise:
        direction, state = optimizer(np.array([1.0, 50.0]) * theta + kick, state)
        theta = theta - 0.01 * direction
        there.grad = torch.tensor([1.0, 50.0]) * there.detach() + torch.tensor(kick)
        descent.step()
        np.testing.assert_allclose(theta, there.detach().numpy(), rtol=0, atol=1e-10)
