"""Training articles once more, with paragraphs in quotation marks, so that a statement inside a quotation is learned like any other.

PolNeAR codes no attribution inside another's content, and what stands in quotation marks nearly always is one's content: without these copies nothing
is learned of "I believe" inside a quotation.
"""

import numpy as np

from .. import text
from ..spans import Spans

MARKS = (("“", "”"), ('"', '"'), ("''", "''"))
SHARE = 0.5  # of the paragraphs without a quotation


def quoted_copies(articles, *, seed):
    """`articles` again, each with a share of its paragraphs that hold no quotation, every one in quotation marks; (article_id, text, attributions) as given.

    A stray mark that opens nothing ("Trump."") is left in a paragraph; in 4 of 5,459 it closes the copy's quotation early.

    Attributions are kept where all their pieces stand in one such paragraph.
    """
    random = np.random.default_rng(seed)
    return [quoted_copy(*article, random) for article in articles]


def quoted_copy(article_id, body, attributions, random):
    """The copy of one article."""
    opening, closing = MARKS[random.integers(len(MARKS))]
    quotes = Spans(text.quotation_spans(body))
    kept = [span for span in text.paragraphs(body) if not quotes.touching(*span) and random.random() < SHARE]
    parts, moved, at = [], [], 0
    for start, end in kept:
        parts.append(f"{opening}{body[start:end]}{closing}")
        shift = at + len(opening) - start
        moved += [shifted(one, shift) for one in attributions if all(start <= a and b <= end for pieces in one.values() for a, b in pieces)]
        at += len(parts[-1]) + 2
    return f"{article_id} quoted", "\n\n".join(parts), moved


def shifted(attribution, shift):
    """An attribution whose pieces stand `shift` characters further on."""
    return {role: [(start + shift, end + shift) for start, end in pieces] for role, pieces in attribution.items()}
