"""A small network with one hidden layer over word vectors and categories, to stand beside the linear table."""
import numpy as np
from scipy.sparse import csr_matrix


def ones_matrix(rows, width, dtype=np.float32):
    """A sparse matrix with a one at each of the given columns of every row."""
    n, f = rows.shape
    return csr_matrix((np.ones(n * f, dtype=dtype), rows.ravel().astype(np.int32), np.arange(0, n * f + 1, f)), shape=(n, width))


def start(slots, dims, categories, hidden, labels, rng):
    """First parameters."""
    width = slots * dims
    return {"vectors": (rng.standard_normal((width, hidden)) * 1.5 / np.sqrt(width + 20)).astype(np.float32),
            "categories": (rng.standard_normal((categories, hidden)) * 0.2).astype(np.float32),
            "hidden": np.zeros(hidden, dtype=np.float32),
            "out": (rng.standard_normal((hidden, labels)) * 0.1).astype(np.float32)}


class NetScorer:
    """Scores and gradients for training. `words`: (n, slots) rows of `vectors`; `categories`: (n, c) rows of its table."""

    def __init__(self, vectors, words, categories, width, labels, *, hidden, seed, keep=0.9, hidden_keep=0.7):
        self.rng = np.random.default_rng(seed)
        self.vectors, self.words, self.categories, self.width = vectors, words, categories, width
        self.keep, self.hidden_keep = keep, hidden_keep
        self.net = start(words.shape[1], vectors.shape[1], width, hidden, labels, self.rng)
        self.arrays = list(self.net.values())

    def masked(self, shape, keep):
        return (self.rng.random(shape, dtype=np.float32) < keep) / np.float32(keep)

    def score(self, flat):
        net = self.net
        x = self.vectors[self.words[flat]]
        x *= self.masked(x.shape[:2], self.keep)[:, :, None]
        x = x.reshape(len(flat), -1)
        c = ones_matrix(self.categories[flat], self.width)
        z = x @ net["vectors"] + c @ net["categories"] + net["hidden"]
        mask = self.masked(z.shape, self.hidden_keep) * (z > 0)
        h = z * mask
        self.cache = x, c, mask, h
        return h @ net["out"]

    def gradients(self, node):
        x, c, mask, h = self.cache
        dz = (node @ self.net["out"].T) * mask
        return [x.T @ dz, c.T @ dz, dz.sum(0), h.T @ node]


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
        data = (self.rng.random(n * f, dtype=np.float32) < self.keep).astype(np.float32) / np.float32(self.keep)
        self.matrix = csr_matrix((data, rows.ravel(), np.arange(0, n * f + 1, f)), shape=(n, len(self.weights)))
        return self.matrix @ self.weights

    def gradients(self, node):
        return [self.matrix.T @ node]
