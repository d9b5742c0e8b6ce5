//! `madang serve`: everything at once, until it is told to stop.

use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use madang_context::Id;
use madang_fetch::Fetcher;
use madang_files::Objects;
use madang_jobs::{EVENT_JOB, Event, Runner, Running};
use madang_mail::Postman;
use madang_people::{Keepers, Limits, Passwords, Providers, SIGN_IN_PAGE};
use madang_programme::{Drafts, KEEP_VISITS_EVERY, PICTURES_JOB, Pictures, Site};
use madang_store::{Store, StoreError, Tx};
use madang_web::{App, AppSetup, Bearers, Routes, ServeLimits, WebConfig, serve, stop_signal};
use madang_webhooks::{DELIVER_JOB, Deliverer};
use tokio::{net::TcpListener, sync::watch};

use crate::{
    desk::Desk,
    ground::{Ground, MIGRATIONS},
    speaking::Speaking,
};

/// Every route of the program.
pub(crate) fn routes() -> Routes {
    madang_web::platform_routes()
        .merge(madang_people::routes())
        .merge(crate::desk::routes())
        .merge(crate::speaking::routes())
        .merge(crate::api::routes())
        .merge(madang_programme::routes())
}

/// What an address of the desk or the interface is about: a conference, which its host's team may change too, or a host.
fn scopes_of(tx: &mut Tx<'_>, part: &str, value: &str) -> Result<Vec<Id>, StoreError> {
    Ok(match part {
        "conference" => {
            madang_conference::by_slug(tx, value)?.map_or_else(Vec::new, |found| found.scopes().into())
        }
        "host" => madang_conference::host_by_slug(tx, value)?.map_or_else(Vec::new, |found| vec![found.id.0]),
        _ => Vec::new(),
    })
}

/// The application and its routes, for the server and for tests.
pub(crate) fn application(ground: &Ground, site: &Site) -> anyhow::Result<(App, Router)> {
    let mut web = WebConfig::new(ground.config.base_url.clone(), ground.key()?);
    web.trusted_proxies.clone_from(&ground.config.trusted_proxies);
    web.hsts_seconds = ground.config.hsts_seconds;
    let mut setup = AppSetup::new(ground.store.clone(), web).with_part(site.clone());
    setup = setup.with_part(Drafts::default());
    // Beside the files that conferences keep: what lies here is for one preview and is thrown away.
    let imports = Objects::open(ground.config.data.join("imports"), ground.ids.clone())?;
    setup = setup.with_part(Desk {
        started_at: ground.clock.now(),
        imports,
        open_to_hosts: ground.config.open_to_hosts,
    });
    setup = setup.with_part(ground.objects()?);
    setup = setup.with_part(Speaking { slides_bytes_max: ground.config.slides_bytes_max });
    setup = setup.with_part(Passwords::default()).with_part(Limits::default());
    setup = setup.with_part(Keepers::new(&[madang_team::keeper(), madang_programme::keeper()]));
    setup = setup.with_part(Providers::new(ground.config.providers.clone())?);
    setup.sign_in_page = Some(SIGN_IN_PAGE);
    setup.standing = madang_team::standing;
    setup.bearers = Some(Bearers { find: madang_team::find_token, used: madang_team::token_used });
    setup.scopes_of = scopes_of;
    setup.team_home = "/desk";
    setup.clock = ground.clock.clone();
    setup.ids = ground.ids.clone();
    setup.migrations = MIGRATIONS;
    setup.page_cache_bytes = ground.config.page_cache_bytes;
    setup.probes = vec![madang_jobs::counts, madang_mail::counts];
    let app = App::new(setup);
    let router = routes().into_router(app.clone());
    Ok((app, router))
}

/// Serves until the process is asked to stop; `ready` is told once the address is bound.
pub(crate) async fn run(ground: Ground, ready: impl FnOnce(&Ground)) -> anyhow::Result<()> {
    let site = Site::default();
    let (_, router) = application(&ground, &site)?;
    let listener = TcpListener::bind(ground.config.listen)
        .await
        .with_context(|| format!("cannot listen on {}; is another program there?", ground.config.listen))?;
    let (stopping, stopped) = watch::channel(false);
    let stop = || {
        let mut stopped = stopped.clone();
        async move {
            // A closed channel means the server has gone, which is a stop as well.
            let _ = stopped.wait_for(|stop| *stop).await;
        }
    };
    let postman = Postman::new(
        ground.store.clone(),
        ground.clock.clone(),
        &ground.ids,
        ground.config.transport()?,
        ground.config.mail_from.clone(),
    );
    let runner = Runner::new(ground.store.clone(), ground.clock.clone(), ground.ids.clone())
        .tidy("sessions and sign-in links", madang_web::sessions::prune)
        .tidy("account links", madang_people::prune)
        .tidy("invitations and tokens", madang_team::prune)
        .tidy("invitations of speakers", madang_programme::prune)
        .tidy("answers to programs", madang_web::once::prune)
        .tidy("deliveries of webhooks", madang_webhooks::prune);
    let pictures = Pictures {
        store: ground.store.clone(),
        objects: ground.objects()?,
        fetcher: ground.config.fetch.pictures.then(|| Fetcher::new(ground.config.fetch.networks.clone())),
    };
    let deliverer = Deliverer {
        store: ground.store.clone(),
        fetcher: Fetcher::new(ground.config.fetch.networks.clone()),
    };
    let sweeping = tokio::spawn(sweep(ground.store.clone(), pictures.objects.clone()));
    let runner = runner.on(PICTURES_JOB, move |running| {
        let pictures = pictures.clone();
        async move { pictures.copy(running).await }
    });
    let runner = with_webhooks(runner, deliverer);
    let counting = tokio::spawn(keep_visits(site.clone(), ground.store.clone()));
    let watching = tokio::spawn(site.clone().watch(ground.store.clone()));
    let delivering = tokio::spawn(postman.run(stop()));
    let working = tokio::spawn(runner.run(stop()));
    ready(&ground);
    let signal = async move {
        stop_signal().await;
        tracing::info!("stopping: finishing what is under way");
        // Nobody listens any more only when all have stopped already.
        let _ = stopping.send(true);
    };
    serve(listener, router, ServeLimits::default(), signal).await?;
    watching.abort();
    counting.abort();
    if let Err(error) = site.keep_visits(&ground.store).await {
        tracing::warn!(%error, "the last visits were not kept");
    }
    sweeping.abort();
    // Both end by themselves once they have finished what is in their hands.
    let _ = tokio::join!(delivering, working);
    Ok(())
}

/// Lets a runner tell webhooks what has happened.
pub(crate) fn with_webhooks(runner: Runner, deliverer: Deliverer) -> Runner {
    let store = deliverer.store.clone();
    let runner = runner.on(EVENT_JOB, move |running: Running| {
        let store = store.clone();
        async move {
            let event: Event = running.job.payload()?;
            let spread =
                store.write::<_, StoreError, _>(move |tx| madang_webhooks::spread(tx, &running.ctx, &event));
            Ok(spread.await?)
        }
    });
    runner.on(DELIVER_JOB, move |running| {
        let deliverer = deliverer.clone();
        async move { deliverer.deliver(running).await }
    })
}

/// Keeps how many pages were opened, for ever.
async fn keep_visits(site: Site, store: Store) {
    loop {
        tokio::time::sleep(KEEP_VISITS_EVERY).await;
        if let Err(error) = site.keep_visits(&store).await {
            tracing::warn!(%error, "cannot keep how many pages were opened");
        }
    }
}

/// Removes bytes that no file needs any more, every hour.
async fn sweep(store: Store, objects: Objects) {
    /// Bytes that came in within this time may be about to be entered.
    const GRACE: Duration = Duration::from_secs(24 * 3_600);
    loop {
        // First the wait: a server that starts has better things to do than to walk through all its files.
        tokio::time::sleep(Duration::from_secs(3_600)).await;
        match madang_files::sweep(&store, &objects, GRACE).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "removed files that nothing needs"),
            Err(error) => tracing::warn!(%error, "cannot remove files that nothing needs"),
        }
    }
}
