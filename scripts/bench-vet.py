#!/usr/bin/env python3
"""Measures taking apart and judging, in packed megabytes per CPU-second, beside others on the same files.

    scripts/bench-vet.py SURVEY[,OTHER SURVEY…] ROUNDS FILE…

SURVEY is `target/release/examples/survey` of madang-artefact; several builds are run in turn, and the least of ROUNDS
counts, because whatever else the machine does only ever adds. The files are told apart by their endings: Debian packages,
npm packages, wheels. Beside them, where they are installed:

* decoders: `xz -dc` of the data of Debian packages, `libdeflate-gunzip` or `gzip -dc` of npm packages, Python's zlib of
  wheels. They only unpack: no hash, no look, no tar.
* ClamAV with one signature that nothing has, every limit lifted. It does not open Debian packages (it says OK to one whose
  content it is told to find), so that their `data.tar.*` are handed to it instead.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile


def seconds(command, files, folder):
    """CPU-seconds of a command and all it starts."""
    before = os.times()
    subprocess.run([*command, *files], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder, check=False)
    after = os.times()
    return after.children_user - before.children_user + after.children_system - before.children_system


def data_of(package, folder):
    """The data of a Debian package, as a file of its own."""
    name = next(line for line in run(["ar", "t", package]).decode().split() if line.startswith("data.tar"))
    path = os.path.join(folder, os.path.basename(package) + "." + name)
    with open(path, "wb") as out:
        out.write(run(["ar", "p", package, name]))
    return path


def run(command):
    return subprocess.run(command, capture_output=True, check=True).stdout


def unzip(files):
    """Unpacks every member of every file."""
    for file in files:
        with zipfile.ZipFile(file) as archive:
            for name in archive.namelist():
                archive.read(name)


def main():
    surveys, rounds, files = sys.argv[1].split(","), int(sys.argv[2]), [os.path.abspath(file) for file in sys.argv[3:]]
    kinds = {
        "Debian packages": [file for file in files if file.endswith(".deb")],
        "npm packages": [file for file in files if file.endswith((".tgz", ".tar.gz"))],
        "Python wheels": [file for file in files if file.endswith(".whl")],
    }
    folder = tempfile.mkdtemp()
    total = {}
    print(f"load {os.getloadavg()[0]:.1f} before, least of {rounds} rounds")
    for kind, files in ((kind, files) for kind, files in kinds.items() if files):
        inner = [data_of(file, folder) for file in files] if kind == "Debian packages" else files
        commands = {f"madang {number}": ([os.path.abspath(survey)], files) for number, survey in enumerate(surveys)}
        commands["decoder"] = {
            "Debian packages": (["xz", "-dc", "-T1"], [file for file in inner if file.endswith(".xz")]),
            "npm packages": ([shutil.which("libdeflate-gunzip") or "gzip", "-dc"], files),
            "Python wheels": ([sys.executable, __file__, "unzip"], files),
        }[kind]
        if shutil.which("clamscan"):
            signature = os.path.join(folder, "one.ndb")
            with open(signature, "w", encoding="ascii") as out:
                out.write("Bench.Nothing:0:*:" + b"qzxj-no-file-has-this-9f3a".hex() + "\n")
            limits = ["filesize=2000M", "scansize=4000M", "files=1000000", "recursion=100", "scantime=0"]
            limits = [f"--max-{limit}" for limit in limits]
            commands["ClamAV"] = (["clamscan", "-d", signature, "--infected", *limits], inner)
        least = {}
        for _ in range(rounds):
            for name, (command, given) in commands.items():
                least[name] = min(least.get(name, 1e9), seconds(command, given, folder))
        packed = sum(os.path.getsize(file) for file in files) / 1e6
        total.setdefault("MB", []).append(packed)
        print(f"{kind}: {len(files)} files, {packed:.1f} MB")
        for name, spent in least.items():
            total.setdefault(name, []).append(spent)
            print(f"    {name:10} {spent:7.2f} CPU-s {packed / spent:7.1f} MB packed per CPU-s")
    print("All")
    for name, spent in ((name, sum(all_)) for name, all_ in total.items() if name != "MB"):
        print(f"    {name:10} {spent:7.2f} CPU-s {sum(total['MB']) / spent:7.1f} MB packed per CPU-s")
    print(f"load {os.getloadavg()[0]:.1f} after")
    shutil.rmtree(folder)


if __name__ == "__main__":
    if sys.argv[1:2] == ["unzip"]:
        unzip(sys.argv[2:])
    else:
        main()
