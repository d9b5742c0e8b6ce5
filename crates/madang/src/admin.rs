//! `madang admin`: who may do everything on this server.

use anyhow::Context as _;
use jiff::SignedDuration;
use madang_people::{Letters, administrators, drop_second, link, make_administrator, person_by_email};
use madang_store::StoreError;
use madang_text::Texts;
use madang_web::sessions::make_sign_in_link;

use crate::ground::Ground;

/// `madang admin sign-in`.
pub(crate) fn sign_in_link(ground: &Ground) -> anyhow::Result<()> {
    let ctx = ground.ctx();
    let path =
        ground.store.write_blocking(move |tx| make_sign_in_link(tx, &ctx, SignedDuration::from_mins(15)))?;
    println!("{}", ground.config.base_url.absolute(&path));
    eprintln!("It signs you in as the administrator, once, within 15 minutes.");
    Ok(())
}

/// `madang admin create`.
pub(crate) fn create(ground: &Ground, email: &str, name: String) -> anyhow::Result<()> {
    let (ctx, typed) = (ground.ctx(), email.to_owned());
    let made = ground.store.write_blocking::<_, StoreError, _>(move |tx| {
        let Some(person) = make_administrator(tx, &ctx, &typed, &name)? else { return Ok(None) };
        let path = link(tx, &ctx, &person.email, "/desk")?;
        Ok(path.map(|path| (person, path)))
    })?;
    let (person, path) = made.with_context(|| format!("{email:?} is not a mail address"))?;
    println!("{}", ground.config.base_url.absolute(&path));
    eprintln!(
        "It signs {} in, once, within 30 minutes. Later they sign in at /account/sign-in.",
        person.email
    );
    Ok(())
}

/// `madang admin list`.
pub(crate) fn list(ground: &Ground) -> anyhow::Result<()> {
    let all = ground.store.read_blocking(administrators)?;
    if all.is_empty() {
        println!("No administrator yet. Make one: madang admin create ADDRESS");
    }
    for person in all {
        println!("{:40} {}", person.email, person.name);
    }
    Ok(())
}

/// `madang admin second-step-off`.
pub(crate) fn second_step_off(ground: &Ground, email: &str) -> anyhow::Result<()> {
    let letters = Letters::new(Texts::embedded(), ground.config.base_url.origin());
    let (ctx, typed) = (ground.ctx(), email.to_owned());
    let found = ground.store.write_blocking::<_, StoreError, _>(move |tx| {
        let Some(person) = person_by_email(tx, &typed)? else { return Ok(None) };
        if person.asks_second {
            drop_second(tx, &ctx, &letters, &person)?;
        }
        Ok(Some(person))
    })?;
    let person = found.with_context(|| format!("nobody has an account with {email:?}"))?;
    if person.asks_second {
        println!("{} signs in without a second step now; a letter tells them.", person.email);
    } else {
        println!("{} was not asked for a second step.", person.email);
    }
    Ok(())
}
