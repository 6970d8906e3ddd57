import numpy as np

def poly(x, degree=9):
	return np.column_stack([x**k for k in range(1, degree+1)])

def forward(params, X):
	W1, b1, W2, b2 = params
	H = np.tanh(X @ W1 + b1)
	return H, H @ W2 + b2

def mse(params, X, Y):
	return float(np.mean((forward(params, X)[1] - Y)**2))

def gradients(params, X, Y):
	W1, b1, W2, b2 = params
	H, out = forward(params, X)
	dout = 2*(out - Y)/len(X)
	dH = (dout @ W2.T)*(1 - H*H)
	return [X.T @ dH, dH.sum(0), H.T @ dout, dout.sum(0)]

def train(X, Y, Xval, Yval, hidden=20, lr=0.05, epochs=3000, patience=400):
	rng = np.random.RandomState(4)
	params = [rng.randn(X.shape[1], hidden)*0.5, np.zeros(hidden),
	          rng.randn(hidden, 1)*0.5, np.zeros(1)]
	history = {'loss': [], 'val_loss': []}
	best_val, best_epoch, best_params = np.inf, 0, None
	for epoch in range(epochs):
		for p, g in zip(params, gradients(params, X, Y)):
			p -= lr*g
		history['loss'].append(mse(params, X, Y))
		history['val_loss'].append(mse(params, Xval, Yval))
		if history['val_loss'][-1] < best_val:
			best_val = history['val_loss'][-1]
			best_epoch = epoch
			best_params = list(params)
		elif epoch - best_epoch >= patience:
			print('early stopping at epoch', epoch, '- best was', best_epoch)
			break
	return best_params, history

rng = np.random.RandomState(11)
x = rng.uniform(-1, 1, 60)
y = (np.sin(3*x) + 0.5*rng.randn(60)).reshape(-1, 1)
X = poly(x)
Xtr, Ytr, Xva, Yva = X[:15], y[:15], X[15:], y[15:]
mean, std = Xtr.mean(0), Xtr.std(0)
Xtr = (Xtr - mean)/std
Xva = (Xva - mean)/std

params, history = train(Xtr, Ytr, Xva, Yva)
for e in range(0, len(history['loss']), 100):
	print('epoch %4d  loss %.4f  val_loss %.4f' % (e, history['loss'][e], history['val_loss'][e]))
print('restored model: loss %.4f  val_loss %.4f' % (mse(params, Xtr, Ytr), mse(params, Xva, Yva)))
xs = np.linspace(-0.9, 0.9, 7)
print(np.round(forward(params, (poly(xs) - mean)/std)[1].ravel(), 3))
