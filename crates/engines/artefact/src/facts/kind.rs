//! What an object is, by its content.

use serde::{Deserialize, Serialize};

/// What an object is. Decided by its first bytes and its structure, never by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are those of the formats; `words` says them to people")]
pub enum Kind {
    Empty,
    Folder,
    Link,
    Data,
    Text,
    Zip,
    Jar,
    Apk,
    Wheel,
    Ooxml,
    OpenDocument,
    Tar,
    Gzip,
    Xz,
    Lzma,
    Lzip,
    Bzip2,
    Zstd,
    Lz4,
    Zlib,
    UnixCompress,
    Ar,
    Deb,
    Rpm,
    Cpio,
    Xar,
    Pbzx,
    Bom,
    Dmg,
    HfsPlus,
    Apfs,
    Iso9660,
    Udf,
    SquashFs,
    Fat,
    Ext,
    Vhd,
    Cfb,
    Msi,
    Cab,
    Nsis,
    InnoSetup,
    InstallShield,
    SevenZip,
    Rar,
    Arj,
    Lzh,
    Ace,
    Szdd,
    Chm,
    Sis,
    Asar,
    Crx,
    AutoIt,
    Pe,
    MachO,
    MachOFat,
    Elf,
    JavaClass,
    Dex,
    Wasm,
    PyCode,
    Pdf,
    Rtf,
    OleDocument,
    OneNote,
    Html,
    Svg,
    Xml,
    Plist,
    Json,
    Shortcut,
    Mail,
    Tnef,
    UuEncoded,
    BinHex,
    Script,
    Image,
    Font,
    Audio,
    Video,
    Sqlite,
    Certificate,
    Encrypted,
}

impl Kind {
    /// What it is, for people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Empty => "an empty file",
            Self::Folder => "a folder",
            Self::Link => "a link",
            Self::Data => "data",
            Self::Text => "text",
            Self::Zip => "a ZIP archive",
            Self::Jar => "a Java archive",
            Self::Apk => "an Android package",
            Self::Wheel => "a Python wheel",
            Self::Ooxml => "an Office document",
            Self::OpenDocument => "an OpenDocument file",
            Self::Tar => "a tar archive",
            Self::Gzip => "gzip data",
            Self::Xz => "xz data",
            Self::Lzma => "LZMA data",
            Self::Lzip => "lzip data",
            Self::Bzip2 => "bzip2 data",
            Self::Zstd => "Zstandard data",
            Self::Lz4 => "LZ4 data",
            Self::Zlib => "zlib data",
            Self::UnixCompress => "compress (.Z) data",
            Self::Ar => "an ar archive",
            Self::Deb => "a Debian package",
            Self::Rpm => "an RPM package",
            Self::Cpio => "a cpio archive",
            Self::Xar => "a macOS installer package (xar)",
            Self::Pbzx => "a macOS payload (pbzx)",
            Self::Bom => "a macOS bill of materials",
            Self::Dmg => "a macOS disk image",
            Self::HfsPlus => "an HFS+ volume",
            Self::Apfs => "an APFS volume",
            Self::Iso9660 => "an ISO 9660 image",
            Self::Udf => "a UDF image",
            Self::SquashFs => "a SquashFS image",
            Self::Fat => "a FAT image",
            Self::Ext => "an ext file system",
            Self::Vhd => "a virtual disk",
            Self::Cfb => "an OLE compound file",
            Self::Msi => "a Windows Installer package",
            Self::Cab => "a cabinet",
            Self::Nsis => "an NSIS installer",
            Self::InnoSetup => "an Inno Setup installer",
            Self::InstallShield => "an InstallShield installer",
            Self::SevenZip => "a 7z archive",
            Self::Rar => "a RAR archive",
            Self::Arj => "an ARJ archive",
            Self::Lzh => "an LZH archive",
            Self::Ace => "an ACE archive",
            Self::Szdd => "a Microsoft COMPRESS file",
            Self::Chm => "a compiled help file",
            Self::Sis => "a Symbian package",
            Self::Asar => "an Electron archive",
            Self::Crx => "an extension of a browser (CRX)",
            Self::AutoIt => "a compiled AutoIt script",
            Self::Pe => "a Windows program",
            Self::MachO => "a macOS program",
            Self::MachOFat => "a macOS program for several processors",
            Self::Elf => "a Linux program",
            Self::JavaClass => "a Java class",
            Self::Dex => "an Android program",
            Self::Wasm => "a WebAssembly module",
            Self::PyCode => "compiled Python",
            Self::Pdf => "a PDF",
            Self::Rtf => "an RTF document",
            Self::OleDocument => "an Office document (OLE)",
            Self::OneNote => "a OneNote section",
            Self::Html => "a web page",
            Self::Svg => "an SVG picture",
            Self::Xml => "XML",
            Self::Plist => "a property list",
            Self::Json => "JSON",
            Self::Shortcut => "a Windows shortcut",
            Self::Mail => "a mail message",
            Self::Tnef => "a TNEF attachment",
            Self::UuEncoded => "a uuencoded file",
            Self::BinHex => "a BinHex file",
            Self::Script => "a script",
            Self::Image => "a picture",
            Self::Font => "a font",
            Self::Audio => "sound",
            Self::Video => "video",
            Self::Sqlite => "an SQLite database",
            Self::Certificate => "a certificate",
            Self::Encrypted => "encrypted data",
        }
    }

    /// Is it a program that a processor or a loader runs as it is?
    #[must_use]
    pub fn is_executable(self) -> bool {
        matches!(self, Self::Pe | Self::MachO | Self::MachOFat | Self::Elf)
    }

    /// Does it hold other objects?
    #[must_use]
    pub fn is_container(self) -> bool {
        use Kind::*;
        matches!(
            self,
            Zip | Jar
                | Apk
                | Wheel
                | Ooxml
                | OpenDocument
                | Tar
                | Gzip
                | Xz
                | Lzma
                | Lzip
                | Bzip2
                | Zstd
                | Lz4
                | Zlib
                | UnixCompress
                | Ar
                | Deb
                | Rpm
                | Cpio
                | Xar
                | Pbzx
                | Dmg
                | HfsPlus
                | Apfs
                | Iso9660
                | Udf
                | SquashFs
                | Fat
                | Ext
                | Vhd
                | Cfb
                | Msi
                | Cab
                | Nsis
                | InnoSetup
                | InstallShield
                | SevenZip
                | Rar
                | Arj
                | Lzh
                | Ace
                | Szdd
                | Chm
                | Sis
                | Asar
                | Crx
                | AutoIt
                | MachOFat
                | OleDocument
                | OneNote
                | Mail
                | Tnef
                | UuEncoded
                | BinHex
                | Encrypted
        )
    }
}
