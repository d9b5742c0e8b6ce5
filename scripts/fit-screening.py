#!/usr/bin/env python3
"""Fits the weights of the watchlist engine on the public half of the evaluation set.

usage: fit-screening.py FEATURES.tsv PUBLIC_FOLDER [--write WEIGHTS.rs]

FEATURES.tsv is what `cargo run --release -p madang-watchlist --example features -- INDEX POSITIVES NEGATIVES` prints. Needs numpy and scipy.
docs/engineering/screening.md explains. Each half of the public half is also fitted alone and tried on the other, so that the printed
figures show how far a fit carries.
"""
import collections
import gzip
import json
import os
import sys
import zlib

import numpy as np
from scipy.optimize import minimize

FEATURES = 24
# Evidence never weighs less than nothing; what is missing never more.
EVIDENCE = {0, 1, 2, 3, 4, 5, 6, 7, 9, 20, 21, 22, 23}
MISSING = {8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19}
NAMES = """exact|near|abjad|syllables|loan|notion|acronym|initials|distance|pairs|joined|asked left|asked left bits|listed left|
listed left bits|asked ends|listed ends|family left|one word|weak|best|syllables complete|asked complete|listed complete"""
NAMES = NAMES.replace("\n", "").split("|")
BITS = 1.4427

features, public = sys.argv[1], sys.argv[2]
queries = {}
for part in ("positives", "negatives"):
    for line in gzip.open(os.path.join(public, part + ".jsonl.gz"), "rt", encoding="utf8"):
        query = json.loads(line)
        queries[query["qid"]] = query
rows = collections.defaultdict(list)
for line in open(features, encoding="utf8"):
    cells = line.rstrip("\n").split("\t")
    rows[cells[0]].append((cells[1], float(cells[2]), np.array(cells[4:], float)))


def half(query):
    """Which half a query belongs to: by the listed party, or by the name."""
    text = query["targets"][0] if query["targets"] else query["query"]["name"]
    return zlib.crc32(text.encode()) % 2


def of_kind(kind, wanted):
    for qid, query in queries.items():
        if query["query"]["type"] == kind and (wanted is None or half(query) == wanted):
            yield query, rows.get(qid, [])


def data(kind, wanted):
    """The right hit of each positive, and the four best hits of each ordinary negative."""
    x, y = [], []
    for query, hits in of_kind(kind, wanted):
        if query["label"]:
            right = [hit for hit in hits if hit[0] in query["targets"]]
            for hit in sorted(right, key=lambda hit: -hit[1])[:1]:
                x.append(hit[2])
                y.append(1)
        elif query["class"].startswith("N"):
            for hit in hits[:4]:
                x.append(hit[2])
                y.append(0)
    return np.array(x), np.array(y)


def fit(x, y, pull=1e-3):
    """Logistic regression with signs held."""
    scale = x.std(0) + 1e-6
    z = np.hstack([x / scale, np.ones((len(x), 1))])
    sign = 2 * y - 1

    def loss(w):
        margin = z @ w * sign
        slope = -sign / (1 + np.exp(margin))
        gradient = (z * slope[:, None]).mean(0)
        gradient[:-1] += 2 * pull * w[:-1] / FEATURES
        return np.logaddexp(0, -margin).mean() + pull * (w[:-1] ** 2).mean(), gradient

    bounds = [(0, None) if at in EVIDENCE else (None, 0) for at in range(FEATURES)] + [(None, None)]
    found = minimize(loss, np.zeros(FEATURES + 1), jac=True, bounds=bounds, method="L-BFGS-B", options={"maxiter": 3000})
    return np.append(found.x[:-1] / scale, found.x[-1])


def recall(kind, weights, wanted):
    negative, positive = [], []
    for query, hits in of_kind(kind, wanted):
        scores = [hit[2] @ weights[:-1] + weights[-1] for hit in hits]
        if query["label"]:
            positive.append(max([s for s, hit in zip(scores, hits) if hit[0] in query["targets"]], default=-99))
        elif query["class"].startswith("N"):
            negative.append(max(scores, default=-99))
    negative.sort(reverse=True)
    at = [negative[int(rate * len(negative))] for rate in (0.01, 0.001)]
    return ", ".join(f"{sum(s > t for s in positive) / len(positive):.3f}" for t in at)


weights = {}
for kind in ("person", "org"):
    for train in (0, 1):
        tried = fit(*data(kind, train))
        print(f"{kind}: fitted on half {train}, recall at 1 % and 0.1 % on the other: {recall(kind, tried, 1 - train)}")
    weights[kind] = fit(*data(kind, None)) * BITS
    print(f"{kind}: fitted on both: {recall(kind, weights[kind], None)}")
if "--write" in sys.argv:
    out = """//! What each piece of evidence weighs, in bits.
//!
//! Fitted on the public half of the evaluation set by logistic regression with signs held: evidence never weighs less than nothing,
//! what is missing never more. docs/engineering/screening.md says how.

use super::align::FEATURES;

"""
    for name, kind, words in (("PERSON", "person", "Weights for persons."), ("OTHER", "org", "Weights for everything else.")):
        out += f"/// {words}\npub(crate) const {name}: [f32; FEATURES] = [\n"
        out += "".join(f"    {weights[kind][at] + 0.0:.3f}, // {NAMES[at]}\n" for at in range(FEATURES))
        out += "];\n"
    out += "/// What is added to bring the sums of persons and others onto one scale: zero is even odds in the evaluation set.\n"
    out += f"pub(crate) const START: [f32; 2] = [{weights['person'][-1]:.3f}, {weights['org'][-1]:.3f}];\n"
    open(sys.argv[sys.argv.index("--write") + 1], "w", encoding="utf8").write(out)
