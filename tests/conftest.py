"""What several tests need: articles made of a sentence or two, and the instrument, loaded once."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from analysis import corpus, lexicons, paths, pipeline


def article(text, **fields):
    """`articles` with the one article "a" of this text, of the invented outlet Gazette unless `fields` say otherwise."""
    return articles(fields | {"text": text})


def articles(*rows):
    """`articles` of dictionaries, named a, b, c ... in order where they bear no article_id."""
    return corpus.articles_table([{"article_id": chr(ord("a") + k), "outlet": "Gazette"} | row for k, row in enumerate(rows)])


def steps(work, place):
    """How many lines of the code at a `place`, a file or folder, are run while `work` is done, a loop's line once a turn."""
    counted = Counter()

    def count(frame, event, _):
        counted[event] += frame.f_code.co_filename.startswith(str(place))
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        work()
    finally:
        sys.settrace(before)
    return counted["line"]


@pytest.fixture(scope="session")
def world():
    """The instrument with the gazetteer of the real countries."""
    return pipeline.load_instrument((paths.GAZETTEER,), method="rules")


@pytest.fixture(scope="session")
def teaching():
    """The instrument with the invented region of the teaching corpus beside the real countries."""
    return pipeline.load_instrument((paths.GAZETTEER, paths.TEACHING / "gazetteer"), method="rules")


@pytest.fixture(scope="session")
def invented_places():
    """The gazetteer of the invented region alone: Velmora (Tarsk, Citadel), Kestria, Dorvane, Brenmark."""
    return lexicons.read_gazetteer(paths.TEACHING / "gazetteer")


@pytest.fixture
def word_list(tmp_path, invented_places):
    """A function from entries, lines of a CSV file, to the compiled matcher of a word list with those entries."""

    def compiled(*entries, header="term,category", name="framing-1.0.0"):
        file = tmp_path / f"{name}.csv"
        file.write_text("\n".join([header, *entries]) + "\n", encoding="utf-8")
        return lexicons.compile_lexicon(lexicons.read_lexicon(file), invented_places)

    return compiled


def on_older_processor(code, *arguments):
    """What Python `code` prints in a process whose numpy uses no instructions but those that every processor of the kind has, and whose OpenBLAS, on one of
    Intel's or AMD's, those of an older one."""
    found = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])
    older = {"OPENBLAS_CORETYPE": "Sandybridge", "NPY_DISABLE_CPU_FEATURES": ",".join(found)}
    path = os.pathsep.join([str(paths.PROJECT), str(Path(__file__).parent)])
    done = subprocess.run([sys.executable, "-c", code, *map(str, arguments)], env=os.environ | older | {"PYTHONPATH": path}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
