use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use http::{Extensions, HeaderMap};

use crate::config::WebConfig;

/// The other end of the connection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// Says who is at the other end of the connection that `request` came over; [`serve`](crate::serve) does it for every
/// request, and tests do it by hand.
pub fn set_peer<B>(request: &mut http::Request<B>, peer: SocketAddr) {
    request.extensions_mut().insert(Peer(peer));
}

/// The address of the person's device: the connection's other end, or what the trusted proxies before it report.
///
/// The list in `X-Forwarded-For` is read from its end, because its beginning is whatever the sender wrote.
pub(crate) fn client_address(config: &WebConfig, extensions: &Extensions, headers: &HeaderMap) -> IpAddr {
    const HOPS_MAX: usize = 20;
    let mut address =
        extensions.get::<Peer>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip().to_canonical());
    let forwarded: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(','))
        .collect();
    for hop in forwarded.iter().rev().take(HOPS_MAX) {
        if !config.is_trusted_proxy(address) {
            break;
        }
        let Ok(next) = hop.trim().parse::<IpAddr>() else { break };
        address = next.to_canonical();
    }
    address
}

/// Whether the request was made on this machine itself and not passed on by a proxy.
pub(crate) fn is_local(extensions: &Extensions, headers: &HeaderMap) -> bool {
    let forwarded =
        ["x-forwarded-for", "forwarded", "via", "x-real-ip"].iter().any(|name| headers.contains_key(*name));
    !forwarded && extensions.get::<Peer>().is_some_and(|peer| peer.0.ip().to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(peer: &str, trusted: &[&str], forwarded: &[&'static str]) -> String {
        let mut config = WebConfig::new("https://x.example".parse().unwrap(), [0; 32]);
        config.trusted_proxies = trusted.iter().map(|net| net.parse().unwrap()).collect();
        let mut extensions = Extensions::new();
        extensions.insert(Peer(peer.parse().unwrap()));
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append("x-forwarded-for", http::HeaderValue::from_static(line));
        }
        client_address(&config, &extensions, &headers).to_string()
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        assert_eq!(client("203.0.113.9:1", &[], &["1.2.3.4"]), "203.0.113.9");
        assert_eq!(client("10.0.0.2:1", &["10.0.0.0/8"], &["6.6.6.6, 1.2.3.4"]), "1.2.3.4");
        assert_eq!(client("10.0.0.2:1", &["10.0.0.0/8"], &["6.6.6.6", "1.2.3.4, 10.0.0.7"]), "1.2.3.4");
        assert_eq!(client("10.0.0.2:1", &["10.0.0.0/8"], &["1.2.3.4, nonsense"]), "10.0.0.2");
        assert_eq!(client("[::ffff:10.0.0.2]:1", &["10.0.0.0/8"], &["2001:db8::1"]), "2001:db8::1");
        assert_eq!(client("10.0.0.2:1", &["10.0.0.0/8"], &[]), "10.0.0.2");
    }
}
