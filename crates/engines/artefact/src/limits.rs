//! One budget for a whole artefact: what may be spent on it, and what has been.

use serde::{Deserialize, Serialize};

/// What taking an artefact apart may cost. Stands in the facts and in the certificate.
///
/// *Source*: the defaults are far above what 1,039 benign packages needed; `docs/engineering/vetting.md`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// How deep containers may be nested; the artefact itself has depth 0.
    pub depth_max: u32,
    /// How many objects there may be, the artefact itself included.
    pub objects_max: u32,
    /// How many bytes all objects together may have. *Units*: bytes.
    pub total_bytes_max: u64,
    /// How many bytes one object may have. *Units*: bytes.
    pub object_bytes_max: u64,
    /// How many bytes may be held in memory at the same time, the artefact included. *Units*: bytes.
    pub held_bytes_max: u64,
    /// How many times bigger than its packed form an object may be, once it is bigger than 1 MiB.
    pub ratio_max: u64,
    /// The longest name of a member. *Units*: bytes.
    pub name_bytes_max: u32,
    /// The engine has no clock: work is counted in bytes looked at, so that every run stops at the same place.
    /// The process that calls it adds a limit in seconds. *Units*: bytes.
    pub work_bytes_max: u64,
}

const MIB: u64 = 1 << 20;

impl Default for Limits {
    fn default() -> Self {
        Self {
            depth_max: 16,
            objects_max: 200_000,
            total_bytes_max: 2048 * MIB,
            object_bytes_max: 512 * MIB,
            held_bytes_max: 800 * MIB,
            ratio_max: 250,
            name_bytes_max: 4096,
            work_bytes_max: 16 * 1024 * MIB,
        }
    }
}

/// The limit that was hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Limit {
    /// Containers nested too deep.
    Depth,
    /// Too many objects.
    Objects,
    /// All objects together too big.
    TotalBytes,
    /// One object too big.
    ObjectBytes,
    /// Too much to hold in memory at once.
    HeldBytes,
    /// Expands too much.
    Ratio,
    /// A name too long.
    Name,
    /// Too much work.
    Work,
}

/// What has been spent; also part of the facts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spent {
    /// Objects so far.
    pub objects: u32,
    /// Bytes of all objects so far. *Units*: bytes.
    pub total_bytes: u64,
    /// The most that was held at once. *Units*: bytes.
    pub held_bytes_peak: u64,
    /// The deepest object.
    pub depth: u32,
    /// Bytes looked at. *Units*: bytes.
    pub work_bytes: u64,
}

/// The limits and what has been spent of them.
#[derive(Debug, Clone)]
pub struct Budget {
    limits: Limits,
    spent: Spent,
    held_bytes: u64,
}

impl Budget {
    /// A budget of which nothing has been spent.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self { limits, spent: Spent::default(), held_bytes: 0 }
    }

    /// The limits.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// What has been spent.
    #[must_use]
    pub fn spent(&self) -> &Spent {
        &self.spent
    }

    /// Pays for one more object at this depth.
    ///
    /// # Errors
    /// The limit that is in the way.
    pub fn object(&mut self, depth: u32) -> Result<(), Limit> {
        if depth > self.limits.depth_max {
            return Err(Limit::Depth);
        }
        if self.spent.objects >= self.limits.objects_max {
            return Err(Limit::Objects);
        }
        self.spent.objects += 1;
        self.spent.depth = self.spent.depth.max(depth);
        Ok(())
    }

    /// How big an object may get that is made of `packed` bytes: the smallest of what the limits leave.
    ///
    /// *Shapes*: the bytes, and the limit that would be hit by one byte more.
    #[must_use]
    pub fn allowance(&self, packed: u64) -> (u64, Limit) {
        let ratio = packed.saturating_mul(self.limits.ratio_max).max(MIB);
        let choices = [
            (self.limits.object_bytes_max, Limit::ObjectBytes),
            (self.limits.total_bytes_max.saturating_sub(self.spent.total_bytes), Limit::TotalBytes),
            (self.limits.held_bytes_max.saturating_sub(self.held_bytes), Limit::HeldBytes),
            (ratio, Limit::Ratio),
        ];
        choices.into_iter().min_by_key(|(bytes, _)| *bytes).unwrap_or((0, Limit::TotalBytes))
    }

    /// Counts bytes that have become an object.
    ///
    /// # Errors
    /// The limit that is in the way.
    pub fn bytes(&mut self, bytes: u64) -> Result<(), Limit> {
        if bytes > self.limits.object_bytes_max {
            return Err(Limit::ObjectBytes);
        }
        self.spent.total_bytes = self.spent.total_bytes.saturating_add(bytes);
        if self.spent.total_bytes > self.limits.total_bytes_max {
            return Err(Limit::TotalBytes);
        }
        self.work(bytes)
    }

    /// Counts bytes that are looked at.
    ///
    /// # Errors
    /// When it is too much.
    pub fn work(&mut self, bytes: u64) -> Result<(), Limit> {
        self.spent.work_bytes = self.spent.work_bytes.saturating_add(bytes);
        if self.spent.work_bytes > self.limits.work_bytes_max { Err(Limit::Work) } else { Ok(()) }
    }

    /// Says that bytes are held from now on.
    ///
    /// # Errors
    /// When they are too many.
    pub fn hold(&mut self, bytes: u64) -> Result<(), Limit> {
        self.held_bytes = self.held_bytes.saturating_add(bytes);
        self.spent.held_bytes_peak = self.spent.held_bytes_peak.max(self.held_bytes);
        if self.held_bytes > self.limits.held_bytes_max { Err(Limit::HeldBytes) } else { Ok(()) }
    }

    /// Says that bytes are held no longer.
    pub fn release(&mut self, bytes: u64) {
        self.held_bytes = self.held_bytes.saturating_sub(bytes);
    }
}
