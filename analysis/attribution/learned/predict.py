"""Find the attributions of texts with a trained model."""
from collections import namedtuple

import numpy as np

from .decode import accepted, find_cues, structures
from .layout import lay_out
from .model import load_model
from .structures import outer_rows

__all__ = ["load_model", "predict_many"]

CHARACTERS = 1_000_000  # of a batch: up to two hundred articles, so that the steps of all are taken together
Predicted = namedtuple("Predicted", "source cue content nested_in chance")


def predict_many(articles, *, model):
    """Attributions of several texts, each a (text, sentences, quotations, paragraphs) with lists of (start, end) in order.

    For each text a list of Predicted: source (start, end) or None, cue, content (tuple of spans), nested_in (the place in the
    list of the one whose content holds it, or None) and chance (0 to 1), in code points of the text.
    """
    sizes = np.cumsum([len(text) for text, *_ in articles], dtype=np.int64) // CHARACTERS
    edges = np.searchsorted(sizes, np.unique(sizes)).tolist()
    return [rows for low, high in zip(edges, [*edges[1:], len(articles)]) for rows in predict_batch(articles[low:high], model)]


def predict_batch(units, model):
    """Attributions of a batch of texts."""
    out = [[] for _ in units]
    layout = lay_out(units, model.words)
    cues, score = find_cues(layout, model) if len(layout.places) else ((), ())
    if len(cues):
        rows = accepted(layout, structures(layout, cues, score, model), model)
        for article, row in zip(rows.article.tolist(), in_text(layout, rows)):
            out[article].append(row)
    return out


def in_text(layout, rows):
    """The rows as Predicted, in offsets of their texts."""
    spans = lambda places: list(zip(layout.start[places[:, 0]].tolist(), layout.end[places[:, 1] - 1].tolist()))  # noqa: E731
    content, number = spans(rows.content), np.bincount(rows.owner, minlength=len(rows))
    content = [tuple(content[end - count : end]) for end, count in zip(np.cumsum(number).tolist(), number.tolist())]
    source = [span if some else None for span, some in zip(spans(rows.source), (rows.source[:, 0] >= 0).tolist())]
    outer = outer_rows(rows)
    nested = outer - np.searchsorted(rows.article, rows.article)  # counted from the first of the same article
    nested = [place if some else None for place, some in zip(nested.tolist(), (outer >= 0).tolist())]
    return list(map(Predicted, source, spans(rows.cue), content, nested, rows.chance.tolist()))
