//! Units of work on teams.

use jiff::Timestamp;
use madang_audit::{self as audit, Act};
use madang_conference::{self as conference, Conference, Host, HostId};
use madang_context::{Ctx, Grants, Id, Power, Powers, Who};
use madang_interchange::model::Text;
use madang_mail::{MailAddress, queue};
use madang_people::{Keeper, Objection, Person, PersonId};
use madang_store::{StoreError, Tx, fault};
use madang_text::{Translator, display};
use madang_web::Identity;
use serde_json::json;
use thiserror::Error;

use crate::{
    letters::{INVITATION_LASTS, invitation_letter, new_invitation_link, secret_digest as digest},
    model::{Invitation, InvitationId, Role, Scope, Team, Token, TokenId},
    rules, store,
};

/// Why something was not done with a team.
#[derive(Debug, Error)]
pub enum TeamError {
    /// Their role does not allow it, or gives less than they would give away.
    #[error("your role does not allow this")]
    Forbidden,
    /// Used before, taken back, too old, or never was.
    #[error("this invitation does not work any more")]
    Dead,
    /// A host without an owner could never be changed again.
    #[error("a host needs an owner")]
    LastOwner,
    /// The short name belongs to another host.
    #[error("this short name is taken")]
    Taken,
    /// A value that cannot be; names the field.
    #[error("{0} cannot be like this")]
    Wrong(&'static str),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn record(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    action: &'static str,
    scope: Scope,
    (object, detail): (String, serde_json::Value),
) -> Result<(), StoreError> {
    let conference = scope.conference().map(|conference| conference.0);
    audit::record(tx, ctx, &Act { action, conference, object, detail })
}

fn ask(ctx: &Ctx, scope: Scope) -> Result<(), TeamError> {
    if ctx.may(Power::Own, &scope.ids()) { Ok(()) } else { Err(TeamError::Forbidden) }
}

/// What a person may do by their roles.
pub fn grants_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Grants, StoreError> {
    let roles = store::roles_of(tx, person)?;
    Ok(Grants::new(roles.into_iter().map(|(scope, role)| (scope, role.powers())).collect()))
}

/// Who a session's subject is, with what their roles allow; see [`madang_web::Standing`].
pub fn standing(tx: &mut Tx<'_>, subject: &str) -> Result<Option<Identity>, StoreError> {
    let Some(identity) = madang_people::standing(tx, subject)? else { return Ok(None) };
    let grants = match identity.who {
        Who::Person { id, is_administrator: false } => grants_of(tx, PersonId(id))?,
        _ => Grants::default(),
    };
    Ok(Some(Identity { grants, ..identity }))
}

/// Makes a host; the person who makes it becomes its owner. `is_open` tells whether everybody with an account may.
///
/// *Errors*: [`TeamError::Taken`], [`TeamError::Wrong`] of `slug` or `name`, [`TeamError::Forbidden`].
pub fn create_host(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (slug, name): (&str, &Text),
    is_open: bool,
) -> Result<Host, TeamError> {
    let may = ctx.is_administrator() || (is_open && ctx.person().is_some());
    if !may {
        return Err(TeamError::Forbidden);
    }
    let name = host_name(name)?;
    if !conference::is_slug(slug) {
        return Err(TeamError::Wrong("slug"));
    }
    let host = Host { id: HostId(ctx.id()), slug: slug.to_owned(), name };
    if !conference::insert_host(tx, &host, ctx.now)? {
        return Err(TeamError::Taken);
    }
    let scope = Scope::of_host(&host);
    if let Some(person) = ctx.person() {
        store::write_member(tx, scope, PersonId(person), Role::Owner, ctx.now)?;
    }
    record(tx, ctx, "host.create", scope, (host.slug.clone(), json!({})))?;
    Ok(host)
}

/// A host's name as it is kept: in one line in every language.
fn host_name(name: &Text) -> Result<Text, TeamError> {
    let mut kept = Text::default();
    for (language, line) in &name.0 {
        if let Some(line) = display::name(line) {
            kept.0.insert(language.clone(), line);
        }
    }
    if kept.is_empty() { Err(TeamError::Wrong("name")) } else { Ok(kept) }
}

/// Gives a host another name.
pub fn rename_host(tx: &mut Tx<'_>, ctx: &Ctx, host: &Host, name: &Text) -> Result<(), TeamError> {
    let scope = Scope::of_host(host);
    ask(ctx, scope)?;
    conference::rename_host(tx, host.id, &host_name(name)?)?;
    Ok(record(tx, ctx, "host.rename", scope, (host.slug.clone(), json!({})))?)
}

/// A team, and whom it waits for.
pub fn team(tx: &mut Tx<'_>, ctx: &Ctx, scope: Scope) -> Result<Team, TeamError> {
    if !ctx.may(Power::View, &scope.ids()) {
        return Err(TeamError::Forbidden);
    }
    let mut members = store::members(tx, scope)?;
    members.sort_by_key(|member| member.role);
    // Who waits for whom is for those who may change it.
    let invitations =
        if ask(ctx, scope).is_ok() { store::invitations(tx, scope, ctx.now)? } else { Vec::new() };
    Ok(Team { members, invitations })
}

/// Whom a letter about a conference's work goes to: who has this power by a role in its own team, or, where nobody has, in
/// its host's. By name; may be empty.
pub fn in_charge(tx: &mut Tx<'_>, of: &Conference, power: Power) -> Result<Vec<Person>, StoreError> {
    for scope in [Scope::of_conference(of), Scope::Host(of.host_id)] {
        let mut people = Vec::new();
        for member in store::members(tx, scope)? {
            if member.role.powers().has(power) {
                people.extend(madang_people::person(tx, member.person)?);
            }
        }
        if !people.is_empty() {
            return Ok(people);
        }
    }
    Ok(Vec::new())
}

/// Gives a member another role.
///
/// *Errors*: [`TeamError::LastOwner`] where nobody else owns the host; [`TeamError::Wrong`] for somebody who is not in
/// this team.
pub fn set_role(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    scope: Scope,
    person: PersonId,
    role: Role,
) -> Result<(), TeamError> {
    ask(ctx, scope)?;
    hold(tx, scope)?;
    let before = store::members(tx, scope)?;
    let Some(member) = before.iter().find(|member| member.person == person) else {
        return Err(TeamError::Wrong("person"));
    };
    if member.role == role {
        return Ok(());
    }
    keep_an_owner(scope, &before, person, role)?;
    store::write_member(tx, scope, person, role, ctx.now)?;
    let detail = json!({ "before": member.role.word(), "after": role.word() });
    Ok(record(tx, ctx, "team.role", scope, (person.to_string(), detail))?)
}

/// Puts somebody into a team without asking them: for whoever holds the server.
pub fn enlist(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    scope: Scope,
    person: PersonId,
    role: Role,
) -> Result<(), TeamError> {
    if !ctx.is_administrator() {
        return Err(TeamError::Forbidden);
    }
    hold(tx, scope)?;
    keep_an_owner(scope, &store::members(tx, scope)?, person, role)?;
    store::write_member(tx, scope, person, role, ctx.now)?;
    Ok(record(tx, ctx, "team.enlist", scope, (person.to_string(), json!({ "role": role.word() })))?)
}

/// Takes a member out of a team.
///
/// *Errors*: as [`set_role`].
pub fn remove(tx: &mut Tx<'_>, ctx: &Ctx, scope: Scope, person: PersonId) -> Result<(), TeamError> {
    ask(ctx, scope)?;
    take_out(tx, ctx, scope, person, "team.remove")
}

/// Leaves a team: everybody may.
///
/// *Errors*: as [`set_role`].
pub fn leave(tx: &mut Tx<'_>, ctx: &Ctx, scope: Scope) -> Result<(), TeamError> {
    let person = ctx.person().ok_or(TeamError::Forbidden)?;
    take_out(tx, ctx, scope, PersonId(person), "team.leave")
}

fn take_out(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    scope: Scope,
    person: PersonId,
    action: &'static str,
) -> Result<(), TeamError> {
    hold(tx, scope)?;
    keep_an_owner(scope, &store::members(tx, scope)?, person, Role::Viewer)?;
    if !store::delete_member(tx, scope, person)? {
        return Err(TeamError::Wrong("person"));
    }
    Ok(record(tx, ctx, action, scope, (person.to_string(), json!({})))?)
}

/// Lets changes of one host's teams come one after the other: two owners who go at once must not both see the other.
fn hold(tx: &mut Tx<'_>, scope: Scope) -> Result<(), StoreError> {
    conference::hold_host(tx, scope.host())?;
    fault::point("team/held");
    Ok(())
}

/// Refuses what would leave a host without an owner. A conference's team needs none: its host's owners own it.
fn keep_an_owner(
    scope: Scope,
    members: &[crate::Member],
    person: PersonId,
    next: Role,
) -> Result<(), TeamError> {
    let owns = |member: &&crate::Member| member.role == Role::Owner;
    let was_owner = members.iter().filter(owns).any(|member| member.person == person);
    let others = members.iter().filter(owns).filter(|member| member.person != person).count();
    match scope {
        Scope::Host(_) if was_owner && next != Role::Owner && others == 0 => Err(TeamError::LastOwner),
        _ => Ok(()),
    }
}

/// Somebody who was asked into a team.
#[derive(Debug)]
pub struct Invited {
    /// What the store keeps.
    pub invitation: Invitation,
    /// Path on this server that redeems it; the secret in it is nowhere else but in the letter.
    pub path: String,
}

/// Writes to an address and asks whoever reads it into a team. `team` is what the letter calls it; `base` makes a path of
/// this server a full address. What was sent to this address before does not work any more.
///
/// *Errors*: [`TeamError::Wrong`] of `email`; [`TeamError::Forbidden`].
pub fn invite(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    scope: Scope,
    (email, role, team): (&str, Role, &str),
    t: &Translator,
    base: impl Fn(&str) -> String,
) -> Result<Invited, TeamError> {
    ask(ctx, scope)?;
    let email = madang_people::mail_address(email).ok_or(TeamError::Wrong("email"))?;
    let to = MailAddress::new("", &email).map_err(|_| TeamError::Wrong("email"))?;
    store::delete_invitations_to(tx, scope, &email)?;
    let (path, kept) = new_invitation_link(ctx);
    let invitation = Invitation {
        id: InvitationId(ctx.id()),
        scope,
        email,
        role,
        created_at: ctx.now,
        expires_at: ctx.now + INVITATION_LASTS,
    };
    store::insert_invitation(tx, &invitation, &kept)?;
    let words = [
        // Somebody typed this name: in a letter of ours it must not become a link of theirs.
        ("team", display::in_letter(team).into()),
        ("role", t.say_of("role-", role.word()).into()),
        ("link", base(&path).into()),
        ("server", base("").into()),
    ];
    let keys = ("mail-invitation-subject", "mail-invitation-text");
    queue(tx, ctx, &[invitation_letter(t, to, keys, &words)])?;
    let detail = json!({ "role": role.word() });
    record(tx, ctx, "team.invite", scope, (invitation.id.to_string(), detail))?;
    Ok(Invited { invitation, path })
}

/// Takes an invitation back; one of another team is not found.
pub fn revoke_invitation(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    scope: Scope,
    id: InvitationId,
) -> Result<(), TeamError> {
    ask(ctx, scope)?;
    if !store::delete_invitation(tx, scope, id)? {
        return Err(TeamError::Dead);
    }
    Ok(record(tx, ctx, "team.revoke-invitation", scope, (id.to_string(), json!({})))?)
}

/// The invitation of a secret, without using it up; none when it is dead.
pub fn invitation(tx: &mut Tx<'_>, token: &str, now: Timestamp) -> Result<Option<Invitation>, StoreError> {
    store::invitation(tx, &digest(token), now)
}

/// Takes an invitation: whoever is signed in joins the team. Of two at once, one gets it. A role that they have already
/// and that allows more stays.
///
/// *Errors*: [`TeamError::Dead`]; [`TeamError::Forbidden`] for nobody.
pub fn redeem(tx: &mut Tx<'_>, ctx: &Ctx, token: &str) -> Result<Invitation, TeamError> {
    let person = PersonId(ctx.person().ok_or(TeamError::Forbidden)?);
    let Some(invitation) = store::redeem_invitation(tx, &digest(token), ctx.now)? else {
        return Err(TeamError::Dead);
    };
    fault::point("team/redeemed");
    let scope = invitation.scope;
    hold(tx, scope)?;
    let known = store::members(tx, scope)?.into_iter().find(|member| member.person == person);
    if known.is_none_or(|member| invitation.role < member.role) {
        store::write_member(tx, scope, person, invitation.role, ctx.now)?;
    }
    let detail = json!({ "role": invitation.role.word() });
    record(tx, ctx, "team.join", scope, (invitation.id.to_string(), detail))?;
    Ok(invitation)
}

/// The tokens of a team, the latest first.
pub fn tokens(tx: &mut Tx<'_>, ctx: &Ctx, scope: Scope) -> Result<Vec<Token>, TeamError> {
    ask(ctx, scope)?;
    Ok(store::tokens(tx, scope)?)
}

/// Makes a token; gives it with its secret, which is shown once.
///
/// *Errors*: [`TeamError::Wrong`] of `name`, `days` or `powers`; [`TeamError::Forbidden`]. A token never owns: it cannot
/// say who is in a team, nor make another token.
pub fn create_token(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    scope: Scope,
    (name, powers, days): (&str, Powers, i64),
) -> Result<(Token, String), TeamError> {
    ask(ctx, scope)?;
    let secret = format!("{}{}", rules::TOKEN_PREFIX, ctx.ids.token());
    let powers = powers.and(Role::Organiser.powers());
    if powers == Powers::default() {
        return Err(TeamError::Wrong("powers"));
    }
    let token = Token {
        id: TokenId(ctx.id()),
        scope,
        person: ctx.person().map(PersonId),
        name: display::name(name).ok_or(TeamError::Wrong("name"))?,
        powers,
        created_at: ctx.now,
        expires_at: rules::token_expiry(days, ctx.now).ok_or(TeamError::Wrong("days"))?,
        used_at: None,
    };
    store::insert_token(tx, &token, &digest(&secret))?;
    let detail = json!({ "powers": rules::words(powers), "days": days });
    record(tx, ctx, "team.token", scope, (token.id.to_string(), detail))?;
    Ok((token, secret))
}

/// Takes a token back; one of another team is not found.
pub fn revoke_token(tx: &mut Tx<'_>, ctx: &Ctx, scope: Scope, id: TokenId) -> Result<(), TeamError> {
    ask(ctx, scope)?;
    if !store::delete_token(tx, scope, id)? {
        return Err(TeamError::Wrong("token"));
    }
    Ok(record(tx, ctx, "team.revoke-token", scope, (id.to_string(), json!({})))?)
}

/// On whose behalf the bearer of a token asks, and whether its use is to be written down; see [`madang_web::Bearers`].
/// What it may do is what it was made for, less what its maker may not do any more.
pub fn find_token(
    tx: &mut Tx<'_>,
    token_digest: &[u8; 32],
    now: Timestamp,
) -> Result<Option<(Identity, bool)>, StoreError> {
    let Some(token) = store::token(tx, token_digest, now)? else { return Ok(None) };
    let scopes = token.scope.ids();
    let at_most = match token.person {
        None => Powers::of(&Power::ALL),
        Some(person) => match madang_people::person(tx, person)? {
            Some(Person { is_administrator: true, .. }) => Powers::of(&Power::ALL),
            Some(_) => store::powers_on(tx, person, &scopes)?,
            None => return Ok(None),
        },
    };
    let Some(scope) = scopes.first() else { return Ok(None) };
    let grants = Grants::new(vec![(*scope, token.powers.and(at_most))]);
    let identity = Identity { who: Who::Token { id: token.id.0 }, grants };
    Ok(Some((identity, rules::is_use_due(token.used_at, now))))
}

/// Writes down that a token was used.
pub fn token_used(tx: &mut Tx<'_>, token_digest: &[u8; 32], now: Timestamp) -> Result<(), StoreError> {
    store::token_used(tx, token_digest, now)
}

/// What stands against forgetting a person: hosts that nobody else owns. Takes the hosts' rows first, so that another
/// owner who leaves at the same moment is seen.
fn objections(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Objection>, StoreError> {
    for (scope, role) in store::roles_of(tx, person)? {
        let host = HostId(scope);
        if role == Role::Owner && conference::hosts(tx)?.iter().any(|one| one.id == host) {
            conference::hold_host(tx, host)?;
        }
    }
    let alone = store::owned_alone(tx, person)?;
    let hosts = conference::hosts(tx)?.into_iter().filter(|host| alone.contains(&host.id));
    let objection = |host: Host| Objection {
        key: madang_text::key("team-last-owner"),
        values: vec![("host", host.name.pick("").to_owned())],
        way: Some(format!("/desk/hosts/{}/team", host.slug)),
    };
    Ok(hosts.map(objection).collect())
}

/// How teams take part in what happens to an account: roles are taken along, go with the account, and the last owner of a
/// host stays.
#[must_use]
pub fn keeper() -> Keeper {
    Keeper { export: kept_about, objections, ..Keeper::named("roles") }
}

/// What this capability keeps about a person: their roles, for the account's export.
fn kept_about(tx: &mut Tx<'_>, person: PersonId) -> Result<serde_json::Value, StoreError> {
    let roles = store::roles_of(tx, person)?;
    let role = |(scope, role): &(Id, Role)| json!({ "scope": scope.to_string(), "role": role.word() });
    Ok(roles.iter().map(role).collect())
}
