//! Cuts a shell script into commands.
//!
//! *Source*: POSIX.1-2017, Shell Command Language, section 2.3, as far as it matters here.

use std::collections::HashMap;

use super::Command;

/// Words that only open or close a compound command.
const KEYWORDS: [&str; 12] =
    ["if", "then", "else", "elif", "fi", "do", "done", "while", "until", "!", "{", "}"];
/// How much of one value is kept. *Units*: bytes.
const VALUE_BYTES_MAX: usize = 256 << 10;

/// Stands for a line that goes on in the next one; a letter for private use, so that no script has it.
const GOES_ON: char = '\u{e000}';

/// The state of the cut.
struct Lexer<'text> {
    letters: std::iter::Peekable<std::str::Chars<'text>>,
    line: u32,
    word: String,
    in_word: bool,
    command: Command,
    redirect: bool,
    document: Option<(String, bool)>,
    commands: Vec<Command>,
    variables: &'text mut HashMap<String, String>,
}

/// All commands, in the order of the text; those inside `$(…)` before the command they are in.
pub(crate) fn commands(
    text: &str,
    line: u32,
    variables: &mut HashMap<String, String>,
    commands_max: usize,
) -> Vec<Command> {
    let joined = text.replace("\\\r\n", "\u{e000}").replace("\\\n", "\u{e000}");
    let mut lexer = Lexer {
        letters: joined.chars().peekable(),
        line,
        word: String::new(),
        in_word: false,
        command: Command::default(),
        redirect: false,
        document: None,
        commands: Vec::new(),
        variables,
    };
    while lexer.commands.len() < commands_max && lexer.step() {}
    lexer.end_command(false);
    lexer.commands
}

impl Lexer<'_> {
    /// Reads one letter or group; `false` at the end.
    fn step(&mut self) -> bool {
        let Some(letter) = self.letters.next() else { return false };
        match letter {
            '\n' => self.newline(),
            ' ' | '\t' | '\r' => self.end_word(),
            GOES_ON => {
                self.end_word();
                self.line += 1;
            }
            '#' if !self.in_word => {
                // A backslash at the end of a comment is part of it: the next line is no comment.
                while self.letters.next_if(|next| !matches!(*next, '\n' | GOES_ON)).is_some() {}
                if self.letters.next_if_eq(&GOES_ON).is_some() {
                    self.newline();
                }
            }
            '\'' => self.single(),
            '"' => self.double(),
            '\\' => {
                let next = self.letters.next();
                self.push(next.unwrap_or('\\'));
            }
            '$' => self.dollar(),
            '`' => self.backticks(false),
            ';' | '(' | ')' => self.end_command(false),
            '|' => {
                self.end_command(false);
                if self.letters.next_if_eq(&'|').is_none() {
                    self.letters.next_if_eq(&'&');
                    self.command.piped = true;
                }
            }
            '&' => {
                if self.letters.next_if_eq(&'&').is_some() {
                    self.end_command(false);
                } else if self.letters.peek() == Some(&'>') {
                    self.end_word();
                } else if self.redirect {
                    self.push('&');
                } else {
                    self.end_command(true);
                }
            }
            '>' => self.output(),
            '<' => self.input(),
            other => self.push(other),
        }
        true
    }

    fn push(&mut self, letter: char) {
        self.in_word = true;
        if self.word.len() < VALUE_BYTES_MAX {
            self.word.push(letter);
        }
    }

    fn push_text(&mut self, text: &str) {
        self.in_word = true;
        if self.word.len() + text.len() < VALUE_BYTES_MAX {
            self.word.push_str(text);
        }
    }

    fn single(&mut self) {
        self.in_word = true;
        while let Some(letter) = self.letters.next() {
            match letter {
                '\'' => return,
                '\n' | GOES_ON => self.line += 1,
                _ => {}
            }
            self.push(if letter == GOES_ON { ' ' } else { letter });
        }
    }

    fn double(&mut self) {
        self.in_word = true;
        while let Some(letter) = self.letters.next() {
            match letter {
                '"' => return,
                '\\' => match self.letters.next() {
                    Some(next @ ('"' | '\\' | '$' | '`')) => self.push(next),
                    Some(next) => {
                        self.push('\\');
                        self.push(next);
                    }
                    None => return,
                },
                '$' => self.dollar(),
                '`' => self.backticks(true),
                '\n' => {
                    self.line += 1;
                    self.push('\n');
                }
                GOES_ON => {
                    self.line += 1;
                    self.push(' ');
                }
                other => self.push(other),
            }
        }
    }

    /// A variable, or the output of a command.
    fn dollar(&mut self) {
        match self.letters.peek().copied() {
            Some('(') => {
                self.letters.next();
                let inner = self.balanced('(', ')');
                self.substitution(&inner);
            }
            Some('{') => {
                self.letters.next();
                let inner = self.balanced('{', '}');
                self.braced(&inner);
            }
            Some('\'') => {
                // $'…': escapes are resolved.
                self.letters.next();
                let mut raw = String::new();
                while let Some(letter) = self.letters.next_if(|next| *next != '\'') {
                    raw.push(letter);
                }
                self.letters.next();
                let plain = crate::read::fold::unescaped(&raw);
                self.push_text(&plain);
            }
            Some(letter)
                if letter.is_ascii_alphanumeric() || letter == '_' || letter == '@' || letter == '*' =>
            {
                let mut name = String::new();
                let digit = letter.is_ascii_digit();
                while let Some(next) =
                    self.letters.next_if(|next| next.is_ascii_alphanumeric() || *next == '_')
                {
                    name.push(next);
                    if digit {
                        break;
                    }
                }
                if name.is_empty() {
                    self.letters.next();
                    name.push(letter);
                }
                self.value(&name);
            }
            _ => self.push('$'),
        }
    }

    fn value(&mut self, name: &str) {
        match self.variables.get(name).cloned() {
            Some(value) => self.push_text(&value),
            // macOS calls its scripts with the target's path and volume.
            None if matches!(name, "2" | "3" | "DSTVOLUME" | "DSTROOT") => self.in_word = true,
            None => self.push_text(&format!("${name}")),
        }
    }

    /// `${NAME}`, `${NAME:-value}`, `${NAME/a/b}` and others.
    fn braced(&mut self, inner: &str) {
        let end = inner
            .find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
            .unwrap_or(inner.len());
        let (name, rest) = inner.split_at(end);
        let known = self.variables.get(name).cloned();
        if let Some(default) =
            rest.strip_prefix(":-").or_else(|| rest.strip_prefix(":=")).or_else(|| rest.strip_prefix('-'))
        {
            let value = known.unwrap_or_else(|| default.trim_matches('"').to_owned());
            self.push_text(&value);
            return;
        }
        if let (Some(value), Some(pattern)) = (&known, rest.strip_prefix("//"))
            && let Some((from, to)) = pattern.split_once('/')
        {
            let value = value.replace(from, to);
            self.push_text(&value);
            return;
        }
        if let (Some(value), Some(range)) = (&known, rest.strip_prefix(':')) {
            let (start, length) = range.split_once(':').unwrap_or((range, ""));
            if let Ok(start) = start.trim().parse::<usize>() {
                let length = length.trim().parse::<usize>().unwrap_or(usize::MAX);
                let value: String = value.chars().skip(start).take(length).collect();
                self.push_text(&value);
                return;
            }
        }
        self.value(name);
    }

    /// The old form of `$(…)`, in which `\\`, `\$`, `` \` `` and, between double quotes, `\"` lose their backslash first.
    fn backticks(&mut self, quoted: bool) {
        let mut inner = String::new();
        while let Some(letter) = self.letters.next().filter(|next| *next != '`') {
            let escapes = |next: &char| matches!(next, '\\' | '$' | '`') || (quoted && *next == '"');
            let plain = if letter == '\\' { self.letters.next_if(escapes) } else { None };
            self.line += u32::from(matches!(letter, '\n' | GOES_ON));
            inner.push(plain.unwrap_or(letter));
        }
        self.substitution(&inner);
    }

    /// The output of a command; known only for the simplest ones.
    fn substitution(&mut self, inner: &str) {
        if inner.starts_with('(') {
            self.push_text("$((…))");
            return;
        }
        let mut variables = self.variables.clone();
        let commands = commands_within(inner, self.line, &mut variables);
        let output = super::actions::output(&commands);
        self.commands.extend(commands);
        match output {
            Some(output) => self.push_text(output.trim_end_matches('\n')),
            None => self.push_text("$(…)"),
        }
    }

    /// Text up to the bracket that closes.
    fn balanced(&mut self, open: char, close: char) -> String {
        let mut inner = String::new();
        let mut depth = 1;
        for letter in self.letters.by_ref() {
            if matches!(letter, '\n' | GOES_ON) {
                self.line += 1;
            } else if letter == open {
                depth += 1;
            } else if letter == close {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            inner.push(letter);
        }
        inner
    }

    fn output(&mut self) {
        // A number in front says which output; only the first and the default matter.
        let other = self.in_word
            && self.word.len() == 1
            && self.word.as_bytes()[0].is_ascii_digit()
            && self.word != "1";
        if self.in_word && self.word.len() == 1 && self.word.as_bytes()[0].is_ascii_digit() {
            self.word.clear();
            self.in_word = false;
        } else {
            self.end_word();
        }
        self.letters.next_if_eq(&'>');
        self.letters.next_if_eq(&'|');
        self.redirect = true;
        if other {
            // Swallow the target: it is not where the output goes.
            while self.letters.next_if(|next| *next == ' ').is_some() {}
            while self
                .letters
                .next_if(|next| !next.is_whitespace() && !matches!(*next, ';' | '|' | ')'))
                .is_some()
            {}
            self.redirect = false;
        }
    }

    fn input(&mut self) {
        self.end_word();
        if self.letters.next_if_eq(&'&').is_some() {
            // Another descriptor, as in `<&5`.
            while self.letters.next_if(|next| next.is_ascii_digit() || *next == '-').is_some() {}
            return;
        }
        if self.letters.next_if_eq(&'<').is_none() {
            // The file it reads from is an argument like any other.
            return;
        }
        if self.letters.next_if_eq(&'<').is_some() {
            return;
        }
        let strip = self.letters.next_if_eq(&'-').is_some();
        while self.letters.next_if(|next| *next == ' ').is_some() {}
        let mut end = String::new();
        while let Some(letter) =
            self.letters.next_if(|next| !next.is_whitespace() && !matches!(*next, ';' | '>' | '|' | '&'))
        {
            if !matches!(letter, '\'' | '"' | '\\') {
                end.push(letter);
            }
        }
        self.document = Some((end, strip));
    }

    fn newline(&mut self) {
        let document = self.document.take();
        if let Some((end, strip)) = document {
            let mut body = String::new();
            loop {
                self.line += 1;
                let mut line = String::new();
                let mut ended = true;
                for letter in self.letters.by_ref() {
                    if letter == '\n' {
                        ended = false;
                        break;
                    }
                    self.line += u32::from(letter == GOES_ON);
                    line.push(if letter == GOES_ON { ' ' } else { letter });
                }
                let shown = if strip { line.trim_start_matches('\t') } else { &line };
                if shown.trim_end_matches('\r') == end || (ended && line.is_empty()) {
                    break;
                }
                body.push_str(shown);
                body.push('\n');
                if ended {
                    break;
                }
            }
            self.command.document = Some(self.put_in(&body));
            self.end_command(false);
            self.line += 1;
            return;
        }
        self.end_command(false);
        self.line += 1;
    }

    /// A text with the variables that are known put in.
    fn put_in(&self, body: &str) -> String {
        let mut body = body.to_owned();
        if body.contains('$') {
            for (name, value) in self.variables.iter().take(200) {
                body = body.replace(&format!("${{{name}}}"), value).replace(&format!("${name}"), value);
            }
        }
        body
    }

    fn end_word(&mut self) {
        if !self.in_word {
            return;
        }
        self.in_word = false;
        let word = std::mem::take(&mut self.word);
        if self.redirect {
            self.redirect = false;
            if !word.starts_with('&') && word != "/dev/null" {
                self.command.output = Some(word);
            }
            return;
        }
        if self.command.words.is_empty() {
            if KEYWORDS.contains(&word.as_str()) {
                return;
            }
            self.command.line = self.line;
            if let Some((name, value)) = assignment(&word) {
                let value = match name.strip_suffix('+') {
                    Some(name) => format!("{}{value}", self.variables.get(name).cloned().unwrap_or_default()),
                    None => value.to_owned(),
                };
                self.variables.insert(name.trim_end_matches('+').to_owned(), value);
                return;
            }
        } else if matches!(
            self.command.words[0].as_str(),
            "export" | "local" | "readonly" | "declare" | "typeset"
        ) && let Some((name, value)) = assignment(&word)
        {
            self.variables.insert(name.to_owned(), value.to_owned());
        }
        self.command.words.push(word);
    }

    fn end_command(&mut self, background: bool) {
        self.end_word();
        self.redirect = false;
        let mut command = std::mem::take(&mut self.command);
        if command.words.is_empty() && command.document.is_none() {
            return;
        }
        command.background = background;
        if command.line == 0 {
            command.line = self.line;
        }
        // `for NAME in VALUES`: the variable has each of the values; the first is taken.
        if let [word, name, within, first, ..] = &command.words[..]
            && word == "for"
            && within == "in"
        {
            self.variables.insert(name.clone(), first.clone());
            return;
        }
        self.commands.push(command);
    }
}

fn commands_within(text: &str, line: u32, variables: &mut HashMap<String, String>) -> Vec<Command> {
    // `$(…)` inside `$(…)` goes through here again; each level is shorter than the one around it.
    if text.len() > 64 << 10 || text.matches("$(").count() > 32 {
        return Vec::new();
    }
    commands(text, line, variables, 1000)
}

/// `NAME=value` or `NAME+=value`.
fn assignment(word: &str) -> Option<(&str, &str)> {
    let (name, value) = word.split_once('=')?;
    let plain = name.strip_suffix('+').unwrap_or(name);
    let fits = !plain.is_empty()
        && plain.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !plain.as_bytes()[0].is_ascii_digit();
    fits.then_some((name, value))
}
