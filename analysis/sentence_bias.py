"""Sentence bias on BABE, and carried over to BASIL: python -m analysis.sentence_bias

Measures both corpora's sentences with the suite, fits the models of `bias` with folds held out, and writes what the notebook reads to
`data/derived/sentence-bias/`: labels, measures and predictions of each sentence, and no text. Both corpora must have been fetched.
"""

import json
import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from . import bias, corpus, datasets, pipeline, studies
from .lexicons import compile_lexicon, latest, read_gazetteer, read_lexicon
from .paths import DERIVED, GAZETTEER, LEXICONS, MODELS
from .tables import InputError

FOLDER = DERIVED / "sentence-bias"
BACKGROUND = MODELS / "register-1.0.0.npz"
SEEDS = range(5)
EVERYTHING = (*bias.SUITE, *bias.BACKGROUND)
# What each model of measures reads; a name that begins with "words" adds the log-odds of the words model.
MODELS_OF_MEASURES = {
    "measures": bias.SUITE,
    "background": bias.BACKGROUND,
    "measures, background": EVERYTHING,
    "measures, voices merged": bias.SUITE,
    **{f"measures without {group}": tuple(g for g in bias.SUITE if g != group) for group in bias.SUITE},
    **{f"all without {group}": tuple(g for g in EVERYTHING if g != group) for group in EVERYTHING},
}
TRANSFERRED = ("words", "measures", "all")
TRUTHS = ("lexical_bias", "informational_bias", "either")


@dataclass(frozen=True)
class Kept:
    """The derived data: predictions on BABE (a row a sentence and fold scheme), measures of its sentences, predictions and scores on BASIL."""

    predictions: pd.DataFrame
    measures: pd.DataFrame
    basil: pd.DataFrame
    transfer: pd.DataFrame
    coefficients: pd.DataFrame
    record: dict


def load_evaluator():
    """The pipeline's Instrument with the newest list of evaluative words beside framing and hedges."""
    instrument = pipeline.load_instrument()
    listed = compile_lexicon(read_lexicon(latest(LEXICONS, "evaluation")), read_gazetteer(GAZETTEER))
    return replace(instrument, matchers=(*instrument.matchers, listed))


def read_background(file=BACKGROUND):
    """The dictionary of arrays that `training.register` wrote: vocabulary, counts, registers, weights, vectors."""
    with np.load(file, allow_pickle=False) as stored:
        words = {name: stored[name].tobytes().decode("utf-8").split("\n") for name in ("vocabulary", "registers")}
        return words | {"counts": stored["counts"], "weights": stored["weights"].astype(np.float32), "vectors": stored["vectors"] / np.float32(127)}


def read_sentences(name):
    """A table of sentence_id, text, outlet and the labels of the corpus `name`, babe or basil; InputError where it is not fetched."""
    known = datasets.find_corpus(name)
    if not datasets.is_present(known):
        raise InputError(f"corpus {name!r} is not in {known.folder}; bring it with `slantwise fetch {name}`")
    if name == "basil":
        table = datasets.basil_sentences(known.folder)
        return table.assign(sentence_id=table["article_id"] + ":" + table["sentence"].astype("str"))
    table = datasets.babe_sentences(known.folder)
    table = table[table["label_bias"] != "No agreement"].reset_index(drop=True)
    return table.assign(biased=table["label_bias"] == "Biased", outlet=table["outlet"].str.lower())


def features_of(sentences, instrument, background):
    """A table of article_id (the sentence's id), the suite's measures and the background, from `sentences` measured one by one."""
    rows = sentences[["sentence_id", "outlet", "text"]].rename(columns={"sentence_id": "article_id"}).to_dict("records")
    articles = corpus.articles_table(rows)
    results = pipeline.measure_articles(articles, instrument)
    measured = bias.measure_sentences(articles, results.quotations, results.mentions, results.attributions)
    joined = measured.merge(bias.background_of_sentences(articles, background), on="article_id", validate="1:1")
    assert list(joined["article_id"]) == list(sentences["sentence_id"]), "one row of features for each sentence"
    return joined


def inputs_of(features, name):
    """The array of measures that the model `name` reads."""
    table = bias.voices_merged(features) if name == "measures, voices merged" else features
    return table[bias.columns_of(table, MODELS_OF_MEASURES[name])].to_numpy(dtype=np.float64)


def schemes(sentences):
    """Yields (scheme, seed, folds): at random with five seeds, outlets held out, topics held out."""
    for seed in SEEDS:
        yield "random", seed, bias.folds_of(sentences["biased"], seed=seed)
    for column in ("outlet", "topic"):
        yield f"{column}s held out", 0, bias.folds_of(sentences["biased"], groups=sentences[column])


def predict_babe(sentences, features, *, progress=lambda done: None):
    """A table of sentence_id, outlet, topic, biased, scheme, seed and the held-out log-odds of every model."""
    tables = []
    for scheme, seed, folds in schemes(sentences):
        mine = sentences[["sentence_id", "outlet", "topic", "biased"]].assign(scheme=scheme, seed=seed)
        words = bias.held_out(sentences["text"], sentences["biased"], folds, bias.words_model)
        columns = {"words": words}
        for name in MODELS_OF_MEASURES:
            columns[name] = bias.held_out(inputs_of(features, name), sentences["biased"], folds, bias.measures_model)
        tables.append(mine.assign(**with_words(columns)))
        progress(f"{scheme}, seed {seed}")
    return pd.concat(tables, ignore_index=True)


def with_words(columns):
    """The log-odds `columns` where a model that reads words too is the mean of its two log-odds; nothing is weighed by the labels."""
    both = lambda name: (columns["words"] + columns[name]) / 2  # noqa: E731
    joined = {"words, measures": both("measures"), "words, background": both("background"), "all": both("measures, background")}
    lacking = {name: both(name) for name in columns if name.startswith("all without")}
    return columns | joined | lacking


def predict_basil(sentences, features, others, of_others):
    """The table `others` without text, with the log-odds of the models fitted on all `sentences`; `of_others` are its features."""
    biased = sentences["biased"]
    of_others = of_others.reindex(columns=features.columns, fill_value=0)
    columns = {"words": bias.words_model().fit(sentences["text"], biased).decision_function(others["text"])}
    for name in ("measures", "measures, background"):
        fitted = bias.measures_model().fit(inputs_of(features, name), biased)
        columns[name] = fitted.decision_function(inputs_of(of_others, name))
    columns["all"] = (columns["words"] + columns["measures, background"]) / 2
    described = others[["sentence_id", "article_id", "story_id", "outlet", "lexical_bias", "informational_bias"]]
    return described.assign(either=described["lexical_bias"] | described["informational_bias"], **columns)


def coefficients(sentences, features):
    """A table of group, measure, coefficient and sentences: the model of the suite's measures fitted on all sentences.

    A coefficient is the change in log-odds of "biased" for one standard deviation of the measure's root; `sentences` counts where it is not zero.
    """
    names = bias.columns_of(features, bias.SUITE)
    fitted = bias.measures_model().fit(features[names].to_numpy(dtype=np.float64), sentences["biased"])
    table = pd.DataFrame([name.split(":", 1) for name in names], columns=["group", "measure"])
    return table.assign(coefficient=fitted[-1].coef_[0], sentences=(features[names] != 0).sum().to_numpy())


def derive(*, folder=FOLDER, progress=lambda done: None):
    """The folder of derived data, once both corpora are measured, predicted and written: about 10 minutes on one core."""
    sentences, others = read_sentences("babe"), read_sentences("basil")
    instrument, background = load_evaluator(), read_background()
    features = features_of(sentences, instrument, background)
    progress("BABE measured")
    of_others = features_of(others, instrument, background)
    progress("BASIL measured")
    record = {
        "word_lists": list(instrument.versions), "background": BACKGROUND.stem, "seeds": list(SEEDS), "sentences": len(sentences),
        "fingerprint": studies.corpus_files_fingerprint(datasets.find_corpus("babe")), "method": instrument.method,
        "strength_of_words": bias.STRENGTH_OF_WORDS, "strength_of_measures": bias.STRENGTH_OF_MEASURES,
    }  # fmt: skip
    measures = features[["article_id", *bias.columns_of(features, bias.SUITE)]].rename(columns={"article_id": "sentence_id"})
    predictions = predict_babe(sentences, features, progress=progress)
    basil = predict_basil(sentences, features, others, of_others)
    kept = Kept(predictions, measures, basil, transfer(basil, seed=studies.SEED), coefficients(sentences, features), record)
    return write_kept(kept, Path(folder))


def write_kept(kept, folder):
    """`folder` with the derived data in it, whole or not at all; log-odds rounded to two decimals, shares and coefficients to four."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent, prefix=".bias-") as place:
        place = Path(place)
        for name, decimals in (("predictions", 2), ("measures", 4), ("basil", 2), ("transfer", 4), ("coefficients", 4)):
            studies.write_table(getattr(kept, name).round(decimals), place / f"{name}.csv.gz")
        (place / "record.json").write_text(json.dumps(kept.record, indent=1, sort_keys=True) + "\n", encoding="utf-8", newline="\n")
        folder.mkdir(exist_ok=True)
        for file in sorted(place.iterdir()):
            os.replace(file, folder / file.name)
    return folder


def read_kept(folder=FOLDER):
    """The Kept derived data of `folder`; InputError where there are none."""
    if not (folder / "record.json").exists():
        raise InputError(f"{folder}: no derived data; make them with `python -m analysis.sentence_bias` once babe and basil are fetched")
    read = lambda name: studies.read_table(folder / f"{name}.csv.gz")  # noqa: E731
    record = json.loads((folder / "record.json").read_text(encoding="utf-8"))
    return Kept(*map(read, ("predictions", "measures", "basil", "transfer", "coefficients")), record)


def figure_record(kept, **fields):
    """The record of a figure from the derived data, with the given `fields`."""
    known = datasets.find_corpus("babe")
    mine = kept.predictions.drop_duplicates("sentence_id")
    return {
        "corpus": "babe", "corpus_fingerprint": kept.record["fingerprint"], "word_lists": kept.record["word_lists"],
        "licence": known.licence_of_counts, "cite": known.citation, "counts": {"sentences": len(mine), "outlets": int(mine["outlet"].nunique())},
        "instrument": {"method": kept.record["method"], "background": kept.record["background"]},
    } | fields  # fmt: skip


def transfer(basil, *, seed, replicates=500):
    """A table of truth, model, score, estimate, low, high: ROC AUC, average precision and F1 on BASIL, events resampled whole.

    `basil` is the table of `predict_basil`. The score "base rate" is the share of sentences with that bias, which is what average precision
    is for a ranking that knows nothing; of ROC AUC that is 0.5.
    """
    units, events = pd.factorize(basil["story_id"])
    places = [np.flatnonzero(units == number) for number in range(len(events))]
    random = np.random.default_rng(seed)
    drawn = [np.concatenate([places[k] for k in random.integers(len(events), size=len(events))]) for _ in range(replicates)]
    rows = []
    for truth in TRUTHS:
        for model in TRANSFERRED:
            known, log_odds = basil[truth].to_numpy(dtype=bool), basil[model].to_numpy()
            values = bias.ranking(known, log_odds)
            spread = np.array([bias.ranking(known[sample], log_odds[sample]) for sample in drawn])
            low, high = np.percentile(spread, [2.5, 97.5], axis=0)
            rows += zip([truth] * 4, [model] * 4, ("ROC AUC", "average precision", "F1", "base rate"), values, low, high)
    return pd.DataFrame(rows, columns=["truth", "model", "score", "estimate", "low", "high"])


def main():
    derive(progress=lambda done: print(done, file=sys.stderr, flush=True))


if __name__ == "__main__":
    main()
