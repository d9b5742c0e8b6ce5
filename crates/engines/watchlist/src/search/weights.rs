//! What each piece of evidence weighs, in bits.
//!
//! Fitted on the public half of the evaluation set by logistic regression with signs held: evidence never weighs less than nothing,
//! what is missing never more. docs/engineering/screening.md says how.

use super::align::FEATURES;

/// Weights for persons.
pub(crate) const PERSON: [f32; FEATURES] = [
    0.444,  // exact
    0.380,  // near
    0.373,  // abjad
    0.137,  // syllables
    0.000,  // loan
    0.000,  // notion
    0.000,  // acronym
    1.628,  // initials
    -2.904, // distance
    1.626,  // pairs
    -2.013, // joined
    0.000,  // asked left
    -0.095, // asked left bits
    -0.493, // listed left
    -0.150, // listed left bits
    -0.991, // asked ends
    -1.077, // listed ends
    -0.708, // family left
    -2.051, // one word
    -2.897, // weak
    0.202,  // best
    3.715,  // syllables complete
    2.023,  // asked complete
    0.641,  // listed complete
];
/// Weights for everything else.
pub(crate) const OTHER: [f32; FEATURES] = [
    0.292,  // exact
    0.211,  // near
    0.000,  // abjad
    0.000,  // syllables
    0.000,  // loan
    0.022,  // notion
    0.671,  // acronym
    0.000,  // initials
    -1.829, // distance
    1.644,  // pairs
    -2.094, // joined
    -1.527, // asked left
    0.000,  // asked left bits
    -0.296, // listed left
    -0.024, // listed left bits
    -1.617, // asked ends
    -2.791, // listed ends
    0.000,  // family left
    0.000,  // one word
    -1.802, // weak
    0.526,  // best
    0.000,  // syllables complete
    1.085,  // asked complete
    1.510,  // listed complete
];
/// What is added to bring the sums of persons and others onto one scale: zero is even odds in the evaluation set.
pub(crate) const START: [f32; 2] = [-10.573, -12.436];
