//! Points at which a test makes the program stop or wait, at the worst moment.
//!
//! `MADANG_FAULT=import/half:abort` ends the process at `fault::point("import/half")` as `kill -9` would;
//! `MADANG_FAULT=release/numbered:wait` waits there for 300 ms. Release builds have no such points.

/// A moment worth testing. Does nothing unless the environment names it, and nothing at all in a release build.
#[inline]
pub fn point(name: &str) {
    if cfg!(debug_assertions) {
        reached(name);
    }
}

fn reached(name: &str) {
    static WANTED: std::sync::OnceLock<Option<String>> = std::sync::OnceLock::new();
    let wanted = WANTED.get_or_init(|| std::env::var("MADANG_FAULT").ok());
    match wanted.as_deref().and_then(|wanted| wanted.strip_prefix(name)) {
        Some(":abort") => std::process::abort(),
        Some(":wait") => std::thread::sleep(std::time::Duration::from_millis(300)),
        _ => {}
    }
}
