//! Things that start by themselves: launchd, systemd, desktop entries, cron, Python's path files, shortcuts.

use crate::{
    bytes::{le16, le32, shortened, utf16},
    facts::{ActiveContent, Job, JobKind, Kind, Package, UpdateChannel},
    read::plist::{self, Value},
    take::{Holder, Taker},
};

/// Texts that are read as unit, entry or table. *Units*: bytes.
const TEXT_BYTES_MAX: usize = 256 << 10;

/// Reads a job, if it is one.
pub(crate) fn look(taker: &mut Taker, holder: &Holder, bytes: &[u8], kind: Kind, name: &str) {
    match kind {
        Kind::Plist if bytes.len() < 4 << 20 => {
            if let Some(value) = plist::read(bytes) {
                property_list(taker, holder, &value);
                taker.hosts.scan(holder.id, bytes, true);
            }
        }
        Kind::Text | Kind::Script | Kind::Xml if bytes.len() < TEXT_BYTES_MAX => {
            let placed = taker.object(holder.id).and_then(|object| object.placed.as_deref());
            let placed = placed.map_or_else(|| place_of_rules(bytes, name), str::to_owned);
            if !may_be_job(bytes, name, &placed) {
                return;
            }
            let text = crate::read::script::plain(bytes);
            let job = unit(&text, name)
                .or_else(|| cron(&text, &placed))
                .or_else(|| path_file(&text, name))
                .or_else(|| by_folder(&text, &placed))
                .or_else(|| task(&text));
            if let Some(job) = job {
                taker.hosts.scan(holder.id, bytes, true);
                taker.object_mut(holder.id).job = Some(Box::new(job));
            }
        }
        Kind::Shortcut => {
            let (target, arguments) = shortcut(bytes);
            taker.object_mut(holder.id).active.push(ActiveContent::Shortcut { target, arguments });
        }
        _ => {}
    }
}

fn property_list(taker: &mut Taker, holder: &Holder, value: &Value) {
    let program = match value.text("Program") {
        program if program.is_empty() => value.text("BundleProgram"),
        program => program,
    };
    let arguments = value.texts("ProgramArguments");
    if value.get("Label").is_some() && (!program.is_empty() || !arguments.is_empty()) {
        let path = taker
            .object(holder.id)
            .map(|object| format!("{}/{}", object.placed.clone().unwrap_or_default(), object.path))
            .unwrap_or_default();
        let kind = if path.contains("LaunchDaemons/") {
            JobKind::LaunchDaemon
        } else if path.contains("LaunchAgents/") {
            JobKind::LaunchAgent
        } else {
            JobKind::Launchd
        };
        let command = if arguments.is_empty() { vec![program] } else { arguments };
        let timed =
            value.is_on("StartInterval") || value.is_on("StartCalendarInterval") || value.is_on("WatchPaths");
        taker.object_mut(holder.id).job = Some(Box::new(Job {
            kind,
            name: value.text("Label"),
            command,
            starts_itself: value.is_on("RunAtLoad") || value.is_on("KeepAlive") || timed,
            kept_alive: value.is_on("KeepAlive"),
            user: value.text("UserName"),
        }));
    }
    if value.get("CFBundleIdentifier").is_some() && value.get("CFBundleExecutable").is_some() {
        taker.object_mut(holder.id).package = Some(Box::new(Package {
            format: "app".into(),
            name: value.text("CFBundleIdentifier"),
            version: value.text("CFBundleShortVersionString"),
            main: value.text("CFBundleExecutable"),
            background_only: value.is_on("LSUIElement") || value.is_on("LSBackgroundOnly"),
            ..Package::default()
        }));
    }
    let feed = value.text("SUFeedURL");
    if !feed.is_empty() {
        let verified = value.get("SUPublicEDKey").is_some() || value.get("SUPublicDSAKeyFile").is_some();
        taker.updates.push(UpdateChannel {
            object: holder.id,
            mechanism: "sparkle".into(),
            address: feed,
            verified: Some(verified),
        });
    }
}

/// Where rules of udev go that a package leaves to a script; empty for everything else.
fn place_of_rules(bytes: &[u8], name: &str) -> String {
    let has = |mark: &[u8]| crate::bytes::find(bytes, mark, 0).is_some();
    let is_udev = name.ends_with(".rules") && (has(b"SUBSYSTEM") || has(b"KERNEL") || has(b"ATTR"));
    if is_udev {
        format!("/etc/udev/rules.d/{}", name.rsplit('/').next().unwrap_or(name))
    } else {
        String::new()
    }
}

/// A quick look before the careful one: most texts are no jobs.
fn may_be_job(bytes: &[u8], name: &str, placed: &str) -> bool {
    const MARKS: [&[u8]; 4] = [b"[Service]", b"[Unit]", b"[Desktop Entry]", b"<Task "];
    const PLACES: [&str; 6] = [
        "/etc/cron",
        "/var/spool/cron",
        "/etc/xdg/autostart/",
        "/etc/ld.so.preload",
        "/etc/profile.d/",
        "/etc/apt/apt.conf.d/",
    ];
    if RUN_BY_SYSTEM.iter().any(|folder| placed.contains(folder)) {
        return true;
    }
    let wide = matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]);
    wide || name.ends_with(".pth")
        || placed.starts_with("/etc/update-motd.d/")
        || placed.contains("/udev/rules.d/")
        || PLACES.iter().any(|place| placed.starts_with(place))
        || MARKS.iter().any(|mark| crate::bytes::find(bytes, mark, 0).is_some())
}

/// A systemd unit or a desktop entry.
fn unit(text: &str, name: &str) -> Option<Job> {
    let body = text.trim_start_matches('\u{feff}');
    let section = |wanted: &str| body.lines().any(|line| line.trim() == wanted);
    let value = |key: &str| {
        body.lines().find_map(|line| {
            line.trim().strip_prefix(key)?.trim_start().strip_prefix('=').map(|value| value.trim().to_owned())
        })
    };
    let split = |text: &str| {
        text.trim_start_matches(['-', '@', '+', '!'])
            .split_whitespace()
            .map(|word| word.trim_matches('"').to_owned())
            .collect::<Vec<_>>()
    };
    let name = name.rsplit('/').next().unwrap_or(name).to_owned();
    if section("[Service]") {
        let starts = value("ExecStart").or_else(|| value("ExecStartPre"))?;
        return Some(Job {
            kind: JobKind::SystemdService,
            name,
            command: split(&starts),
            starts_itself: section("[Install]"),
            kept_alive: value("Restart").is_some_and(|value| value != "no"),
            user: value("User").unwrap_or_default(),
        });
    }
    if section("[Timer]") || section("[Path]") && section("[Unit]") {
        let command = value("Unit").map(|unit| vec![unit]).unwrap_or_default();
        return Some(Job {
            kind: JobKind::SystemdTrigger,
            name,
            command,
            starts_itself: section("[Install]"),
            kept_alive: false,
            user: String::new(),
        });
    }
    if section("[Desktop Entry]") && value("X-GNOME-Autostart-enabled").is_some_and(|value| value == "true") {
        let command = value("Exec").map(|value| split(&value)).unwrap_or_default();
        return Some(Job {
            kind: JobKind::Autostart,
            name,
            command,
            starts_itself: true,
            kept_alive: false,
            user: String::new(),
        });
    }
    None
}

/// Folders whose files the system, or every session, runs or obeys by itself.
const RUN_BY_SYSTEM: [&str; 33] = [
    "/sudoers.d/",
    "/polkit-1/",
    "/ld.so.conf.d/",
    "/dispatcher.d/",
    "/Xsession.d/",
    "/xinitrc.d/",
    "/dbus-1/services/",
    "/dbus-1/system-services/",
    "/system-generators/",
    "/user-generators/",
    "/user-environment-generators/",
    "/environment-generators/",
    "/system-sleep/",
    "/system-shutdown/",
    "/etc/kernel/",
    "/dpkg.cfg.d/",
    "/initramfs-tools/",
    "/logrotate.d/",
    "/etc/pam.d/",
    "/bash_completion.d/",
    "/bash-completion/completions/",
    "/site-functions/",
    "/vendor_conf.d/",
    "/thumbnailers/",
    "/servicemenus/",
    "/nautilus/",
    "/gnome-shell/extensions/",
    "/if-up.d/",
    "/if-post-down.d/",
    "/resume.d/",
    "/sleep.d/",
    "/pm/",
    "/etc/acpi/",
];

/// A file in such a folder: what it starts, or itself.
fn by_folder(text: &str, placed: &str) -> Option<Job> {
    RUN_BY_SYSTEM.iter().find(|folder| placed.contains(*folder))?;
    const KEYS: [&str; 9] = [
        "NOPASSWD",
        "Exec=",
        "TryExec=",
        "Exec =",
        "pre-invoke",
        "post-invoke",
        "pam_exec",
        "postrotate",
        "prerotate",
    ];
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| {
            !line.starts_with('#') && (line.starts_with('/') || KEYS.iter().any(|key| line.contains(key)))
        })
        .take(20)
        .collect();
    let words = lines.join(" ");
    let words = words.split([' ', '"', '\'', '{', '}', ';', ',', '=']).filter(|word| word.starts_with('/'));
    let command = std::iter::once(placed).chain(words).map(str::to_owned).collect();
    Some(Job {
        kind: JobKind::SystemFolder,
        name: placed.to_owned(),
        command,
        starts_itself: true,
        kept_alive: false,
        user: String::new(),
    })
}

/// A table of cron, by where it goes.
fn cron(text: &str, placed: &str) -> Option<Job> {
    let entry = |kind, command: String| {
        Some(Job {
            kind,
            name: placed.to_owned(),
            command: command.split_whitespace().map(str::to_owned).collect(),
            starts_itself: true,
            kept_alive: false,
            user: String::new(),
        })
    };
    let first = || {
        let line = text.lines().map(str::trim).find(|line| {
            let mut letters = line.chars();
            matches!(letters.next(), Some('0'..='9' | '*' | '@')) && line.split_whitespace().count() >= 3
        })?;
        let skipped = if line.starts_with('@') { 1 } else { 5 };
        Some(line.split_whitespace().skip(skipped).collect::<Vec<_>>().join(" "))
    };
    if placed.starts_with("/etc/cron.d/") || placed.starts_with("/var/spool/cron") {
        return entry(JobKind::Cron, first()?);
    }
    if placed.starts_with("/etc/cron.") {
        return entry(JobKind::Cron, placed.to_owned());
    }
    if placed.starts_with("/etc/xdg/autostart/") && text.contains("[Desktop Entry]") {
        let command = text.lines().find_map(|line| line.strip_prefix("Exec=")).unwrap_or_default();
        return entry(JobKind::Autostart, command.to_owned());
    }
    // *Source*: apt.conf(5), "How APT calls dpkg" and the hooks of `APT::Update`; udev(7), `RUN`.
    let by_system = if placed.starts_with("/etc/apt/apt.conf.d/") {
        Some(&["Invoke"][..])
    } else {
        placed.contains("/udev/rules.d/").then_some(
            &["RUN+=", "RUN=", "RUN{", "PROGRAM=", "IMPORT{program}", "SYSTEMD_WANTS", "SYSTEMD_USER_WANTS"]
                [..],
        )
    };
    if let Some(marks) = by_system {
        let calls =
            |line: &&str| !line.starts_with(['#', '/']) && marks.iter().any(|mark| line.contains(mark));
        let lines: Vec<&str> = text.lines().map(str::trim).filter(calls).take(20).collect();
        let words = lines.join(" ");
        let words = words.split([' ', '"', '\'', '{', '}', ';', ',', '=']).filter(|word| !word.is_empty());
        let command = words.map(str::to_owned).collect();
        return (!lines.is_empty()).then(|| Job {
            kind: JobKind::Other,
            name: placed.to_owned(),
            command,
            starts_itself: true,
            kept_alive: false,
            user: String::new(),
        });
    }
    if placed == "/etc/ld.so.preload"
        || placed.starts_with("/etc/profile.d/")
        || placed.starts_with("/etc/update-motd.d/")
    {
        return entry(
            JobKind::Other,
            text.lines().find(|line| !line.starts_with('#')).unwrap_or_default().to_owned(),
        );
    }
    None
}

/// Lines of a `.pth` file that begin with `import` are run whenever Python starts.
///
/// *Source*: Python's documentation of the module `site`.
fn path_file(text: &str, name: &str) -> Option<Job> {
    if !name.ends_with(".pth") {
        return None;
    }
    let runs = |line: &&str| line.starts_with("import ") || line.starts_with("import\t");
    let lines: Vec<&str> = text.lines().filter(runs).take(20).collect();
    (!lines.is_empty()).then_some(())?;
    Some(Job {
        kind: JobKind::PythonPath,
        name: name.to_owned(),
        command: vec![shortened(&lines.join("; "), 300)],
        starts_itself: true,
        kept_alive: false,
        user: String::new(),
    })
}

/// A scheduled task of Windows, as XML.
fn task(text: &str) -> Option<Job> {
    if !text.contains("<Task ") || !text.contains("<Exec>") {
        return None;
    }
    let inside =
        |tag: &str| Some(text.split(&format!("<{tag}>")).nth(1)?.split("</").next()?.trim().to_owned());
    let command = [inside("Command"), inside("Arguments")].into_iter().flatten().collect();
    Some(Job {
        kind: JobKind::ScheduledTask,
        name: inside("URI").unwrap_or_default(),
        command,
        starts_itself: text.contains("Trigger>"),
        kept_alive: false,
        user: inside("UserId").unwrap_or_default(),
    })
}

/// What a Windows shortcut starts.
///
/// *Source*: MS-SHLLINK 2.1 to 2.4.
fn shortcut(bytes: &[u8]) -> (String, String) {
    let flags = le32(bytes, 20).unwrap_or(0);
    let mut at = 76;
    if flags & 1 != 0 {
        at += 2 + usize::from(le16(bytes, at).unwrap_or(0));
    }
    let mut target = String::new();
    if flags & 2 != 0 {
        let size = le32(bytes, at).unwrap_or(0) as usize;
        let base = le32(bytes, at + 16).unwrap_or(0) as usize;
        target = bytes.get(at + base..at + size).map(crate::bytes::text).unwrap_or_default();
        at += size;
    }
    let mut texts = Vec::new();
    for bit in [4_u32, 8, 16, 32, 64] {
        if flags & bit == 0 {
            texts.push(String::new());
            continue;
        }
        let length = usize::from(le16(bytes, at).unwrap_or(0)) * if flags & 0x80 != 0 { 2 } else { 1 };
        let body = bytes.get(at + 2..at + 2 + length).unwrap_or_default();
        texts.push(if flags & 0x80 != 0 { utf16(body, false) } else { crate::bytes::text(body) });
        at += 2 + length;
    }
    if target.is_empty() {
        target = texts.get(1).cloned().unwrap_or_default();
    }
    (shortened(&target, 300), shortened(texts.get(3).map_or("", String::as_str), 300))
}
