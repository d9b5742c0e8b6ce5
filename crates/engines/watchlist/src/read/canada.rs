//! Canada's consolidated list under the Special Economic Measures Act.
//!
//! *Source*: Global Affairs Canada, `sema-lmes.xml` (`data-set/record`). Records have no id of their own: schedule, item and name
//! make one.

use std::io::BufRead;

use crate::entry::{Entry, Kind, NameKind, Quality};

use super::{
    Collector, ReadError, date,
    hashing::Hashing,
    identifier, iso, joined, name,
    places::country_code,
    xml::{self, Node},
};

impl Collector {
    pub(super) fn canada(&mut self, input: &mut Hashing<impl BufRead>) -> Result<(), ReadError> {
        let file = self.file.clone();
        self.source().list = "CA-SEMA".to_owned();
        xml::records(&file, input, self.limits.record_bytes_max, &["record"], |node, record| {
            if record { self.push(party(&node)) } else { Ok(()) }
        })
    }
}

fn party(node: &Node) -> Entry {
    let (family, given) = (node.text_of("LastName"), node.text_of("GivenName"));
    let other =
        [node.text_of("EntityOrShip"), node.text_of("Entity")].into_iter().find(|text| !text.is_empty());
    let ship = node.text_of("ShipIMONumber");
    let (kind, full) = match other {
        Some(text) if !ship.is_empty() => (Kind::Vessel, text.to_owned()),
        Some(text) => (Kind::Org, text.to_owned()),
        None => (Kind::Person, joined(&[given, family])),
    };
    let country = node.text_of("Country");
    let id = format!(
        "{} {} {}",
        country.split('/').next().unwrap_or_default().trim(),
        node.text_of("Schedule"),
        node.text_of("Item")
    );
    let id: String = id
        .chars()
        .map(|letter| if letter.is_alphanumeric() { letter.to_ascii_lowercase() } else { '-' })
        .collect();
    let mut entry = Entry {
        id: format!("ca-{id}"),
        list: "CA-SEMA".to_owned(),
        kind,
        programme: country.to_owned(),
        listed_on: iso(node.text_of("DateOfListing")),
        ..Entry::default()
    };
    let parts = if kind == Kind::Person { (family, given) } else { ("", "") };
    entry.names.push(name(full, NameKind::Primary, Quality::Strong, parts.0, parts.1));
    for alias in node.text_of("Aliases").split([';', '|']) {
        entry.names.push(name(alias.to_owned(), NameKind::Aka, Quality::Strong, "", ""));
    }
    let born = node.text_of("DateOfBirthOrShipBuildDate");
    if kind == Kind::Person {
        entry.birth_dates.extend(date(if born.is_empty() { node.text_of("DateOfBirth") } else { born }));
    }
    entry.countries.extend(country_code(country));
    entry.identifiers.extend(identifier("IMO", ship));
    entry
}
