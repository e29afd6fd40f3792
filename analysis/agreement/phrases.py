"""Which of the phrases that people marked the instrument knows."""

from .. import tables


def known_phrases(labels, mentions):
    """`labels` with the column known: whether one of the `mentions` lies in, or overlaps, the phrase, in the same part of the same article."""
    mentions_of = tables.rows_by_article(mentions)
    known = [
        any(m.start < row.end and row.start < m.end for m in mentions_of.get((row.article_id, row.part), [])) for row in tables.rows_of(labels)
    ]
    return labels.assign(known=known)


def known_shares(labels):
    """A table of value, count and total, a row a kind of phrase, from the labels of `known_phrases`: how many of it are known."""
    return labels.groupby("value", as_index=False).agg(count=("known", "sum"), total=("known", "size"))
