//! What each piece of evidence weighs, in bits.
//!
//! Fitted on the public half of the evaluation set by logistic regression with signs held: evidence never weighs less than nothing,
//! what is missing never more. docs/engineering/screening.md says how.

use super::align::FEATURES;

/// Weights for persons.
pub(crate) const PERSON: [f32; FEATURES] = [
    0.438, // exact
    0.385, // near
    0.365, // abjad
    0.160, // syllables
    0.000, // loan
    0.000, // notion
    0.000, // acronym
    1.106, // initials
    -3.043, // distance
    1.729, // pairs
    -1.890, // joined
    0.000, // asked left
    -0.088, // asked left bits
    -0.142, // listed left
    -0.161, // listed left bits
    -0.857, // asked ends
    -1.086, // listed ends
    -0.922, // family left
    -1.927, // one word
    -3.126, // weak
    0.209, // best
    3.219, // syllables complete
    1.976, // asked complete
    0.904, // listed complete
];
/// Weights for everything else.
pub(crate) const OTHER: [f32; FEATURES] = [
    0.315, // exact
    0.265, // near
    0.000, // abjad
    0.000, // syllables
    0.000, // loan
    0.030, // notion
    0.681, // acronym
    0.000, // initials
    -1.919, // distance
    1.212, // pairs
    -2.215, // joined
    -1.707, // asked left
    0.000, // asked left bits
    -0.389, // listed left
    -0.005, // listed left bits
    -0.997, // asked ends
    -2.289, // listed ends
    0.000, // family left
    -1.224, // one word
    -2.389, // weak
    0.454, // best
    0.000, // syllables complete
    1.393, // asked complete
    2.157, // listed complete
];
/// What is added to bring the sums of persons and others onto one scale: zero is even odds in the evaluation set.
pub(crate) const START: [f32; 2] = [-11.025, -11.853];
