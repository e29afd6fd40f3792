"""Sentence bias: what is measured of a sentence, models that never see their fold, and scores worked by hand."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from conftest import articles
from sklearn.metrics import f1_score

from analysis import bias, pipeline, sentence_bias
from analysis.tables import InputError


@pytest.fixture(scope="module")
def evaluator():
    """The instrument of sentence bias, with attributions by rules, which need no model."""
    return dataclasses.replace(sentence_bias.load_evaluator(), method="rules", model=None)


@pytest.fixture(scope="module")
def measured(evaluator):
    """A function from a sentence to its measures that are not zero."""

    def measure(sentence):
        table = articles({"text": sentence})
        results = pipeline.measure_articles(table, evaluator)
        row = bias.measure_sentences(table, results.quotations, results.mentions, results.attributions).iloc[0]
        return {name: value for name, value in row.items() if name != "article_id" and value != 0}

    return measure


# What is measured


def test_a_judgement_in_the_authors_voice_is_the_authors_own(measured):
    found = measured("The shameful bridge stood.")
    assert found == {"evaluation:negative own": 1, "length:words": 4}


def test_the_same_judgement_inside_reported_words_is_attributed(measured):
    found = measured("The mayor said that the shameful bridge stood.")
    assert found["evaluation:negative attributed"] == 1 and "evaluation:negative own" not in found


def test_the_same_judgement_inside_quotation_marks_is_quoted(measured):
    found = measured("“The shameful bridge stood,” the mayor said.")
    assert found["evaluation:negative quoted"] == 1 and "evaluation:negative own" not in found


def test_an_attribution_is_counted_by_stance_quoting_source_and_naming(measured):
    found = measured("The mayor claimed that the bridge was safe.")
    assert {name: found[name] for name in found if name.split(":")[0] in ("attribution", "sources")} == {
        "attribution:stance doubting": 1, "attribution:quoting indirect": 1, "sources:source_type official": 1, "sources:source_naming named": 1,
    }  # fmt: skip


def test_hedges_and_framing_terms_have_groups_of_their_own(measured):
    found = measured("The regime may fall.")
    assert found["framing:loaded own"] == 1 and found["hedging:modal own"] == 1


def test_the_quoted_share_is_of_characters_and_a_quotation_of_three_words_is_short(measured):
    # 20 characters, 10 of them in quotation marks.
    assert measured("Few “tall men” came.")["quotation:quoted"] == 0.5
    assert measured("Few “tall men” came.")["quotation:short"] == 1
    assert "quotation:short" not in measured("Few “very tall old men” came.")


def test_a_sentence_without_any_hit_stays_with_zeros(evaluator):
    table = articles({"text": "It rained."}, {"text": "The shameful bridge stood."})
    results = pipeline.measure_articles(table, evaluator)
    found = bias.measure_sentences(table, results.quotations, results.mentions, results.attributions)
    assert list(found["article_id"]) == ["a", "b"] and list(found["evaluation:negative own"]) == [0, 1]


def test_overlapping_spans_cover_a_character_once():
    assert bias.covered([(0, 4), (2, 6)], 12) == 0.5


def test_counts_of_all_voices_are_summed_where_voices_are_merged():
    features = pd.DataFrame({"evaluation:negative own": [1, 0], "evaluation:negative attributed": [2, 1], "length:words": [9, 4]})
    assert bias.voices_merged(features).to_dict("list") == {"length:words": [9, 4], "evaluation:negative": [3, 1]}


BACKGROUND = {
    "vocabulary": ["rain", "vile"], "counts": np.array([90, 10]), "registers": ["opinion"], "weights": np.array([[-1.0], [3.0]]),
    "vectors": np.array([[1.0, 0.0], [0.0, 1.0]]),
}  # fmt: skip


def test_a_sentences_background_is_the_mean_of_its_words_with_rare_words_weighing_more():
    found = bias.background_of_sentences(articles({"text": "Vile rain!"}, {"text": "Umbrella."}), BACKGROUND)
    rain, vile = np.log(100 / 90), np.log(100 / 10)
    assert found["register:opinion"].tolist() == pytest.approx([(3 * vile - rain) / (rain + vile), 0])
    assert found["vector:001"].tolist() == pytest.approx([vile / (rain + vile), 0])


# Models


TEXTS = ["a vile plan", "a vile man", "a vile day", "a vile mob", "a vile act", "the rain fell", "the rain came", "the rain went", "the rain hit", "the rain was"] * 2
BIASED = [True] * 5 + [False] * 5 + [True] * 5 + [False] * 5


def test_both_models_learn_what_is_plain_to_see():
    folds = bias.folds_of(BIASED, seed=0)
    assert ((bias.held_out(TEXTS, BIASED, folds, bias.words_model) > 0) == BIASED).all()
    counts = np.array([["vile" in text, 3] for text in TEXTS], dtype=float)
    assert ((bias.held_out(counts, BIASED, folds, bias.measures_model) > 0) == BIASED).all()


def test_a_model_is_not_fitted_on_the_fold_that_it_predicts():
    class Recorder:
        def fit(self, inputs, biased):
            self.seen = set(inputs)
            return self

        def decision_function(self, inputs):
            assert not self.seen & set(inputs)
            return np.ones(len(inputs))

    names = [f"text {number}" for number in range(20)]
    assert bias.held_out(names, BIASED, bias.folds_of(BIASED, seed=0), Recorder).tolist() == [1.0] * 20


def test_a_row_that_no_fold_predicts_is_an_error():
    with pytest.raises(AssertionError):
        bias.held_out(TEXTS, BIASED, bias.folds_of(BIASED, seed=0)[:4], bias.words_model)


def test_an_outlet_is_never_in_training_and_test_at_once():
    outlets = np.array(["Gazette", "Courier", "Herald", "Mirror", "Echo", "Argus", "Star", "Sun", "Globe", "Post"] * 2)
    for training, test in bias.folds_of(BIASED, groups=outlets):
        assert not set(outlets[training]) & set(outlets[test])


# Scores


def test_macro_f1_is_the_mean_of_two_f1_worked_by_hand():
    # biased: 2 * 3 / (2 * 3 + 1 + 2) = 6/9; not biased: 2 * 4 / (2 * 4 + 1 + 2) = 8/11.
    assert bias.macro_f1([3, 1, 2, 4]) == pytest.approx((6 / 9 + 8 / 11) / 2)


def test_macro_f1_is_that_of_scikit_learn():
    random = np.random.default_rng(0)
    truth, log_odds = random.random(200) > 0.4, random.normal(size=200)
    assert bias.macro_f1(bias.outcomes(truth, log_odds).sum(axis=0)) == pytest.approx(f1_score(truth, log_odds > 0, average="macro"))


def predictions(**models):
    n = 400
    truth = np.arange(n) % 2 == 0
    outlets = np.arange(n) // 100
    table = pd.DataFrame({"sentence_id": [f"s{k:03d}" for k in range(n)], "seed": 0, "outlet": outlets, "biased": truth})
    # A model that errs on every `each`-th sentence.
    return table.assign(**{name: np.where((np.arange(n) % each == 0) ^ truth, 1.0, -1.0) for name, each in models.items()})


def test_an_interval_holds_the_estimate_and_has_the_width_of_a_shares():
    found = bias.scores(predictions(words=5), ["words"], seed=1).iloc[0]
    # 80 of 400 wrong, evenly: macro F1 0.8; a share of 0.8 in 400 has a standard error of 0.02.
    assert found["estimate"] == pytest.approx(0.8, abs=0.001)
    assert found["high"] - found["low"] == pytest.approx(2 * 1.96 * 0.02, rel=0.1)


def test_a_difference_is_paired_and_zero_for_the_baseline_itself():
    table = predictions(words=5).assign(same=lambda t: t["words"])
    found = bias.scores(table, ["words", "same"], seed=1, baseline="words")
    assert found[["estimate", "low", "high"]].to_numpy().tolist() == [[0, 0, 0], [0, 0, 0]]


def test_whole_outlets_are_resampled_where_they_are_the_units():
    # Two outlets all right, two all wrong: the interval reaches from 0 to 1, which no resampling of sentences would.
    table = predictions(words=5)
    table["words"] = np.where((table["outlet"] < 2) == table["biased"], 1.0, -1.0)
    by_outlet, by_sentence = (bias.scores(table, ["words"], seed=1, units=units).iloc[0] for units in ("outlet", None))
    assert (by_outlet["low"], by_outlet["high"]) == (0, 1)
    assert by_sentence["high"] - by_sentence["low"] < 0.12


def test_scores_are_the_mean_over_seeds():
    two = pd.concat([predictions(words=5), predictions(words=5).assign(seed=1, words=lambda t: np.where(t["biased"], 1.0, -1.0))])
    assert bias.scores(two, ["words"], seed=1)["estimate"].item() == pytest.approx(0.9, abs=0.001)


def test_a_perfect_and_a_useless_ranking():
    truth = [True, True, False, False]
    assert bias.ranking(truth, [2, 1, -1, -2]) == (1, 1, 1, 0.5)
    area, precision, f1, base = bias.ranking(truth, [-1, -1, -1, -1])
    assert (area, precision, f1, base) == (0.5, 0.5, 0, 0.5)


# The models' names and the derived data


def test_a_model_that_reads_words_too_is_the_mean_of_two_log_odds():
    columns = {"words": np.array([2.0]), "measures": np.array([-1.0]), "background": np.array([0.0]), "measures, background": np.array([4.0]), "all without framing": np.array([6.0])}
    found = sentence_bias.with_words(columns)
    assert {name: found[name].item() for name in ("words", "words, measures", "words, background", "all", "all without framing")} == {
        "words": 2, "words, measures": 0.5, "words, background": 1, "all": 3, "all without framing": 4,
    }  # fmt: skip


def test_a_model_without_a_group_reads_no_column_of_it():
    features = pd.DataFrame([[1, 2, 3]], columns=["framing:loaded own", "length:words", "vector:000"])
    assert sentence_bias.inputs_of(features, "all without framing").tolist() == [[2, 3]]
    assert sentence_bias.inputs_of(features, "measures").tolist() == [[1, 2]]


def test_derived_data_come_back_as_they_were_written_and_none_is_an_error(tmp_path):
    table = pd.DataFrame({"sentence_id": ["a"], "words": [0.25]})
    kept = sentence_bias.Kept(table, table, table, table, table, {"sentences": 1})
    folder = sentence_bias.write_kept(kept, tmp_path / "kept")
    assert sentence_bias.read_kept(folder).predictions.to_dict("list") == {"sentence_id": ["a"], "words": [0.25]}
    with pytest.raises(InputError) as raised:
        sentence_bias.read_kept(tmp_path / "none")
    assert str(raised.value) == f"{tmp_path / 'none'}: no derived data; make them with `python -m analysis.sentence_bias` once babe and basil are fetched"
