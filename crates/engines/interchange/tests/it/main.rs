//! Tests through the public interface, in one binary.

mod real_files;
mod shared;
