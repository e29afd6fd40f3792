"""The three real inputs: the scraped article, article-bias-prediction and PolNeAR, on seeded samples of 500.

They stand in a folder `shared` beside the checkout; where it is missing these tests are skipped and say so. `make real`
runs the corpora whole.
"""

import csv
import json
import os
import random
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pandas as pd
import pytest

from analysis import corpus, datasets, pipeline, studies, tables
from analysis.__main__ import main

PROJECT = Path(__file__).resolve().parent.parent
SHARED = PROJECT.parent / "shared"
SAMPLE = SHARED / "samples" / "2024-03-26-lukashenko-crocus.txt"
CORPORA = SHARED / "corpora"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="no folder `shared` with the real inputs beside the checkout")
pytestmark = needs_shared


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    """The tables that `slantwise measure` writes for the scraped article."""
    out = tmp_path_factory.mktemp("sample")
    assert main(["measure", str(SAMPLE), "--out", str(out)]) == 0
    return {file.stem: pd.read_csv(file, keep_default_na=False, dtype={"source_text": "str"}) for file in out.glob("*.csv")}


def mention(measured, passage):
    found = measured["mentions"][measured["mentions"].text.str.lower() == passage]
    assert len(found) == 1, f"{passage}: {len(found)} found"
    return found.iloc[0]


def test_the_date_is_metadata_and_not_text(measured):
    article = measured["articles"].iloc[0]
    assert (article.published, article.text_start) == ("2024-03-26", len(" date 2024-03-26 "))
    assert measured["attributions"].cue_start.replace("", 99).astype(int).min() > article.text_start


def test_the_last_dictator_under_so_called_is_a_scare_quote_about_lukashenko(measured):
    found = mention(measured, "last dictator of europe")
    assert (found.category, found.voice, found.referent) == ("loaded", "scare", "lukashenko")


def test_the_kyiv_regime_is_loaded_in_own_voice_beside_neutral_labels_of_the_same_government(measured):
    regime = mention(measured, "kyiv regime")
    assert (regime.category, regime.voice, regime.referent) == ("loaded", "outlet", "ukraine_government")
    same = measured["mentions"][measured["mentions"].referent == "ukraine_government"]
    assert "Kiev Government" in set(same[same.category == "neutral"].text)


def test_the_kremlins_strongman_is_putin(measured):
    found = measured["mentions"][measured["mentions"].text.str.lower().str.contains("kremlin's strongman")].iloc[0]
    assert (found.category, found.referent) == ("loaded", "putin")


def test_claimed_without_evidence_doubts(measured):
    text = SAMPLE.read_text(encoding="utf-8")
    cue = text.index("claimed, although without showing")
    row = measured["attributions"][measured["attributions"].cue_start.astype(str).str.replace(".0", "") == str(cue)].iloc[0]
    assert row.stance == "doubting"
    assert any("Kiev Government was involved" in text[start:end] for start, end in tables.read_spans(row.content_spans))


def test_belta_is_state_media(measured):
    row = measured["attributions"][measured["attributions"].source_text.str.contains("BelTA")].iloc[0]
    assert (row.source_type, row.source_side) == ("state_media", "belarus")


def test_the_turkish_official_is_anonymous(measured):
    rows = measured["attributions"][measured["attributions"].source_text.str.contains("Turkish Interior Ministry official")]
    assert set(rows.source_naming) == {"anonymous"} and set(rows.source_type) == {"official"}
    assert set(rows.source_side) == {"turkey"}


def test_the_credit_line_names_the_agencies(measured):
    assert measured["articles"].iloc[0].credits == "AP;EFE;Reuters"


@pytest.fixture(scope="module")
def sampled(tmp_path_factory):
    """A data folder that holds 500 seeded articles of article-bias-prediction, and PolNeAR whole."""
    place = tmp_path_factory.mktemp("data")
    with tarfile.open(CORPORA / "article-bias-prediction.tar.xz") as archive:
        names = sorted(member.name for member in archive.getmembers() if member.name.endswith(".json") and "/jsons/" in member.name)
        chosen = set(random.Random(2026).sample(names, 500))
        archive.extractall(place / "unpacked", members=[m for m in archive.getmembers() if m.name in chosen], filter="data")
    shutil.move(next((place / "unpacked").iterdir()), place / "article-bias-prediction")
    return place


def test_500_articles_of_article_bias_prediction_give_tables_and_labels(sampled, tmp_path, monkeypatch):
    monkeypatch.setenv("SLANTWISE_DATA", str(sampled))
    assert main(["measure", "article-bias-prediction", "--out", str(tmp_path / "out")]) == 0
    articles = pd.read_csv(tmp_path / "out" / "articles.csv", keep_default_na=False)
    assert len(articles) == 500 and "text" not in articles
    assert set(articles.leaning) == {"left", "center", "right"} and {"news", "opinion"} <= set(articles.genre)
    measures = pd.read_csv(tmp_path / "out" / "measures.csv", keep_default_na=False)
    assert set(measures.article_id) == set(articles.article_id), "an article without a hit stays in"
    labels = measures[(measures.measure == "framing_label") & (measures.referent_kind == "government")]
    assert labels.total.sum() > 200 and 0 < labels["count"].sum() < labels.total.sum()


def test_every_offset_of_the_sample_leads_back_to_its_passage(sampled, monkeypatch):
    monkeypatch.setenv("SLANTWISE_DATA", str(sampled))
    articles = next(datasets.load("article-bias-prediction", chunk=60))
    results = pipeline.measure_articles(articles, pipeline.load_instrument())
    texts = {(row.article_id, part): t for row in articles.itertuples() for part, t in (("title", row.title), ("text", row.text))}
    for row in results.mentions.itertuples():
        assert texts[row.article_id, row.part][row.start : row.end] == row.text
    for row in results.attributions.itertuples():
        for start, end in tables.read_spans(row.content_spans):
            assert 0 <= start < end <= len(texts[row.article_id, row.part])


def test_500_articles_of_polnear_find_attributions_that_coders_marked(tmp_path, monkeypatch):
    monkeypatch.setenv("SLANTWISE_DATA", str(tmp_path))
    datasets.fetch("polnear", source=CORPORA)
    known = datasets.find_corpus("polnear")
    ids = sorted(file.stem for file in (known.folder / "data" / "train" / "text").glob("*.txt"))
    chosen = set(random.Random(2026).sample(ids, 500))
    articles = pd.concat(datasets.load("polnear", only=chosen), ignore_index=True)
    assert len(articles) == 500 and articles.outlet.nunique() == 7
    results = pipeline.measure_articles(articles, pipeline.load_instrument(known.gazetteers))
    coded = datasets.polnear_attributions(known.folder, compartments=("train",))
    both = studies.found_and_coded(results, coded[coded.article_id.isin(chosen)])
    f1 = 2 * both.matched.sum() / (both.found.sum() + both.coded.sum())
    assert f1 > 0.5, f"F1 of attributions {f1:.3f}"
    quoted = both.merge(articles[["article_id", "outlet"]]).groupby("outlet")[["coded_quoted", "coded"]].sum()
    share = (quoted.coded_quoted / quoted.coded)["nyt"]
    assert share > 0.2, f"'' is understood as a quotation mark: {share:.2f} of the NYT's attributions are quoted"


@pytest.mark.real
def test_the_whole_of_article_bias_prediction_within_one_gibibyte_a_process(tmp_path):
    """Minutes: fetches and measures 37,554 articles in processes of their own."""
    resource = pytest.importorskip("resource", reason="no memory accounting on this platform")
    environment = {**os.environ, "SLANTWISE_DATA": str(tmp_path)}
    for command in (["fetch", "article-bias-prediction", "--from", str(CORPORA)], ["measure", "article-bias-prediction", "--out", str(tmp_path / "out")]):
        subprocess.run([sys.executable, "-m", "analysis", *command], check=True, env=environment, cwd=PROJECT)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    assert peak < 1024, f"{peak:.0f} MiB"
    with open(tmp_path / "out" / "articles.csv", encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 37554
    assert sum(row["published"] == "" for row in rows) == 4407 + 3, "empty, and the years 0001 and 2050; 34 dates as month/day/year are read"


@pytest.mark.real
def test_the_derived_data_of_polnear_are_those_of_the_corpus(tmp_path, monkeypatch):
    """Measures PolNeAR again and compares with the committed record."""
    monkeypatch.setenv("SLANTWISE_DATA", str(tmp_path))
    datasets.fetch("polnear", source=CORPORA)
    known = datasets.find_corpus("polnear")
    monkeypatch.setattr(studies, "DERIVED", tmp_path / "derived")
    folder = studies.derive(known)
    for file in sorted(folder.iterdir()):
        committed = PROJECT / "data" / "derived" / "polnear" / file.name
        assert file.read_bytes() == committed.read_bytes(), file.name


def test_a_jsonl_of_the_corpus_is_read_as_the_corpus_is(sampled, tmp_path):
    file = next((sampled / "article-bias-prediction" / "data" / "jsons").glob("*.json"))
    row = json.loads(file.read_text(encoding="utf-8"))
    line = {"article_id": row["ID"], "text": row["content_original"], "title": row["title"]}
    (tmp_path / "one.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    assert corpus.read_articles([tmp_path / "one.jsonl"]).text[0] == row["content_original"]
