"""Statements whose speaker stands beside them without a verb: who says what, in sentences a reader can judge."""

from dataclasses import replace

import pytest
from conftest import article, steps

from analysis import attribution, pipeline, text
from analysis.attribution import speakers
from analysis.attribution.rules import Found


@pytest.fixture(scope="module")
def said(world):
    """A function from a text to (source, cue, content) of what the rules about speakers find in it, `found` before."""

    def read(written, found=()):
        table = article(written)
        sentences, quotations = text.split_sentences(table, tokenizer=world.tokenizer), text.find_quotations(table)
        spans = lambda rows: list(zip(rows["start"].tolist(), rows["end"].tolist()))  # noqa: E731
        quotes = quotations[(quotations["level"] == 0) & (quotations["part"] == "text")]
        continued = set(spans(quotes[quotes["closing"] == "continued"]))
        rows = speakers.with_speakers(written, list(found), spans(sentences[sentences["part"] == "text"]), spans(quotes), continued, world.cues)
        cut = lambda span: span and written[slice(*span)]  # noqa: E731
        return [(cut(one.source), cut(one.cue), " + ".join(map(cut, one.content))) for one in rows]

    return read


@pytest.mark.parametrize("dash", ["—", "–", "―", "--", "-"])
def test_a_signed_quotation_is_the_signers(said, dash):
    assert said(f"They were asked.\n“The bridge was old.” {dash} Ada Rask\nThen it rained.") == [("Ada Rask", dash, "“The bridge was old.”")]


def test_what_follows_the_name_is_no_part_of_it(said):
    assert said('"The bridge was old."\n\n- Ada Rask, Pell.') == [("Ada Rask", "-", '"The bridge was old."')]


def test_all_paragraphs_of_a_signed_quotation_are_its_content(said):
    (found,) = said("“The bridge was old.\n\n“It fell,” I cried, “and nobody came.” — Ada Rask")
    assert found == ("Ada Rask", "—", "“The bridge was old.\n\n“It fell,” I cried, “and nobody came.”")


@pytest.mark.parametrize(
    "written",
    [
        "He called it “the oldest bridge of all.” — Ada Rask",  # the line is not the quotation: who wrote it signs
        "“The bridge was old,” he said. “It fell.”\n\n- Ada Rask",
        "“The bridge was old.” — and then it fell",
        "The nominees are:\n\n“La Luna di Pell” — Ada Rask\n\n“Hello” — Bo Lund",  # titles end no sentence
        "“We all go home right now.”\n\n- Read More",
        "“We all go home right now.”\n- Bridges\n- Roads",
        "“The bridge was old.” — Ada Rask left at once for the coast",
    ],
)
def test_a_dash_after_a_quotation_need_not_sign_it(said, written):
    assert said(written) == []


def test_a_name_and_a_colon_say_what_is_quoted_after_them(said):
    assert said("The verdict - Ormund Post: “The bridge was a danger to all.” [Post]") == [("Ormund Post", ":", "“The bridge was a danger to all.”")]
    assert said("It rained. Sen. Ada Rask: “I never saw the bridge.”") == [("Sen. Ada Rask", ":", "“I never saw the bridge.”")]
    assert said("It fell. Added Rask: “I never saw the bridge.”") == [("Rask", "Added", "“I never saw the bridge.”")]
    assert said("It fell. State Rep. Ada Rask: “I never saw the bridge.”") == [("State Rep. Ada Rask", ":", "“I never saw the bridge.”")]
    assert said("It fell. From Rask: “I never saw the bridge.”") == [("Rask", "From", "“I never saw the bridge.”")]


def test_a_sentence_before_a_colon_names_who_is_quoted_after_it(said):
    assert said("The bridge fell. The mayor then replied:\n\n“We had asked for help.\n\n“Nobody came to us.”") == [
        ("The mayor", "then replied", "“We had asked for help.\n\n“Nobody came to us.”")
    ]
    assert said("The bridge fell. But Ada Rask did not hide her anger: “They knew of it for years.”") == [
        ("Ada Rask", ":", "“They knew of it for years.”")
    ]


@pytest.mark.parametrize(
    "written",
    [
        "Correction: “The bridge in Pell is two years old.”",
        "Bo Lund: “Iron Hand of the North”; a killer",  # a nickname ends no sentence
        "Ada Rask: “Never!”",  # too short to be told from a title
        "It was clear to all who came: “Do not cross this bridge.”",
        "In Pell, one banner summed it up for Bo Lund and the rest: “Go back to where you came from.”",
        "The message was for Bo Lund: “We are all going home right now.”",
        "Two words were on signs across Pell: “We are all going home right now.”",
        "Of the excerpts released by the mayor one was read most: “We are all going home right now.”",
        "“Then came the call of Ada Rask: “We are all going home right now.”",  # within another quotation
        "He praised them, adding: “We will all cross that bridge.”",
    ],
)
def test_a_colon_before_a_quotation_need_not_name_a_speaker(said, written):
    assert said(written) == []


def test_a_quotation_goes_on_after_a_paragraph_that_another_within_it_ends(said):
    written = "The mayor then replied:\n\n“He told us of ‘an old bridge.’\n\n“Nobody came to us.”"
    assert said(written) == [("The mayor", "then replied", "“He told us of ‘an old bridge.’\n\n“Nobody came to us.”")]


def test_what_names_no_speaker_is_read_from_a_list(world):
    written = "Ada Rask: “I never saw the old bridge.”"
    find = lambda cues: speakers.find_speakers(written, [(0, len(written))], [(10, len(written))], set(), cues)  # noqa: E731
    assert find(world.cues) and not find(replace(world.cues, no_speakers=frozenset(["rask"])))
    assert "no-speakers-1.0.0" in world.versions


TALK = "RASK: Did you see the bridge fall?\n\nBO LUND, CLERK: I saw it, yes.\n\nIt was at noon.\n\nRASK: And what did you do then?\n\n(Laughter.)\n\nThey left."


def test_a_heading_between_two_turns_belongs_to_neither(said):
    talk = "RASK: What would you do for us?\n\nLUND: I would build more of them.\n\nThe bridges\n\nRASK: And what did you do then?"
    assert said(talk)[1] == ("LUND", ":", "I would build more of them.")


def test_quotations_that_are_closed_do_not_go_on(said):
    assert said("‘I never saw it fall.’\n\n‘It was old and cold there.’ — Ada Rask") == [("Ada Rask", "—", "‘It was old and cold there.’")]


def test_the_turns_of_a_talk_are_their_speakers(said):
    assert said(TALK) == [
        ("RASK", ":", "Did you see the bridge fall?"),
        ("BO LUND", ":", "I saw it, yes.\n\nIt was at noon."),
        ("RASK", ":", "And what did you do then?"),
    ]


@pytest.mark.parametrize(
    "written",
    [
        "Rask: Why do you want to win so badly?\n\nLund: I want us all to be free.",  # each once: headings as often
        "PELL: The mayor takes on two others.\n\nDORN: No one is running this time.\n\nPELL: The council is elected too.",  # nobody speaks to anybody
        "Where: The mill, if you can find it.\n\nWho: Ada Rask and our own band.\n\nWhere: The hall, if you like it.",
        "Dear Ada: My husband will not speak to me.\n\nDear Bo: I wonder what to do now.\n\nDear Ada: I think we all do.",
        "Q: Did you see the bridge fall?\n\nA: I saw it very well, yes.\n\nQ: And what did you do then?",
    ],
)
def test_lines_with_labels_need_not_be_a_talk(said, written):
    assert said(written) == []


def test_what_another_attribution_tells_is_left_and_what_it_tells_in_part_is_mended(said):
    written = "They met.\nAda Rask: “I never saw the bridge. It was dark then, and I was tired.”"
    content = written.index("“")
    source, cue, end = (10, 18), (18, 19), len(written)
    whole = Found((0, 4), (5, 8), ((content, end),))
    assert said(written, [whole]) == [("They", "met", written[content:])]
    part = Found(source, cue, ((content, content + 12),))
    assert said(written, [part]) == [("Ada Rask", ":", written[content:])]


def test_a_statement_within_a_turn_is_no_rival_of_it(said):
    thought = TALK.index("it, yes")
    inner = Found((TALK.index("I saw"), TALK.index("I saw") + 1), (thought - 4, thought - 1), ((thought, TALK.index("\n\nRASK: And")),))
    assert [source for source, _, _ in said(TALK, [inner])] == ["I", "RASK", "BO LUND", "RASK"]


def test_what_tells_of_something_else_stays(said):
    written = "Ada Rask said that it was old, and then replied: “Come and see it now.”"
    other = Found((0, 8), (9, 13), ((14, 29),))
    assert [content for _, _, content in said(written, [other])] == ["that it was old", "“Come and see it now.”"]


def test_no_statement_takes_the_place_of_another(said):
    written = "Ada Rask: “I never saw the bridge.” Bo Lund: “I saw it very well.”"
    both = Found((0, 50), (8, 9), ((11, 16),))  # its source holds both names
    assert [source for source, _, _ in said(written, [both])] == ["Ada Rask", "Bo Lund"]


def test_what_was_found_inside_a_statement_is_nested_in_it(world):
    written = "Ada Rask: “I never saw the bridge. He says that it was old.”"
    inner = Found((36, 38), (39, 43), ((49, 59),))
    found = speakers.with_speakers(written, [inner], [(0, len(written))], [(10, len(written))], set(), world.cues)
    assert [(one.cue, one.nested_in) for one in found] == [((39, 43), 1), ((8, 9), None)]


@pytest.mark.parametrize("method", ["learned", "rules"])
def test_both_methods_know_a_signed_quotation(method):
    table, instrument = article("The sun shone.\n“The bridge was old and nobody cared.” ― Ada Rask\nThen it rained."), pipeline.load_instrument(method=method)
    sentences, quotations = text.split_sentences(table, tokenizer=instrument.tokenizer), text.find_quotations(table)
    found = attribution.find_attributions(table, sentences, quotations, cues=instrument.cues, method=method, model=instrument.model)
    assert found[["source_text", "cue_text", "quoting"]].values.tolist() == [["Ada Rask", "―", "direct"]]


def test_rules_stand_by_attributions_that_are_given(world):
    """Cross-fitted attributions of training articles get what the model's own get, so that they are measured as others are."""
    table = article("They were asked.\n“The bridge was old and nobody cared.” ― Ada Rask\nThen it rained.")
    sentences, quotations = text.split_sentences(table, tokenizer=world.tokenizer), text.find_quotations(table)
    model = pipeline.load_instrument().model
    given = {"a": [Found(None, (5, 9), ((0, 4),))]}
    found = attribution.find_attributions(table, sentences, quotations, cues=world.cues, model=model, given=given)
    assert found["cue_text"].tolist() == ["were", "―"]


@pytest.mark.parametrize(
    "passage",
    [
        "“It was old and cold.” — Ada Rask\n",
        "Ada Rask: “I never saw the old bridge.” ",
        "The mayor said so then: “I never saw the old bridge.” ",
        "RASK: Did you see it fall now?\nLUND: I saw it fall, and we left.\n",
        "“It was old and nobody came to see\n\n",
        "“Ada Rask said then so:\n\n",
    ],
    ids=["signed", "a name", "a sentence", "a talk", "left open", "left open with a colon"],
)
def test_four_times_the_statements_take_about_four_times_the_steps(said, passage):
    few, many = (steps(lambda times=times: said(passage * times, [Found((0, 1), (1, 2), ((2, 3),))]), speakers.__file__) for times in (50, 200))
    assert 3 < many / few < 5, (few, many)
