# Word embeddings, week 4: continuous bag of words (my notebook, exported)
import numpy as np

corpus = "i am happy because i am learning and learning makes me happy".split()
C = 2

# In[2]:
words = sorted(set(corpus))
word2Ind = {w: i for i, w in enumerate(words)}
V = len(words)
N = 3


def get_batch(data, word2Ind, V, C):
    x, y = [], []
    for i in range(C, len(data) - C):
        xi, yi = np.zeros(V), np.zeros(V)
        context = data[i - C : i] + data[i + 1 : i + C + 1]
        for w in context:
            xi[word2Ind[w]] += 1 / len(context)
        yi[word2Ind[data[i]]] = 1
        x.append(xi)
        y.append(yi)
    return np.array(x).T, np.array(y).T


# In[3]:
def initialize_model(N, V, random_seed=1):
    np.random.seed(random_seed)
    W1 = np.random.rand(N, V) - 0.3
    W2 = np.random.rand(V, N)
    b1 = np.random.rand(N, 1) - 0.2
    b2 = np.random.rand(V, 1)
    return W1, W2, b1, b2


def softmax(z):
    e = np.exp(z - np.max(z, axis=0))
    return e / np.sum(e, axis=0)


def forward_prop(x, W1, W2, b1, b2):
    h = np.dot(W1, x) + b1
    h = np.maximum(0, h)
    z = np.dot(W2, h) + b2
    return z, h


def compute_cost(y, yhat, batch_size):
    return -np.sum(np.log(yhat) * y) / batch_size


# In[4]:
def back_prop(x, yhat, y, h, W1, W2, b1, b2, batch_size):
    l1 = np.dot(W2.T, yhat - y)
    l1 = np.maximum(0, l1)
    grad_W1 = (1 / batch_size) * np.dot(l1, x.T)
    grad_W2 = (1 / batch_size) * np.dot(yhat - y, h.T)
    grad_b1 = np.sum((1 / batch_size) * np.dot(l1, x.T), axis=1, keepdims=True)
    grad_b2 = np.sum((1 / batch_size) * np.dot(yhat - y, h.T), axis=1, keepdims=True)
    return grad_W1, grad_W2, grad_b1, grad_b2


# In[5]:
x, y = get_batch(corpus, word2Ind, V, C)
W1, W2, b1, b2 = initialize_model(N, V)


def cost(W1, W2, b1, b2, x, y):
    z, h = forward_prop(x, W1, W2, b1, b2)
    return compute_cost(y, softmax(z), x.shape[1])


def grads(W1, W2, b1, b2, x, y):
    z, h = forward_prop(x, W1, W2, b1, b2)
    return back_prop(x, softmax(z), y, h, W1, W2, b1, b2, x.shape[1])


# ---- for the test
EXPECTED = "relu is applied to the error that comes back, l1 = max(0, W2.T (yhat - y)), in place of the mask h > 0; and grad_b2 is the sum of the rows of grad_W2 and not of yhat - y (for b1 the same is right by luck: the columns of x sum to one)"
KINDS = {"maximum's mask missing", "wrong derivative", "wrong activation", "derivative missing"}
KINDS_2 = {"bias from the weight gradient"}
PLACES = ["W1", "b1", "b2", "grad_W1", "grad_b1", "grad_b2", "l1"]
TWO = True
MEND = [
    ("    l1 = np.maximum(0, l1)\n", "    l1 = l1 * (h > 0)\n"),
    ("np.sum((1 / batch_size) * np.dot(l1, x.T), axis", "np.sum((1 / batch_size) * l1, axis"),
    ("np.sum((1 / batch_size) * np.dot(yhat - y, h.T), axis", "np.sum((1 / batch_size) * (yhat - y), axis"),
]
OFF = {"W1", "b1", "b2"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=cost, grads=grads, params=(W1, W2, b1, b2), x=x, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    names = ("W1", "W2", "b1", "b2")

    def claim(a):
        return dict(zip(names, grads(*[a[n] for n in names], x, y)))

    return lambda a: cost(*[a[n] for n in names], x, y), claim, dict(W1=W1.copy(), W2=W2.copy(), b1=b1.copy(), b2=b2.copy())
