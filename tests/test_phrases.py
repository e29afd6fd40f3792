"""Which marked phrases the instrument knows."""

import pandas as pd

from analysis import agreement, tables


def labels(*rows):
    return tables.table_of([("a", part, start, end, "coder", "loaded", kind) for part, start, end, kind in rows], "labels")


def mentions(*rows):
    spans = [{"article_id": "a", "part": part, "start": start, "end": end} for part, start, end in rows]
    return pd.DataFrame(spans, columns=["article_id", "part", "start", "end"])


# "The Velmoran regime fell": the phrase is 0-19, "regime" 13-19, "fell" 20-24.
REGIME = ("text", 0, 19, "regime")


def test_a_phrase_with_a_loaded_label_in_it_is_known():
    assert list(agreement.known_phrases(labels(REGIME), mentions(("text", 13, 19)))["known"]) == [True]


def test_a_label_beside_a_phrase_or_in_the_headline_does_not_make_it_known():
    assert list(agreement.known_phrases(labels(REGIME), mentions(("text", 19, 24), ("title", 13, 19)))["known"]) == [False]


def test_known_phrases_are_counted_by_kind():
    marked = labels(REGIME, ("text", 30, 40, "regime"), ("text", 50, 60, "nickname"))
    shares = agreement.known_shares(agreement.known_phrases(marked, mentions(("text", 13, 19))))
    assert list(shares.itertuples(index=False, name=None)) == [("nickname", 0, 1), ("regime", 1, 2)]
