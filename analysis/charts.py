"""Draw a table on given axes. Every chart takes the axes and a table, and returns the axes."""

import numpy as np

# Okabe & Ito's palette, told apart with the common kinds of colour blindness, darkest first.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#7f7f7f", "#000000", "#f0e442")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*", "h")


def rates(axes, table, *, rows, groups=None, order=None, percent=True, spread=0.6):
    """Draws estimates with intervals: one line of dots per value of `rows`, one colour and marker per value of `groups`.

    `table` has `rows`, `groups`, estimate, low, high and total. A rate that is not estimable is written as "n.e." so that an empty place is
    not read as zero.
    """
    scale = 100 if percent else 1
    names = list(order) if order is not None else list(dict.fromkeys(table[rows]))
    members = list(dict.fromkeys(table[groups])) if groups else [None]
    offsets = np.linspace(-spread / 2, spread / 2, len(members)) if len(members) > 1 else [0.0]
    for number, (member, offset) in enumerate(zip(members, offsets)):
        mine = table if member is None else table[table[groups] == member]
        draw_rates(axes, mine, rows, names, offset, number, member, scale)
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_xlim(0, None if table["estimate"].notna().any() else scale)
    axes.grid(axis="x")
    axes.set_axisbelow(True)
    return axes


def differences(axes, table, *, rows, groups, order=None, spread=0.6):
    """Draws differences of shares with intervals, as `rates` does, on both sides of a line at zero; in percentage points."""
    rates(axes, table, rows=rows, groups=groups, order=order, spread=spread)
    furthest = np.nanmax(np.abs(table[["estimate", "low", "high"]].to_numpy(dtype="float64")), initial=0.01) * 105
    axes.set_xlim(-furthest, furthest)
    axes.axvline(0, color="black", linewidth=0.7)
    return axes


def draw_rates(axes, table, rows, names, offset, number, label, scale):
    """Draws the dots and intervals of one group."""
    known = table[table["estimate"].notna()]
    places = np.array([names.index(name) + offset for name in known[rows]])
    values = known["estimate"].to_numpy() * scale
    sides = np.vstack([values - known["low"].to_numpy() * scale, known["high"].to_numpy() * scale - values]).clip(min=0)
    axes.errorbar(
        values, places, xerr=sides, fmt=MARKERS[number % len(MARKERS)], color=COLOURS[number % len(COLOURS)], markersize=3.5,
        elinewidth=0.9, label=label,
    )  # fmt: skip
    for name in table.loc[table["estimate"].isna(), rows]:
        axes.annotate("n.e.", (0, names.index(name) + offset), xytext=(2, 0), textcoords="offset points", fontsize=5, va="center", color=COLOURS[number % len(COLOURS)])


def shares(axes, table, *, rows, parts, order=None, part_order=None, least=0.06):
    """Draws stacked bars of shares: one bar per value of `rows`, one coloured and lettered piece per value of `parts`.

    `table` has `rows`, `parts` and estimate; pieces of at least `least` of a bar carry their percentage.
    """
    names = list(order) if order is not None else list(dict.fromkeys(table[rows]))
    kinds = list(part_order) if part_order is not None else list(dict.fromkeys(table[parts]))
    values = table.pivot_table(index=rows, columns=parts, values="estimate", aggfunc="first").reindex(index=names, columns=kinds).fillna(0)
    left = np.zeros(len(names))
    for number, kind in enumerate(kinds):
        colour, hatch = COLOURS[number % len(COLOURS)], "" if number < len(COLOURS) else "////"
        widths = values[kind].to_numpy() * 100
        axes.barh(range(len(names)), widths, left=left, color=colour, hatch=hatch, label=kind.replace("_", " "), height=0.75, edgecolor="white", linewidth=0.4)
        for place, (width, start) in enumerate(zip(widths, left)):
            if width >= least * 100:
                dark = colour in ("#000000", "#0072b2", "#7f7f7f", "#d55e00", "#009e73")
                box = {"facecolor": "white", "edgecolor": "none", "pad": 0.6} if hatch else None
                axes.text(
                    start + width / 2, place, f"{width:.0f}", ha="center", va="center", fontsize=5.5,
                    color="white" if dark and not hatch else "black", bbox=box,
                )  # fmt: skip
        left += widths
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_xlim(0, 100)
    return axes


def counts(axes, table, *, rows, columns, order=None):
    """Draws a table of counts as tiles: darker is more, the number in each tile, an empty tile for none."""
    names = list(order) if order is not None else list(dict.fromkeys(table[rows]))
    kinds = sorted(table[columns].unique())
    values = table.pivot_table(index=rows, columns=columns, values="count", aggfunc="sum").reindex(index=names, columns=kinds).fillna(0)
    axes.imshow(np.log1p(values.to_numpy()), aspect="auto", cmap="Blues", vmin=0)
    most = np.log1p(values.to_numpy().max() or 1)
    for (row, column), value in np.ndenumerate(values.to_numpy()):
        if value:
            axes.text(column, row, f"{value:.0f}", ha="center", va="center", fontsize=5.5, color="white" if np.log1p(value) > 0.6 * most else "black")
    axes.set_yticks(range(len(names)), names)
    axes.set_xticks(range(len(kinds)), kinds, rotation=60 if len(kinds) > 8 else 0)
    axes.tick_params(length=0)
    return axes


def bars(axes, table, *, rows, value, groups=None, order=None):
    """Draws plain counts as bars: one per value of `rows`, side by side for the values of `groups`, each with its number."""
    names = list(order) if order is not None else list(dict.fromkeys(table[rows]))
    members = list(dict.fromkeys(table[groups])) if groups else [None]
    height = 0.8 / len(members)
    for number, member in enumerate(members):
        mine = table if member is None else table[table[groups] == member]
        places = [names.index(name) + (number - (len(members) - 1) / 2) * height for name in mine[rows]]
        drawn = axes.barh(places, mine[value], height=height * 0.9, color=COLOURS[number % len(COLOURS)], label=member)
        axes.bar_label(drawn, fmt="{:,.0f}", padding=2, fontsize=5.5)
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    return axes


def strip(axes, table, *, rows, order, length):
    """Draws where in an article something stands: a bar per row of `table` (start, end) on the line of its `rows` value."""
    for row in table.itertuples(index=False):
        place = order.index(getattr(row, rows))
        axes.barh(place, row.end - row.start, left=row.start, height=0.7, color=COLOURS[place % len(COLOURS)])
    axes.set_yticks(range(len(order)), [name.replace("_", " ") for name in order])
    axes.set_ylim(len(order) - 0.5, -0.5)
    axes.set_xlim(0, length)
    return axes


def log_odds(axes, findings, *, level=0.05):
    """Draws words on a line each, by their log-odds with interval: filled where q is under `level`, hollow where not; a tick at what was expected.

    `findings` has word, log_odds, expected, low, high and q.
    """
    for sure, face, label in ((True, COLOURS[0], f"q < {level:g}"), (False, "white", f"q ≥ {level:g}")):
        mine = findings[(findings["q"] < level) == sure]
        places = [list(findings["word"]).index(word) for word in mine["word"]]
        sides = np.vstack([mine["log_odds"] - mine["low"], mine["high"] - mine["log_odds"]]).clip(min=0)
        axes.errorbar(
            mine["log_odds"], places, xerr=np.nan_to_num(sides), fmt="o", color=COLOURS[0], markerfacecolor=face, markersize=3.2,
            markeredgewidth=0.8, elinewidth=0.8, label=label,
        )  # fmt: skip
    axes.plot(findings["expected"], range(len(findings)), "|", color=COLOURS[1], markersize=5, label="expected")
    axes.axvline(0, color="#999999", linewidth=0.6, zorder=0)
    axes.set_yticks(range(len(findings)), findings["word"])
    axes.set_ylim(len(findings) - 0.5, -0.5)
    axes.grid(axis="x")
    axes.set_axisbelow(True)
    return axes


def over_time(axes, estimates, *, groups, periods, members=None):
    """Draws shares over the `periods` in order: a line, marker and interval for each value of `groups` (of `members`, in that order).

    A period without an estimate leaves a gap in its line.
    """
    names = list(members) if members is not None else list(dict.fromkeys(estimates[groups]))
    for number, name in enumerate(names):
        mine = estimates[estimates[groups] == name].set_index("period").reindex(periods)
        places = np.arange(len(periods)) + (number - (len(names) - 1) / 2) * 0.08
        values = mine["estimate"].to_numpy(dtype="float64") * 100
        sides = np.vstack([values - mine["low"].to_numpy(dtype="float64") * 100, mine["high"].to_numpy(dtype="float64") * 100 - values]).clip(min=0)
        axes.errorbar(
            places, values, yerr=np.nan_to_num(sides), fmt=f"{MARKERS[number % len(MARKERS)]}-", color=COLOURS[number % len(COLOURS)],
            markersize=3, elinewidth=0.7, linewidth=0.9, label=name,
        )  # fmt: skip
    axes.axhline(50, color="#999999", linewidth=0.6, linestyle=":")
    axes.set_xticks(range(len(periods)), periods, rotation=60 if len(periods) > 6 else 0)
    axes.set_ylim(-3, 103)
    return axes


def specification_curve(axes_pair, table, choices):
    """Draws a specification curve on two axes, one above the other: the differences in their order with intervals, and a dot for each option taken.

    `table` has place, difference, low, high, significant and a column for each of `choices`, a dictionary from choice to its options.
    Differences are drawn in percentage points; orange where the interval leaves out 0. What is not estimable is not drawn.
    """
    upper, lower = axes_pair
    known = table[table["difference"].notna()]
    for significant, colour in ((False, COLOURS[6]), (True, COLOURS[1])):
        mine = known[known["significant"] == significant]
        values = 100 * mine["difference"].to_numpy()
        sides = np.vstack([values - 100 * mine["low"].to_numpy(), 100 * mine["high"].to_numpy() - values]).clip(min=0)
        label = "interval leaves out 0" if significant else "interval holds 0"
        upper.errorbar(mine["place"], values, yerr=sides, fmt="o", color=colour, markersize=2.2, elinewidth=0.6, label=label)
    upper.axhline(0, color="black", linewidth=0.6)
    upper.grid(axis="y")
    names = [(choice, option) for choice, options in choices.items() for option in options]
    for line, (choice, option) in enumerate(names):
        taken = known[known[choice] == option]
        colours = np.where(taken["significant"], COLOURS[1], COLOURS[6])
        lower.scatter(taken["place"], np.full(len(taken), line), marker="s", s=4, c=colours, linewidths=0)
    for line in np.cumsum([len(options) for options in choices.values()])[:-1]:
        lower.axhline(line - 0.5, color="#999999", linewidth=0.5)
    lower.set_yticks(range(len(names)), [f"{choice}: {option}" for choice, option in names])
    lower.set_ylim(len(names) - 0.5, -0.5)
    return upper, lower


def legend_below(figure, axes, *, columns):
    """Draws the legend of `axes` below all panels of the figure, in so many columns, and returns it."""
    handles, labels = axes.get_legend_handles_labels()
    return figure.legend(handles, labels, loc="outside lower center", ncols=columns, handletextpad=0.4, columnspacing=1.2)
