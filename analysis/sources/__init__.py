"""Who a source is: its full name, type, naming and side, each with the rule that decided it.

Everything is decided from the article itself, the gazetteer and the list of source roles; what no rule decides stays
`other` with the rule `unresolved`.
"""

from .. import tables
from .compiling import compile_lists
from .credits import credited, find_credits
from .layout import Layout
from .lists import Lists
from .reader import Reader

__all__ = ["Lists", "compile_lists", "credited", "describe_sources", "find_credits"]


def describe_sources(articles, sentences, quotations, attributions, *, lists):
    """`sources`, a row an attribution, from `articles`, their `sentences`, `quotations` and `attributions`: who each source is, and by which rule."""
    starts_of = tables.values_by_text(sentences, "start")
    quotes_of = tables.values_by_text(quotations[quotations["level"] == 0], "start", "end")
    attributions_of = tables.rows_by_article(attributions)
    about = {row.article_id: (str(row.published)[:10], row.outlet) for row in articles.itertuples(index=False)}
    rows = []
    for article_id, part, text in tables.article_parts(articles):
        mine = attributions_of.get((article_id, part), [])
        if mine:
            layout = Layout([start for start, in starts_of[article_id, part]], quotes_of.get((article_id, part), ()), len(text))
            reader = Reader(text, *about[article_id], lists, layout)
            sources = reader.read(mine)
            reader.close()
            rows += [(article_id, one.attribution_id, *source) for one, source in zip(mine, sources)]
    return tables.table_of(rows, "sources")
