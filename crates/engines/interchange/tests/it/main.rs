//! Tests through the public interface, in one binary.

mod exports;
mod real_files;
mod shared;
