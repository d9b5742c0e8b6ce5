//! The worker: closes the jail round itself, then reads, takes apart, and says what it found.

use std::io::{self, BufRead as _, Read as _, Write as _};

use madang_artefact::{facts::Facts, take_apart};

use crate::{
    jail::{self, Demand, probe},
    wire::{self, Line, Request},
};

/// The hidden command that makes this program a worker.
pub const COMMAND: &str = "vet-worker";

/// Exit code: the jail could not be closed, and nothing was read.
pub const NOT_ENFORCED: u8 = 3;
/// Exit code: what came in was not what was agreed, or the answer could not be written.
pub const BROKEN: u8 = 4;

/// Does a worker's work; `arguments` are those after [`COMMAND`]. *Shapes*: the exit code.
#[must_use]
pub fn run(arguments: &[String]) -> u8 {
    // Panics are caught by the engine; a printed one would look for files to explain itself with.
    std::panic::set_hook(Box::new(|_| ()));
    let says = |word: &str| arguments.iter().any(|argument| argument == word);
    let demand = match (says("--sandbox=off"), says("--sandbox=best-effort")) {
        (true, _) => Demand::Off,
        (_, true) => Demand::BestEffort,
        _ => Demand::Required,
    };
    let sandbox = match jail::enter(demand) {
        Ok(sandbox) => sandbox,
        Err(error) => {
            eprintln!("{error}");
            return NOT_ENFORCED;
        }
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let done = wire::write_line(&mut out, &Line::Hello { sandbox })
        .and_then(|()| out.flush())
        .and_then(|()| if says("--probe") { tell_probe(&mut out) } else { answer(&mut out) });
    match done {
        Ok(()) => 0,
        Err(error) => {
            eprintln!("{error}");
            BROKEN
        }
    }
}

fn tell_probe(out: &mut impl io::Write) -> io::Result<()> {
    wire::write_line(out, &Line::Probe { attempts: probe::attempt_all() })?;
    wire::write_line(out, &Line::End { lines: 1 })?;
    out.flush()
}

fn answer(out: &mut impl io::Write) -> io::Result<()> {
    let mut input = io::stdin().lock();
    let mut line = Vec::new();
    (&mut input).take(wire::LINE_BYTES_MAX).read_until(b'\n', &mut line)?;
    let request: Request = serde_json::from_slice(&line)?;
    let size = usize::try_from(request.size_bytes).map_err(io::Error::other)?;
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(size).map_err(io::Error::other)?;
    (&mut input).take(request.size_bytes).read_to_end(&mut bytes)?;
    if bytes.len() != size || input.read(&mut [0])? != 0 {
        return Err(io::Error::other("the artefact does not have as many bytes as were said"));
    }
    wire::write_facts(out, facts(&request, &bytes)?)
}

fn facts(request: &Request, bytes: &[u8]) -> io::Result<Facts> {
    #[cfg(feature = "yara")]
    if let Some(text) = &request.yara {
        let rules = madang_artefact::yara::Rules::compile(text).map_err(io::Error::other)?;
        return Ok(madang_artefact::take_apart_with(bytes, &request.limits, &request.name, rules));
    }
    // Rules that would be passed over must not look as if they had been asked.
    if request.yara.is_some() {
        return Err(io::Error::other("this program was built without YARA"));
    }
    Ok(take_apart(bytes, &request.limits, &request.name))
}
