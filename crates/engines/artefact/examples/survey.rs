//! Looks at many artefacts and prints a line for each; `--all` prints every finding, `--json` the facts. With `--declared` each is
//! judged as if its exhibitor had said yes to every question of the declaration, and named every signer and host as their own.
//!
//! `cargo run --release -p madang-artefact --example survey -- [--all|--json|--tree|--declared] FILE…`

use std::{error::Error, path::PathBuf, time::Instant};

use madang_artefact::{
    declaration::Declaration, facts::Facts, judge, limits::Limits, report::Severity, take_apart,
};

fn main() -> Result<(), Box<dyn Error>> {
    let mut flags = Vec::new();
    let mut files: Vec<PathBuf> = Vec::new();
    for argument in std::env::args().skip(1) {
        if argument.starts_with("--") { flags.push(argument) } else { files.push(argument.into()) }
    }
    let (mut bytes_all, mut seconds_all) = (0, 0.0);
    let mut verdicts = std::collections::BTreeMap::new();
    for file in &files {
        let bytes = std::fs::read(file)?;
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let begun = Instant::now();
        let facts = take_apart(&bytes, &Limits::default(), &name);
        let declaration = flags.iter().any(|flag| flag == "--declared").then(|| declared(&facts));
        let report = judge(&facts, declaration.as_ref(), None);
        let seconds = begun.elapsed().as_secs_f64();
        bytes_all += bytes.len();
        seconds_all += seconds;
        *verdicts.entry(report.verdict).or_insert(0) += 1;
        let heavy = report.findings.iter().filter(|finding| finding.severity > Severity::Info);
        let ids: Vec<String> =
            heavy.map(|finding| format!("{}:{:?}", finding.id, finding.severity)).collect();
        println!(
            "{:?}\t{name}\t{} objects\t{} MB/s\t{}\t{} unopened",
            report.verdict,
            facts.objects.len(),
            (bytes.len() as f64 / seconds / 1e6).round(),
            ids.join(" "),
            facts.unopened.len()
        );
        if flags.iter().any(|flag| flag == "--all") {
            for finding in &report.findings {
                println!("    {} {} {:?} {}", finding.id, finding.name, finding.severity, finding.sentence);
                for evidence in &finding.evidence {
                    println!("        {}:{} {}", evidence.path, evidence.line, evidence.text);
                }
            }
            for unopened in &facts.unopened {
                println!("    unopened {} {:?} {}", unopened.path, unopened.reason, unopened.words);
            }
        }
        if flags.iter().any(|flag| flag == "--tree") {
            tree(&facts);
        }
        if flags.iter().any(|flag| flag == "--json") {
            println!("{}", serde_json::to_string_pretty(&facts)?);
        }
    }
    println!(
        "{verdicts:?}, {} MB in {seconds_all:.2} s: {:.1} MB/s",
        bytes_all / 1_000_000,
        bytes_all as f64 / seconds_all / 1e6
    );
    Ok(())
}

/// A declaration that says yes to everything, in the words of the artefact itself.
fn declared(facts: &Facts) -> Declaration {
    let signatures = facts.objects.iter().filter_map(|object| object.signature.as_deref());
    let yes = Some(true);
    Declaration {
        signers: signatures
            .flat_map(|signature| [&signature.subject, &signature.organisation, &signature.team])
            .filter_map(Clone::clone)
            .collect(),
        domains: facts.hosts.iter().map(|host| host.host.clone()).collect(),
        auto_start: yes,
        self_update: yes,
        wallet_access: yes,
        credential_access: yes,
        input_capture: yes,
        driver: yes,
        root_certificate: yes,
        install_download: yes,
        macros: yes,
        ..Declaration::default()
    }
}

fn tree(facts: &Facts) {
    for object in &facts.objects {
        println!(
            "    {:?} {} {} {}",
            object.kind,
            object.size_bytes,
            object.path,
            object.placed.as_deref().unwrap_or("")
        );
    }
}
