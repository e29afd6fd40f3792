"""Training of a linear-chain conditional random field over hashed integer features, in numpy, by batch.

Processors and libraries differ in the last bits of an exponential and of a sum. What a batch says is therefore taken in steps before it is learned from,
and the same seed gives the same weights on each of them, but for the rare value whose last bit decides its step.
"""
import numpy as np

from .net import in_steps

STEPS = 2.0**14  # in one, of what a batch says of a label or a move


def batches(lengths, size):
    """Sequence numbers in batches of like length, of about `size` positions."""
    order = np.argsort(lengths, kind="stable")
    out, at = [], 0
    while at < len(order):
        end = at
        while end < len(order) and (end == at or (end - at + 1) * lengths[order[end]] <= size):
            end += 1
        out.append(order[at:end])
        at = end
    return out


def grid(first, lengths):
    """Positions of a batch of sequences as (time, sequence), and where they are real."""
    time = np.arange(lengths.max())[:, None]
    real = time < lengths[None]
    return np.where(real, first[None] + time, first[None]), real


def forward_backward(scores, allowed, real, transition, begin):
    """Node marginals (T, B, K), summed edge marginals (K, K), first-node marginals and log partition of a batch.

    allowed: (T, B, K) of 0 and 1: the labels a position may take."""
    T, B, K = scores.shape
    top = scores.max(2, keepdims=True)
    node = np.exp(scores - top) * allowed
    move, start = np.exp(transition), np.exp(begin)
    alpha, scale = np.empty_like(node), np.empty((T, B))
    now = node[0] * start
    for t in range(T):
        if t:
            now = np.where(real[t][:, None], (now @ move) * node[t], now)
        total = now.sum(1)
        now = now / total[:, None]
        scale[t] = total
        alpha[t] = now
    beta = np.ones((B, K))
    gamma = np.empty_like(node)
    edges = np.zeros((K, K))
    gamma[T - 1] = alpha[T - 1]
    for t in range(T - 2, -1, -1):
        ok = real[t + 1]
        message = np.where(ok[:, None], node[t + 1] * beta / scale[t + 1][:, None], 0)
        edges += (alpha[t].T @ message) * move
        beta = np.where(ok[:, None], message @ move.T, beta)
        gamma[t] = alpha[t] * beta
    log = (np.log(scale) * real).sum(0) + (top[:, :, 0] * real).sum(0)
    return gamma * real[:, :, None], edges, gamma[0].sum(0), log, gamma[0]


class Adam:
    """Adam over a list of arrays, with decoupled decay of the tables."""

    def __init__(self, arrays):
        self.arrays, self.slow, self.fast = arrays, 1.0, 1.0
        self.m = [np.zeros_like(a) for a in arrays]
        self.v = [np.zeros_like(a) for a in arrays]

    def update(self, gradients, rate, decay):
        self.slow, self.fast = self.slow * 0.99, self.fast * 0.9  # not as powers, which libraries round in their own ways
        c = rate * np.sqrt(1 - self.slow) / (1 - self.fast)
        for a, g, m, v in zip(self.arrays, gradients, self.m, self.v):
            m *= 0.9
            m += 0.1 * g
            v *= 0.99
            v += 0.01 * g * g
            a -= (c * m / (np.sqrt(v) + 1e-6)).astype(a.dtype)
            if decay and a.ndim == 2:
                a *= 1 - rate * decay


def train(scorer, first, lengths, allowed, forbidden, *, seed, epochs, rate, decay, size, permitted=None, report=None):
    """Fit a scorer, moves and beginnings by stochastic maximum likelihood of the allowed labels; gives moves and beginnings.

    first, lengths: the sequences; allowed: (n, K) 0/1, the labels that agree with the coding; permitted: (n, K) 0/1, the
    labels possible at all; forbidden: (K, K) bool of impossible moves."""
    rng = np.random.default_rng(seed)
    labels = allowed.shape[1]
    moves, begin = np.zeros((labels, labels)), np.zeros(labels)
    table, chain = Adam(scorer.arrays), Adam([moves, begin])
    plan = batches(lengths, size)
    total, done = epochs * len(plan), 0
    for epoch in range(epochs):
        loss = 0.0
        for b in rng.permutation(len(plan)):
            chosen = plan[b]
            places, real = grid(first[chosen], lengths[chosen])
            T, B = places.shape
            scores = np.zeros((T, B, labels))
            scores[real] = scorer.score(places[real])
            shut = np.where(forbidden, -30.0, moves)
            free = np.ones((T, B, labels)) if permitted is None else np.where(real[:, :, None], permitted[places], 1.0)
            gold = np.where(real[:, :, None], allowed[places], 1.0) * free
            g1, e1, s1, z1, _ = forward_backward(scores, free, real, shut, begin)
            g0, e0, s0, z0, _ = forward_backward(scores, gold, real, shut, begin)
            loss += (z1 - z0).sum()
            node, edges, starts = (in_steps(part, STEPS) for part in ((g1 - g0)[real], np.where(forbidden, 0, e1 - e0), s1 - s0))
            now = rate * (1 - done / total) + rate / 100
            table.update([gradient / B for gradient in scorer.gradients(node)], now, decay)
            chain.update([edges / B, starts / B], 0.01 * (1 - done / total) + 1e-4, 0)
            done += 1
        if report:
            report(f"epoch {epoch + 1}: {loss / len(lengths):.4f} a sequence")
    return np.where(forbidden, -30.0, moves), begin
