"""A small network with one hidden layer over word vectors and categories, to stand beside the linear table; and the linear table.

All that goes into a network's products of matrices is a whole number of a small step first, so that they are exact in 64 bits: processors add in different
orders, and without this each would train another network from the same seed. The table's sparse products need none of it: they only add, on every processor in the same order.
"""

import numpy as np
from scipy.sparse import csr_matrix

WEIGHTS, LAYER, SLOPES = 2.0**20, 2.0**12, 2.0**20  # steps in one, of weights, of the hidden layer, and of what is passed back to it


def in_steps(values, number):
    """Values as the nearest of `number` steps in one, in 64 bits."""
    return np.rint(values.astype(np.float64) * number) / number


def ones_matrix(rows, width):
    """A sparse matrix with a one at each of the given columns of every row."""
    n, f = rows.shape
    return csr_matrix((np.ones(n * f), rows.ravel().astype(np.int32), np.arange(0, n * f + 1, f)), shape=(n, width))


def start(slots, dims, categories, hidden, labels, rng):
    """First parameters."""
    width = slots * dims
    return {"vectors": (rng.standard_normal((width, hidden)) * 1.5 / np.sqrt(width + 20)).astype(np.float32),
            "categories": (rng.standard_normal((categories, hidden)) * 0.2).astype(np.float32),
            "hidden": np.zeros(hidden, dtype=np.float32),
            "out": (rng.standard_normal((hidden, labels)) * 0.1).astype(np.float32)}


class NetScorer:
    """Scores and gradients for training. `words`: (n, slots) rows of `vectors`, in 32nds; `categories`: (n, c) rows of its table."""

    def __init__(self, vectors, words, categories, width, labels, *, hidden, seed, keep=0.9, hidden_keep=0.7):
        self.rng = np.random.default_rng(seed)
        self.vectors, self.words, self.categories, self.width = vectors.astype(np.float64), words, categories, width
        self.keep, self.hidden_keep = keep, hidden_keep
        self.net = start(words.shape[1], vectors.shape[1], width, hidden, labels, self.rng)
        self.arrays = list(self.net.values())

    def kept(self, shape, share):
        """Which of an array are left in, at random."""
        return self.rng.random(shape, dtype=np.float32) < share

    def score(self, flat):
        net = {name: in_steps(weights, WEIGHTS) for name, weights in self.net.items()}
        x = self.vectors[self.words[flat]]
        x *= self.kept(x.shape[:2], self.keep)[:, :, None]
        x = x.reshape(len(flat), -1)
        c = ones_matrix(self.categories[flat], self.width)
        z = (x @ net["vectors"]) / self.keep + c @ net["categories"] + net["hidden"]
        mask = (self.kept(z.shape, self.hidden_keep) & (z > 0)) / self.hidden_keep
        h = in_steps(z * mask, LAYER)
        self.cache = x, c, mask, h, net["out"]
        return h @ net["out"]

    def gradients(self, node):
        x, c, mask, h, out = self.cache
        dz = in_steps((node @ out.T) * mask, SLOPES)
        return [(x.T @ dz) / self.keep, c.T @ dz, dz.sum(0), h.T @ node]


class LinearScorer:
    """Scores and gradients of a table of hashed features."""

    def __init__(self, features, bits, labels, *, seed, keep):
        self.rng = np.random.default_rng(seed)
        self.features, self.keep = features, keep
        self.weights = np.zeros((1 << bits, labels), dtype=np.float32)
        self.arrays = [self.weights]

    def score(self, flat):
        rows = self.features[flat]
        n, f = rows.shape
        data = (self.rng.random(n * f, dtype=np.float32) < self.keep).astype(np.float32)
        self.matrix = csr_matrix((data, rows.ravel(), np.arange(0, n * f + 1, f)), shape=(n, len(self.weights)))
        return (self.matrix @ self.weights) / np.float32(self.keep)

    def gradients(self, node):
        return [(self.matrix.T @ node.astype(np.float32)) / np.float32(self.keep)]
