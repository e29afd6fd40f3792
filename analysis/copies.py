"""Near-duplicate articles and wire copy, from shared runs of words."""

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import HashingVectorizer

RUN = 5  # words in a row that two texts must share to count once
SAMPLE = 4  # one hashed run in so many is kept
COMMON = 40  # runs in more articles than this are phrases, not copy
LEAST_SHARE = 0.5
BLOCK = 1000  # articles compared with all others at a time, so that memory stays small


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
    ids = pd.Categorical.from_codes(runs.row[kept], categories=articles["article_id"])
    return pd.DataFrame({"article_id": ids, "run": runs.col[kept].astype("int32")})


def find_copies(articles, prints, *, agencies=(), least_share=LEAST_SHARE):
    """A table of article_id, copy_of and share, a row a copied article, from `articles` and their fingerprints.

    `prints` is a table of `fingerprints`, or a list of such tables, one a chunk of the articles.
    `share` is the part of the article's runs that stand in the other article too (0 to 1). `copy_of` is the earlier
    by date, then by article_id, and an article of one of the `agencies` comes before all others; an article that copies
    several is given with the one it shares most with. An article without a date counts as later than all others.
    """
    order = articles.assign(
        published=articles["published"].astype("str").replace("", "9999"), later=~articles["outlet"].isin(set(agencies))
    )
    ids = order.sort_values(["later", "published", "article_id"])["article_id"].to_numpy()
    matrix, lengths = run_matrix(ids, [prints] if isinstance(prints, pd.DataFrame) else prints)
    blocks = [sharing(matrix, lengths, start, least_share) for start in range(0, max(len(ids), 1), BLOCK)]
    pairs = pd.concat(blocks, ignore_index=True).sort_values(["later", "share", "earlier"], ascending=[True, False, True])
    best = pairs.drop_duplicates("later")
    return pd.DataFrame(
        {"article_id": ids[best["later"]], "copy_of": ids[best["earlier"]], "share": best["share"].to_numpy().round(3)}
    )


def sharing(matrix, lengths, start, least_share):
    """A table of later, earlier and share: the pairs of articles, the later one in the block from `start`, that share enough."""
    shared = (matrix[start : start + BLOCK] @ matrix.T).tocoo()
    later = shared.row.astype("int64") + start
    share = shared.data / np.maximum(lengths[later], 1)
    kept = (later > shared.col) & (share >= least_share)
    return pd.DataFrame({"later": later[kept], "earlier": shared.col[kept], "share": share[kept]})


def run_matrix(ids, prints):
    """A sparse matrix of articles, in the order of `ids`, by the runs that several share, and each article's number of runs."""
    places = pd.Series(np.arange(len(ids), dtype="int32"), index=ids)
    rows = np.concatenate([of_articles(places, table["article_id"]) for table in prints])
    runs = np.concatenate([table["run"].to_numpy() for table in prints]) // SAMPLE
    articles_with = np.bincount(runs).astype("int32")[runs]
    kept = (articles_with > 1) & (articles_with <= COMMON)
    codes, shared = pd.factorize(runs[kept])
    ones = np.ones(len(codes), dtype=np.int32)
    matrix = csr_matrix((ones, (rows[kept], codes)), shape=(len(ids), max(len(shared), 1)))
    return matrix, np.bincount(rows, minlength=len(ids))


def of_articles(places, ids):
    """The places of the articles of a column of ids, looked up once an article."""
    ids = ids.astype("category").cat
    return places.reindex(ids.categories).to_numpy(dtype="int32")[ids.codes.to_numpy()]


def is_wire(articles, copies, agencies):
    """A boolean column, aligned with `articles`: true where the article is another newsroom's copy.

    That is where the corpus says so (`wire` not empty), where it copies an article of another outlet (`copies`), and in
    a corpus that does not say, where its credits name one of `agencies` alone and not as a contribution ("With AP" and "AP
    contributed to this report" are an outlet's own compilation). An agency's own article is no copy.
    """
    outlet = dict(zip(articles["article_id"], articles["outlet"]))
    of_others = copies[copies["article_id"].map(outlet) != copies["copy_of"].map(outlet)]["article_id"]
    own = articles["outlet"].isin(set(agencies))
    copied = articles["article_id"].isin(set(of_others)) & ~own
    wire = articles["wire"].fillna("") if "wire" in articles else pd.Series("", index=articles.index)
    if (wire != "").any():
        return copied | (wire != "")
    names = {name.casefold() for name in agencies}
    added = articles["credit_places"] == "contribution" if "credit_places" in articles else False
    return copied | (articles["credits"].str.strip().str.casefold().isin(names) & ~own & ~added)
