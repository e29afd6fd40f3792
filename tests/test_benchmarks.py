"""The benchmarks that `make bench` runs come to their end; what they measure is not judged here, since times hang on the machine."""

import os
import subprocess
import sys

import pytest

from analysis import paths


@pytest.mark.parametrize(("script", "last"), [("measure_speed.py", "copies"), ("measure_lexicon.py", "20,000 entries cost")])
def test_a_benchmark_of_two_articles_comes_to_its_end(script, last, tmp_path):
    command = [sys.executable, str(paths.PROJECT / "benchmarks" / script), "--articles", "2"]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"SLANTWISE_DATA": str(tmp_path)}, cwd=paths.PROJECT)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].strip().startswith(last)
