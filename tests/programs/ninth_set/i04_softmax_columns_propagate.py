# softmax regression, 3 classes, X is (features, m), Y is (3, m) with 0/1
# question: the cost goes down but b never changes, is this normal?
import numpy as np

np.random.seed(3)
m = 8
X = np.random.randn(4, m)
labels = np.array([0, 1, 2, 2, 2, 1, 2, 2])
Y = np.zeros((3, m))
Y[labels, np.arange(m)] = 1

W = np.random.randn(3, X.shape[0]) * 0.5
b = np.random.randn(3, 1) * 0.5
alpha = 0.1


def activate(W, b, X):
    Z = np.dot(W, X) + b
    t = np.exp(Z - np.max(Z, axis=0))
    add = np.sum(t, axis=0)
    return t / add


def propagate(W, b, X, Y):
    m = X.shape[1]
    A = activate(W, b, X)
    cost = -np.sum(np.multiply(Y, np.log(A))) / m

    dZ = A - Y
    dW = np.dot(dZ, X.T) / m
    db = np.sum(dZ) / m
    assert dW.shape == W.shape
    return cost, (dW, db)


def optimize(W, b, X, Y, alpha, num_iterations):
    costs = []
    for i in range(num_iterations):
        cost, (dW, db) = propagate(W, b, X, Y)
        W = W - alpha * dW
        b = b - alpha * db
        costs.append(cost)
    return W, b, costs


def accuracy(W, b):
    return np.mean(np.argmax(activate(W, b, X), axis=0) == labels)


if __name__ == "__main__":
    W, b, costs = optimize(W, b, X, Y, alpha, 200)
    print(costs[::20], b.ravel(), accuracy(W, b))


# ---- for the test
EXPECTED = "db is np.sum(dZ) / m over everything, one number for the three biases (and always zero, as the columns of A and Y both sum to one); a sum over axis 1 is wanted"
KINDS = {"summed over everything", "zero", "broadcast"}
PLACES = ["b", "db", "array 2"]
TWO = False
MEND = [("db = np.sum(dZ) / m", "db = np.sum(dZ, axis=1, keepdims=True) / m")]
OFF = {"b"}


def hand_over():
    return dict(loss_and_grads=propagate, params=(W, b), x=X, y=Y)


def proof():
    def claim(a):
        dW, db = propagate(a["W"], a["b"], X, Y)[1]
        return dict(W=dW, b=np.broadcast_to(db, a["b"].shape))

    return lambda a: propagate(a["W"], a["b"], X, Y)[0], claim, dict(W=W.copy(), b=b.copy())
