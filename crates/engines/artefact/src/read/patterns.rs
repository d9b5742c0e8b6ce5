//! The compiled-in tables of texts that are looked for. One text alone decides nothing: rules join several.

use std::sync::OnceLock;

use crate::{
    facts::{Capability, Capability::*, Seen},
    read::search::Search,
};

/// Texts in scripts, of whatever language.
#[rustfmt::skip]
const IN_SCRIPTS: &[(Capability, &[&str])] = &[
    (Http, &["'https'", "\"https\"", "`https`", "'http'", "\"http\"", "'node:https'", "\"node:https\"", "'node:http'", "\"node:http\"", "fetch(", "axios", "XMLHttpRequest", "node-fetch", "'undici'", "\"undici\"", "urllib.request", "urlopen(", "requests.get(", "requests.post(", "httpx.", "http.client", "aiohttp", "Net.WebClient", "Invoke-WebRequest", "Invoke-RestMethod", "DownloadString", "DownloadFile", "Start-BitsTransfer", "MSXML2.XMLHTTP", "WinHttp.WinHttpRequest", "URLSession", "LWP::UserAgent", "Net::HTTP", "net.request(", "net.fetch(", "curl -s", "curl -f", "curl -L", "curl -o", "curl http", "wget -q", "wget -O", "wget http", "irm ", "iwr ", "urlretrieve("]),
    (Socket, &["net.connect(", "net.Socket(", "net.createConnection(", "socket.socket(", "new WebSocket(", "Net.Sockets.TcpClient"]),
    (Post, &["'POST'", "\"POST\"", "`POST`", ".post(", "post(", "UploadString", "-Method Post", "multipart/form-data"]),
    (HostInfo, &["os.hostname", "hostname()", "os.platform(", "os.userInfo", "userInfo()", "networkInterfaces(", "os.release(", "platform.node(", "getpass.getuser", "socket.gethostname", "platform.uname", "stringify(process.env", "systeminfo", "sw_vers", "ioreg ", "Win32_ComputerSystem", "$env:COMPUTERNAME"]),
    (ProcessList, &["tasklist", "ps aux", "ps -ef", "Get-Process", "psutil.process_iter"]),
    (Execute, &["child_process", "spawnSync(", "execSync(", "execFileSync(", "execFile(", "process.binding('spawn_sync')", "subprocess.", "os.system(", "os.popen(", "os.exec", "pty.spawn", "Start-Process", "WScript.Shell", "Shell.Application", "Diagnostics.Process", "ctypes.windll", "shell.openPath(", "process.dlopen(", "subprocess as ", "from subprocess import"]),
    (Evaluate, &["eval(", "['eval']", "'eval'", "\"eval\"", "new Function(", "Function('", "Function(\"", "vm.runIn", "runInThisContext", "runInNewContext", "new vm.Script", "._compile(", "constructor.constructor", "constructor('return", "exec(base64", "exec(zlib", "exec(urllib", "exec(requests", "exec(compile(", "exec(codecs", "exec(marshal", "exec(__import__", "exec(bytes", "eval(compile(", "marshal.loads(", "Invoke-Expression", "iex ", "| iex", "IEX(", "IEX (", "ScriptBlock]::Create", "ExecuteGlobal", "(0,eval)(", "{eval:true", "{ eval: true", "eval: true }", "Function.constructor", "mainModule.require", "Module._load(", "constructor._load(", "getattr(builtins", "getattr(__builtins__"]),
    (MakeExecutable, &["chmod", "0o755", "0o777", "0o700", "0755", "mode:493", "mode: 493"]),
    (WriteFile, &["writeFile", "createWriteStream", "writeSync(", "appendFile", "write_bytes(", "'wb')", "\"wb\")", "WriteAllBytes", "Out-File", "Set-Content", "ADODB.Stream", "SaveToFile", "urlretrieve("]),
    (Decrypt, &["createDecipher", "subtle.decrypt", "AES.decrypt(", "secretbox_open", "secretbox.open", "Fernet(", "AES.new(", "CreateDecryptor", "privateDecrypt"]),
    (Decode, &["atob(", "'base64'", "\"base64\"", "`base64`", "'hex')", "\"hex\")", "b64decode(", "unhexlify(", "bytes.fromhex(", "zlib.decompress(", "FromBase64String", "codecs.decode(", "b85decode("]),
    (TemporaryPath, &["tmpdir()", "'/tmp/", "\"/tmp/", "`/tmp/", "/var/tmp/", "env.TEMP", "env.TMP", "gettempdir(", "mkdtemp", "$env:TEMP", "%TEMP%", "GetTempPath", "/private/tmp", "/dev/shm"]),
    (HiddenPath, &["tmpdir()+'/.", "tmpdir()+\"/.", "tmpdir()+`/.", "tmpdir() + '/.", "tmpdir() + \"/.", "tmpdir() + `/.", "tmpdir()}/.", "tmpdir(),'.", "tmpdir(), '.", "tmpdir(),\".", "tmpdir(), \".", "tmpdir(), `.", "tmpdir(),`.", "/tmp/.", "homedir()+'/.", "gettempdir()+'/.", "gettempdir() + '/.", "gettempdir(), '.", "gettempdir(), \".", "/dev/shm/.", "attrib +h", "attributes.Hidden", "windowsHide:true,detached", "'Hidden'"]),
    (AutoStart, &["LaunchAgents", "LaunchDaemons", "setLoginItemSettings", "CurrentVersion\\Run", "CurrentVersion\\\\Run", ".config/autostart", "systemd/user", "crontab", "@reboot", "Startup\\\\", "\\Start Menu\\Programs\\Startup", "openAtLogin", "RunAtLoad"]),
    (Service, &["New-Service", "schtasks", "sc create", "sc.exe create", "Register-ScheduledTask", "systemctl enable", "launchctl "]),
    (DeletesSelf, &["unlinkSync(__filename", "unlink(__filename", "os.remove(__file__", "os.unlink(__file__", "rm -- \"$0\"", "rm -f \"$0\"", "rm -rf \"$0\"", "del \"%~f0\"", "del %0", "Remove-Item $PSCommandPath", "Remove-Item $MyInvocation"]),
    (Keychain, &["login.keychain", "dump-keychain", "find-generic-password", "find-internet-password", "CryptUnprotectData", "ProtectedData]::Unprotect", "keychain-db"]),
    (BrowserStore, &["Login Data", "key4.db", "logins.json", "Local Extension Settings", "User Data/Default", "User Data\\\\Default", "cookies.sqlite", "Cookies.binarycookies"]),
    (WalletStore, &["wallet.dat", "Exodus/exodus.wallet", "exodus.wallet", "nkbihfbeogaeaoehlefnkodbefgpgknn", "Electrum/wallets", "electrum/wallets", ".config/solana/id.json", "Ledger Live", "bfnaelmomeimhlpmgjnjophhpkkoljpa", "atomic/Local Storage"]),
    (Clipboard, &["clipboard.readText", "Get-Clipboard", "pyperclip.paste", "pbpaste", "xclip -o"]),
    (ClipboardWrite, &["clipboard.writeText", "clipboard.write(", "Set-Clipboard", "pyperclip.copy", "pbcopy", "xclip -i"]),
    (WalletAddresses, &["[a-fA-F0-9]{40}", "[A-Fa-f0-9]{40}", "[0-9a-fA-F]{40}", "[0-9A-Fa-f]{40}", "[a-f0-9]{40}", "[0-9a-f]{40}", "bc1[", "bc1q", "(bc1|", "[13][a-km-zA-HJ-NP-Z", "T[1-9A-HJ-NP-Za-km-z]{33}", "T[A-Za-z1-9]{33}"]),
    (DynamicLoad, &["CDLL(", "cdll.LoadLibrary(", "dlopen("]),
    (ChecksDigest, &["createHash(", "hashlib.", "Get-FileHash", "sha256sum -c", "sha256sum --check", "shasum -a 256 -c", "subtle.digest("]),
    (Keyboard, &["pynput.keyboard", "keyboard.on_press", "GetAsyncKeyState", "iohook", "node-global-key-listener"]),
    (Screen, &["screencapture", "ImageGrab.grab", "desktopCapturer", "CopyFromScreen"]),
    (AntiVirtualMachine, &["VirtualBox", "vboxservice", "VMware Tools", "QEMU HARDDISK"]),
    (VerifiesSignature, &["createVerify", "crypto.verify", "verifySignature", "ed25519", "minisign", "publisherName", "gpg --verify", "Get-AuthenticodeSignature"]),
    (DisablesProtection, &["Add-MpPreference", "Set-MpPreference", "com.apple.quarantine", "--master-disable", "--global-disable", "setenforce 0", "DisableRealtimeMonitoring", "netsh advfirewall set", "Unblock-File", "EnableLUA", "amsiInitFailed", "AmsiScanBuffer"]),
    (LoadFromMemory, &["Reflection.Assembly]::Load", "memfd_create", "VirtualAlloc", "NSCreateObjectFileImageFromMemory"]),
];

/// Texts in scripts that say the same in more languages and more widely; only rules about small applications and about
/// what starts by itself ask for these.
#[rustfmt::skip]
const WIDELY: &[(Capability, &[&str])] = &[
    (Reaches, &["java.net.URL", "'https://", "\"https://", "`https://", "'wss://", "\"wss://", "`wss://", "UrlDownloadToFile", "InetGet(", "file(DOWNLOAD", "sendBeacon(", "WebSocket(", "importScripts(", "EventSource(", "RTCPeerConnection", "new URL(", "stringWithContentsOfURL", "dataWithContentsOfURL", "initWithContentsOfURL", "NSURLSession", "NSURLConnection", "IO::Socket", "HTTP::Tiny", "LWP::Simple", "LWP::UserAgent", "Mojo::UserAgent", "open-uri", "URI.open(", "URI.parse(", "Faraday", "HTTParty", "TCPSocket", "/dev/tcp/", "/dev/udp/", "ServerXMLHTTP", "XMLHTTP", "WinHttpRequest", "urllib3", "urllib2", "http.client", "httplib", "ftplib", "smtplib", "telnetlib", "socketserver", "websocket", "resolveTxt(", "resolve4(", "dns.resolver", "Resolve-DnsName", "mshta http", "/i http", "/i:http", "dns-query", "nslookup ", "HttpClient", "WebRequest", "TcpClient", "BitsTransfer", "TcpStream::connect", "reqwest", "ureq::", "minreq", "superagent", "needle(", "got(", "got.stream", "require('got')", "fsockopen(", "file_get_contents('http", "file_get_contents(\"http", "curl_init(", "wrap_socket(", "socket.create_connection(", "asyncio.open_connection(", "getstore(", "net.fetch", "net.request", "net.connect", "'node:net'", "'net'", "\"net\"", "'node:tls'", "'tls'", "'node:dgram'", "'dgram'", "'ws'", "\"ws\"", "io.connect(", "paramiko", "boto3", "grpc.", "ajax(", "importRemote(", "socket.http", "curl ", "wget ", "UrlFetchApp", "nc -"]),
    (RunsText, &["iex(iwr", "iex (iwr", "iex(irm", "iex (irm", "iex((", "iex ((", "executeJavaScript(", "instantiateStreaming(", "import('http", "import(\"http", "import(`http", "from 'http", "from \"http", "$(curl", "$(wget", "eval [", "eval ", "create_subprocess_shell(", "shell=True", "os.popen(", "subprocess.getoutput(", "pty.spawn(", "'/bin/sh'", "\"/bin/sh\"", "'cmd.exe'", "\"cmd.exe\"", ".constructor)(", ".constructor('", ".constructor(\"", "construct(Function", "getPrototypeOf(async", "AsyncFunction", "GeneratorFunction", "Function.apply", "Function.call", "Function.bind", "Function(", "globalEval", "tabs.executeScript(", "runpy.", "run_path(", "run_module(", "marshal.loads(", "exec(", "exec_module(", "FunctionType(", "pickle.loads(", "cloudpickle", "dill.loads(", "InteractiveInterpreter", "InteractiveConsole", "instance_eval", "class_eval", "module_eval", "RubyVM::InstructionSequence", "eval $", "eval($", "eval \"$", "\\&{", "do $", "[scriptblock]::Create", "[ScriptBlock]::Create", "[Scriptblock]::Create", "NewScriptBlock", "InvokeScript(", "AddScript(", "Add-Type -", "Assembly]::Load", "Assembly.Load(", "loadstring(", "doShellScript(", "do shell script", "run script ", "NSAppleScript", "OSAScript", "ExecuteGlobal", "e:jscript", "e:vbscript", "E:JScript", "ScriptControl", "AddCode", "compileFunction(", "SourceTextModule", "require-from-string", "requireFromString", "import('data:", "import(\"data:", "import(`data:", "ScriptEngineManager", "GroovyShell", "create_function(", "setTimeout('", "setTimeout(\"", "setTimeout(atob", "setInterval('", "srcdoc=", "mshta ", "javascript:", "eval:!0", "eval:true", "eval: true", "|sh\"", "| sh\"", "|bash", "| bash", "| python", "| node", "| perl", "| sh'", "|sh'", "| sh`", "chrome[", "browser[", "trust_remote_code=True", "torch.hub.load(", "source <(", ". <(", "bash <(", "sh <(", ". \"$", ". $", "eval \"$(curl", "eval \"$(wget", "evaluate(new URL", "setCertificateVerifyProc", "vm').", "vm\").", "'vm'", "\"vm\"", "'node:vm'", "\"node:vm\""]),
    (LoadsModule, &["insertAdjacentHTML(", "scripting.executeScript(", "__import__(", "import_module(", "module_from_spec(", "spec_from_file_location(", "SourceFileLoader(", "zipimport", "sys.path.insert(", "sys.path.append(", "site.addsitedir(", "createElement('script')", "createElement(\"script\")", "createElement(`script`)", "require(", "import(", "process.dlopen(", "CDLL(", "cdll.", "LoadLibrary(", "windll.", "System.load(", "DynaLoader", "Fiddle", "importModule(", "loadExtension(", "loadfile(", "dofile(", "Import-Module", "libloading", "require $", "pip.main(", "Module._extensions"]),
    (Starts, &["spawn(", "spawnSync", "fork(", "Process.spawn", "Open3", "open3", "system(", "popen", "startfile(", "ShellExecute", ".Run(", ".Run \"", ".Exec(", "ActiveXObject(", "CreateObject(", "NSTask", "launchedTask", "posix_spawn", "Command::new(", "getRuntime()", "ProcessBuilder", "Invoke-Item", "Invoke-CimMethod", "Start-Job", "Start-Process", "Win32_Process", "IPC::Open", "IPC::Run", "qx{", "qx/", "doShellScript(", "do shell script", "pcntl_exec", "shell_exec(", "proc_open(", "passthru(", "os.execute(", "create_subprocess", "pexpect", "execa", "cross-spawn", "child_process", "subprocess", "rundll32", "regsvr32", "mshta", "wscript", "cscript", "os.spawn", "runas", "exec '", "exec \"", "setsid ", "nohup ", "RunWait", "execute_process(", "Run, ", "&& ./", "Deno.Command", "Deno.run", "Bun.spawn", "Bun.$", "open |", "utilityProcess", "execv", "start %", "start \"", "start /", "chmod +x", "chmod 755", "chmod a+x", "chmod u+x", "python3 -c", "python -c", "perl -e", "node -e", "ruby -e", "java.lang.Process"]),
    (Persists, &["RegisterTaskDefinition", "RegisterTask(", "Schedule.Service", "loginItems", "LoginItem(", "login item", "SMAppService", "SMLoginItem", "openAtLogin", "openAsHidden", "auto-launch", "autoLaunch", "AutoLaunch", "environment.d", "LD_PRELOAD", "LD_AUDIT", "DYLD_INSERT", "ld.so.preload", "autostart", "target.wants", "systemctl --user", "systemd/", "loginctl enable-linger", ".bashrc", ".zshrc", ".zshenv", ".profile", ".zprofile", ".bash_profile", "config.fish", "hooksPath", ".git/hooks", "sitecustomize", "usercustomize", ".pth'", ".pth\"", "NativeMessagingHosts", "native-messaging-hosts", "RunOnce", "CurrentVersion/Run", "winreg", "_winreg", "SetValueEx(", "RegWrite", "RegCreateKey", "New-ItemProperty", "SpecialFolders", "CreateShortcut(", "GetFolderPath(\"Startup", "Programs/Startup", "__EventFilter", "CommandLineEventConsumer", "ActiveScriptEventConsumer", "UserInitMprLogonScript", "InprocServer32", "Image File Execution", "AppInit_DLLs", "COR_PROFILER", "NODE_OPTIONS", "PYTHONSTARTUP", "PERL5OPT", "RUBYOPT", "JAVA_TOOL_OPTIONS", "rustc-wrapper", "RUSTC_WRAPPER", "GIT_SSH_COMMAND", "core.fsmonitor", "core.sshCommand", "PROMPT_COMMAND", "anacrontab", "crontab", "emond", "periodic/daily", "Folder Actions", "folderOpen", "runOn", "pm2 startup", "node-windows", "node-mac", "Win32_ScheduledJob", "cron.d", "xinitrc", "xprofile", "xsessionrc", "X-GNOME-Autostart", "LaunchAgents", "LaunchDaemons", "StartInterval", "RunAtLoad", "$PROFILE", "Register-WmiEvent", "Register-ScheduledJob"]),
    (Secrets, &["*allet", "Wallet*", "wallet*", "[Ww]allet", "[wW]allet", "/allet", "wallet.dat", "wallets/", "UTC--", "keystore/", "/keystore", "Exodus/", "Exodus\\", "/Exodus", "\\Exodus", "/Electrum", "/Coinomi", "Coinomi/", "/Daedalus", "/WalletWasabi", "/Guarda", "Atomic Wallet", "atomic/Local", "exodus.wallet", "Electrum/", ".electrum", "Electrum\\", "Extension Settings", "Local Storage/leveldb", "Local Storage\\leveldb", "remote-debugging-port", "--load-extension", "Login Data", "logins.json", "key4.db", "Cookies'", "Cookies\"", "cookies.sqlite", "Web Data", "id_rsa", "id_ed25519", ".ssh", ".aws", ".kube", ".docker/config", ".netrc", ".git-credentials", ".pgpass", ".gnupg", "login.keychain", "-generic-password", "-internet-password", "dump-keychain", "CryptUnprotectData", "SecItemCopyMatching", "SecKeychain", "keyring.get", "get_password(", "get_credential(", "keyring_view", "secret-tool", "kwallet", "libsecret", "tdata", "Telegram Desktop", "chrome.cookies", "browser.cookies", "Ledger Live", "ledger live", "Trezor", "solana/id.json", "Local Extension", "User Data", "Bitcoin/", "Ethereum/", "monero", "*seed*", "*mnemonic*", "*.kdbx", ".kdbx", "*.wallet", "*.key", "*.pem", "home_keys", "private_key*", "requestBody", "...process.env", "stringify(process.env", "entries(process.env", ":process.env", ": process.env", ".config/solana", ".config/sui", ".aptos/config", "os.environ.items()", "dict(os.environ)", "printenv", ".privateKey", "PRIVATE_KEY", "privateKey", "mnemonic", "seedPhrase", "secretKey", "nkbihfbeogaeaoehlefnkodbefgpgknn", "bfnaelmomeimhlpmgjnjophhpkkoljpa"]),
    (SecretWords, &["mnemonic", "Mnemonic", "seed phrase", "seedPhrase", "seed_phrase", "recovery phrase", "recoveryPhrase", "recovery_phrase", "secretPhrase", "seedWords", "seed_words", "data-word", "privateKey", "private_key", "passphrase", "type=password", "type=\"password\"", "type='password'", "=password]", "onImport", "addEventListener('submit'", "addEventListener(\"submit\"", "onsubmit=", "new FormData("]),
    (Encodes, &["btoa(", "b64encode(", "toString('base64')", "toString(\"base64\")", "urlsafe_b64", "base64.b", "ToBase64String", "encode_base64", "encode64", "encodebytes"]),
    (Reports, &["sendBeacon(", "telemetry", "Telemetry", "track(", "analytics", "new Image(", "report(", "reportError", "captureException", "crash", "dgram", "resolveTxt(", "dns.resolve", "webhook", "api.telegram", "discord.com/api"]),
    (TrustsAnybody, &["rejectUnauthorized:false", "rejectUnauthorized: false", "rejectUnauthorized:!1", "TLS_REJECT_UNAUTHORIZED", "verify=False", "CERT_NONE", "_create_unverified_context", "check_hostname = False", "check_hostname=False", "ServerCertificateValidationCallback", "SkipCertificateCheck", "--no-check-certificate", "curl -k", "curl -sk", "--insecure", "strict-ssl false", "verifyUpdateCodeSignature:false", "verifyUpdateCodeSignature: false", "VERIFY_NONE", "danger_accept_invalid", "sslVerify false", "certificate-error", "ignore-certificate-errors", "setCertificateVerifyProc", "verifyUpdateCodeSignature", "InsecureSkipVerify", "url:'http://", "url: 'http://", "url:\"http://", "url: \"http://", "setFeedURL('http://", "setFeedURL(\"http://"]),
    (FetchesPackage, &["'npx'", "\"npx\"", "npx.cmd", "npx --yes", "npx -y", "'bunx'", "'pnpx'", "'dlx'", "\"dlx\"", "'uvx'", "'pipx'", "'npm','install'", "'npm', 'install'", "'npm', ['install'", "'npm',['install'", "npm install ", "npm i ", "pip install ", "'pip','install'", "'pip', 'install'", "\"pip\", \"install\"", "gem install ", "'gem','install'", "cargo install ", "go install ", "Install-Module ", "brew install ", "--prefer-online", "pip.main(", "_internal.main(", "'git','pull'", "'git', 'pull'", "\"git\", \"pull\"", "git pull", "--pull always", "--pull=always"]),
    (Exposes, &["exposeInMainWorld"]),
    (Letters, &["codePointAt(", "charCodeAt(", "fromCharCode", "fromCodePoint", "ord(", "chr(", "[char]", "decode('utf", "decode(\"utf", "toString('utf", "toString(\"utf", "TextDecoder", "Buffer.from(", "bytes(int(", "fromhex("]),
    (Derives, &["fromPhrase(", "fromMnemonic(", "from_mnemonic(", "mnemonicToSeed", "mnemonicToEntropy", "validateMnemonic", "HDNode", "HDKey", "hdkey", "derivePath(", "PBKDF2", "pbkdf2", "scrypt", "secretbox", "subtle.encrypt", "argon2", "Keypair.fromSeed", "createCipheriv(", "AES.encrypt("]),
    (ReadsFiles, &["readFileSync(", "readFile(", ",'rb')", ", 'rb')", ",\"rb\")", ", \"rb\")", "read_bytes(", "ReadAllBytes(", "PNG.sync.read(", "getImageData(", "Image.open(", "TTFont(", "GetPixel(", "LockBits(", "pkgutil.get_data("]),
    (Stores, &["extractall(", "unpack_archive(", "DownloadFile", "urlretrieve(", "curl -o", "curl -O", "curl -s", "curl -f", "curl -L", "wget ", "-OutFile", "mktemp", "File.write", "File.open(", "Bun.write", "writeFile", "createWriteStream", "appendFile", "write_bytes(", "'wb'", "\"wb\"", "SaveToFile", "WriteAllBytes", "Set-Content", "Out-File", "git clone", "git pull", "getstore(", "UrlDownloadToFile", "InetGet(", "Start-BitsTransfer", "bitsadmin", "certutil"]),
    (PageRights, &["nodeIntegration:true", "nodeIntegration: true", "nodeIntegration:!0", "contextIsolation:false", "contextIsolation: false", "contextIsolation:!1", "webSecurity:false", "webSecurity: false", "webSecurity:!1", "enableRemoteModule", "nodeIntegrationInWorker", "nodeIntegrationInSubFrames", "sandbox:false", "sandbox: false", "sandbox:!1", "allowRunningInsecureContent", "executeJavaScript(", "dangerousRemoteDomainIpcAccess", "dangerousDisableAssetCspModification"]),
    (RemotePage, &["loadURL('http", "loadURL(\"http", "loadURL(`http", "loadURL(u", "loadURL(a", "loadURL(b", "loadURL(n", "loadURL(c", "loadURL(s", "loadURL(r", "loadURL(p", "loadURL(w", "loadURL(h", "loadURL(R", "loadURL(U", "loadURL(S", "<webview"]),
];

/// Texts in programs that say the same more widely.
#[rustfmt::skip]
const WIDELY_IN_PROGRAMS: &[(Capability, &[&str])] = &[
    (Reaches, &["dataTaskWith", "downloadTaskWith", "uploadTaskWith", "stringWithContentsOfURL", "dataWithContentsOfURL", "initWithContentsOfURL", "GET /", "POST /", "PUT /", "HTTP/1.", "wss://", "ws://", "https://", "User-Agent:", "MSXML2.", "WinHttp."]),
    (Starts, &["ProcessStartInfo", "launchAndReturnError", "setLaunchPath:", "setExecutableURL:", "NSTask", "/bin/sh", "/bin/bash", "cmd.exe", "cmd /c", "powershell", "osascript", "rundll32", "regsvr32"]),
    (Persists, &["SMAppService", "SMLoginItem", "systemd/user", "systemd/system", "[Service]\nExecStart", "ExecStart=", "autostart/", "LaunchAgents", "LaunchDaemons", "LD_PRELOAD", "DYLD_INSERT", "environment.d", "InprocServer32", "CurrentVersion\\Run", "RunOnce", "Schedule.Service", "ld.so.preload", ".bashrc", ".zshrc", ".profile", "crontab", "login item", "NativeMessagingHosts", "Image File Execution", "Programs\\Startup"]),
    (Secrets, &["allet*", "*allet", "wallets", "wallet.dat", "Keystore", "keystore", "UTC--", "leveldb", "Login Data", "logins.json", "key4.db", "Local Extension Settings", "exodus", "Exodus", "Electrum", "MetaMask", "id_rsa", "id_ed25519", ".ssh/", ".aws/", "login.keychain", "Ledger Live", "solana/id.json", "Telegram Desktop", "tdata", ".gnupg", "User Data", "Cookies", "mnemonic", "seed phrase", "/proc/self/comm"]),
    (RunsText, &["NSAppleScript", "OSAScript", "evaluateScript:", "JSEvaluateScript", "PyRun_SimpleString", "luaL_loadbuffer"]),
];

/// Functions that say the same more widely.
#[rustfmt::skip]
const WIDELY_IMPORTED: &[(Capability, &[&str])] = &[
    (Reaches, &["getaddrinfo", "gethostbyname", "SSL_write", "SSL_connect", "SSL_read", "connect", "WSAConnect", "InternetReadFile", "InternetOpenUrl", "WinHttpSendRequest", "URLDownloadToFile", "curl_easy_perform", "HttpSendRequest", "OBJC_CLASS_$_NSURLSession", "OBJC_CLASS_$_NSURLConnection", "nw_connection_create", "DnsQuery"]),
    (Starts, &["posix_spawn", "posix_spawnp", "execve", "execv", "execvp", "execl", "fexecve", "system", "popen", "CreateProcess", "ShellExecute", "ShellExecuteEx", "WinExec", "OBJC_CLASS_$_NSTask", "OBJC_CLASS_$_NSAppleScript"]),
    (LoadsModule, &["dlopen", "memfd_create", "LoadLibrary", "LoadLibraryEx", "NSLinkModule", "VirtualAlloc", "VirtualAllocEx", "VirtualProtect", "NtAllocateVirtualMemory", "MapViewOfFile"]),
    (Persists, &["SMAppServiceRegister", "SMLoginItemSetEnabled", "OBJC_CLASS_$_SMAppService", "LSSharedFileListInsertItemURL", "RegSetKeyValue", "RegSetValueEx"]),
    (Secrets, &["SecItemCopyMatching", "SecKeychainFindGenericPassword", "CryptUnprotectData", "CredEnumerate"]),
];

/// Texts in programs.
#[rustfmt::skip]
const IN_PROGRAMS: &[(Capability, &[&str])] = &[
    (Http, &["NSURLSession", "NSMutableURLRequest", "QNetworkAccessManager", "CFHTTPMessage", "net/http.(*Client)", "reqwest::", "System.Net.Http", "WebClient", "WinHttpOpen", "InternetOpenUrl", "urllib3", "libcurl/"]),
    (Post, &["multipart/form-data", "application/x-www-form-urlencoded"]),
    (HostInfo, &["sw_vers -productVersion", "hostName", "osVersion", "IOPlatformSerialNumber", "IOPlatformUUID", "MachineGuid", "/etc/machine-id", "ProductName\0", "systeminfo"]),
    (ProcessList, &["CreateToolhelp32Snapshot", "ps aux", "tasklist", "kern.proc"]),
    (TemporaryPath, &["/var/tmp/", "/tmp/.", "/private/tmp/", "%TEMP%", "/dev/shm/"]),
    (HiddenPath, &["%s/.%s", "%s\\.%s", "/tmp/.", "/var/tmp/.", "%@/.%@", "/Library/."]),
    (AutoStart, &["/Library/LaunchDaemons/", "/Library/LaunchAgents/", "CurrentVersion\\Run", ".config/autostart/", "/etc/systemd/system/", "/etc/cron.d/", "schtasks /create", "schtasks.exe /create", "schtasks /Create", "\\Start Menu\\Programs\\Startup"]),
    (MakeExecutable, &["/bin/chmod", "chmod +x ", "chmod 755 "]),
    (DeletesSelf, &["del /f /q \"%s\"", "cmd.exe /c del", "/c ping 127.0.0.1 -n", "cmd.exe /C ping"]),
    (Keychain, &["SecKeychainFindGenericPassword", "SecKeychainItemCopyContent", "login.keychain", "CryptUnprotectData", "dump-keychain"]),
    (BrowserStore, &["Login Data", "logins.json", "key4.db", "Local Extension Settings", "cookies.sqlite"]),
    (WalletStore, &["wallet.dat", "exodus.wallet", "nkbihfbeogaeaoehlefnkodbefgpgknn", "electrum/wallets", "Electrum\\wallets", "Electrum/wallets"]),
    (Screen, &["screencapture -x", "CGDisplayCreateImage"]),
    (AntiVirtualMachine, &["VBoxService.exe", "vmtoolsd.exe", "VBoxGuest", "SbieDll.dll", "wine_get_version"]),
    (AntiDebug, &["OllyDbg", "x64dbg", "IDA Pro"]),
    (VerifiesSignature, &["SUPublicEDKey", "SecCodeCheckValidity", "SecStaticCodeCheckValidity", "WinVerifyTrust", "minisign", "ed25519"]),
    (DisablesProtection, &["com.apple.quarantine", "Add-MpPreference", "DisableAntiSpyware", "spctl --master-disable"]),
    (LoadFromMemory, &["NSCreateObjectFileImageFromMemory", "memfd:", "ReflectiveLoader"]),
];

/// Functions taken from libraries, without `_` in front and `A` or `W` behind.
#[rustfmt::skip]
const IMPORTS: &[(Capability, &[&str])] = &[
    (Http, &["WinHttpSendRequest", "WinHttpOpen", "WinHttpConnect", "InternetOpen", "InternetReadFile", "InternetOpenUrl", "HttpSendRequest", "URLDownloadToFile", "curl_easy_perform", "curl_easy_init", "CFHTTPMessageCreateRequest", "CFReadStreamCreateForHTTPRequest", "OBJC_CLASS_$_NSURLSession", "OBJC_CLASS_$_NSMutableURLRequest", "OBJC_CLASS_$_NSURLConnection"]),
    (Socket, &["connect", "WSAConnect", "WSAStartup"]),
    (Execute, &["CreateProcess", "ShellExecute", "ShellExecuteEx", "WinExec", "CreateProcessAsUser", "system", "popen", "execl", "execv", "execve", "execvp", "execlp", "posix_spawn", "posix_spawnp", "OBJC_CLASS_$_NSTask"]),
    (HostInfo, &["GetComputerName", "GetComputerNameEx", "GetUserName", "gethostname", "getpwuid", "uname", "sysctl", "sysctlbyname", "GetNativeSystemInfo", "GetAdaptersInfo", "IOPlatformExpertDevice"]),
    (ProcessList, &["CreateToolhelp32Snapshot", "Process32First", "EnumProcesses", "proc_listallpids", "proc_listpids"]),
    (MakeExecutable, &["chmod", "fchmod"]),
    (TemporaryPath, &["GetTempPath", "GetTempFileName"]),
    (Decrypt, &["CryptDecrypt", "BCryptDecrypt", "CCCrypt", "EVP_DecryptInit_ex", "EVP_DecryptUpdate"]),
    (Inject, &["CreateRemoteThread", "CreateRemoteThreadEx", "WriteProcessMemory", "NtCreateThreadEx", "RtlCreateUserThread", "task_for_pid", "mach_vm_write", "QueueUserAPC"]),
    (LoadFromMemory, &["NSCreateObjectFileImageFromMemory", "NSLinkModule", "memfd_create", "fexecve"]),
    (Keyboard, &["GetAsyncKeyState", "SetWindowsHookEx", "GetRawInputData", "CGEventTapCreate"]),
    (Clipboard, &["GetClipboardData", "AddClipboardFormatListener"]),
    (Screen, &["CGDisplayCreateImage", "CGWindowListCreateImage"]),
    (Keychain, &["SecKeychainFindGenericPassword", "SecItemCopyMatching", "CredEnumerate", "CredRead", "CryptUnprotectData"]),
    (Service, &["CreateService", "OpenSCManager", "ChangeServiceConfig"]),
    (VerifiesSignature, &["WinVerifyTrust", "SecCodeCheckValidity", "SecStaticCodeCheckValidity", "CryptVerifySignature", "EVP_DigestVerify", "EVP_DigestVerifyFinal", "RSA_verify", "ED25519_verify"]),
    (AntiDebug, &["CheckRemoteDebuggerPresent", "NtQueryInformationProcess"]),
    (DynamicLoad, &["dlopen", "LoadLibrary", "LoadLibraryEx", "GetProcAddress", "dlsym"]),
];

/// Matches that are kept of one text.
const MATCHES_MAX: usize = 200_000;

/// Texts and what they mean.
pub(crate) struct Table {
    search: Search,
    meanings: Vec<(Capability, &'static str)>,
}

impl Table {
    fn new(rows: &[(Capability, &[&'static str])]) -> Self {
        let meanings: Vec<(Capability, &'static str)> = rows
            .iter()
            .flat_map(|(capability, texts)| texts.iter().map(move |text| (*capability, *text)))
            .collect();
        Self { search: Search::new(meanings.iter().map(|(_, text)| *text)), meanings }
    }

    /// Every match that `keep` wants, in order of places, overlapping ones too: where it is, and what it means.
    pub(crate) fn matches(
        &self,
        bytes: &[u8],
        keep: impl Fn(usize, Capability, &'static str) -> bool,
    ) -> Vec<(usize, Capability, &'static str)> {
        let mut found = Vec::new();
        self.search.each(bytes, |at, number| {
            let (capability, text) = self.meanings[number];
            if found.len() < MATCHES_MAX && keep(at, capability, text) {
                found.push((at, text.len(), number));
            }
        });
        found.sort_unstable();
        let meaning = |(at, _, number): (usize, usize, usize)| {
            let (capability, text) = self.meanings[number];
            (at, capability, text)
        };
        found.into_iter().map(meaning).collect()
    }

    /// The first match of each text, in order of places.
    pub(crate) fn firsts(&self, bytes: &[u8]) -> Vec<(usize, Capability, &'static str)> {
        let mut firsts = vec![usize::MAX; self.meanings.len()];
        self.search.each(bytes, |at, number| firsts[number] = firsts[number].min(at));
        let mut found: Vec<(usize, Capability, &'static str)> = firsts
            .into_iter()
            .zip(&self.meanings)
            .filter(|(at, _)| *at < usize::MAX)
            .map(|(at, (capability, text))| (at, *capability, *text))
            .collect();
        found.sort_by_key(|(at, _, text)| (*at, text.len()));
        found
    }
}

/// The table for scripts.
pub(crate) fn scripts() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| Table::new(&[IN_SCRIPTS, WIDELY].concat()))
}

/// The table for programs.
pub(crate) fn programs() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| Table::new(&[IN_PROGRAMS, WIDELY_IN_PROGRAMS].concat()))
}

/// What a function taken from a library can do.
pub(crate) fn import(name: &str) -> impl Iterator<Item = Capability> {
    static TABLE: OnceLock<std::collections::HashMap<&'static str, Vec<Capability>>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let mut table: std::collections::HashMap<_, Vec<Capability>> = std::collections::HashMap::new();
        for (capability, names) in IMPORTS.iter().chain(WIDELY_IMPORTED) {
            for name in *names {
                table.entry(*name).or_default().push(*capability);
            }
        }
        table
    });
    let name = name.strip_prefix('_').unwrap_or(name);
    let name = name.split('@').next().unwrap_or(name);
    let known = table.get(name).or_else(|| table.get(name.strip_suffix(['A', 'W']).unwrap_or(name)));
    known.into_iter().flatten().copied()
}

/// Keeps the first sight of each capability, sorted.
pub(crate) fn see(seen: &mut Vec<Seen>, capability: Capability, evidence: &str, at: usize) {
    if let Err(place) = seen.binary_search_by_key(&capability, |seen| seen.capability) {
        let evidence = crate::bytes::shortened(evidence.trim_end_matches('\0'), 120);
        seen.insert(place, Seen { capability, evidence, at: crate::bytes::count(at) });
    }
}
