//! Apple's code signatures: who, how, and what is loosened.
//!
//! *Source*: XNU, `osfmk/kern/cs_blobs.h`.

use goblin::mach::{MachO, load_command::CommandVariant};

use crate::{
    bytes::{be32, count, piece, text},
    facts::{Scheme, Signature},
    read::certificate,
};

/// Entitlements that take protection away.
const LOOSENING: [&str; 4] = [
    "com.apple.security.get-task-allow",
    "com.apple.security.cs.disable-library-validation",
    "com.apple.security.cs.allow-dyld-environment-variables",
    "com.apple.security.cs.allow-unsigned-executable-memory",
];

/// Where the signature stands.
pub(crate) fn find(mach: &MachO<'_>, bytes: &[u8]) -> Option<(u64, u64)> {
    mach.load_commands.iter().find_map(|command| match command.command {
        CommandVariant::CodeSignature(data) if u64::from(data.dataoff) < count(bytes.len()) => {
            Some((u64::from(data.dataoff), u64::from(data.datasize)))
        }
        _ => None,
    })
}

/// Reads a SuperBlob.
pub(crate) fn read(blob: &[u8]) -> Option<Signature> {
    if be32(blob, 0)? != 0xfade_0cc0 {
        return None;
    }
    let mut signature = Signature { ad_hoc: true, ..certificate::unnamed(Scheme::AppleCode) };
    for number in 0..be32(blob, 8)?.min(64) as usize {
        let at = u64::from(be32(blob, 12 + number * 8 + 4)?);
        let length = u64::from(be32(blob, crate::bytes::index(at) + 4)?);
        let Some(part) = piece(blob, at, length) else { continue };
        match be32(part, 0)? {
            0xfade_0c02 => {
                let flags = be32(part, 12)?;
                signature.hardened |= flags & 0x1_0000 != 0;
                signature.identifier = part.get(be32(part, 20)? as usize..).map(text);
                if be32(part, 8)? >= 0x2_0200 {
                    let team = be32(part, 48)? as usize;
                    signature.team = (team != 0).then(|| part.get(team..).map(text)).flatten();
                }
            }
            0xfade_7171 => {
                let words = String::from_utf8_lossy(part.get(8..)?).into_owned();
                let on = |name: &&&str| {
                    words.split(**name).nth(1).is_some_and(|rest| {
                        rest.trim_start_matches("</key>").trim_start().starts_with("<true")
                    })
                };
                signature.entitlements = LOOSENING.iter().filter(on).map(|name| (*name).to_owned()).collect();
            }
            0xfade_0b01 if part.len() > 64 => {
                if let Some(signer) = certificate::signer(&part[8..]) {
                    signature.ad_hoc = false;
                    certificate::put(&mut signature, signer);
                }
            }
            _ => {}
        }
    }
    Some(signature)
}
