"""The case with numba: compiled loops that fill the columns of a chunk, evaluate it draw by draw and sum up. Prints JSON.

--generator numpy: the samplers of NumPy's Generator on PCG64 as numba compiles them, one generator per thread.
--generator numba: numba's own `np.random` on the Mersenne Twister, in a parallel loop.
"""

import json
from concurrent.futures import ThreadPoolExecutor

import numba
import numpy as np

import case

KINDS = np.array([prior[0] for prior in case.PRIORS.values()])
NUMBERS = np.array([prior[1:] for prior in case.PRIORS.values()])
INPUTS = len(KINDS)

model = numba.njit(case.model, nogil=True, cache=True)


@numba.njit(nogil=True, cache=True)
def fill_from_generator(rng, kind, a, b, c, out):
    for i in range(len(out)):
        if kind == case.GAMMA:
            out[i] = rng.gamma(a, b)
        elif kind == case.BETA:
            out[i] = rng.beta(a, b)
        elif kind == case.NORMAL:
            out[i] = rng.normal(a, b)
        elif kind == case.LOGNORMAL:
            out[i] = rng.lognormal(a, b)
        elif kind == case.TRIANGULAR:
            out[i] = rng.triangular(a, b, c)
        else:
            width = c - a
            out[i] = a + width * rng.beta(1 + 4 * (b - a) / width, 1 + 4 * (c - b) / width)


@numba.njit(nogil=True, cache=True)
def fill_from_numba(kind, a, b, c, out):
    for i in range(len(out)):
        if kind == case.GAMMA:
            out[i] = np.random.gamma(a, b)
        elif kind == case.BETA:
            out[i] = np.random.beta(a, b)
        elif kind == case.NORMAL:
            out[i] = np.random.normal(a, b)
        elif kind == case.LOGNORMAL:
            out[i] = np.random.lognormal(a, b)
        elif kind == case.TRIANGULAR:
            out[i] = np.random.triangular(a, b, c)
        else:
            width = c - a
            out[i] = a + width * np.random.beta(1 + 4 * (b - a) / width, 1 + 4 * (c - b) / width)


@numba.njit(nogil=True, cache=True)
def evaluate(columns, sums, roi):
    for i in range(len(roi)):
        v = (
            columns[0, i], columns[1, i], columns[2, i], columns[3, i], columns[4, i], columns[5, i], columns[6, i],
            columns[7, i], columns[8, i], columns[9, i], columns[10, i], columns[11, i], columns[12, i], columns[13, i],
            columns[14, i], columns[15, i], columns[16, i], columns[17, i], columns[18, i], columns[19, i],
            columns[20, i], columns[21, i], columns[22, i], columns[23, i], columns[24, i], columns[25, i],
            columns[26, i], columns[27, i],
        )  # fmt: skip
        b1, b2, b3, b4, b5, b6, _, ratio, _ = model(v)
        sums[0] += b1
        sums[1] += b2
        sums[2] += b3
        sums[3] += b4
        sums[4] += b5
        sums[5] += b6
        roi[i] = ratio


@numba.njit(nogil=True, cache=True)
def on_generator(rng, chunk, sums, roi):
    columns = np.empty((INPUTS, chunk))
    for start in range(0, len(roi), chunk):
        n = min(chunk, len(roi) - start)
        for k in range(INPUTS):
            a, b, c = NUMBERS[k]
            fill_from_generator(rng, KINDS[k], a, b, c, columns[k, :n])
        evaluate(columns, sums, roi[start : start + n])


@numba.njit(parallel=True, cache=True)
def on_numba(threads, chunk, sums, roi):
    parts = (len(roi) + chunk - 1) // chunk
    for thread in numba.prange(threads):
        columns = np.empty((INPUTS, chunk))
        for part in range(thread, parts, threads):
            start = part * chunk
            n = min(chunk, len(roi) - start)
            for k in range(INPUTS):
                a, b, c = NUMBERS[k]
                fill_from_numba(KINDS[k], a, b, c, columns[k, :n])
            evaluate(columns, sums[thread], roi[start : start + n])


def run(options, draws):
    roi = np.empty(draws)
    sums = np.zeros((options.threads, 8))
    if options.generator == "numba":
        numba.set_num_threads(options.threads)
        on_numba(options.threads, options.chunk, sums, roi)
    else:
        seeds = np.random.SeedSequence(1).spawn(options.threads)
        rngs = [np.random.Generator(np.random.PCG64(seed)) for seed in seeds]
        parts = np.array_split(roi, options.threads)
        with ThreadPoolExecutor(options.threads) as pool:
            list(pool.map(on_generator, rngs, [options.chunk] * options.threads, sums, parts))
    return sums.sum(axis=0)[: len(case.LINES)], roi


def main():
    generators = {"choices": ["numpy", "numba"], "default": "numpy"}
    options = case.arguments(__doc__, chunk=1024, generator=generators)
    summary = case.Summary()
    summary.add(*run(options, options.draws))
    print(json.dumps(summary.finish()))


if __name__ == "__main__":
    main()
