"""The teaching corpus: what its card promises."""

import re
from collections import Counter, defaultdict

import pandas as pd
import pytest

from analysis import agreement, corpus, datasets, pipeline, studies, tables, text
from analysis.paths import TEACHING


@pytest.fixture(scope="module")
def articles():
    return pd.concat(datasets.load("teaching"), ignore_index=True)


@pytest.fixture(scope="module")
def labels():
    coders = [corpus.read_gold(TEACHING / "gold" / f"coder{number}", coder=f"coder {number}") for number in (1, 2)]
    return pd.concat(coders, ignore_index=True)


def test_six_outlets_report_twelve_events_once_each(articles):
    assert len(articles) == 72
    assert set(Counter(zip(articles.story_id, articles.outlet)).values()) == {1}
    assert articles.story_id.nunique() == 12 and articles.outlet.nunique() == 6


def test_texts_have_150_to_350_words(articles):
    assert articles.text.str.split().str.len().between(150, 350).all()


def test_no_two_sentences_are_alike_but_for_wire_copy(articles):
    tokenizer = text.sentence_tokenizer(["col", "dr", "prof", "no", "a.m", "p.m", "mr", "ms"])
    sentences = text.split_sentences(articles, tokenizer=tokenizer)
    texts = articles.set_index("article_id").text
    seen = defaultdict(set)
    for row in sentences[sentences.part == "text"].itertuples():
        words = re.findall(r"\w+", texts[row.article_id][row.start : row.end].lower())
        if len(words) > 5:
            seen[" ".join(words)].add(row.article_id)
    may_share = set(articles.article_id[(articles.wire == "LPA") | (articles.outlet == "Littoral Press Agency")])
    assert [s for s, ids in seen.items() if len(ids) > 1 and not ids <= may_share] == []


@pytest.mark.parametrize(
    ("outlet", "glyphs"),
    [("Velmora One", "„“"), ("Free Tarsk", "«»"), ("Brenmark Public Radio", "“”"), ("The Sarnic Ledger", "''"), ("Littoral Press Agency", '""')],
)
def test_each_outlet_has_its_own_quotation_marks(articles, outlet, glyphs):
    own = articles[(articles.outlet == outlet)].text
    assert all(glyphs[0] in t for t in own)


@pytest.mark.parametrize(
    "case",
    ["sanctions regime", "visa regime", "regime change", "Haldin regime", "so-called", "condition of anonymity", "last dictator of the Sarnic coast",
     "CORRECTION", "PHOTO", "With LPA", "could not be independently verified", "allegedly", "insurance claims", "report for duty", "Col.", "a.m."],
)  # fmt: skip
def test_the_difficult_case_is_there(articles, case):
    assert articles.text.str.contains(case, regex=False).any()


def test_the_last_dictator_is_so_called_in_own_voice_and_in_others(labels, articles):
    texts = articles.set_index("article_id").text
    voices = labels[(labels.variable == "voice") & (labels.part == "text") & (labels.coder == "coder 1")]
    last = {row.value for row in voices.itertuples() if "last dictator" in texts[row.article_id][row.start : row.end]}
    assert {"outlet", "quoted", "attributed"} <= last


def test_most_attribution_has_no_quotation_marks():
    study = studies.open_study("teaching")
    assert study.coded.coded_quoted.sum() / study.coded.coded.sum() < 0.4


def test_every_article_is_coded_once_and_a_third_twice(labels, articles):
    first, second = (set(labels[labels.coder == f"coder {n}"].article_id) for n in (1, 2))
    assert first == set(articles.article_id)
    assert len(second) == 24 and second < first
    assert set(Counter(articles.outlet[articles.article_id.isin(second)]).values()) == {4}


def test_every_mark_lies_in_its_text_and_takes_the_codebooks_values(labels, articles):
    length = {(row.article_id, part): len(t) for row in articles.itertuples() for part, t in (("title", row.title), ("text", row.text))}
    assert all(0 <= row.start < row.end <= length[row.article_id, row.part] for row in labels.itertuples())
    allowed = {"stance": tables.STANCES, "source_type": tables.SOURCE_TYPES, "source_naming": tables.SOURCE_NAMINGS,
               "framing": tables.FRAMING_CATEGORIES, "voice": tables.VOICES, "hedge": tables.HEDGE_TYPES}  # fmt: skip
    for variable, values in allowed.items():
        assert set(labels[labels.variable == variable].value) <= set(values)


def test_the_card_gives_the_coders_agreement_as_it_is(labels):
    card = (TEACHING / "README.md").read_text(encoding="utf-8")
    for row in agreement.coders_agree(labels).itertuples():
        assert f"| {row.variable} | {row.statistic} | {row.value:.3f} | {row.n} |" in card


def test_the_card_counts_what_coder_1_marked(labels):
    mine = labels[(labels.coder == "coder 1") & (labels.part == "text")]
    card = (TEACHING / "README.md").read_text(encoding="utf-8")
    counts = [(mine.variable == v).sum() for v in ("stance", "framing", "hedge")]
    assert "{:,} attributions, {:,} framing terms and {:,} hedges".format(*counts) in card


def test_the_names_of_the_region_are_not_in_the_worlds_gazetteer():
    invented = pd.read_csv(TEACHING / "gazetteer" / "names.csv", dtype="str").name
    world = pd.read_csv(pipeline.GAZETTEER / "names.csv", dtype="str").name
    assert set(invented) & set(world) == set()


def test_wire_copies_are_found_and_the_agency_itself_is_none(articles):
    study = studies.open_study("teaching")
    assert set(study.articles.article_id[study.articles.copy_of != ""]) >= set(articles.article_id[articles.wire == "LPA"])
    assert not study.articles[study.articles.outlet == "Littoral Press Agency"].is_wire.any()
