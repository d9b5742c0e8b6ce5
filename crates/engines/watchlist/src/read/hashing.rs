//! Bytes on their way in: counted, hashed, limited, checked to be UTF-8.

use std::io::{self, BufRead, Read};

use sha2::{Digest as _, Sha256};

use super::ReadError;

/// A reader that hashes what passes.
pub(super) struct Hashing<R> {
    inner: R,
    name: String,
    hasher: Sha256,
    bytes: u64,
    most: u64,
    /// Bytes that were read ahead to find the format.
    ahead: Vec<u8>,
    at: usize,
}

impl<R: BufRead> Hashing<R> {
    pub(super) fn new(inner: R, name: &str, most: u64) -> Self {
        Self { inner, name: name.to_owned(), hasher: Sha256::new(), bytes: 0, most, ahead: Vec::new(), at: 0 }
    }

    /// The first bytes, without using them up.
    pub(super) fn head(&mut self, most: usize) -> Result<Vec<u8>, ReadError> {
        let mut head = vec![0; most];
        let mut filled = 0;
        while filled < most {
            match self.inner.read(&mut head[filled..]) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(ReadError::new(&self.name, error.to_string())),
            }
        }
        head.truncate(filled);
        self.hasher.update(&head);
        self.bytes += filled as u64;
        self.ahead.clone_from(&head);
        Ok(head)
    }

    /// Reads to the end and gives the hash of everything.
    pub(super) fn finish(mut self) -> Result<String, ReadError> {
        let mut room = [0; 8192];
        loop {
            match self.read(&mut room) {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) => return Err(ReadError::new(&self.name, error.to_string())),
            }
        }
        Ok(self.hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

impl<R: BufRead> Read for Hashing<R> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        if self.at < self.ahead.len() {
            let size = room.len().min(self.ahead.len() - self.at);
            room[..size].copy_from_slice(&self.ahead[self.at..self.at + size]);
            self.at += size;
            return Ok(size);
        }
        let size = self.inner.read(room)?;
        self.hasher.update(&room[..size]);
        self.bytes += size as u64;
        if self.bytes > self.most {
            return Err(io::Error::other(format!("more than {} bytes; no list is as long", self.most)));
        }
        Ok(size)
    }
}
