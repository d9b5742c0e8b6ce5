//! Who is in a team, whom it waits for, and the tokens of its programs: the same pages for a host and for a conference.

use std::{borrow::Borrow, collections::HashMap};

use askama::Template;
use axum::{Form, extract::Path, response::Response};
use http::StatusCode;
use madang_conference::{by_slug, host_by_slug};
use madang_context::{Ctx, Power, Powers};
use madang_interchange::write::Cell;
use madang_people::PersonId;
use madang_store::{StoreError, Tx};
use madang_team::{
    Invitation, InvitationId, Member, Role, Scope, TeamError, Token, TokenId, create_token, invite, leave,
    redeem as take, remove, revoke_invitation, revoke_token, set_role,
};
use madang_text::key;
use madang_web::{Layout, Problem, Right, Routes, Visit};
use serde::Deserialize;

use super::{
    export::{Export, Exports, moment, moment_or_none},
    frame::{Figures, Frame, Here, answer, back},
};
use crate::speaking;

/// The addresses of one team, behind that of its host or conference.
pub(crate) fn routes(base: &str) -> Routes {
    const VIEW: Right = Right::Scoped(Power::View);
    const OWN: Right = Right::Scoped(Power::Own);
    let at = |path: &str| format!("{base}{path}");
    Routes::new()
        .get(&at("/team"), VIEW, team)
        .export(&at("/team"), VIEW, team_table)
        .post(&at("/team/invite"), OWN, ask_in)
        .post(&at("/team/revoke"), OWN, revoke)
        .post(&at("/team/role"), OWN, give_role)
        .post(&at("/team/leave"), VIEW, go)
        .get(&at("/tokens"), OWN, tokens)
        .export(&at("/tokens"), OWN, tokens_table)
        .post(&at("/tokens"), OWN, make_token)
        .post(&at("/tokens/revoke"), OWN, end_token)
}

/// Why something was not done with a team, as an answer.
pub(crate) fn refused(error: TeamError) -> Problem {
    match error {
        TeamError::Forbidden => Problem::forbidden(),
        TeamError::Store(error) => error.into(),
        TeamError::Dead => dead(),
        error => Problem::bad_request().with_detail(error.to_string()),
    }
}

fn dead() -> Problem {
    Problem::new(StatusCode::GONE, key("invitation-dead"))
}

type Parts = Path<HashMap<String, String>>;

/// Whose team an address is about.
struct Whose {
    scope: Scope,
    /// Where its pages begin.
    base: String,
    name: String,
    /// Short name of the conference, when it is one.
    conference: Option<String>,
}

impl Whose {
    /// What a file about this team is called, without its ending.
    fn file(&self, what: &str) -> String {
        format!("{}-{what}", self.base.rsplit('/').next().unwrap_or_default())
    }
}

fn whose(tx: &mut Tx<'_>, parts: &HashMap<String, String>, language: &str) -> Result<Whose, Problem> {
    if let Some(slug) = parts.get("host") {
        let host = host_by_slug(tx, slug)?.ok_or_else(Problem::not_found)?;
        let name = host.name.pick(language).to_owned();
        let base = format!("/desk/hosts/{}", host.slug);
        return Ok(Whose { scope: Scope::of_host(&host), base, name, conference: None });
    }
    let slug = parts.get("conference").ok_or_else(Problem::not_found)?;
    let conference = by_slug(tx, slug)?.ok_or_else(Problem::not_found)?;
    let name = conference.name.pick(language).to_owned();
    let (scope, base) = (Scope::of_conference(&conference), format!("/desk/{slug}"));
    Ok(Whose { scope, base, name, conference: Some(conference.slug) })
}

fn frame(visit: &Visit, whose: &Whose, title: &'static str, figures: &Figures) -> (Layout, Frame) {
    let (layout, desk) = Frame::new(visit, Here::Team, visit.t().say(title), figures);
    match &whose.conference {
        Some(slug) => (layout, desk.of_conference(slug, &whose.name)),
        None => (layout, desk),
    }
}

#[derive(Template)]
#[template(path = "desk_team.html")]
struct TeamPage {
    layout: Layout,
    desk: Frame,
    base: String,
    name: String,
    is_host: bool,
    members: Vec<Member>,
    invitations: Vec<Invitation>,
    me: Option<PersonId>,
    may_own: bool,
    email: String,
    wrong: String,
}

impl TeamPage {
    #[expect(clippy::unused_self, reason = "called from the template")]
    fn roles(&self, chosen: impl Borrow<Role>) -> [(Role, bool); 7] {
        Role::ALL.map(|role| (role, role == *chosen.borrow()))
    }

    fn is_me(&self, person: &PersonId) -> bool {
        self.me.as_ref() == Some(person)
    }
}

/// `…/team`.
async fn team(visit: Visit, Path(parts): Parts) -> Result<Response, Problem> {
    team_page(&visit, parts, String::new(), String::new()).await
}

async fn team_page(
    visit: &Visit,
    parts: HashMap<String, String>,
    email: String,
    wrong: String,
) -> Result<Response, Problem> {
    let (ctx, language) = (visit.ctx().clone(), visit.t().language());
    let read = visit.app().store().read::<_, Problem, _>(move |tx| {
        let whose = whose(tx, &parts, language.as_str())?;
        let team = madang_team::team(tx, &ctx, whose.scope).map_err(refused)?;
        Ok((Figures::read(tx, ctx.now)?, whose, team))
    });
    let (figures, whose, team) = read.await?;
    let (layout, desk) = frame(visit, &whose, key("desk-team"), &figures);
    let ctx = visit.ctx();
    answer(&TeamPage {
        layout,
        desk,
        is_host: whose.conference.is_none(),
        base: whose.base,
        name: whose.name,
        members: team.members,
        invitations: team.invitations,
        me: ctx.person().map(PersonId),
        may_own: ctx.may(Power::Own, &whose.scope.ids()),
        email,
        wrong,
    })
}

/// `…/team.csv` and `.xlsx`: the members, and those whom it waits for.
async fn team_table(visit: Visit, Path(parts): Parts) -> Result<Export, Problem> {
    let (ctx, language) = (visit.ctx().clone(), visit.t().language());
    let read = visit.app().store().read::<_, Problem, _>(move |tx| {
        let whose = whose(tx, &parts, language.as_str())?;
        let team = madang_team::team(tx, &ctx, whose.scope).map_err(refused)?;
        Ok((whose, team))
    });
    let (whose, team) = read.await?;
    let columns = ["person", "email", "role", "since", "expires"];
    let t = visit.t();
    let role = |role: Role| Cell::from(t.say_of("role-", role.word()));
    let member = |one: Member| -> [Cell; 5] {
        [one.name.into(), one.email.into(), role(one.role), moment(one.added_at), "".into()]
    };
    let invited = |one: Invitation| -> [Cell; 5] {
        ["".into(), one.email.into(), role(one.role), "".into(), moment(one.expires_at)]
    };
    let rows = team.members.into_iter().map(member).chain(team.invitations.into_iter().map(invited));
    Ok(Export::new(&visit, &whose.file("team"), visit.t().say(key("desk-team")), &columns).rows(rows))
}

/// Does something with a team and leads back to its page.
async fn act(
    visit: &Visit,
    parts: HashMap<String, String>,
    done: &'static str,
    action: impl FnOnce(&mut Tx<'_>, &Ctx, &Whose) -> Result<(), TeamError> + Send + 'static,
) -> Result<Response, Problem> {
    let (ctx, language) = (visit.ctx().clone(), visit.t().language());
    let write = visit.app().store().write::<_, Problem, _>(move |tx| {
        let whose = whose(tx, &parts, language.as_str())?;
        match action(tx, &ctx, &whose) {
            Ok(()) => Ok((whose.base, done)),
            Err(TeamError::LastOwner) => Ok((whose.base, "last-owner")),
            // Somebody else was quicker: the page shows how it is now.
            Err(TeamError::Dead | TeamError::Wrong("person" | "token")) => Ok((whose.base, "too-late")),
            Err(error) => Err(refused(error)),
        }
    });
    let (base, done) = write.await?;
    let page = if done.starts_with("token") { "tokens" } else { "team" };
    Ok(back(&if done == "left" {
        "/desk?done=left".to_owned()
    } else {
        format!("{base}/{page}?done={done}")
    }))
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    email: String,
    role: String,
    person: String,
    id: String,
}

impl Asked {
    fn role(&self) -> Result<Role, Problem> {
        Role::of_word(&self.role).ok_or_else(|| Problem::bad_request().with_detail("role"))
    }

    fn id(text: &str) -> Result<madang_context::Id, Problem> {
        text.parse().map_err(|_| Problem::bad_request().with_detail("id"))
    }
}

/// `POST …/team/invite`.
async fn ask_in(visit: Visit, Path(parts): Parts, Form(form): Form<Asked>) -> Result<Response, Problem> {
    let (role, email) = (form.role()?, form.email.clone());
    let (ctx, t, app, kept) = (visit.ctx().clone(), visit.t().clone(), visit.app().clone(), parts.clone());
    let asked = visit.app().store().write::<_, Problem, _>(move |tx| {
        let whose = whose(tx, &parts, t.language().as_str())?;
        let wish = (email.as_str(), role, whose.name.as_str());
        match invite(tx, &ctx, whose.scope, wish, &t, |path| app.absolute(path)) {
            Ok(_) => Ok(Some(whose.base)),
            Err(TeamError::Wrong(_)) => Ok(None),
            Err(error) => Err(refused(error)),
        }
    });
    match asked.await? {
        Some(base) => Ok(back(&format!("{base}/team?done=invited"))),
        None => team_page(&visit, kept, form.email, "desk-wrong-email".into()).await,
    }
}

/// `POST …/team/revoke`.
async fn revoke(visit: Visit, Path(parts): Parts, Form(form): Form<Asked>) -> Result<Response, Problem> {
    let id = InvitationId(Asked::id(&form.id)?);
    act(&visit, parts, "invitation-revoked", move |tx, ctx, whose| {
        revoke_invitation(tx, ctx, whose.scope, id)
    })
    .await
}

/// `POST …/team/role`: another role, or none any more.
async fn give_role(visit: Visit, Path(parts): Parts, Form(form): Form<Asked>) -> Result<Response, Problem> {
    let person = PersonId(Asked::id(&form.person)?);
    if form.role == "remove" {
        return act(&visit, parts, "member-removed", move |tx, ctx, whose| {
            remove(tx, ctx, whose.scope, person)
        })
        .await;
    }
    let role = form.role()?;
    act(&visit, parts, "role", move |tx, ctx, whose| set_role(tx, ctx, whose.scope, person, role)).await
}

/// `POST …/team/leave`.
async fn go(visit: Visit, Path(parts): Parts) -> Result<Response, Problem> {
    act(&visit, parts, "left", |tx, ctx, whose| leave(tx, ctx, whose.scope)).await
}

#[derive(Template)]
#[template(path = "desk_tokens.html")]
struct TokensPage {
    layout: Layout,
    desk: Frame,
    base: String,
    name: String,
    tokens: Vec<Token>,
    /// The secret of the token that was just made; empty otherwise.
    secret: String,
    form: TokenForm,
    wrong: String,
}

impl TokensPage {
    fn is_over(&self, token: &Token) -> bool {
        token.expires_at <= self.desk.now()
    }

    /// The powers that a token can have, and whether the form has chosen each.
    fn powers(&self) -> [(Power, bool); 3] {
        [Power::View, Power::Programme, Power::Organise].map(|power| (power, self.form.powers().has(power)))
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct TokenForm {
    name: String,
    days: String,
    view: String,
    programme: String,
    organise: String,
}

impl TokenForm {
    fn powers(&self) -> Powers {
        let chosen = [
            (Power::View, &self.view),
            (Power::Programme, &self.programme),
            (Power::Organise, &self.organise),
        ];
        let chosen: Vec<Power> =
            chosen.into_iter().filter(|(_, field)| !field.is_empty()).map(|(power, _)| power).collect();
        Powers::of(&chosen)
    }
}

/// `…/tokens`.
async fn tokens(visit: Visit, Path(parts): Parts) -> Result<Response, Problem> {
    let form = TokenForm { days: "90".into(), view: "1".into(), ..TokenForm::default() };
    tokens_page(&visit, parts, String::new(), form, String::new()).await
}

async fn tokens_page(
    visit: &Visit,
    parts: HashMap<String, String>,
    secret: String,
    form: TokenForm,
    wrong: String,
) -> Result<Response, Problem> {
    let (ctx, language) = (visit.ctx().clone(), visit.t().language());
    let read = visit.app().store().read::<_, Problem, _>(move |tx| {
        let whose = whose(tx, &parts, language.as_str())?;
        let tokens = madang_team::tokens(tx, &ctx, whose.scope).map_err(refused)?;
        Ok((Figures::read(tx, ctx.now)?, whose, tokens))
    });
    let (figures, whose, tokens) = read.await?;
    let (layout, desk) = frame(visit, &whose, key("desk-tokens"), &figures);
    answer(&TokensPage { layout, desk, base: whose.base, name: whose.name, tokens, secret, form, wrong })
}

/// `…/tokens.csv` and `.xlsx`; secrets are with the programs only.
async fn tokens_table(visit: Visit, Path(parts): Parts) -> Result<Export, Problem> {
    let (ctx, language) = (visit.ctx().clone(), visit.t().language());
    let read = visit.app().store().read::<_, Problem, _>(move |tx| {
        let whose = whose(tx, &parts, language.as_str())?;
        let tokens = madang_team::tokens(tx, &ctx, whose.scope).map_err(refused)?;
        Ok((whose, tokens))
    });
    let (whose, tokens) = read.await?;
    let columns = ["purpose", "powers", "made", "expires", "used"];
    let t = visit.t();
    let row = |token: Token| -> [Cell; 5] {
        let powers: Vec<String> = token.powers.iter().map(|power| t.say_of("power-", power.word())).collect();
        [
            token.name.into(),
            powers.join("; ").into(),
            moment(token.created_at),
            moment(token.expires_at),
            moment_or_none(token.used_at),
        ]
    };
    Ok(Export::new(&visit, &whose.file("tokens"), visit.t().say(key("desk-tokens")), &columns)
        .rows(tokens.into_iter().map(row)))
}

/// `POST …/tokens`: the page itself shows the secret, once; no address and no store ever holds it.
async fn make_token(
    visit: Visit,
    Path(parts): Parts,
    Form(form): Form<TokenForm>,
) -> Result<Response, Problem> {
    let (ctx, language, kept, wish) =
        (visit.ctx().clone(), visit.t().language(), parts.clone(), form.clone());
    let made = visit.app().store().write::<_, Problem, _>(move |tx| {
        let whose = whose(tx, &parts, language.as_str())?;
        let days = wish.days.trim().parse().unwrap_or(0);
        match create_token(tx, &ctx, whose.scope, (&wish.name, wish.powers(), days)) {
            Ok((_, secret)) => Ok(Ok(secret)),
            Err(TeamError::Wrong(field)) => Ok(Err(format!("desk-wrong-token-{field}"))),
            Err(error) => Err(refused(error)),
        }
    });
    match made.await? {
        Ok(secret) => {
            let form = TokenForm { days: "90".into(), view: "1".into(), ..TokenForm::default() };
            tokens_page(&visit, kept, secret, form, String::new()).await
        }
        Err(wrong) => tokens_page(&visit, kept, String::new(), form, wrong).await,
    }
}

/// `POST …/tokens/revoke`.
async fn end_token(visit: Visit, Path(parts): Parts, Form(form): Form<Asked>) -> Result<Response, Problem> {
    let id = TokenId(Asked::id(&form.id)?);
    act(&visit, parts, "token-revoked", move |tx, ctx, whose| revoke_token(tx, ctx, whose.scope, id)).await
}

#[derive(Template)]
#[template(path = "invitation.html")]
struct InvitationPage {
    layout: Layout,
    csrf: String,
    title: String,
    /// Into what one is asked, and what that means.
    text: String,
    more: String,
    /// What the button says.
    join: String,
    email: String,
    /// Who is signed in; empty when nobody is.
    me: String,
    /// Where signing in begins, which leads back here.
    sign_in: String,
}

/// `/invitation/{token}`: what one is asked into, a team or one's own entry among the speakers; a page with a button, for
/// mail programs open links by themselves.
pub(crate) async fn invitation(visit: Visit, Path(token): Path<String>) -> Result<Response, Problem> {
    let (now, me, language) = (visit.ctx().now, visit.ctx().person(), visit.t().language());
    let wanted = token.clone();
    let read = visit.app().store().read::<_, StoreError, _>(move |tx| {
        let me = me.map(|id| madang_people::person(tx, PersonId(id))).transpose()?.flatten();
        let me = me.map(|person| person.email).unwrap_or_default();
        let Some(invitation) = madang_team::invitation(tx, &wanted, now)? else { return Ok((None, me)) };
        let team = team_name(tx, invitation.scope, language.as_str())?;
        Ok((Some((invitation, team)), me))
    });
    let (of_team, me) = read.await?;
    let t = visit.t();
    let (title, text, more, join, email) = match of_team {
        Some((invitation, team)) => {
            let role = invitation.role.word();
            let words = [("team", team.into()), ("role", t.say_of("role-", role).into())];
            (
                t.say(key("invitation-title")),
                t.say_with(key("invitation-text"), &words),
                t.say_of("role-text-", role),
                t.say(key("invitation-join")),
                invitation.email,
            )
        }
        None => {
            let invited = speaking::open(&visit, &token).await?.ok_or_else(dead)?;
            let words = [("conference", invited.conference.into()), ("name", invited.name.into())];
            (
                t.say(key("speaking-invitation-title")),
                t.say_with(key("speaking-invitation-text"), &words),
                t.say(key("speaking-invitation-more")),
                t.say(key("speaking-invitation-join")),
                invited.email,
            )
        }
    };
    let mut layout = visit.layout(title.clone());
    layout.indexable = false;
    layout.canonical = String::new();
    layout.stylesheets = vec![layout.assets.url("css/desk.css")];
    let sign_in = format!("{}?next={}", madang_people::SIGN_IN_PAGE, visit.path());
    answer(&InvitationPage { csrf: visit.csrf_token(), layout, title, text, more, join, email, me, sign_in })
}

/// What a team is called.
fn team_name(tx: &mut Tx<'_>, scope: Scope, language: &str) -> Result<String, StoreError> {
    if let Some(id) = scope.conference() {
        let all = madang_conference::all(tx)?;
        return Ok(all.iter().find(|one| one.id == id).map_or("", |one| one.name.pick(language)).to_owned());
    }
    let all = madang_conference::hosts(tx)?;
    Ok(all.iter().find(|one| one.id == scope.host()).map_or("", |one| one.name.pick(language)).to_owned())
}

/// `POST /invitation/{token}`.
pub(crate) async fn redeem(visit: Visit, Path(token): Path<String>) -> Result<Response, Problem> {
    let (ctx, wanted) = (visit.ctx().clone(), token.clone());
    let taken = visit.app().store().write::<_, TeamError, _>(move |tx| take(tx, &ctx, &wanted));
    match taken.await {
        Ok(_) => Ok(back("/desk?done=joined")),
        // It is none of a team's, or dead, or a speaker's.
        Err(TeamError::Dead) => speaking::join(&visit, &token).await?.ok_or_else(dead),
        Err(error) => Err(refused(error)),
    }
}
