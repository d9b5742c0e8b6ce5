/// How a figure stands to its bar.
pub(crate) enum Bar {
    /// Nothing was promised.
    None,
    /// At most so much.
    Most(f64),
    /// At least so much.
    Least(f64),
}

/// A table that grows line by line, so that a stopped run has told what it knew.
pub(crate) struct Table {
    name_width: usize,
}

impl Table {
    /// Prints the head. `load` is the machine's when it began.
    pub(crate) fn new(title: &str) -> Self {
        println!("\n## {title}   (load {})\n", crate::measure::load());
        let table = Self { name_width: 46 };
        println!(
            "| {:width$} | {:>12} | {:>12} | notes",
            "work",
            "measured",
            "bar",
            width = table.name_width
        );
        println!("|{:-<width$}|{:-<14}|{:-<14}|------", "", "", "", width = table.name_width + 2);
        table
    }

    /// Prints a line.
    pub(crate) fn line(&self, name: &str, figure: f64, unit: &str, bar: &Bar, notes: &str) {
        let shown = |figure: f64| {
            let digits = if figure >= 100.0 {
                0
            } else if figure >= 10.0 {
                1
            } else {
                3
            };
            format!("{figure:.digits$} {unit}")
        };
        let (bar, missed) = match *bar {
            Bar::None => (String::new(), false),
            Bar::Most(most) => (format!("≤ {}", trimmed(most)), figure > most),
            Bar::Least(least) => (format!("≥ {}", trimmed(least)), figure < least),
        };
        let mark = if missed { "MISSED " } else { "" };
        println!(
            "| {name:width$} | {:>12} | {bar:>12} | {mark}{notes}",
            shown(figure),
            width = self.name_width
        );
    }
}

fn trimmed(figure: f64) -> String {
    if figure.fract() == 0.0 { format!("{figure:.0}") } else { format!("{figure}") }
}
