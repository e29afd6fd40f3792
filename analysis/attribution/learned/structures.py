"""Attributions in places, as arrays: many at once, each with its cue, its source, the pieces of its content and how sure it is."""
from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True)
class Structures:
    """Rows of attributions of a batch. A piece (first, end) is places, end exclusive.

    cue: (n, 2); source: (n, 2), -1 where there is none; content: (m, 2) pieces in order of their rows, and `owner` (m,), the row of each;
    score: (n,) of the cue; chance: (n,) that it is one; article: (n,).
    """

    cue: np.ndarray
    source: np.ndarray
    content: np.ndarray
    owner: np.ndarray
    score: np.ndarray
    chance: np.ndarray
    article: np.ndarray

    def __len__(self):
        return len(self.cue)

    def first_pieces(self):
        """The first piece of each row's content, (-1, -1) where there is none; and how many there are, and their tokens."""
        first, number = np.full((len(self), 2), -1), np.bincount(self.owner, minlength=len(self))
        first[self.owner[::-1]] = self.content[::-1]
        return first, number, self.sizes()

    def sizes(self):
        """The tokens of each row's content."""
        return np.bincount(self.owner, weights=self.content[:, 1] - self.content[:, 0], minlength=len(self)).astype(np.int64)

    def only(self, wanted):
        """The rows where `wanted` (n,) bool holds."""
        pieces, number = wanted[self.owner], np.cumsum(wanted) - 1
        rows = {name: getattr(self, name)[wanted] for name in ("cue", "source", "score", "chance", "article")}
        return replace(self, content=self.content[pieces], owner=number[self.owner[pieces]], **rows)

    def with_content(self, changed, pieces):
        """The rows where those numbered `changed` have one piece each as their content."""
        kept = ~np.isin(self.owner, changed)
        owner, content = np.concatenate([self.owner[kept], changed]), np.concatenate([self.content[kept], pieces.reshape(-1, 2)])
        order = np.argsort(owner, kind="stable")
        return replace(self, content=content[order], owner=owner[order])


def joined(parts):
    """Several Structures as one."""
    bases = np.cumsum([0, *(len(part) for part in parts)])
    whole = {name: np.concatenate([getattr(part, name) for part in parts]) for name in ("cue", "source", "content", "score", "chance", "article")}
    return Structures(owner=np.concatenate([part.owner + base for part, base in zip(parts, bases)]), **whole)


def held_pairs(rows):
    """(holder, held): the pairs of rows of which one's content holds the first place of the other's cue."""
    order = np.argsort(rows.cue[:, 0], kind="stable")
    at = rows.cue[order, 0]
    low, high = np.searchsorted(at, rows.content[:, 0]), np.searchsorted(at, rows.content[:, 1])
    holder = np.repeat(rows.owner, high - low)
    held = order[np.arange(len(holder)) + np.repeat(low - (np.cumsum(high - low) - (high - low)), high - low)]
    return holder[holder != held], held[holder != held]


def outer_rows(rows):
    """For each row the row whose content most closely holds its cue, or -1; of two that hold each other the larger is the outer."""
    holder, held = held_pairs(rows)
    number, size = len(rows), rows.sizes()
    mutual = np.isin(held * number + holder, holder * number + held)
    larger = (size[held] > size[holder]) | ((size[held] == size[holder]) & (held < holder))
    holder, held = (side[~(mutual & larger)] for side in (holder, held))
    order = np.lexsort((holder, size[holder], held))[::-1]  # the smallest, of equal ones the first, is written last
    out = np.full(number, -1)
    out[held[order]] = holder[order]
    return out
