//! A second opinion from `clamd`, when the operator has one and wants it.
//!
//! clamd says OK of files that are over its own limits, so sizes are checked here first; and every reply but exactly
//! `stream: OK` and `stream: NAME FOUND` is taken as no opinion at all.

use std::{
    io::{self, Read, Write},
    net::{TcpStream, ToSocketAddrs as _},
    path::PathBuf,
    str::FromStr,
    time::Duration,
};

use serde::{Deserialize, Serialize};

/// The longest reply. *Units*: bytes.
const REPLY_BYTES_MAX: u64 = 4096;
/// How much is sent at a time. *Units*: bytes.
const CHUNK_BYTES: usize = 1 << 16;

/// What an engine said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "kebab-case")]
pub enum Answer {
    /// It knows nothing against it.
    Clean,
    /// It recognises it.
    Found {
        /// The name that it gives.
        name: String,
    },
    /// There is no opinion.
    Failed {
        /// Why not.
        why: String,
    },
}

/// A second opinion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinion {
    /// The engine.
    pub engine: String,
    /// Its version and that of its database, as it says.
    pub version: String,
    /// What it said.
    #[serde(flatten)]
    pub answer: Answer,
}

/// Where a clamd listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// `host:port`.
    Tcp(String),
    /// The path of a socket.
    Unix(PathBuf),
}

impl FromStr for Address {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.starts_with('/') {
            Ok(Self::Unix(text.into()))
        } else if text
            .rsplit_once(':')
            .is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok())
        {
            Ok(Self::Tcp(text.into()))
        } else {
            Err("expected host:port or the path of a socket".into())
        }
    }
}

/// A clamd that is asked.
#[derive(Debug, Clone)]
pub struct Clamd {
    /// Where it listens.
    pub address: Address,
    /// The biggest file that it looks into: the smallest of its `StreamMaxLength`, `MaxFileSize` and `MaxScanSize`. *Units*: bytes.
    pub size_bytes_max: u64,
    /// How long to wait for each step.
    pub patience: Duration,
}

trait Connection: Read + Write {}
impl<T: Read + Write> Connection for T {}

impl Clamd {
    /// Asks about an artefact. Whatever goes wrong is [`Answer::Failed`].
    #[must_use]
    pub fn ask(&self, artefact: &mut impl Read, size_bytes: u64) -> Opinion {
        let version = self.command(b"zVERSION\0");
        let answer = if size_bytes > self.size_bytes_max {
            let most = self.size_bytes_max;
            Answer::Failed { why: format!("{size_bytes} bytes are more than the {most} that it looks into") }
        } else {
            self.stream(artefact, size_bytes)
                .unwrap_or_else(|error| Answer::Failed { why: error.to_string() })
        };
        match version {
            Ok(version) if version.starts_with("ClamAV ") => {
                Opinion { engine: "ClamAV".into(), version: shown(&version), answer }
            }
            // What does not say what it is has no opinion either.
            Ok(other) => failed(format!("it does not say that it is ClamAV, but {:?}", shown(&other))),
            Err(error) => failed(error.to_string()),
        }
    }

    fn connect(&self) -> io::Result<Box<dyn Connection>> {
        match &self.address {
            Address::Tcp(address) => {
                let address =
                    address.to_socket_addrs()?.next().ok_or_else(|| io::Error::other("no such host"))?;
                let stream = TcpStream::connect_timeout(&address, self.patience)?;
                stream.set_read_timeout(Some(self.patience))?;
                stream.set_write_timeout(Some(self.patience))?;
                Ok(Box::new(stream))
            }
            #[cfg(unix)]
            Address::Unix(path) => {
                let stream = std::os::unix::net::UnixStream::connect(path)?;
                stream.set_read_timeout(Some(self.patience))?;
                stream.set_write_timeout(Some(self.patience))?;
                Ok(Box::new(stream))
            }
            #[cfg(not(unix))]
            Address::Unix(_) => Err(io::Error::other("there are no such sockets on this system")),
        }
    }

    fn command(&self, command: &[u8]) -> io::Result<String> {
        let mut connection = self.connect()?;
        connection.write_all(command)?;
        reply(&mut connection)
    }

    /// Sends the bytes as clamd's `INSTREAM` wants them: chunks with their length in front, then a length of 0.
    fn stream(&self, artefact: &mut impl Read, size_bytes: u64) -> io::Result<Answer> {
        let mut connection = self.connect()?;
        connection.write_all(b"zINSTREAM\0")?;
        let mut buffer = vec![0; CHUNK_BYTES];
        let mut sent = 0;
        loop {
            let read = artefact.read(&mut buffer)?;
            let length = u32::try_from(read).map_err(io::Error::other)?;
            let chunk = connection.write_all(&length.to_be_bytes());
            if chunk.and_then(|()| connection.write_all(&buffer[..read])).is_err() {
                // It has hung up; its reason may still be there to read.
                let reason = reply(&mut connection).unwrap_or_else(|error| error.to_string());
                return Err(io::Error::other(format!("it hung up: {}", shown(&reason))));
            }
            sent += read as u64;
            if read == 0 {
                break;
            }
        }
        if sent != size_bytes {
            return Err(io::Error::other("the file changed while it was sent"));
        }
        understand(&reply(&mut connection)?)
    }
}

fn failed(why: String) -> Opinion {
    Opinion { engine: "clamd".into(), version: String::new(), answer: Answer::Failed { why } }
}

fn reply(connection: &mut dyn Read) -> io::Result<String> {
    let mut bytes = Vec::new();
    let mut byte = [0];
    loop {
        if connection.read(&mut byte)? == 0 {
            return Err(io::Error::other("it hung up in the middle of its reply"));
        }
        if byte[0] == 0 {
            return String::from_utf8(bytes).map_err(io::Error::other);
        }
        bytes.push(byte[0]);
        if bytes.len() as u64 > REPLY_BYTES_MAX {
            return Err(io::Error::other("its reply has no end"));
        }
    }
}

fn understand(reply: &str) -> io::Result<Answer> {
    if reply == "stream: OK" {
        return Ok(Answer::Clean);
    }
    let name = reply.strip_prefix("stream: ").and_then(|rest| rest.strip_suffix(" FOUND"));
    match name {
        // ClamAV reports its own limits as findings; those are no opinion.
        Some(name) if name.starts_with("Heuristics.Limits.Exceeded") => {
            Err(io::Error::other(format!("its own limits were exceeded ({})", shown(name))))
        }
        Some(name) if is_name(name) => Ok(Answer::Found { name: name.to_owned() }),
        _ => Err(io::Error::other(format!("it replied {:?}", shown(reply)))),
    }
}

/// Signature names are single words; `(null)` is what a broken clamd says.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name != "(null)" && name.bytes().all(|byte| byte.is_ascii_graphic())
}

fn shown(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(200).collect()
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    const VERSION: &[u8] = b"ClamAV 1.4.6/27000/Mon Jan  1 00:00:00 2026\0";

    /// A clamd on loopback that answers one question about its version, then one about a stream, with `reply`.
    /// `hear`: it reads what it is sent. *Shapes*: what it was sent.
    fn fake(
        version: &'static [u8],
        reply: &'static [u8],
        hear: bool,
    ) -> (Clamd, std::thread::JoinHandle<Vec<u8>>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = Address::Tcp(listener.local_addr().unwrap().to_string());
        let server = std::thread::spawn(move || {
            let (mut first, _) = listener.accept().unwrap();
            let mut command = [0; 9];
            first.read_exact(&mut command).unwrap();
            first.write_all(version).unwrap();
            drop(first);
            let (mut second, _) = listener.accept().unwrap();
            let mut sent = Vec::new();
            if hear {
                let mut command = [0; 10];
                second.read_exact(&mut command).unwrap();
                assert_eq!(&command, b"zINSTREAM\0");
                loop {
                    let mut length = [0; 4];
                    second.read_exact(&mut length).unwrap();
                    let length = u32::from_be_bytes(length) as usize;
                    if length == 0 {
                        break;
                    }
                    let mut chunk = vec![0; length];
                    second.read_exact(&mut chunk).unwrap();
                    sent.extend(chunk);
                }
            }
            let _ = second.write_all(reply);
            sent
        });
        let patience = Duration::from_millis(500);
        (Clamd { address, size_bytes_max: 1 << 20, patience }, server)
    }

    fn asked(version: &'static [u8], reply: &'static [u8], hear: bool) -> Answer {
        let bytes: Vec<u8> = (0..150_000_u32).flat_map(u32::to_le_bytes).collect();
        let (clamd, server) = fake(version, reply, hear);
        let opinion = clamd.ask(&mut &bytes[..], bytes.len() as u64);
        if hear {
            assert_eq!(server.join().unwrap(), bytes);
        }
        opinion.answer
    }

    #[test]
    fn exactly_two_replies_are_opinions() {
        assert_eq!(asked(VERSION, b"stream: OK\0", true), Answer::Clean);
        let found = Answer::Found { name: "Win.Test.EICAR_HDB-1".into() };
        assert_eq!(asked(VERSION, b"stream: Win.Test.EICAR_HDB-1 FOUND\0", true), found);
    }

    #[test]
    fn everything_else_is_none() {
        for reply in [
            &b"stream: OK"[..],
            b"stream: OK\n\0",
            b" stream: OK\0",
            b"stream: ok\0",
            b"OK\0",
            b"\0",
            b"",
            b"stream: (null) FOUND\0",
            b"stream:  FOUND\0",
            b"stream: two words FOUND\0",
            b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0",
            b"INSTREAM size limit exceeded. ERROR\0",
            b"stream: Can't allocate memory ERROR\0",
            b"stream: \xff\xfe FOUND\0",
            &[b'x'; 9000],
        ] {
            let answer = asked(VERSION, reply, true);
            assert!(
                matches!(answer, Answer::Failed { .. }),
                "{:?}: {answer:?}",
                String::from_utf8_lossy(reply)
            );
        }
    }

    #[test]
    fn one_that_hangs_up_or_is_something_else_has_none() {
        assert!(matches!(asked(VERSION, b"", false), Answer::Failed { .. }));
        assert!(matches!(asked(b"nginx\0", b"stream: OK\0", true), Answer::Failed { .. }));
    }

    #[test]
    fn one_that_is_silent_or_not_there_has_none() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = Address::Tcp(listener.local_addr().unwrap().to_string());
        let clamd = Clamd { address, size_bytes_max: 100, patience: Duration::from_millis(50) };
        assert!(matches!(clamd.ask(&mut &b"abc"[..], 3).answer, Answer::Failed { .. }));
        drop(listener);
        assert!(matches!(clamd.ask(&mut &b"abc"[..], 3).answer, Answer::Failed { .. }));
    }

    #[test]
    fn what_is_too_big_is_not_sent() {
        assert!(Address::from_str("nowhere").is_err());
        let (clamd, _server) = fake(VERSION, b"stream: OK\0", false);
        let opinion = clamd.ask(&mut io::repeat(0), 1 + (1 << 20));
        assert_eq!(opinion.version, "ClamAV 1.4.6/27000/Mon Jan  1 00:00:00 2026");
        assert!(matches!(opinion.answer, Answer::Failed { why } if why.contains("more than")));
    }
}
