//! What rules look at, and the questions that several of them ask.

use crate::{
    bytes::shortened,
    declaration::Declaration,
    diff::Diff,
    facts::{Action, Facts, Job, Object, ObjectId, Step, When},
    report::{Evidence, Severity},
};

/// One artefact, what its exhibitor says, and what changed.
pub(crate) struct Case<'facts> {
    /// The facts.
    pub(crate) facts: &'facts Facts,
    /// The declaration.
    pub(crate) declaration: Option<&'facts Declaration>,
    /// What changed since the earlier release.
    pub(crate) diff: Option<&'facts Diff>,
}

/// One match of a rule.
#[derive(Debug, Clone)]
pub(crate) struct Match {
    /// What was found, in a sentence.
    pub(crate) sentence: String,
    /// How much it weighs.
    pub(crate) severity: Severity,
    /// Where.
    pub(crate) evidence: Vec<Evidence>,
}

/// Folders with a dot that builders make; programs in them are not hidden from anybody.
const BUILDERS: [&str; 11] = [
    ".build-id",
    ".dylibs",
    ".libs",
    ".bin",
    ".debug",
    ".dwz",
    ".github",
    ".cargo",
    ".vscode",
    ".well-known",
    ".npm",
];

/// Where distributions' packages put their jobs.
const JOB_FOLDERS: [&str; 7] = [
    "/etc/init.d/",
    "/lib/systemd/system/",
    "/usr/lib/systemd/system/",
    "/etc/systemd/system/",
    "/lib/systemd/user/",
    "/usr/lib/systemd/user/",
    "/etc/systemd/user/",
];

/// The name of a unit without its kind and instance.
fn unit_stem(name: &str) -> &str {
    const KINDS: [&str; 6] = [".service", ".socket", ".timer", ".path", ".target", ".mount"];
    let name = KINDS.iter().find_map(|kind| name.strip_suffix(kind)).unwrap_or(name);
    name.split('@').next().unwrap_or(name)
}

/// Is a part of this path hidden?
pub(crate) fn is_hidden(path: &str) -> bool {
    path.split(['/', '\\']).any(|part| {
        let dotted = part.len() > 1 && part.starts_with('.') && part != "..";
        let unseen =
            !part.is_empty() && part.chars().all(|letter| letter.is_whitespace() || is_unseen(letter));
        (dotted && !BUILDERS.contains(&part)) || unseen || part.chars().next().is_some_and(is_unseen)
    })
}

/// Letters that nobody sees.
pub(crate) fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{2800}' | '\u{3164}')
}

/// The last part of a path.
pub(crate) fn base(path: &str) -> &str {
    path.trim_end_matches('/').rsplit(['/', '\\']).next().unwrap_or(path)
}

/// Places from which things start by themselves.
pub(crate) fn starts_from(path: &str) -> Option<&'static str> {
    const PLACES: [(&str, &str); 27] = [
        ("/LaunchDaemons", "LaunchDaemons"),
        ("/LaunchAgents", "LaunchAgents"),
        ("/StartupItems", "StartupItems"),
        ("/systemd/system", "systemd"),
        ("/systemd/user", "systemd"),
        ("/etc/cron", "cron"),
        ("/var/spool/cron", "cron"),
        ("/etc/init.d", "init"),
        ("/etc/rc.", "init"),
        ("/etc/profile", "the profile of every shell"),
        ("/.profile", "the profile of a shell"),
        ("/.bashrc", "the profile of a shell"),
        ("/.zshrc", "the profile of a shell"),
        ("/.bash_profile", "the profile of a shell"),
        ("/.zshenv", "the profile of a shell"),
        ("/.zprofile", "the profile of a shell"),
        ("/.bash_login", "the profile of a shell"),
        ("/etc/zshrc", "the profile of every shell"),
        ("/etc/zshenv", "the profile of every shell"),
        ("/etc/zprofile", "the profile of every shell"),
        ("/etc/bashrc", "the profile of every shell"),
        ("/etc/bash.bashrc", "the profile of every shell"),
        ("/etc/emond.d", "emond"),
        ("/autostart/", "autostart"),
        ("/etc/udev/rules.d", "udev"),
        ("/etc/ld.so.preload", "ld.so.preload"),
        ("/etc/periodic", "periodic"),
    ];
    PLACES.iter().find(|(part, _)| path.contains(part)).map(|(_, words)| *words)
}

impl<'facts> Case<'facts> {
    /// Evidence: an object, a line, a text.
    pub(crate) fn at(&self, id: ObjectId, line: u32, text: &str) -> Evidence {
        let path = self.facts.object(id).map(|object| object.path.clone()).unwrap_or_default();
        let path = if path.is_empty() { self.facts.name.clone() } else { path };
        Evidence { object: id, path, line, text: shortened(text, 300) }
    }

    /// A match with one piece of evidence.
    pub(crate) fn found(
        &self,
        severity: Severity,
        sentence: String,
        id: ObjectId,
        line: u32,
        text: &str,
    ) -> Match {
        Match { sentence, severity, evidence: vec![self.at(id, line, text)] }
    }

    /// Steps that are taken without anybody asking for them.
    pub(crate) fn installed(&self) -> impl Iterator<Item = &'facts Step> {
        self.facts.steps.iter().filter(|step| matches!(step.when, When::BeforeInstall | When::Install))
    }

    /// Steps of scripts that lie in the open and are there to be started.
    pub(crate) fn by_hand(&self) -> impl Iterator<Item = &'facts Step> + '_ {
        self.facts.steps.iter().filter(|step| step.when == When::ByHand && !self.is_example(step.object))
    }

    /// Steps of both kinds.
    pub(crate) fn steps(&self) -> impl Iterator<Item = &'facts Step> + '_ {
        self.installed().chain(self.by_hand())
    }

    /// A file of documents, tests or tools of building: not what is handed out to be run.
    pub(crate) fn is_example(&self, id: ObjectId) -> bool {
        const FOLDERS: [&str; 18] = [
            "/doc/",
            "/docs/",
            "/examples/",
            "/example/",
            "/node_modules/",
            "/contrib/",
            "/ci/",
            ".github/",
            "/.circleci/",
            "/fixtures/",
            "/share/doc",
            "/samples/",
            "/benchmark",
            "/completion",
            "/vendor/",
            "/third_party/",
            "/site-packages/",
            "/dev/",
        ];
        let path = self.facts.object(id).map(|object| object.path.to_lowercase()).unwrap_or_default();
        // A folder is one of tests by its beginning: `coding-test/` is what somebody is to work on.
        let of_tests = path.split(['/', '!']).any(|part| part.starts_with("test"));
        of_tests || FOLDERS.iter().any(|folder| path.contains(folder))
    }

    /// Jobs with their objects.
    pub(crate) fn jobs(&self) -> impl Iterator<Item = (&'facts Object, &'facts Job)> {
        self.facts.objects.iter().filter_map(|object| Some((object, object.job.as_deref()?)))
    }

    /// The name of a script or table, for sentences.
    pub(crate) fn name(&self, id: ObjectId) -> String {
        let name = self.facts.object(id).map(|object| object.name().to_owned()).unwrap_or_default();
        if name.is_empty() { self.facts.name.clone() } else { name }
    }

    /// Is this artefact, or what is around this object, a package of a distribution that places its jobs itself?
    pub(crate) fn is_debian(&self) -> bool {
        self.facts
            .objects
            .first()
            .is_some_and(|object| matches!(object.kind, crate::facts::Kind::Deb | crate::facts::Kind::Rpm))
    }

    /// Does the artefact itself put a job of this name, in the open, where the system's own packages put theirs, and does that job start
    /// nothing but what the artefact or the system brings? That is how a distribution's packages are made.
    pub(crate) fn brings_job(&self, name: &str) -> bool {
        let wanted = unit_stem(base(name));
        let mut jobs = self.facts.objects.iter().filter(|object| {
            let placed = object.placed.as_deref().unwrap_or_default();
            JOB_FOLDERS.iter().any(|folder| {
                placed
                    .strip_prefix(folder)
                    .is_some_and(|rest| !rest.contains('/') && !is_hidden(rest) && unit_stem(rest) == wanted)
            })
        });
        !wanted.is_empty()
            && jobs.clone().next().is_some()
            && jobs.all(|object| object.job.as_deref().is_none_or(|job| self.is_ordinary_job(job)))
    }

    /// Does a job start what the artefact itself or the system brings, in the open?
    pub(crate) fn is_ordinary_job(&self, job: &Job) -> bool {
        // What packages may place, by the Filesystem Hierarchy Standard 3.0; `/usr/local` is not theirs.
        const SYSTEM: [&str; 4] = ["/usr/", "/bin/", "/sbin/", "/lib/"];
        let Some(program) = job.command.first() else { return true };
        let places = [program.clone(), format!("/usr{program}")];
        let brought = || {
            self.facts
                .objects
                .iter()
                .filter_map(|object| object.placed.as_ref())
                .any(|placed| places.contains(placed))
        };
        let named = !program.starts_with('/');
        !is_hidden(program)
            && !program.starts_with("/usr/local/")
            && (named || SYSTEM.iter().any(|folder| program.starts_with(folder)) || brought())
    }

    /// Where a path that a script uses was before the script moved it: hidden in the package?
    pub(crate) fn comes_from_hidden(&self, path: &str) -> Option<&'facts Step> {
        self.facts.steps.iter().find(|step| match &step.action {
            Action::Move { from, to } | Action::Copy { from, to } => {
                is_hidden(from)
                    && (to == path
                        || base(to) == base(path)
                        || path.starts_with(&format!("{}/", to.trim_end_matches('/'))))
            }
            _ => false,
        })
    }

    /// Executables whose name or place is what a path says.
    pub(crate) fn program(&self, path: &str) -> Option<&'facts Object> {
        let wanted = base(path);
        if wanted.is_empty() {
            return None;
        }
        let all = || self.facts.objects.iter().filter(|object| object.kind.is_executable());
        all().find(|object| object.placed.as_deref() == Some(path)).or_else(|| {
            all().find(|object| object.name().trim_start_matches('.') == wanted.trim_start_matches('.'))
        })
    }

    /// Is it started by a job, a script or a table of the artefact?
    pub(crate) fn is_started(&self, object: &Object) -> bool {
        let fits = |path: &str| {
            object.placed.as_deref() == Some(path)
                || (!path.is_empty()
                    && base(path).trim_start_matches('.') == object.name().trim_start_matches('.'))
        };
        let by_job = self.jobs().any(|(_, job)| job.command.first().is_some_and(|path| fits(path)));
        by_job || self.installed().any(|step| matches!(&step.action, Action::Run { program, .. } | Action::Register { program, .. } if fits(program)))
    }
}
