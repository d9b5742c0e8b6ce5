//! A server in a process of its own, and the least of a client for it.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};

/// How long a server may take to answer at all.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running server; ends when dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Server {
    /// The program under test on the SQLite file in this folder.
    pub(crate) fn madang(madang: &Path, data: &Path) -> anyhow::Result<Self> {
        Self::madang_on(madang, data, &data.join("madang.db").display().to_string())
    }

    /// The program under test on this database.
    pub(crate) fn madang_on(madang: &Path, data: &Path, database: &str) -> anyhow::Result<Self> {
        let address = free_address()?;
        let mut command = madang_command(madang, data, database);
        command.arg("--listen").arg(address.to_string()).arg("serve");
        Self::start(command, address)
    }

    /// The yardstick: this program itself.
    pub(crate) fn bare(data: &Path) -> anyhow::Result<Self> {
        let address = free_address()?;
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("--data").arg(data).arg("bare").arg(address.to_string());
        Self::start(command, address)
    }

    fn start(mut command: Command, address: SocketAddr) -> anyhow::Result<Self> {
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let child = child.with_context(|| format!("cannot start {:?}", command.get_program()))?;
        Ok(Self { child, address })
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Asks until there is an answer; the server may still be starting.
    pub(crate) fn first_answer(&self, path: &str) -> anyhow::Result<Answer> {
        let begun = Instant::now();
        loop {
            match ask(self.address, path, &Asked::default()) {
                Ok(answer) if answer.status == 200 => return Ok(answer),
                Ok(answer) => bail!("{path} answers {}", answer.status),
                Err(error) if begun.elapsed() > PATIENCE => return Err(error),
                Err(_) => std::thread::sleep(Duration::from_micros(500)),
            }
        }
    }

    /// The answer to one request, which must be 200.
    pub(crate) fn get(&self, path: &str) -> anyhow::Result<Answer> {
        self.get_as(path, "")
    }

    /// The same for whoever holds these cookies.
    pub(crate) fn get_as(&self, path: &str, cookies: &str) -> anyhow::Result<Answer> {
        let answer = ask(self.address, path, &Asked { cookies, ..Asked::default() })?;
        if answer.status == 200 { Ok(answer) } else { bail!("{path} answers {}", answer.status) }
    }

    /// Ends it as a supervisor does, so that the next start finds everything in order.
    pub(crate) fn stop(mut self) -> anyhow::Result<()> {
        Command::new("kill").arg("-TERM").arg(self.id().to_string()).status()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It has ended already after `stop`; both calls are harmless then.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program with its data; no variable of the environment leads it elsewhere.
pub(crate) fn madang_command(madang: &Path, data: &Path, database: &str) -> Command {
    let mut command = Command::new(madang);
    for name in ["CONFIG", "DATA", "DATABASE", "LISTEN", "BASE_URL", "LOG"] {
        command.env_remove(format!("MADANG_{name}"));
    }
    command.arg("--data").arg(data).arg("--database").arg(database);
    command
}

fn free_address() -> anyhow::Result<SocketAddr> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?)
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content_type: String,
    /// What the server wants to be told from now on, as `name=value; name=value`.
    pub(crate) cookies: String,
    /// As it came: compressed unless it was asked for plain.
    pub(crate) body: Vec<u8>,
    /// From the first byte of the request to the last of the answer, without the connection.
    pub(crate) time: Duration,
}

/// What goes with a request.
#[derive(Clone, Copy, Default)]
pub(crate) struct Asked<'a> {
    /// As `name=value; name=value`; empty for none.
    pub(crate) cookies: &'a str,
    /// A form to send; without one, the page is only asked for.
    pub(crate) form: Option<&'a str>,
    /// Whether the answer is to be read, and so not compressed.
    pub(crate) is_plain: bool,
}

/// One request on a connection of its own.
pub(crate) fn ask(address: SocketAddr, path: &str, asked: &Asked<'_>) -> anyhow::Result<Answer> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let method = if asked.form.is_some() { "POST" } else { "GET" };
    let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n");
    if !asked.cookies.is_empty() {
        head.push_str(&format!("cookie: {}\r\n", asked.cookies));
    }
    if !asked.is_plain {
        head.push_str("accept-encoding: gzip\r\n");
    }
    match asked.form {
        Some(form) => head.push_str(&format!(
            "content-type: application/x-www-form-urlencoded\r\nsec-fetch-site: same-origin\r\n\
             content-length: {}\r\n\r\n{form}",
            form.len()
        )),
        None => head.push_str("\r\n"),
    }
    let begun = Instant::now();
    stream.write_all(head.as_bytes())?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    let time = begun.elapsed();
    let end =
        bytes.windows(4).position(|part| part == b"\r\n\r\n").context("the answer has no end of its head")?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let status =
        head.split(' ').nth(1).and_then(|text| text.parse().ok()).context("the answer has no status")?;
    let kind = head.lines().find_map(|line| line.strip_prefix("content-type: ")).unwrap_or_default();
    let cookies = head.lines().filter_map(|line| line.strip_prefix("set-cookie: "));
    let cookies: Vec<&str> = cookies.filter_map(|cookie| cookie.split(';').next()).collect();
    Ok(Answer {
        status,
        content_type: kind.to_owned(),
        cookies: cookies.join("; "),
        body: bytes.split_off(end + 4),
        time,
    })
}
