//! What each piece of evidence weighs, in bits.
//!
//! Fitted on the public half of the evaluation set by logistic regression with signs held: evidence never weighs less than nothing,
//! what is missing never more. docs/engineering/screening.md says how.

use super::align::FEATURES;

/// Weights for persons.
pub(crate) const PERSON: [f32; FEATURES] = [
    0.433,  // exact
    0.359,  // near
    0.342,  // abjad
    0.086,  // syllables
    0.000,  // loan
    0.000,  // notion
    0.000,  // acronym
    1.537,  // initials
    -2.716, // distance
    1.786,  // pairs
    -1.836, // joined
    -0.717, // asked left
    -0.028, // asked left bits
    -0.625, // listed left
    -0.148, // listed left bits
    -1.053, // asked ends
    -0.885, // listed ends
    -0.789, // family left
    -2.141, // one word
    -2.955, // weak
    0.265,  // best
    4.002,  // syllables complete
    2.010,  // asked complete
    0.496,  // listed complete
];
/// Weights for everything else.
pub(crate) const OTHER: [f32; FEATURES] = [
    0.287,  // exact
    0.217,  // near
    0.000,  // abjad
    0.000,  // syllables
    0.000,  // loan
    0.000,  // notion
    0.556,  // acronym
    0.000,  // initials
    -2.069, // distance
    1.715,  // pairs
    -1.979, // joined
    -1.761, // asked left
    0.000,  // asked left bits
    -0.141, // listed left
    -0.054, // listed left bits
    -1.066, // asked ends
    -2.929, // listed ends
    0.000,  // family left
    0.000,  // one word
    -1.068, // weak
    0.544,  // best
    0.000,  // syllables complete
    1.348,  // asked complete
    1.002,  // listed complete
];
/// What is added to bring the sums of persons and others onto one scale: zero is even odds in the evaluation set.
pub(crate) const START: [f32; 2] = [-11.076, -11.981];
