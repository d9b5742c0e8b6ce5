//! What is inside or behind programs: slices for several processors, NSIS, archives in the overlay, AppImages.

use crate::{
    bytes::{count, find, piece, shortened},
    facts::{Action, Kind, Member, Reason, Step, When},
    magic,
    read::executable::{image::Image, slices},
    take::{Fault, Holder, Taker},
};

/// Programs that are taken out of one program.
const EMBEDDED_MAX: usize = 64;

/// A program for several processors: one object for each.
pub(crate) fn fat(taker: &mut Taker, holder: &Holder, bytes: &[u8]) -> Result<(), Fault> {
    for (processor, start, length) in slices(bytes) {
        let name = match processor {
            0x0100_0007 => "x86-64".to_owned(),
            0x0100_000c => "arm64".to_owned(),
            7 => "x86".to_owned(),
            other => format!("{other:#x}"),
        };
        let slice = piece(bytes, start, length).ok_or_else(|| Fault::damaged("slice out of place"))?;
        taker.member(holder, &name, Member::default(), slice);
    }
    Ok(())
}

/// What lies behind a Windows program's last section.
pub(crate) fn behind(taker: &mut Taker, holder: &Holder, bytes: &[u8]) -> Result<(), Fault> {
    embedded(taker, holder, bytes)?;
    let overlay = taker.object(holder.id).and_then(|object| object.executable.as_ref()?.overlay.clone());
    let Some(overlay) = overlay else { return Ok(()) };
    // NSIS puts its header at a multiple of 512: four bytes of flags, then its mark.
    let mark =
        [0xef, 0xbe, 0xad, 0xde, b'N', b'u', b'l', b'l', b's', b'o', b'f', b't', b'I', b'n', b's', b't'];
    if find(bytes, &mark, 0).is_some() {
        return nsis_installer(taker, holder, bytes);
    }
    let start = bytes.len().saturating_sub(crate::bytes::index(overlay.size_bytes));
    let tail = bytes.get(start..).unwrap_or_default();
    if super::installshield::behind(taker, holder, bytes, start)? {
        taker.object_mut(holder.id).kind = Kind::InstallShield;
        return Ok(());
    }
    installers(taker, holder, bytes);
    let heads: [&[u8]; 4] =
        [b"MSCF\0\0\0\0", b"7z\xbc\xaf\x27\x1c", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"Rar!\x1a\x07"];
    for head in heads {
        if let Some(at) = find(tail, head, 0) {
            let inner = &tail[at..];
            let length = if head.starts_with(b"MSCF") {
                crate::bytes::le32(inner, 8).map_or(inner.len(), |length| length as usize)
            } else {
                inner.len()
            };
            if magic::identify(inner) != Kind::Data {
                taker.member(holder, "overlay", Member::default(), &inner[..length.min(inner.len())]);
                return Ok(());
            }
        }
    }
    Ok(())
}

/// Programs that stand inside the parts of a program, as droppers and installers bring them.
fn embedded(taker: &mut Taker, holder: &Holder, bytes: &[u8]) -> Result<(), Fault> {
    let unpacked = match super::upx::image(taker, bytes) {
        Ok(unpacked) => unpacked,
        Err(fault) => {
            taker.fault(holder.id, &fault);
            None
        }
    };
    if let Some(image) = unpacked {
        // What it becomes was seen: it is no longer one of the things that could not be opened.
        taker.unopened.retain(|known| known.object != holder.id || known.reason != Reason::Packed);
        crate::read::executable::look_again(taker, holder, &image);
        taker.held_member(holder, "unpacked", Member::default(), &image)?;
        carve(taker, holder, &image, 0, image.len());
        return Ok(());
    }
    let overlay = taker
        .object(holder.id)
        .and_then(|object| object.executable.as_ref()?.overlay.as_ref().map(|overlay| overlay.size_bytes));
    let end = bytes.len().saturating_sub(crate::bytes::index(overlay.unwrap_or(0)));
    carve(taker, holder, bytes, 64, end);
    Ok(())
}

/// Gives the programs between two places to the walk, each once: one inside another is found when that one is read.
fn carve(taker: &mut Taker, holder: &Holder, bytes: &[u8], mut from: usize, end: usize) {
    let mut members = 0;
    while let Some(at) = find(&bytes[..end], b"MZ", from).filter(|_| members < EMBEDDED_MAX) {
        from = at + 2;
        let inner = &bytes[at..end];
        let head = crate::bytes::le32(inner, 60).unwrap_or(0) as usize;
        let Some(image) = (head < 4096).then(|| Image::read(inner, head)).flatten() else { continue };
        let length = crate::bytes::index(image.end(count(inner.len())));
        if image.parts.is_empty() || length <= 64 {
            continue;
        }
        members += 1;
        let body = &inner[..length.min(inner.len())];
        taker.member(holder, &format!("program at {at}"), Member::default(), body);
        from = at + body.len();
    }
}

/// Installers for which there is no reader.
fn installers(taker: &mut Taker, holder: &Holder, bytes: &[u8]) {
    let marks: [(&[u8], Kind, &str); 6] = [
        (b"Inno Setup Setup Data", Kind::InnoSetup, "Inno Setup"),
        (b"rDlPtS\xcd\xe6\xd7\x7b\x0b\x2a", Kind::InnoSetup, "Inno Setup"),
        (b"ISSetupStream", Kind::InstallShield, "InstallShield"),
        (b"InstallShield", Kind::InstallShield, "InstallShield"),
        (b"\xa3\x48\x4b\xbe\x98\x6c\x4a\xa9\x99\x4c\x53\x0a\x86\xd6\x48\x7d", Kind::AutoIt, "AutoIt"),
        (b"AU3!EA06", Kind::AutoIt, "AutoIt"),
    ];
    if let Some((_, kind, words)) = marks.iter().find(|(mark, ..)| find(bytes, mark, 0).is_some()) {
        taker.object_mut(holder.id).kind = *kind;
        taker.note(holder.id, Reason::NoReader, words);
    }
}

/// NSIS: its files, and what its script runs and writes.
fn nsis_installer(taker: &mut Taker, holder: &Holder, bytes: &[u8]) -> Result<(), Fault> {
    let broken = |error: nsis::Error| Fault::damaged(format!("NSIS: {error}"));
    let installer = nsis::NsisInstaller::from_bytes(bytes).map_err(broken)?;
    taker.object_mut(holder.id).kind = Kind::Nsis;
    let said = |text: Result<nsis::strings::NsisString, nsis::Error>| {
        text.map(|text| text.to_string()).unwrap_or_default()
    };
    for (number, file) in installer.files().enumerate() {
        let file = file.map_err(broken)?;
        let name = said(file.dest_path()).replace('\\', "/");
        let name = if name.is_empty() { format!("file {number}") } else { name };
        let content = file.decompress().map_err(broken)?;
        taker.held_member(holder, &name, Member::default(), &content)?;
    }
    let mut step = |action: Action| {
        let text = shortened(&format!("{action:?}"), 300);
        taker.step(Step { object: holder.id, line: 0, when: When::Install, as_root: true, action, text });
    };
    for command in installer.exec_commands() {
        match command {
            Ok(nsis::ExecCommand::Exec(command)) => {
                let line = said(command.command_line());
                let lower = line.to_lowercase();
                let found = crate::read::windows::batch(&line);
                for (_, action) in found {
                    step(action);
                }
                let (program, arguments) = command_line(&line);
                if !lower.is_empty() {
                    step(Action::Run { program, arguments, background: !command.is_wait() });
                }
            }
            Ok(nsis::ExecCommand::ShellExec(command)) => {
                let arguments = vec![said(command.params())];
                step(Action::Run { program: said(command.file()), arguments, background: true });
            }
            _ => {}
        }
    }
    for write in installer.registry_ops() {
        if let Ok(nsis::RegistryOp::Write(write)) = write {
            let key = format!("{}\\{}\\{}", write.root_name(), said(write.key()), said(write.value_name()));
            step(Action::Registry { key, value: said(write.data()) });
        }
    }
    Ok(())
}

/// A command line of Windows as program and arguments.
pub(crate) fn command_line(line: &str) -> (String, Vec<String>) {
    let line = line.trim();
    let (program, rest) = match line.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
        None => line.split_once(' ').unwrap_or((line, "")),
    };
    (program.to_owned(), rest.split_whitespace().map(str::to_owned).collect())
}

/// An AppImage: a SquashFS behind a Linux program.
pub(crate) fn appimage(taker: &mut Taker, holder: &Holder, bytes: &[u8]) -> Result<(), Fault> {
    if bytes.get(8..10) != Some(b"AI") {
        return Ok(());
    }
    let overlay = taker
        .object(holder.id)
        .and_then(|object| object.executable.as_ref()?.overlay.as_ref().map(|overlay| overlay.size_bytes));
    let start = overlay.map_or(0, |size| count(bytes.len()).saturating_sub(size));
    let at = find(bytes, b"hsqs", crate::bytes::index(start))
        .ok_or_else(|| Fault::damaged("no image behind the program"))?;
    taker.member(holder, "image", Member::default(), &bytes[at..]);
    Ok(())
}
