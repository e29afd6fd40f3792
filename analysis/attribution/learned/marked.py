"""Words that mark a claim as somebody's without naming anybody: "reportedly", "alleged"; a source is never theirs."""
from dataclasses import replace

import numpy as np

from .features import in_kinds
from .layout import in_spans
from .words import CLASSES, code

ADVERBS = np.array([code(w) for w in ("reportedly", "allegedly", "purportedly", "supposedly")], dtype=np.uint32)
ADJECTIVES = np.array([code(w) for w in ("alleged", "purported", "suspected", "so-called")], dtype=np.uint32)
CHANCE = 0.9
LONGEST = 6


def marked_places(layout):
    """Places of such adverbs and, before the noun that they modify, adjectives."""
    word, kind = layout.columns["word"], layout.columns["kind"]
    adverbs, adjectives = (np.flatnonzero(np.logical_or.reduce([word == one for one in words])) for words in (ADVERBS, ADJECTIVES))
    before = in_kinds(kind[adjectives - 1], "det", "poss", "prep", "and", "comma", "be", "other") | ~layout.real[adjectives - 1]
    noun = in_kinds(kind[adjectives + 1], "lower", "name", "upper", "title", "quote")
    return adverbs, adjectives[before & noun]


def with_marked(layout, cues, score):
    """The candidates with those that the words alone make certain."""
    new = np.concatenate(marked_places(layout))
    new = np.sort(new[~in_spans(layout.size, cues)[new]])
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
    """The rows, where certain ones have their chance and no source, and adjectives their noun phrase."""
    adverbs, adjectives = marked_places(layout)
    first, end = rows.cue.T
    adjective = np.isin(first, adjectives) & (end == first + 1)
    certain = adjective | (np.isin(end - 1, adverbs) & (end - first <= 2))
    phrases = np.array([noun_phrase(layout, place) for place in first[adjective].tolist()], dtype=np.int64)
    rows = rows.with_content(np.flatnonzero(adjective), phrases)
    return replace(rows, source=np.where(certain[:, None], -1, rows.source), chance=np.where(certain, np.maximum(rows.chance, CHANCE), rows.chance))
