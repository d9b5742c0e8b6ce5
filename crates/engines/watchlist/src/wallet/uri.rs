//! Payment URIs and account ids around addresses.
//!
//! *Source*: BIP-21, EIP-681, CAIP-10.

use super::{Family, Wallet, WalletError, parse_bare};

/// Schemes that are followed by an address.
const SCHEMES: [&str; 18] = [
    "bitcoin",
    "litecoin",
    "dash",
    "zcash",
    "monero",
    "ripple",
    "xrp",
    "xrpl",
    "tron",
    "trx",
    "dogecoin",
    "bitcoingold",
    "verge",
    "ethereum",
    "eth",
    "web+eth",
    "bitcoinsv",
    "xmr",
];

/// Reads an address, a payment URI or an account id, without white space.
pub(super) fn parse(text: &str) -> Result<Wallet, WalletError> {
    let Some((scheme, rest)) = text.split_once(':') else { return parse_bare(text) };
    let scheme = scheme.to_ascii_lowercase();
    if matches!(scheme.as_str(), "bitcoincash" | "ecash" | "bchtest" | "bchreg") {
        return parse_bare(&format!("{scheme}:{}", before(rest.trim_start_matches('/'), &['?', '#'])));
    }
    // chain namespace : chain : account
    if matches!(scheme.as_str(), "eip155" | "bip122" | "tip474" | "xrpl" | "tron")
        && let Some((_, account)) = rest.split_once(':')
    {
        return parse_bare(account);
    }
    if !SCHEMES.contains(&scheme.as_str()) {
        return Err(WalletError::Unknown);
    }
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let path = before(path.trim_start_matches('/'), &['#']);
    if scheme.ends_with("eth") || scheme == "ethereum" {
        return ethereum(path, query);
    }
    if path.is_empty() {
        // A payment request may name the address only as a parameter.
        let named = query
            .split('&')
            .find_map(|part| part.split_once('=').filter(|(name, _)| matches!(*name, "bc" | "address")));
        return named.map_or(Err(WalletError::Empty), |(_, address)| parse_bare(address));
    }
    parse_bare(path)
}

fn before<'a>(text: &'a str, ends: &[char]) -> &'a str {
    text.split(|letter| ends.contains(&letter)).next().unwrap_or(text)
}

/// EIP-681: `[pay-]address[@chain][/function]?parameters`. A transfer of a token goes to the account in its parameters.
fn ethereum(path: &str, query: &str) -> Result<Wallet, WalletError> {
    let path = path.strip_prefix("pay-").unwrap_or(path);
    let (target, function) = path.split_once('/').unwrap_or((path, ""));
    let target = before(target, &['@']);
    let first = parse_bare(target)?;
    if !function.is_empty()
        && let Some((_, address)) =
            query.split('&').find_map(|part| part.split_once('=').filter(|(name, _)| *name == "address"))
    {
        let mut payee = parse_bare(address)?;
        if payee.family == Family::Evm {
            payee.second = Some(Box::new(first));
            return Ok(payee);
        }
    }
    Ok(first)
}
