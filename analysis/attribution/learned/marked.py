"""Words that mark a claim as somebody's without naming anybody: "reportedly", "alleged"; a source is never theirs."""
import numpy as np

from .features import in_kinds
from .words import CLASSES, code

ADVERBS = np.array([code(w) for w in ("reportedly", "allegedly", "purportedly", "supposedly")], dtype=np.uint32)
ADJECTIVES = np.array([code(w) for w in ("alleged", "purported", "suspected", "so-called")], dtype=np.uint32)
CHANCE = 0.9
LONGEST = 6


def marked_places(layout):
    """Places of such adverbs and, before the noun that they modify, adjectives."""
    word, kind = layout.columns["word"], layout.columns["kind"]
    before = in_kinds(np.roll(kind, 1), "det", "poss", "prep", "and", "comma", "be", "other") | ~np.roll(layout.real, 1)
    noun = in_kinds(np.roll(kind, -1), "lower", "name", "upper", "title", "quote")
    return np.flatnonzero(np.isin(word, ADVERBS)), np.flatnonzero(np.isin(word, ADJECTIVES) & before & noun)


def with_marked(layout, cues, score):
    """The candidates with those that the words alone make certain."""
    taken = np.zeros(layout.size, dtype=bool)
    for first, end in cues.tolist():
        taken[first:end] = True
    new = np.concatenate(marked_places(layout))
    new = np.sort(new[~taken[new]])
    if not len(new):
        return cues, score
    cues = np.concatenate([cues.reshape(-1, 2), np.stack([new, new + 1], axis=1)])
    score = np.concatenate([score, np.full(len(new), 0.5)])
    order = np.argsort(cues[:, 0], kind="stable")
    return cues[order], score[order]


def noun_phrase(layout, place):
    """The words that an adjective modifies, by their classes: up to a function word or a verb's ending."""
    kind, end = layout.columns["kind"], place + 1
    allowed = {CLASSES[n] for n in ("lower", "name", "upper", "title", "number")}
    while end - place <= LONGEST and int(kind[end]) in allowed and layout.sent[end] == layout.sent[place]:
        end += 1
    return place + 1, max(end, place + 2)


def settle(layout, rows):
    """Give certain rows their chance, no source, and adjectives their noun phrase."""
    adverbs, adjectives = (set(places.tolist()) for places in marked_places(layout))
    for row in rows:
        first, end = row["cue"]
        if first in adjectives and end == first + 1:
            row.update(content=[noun_phrase(layout, first)], source=None, chance=max(row["chance"], CHANCE))
        elif end - 1 in adverbs and end - first <= 2:
            row.update(source=None, chance=max(row["chance"], CHANCE))
    return rows
