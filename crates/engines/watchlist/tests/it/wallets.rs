//! Addresses of every family, in every notation.

use madang_watchlist::{
    entry::{Entry, ListedWallet},
    wallet::{Checksum, Family, WalletError, WalletIndex, parse},
};

use crate::index;

fn listed(addresses: &[(&str, &str)]) -> WalletIndex {
    let wallets = addresses
        .iter()
        .map(|(currency, address)| ListedWallet {
            currency: (*currency).to_owned(),
            address: (*address).to_owned(),
        })
        .collect();
    WalletIndex::build(&[Entry { id: "x".to_owned(), wallets, ..Entry::default() }])
}

#[test]
fn every_family_is_read() {
    for (address, family) in [
        ("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", Family::Bitcoin),
        ("3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", Family::Bitcoin),
        ("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", Family::Bitcoin),
        ("BC1QAR0SRRR7XFKVY5L643LYDNW9RE59GTZZWF5MDQ", Family::Bitcoin),
        ("bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr", Family::Bitcoin),
        ("bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3", Family::Bitcoin),
        ("bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a", Family::BitcoinCash),
        ("qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a", Family::BitcoinCash),
        ("LM2WMpR1Rp6j3Sa59cMXMs1SPzj9eXpGc1", Family::Litecoin),
        ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", Family::Evm),
        ("TJCnKsPa7y5okkXvQAidZBzqx3QyQ6sxMW", Family::Tron),
        ("rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh", Family::Xrp),
        ("t1Hsc1LR8yKnbbe3twRp88p6vFfC5t7DLbs", Family::Zcash),
        (
            "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A",
            Family::Monero,
        ),
    ] {
        match parse(address) {
            Ok(wallet) => assert_eq!(wallet.family, family, "{address}"),
            Err(error) => panic!("{address}: {error}"),
        }
    }
}

#[test]
fn an_account_is_itself_in_every_notation() {
    let index = index();
    let canonical = "0x098B716B8Aaf21512996dC57EB0615e2383E2f96";
    let bare = &canonical[2..];
    for text in [
        canonical.to_owned(),
        canonical.to_lowercase(),
        format!("0X{}", bare.to_uppercase()),
        bare.to_owned(),
        format!(" \u{200b}{canonical}\n"),
        format!("ethereum:{canonical}@1?value=1e18"),
        format!("ethereum:pay-{canonical}"),
        format!("eip155:56:{canonical}"),
        format!(
            "ethereum:0xdAC17F958D2ee523a2206206994597C13D831ec7@1/transfer?address={canonical}&uint256=1"
        ),
    ] {
        let verdict = index.wallets().check(&text).unwrap();
        let ids: Vec<_> =
            verdict.hits.iter().map(|hit| index.entries[hit.entry as usize].id.as_str()).collect();
        assert_eq!(ids, ["ofac-27307"], "{text}");
    }
    // The same account on Tron is the same key.
    let tron = format!("41{}", bare.to_lowercase());
    assert!(index.wallets().check(&tron).unwrap().hits[0].other_chain);
}

#[test]
fn a_wrong_checksum_is_told_and_never_clear() {
    let index = index();
    assert_eq!(parse("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed").unwrap().checksum, Checksum::Valid);
    assert_eq!(parse("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed").unwrap().checksum, Checksum::Absent);
    let wrong = "0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
    assert_eq!(parse(wrong).unwrap().checksum, Checksum::Wrong);
    assert!(matches!(index.wallets().check(wrong), Err(WalletError::Checksum(_))));
    // A listed account with wrong letters' cases is still listed.
    let listed = index.wallets().check("0x098b716B8Aaf21512996dC57EB0615e2383E2f96").unwrap();
    assert_eq!((listed.wallet.checksum, listed.hits.len()), (Checksum::Wrong, 1));
}

#[test]
fn what_is_no_address_is_an_error() {
    for text in [
        "",
        "   ",
        "hello",
        "0x12345",
        "0xZZZeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3",
        "1bvbmseystwetqtfn5au4m4gfg7xjanvn2",
        "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdp",
        "TJCnKsPa7y5okkXvQAidZBzqx3QyQ6sxMX",
        "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6q",
        "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTi",
        "vitalik.eth",
        "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx",
        "mailto:a@b.c",
        "bitcoin:",
        "ethereum:",
        "88df016429689c079f3b2f6ad39fa052532c56795b733da78a91ebe6a713944b",
    ] {
        assert!(index().wallets().check(text).is_err(), "{text:?} passes");
    }
    assert!(matches!(parse(&"1".repeat(10_000)), Err(WalletError::TooLong(10_000))));
    assert_eq!(parse("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdp"), Err(WalletError::Checksum("Bitcoin")));
}

#[test]
fn one_key_on_many_chains() {
    // The same key hash on Bitcoin, Bitcoin Cash and as a witness programme.
    let index = listed(&[("XBT", "1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu")]);
    for text in [
        "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a",
        "QPM2QSZNHKS23Z7629MMS6S4CWEF74VCWVY22GDX6A",
    ] {
        let verdict = index.check(text).unwrap();
        assert!(verdict.hits[0].other_chain, "{text}");
    }
    assert!(
        !index.check("bitcoin:1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu?amount=0.01").unwrap().hits[0].other_chain
    );
}

#[test]
fn lookalikes_are_noted_and_are_no_hits() {
    let verdict = index().wallets().check("0x098bc11c05dff7b9c8f9a4cbd787f6c813eb2f96").unwrap();
    assert!(verdict.hits.is_empty());
    assert_eq!(verdict.lookalikes.len(), 1);
}

#[test]
fn a_listed_address_that_cannot_be_read_matches_letter_by_letter() {
    let index = listed(&[("NEW", "addr:of-a-new-chain/77")]);
    assert_eq!(index.unreadable.len(), 1);
    assert_eq!(index.check(" addr:of-a-new-chain/77\n").unwrap().hits.len(), 1);
    assert!(index.check("addr:of-a-new-chain/78").is_err());
}
