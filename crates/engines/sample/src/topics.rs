//! What the sessions are about: ten tracks, seven topics each.

mod custody;
mod energy;
mod identity;
mod law;
mod payments;
mod protocols;
mod safety;
mod society;
mod stable_value;
mod tokenised_assets;

/// Something that people at such a conference talk about.
#[derive(Debug)]
pub(crate) struct Topic {
    /// A noun phrase that fits after "about", in lower case.
    pub(crate) subject: &'static str,
    /// Titles of talks, each with a sentence that sums it up.
    pub(crate) talks: [(&'static str, &'static str); 3],
    /// What a panel would argue about.
    pub(crate) question: &'static str,
    /// Why it matters; a sentence.
    pub(crate) why: &'static str,
    /// What one takes home; noun phrases.
    pub(crate) points: [&'static str; 3],
    pub(crate) tags: [&'static str; 2],
    pub(crate) korean: Abroad,
    pub(crate) chinese: Abroad,
}

/// A topic in another language.
#[derive(Debug)]
pub(crate) struct Abroad {
    pub(crate) subject: &'static str,
    /// A title and a sentence that sums it up.
    pub(crate) talk: (&'static str, &'static str),
}

/// The topics of each track, in the order of the tracks.
pub(crate) const TOPICS: [&[Topic]; 10] = [
    custody::TOPICS,
    payments::TOPICS,
    stable_value::TOPICS,
    tokenised_assets::TOPICS,
    law::TOPICS,
    identity::TOPICS,
    protocols::TOPICS,
    safety::TOPICS,
    energy::TOPICS,
    society::TOPICS,
];
