"""
black or white text on a coloured button?
tiny 3-3-1 net, one colour at a time. Started from a blog post where they did it in JS
"""
import numpy as np

rng = np.random.default_rng(12)

colors = rng.random((80, 3))                       # r, g, b in 0..1
lum = colors @ np.array([0.299, 0.587, 0.114])
labels = (lum > 0.5).astype(float)                 # 1 -> black text

N_HIDDEN = 3
W1 = rng.normal(0, 0.8, (N_HIDDEN, 3))
b1 = np.zeros(N_HIDDEN)
w2 = rng.normal(0, 0.8, N_HIDDEN)
b2 = 0.0

lr = 0.3
EPOCHS = 150

for epoch in range(EPOCHS):
    total = 0.0
    right = 0
    for rgb, t in zip(colors, labels):
        rgb = rgb - 0.5

        h = 1.0 / (1.0 + np.exp(-(W1 @ rgb + b1)))
        o = 1.0 / (1.0 + np.exp(-(w2 @ h + b2)))

        total += 0.5 * (o - t) ** 2
        right += int((o > 0.5) == (t > 0.5))

        # backprop
        d_o = (o - t) * o * (1 - o)
        d_h = d_o * w2 * h * (1 - h)

        w2 = w2 - lr * d_o * h
        b2 = b2 - lr * d_o
        W1 = W1 - lr * np.outer(rgb, d_h)
        b1 = b1 - lr * d_h

    if epoch % 15 == 0:
        print(f"{epoch:4d}  loss {total:.4f}  correct {right}/{len(colors)}")

for name, c in [("navy", (0, 0, .5)), ("yellow", (1, 1, 0)), ("pink", (1, .75, .8)), ("brown", (.6, .16, .16))]:
    h = 1.0 / (1.0 + np.exp(-(W1 @ (np.array(c) - 0.5) + b1)))
    o = 1.0 / (1.0 + np.exp(-(w2 @ h + b2)))
    print(name, "-> black" if o > 0.5 else "-> white", round(float(o), 3))
