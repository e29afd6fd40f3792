"""Word vectors and word clusters from unlabelled news: python -m analysis.training.vectors --out FILE

Counts which words stand within two places of each other in article-bias-prediction (fetched before), weighs the counts
by positive pointwise mutual information with smoothed contexts (Levy, Goldberg & Dagan 2015), and keeps 100 dimensions
of their singular value decomposition; clusters are k-means of the vectors. The file holds numbers and single words.
"""

import argparse

import numpy as np
import scipy.sparse as sparse
from sklearn.cluster import MiniBatchKMeans
from sklearn.utils.extmath import randomized_svd

from .. import datasets
from ..attribution.learned.words import TOKEN, normal

VOCABULARY, CONTEXTS, DIMENSIONS = 30_000, 3_000, 100
OFFSETS = (-2, -1, 1, 2)
CLUSTERS = (64, 400, 1200)
BREAK = -1  # between two articles


def word_stream(texts):
    """(names, stream): the words met, and the texts as one row of word numbers with four breaks after each."""
    numbers, parts = {}, []
    for text in texts:
        mine = [numbers.setdefault(normal(word), len(numbers)) for word in TOKEN.findall(text)]
        parts.append(np.array([*mine, *[BREAK] * 4], dtype=np.int32))
    return list(numbers), np.concatenate(parts)


def frequent(names, stream):
    """(vocabulary, stream): the most frequent words, and the stream in their ranks; other words one rank past, breaks two."""
    counts = np.bincount(stream[stream >= 0], minlength=len(names))
    order = np.argsort(-counts, kind="stable")[:VOCABULARY]
    rank = np.full(len(names), VOCABULARY, dtype=np.int32)
    rank[order] = np.arange(len(order))
    return [names[i] for i in order], np.where(stream >= 0, rank[stream], VOCABULARY + 1)


def neighbours(stream):
    """A sparse matrix of counts: word by (offset, context word); rarer contexts are one column, breaks another."""
    context = np.where(stream < CONTEXTS, stream, np.where(stream <= VOCABULARY, CONTEXTS, CONTEXTS + 1))
    blocks = []
    for offset in OFFSETS:
        words, others = (stream[-offset:], context[:offset]) if offset < 0 else (stream[:-offset], context[offset:])
        kept = words < VOCABULARY
        shape = (VOCABULARY, CONTEXTS + 2)
        blocks.append(sparse.coo_matrix((np.ones(kept.sum(), np.float32), (words[kept], others[kept])), shape=shape).tocsr())
    return sparse.hstack(blocks).tocsr().astype(np.float64)


def vectors_of(counts):
    """Unit vectors of the words, 100 dimensions, from the counts of their neighbours."""
    total, of_words = counts.sum(), np.asarray(counts.sum(axis=1)).ravel()
    of_contexts = np.asarray(counts.sum(axis=0)).ravel() ** 0.75
    of_contexts *= total / of_contexts.sum()
    cells = counts.tocoo()
    information = np.log(cells.data * total / (of_words[cells.row] * of_contexts[cells.col]))
    kept = information > 0
    table = sparse.csr_matrix((information[kept], (cells.row[kept], cells.col[kept])), shape=counts.shape)
    left, singular, _ = randomized_svd(table, DIMENSIONS, n_iter=4, random_state=0)
    vectors = left * np.sqrt(singular)
    return (vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)).astype(np.float32)


def clusters_of(vectors):
    """Cluster numbers of the words, a column for each number of clusters."""
    fitted = [
        MiniBatchKMeans(k, random_state=0, n_init=3, batch_size=4096, max_iter=60).fit(vectors.astype(np.float64)).labels_
        for k in CLUSTERS
    ]
    return np.stack(fitted, axis=1).astype(np.int16)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", required=True, help="an .npz file")
    out = parser.parse_args().out
    texts = (text for chunk in datasets.load("article-bias-prediction") for text in chunk["text"])
    names, stream = word_stream(texts)
    vocabulary, stream = frequent(names, stream)
    vectors = vectors_of(neighbours(stream))
    words = np.frombuffer("\n".join(vocabulary).encode("utf-8"), dtype=np.uint8)
    np.savez_compressed(out, vocabulary=words, vectors=vectors, clusters=clusters_of(vectors))


if __name__ == "__main__":
    main()
