//! Tests through the public interface, in one binary.

mod calendars;
mod exports;
mod fixtures;
mod hostile;
mod real_files;
mod round_trip;
mod shared;
