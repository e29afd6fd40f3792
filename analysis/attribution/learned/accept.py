"""Whether a candidate with its roles is an attribution: a logistic model over what was found."""
import numpy as np

from .features import Sums, bucket


def accept_features(layout, rows, add):
    """Features of the rows: their words, where their parts lie and how sure their cues are."""
    c = layout.columns
    w, k, mid, s, fine, coarse = c["word"], c["kind"], c["middle"], c["stem"], c["fine"], c["coarse"]
    whole = lambda values: values.astype(np.uint32)  # noqa: E731
    (cb, ce), (sb, se), ((fb, fe), number, size) = rows.cue.T, rows.source.T, of_content(rows)
    odds = np.log(np.clip(rows.score, 1e-4, 1 - 1e-4) / np.clip(1 - rows.score, 1e-4, 1))
    level = whole(np.clip(np.rint(odds * 1.5) + 20, 0, 60))
    some = sb >= 0
    of_source = lambda column, place: np.where(some, column[np.maximum(place, 0)], np.uint32(0))  # noqa: E731
    gs = bucket(np.where(some, np.where(sb >= ce, sb - ce + 1, se - cb - 1), 150))
    gc = bucket(np.where(fb >= ce, fb - ce + 1, np.minimum(fe, cb) - cb - 1))
    head, lead, hc, lc, has = s[ce - 1], s[cb], mid[ce - 1], mid[cb], whole(some)
    ks, fs, last = of_source(k, se - 1), of_source(k, sb), of_source(mid, se - 1)
    length, long, many = whole(np.minimum(ce - cb, 5)), bucket(size), whole(np.minimum(number, 3))
    quoted = whole((layout.quote[np.maximum(fb, 0)] > 0) + 2 * (layout.quote[cb] > 0))
    first, fk = w[np.maximum(fb, 0)], k[np.maximum(fb, 0)]
    add(np.ones(len(rows), dtype=np.uint32)), add(level), add(level, has), add(level, hc), add(level, quoted), add(level, length)
    add(head), add(lead), add(head, length), add(hc), add(lc), add(head, has), add(hc, ks), add(hc, lc), add(lead, head)
    add(fine[ce - 1]), add(fine[cb]), add(w[ce]), add(w[cb - 1]), add(hc, w[ce]), add(hc, k[cb - 1]), add(hc, w[cb - 1]), add(head, w[ce])
    add(w[cb - 1], w[cb]), add(w[ce - 1], w[ce]), add(mid[cb - 1], lc), add(hc, mid[ce]), add(mid[cb - 2], mid[cb - 1]), add(mid[ce], mid[ce + 1])
    add(ks, fs, gs), add(gs, hc), add(gs, gc), add(gc, hc), add(gc, quoted), add(long, quoted), add(long, hc), add(long, many)
    add(first), add(first, hc), add(fk, hc), add(fk, gc), add(quoted, hc), add(quoted, ks), add(many, quoted), add(head, quoted)
    add(of_source(w, se - 1)), add(last), add(last, hc), add(of_source(coarse, se - 1), fk), add(level, ks, gc)


def of_content(rows):
    """First and end place of the first piece of each row's content, -1 where there is none; the number of pieces; their tokens."""
    first, number, size = rows.first_pieces()
    return first.T, number, size


def chances(layout, rows, model):
    """The probability of each row."""
    sums = Sums(model.tables["accept"], len(rows))
    accept_features(layout, rows, sums.add)
    margin = sums.out[:, 0] + (model.begins["accept"][1] - model.begins["accept"][0])
    return 1 / (1 + np.exp(-margin))
