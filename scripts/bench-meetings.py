#!/usr/bin/env python3
"""Compares `madang meetings solve` with CP-SAT on one instance, in one run: bench-meetings.py MADANG INSTANCE CPU_SECONDS

CP-SAT (PyPI `ortools`) gets two workers, half as many seconds of wall time, and Madang's own rules as it likes them best: a boolean
for each request, slot and kind of table; `at most one` for each person and slot; linear limits; exact bonuses, idle slots and
walking. Prints one line of a Markdown table for each.
"""
import collections
import json
import subprocess
import sys
import tempfile
import time

TABLE_FREE = "booth"


class Model:
    """The instance as CP-SAT likes it."""

    def __init__(self, instance):
        from ortools.sat.python import cp_model

        self.instance = instance
        self.model = cp_model.CpModel()
        self.terms = []
        self.starts = collections.defaultdict(list)  # request -> [(variable, slot, kind)]
        self.load = collections.defaultdict(list)  # (person, slot) -> variables
        self.there = collections.defaultdict(list)  # (person, slot, zone) -> variables
        self.requests()
        self.people()

    def requests(self):
        at = self.instance
        slots, people = at["slots"], at["participants"]
        tables = collections.defaultdict(list)
        for table in at["tables"]:
            tables[table["kind"]].append(table)
        use = collections.defaultdict(list)
        fixed = {row["r"]: (row["slot"], row["place"]) for row in at["fixed"]}
        forbidden = {tuple(sorted(pair)) for pair in at["forbidden"]}
        for request in at["requests"]:
            who, length = request["who"], request["dur"]
            if any(tuple(sorted((a, b))) in forbidden for i, a in enumerate(who) for b in who[i + 1 :]):
                continue
            for slot in range(len(slots) - length + 1):
                cover = range(slot, slot + length)
                if slots[slot]["block"] != slots[cover[-1]]["block"]:
                    continue
                if any(people[p]["avail"][t] != "1" for p in who for t in cover):
                    continue
                for kind, cost in request["places"]:
                    if any(t in at["table_off"].get(kind, ()) for t in cover):
                        continue
                    if kind != TABLE_FREE and not any(t["seats"] >= len(who) for t in tables[kind]):
                        continue
                    variable = self.model.NewBoolVar("")
                    own = request["id"]
                    self.starts[own].append((variable, slot, kind))
                    worth = request["weight"] - cost + (at["must_bonus"] if request["status"] == "must" else 0)
                    zone = at["booth_zone"] if kind == TABLE_FREE else tables[kind][0]["zone"]
                    for person in who:
                        for t in cover:
                            self.load[person, t].append(variable)
                            self.there[person, t, zone].append((variable, own))
                            worth -= people[person]["slot_cost"].get(str(t), 0)
                    self.terms.append(worth * variable)
                    if own in fixed:
                        self.model.Add(variable == int(fixed[own] == (slot, kind)))
                    if kind != TABLE_FREE:
                        for t in cover:
                            use[kind, t].append(variable)
        for options in self.starts.values():
            self.model.AddAtMostOne([variable for variable, _, _ in options])
        for (kind, _), variables in use.items():
            self.model.Add(sum(variables) <= len(tables[kind]))

    def people(self):
        at = self.instance
        meetings = collections.defaultdict(list)
        for request in at["requests"]:
            for person in request["who"]:
                meetings[person] += [variable for variable, _, _ in self.starts[request["id"]]]
        for person in at["participants"]:
            own, profile = person["id"], at["profiles"][person["profile"]]
            for slot in range(len(at["slots"])):
                variables = self.load.get((own, slot), [])
                if person["cap"] == 1:
                    self.model.AddAtMostOne(variables)
                elif len(variables) > person["cap"]:
                    self.model.Add(sum(variables) <= person["cap"])
            for limit in profile["limits"]:
                variables = [v for slot in limit["slots"] for v in self.load.get((own, slot), [])]
                if len(variables) > limit["max"]:
                    self.model.Add(sum(variables) <= limit["max"])
            steps = [self.model.NewBoolVar("") for _ in profile["bonus"]]
            self.terms += [bonus * step for bonus, step in zip(profile["bonus"], steps)]
            if steps:
                self.model.Add(sum(steps) <= sum(meetings[own]))
            if profile["gap_cost"]:
                self.gaps(person, profile["gap_cost"])
            if person["cap"] == 1:
                self.walks(own)

    def gaps(self, person, cost):
        """Idle available slots between the first and the last meeting of a day."""
        days = collections.defaultdict(list)
        for slot in self.instance["slots"]:
            days[slot["day"]].append(slot["id"])
        for day in days.values():
            busy = {}
            for slot in day:
                variables = self.load.get((person["id"], slot), [])
                if variables:
                    busy[slot] = self.model.NewBoolVar("")
                    self.model.AddMaxEquality(busy[slot], variables)
            before, after = {}, {}
            for order, marks in ((day, before), (day[::-1], after)):
                last = None
                for slot in order:
                    marks[slot] = self.model.NewBoolVar("")
                    if slot in busy:
                        self.model.AddImplication(busy[slot], marks[slot])
                    if last is not None:
                        self.model.AddImplication(marks[last], marks[slot])
                    last = slot
            for slot in day:
                if person["avail"][slot] == "1":
                    idle = self.model.NewBoolVar("")
                    self.model.Add(idle >= before[slot] + after[slot] - 1 - busy.get(slot, 0))
                    self.terms.append(-cost * idle)

    def walks(self, person):
        slots, walk = self.instance["slots"], self.instance["walk"]
        zones = range(len(self.instance["zones"]))
        for slot in range(len(slots) - 1):
            if slots[slot]["block"] != slots[slot + 1]["block"]:
                continue
            pause = slots[slot + 1]["start"] - slots[slot]["end"]
            for here in zones:
                for there in zones:
                    first = self.there.get((person, slot, here), [])
                    second = self.there.get((person, slot + 1, there), [])
                    if first and second and walk[here][there] > pause:
                        self.model.AddAtMostOne([v for v, _ in first] + [v for v, _ in second])


def cp_sat(instance, seconds):
    """(value of the plan by CP-SAT or none, bound, whether proved, seconds to build the model, CPU seconds)."""
    from ortools.sat.python import cp_model

    begin = time.time()
    whole = Model(instance)
    whole.model.Maximize(sum(whole.terms))
    built = time.time() - begin
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = seconds / 2
    before = time.process_time()
    status = solver.Solve(whole.model)
    spent = time.process_time() - before
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    value = round(solver.ObjectiveValue()) if found else None
    return value, solver.BestObjectiveBound(), status == cp_model.OPTIMAL, built, spent


def main():
    madang, path, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
    with open(path, encoding="utf-8") as file:
        instance = json.load(file)
    with tempfile.NamedTemporaryFile(suffix=".json") as plan:
        command = [madang, "meetings", "solve", path, "-o", plan.name, "--cpu-seconds", str(seconds), "--json"]
        told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    proved = "proved" if told["proved_optimal"] else ""
    print(f"| {instance['name']} | Madang | {told['value']} | {told['bound']} | {proved} | {told['cpu_seconds']:.1f} |")
    try:
        value, bound, is_proved, built, spent = cp_sat(instance, seconds)
    except ImportError:
        print("bench-meetings: no Python package ortools; CP-SAT was not measured", file=sys.stderr)
        return
    shown = "none" if value is None else value
    proved = "proved" if is_proved else ""
    print(
        f"| {instance['name']} | CP-SAT | {shown} | {bound:.0f} | {proved} | {spent:.1f}, after {built:.1f} to build |",
        flush=True,
    )


if __name__ == "__main__":
    main()
