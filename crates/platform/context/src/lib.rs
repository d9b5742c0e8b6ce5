//! Who asks, when, and in which language: passed down to every action.
//!
//! Nothing below a page reads a clock or makes an id by itself; it takes both from the [`Ctx`] it is given. So a test
//! sets the time, and a run can be repeated.

mod clock;
mod grants;
mod ids;

use std::{net::IpAddr, sync::Arc};

pub use clock::{Clock, SetClock, SystemClock};
pub use grants::{Grants, Power, Powers};
pub use ids::{Id, IdError, Ids, Randomness, SeededRandomness, SystemRandomness};
use jiff::Timestamp;

/// On whose behalf something is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Somebody on the public site, without an account or not signed in.
    Visitor,
    /// A person, signed in.
    Person {
        /// Names the person.
        id: Id,
        /// Whether they may do everything on this server.
        is_administrator: bool,
    },
    /// A program that shows a token of a team.
    Token {
        /// Names the token.
        id: Id,
    },
    /// Whoever holds the server itself: at the command line, or signed in by a link made there.
    Administrator,
    /// The program itself: a job, the start of the server.
    System,
}

/// What an action knows about the request that it serves.
#[derive(Clone)]
pub struct Ctx {
    /// On whose behalf.
    pub who: Who,
    /// What they may do beside what everybody may.
    pub grants: Grants,
    /// The moment of the request; the same throughout, so that everything written in one unit of work agrees.
    pub now: Timestamp,
    /// BCP 47 tag of the language to speak to the person in.
    pub language: String,
    /// Names this request in logs and error pages.
    pub request_id: String,
    /// The address of the person's device; none at the command line and for the program itself. Personal data: for
    /// limits and the audit, never for logs.
    pub client: Option<IpAddr>,
    /// Makes ids.
    pub ids: Arc<Ids>,
}

impl Ctx {
    /// A context for work that no request asked for: command line, jobs, tests. Speaks English.
    #[must_use]
    pub fn new(who: Who, clock: &dyn Clock, ids: &Arc<Ids>) -> Self {
        let now = clock.now();
        let request_id = ids.next(now).to_string();
        Self {
            who,
            grants: Grants::default(),
            now,
            language: "en".into(),
            request_id,
            client: None,
            ids: Arc::clone(ids),
        }
    }

    /// A new id that sorts after those made before it.
    #[must_use]
    pub fn id(&self) -> Id {
        self.ids.next(self.now)
    }

    /// The person who is signed in.
    #[must_use]
    pub fn person(&self) -> Option<Id> {
        match self.who {
            Who::Person { id, .. } => Some(id),
            _ => None,
        }
    }

    /// Whether they may do everything on this server.
    #[must_use]
    pub fn is_administrator(&self) -> bool {
        matches!(self.who, Who::Administrator | Who::System | Who::Person { is_administrator: true, .. })
    }

    /// Whether they have this power on one of these scopes.
    #[must_use]
    pub fn may(&self, power: Power, scopes: &[Id]) -> bool {
        self.is_administrator() || self.grants.has(power, scopes)
    }

    /// Whether they have any power on one of these scopes: what others keep there exists for them.
    #[must_use]
    pub fn knows(&self, scopes: &[Id]) -> bool {
        self.is_administrator() || self.grants.knows(scopes)
    }
}
