"""Whether a candidate with its roles is an attribution: a logistic model over what was found."""
import numpy as np

from . import crf
from .features import Collector, bucket


def describe(layout, rows):
    """Integer columns of the rows: where their parts lie."""
    get = lambda f: np.array([f(r) for r in rows], dtype=np.int64)
    cb, ce = get(lambda r: r["cue"][0]), get(lambda r: r["cue"][1])
    sb = get(lambda r: r["source"][0] if r["source"] else -1)
    se = get(lambda r: r["source"][1] if r["source"] else -1)
    fb = get(lambda r: r["content"][0][0] if r["content"] else -1)
    fe = get(lambda r: r["content"][0][1] if r["content"] else -1)
    size = get(lambda r: sum(e - b for b, e in r["content"]))
    number = get(lambda r: len(r["content"]))
    return cb, ce, sb, se, fb, fe, size, number


def table(layout, rows, bits):
    """Hashed features of the rows."""
    c = layout.columns
    add = (box := Collector(bits)).add
    w, k, mid, s, fine, coarse = c["word"], c["kind"], c["middle"], c["stem"], c["fine"], c["coarse"]
    cb, ce, sb, se, fb, fe, size, number = describe(layout, rows)
    score = np.array([r["score"] for r in rows])
    odds = np.log(np.clip(score, 1e-4, 1 - 1e-4) / np.clip(1 - score, 1e-4, 1))
    level = np.clip(np.rint(odds * 1.5) + 20, 0, 60).astype(np.uint32)
    has = (sb >= 0)
    source_gap = np.where(has, np.where(sb >= ce, sb - ce + 1, se - cb - 1), 150)
    content_gap = np.where(fb >= ce, fb - ce + 1, np.minimum(fe, cb) - cb - 1)
    gs, gc = bucket(source_gap), bucket(content_gap)
    head, lead = s[ce - 1], s[cb]
    hc, lc = mid[ce - 1], mid[cb]
    ks = np.where(has, k[np.maximum(se - 1, 0)], 0)
    fs = np.where(has, k[np.maximum(sb, 0)], 0)
    length = np.minimum(ce - cb, 5)
    quoted = (layout.quote[np.maximum(fb, 0)] > 0) + 2 * (layout.quote[cb] > 0)
    long = bucket(size)
    first = w[np.maximum(fb, 0)]
    fk = k[np.maximum(fb, 0)]
    many = np.minimum(number, 3)
    add(np.ones(len(rows), dtype=np.uint32)), add(level), add(level, has), add(level, hc), add(level, quoted), add(level, length)
    add(head), add(lead), add(head, length), add(hc), add(lc), add(head, has), add(hc, ks), add(hc, lc), add(lead, head)
    add(fine[ce - 1]), add(fine[cb]), add(w[ce]), add(w[cb - 1]), add(hc, w[ce]), add(hc, k[cb - 1]), add(hc, w[cb - 1]), add(head, w[ce])
    add(w[cb - 1], w[cb]), add(w[ce - 1], w[ce]), add(mid[cb - 1], lc), add(hc, mid[ce]), add(mid[cb - 2], mid[cb - 1]), add(mid[ce], mid[np.minimum(ce + 1, layout.size - 1)])
    add(ks, fs, gs), add(gs, hc), add(gs, gc), add(gc, hc), add(gc, quoted), add(long, quoted), add(long, hc), add(long, many)
    add(first), add(first, hc), add(fk, hc), add(fk, gc), add(quoted, hc), add(quoted, ks), add(many, quoted), add(head, quoted)
    add(np.where(has, w[np.maximum(se - 1, 0)], 0)), add(np.where(has, mid[np.maximum(se - 1, 0)], 0)), add(np.where(has, mid[np.maximum(se - 1, 0)], 0), hc)
    add(np.where(has, coarse[np.maximum(se - 1, 0)], 0), fk), add(level, ks, gc)
    return box.out


def chances(layout, rows, model):
    """The probability of each row."""
    scores = crf.emissions(table(layout, rows, model.settings["accept_bits"]), model.weights["accept"])
    margin = scores[:, 1] - scores[:, 0] + (model.begins["accept"][1] - model.begins["accept"][0])
    return 1 / (1 + np.exp(-margin))
