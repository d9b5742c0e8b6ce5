//! How good the search is: recall at fixed shares of false alarms, class by class, with confidence; and a plot.

use std::{collections::BTreeMap, fmt::Write as _};

use serde::Deserialize;

use crate::{
    entry::{Kind, PartialDate},
    index::Index,
    lanes::{Declared, Lanes, Operating},
    search::{Question, Searcher},
};

/// A question of the evaluation set.
#[derive(Clone, Debug, Deserialize)]
pub struct Query {
    /// Its id.
    pub qid: String,
    /// 1 when somebody listed is meant.
    pub label: u8,
    /// Class, whose first letter says: A to C natural, D and E generated, N ordinary, H hard.
    pub class: String,
    /// Class within the class.
    pub sub: String,
    /// What is asked.
    pub query: Asked,
    /// Ids of those that should be found.
    #[serde(default)]
    pub targets: Vec<String>,
}

/// What is asked.
#[derive(Clone, Debug, Deserialize)]
pub struct Asked {
    /// The name.
    pub name: String,
    /// `person` or `org`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Declared birth date.
    #[serde(default)]
    pub birth_date: Option<String>,
    /// Declared country.
    #[serde(default)]
    pub country: Option<String>,
    /// Declared gender.
    #[serde(default)]
    pub gender: Option<String>,
}

impl Asked {
    fn person(&self) -> bool {
        self.kind == "person"
    }

    fn declared(&self) -> Declared {
        Declared {
            birth_date: self.birth_date.as_deref().and_then(PartialDate::parse),
            country: self.country.clone(),
            gender: self.gender.clone(),
        }
    }
}

/// Which score is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// The name alone.
    Name,
    /// The name and what is declared.
    Evidence,
    /// The higher of both, each from its own threshold.
    Both,
}

/// One hit of one question.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Id of the listed party.
    pub entity: String,
    /// Score by name.
    pub name: f32,
    /// Score with what was declared.
    pub evidence: f32,
    /// Score if birth date and country had been invented.
    pub lied: f32,
    /// Above the point where alerts begin, in either lane.
    pub margin: f32,
}

impl Hit {
    /// The score in a lane.
    #[must_use]
    pub fn score(&self, lane: Lane) -> f32 {
        match lane {
            Lane::Name => self.name,
            Lane::Evidence => self.evidence,
            Lane::Both => self.margin,
        }
    }
}

/// A question and what was found.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The question.
    pub query: Query,
    /// The hits, best first.
    pub hits: Vec<Hit>,
}

/// Score below which hits are left out: one in a hundred questions of ordinary people comes near it.
const FLOOR: f32 = -10.0;

/// Asks one question.
#[must_use]
pub fn ask(index: &Index, searcher: &mut Searcher<'_>, query: Query) -> Answer {
    let person = query.query.person();
    let operating = if person { Operating::PERSONS } else { Operating::OTHERS };
    let declared = query.query.declared();
    let invented = invent(&query);
    let mut hits = Vec::new();
    if let Ok(question) = Question::new(&query.query.name, person) {
        for found in searcher.search(&question, FLOOR) {
            let entry = &index.entries[found.entry as usize];
            let evidence = Lanes::evidence_of(found.score, entry, &declared);
            hits.push(Hit {
                entity: entry.id.clone(),
                name: found.score,
                evidence,
                lied: Lanes::evidence_of(found.score, entry, &invented),
                margin: (found.score - operating.name).max(evidence - operating.evidence),
            });
        }
    }
    Answer { query, hits }
}

/// What somebody declares who does not want to be found: another birth date and another country, drawn from the question's id.
fn invent(query: &Query) -> Declared {
    let honest = query.query.declared();
    if query.label == 0 {
        return honest;
    }
    const COUNTRIES: [&str; 8] = ["SE", "PT", "NZ", "CL", "IE", "UY", "FI", "BW"];
    let draw = query.qid.bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
    let birth_date = honest.birth_date.map(|date| {
        let years = i16::try_from(6 + draw % 20).unwrap_or(6);
        let year = if date.year > 1975 { date.year - years } else { date.year + years };
        let (month, day) = (1 + draw / 20 % 12, 1 + draw / 240 % 28);
        PartialDate {
            month: u8::try_from(month).unwrap_or(1),
            day: u8::try_from(day).unwrap_or(1),
            ..PartialDate::year(year)
        }
    });
    let country = COUNTRIES[draw as usize % COUNTRIES.len()];
    Declared {
        birth_date,
        country: honest.country.is_some().then(|| country.to_owned()),
        gender: honest.gender,
    }
}

/// Recall of a class.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Class {
    /// Questions in it.
    pub asked: usize,
    /// Found at 1 % false alarms.
    pub at_one: usize,
    /// Found at 0.1 %.
    pub at_tenth: usize,
}

/// A threshold with the bounds between which it lies with 95 % confidence.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Threshold {
    /// The score above which an alert is.
    pub score: f32,
    /// Its bounds, from the number of ordinary questions.
    pub low: f32,
    /// See `low`.
    pub high: f32,
    /// Recall at the upper and lower bound.
    pub recall: (f32, f32),
}

/// The figures of persons, or of organisations.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// `person` or `org`.
    pub kind: String,
    /// Ordinary questions that set the thresholds.
    pub ordinary: usize,
    /// Thresholds at 1 % and 0.1 %.
    pub thresholds: [Threshold; 2],
    /// Share of the hard negatives that is above them.
    pub hard: [f32; 2],
    /// Classes by name; `ALL`, `natural (ABC)` and `generated (DE)` first.
    pub classes: Vec<(String, Class)>,
    /// Points of the curve: false alarms and recall.
    pub curve: Vec<(f32, f32)>,
}

const NOTHING: f32 = f32::NEG_INFINITY;

fn best(answer: &Answer, lane: Lane) -> f32 {
    answer.hits.iter().map(|hit| hit.score(lane)).fold(NOTHING, f32::max)
}

fn best_target(answer: &Answer, score: impl Fn(&Hit) -> f32) -> f32 {
    let targets = &answer.query.targets;
    answer.hits.iter().filter(|hit| targets.contains(&hit.entity)).map(score).fold(NOTHING, f32::max)
}

#[expect(clippy::cast_precision_loss, reason = "counts of questions")]
fn share(part: usize, whole: usize) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a rank among some thousand questions"
)]
fn ranks(rate: f64, count: usize) -> (usize, usize, usize) {
    let middle = rate * count as f64;
    let spread = 1.96 * (middle * (1.0 - rate)).sqrt();
    (middle as usize, (middle - spread).max(0.0) as usize, (middle + spread).ceil() as usize)
}

/// The figures of one kind in one lane; `None` when there are no questions of the kind.
#[must_use]
pub fn table(answers: &[Answer], kind: &str, lane: Lane) -> Option<Table> {
    let of_kind = || answers.iter().filter(|answer| answer.query.query.kind == kind);
    let negatives = |class: char| {
        of_kind().filter(move |answer| answer.query.label == 0 && answer.query.class.starts_with(class))
    };
    let mut ordinary: Vec<f32> = negatives('N').map(|answer| best(answer, lane)).collect();
    ordinary.sort_unstable_by(|a, b| b.total_cmp(a));
    let positives: Vec<(&Answer, f32)> = of_kind()
        .filter(|answer| answer.query.label == 1)
        .map(|answer| (answer, best_target(answer, |hit| hit.score(lane))))
        .collect();
    if ordinary.is_empty() || positives.is_empty() {
        return None;
    }
    let recall = |threshold: f32| {
        share(positives.iter().filter(|(_, score)| *score > threshold).count(), positives.len())
    };
    let at = |rank: usize| ordinary[rank.min(ordinary.len() - 1)];
    let thresholds = [0.01, 0.001].map(|rate| {
        let (middle, low, high) = ranks(rate, ordinary.len());
        Threshold {
            score: at(middle),
            low: at(high),
            high: at(low),
            recall: (recall(at(low)), recall(at(high))),
        }
    });
    let hard: Vec<f32> = negatives('H').map(|answer| best(answer, lane)).collect();
    let hard = thresholds
        .map(|threshold| share(hard.iter().filter(|score| **score > threshold.score).count(), hard.len()));
    let mut classes: BTreeMap<(u8, String), Class> = BTreeMap::new();
    for (answer, score) in &positives {
        let query = &answer.query;
        let natural = query.class.starts_with(['A', 'B', 'C']);
        let group = if natural { (1, "natural (ABC)") } else { (2, "generated (DE)") };
        for key in [
            (0, "ALL".to_owned()),
            (group.0, group.1.to_owned()),
            (3, format!("{}/{}", query.class, query.sub)),
        ] {
            let class = classes.entry(key).or_default();
            class.asked += 1;
            class.at_one += usize::from(*score > thresholds[0].score);
            class.at_tenth += usize::from(*score > thresholds[1].score);
        }
    }
    let curve = (0..60)
        .map(|step| {
            let rate = 10.0_f64.powf(-4.0 + f64::from(step) / 59.0 * 3.0);
            #[expect(clippy::cast_possible_truncation, reason = "a share")]
            (rate as f32, recall(at(ranks(rate, ordinary.len()).0)))
        })
        .collect();
    Some(Table {
        kind: kind.to_owned(),
        ordinary: ordinary.len(),
        thresholds,
        hard,
        classes: classes.into_iter().map(|((_, name), class)| (name, class)).collect(),
        curve,
    })
}

/// The rule of two lanes: found by name at 0.9 % false alarms or by evidence at 0.1 %.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TwoLanes {
    /// Thresholds of the lanes.
    pub thresholds: (f32, f32),
    /// Share of ordinary questions that either lane alerts on.
    pub false_alarms: f32,
    /// Recall when what is declared is true.
    pub honest: f32,
    /// Recall when birth date and country are invented.
    pub lied: f32,
}

/// Measures the rule of two lanes on persons.
#[must_use]
pub fn two_lanes(answers: &[Answer]) -> Option<TwoLanes> {
    let persons = || answers.iter().filter(|answer| answer.query.query.person());
    let ordinary: Vec<(f32, f32)> = persons()
        .filter(|answer| answer.query.label == 0 && answer.query.class.starts_with('N'))
        .map(|answer| (best(answer, Lane::Name), best(answer, Lane::Evidence)))
        .collect();
    let positives: Vec<&Answer> = persons().filter(|answer| answer.query.label == 1).collect();
    if ordinary.is_empty() || positives.is_empty() {
        return None;
    }
    let at = |rate: f64, scores: Vec<f32>| {
        let mut scores = scores;
        scores.sort_unstable_by(|a, b| b.total_cmp(a));
        scores[ranks(rate, scores.len()).0.min(scores.len() - 1)]
    };
    let name = at(0.009, ordinary.iter().map(|pair| pair.0).collect());
    let evidence = at(0.001, ordinary.iter().map(|pair| pair.1).collect());
    let alarms = ordinary.iter().filter(|pair| pair.0 > name || pair.1 > evidence).count();
    let found = |lied: bool| {
        let hit =
            |hit: &Hit| hit.name > name || if lied { hit.lied > evidence } else { hit.evidence > evidence };
        let count = positives
            .iter()
            .filter(|answer| {
                answer.hits.iter().any(|one| answer.query.targets.contains(&one.entity) && hit(one))
            })
            .count();
        share(count, positives.len())
    };
    Some(TwoLanes {
        thresholds: (name, evidence),
        false_alarms: share(alarms, ordinary.len()),
        honest: found(false),
        lied: found(true),
    })
}

impl std::fmt::Display for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{} ({} ordinary questions set the thresholds)", self.kind, self.ordinary)?;
        for (at, rate) in ["1 %", "0.1 %"].iter().enumerate() {
            let Threshold { score, low, high, recall } = self.thresholds[at];
            writeln!(
                f,
                "  at {rate:<5} false alarms: score > {score:.2} [{low:.2} to {high:.2}], recall [{:.3} to {:.3}] (95 %), hard negatives {:.1} %",
                recall.0,
                recall.1,
                self.hard[at] * 100.0
            )?;
        }
        writeln!(f, "  {:<40} {:>6} {:>8} {:>8}", "class", "n", "1 %", "0.1 %")?;
        for (name, class) in &self.classes {
            let (one, tenth) = (share(class.at_one, class.asked), share(class.at_tenth, class.asked));
            writeln!(f, "  {name:<40} {:>6} {one:>8.3} {tenth:>8.3}", class.asked)?;
        }
        Ok(())
    }
}

/// A plot of recall over false alarms, as SVG.
#[must_use]
pub fn plot(tables: &[Table]) -> String {
    const COLOURS: [&str; 4] = ["#0b6e4f", "#b3541e", "#3b4cc0", "#7a3e9d"];
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 440\" font-family=\"sans-serif\" font-size=\"13\">\n\
         <rect width=\"720\" height=\"440\" fill=\"#fff\"/>\n",
    );
    let x = |rate: f32| 70.0 + (rate.log10() + 4.0) / 3.0 * 600.0;
    let y = |recall: f32| 380.0 - recall * 340.0;
    for (rate, label) in [(1e-4, "0.01 %"), (1e-3, "0.1 %"), (1e-2, "1 %"), (1e-1, "10 %")] {
        let at = x(rate);
        let _ = writeln!(
            svg,
            "<path d=\"M{at:.1} 40V380\" stroke=\"#ddd\"/><text x=\"{at:.1}\" y=\"398\" text-anchor=\"middle\">{label}</text>"
        );
    }
    for step in 0..=5_u8 {
        let recall = f32::from(step) / 5.0;
        let at = y(recall);
        let _ = writeln!(
            svg,
            "<path d=\"M70 {at:.1}H670\" stroke=\"#ddd\"/><text x=\"62\" y=\"{:.1}\" text-anchor=\"end\">{recall:.1}</text>",
            at + 4.0
        );
    }
    svg.push_str(
        "<text x=\"370\" y=\"424\" text-anchor=\"middle\">false alarms among ordinary names</text>\n",
    );
    svg.push_str(
        "<text x=\"20\" y=\"210\" text-anchor=\"middle\" transform=\"rotate(-90 20 210)\">recall</text>\n",
    );
    for (at, table) in tables.iter().enumerate() {
        let colour = COLOURS[at % COLOURS.len()];
        let points: Vec<String> =
            table.curve.iter().map(|(rate, recall)| format!("{:.1},{:.1}", x(*rate), y(*recall))).collect();
        let _ = writeln!(
            svg,
            "<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"2.5\" points=\"{}\"/>\
             <text x=\"80\" y=\"{}\" fill=\"{colour}\">{}</text>",
            points.join(" "),
            60 + 20 * at,
            table.kind
        );
    }
    svg.push_str("</svg>\n");
    svg
}

/// The kind that a question's type means.
#[must_use]
pub fn kind_of(query: &Asked) -> Kind {
    if query.person() { Kind::Person } else { Kind::Org }
}
