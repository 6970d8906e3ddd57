"""The engine of `train` and `fit`: `backprop` and a step down, bit for bit, without what nobody reads.

All that is here for speed alone stands in this module: the layers and `backprop` stay as they are derived.
The twin of a layer works in arrays that nobody else holds, writes its gradient straight into the row that the
optimizer reads, and leaves out the derivative by the data. A layer without a twin is called as it is.
"""

import numpy as np

from backprop_course import validate
from backprop_course.nn import layers
from backprop_course.nn.network import windows
from backprop_course.nn.optimizers import gradient_descent


def lent_steps(model, theta, nesting, data, schedule, optimizer):
    """Yield (loss, theta, gradient) at the current parameters, then descend; once for each (x, y) of `data`.

    theta and gradient are rows, (n,) or (runs, n), and lent: theta for two steps, gradient for one. Overflow
    is the caller's to silence.
    """
    _keep_what_is_freed()
    here, there, gradient = theta.copy(), np.empty_like(theta), np.empty_like(theta)
    params, params_there = windows(here, nesting), windows(there, nesting)
    slopes, state = _slopes(model, windows(gradient, nesting)), None
    for number, (x, y) in enumerate(data):
        yield slopes(params, x, y), here, gradient
        # an optimizer may keep what it is handed
        lent = gradient if optimizer is gradient_descent else gradient.copy()
        answer = optimizer(lent, state)
        if number == 0:
            _refuse_answer(answer, theta.shape)
        direction, state = answer
        np.multiply(schedule(number), direction, dtype=theta.dtype, out=there)  # float32 stays
        np.subtract(here, there, out=there)
        here, there, params, params_there = there, here, params_there, params


def _keep_what_is_freed():
    """Make the C library (glibc) keep what is freed from now on, by freeing one large block.

    Without it, every step of a larger network gives its megabytes back to the system, and the next one waits
    for a thousand page faults: a third of its time.
    """
    np.empty(1 << 24, np.uint8)


def _refuse_answer(answer, shape):
    """Refuse what an optimizer returned, unless it is a direction of this shape, and a state."""
    if not isinstance(answer, tuple) or len(answer) != 2 or np.shape(answer[0]) != shape:
        wanted = f"optimizer must return a direction of the gradient's shape {shape}, and its next state"
        raise ValueError(f"{wanted}, but it returned {validate.short(answer)}")


def _slopes(model, grads):
    """The function (params, x, y) -> loss that leaves the gradient in the windows `grads`."""
    forwards, backwards = zip(*_twins(model.network), strict=True)

    def slopes(params, x, y):
        saves = []
        for forward, own in zip(forwards, params, strict=True):
            x, saved = forward(own, x)
            saves.append(saved)
        loss, dx = model.loss(x, y)
        for layer in reversed(range(len(backwards))):
            dx = backwards[layer](params[layer], saves[layer], dx, grads[layer])
        return loss if model.penalty is None else loss + _penalize(model.penalty, params, grads)

    return slopes


def _penalize(penalty, params, grads):
    """The penalty on params; its gradient is added to grads."""
    value, slopes = penalty(sum(params, []))
    for grad, slope in zip(sum(grads, []), slopes, strict=True):
        grad += slope
    return value


# -- twins: forward(params, x) -> y, saved, and backward(params, saved, dy, grads) -> dx, which fills grads --


def _twins(network):
    """Forward and backward of each layer."""
    pairs, fresh = [], False
    for layer in network:
        dense = layer[:2] == (layers.dense_forward, layers.dense_backward)
        if dense:
            pairs.append((_dense, _dense_backward if pairs else _dense_gradient))
        elif fresh and layer[:2] in IN_PLACE:
            pairs.append(IN_PLACE[layer[:2]])
        else:
            pairs.append((layer.forward, _as_it_is(layer)))
        fresh = dense  # what a dense twin returns, nobody else holds: an activation may overwrite it
    return pairs


def _dense(params, x):
    W, b = params
    y = x @ W
    y += b
    return y, x


def _dense_gradient(params, x, dy, grads):
    dW, db = grads
    np.matmul(x.mT, dy, out=dW)
    if dy.ndim == 3 and dy.shape[-1] > 1:  # the same sums in the same order, in a fifth of the time
        np.einsum("rnf->rf", dy, out=db[:, 0])
    else:
        np.add.reduce(dy, axis=-2, keepdims=True, out=db)


def _dense_backward(params, x, dy, grads):
    _dense_gradient(params, x, dy, grads)
    W = params[0]
    return dy * W.mT if W.shape[-1] == 1 else dy @ W.mT


def _tanh(params, x):
    np.tanh(x, out=x)
    return x, x


def _tanh_backward(params, y, dy, grads):
    slope = y * y
    np.subtract(1, slope, out=slope)
    slope *= dy
    return slope


def _relu(params, x):
    np.maximum(x, 0, out=x)
    return x, x


def _relu_backward(params, y, dy, grads):
    return dy * (y > 0)


def _as_it_is(layer):
    def backward(params, saved, dy, grads):
        dx, own = layer.backward(params, saved, dy)
        for window, grad in zip(grads, own, strict=True):
            window[...] = grad.reshape(window.shape)
        return dx

    return backward


IN_PLACE = {layers.tanh[:2]: (_tanh, _tanh_backward), layers.relu[:2]: (_relu, _relu_backward)}
