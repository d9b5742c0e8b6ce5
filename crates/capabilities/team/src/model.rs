use jiff::Timestamp;
use madang_conference::{Conference, ConferenceId, Host, HostId};
use madang_context::{Id, Power, Powers};
use madang_people::PersonId;
use madang_store::id_type;

id_type!(pub InvitationId, "Names an invitation into a team.");
id_type!(pub TokenId, "Names a token of a team.");

/// What a member of a team is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Everything, also who else is in the team.
    Owner,
    /// Everything of the conferences.
    Organiser,
    /// The programme.
    Programme,
    /// Letting people in.
    Door,
    /// Screening.
    Compliance,
    /// Payments.
    Finance,
    /// Looking on.
    Viewer,
}

impl Role {
    /// All roles, the mightiest first.
    pub const ALL: [Self; 7] = [
        Self::Owner,
        Self::Organiser,
        Self::Programme,
        Self::Door,
        Self::Compliance,
        Self::Finance,
        Self::Viewer,
    ];

    /// Its name in the store and the interface.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Organiser => "organiser",
            Self::Programme => "programme",
            Self::Door => "door",
            Self::Compliance => "compliance",
            Self::Finance => "finance",
            Self::Viewer => "viewer",
        }
    }

    /// Reads [`Role::word`].
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }

    /// What it lets its members do. Door, compliance and finance will have powers of their own with their capabilities;
    /// until then they look on.
    #[must_use]
    pub fn powers(self) -> Powers {
        match self {
            Self::Owner => Powers::of(&Power::ALL),
            Self::Organiser => Powers::of(&[Power::View, Power::Programme, Power::Organise]),
            Self::Programme => Powers::of(&[Power::View, Power::Programme]),
            Self::Door | Self::Compliance | Self::Finance | Self::Viewer => Powers::of(&[Power::View]),
        }
    }
}

/// Whose team it is: a host's, or that of one of its conferences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All conferences of a host.
    Host(HostId),
    /// One conference.
    Conference(ConferenceId, HostId),
}

impl Scope {
    /// The team of a host.
    #[must_use]
    pub fn of_host(host: &Host) -> Self {
        Self::Host(host.id)
    }

    /// The team of one conference.
    #[must_use]
    pub fn of_conference(conference: &Conference) -> Self {
        Self::Conference(conference.id, conference.host_id)
    }

    /// The host it belongs to.
    #[must_use]
    pub fn host(self) -> HostId {
        match self {
            Self::Host(host) | Self::Conference(_, host) => host,
        }
    }

    /// The conference, where it is about one only.
    #[must_use]
    pub fn conference(self) -> Option<ConferenceId> {
        match self {
            Self::Host(_) => None,
            Self::Conference(conference, _) => Some(conference),
        }
    }

    /// What powers on it are granted on.
    #[must_use]
    pub fn ids(self) -> Vec<Id> {
        match self {
            Self::Host(host) => vec![host.0],
            Self::Conference(conference, host) => vec![conference.0, host.0],
        }
    }
}

/// Somebody in a team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// What they are called.
    pub name: String,
    /// Where mail reaches them.
    pub email: String,
    /// What they are there for.
    pub role: Role,
    /// Since when.
    pub added_at: Timestamp,
}

/// A letter that asks somebody into a team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Names it; its secret is in the letter only.
    pub id: InvitationId,
    /// Into which team.
    pub scope: Scope,
    /// To whom the letter went.
    pub email: String,
    /// As what.
    pub role: Role,
    /// When the letter was written.
    pub created_at: Timestamp,
    /// Until when it can be redeemed.
    pub expires_at: Timestamp,
}

/// A team with whom it waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// By role, then name; empty when nobody was asked yet.
    pub members: Vec<Member>,
    /// Not redeemed yet and still good, the latest first; may be empty.
    pub invitations: Vec<Invitation>,
}

/// What a program shows to act for a team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Names it; its secret is with the program only.
    pub id: TokenId,
    /// For which team it acts.
    pub scope: Scope,
    /// Who made it; none for whoever holds the server. It can do no more than they can.
    pub person: Option<PersonId>,
    /// What it is for, in their words.
    pub name: String,
    /// What it may do at most.
    pub powers: Powers,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when it is good.
    pub expires_at: Timestamp,
    /// When it was last used, to within minutes; none when it never was.
    pub used_at: Option<Timestamp>,
}
