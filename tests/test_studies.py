"""Derived data: the measures of a corpus kept without its text, and read back the same."""

import dataclasses
import gzip
import hashlib
import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from conftest import articles

from analysis import copies, datasets, paths, pipeline, studies, vocabulary
from analysis.tables import InputError

RECORD = {"fingerprint": "00", "word_lists": ["framing-1.0.0"], "method": "rules", "unresolved": 0, "attributions_with_source": 2}
ROWS = (
    {"text": "The Velmoran regime fell. “It rained all night,” the mayor said.", "title": "Tarsk regime falls", "topic": "rain, heavy"},
    {"text": "The bridge was reportedly sold.", "outlet": "“Herald”", "published": "2020-01-02"},
    {"text": ""},
)
REGION = (paths.TEACHING / "gazetteer",)


@pytest.fixture(scope="module")
def measured(teaching):
    """The Results of three articles, of one that has no word."""
    return pipeline.measure_articles(articles(*ROWS), teaching)


@pytest.fixture
def write(measured, tmp_path):
    """A function that writes the derived data of the three articles into a folder of this name."""

    def written(name, chunks=((0, 3),), record=RECORD, coded=None):
        kept = studies.KeptMeasures({"", "other", "none", "velmora", "kestria", "mayor"})
        for start, end in chunks:
            ids = measured.articles["article_id"].iloc[start:end]
            kept.add(ids, measured.measures[measured.measures["article_id"].isin(ids)])
        described = pipeline.with_copies(measured.articles.drop(columns=["text", "title"]), copies.fingerprints(measured.articles), REGION)
        studies.write_derived(tmp_path / name, described, kept, coded, record)
        return tmp_path / name

    return written


@pytest.fixture
def known():
    """A public corpus to read derived data as."""
    return dataclasses.replace(datasets.find_corpus("polnear"), name="tiny")


def in_order(measures):
    """The measures in an order of their own."""
    columns = list(measures.columns)
    return measures.sort_values(columns).reset_index(drop=True)[columns]


def test_measures_are_read_back_as_they_were(write, measured, known):
    study = studies.read_derived(known, write("one"))
    pd.testing.assert_frame_equal(in_order(study.measures)[list(measured.measures)], in_order(measured.measures), check_dtype=False)


def test_measures_of_several_chunks_are_those_of_one(write, known):
    one, two = (studies.read_derived(known, write(name, chunks)) for name, chunks in (("one", ((0, 3),)), ("two", ((0, 1), (1, 3)))))
    pd.testing.assert_frame_equal(in_order(one.measures), in_order(two.measures))


def test_the_article_without_a_word_keeps_its_zeros(write, known):
    measures = studies.read_derived(known, write("one")).measures
    mine = measures[measures["article_id"] == "c"]
    assert set(mine["measure"]) == set(studies.CATEGORIES) and mine[["count", "total"]].to_numpy().sum() == 0


def test_articles_are_read_back_with_what_describes_them(write, known):
    table = studies.read_derived(known, write("one")).articles
    columns = ["article_id", "outlet", "published", "topic", "genre", "is_wire"]
    assert list(table[columns].itertuples(index=False, name=None)) == [
        ("a", "Gazette", "", "rain, heavy", "unknown", False), ("b", "“Herald”", "2020-01-02", "", "unknown", False),
        ("c", "Gazette", "", "", "unknown", False),
    ]  # fmt: skip


def test_the_record_is_read_back(write, known):
    assert studies.read_derived(known, write("one")).record == RECORD


def test_without_hand_coding_the_table_of_it_is_empty(write, known):
    assert studies.read_derived(known, write("one")).coded.empty


def test_hand_coding_is_read_back_in_the_order_of_the_ids(write, known):
    coded = pd.DataFrame({"article_id": ["007", "003"], "n_words": [5, 6], "matched": [1, 2], "source_right": [0, 1], "found": [2, 2], "coded": [1, 3]})
    study = studies.read_derived(known, write("one", coded={"coded": coded.sort_values("article_id")}))
    assert list(study.coded.itertuples(index=False, name=None)) == [("003", 6, 2, 1, 2, 3), ("007", 5, 1, 0, 2, 1)]


def test_the_same_measures_give_the_same_bytes(write):
    one, two = write("one"), write("two")
    assert sorted(file.name for file in one.iterdir()) == sorted(file.name for file in two.iterdir())
    for file in one.iterdir():
        assert file.read_bytes() == (two / file.name).read_bytes(), file.name


def test_no_text_or_title_is_kept(write):
    for file in write("one").iterdir():
        content = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        assert b"rained" not in content and b"Tarsk regime" not in content and b"the mayor" not in content, file.name


def test_a_file_of_an_earlier_run_is_removed_and_the_description_stays(write, tmp_path):
    folder = write("one")
    (folder / "old.csv.gz").write_bytes(b"old"), (folder / "README.md").write_text("mine")
    write("one")
    assert not (folder / "old.csv.gz").exists() and (folder / "README.md").read_text() == "mine"


def test_writing_that_fails_leaves_what_was_there(write, tmp_path):
    folder = write("one")
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    with pytest.raises(TypeError):
        write("one", record={"fingerprint": {1}})
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_a_corpus_without_derived_data_says_how_to_make_them(known, tmp_path):
    with pytest.raises(InputError) as raised:
        studies.read_derived(known, tmp_path)
    assert str(raised.value) == f"{tmp_path}: no derived data of 'tiny'; make them with `slantwise reproduce --corpus tiny`"


def test_a_figures_record_says_corpus_instrument_and_counts(write, known):
    record = studies.read_derived(known, write("one")).figure_record(id="one", counts={"articles": 1})
    assert record == {
        "corpus": "tiny", "corpus_fingerprint": "00", "word_lists": ["framing-1.0.0"], "licence": "CC BY 4.0", "cite": known.citation,
        "counts": {"articles": 1}, "instrument": {"method": "rules", "unresolved": 0, "attributions_with_source": 2}, "id": "one",
    }  # fmt: skip


def test_a_corpus_has_another_fingerprint_where_a_text_differs():
    one, other = articles({"text": "It rained."}), articles({"text": "It rained!"})
    assert studies.fingerprint_of(one) != studies.fingerprint_of(other)


def test_the_order_of_the_articles_does_not_change_the_fingerprint():
    table = articles(*ROWS)
    assert studies.fingerprint_of(table) == studies.fingerprint_of(table.iloc[::-1])


# A corpus from its files to its derived data


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    """A public corpus "tiny" of the three articles, present, with the teaching gazetteer."""
    rows = [{"article_id": name, "outlet": "Gazette"} | row for name, row in zip("abc", ROWS)]
    known = datasets.Corpus("tiny", "three articles", 3, "none", "nobody", "CC BY 4.0", lambda folder: rows, commit="0" * 40, gazetteers=REGION)
    (tmp_path / "mine" / "tiny").mkdir(parents=True)
    (tmp_path / "mine" / "tiny" / "a.txt").write_text("x")
    (tmp_path / "tiny.sha256.gz").write_bytes(gzip.compress(b""))
    monkeypatch.setattr(datasets, "CORPORA", datasets.CORPORA | {"tiny": known})
    monkeypatch.setattr(datasets, "MANIFESTS", tmp_path)
    monkeypatch.setattr(studies, "DERIVED", tmp_path / "derived")
    monkeypatch.setenv("SLANTWISE_DATA", str(tmp_path / "mine"))
    return known


def test_a_corpus_is_measured_kept_and_read_back(tiny, measured):
    seen = []
    folder = studies.derive(tiny, progress=seen.append, workers=1)
    study = studies.read_derived(tiny)
    assert (folder.name, seen) == ("tiny", [3])
    labels = study.measures[study.measures["measure"] == "framing_label"]
    assert sorted(labels[["article_id", "part", "count", "total"]].itertuples(index=False, name=None)) == [
        ("a", "text", 1, 1), ("a", "title", 1, 1), ("b", "", 0, 0), ("c", "", 0, 0)
    ]  # fmt: skip


def test_word_counts_are_kept_without_the_words_of_few_articles(tiny, monkeypatch):
    studies.derive(tiny, workers=1)
    assert studies.word_counts(studies.read_derived(tiny))[0].empty
    for least in ("LEAST_OF_SMALL", "LEAST_OUTLETS"):
        monkeypatch.setattr(vocabulary, least, 1)
    studies.derive(tiny, workers=1, again=True)
    counts, known_words = studies.word_counts(studies.read_derived(tiny))
    assert list(counts[["article_id", "referent", "voice", "part", "word", "count"]].itertuples(index=False, name=None)) == [
        ("a", "velmora_government", "outlet", "text", word, 1) for word in ("fell", "regime", "velmoran")
    ] + [("a", "velmora_government", "outlet", "title", word, 1) for word in ("falls", "regime", "tarsk")]
    assert list(known_words["word"]) == ["falls", "fell", "regime", "tarsk", "velmoran"]


def test_derived_data_without_word_counts_say_how_to_make_them(write, known, tmp_path, monkeypatch):
    monkeypatch.setattr(studies, "DERIVED", tmp_path)
    with pytest.raises(InputError) as raised:
        studies.word_counts(studies.read_derived(known, write("tiny")))
    assert str(raised.value) == f"{tmp_path / 'tiny'}: no words.csv.gz; make it with `slantwise reproduce --corpus tiny` on the fetched corpus"


def test_words_are_counted_where_the_passages_are_at_hand(known, measured):
    study = studies.Study(known, measured.articles, measured.measures, pd.DataFrame(), pd.DataFrame(), RECORD, measured)
    counts, known_words = studies.word_counts(study)
    assert set(counts["word"]) == set(known_words["word"]) == {"falls", "fell", "regime", "tarsk", "velmoran"}


def test_the_terms_of_the_lexicons_are_listed_without_their_exclusions(known, measured):
    listed = studies.listed_terms(studies.Study(known, measured.articles, measured.measures, pd.DataFrame(), pd.DataFrame(), RECORD))
    assert "{demonym} regime" in listed and "visa regime" not in listed


def test_a_corpus_is_measured_again_only_where_something_changed(tiny, tmp_path):
    folder = tmp_path / "derived" / "tiny"
    folder.mkdir(parents=True)
    inputs = {"corpus_files": hashlib.sha256((tmp_path / "tiny.sha256.gz").read_bytes()).hexdigest(), "instrument": studies.instrument_fingerprint()}
    (folder / "record.json").write_text(json.dumps({"inputs": inputs}))
    assert studies.derive(tiny, progress=lambda n: pytest.fail("measured again")) == folder


# Studies


def test_a_study_of_an_unknown_corpus_is_refused():
    with pytest.raises(InputError) as raised:
        studies.open_study("nosuch")
    assert str(raised.value) == "unknown corpus 'nosuch'; known: teaching, article-bias-prediction, polnear, basil, babe, ruwa, newswcl50"


def test_the_environment_names_the_study(tiny, tmp_path, monkeypatch):
    monkeypatch.setenv("SLANTWISE_CORPUS", "tiny")
    with pytest.raises(InputError) as raised:
        studies.open_study()
    assert str(raised.value).startswith(f"{tmp_path / 'derived' / 'tiny'}: no derived data of 'tiny'")


def test_errors_by_kind_and_cue_are_read_back_with_every_article(write, measured, known, teaching):
    said = measured.attributions
    errors = studies.errors_of(measured, pd.concat([said] * 5, ignore_index=True), teaching)
    coded = studies.found_and_coded(measured, said)
    study = studies.read_derived(known, write("one", coded=studies.coded_tables(coded, errors)))
    assert set(study.kinds["article_id"]) == {"a", "b", "c"} and study.kinds.query("dimension == 'source'")["coded"].sum() == 5 * len(said)
    # Each attribution is found once and coded five times.
    told = study.cues.set_index("cue")
    assert (told["missed"] == 4 * told["right"]).all() and len(told) and (told["extra"] == 0).all()


def test_what_was_found_is_held_against_what_was_coded(measured):
    # In a one attribution was found; the coder marked the same quotation, and one more that was not found.
    one = measured.attributions[measured.attributions["article_id"] == "a"].iloc[:1]
    coded = pd.concat([one, one.assign(attribution_id="more", content_spans="0-24", source_text="")], ignore_index=True)
    (row,) = studies.found_and_coded(measured, coded).query("article_id == 'a'").to_dict("records")
    assert {key: row[key] for key in ("n_words", "found", "coded", "matched", "source_right", "coded_quoted", "coded_unsourced")} == {
        "n_words": 11, "found": 1, "coded": 2, "matched": 1, "source_right": 1, "coded_quoted": 1, "coded_unsourced": 1
    }  # fmt: skip


def test_articles_can_be_measured_again_where_the_corpus_is_at_hand(tiny, write):
    study = studies.read_derived(tiny, write("one"))
    results = studies.measured_again(study, ["b"])
    assert list(results.articles["article_id"]) == ["b"] and "reportedly" in set(results.mentions["text"])


def test_articles_cannot_be_measured_again_where_the_corpus_is_not_at_hand(known, write, monkeypatch, tmp_path):
    monkeypatch.setenv("SLANTWISE_DATA", str(tmp_path / "nowhere"))
    assert studies.measured_again(studies.read_derived(known, write("one")), ["b"]) is None


@pytest.mark.parametrize("name", ["text.py", "attribution/rules.py"])
def test_the_fingerprint_of_the_instrument_changes_with_its_code(monkeypatch, tmp_path, name):
    shutil.copytree(Path(studies.__file__).parent, tmp_path / "analysis")
    monkeypatch.setattr(studies, "__file__", str(tmp_path / "analysis" / "studies.py"))
    before = studies.instrument_fingerprint()
    with open(tmp_path / "analysis" / name, "a", encoding="utf-8") as stream:
        stream.write("# more\n")
    assert studies.instrument_fingerprint() != before


# What main results stand on, and differences held against more and more


def study_of(*rows, name="tiny", **fields):
    """A Study without measures of these articles."""
    columns = {"copy_of": "", "is_wire": False, "genre": "news"}
    table = pd.DataFrame([columns | {"article_id": f"n{k}", "outlet": "Gazette", "published": "2020-01-01"} | row for k, row in enumerate(rows)])
    known = dataclasses.replace(datasets.find_corpus("polnear"), name=name, **fields)
    return studies.Study(known, table, pd.DataFrame(), pd.DataFrame(), pd.DataFrame(), {})


def test_main_results_stand_on_news_that_an_outlet_wrote_and_printed_once():
    rows = {}, {"genre": "opinion"}, {"is_wire": True}, {"copy_of": "n0"}, {"outlet": "Herald"}
    assert list(studies.main_articles(study_of(*rows))["article_id"]) == ["n0", "n4"]


def test_where_no_article_is_known_to_be_news_the_unknown_ones_are_taken():
    assert list(studies.main_articles(study_of({"genre": "unknown"}, {"genre": "opinion"}))["article_id"]) == ["n0"]


def test_an_outlets_country_is_its_home_and_no_country_that_a_label_names():
    assert list(studies.main_articles(study_of({"country": "Velmora"})).filter(["home", "country"]).columns) == ["home"]


@pytest.mark.parametrize(
    ("rows", "headlines_only", "group"),
    [
        ([{"leaning": "left"}, {"leaning": "right"}], False, "leaning"),
        ([{"leaning": "left"}, {"leaning": ""}], False, "outlet"),
        ([{"country": "Velmora"}], False, "outlet"),
        ([{"country": "Velmora"}], True, "home"),
    ],
)
def test_groups_are_leanings_or_homes_or_outlets(rows, headlines_only, group):
    assert studies.main_group(study_of(*rows, headlines_only=headlines_only)) == group


def label_counts(*rows):
    """Counts per article of (leaning, story, country, loaded, labels)."""
    table = pd.DataFrame(rows, columns=["leaning", "story_id", "country", "count", "total"])
    return table.assign(article_id=[f"n{k}" for k in range(len(table))])


def test_a_difference_that_comes_from_the_choice_of_events_is_gone_within_stories():
    # Each leaning labels alike in one event (8 of 10 where it was a massacre, 2 of 10 where it was a visit), but the right reports more massacres.
    rows = [(side, f"{kind}{k}", "velmora", {"massacre": 8, "visit": 2}[kind], 10) for kind in ("massacre", "visit") for k in range(6) for side in ("left", "right")]
    rows += [("right", f"more{k}", "velmora", 8, 10) for k in range(20)]
    found = studies.matched_differences(label_counts(*rows), group="leaning", stories_of={"given": "story_id"}, seed=1)
    values = found.set_index("way")["estimate"].round(6).to_dict()
    # right: (6 * 8 + 6 * 2 + 20 * 8) / 320 = 0.6875; left: 60 / 120 = 0.5
    assert values == {"all articles": 0.1875, "same country": 0.1875, "same country and story (given)": 0.0}
    assert set(found["contrast"]) == {"right − left"}
    # Of the twelve stories that both tell, each side's share is 60 of 120; the twenty that only the right tells are no part of it.
    assert list(found[["total", "baseline_total", "pooled"]].iloc[-1]) == [120, 120, 0.0]


def test_a_difference_that_comes_from_the_country_is_gone_within_countries():
    rows = [(side, f"s{k}", "velmora", 8, 10) for k in range(6) for side in ("left", "right")]
    rows += [(side, f"t{k}", "kestria", 2, 10) for k, side in enumerate(["left"] * 18 + ["right"] * 3)]
    found = studies.matched_differences(label_counts(*rows), group="leaning", stories_of={"given": "story_id"}, seed=1)
    values = found.set_index("way")["estimate"].round(6).to_dict()
    # right: (48 + 6) / 90 = 0.6; left: (48 + 36) / 240 = 0.35
    assert (values["all articles"], values["same country"]) == (0.25, 0.0)


def test_three_groups_are_compared_two_by_two_and_more_with_all_others():
    three = label_counts(*[(side, "s", "velmora", 1, 10) for side in ("right", "center", "left")])
    four = label_counts(*[(side, "s", "velmora", 1, 10) for side in "pqrs"])
    contrasts = [list(dict.fromkeys(studies.matched_differences(t, group="leaning", stories_of={"given": "story_id"}, seed=1)["contrast"])) for t in (three, four)]
    assert sorted(contrasts[0]) == ["center − left", "right − center", "right − left"]
    assert contrasts[1] == [f"{name} − all others" for name in "pqrs"]


def test_a_headline_counts_as_the_text_does_where_headlines_are_all(tiny, measured):
    known = dataclasses.replace(tiny, headlines_only=True)
    counted = lambda known: studies.government_labels(studies.Study(known, measured.articles, measured.measures, pd.DataFrame(), pd.DataFrame(), {}))  # noqa: E731
    assert (counted(tiny)["total"].sum(), counted(known)["total"].sum()) == (1, 2)


def test_the_stories_of_a_corpus_are_kept_with_it(tiny):
    studies.derive(tiny, workers=1)
    assert dict(studies.read_derived(tiny).articles[["article_id", "found_story"]].to_numpy()) == {"a": "a", "b": "b", "c": "c"}


def test_labels_by_other_instruments_are_kept_and_read_back(known, write, measured):
    labels = measured.measures[measured.measures["measure"] == "framing_label"]
    otherwise = labels.assign(method="rules", lexicon="framing-1.0.0")
    named = studies.named_otherwise(otherwise)
    assert set(named["measure"]) == {"framing_label.rules.framing-1.0.0"}
    again = studies.unnamed_otherwise(named)
    assert again[otherwise.columns].equals(otherwise)
