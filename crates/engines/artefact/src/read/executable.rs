//! Programs: PE, Mach-O, ELF.

mod apple_code;
mod authenticode;
pub(crate) mod image;
mod strings;

use goblin::{
    elf::Elf,
    mach::{Mach, MachO},
};

use self::image::Image;

use crate::{
    bytes::{be32, count, piece, shortened},
    digest::entropy,
    facts::{Executable, Kind, Overlay, Section},
    magic,
    read::patterns,
    take::{Fault, Holder, Taker},
};

/// Sections and libraries that are kept.
const PARTS_MAX: usize = 64;
/// Overlays below this are alignment. *Units*: bytes.
const OVERLAY_BYTES_MIN: u64 = 64;

/// Reads a program.
pub(crate) fn look(taker: &mut Taker, holder: &Holder, bytes: &[u8], kind: Kind) -> Result<(), Fault> {
    let mut executable = Executable::default();
    let parsed = match kind {
        Kind::Pe => portable(taker, holder, bytes, &mut executable),
        Kind::Elf => elf(bytes, &mut executable),
        Kind::MachO => mach(taker, holder, bytes, &mut executable),
        _ => return Ok(()),
    };
    strings::scan(taker, holder, bytes, &mut executable);
    executable.packer = packer(&executable, bytes);
    let packed = executable.packer.clone();
    taker.object_mut(holder.id).entropy = Some(entropy(bytes));
    taker.object_mut(holder.id).executable = Some(Box::new(executable));
    if let Some(packer) = packed {
        taker.note(holder.id, crate::facts::Reason::Packed, &packer);
    }
    parsed
}

/// Adds what the image shows that a packed program becomes.
pub(crate) fn look_again(taker: &mut Taker, holder: &Holder, image: &[u8]) {
    if let Some(mut executable) = taker.object_mut(holder.id).executable.take() {
        strings::scan(taker, holder, image, &mut executable);
        taker.object_mut(holder.id).executable = Some(executable);
    }
}

fn import(executable: &mut Executable, name: &str) {
    executable.imports += 1;
    for capability in patterns::import(name) {
        patterns::see(&mut executable.seen, capability, name, 0);
    }
}

fn library(executable: &mut Executable, name: &str) {
    if executable.libraries.len() < PARTS_MAX && !executable.libraries.iter().any(|known| known == name) {
        executable.libraries.push(shortened(name, 120));
    }
}

fn section(executable: &mut Executable, name: &str, body: &[u8], write_and_execute: bool) {
    if executable.sections.len() < PARTS_MAX {
        let section = Section {
            name: shortened(name, 40),
            size_bytes: count(body.len()),
            entropy: entropy(body),
            write_and_execute,
        };
        executable.sections.push(section);
    }
}

fn portable(
    taker: &mut Taker,
    holder: &Holder,
    bytes: &[u8],
    executable: &mut Executable,
) -> Result<(), Fault> {
    let at = crate::bytes::le32(bytes, 60).unwrap_or(0) as usize;
    if bytes.get(at..at.saturating_add(4)) != Some(b"PE\0\0") {
        // A program for DOS, or data that begins like one.
        taker.object_mut(holder.id).kind = Kind::Data;
        return Ok(());
    }
    let image = Image::read(bytes, at).ok_or_else(|| Fault::damaged("the program's header is cut off"))?;
    executable.processors.push(match image.machine {
        0x8664 => "x86-64".into(),
        0x14c => "x86".into(),
        0xaa64 => "arm64".into(),
        other => format!("{other:#x}"),
    });
    executable.library = image.library;
    executable.entry = image.entry != 0;
    for (from, functions) in &image.imports {
        library(executable, from);
        for name in functions {
            import(executable, name);
        }
    }
    executable.original_name = image.name.as_deref().map(|name| shortened(name, 120));
    for part in &image.parts {
        let body = piece(bytes, part.file.0.into(), part.file.1.into()).unwrap_or_default();
        section(executable, &part.name, body, part.runs() && part.is_written());
    }
    executable.unusual_start = unusual_start(&image, executable);
    overlay(bytes, image.end(count(bytes.len())), image.signatures.filter(|table| table.1 > 8), executable);
    let table = image.signatures.filter(|table| table.1 > 8);
    let hash = authenticode::hash(bytes, at, table.map(|table| table.0));
    executable.authenticode_sha256 = hash.map(|hash| crate::digest::hex(&hash));
    if let Some(table) = table {
        let signature = authenticode::read(bytes, table, hash);
        taker.object_mut(holder.id).signature = signature.map(Box::new);
    }
    if image.imports_lost {
        return Err(Fault::damaged("what it takes from other libraries is not where its header says"));
    }
    Ok(())
}

/// A program for people that starts where compilers never put the start, which is where packers put themselves.
fn unusual_start(image: &Image, executable: &Executable) -> bool {
    let Some(start) = image.start() else { return image.entry != 0 && !image.library };
    let part = &image.parts[start];
    let last = start + 1 == image.parts.len() && start > 0;
    image.entry != 0
        && executable.imports < 25
        && (!part.runs() || (part.is_written() && (last || start > 0)))
}

/// What lies behind the last section, before and after the table of signatures.
fn overlay(bytes: &[u8], end: u64, table: Option<(u64, u64)>, executable: &mut Executable) {
    let length = count(bytes.len());
    let (start, outside) = match table {
        Some((at, size)) if at + size < length => (at + size, true),
        Some((at, size)) => {
            let hidden = authenticode::surplus(bytes, at, size);
            match hidden {
                Some(start) => (start, true),
                None if at > end => (end, false),
                None => return,
            }
        }
        None => (end, false),
    };
    let stop = if outside { length } else { table.map_or(length, |table| table.0) };
    let Some(body) = piece(bytes, start, stop.saturating_sub(start)) else { return };
    if count(body.len()) < OVERLAY_BYTES_MIN || body.iter().all(|byte| *byte == 0) {
        return;
    }
    let kind = magic::identify(body);
    executable.overlay = Some(Overlay {
        size_bytes: count(body.len()),
        entropy: entropy(body),
        outside_signature: outside,
        kind: (kind != Kind::Data).then_some(kind),
    });
}

fn elf(bytes: &[u8], executable: &mut Executable) -> Result<(), Fault> {
    let elf = Elf::parse(bytes).map_err(|error| Fault::damaged(format!("program header: {error}")))?;
    executable.processors.push(goblin::elf::header::machine_to_str(elf.header.e_machine).to_lowercase());
    executable.library = elf.is_lib && elf.interpreter.is_none();
    executable.entry = elf.entry != 0;
    for name in &elf.libraries {
        library(executable, name);
    }
    for symbol in elf
        .dynsyms
        .iter()
        .filter(|symbol| symbol.is_import() || (symbol.st_shndx == 0 && symbol.st_name != 0))
    {
        import(executable, elf.dynstrtab.get_at(symbol.st_name).unwrap_or_default());
    }
    let mut end = u64::from(elf.header.e_ehsize);
    end = end.max(elf.header.e_shoff + u64::from(elf.header.e_shnum) * u64::from(elf.header.e_shentsize));
    for part in &elf.section_headers {
        let name = elf.shdr_strtab.get_at(part.sh_name).unwrap_or_default();
        let body = if part.sh_type == 8 { None } else { piece(bytes, part.sh_offset, part.sh_size) };
        if let Some(body) = body {
            end = end.max(part.sh_offset + part.sh_size);
            if part.sh_flags & 2 != 0 && body.len() > 256 {
                section(executable, name, body, part.sh_flags & 5 == 5);
            }
        }
    }
    for part in &elf.program_headers {
        end = end.max(part.p_offset.saturating_add(part.p_filesz));
    }
    overlay(bytes, end, None, executable);
    Ok(())
}

fn mach(taker: &mut Taker, holder: &Holder, bytes: &[u8], executable: &mut Executable) -> Result<(), Fault> {
    let parsed = Mach::parse(bytes).map_err(|error| Fault::damaged(format!("program header: {error}")))?;
    let Mach::Binary(mach) = parsed else { return Ok(()) };
    executable.processors.push(match mach.header.cputype {
        0x0100_0007 => "x86-64".into(),
        0x0100_000c => "arm64".into(),
        7 => "x86".into(),
        other => format!("{other:#x}"),
    });
    executable.library = matches!(mach.header.filetype, 6 | 8 | 9);
    executable.entry = mach.entry != 0;
    for name in mach.libs.iter().filter(|name| **name != "self") {
        library(executable, name);
    }
    imports_of(&mach, bytes.len(), executable);
    let mut end = 0;
    for segment in &mach.segments {
        end = end.max(segment.fileoff.saturating_add(segment.filesize));
        if let Some(body) = piece(bytes, segment.fileoff, segment.filesize) {
            section(executable, segment.name().unwrap_or_default(), body, segment.initprot & 6 == 6);
        }
    }
    let signature = apple_code::find(&mach, bytes);
    if let Some((start, length)) = signature {
        let found = apple_code::read(piece(bytes, start, length).unwrap_or_default());
        taker.object_mut(holder.id).signature = found.map(Box::new);
        end = end.max(start + length);
    }
    if end < count(bytes.len()) {
        overlay(bytes, end, None, executable);
        if let (Some(overlay), Some(_)) = (&mut executable.overlay, signature) {
            overlay.outside_signature = true;
        }
    }
    Ok(())
}

fn imports_of(mach: &MachO<'_>, length: usize, executable: &mut Executable) {
    // The number of symbols is only a claim: more than fit into the file (12 bytes each) are not asked for.
    for symbol in mach.symbols().take(length / 12).flatten() {
        let (name, entry) = symbol;
        let undefined = entry.n_type & 0x0e == 0 && entry.n_type & 1 != 0;
        if undefined {
            import(executable, name);
        }
    }
}

/// Programs inside a program for several processors.
pub(crate) fn slices(bytes: &[u8]) -> Vec<(u32, u64, u64)> {
    let wide = bytes.starts_with(&[0xca, 0xfe, 0xba, 0xbf]);
    let number = be32(bytes, 4).unwrap_or(0).min(64) as usize;
    let mut slices = Vec::new();
    for slice in 0..number {
        let at = 8 + slice * if wide { 32 } else { 20 };
        let processor = be32(bytes, at).unwrap_or(0);
        let place = if wide {
            crate::bytes::be64(bytes, at + 8).zip(crate::bytes::be64(bytes, at + 16))
        } else {
            be32(bytes, at + 8).map(u64::from).zip(be32(bytes, at + 12).map(u64::from))
        };
        if let Some((start, length)) = place {
            slices.push((processor, start, length));
        }
    }
    slices
}

/// The packer that made it, by its marks; or that it looks packed.
fn packer(executable: &Executable, bytes: &[u8]) -> Option<String> {
    const NAMES: [(&str, &str); 18] = [
        ("UPX", "UPX"),
        (".aspack", "ASPack"),
        (".adata", "ASPack"),
        ("pec", "PECompact"),
        ("petite", "Petite"),
        (".petite", "Petite"),
        ("FSG!", "FSG"),
        ("MEW", "MEW"),
        (".WWPACK", "WWPack"),
        (".WWP", "WWPack"),
        ("PS", "Upack"),
        (".Upack", "Upack"),
        (".yP", "Yoda's Crypter"),
        ("yC", "Yoda's Crypter"),
        (".MPRESS", "MPRESS"),
        (".themida", "Themida"),
        (".vmp", "VMProtect"),
        (".enigma", "Enigma"),
    ];
    for section in &executable.sections {
        if let Some((_, packer)) = NAMES.iter().find(|(mark, _)| section.name.starts_with(mark)) {
            return Some(format!("packed with {packer}"));
        }
    }
    let head = &bytes[..bytes.len().min(4096)];
    if [&b"FSG!"[..], b"UPX!", b"MEW", b"PESpin"]
        .iter()
        .any(|mark| crate::bytes::find(head, mark, 0).is_some())
        && executable.imports < 12
    {
        return Some("packed: the packer's mark is in the header".into());
    }
    let crowded = executable
        .sections
        .iter()
        .any(|section| section.write_and_execute && section.entropy > 6.8 && section.size_bytes > 512);
    let random = executable.sections.iter().any(|section| section.entropy > 6.5 && section.size_bytes > 256);
    if executable.unusual_start && random {
        return Some(
            "packed: it starts in a part where no compiler puts the start, and a part is nearly random"
                .into(),
        );
    }
    let windows = bytes.starts_with(b"MZ");
    (windows && crowded && executable.imports < 20).then(|| {
        "packed: a part that is written and run, nearly random, and few functions taken from elsewhere".into()
    })
}
