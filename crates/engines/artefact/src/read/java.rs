//! Java: constant pools of classes, and the manifest of an archive.
//!
//! *Source*: The Java Virtual Machine Specification, Java SE 21, 4.4; JAR File Specification, "JAR Manifest".

use crate::{
    bytes::{be16, shortened},
    facts::Code,
    read::bytecode,
    take::{Fault, Holder, Taker},
};

/// What makes a class of the archive run before, or beside, its main program.
const AGENTS: [&str; 3] = ["premain-class", "agent-class", "launcher-agent-class"];
/// What a manifest says of archives elsewhere.
const PATH: &str = "class-path";
/// Manifests that are looked at. *Units*: bytes.
const MANIFEST_BYTES_MAX: usize = 8 << 20;

/// Reads the texts of a class.
pub(crate) fn class(taker: &mut Taker, holder: &Holder, bytes: &[u8]) -> Result<(), Fault> {
    let texts = texts(bytes)
        .ok_or_else(|| Fault::damaged("the class's table of constants breaks the rules of its format"))?;
    let code = bytecode::read(texts.into_iter());
    if !code.seen.is_empty() || !code.resources.is_empty() {
        taker.object_mut(holder.id).code = Some(Box::new(code));
    }
    Ok(())
}

/// The texts of a constant pool; `None` when it breaks the rules.
pub(crate) fn texts(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let entries = be16(bytes, 8)?;
    let mut texts = Vec::new();
    let (mut at, mut entry) = (10_usize, 1);
    while entry < entries {
        let length = match bytes.get(at)? {
            1 => {
                let length = usize::from(be16(bytes, at + 1)?);
                texts.push(bytes.get(at + 3..at + 3 + length)?);
                2 + length
            }
            3 | 4 | 9..=12 | 17 | 18 => 4,
            // Long numbers take two places.
            5 | 6 => {
                entry = entry.checked_add(1)?;
                8
            }
            7 | 8 | 16 | 19 | 20 => 2,
            15 => 3,
            _ => return None,
        };
        at += 1 + length;
        entry = entry.checked_add(1)?;
    }
    (at <= bytes.len()).then_some(texts)
}

/// Reads which agents a manifest names.
pub(crate) fn manifest(taker: &mut Taker, holder: &Holder, bytes: &[u8], name: &str) {
    if !name.ends_with("META-INF/MANIFEST.MF") || bytes.len() > MANIFEST_BYTES_MAX {
        return;
    }
    let declared = agents(&String::from_utf8_lossy(bytes));
    if !declared.is_empty() {
        taker.object_mut(holder.id).code = Some(Box::new(Code { declared, ..Code::default() }));
    }
}

/// The attributes that name agents. A line that begins with a blank goes on with the one before.
fn agents(text: &str) -> Vec<String> {
    let joined = text.replace("\r\n", "\n").replace('\r', "\n").replace("\n ", "");
    let mut found: Vec<String> = joined
        .lines()
        .filter(|line| {
            line.split_once(':').is_some_and(|(name, value)| {
                let name = name.to_ascii_lowercase();
                AGENTS.contains(&name.as_str()) || name == PATH && value.contains("://")
            })
        })
        .map(|line| shortened(line.trim(), 200))
        .collect();
    found.truncate(16);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pool_is_read_to_its_end_or_not_at_all() {
        let mut class = b"\xca\xfe\xba\xbe\0\0\0\x34\0\x06".to_vec();
        class.extend(b"\x01\0\x03abc\x05\0\0\0\0\0\0\0\x01\x07\0\x01\x0f\x05\0\x01");
        assert_eq!(texts(&class), Some(vec![&b"abc"[..]]));
        for end in 0..class.len() {
            assert_eq!(texts(&class[..end]), None, "{end}");
        }
        class[10] = 2;
        assert_eq!(texts(&class), None);
    }

    #[test]
    fn agents_are_found_in_wrapped_lines_only_by_their_names() {
        let text =
            "Manifest-Version: 1.0\r\nMain-Class: a.Main\r\nlauncher-agent-class: a.ve\r\n ry.Agent\r\n\r\n";
        assert_eq!(agents(text), ["launcher-agent-class: a.very.Agent"]);
        assert_eq!(agents("X-Agent-Class: a\nPremain: b\n"), Vec::<String>::new());
    }
}
