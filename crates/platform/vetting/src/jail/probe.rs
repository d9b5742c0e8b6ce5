//! Tries, from inside the jail, what must not be possible. `madang vet-worker --probe` prints what became of it.

use std::{
    fs, io,
    net::{TcpListener, TcpStream, UdpSocket},
    process::Command,
};

use serde::{Deserialize, Serialize};

/// One attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// What was tried.
    pub what: String,
    /// It was not possible.
    pub denied: bool,
    /// What the system answered.
    pub answer: String,
}

/// Tries everything. *Shapes*: always the same attempts, in the same order.
#[must_use]
pub fn attempt_all() -> Vec<Attempt> {
    let mut attempts = vec![
        attempt("read a file of the system", fs::read("/etc/passwd")),
        attempt("list a folder", fs::read_dir("/")),
        attempt("ask about a file", fs::metadata("/etc/passwd")),
        attempt("write a file", fs::write("/tmp/madang-jail-probe", b"x")),
        attempt("make a folder", fs::create_dir("/tmp/madang-jail-probe-folder")),
        attempt("delete a file", refused_as_missing(fs::remove_file("/tmp/madang-jail-probe"))),
        attempt("connect by TCP", refused_as_missing(TcpStream::connect("127.0.0.1:9"))),
        attempt("listen by TCP", TcpListener::bind("127.0.0.1:0")),
        attempt("open a UDP socket", UdpSocket::bind("127.0.0.1:0")),
        attempt("start a program", Command::new("/bin/true").spawn()),
        attempt("start a thread", std::thread::Builder::new().spawn(|| ())),
        attempt("map three GiB", memory()),
    ];
    #[cfg(unix)]
    {
        use std::os::unix::{net::UnixStream, process::CommandExt as _};
        attempts.push(attempt("open a pair of sockets", UnixStream::pair()));
        let other = Command::new("/madang-no-such-program").exec();
        attempts.push(attempt("become another program", refused_as_missing::<()>(Err(other))));
    }
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Resource, Rlimit};
        let more = Rlimit { current: Some(1 << 20), maximum: Some(1 << 20) };
        attempts.push(attempt("raise a limit", rustix::process::setrlimit(Resource::Fsize, more)));
        // The first process is always there; nothing is sent, only asked whether it could be.
        let first = rustix::process::test_kill_process(rustix::process::Pid::INIT);
        attempts.push(attempt("signal another process", first));
        attempts.push(attempt("leave for another folder", std::env::set_current_dir("/tmp")));
    }
    attempts
}

fn attempt<T>(what: &str, outcome: Result<T, impl std::fmt::Display>) -> Attempt {
    let denied = outcome.is_err();
    let answer = outcome.err().map_or("it was possible".into(), |error| error.to_string());
    Attempt { what: what.into(), denied, answer }
}

/// "Not there" and "nobody listens" are no denials: the attempt got through to the answer.
fn refused_as_missing<T>(outcome: io::Result<T>) -> Result<(), String> {
    match outcome {
        Err(error) if !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused) => {
            Err(error.to_string())
        }
        _ => Ok(()),
    }
}

fn memory() -> Result<(), String> {
    let mut bytes: Vec<u8> = Vec::new();
    bytes.try_reserve_exact(3 << 30).map_err(|error| error.to_string())
}
