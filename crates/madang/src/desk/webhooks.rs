//! Webhooks of a host: made, tried, paused; what became of each delivery.

use askama::Template;
use axum::{Form, extract::Path, response::Response};
use madang_conference::{Host, host_by_slug};
use madang_context::{Ctx, Id, Power};
use madang_interchange::write::Cell;
use madang_store::Tx;
use madang_text::key;
use madang_web::{Layout, Problem, Right, Routes, Visit};
use madang_webhooks::{
    Delivery, DeliveryId, DeliveryState, EVENTS, Webhook, WebhookError, WebhookId, create, delete,
    deliveries, ping, secret_text, send_again, set_active, webhook,
};
use serde::Deserialize;

use super::{
    export::{Export, Exports, moment, moment_or_none},
    frame::{Figures, Frame, Here, answer, back},
};

pub(crate) fn routes() -> Routes {
    const OWN: Right = Right::Scoped(Power::Own);
    Routes::new()
        .get("/desk/hosts/{host}/webhooks", OWN, list)
        .export("/desk/hosts/{host}/webhooks", OWN, table)
        .post("/desk/hosts/{host}/webhooks", OWN, make)
        .get("/desk/hosts/{host}/webhooks/{id}", OWN, one)
        .export("/desk/hosts/{host}/webhooks/{id}/deliveries", OWN, deliveries_table)
        .post("/desk/hosts/{host}/webhooks/{id}", OWN, act)
        .post("/desk/hosts/{host}/webhooks/{id}/again", OWN, again)
}

fn refused(error: WebhookError) -> Problem {
    match error {
        WebhookError::Forbidden => Problem::forbidden(),
        WebhookError::Absent => Problem::not_found(),
        WebhookError::Store(error) => error.into(),
        error => Problem::bad_request().with_detail(error.to_string()),
    }
}

fn host(tx: &mut Tx<'_>, slug: &str) -> Result<Host, Problem> {
    host_by_slug(tx, slug)?.ok_or_else(Problem::not_found)
}

fn id(text: &str) -> Result<Id, Problem> {
    text.parse().map_err(|_| Problem::not_found())
}

#[derive(Template)]
#[template(path = "desk_webhooks.html")]
struct WebhooksPage {
    layout: Layout,
    desk: Frame,
    base: String,
    name: String,
    webhooks: Vec<Webhook>,
    /// Events to choose from, with whether each is chosen.
    events: Vec<(&'static str, bool)>,
    url: String,
    wrong: &'static str,
}

async fn list(visit: Visit, Path(slug): Path<String>) -> Result<Response, Problem> {
    list_page(&visit, slug, String::new(), Vec::new(), "").await
}

async fn list_page(
    visit: &Visit,
    slug: String,
    url: String,
    chosen: Vec<String>,
    wrong: &'static str,
) -> Result<Response, Problem> {
    let ctx = visit.ctx().clone();
    let read = visit.app().store().read::<_, Problem, _>(move |tx| {
        let host = host(tx, &slug)?;
        let webhooks = madang_webhooks::webhooks(tx, &ctx, &host).map_err(refused)?;
        Ok((Figures::read(tx, ctx.now)?, host, webhooks))
    });
    let (figures, host, webhooks) = read.await?;
    let (layout, desk) = Frame::new(visit, Here::Host, visit.t().say("desk-webhooks"), &figures);
    answer(&WebhooksPage {
        layout,
        desk,
        base: format!("/desk/hosts/{}", host.slug),
        name: host.name.pick(visit.t().language().as_str()).to_owned(),
        webhooks,
        events: EVENTS.map(|event| (event, chosen.iter().any(|one| one == event))).into(),
        url,
        wrong,
    })
}

/// `…/webhooks.csv` and `.xlsx`; secrets are shown on a webhook's own page only.
async fn table(visit: Visit, Path(slug): Path<String>) -> Result<Export, Problem> {
    let (ctx, wanted) = (visit.ctx().clone(), slug.clone());
    let read = visit.app().store().read::<_, Problem, _>(move |tx| {
        let host = host(tx, &wanted)?;
        madang_webhooks::webhooks(tx, &ctx, &host).map_err(refused)
    });
    let columns = ["url", "events", "state", "made"];
    let t = visit.t();
    let row = |webhook: Webhook| -> [Cell; 4] {
        let events =
            if webhook.events.is_empty() { t.say("desk-webhook-all") } else { webhook.events.join("; ") };
        let state = if webhook.is_active { "desk-webhook-active" } else { "desk-webhook-paused" };
        [webhook.url.into(), events.into(), t.say(state).into(), moment(webhook.created_at)]
    };
    let name = format!("{slug}-webhooks");
    Ok(Export::new(&visit, &name, visit.t().say(key("desk-webhooks")), &columns)
        .rows(read.await?.into_iter().map(row)))
}

/// `…/webhooks/{id}/deliveries.csv` and `.xlsx`.
async fn deliveries_table(
    visit: Visit,
    Path((slug, text)): Path<(String, String)>,
) -> Result<Export, Problem> {
    let (ctx, id, wanted) = (visit.ctx().clone(), WebhookId(id(&text)?), slug.clone());
    let read = visit.app().store().read::<_, Problem, _>(move |tx| {
        let host = host(tx, &wanted)?;
        webhook(tx, &ctx, &host, id).map_err(refused)?;
        deliveries(tx, &ctx, &host, id).map_err(refused)
    });
    let columns = ["number", "event", "state", "made", "tried", "tries", "status", "answer", "body"];
    let row = |delivery: Delivery| -> [Cell; 9] {
        [
            delivery.id.to_string().into(),
            delivery.event.as_str().into(),
            visit.t().say_of("desk-delivery-", state_key(&delivery)).into(),
            moment(delivery.created_at),
            moment_or_none(delivery.tried_at),
            i64::from(delivery.attempts).into(),
            delivery.status.map_or_else(|| "".into(), |status| Cell::Number(i64::from(status))),
            delivery.answer.as_str().into(),
            delivery.body.as_str().into(),
        ]
    };
    let name = format!("{slug}-deliveries");
    Ok(Export::new(&visit, &name, visit.t().say(key("desk-deliveries")), &columns)
        .rows(read.await?.into_iter().map(row)))
}

/// What a delivery's state is called in keys.
fn state_key(delivery: &Delivery) -> String {
    delivery.state.word().replace('_', "-")
}

/// `POST …/webhooks`: an address, and as many events as are wanted.
async fn make(
    visit: Visit,
    Path(slug): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let all = |wanted: &str| {
        fields.iter().filter(|(name, _)| name == wanted).map(|(_, value)| value.clone()).collect::<Vec<_>>()
    };
    let (url, events) = (all("url").pop().unwrap_or_default(), all("event"));
    let (ctx, wanted, typed, chosen) = (visit.ctx().clone(), slug.clone(), url.clone(), events.clone());
    let made = visit.app().store().write::<_, Problem, _>(move |tx| {
        let host = host(tx, &wanted)?;
        match create(tx, &ctx, &host, &url, &events) {
            Ok(webhook) => Ok(Ok(webhook.id)),
            Err(WebhookError::Wrong("url")) => Ok(Err(key("desk-wrong-url"))),
            Err(WebhookError::TooMany) => Ok(Err(key("desk-wrong-too-many-webhooks"))),
            Err(error) => Err(refused(error)),
        }
    });
    match made.await? {
        Ok(id) => Ok(back(&format!("/desk/hosts/{slug}/webhooks/{id}?done=webhook-made"))),
        Err(wrong) => list_page(&visit, slug, typed, chosen, wrong).await,
    }
}

#[derive(Template)]
#[template(path = "desk_webhook.html")]
struct WebhookPage {
    layout: Layout,
    desk: Frame,
    base: String,
    name: String,
    webhook: Webhook,
    secret: String,
    deliveries: Vec<Delivery>,
}

impl WebhookPage {
    #[expect(clippy::unused_self, reason = "called from the template")]
    fn tone(&self, delivery: &Delivery) -> &'static str {
        match delivery.state {
            DeliveryState::Waiting => "",
            DeliveryState::Delivered => "good",
            DeliveryState::Failed => "warn",
            DeliveryState::GivenUp => "bad",
        }
    }

    #[expect(clippy::unused_self, reason = "called from the template")]
    fn state(&self, delivery: &Delivery) -> String {
        state_key(delivery)
    }
}

/// `…/webhooks/{id}`.
async fn one(visit: Visit, Path((slug, text)): Path<(String, String)>) -> Result<Response, Problem> {
    let (ctx, id) = (visit.ctx().clone(), WebhookId(id(&text)?));
    let read = visit.app().store().read::<_, Problem, _>(move |tx| {
        let host = host(tx, &slug)?;
        let webhook = webhook(tx, &ctx, &host, id).map_err(refused)?;
        let deliveries = deliveries(tx, &ctx, &host, id).map_err(refused)?;
        Ok((Figures::read(tx, ctx.now)?, host, webhook, deliveries))
    });
    let (figures, host, webhook, deliveries) = read.await?;
    let (layout, desk) = Frame::new(&visit, Here::Host, visit.t().say("desk-webhook"), &figures);
    answer(&WebhookPage {
        layout,
        desk,
        base: format!("/desk/hosts/{}", host.slug),
        name: host.name.pick(visit.t().language().as_str()).to_owned(),
        secret: secret_text(&webhook.secret),
        webhook,
        deliveries,
    })
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    act: String,
    delivery: String,
}

async fn change(
    visit: &Visit,
    slug: String,
    to: String,
    action: impl FnOnce(&mut Tx<'_>, &Ctx, &Host) -> Result<(), WebhookError> + Send + 'static,
) -> Result<Response, Problem> {
    let ctx = visit.ctx().clone();
    let write = visit.app().store().write::<_, Problem, _>(move |tx| {
        let host = host(tx, &slug)?;
        action(tx, &ctx, &host).map_err(refused)
    });
    write.await?;
    Ok(back(&to))
}

/// `POST …/webhooks/{id}`: tries, pauses, resumes or deletes it.
async fn act(
    visit: Visit,
    Path((slug, text)): Path<(String, String)>,
    Form(form): Form<Asked>,
) -> Result<Response, Problem> {
    let id = WebhookId(id(&text)?);
    let page = format!("/desk/hosts/{slug}/webhooks/{id}");
    match form.act.as_str() {
        "ping" => {
            change(&visit, slug, format!("{page}?done=pinged"), move |tx, ctx, host| ping(tx, ctx, host, id))
                .await
        }
        "pause" | "resume" => {
            let is_active = form.act == "resume";
            change(&visit, slug, page, move |tx, ctx, host| set_active(tx, ctx, host, id, is_active)).await
        }
        "delete" => {
            let to = format!("/desk/hosts/{slug}/webhooks?done=webhook-deleted");
            change(&visit, slug, to, move |tx, ctx, host| delete(tx, ctx, host, id)).await
        }
        _ => Err(Problem::bad_request().with_detail("act")),
    }
}

/// `POST …/webhooks/{id}/again`: sends a delivery again.
async fn again(
    visit: Visit,
    Path((slug, text)): Path<(String, String)>,
    Form(form): Form<Asked>,
) -> Result<Response, Problem> {
    let (id, delivery) = (WebhookId(id(&text)?), DeliveryId(id(&form.delivery)?));
    let to = format!("/desk/hosts/{slug}/webhooks/{id}?done=resent-delivery");
    change(&visit, slug, to, move |tx, ctx, host| send_again(tx, ctx, host, delivery)).await
}
