"""How often the 95 % intervals hold a known truth, in the settings of the suite: writes docs/coverage.csv.

    python benchmarks/measure_coverage.py [--times N]

Under an hour on one busy core for 1,000 simulations a setting. Read docs/coverage.md.
"""

import argparse

import pandas as pd

from analysis.compare import simulation
from analysis.paths import PROJECT

# Rates and correlations within an article; the correlations of the corpora are about 0.1 to 0.5.
RATES = {
    "labels": ((0.02, 0.5), (0.1, 0.3), (0.3, 0.3), (0.5, 0.5)), "attributions": ((0.01, 0.1), (0.03, 0.1), (0.1, 0.1), (0.1, 0.4), (0.4, 0.4)),
    "words": ((0.0005, 0.001), (0.002, 0.002)),
}  # fmt: skip
UNITS = (5, 10, 20, 50, 200)
OUTLETS = (3, 5, 10)
OUTLET_RATES = {"labels": ((0.05, 0.3, 0.05), (0.3, 0.3, 0.02), (0.3, 0.3, 0.1)), "attributions": ((0.03, 0.1, 0.02), (0.4, 0.1, 0.02), (0.4, 0.2, 0.1))}


def settings():
    """The settings, as dictionaries."""
    for kind, rates in RATES.items():
        for rate, correlation in rates:
            for units in UNITS:
                yield {"kind": kind, "rate": rate, "correlation": correlation, "units": units, "outlets": 0, "outlet_correlation": 0.0}
    for kind, rates in OUTLET_RATES.items():
        for rate, correlation, between in rates:
            for outlets in OUTLETS:
                yield {"kind": kind, "rate": rate, "correlation": correlation, "units": 20, "outlets": outlets, "outlet_correlation": between}


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--times", type=int, default=1000)
    times = options.parse_args().times
    rows = []
    for setting in settings():
        found = simulation.coverage_of_estimate(times=times, seed=2026, **setting)
        rows.append(setting | {"simulations": times} | found)
        print(*(f"{name} {value:.3g}" if isinstance(value, float) else value for name, value in rows[-1].items()), flush=True)
    table = pd.DataFrame(rows)
    table.to_csv(PROJECT / "docs" / "coverage.csv", index=False, float_format="%.4g", lineterminator="\n")
    print(f"{((table.held >= 0.93) & (table.held <= 0.97)).sum()} of {len(table)} settings hold 93-97 %; {(table.held < 0.93).sum()} under 93 %")


if __name__ == "__main__":
    main()
