"""What the public corpora write alike: dates, and addresses that tell opinion from news."""

import datetime
import re
from urllib.parse import urlparse

OPINION_PATH = re.compile(r"/(opinions?|commentary|commentisfree|columnists?|columns?|editorials?|op-eds?|ideas|view|contributors?|contributions|corner)/")


def is_opinion_address(url):
    """Whether the path of a page's address is that of an outlet's opinion pages."""
    return bool(OPINION_PATH.search(urlparse(url).path.lower()))


def possible_date(value, *, first=2000, last=2021):
    """A date from the year `first` to `last` as YYYY-MM-DD, from that form or month/day/year; "" for none or an impossible one."""
    day = (value or "").split("T")[0].split(" ")[0]
    for form in ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y"):
        try:
            date = datetime.datetime.strptime(day, form).date()
        except ValueError:
            continue
        return date.isoformat() if first <= date.year <= last else ""
    return ""
