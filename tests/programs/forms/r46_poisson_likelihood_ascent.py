# GLM for spike counts: maximise the log likelihood
import numpy as np
from math import lgamma

def rate_of(k, stim):
    return np.exp(k[0] + stim @ k[1:])

def loglik(k, stim, spikes):
    lam = rate_of(k, stim)
    return np.sum(spikes * np.log(lam) - lam) - sum(lgamma(n + 1) for n in spikes)

def score(k, stim, spikes):
    """gradient of loglik"""
    resid = spikes - rate_of(k, stim)
    return np.r_[resid.sum(), stim.T @ resid]

def ascend(k, stim, spikes, eps=1e-3):
    return k + eps * score(k, stim, spikes)

rng = np.random.default_rng(46)
stim = rng.normal(size=(80, 3))
spikes = rng.poisson(rate_of(np.array([0.5, 0.3, -0.4, 0.2]), stim))
k = np.zeros(4)
ll = [loglik(k, stim, spikes)]
for i in range(20):
    k = ascend(k, stim, spikes)
    ll.append(loglik(k, stim, spikes))
print(k.round(2), ll[0], ll[-1])

# ---- for the test
def hand_over():
    return dict(loss=loglik, grads=score, step=ascend, params=k, x=stim, y=spikes, rate=1e-3)

FORM = "log-likelihood to be MAXIMISED: 'loss' goes up, gradient is of the log-likelihood and the step adds it; one vector with the intercept first; names from neuroscience"
