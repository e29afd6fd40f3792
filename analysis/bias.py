"""Which sentences do experts call biased: measures of sentences, a linear model of them beside one of words, and its error.

A sentence goes through the pipeline as an article of its own, so `article_id` is a sentence's id here. Rows that coders did not agree on are
to be left out before. Prediction is a log-odds; above 0 is "biased".
"""

import re

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import GroupKFold, StratifiedKFold
from sklearn.pipeline import make_pipeline, make_union
from sklearn.preprocessing import FunctionTransformer, StandardScaler

from . import tables
from .words import WORD, count_words, normal

FOLDS = 5
REPLICATES = 2000
VOICES = {"outlet": "own", "attributed": "attributed", "quoted": "quoted", "scare": "quoted"}
SHORT = 3  # words of a short quotation
FURTHEST = 5.0  # standard deviations beyond which a measure counts no more
STRENGTH_OF_WORDS, STRENGTH_OF_MEASURES = 2.0, 0.01  # the inverse of the penalty; fixed, not tuned in the folds
SUITE = ("framing", "hedging", "attribution", "sources", "quotation", "evaluation", "length")
BACKGROUND = ("register", "vector")


# Measures of a sentence


def measure_sentences(articles, quotations, mentions, attributions):
    """A table of article_id and "group:measure" columns, a row a sentence, from the tables of the pipeline's stages.

    Groups: framing and hedging (mentions by category and voice), evaluation (mentions of any other list, the same way), attribution (attributions
    by stance and by quoting), sources (attributions by source type and naming), quotation (shares of the sentence's characters, 0 to 1, inside quotation marks
    and in attributed content; quotations of at most three words), length (words). What is not a share is a count.
    """
    ids = pd.Index(articles["article_id"], name="article_id")
    lists = mentions["lexicon"].str.split("-").str[0].map({"framing": "framing", "hedges": "hedging"}).fillna("evaluation")
    named = lists + ":" + mentions["category"] + " " + mentions["voice"].map(VOICES)
    parts = [pd.crosstab(mentions["article_id"], named.rename(None))]
    for group, columns in (("attribution", ("stance", "quoting")), ("sources", ("source_type", "source_naming"))):
        parts += [pd.crosstab(attributions["article_id"], f"{group}:{column} " + attributions[column]) for column in columns]
    counted = pd.concat([part.reindex(ids).fillna(0).astype("int64") for part in parts], axis=1)
    length = pd.Series(list(map(count_words, articles["text"])), index=ids, name="length:words")
    measured = pd.concat([counted, quotation_shares(articles, quotations, attributions), length], axis=1)
    assert len(measured) == len(articles), "one row for each sentence"
    return measured.reset_index()


def quotation_shares(articles, quotations, attributions):
    """A table indexed by article_id: quotation:quoted, quotation:attributed (shares of characters), quotation:short (count)."""
    quotes_of, said_in = tables.rows_by_article(quotations[quotations["level"] == 0]), tables.rows_by_article(attributions)
    rows = []
    for article_id, text in zip(articles["article_id"], articles["text"]):
        quotes = [(row.start, row.end) for row in quotes_of.get((article_id, "text"), [])]
        said = [span for row in said_in.get((article_id, "text"), []) for span in tables.read_spans(row.content_spans)]
        short = sum(count_words(text, *quote) <= SHORT for quote in quotes)
        rows.append((article_id, covered(quotes, len(text)), covered(said, len(text)), short))
    columns = ["article_id", "quotation:quoted", "quotation:attributed", "quotation:short"]
    return pd.DataFrame(rows, columns=columns).set_index("article_id")


def covered(spans, length):
    """The share (0 to 1) of `length` characters that lie in one of the spans at least."""
    inside = np.zeros(max(length, 1), dtype=bool)
    for start, end in spans:
        inside[start:end] = True
    return float(inside.mean())


def background_of_sentences(articles, background):
    """A table of article_id, "register:..." and "vector:..." columns: means over a sentence's words, rarer words weighing more.

    `background` holds vocabulary, counts, registers, weights (word by register) and vectors (word by dimension), as
    `training.register` makes them. A word's weight is the logarithm of one over its frequency; words not in the vocabulary do not count, and a
    sentence without a known word is zero throughout.
    """
    place = {word: number for number, word in enumerate(background["vocabulary"])}
    rarity = np.log(background["counts"].sum() / background["counts"])
    known = np.hstack([background["weights"], background["vectors"]]).astype(np.float64)
    names = [f"register:{name}" for name in background["registers"]]
    names += [f"vector:{number:03d}" for number in range(background["vectors"].shape[1])]
    rows = np.zeros((len(articles), known.shape[1]))
    for row, text in enumerate(articles["text"]):
        found = [place[word] for word in map(normal, WORD.findall(text)) if word in place]
        if found:
            rows[row] = rarity[found] @ known[found] / rarity[found].sum()
    table = pd.DataFrame(rows, columns=names)
    table.insert(0, "article_id", list(articles["article_id"]))
    return table


def columns_of(features, groups):
    """The columns of `features` that belong to one of the `groups`."""
    return [column for column in features.columns if column.split(":")[0] in groups]


def voices_merged(features):
    """`features` whose counts by voice are summed over voices, so that what a model gains by knowing whose words they are can be seen."""
    merged = {column: re.sub(r" (own|attributed|quoted)$", "", column) for column in columns_of(features, ("framing", "hedging", "evaluation"))}
    summed = features[list(merged)].T.groupby(merged, sort=False).sum().T
    return pd.concat([features.drop(columns=list(merged)), summed], axis=1)


# Models


def words_model():
    """A logistic regression on the TF-IDF of words and pairs of words, and of runs of two to five letters within words."""
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=3)
    model = LogisticRegression(C=STRENGTH_OF_WORDS, solver="liblinear", dual=True, random_state=0, max_iter=2000)
    return make_pipeline(make_union(words, letters), model)


def measures_model():
    """A logistic regression on standardised measures: the signed root of each, in standard deviations, cut at five."""
    cut = FunctionTransformer(np.clip, kw_args={"a_min": -FURTHEST, "a_max": FURTHEST})
    root = FunctionTransformer(signed_root)
    return make_pipeline(root, StandardScaler(), cut, LogisticRegression(C=STRENGTH_OF_MEASURES, max_iter=1000))


def signed_root(values):
    """The square root of counts, so that the third hit says less than the first; negative values keep their sign."""
    return np.sign(values) * np.sqrt(np.abs(values))


def folds_of(biased, *, seed=None, groups=None):
    """The list of (training rows, test rows) of five folds: stratified at random by `seed`, or whole `groups` held out."""
    rows = np.zeros(len(biased))
    if groups is None:
        return list(StratifiedKFold(FOLDS, shuffle=True, random_state=seed).split(rows, biased))
    return list(GroupKFold(FOLDS).split(rows, biased, groups))


def held_out(inputs, biased, folds, model):
    """An array of log-odds, a row's from the model that was not fitted on its fold.

    `inputs` is a list of texts or a two-dimensional array; `model` is a function that returns a new unfitted model.
    """
    inputs, biased, predicted = np.asarray(inputs), np.asarray(biased), np.full(len(biased), np.nan)
    for training, test in folds:
        predicted[test] = model().fit(inputs[training], biased[training]).decision_function(inputs[test])
    assert not np.isnan(predicted).any(), "every row is in one test fold"
    return predicted


# Scores


def outcomes(biased, log_odds):
    """An array, row by four: whether each row is a true positive, a false positive, a false negative, a true negative."""
    biased, called = np.asarray(biased, dtype=bool), np.asarray(log_odds) > 0
    return np.column_stack([biased & called, ~biased & called, biased & ~called, ~biased & ~called]).astype(np.float64)


def macro_f1(counts):
    """The macro F1 (0 to 1) of true positives, false positives, false negatives and true negatives on the last axis.

    The mean of the F1 of "biased" and of "not biased"; a class that neither has nor is predicted has F1 0.
    """
    true, false_positive, false_negative, true_negative = np.moveaxis(np.asarray(counts, dtype=np.float64), -1, 0)
    wrong = false_positive + false_negative
    with np.errstate(invalid="ignore"):
        each = [np.nan_to_num(2 * right / (2 * right + wrong)) for right in (true, true_negative)]
    return (each[0] + each[1]) / 2


def resampled_f1(biased, predictions, *, seed, units=None, replicates=REPLICATES):
    """(values, replicated): the macro F1 of each column of `predictions`, and in `replicates` resamples of the rows, replicate by column.

    `units` names each row's unit where whole units (outlets, events) are resampled, with replacement. The same resamples serve all columns, so
    differences between columns are paired. Efron & Tibshirani (1993), chapter 13.
    """
    units = np.arange(len(biased)) if units is None else pd.factorize(np.asarray(units))[0]
    n = int(units.max()) + 1
    random = np.random.default_rng(seed)
    weights = random.multinomial(n, np.full(n, 1 / n), size=replicates).astype(np.float64)
    values, replicated = [], []
    for log_odds in np.asarray(predictions).T:
        rows = outcomes(biased, log_odds)
        sums = np.column_stack([np.bincount(units, column, minlength=n) for column in rows.T])
        values.append(macro_f1(sums.sum(axis=0)))
        replicated.append(macro_f1(weights @ sums))
    return np.array(values), np.column_stack(replicated)


def scores(predictions, models, *, seed, baseline=None, units=None, replicates=REPLICATES):
    """A table of model, estimate, low, high: the macro F1 of pooled predictions, its mean over the column `seed`, with 95 % intervals.

    `predictions` has sentence_id, seed, biased and a column of log-odds for each of the `models`. With `baseline`, one of the models, the
    estimate is the difference to it, from the same resamples. `units` names a column whose values are resampled whole; else sentences are.
    """
    values, replicated = [], []
    for _, mine in predictions.groupby("seed", sort=True):
        mine = mine.sort_values("sentence_id")
        one = resampled_f1(mine["biased"], mine[list(models)], seed=seed, units=mine[units] if units else None, replicates=replicates)
        values.append(one[0])
        replicated.append(one[1])
    value, spread = np.mean(values, axis=0), np.mean(replicated, axis=0)
    if baseline is not None:
        place = list(models).index(baseline)
        value, spread = value - value[place], spread - spread[:, [place]]
    low, high = np.percentile(spread, [2.5, 97.5], axis=0)
    return pd.DataFrame({"model": list(models), "estimate": value, "low": low, "high": high})


def by_group(predictions, models, column):
    """A table of `column`, n, biased (share, 0 to 1) and for each of the `models` the macro F1 within the group, mean over seeds."""
    rows = []
    for group, mine in predictions.groupby(column, sort=True):
        per_seed = [[macro_f1(outcomes(one["biased"], one[m]).sum(axis=0)) for m in models] for _, one in mine.groupby("seed")]
        rows.append((group, mine["sentence_id"].nunique(), mine["biased"].mean(), *np.mean(per_seed, axis=0)))
    return pd.DataFrame(rows, columns=[column, "n", "biased", *models])


def ranking(truth, log_odds):
    """(ROC AUC, average precision, F1 at log-odds 0, base rate) of a ranking of sentences, all 0 to 1."""
    truth, log_odds = np.asarray(truth, dtype=bool), np.asarray(log_odds)
    true, false_positive, false_negative, _ = outcomes(truth, log_odds).sum(axis=0)
    f1 = 2 * true / max(2 * true + false_positive + false_negative, 1)
    return roc_auc_score(truth, log_odds), average_precision_score(truth, log_odds), f1, truth.mean()
