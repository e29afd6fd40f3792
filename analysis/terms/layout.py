"""How the words around a label are laid out: the patterns by which `beside` and `referents` read names, titles, owners and articles there."""

import re

WORD_OF_NAME = r"(?:[A-Z][\w’'‐‑-]*[\w]|[A-Z]\.)"
PARTICLE = r"(?:al|bin|ibn|de|del|da|van|von|der|el|la)"
NAME = rf"{WORD_OF_NAME}(?:[ \u00a0](?:{PARTICLE}[ \u00a0-])*{WORD_OF_NAME}){{0,3}}"
QUOTE = "[\"'“‘„«»”’]"
TITLES = r"(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Sen|Rep|President|Prime Minister|King|Chairman|General|Minister)\.?[ \u00a0]"
# Adjectives before a label: no preposition, which would begin another phrase ("was lynched by a mob").
FEW = r"(?:(?!(?:by|with|of|for|to|from|in|on|at|against|than|and|or|that|who) )[\w’'‐‑-]+ ){0,3}"
BE = r"(?: is| was| has been| had been| remains| remained| becomes| became| are| were| as|(?<=[Hh]e)[’']s)"

AFTER = re.compile(rf"{QUOTE}? {QUOTE}?(?:called |named )?({NAME})")
AFTER_COMMA = re.compile(rf", (?:called |named )?({WORD_OF_NAME} (?:{PARTICLE}[ -])*{NAME})(?=[,.;:)]|$)")
FOLLOWED = re.compile(rf"{QUOTE}? (?:like|such as|of|from|including) (?:the )?{QUOTE}?({NAME})")
IS_LABEL = re.compile(rf"\b(?P<who>{NAME}|[Hh]e|[Ss]he){BE} (?:(?:not|still|now|really|no|just|only) )?(?:(?:a|an|the|one of the) )?{QUOTE}?{FEW}{QUOTE}?$")
CALLED = re.compile(
    rf"\b(?:describ|call|brand|denounc|label|dubb|term|slamm|blast|portray|condemn|attack|decri|regard|view)\w* (?P<who>{NAME}|him|her)(?:,[^,.]{{3,80}},)?"
    rf"(?: as)?(?: being)? (?:(?:a|an|the) )?{QUOTE}?{FEW}{QUOTE}?$"
)
BEFORE_COMMA = re.compile(rf"(?P<who>{NAME}), (?:a|an|the|{NAME}(?:’s|'s)) {QUOTE}?{FEW}{QUOTE}?$")
LABEL_IS = re.compile(rf"{QUOTE}? (?:is|was|are|were) (?:the |our |a )?(?P<who>{NAME})")
OWNER = re.compile(rf"(?P<who>{NAME})(?:’s?|'s?) {FEW}{QUOTE}?$")
FULL_NAME = re.compile(rf"(?<![\w’'])({WORD_OF_NAME}(?:[ \u00a0](?:{PARTICLE}[ \u00a0-])*{WORD_OF_NAME}){{1,2}})")
NO_NAME = re.compile(
    r"^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|^(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|^(?:The|A|An|In|On|At|But|And|It|He|She|They|We|I|You|This|That|These|Those|There|If|When|For|His|Her|Its|Their|Our|My|As|What|Who|Why|How)\b"
)

# Right before a label, with a word or a quotation mark between at most.
LABEL_NEXT = r"(?:[\w-]+ )?[\"“‘']?$"
POINTING = re.compile(rf"\b(?:the|this|that|these|those) {LABEL_NEXT}", re.IGNORECASE)
ANY = re.compile(rf"\b(?:any|every|no|another|each|other|such|some|many|most|all) {LABEL_NEXT}", re.IGNORECASE)
TITLED = re.compile(rf"\b(?:{TITLES})$")
# Between the name of a place and a label that follows it, and between a label and the name that follows.
NEXT_BEFORE = re.compile(r"(?:[’']s? (?:[a-z][\w-]+ ){0,3}| (?:[a-z][\w-]+ )?)[\"“'‘„]?")
NEXT_AFTER = re.compile(rf"[\"”'’]? (?:of|in|led by|headed by|under) (?:the )?(?:[A-Z]\w+ )?(?:{TITLES})?")
OWNED = re.compile(r"^.*(?:’s|'s)\s+")
