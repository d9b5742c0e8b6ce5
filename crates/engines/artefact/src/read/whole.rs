//! What only shows when everything has been seen: which scripts run by themselves.

use std::collections::HashMap;

use crate::{
    bytes::shortened,
    facts::{Kind, Language, ObjectId, Step, When},
    read::shell,
    take::Taker,
};

/// Joins what the objects say.
pub(crate) fn finish(taker: &mut Taker, _name: &str) {
    let places: HashMap<String, ObjectId> = taker
        .objects
        .iter()
        .filter(|object| object.script.is_some())
        .map(|object| (object.path.clone(), object.id))
        .collect();
    let mut hooks: Vec<(ObjectId, String, String)> = Vec::new();
    for object in &taker.objects {
        if let Some(package) = &object.package
            && matches!(package.format.as_str(), "npm" | "gyp")
            && (is_own(&object.path) || is_bundled(&object.path))
        {
            for hook in &package.hooks {
                let (name, command) = hook.split_once(": ").unwrap_or(("", hook));
                // What a registry hands out lies in `package/`, and is not prepared again where it is installed.
                let published = object.path.ends_with("!/package/package.json");
                if published && name.ends_with("prepare") {
                    continue;
                }
                hooks.push((object.id, name.to_owned(), command.to_owned()));
            }
        }
        if let Some(package) = &object.package {
            let named = match package.format.as_str() {
                "python-build" => package.hooks.clone(),
                "editor-extension" if !package.main.is_empty() => {
                    vec![format!("activation: ./{}", package.main)]
                }
                _ => Vec::new(),
            };
            for hook in named {
                let (name, file) = hook.split_once(": ").unwrap_or(("", &hook));
                hooks.push((object.id, name.to_owned(), file.to_owned()));
            }
        }
        let file = object.name();
        if object.script.is_some()
            && matches!(file, "setup.py")
            && object.path.matches('/').count() <= 3
            && is_own(&object.path)
        {
            hooks.push((object.id, "setup.py".into(), String::new()));
        }
    }
    for (id, name, command) in hooks {
        if name == "setup.py" {
            hook(taker, &places, id, &name, 0);
        } else if matches!(name.as_str(), "build-backend" | "cmdclass" | "activation") {
            let path = taker.object(id).map(|object| object.path.clone()).unwrap_or_default();
            if let Some(script) = resolve(&places, &path, &command) {
                hook(taker, &places, script, if name == "activation" { &name } else { "setup.py" }, 0);
            }
        } else {
            npm_hook(taker, &places, id, &name, &command);
        }
    }
    // The lines of scripts that nothing runs are not kept.
    for object in &mut taker.objects {
        if let Some(script) = &mut object.script
            && script.hook.is_none()
        {
            script.text = Vec::new();
        }
    }
    wake(taker);
    classify(taker);
}

/// Texts under names of data count when something mentions them; what nothing mentions is data.
fn wake(taker: &mut Taker) {
    let sleeps = |object: &crate::facts::Object| object.script.as_ref().is_some_and(|script| script.dormant);
    if !taker.objects.iter().any(sleeps) {
        return;
    }
    let mut named: std::collections::HashSet<String> = std::collections::HashSet::new();
    for object in &taker.objects {
        if let Some(script) = &object.script {
            named.extend(script.names.iter().cloned());
        }
        let members = object.code.iter().flat_map(|code| code.resources.iter());
        named.extend(members.map(|name| name.rsplit('/').next().unwrap_or(name).to_owned()));
        let commands = object.job.iter().flat_map(|job| job.command.iter());
        let hooks = object.package.iter().flat_map(|package| package.hooks.iter());
        for text in commands.chain(hooks) {
            named.extend(words(text).map(str::to_owned));
        }
    }
    for object in &mut taker.objects {
        if sleeps(object) && !named.contains(object.name()) {
            object.script = None;
        }
    }
}

/// The last parts of the paths in a text.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_' | '-');
    text.split(move |letter: char| !is_part(letter)).filter(|word| word.len() > 3 && word.contains('.'))
}

/// Not somebody else's package inside the package.
fn is_own(path: &str) -> bool {
    !path.contains("node_modules/") && !path.contains("/test") && !path.contains("/fixtures/")
}

/// A package that a package of npm brings along: its hooks run with it.
fn is_bundled(path: &str) -> bool {
    let inner = path.rsplit("!/").next().unwrap_or(path);
    inner.starts_with("package/node_modules/")
        && inner.ends_with("/package.json")
        && inner.matches("node_modules/").count() == 1
}

fn npm_hook(
    taker: &mut Taker,
    places: &HashMap<String, ObjectId>,
    manifest: ObjectId,
    name: &str,
    command: &str,
) {
    let path = taker.object(manifest).map(|object| object.path.clone()).unwrap_or_default();
    let when = if name == "preinstall" { When::BeforeInstall } else { When::Install };
    for (_, action) in shell::actions(command) {
        taker.step(Step {
            object: manifest,
            line: 0,
            when,
            as_root: false,
            action,
            text: shortened(command, 300),
        });
    }
    let main = taker
        .object(manifest)
        .and_then(|object| object.package.as_deref())
        .map(|package| package.main.clone());
    for word in command.split([' ', ';', '&', '|', '"', '\'', '(', ')']).filter(|word| !word.is_empty()) {
        // `node .` runs what the manifest calls its main file.
        // Text that node runs is code: what it loads is named by `require('./…')`.
        let is_code =
            [" -p ", " -e ", " --print ", " --eval ", " -pe "].iter().any(|flag| command.contains(flag));
        if is_code && !word.starts_with("./") && !word.starts_with("../") {
            continue;
        }
        let word = if word == "." {
            main.as_deref().filter(|main| !main.is_empty()).unwrap_or("index.js")
        } else {
            word
        };
        if let Some(id) = resolve(places, &path, word) {
            hook(taker, places, id, name, 0);
        }
    }
}

/// A name as one file says it, seen from that file.
fn resolve(places: &HashMap<String, ObjectId>, from: &str, word: &str) -> Option<ObjectId> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in word.split(['/', '\\']) {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let path = parts.join("/");
    let endings = ["", ".js", ".cjs", ".mjs", ".ts", "/index.js", ".py", ".node"];
    endings.iter().find_map(|ending| places.get(&format!("{path}{ending}")).copied())
}

/// Marks a script as one that runs by itself, and what it loads, too.
fn hook(taker: &mut Taker, places: &HashMap<String, ObjectId>, id: ObjectId, name: &str, depth: u32) {
    let Some(object) = taker.objects.get_mut(id.0 as usize) else { return };
    let path = object.path.clone();
    let Some(script) = &mut object.script else { return };
    if script.hook.is_some() || depth > 16 {
        return;
    }
    script.hook = Some(name.to_owned());
    // A Python script imports half of its package: only what it names itself is followed.
    let ends = script.language == Language::Python && depth > 0;
    let loads = if ends { Vec::new() } else { script.loads.clone() };
    if script.language == Language::Shell {
        for step in taker.steps.iter_mut().filter(|step| step.object == id) {
            step.when = When::Install;
        }
    }
    for word in loads {
        if let Some(next) = resolve(places, &path, &word) {
            hook(taker, places, next, name, depth + 1);
        }
    }
}

/// A text that turned out to be a script is one.
fn classify(taker: &mut Taker) {
    for object in &mut taker.objects {
        if object.script.as_ref().is_some_and(|script| !script.dormant) && object.kind == Kind::Text {
            object.kind = Kind::Script;
        }
    }
}
