#!/usr/bin/env python3
"""CP-SAT on a meet/1 instance, for comparison: bench-cpsat.py INSTANCE SECONDS [HINT] [SOLUTION]

Two workers, the whole model: persons, teams, limits, tables by kind, walking, idle slots, bonuses. HINT is a
meet-solution/1 to begin with. Prints one line of JSON; writes SOLUTION when it is named."""
import json
import resource
import sys
from collections import defaultdict

from ortools.sat.python import cp_model


def build(inst, only=None, fixed_at=None):
    """The model and its x[r, slot, kind]; with `only`, requests outside of it stay as `fixed_at` says."""
    slots, people, reqs = inst["slots"], inst["participants"], inst["requests"]
    count = len(slots)
    off = {kind: set(times) for kind, times in inst["table_off"].items()}
    tables = defaultdict(int)
    zone, seats = {"booth": inst["booth_zone"]}, {"booth": 99}
    for table in inst["tables"]:
        tables[table["kind"]] += 1
        zone[table["kind"]], seats[table["kind"]] = table["zone"], table["seats"]
    forbidden = {tuple(sorted(pair)) for pair in inst["forbidden"]}
    model = cp_model.CpModel()
    x, terms = {}, []
    at_person, at_kind, of_person = defaultdict(list), defaultdict(list), defaultdict(list)
    fixed = {entry["r"]: (entry["slot"], entry["place"]) for entry in inst["fixed"]}
    for q in reqs:
        r, who, dur = q["id"], q["who"], q["dur"]
        if any(tuple(sorted((a, b))) in forbidden for i, a in enumerate(who) for b in who[i + 1:]):
            continue
        own = []
        for s in range(count - dur + 1):
            cover = range(s, s + dur)
            if slots[s]["block"] != slots[s + dur - 1]["block"]:
                continue
            if any(people[p]["avail"][t] != "1" for p in who for t in cover):
                continue
            for kind, cost in q["places"]:
                if kind not in seats or seats[kind] < len(who) or any(t in off.get(kind, ()) for t in cover):
                    continue
                if r in fixed and fixed[r] != (s, kind):
                    continue
                if only is not None and r not in only and fixed_at.get(r) != (s, kind):
                    continue
                var = model.new_bool_var("")
                x[r, s, kind] = var
                own.append(var)
                pay = sum(people[p]["slot_cost"].get(str(t), 0) for p in who for t in cover)
                worth = q["weight"] + (inst["must_bonus"] if q["status"] == "must" else 0)
                terms.append((worth - cost - pay, var))
                for t in cover:
                    at_kind[kind, t].append(var)
                    for p in who:
                        at_person[p, t].append((var, zone[kind], r))
        if own:
            model.add(sum(own) == 1) if r in fixed or (only is not None and r not in only) else model.add_at_most_one(own)
            for p in who:
                of_person[p].extend(own)
    for (kind, t), own in at_kind.items():
        if kind != "booth":
            model.add(sum(own) <= tables[kind])
    for p, person in enumerate(people):
        limit_person(inst, model, person, at_person, of_person[p], terms)
    model.maximize(sum(worth * var for worth, var in terms))
    return model, x


def limit_person(inst, model, person, at_person, own, terms):
    """Everything that one person brings into the model."""
    p, cap, slots = person["id"], person["cap"], inst["slots"]
    profile = inst["profiles"][person["profile"]]
    load = {t: sum(var for var, _, _ in at_person[p, t]) for t in range(len(slots)) if at_person[p, t]}
    for t, sum_ in load.items():
        model.add(sum_ <= cap)
        if cap == 1 and t + 1 in load and slots[t]["block"] == slots[t + 1]["block"]:
            pause = slots[t + 1]["start"] - slots[t]["end"]
            here, there = defaultdict(list), defaultdict(list)
            for var, zone, r in at_person[p, t]:
                here[zone].append((var, r))
            for var, zone, r in at_person[p, t + 1]:
                there[zone].append((var, r))
            for a in here:
                for b in there:
                    if inst["walk"][a][b] > pause:
                        same = {r for _, r in here[a]} & {r for _, r in there[b]}
                        first = [v for v, r in here[a] if r not in same]
                        second = [v for v, r in there[b] if r not in same]
                        model.add(sum(first) + sum(second) <= 1)
    for limit in profile["limits"]:
        inside = [load[t] for t in limit["slots"] if t in load]
        if len(inside) > limit["max"]:
            model.add(sum(inside) <= limit["max"])
    steps = [model.new_bool_var("") for worth in profile["bonus"] if worth]
    if own and steps:
        model.add(sum(steps) <= sum(own))
        terms.extend(zip(profile["bonus"], steps))
    if profile["gap_cost"] and own:
        for day in {slot["day"] for slot in slots}:
            times = [t for t in range(len(slots)) if slots[t]["day"] == day]
            for i, t in enumerate(times):
                if person["avail"][t] != "1":
                    continue
                before, after = [u for u in times[:i] if u in load], [u for u in times[i + 1:] if u in load]
                if before and after:
                    began, goes_on, gap = (model.new_bool_var("") for _ in range(3))
                    for u in before:
                        model.add(cap * began >= load[u])
                    for u in after:
                        model.add(cap * goes_on >= load[u])
                    model.add(gap >= began + goes_on - 1 - load.get(t, 0))
                    terms.append((-profile["gap_cost"], gap))


def main():
    inst = json.load(open(sys.argv[1]))
    seconds = float(sys.argv[2])
    model, x = build(inst)
    if len(sys.argv) > 3 and sys.argv[3]:
        kinds = {table["id"]: table["kind"] for table in inst["tables"]}
        placed = {m["r"]: (m["slot"], kinds.get(m["table"], "booth")) for m in json.load(open(sys.argv[3]))["meetings"]}
        for (r, s, kind), var in x.items():
            model.add_hint(var, placed.get(r) == (s, kind))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps(dict(solver="CP-SAT", instance=inst["name"], status=solver.status_name(status),
        value=int(solver.objective_value) if found else None, bound=int(solver.best_objective_bound),
        wall=round(solver.wall_time, 1), cpu=round(usage.ru_utime + usage.ru_stime, 1), mb=usage.ru_maxrss // 1024)))
    if found and len(sys.argv) > 4:
        write(inst, [key for key, var in x.items() if solver.value(var)], sys.argv[4])


def write(inst, chosen, path):
    """Gives concrete tables and writes the solution."""
    dur = [q["dur"] for q in inst["requests"]]
    busy, meetings = defaultdict(set), []
    for r, s, kind in sorted(chosen, key=lambda key: key[1]):
        cover = set(range(s, s + dur[r]))
        table = next((t["id"] for t in inst["tables"] if t["kind"] == kind and not busy[t["id"]] & cover), None)
        if table is not None:
            busy[table] |= cover
        meetings.append(dict(r=r, slot=s, table=table))
    json.dump(dict(meetings=meetings), open(path, "w"))


if __name__ == "__main__":
    main()
