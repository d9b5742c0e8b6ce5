//! What was vetted, in forms with which others can enforce it.

use madang_artefact::{facts::Kind, report::Verdict};

use crate::vetted::Vetted;

/// Artefacts that may be handed out as they are.
fn cleared(vetted: &[Vetted]) -> impl Iterator<Item = &Vetted> {
    vetted.iter().filter(|one| one.report.verdict == Verdict::Clear)
}

/// A `SHA256SUMS` file of the clear artefacts, for `sha256sum --check`.
///
/// *Source*: GNU coreutils, "cksum common options": a line with a strange name begins with a backslash.
#[must_use]
pub fn sha256sums(vetted: &[Vetted]) -> String {
    let mut text = String::new();
    for one in cleared(vetted) {
        let name = one.facts.name.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r");
        let mark = if name == one.facts.name { "" } else { "\\" };
        text += &format!("{mark}{}  {name}\n", one.facts.sha256);
    }
    text
}

/// Rules that let Santa run the macOS programs of the clear artefacts, for `santactl rule --import`.
///
/// *Shapes*: one rule for each program, by its SHA-256; a disk image or package is not run and has none.
#[must_use]
pub fn santa(vetted: &[Vetted]) -> String {
    let mut rules = Vec::new();
    for one in cleared(vetted) {
        let programs =
            one.facts.objects.iter().filter(|object| matches!(object.kind, Kind::MachO | Kind::MachOFat));
        // A part of a program for several processors is not a file on a disk.
        for object in programs.filter(|object| {
            let around = object.parent.and_then(|parent| one.facts.object(parent));
            !object.sha256.is_empty() && around.is_none_or(|around| around.kind != Kind::MachOFat)
        }) {
            rules.push(serde_json::json!({
                "rule_type": "BINARY",
                "policy": "ALLOWLIST",
                "identifier": object.sha256,
                "comment": format!("{} {}", one.facts.name, object.path),
            }));
        }
    }
    format!("{:#}\n", serde_json::json!({ "rules": rules }))
}

/// A policy that lets AppLocker run the Windows programs of the clear artefacts, for `Set-AppLockerPolicy -Merge`.
///
/// *Shapes*: one rule for each program or library, by its Authenticode hash, which AppLocker compares instead of the file's.
/// *Source*: Microsoft, "AppLocker" (`FileHashRule`, `FileHashCondition`).
#[must_use]
pub fn applocker(vetted: &[Vetted]) -> String {
    let (mut programs, mut libraries) = (String::new(), String::new());
    for one in cleared(vetted) {
        for object in &one.facts.objects {
            let Some(program) = object.executable.as_deref() else { continue };
            let Some(hash) = &program.authenticode_sha256 else { continue };
            let name = if object.path.is_empty() { one.facts.name.as_str() } else { object.name() };
            let rule = format!(
                "    <FileHashRule Id=\"{}\" Name=\"{name}\" Description=\"{}\" UserOrGroupSid=\"S-1-1-0\" Action=\"Allow\">\n      \
                 <Conditions><FileHashCondition><FileHash Type=\"SHA256\" Data=\"0x{}\" SourceFileName=\"{name}\" \
                 SourceFileLength=\"{}\" /></FileHashCondition></Conditions>\n    </FileHashRule>\n",
                guid(hash),
                attribute(&one.facts.name),
                hash.to_uppercase(),
                object.size_bytes,
                name = attribute(name),
            );
            if program.library { &mut libraries } else { &mut programs }.push_str(&rule);
        }
    }
    let collection = |kind: &str, rules: &str| {
        format!(
            "  <RuleCollection Type=\"{kind}\" EnforcementMode=\"NotConfigured\">\n{rules}  </RuleCollection>\n"
        )
    };
    format!(
        "<AppLockerPolicy Version=\"1\">\n{}{}</AppLockerPolicy>\n",
        collection("Exe", &programs),
        collection("Dll", &libraries)
    )
}

/// An id for a rule, the same for the same program.
fn guid(hash: &str) -> String {
    let part = |range: std::ops::Range<usize>| hash.get(range).unwrap_or_default().to_owned();
    [part(0..8), part(8..12), part(12..16), part(16..20), part(20..32)].join("-")
}

/// Text for an attribute of XML.
fn attribute(text: &str) -> String {
    crate::show::safe(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certificate::tests::vetted;

    #[test]
    fn only_what_is_clear_is_exported() {
        let mut one = vetted();
        one.report.verdict = Verdict::Clear;
        one.facts.name = "a\\b\n.txt".into();
        let mut other = vetted();
        other.report.verdict = Verdict::Review;
        let text = sha256sums(&[one.clone(), other]);
        assert_eq!(text, format!("\\{}  a\\\\b\\n.txt\n", one.facts.sha256));
    }

    #[test]
    fn applocker_gets_programs_and_libraries_by_their_authenticode_hash() {
        let mut one = vetted();
        one.report.verdict = Verdict::Clear;
        one.facts.name = "a\"&.exe".into();
        one.facts.objects[0].kind = Kind::Pe;
        let executable = madang_artefact::facts::Executable {
            authenticode_sha256: Some("ab".repeat(32)),
            ..Default::default()
        };
        one.facts.objects[0].executable = Some(Box::new(executable));
        let text = applocker(&[one.clone()]);
        assert!(text.contains(&format!("Data=\"0x{}\"", "AB".repeat(32))), "{text}");
        assert!(
            text.contains("Id=\"abababab-abab-abab-abab-abababababab\" Name=\"a&quot;&amp;.exe\""),
            "{text}"
        );
        one.report.verdict = Verdict::Review;
        assert!(!applocker(&[one]).contains("FileHash "));
    }

    #[test]
    fn santa_gets_the_programs() {
        let mut one = vetted();
        one.report.verdict = Verdict::Clear;
        one.facts.objects[0].kind = Kind::MachO;
        let rules: serde_json::Value = serde_json::from_str(&santa(&[one.clone()])).unwrap();
        assert_eq!(rules["rules"][0]["identifier"], one.facts.sha256.as_str());
        one.report.verdict = Verdict::Block;
        let rules: serde_json::Value = serde_json::from_str(&santa(&[one])).unwrap();
        assert_eq!(rules["rules"].as_array().unwrap().len(), 0);
    }
}
