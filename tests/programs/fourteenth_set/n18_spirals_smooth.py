# following the "minimal neural network case study" (toy spirals), but with label smoothing
import numpy as np
np.random.seed(0)

N, D, K = 9, 2, 3        # points per class, dimensions, classes
X = np.zeros((N*K, D)); y = np.zeros(N*K, dtype='uint8')
for j in range(K):
  ix = range(N*j, N*(j+1))
  r = np.linspace(0.1, 1, N)
  t = np.linspace(j*4, (j+1)*4, N) + np.random.randn(N)*0.2
  X[ix] = np.c_[r*np.sin(t), r*np.cos(t)]
  y[ix] = j

h = 16                   # size of hidden layer
W = 0.5 * np.random.randn(D, h)
b = 0.1 * np.random.randn(1, h)
W2 = 0.5 * np.random.randn(h, K)
b2 = np.zeros((1, K))

step_size = 0.8
reg = 1e-3               # regularization strength
smooth = 0.15            # label smoothing

def forward(X, W, b, W2, b2):
  hidden = np.maximum(0, X.dot(W) + b)
  scores = hidden.dot(W2) + b2
  exp_scores = np.exp(scores)
  return hidden, exp_scores / exp_scores.sum(axis=1, keepdims=True)

def compute_loss(X, y, W, b, W2, b2):
  n = X.shape[0]
  _, probs = forward(X, W, b, W2, b2)
  # smoothed targets: 1 - smooth on the right class, the rest shared by all classes
  q = np.full((n, K), smooth/K)
  q[range(n), y] += 1 - smooth
  data_loss = -np.sum(q*np.log(probs)) / n
  return data_loss + 0.5*reg*np.sum(W*W) + 0.5*reg*np.sum(W2*W2)

def compute_grads(X, y, W, b, W2, b2):
  n = X.shape[0]
  hidden, probs = forward(X, W, b, W2, b2)
  dscores = probs.copy()
  dscores[range(n), y] -= 1
  dscores /= n
  # backprop into W2, b2, the hidden layer, W, b
  dW2 = hidden.T.dot(dscores)
  db2 = np.sum(dscores, axis=0, keepdims=True)
  dhidden = dscores.dot(W2.T)
  dhidden[hidden <= 0] = 0
  dW = X.T.dot(dhidden)
  db = np.sum(dhidden, axis=0, keepdims=True)
  dW2 += reg*W2
  dW += reg*W
  return dW, db, dW2, db2

if __name__ == '__main__':
  for i in range(1000):
    if i % 100 == 0:
      print("iteration %d: loss %f" % (i, compute_loss(X, y, W, b, W2, b2)))
    dW, db, dW2, db2 = compute_grads(X, y, W, b, W2, b2)
    W += -step_size * dW
    b += -step_size * db
    W2 += -step_size * dW2
    b2 += -step_size * db2
  print('training accuracy: %.2f' % np.mean(forward(X, W, b, W2, b2)[1].argmax(axis=1) == y))

# ---- for the test
EXPECTED = "The loss uses smoothed labels q, but compute_grads subtracts the hard one-hot labels from probs in dscores (not q)."
KINDS = {"wrong labels", "label smoothing missing in the gradient", "wrong error", "wrong loss", "wrong target"}
PLACES = ["dscores", "compute_grads", "compute_loss", "smooth", "q", "y", "probs"]
TWO = False
MEND = [("  dscores[range(n), y] -= 1\n", "  dscores -= smooth/K\n  dscores[range(n), y] -= 1 - smooth\n")]
OFF = {"W", "b", "W2"}   # the classes are balanced: b2 comes out right


def hand_over():
    return dict(params=[W, b, W2, b2], loss=compute_loss, grads=compute_grads, x=X, y=y, rate=step_size)


def proof():
    names = ("W", "b", "W2", "b2")
    return (lambda p: compute_loss(X, y, **p), lambda p: dict(zip(names, compute_grads(X, y, **p))),
            {"W": W.copy(), "b": b.copy(), "W2": W2.copy(), "b2": b2.copy()})
