//! What packages say of themselves: npm, Python, Debian, Electron's update settings.

use serde_json::Value;

use crate::{
    bytes::shortened,
    facts::{Action, Kind, Package, Step, UpdateChannel, When},
    take::{Holder, Role, Taker},
};

/// Scripts that npm runs by itself when a package is installed.
///
/// The last three only in a folder that is not from a registry.
pub(crate) const NPM_HOOKS: [&str; 6] =
    ["preinstall", "install", "postinstall", "preprepare", "prepare", "postprepare"];

/// Reads a manifest, if it is one.
pub(crate) fn look(taker: &mut Taker, holder: &Holder, bytes: &[u8], kind: Kind, name: &str) {
    let file = name.rsplit('/').next().unwrap_or(name);
    let package = match file {
        "package.json" if kind == Kind::Json => {
            by_hand(taker, holder, bytes);
            npm(bytes)
        }
        "control" if holder.context.role == Role::Hook => debian(&crate::bytes::text(bytes)),
        "PKG-INFO" | "METADATA" if matches!(kind, Kind::Text | Kind::Mail) => {
            python(&crate::bytes::text(&bytes[..bytes.len().min(64 << 10)]), file)
        }
        "PackageInfo" if matches!(kind, Kind::Xml | Kind::Text) => {
            Some(crate::read::apple::package_info(bytes).package)
        }
        "app-update.yml" | "dev-app-update.yml" => {
            electron_updates(taker, holder, &crate::bytes::text(bytes));
            None
        }
        "tauri.conf.json" if kind == Kind::Json => {
            tauri(taker, holder, bytes);
            None
        }
        "Distribution" if matches!(kind, Kind::Xml | Kind::Text) => {
            distribution(taker, holder, &crate::bytes::text(bytes));
            None
        }
        "binding.gyp" => gyp(&crate::bytes::text(bytes)),
        "pyproject.toml" if kind == Kind::Text => backend(&crate::bytes::text(bytes)),
        "setup.cfg" if kind == Kind::Text => commands(&crate::bytes::text(bytes)),
        "tasks.json" if name.contains(".vscode/") => tasks(&crate::bytes::text(bytes)),
        _ => None,
    };
    if let Some(package) = package {
        taker.object_mut(holder.id).package = Some(Box::new(package));
    }
}

/// Commands of a package that people start by a short name, when they fetch or decode something.
fn by_hand(taker: &mut Taker, holder: &Holder, bytes: &[u8]) {
    const MARKS: [&str; 6] = ["curl ", "wget ", "base64", "node -e", "python -c", "powershell"];
    let Ok(value) = serde_json::from_slice::<Value>(bytes) else { return };
    let scripts = value.get("scripts").and_then(Value::as_object).into_iter().flatten();
    let commands = scripts
        .filter(|(name, _)| !NPM_HOOKS.contains(&name.as_str()))
        .filter_map(|(_, command)| command.as_str())
        .filter(|command| MARKS.iter().any(|mark| command.contains(mark)));
    for command in commands.take(20) {
        for (_, action) in crate::read::shell::actions(command) {
            let text = shortened(command, 300);
            taker.step(Step { object: holder.id, line: 0, when: When::ByHand, as_root: false, action, text });
        }
    }
}

fn npm(bytes: &[u8]) -> Option<Package> {
    let value: Value = serde_json::from_slice(bytes).ok()?;
    let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let scripts = value.get("scripts").and_then(Value::as_object);
    let hooks = NPM_HOOKS.iter().filter_map(|hook| {
        let command = scripts?.get(*hook)?.as_str()?;
        // `npm run x` stands for another of the scripts.
        let named = command.split(" run ").nth(1).and_then(|rest| rest.split([' ', '&', ';']).next());
        let behind = named.and_then(|name| scripts?.get(name)?.as_str());
        let command = behind.map_or_else(|| command.to_owned(), |behind| format!("{command}; {behind}"));
        Some(format!("{hook}: {}", shortened(&command, 500)))
    });
    let vendor = value.get("author").map(|author| {
        author.as_str().map_or_else(
            || author.get("name").and_then(Value::as_str).unwrap_or_default().to_owned(),
            str::to_owned,
        )
    });
    // An extension of an editor that is started with it, whatever is opened.
    let events = value.get("activationEvents").and_then(Value::as_array);
    let always = events.is_some_and(|events| {
        events.iter().filter_map(Value::as_str).any(|event| matches!(event, "*" | "onStartupFinished"))
    });
    let format =
        if always && value.pointer("/engines/vscode").is_some() { "editor-extension" } else { "npm" };
    Some(Package {
        format: format.into(),
        name: text("name"),
        version: text("version"),
        vendor: vendor.unwrap_or_default(),
        needs_root: false,
        main: text("main"),
        hooks: hooks.collect(),
        background_only: false,
    })
}

/// Scripts in the description of a macOS package may start programs before anything is asked.
///
/// *Source*: Apple's Distribution XML Reference, "JavaScript Reference", `system.run`.
fn distribution(taker: &mut Taker, holder: &Holder, text: &str) {
    for rest in text.split("system.run").skip(1).take(20) {
        let called = rest.trim_start_matches("Once").strip_prefix('(').unwrap_or_default();
        let called = &called[..called.find(");").unwrap_or(called.len().min(400)).min(called.len())];
        let words: Vec<&str> = called.split(['\'', '"']).skip(1).step_by(2).collect();
        let command = match words.as_slice() {
            [shell, "-c", script, ..] if shell.ends_with("sh") => (*script).to_owned(),
            words => words.join(" "),
        };
        let evaluate = Action::Evaluate { what: format!("system.run: {}", shortened(&command, 300)) };
        let actions = crate::read::shell::actions(&command).into_iter().map(|(_, action)| action);
        for action in actions.chain([evaluate]) {
            let text = shortened(&command, 300);
            taker.step(Step {
                object: holder.id,
                line: 0,
                when: When::BeforeInstall,
                as_root: false,
                action,
                text,
            });
        }
    }
}

/// `<!(command)` in `binding.gyp` runs while npm installs.
///
/// *Source*: GYP's documentation, "Command Expansions".
fn gyp(text: &str) -> Option<Package> {
    let commands: Vec<String> = text
        .split("<!")
        .skip(1)
        .filter_map(|rest| {
            let inner = rest.trim_start_matches('@').strip_prefix('(')?;
            Some(format!("binding.gyp: {}", shortened(&inner[..inner.find(')').unwrap_or(inner.len())], 500)))
        })
        .collect();
    (!commands.is_empty()).then(|| Package { format: "gyp".into(), hooks: commands, ..Package::default() })
}

/// A package that is built by code of its own: that runs while people install from the source.
///
/// *Source*: PEP 517, "In-tree build backends".
fn backend(text: &str) -> Option<Package> {
    let value: toml::Table = text.parse().ok()?;
    let system = value.get("build-system")?;
    let folder = system.get("backend-path")?.as_array()?.first()?.as_str()?;
    let module = system.get("build-backend")?.as_str()?.split(':').next()?.replace('.', "/");
    let hooks = vec![format!("build-backend: ./{folder}/{module}")];
    Some(Package { format: "python-build".into(), hooks, ..Package::default() })
}

/// Commands of setuptools that a package replaces by its own.
fn commands(text: &str) -> Option<Package> {
    let inside = text.lines().skip_while(|line| !line.trim_start().starts_with("cmdclass")).take(12);
    let named = inside.filter_map(|line| line.split_once('=').map(|(_, class)| class.trim()));
    let modules = named.filter_map(|class| class.rsplit_once(['.', ':']).map(|(module, _)| module));
    let hooks: Vec<String> =
        modules.map(|module| format!("cmdclass: ./{}", module.replace('.', "/"))).collect();
    (!hooks.is_empty()).then(|| Package { format: "python-build".into(), hooks, ..Package::default() })
}

/// Tasks that an editor starts when the folder is opened.
///
/// *Source*: Visual Studio Code's documentation, "Integrate with External Tools via Tasks", `runOn` and `presentation`.
fn tasks(text: &str) -> Option<Package> {
    let by_itself = text.contains("folderOpen");
    let squeezed: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let hidden = ["\"never\"", "\"silent\""].iter().any(|word| squeezed.contains(word));
    // The arguments may stand in a list of their own.
    let commands = squeezed.split("\"command\"").skip(1).filter_map(|rest| {
        let arguments =
            rest.split("\"args\"").nth(1).and_then(|rest| rest.split(']').next()).unwrap_or_default();
        let arguments: Vec<&str> = arguments.split('"').skip(1).step_by(2).collect();
        Some(format!("{} {}", rest.split('"').nth(1)?, arguments.join(" ")))
    });
    let unseen = if hidden { "unseen" } else { "seen" };
    // What people start themselves counts only when it fetches and runs.
    let commands = commands.filter(|command| by_itself || super::settings::is_telling(command));
    let hooks: Vec<String> =
        commands.take(20).map(|command| format!("{unseen}: {}", shortened(command.trim(), 300))).collect();
    (by_itself || !hooks.is_empty()).then(|| Package {
        format: "editor-tasks".into(),
        hooks,
        ..Package::default()
    })
}

fn fields<'text>(text: &'text str, name: &str) -> Option<&'text str> {
    text.lines()
        .take_while(|line| !line.is_empty())
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))
        .map(str::trim)
}

fn debian(text: &str) -> Option<Package> {
    Some(Package {
        format: "deb".into(),
        name: fields(text, "Package")?.to_owned(),
        version: fields(text, "Version").unwrap_or_default().to_owned(),
        vendor: fields(text, "Maintainer").unwrap_or_default().to_owned(),
        needs_root: true,
        ..Package::default()
    })
}

fn python(text: &str, file: &str) -> Option<Package> {
    Some(Package {
        format: if file == "METADATA" { "wheel" } else { "sdist" }.into(),
        name: fields(text, "Name")?.to_owned(),
        version: fields(text, "Version").unwrap_or_default().to_owned(),
        vendor: fields(text, "Author").unwrap_or_default().to_owned(),
        ..Package::default()
    })
}

fn electron_updates(taker: &mut Taker, holder: &Holder, text: &str) {
    let value = |key: &str| {
        text.lines().find_map(|line| line.trim().strip_prefix(key)).map(|value| value.trim().to_owned())
    };
    taker.hosts.scan(holder.id, text.as_bytes(), true);
    taker.updates.push(UpdateChannel {
        object: holder.id,
        mechanism: "electron-updater".into(),
        address: value("url:").unwrap_or_default(),
        verified: Some(value("publisherName:").is_some()),
    });
}

fn tauri(taker: &mut Taker, holder: &Holder, bytes: &[u8]) {
    let Ok(value) = serde_json::from_slice::<Value>(bytes) else { return };
    let updater = value.pointer("/plugins/updater").or_else(|| value.pointer("/tauri/updater"));
    let Some(updater) = updater else { return };
    let key = updater.get("pubkey").and_then(Value::as_str).unwrap_or_default();
    let address = updater.pointer("/endpoints/0").and_then(Value::as_str).unwrap_or_default().to_owned();
    taker.updates.push(UpdateChannel {
        object: holder.id,
        mechanism: "tauri".into(),
        address,
        verified: Some(!key.is_empty()),
    });
}
