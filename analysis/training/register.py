"""Word vectors and words' registers from unlabelled news: python -m analysis.training.register --out FILE

Two things about each frequent word, from article-bias-prediction (fetched before), without the articles of outlets on which sentence bias is
evaluated: a vector (counts of neighbours within five places, nearer ones weighing more, by positive pointwise mutual information with smoothed
contexts; Levy, Goldberg & Dagan 2015), and how strongly it speaks for one register of articles against another (logistic regression over the words of
whole articles). Labels are the corpus's own, of articles and outlets; no sentence is labelled. The file holds numbers and single words.
"""

import argparse

import numpy as np
import scipy.sparse as sparse
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.utils.extmath import randomized_svd

from .. import datasets
from ..words import WORD, normal

VOCABULARY, CONTEXTS, DIMENSIONS, WINDOW = 25_000, 6_000, 100, 5
SLICE = 4_000_000  # places counted at a time
BREAK = -1
# The outlets that BABE or BASIL samples: what is learned here may not have read them.
EVALUATED = {
    "Alternet", "alternet.org", "Breitbart", "Daily Beast", "Daily Stormer", "Federalist", "The Federalist", "Fox News", "Fox Business",
    "HuffPost", "MSNBC", "NBC News", "New York Times", "Reuters", "USA Today",
}  # fmt: skip


def read_articles():
    """`articles` without text (outlet, genre, leaning), and the list of each one's words as numbers, with the words."""
    numbers, described, streams = {}, [], []
    for chunk in datasets.load("article-bias-prediction"):
        chunk = chunk[~chunk["outlet"].isin(EVALUATED)]
        described += list(chunk[["outlet", "genre", "leaning"]].itertuples(index=False, name=None))
        for text in chunk["text"]:
            streams.append(np.array([numbers.setdefault(normal(word), len(numbers)) for word in WORD.findall(text)], dtype=np.int32))
    return described, streams, list(numbers)


def frequent(streams, names):
    """(vocabulary, counts, streams): the most frequent words, most frequent first, and the streams in their ranks, other words BREAK."""
    counts = np.bincount(np.concatenate(streams), minlength=len(names))
    order = np.argsort(-counts, kind="stable")[:VOCABULARY]
    rank = np.full(len(names), BREAK, dtype=np.int32)
    rank[order] = np.arange(len(order))
    return [names[i] for i in order], counts[order], [rank[stream] for stream in streams]


def neighbours(streams):
    """A sparse matrix of weighted counts, word by neighbouring word: a neighbour at distance n counts one nth."""
    stream = np.concatenate([part for one in streams for part in (one, np.full(WINDOW, BREAK, dtype=np.int32))])
    table = sparse.csr_matrix((VOCABULARY, CONTEXTS), dtype=np.float32)
    for first in range(0, len(stream), SLICE):
        places = stream[first : first + SLICE + WINDOW]
        for distance in range(1, WINDOW + 1):
            for words, others in ((places[:-distance], places[distance:]), (places[distance:], places[:-distance])):
                kept = (words != BREAK) & (others != BREAK) & (others < CONTEXTS)
                weights = np.full(int(kept.sum()), 1 / distance, dtype=np.float32)
                table = table + sparse.coo_matrix((weights, (words[kept], others[kept])), shape=table.shape).tocsr()
    return table


def vectors_of(counts):
    """Unit vectors of the words, DIMENSIONS wide, from the counts of their neighbours."""
    total, of_words = counts.sum(dtype=np.float64), np.asarray(counts.sum(axis=1, dtype=np.float64)).ravel()
    of_contexts = np.asarray(counts.sum(axis=0, dtype=np.float64)).ravel() ** 0.75
    of_contexts *= total / of_contexts.sum()
    cells = counts.tocoo()
    information = np.log(cells.data * total / (of_words[cells.row] * of_contexts[cells.col]))
    kept = information > 0
    table = sparse.csr_matrix((information[kept].astype(np.float32), (cells.row[kept], cells.col[kept])), shape=counts.shape)
    left, singular, _ = randomized_svd(table, DIMENSIONS, n_iter=3, random_state=0)
    vectors = left * np.sqrt(singular)
    return (vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)).astype(np.float32)


def word_table(streams):
    """A sparse matrix, article by word, of how often."""
    rows = np.repeat(np.arange(len(streams)), [len(stream) for stream in streams])
    words = np.concatenate(streams)
    kept = words != BREAK
    table = sparse.coo_matrix((np.ones(int(kept.sum()), np.float32), (rows[kept], words[kept])), shape=(len(streams), VOCABULARY))
    return table.tocsr()


def registers_of(described, table):
    """(names, weights): for each register the weight of each word in a logistic regression, positive for the register's first side."""
    _, genre, leaning = (np.array(column) for column in zip(*described))
    opinion = genre == "opinion"
    plain = ~opinion & (leaning == "center")
    questions = {
        "opinion": (opinion | plain, opinion),  # against news of outlets of the centre
        "leaning": (~opinion, leaning != "center"),  # news of outlets of left or right against the centre
        "right": (leaning != "center", leaning == "right"),  # right against left
    }
    weighed = TfidfTransformer(sublinear_tf=True).fit_transform(table)
    weights = []
    for among, side in questions.values():
        model = LogisticRegression(C=10, class_weight="balanced", solver="liblinear", random_state=0)
        weights.append(model.fit(weighed[among], side[among]).coef_[0])
    return list(questions), np.column_stack(weights)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", required=True, help="an .npz file")
    out = parser.parse_args().out
    described, streams, names = read_articles()
    vocabulary, counts, streams = frequent(streams, names)
    registers, weights = registers_of(described, word_table(streams))
    vectors = vectors_of(neighbours(streams))
    text = lambda words: np.frombuffer("\n".join(words).encode("utf-8"), dtype=np.uint8)  # noqa: E731
    np.savez_compressed(
        out, vocabulary=text(vocabulary), counts=counts.astype(np.int32), registers=text(registers),
        weights=weights.astype(np.float16), vectors=np.rint(vectors * 127).astype(np.int8),
    )  # fmt: skip


if __name__ == "__main__":
    main()
