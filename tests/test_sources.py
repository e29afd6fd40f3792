"""Who a source is: sentences with the name, type, naming and side that a reader would give."""

import re
import time
from pathlib import Path

import pandas as pd
import pytest
from conftest import steps

from analysis import corpus, datasets, pipeline, sources, tables
from analysis import text as text_module
from analysis.reading import reading_of
from analysis.sources import noun_phrase, tokens
from analysis.sources.layout import Layout
from analysis.sources.lists import Index
from analysis.sources.persons import Persons
from analysis.sources.reader import Reader

TOKENIZER = text_module.sentence_tokenizer(["a.m", "mr", "mrs", "dr", "gen", "sen", "rep", "gov"])
STAGE = Path(sources.__file__).parent


@pytest.fixture(scope="module")
def lists():
    return pipeline.load_instrument(datasets.find_corpus("teaching").gazetteers, method="rules").lists


def described(lists, text, *spans, published="2025-05-01", nested=()):
    """The sources of `text` at the passages named, each a piece of the text, or (piece, number of its occurrence)."""
    articles = corpus.articles_table([{"article_id": "a", "text": text, "published": published}])
    places = []
    for span in spans:
        piece, number = span if isinstance(span, tuple) else (span, 1)
        start = -1
        for _ in range(number):
            start = text.index(piece, start + 1)
        places.append((start, piece))
    found = described_in(articles, attributed(text, places, nested=nested), lists)
    assert len(found) == len(spans)
    return list(found.itertuples(index=False))


def described_in(articles, attributions, lists):
    """The sources of `attributions`, the articles' sentences and quotations found first."""
    sentences, quotations = text_module.split_sentences(articles, tokenizer=TOKENIZER), text_module.find_quotations(articles)
    return sources.describe_sources(articles, sentences, quotations, attributions, lists=lists)


def attributed(text, places, *, nested=()):
    """`attributions` of `text`, a row for each (start, source) of `places`; `nested` has the (place, attribution_id) of those in others."""
    rows = []
    for place, (start, piece) in enumerate(places):
        row = {"article_id": "a", "part": "text", "attribution_id": f"a:text:{place}", "nested_in": dict(nested).get(place, ""),
               "source_start": start, "source_end": start + len(piece), "source_text": piece, "cue_start": None, "cue_end": None,
               "cue_text": "", "content_spans": f"0-{len(text)}", "quoting": "indirect", "stance": "neutral"}  # fmt: skip
        rows.append(row)
    return tables.table_of(rows, "attributions")


def labels(source):
    return source.source_name, source.source_type, source.source_naming, source.source_side


def test_a_surname_gets_the_full_name_and_what_the_article_said_of_it(lists):
    text = "Foreign Minister Sela Prindt denied it on Monday. The ships turned back. Prindt said the talks went on."
    first, second = described(lists, text, "Foreign Minister Sela Prindt", ("Prindt", 2))
    assert labels(first) == ("Sela Prindt", "official", "named", "velmora")
    assert labels(second) == ("Sela Prindt", "official", "named", "velmora")


def test_a_pronoun_takes_the_person_it_stands_for(lists):
    text = "Tobin Hass, an analyst, said the fleet was old. He added that it was slow."
    first, second = described(lists, text, "Tobin Hass, an analyst", "He")
    assert first.source_type == "expert"
    assert (second.source_name, second.source_type, second.source_naming) == ("Tobin Hass", "expert", "named")


def test_what_a_pronoun_has_told_of_a_person_holds_for_all_that_the_person_said(lists):
    text = "Kim Dorne, a clerk, said it rained. She said it was cold. Kim Dorne said it snowed. He said the bridge was shut."
    *_, woman, again, nobody = described(lists, text, "Kim Dorne", "She", ("Kim Dorne", 2), "He")
    assert woman.source_name == again.source_name == "Kim Dorne" and nobody.source_name == ""
    # Where no pronoun has told, either may mean her.
    *_, either = described(lists, text.replace("She said it was cold. ", ""), "Kim Dorne", ("Kim Dorne", 2), "He")
    assert either.source_name == "Kim Dorne"


def test_the_lists_by_which_names_are_read_are_named_with_their_versions(lists):
    assert lists.versions == ("source-types-1.0.0", "titles-1.0.0", "no-names-1.0.0", "given-names-1.0.0")
    assert "asked" in lists.openers and "new york" not in lists.openers and lists.regions.find("New York") and lists.given_names["sasha"] == "m"


@pytest.mark.parametrize(("published", "source_type"), [("2025-05-01", "business"), ("", "official")])
def test_of_an_article_without_a_date_its_own_words_go_before_the_gazetteer(lists, published, source_type):
    text = "Ada Korvin, a police commissioner of Kestria, came on Monday. Korvin was late."
    named, again = described(lists, text, "Ada Korvin, a police commissioner of Kestria", ("Korvin", 2), published=published)
    assert (named.source_type, again.source_type) == (source_type, source_type)


def test_a_place_called_new_and_a_line_of_the_page_are_nobody(lists):
    text = "Lena Marsh left New Orleans in May.\n\nStory Continued Below\n\n“It rained,” she said. New Orleans Mayor Ada Rask said she had seen worse."
    page, mayor = described(lists, text, ("she", 1), "New Orleans Mayor Ada Rask")
    assert (page.source_name, mayor.source_name) == ("Lena Marsh", "Ada Rask")


def test_we_in_a_quotation_is_the_speaker(lists):
    text = "“We will act,” said Hanna Weer, a farmer."
    speaker, we = described(lists, text, "Hanna Weer, a farmer", "We", nested=((1, "a:text:0"),))
    assert speaker.source_type == "citizen"
    assert (we.source_name, we.source_type) == ("Hanna Weer", "citizen")


@pytest.mark.parametrize(("first", "second", "name", "side"), [("Dorvane", "Kestria", "Aurel Dasko", "dorvane"), ("Kestria", "Dorvane", "Ilse Taverin", "kestria")])
def test_of_an_office_of_several_countries_the_first_named_decides_in_every_run(lists, first, second, name, side):
    """The order of a set of countries is another in each process; either order of the two fails where it decides."""
    text = f"Both left. The prime minister of {first} and of {second} called for talks."
    (found,) = described(lists, text, f"The prime minister of {first} and of {second}")
    assert (found.source_name, found.source_side) == (name, side)


def test_an_official_whose_name_is_withheld_is_anonymous(lists):
    text = "A Velmoran Interior Ministry official, speaking on condition of anonymity, said so."
    (found,) = described(lists, text, "A Velmoran Interior Ministry official, speaking on condition of anonymity,")
    assert labels(found)[1:] == ("official", "anonymous", "velmora")


@pytest.mark.parametrize(
    ("source", "source_type", "naming"),
    [
        ("residents", "citizen", "unnamed"),
        ("some people", "other", "unnamed"),
        ("a report by the ministry", "document", "unnamed"),
        ("analysts", "expert", "unnamed"),
        ("the Velmora Telegraph Agency", "state_media", "named"),
        ("the Free Highland Front", "armed_group", "named"),
        ("Pellmarine Insurance", "business", "named"),
        ("the Union of Sea Workers", "civil_society", "named"),
        ("the Citadel", "official", "named"),
        ("Tarsk", "official", "named"),
        ("a Civic Dawn spokeswoman", "politician", "unnamed"),
        ("the Ormund Post", "other_media", "named"),
    ],
)
def test_a_described_source_has_the_type_and_naming_of_the_codebook(lists, source, source_type, naming):
    (found,) = described(lists, f"On Monday {source} said that the bridge was closed.", source)
    assert (found.source_type, found.source_naming) == (source_type, naming), found


def test_a_capital_or_seat_speaks_for_its_country(lists):
    one, two = described(lists, "Tarsk said no. Harbour House said yes.", "Tarsk", "Harbour House")
    assert (one.source_side, two.source_side) == ("velmora", "kestria")


def test_what_nothing_decides_is_other_and_says_so(lists):
    (found,) = described(lists, "Then it said that the bridge was closed.", "it")
    assert found.source_type == "other" and found.source_type_rule.endswith("unresolved")


def test_sentences_and_quotations_are_the_articles(lists):
    """Marks that close as another pair, and an abbreviation, are read as the stages before read them."""
    _, we = described(lists, 'Sela Prindt, a nurse, spoke. "They slept,\'\' Prindt said. "It is what we believe in."', ("Prindt", 2), "we")
    (he,) = described(lists, "Orrin Vale, a nurse, met Bo Lund at 7:30 a.m. Tuesday with Dag Holm. He said no.", "He")
    assert (we.source_name, he.source_name) == ("Sela Prindt", "Orrin Vale")


def test_a_name_in_capitals_is_the_one_that_the_text_writes_in_small_letters(lists):
    """So a transcript names who speaks."""
    text = "The guest is Ada O’Rask, a professor of history at Pell.\n\nADA O’RASK: It was old.\n\nBO LUND: Was it? Bo Lundmark left."
    ada, bo = described(lists, text, "ADA O’RASK", "BO LUND")
    assert (ada.source_name, ada.source_type, bo.source_name) == ("Ada O’Rask", "expert", "BO LUND")


def test_no_source_is_none_with_its_rule(lists):
    articles = corpus.articles_table([{"article_id": "a", "text": "The bridge is reportedly closed."}])
    row = ("a", "text", "a:text:0", "", None, None, "", 14, 24, "reportedly", "0-13", "indirect", "doubting")
    found = described_in(articles, tables.table_of([row], "attributions"), lists).iloc[0]
    assert (found.source_type, found.source_naming, found.source_name) == ("none", "none", "")


def test_every_label_carries_its_rule(lists):
    (found,) = described(lists, "On Monday residents said that the bridge was closed.", "residents")
    assert all(getattr(found, f"source_{part}_rule") for part in ("name", "type", "naming", "side"))


@pytest.mark.parametrize(
    ("text", "credits"),
    [
        ("PELL (LPA) — The bridge was closed.", "LPA:dateline"),
        ("The bridge was closed.\n\nWith LPA and VTA", "LPA:contribution;VTA:contribution"),
        ("The bridge was closed.\n\nPHOTO: The bridge. © LPA / Rika Tamm", ""),
        ("LPA said the bridge was closed.", ""),
        ("(Rika Tamm/LPA)\nThe bridge was closed.", ""),
        ("(LPA)\nThe bridge was closed.", "LPA:byline"),
        ("By Rika Tamm, LPA\nThe bridge was closed.", "LPA:byline"),
        ("The bridge was closed.\n\nSource: LPA", "LPA:source"),
        ("The bridge was closed.\n\nRika Tamm in Pell and LPA contributed to this report.", "LPA:contribution"),
        ("PELL (LPA) — The bridge was closed.\n\nVTA contributed to this story.", "LPA:dateline;VTA:contribution"),
        ("The bridge was closed. LPA contributed to this report to parliament.\n\n" + "It rained. " * 60, ""),
        ("LPA contributed to the bridge.", ""),
    ],
)
def test_credits_are_datelines_bylines_and_closing_lines_not_photo_credits(lists, text, credits):
    articles = corpus.articles_table([{"article_id": "a", "text": text}])
    found = sources.find_credits(articles, lists=lists).iloc[0]
    pairs = [pair for pair in zip(found.credits.split(";"), found.credit_places.split(";")) if pair[0]]
    expected = [tuple(credit.split(":")) for credit in credits.split(";") if credit]
    assert [pair[: len(one)] for pair, one in zip(pairs, expected)] == expected and len(pairs) == len(expected)


@pytest.mark.parametrize(
    ("line", "credits"),
    [
        ("Marianne Ortega contributed to this report.", ""),
        ("Rika Tamm and Marianne Ortega contributed to this report.", ""),
        ("Rika Tamm and LANA Ortega contributed to this report.", ""),
        ("RIKA TAMM and LANA ORTEGA contributed to this report.", ""),
        ("Additional reporting by Marianne Ortega and LPA", "LPA"),
        ("Marianne contributed to this report.", "Marianne"),
        ("LANA contributed to this report.", "LANA"),
        ("Marianne’s Rika Tamm contributed to this report.", "Marianne"),
        ("CNN Editor Rika Tamm contributed to this report.", "CNN"),
        ("CNN Money contributed to this report.", "CNN"),
        ("LPA Writer Rika Tamm contributed to this report.", "LPA"),
    ],
)
def test_a_mediums_name_before_a_surname_is_a_person_and_no_credit(lists, line, credits):
    articles = corpus.articles_table([{"article_id": "a", "text": "The bridge was closed.\n\n" + line}])
    assert sources.find_credits(articles, lists=lists).credits.tolist() == [credits]


def test_credited_names_are_full_and_an_outlet_does_not_credit_itself(lists):
    rows = [
        {"article_id": "a", "text": "PELL (LPA) — It rained.", "outlet": "Gazette"},
        {"article_id": "b", "text": "PELL (LPA) — It rained.", "outlet": "LPA"},
        {"article_id": "c", "text": "It rained.", "credits": "Small Herald", "outlet": "Gazette"},
        {"article_id": "d", "text": "It rained.", "outlet": "Gazette"},
    ]
    table = sources.credited(sources.find_credits(corpus.articles_table(rows), lists=lists), lists=lists)
    assert table.values.tolist() == [["a", "Littoral Press Agency", "wire", "dateline", 1], ["c", "Small Herald", "other", "", 1]]


@pytest.mark.parametrize("text", ["Tobin Hass " * 50_000, "Tobin " * 100_000, "The minister spoke. " * 60_000, '"' * 100_000, "\0" * 100_000],
                         ids=["names", "capitals", "sentences", "marks", "NUL"])  # fmt: skip
def test_sources_of_a_text_of_any_length_are_read_in_bounded_time(lists, text):
    start = time.process_time()
    spans = [text[at : at + 5] for at in range(0, 100, 5)]
    assert len(described(lists, text, *spans)) == 20
    assert time.process_time() - start < 20, "seconds"


SOURCES = re.compile(r"\b(?:The (?:mayor|newspaper)|Their officials|she|they|They said|it|I|[Oo]fficials (?:said|agreed)|Mayor Ada Tamm|Tamm said)\b")


@pytest.mark.parametrize(
    "passage",
    [
        "The mayor said that it was old.\n\n“I slept,” she said in Pell, and they did not answer. Officials agreed.\n\n",
        "The mayor said that it was old. “I slept,” she said in Pell, and they did not answer. Officials agreed. ",
        "she said that it was old and officials said that they slept and ",
        "Mayor Ada Tamm said so. Tamm said no. The mayor left, she said. ",
        "The Ormund Post wrote so. The newspaper said no, and it said yes. ",
        "Their officials said no. ",
    ],
    ids=["paragraphs", "one paragraph", "one sentence", "a person", "an organisation", "their"],
)
def test_four_times_the_sources_take_about_four_times_the_steps(lists, passage):
    taken = []
    for times in (50, 200):
        text = passage * times + "They said so."
        articles = corpus.articles_table([{"article_id": "a", "text": text, "outlet": "Gazette"}])
        attributions = attributed(text, [(match.start(), match.group().removesuffix(" said")) for match in SOURCES.finditer(text)])
        described_in(articles, attributions, lists)  # what is remembered of names and phrases is read here
        taken.append(steps(lambda: described_in(articles, attributions, lists), STAGE))
    assert taken[1] / taken[0] < 6, taken


def test_their_of_a_thousand_sentences_is_followed_back_only_some_steps(lists):
    text = "Their officials left. " * 1000 + "They said so."
    (found,) = described(lists, text, "They")
    assert found.source_name_rule == "pronoun: the group named before"


def test_whom_a_description_means_is_asked_of_each_person_once_where_it_is_nobody(lists, monkeypatch):
    names = ["Ada Rask", "Bo Lund", "Cleo Venn", "Dag Holm"]
    text = " ".join(f"{name}, president of the chess club, left early." for name in names)
    asked, has_role = [], Persons.has_role
    monkeypatch.setattr(Persons, "has_role", lambda self, person, term: asked.append(person.name) or has_role(self, person, term))
    reader = Reader(text, "2025-05-01", "", lists, Layout([], [], len(text)))
    before_third = text.index("Cleo Venn") - 1
    assert reader.persons.described_so("president", {"kestria"}, before_third) is None and asked == ["Bo Lund", "Ada Rask"]
    assert reader.persons.described_so("president", {"kestria"}, len(text)) is None and asked[2:] == ["Dag Holm", "Cleo Venn"]
    assert reader.persons.described_so("president", {"kestria"}, before_third) is None and len(asked) == 4
    assert reader.persons.described_so("president", (), before_third).name == "Bo Lund"


def test_a_chain_of_persons_described_by_each_other_is_followed_only_some_steps(lists):
    names = [f"{first}a {last}er" for first in ("Tob", "Hann", "Sel", "Mar", "Ott", "Rik", "Len", "Vid", "Bor", "Jon", "Kar", "Nil", "Pel", "Ruv", "Sim") for last in
             ("Hass", "We", "Prind", "Quist", "Folt", "Gren", "Lind", "Molt", "Nord", "Rask", "Stein", "Torv", "Ulv", "Vask", "Wolt")]  # fmt: skip
    text = " ".join(f"{one}, spokesman for {other}, slept." for one, other in zip(names, names[1:])) + f" {names[0]} said that it rained."
    (found,) = described(lists, text, (names[0], 2))
    assert (found.source_name, found.source_naming) == (names[0], "named")


def test_nothing_of_a_source_of_two_thousand_letters_is_remembered(lists):
    name = "Q" + "uist" * 500
    text = f"Chairwoman {name} said that it rained. The chairwoman said so."
    found = described(lists, text, f"Chairwoman {name}", "The chairwoman")
    kept = [text for memory in (tokens.WORDS, tokens.KEYS, tokens.TOKENS, *lists.memory.values()) for text in memory]
    assert found[0].source_name == name
    assert len(max(kept, key=len)) <= tokens.LONGEST


def test_the_share_that_is_right_on_the_teaching_corpus_does_not_fall():
    from analysis import studies

    scores = studies.open_study("teaching").scores.groupby("score")[["count", "total"]].sum()
    right = scores["count"] / scores["total"]
    assert right["source_type"] > 0.75 and right["source_naming"] > 0.80 and right["source_name"] > 0.75
    assert isinstance(right, pd.Series)


@pytest.mark.parametrize(("pattern", "longest"), [(noun_phrase.QUANTITY, noun_phrase.LONGEST_QUANTITY), (noun_phrase.SCIENTIST, noun_phrase.LONGEST_SCIENTIST)])
def test_the_end_of_a_head_that_is_read_holds_the_longest_word_of_the_pattern(pattern, longest):
    # One letter before the word, or before the ending, and a plural's s.
    endings = [word + plural for word in re.findall(r"[a-z]{3,}", pattern.pattern) for plural in ("", "s")]
    found = [ending for ending in endings if pattern.search("a" + ending) or pattern.search("a " + ending)]
    assert len(found) >= 4
    assert all(pattern.search(text, max(0, len(text) - longest)) for ending in found for text in ("aa" + ending, "a " + ending) if pattern.search(text))


def test_organisations_between_two_offsets_are_those_of_that_part_read_alone(lists):
    name = next(spelling for key, held in lists.organisations.entries.items() for spelling, _ in held if len(key) == 2 and spelling.istitle())
    text = f"The {name}. And {name}, said {name} (the {name})."
    begin = text.index("And")
    alone = [(hit.start + begin, hit.end + begin, hit.entry) for hit in lists.organisations.find(text[begin:])]
    assert len(alone) == 3 and lists.organisations.find_between(reading_of(text), begin, len(text) + 1) == alone
    assert len(lists.organisations.find_between(reading_of(text), 0, begin)) == 1
    abbreviated = Index()
    abbreviated.add("U.S. Steel", "the company")
    (hit,) = abbreviated.find_between(reading_of("He left U.S. Steel."), 0, 20)
    assert hit == (8, 18, "the company")
    abbreviated.add("He", "a pronoun")  # a name that comes late is found too
    assert [hit.entry for hit in abbreviated.find_between(reading_of("He left U.S. Steel."), 0, 20)] == ["a pronoun", "the company"]
