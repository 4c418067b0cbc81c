"""The case of benches/cases/team_year.toml for Python: its priors, and what the scripts beside this one share."""

import math

BETA, GAMMA, LOGNORMAL, NORMAL, PERT, TRIANGULAR = range(6)


def gamma(mean, sd):
    return GAMMA, (mean / sd) ** 2, sd**2 / mean, 0.0


def lognormal(mean, sd):
    variance = math.log1p((sd / mean) ** 2)
    return LOGNORMAL, math.log(mean) - variance / 2, math.sqrt(variance), 0.0


def beta(alpha, beta):
    return BETA, float(alpha), float(beta), 0.0


def beta_from(mean, sd):
    total = mean * (1 - mean) / sd**2 - 1
    return beta(mean * total, (1 - mean) * total)


def normal(mean, sd):
    return NORMAL, mean, sd, 0.0


def pert(low, mode, high):
    return PERT, low, mode, high


def triangular(low, mode, high):
    return TRIANGULAR, float(low), float(mode), float(high)


PRIORS = {
    "clients": gamma(137.25, 20),
    "team_members": pert(10, 15.93, 22),
    "effect": pert(0, 0.20, 0.60),
    "utility_gain": normal(0.055, 0.025),
    "value_per_qaly": triangular(20000, 50000, 80000),
    "relatives": pert(0.47, 2.135, 4),
    "spill_share": beta(2, 18),
    "admission_rate": beta(8, 92),
    "admission_cost": gamma(59261, 12000),
    "response_gain": beta_from(0.205, 0.06),
    "other_cost": lognormal(28355, 9000),
    "burnout_cost": gamma(11000, 3000),
    "stress_share": beta(37, 63),
    "happier_share": beta(5.5, 2.5),
    "absence_days": gamma(12, 4),
    "hourly_wage": normal(41.41, 2),
    "employed": beta(16.5, 83.5),
    "h1": gamma(26.02, 13),
    "h2": gamma(6.94, 3),
    "h3": gamma(19, 9),
    "h4": gamma(23, 11),
    "h5": gamma(6.75, 3),
    "h6": gamma(7.23, 4),
    "tariff": gamma(70.86, 7),
    "intake_share": beta(75, 25),
    "rg_share": beta(21.76, 78.24),
    "meetings": gamma(1.5, 0.3),
    "care_hour": gamma(14.86, 1.5),
}

LINES = ["b1", "b2", "b3", "b4", "b5", "b6"]
OUTPUTS = [*LINES, "cost", "roi", "break_even"]
COLUMNS = [*PRIORS, *OUTPUTS]


def model(v):
    """The outputs from the inputs, a list in the order of PRIORS, of numbers or of columns."""
    (
        clients, team_members, effect, utility_gain, value_per_qaly, relatives, spill_share, admission_rate,
        admission_cost, response_gain, other_cost, burnout_cost, stress_share, happier_share, absence_days,
        hourly_wage, employed, h1, h2, h3, h4, h5, h6, tariff, intake_share, rg_share, meetings, care_hour,
    ) = v  # fmt: skip
    b1 = clients * utility_gain * value_per_qaly * effect
    b2 = clients * admission_rate * admission_cost * response_gain * effect
    b3 = clients * other_cost * response_gain * effect
    b4 = b1 * relatives * spill_share
    b5 = team_members * burnout_cost * stress_share * happier_share * effect
    b6 = clients * absence_days * 8 * hourly_wage * employed * effect
    hours = h1 * team_members + h2 * clients * intake_share + (h3 + h4) * clients * rg_share * meetings
    cost = tariff * (hours + h5 + h6 * team_members) + clients * relatives * meetings * 3 * care_hour
    benefits = b1 + b2 + b3 + b4 + b5 + b6
    return b1, b2, b3, b4, b5, b6, cost, benefits / cost, effect * cost / benefits


class Summary:
    """The statistics of the case. ROI is kept for its percentiles; everything else is summed up as it passes by."""

    def __init__(self):
        self.draws = 0
        self.lines = [0.0] * len(LINES)
        self.above = 0
        self.roi = []

    def add(self, lines, roi):
        """Sums of the benefit lines over the draws, and the column of ROI."""
        self.draws += len(roi)
        self.lines = [total + more for total, more in zip(self.lines, lines)]
        self.above += int((roi > 1).sum())
        self.roi.append(roi)

    def finish(self):
        import numpy as np

        roi = np.concatenate(self.roi)
        low, median, high = np.percentile(roi, [2.5, 50, 97.5])
        return {
            "draws": self.draws,
            "mean": float(roi.mean()),
            "sd": float(roi.std(ddof=1)),
            "low": float(low),
            "median": float(median),
            "high": float(high),
            "above": self.above / self.draws,
            "lines": {name: total / self.draws for name, total in zip(LINES, self.lines)},
        }


def arguments(description, **more):
    import argparse

    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--draws", type=lambda text: int(float(text)), default=1_000_000)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--chunk", type=int, default=more.pop("chunk"))
    for name, options in more.items():
        parser.add_argument(f"--{name}", **options)
    return parser.parse_args()


def split(draws, threads, chunk):
    """The chunks of each thread: lists of lengths."""
    lengths = [min(chunk, draws - start) for start in range(0, draws, chunk)]
    return [lengths[i::threads] for i in range(threads)]
