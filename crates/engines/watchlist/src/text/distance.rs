//! How far two sound forms are apart: an edit distance with costs from how offices romanise and fingers slip.

/// Longest sound form that is compared; anything beyond counts as equal to itself only.
pub const LONGEST: usize = 28;

const fn index(byte: u8) -> usize {
    match byte {
        b'a'..=b'z' => (byte - b'a') as usize,
        b'C' => 26,
        b'X' => 27,
        b'J' => 28,
        b'0'..=b'9' => 29,
        _ => 30,
    }
}

const SIZE: usize = 31;
/// Cost of exchanging two sounds, in hundredths.
static EXCHANGE: [[u8; SIZE]; SIZE] = exchange_table();

const fn exchange_table() -> [[u8; SIZE]; SIZE] {
    let mut table = [[100_u8; SIZE]; SIZE];
    let mut at = 0;
    while at < SIZE {
        // Different digits share a place in the table, so the diagonal of digits is no equality.
        table[at][at] = if at == 29 { 100 } else { 0 };
        at += 1;
    }
    let near: [(u8, u8, u8); 46] = [
        (b'a', b'e', 30),
        (b'a', b'o', 30),
        (b'a', b'i', 45),
        (b'a', b'u', 35),
        (b'e', b'i', 25),
        (b'e', b'o', 45),
        (b'e', b'u', 50),
        (b'i', b'o', 55),
        (b'i', b'u', 45),
        (b'o', b'u', 20),
        (b'y', b'i', 20),
        (b'y', b'e', 40),
        (b'y', b'j', 25),
        (b's', b'z', 30),
        (b's', b'X', 35),
        (b's', b'c', 35),
        (b's', b'C', 60),
        (b'z', b'c', 35),
        (b'z', b'X', 60),
        (b'z', b'J', 35),
        (b'z', b'j', 60),
        (b'z', b'd', 60),
        (b'X', b'C', 35),
        (b'X', b'J', 40),
        (b'C', b'c', 40),
        (b'C', b'j', 50),
        (b'C', b'h', 50),
        (b'C', b'k', 60),
        (b'j', b'J', 25),
        (b'j', b'g', 50),
        (b'k', b'g', 40),
        (b'k', b'h', 50),
        (b'g', b'h', 40),
        (b'd', b't', 45),
        (b'b', b'p', 50),
        (b'b', b'v', 60),
        (b'v', b'f', 30),
        (b'v', b'u', 35),
        (b'v', b'o', 60),
        (b'm', b'n', 60),
        (b'l', b'r', 80),
        (b't', b'c', 70),
        (b'p', b'f', 60),
        (b'u', b'f', 90),
        (b'h', b'X', 80),
        (b't', b's', 80),
    ];
    let mut at = 0;
    while at < near.len() {
        let (a, b, cost) = near[at];
        table[index(a)][index(b)] = cost;
        table[index(b)][index(a)] = cost;
        at += 1;
    }
    table
}

const fn drop_cost(byte: u8) -> u16 {
    match byte {
        b'a' | b'e' | b'i' | b'o' | b'u' => 45,
        b'y' => 30,
        b'h' => 40,
        b'v' => 75,
        b'n' | b'm' => 85,
        _ => 95,
    }
}

/// The distance of two sound forms, in hundredths of a wrong letter; `u16::MAX` when it is above `most`.
#[must_use]
pub fn distance(a: &[u8], b: &[u8], most: u16) -> u16 {
    let (mut a, mut b) = (a, b);
    while let (Some(x), Some(y)) = (a.first(), b.first()) {
        if x != y {
            break;
        }
        (a, b) = (&a[1..], &b[1..]);
    }
    while let (Some(x), Some(y)) = (a.last(), b.last()) {
        if x != y {
            break;
        }
        (a, b) = (&a[..a.len() - 1], &b[..b.len() - 1]);
    }
    if a.len() > LONGEST || b.len() > LONGEST {
        return u16::MAX;
    }
    if a.is_empty() || b.is_empty() {
        let rest: u16 = a.iter().chain(b).map(|byte| drop_cost(*byte)).sum();
        return if rest > most { u16::MAX } else { rest };
    }
    let gap = a.len().abs_diff(b.len());
    if gap * 30 > usize::from(most) {
        return u16::MAX;
    }
    let mut before = [0_u16; LONGEST + 1];
    let mut row = [0_u16; LONGEST + 1];
    let mut next = [0_u16; LONGEST + 1];
    let mut codes = [0_u8; LONGEST];
    for (at, byte) in b.iter().enumerate() {
        row[at + 1] = row[at] + drop_cost(*byte);
        #[expect(clippy::cast_possible_truncation, reason = "an index below 31")]
        {
            codes[at] = index(*byte) as u8;
        }
    }
    for (i, x) in a.iter().enumerate() {
        let exchange = &EXCHANGE[index(*x)];
        let dropped = drop_cost(*x);
        next[0] = row[0] + dropped;
        let mut least = next[0];
        for (j, y) in b.iter().enumerate() {
            let same = if x == y { 0 } else { u16::from(exchange[usize::from(codes[j])]) };
            let mut cost = (row[j] + same).min(row[j + 1] + dropped).min(next[j] + drop_cost(*y));
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                cost = cost.min(before[j - 1] + 70);
            }
            next[j + 1] = cost;
            least = least.min(cost);
        }
        if least > most {
            return u16::MAX;
        }
        (before, row, next) = (row, next, before);
    }
    let found = row[b.len()];
    if found > most { u16::MAX } else { found }
}

/// The classes of consonants that a sound form has, bit by bit.
#[must_use]
pub fn marks(sounded: &[u8]) -> u16 {
    sounded.iter().fold(0, |marks, sound| {
        marks
            | match sound {
                b'b' | b'p' => 1,
                b'd' | b't' => 2,
                b'g' | b'k' => 4,
                b'v' | b'f' => 8,
                b's' | b'z' | b'c' | b'X' => 16,
                b'j' | b'J' | b'C' => 32,
                b'm' => 64,
                b'n' => 128,
                b'l' => 256,
                b'r' => 512,
                _ => 0,
            }
    })
}

/// The least that two forms with these marks can be apart: a class that only one has costs half a letter or more.
#[must_use]
pub fn apart_at_least(a: u16, b: u16) -> u16 {
    let only = (a & !b).count_ones().max((b & !a).count_ones());
    u16::try_from(only * 35).unwrap_or(u16::MAX)
}
