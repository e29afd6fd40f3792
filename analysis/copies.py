"""Near-duplicate articles and wire copy, from shared runs of words."""

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import HashingVectorizer

RUN = 5  # words in a row that two texts must share to count once
SAMPLE = 4  # one hashed run in so many is kept
COMMON = 40  # runs in more articles than this are phrases, not copy
LEAST_SHARE = 0.5


def fingerprints(articles):
    """A table of article_id and run, a row a sampled run of five words, from `articles`.

    Runs are hashed, and one hash in four is kept, the same ones in every text: what two texts share is sampled alike
    (Broder 1997, "On the resemblance and containment of documents"), so chunks of a corpus can be read one at a time.
    """
    hashing = HashingVectorizer(
        analyzer="word", ngram_range=(RUN, RUN), n_features=2**26, norm=None, alternate_sign=False, binary=True,
        token_pattern=r"[^\W_]+", dtype=np.int32,
    )  # fmt: skip
    runs = hashing.transform(articles["text"]).tocoo()
    kept = runs.col % SAMPLE == 0
    ids = articles["article_id"].to_numpy()
    return pd.DataFrame({"article_id": ids[runs.row[kept]], "run": runs.col[kept].astype("int32")})


def find_copies(articles, prints, *, agencies=(), least_share=LEAST_SHARE):
    """A table of article_id, copy_of and share, a row a copied article, from `articles` and their fingerprints.

    `share` is the part of the article's runs that stand in the other article too (0 to 1). `copy_of` is the earlier
    by date, then by article_id, and an article of one of the `agencies` comes before all others; an article that copies
    several is given with the one it shares most with. An article without a date counts as later than all others.
    """
    order = articles.assign(
        published=articles["published"].astype("str").replace("", "9999"), later=~articles["outlet"].isin(set(agencies))
    )
    ids = order.sort_values(["later", "published", "article_id"])["article_id"].to_numpy()
    matrix, lengths = run_matrix(ids, prints)
    shared = (matrix @ matrix.T).tocoo()
    later = shared.row > shared.col
    share = shared.data[later] / np.maximum(lengths[shared.row[later]], 1)
    pairs = pd.DataFrame({"later": shared.row[later], "earlier": shared.col[later], "share": share})
    pairs = pairs[pairs["share"] >= least_share].sort_values(["later", "share", "earlier"], ascending=[True, False, True])
    best = pairs.drop_duplicates("later")
    return pd.DataFrame(
        {"article_id": ids[best["later"]], "copy_of": ids[best["earlier"]], "share": best["share"].to_numpy().round(3)}
    )


def run_matrix(ids, prints):
    """A sparse matrix of articles, in the order of `ids`, by the runs that several share, and each article's number of runs."""
    places = pd.Series(np.arange(len(ids)), index=ids)
    rows = places[prints["article_id"]].to_numpy()
    codes, runs = pd.factorize(prints["run"])
    lengths = np.bincount(rows, minlength=len(ids))
    articles_with = np.bincount(codes, minlength=len(runs))
    kept = (articles_with[codes] > 1) & (articles_with[codes] <= COMMON)
    ones = np.ones(kept.sum(), dtype=np.int32)
    return csr_matrix((ones, (rows[kept], codes[kept])), shape=(len(ids), max(len(runs), 1))), lengths


def is_wire(articles, copies, agencies):
    """A boolean column, aligned with `articles`: true where the article is another newsroom's copy.

    That is where the corpus says so (`wire` not empty), where it copies an article of another outlet (`copies`), and in
    a corpus that does not say, where its credits name one of `agencies` alone ("With AP and EFE" is an outlet's own
    compilation). An agency's own article is no copy.
    """
    outlet = dict(zip(articles["article_id"], articles["outlet"]))
    of_others = copies[copies["article_id"].map(outlet) != copies["copy_of"].map(outlet)]["article_id"]
    own = articles["outlet"].isin(set(agencies))
    copied = articles["article_id"].isin(set(of_others)) & ~own
    wire = articles["wire"].fillna("") if "wire" in articles else pd.Series("", index=articles.index)
    if (wire != "").any():
        return copied | (wire != "")
    names = {name.casefold() for name in agencies}
    return copied | (articles["credits"].str.strip().str.casefold().isin(names) & ~own)
