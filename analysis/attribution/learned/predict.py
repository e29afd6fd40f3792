"""Find the attributions of texts with a trained model."""
from .decode import accepted, chosen, cue_table, find_cues, structures
from .layout import lay_out
from .model import load_model

__all__ = ["load_model", "predict_many"]


def predict_many(articles, *, model, batch=40):
    """Attributions of several texts, each a (text, sentences, quotations, paragraphs) with lists of (start, end).

    For each text a list of dictionaries: source (start, end) or None, cue, content (list of spans), nested_in (the place
    in the list of the one whose content holds it, or None) and chance (0 to 1), in code points of the text.
    """
    return [rows for at in range(0, len(articles), batch) for rows in predict_batch(articles[at : at + batch], model)]


def predict_batch(units, model):
    """Attributions of a batch whose units are known."""
    out = [[] for _ in units]
    layout = lay_out(units, model.words)
    if not len(layout.places):
        return out
    cues, score = find_cues(layout, cue_table(layout, model.settings), model)
    rows = accepted(layout, structures(layout, cues, score, model), model)
    groups = [[] for _ in units]
    for row in rows:
        groups[row["article"]].append(row)
    return [[in_text(layout, row) for row in chosen(group, model.settings)] for group in groups]


def in_text(layout, row):
    """A row in offsets of the text."""
    span = lambda s: (int(layout.start[s[0]]), int(layout.end[s[1] - 1]))
    return {"source": span(row["source"]) if row["source"] else None, "cue": span(row["cue"]),
            "content": [span(s) for s in row["content"]], "nested_in": row["nested_in"], "chance": row["chance"]}
