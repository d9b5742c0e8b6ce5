//! `madang demo`: a complete conference to look at.

use std::path::PathBuf;

use anyhow::Context as _;
use jiff::SignedDuration;
use madang_conference::{Conference, Visibility, by_slug};
use madang_context::Ctx;
use madang_interchange::model::Programme;
use madang_people::{PersonId, link, person_of};
use madang_programme::{Announcement, import, latest_release, link_speaker, release};
use madang_sample::{SampleSize, sample};
use madang_store::Tx;
use madang_team::{Role, Scope, enlist};
use madang_text::Texts;
use madang_web::sessions::make_sign_in_link;

use crate::{ground::Ground, programme, serve};

/// Prints where the conference is, and serves it.
pub(crate) async fn run(ground: Ground, slug: String) -> anyhow::Result<()> {
    let (ctx, wanted) = (ground.ctx(), slug.clone());
    let (administrator, cast) = ground
        .store
        .write::<_, anyhow::Error, _>(move |tx| {
            Ok((make_sign_in_link(tx, &ctx, SignedDuration::from_hours(1))?, links(tx, &ctx, &wanted)?))
        })
        .await?;
    serve::run(ground, move |ground| {
        let base = &ground.config.base_url;
        println!("\n  The conference:  {}", base.absolute(&format!("/{slug}")));
        println!("  Data and mail:   {}", ground.config.data.display());
        println!("\n  Each of these signs you in, once, within half an hour:");
        println!("  administrator    {}", base.absolute(&administrator));
        for (who, path) in &cast {
            println!("  {who:16} {}", base.absolute(path));
        }
        println!("\n  Ctrl-C stops it; the next start keeps the data.\n");
    })
    .await
}

/// Whom the demo lets one be: what they are, and the path that signs them in.
fn links(tx: &mut Tx<'_>, ctx: &Ctx, slug: &str) -> anyhow::Result<Vec<(&'static str, String)>> {
    let conference = by_slug(tx, slug)?.context("the conference was just made")?;
    let (of_host, of_conference) = (Scope::Host(conference.host_id), Scope::of_conference(&conference));
    let agenda = format!("/{slug}/agenda");
    let cast = [
        ("host", "Hana Seo", Some((of_host, Role::Owner)), "/desk"),
        ("organiser", "Oskar Lind", Some((of_conference, Role::Organiser)), "/desk"),
        ("attendee", "Amina Yusuf", None, agenda.as_str()),
        ("speaker", "Sol Park", None, "/speaking"),
    ];
    let mut links = Vec::new();
    for (who, name, place, next) in cast {
        let email = format!("{who}@demo.example");
        let PersonId(id) = person_of(tx, ctx, &email, name)?.context("the address is one")?.id;
        if let Some((scope, role)) = place {
            enlist(tx, ctx, scope, PersonId(id), role)?;
        }
        if who == "speaker"
            && let Some(code) = busiest(tx, &conference)?
        {
            // On a later start they are the speaker already.
            link_speaker(tx, ctx, (slug, &code), PersonId(id))?;
        }
        links.push((who, link(tx, ctx, &email, next)?.context("the address is one")?));
    }
    Ok(links)
}

/// The speaker with the most sessions in the latest release, who has the most to look at.
fn busiest(tx: &mut Tx<'_>, conference: &Conference) -> anyhow::Result<Option<String>> {
    let Some((_, programme)) = latest_release(tx, conference)? else { return Ok(None) };
    let count = |code: &str| {
        let parts = programme.sessions.iter().flat_map(|session| &session.parts);
        parts.filter(|part| part.speaker == code).count()
    };
    let codes = programme.speakers.iter().map(|speaker| speaker.key.as_str());
    Ok(codes.max_by_key(|code| (count(code), std::cmp::Reverse(*code))).map(str::to_owned))
}

/// The short name of the demo's conference, which is made if it is not there.
pub(crate) fn prepare(ground: &Ground, files: &[PathBuf]) -> anyhow::Result<String> {
    let (slug, source) = if files.is_empty() {
        ("hanbit".to_owned(), None)
    } else {
        let reading = programme::read_files(files, None)?;
        let name = files[0].file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let slug = madang_conference::slug_of(name).unwrap_or_else(|| "conference".into());
        programme::print_oddities(&reading.oddities);
        (slug, Some(reading.programme))
    };
    let wanted = slug.clone();
    let is_there = ground.store.read_blocking(move |tx| by_slug(tx, &wanted))?.is_some();
    if is_there {
        println!("  The data of an earlier start is kept.");
        return Ok(slug);
    }
    let is_sample = source.is_none();
    let first_day = ground.clock.now().to_zoned(jiff::tz::TimeZone::UTC).date();
    // The sample's first day is the next Tuesday but one, so that there is something to come.
    let first_day =
        first_day.nth_weekday(2, jiff::civil::Weekday::Tuesday).context("the calendar goes on")?;
    let source = source.unwrap_or_else(|| sample(SampleSize::DEMO, first_day, 1));
    let ctx = ground.ctx();
    let site = ground.config.base_url.absolute(&format!("/{slug}"));
    let announcement = Announcement { texts: Texts::embedded(), site };
    let wanted = slug.clone();
    let report = ground.store.write_blocking(move |tx| {
        let report = import(tx, &ctx, &wanted, &source)?;
        publish(tx, &ctx, &wanted, is_sample.then_some(&source))?;
        release(tx, &ctx, &wanted, "", Some(&announcement))?;
        Ok::<_, anyhow::Error>(report)
    })?;
    programme::print_report(&report, false);
    Ok(slug)
}

/// Makes the conference public, and gives the sample the pages that an import does not bring.
fn publish(tx: &mut Tx<'_>, ctx: &Ctx, slug: &str, sample: Option<&Programme>) -> anyhow::Result<()> {
    let mut conference = by_slug(tx, slug)?.context("the conference was just made")?;
    conference.visibility = Visibility::Public;
    if sample.is_some() {
        // The formats that programmes come in have one name for a city; the sample has three.
        conference.city = madang_sample::city();
        let pages =
            madang_sample::pages().into_iter().map(|page| (page.slug.to_owned(), page.title, page.body));
        madang_conference::set_pages(tx, ctx, &conference, &pages.collect::<Vec<_>>())?;
    }
    Ok(madang_conference::update(tx, &conference, ctx.now)?)
}
