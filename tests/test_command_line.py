"""The command line as a user meets it: what it writes, and one clear line for bad input."""

import csv
import subprocess
import sys

import pytest

from analysis.__main__ import main


def run(*arguments):
    """(exit status, standard output, standard error) of one command in its own process."""
    done = subprocess.run([sys.executable, "-m", "analysis", *map(str, arguments)], capture_output=True, text=True, encoding="utf-8")
    return done.returncode, done.stdout, done.stderr


def refused(capsys, *arguments):
    """The one line on standard error of a command that ends with status 2."""
    assert main([str(a) for a in arguments]) == 2
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 1, lines
    return lines[0]


def rows(file):
    with open(file, encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def two_articles(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "one.txt").write_bytes(" date 2020-01-02 The Iranian regime fell silent. The Iranian government did not.".encode())
    (folder / "two.txt").write_bytes("“It rained,” the mayor said.".encode())
    return folder


def test_measure_writes_four_tables_whose_offsets_lead_back_to_the_text(two_articles, tmp_path):
    status, out, err = run("measure", two_articles, "--out", tmp_path / "out")
    assert status == 0, err
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["articles.csv", "attributions.csv", "measures.csv", "mentions.csv"]
    text = (two_articles / "one.txt").read_text(encoding="utf-8")
    loaded = [row for row in rows(tmp_path / "out" / "mentions.csv") if row["category"] == "loaded"]
    assert [text[int(row["start"]) : int(row["end"])] for row in loaded] == ["Iranian regime"]
    articles = rows(tmp_path / "out" / "articles.csv")
    assert "text" not in articles[0] and articles[0]["published"] == "2020-01-02" and articles[0]["text_start"] == "17"


def test_measure_keeps_the_article_that_has_no_hit(two_articles, tmp_path):
    main(["measure", str(two_articles), "--out", str(tmp_path / "out")])
    labels = [row for row in rows(tmp_path / "out" / "measures.csv") if row["measure"] == "framing_label"]
    assert {(row["article_id"], row["count"], row["total"]) for row in labels} == {("one", "1", "2"), ("two", "0", "0")}


def test_measuring_twice_gives_the_same_bytes(two_articles, tmp_path):
    for out in ("first", "second"):
        main(["measure", str(two_articles), "--out", str(tmp_path / out)])
    for file in (tmp_path / "first").iterdir():
        assert file.read_bytes() == (tmp_path / "second" / file.name).read_bytes()


def test_several_processes_give_the_same_tables_as_one(tmp_path):
    with open(tmp_path / "many.csv", "w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["article_id", "outlet", "published", "title", "text"])
        for number in range(620):
            writer.writerow([f"a{number}", "Gazette", "2020-01-02", "", f"Mayor {number} said that the Cuban regime was old."])
    main(["measure", str(tmp_path / "many.csv"), "--out", str(tmp_path / "one"), "--workers", "1"])
    main(["measure", str(tmp_path / "many.csv"), "--out", str(tmp_path / "two"), "--workers", "2"])
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes(), file.name


def test_a_missing_column_is_named_with_what_was_found_and_the_nearest(tmp_path, capsys):
    (tmp_path / "a.csv").write_text("article_id,outlet,txt\n1,Gazette,Hello\n")
    line = refused(capsys, "measure", tmp_path / "a.csv", "--out", tmp_path / "out")
    assert line == f"slantwise: {tmp_path / 'a.csv'}: missing column 'text'; found article_id, outlet, txt; nearest: 'txt'"
    assert not (tmp_path / "out").exists()


def test_a_duplicate_id_is_named_with_both_places(tmp_path, capsys):
    (tmp_path / "a.csv").write_text("article_id,text\n1,Hello\n1,Again\n")
    file = tmp_path / "a.csv"
    line = refused(capsys, "measure", file, "--out", tmp_path / "out")
    assert line == f"slantwise: {file}: line 3: article_id '1' stands in {file}: line 2 already; each article needs its own id"


def test_an_impossible_date_is_refused(tmp_path, capsys):
    (tmp_path / "a.csv").write_text("article_id,published,text\n1,2021-02-30,Hello\n")
    line = refused(capsys, "measure", tmp_path / "a.csv", "--out", tmp_path / "out")
    assert line == f"slantwise: {tmp_path / 'a.csv'}: line 2: published is '2021-02-30', which is no date; allowed: YYYY-MM-DD, or empty"


def test_text_that_is_not_utf_8_names_the_option_that_declares_it(tmp_path, capsys):
    (tmp_path / "a.txt").write_bytes("The “mayor” said".encode("cp1252"))
    line = refused(capsys, "measure", tmp_path / "a.txt", "--out", tmp_path / "out")
    assert line == f"slantwise: {tmp_path / 'a.txt'}: byte 4 is not utf-8; name the file's encoding, for instance --encoding cp1252"
    assert main(["measure", str(tmp_path / "a.txt"), "--encoding", "cp1252", "--out", str(tmp_path / "out")]) == 0


def test_an_empty_corpus_is_refused(tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    line = refused(capsys, "measure", tmp_path / "empty", "--out", tmp_path / "out")
    assert line == f"slantwise: no article in {tmp_path / 'empty'}; allowed: .txt, .csv, .jsonl files, or folders of them"


def test_an_unknown_corpus_names_the_known_ones(capsys):
    known = "teaching, article-bias-prediction, polnear, basil, babe, ruwa, newswcl50"
    assert refused(capsys, "fetch", "nosuch") == f"slantwise: unknown corpus 'nosuch'; known: {known}"
    assert refused(capsys, "reproduce", "--corpus", "nosuch") == f"slantwise: unknown corpus 'nosuch'; known: {known}"


def test_a_corpus_that_is_not_fetched_says_how_to_bring_it(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("SLANTWISE_DATA", str(tmp_path))
    line = refused(capsys, "measure", "polnear", "--out", tmp_path / "out")
    assert line == f"slantwise: corpus 'polnear' is not in {tmp_path / 'polnear'}; bring it with `slantwise fetch polnear`"


@pytest.mark.parametrize(
    "text",
    ["", "\0\0\0", "''''\"\"“„«»‘’" * 50, "word " * 20_000, "Никто не сказал ничего.", "a" * 50_000, "。" * 500, "“" * 3000],
    ids=["nothing", "NUL bytes", "only marks", "no sentence end", "another language", "one word", "other stops", "never closed"],
)
def test_strange_texts_get_an_answer(text, tmp_path):
    (tmp_path / "strange.txt").write_bytes(text.encode())
    assert main(["measure", str(tmp_path / "strange.txt"), "--out", str(tmp_path / "out")]) == 0


def test_an_output_that_is_a_file_is_refused(two_articles, tmp_path, capsys):
    (tmp_path / "out").write_text("mine")
    line = refused(capsys, "measure", two_articles, "--out", tmp_path / "out")
    assert line == f"slantwise: {tmp_path / 'out'}: is a file; --out needs a folder"
    assert (tmp_path / "out").read_text() == "mine"


def test_show_writes_a_page_with_the_article_escaped(tmp_path):
    (tmp_path / "a.txt").write_bytes("The Cuban regime <b>fell</b>, the mayor said.".encode())
    assert main(["show", str(tmp_path / "a.txt"), "--html", str(tmp_path / "a.html")]) == 0
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;" in page and 'class="content loaded"' in page


def test_corpora_lists_size_licence_and_citation():
    status, out, _ = run("corpora")
    assert status == 0 and "37,554 articles" in out and "licence: CC BY 4.0" in out and "cite: Newell" in out
