//! What a source may ask of us at most.

/// Sizes above which a source is refused; the defaults are many times what the largest conference needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Files in one call.
    pub sources_max: usize,
    /// Size of one file in bytes.
    pub source_bytes_max: usize,
    /// Depth of nesting in JSON or XML. More than 100 is taken as 100.
    pub depth_max: usize,
    /// Values, elements and attributes (CSV: cells) in one file.
    pub elements_max: usize,
    /// Size of one text in bytes.
    pub text_bytes_max: usize,
    /// Oddities that are told one by one; of the rest, the number is told.
    pub oddities_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            sources_max: 64,
            source_bytes_max: 64 << 20,
            depth_max: 64,
            elements_max: 4_000_000,
            text_bytes_max: 1 << 20,
            oddities_max: 10_000,
        }
    }
}

impl Limits {
    /// The depth that is really used: serde_json refuses more than 127 by itself.
    pub(crate) fn depth(&self) -> usize {
        self.depth_max.min(100)
    }
}
