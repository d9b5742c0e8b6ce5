//! Runs a worker for one artefact and makes facts of whatever becomes of it.

use std::{
    fs::File,
    io::{self, BufReader, Read},
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use madang_artefact::{facts::Facts, limits::Limits};
use sha2::{Digest as _, Sha256};

use crate::{
    jail::{Demand, Sandbox, probe::Attempt},
    vetted,
    wire::{self, Garbled, Line, Reader, Request},
    worker,
};

/// How to start workers and how long to wait for them.
#[derive(Debug, Clone)]
pub struct Supervisor {
    /// The program; it must hand [`worker::COMMAND`] to [`worker::run`].
    pub program: PathBuf,
    /// Whether an open jail is accepted.
    pub demand: Demand,
    /// How long a worker may take. *Units*: time that passes.
    pub patience: Duration,
    /// What taking an artefact apart may cost.
    pub limits: Limits,
    /// The operator's own YARA rules; they need the feature `yara`.
    pub yara: Option<String>,
}

/// What a worker found.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// The facts. When the worker failed: that nothing could be opened, and why.
    pub facts: Facts,
    /// What held the worker back.
    pub sandbox: Sandbox,
    /// The facts are those of a worker that failed.
    pub failed: bool,
    /// SHA-256 of the operator's own rules that were asked, in hexadecimal digits.
    pub own_rules: Option<String>,
}

/// Something that is not the artefact's fault: nothing is known of it.
#[derive(Debug, thiserror::Error)]
pub enum CannotVet {
    /// The file cannot be read.
    #[error("{0}")]
    File(#[from] io::Error),
    /// The worker cannot be started.
    #[error("the reader cannot be started")]
    Start(#[source] io::Error),
    /// The jail cannot be closed here.
    #[error("{0}; --unsafe-no-sandbox reads files all the same, and says so in the report")]
    NotEnforced(String),
}

/// Why a worker gave no facts, in words.
struct Failure(String);

impl Supervisor {
    /// Workers that are this same program.
    ///
    /// # Errors
    /// When the system does not say where the program is.
    pub fn of_this_program(demand: Demand, limits: Limits) -> io::Result<Self> {
        Ok(Self {
            program: std::env::current_exe()?,
            demand,
            patience: Duration::from_secs(120),
            limits,
            yara: None,
        })
    }

    /// Takes a file apart in a worker of its own.
    ///
    /// # Errors
    /// Only when nothing can be said of the artefact: see [`CannotVet`]. A worker that crashes, hangs or talks nonsense is
    /// no error: the facts say that the artefact could not be opened.
    pub fn take_apart(&self, mut file: File, name: &str) -> Result<Taken, CannotVet> {
        let size_bytes = file.metadata()?.len();
        // Nobody may hold more than this; a reader need not be started to find out.
        let most = self.limits.object_bytes_max.min(self.limits.held_bytes_max);
        if size_bytes > most {
            let sha256 = copy_hashed(&mut file, &mut io::sink(), u64::MAX)?.1;
            let words = format!("it has {size_bytes} bytes, more than the {most} that are looked at");
            let facts = vetted::nothing_known(name, size_bytes, sha256, &self.limits, &words);
            return Ok(self.taken(facts, Sandbox::default(), true));
        }
        let mut child = self.start(&[])?;
        let request = Request {
            name: name.to_owned(),
            size_bytes,
            limits: self.limits.clone(),
            yara: self.yara.clone(),
        };
        let mut input = child.stdin.take().ok_or_else(|| no_pipe("input"))?;
        let feeder = thread::spawn(move || {
            // A worker that ends early closes the pipe; the file is hashed all the same.
            let _ = wire::write_line(&mut input, &request);
            copy_hashed(&mut file, &mut input, size_bytes)
        });
        let (sandbox, outcome) = self.hear(child, Reader::facts)?;
        let (read_bytes, sha256) =
            feeder.join().unwrap_or_else(|_| Err(io::Error::other("reading the file failed")))?;
        let outcome = outcome.and_then(|facts| {
            // The worker's word for what it read is not taken.
            if facts.sha256 == sha256 && facts.size_bytes == read_bytes && read_bytes == size_bytes {
                Ok(facts)
            } else {
                Err(Failure("the reader's hash is not that of the file".into()))
            }
        });
        Ok(match outcome {
            Ok(facts) => self.taken(facts, sandbox, false),
            Err(Failure(words)) => {
                let facts = vetted::nothing_known(name, read_bytes, sha256, &self.limits, &words);
                self.taken(facts, sandbox, true)
            }
        })
    }

    fn taken(&self, facts: Facts, sandbox: Sandbox, failed: bool) -> Taken {
        let own_rules = self.yara.as_ref().map(|text| crate::canonical::sha256(text.as_bytes()));
        Taken { facts, sandbox, failed, own_rules }
    }

    /// Lets a worker try what it must not be able to do.
    ///
    /// # Errors
    /// As [`Supervisor::take_apart`]; a worker that fails is [`CannotVet::NotEnforced`].
    pub fn probe(&self) -> Result<(Sandbox, Vec<Attempt>), CannotVet> {
        let child = self.start(&["--probe"])?;
        let (sandbox, outcome) =
            self.hear(child, |reader| match (reader.line()?, reader.line()?, reader.line()?) {
                (Some(Line::Probe { attempts }), Some(Line::End { lines: 1 }), None) => Ok(attempts),
                _ => Err(Garbled::Nonsense("no probe".into())),
            })?;
        outcome.map(|attempts| (sandbox, attempts)).map_err(|Failure(words)| CannotVet::NotEnforced(words))
    }

    fn start(&self, more: &[&str]) -> Result<Child, CannotVet> {
        let demand = match self.demand {
            Demand::Required => "--sandbox=required",
            Demand::BestEffort => "--sandbox=best-effort",
            Demand::Off => "--sandbox=off",
        };
        Command::new(&self.program)
            .arg(worker::COMMAND)
            .arg(demand)
            .args(more)
            .env_clear()
            .current_dir(std::path::MAIN_SEPARATOR_STR)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(CannotVet::Start)
    }

    /// Hears a worker out, and ends it when its time is over.
    fn hear<T: Send>(
        &self,
        mut child: Child,
        rest: impl FnOnce(&mut Reader<BufReader<std::process::ChildStdout>>) -> Result<T, Garbled> + Send,
    ) -> Result<(Sandbox, Result<T, Failure>), CannotVet> {
        let deadline = Instant::now() + self.patience;
        let out = child.stdout.take().ok_or_else(|| no_pipe("output"))?;
        let mut errors = child.stderr.take().ok_or_else(|| no_pipe("errors"))?;
        let (send, heard) = mpsc::channel();
        let (answer, status, late, complaint) = thread::scope(|scope| {
            let complaint = scope.spawn(move || {
                let mut text = Vec::new();
                // Its words are shown, so they are few; the rest is read and dropped, so that it never has to wait.
                let _ = (&mut errors).take(2000).read_to_end(&mut text);
                let _ = io::copy(&mut errors, &mut io::sink());
                String::from_utf8_lossy(&text).trim().to_owned()
            });
            scope.spawn(move || {
                let mut reader = Reader::new(BufReader::with_capacity(1 << 16, out));
                let answer = reader.hello().map(|sandbox| (sandbox, rest(&mut reader)));
                let _ = send.send(answer);
            });
            let answer = heard.recv_timeout(deadline.saturating_duration_since(Instant::now()));
            let late = answer.is_err();
            // One that talks nonsense is not waited for; one that has closed its output is about to end.
            let until = match &answer {
                Ok(Ok((_, Ok(_)))) => deadline,
                Ok(Ok((_, Err(Garbled::CutOff))) | Err(Garbled::CutOff)) => {
                    deadline.min(Instant::now() + Duration::from_secs(5))
                }
                Ok(_) | Err(_) => Instant::now(),
            };
            let status = wait_until(&mut child, until);
            (answer, status, late, complaint.join().unwrap_or_default())
        });
        let status = status?;
        if status.as_ref().and_then(ExitStatus::code) == Some(i32::from(worker::NOT_ENFORCED)) {
            return Err(CannotVet::NotEnforced(complaint));
        }
        if late {
            let words =
                format!("the reader took longer than {} seconds and was ended", self.patience.as_secs());
            return Ok((Sandbox::default(), Err(Failure(words))));
        }
        let (sandbox, outcome) = match answer {
            Ok(Ok((sandbox, outcome))) => (sandbox, outcome),
            Ok(Err(garbled)) => (Sandbox::default(), Err(garbled)),
            Err(_) => (Sandbox::default(), Err(Garbled::CutOff)),
        };
        let outcome = match (outcome, status) {
            (Ok(answer), Some(status)) if status.success() => Ok(answer),
            (Ok(_), Some(status)) => Err(Failure(died(status, &complaint))),
            (Ok(_), None) => Err(Failure("the reader did not end and was ended".into())),
            (Err(Garbled::CutOff), Some(status)) => Err(Failure(died(status, &complaint))),
            (Err(garbled), _) => Err(Failure(garbled.to_string())),
        };
        Ok((sandbox, outcome))
    }
}

fn no_pipe(which: &str) -> CannotVet {
    CannotVet::Start(io::Error::other(format!("its {which} is no pipe")))
}

fn died(status: ExitStatus, complaint: &str) -> String {
    let words = format!("the reader ended early ({status})");
    if complaint.is_empty() { words } else { format!("{words}: {complaint}") }
}

/// Waits for a worker; ends it at `deadline`. *Shapes*: `None` when it had to be ended.
fn wait_until(child: &mut Child, deadline: Instant) -> io::Result<Option<ExitStatus>> {
    let mut pause = Duration::from_micros(50);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() >= deadline {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

/// Copies at most `most` bytes and hashes all that is read, also when nobody takes them any more.
fn copy_hashed(from: &mut impl Read, to: &mut impl io::Write, most: u64) -> io::Result<(u64, String)> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let (mut total, mut taken) = (0, true);
    loop {
        let read = match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hash.update(&buffer[..read]);
        total += read as u64;
        taken = taken && total <= most && to.write_all(&buffer[..read]).is_ok();
    }
    Ok((total, crate::canonical::hex(&hash.finalize())))
}
