"""RUWA: 16,545 headlines and decks on nine events of the war in Ukraine, from nine outlets, September 2021 to November 2022."""

import csv
import io
import re
from zipfile import ZipFile

from .fields import is_opinion_address, possible_date

ARCHIVE, MEMBER = "RUWA_01.08.23.csv.zip", "RUWA_04.08.23.csv"
# Outlet, country and ownership by the corpus's name of the site. News-Front calls itself independent; the US Treasury (15 April 2021)
# names it as run for the Russian security service, and it is counted with the Russian state's media.
SITES = {
    "aljazeera.com": ("Al Jazeera", "Qatar", "state"),
    "bbc.co.uk": ("BBC", "United Kingdom", "public"),
    "censor.net": ("Censor.net", "Ukraine", "private"),
    "en.news-front.info": ("News-Front", "Russia", "state"),
    "reuters.com": ("Reuters", "United Kingdom", "private"),
    "rt.com": ("RT", "Russia", "state"),
    "tass.com": ("TASS", "Russia", "state"),
    "ukrinform.net": ("Ukrinform", "Ukraine", "state"),
    "www.msnbc.com": ("NBC News and MSNBC", "United States", "private"),
}
# What Censor.net's pages put behind every headline and before every deck is no headline: time, section ("War in Ukraine") and site.
PAGE_TITLE = re.compile(r" \(\d\d\.\d\d\.\d\d \d\d:\d\d\) « .* \| Censor\.NET\s*$")
DECK_STAMP = re.compile(r"\s*\d\d\.\d\d\.\d\d \d\d:\d\d - ")


def read(folder):
    """Yields the rows of RUWA: `title` is the headline, `text` the deck below it; story_id is the corpus's event.

    RT has decks only; Reuters, the BBC and News-Front have headlines only; 194 rows have neither and stay. The time and section that
    Censor.net's pages add to a headline are left out of it; of its decks, the time and the repeated headline lie before `text_start`.
    """
    with ZipFile(folder / ARCHIVE) as archive:
        content = archive.read(MEMBER).decode("utf-8")
    for row in csv.DictReader(io.StringIO(content, newline="")):
        outlet, country, ownership = SITES[row["Site"]]
        title = PAGE_TITLE.sub("", row["title"])
        yield {
            "article_id": f"ruwa-{row['']:0>5}", "outlet": outlet, "published": possible_date(row["Date"], first=2021, last=2022),
            "title": title, "text": row["desc"], "text_start": behind_headline(row["desc"], title),
            "genre": "opinion" if is_opinion_address(row["src"]) else "news", "story_id": row["Event"], "country": country,
            "ownership": ownership, "url": row["src"], "language": "en",
        }  # fmt: skip


def behind_headline(deck, title):
    """Where a deck begins that is written behind a time stamp and, mostly, its own headline; 0 for one without a stamp.

    The deck repeats the headline without its double quotation marks.
    """
    stamp = DECK_STAMP.match(deck)
    if not stamp:
        return 0
    repeated = re.match(r'"?\s*'.join(map(re.escape, title.replace('"', "").split())) + r'"?[\s.]*', deck[stamp.end() :]) if title else None
    return stamp.end() + (repeated.end() if repeated else 0)
