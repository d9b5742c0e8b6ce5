//! `madang screen evaluate`: figures on an evaluation set.

use std::{fs, io::Write as _, path::Path, process::ExitCode};

use anyhow::{Context as _, bail};
use madang_watchlist::{
    entry::{Entry, ListedWallet},
    evaluate::{Answer, Lane, Query, ask, plot, table, two_lanes},
    search::Searcher,
    wallet::WalletIndex,
};
use serde::Deserialize;

use super::{
    args::{EvaluateArgs, LaneArg},
    load,
};

/// CPU time of this process so far, in seconds, where the system tells.
fn cpu_seconds() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let mut fields = stat.rsplit(')').next()?.split_whitespace().skip(11);
    let (user, system): (f64, f64) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    // Linux counts in hundredths.
    Some((user + system) / 100.0)
}

/// Most memory that this process has had, in MB, where the system tells.
fn memory() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<f64>().ok().map(|kilobytes| kilobytes / 1024.0)
}

pub(super) fn run(args: &EvaluateArgs) -> anyhow::Result<ExitCode> {
    let listed = ["listed.jsonl", "listed.jsonl.gz"]
        .map(|name| args.queries.join(name))
        .into_iter()
        .find(|path| path.exists());
    if let Some(listed) = listed {
        return wallets(args, &listed);
    }
    let Some(path) = &args.index else { bail!("--index is missing") };
    let started = cpu_seconds();
    let index = load::saved(path)?;
    let built = cpu_seconds();
    println!(
        "index {}: {} entries, {} and {} names{}",
        index.version.get(..16).unwrap_or_default(),
        index.entries.len(),
        index.names().0,
        index.names().1,
        built
            .zip(started)
            .map_or(String::new(), |(end, start)| format!(", read and built in {:.2} CPU-s", end - start))
    );
    if let Some(memory) = memory() {
        println!("memory with the index built: {memory:.0} MB at most");
    }
    let mut queries = Vec::new();
    for half in ["positives", "negatives"] {
        queries.append(&mut questions(&args.queries, half)?);
    }
    let count = queries.len();
    let progress = load::bar(count as u64, "asking");
    let before = cpu_seconds();
    let mut searcher = Searcher::new(&index);
    let mut answers: Vec<Answer> = Vec::with_capacity(count);
    for query in queries {
        answers.push(ask(&index, &mut searcher, query));
        if answers.len().is_multiple_of(512) {
            progress.inc(512);
        }
    }
    let after = cpu_seconds();
    progress.finish_and_clear();
    if let Some(seconds) = after.zip(before).map(|(end, start)| end - start).filter(|seconds| *seconds > 0.0)
    {
        #[expect(clippy::cast_precision_loss, reason = "a number of questions")]
        let rate = count as f64 / seconds;
        println!("{count} questions in {seconds:.2} CPU-s: {rate:.0} for a CPU-second, one thread");
    }
    report(args, &answers)?;
    Ok(ExitCode::SUCCESS)
}

fn report(args: &EvaluateArgs, answers: &[Answer]) -> anyhow::Result<()> {
    let (lane, words) = match args.lane {
        LaneArg::Name => (Lane::Name, "by name alone"),
        LaneArg::Evidence => (Lane::Evidence, "by name, birth date, country and gender"),
        LaneArg::Both => {
            (Lane::Both, "by the higher of both lanes (bits above the point where alerts begin)")
        }
    };
    println!("\nscores {words}");
    let mut tables = Vec::new();
    for kind in ["person", "org"] {
        if let Some(table) = table(answers, kind, lane) {
            println!("\n{table}");
            tables.push(table);
        }
    }
    if args.lane != LaneArg::Name
        && let Some(two) = two_lanes(answers)
    {
        println!(
            "two lanes: name > {:.2} (0.9 %) or evidence > {:.2} (0.1 %)",
            two.thresholds.0, two.thresholds.1
        );
        println!("  false alarms of either lane        {:.2} %", two.false_alarms * 100.0);
        println!("  recall, birth date and country true     {:.3}", two.honest);
        println!("  recall, birth date and country invented {:.3}", two.lied);
    }
    if let Some(path) = &args.run {
        let mut run = load::create(path)?;
        for answer in answers {
            for hit in &answer.hits {
                writeln!(run, "{}\t{}\t{:.4}", answer.query.qid, hit.entity, hit.score(lane))?;
            }
        }
        load::finish(run)?;
        println!("every hit is in {}", path.display());
    }
    if let Some(path) = &args.plot {
        fs::write(path, plot(&tables)).with_context(|| format!("cannot write {}", path.display()))?;
        println!("the plot is in {}", path.display());
    }
    Ok(())
}

fn questions(folder: &Path, half: &str) -> anyhow::Result<Vec<Query>> {
    let path = [".jsonl.gz", ".jsonl"].map(|ending| folder.join(format!("{half}{ending}")));
    let Some(path) = path.iter().find(|path| path.exists()) else {
        bail!("there is no {half}.jsonl.gz in {}", folder.display())
    };
    lines(path)
}

fn lines<T: for<'a> Deserialize<'a>>(path: &Path) -> anyhow::Result<Vec<T>> {
    let text = load::text(path)?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| {
            serde_json::from_str(line).with_context(|| format!("{}, line {}", path.display(), number + 1))
        })
        .collect()
}

#[derive(Deserialize)]
struct ListedLine {
    currency: String,
    address: String,
    entity: String,
}

#[derive(Deserialize)]
struct WalletQuery {
    qid: String,
    label: u8,
    class: String,
    query: String,
    #[serde(default)]
    targets: Vec<String>,
}

fn wallets(args: &EvaluateArgs, listed: &Path) -> anyhow::Result<ExitCode> {
    let mut entries: Vec<Entry> = Vec::new();
    for line in lines::<ListedLine>(listed)? {
        let wallet = ListedWallet { currency: line.currency, address: line.address };
        match entries.iter_mut().find(|entry| entry.id == line.entity) {
            Some(entry) => entry.wallets.push(wallet),
            None => entries.push(Entry { id: line.entity, wallets: vec![wallet], ..Entry::default() }),
        }
    }
    let index = WalletIndex::build(&entries);
    println!("{} listed addresses, {} of them unreadable", index.len(), index.unreadable.len());
    let mut run = args.run.as_deref().map(load::create).transpose()?;
    // Per class: asked, right, wrongly found, refused as mistyped.
    let mut classes: std::collections::BTreeMap<String, [usize; 4]> = std::collections::BTreeMap::new();
    let mut files: Vec<_> = fs::read_dir(&args.queries)?
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .map(|one| one.path())
        .collect();
    files.retain(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("queries")));
    files.sort();
    anyhow::ensure!(!files.is_empty(), "there are no queries*.jsonl in {}", args.queries.display());
    for path in &files {
        for query in lines::<WalletQuery>(path)? {
            let found = index.check(&query.query);
            let label = if query.label == 1 { "listed" } else { "not listed" };
            let class = classes.entry(format!("{label}: {}", query.class)).or_default();
            class[0] += 1;
            let hits: Vec<&str> = match &found {
                Ok(verdict) => {
                    verdict.hits.iter().map(|hit| entries[hit.entry as usize].id.as_str()).collect()
                }
                Err(_) => {
                    class[3] += 1;
                    Vec::new()
                }
            };
            if query.label == 1 {
                class[1] +=
                    usize::from(hits.iter().any(|hit| query.targets.iter().any(|target| target == hit)));
            } else {
                class[1] += usize::from(hits.is_empty());
                class[2] += usize::from(!hits.is_empty());
            }
            if let Some(run) = &mut run {
                for hit in hits {
                    writeln!(run, "{}\t{hit}\t1", query.qid)?;
                }
            }
        }
    }
    if let Some(run) = run {
        load::finish(run)?;
    }
    println!("{:<34} {:>6} {:>6} {:>12} {:>8}", "class", "n", "right", "false hits", "refused");
    for (name, [asked, right, wrong, refused]) in &classes {
        println!("{name:<34} {asked:>6} {right:>6} {wrong:>12} {refused:>8}");
    }
    Ok(ExitCode::SUCCESS)
}
