import numpy as np

# predict the next value of a wave, truncated BPTT: chunks of 8, state carried over as a constant
wave = np.sin(np.arange(81) * 0.4) * np.cos(np.arange(81) * 0.11)
H, CH = 4, 8

class LSTM:
    def __init__(self, seed=4):
        r = np.random.RandomState(seed)
        self.W = r.randn(1 + H, 4 * H) * 0.4          # rows: x, h    columns: i f o g
        self.b = np.zeros(4 * H); self.b[H:2*H] = 1   # forget gate open
        self.V = r.randn(H) * 0.4
        self.d = np.zeros(1)
        self.reset()
    def reset(self):
        self.state = (np.zeros(H), np.zeros(H))
    def run(self, xs):
        h, c = self.state
        self.tape, out = [], []
        for x in xs:
            u = np.concatenate([[x], h])
            a = u @ self.W + self.b
            s = 1 / (1 + np.exp(-a[:3*H])); i, f, o = s[:H], s[H:2*H], s[2*H:]
            g = np.tanh(a[3*H:])
            c_old, c = c, f * c + i * g
            h = o * np.tanh(c)
            self.tape.append((u, i, f, o, g, c_old, c, h))
            out.append(h @ self.V + self.d[0])
        self.last = (h, c)
        return np.array(out)

    def loss(self, xs, ys):
        self.err = self.run(xs) - ys
        return (self.err**2).mean()

    def backward(self):
        dW, db, dV, dd = map(np.zeros_like, (self.W, self.b, self.V, self.d))
        dh, dc = np.zeros(H), np.zeros(H)
        for e, (u, i, f, o, g, c_old, c, h) in zip(self.err[::-1] * 2 / len(self.err), self.tape[::-1]):
            dV += e * h; dd += e
            dh = dh + e * self.V
            tc = np.tanh(c)
            dc = dc + dh * o * (1 - tc**2)
            da = np.concatenate([dc*g*i*(1-i), dc*c_old*f*(1-f), dh*tc*o*(1-o), dc*i*(1-g**2)])
            dW += np.outer(u, da); db += da
            dh = self.W[1:] @ da
            dc = dc * f
        return dW, db, dV, dd

def train_chunk(net, xs, ys, rate=0.1):
    L = net.loss(xs, ys)
    for p, g in zip((net.W, net.b, net.V, net.d), net.backward()):
        p -= rate * np.clip(g, -1, 1)
    net.state = net.last            # carried on, no gradient through it
    return L

if __name__ == "__main__":
    net = LSTM()
    for ep in range(60):
        net.reset()
        Ls = [train_chunk(net, wave[k:k+CH], wave[k+1:k+CH+1]) for k in range(0, 80, CH)]
    print(np.mean(Ls))

net = LSTM()

# ---- for the test
def hand_over():
    return dict(make=LSTM, params=[net.W, net.b, net.V, net.d], loss=net.loss, grads=net.backward,
                step=lambda xs, ys: train_chunk(net, xs, ys), predict=net.run, x=wave[:CH], y=wave[1:CH+1], rate=0.1)

FORM = "truncated BPTT: step changes the carried hidden state too, so the loss after a step is from another start state; grads() takes no arguments and uses the cache of the last loss; element-wise clipping"
