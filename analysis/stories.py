"""Stories: articles of one event matched across outlets by their words and dates, and one text counted once an outlet."""

import heapq

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, HashingVectorizer, TfidfTransformer

WORDS = 2**20  # places that words are hashed to
WINDOW = 3  # days between two articles that may be of one story
LEAST_SIMILARITY = 0.2  # mean cosine of two groups of articles that are joined
NEGLIGIBLE = 0.05  # a cosine under this counts as none
BLOCK = 500  # articles compared at a time, so that memory stays small


def word_counts(articles):
    """A table of article_id, word and count, a row a word of an article's title and text, from `articles`.

    Words are hashed, in lower case, of two letters or more, without the commonest ones of English. Chunks of a corpus can be counted
    one at a time, and a corpus's words fit into memory where its texts do not.
    """
    hashing = HashingVectorizer(
        n_features=WORDS, norm=None, alternate_sign=False, stop_words=list(ENGLISH_STOP_WORDS), token_pattern=r"[^\W_]{2,}", dtype=np.float32
    )
    texts = [f"{row.title}\n{row.text[row.text_start :]}" for row in articles.itertuples(index=False)]
    counts = hashing.transform(texts).tocoo()
    ids = pd.Categorical.from_codes(counts.row, categories=articles["article_id"])
    return pd.DataFrame({"article_id": ids, "word": counts.col.astype("int32"), "count": counts.data.astype("int16")})


def find_stories(articles, words, *, window=WINDOW, least_similarity=LEAST_SIMILARITY):
    """A table of article_id and found_story, a row an article, from `articles` and their word_counts.

    `words` is a table of `word_counts`, or a list of such tables, one a chunk. Articles whose dates are at most `window` days apart are
    compared by the cosine of their words (term frequency on a logarithmic scale, by inverse document frequency). Groups are joined
    while the mean cosine between all their pairs is at least `least_similarity` (0 to 1), the most similar first: a mean over
    all pairs, in which a pair further apart in time is 0, does not chain through single likenesses (group-average clustering as in Yang,
    Pierce & Carbonell 1998, "A study of retrospective and on-line event detection"). A story has the article_id of its first article
    by date; an article without a date, and one that nothing is like, is a story of its own.
    """
    order = articles.assign(published=articles["published"].astype("str")).sort_values(["published", "article_id"])[["article_id", "published"]]
    ids = order["article_id"].to_numpy()
    dated = order["published"].to_numpy() != ""
    days = pd.to_datetime(order["published"][dated]).to_numpy().astype("datetime64[D]").astype("int64")
    vectors = word_vectors(ids, [words] if isinstance(words, pd.DataFrame) else words)[np.flatnonzero(dated)]
    groups = join_groups(len(days), likenesses(vectors, days, window), least_similarity)
    first = np.arange(len(ids))
    first[dated] = np.flatnonzero(dated)[groups]
    return pd.DataFrame({"article_id": ids, "found_story": ids[first]})


def word_vectors(ids, words):
    """A sparse matrix of articles, in the order of `ids`, by words: tf-idf with logarithmic counts, each row of length 1 (or 0)."""
    places = pd.Series(np.arange(len(ids), dtype="int32"), index=ids)
    rows = np.concatenate([places[table["article_id"].cat.categories].to_numpy()[table["article_id"].cat.codes] for table in words])
    columns = np.concatenate([table["word"].to_numpy() for table in words])
    counts = np.concatenate([table["count"].to_numpy() for table in words]).astype("float32")
    return TfidfTransformer(sublinear_tf=True).fit_transform(csr_matrix((counts, (rows, columns)), shape=(len(ids), WORDS)))


def likenesses(vectors, days, window):
    """A table of earlier, later and cosine: the pairs of articles at most `window` days apart; `days` ascend."""
    parts = []
    for start in range(0, len(days), BLOCK):
        end = np.searchsorted(days, days[min(start + BLOCK, len(days)) - 1] + window, side="right")
        cosines = (vectors[start : start + BLOCK] @ vectors[start:end].T).tocoo()
        near = (cosines.row < cosines.col) & (cosines.data >= NEGLIGIBLE) & (days[start + cosines.col] - days[start + cosines.row] <= window)
        columns = {"earlier": start + cosines.row[near], "later": start + cosines.col[near], "cosine": cosines.data[near].astype("float64")}
        parts.append(pd.DataFrame(columns))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({"earlier": [], "later": [], "cosine": []})


def join_groups(n, pairs, least_similarity):
    """An array with the smallest member of each of the `n` articles' groups, by average linkage over the `pairs` of `likenesses`.

    A pair that is not listed has a cosine of 0. Only listed pairs are held, so time and memory grow with them and not with n squared.
    """
    sums = [{} for _ in range(n)]  # of each group, the sum of cosines to each other group
    for earlier, later, cosine in pairs.itertuples(index=False, name=None):
        sums[int(earlier)][int(later)] = sums[int(later)][int(earlier)] = cosine
    members = [[k] for k in range(n)]
    waiting = [(-cosine, i, j, 2) for i in range(n) for j, cosine in sums[i].items() if i < j and cosine >= least_similarity]
    heapq.heapify(waiting)
    while waiting:
        _, i, j, size = heapq.heappop(waiting)
        if not members[i] or not members[j] or len(members[i]) + len(members[j]) != size:
            continue  # one of the two has grown, or is part of another group, since
        join(sums, members, i, j)
        for k, total in sums[i].items():
            mean = total / (len(members[i]) * len(members[k]))
            if mean >= least_similarity:
                heapq.heappush(waiting, (-mean, min(i, k), max(i, k), len(members[i]) + len(members[k])))
    groups = np.empty(n, dtype="int64")
    for own in members:
        groups[own] = min(own, default=0)
    return groups


def join(sums, members, i, j):
    """Puts group j into group i, in place."""
    for k, total in sums[j].items():
        del sums[k][j]
        if k != i:
            sums[i][k] = sums[k][i] = sums[i].get(k, 0.0) + total
    members[i] += members[j]
    members[j], sums[j] = [], {}


def once_an_outlet(articles):
    """`articles` without the second and later ones of an outlet that are of one text, from the copy_of of `copies`.

    An agency's report that ten outlets print is one text; an outlet that prints it twice has chosen its words once. Articles that copy
    one another, directly or through a third, are one text; of each outlet the first by date, then by article_id, stays.
    """
    parent = dict(zip(articles["article_id"], articles["copy_of"]))
    text = articles["article_id"].map(lambda article_id: original(article_id, parent))
    ordered = articles.assign(of_text=text).sort_values(["published", "article_id"])
    first = ordered.drop_duplicates(["outlet", "of_text"]).index
    return articles.loc[articles.index.isin(first)].reset_index(drop=True)


def original(article_id, copy_of):
    """The article that an article is a copy of, followed to the first one."""
    seen = set()
    while copy_of.get(article_id) and article_id not in seen:
        seen.add(article_id)
        article_id = copy_of[article_id]
    return article_id


def pair_scores(found, given):
    """A dictionary of pairs found, given and both, and precision and recall (0 to 1): two groupings of the same articles, by pairs of one group."""
    table = pd.DataFrame({"found": list(found), "given": list(given)})
    pairs = lambda by: int((lambda size: size * (size - 1) // 2)(table.groupby(by).size()).sum())  # noqa: E731
    counts = {"found": pairs(["found"]), "given": pairs(["given"]), "both": pairs(["found", "given"])}
    share = lambda total: counts["both"] / total if total else float("nan")  # noqa: E731
    return counts | {"precision": share(counts["found"]), "recall": share(counts["given"])}


def shared(counts, *, story, group):
    """A dictionary that says how much of `counts` (with columns count, total, `story`, `group`) can be compared within a story.

    stories: of those with a label, in how many at least two groups have one; labels: their totals' share of all totals (0 to 1).
    """
    held = counts[counts["total"] > 0]
    groups = held.groupby(story)[group].nunique()
    several = groups.index[groups > 1]
    labels = held.loc[held[story].isin(several), "total"].sum()
    total = held["total"].sum()
    return {"stories with labels": len(groups), "of two groups or more": len(several), "share of labels": float(labels / total) if total else float("nan")}
