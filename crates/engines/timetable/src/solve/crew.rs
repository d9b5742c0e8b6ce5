//! Who does work that can be done side by side.

/// Runs jobs, each once, in any order, and returns when all are done. The engine starts no threads itself.
pub trait Crew {
    /// Runs the jobs.
    fn run<'a>(&self, jobs: Vec<Box<dyn FnOnce() + Send + 'a>>);
}

/// One after another.
#[derive(Clone, Copy, Debug, Default)]
pub struct Alone;

impl Crew for Alone {
    fn run<'a>(&self, jobs: Vec<Box<dyn FnOnce() + Send + 'a>>) {
        jobs.into_iter().for_each(|job| job());
    }
}
