"""Best labels and marginals of many sequences at once, in a linear chain (Lafferty, McCallum & Pereira 2001).

All sequences take their first step together, then all take the second: in `Packed` the sequences stand in order of length, longest first,
and the positions in order of their step, so that each step is one slice and no work is done for sequences that have ended.
"""
import numpy as np


class Packed:
    """Sequences, each the `lengths` positions from `first` on: `places` are all positions in the order of their steps."""

    def __init__(self, first, lengths):
        order = np.argsort(-lengths, kind="stable")
        longest = int(lengths.max(initial=0))
        self.live = np.searchsorted(-lengths[order], -np.arange(longest), side="left")  # how many take each step
        ends = np.cumsum(self.live)
        self.steps = list(zip((ends - self.live).tolist(), ends.tolist()))
        step = np.repeat(np.arange(longest), self.live)
        self.places = first[order][np.arange(len(step)) - (ends - self.live)[step]] + step


def best_labels(packed, scores, moves, begin):
    """The labels (n,) of the best paths (Viterbi 1967), in packed order. scores: (labels, n); moves: from each label to each; begin: (labels,)."""
    moves = moves.astype(np.float32)
    best, between = [scores[:, : packed.steps[0][1]] + begin.astype(np.float32)[:, None]], moves[:, :, None]
    for low, high in packed.steps[1:]:
        paths = (best[-1][:, None, : high - low] + between).max(0)
        paths += scores[:, low:high]
        best.append(paths)
    return walked_back(packed, best, moves)


def walked_back(packed, best, moves):
    """The labels of the best paths, from the scores (labels, n) of the best path to each label of the positions of each step."""
    out, into, after = np.empty(packed.steps[-1][1], dtype=np.intp), moves.T.copy(), 0
    for (low, high), paths in zip(reversed(packed.steps), reversed(best)):
        paths = paths.T.copy()
        if after:
            paths[:after] += into.take(out[high : high + after], axis=0)
        paths.argmax(1, out=out[low:high])
        after = high - low
    return out


def marginals(packed, scores, moves, begin, label):
    """The probability (n,) of one label at each position, in packed order, by the forward-backward algorithm (Rabiner 1989)."""
    node, move = np.exp((scores - scores.max(0)).astype(np.float64)), np.exp(moves)  # in 64 bits: processors differ in the last of an exponential
    forward, total = node.copy(), np.empty(node.shape[1])
    for place, (low, high) in enumerate(packed.steps):
        now = forward[:, low:high]
        before = packed.steps[place - 1][0]
        now *= move.T @ forward[:, before : before + high - low] if place else np.exp(begin)[:, None]
        total[low:high] = now.sum(0)
        now /= total[low:high]
    return forward[label] * backward(packed, node / total, move)[label]


def backward(packed, node, move):
    """What follows each position, (labels, n), in the scale of the forward pass; `node` is divided by its totals."""
    out = np.ones_like(node)
    for (low, _), (after, end) in zip(packed.steps[-2::-1], packed.steps[:0:-1]):
        out[:, low : low + end - after] = move @ (node[:, after:end] * out[:, after:end])
    return out
