//! Whole-class tests of the program.

mod account;
mod api;
mod backup;
mod browser;
mod desk;
mod editor;
mod email_change;
mod exports;
#[cfg(feature = "oidc")]
mod provider;
mod routes;
mod schema;
mod second_step;
mod settings;
mod speaking;
mod team;
mod webhooks;

/// A conference in Seoul, as far as its days go.
pub(crate) fn conference_of(
    first_day: jiff::civil::Date,
    last_day: jiff::civil::Date,
    day_starts_minutes: u16,
) -> madang_conference::Conference {
    use madang_conference::{Conference, ConferenceId, HostId, Visibility};
    use madang_context::Id;
    use madang_interchange::model::Text;
    Conference {
        id: ConferenceId(Id::from([1; 16])),
        host_id: HostId(Id::from([2; 16])),
        slug: "yard".into(),
        visibility: Visibility::Draft,
        zone: "Asia/Seoul".into(),
        first_day,
        last_day,
        day_starts_minutes,
        hours_minutes: None,
        languages: vec!["en".into()],
        name: Text::of("en", "Yard"),
        subtitle: Text::default(),
        description: Text::default(),
        venue: Text::default(),
        address: Text::default(),
        city: Text::default(),
        url: None,
        colour: None,
        logo: None,
        revision: 1,
        changed_at: jiff::Timestamp::UNIX_EPOCH,
    }
}
