//! Which variable is set next: the one that took part in most of the recent contradictions.
//!
//! *Source*: VSIDS of Moskewicz et al. 2001, with growing bumps as in MiniSat (Eén, Sörensson 2003).

/// By how much a bump grows from contradiction to contradiction.
const GROWTH: f64 = 1.0 / 0.92;
/// Above this all scores are made smaller.
const MOST: f64 = 1e100;
/// Not in the heap.
const OUT: u32 = u32::MAX;

/// Scores and a heap of variables, the highest score first.
pub(super) struct Order {
    scores: Vec<f64>,
    heap: Vec<u32>,
    /// Where each variable stands in the heap.
    places: Vec<u32>,
    bump: f64,
}

impl Default for Order {
    fn default() -> Self {
        Self { scores: vec![0.0], heap: Vec::new(), places: vec![OUT], bump: 1.0 }
    }
}

impl Order {
    /// Takes up the next variable, which comes before those that are known; chance shakes that a little.
    pub(super) fn add(&mut self, variable: usize, chance: u64) {
        self.scores.push(variable as f64 * 1e-6 + (chance >> 44) as f64 * 1e-12);
        self.places.push(OUT);
        self.push(variable);
    }

    /// One more contradiction in which a variable took part.
    pub(super) fn bump(&mut self, variable: usize) {
        self.scores[variable] += self.bump;
        if self.scores[variable] > MOST {
            self.scores.iter_mut().for_each(|score| *score /= MOST);
            self.bump /= MOST;
        }
        if self.places[variable] != OUT {
            self.rise(self.places[variable] as usize);
        }
    }

    /// The next bumps weigh more.
    pub(super) fn decay(&mut self) {
        self.bump *= GROWTH;
    }

    pub(super) fn push(&mut self, variable: usize) {
        if self.places[variable] == OUT {
            self.places[variable] = self.heap.len() as u32;
            self.heap.push(variable as u32);
            self.rise(self.heap.len() - 1);
        }
    }

    pub(super) fn pop(&mut self) -> Option<usize> {
        let first = *self.heap.first()?;
        self.places[first as usize] = OUT;
        let last = self.heap.pop()?;
        if last != first {
            self.heap[0] = last;
            self.places[last as usize] = 0;
            self.sink();
        }
        Some(first as usize)
    }

    fn rise(&mut self, mut at: usize) {
        let moving = self.heap[at];
        let score = self.scores[moving as usize];
        while at > 0 {
            let parent = self.heap[(at - 1) / 2];
            if self.scores[parent as usize] >= score {
                break;
            }
            self.heap[at] = parent;
            self.places[parent as usize] = at as u32;
            at = (at - 1) / 2;
        }
        self.heap[at] = moving;
        self.places[moving as usize] = at as u32;
    }

    fn sink(&mut self) {
        let moving = self.heap[0];
        let score = self.scores[moving as usize];
        let mut at = 0;
        loop {
            let mut child = 2 * at + 1;
            let Some(&left) = self.heap.get(child) else { break };
            let mut best = left;
            if let Some(&right) = self.heap.get(child + 1)
                && self.scores[right as usize] > self.scores[left as usize]
            {
                best = right;
                child += 1;
            }
            if self.scores[best as usize] <= score {
                break;
            }
            self.heap[at] = best;
            self.places[best as usize] = at as u32;
            at = child;
        }
        self.heap[at] = moving;
        self.places[moving as usize] = at as u32;
    }
}
