"""The highlighted article and the keywords in context: every mark in its place, every character escaped."""

import re
from html import unescape

import pytest
from conftest import article

from analysis import pipeline, tables, text, views
from analysis.tables import InputError

TEXT = "The Velmoran regime may fall, the mayor said."


def mention(start, end, category="loaded", lexicon="framing-1.0.0", part="text", passage="x"):
    return ("a", part, start, end, passage, lexicon, "x", "velmora_government", "government", "slot", category, "outlet")


MENTIONS = tables.table_of([mention(4, 19), mention(20, 23, "modal", "hedges-1.0.0")], "mentions")
SAID = tables.table_of([
    ("a", "text", "a:text:0", "", 30, 39, "the mayor", 40, 44, "said", "0-28", "indirect", "neutral",
     "mayor", "official", "unnamed", "none", "", "list", "", ""),
], "attributions.csv")  # fmt: skip


def page(text=TEXT, mentions=MENTIONS, said=SAID, **fields):
    return views.article_html(article(text, **fields), mentions, said, "a")


def marked(html):
    """The (classes, passage) of the marks in a page, without its key."""
    return re.findall(r'<span class="([a-z ]+)" title="[^"]*">([^<]*)</span>', html)


def test_every_mark_stands_around_its_passage():
    assert marked(page()) == [
        ("content", "The "), ("content loaded", "Velmoran regime"), ("content", " "), ("content hedge", "may"), ("content", " fall"),
        ("source", "the mayor"), ("cue", "said"),
    ]  # fmt: skip


def test_the_text_of_the_page_is_the_article():
    body = page().split("<div>")[1].split("</div>")[0]
    assert re.sub("<[^>]+>", "", body) == TEXT


def test_a_mark_says_what_it_was_taken_for():
    assert 'title="mayor · official · unnamed (list)"' in page()
    assert 'title="mayor · official · unnamed (list) · neutral | loaded · voice: outlet · velmora_government (slot)"' in page()


def test_an_attribution_without_source_has_no_source_marked():
    said = SAID.assign(source_text="", source_start=None, source_end=None, source_name="")
    html = page(said=said)
    assert "source" not in {name for classes, _ in marked(html) for name in classes.split()} and 'title="no source · ' in html


@pytest.mark.parametrize("text", ["<script>alert(1)</script> rained & “fell” \"now\" there, it was.", "<b>Rain</b>" * 6])
def test_a_text_is_escaped_and_stays_the_same_when_read(text):
    body = page(text).split("<div>")[1].split("</div>")[0]
    assert "<script>" not in body and "<b>" not in body
    assert unescape(re.sub("<[^>]+>", "", body)) == text


def test_a_title_is_escaped_too():
    assert "<h2>&lt;i&gt;Rain&lt;/i&gt;</h2>" in page(title="<i>Rain</i>")


def test_a_name_in_a_label_cannot_end_it():
    html = page(said=SAID.assign(source_name='"><script>'))
    assert "<script>" not in html and "&quot;&gt;&lt;script&gt;" in html


def test_a_header_is_not_shown():
    html = page("date 2020-01-02 It rained.", tables.empty_table("mentions"), SAID.iloc[:0], text_start=16)
    assert "<div>It rained.</div>" in html


def test_an_article_without_title_has_no_heading():
    assert "<h2>" not in page()


def test_a_key_explains_the_marks():
    assert '<span class="loaded">loaded label</span>' in page()


def test_an_article_that_is_not_there_is_refused():
    with pytest.raises(InputError) as raised:
        views.article_html(article("It rained."), MENTIONS, SAID, "z")
    assert str(raised.value) == "article_html: no article 'z' in the table"


def test_a_page_is_written_whole(tmp_path):
    file = views.write_page(article(TEXT), MENTIONS, SAID, tmp_path / "a.html")
    html = file.read_text(encoding="utf-8")
    assert html.startswith('<!doctype html><html lang="en"><meta charset="utf-8"><title>a</title>') and html.endswith("</html>\n")
    assert [one.name for one in tmp_path.iterdir()] == ["a.html"]


def test_the_id_of_an_article_is_escaped_in_the_title_of_its_page(tmp_path):
    table = article("It rained.", article_id="<b>")
    file = views.write_page(table, MENTIONS, SAID, tmp_path / "a.html")
    assert "<title>&lt;b&gt;</title>" in file.read_text(encoding="utf-8")


def test_a_page_in_a_folder_that_is_not_there_is_refused(tmp_path):
    file = tmp_path / "none" / "a.html"
    with pytest.raises(InputError) as raised:
        views.write_page(article(TEXT), MENTIONS, SAID, file)
    assert str(raised.value) == f"{file}: the folder {tmp_path / 'none'} does not exist"


def test_what_the_instrument_finds_can_be_shown(teaching):
    results = pipeline.measure_articles(article(TEXT), teaching)
    assert ("content loaded", "Velmoran regime") in marked(page(TEXT, results.mentions, results.attributions))


# Keywords in context


def context(text, start, end, **options):
    """(left, passage, right) of one mention."""
    mentions = tables.table_of([mention(start, end, passage=text[start:end])], "mentions")
    return views.show_in_context(mentions, article(text), **options)[["left", "text", "right"]].iloc[0].to_list()


def test_a_passage_is_shown_between_what_stands_around_it():
    assert context(TEXT, 4, 19, width=8) == ["The ", "Velmoran regime", " may fal"]


def test_context_ends_with_the_paragraph():
    assert context("One.\nThe regime fell.\nTwo.", 9, 15) == ["The ", "regime", " fell."]


def test_context_comes_with_outlet_and_labels():
    row = views.show_in_context(MENTIONS.iloc[:1], article(TEXT)).iloc[0]
    assert row[["article_id", "outlet", "category", "voice", "referent", "referent_rule"]].to_list() == [
        "a", "Gazette", "loaded", "outlet", "velmora_government", "slot"
    ]  # fmt: skip


def test_context_of_a_title_is_of_the_title():
    mentions = tables.table_of([mention(0, 5, part="title", passage="Tarsk")], "mentions")
    assert views.show_in_context(mentions, article("Other text.", title="Tarsk falls")).iloc[0]["right"] == " falls"


def test_no_mention_gives_an_empty_table():
    assert views.show_in_context(MENTIONS.iloc[:0], article(TEXT)).empty


THREE = "Old men feared the regime at dawn. Rain fell.\nThe brave regime of old men won. A big regime yields."
REGIMES = tables.table_of([mention(THREE.index(p) + len(p) - 6, THREE.index(p) + len(p), passage="regime") for p in ("the regime", "brave regime", "big regime")], "mentions")


def rights(**options):
    """The right contexts of the three mentions of THREE."""
    return list(views.show_in_context(REGIMES, article(THREE), **options)["right"])


def test_context_may_be_the_sentence(teaching):
    sentences = text.split_sentences(article(THREE), tokenizer=teaching.tokenizer)
    table = views.show_in_context(REGIMES, article(THREE), sentences=sentences)
    assert list((table["left"] + "[" + table["text"] + "]" + table["right"])) == [
        "Old men feared the [regime] at dawn.", "The brave [regime] of old men won.", "A big [regime] yields."
    ]  # fmt: skip


def test_a_mention_outside_every_sentence_is_shown_alone():
    table = views.show_in_context(REGIMES.iloc[:1], article(THREE), sentences=tables.empty_table("sentences"))
    assert table[["left", "text", "right"]].iloc[0].to_list() == ["", "regime", ""]


def test_context_is_sorted_by_the_word_to_the_left_or_right():
    assert [r.split()[0] for r in rights()] == ["at", "of", "yields."]
    assert [r.split()[0] for r in rights(sort="left")] == ["yields.", "of", "at"]
    assert [r.split()[0] for r in rights(sort="right")] == ["at", "of", "yields."]


def test_the_neighbour_nearest_to_the_passage_sorts_first():
    both = "An old regime; a cold regime; the old regime."
    at = [both.index(p) + len(p) - 6 for p in ("An old regime", "cold regime", "the old regime")]
    mentions = tables.table_of([mention(start, start + 6, passage="regime") for start in at], "mentions")
    table = views.show_in_context(mentions, article(both), sort="left", width=8)
    assert [left.split()[-2:] for left in table["left"]] == [["a", "cold"], ["An", "old"], ["the", "old"]]


def test_context_is_filtered_by_outlet_voice_and_referent():
    mentions = REGIMES.assign(voice=["outlet", "quoted", "outlet"], referent=["velmora_government", "velmora_government", "kestria_government"])
    shown = lambda **options: list(views.show_in_context(mentions, article(THREE), **options)["start"])  # noqa: E731
    starts = list(mentions["start"])
    assert shown(voice="quoted") == [starts[1]]
    assert shown(referent="kestria_government", voice="outlet") == [starts[2]]
    assert shown(outlet=["Gazette"]) == starts


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"sort": "up"}, "show_in_context: sort is 'up'; allowed: 'left', 'right' or None"),
        ({"width": 0}, "show_in_context: width is 0; allowed: a number of characters from 1"),
        ({"outlet": "Herald"}, "show_in_context: no mention with outlet 'Herald'; found Gazette"),
        ({"voice": ["outlet", "mine"]}, "show_in_context: no mention with voice 'mine'; found outlet"),
    ],
)
def test_an_option_that_cannot_be_is_refused(options, message):
    with pytest.raises(InputError) as raised:
        rights(**options)
    assert str(raised.value) == message


def test_contexts_are_drawn_under_each_other_with_labels():
    page = views.context_html(views.show_in_context(REGIMES, article(THREE)), limit=2)
    assert page.count("<tr>") == 3 and "<p>2 of 3 mentions</p>" in page
    assert '<span class="loaded" title="a">regime</span>' in page and "loaded · outlet · velmora_government · slot" in page


def test_a_context_is_escaped():
    passage = "<b>The</b> <i>regime</i> & all."
    mentions = tables.table_of([mention(14, 20, passage="regime")], "mentions")
    page = views.context_html(views.show_in_context(mentions, article(passage)))
    assert "<b>" not in page and "&lt;b&gt;The&lt;/b&gt; &lt;i&gt;" in page


def test_no_context_is_an_empty_table_of_html():
    page = views.context_html(views.show_in_context(REGIMES.iloc[:0], article(THREE)))
    assert "<tbody></tbody>" in page and "<p>0 of 0 mentions</p>" in page
