"""The case with NumPy: PCG64, one call per input and chunk. Prints its results as JSON.

In chunks, which takes little memory and is no slower than columns of all draws. With --keep, every input and output goes
to a Parquet file as well, in groups of 65,536 draws with zstd 1, as sroi writes them.
"""

import json
from concurrent.futures import ThreadPoolExecutor

import numpy as np

import case

GROUP = 65_536


def draw(rng, prior, n):
    kind, a, b, c = prior
    if kind == case.GAMMA:
        return rng.gamma(a, b, n)
    if kind == case.BETA:
        return rng.beta(a, b, n)
    if kind == case.NORMAL:
        return rng.normal(a, b, n)
    if kind == case.LOGNORMAL:
        return rng.lognormal(a, b, n)
    if kind == case.TRIANGULAR:
        return rng.triangular(a, b, c, n)
    low, mode, high = a, b, c
    width = high - low
    return low + width * rng.beta(1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width, n)


def chunk(rng, n):
    inputs = [draw(rng, prior, n) for prior in case.PRIORS.values()]
    return inputs, case.model(inputs)


def work(seed, lengths):
    rng = np.random.Generator(np.random.PCG64(seed))
    sums, rois = [0.0] * len(case.LINES), []
    for n in lengths:
        _, outputs = chunk(rng, n)
        sums = [total + column.sum() for total, column in zip(sums, outputs)]
        rois.append(outputs[7])
    return sums, np.concatenate(rois)


class Pyarrow:
    def __init__(self, path):
        import pyarrow as pa
        import pyarrow.parquet as pq

        self.pa = pa
        schema = pa.schema([(name, pa.float64()) for name in case.COLUMNS])
        # Dictionaries and bounds do not help with draws: left out, as in the files of sroi.
        options = {"use_dictionary": False, "write_statistics": False}
        self.writer = pq.ParquetWriter(path, schema, compression="zstd", compression_level=1, **options)

    def write(self, columns):
        table = self.pa.table(dict(zip(case.COLUMNS, columns)))
        self.writer.write_table(table, row_group_size=GROUP)

    def finish(self):
        self.writer.close()


class Polars:
    def __init__(self, path):
        import polars as pl

        self.pl, self.path, self.frames = pl, path, []

    def write(self, columns):
        # Polars for Python writes a file in one go, so the draws are all in memory.
        self.frames.append(self.pl.DataFrame(dict(zip(case.COLUMNS, columns))))

    def finish(self):
        frame = self.pl.concat(self.frames)
        options = {"statistics": False, "row_group_size": GROUP}
        frame.write_parquet(self.path, compression="zstd", compression_level=1, **options)


def keep(options):
    """On one thread: the writers use their own."""
    writer = {"pyarrow": Pyarrow, "polars": Polars}[options.keep](options.out)
    rng = np.random.Generator(np.random.PCG64(1))
    summary = case.Summary()
    [lengths] = case.split(options.draws, 1, GROUP)
    for n in lengths:
        inputs, outputs = chunk(rng, n)
        summary.add([column.sum() for column in outputs[:6]], outputs[7])
        writer.write([*inputs, *outputs])
    writer.finish()
    return summary


def main():
    options = case.arguments(
        __doc__, chunk=16384, keep={"choices": ["pyarrow", "polars"]}, out={"default": "draws.parquet"}
    )
    if options.keep:
        summary = keep(options)
    else:
        summary = case.Summary()
        seeds = np.random.SeedSequence(1).spawn(options.threads)
        with ThreadPoolExecutor(options.threads) as pool:
            for sums, roi in pool.map(work, seeds, case.split(options.draws, options.threads, options.chunk)):
                summary.add(sums, roi)
    print(json.dumps(summary.finish()))


if __name__ == "__main__":
    main()
