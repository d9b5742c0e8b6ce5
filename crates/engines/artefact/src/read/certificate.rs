//! Certificates in signatures: the subject of the one that signs, as far as "who" needs it.
//!
//! *Source*: RFC 5652 (CMS), RFC 5280 (certificates), X.690 (DER).

use super::der::{OBJECT, SEQUENCE, ZEROTH, take, value};
use crate::{bytes::find, facts::Signature};

/// Who signed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Signer {
    /// `CN`.
    pub(crate) name: Option<String>,
    /// `O`.
    pub(crate) organisation: Option<String>,
    /// `OU`; Apple's team.
    pub(crate) unit: Option<String>,
    /// The issuer's `CN`.
    pub(crate) issuer: Option<String>,
    /// From when.
    pub(crate) not_before: Option<String>,
    /// Until when.
    pub(crate) not_after: Option<String>,
}

/// Puts a signer into a signature.
pub(crate) fn put(signature: &mut Signature, signer: Signer) {
    signature.subject = signer.name;
    signature.organisation = signer.organisation;
    signature.team = signature.team.take().or(signer.unit);
    signature.issuer = signer.issuer;
    signature.not_before = signer.not_before;
    signature.not_after = signer.not_after;
}

/// What a CMS message says, found in one walk.
#[derive(Debug, Clone, Default)]
pub(crate) struct Message<'bytes> {
    /// The content that was signed, without its wrapping.
    pub(crate) content: Option<&'bytes [u8]>,
    /// The certificate that is no authority.
    pub(crate) signer: Option<Signer>,
}

/// Reads a CMS message.
pub(crate) fn message(bytes: &[u8]) -> Option<Message<'_>> {
    let (content, _) = take(bytes, SEQUENCE)?;
    // id-signedData, then [0] SignedData: version, algorithms, content, [0] certificates, …
    let (_, rest) = take(content, OBJECT)?;
    let (wrapped, _) = take(rest, ZEROTH)?;
    let (mut fields, _) = take(wrapped, SEQUENCE)?;
    let mut message = Message::default();
    while let Some((tag, content, rest)) = value(fields) {
        match tag {
            SEQUENCE if message.content.is_none() => {
                message.content =
                    take(content, OBJECT).and_then(|(_, rest)| take(rest, ZEROTH)).map(|(inner, _)| inner);
            }
            ZEROTH => {
                message.signer = leaf(content);
                break;
            }
            _ => {}
        }
        fields = rest;
    }
    Some(message)
}

/// The signer of a CMS message.
pub(crate) fn signer(bytes: &[u8]) -> Option<Signer> {
    message(bytes)?.signer
}

/// The certificate whose subject issued none of the others.
fn leaf(mut certificates: &[u8]) -> Option<Signer> {
    let mut all: Vec<(Signer, &[u8], &[u8])> = Vec::new();
    while let Some((0x30, content, rest)) = value(certificates) {
        all.extend(certificate(content));
        certificates = rest;
        if all.len() > 32 {
            break;
        }
    }
    let stamps = |signer: &Signer| {
        signer
            .name
            .as_deref()
            .is_some_and(|name| name.to_lowercase().contains("timestamp") || name.contains("Time Stamp"))
    };
    let is_leaf =
        |at: usize| all.iter().enumerate().all(|(other, (_, _, issuer))| other == at || *issuer != all[at].1);
    let leaves: Vec<usize> = (0..all.len()).filter(|at| is_leaf(*at)).collect();
    let at = leaves.iter().copied().find(|at| !stamps(&all[*at].0)).or_else(|| leaves.first().copied())?;
    Some(all.swap_remove(at).0)
}

/// One certificate given as DER; used for those that macOS packages carry.
pub(crate) fn alone(der: &[u8]) -> Option<Signer> {
    let (0x30, content, _) = value(der)? else { return None };
    Some(certificate(content)?.0)
}

/// A certificate: who, and the raw names of subject and issuer.
fn certificate(content: &[u8]) -> Option<(Signer, &[u8], &[u8])> {
    let (0x30, mut body, _) = value(content)? else { return None };
    if body.first() == Some(&0xa0) {
        body = value(body)?.2;
    }
    let (_, _, rest) = value(body)?; // serial number
    let (_, _, rest) = value(rest)?; // algorithm
    let (0x30, issuer, rest) = value(rest)? else { return None };
    let (0x30, validity, rest) = value(rest)? else { return None };
    let (0x30, subject, _) = value(rest)? else { return None };
    let (_, before, after) = value(validity)?;
    let signer = Signer {
        name: name_part(subject, 3),
        organisation: name_part(subject, 10),
        unit: name_part(subject, 11),
        issuer: name_part(issuer, 3).or_else(|| name_part(issuer, 10)),
        not_before: date(before),
        not_after: value(after).and_then(|(_, after, _)| date(after)),
    };
    Some((signer, subject, issuer))
}

/// The part of a name with the type 2.5.4.`number`.
fn name_part(name: &[u8], number: u8) -> Option<String> {
    let mark = [0x06, 0x03, 0x55, 0x04, number];
    let at = find(name, &mark, 0)? + mark.len();
    let (tag, content, _) = value(name.get(at..)?)?;
    let text = if tag == 0x1e {
        crate::bytes::utf16(content, true)
    } else {
        String::from_utf8_lossy(content).into_owned()
    };
    Some(crate::bytes::shortened(&text, 200))
}

/// `YYMMDD…` or `YYYYMMDD…` as `YYYY-MM-DD`.
fn date(digits: &[u8]) -> Option<String> {
    let digits = std::str::from_utf8(digits).ok()?;
    let year_digits = if digits.len() == 13 { 2 } else { 4 };
    let (year, rest) = digits.split_at_checked(year_digits)?;
    let century = match (year_digits, year.parse::<u32>().ok()?) {
        (2, year) if year >= 50 => "19",
        (2, _) => "20",
        _ => "",
    };
    Some(format!("{century}{year}-{}-{}", rest.get(..2)?, rest.get(2..4)?))
}

/// A signature of which nothing more is known than that it is there.
pub(crate) fn unnamed(scheme: crate::facts::Scheme) -> Signature {
    Signature {
        scheme,
        ad_hoc: false,
        subject: None,
        organisation: None,
        team: None,
        issuer: None,
        not_before: None,
        not_after: None,
        identifier: None,
        digest_fits: None,
        hardened: false,
        entitlements: Vec::new(),
    }
}
