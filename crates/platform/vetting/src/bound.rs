//! How much a count of mistakes proves.

/// The largest rate that is still plausible after `seen` mistakes among `trials`: the one-sided Clopper-Pearson bound.
///
/// `confidence` is a part of 1, such as 0.95. *Shapes*: a part of 1; 1 when nothing was tried or everything was a mistake.
///
/// *Source*: C. J. Clopper and E. S. Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial",
/// Biometrika 26 (1934): the rate at which so few mistakes have the probability 1 − confidence.
#[must_use]
pub fn upper(seen: u64, trials: u64, confidence: f64) -> f64 {
    if seen >= trials {
        return 1.0;
    }
    let (mut low, mut high) = (0.0, 1.0);
    // Each step halves the interval; after 100 there is nothing between two doubles left.
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        if at_most(seen, trials, middle) > 1.0 - confidence {
            low = middle;
        } else {
            high = middle;
        }
    }
    // Rounding must not make the bound smaller than it is.
    high
}

/// The probability of at most `seen` mistakes among `trials`, at this rate.
fn at_most(seen: u64, trials: u64, rate: f64) -> f64 {
    if rate <= 0.0 {
        return 1.0;
    }
    if rate >= 1.0 {
        return 0.0;
    }
    let odds = rate.ln() - (-rate).ln_1p();
    let mut term = trials as f64 * (-rate).ln_1p();
    let mut sum = 0.0;
    for count in 0..=seen {
        sum += term.exp();
        term += ((trials - count) as f64 / (count + 1) as f64).ln() + odds;
    }
    sum
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_bound_is_that_of_the_tables() {
        // Without mistakes it is 1 - 0.05^(1/n); the others are the upper ends of published 90 % two-sided intervals.
        for (seen, trials, known) in [
            (0, 604, 1.0 - 0.05_f64.powf(1.0 / 604.0)),
            (0, 10, 0.258_866),
            (1, 10, 0.394_163),
            (2, 10, 0.506_901),
            (5, 20, 0.455_582),
            (9, 10, 0.994_884),
        ] {
            let bound = upper(seen, trials, 0.95);
            assert!((bound - known).abs() < 2e-6, "{seen} of {trials}: {bound} and not {known}");
        }
    }

    #[test]
    fn so_many_are_needed_for_half_a_percent() {
        for (seen, trials) in [(0, 604), (1, 948), (2, 1258), (3, 1570)] {
            assert!(upper(seen, trials, 0.95) < 0.005, "{seen} of {trials}");
        }
        assert!(upper(0, 597, 0.95) > 0.005);
        assert!(upper(0, 598, 0.95) < 0.005);
        assert!(upper(1, 940, 0.95) > 0.005);
        assert!((upper(0, 1039, 0.95) - 0.00288).abs() < 1e-5);
    }

    #[test]
    fn nothing_tried_proves_nothing() {
        assert_eq!(upper(0, 0, 0.95), 1.0);
        assert_eq!(upper(3, 3, 0.95), 1.0);
    }

    proptest! {
        #[test]
        fn it_is_above_what_was_seen_and_at_its_probability(trials in 1_u64..3000, percent in 0_u64..99) {
            let seen = trials * percent / 100;
            let bound = upper(seen, trials, 0.95);
            prop_assert!(bound > seen as f64 / trials as f64);
            prop_assert!((at_most(seen, trials, bound) - 0.05).abs() < 1e-6);
        }
    }
}
