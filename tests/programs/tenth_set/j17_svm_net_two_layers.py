import numpy as np

# multiclass SVM loss on top of a ReLU layer. loss at the start is about C-1, so forward should be ok.
# relative errors of my gradient check: b2 1e-9, everything else bad


def svm_loss(scores, y, delta=1.0):
    n = scores.shape[0]
    correct = scores[np.arange(n), y].reshape(n, 1)
    margins = np.maximum(0, scores - correct + delta)
    margins[np.arange(n), y] = 0
    loss = margins.sum() / n
    dscores = (margins > 0).astype(float)
    dscores[np.arange(n), y] = -dscores.sum(axis=1)
    return loss, dscores / n


def init_two_layer_model(input_size, hidden_size, output_size, std=0.8):
    np.random.seed(77)
    model = {}
    model['W1'] = std * np.random.randn(input_size, hidden_size)
    model['b1'] = 0.1 * np.random.randn(hidden_size)
    model['W2'] = std * np.random.randn(hidden_size, output_size)
    model['b2'] = np.zeros(output_size)
    return model


def two_layer_net(X, model, y=None, reg=0.1):
    W1, b1, W2, b2 = model['W1'], model['b1'], model['W2'], model['b2']
    N, D = X.shape

    hidden = np.maximum(0, X.dot(W1) + b1)
    scores = hidden.dot(W2) + b2
    if y is None:
        return scores

    data_loss, dscores = svm_loss(scores, y)
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    loss = data_loss + reg_loss

    grads = {}
    grads['W2'] = np.dot(hidden.T, dscores) + reg * W2
    grads['b2'] = np.sum(dscores, axis=0)
    dhidden = np.dot(dscores, W2.T)
    dhidden[dhidden <= 0] = 0
    grads['W1'] = np.dot(X.T, dhidden) + 2 * reg * W1
    grads['b1'] = np.sum(dhidden, axis=0)
    return loss, grads


model = init_two_layer_model(4, 6, 3)
X = np.random.randn(8, 4)
y = np.array([0, 1, 2, 2, 1, 0, 1, 2])


# ---- for the test
EXPECTED = "the ReLU mask is taken from dhidden itself (dhidden <= 0) instead of from hidden; and the penalty reg * sum(W2**2) needs 2 * reg * W2 in W2's gradient"
KINDS = {"wrong argument", "derivative of the error", "wrong derivative"}
KINDS_2 = {"penalty scale"}
PLACES = ["dhidden", "W1", "b1", "W2"]
TWO = True
MEND = [("dhidden[dhidden <= 0] = 0", "dhidden[hidden <= 0] = 0"), ("dscores) + reg * W2", "dscores) + 2 * reg * W2")]
OFF = {"W1", "b1", "W2"}


def hand_over():
    return dict(loss_and_grads=lambda model, X, y: two_layer_net(X, model, y), params=model, x=X, y=y)


def proof():
    return (lambda a: two_layer_net(X, a, y)[0]), (lambda a: two_layer_net(X, a, y)[1]), {k: v.copy() for k, v in model.items()}
