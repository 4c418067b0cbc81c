"""Opens results folders with the tools users have and checks them against themselves and each other.

Usage: read_results.py RESULTS…, folders written by `sroi run` and other commands with at most 131,072 draws,
so that quantiles are exact. Where a run has draws.parquet (`--keep-draws`), statistics are recomputed from it: an implementation
of its own. Runs of a case as written, its scenarios and comparisons with the same seed and number of draws must say the same.
"""

import json
import sys
from pathlib import Path

import duckdb
import polars as pl
import pyarrow.parquet as pq

COLUMNS = {
    "summary": "case scenario variant metric name unit mean mcse_mean sd mcse_sd q025 q05 q25 q50 q75 q95 q975 "
    "mcse_q025 mcse_q05 mcse_q25 mcse_q50 mcse_q75 mcse_q95 mcse_q975 n n_infinite n_nonpositive_cost",
    "roi": "euros roi_low roi_high density mcse_density cdf mcse_cdf",
    "break_even": "param unit euros value p_break_even mcse_p_break_even",
    "tornado": "outcome panel param label kind members unit lo_q hi_q x_lo x_hi lo_name hi_name out_lo out_hi swing base",
    "acceptability": "euros threshold p mcse_p",
    "convergence": "metric n value mcse n_next_digit",
    "exact": "metric moment exact estimate mcse_estimate z agrees",
    "conditional_mean": "outcome param unit value mean mcse_mean low high",
    "sensitivity": "outcome param s1 s1_se s1_low s1_high",
    "two_way": "outcome param_1 value_1 param_2 value_2 result",
    "break_even_values": "outcome param unit current value mcse_value value_low value_high outcome_with_input p_good mcse_p_good",
    "break_even_grid": "outcome param unit value mean mcse_mean p_break_even mcse_p_break_even",
    "sobol": "outcome param kind members method s1 s1_se s1_low s1_high s1_exact st st_se st_low st_high st_exact",
    "evpi": "euros strategy on_frontier proportion mcse_proportion expected_loss mcse_expected_loss evpi se bias "
    "evpi_population se_population n",
    "evppi": "pars group k euros method evppi se distinguishable raw raised_to evppi_population se_population",
    "stakeholders": "stakeholder label pays_for benefit_mean mcse_benefit_mean cost_mean mcse_cost_mean net_benefit_mean "
    "mcse_net_benefit_mean net_benefit_q025 mcse_net_benefit_q025 net_benefit_q975 mcse_net_benefit_q975 "
    "p_net_benefit mcse_p_net_benefit p_wrong_pocket mcse_p_wrong_pocket ratio_of_means mcse_ratio_of_means "
    "roi_q025 mcse_roi_q025 roi_q50 mcse_roi_q50 roi_q975 mcse_roi_q975 "
    "share_of_means mcse_share_of_means share_mean mcse_share_mean share_q025 mcse_share_q025 "
    "share_q50 mcse_share_q50 share_q975 mcse_share_q975 cost_share_of_means mcse_cost_share_of_means "
    "cost_share_mean mcse_cost_share_mean cost_share_q025 mcse_cost_share_q025 cost_share_q50 mcse_cost_share_q50 "
    "cost_share_q975 mcse_cost_share_q975 n n_nonpositive_benefit n_nonpositive_cost",
    "perspectives": "perspective label benefit_mean mcse_benefit_mean cost_mean mcse_cost_mean net_benefit_mean "
    "mcse_net_benefit_mean net_benefit_q025 mcse_net_benefit_q025 net_benefit_q975 mcse_net_benefit_q975 "
    "ratio_of_means mcse_ratio_of_means roi_q025 mcse_roi_q025 roi_q50 mcse_roi_q50 roi_q975 mcse_roi_q975 "
    "p_net_benefit mcse_p_net_benefit p_wrong_pocket mcse_p_wrong_pocket n",
    "predictive": "metric name unit sd_parameter mcse_sd_parameter sd_predictive mcse_sd_predictive parameter_share "
    "mcse_parameter_share parameter_q025 mcse_parameter_q025 parameter_q975 mcse_parameter_q975 predictive_q025 "
    "mcse_predictive_q025 predictive_q975 mcse_predictive_q975",
    "scenarios": "kind name alternative label benefits_at_points costs_at_points ratio_at_points hard_ratio_at_points "
    "break_even_at_points hard_break_even_at_points costs mcse_costs benefits mcse_benefits net_benefit mcse_net_benefit "
    "ratio_of_means mcse_ratio_of_means roi_q025 mcse_roi_q025 roi_q50 mcse_roi_q50 roi_q975 mcse_roi_q975 "
    "p_break_even mcse_p_break_even difference_net_benefit mcse_difference_net_benefit difference_ratio "
    "mcse_difference_ratio difference_p_break_even mcse_difference_p_break_even hard_benefits mcse_hard_benefits "
    "hard_net_benefit mcse_hard_net_benefit hard_ratio_of_means mcse_hard_ratio_of_means hard_roi_q025 "
    "mcse_hard_roi_q025 hard_roi_q50 mcse_hard_roi_q50 hard_roi_q975 mcse_hard_roi_q975 hard_p_break_even "
    "mcse_hard_p_break_even hard_difference_net_benefit mcse_hard_difference_net_benefit hard_difference_ratio "
    "mcse_hard_difference_ratio hard_difference_p_break_even mcse_hard_difference_p_break_even n n_nonpositive_cost",
    "compare": "rank told_apart case departures per price_year case_sha256 benefits mcse_benefits costs mcse_costs "
    "net_benefit mcse_net_benefit net_benefit_q025 mcse_net_benefit_q025 net_benefit_q975 mcse_net_benefit_q975 "
    "ratio_of_means mcse_ratio_of_means roi_q025 mcse_roi_q025 roi_q975 mcse_roi_q975 p_break_even mcse_p_break_even "
    "hard_ratio_of_means mcse_hard_ratio_of_means hard_p_break_even mcse_hard_p_break_even seed n",
    "compare_stakeholders": "case departures stakeholder label is_payer net_benefit_mean mcse_net_benefit_mean p_net_benefit "
    "mcse_p_net_benefit net_benefit_per_euro mcse_net_benefit_per_euro",
}
RUN = ["summary", "roi", "break_even", "acceptability", "convergence", "exact", "tornado", "stakeholders", "perspectives"]
ANALYSES = {
    "tornado": {"tornado", "conditional_mean", "sensitivity", "two_way"},
    "break-even": {"break_even_values", "break_even_grid"},
    "sobol": {"sobol"},
    "voi": {"evpi", "evppi"},
}
TEXT = set(
    "case scenario variant metric name unit euros param outcome label kind members stakeholder pays_for perspective "
    "alternative departures per case_sha256 panel lo_name hi_name moment param_1 param_2 outcome_with_input method strategy "
    "pars group raised_to".split()
)
WHOLE = {"n", "rank", "seed"}
TRUTH = {"told_apart", "is_payer", "on_frontier", "distinguishable", "agrees"}


def close(a: float, b: float, what: str, tolerance: float = 1e-9) -> None:
    assert abs(a - b) <= tolerance * max(1.0, abs(a), abs(b)), f"{what}: {a} against {b}"


class Folder:
    """A results folder: its manifest and its tables, each opened with all three readers."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.manifest = json.loads((path / "manifest.json").read_text())
        compared = self.manifest.get("command") == "compare"
        found = {file.stem for file in path.glob("*.parquet")} - {"draws"}
        if compared:
            expected = {"compare", "compare_stakeholders"}
        elif "compared" in self.manifest:
            expected = {"scenarios"}
        elif "analysis" in self.manifest:
            expected = ANALYSES[self.manifest["analysis"]["command"]]
        else:
            expected = set(RUN) | ({"predictive"} if self.manifest.get("predictive") else set())
        assert found == expected, f"{path}: {sorted(found)}"
        self.tables = {name: self.read(name) for name in sorted(found)}

    def read(self, name: str) -> pl.DataFrame:
        path = self.path / f"{name}.parquet"
        frame = pl.read_parquet(path)
        assert frame.columns == COLUMNS[name].split(), f"{name}: {frame.columns}"
        for column, kind in frame.schema.items():
            whole = column in WHOLE or column.startswith("n_") and column != "n_next_digit"
            wanted = pl.String if column in TEXT else pl.UInt64 if whole else pl.Float64
            wanted = pl.Boolean if column in TRUTH else wanted
            assert kind == wanted, f"{name}.{column}: {kind}"
        # There is nothing to check exactly in a predictive run.
        assert pq.read_table(path).num_rows == frame.height, name
        assert frame.height > 0 or name == "exact", name
        rows = duckdb.sql(f"select count(*) from '{path}'").fetchall()[0][0]
        assert rows == frame.height
        check_metadata(path, self.manifest)
        return frame

    def of(self, metric: str) -> dict:
        return self.tables["summary"].row(by_predicate=pl.col("metric") == metric, named=True)

    def same_draws(self) -> tuple:
        return tuple(self.manifest[key] for key in ("case_sha256", "seed", "draws", "design"))

    def is_base_case(self) -> bool:
        return self.manifest["scenario"] is None and not self.manifest["set"] and "predictive" not in self.manifest


def check_metadata(path: Path, manifest: dict) -> None:
    metadata = {k.decode(): v.decode() for k, v in pq.read_metadata(path).metadata.items()}
    assert json.loads(metadata["sroi.manifest"]) == manifest
    assert metadata["sroi.version"] == manifest["version"]
    assert pl.read_parquet_metadata(path)["sroi.version"] == manifest["version"]
    keys = duckdb.sql(f"select key from parquet_kv_metadata('{path}')").fetchall()
    assert any(b"sroi.manifest" in bytes(key) for (key,) in keys)
    # A comparison has no seed of its own: its cases do.
    if "seed" in manifest:
        for key in ("seed", "draws", "design", "case_sha256", "price_year"):
            assert metadata[f"sroi.{key}"] == str(manifest[key]), key


def check_statistics(folder: Folder) -> None:
    manifest, summary = folder.manifest, folder.tables["summary"]
    draws = pl.read_parquet(folder.path / "draws.parquet")
    check_metadata(folder.path / "draws.parquet", manifest)
    assert draws["draw"].to_list() == list(range(manifest["draws"]))
    for name in manifest["drawn_inputs"]:
        assert name in draws.columns, name
    checked = 0
    columns = {"line": "lines.{}", "quantity": "predicted.{}"}
    for row in summary.iter_rows(named=True):
        column = columns.get(row["metric"], row["metric"]).format(row["name"])
        if column not in draws.columns or row["n_infinite"] > 0:
            continue
        values = draws[column]
        close(row["mean"], values.mean(), f"mean of {column}")
        close(row["sd"], values.std(), f"sd of {column}")
        close(row["mcse_mean"], values.std() / len(values) ** 0.5, f"standard error of {column}")
        for quantile, p in [("q025", 0.025), ("q50", 0.5), ("q975", 0.975)]:
            close(row[quantile], values.quantile(p, "linear"), f"{quantile} of {column}")
        checked += 1
    assert checked >= 15, checked
    benefits, costs = draws["benefits"], draws["costs"]
    close(folder.of("ratio_of_means")["mean"], benefits.mean() / costs.mean(), "ratio of means")
    close(folder.of("p_break_even")["mean"], (benefits > costs).mean(), "probability of break-even")
    check_parties(folder, draws)
    if "predictive" not in manifest:
        check_decision(folder, draws)
    lines = sum(draws[c] for c in draws.columns if c.startswith("lines."))
    close((benefits + costs).mean(), lines.mean(), "lines add up to benefits and costs")
    for row in folder.tables.get("predictive", pl.DataFrame()).iter_rows(named=True):
        column = columns.get(row["metric"], row["metric"]).format(row["name"])
        if column in draws.columns and not column.endswith("break_even"):
            close(row["sd_predictive"], draws[column].std(), f"predictive sd of {column}")
            close(row["predictive_q975"], draws[column].quantile(0.975, "linear"), f"predictive 97.5 % of {column}")


def check_decision(folder: Folder, draws: pl.DataFrame) -> None:
    net = draws["net_benefit"]
    losses = [net.clip(lower_bound=0.0), (-net).clip(lower_bound=0.0)]
    least = min(losses, key=lambda loss: loss.mean())
    evpi = folder.of("evpi")
    close(evpi["mean"], least.mean(), "EVPI")
    close(evpi["mcse_mean"], least.std() / len(net) ** 0.5, "standard error of EVPI")
    for row in folder.tables["acceptability"].filter(euros="all").iter_rows(named=True):
        close(row["p"], (draws["roi"] > row["threshold"]).mean(), f"P(ROI > {row['threshold']})")
    table = folder.tables["convergence"].filter(metric="net_benefit")
    for row in table.iter_rows(named=True):
        first = net.head(row["n"])
        close(row["value"], first.mean(), f"net benefit of the first {row['n']} draws")
        close(row["mcse"], first.std() / len(first) ** 0.5, f"its error after {row['n']} draws")
    assert table["n"].to_list()[-1] == len(net)
    for row in folder.tables["exact"].iter_rows(named=True):
        values = draws[row["metric"]]
        estimate = values.mean() if row["moment"] == "mean" else values.std()
        close(row["estimate"], estimate, f"{row['moment']} of {row['metric']}")
        assert row["agrees"] is not False and abs(row["z"]) <= 4.0, row


def check_analysis(folder: Folder, runs: list[Folder]) -> int:
    """Analyses of a case agree with the run of the same draws."""
    tables, agrees = folder.tables, 0
    for run in runs:
        if "evpi" in tables:
            programme = tables["evpi"].row(by_predicate=pl.col("strategy") == "programme", named=True)
            close(programme["evpi"], run.of("evpi")["mean"], "EVPI of both commands")
            close(programme["proportion"], run.of("p_break_even")["mean"], "probability that the programme is best")
            singles = tables["evppi"].filter(~pl.col("pars").str.contains(","))
            assert (singles["evppi"] <= programme["evpi"] + 4.0 * singles["se"]).all()
        if "conditional_mean" in tables:
            bars = tables["tornado"].filter(outcome="net_benefit", panel="inputs")
            known = run.tables["tornado"].filter(outcome="net_benefit", panel="inputs")
            assert bars.equals(known), "bars of both commands"
        if "break_even_grid" in tables:
            # Averaged over an input, what is expected given it is what is expected: at its mean, where it acts linearly.
            values = tables["break_even_values"].filter(param="response_gain").row(0, named=True)
            grid = tables["break_even_grid"].filter(param="response_gain")
            x, y = grid["value"], grid["mean"]
            slope = (y[-1] - y[0]) / (x[-1] - x[0])
            close(values["value"], x[0] - y[0] / slope, "crossing of a line", 1e-6)
        agrees += 1
    if "sobol" in tables:
        both = tables["sobol"].filter(pl.col("st").is_not_null())
        assert (both["s1"] <= both["st"] + 4.0 * both["s1_se"]).all(), "first order is part of total"
        assert both["s1"].sum() <= 1.0 + 0.02
    return agrees


def check_parties(folder: Folder, draws: pl.DataFrame) -> None:
    own = folder.tables["stakeholders"].filter(pl.col("pays_for").is_null())
    close(own["benefit_mean"].sum(), draws["benefits"].mean(), "stakeholders add up to all benefits")
    close(own["cost_mean"].sum(), draws["costs"].mean(), "stakeholders add up to all costs")
    society = folder.tables["perspectives"].row(0, named=True)
    assert society["perspective"] == "societal" and society["p_wrong_pocket"] == 0.0
    for column, metric in [("net_benefit", "net_benefit"), ("roi", "roi")]:
        for quantile in ("q025", "q975"):
            close(society[f"{column}_{quantile}"], folder.of(metric)[quantile], f"{quantile} of {metric}")
    for row in folder.tables["perspectives"].iter_rows(named=True):
        net = row["benefit_mean"] - row["cost_mean"]
        close(row["net_benefit_mean"], net, f"net benefit of {row['perspective']}")
    attribution = folder.of("break_even_attribution")["mean"]
    close(attribution, draws["costs"].mean() / draws["benefits"].mean(), "break-even attribution")


def check_predictive(folder: Folder, ordinary: Folder) -> None:
    """What a predictive run calls parameters alone is the ordinary run, and chance adds to its spread."""
    table, known = folder.tables["predictive"], ordinary.tables["summary"]
    checked = 0
    for row in table.iter_rows(named=True):
        same = (pl.col("metric") == row["metric"]) & pl.col("name").eq_missing(pl.lit(row["name"]))
        for plain in known.filter(same).iter_rows(named=True):
            assert row["sd_parameter"] == plain["sd"], row["metric"]
            assert row["parameter_q025"] == plain["q025"], row["metric"]
            checked += 1
    assert checked >= 15, checked
    net = table.row(by_predicate=pl.col("metric") == "net_benefit", named=True)
    assert net["sd_predictive"] > net["sd_parameter"] and 0.0 < net["parameter_share"] < 1.0


def check_scenarios(folder: Folder, runs: list[Folder]) -> None:
    table = folder.tables["scenarios"]
    base = table.row(0, named=True)
    assert base["kind"] == "base" and set(table["kind"][1:]) == {"scenario", "switch"}
    assert base["difference_net_benefit"] is None
    for row in table.iter_rows(named=True):
        what = f"{row['kind']} {row['name']} {row['alternative']}"
        close(row["net_benefit"], row["benefits"] - row["costs"], what)
        close(row["ratio_of_means"], row["benefits"] / row["costs"], what)
        if row["kind"] != "base":
            for euros in ("", "hard_"):
                for metric in ("net_benefit", "p_break_even"):
                    difference = row[f"{euros}{metric}"] - base[f"{euros}{metric}"]
                    close(row[f"{euros}difference_{metric}"], difference, f"{what}: {euros}{metric}")
                ratio = row[f"{euros}ratio_of_means"] - base[f"{euros}ratio_of_means"]
                close(row[f"{euros}difference_ratio"], ratio, f"{what}: {euros}ratio")
    for run in runs:
        check_headline(base, run)


def check_headline(row: dict, run: Folder) -> None:
    """A row of another table is the run, bit for bit."""
    for metric in ("benefits", "costs", "net_benefit", "ratio_of_means", "p_break_even"):
        assert row[metric] == run.of(metric)["mean"], metric
        assert row[f"mcse_{metric}"] == run.of(metric)["mcse_mean"], metric
    assert row["roi_q025"] == run.of("roi")["q025"]


def check_comparison(folder: Folder, runs: list[Folder]) -> int:
    agrees = 0
    cases, parties = folder.tables["compare"], folder.tables["compare_stakeholders"]
    assert cases["rank"].to_list() == list(range(1, cases.height + 1))
    by = cases[{"ratio": "ratio_of_means"}.get(folder.manifest["by"], folder.manifest["by"])]
    assert by.to_list() == sorted(by, reverse=True)
    for row in cases.iter_rows(named=True):
        close(row["ratio_of_means"], row["benefits"] / row["costs"], row["case"])
        own = parties.filter(case=row["case"])
        net = own.filter(~pl.col("is_payer"))["net_benefit_mean"].sum()
        close(net, row["net_benefit"], f"{row['case']}: stakeholders add up")
        per_euro = own["net_benefit_mean"] / row["costs"]
        for found, known in zip(own["net_benefit_per_euro"], per_euro, strict=True):
            close(found, known, f"{row['case']}: per euro")
        for run in runs:
            same = run.same_draws()[:3] == (row["case_sha256"], row["seed"], row["n"])
            if same and not row["departures"]:
                check_headline(row, run)
                agrees += 1
    return agrees


def check(folder: Folder, runs: list[Folder]) -> int:
    """Checks a folder; gives the number of runs that it was compared with."""
    if (folder.path / "draws.parquet").exists():
        check_statistics(folder)
    if "compare" in folder.tables:
        return check_comparison(folder, runs)
    if "analysis" in folder.manifest:
        return check_analysis(folder, [run for run in runs if run.same_draws() == folder.same_draws()])
    same = [run for run in runs if run.same_draws() == folder.same_draws()]
    if "predictive" in folder.tables:
        for run in same:
            check_predictive(folder, run)
        return len(same)
    if "scenarios" in folder.tables:
        check_scenarios(folder, same)
        return len(same)
    return 0


def main() -> None:
    folders = [Folder(Path(path)) for path in sys.argv[1:]]
    runs = [folder for folder in folders if "summary" in folder.tables and folder.is_base_case()]
    for folder in folders:
        agrees = check(folder, runs)
        others = f"; agrees with {agrees} of the runs" if agrees else ""
        print(f"{folder.path}: {', '.join(folder.tables)} read with polars, pyarrow and DuckDB{others}")


if __name__ == "__main__":
    main()
