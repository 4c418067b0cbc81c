"""Opens a results folder with the tools users have and checks it against itself.

Usage: read_results.py RESULTS, a folder written by `sroi run … --keep-draws` with at most 131,072 draws, so that
quantiles are exact. Statistics are recomputed from draws.parquet: an implementation of its own.
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
    "tornado": "outcome param label kind members unit lo_q hi_q x_lo x_hi out_lo out_hi swing base",
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
}
TEXT = {"case", "scenario", "variant", "metric", "name", "unit", "euros", "param", "outcome", "label", "kind", "members", "stakeholder", "pays_for", "perspective"}


def close(a: float, b: float, what: str, tolerance: float = 1e-9) -> None:
    assert abs(a - b) <= tolerance * max(1.0, abs(a), abs(b)), f"{what}: {a} against {b}"


def check_metadata(path: Path, manifest: dict) -> None:
    metadata = {k.decode(): v.decode() for k, v in pq.read_metadata(path).metadata.items()}
    assert metadata["sroi.seed"] == str(manifest["seed"])
    assert metadata["sroi.draws"] == str(manifest["draws"])
    assert metadata["sroi.design"] == manifest["design"]
    assert metadata["sroi.case_sha256"] == manifest["case_sha256"]
    assert metadata["sroi.price_year"] == str(manifest["price_year"])
    assert metadata["sroi.version"] == manifest["version"]
    assert json.loads(metadata["sroi.manifest"]) == manifest
    assert pl.read_parquet_metadata(path)["sroi.seed"] == str(manifest["seed"])
    keys = duckdb.sql(f"select key from parquet_kv_metadata('{path}')").fetchall()
    assert any(b"sroi.seed" in bytes(key) for (key,) in keys)


def check_table(folder: Path, name: str, manifest: dict) -> None:
    path = folder / f"{name}.parquet"
    frame = pl.read_parquet(path)
    expected = COLUMNS[name].split()
    assert frame.columns == expected, f"{name}: {frame.columns}"
    for column, kind in frame.schema.items():
        whole = column == "n" or column.startswith("n_")
        wanted = pl.String if column in TEXT else pl.UInt64 if whole else pl.Float64
        assert kind == wanted, f"{name}.{column}: {kind}"
    arrow = pq.read_table(path)
    assert arrow.num_rows == frame.height > 0
    rows = duckdb.sql(f"select count(*) from '{path}'").fetchall()[0][0]
    assert rows == frame.height
    check_metadata(path, manifest)


def check_statistics(folder: Path, manifest: dict) -> None:
    draws = pl.read_parquet(folder / "draws.parquet")
    check_metadata(folder / "draws.parquet", manifest)
    summary = pl.read_parquet(folder / "summary.parquet")
    assert draws["draw"].to_list() == list(range(manifest["draws"]))
    for name in manifest["drawn_inputs"]:
        assert name in draws.columns, name
    checked = 0
    for row in summary.iter_rows(named=True):
        column = f"lines.{row['name']}" if row["metric"] == "line" else row["metric"]
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
    of = {row["metric"]: row for row in summary.iter_rows(named=True)}
    benefits, costs = draws["benefits"], draws["costs"]
    close(of["ratio_of_means"]["mean"], benefits.mean() / costs.mean(), "ratio of means")
    close(of["p_break_even"]["mean"], (benefits > costs).mean(), "probability of break-even")
    check_parties(folder, summary, draws)
    lines = sum(draws[c] for c in draws.columns if c.startswith("lines."))
    close((benefits + costs).mean(), lines.mean(), "lines add up to benefits and costs")


def check_parties(folder: Path, summary: pl.DataFrame, draws: pl.DataFrame) -> None:
    parties = pl.read_parquet(folder / "stakeholders.parquet")
    own = parties.filter(pl.col("pays_for").is_null())
    close(own["benefit_mean"].sum(), draws["benefits"].mean(), "stakeholders add up to all benefits")
    close(own["cost_mean"].sum(), draws["costs"].mean(), "stakeholders add up to all costs")
    society = pl.read_parquet(folder / "perspectives.parquet").row(0, named=True)
    assert society["perspective"] == "societal" and society["p_wrong_pocket"] == 0.0
    for column, metric in [("net_benefit", "net_benefit"), ("roi", "roi")]:
        row = summary.row(by_predicate=pl.col("metric") == metric, named=True)
        for quantile in ("q025", "q975"):
            close(society[f"{column}_{quantile}"], row[quantile], f"{quantile} of {metric}")
    attribution = summary.row(by_predicate=pl.col("metric") == "break_even_attribution", named=True)
    close(attribution["mean"], draws["costs"].mean() / draws["benefits"].mean(), "break-even attribution")


def main() -> None:
    folder = Path(sys.argv[1])
    manifest = json.loads((folder / "manifest.json").read_text())
    for name in COLUMNS:
        check_table(folder, name, manifest)
    check_statistics(folder, manifest)
    print(f"{folder}: {len(COLUMNS)} tables and the draws read with polars, pyarrow and DuckDB")


if __name__ == "__main__":
    main()
