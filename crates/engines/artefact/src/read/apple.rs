//! What macOS packages say of themselves.

use crate::{
    facts::{Package, Scheme},
    read::{certificate, fold::base64},
    take::{Holder, Taker},
    xml::Node,
};

/// What `PackageInfo` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PackageInfo {
    /// Where the payload goes.
    pub(crate) location: String,
    /// As whom.
    pub(crate) as_root: bool,
    /// What it is.
    pub(crate) package: Package,
}

/// Reads `PackageInfo`. What is missing has the values that the installer takes.
///
/// *Source*: `man pkgbuild`, and the flat packages of Apple's own tools.
pub(crate) fn package_info(xml: &[u8]) -> PackageInfo {
    let mut info = PackageInfo {
        location: "/".into(),
        as_root: false,
        package: Package { format: "pkg".into(), ..Package::default() },
    };
    for node in crate::xml::nodes(xml).unwrap_or_default() {
        let Node::Open(name, attributes) = node else { continue };
        for (key, value) in attributes {
            match (name.as_str(), key.as_str()) {
                ("pkg-info", "install-location") => info.location = value,
                ("pkg-info", "auth") => info.as_root = value.eq_ignore_ascii_case("root"),
                ("pkg-info", "identifier") => info.package.name = value,
                ("pkg-info", "version") => info.package.version = value,
                _ => {}
            }
        }
        if matches!(name.as_str(), "preinstall" | "postinstall" | "preflight" | "postflight") {
            info.package.hooks.push(name);
        }
    }
    info.package.needs_root = info.as_root;
    info
}

/// Says who signed the package; the certificates stand in the table of contents, the signer's first.
pub(crate) fn installer_signature(taker: &mut Taker, holder: &Holder, xml: &[u8]) {
    let mut inside = false;
    for node in crate::xml::nodes(xml).unwrap_or_default() {
        match node {
            Node::Open(name, _) => inside = name == "X509Certificate",
            Node::Text(text) if inside => {
                let digits: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
                let signer = base64(&digits).and_then(|der| certificate::alone(&der));
                let mut signature = certificate::unnamed(Scheme::AppleInstaller);
                certificate::put(&mut signature, signer.unwrap_or_default());
                taker.object_mut(holder.id).signature = Some(Box::new(signature));
                return;
            }
            _ => {}
        }
    }
}
