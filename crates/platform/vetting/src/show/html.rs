//! The report as one page that stands alone: no script, nothing fetched, good on paper.

use askama::Template;
use jiff::{Timestamp, tz::TimeZone};
use madang_artefact::{
    facts::{Facts, Kind},
    report::{Finding, Severity, Verdict},
};
use madang_text::{Translator, key};

use super::{Signer, changes, phrases::Phrases, safe, signers, size};
use crate::{clamd::Answer, jail::Level, vetted::Vetted};

/// Things of one kind that are listed; the rest is counted.
const LISTED_MAX: usize = 100;

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    t: &'a Translator,
    lang: String,
    dir: &'static str,
    made: String,
    reports: Vec<Report<'a>>,
}

struct Report<'a> {
    vetted: &'a Vetted,
    anchor: String,
    name: String,
    size: String,
    kind: String,
    tone: &'static str,
    verdict: String,
    meaning: String,
    sentence: String,
    steps: Vec<String>,
    steps_more: usize,
    registered: String,
    signers: Vec<Signer>,
    unsigned: usize,
    hosts: Vec<Host>,
    hosts_more: usize,
    texts_hosts: usize,
    heavy: Vec<Found>,
    light: Vec<Found>,
    against: Option<String>,
    changes: Vec<(String, Vec<String>)>,
    not_seen: Vec<String>,
    opinions: Vec<(String, String)>,
    sandboxed: bool,
}

struct Host {
    name: String,
    declared: bool,
    example: String,
}

struct Found {
    finding: Finding,
    sentence: String,
    why: String,
    fix: String,
    tone: &'static str,
    word: String,
    evidence: Vec<(String, String)>,
}

/// One page about all artefacts, in the translator's language.
///
/// # Errors
/// Only when the template does not fit its data, which would be a bug.
pub fn page(vetted: &[Vetted], t: &Translator, now: Timestamp) -> Result<String, askama::Error> {
    let phrases = Phrases::new(t);
    let reports = vetted.iter().enumerate().map(|(at, one)| report(at, one, t, &phrases)).collect();
    let page = Page {
        t,
        lang: t.language().to_string(),
        dir: t.direction().as_str(),
        made: t.moment(now, &TimeZone::UTC),
        reports,
    };
    page.render()
}

fn report<'a>(at: usize, vetted: &'a Vetted, t: &Translator, phrases: &Phrases<'_>) -> Report<'a> {
    let (report, facts) = (&vetted.report, &vetted.facts);
    let (tone, verdict, meaning) = match report.verdict {
        Verdict::Clear => ("good", key("vetting-clear"), key("vetting-clear-means")),
        Verdict::Review => ("warn", key("vetting-review"), key("vetting-review-means")),
        Verdict::NotVettable => ("dark", key("vetting-not-vettable"), key("vetting-not-vettable-means")),
        Verdict::Block => ("bad", key("vetting-block"), key("vetting-block-means")),
    };
    let (signers, unsigned) = signers(vetted);
    let in_code: Vec<_> = facts.hosts.iter().filter(|host| host.in_code).collect();
    let owns = |name: &str| vetted.declaration.as_ref().is_some_and(|declaration| declaration.owns(name));
    let (light, heavy) = report
        .findings
        .iter()
        .map(|finding| found(finding, t, phrases))
        .partition(|one| one.finding.severity == Severity::Info);
    let legal_name =
        vetted.declaration.as_ref().map(|declaration| safe(&declaration.legal_name)).unwrap_or_default();
    Report {
        vetted,
        anchor: format!("a{}", at + 1),
        name: safe(&facts.name),
        size: size(facts.size_bytes),
        kind: what(t, facts),
        tone,
        verdict: t.say(verdict),
        meaning: t.say(meaning),
        sentence: marked(&phrases.say(&verdict_sentence(vetted))),
        steps: report.installer.iter().take(LISTED_MAX).map(|step| marked(&phrases.say(step))).collect(),
        steps_more: report.installer.len().saturating_sub(LISTED_MAX),
        registered: if legal_name.is_empty() { t.say("vetting-nobody-said") } else { legal_name },
        signers,
        unsigned,
        hosts: in_code
            .iter()
            .take(LISTED_MAX)
            .map(|host| Host {
                name: safe(&host.host),
                declared: owns(&host.host),
                example: safe(&host.example),
            })
            .collect(),
        hosts_more: in_code.len().saturating_sub(LISTED_MAX),
        texts_hosts: facts.hosts.len() - in_code.len(),
        heavy,
        light,
        against: report.diff.as_ref().map(|diff| {
            if diff.against_version.is_empty() {
                diff.against.chars().take(16).collect()
            } else {
                safe(&diff.against_version)
            }
        }),
        changes: report
            .diff
            .iter()
            .flat_map(|diff| &diff.changes)
            .map(changes::sentence)
            .map(|(words, lines)| (phrases.say(&words), lines))
            .collect(),
        not_seen: report.not_seen.iter().take(LISTED_MAX).map(|line| marked(&phrases.say(line))).collect(),
        opinions: vetted
            .opinions
            .iter()
            .map(|opinion| {
                let said = match &opinion.answer {
                    Answer::Clean => t.say("vetting-opinion-clean"),
                    Answer::Found { name } => safe(name),
                    Answer::Failed { why } => format!("{} {}", t.say("vetting-opinion-none"), safe(why)),
                };
                (format!("{} {}", safe(&opinion.engine), safe(&opinion.version)), said)
            })
            .collect(),
        sandboxed: vetted.sandbox.level == Level::Full,
    }
}

/// What the verdict rests on: the heading above it says the verdict already.
fn verdict_sentence(vetted: &Vetted) -> String {
    let report = &vetted.report;
    let first = report.findings.first().map(|finding| finding.sentence.as_str()).filter(|first| {
        matches!(report.verdict, Verdict::Block | Verdict::Review) && report.sentence.ends_with(first)
    });
    first.unwrap_or(&report.sentence).to_owned()
}

/// Where something stands, from the outside in: layers that only compress, and partitions of disk images, are left out.
fn place(path: &str, line: u32) -> String {
    let path = safe(path);
    let parts: Vec<&str> = path.split("!/").collect();
    let (last, around) = parts.split_last().unwrap_or((&"", &[]));
    let mut shown: Vec<&str> = around
        .iter()
        .copied()
        .filter(|part| *part != "content" && !part.contains("(Apple_") && !part.is_empty())
        .collect();
    shown.push(last);
    let line = if line > 0 { format!(":{line}") } else { String::new() };
    format!("{}{line}", shown.join(" › "))
}

/// What people call it: a package by its format, anything else by its kind.
fn what(t: &Translator, facts: &Facts) -> String {
    let packages = facts.objects.iter().filter_map(|object| object.package.as_ref());
    let format = packages.map(|package| package.format.as_str()).find_map(|format| match format {
        "npm" => Some(key("vetting-npm")),
        "wheel" => Some(key("vetting-wheel")),
        "sdist" => Some(key("vetting-sdist")),
        _ => None,
    });
    let root = facts.objects.first().map_or(Kind::Data, |object| object.kind);
    format
        .filter(|_| matches!(root, Kind::Gzip | Kind::Zip))
        .map_or_else(|| kind(t, root), |words| t.say(words))
}

/// What an artefact is, in the page's language: messages are named by the words that reports keep.
fn kind(t: &Translator, kind: Kind) -> String {
    match serde_json::to_value(kind) {
        Ok(serde_json::Value::String(word)) => t.say_of("vetting-kind-", word),
        _ => kind.words().to_owned(),
    }
}

fn found(finding: &Finding, t: &Translator, phrases: &Phrases<'_>) -> Found {
    let (tone, word) = match finding.severity {
        Severity::Block => ("bad", key("vetting-severity-block")),
        Severity::Review => ("warn", key("vetting-severity-review")),
        Severity::Info => ("note", key("vetting-severity-info")),
    };
    // One line may show several capabilities; it is shown once.
    let mut evidence: Vec<(String, String)> = Vec::new();
    for piece in &finding.evidence {
        let shown = (place(&piece.path, piece.line), safe(&piece.text));
        if !evidence.contains(&shown) {
            evidence.push(shown);
        }
    }
    Found {
        sentence: marked(&phrases.say(&finding.sentence)),
        why: phrases.say(&finding.why),
        fix: phrases.say(&finding.fix),
        finding: finding.clone(),
        tone,
        word: t.say(word),
        evidence,
    }
}

/// A sentence as markup: what stands between two backticks is set as code, and nothing else in it means anything.
fn marked(sentence: &str) -> String {
    let escaped = safe(sentence)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;");
    let parts: Vec<&str> = escaped.split('`').collect();
    let mut markup = String::new();
    for (at, part) in parts.iter().enumerate() {
        match (at % 2, at + 1 == parts.len()) {
            (1, false) => markup += &format!("<code>{}</code>", place(part, 0)),
            (1, true) => markup += &format!("`{part}"),
            _ => markup += part,
        }
    }
    markup
}

#[cfg(test)]
mod tests {
    use madang_text::Texts;

    use super::*;
    use crate::certificate::tests::vetted;

    fn shown(vetted: &Vetted, language: &str) -> (String, u64) {
        let texts = Texts::embedded();
        let t = texts.translator(&language.parse().unwrap());
        let now = "2026-03-01T09:00:00Z".parse().unwrap();
        (page(std::slice::from_ref(vetted), &t, now).unwrap(), texts.missing())
    }

    /// The error of a wrong word names all that are right.
    #[test]
    fn every_kind_is_said_in_every_language() {
        let refused = serde_json::from_str::<Kind>("\"?\"").unwrap_err().to_string();
        let kinds: Vec<&str> = refused.split('`').skip(3).step_by(2).collect();
        assert!(kinds.len() > 70 && kinds.contains(&"mach-o-fat"), "{refused}");
        let texts = Texts::embedded();
        for word in kinds {
            let one: Kind = serde_json::from_value(word.into()).unwrap();
            assert_eq!(kind(&texts.translator(&"en".parse().unwrap()), one), one.words());
            kind(&texts.translator(&"ko".parse().unwrap()), one);
            assert_eq!(texts.missing(), 0, "{word}");
        }
    }

    #[test]
    fn it_stands_alone_in_every_language() {
        let mut vetted = vetted();
        vetted.report.verdict = Verdict::Block;
        vetted.add(crate::clamd::Opinion {
            engine: "ClamAV".into(),
            version: "1".into(),
            answer: Answer::Found { name: "Some.Name".into() },
        });
        for (language, word) in [("en", "Must not be handed out"), ("ko", "나눠 주면 안 됩니다")] {
            let (page, missing) = shown(&vetted, language);
            assert_eq!(missing, 0, "{language}");
            assert!(page.contains(word) && page.contains(&format!("lang=\"{language}\"")), "{language}");
            assert!(page.contains("Harbour Trading Ltd") && page.contains(&vetted.facts.sha256));
            for never in ["<script", "src=", "@import", "url(", "<link", "<iframe"] {
                assert!(!page.contains(never), "{language}: {never}");
            }
        }
    }

    #[test]
    fn places_are_told_from_the_outside_in() {
        let path = "0 whole disk (Apple_HFSX : 0)!/X.pkg!/main.pkg/Scripts!/content!/postinstall";
        assert_eq!(place(path, 4), "X.pkg › main.pkg/Scripts › postinstall:4");
        assert_eq!(place("a.exe", 0), "a.exe");
    }

    #[test]
    fn what_an_artefact_says_is_text_and_no_markup() {
        let mut vetted = vetted();
        vetted.facts.name = "<img src=x onerror=alert(1)>".into();
        vetted.report.sentence = "a & b <b>".into();
        vetted.report.installer = vec!["runs \"<script>\"".into()];
        let (page, _) = shown(&vetted, "en");
        assert_eq!(marked("a `b<` & `c"), "a <code>b&lt;</code> &amp; `c");
        assert!(!page.contains("<img") && !page.contains("<script") && !page.contains("<b>"), "{page}");
    }
}
