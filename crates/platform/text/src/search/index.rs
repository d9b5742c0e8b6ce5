use std::collections::HashMap;

use super::{
    fold::fold,
    terms::{for_each_term, pieces},
};

/// Terms of a query beyond these are ignored.
const QUERY_TERMS_MAX: usize = 16;

/// A document that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// The number under which it was added.
    pub document: u32,
    /// How well it fits; only comparable within one search.
    pub score: f32,
}

/// Collects documents for an [`Index`].
#[derive(Debug, Default)]
pub struct IndexBuilder {
    documents: Vec<u32>,
    terms: HashMap<String, Vec<Posting>>,
}

/// An inverted index in memory: which documents hold which terms, and how much that weighs.
///
/// Built once from an immutable snapshot; safe to share between threads.
#[derive(Debug, Default)]
pub struct Index {
    documents: Vec<u32>,
    /// Sorted, so that all terms with a prefix stand side by side.
    terms: Vec<(Box<str>, Box<[Posting]>)>,
}

#[derive(Clone, Copy, Debug)]
struct Posting {
    ordinal: u32,
    weight: f32,
}

impl IndexBuilder {
    /// Adds a document with its fields and how much each weighs, such as a title 8 and a description 1.
    pub fn add(&mut self, document: u32, fields: &[(&str, f32)]) {
        let ordinal = u32::try_from(self.documents.len()).unwrap_or(u32::MAX);
        self.documents.push(document);
        for (text, weight) in fields {
            let folded = fold(text);
            for_each_term(&folded, |term| self.add_term(term, ordinal, *weight));
        }
    }

    fn add_term(&mut self, term: &str, ordinal: u32, weight: f32) {
        let Some(postings) = self.terms.get_mut(term) else {
            self.terms.insert(term.to_owned(), vec![Posting { ordinal, weight }]);
            return;
        };
        match postings.last_mut().filter(|last| last.ordinal == ordinal) {
            // A word that is repeated counts for more, but ever less so.
            Some(last) => last.weight = last.weight.max(weight) + weight * 0.1,
            None => postings.push(Posting { ordinal, weight }),
        }
    }

    /// The index of what was added.
    #[must_use]
    pub fn build(self) -> Index {
        let terms = self.terms.into_iter().map(|(term, postings)| (term.into(), postings.into()));
        let mut terms: Vec<(Box<str>, Box<[Posting]>)> = terms.collect();
        terms.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        Index { documents: self.documents, terms }
    }
}

/// A term of a query, and whether longer words that begin with it count too.
struct Wanted {
    text: String,
    prefix: bool,
}

impl Index {
    /// An index to add documents to.
    #[must_use]
    pub fn builder() -> IndexBuilder {
        IndexBuilder::default()
    }

    /// The documents that hold every term of `query`, the best first; those that fit equally well in the order they
    /// were added. Words match by their beginning; a single Chinese, Japanese or Korean character matches too.
    ///
    /// *Shapes*: at most `hits_max`; empty for a query without letters.
    #[must_use]
    pub fn search(&self, query: &str, hits_max: usize) -> Vec<Hit> {
        let wanted = wanted(query);
        if wanted.is_empty() {
            return Vec::new();
        }
        let mut scores = vec![(0_u32, 0.0_f32); self.documents.len()];
        let mut best = vec![0.0_f32; self.documents.len()];
        for (round, term) in (0_u32..).zip(&wanted) {
            best.fill(0.0);
            self.weigh(term, &mut best);
            for (score, weight) in scores.iter_mut().zip(&best) {
                // Only documents that held all the terms so far are counted on.
                if *weight > 0.0 && score.0 == round {
                    *score = (round + 1, score.1 + weight);
                }
            }
        }
        let all = u32::try_from(wanted.len()).unwrap_or(u32::MAX);
        let found = scores.iter().zip(&self.documents).filter(|((matched, _), _)| *matched == all);
        let mut hits: Vec<Hit> =
            found.map(|((_, score), document)| Hit { document: *document, score: *score }).collect();
        hits.sort_by(|a, b| b.score.total_cmp(&a.score));
        hits.truncate(hits_max);
        hits
    }

    /// Puts into `best` how much `wanted` weighs in each document: the heaviest of the words that match.
    fn weigh(&self, wanted: &Wanted, best: &mut [f32]) {
        let start = self.terms.partition_point(|(term, _)| **term < *wanted.text);
        let same_beginning =
            self.terms[start..].iter().take_while(|(term, _)| term.starts_with(&wanted.text));
        for (term, postings) in same_beginning {
            let exact = term.len() == wanted.text.len();
            if !exact && !wanted.prefix {
                break;
            }
            let nearness = if exact { 1.0 } else { 0.5 };
            let rarity = self.rarity(postings.len());
            for posting in postings {
                let best = &mut best[posting.ordinal as usize];
                *best = best.max(posting.weight * nearness * rarity);
            }
        }
    }

    /// Rare words tell more than common ones.
    #[expect(clippy::cast_precision_loss, reason = "a ratio for ranking; counts stay far below 2^24")]
    fn rarity(&self, documents_with_term: usize) -> f32 {
        (1.0 + self.documents.len() as f32 / documents_with_term as f32).ln()
    }
}

fn wanted(query: &str) -> Vec<Wanted> {
    let folded = fold(query);
    let mut wanted = Vec::new();
    for piece in pieces(&folded) {
        // Pairs are matched whole; a lone character stands for every pair that begins with it.
        let prefix = !piece.dense || piece.text.chars().nth(1).is_none();
        for_each_term(piece.text, |term| wanted.push(Wanted { text: term.to_owned(), prefix }));
    }
    wanted.truncate(QUERY_TERMS_MAX);
    wanted
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn index(documents: &[(&str, &str)]) -> Index {
        let mut builder = Index::builder();
        for (number, (title, text)) in (0..).zip(documents) {
            builder.add(number, &[(title, 8.0), (text, 1.0)]);
        }
        builder.build()
    }

    fn found(index: &Index, query: &str) -> Vec<u32> {
        index.search(query, 100).iter().map(|hit| hit.document).collect()
    }

    #[test]
    fn finds_words_in_many_scripts() {
        let index = index(&[
            ("Zero-knowledge proofs", "An introduction to SNARKs by José"),
            ("한국의 블록체인 규제", "서울에서 열리는 국제회의"),
            ("区块链技术入门", "以太坊的零知识证明"),
            ("Workshop", "zero trust; knowledge of proofs"),
        ]);
        assert_eq!(found(&index, "zero knowledge"), [0, 3]);
        assert_eq!(found(&index, "SNARK"), [0]);
        assert_eq!(found(&index, "jose"), [0]);
        assert_eq!(found(&index, "한국"), [1]);
        assert_eq!(found(&index, "규제"), [1]);
        assert_eq!(found(&index, "체인"), [1]);
        assert_eq!(found(&index, "技术"), [2]);
        assert_eq!(found(&index, "证明"), [2]);
        assert_eq!(found(&index, "규"), [1]);
        assert_eq!(found(&index, "zero nothing"), Vec::<u32>::new());
        assert_eq!(found(&index, "—?!"), Vec::<u32>::new());
    }

    #[test]
    fn titles_and_whole_words_come_first() {
        let index = index(&[("Other", "rust rust rust"), ("Rusty nails", ""), ("Rust", "")]);
        assert_eq!(found(&index, "rust"), [2, 1, 0]);
        assert_eq!(index.search("rust", 1).len(), 1);
    }

    proptest! {
        #[test]
        fn every_document_is_found_by_each_of_its_words(
            documents in proptest::collection::vec(("[a-zé]{1,6}( [가-힣]{1,4})?", "[a-z]{2,5} [一-龥]{1,5}"), 1..20),
        ) {
            let pairs: Vec<_> = documents.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            let index = index(&pairs);
            for (number, (title, text)) in (0..).zip(&documents) {
                for word in title.split(' ').chain(text.split(' ')) {
                    prop_assert!(found(&index, word).contains(&number), "{}", word);
                }
            }
        }
    }
}
