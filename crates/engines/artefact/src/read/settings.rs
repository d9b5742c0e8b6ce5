//! Files of settings that make something fetch, start or trust by themselves, and lines of scripts that write such settings.

mod builds;
mod lines;

use serde_json::Value;

use crate::{
    bytes::shortened,
    facts::{ActiveContent, Kind, Package, UpdateChannel},
    take::{Holder, Taker},
};

pub(crate) use builds::is_telling;
pub(crate) use lines::redirects;

use self::lines::PRELOADS;

/// Files of settings that are looked at. *Units*: bytes.
const SETTINGS_BYTES_MAX: usize = 512 << 10;
/// What is kept of one file.
const FOUND_MAX: usize = 16;

/// Reads a file of settings, if it is one.
pub(crate) fn look(taker: &mut Taker, holder: &Holder, bytes: &[u8], kind: Kind, name: &str) {
    if bytes.len() > SETTINGS_BYTES_MAX {
        return;
    }
    let file = name.rsplit('/').next().unwrap_or(name).to_ascii_lowercase();
    let placed = taker.object(holder.id).and_then(|object| object.placed.clone()).unwrap_or_default();
    let text = || crate::read::script::plain(bytes);
    let mut found = Vec::new();
    match file.as_str() {
        "package.json" | "composer.json" | "deno.json" | "import_map.json" if kind == Kind::Json => {
            found = dependencies(bytes);
        }
        ".npmrc" | ".yarnrc" | ".yarnrc.yml" | "bunfig.toml" | "pip.conf" | "pip.ini" | "uv.toml"
        | ".condarc" | "nuget.config" | ".pypirc" | "pipfile" | "gemfile" | "pyproject.toml"
        | "cargo.toml" | "settings.xml" | "build.gradle" | "settings.gradle" | "pom.xml" | ".gitmodules"
        | "setup.cfg" => {
            let text = text();
            found = sources(&text, &file);
            if file == ".npmrc" {
                found.extend(builds::before_npm(&text));
            }
        }
        "cmakelists.txt" | ".pre-commit-config.yaml" => found = builds::prepared(&text()),
        _ if name.contains(".idea/") && file.ends_with(".xml") => found = builds::kept(&text()),
        "manifest.json" if kind == Kind::Json => extension(taker, holder, bytes),
        "appxmanifest.xml" => packaged(taker, holder, &text()),
        "config.json" if kind == Kind::Json => found = start_script(bytes),
        "config.toml" | "config" if name.contains(".cargo/") => found = cargo(&text()),
        "build.rs" => found = builds::included(&text()),
        "config" if name.contains(".git/") => found = git(&text()),
        "docker-compose.yml" | "docker-compose.yaml" | "compose.yml" | "compose.yaml" => {
            let text = text();
            found = compose(&text);
            found.extend(builds::carried_off(&text));
            found.extend(builds::composed(&text));
        }
        "project.pbxproj" => found = builds::xcode(&text()),
        "devcontainer.json" | "settings.json" | "settings.local.json" | "mcp.json" | "hooks.json"
            if name.contains("/.") || name.starts_with('.') =>
        {
            folder(taker, holder, &text());
        }
        _ if file.ends_with(".exe.config") || file.ends_with(".runtimeconfig.json") => {
            found = domain(&text(), &file);
        }
        _ if [".csproj", ".vbproj", ".fsproj", ".vcxproj", ".props", ".targets"]
            .iter()
            .any(|ending| file.ends_with(ending)) =>
        {
            found = builds::msbuild(&text());
        }
        _ if name.contains(".github/workflows/") => found = builds::workflow(&text()),
        _ if file.starts_with("requirements") && file.ends_with(".txt") => found = sources(&text(), &file),
        _ => {}
    }
    if kind == Kind::Html {
        found.extend(remote_script(&text()));
    }
    let path = if placed.is_empty() { name } else { &placed };
    if path.contains("environment.d/") || path.ends_with("etc/environment") || file == ".pam_environment" {
        found.extend(preload(&text()));
    }
    if file == "tauri.conf.json" || path.contains("capabilities/") && kind == Kind::Json {
        found.extend(remote_rights(bytes));
    }
    if kind == Kind::Text && path_has_plain_objects(bytes) {
        found.push(ActiveContent::WhenOpened { command: "!!python/object/apply".into() });
    }
    if !file.ends_with(".desktop") && update_settings(&file, kind) {
        update(taker, holder, &text(), &file);
    }
    let active = &mut taker.object_mut(holder.id).active;
    active.extend(found.into_iter().take(FOUND_MAX));
}

fn fetches(by: impl Into<String>, address: &str) -> ActiveContent {
    ActiveContent::Fetches { by: by.into(), address: shortened(address, 200) }
}

/// Packages that are fetched from an address, not from a registry.
fn dependencies(bytes: &[u8]) -> Vec<ActiveContent> {
    const TABLES: [&str; 8] = [
        "dependencies",
        "optionalDependencies",
        "peerDependencies",
        "overrides",
        "resolutions",
        "require",
        "imports",
        "bundledDependencies",
    ];
    let Ok(value) = serde_json::from_slice::<Value>(bytes) else { return Vec::new() };
    let tables = TABLES.iter().filter_map(|table| value.get(*table)?.as_object());
    let mut found: Vec<ActiveContent> = tables
        .flatten()
        .filter_map(|(name, address)| {
            let address = address.as_str()?;
            address.contains("://").then(|| fetches(format!("`{name}`"), address))
        })
        .collect();
    let repositories = value.get("repositories").and_then(Value::as_array).into_iter().flatten();
    found.extend(repositories.filter_map(|place| Some(fetches("repositories", place.get("url")?.as_str()?))));
    for pointer in ["/main", "/node-remote", "/window/url"] {
        let address =
            value.pointer(pointer).and_then(Value::as_str).filter(|address| address.contains("://"));
        found.extend(address.map(|address| fetches(format!("`{pointer}`"), address)));
    }
    found
}

/// Lines that name another place to fetch packages from.
fn sources(text: &str, file: &str) -> Vec<ActiveContent> {
    let marks: &[&str] = match file {
        "cargo.toml" | "gemfile" => &["git =", "git:", "source \"http", "source 'http", "registry-index"],
        "pyproject.toml" | "setup.cfg" | "pipfile" => {
            &["@ http", "@ git+http", "index-url", "git =", "git = ", "[[source]]", "dependency_links"]
        }
        "pom.xml" | "settings.xml" if !text.contains("<repositor") && !text.contains("<mirror>") => &[],
        "pom.xml" | "settings.xml" => &["<url>http://"],
        "build.gradle" | "settings.gradle" => &[
            "url 'http",
            "url \"http",
            "uri(\"http",
            "url = uri",
            "from: 'http",
            "from: \"http",
            "from(\"http",
        ],
        ".gitmodules" => &["url = http"],
        _ => &[
            "registry",
            "index-url",
            "index_url",
            "find-links",
            "@ http",
            "@ git+",
            "git+http",
            "channel",
            "add key=",
            "https://",
            "http://",
        ],
    };
    let lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with(['#', ';']) && !line.starts_with("//registry"));
    let named = lines.filter(|line| marks.iter().any(|mark| line.contains(mark)) && line.contains("://"));
    named
        .filter_map(|line| {
            let at = line.find("http")?;
            let address: String = line[at..]
                .chars()
                .take_while(|letter| !letter.is_whitespace() && !"'\"<>,}])".contains(*letter))
                .collect();
            Some(fetches(format!("`{file}`"), &address))
        })
        .take(FOUND_MAX)
        .collect()
}

/// An extension of a browser: what it may do, and which of its scripts run where.
///
/// *Source*: "Manifest file format", Chrome for Developers; "manifest.json", MDN.
fn extension(taker: &mut Taker, holder: &Holder, bytes: &[u8]) {
    let Ok(value) = serde_json::from_slice::<Value>(bytes) else { return };
    if value.get("manifest_version").and_then(Value::as_i64).is_none() {
        return;
    }
    let mut hooks = Vec::new();
    let mut list = |name: &str, pointer: &str| {
        let texts =
            value.pointer(pointer).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        hooks.extend(texts.take(100).map(|text| format!("{name}: {}", shortened(text, 200))));
    };
    list("permission", "/permissions");
    list("permission", "/optional_permissions");
    list("permission", "/host_permissions");
    list("background", "/background/scripts");
    let one = |name: &str, pointer: &str| {
        Some(format!("{name}: {}", shortened(value.pointer(pointer)?.as_str()?, 300)))
    };
    hooks.extend(one("background", "/background/service_worker"));
    hooks.extend(one("policy", "/content_security_policy"));
    hooks.extend(one("policy", "/content_security_policy/extension_pages"));
    hooks.extend(one("update", "/update_url"));
    for content in value.get("content_scripts").and_then(Value::as_array).into_iter().flatten() {
        for (name, key) in [("page", "matches"), ("content", "js")] {
            let texts =
                content.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
            hooks.extend(texts.take(50).map(|text| format!("{name}: {}", shortened(text, 200))));
        }
    }
    let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    taker.object_mut(holder.id).package = Some(Box::new(Package {
        format: "browser-extension".into(),
        name: text("name"),
        version: text("version"),
        hooks,
        ..Package::default()
    }));
}

/// A packaged application of Windows: tasks at log-in, programs with full trust.
///
/// *Source*: "windows.startupTask" and "desktop6:Service", Package manifest schema reference, Microsoft.
fn packaged(taker: &mut Taker, holder: &Holder, text: &str) {
    let has = |mark: &str| text.contains(mark);
    let executable =
        text.split("Executable=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    let mut hooks = Vec::new();
    if has("windows.startupTask") && has("Enabled=\"true\"") {
        hooks.push(format!("startup: {executable}"));
    }
    if has("desktop6:Service") || has("windows.service") {
        hooks.push(format!("service: {executable}"));
    }
    taker.object_mut(holder.id).package = Some(Box::new(Package {
        format: "msix".into(),
        name: text
            .split("Name=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .unwrap_or_default()
            .to_owned(),
        main: executable.to_owned(),
        hooks,
        ..Package::default()
    }));
}

/// A script that Microsoft's Package Support Framework starts with the application.
fn start_script(bytes: &[u8]) -> Vec<ActiveContent> {
    let Ok(value) = serde_json::from_slice::<Value>(bytes) else { return Vec::new() };
    let applications = value.get("applications").and_then(Value::as_array).into_iter().flatten();
    applications
        .flat_map(|application| ["startScript", "endScript"].map(|key| application.get(key)))
        .flatten()
        .filter_map(|script| {
            let command = script.get("scriptPath")?.as_str()?;
            let shown = script.get("showWindow").and_then(Value::as_bool) == Some(true);
            Some(ActiveContent::Starts { command: shortened(command, 200), seen: shown, how: "PSF".into() })
        })
        .collect()
}

/// A library that a program of .NET loads before its own code.
///
/// *Source*: "appDomainManagerAssembly element", and "Host startup hook", documentation of .NET.
fn domain(text: &str, file: &str) -> Vec<ActiveContent> {
    let marks = ["appDomainManagerAssembly", "STARTUP_HOOKS", "startupHook"];
    let mark = marks.iter().find(|mark| text.contains(**mark));
    let starts = |mark: &&str| ActiveContent::Starts {
        command: shortened(file, 100),
        seen: false,
        how: format!(".NET's `{mark}`"),
    };
    mark.map(starts).into_iter().collect()
}

/// Containers that may do everything on the computer, from a place that is no registry of everybody's.
fn compose(text: &str) -> Vec<ActiveContent> {
    let all =
        ["privileged: true", "docker.sock", "- /:/", "'/:/", "\"/:/", "pid: host", "network_mode: host"];
    let mut found = Vec::new();
    for service in services(text) {
        if !service.iter().any(|line| all.iter().any(|mark| line.contains(mark))) {
            continue;
        }
        let images = service.iter().filter_map(|line| line.trim().strip_prefix("image:"));
        let images = images.map(|image| image.trim().trim_matches(['\'', '"']));
        let foreign = images.filter(|image| {
            image.split('/').next().is_some_and(|host| host.contains('.') && image.contains('/'))
        });
        found.extend(
            foreign.map(|image| fetches("an image with rights of the computer", &format!("https://{image}"))),
        );
    }
    found
}

/// The lines of each service of a Compose file: what stands deeper than its name. The whole when there is no list of services,
/// or when parts of it are used in several services or documents.
fn services(text: &str) -> Vec<Vec<&str>> {
    let depth = |line: &str| line.len() - line.trim_start().len();
    let all = || vec![text.lines().collect()];
    if ["<<:", "extends:", ": *", "- *", "\n---"].iter().any(|mark| text.contains(mark)) {
        return all();
    }
    let mut lines = text.lines().skip_while(|line| line.trim_end() != "services:").skip(1).peekable();
    let is_said = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    while lines.next_if(|line| !is_said(line)).is_some() {}
    let Some(own) = lines.peek().map(|line| depth(line)).filter(|depth| *depth > 0) else { return all() };
    let mut found: Vec<Vec<&str>> = Vec::new();
    for line in lines.filter(is_said).take_while(|line| depth(line) >= own) {
        if depth(line) == own {
            found.push(Vec::new());
        }
        if let Some(service) = found.last_mut() {
            service.push(line);
        }
    }
    found
}

/// Settings of Cargo that put a program before the compiler, or another place before the registry.
fn cargo(text: &str) -> Vec<ActiveContent> {
    let mut found = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
        let Some((key, value)) = line.split_once('=') else { continue };
        let value = value.trim().trim_matches(['"', '\'']);
        match key.trim() {
            "rustc-wrapper" | "rustc-workspace-wrapper" | "rustc" | "runner" | "linker" | "rustdoc"
                if value.contains('/') || value.contains('.') =>
            {
                found.push(builds::unseen(value, &format!("Cargo's `{}`", key.trim())));
            }
            "registry" | "index" | "replace-with" if value.contains("://") => {
                found.push(fetches("`.cargo/config.toml`", value));
            }
            _ => {}
        }
    }
    found
}

/// Settings of Git in a folder that start a program.
fn git(text: &str) -> Vec<ActiveContent> {
    const STARTS: [&str; 9] =
        ["fsmonitor", "hookspath", "sshcommand", "editor", "pager", "askpass", "textconv", "clean", "smudge"];
    let lines = text.lines().filter_map(|line| line.split_once('='));
    lines
        .filter_map(|(key, value)| {
            let key = key.trim().to_ascii_lowercase();
            let value = value.trim();
            let starts = STARTS.contains(&key.as_str()) && value != "true" && value != "false";
            starts.then(|| ActiveContent::Starts {
                command: shortened(value, 200),
                seen: false,
                how: format!("Git's `{key}`"),
            })
        })
        .collect()
}

/// Commands that editors and their helpers start when a folder is opened.
fn folder(taker: &mut Taker, holder: &Holder, text: &str) {
    const KEYS: [&str; 5] = [
        "\"initializeCommand\"",
        "\"postCreateCommand\"",
        "\"SessionStart\"",
        "\"UserPromptSubmit\"",
        "\"PreToolUse\"",
    ];
    let squeezed: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut hooks: Vec<String> = Vec::new();
    for key in KEYS {
        if let Some(rest) = squeezed.split(key).nth(1) {
            let behind: String = rest.chars().take(400).collect();
            let command = behind.split("\"command\"").nth(1).unwrap_or(&behind);
            let words: Vec<&str> = command.split('"').skip(1).step_by(2).take(4).collect();
            let unseen = if key.contains("Command") { "seen" } else { "unseen" };
            hooks.push(format!("{unseen}: {}", shortened(&words.join(" "), 300)));
        }
    }
    hooks.extend(builds::servers(text));
    if !hooks.is_empty() && taker.object(holder.id).is_some_and(|object| object.package.is_none()) {
        taker.object_mut(holder.id).package =
            Some(Box::new(Package { format: "editor-tasks".into(), hooks, ..Package::default() }));
    }
}

/// Pages on a server that an application of Tauri lets start programs.
///
/// *Source*: Tauri's documentation, "Capabilities", `remote`.
fn remote_rights(bytes: &[u8]) -> Option<ActiveContent> {
    let text = String::from_utf8_lossy(bytes);
    let value: Value = serde_json::from_slice(bytes).ok()?;
    let address = value
        .pointer("/remote/urls/0")
        .or_else(|| value.pointer("/build/devPath"))
        .or_else(|| value.pointer("/tauri/security/dangerousRemoteDomainIpcAccess/0/domain"))?;
    let address = address.as_str()?;
    let acts =
        ["shell:", "fs:", "process:", "dangerousRemote", "\"shell\""].iter().any(|word| text.contains(word));
    (acts && !address.starts_with('.')).then(|| fetches("pages with rights of the program", address))
}

/// A script of a page that lies on a server.
fn remote_script(text: &str) -> Option<ActiveContent> {
    for tag in text.split("<script").skip(1).take(200) {
        let tag = &tag[..tag.find('>').unwrap_or(tag.len())];
        let Some((_, source)) = tag.split_once("src=") else { continue };
        let source = source.trim_start_matches(['\'', '"']);
        if source.starts_with("http") || source.starts_with("//") {
            let address = source.split(['\'', '"', ' ']).next().unwrap_or(source);
            return Some(ActiveContent::RemoteScript { address: shortened(address, 200) });
        }
    }
    None
}

/// YAML that calls functions while it is read.
fn path_has_plain_objects(bytes: &[u8]) -> bool {
    crate::bytes::find(bytes, b"!!python/object/apply:", 0).is_some()
        || crate::bytes::find(bytes, b"!!python/object/new:", 0).is_some()
}

/// A variable that makes every program load something first, in a file that every session reads.
fn preload(text: &str) -> Option<ActiveContent> {
    let line = text.lines().map(str::trim).find(|line| {
        !line.starts_with('#')
            && PRELOADS.iter().any(|name| line.trim_start_matches("export ").starts_with(name))
            && line.contains('=')
    })?;
    Some(ActiveContent::Redirects { line: shortened(line, 200) })
}

/// Is it a file of settings by its name?
fn update_settings(file: &str, kind: Kind) -> bool {
    const ENDINGS: [&str; 8] = [".ini", ".cfg", ".conf", ".json", ".yml", ".yaml", ".toml", ".properties"];
    const PARTS: [&str; 6] = ["update", "upgrade", "autoupd", "channel", "feed", "appcast"];
    matches!(kind, Kind::Text | Kind::Json)
        && ENDINGS.iter().any(|ending| file.ends_with(ending))
        && PARTS.iter().any(|part| file.contains(part))
        && file != "app-update.yml"
        && file != "dev-app-update.yml"
}

/// Where updates come from, when a file of settings says so.
fn update(taker: &mut Taker, holder: &Holder, text: &str, file: &str) {
    const OFF: [&str; 12] = [
        "verify=0",
        "verify=false",
        "verify: false",
        "verify = false",
        "verify\":false",
        "checksignature=0",
        "signature=0",
        "signature\":false",
        "insecure=1",
        "insecure=true",
        "verify=no",
        "skipverify",
    ];
    let Some(at) = text.find("http://").or_else(|| text.find("https://")) else { return };
    let address: String = text[at..]
        .chars()
        .take_while(|letter| !letter.is_whitespace() && !"'\"<>,".contains(*letter))
        .take(200)
        .collect();
    let lower: String = text.to_ascii_lowercase().split_whitespace().collect::<Vec<_>>().join("\n");
    let off = OFF.iter().any(|mark| lower.contains(mark));
    let url = ["url", "feed", "server", "endpoint", "source", "address", "host"]
        .iter()
        .any(|key| lower.contains(key));
    if url && (off || address.starts_with("http://")) {
        taker.updates.push(UpdateChannel {
            object: holder.id,
            mechanism: shortened(file, 60),
            address,
            verified: off.then_some(false),
        });
    }
}
