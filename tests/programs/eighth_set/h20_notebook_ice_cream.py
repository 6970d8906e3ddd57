# In[1]:
import io
import numpy as np

# In[2]:
csv = io.StringIO("""temp,sales
11.9,185
14.2,215
15.2,332
16.4,325
17.2,408
18.1,421
18.5,406
19.4,412
22.1,522
22.6,445
23.4,544
25.1,614
""")
data = np.genfromtxt(csv, delimiter=",", skip_header=1)
data.shape

# In[3]: normalise, gradient descent does not like big numbers
data = (data - data.mean(axis=0)) / data.std(axis=0)
temp = data[:, :1]  # X has to be a column
sales = data[:, 1]

# In[4]: we fit a parabola: sales = w0 + w1 * temp + w2 * temp^2
np.random.seed(0)
w0, w1, w2 = np.random.normal(0, 0.5, size=3)


# In[5]:
def predict(w0, w1, w2, x):
    return w0 + w1 * x + w2 * x**2


def mse(w0, w1, w2, x, y):
    y_hat = predict(w0, w1, w2, x)
    return np.mean((y_hat - y) ** 2)


# In[6]: the partial derivatives, on paper first :)
def gradients(w0, w1, w2, x, y):
    error = predict(w0, w1, w2, x) - y
    d_w0 = 2 * np.mean(error)
    d_w1 = 2 * np.mean(error * x)
    d_w2 = 2 * np.mean(error * x**2)
    return d_w0, d_w1, d_w2


# In[7]:
def gradient_descent(w0, w1, w2, x, y, lr=0.05, epochs=300):
    history = []
    for epoch in range(epochs):
        d_w0, d_w1, d_w2 = gradients(w0, w1, w2, x, y)
        w0 = w0 - lr * d_w0
        w1 = w1 - lr * d_w1
        w2 = w2 - lr * d_w2
        history.append(mse(w0, w1, w2, x, y))
    return (w0, w1, w2), history


# In[8]: the loss stays at about 1?? and the curve is flat
if __name__ == "__main__":
    best, history = gradient_descent(w0, w1, w2, temp, sales)
    print(best, history[::50])


# ---- for the test
EXPECTED = "temp is a column (12, 1), sales is (12,): predict(...) - y is broadcast to (12, 12), every prediction is compared with every target, in the loss and in the gradients"
KINDS = {"broadcast", "broadcasting", "rows mix", "shape"}
PLACES = ["error", "y_hat", "y", "sales", "mse", "loss", "w1", "w2", "d_w1", "d_w2"]
TWO = False
MEND = [("sales = data[:, 1]\n", "sales = data[:, 1:]\n")]
OFF = {"w1", "w2"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=mse, grads=gradients, params=(w0, w1, w2), x=temp, y=sales)


def proof():
    """The loss that is meant (each row with its own target) and the program's claim."""
    names = ("w0", "w1", "w2")

    def loss(a):
        return np.mean((predict(*[a[k] for k in names], temp.ravel()) - sales.ravel()) ** 2)

    def claim(a):
        return {k: np.array(v) for k, v in zip(names, gradients(*[a[k] for k in names], temp, sales))}

    return loss, claim, dict(w0=np.array(w0), w1=np.array(w1), w2=np.array(w2))
