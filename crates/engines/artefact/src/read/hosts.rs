//! Hosts that are named: everything after `://`, in ASCII and UTF-16.

use std::collections::BTreeMap;

use crate::{
    bytes::shortened,
    facts::{Host, ObjectId},
};

/// Hosts that are kept.
const HOSTS_MAX: usize = 4000;
/// Objects that are kept with a host.
const OBJECTS_MAX: usize = 8;

/// Hosts found so far.
#[derive(Debug, Default)]
pub(crate) struct Hosts {
    found: BTreeMap<String, Host>,
}

impl Hosts {
    /// Looks for addresses.
    pub(crate) fn scan(&mut self, object: ObjectId, bytes: &[u8], in_code: bool) {
        for at in memchr::memmem::find_iter(bytes, b"://") {
            let Some(scheme) = scheme(&bytes[..at]) else { continue };
            let rest = &bytes[at + 3..bytes.len().min(at + 300)];
            let end = rest.iter().position(|byte| !is_address(*byte)).unwrap_or(rest.len());
            let address = String::from_utf8_lossy(&rest[..end]).into_owned();
            self.add(object, scheme, &address, in_code);
        }
        for at in memchr::memmem::find_iter(bytes, b":\0/\0/\0") {
            let before: Vec<u8> =
                bytes[at.saturating_sub(10)..at].iter().copied().filter(|byte| *byte != 0).collect();
            let Some(scheme) = scheme(&before) else { continue };
            let rest = &bytes[at + 6..bytes.len().min(at + 606)];
            let units = rest.chunks_exact(2).take_while(|pair| pair[1] == 0 && is_address(pair[0]));
            let address: String = units.map(|pair| char::from(pair[0])).collect();
            self.add(object, scheme, &address, in_code);
        }
    }

    fn add(&mut self, object: ObjectId, scheme: &str, address: &str, in_code: bool) {
        // Names of kinds of XML look like addresses; nobody goes there.
        if address.starts_with("www.apple.com/DTDs/") || address.starts_with("www.w3.org/") {
            return;
        }
        let Some(host) = host(address) else { return };
        if !self.found.contains_key(&host) && self.found.len() >= HOSTS_MAX {
            return;
        }
        let known = self.found.entry(host.clone()).or_insert_with(|| Host {
            host,
            objects: Vec::new(),
            example: shortened(&format!("{scheme}://{address}"), 200),
            in_code: false,
        });
        known.in_code |= in_code;
        if !known.objects.contains(&object) && known.objects.len() < OBJECTS_MAX {
            known.objects.push(object);
        }
    }

    /// All hosts, sorted.
    pub(crate) fn into_list(self) -> Vec<Host> {
        self.found.into_values().collect()
    }
}

/// The scheme that these bytes end with.
fn scheme(before: &[u8]) -> Option<&'static str> {
    ["https", "http", "wss", "ws", "ftp"].into_iter().find(|scheme| {
        before.len() >= scheme.len()
            && before[before.len() - scheme.len()..].eq_ignore_ascii_case(scheme.as_bytes())
    })
}

fn is_address(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&*+,;=%".contains(&byte)
}

/// The host of an address, when it looks like one: a name with a dot, or a number.
fn host(address: &str) -> Option<String> {
    let authority = address.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = if host.starts_with('[') {
        host.split(']').next()?.trim_start_matches('[')
    } else {
        host.split(':').next()?
    };
    let host = host.trim_matches('.').to_ascii_lowercase();
    let last = host.rsplit('.').next()?;
    let fits = host.len() <= 253
        && host.contains('.')
        && host.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        });
    let is_number = host.parse::<core::net::IpAddr>().is_ok();
    (fits && (is_number || (last.len() >= 2 && last.bytes().all(|byte| byte.is_ascii_alphabetic())))
        || (is_number && host.contains(':')))
    .then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_found_in_both_encodings_and_nonsense_is_not() {
        let mut hosts = Hosts::default();
        let wide: Vec<u8> = "x http://wide.example/a".encode_utf16().flat_map(u16::to_le_bytes).collect();
        hosts.scan(
            ObjectId(1),
            b"get https://User@One.Example:8443/path?x, file:///etc, http://%s/x, http://localhost",
            true,
        );
        hosts.scan(ObjectId(2), &wide, false);
        hosts.scan(ObjectId(3), b"ws://203.0.113.7/", false);
        let list = hosts.into_list();
        let names: Vec<(&str, bool)> = list.iter().map(|host| (host.host.as_str(), host.in_code)).collect();
        assert_eq!(names, [("203.0.113.7", false), ("one.example", true), ("wide.example", false)]);
    }
}
