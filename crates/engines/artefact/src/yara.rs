//! An operator's own YARA rules, with the feature `yara`.

/// Compiled rules.
#[derive(Debug)]
pub struct Rules(boreal::Scanner);

impl Rules {
    /// Compiles rules. Files are not included, whatever the rules say.
    ///
    /// # Errors
    /// What is wrong with them, in words.
    pub fn compile(text: &str) -> Result<Self, String> {
        let mut compiler = boreal::Compiler::new();
        compiler.set_params(boreal::compiler::CompilerParams::default().disable_includes(true));
        compiler.add_rules_str(text).map_err(|error| error.to_string())?;
        Ok(Self(compiler.finalize()))
    }

    /// The names of the rules that these bytes match.
    pub(crate) fn hits(&self, bytes: &[u8]) -> Result<Vec<String>, String> {
        let found = self.0.scan_mem(bytes).map_err(|(error, _)| error.to_string())?;
        Ok(found.rules.iter().map(|rule| crate::bytes::shortened(rule.name, 120)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{limits::Limits, take_apart_with};

    #[test]
    fn rules_see_what_is_inside_and_say_which_they_are() {
        let text = "rule greets { strings: $a = \"hello vetting\" condition: $a }";
        let rules = Rules::compile(text).unwrap();
        // A stored gzip member: the text is not in the artefact's own bytes as it is.
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut packed, &b"hello vetting ".repeat(50)).unwrap();
        let bytes = packed.finish().unwrap();
        let facts = take_apart_with(&bytes, &Limits::default(), "a.gz", rules);
        let hits: Vec<usize> = facts.objects.iter().map(|object| object.yara.len()).collect();
        assert_eq!(hits, [0, 1]);
        assert_eq!(facts.objects[1].yara, ["greets"]);
        assert!(Rules::compile("rule broken {").is_err());
        assert!(Rules::compile("include \"/etc/passwd\"").is_err());
    }
}
