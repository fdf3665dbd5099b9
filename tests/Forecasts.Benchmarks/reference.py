"""The same work as Work.cs in the usual Python packages, on the same files.

reference.py FOLDER reads lines "ROW MILLISECONDS" and answers each with "MEDIAN_MILLISECONDS VALUE" of runs that took about so long together (processor time).
"""
import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import math
import sys
import time
from statistics import median

import numpy as np
import statsmodels.api as sm
from sklearn.isotonic import IsotonicRegression

FOLDER = sys.argv[1]


def read(name):
    return np.fromfile(os.path.join(FOLDER, name + ".f64"))


def brier():
    return np.mean((P - Y) ** 2)


def log():
    return -np.mean(np.log(np.where(Y == 1, P, 1 - P)))


def recalibrated(p, y):
    return IsotonicRegression(y_min=0, y_max=1).fit_transform(p, y)


def corp():
    fitted = recalibrated(P, Y)
    score, after, unc = np.mean((P - Y) ** 2), np.mean((fitted - Y) ** 2), np.var(Y)
    mcb, dsc = score - after, unc - after
    assert abs(mcb - dsc + unc - score) < 1e-9
    return mcb


def smooth_ece(points=2001):
    """Integral of |residuals smoothed by a Gaussian reflected at 0 and 1|, at the width equal to it."""
    at = P * (points - 1)
    left = np.minimum(at.astype(int), points - 2)
    part = at - left
    rest = (Y - P) / len(P)
    mass = np.bincount(left, rest * (1 - part), points) + np.bincount(left + 1, rest * part, points)
    grid = np.linspace(0, 1, points)

    def smoothed(sigma):
        reach = min(points - 1, int(5 * sigma * (points - 1)) + 1)
        kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / ((points - 1) * sigma)) ** 2) / (sigma * math.sqrt(2 * math.pi))
        full = np.convolve(mass, kernel)
        inside = full[reach:reach + points].copy()
        inside[1:reach + 1] += full[reach - 1::-1]
        inside[points - 1 - reach:points - 1] += full[:reach + points - 1:-1]
        return np.trapz(np.abs(inside), grid)

    low, high = 0.0, 1.0
    for _ in range(10):
        middle = (low + high) / 2
        if middle < smoothed(middle):
            low = middle
        else:
            high = middle
    return smoothed(high)


def cox():
    logit = np.log(P / (1 - P))
    return sm.Logit(Y, sm.add_constant(logit)).fit(disp=0).params[1]


def mcb_null(resamples=1000):
    random = np.random.default_rng(1)
    total = 0.0
    for _ in range(resamples):
        y = (random.random(len(FEW_P)) < FEW_P).astype(float)
        fitted = recalibrated(FEW_P, y)
        total += np.mean((FEW_P - y) ** 2) - np.mean((fitted - y) ** 2)
    return total / resamples


def cut(rows, close):
    """Intervals of the same forecaster end where the next one starts, at the close at the latest."""
    own = {}
    for forecaster, start, end, p in rows:
        own.setdefault(forecaster, []).append((start, end, p))
    for forecaster, forecasts in own.items():
        forecasts.sort()
        for k, (start, end, p) in enumerate(forecasts):
            until = min(end, close, forecasts[k + 1][0] if k + 1 < len(forecasts) else close)
            if until > start:
                yield forecaster, start, until, max(p, 0.001)


def peer(rows, close=100.0):
    """Time-averaged baseline and peer scores of all forecasters, outcome yes: prefix integrals over the sorted change points."""
    gains = [math.log(p) for _, _, _, p in rows]
    events = []
    for (_, start, end, _), gain in zip(rows, gains):
        events.append((start, 1, gain))
        events.append((end, -1, -gain))
    events.sort()
    pull, mean = {}, {}
    at, n, total, pulled, meant = events[0][0], 0, 0.0, 0.0, 0.0
    for moment, step, gain in events:
        if moment > at:
            if n > 1:
                width = (moment - at) / (n - 1)
                pulled += width * n
                meant += width * total
            at = moment
        pull[at], mean[at] = pulled, meant
        n += step
        total += gain
    baselines, peers = {}, {}
    for (forecaster, start, end, _), gain in zip(rows, gains):
        baselines[forecaster] = baselines.get(forecaster, 0.0) + 100 * (gain / math.log(2) + 1) * (end - start) / close
        score = gain * (pull[end] - pull[start]) - (mean[end] - mean[start])
        peers[forecaster] = peers.get(forecaster, 0.0) + 100 * score / close
    return max(peers.values())


P, Y, FEW_P = read("p"), read("y"), read("few-p")
QUESTIONS = {n: [tuple(r) for r in read(f"question-{n}").reshape(-1, 4).tolist()] for n in (100, 1000)}
ROWS = {
    "brier": brier,
    "log": log,
    "corp": corp,
    "smooth-ece": smooth_ece,
    "cox": cox,
    "mcb-null": mcb_null,
    "peer-100": lambda: peer(QUESTIONS[100]),
    "peer-1000": lambda: peer(QUESTIONS[1000]),
    "claim-1000": lambda: peer(list(cut(QUESTIONS[1000], 100.0))),
}

BATCH_MS = 10


def timed(work, runs):
    start = time.process_time()
    for _ in range(runs):
        value = work()
    return (time.process_time() - start) * 1000, value


print("ready", flush=True)
for line in sys.stdin:
    name, budget = line.split()
    work, times, spent = ROWS[name], [], 0.0
    batch = max(1, int(BATCH_MS / max(timed(work, 1)[0], 0.001)))
    while spent < float(budget) or len(times) < 3:
        took, value = timed(work, batch)
        spent += took
        times.append(took / batch)
    print(median(times), float(value), flush=True)
