//! The report as text, for a terminal.

use std::fmt::Write as _;

use madang_artefact::report::{Finding, Severity, Verdict};

use super::{changes, safe, signers, size, verdict_words};
use crate::{clamd::Answer, jail::Level, vetted::Vetted};

/// Steps and hosts that are listed; the rest is counted.
const LISTED_MAX: usize = 40;

/// The whole report. `colour`: with ANSI colours.
#[must_use]
pub fn report(vetted: &Vetted, colour: bool) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write(&mut out, vetted, colour);
    out
}

fn write(out: &mut String, vetted: &Vetted, colour: bool) -> std::fmt::Result {
    let (report, facts) = (&vetted.report, &vetted.facts);
    let mark = if colour { tone(report.verdict) } else { "" };
    let (bold, end) = if colour { ("\x1b[1m", "\x1b[0m") } else { ("", "") };
    writeln!(out, "{bold}{}{end}  {}", safe(&facts.name), size(facts.size_bytes))?;
    writeln!(out, "{mark}{bold}{}{end}  {}", verdict_words(report.verdict), safe(&report.sentence))?;
    writeln!(out, "sha256 {}", facts.sha256)?;

    if !report.installer.is_empty() {
        writeln!(out, "\n{bold}What the installer does{end}")?;
        for (number, step) in report.installer.iter().take(LISTED_MAX).enumerate() {
            writeln!(out, "{:>4}. {}", number + 1, safe(step))?;
        }
        more(out, report.installer.len())?;
    }

    writeln!(out, "\n{bold}Who signed, who registered{end}")?;
    let declared = vetted.declaration.as_ref().map_or("", |declaration| declaration.legal_name.as_str());
    writeln!(
        out,
        "  registered  {}",
        if declared.is_empty() { "nobody said".into() } else { safe(declared) }
    )?;
    let (who, unsigned) = signers(vetted);
    for signer in who.iter().take(LISTED_MAX) {
        let known = if signer.declared { ", as declared" } else { "" };
        writeln!(out, "  signed      {} ({}{known})", safe(&signer.name), signer.scheme)?;
    }
    if who.is_empty() {
        writeln!(out, "  signed      by nobody")?;
    }
    if unsigned > 0 {
        writeln!(out, "  unsigned    {unsigned} programs")?;
    }

    let hosts: Vec<_> = facts.hosts.iter().filter(|host| host.in_code).collect();
    if !hosts.is_empty() {
        writeln!(out, "\n{bold}Hosts that its code names{end}")?;
        for host in hosts.iter().take(LISTED_MAX) {
            let ours = vetted.declaration.as_ref().is_some_and(|declaration| declaration.owns(&host.host));
            writeln!(out, "  {}{}", safe(&host.host), if ours { "  (declared)" } else { "" })?;
        }
        more(out, hosts.len())?;
    }

    if !report.findings.is_empty() {
        writeln!(out, "\n{bold}Findings{end}")?;
        for finding in &report.findings {
            write_finding(out, finding, colour)?;
        }
    }
    if let Some(diff) = &report.diff {
        writeln!(out, "\n{bold}Since the earlier release{end} ({:.16}…)", diff.against)?;
        if diff.changes.is_empty() {
            writeln!(out, "  Nothing that matters here has changed.")?;
        }
        for change in &diff.changes {
            let (words, lines) = changes::sentence(change);
            writeln!(out, "  {words}")?;
            for line in lines {
                writeln!(out, "      {line}")?;
            }
        }
    }
    writeln!(out, "\n{bold}What could not be seen{end}")?;
    for line in &report.not_seen {
        writeln!(out, "  {}", safe(line))?;
    }
    for opinion in &vetted.opinions {
        let said = match &opinion.answer {
            Answer::Clean => "knows nothing against it".into(),
            Answer::Found { name } => format!("knows it as {}", safe(name)),
            Answer::Failed { why } => format!("gave no opinion: {}", safe(why)),
        };
        writeln!(out, "\nSecond engine {} {}: {said}", safe(&opinion.engine), safe(&opinion.version))?;
    }
    writeln!(
        out,
        "\nsandbox {}; engine {}; rules {:.16}",
        vetted.sandbox.words(),
        report.engine,
        report.rules_hash
    )?;
    if vetted.sandbox.level != Level::Full {
        writeln!(out, "The reader was not fully held back. Its facts deserve less trust.")?;
    }
    Ok(())
}

fn write_finding(out: &mut String, finding: &Finding, colour: bool) -> std::fmt::Result {
    let word = match finding.severity {
        Severity::Info => "info",
        Severity::Review => "review",
        Severity::Block => "block",
    };
    let (tone, end) = match (colour, finding.severity) {
        (true, Severity::Block) => ("\x1b[31m", "\x1b[0m"),
        (true, Severity::Review) => ("\x1b[33m", "\x1b[0m"),
        _ => ("", ""),
    };
    writeln!(out, "  {tone}{word:<6}{end} {} {}  {}", finding.id, finding.name, safe(&finding.sentence))?;
    if finding.denied {
        writeln!(out, "         says no, does yes: the declaration denies this")?;
    } else if finding.declared {
        writeln!(out, "         declared by the exhibitor")?;
    }
    for evidence in &finding.evidence {
        let line = if evidence.line > 0 { format!(":{}", evidence.line) } else { String::new() };
        writeln!(out, "         {}{line}  {}", safe(&evidence.path), safe(&evidence.text))?;
    }
    if finding.severity > Severity::Info {
        writeln!(out, "         why: {}", safe(&finding.why))?;
        writeln!(out, "         what to do: {}", safe(&finding.fix))?;
    }
    Ok(())
}

fn more(out: &mut String, all: usize) -> std::fmt::Result {
    if all > LISTED_MAX { writeln!(out, "  … and {} more", all - LISTED_MAX) } else { Ok(()) }
}

fn tone(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Clear => "\x1b[32m",
        Verdict::Review | Verdict::NotVettable => "\x1b[33m",
        Verdict::Block => "\x1b[31m",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certificate::tests::vetted;

    #[test]
    fn it_says_the_verdict_first_and_lets_no_control_character_through() {
        let mut vetted = vetted();
        vetted.facts.name = "evil\x1b[2J.dmg".into();
        vetted.report.verdict = Verdict::Block;
        vetted.report.sentence = "As root it starts a hidden program at every boot.".into();
        vetted.report.installer = vec!["moves .x.plist\nto /Library/LaunchDaemons".into()];
        let text = report(&vetted, false);
        let mut lines = text.lines();
        assert_eq!(lines.next().unwrap(), "evil\u{fffd}[2J.dmg  24 bytes");
        assert_eq!(lines.next().unwrap(), "BLOCK  As root it starts a hidden program at every boot.");
        assert!(text.contains("   1. moves .x.plist\u{fffd}to /Library/LaunchDaemons"), "{text}");
        assert!(text.contains("registered  Harbour Trading Ltd") && text.contains("signed      by nobody"));
        assert!(text.contains("sandbox none") && text.contains("deserve less trust"));
    }
}
