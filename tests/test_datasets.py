"""The public corpora: fetched whole or not at all, and read as they are, from tiny ones made here."""

import csv
import dataclasses
import gzip
import hashlib
import io
import json
import tarfile
import zipfile

import pytest

from analysis import datasets, tables
from analysis.datasets import article_bias_prediction, babe, basil, fields, newswcl50, polnear, ruwa
from analysis.tables import InputError

OUTLETS = {"gazette.example": "Gazette", "news.gazette.example": "Gazette News"}


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    """A folder that holds a public corpus "tiny" of two files, known to the project with its checksums."""
    source = tmp_path / "corpora"
    files = {"data/a.txt": b"It rained.\r\n", "data/b.txt": b"It stopped."}
    for name, content in files.items():
        (source / "tiny" / name).parent.mkdir(parents=True, exist_ok=True)
        (source / "tiny" / name).write_bytes(content)
    manifests = tmp_path / "manifests"
    manifests.mkdir()
    lines = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items()]
    (manifests / "tiny.sha256.gz").write_bytes(gzip.compress("".join(lines).encode("utf-8")))
    read = lambda folder: ({"article_id": f.stem, "text": f.read_bytes().decode()} for f in sorted((folder / "data").iterdir()))  # noqa: E731
    known = datasets.Corpus("tiny", "two articles", 2, "none", "nobody", "none", read, "somebody/tiny", "0" * 40)
    monkeypatch.setattr(datasets, "CORPORA", datasets.CORPORA | {"tiny": known})
    monkeypatch.setattr(datasets, "MANIFESTS", manifests)
    monkeypatch.setenv("SLANTWISE_DATA", str(tmp_path / "mine"))
    return source


def refused(function, *arguments, **options):
    with pytest.raises(InputError) as raised:
        function(*arguments, **options)
    return str(raised.value)


def left(folder):
    """The names of all files and folders below a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*")) if folder.exists() else []


# Fetching


def test_a_corpus_is_fetched_from_a_folder_byte_for_byte(tiny, tmp_path):
    folder = datasets.fetch("tiny", source=tiny)
    assert folder == tmp_path / "mine" / "tiny"
    assert left(tmp_path / "mine") == ["tiny", "tiny/data", "tiny/data/a.txt", "tiny/data/b.txt"]
    assert (folder / "data" / "a.txt").read_bytes() == b"It rained.\r\n"


def test_a_file_that_the_manifest_does_not_name_is_not_fetched(tiny, tmp_path):
    (tiny / "tiny" / "data" / "c.txt").write_bytes(b"More.")
    datasets.fetch("tiny", source=tiny)
    assert "tiny/data/c.txt" not in left(tmp_path / "mine")


def test_a_corpus_is_fetched_from_an_archive(tiny, tmp_path):
    elsewhere = tmp_path / "archives"
    elsewhere.mkdir()
    with tarfile.open(elsewhere / "tiny.tar.xz", "w:xz") as archive:
        archive.add(tiny / "tiny", "tiny-0000")
    assert left(datasets.fetch("tiny", source=elsewhere)) == ["data", "data/a.txt", "data/b.txt"]


def test_without_a_folder_the_pinned_commit_of_the_repository_is_downloaded(tiny, monkeypatch):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        archive.add(tiny / "tiny", "tiny-0000")
    asked = []
    monkeypatch.setattr(datasets, "download", lambda address, file: (asked.append(address), file.write_bytes(packed.getvalue())))
    assert left(datasets.fetch("tiny")) == ["data", "data/a.txt", "data/b.txt"]
    assert asked == [f"https://codeload.github.com/somebody/tiny/tar.gz/{'0' * 40}"]


def test_a_download_that_fails_names_the_way_around_and_leaves_nothing(tiny, tmp_path, monkeypatch):
    def unreachable(address, timeout):
        raise OSError("no network")

    monkeypatch.setattr(datasets.urllib.request, "urlopen", unreachable)
    address = f"https://codeload.github.com/somebody/tiny/tar.gz/{'0' * 40}"
    assert refused(datasets.fetch, "tiny") == f"cannot download {address}: no network; a local copy serves with --from DIR"
    assert left(tmp_path / "mine") == []


def test_a_file_with_another_checksum_is_refused_and_leaves_nothing(tiny, tmp_path):
    file = tiny / "tiny" / "data" / "b.txt"
    expected = hashlib.sha256(file.read_bytes()).hexdigest()
    file.write_bytes(b"It went on.")
    found = hashlib.sha256(b"It went on.").hexdigest()
    assert refused(datasets.fetch, "tiny", source=tiny) == (
        f"{file}: SHA-256 is {found}; the recorded one is {expected}; fetch the pinned commit again"
    )
    assert left(tmp_path / "mine") == []


def test_a_missing_file_is_refused_and_leaves_nothing(tiny, tmp_path):
    file = tiny / "tiny" / "data" / "b.txt"
    file.unlink()
    assert refused(datasets.fetch, "tiny", source=tiny) == f"{file}: missing; the corpus at the pinned commit has it"
    assert left(tmp_path / "mine") == []


def test_a_failed_fetch_leaves_the_corpus_that_was_there(tiny, tmp_path):
    datasets.fetch("tiny", source=tiny)
    before = left(tmp_path / "mine")
    (tiny / "tiny" / "data" / "b.txt").unlink()
    refused(datasets.fetch, "tiny", source=tiny)
    assert left(tmp_path / "mine") == before


def test_a_corpus_is_fetched_anew_over_an_old_one(tiny, tmp_path):
    (tmp_path / "mine" / "tiny").mkdir(parents=True)
    (tmp_path / "mine" / "tiny" / "old.txt").write_text("old")
    assert left(datasets.fetch("tiny", source=tiny)) == ["data", "data/a.txt", "data/b.txt"]


def test_a_folder_without_the_corpus_is_refused(tiny, tmp_path):
    (tmp_path / "empty").mkdir()
    assert refused(datasets.fetch, "tiny", source=tmp_path / "empty") == f"{tmp_path / 'empty'}: holds neither a folder tiny nor tiny.tar.xz"


def test_a_broken_archive_is_refused_and_leaves_nothing(tiny, tmp_path):
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "tiny.tar.xz").write_bytes(b"no archive")
    message = refused(datasets.fetch, "tiny", source=tmp_path / "broken")
    # What follows is Python's own list of the kinds of archive it tried.
    assert message.startswith(f"{tmp_path / 'broken' / 'tiny.tar.xz'}: not a whole archive: file could not be opened successfully")
    assert "\n" not in message
    assert left(tmp_path / "mine") == []


def test_progress_is_shown_for_every_file(tiny):
    seen = []
    datasets.fetch("tiny", source=tiny, progress=lambda files, total: (seen.append(total), files)[1])
    assert seen == [2]


def test_the_embedded_corpus_is_not_fetched():
    assert refused(datasets.fetch, "teaching") == "corpus 'teaching' is part of the project; there is nothing to fetch"


@pytest.mark.parametrize("function", [datasets.find_corpus, datasets.fetch, lambda name: list(datasets.load(name))])
def test_an_unknown_corpus_is_refused_with_the_known_ones(function):
    assert refused(function, "nosuch") == "unknown corpus 'nosuch'; known: teaching, article-bias-prediction, polnear, basil, babe, ruwa, newswcl50"


# Loading


def test_a_corpus_that_was_not_fetched_says_how_to_bring_it(tiny, tmp_path):
    message = refused(lambda: list(datasets.load("tiny")))
    assert message == f"corpus 'tiny' is not in {tmp_path / 'mine' / 'tiny'}; bring it with `slantwise fetch tiny`"


def test_a_corpus_is_loaded_in_chunks(tiny):
    datasets.fetch("tiny", source=tiny)
    chunks = list(datasets.load("tiny", chunk=1))
    assert [list(chunk["article_id"]) for chunk in chunks] == [["a"], ["b"]]
    assert [tables.check_table(chunk, "articles") is chunk for chunk in chunks] == [True, True]


def test_some_articles_can_be_loaded_alone(tiny):
    datasets.fetch("tiny", source=tiny)
    assert [list(chunk["text"]) for chunk in datasets.load("tiny", only={"b"})] == [["It stopped."]]


def test_the_known_corpora_say_whether_they_are_present(tiny):
    present = lambda: datasets.describe().set_index("name")["present"].to_dict()  # noqa: E731
    assert not present()["tiny"]
    datasets.fetch("tiny", source=tiny)
    assert present()["tiny"] and present()["teaching"]


def test_every_known_corpus_names_its_licence_and_how_to_cite_it():
    assert (datasets.describe()[["licence", "citation", "description"]] != "").all(axis=None)


@pytest.mark.parametrize("name", [name for name in datasets.CORPORA if name != "teaching"])
def test_every_public_corpus_is_pinned_to_a_commit_with_a_manifest(name):
    known = datasets.find_corpus(name)
    manifest = datasets.read_manifest(name)
    assert len(known.commit) == 40 and manifest
    assert all(len(digest) == 64 and not path.startswith("/") for path, digest in manifest.items())


def test_the_manifest_of_polnear_has_no_file_of_the_test_part():
    assert [path for path in datasets.read_manifest("polnear") if "/test/" in path] == []


# article-bias-prediction


@pytest.mark.parametrize("value", ["2019-05-01", "2000-01-01", "2021-12-31"])
def test_a_possible_date_is_kept(value):
    assert fields.possible_date(value) == value


@pytest.mark.parametrize("value", ["", None, "1999-12-31", "2022-01-01", "2019-02-30", "0000-00-00", "soon", "N/A"])
def test_an_impossible_date_is_left_empty(value):
    assert fields.possible_date(value) == ""


def test_the_time_behind_a_date_is_left_out():
    assert fields.possible_date("2019-05-01 10:00:00") == "2019-05-01"


@pytest.mark.parametrize(
    ("domain", "outlet"),
    [("gazette.example", "Gazette"), ("www.gazette.example", "Gazette"), ("news.gazette.example", "Gazette News"), ("a.news.gazette.example", "Gazette News"),
     ("other.example", ""), ("notgazette.example", ""), ("", "")],
)  # fmt: skip
def test_an_outlet_is_known_by_the_longest_part_of_its_domain(domain, outlet):
    assert article_bias_prediction.outlet_of(domain, OUTLETS) == outlet


@pytest.mark.parametrize(("domain", "bare"), [("www.a.example", "a.example"), ("www2.a.example", "a.example"), ("m.a.example", "a.example"), ("amp.a.example", "a.example"), ("media.example", "media.example")])
def test_a_bare_domain_has_no_www(domain, bare):
    assert article_bias_prediction.bare_domain(domain) == bare


@pytest.mark.parametrize(
    ("source", "url", "genre"),
    [
        ("Gazette", "https://gazette.example/world/rain", "news"),
        ("Gazette Opinion", "https://gazette.example/world/rain", "opinion"),
        ("Gazette", "https://gazette.example/opinion/rain", "opinion"),
        ("Gazette", "https://gazette.example/opinions/rain", "opinion"),
        ("Gazette", "https://gazette.example/world/opinion-poll-in-rain", "news"),
        ("Gazette", "https://gazette.example/editorials/rain", "opinion"),
        ("Mara Lindqvist", "https://gazette.example/world/rain", "opinion"),
        ("Gazette Online", "https://gazette.example/world/rain", "news"),
        ("Fact Check by Mara", "https://gazette.example/world/rain", "news"),
        ("Guest Writer - Right", "https://gazette.example/world/rain", "opinion"),
    ],
)  # fmt: skip
def test_opinion_is_told_by_its_address_or_its_source(source, url, genre):
    assert article_bias_prediction.genre_of(source, url, "Gazette", "gazette.example") == genre


def test_a_writer_at_an_unknown_outlet_is_no_sign_of_opinion():
    assert article_bias_prediction.genre_of("Mara Lindqvist", "https://other.example/rain", "", "other.example") == "news"


@pytest.fixture
def bias_folder(tmp_path, monkeypatch):
    """A function from fields to the row that article-bias-prediction's reader makes of one article."""
    (tmp_path / "article-bias-prediction-outlets.csv").write_text("domain,outlet\ngazette.example,Gazette\n", encoding="utf-8")
    monkeypatch.setattr(article_bias_prediction, "OUTLETS", tmp_path / "article-bias-prediction-outlets.csv")
    folder = tmp_path / "data" / "jsons"
    folder.mkdir(parents=True)
    plain = {
        "ID": "x1", "source": "Gazette", "source_url": "www.gazette.example", "url": "https://www.gazette.example/rain", "date": "2019-05-01",
        "title": "Rain", "content_original": "It rained.", "topic": "weather", "bias_text": "left",
    }  # fmt: skip

    def read(**fields):
        (folder / "x1.json").write_text(json.dumps(plain | fields), encoding="utf-8")
        (row,) = article_bias_prediction.read(tmp_path)
        return row

    return read


def test_an_article_of_the_corpus_is_read_with_its_outlet_and_leaning(bias_folder):
    row = bias_folder()
    assert (row["article_id"], row["outlet"], row["published"], row["leaning"], row["genre"]) == ("x1", "Gazette", "2019-05-01", "left", "news")


def test_an_article_of_an_unknown_domain_has_the_domain_as_outlet(bias_folder):
    assert bias_folder(source_url="www.other.example")["outlet"] == "other.example"


def test_an_article_without_an_address_has_its_source_as_outlet(bias_folder):
    assert bias_folder(source_url="", url="")["outlet"] == "Gazette"


def test_what_the_corpus_leaves_empty_is_empty_text(bias_folder):
    row = bias_folder(title=None, date=None, url=None, content_original=None)
    assert (row["title"], row["published"], row["url"], row["text"]) == ("", "", "", "")


def test_a_lone_surrogate_of_the_corpus_is_replaced_and_moves_no_offset(bias_folder):
    assert bias_folder(content_original="It \ud800 rained.")["text"] == "It \ufffd rained."


# PolNeAR

TEXT = "The mayor, who was wet, said on Monday that it had rained."
#       0123456789...  "The mayor" 0-9, "said" 24-28, "that it had rained" 39-57, "on Monday" 29-38


def brat(*lines):
    """The attributions of a stand-off file of these lines on TEXT: (source, cue, content spans)."""
    coded = polnear.read_brat("\n".join(lines), TEXT)
    table = tables.table_of([polnear.brat_row("a", number, TEXT, roles) for number, roles in coded.items()], "attributions")
    return list(table[["source_text", "cue_text", "content_spans"]].itertuples(index=False, name=None))


SPANS = ["T1\tSource 0 9\tThe mayor", "T2\tCue 24 28\tsaid", "T3\tContent 39 57\tthat it had rained"]


def test_a_coded_attribution_has_source_cue_and_content():
    assert brat(*SPANS, "E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3") == [("The mayor", "said", "39-57")]


def test_a_content_of_several_pieces_keeps_them_in_order():
    pieces = "T3\tContent 39 57;29 38\tthat it had rained on Monday"
    assert brat(*SPANS[:2], pieces, "E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3") == [("The mayor", "said", "29-38;39-57")]


def test_a_source_of_several_pieces_is_the_span_that_holds_them():
    pieces = "T1\tSource 0 9;11 22\tThe mayor who was wet"
    assert brat(pieces, *SPANS[1:], "E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3") == [("The mayor, who was wet", "said", "39-57")]


def test_several_contents_of_one_event_are_one_attribution():
    more = "T4\tContent 29 38\ton Monday"
    assert brat(*SPANS, more, "E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3 Content2:T4") == [("The mayor", "said", "29-38;39-57")]


def test_an_entry_broken_by_a_newline_is_read():
    broken = "T3\tContent 39 57\tthat it\nhad rained"
    assert brat(*SPANS[:2], broken, "E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3") == [("The mayor", "said", "39-57")]


def test_an_event_before_its_spans_is_read():
    assert brat("E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3", *SPANS) == [("The mayor", "said", "39-57")]


def test_an_attribution_without_source_is_kept():
    assert brat(*SPANS[1:], "E1\tAttribution:T2 Cue:T2 Content:T3") == [("", "said", "39-57")]


def test_an_attribution_without_content_is_left_out():
    assert brat(*SPANS, "E1\tAttribution:T2 Source:T1 Cue:T2") == []


def test_a_span_outside_the_text_is_left_out():
    beyond = "T4\tContent 57 99\tmore"
    assert brat(*SPANS, beyond, "E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3 Content2:T4") == [("The mayor", "said", "39-57")]


@pytest.fixture
def polnear_folder(tmp_path):
    """A folder of PolNeAR with one article of each part and two coders."""
    described = "filename\tpublisher\tpublication_date\twire\n"
    for part, name in (("train", "one"), ("dev", "two"), ("test", "three")):
        (tmp_path / "data" / part / "text").mkdir(parents=True)
        (tmp_path / "data" / part / "attributions").mkdir()
        (tmp_path / "data" / part / "text" / f"{name}.txt").write_bytes(TEXT.encode() + b"\r\n")
        (tmp_path / "data" / part / "attributions" / f"{name}_a.ann").write_text("\n".join([*SPANS, "E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3"]))
        (tmp_path / "data" / part / "attributions" / f"{name}_b.ann").write_text("\n".join([*SPANS, "E1\tAttribution:T2 Cue:T2 Content:T3"]))
        described += f"{name}\tGazette\t2016-05-01\t{'reuters' if name == 'one' else 'None'}\n"
    (tmp_path / "data" / "metadata.tsv").write_text(described, encoding="utf-8")
    return tmp_path


def test_polnear_is_read_without_its_test_part(polnear_folder):
    rows = [(row["article_id"], row["compartment"], row["outlet"], row["published"], row["wire"]) for row in polnear.read(polnear_folder)]
    assert rows == [("two", "dev", "Gazette", "2016-05-01", ""), ("one", "train", "Gazette", "2016-05-01", "Reuters")]


def test_the_text_of_polnear_is_kept_exactly(polnear_folder):
    assert {row["text"] for row in polnear.read(polnear_folder)} == {TEXT + "\r\n"}


def test_the_first_coder_of_polnear_is_taken(polnear_folder):
    table = datasets.polnear_attributions(polnear_folder)
    assert list(table[["article_id", "source_text"]].itertuples(index=False, name=None)) == [("two", "The mayor"), ("one", "The mayor")]


def test_a_known_corpus_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        datasets.find_corpus("polnear").commit = "1"


# BASIL


@pytest.fixture
def basil_folder(tmp_path):
    """A folder of BASIL with one article: a title and three sentences in two paragraphs, two of them marked."""
    article = {
        "source": "HPO", "main-event": "Rain", "title": "Rain, at last", "url": "https://huffpost.example/entry/rain", "date": "2012-05-01",
        "triplet-uuid": "rain", "body-paragraphs": [["It rained.", "The bridge swam."], ["Nobody asked the mayor."]],
    }  # fmt: skip
    marks = [("title", 6, 13, "lex", "neg", "no", ""), ("p1", 11, 15, "lex", "pos", "yes", "the mayor"), ("p2", 0, 23, "inf", "neg", "no", "")]
    fields = ("id", "start", "end", "bias", "polarity", "quote", "speaker")
    codings = [dict(zip(fields, mark)) | {"target": "mayor", "aim": "dir"} for mark in marks]
    for kind, name, content in (("articles", "rain_1", article), ("annotations", "rain_1_ann", {"phrase-level-annotations": codings})):
        (tmp_path / kind / "2012").mkdir(parents=True)
        (tmp_path / kind / "2012" / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    return tmp_path


def test_an_article_of_basil_is_read_with_its_event_and_its_outlets_name(basil_folder):
    (row,) = basil.read(basil_folder)
    assert row["text"] == "It rained. The bridge swam.\n\nNobody asked the mayor."
    assert [row[c] for c in ("article_id", "outlet", "story_id", "published", "title", "genre")] == [
        "rain_1", "HuffPost", "rain", "2012-05-01", "Rain, at last", "news",
    ]  # fmt: skip


def test_the_spans_that_basils_coders_marked_are_passages_of_the_article(basil_folder):
    (article,) = basil.read(basil_folder)
    labels = datasets.basil_labels(basil_folder)
    found = [(r.variable, article[r.part][r.start : r.end], r.value) for r in labels.itertuples() if r.variable.endswith("bias")]
    assert found == [
        ("lexical_bias", "at last", "neg"), ("lexical_bias", "swam", "pos"), ("informational_bias", "Nobody asked the mayor.", "neg"),
    ]  # fmt: skip
    assert list(labels[labels["variable"] == "speaker"]["value"]) == ["the mayor"]


def test_a_sentence_of_basil_is_biased_where_a_span_in_it_is(basil_folder):
    table = datasets.basil_sentences(basil_folder)
    assert list(table[["sentence", "text", "lexical_bias", "informational_bias"]].itertuples(index=False, name=None)) == [
        (0, "It rained.", False, False), (1, "The bridge swam.", True, False), (2, "Nobody asked the mayor.", False, True),
    ]  # fmt: skip
    (article,) = basil.read(basil_folder)
    assert [article["text"][row.start : row.end] for row in table.itertuples()] == list(table["text"])


# BABE


def babe_file(folder, *rows):
    """Writes BABE's file with these rows of label, topic and words, one sentence each."""
    (folder / "data").mkdir()
    lines = ["text;news_link;outlet;topic;type;label_bias;label_opinion;biased_words"]
    lines += [f'"It rained; twice. ";;Gazette;{topic};center;{label};Entirely factual;{words}' for label, topic, words in rows]
    (folder / "data" / "final_labels_SG2.csv").write_text("\n".join(lines) + "\n", encoding="utf-8-sig")


def test_a_sentence_of_babe_is_read_exactly_with_its_label_and_words(tmp_path):
    babe_file(tmp_path, ("Biased", "blm", "['vile', 'mob']"), ("Non-biased", "gun-control", "[]"))
    columns = ["sentence_id", "text", "outlet", "topic", "label_bias", "biased_words"]
    assert list(datasets.babe_sentences(tmp_path)[columns].itertuples(index=False, name=None)) == [
        ("babe-0000", "It rained; twice. ", "Gazette", "black lives matter", "Biased", "vile;mob"),
        ("babe-0001", "It rained; twice. ", "Gazette", "gun control", "Non-biased", ""),
    ]
    assert [row["article_id"] for row in babe.read(tmp_path)] == ["babe-0000", "babe-0001"]


def test_an_unknown_label_of_babe_is_refused(tmp_path):
    babe_file(tmp_path, ("biased", "blm", "[]"))
    assert refused(datasets.babe_sentences, tmp_path) == (
        f"{tmp_path / 'data' / 'final_labels_SG2.csv'}: sentence 0: label_bias is 'biased'; allowed: Biased, Non-biased, No agreement"
    )


# A corpus of several repositories


def packed(folder, name):
    """The bytes of an archive that holds `folder` under the name `name`."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        archive.add(folder, name)
    return stream.getvalue()


def test_a_part_of_another_repository_is_downloaded_into_its_folder(tiny, tmp_path, monkeypatch):
    (tiny / "tiny" / "data").rename(tmp_path / "elsewhere")
    (tiny / "tiny" / "README.md").write_text("of the whole")
    known = dataclasses.replace(datasets.find_corpus("tiny"), parts=(("data", "another/part", "1" * 40),))
    monkeypatch.setattr(datasets, "CORPORA", datasets.CORPORA | {"tiny": known})
    archives = {
        f"https://codeload.github.com/somebody/tiny/tar.gz/{'0' * 40}": packed(tiny / "tiny", "tiny-0000"),
        f"https://codeload.github.com/another/part/tar.gz/{'1' * 40}": packed(tmp_path / "elsewhere", "part-1111"),
    }
    monkeypatch.setattr(datasets, "download", lambda address, file: file.write_bytes(archives[address]))
    assert left(datasets.fetch("tiny")) == ["data", "data/a.txt", "data/b.txt"]


# RUWA


def ruwa_file(folder, *rows):
    """Writes RUWA's archive with these rows of site, headline and deck, and the member that macOS adds."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(["", "Unnamed: 0", "src", "desc", "title", "ref", "Date", "Site", "Event", "KW"])
    for number, (site, title, deck) in enumerate(rows):
        writer.writerow([number, 7, f"https://{site}/news/{number}", deck, title, "[]", "04/05/2022", site, "bridge", "['*']"])
    with zipfile.ZipFile(folder / ruwa.ARCHIVE, "w") as archive:
        archive.writestr(f"__MACOSX/._{ruwa.MEMBER}", b"\x00\x05")
        archive.writestr(ruwa.MEMBER, stream.getvalue())
    return list(ruwa.read(folder))


def test_a_headline_of_ruwa_has_outlet_country_ownership_event_and_date(tmp_path):
    (row,) = ruwa_file(tmp_path, ("rt.com", "", "The bridge is whole, Velmora said"))
    columns = ["article_id", "outlet", "country", "ownership", "story_id", "published", "title", "text", "text_start"]
    assert [row[c] for c in columns] == ["ruwa-00000", "RT", "Russia", "state", "bridge", "2022-04-05", "", "The bridge is whole, Velmora said", 0]


def test_time_and_section_of_a_page_are_no_part_of_its_headline(tmp_path):
    (row,) = ruwa_file(tmp_path, ("censor.net", "Rain (in the north) fell (05.04.22 10:02) « War in Velmora | Censor.NET", ""))
    assert row["title"] == "Rain (in the north) fell"


@pytest.mark.parametrize(
    ("title", "deck", "rest"),
    [
        ("Rain fell. VIDEO", "05.04.22 10:02 - Rain fell. VIDEO. The mayor was wet. View news.", "The mayor was wet. View news."),
        ('“I”: "Rain" fell', "05.04.22 10:02 - “I”: Rain fell. The mayor was wet.", "The mayor was wet."),
        ("Rain fell", "05.04.22 10:02 - The mayor was wet.", "The mayor was wet."),
        ("Rain fell", "Rain fell. The mayor was wet.", "Rain fell. The mayor was wet."),
    ],
)
def test_a_deck_begins_behind_its_stamp_and_the_headline_it_repeats(title, deck, rest):
    assert deck[ruwa.behind_headline(deck, title) :] == rest


# NewsWCL50


@pytest.fixture
def newswcl50_folder(tmp_path):
    """A folder of NewsWCL50 with one article: a headline, and a line with two marked phrases, one inside the other."""
    lines = [
        ("Regime", "(4_VEL_COUNTRY)"), ("falls", "-"), ("\\n", "-"), ("The", "(4_VEL_Mara_ACTOR"), ("Velmoran", "(4_VEL_COUNTRY)"),
        ("leader", "4_VEL_Mara_ACTOR)"), ("said", "-"), ('"', "-"), ("no", "-"), (",", "-"), ("never", "-"), ('"', "-"), (".", "-"), ("\\n", "-"),
    ]  # fmt: skip
    conll = ["#begin document 4/-/4_LL; part 000", *(f"4/-/4_LL\t0\t{n}\t{token}\t{mark}\t" for n, (token, mark) in enumerate(lines)), "#end document"]
    (tmp_path / newswcl50.CONLL).parent.mkdir(parents=True)
    (tmp_path / newswcl50.CONLL).write_text("\n".join(conll) + "\n", encoding="utf-8")
    address = "https://huffpost.example/entry/rain_us_5ae7bc27e4b04aa23f264b21"
    (tmp_path / "urls.tsv").write_bytes(f"Event ID\tOutlet\tURL\r\n4\tLL\t{address}\r\n".encode())
    head = "id,code_type,code_name,code_mention,target_concept,event_id,publisher_id,paragraph,sentence,start,end"
    (tmp_path / "Annotations.csv").write_bytes(f"sep=,\r\n{head}\r\n4_LL_0,PROPERTY,Power,the strong man,Mara,4,LL,0,0,0,1\r\n".encode())
    return tmp_path


def test_an_article_of_newswcl50_is_read_with_headline_event_and_date(newswcl50_folder):
    (row,) = newswcl50.read(newswcl50_folder)
    columns = ["article_id", "outlet", "story_id", "published", "title", "text"]
    assert [row[c] for c in columns] == ["4_LL", "HuffPost", "4", "2018-05-01", "Regime falls", 'The Velmoran leader said "no, never".\n']


def test_phrases_that_name_a_referent_are_passages_of_the_article(newswcl50_folder):
    (row,) = newswcl50.read(newswcl50_folder)
    labels = datasets.newswcl50_labels(newswcl50_folder)
    assert [(r.part, row[r.part][r.start : r.end], r.value) for r in labels.itertuples()] == [
        ("title", "Regime", "VEL_COUNTRY"), ("text", "Velmoran", "VEL_COUNTRY"), ("text", "The Velmoran leader", "VEL_Mara_ACTOR"),
    ]  # fmt: skip


def test_the_coders_list_of_newswcl50_is_read_behind_its_first_line(newswcl50_folder):
    table = datasets.newswcl50_phrases(newswcl50_folder)
    assert list(table.itertuples(index=False, name=None)) == [("4_LL", "HuffPost", "4", "PROPERTY", "Power", "the strong man", "Mara")]


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        ("so - called", "so-called"), ("it does n't , he said ( once ) .", "it doesn't, he said (once)."), ('" Yes , " she said', '"Yes," she said'),
        ("the leaders ' plan", "the leaders' plan"), ("files as ' real '", "files as 'real'"), ("a ‘ new deal ' for $ 5", "a ‘new deal' for $5"),
        ("WASHINGTON — Rain", "WASHINGTON — Rain"),
    ],
)  # fmt: skip
def test_tokens_are_joined_as_a_newspaper_would_print_them(tokens, text):
    joined, spans = newswcl50.joined([(token, "-") for token in tokens.split()])
    assert joined == text
    assert [joined[start:end] for start, end in spans] == tokens.split()


@pytest.mark.parametrize(
    ("url", "date"),
    [("https://gazette.example/2018/04/17/rain", "2018-04-17"), ("https://gazette.example/rain", ""), ("https://gazette.example/2018/13/17/rain", "")],
)
def test_the_date_of_a_page_is_read_from_its_address(url, date):
    assert newswcl50.date_of(url) == date


def test_a_document_that_begins_with_a_dateline_has_no_headline():
    assert newswcl50.split_title("TARSK, Velmora — Rain fell.\nMore.", [(0, 5)]) == ("", "TARSK, Velmora — Rain fell.\nMore.", [("text", 0, 5)])


def test_phrases_that_judge_whom_they_name_are_those_of_the_list(newswcl50_folder, tmp_path, monkeypatch):
    (tmp_path / "loaded.csv").write_text("referent,phrase,kind\nVEL_COUNTRY,Regime,regime\nVEL_Mara_ACTOR,Regime,other\n", encoding="utf-8")
    monkeypatch.setattr(newswcl50, "LOADED", tmp_path / "loaded.csv")
    labels = datasets.newswcl50_loaded(newswcl50_folder)
    assert list(labels[["part", "start", "end", "variable", "value"]].itertuples(index=False, name=None)) == [("title", 0, 6, "loaded", "regime")]


def test_the_list_of_judging_phrases_has_no_row_twice():
    with open(newswcl50.LOADED, encoding="utf-8", newline="") as stream:
        rows = [(row["referent"], row["phrase"]) for row in csv.DictReader(stream)]
    assert len(rows) == len(set(rows)) == 24
