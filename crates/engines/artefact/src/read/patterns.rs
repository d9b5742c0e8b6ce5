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
                found.push((at, capability, text));
            }
        });
        found.sort_by_key(|(at, _, text)| (*at, text.len()));
        found
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
    TABLE.get_or_init(|| Table::new(IN_SCRIPTS))
}

/// The table for programs.
pub(crate) fn programs() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| Table::new(IN_PROGRAMS))
}

/// What a function taken from a library can do.
pub(crate) fn import(name: &str) -> impl Iterator<Item = Capability> {
    static TABLE: OnceLock<std::collections::HashMap<&'static str, Vec<Capability>>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let mut table: std::collections::HashMap<_, Vec<Capability>> = std::collections::HashMap::new();
        for (capability, names) in IMPORTS {
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
