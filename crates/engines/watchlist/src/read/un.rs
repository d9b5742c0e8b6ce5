//! The Security Council's consolidated list.
//!
//! *Source*: https://www.un.org/sc/resources/sc-sanctions.xsd

use std::io::BufRead;

use crate::entry::{Entry, Kind, NameKind, PartialDate, Quality};

use super::{
    Collector, ReadError, date, gender,
    hashing::Hashing,
    identifier, iso, joined, name,
    places::country_code,
    xml::{self, Node},
};

impl Collector {
    pub(super) fn un(&mut self, input: &mut Hashing<impl BufRead>) -> Result<(), ReadError> {
        let file = self.file.clone();
        self.source().list = "UN".to_owned();
        xml::records(&file, input, self.limits.record_bytes_max, &["INDIVIDUAL", "ENTITY"], |node, record| {
            if record {
                return self.push(party(&node));
            }
            let date = iso(node.attribute("dateGenerated"));
            if node.name == "CONSOLIDATED_LIST" && !date.is_empty() {
                self.source().date = date;
            }
            Ok(())
        })
    }
}

fn party(node: &Node) -> Entry {
    let person = node.name == "INDIVIDUAL";
    let reference = node.text_of("REFERENCE_NUMBER");
    let id = if reference.is_empty() { node.text_of("DATAID") } else { reference };
    let mut entry = Entry {
        id: format!("un-{id}"),
        list: "UN".to_owned(),
        kind: if person { Kind::Person } else { Kind::Org },
        programme: node.text_of("UN_LIST_TYPE").to_owned(),
        listed_on: iso(node.text_of("LISTED_ON")),
        gender: gender(node.text_of("GENDER")),
        ..Entry::default()
    };
    let parts = ["FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"].map(|part| node.text_of(part));
    entry.names.push(name(joined(&parts), NameKind::Primary, Quality::Strong, "", ""));
    let original = node.text_of("NAME_ORIGINAL_SCRIPT");
    entry.names.push(name(original.to_owned(), NameKind::Aka, Quality::Strong, "", ""));
    for alias in node.all(if person { "INDIVIDUAL_ALIAS" } else { "ENTITY_ALIAS" }) {
        let quality = alias.text_of("QUALITY").to_ascii_lowercase();
        let kind = if quality.starts_with('f') { NameKind::Fka } else { NameKind::Aka };
        let quality = if quality == "low" { Quality::Weak } else { Quality::Strong };
        // Several aliases may stand in one field.
        for part in alias.text_of("ALIAS_NAME").split(';') {
            entry.names.push(name(part.to_owned(), kind, quality, "", ""));
        }
    }
    for birth in node.all("INDIVIDUAL_DATE_OF_BIRTH") {
        let between = (birth.text_of("FROM_YEAR").parse().ok(), birth.text_of("TO_YEAR").parse().ok());
        let found = match between {
            (Some(first), Some(last)) if first <= last => {
                Some(PartialDate { year_last: last, ..PartialDate::year(first) })
            }
            _ => date(birth.text_of("DATE")).or_else(|| date(birth.text_of("YEAR"))),
        };
        let circa = birth.text_of("TYPE_OF_DATE").eq_ignore_ascii_case("approximately");
        entry.birth_dates.extend(found.map(|date| PartialDate { circa: date.circa || circa, ..date }));
    }
    for country in node.in_list("NATIONALITY", "VALUE") {
        entry.countries.extend(country_code(&country.text));
    }
    for place in node.children.iter().filter(|child| {
        matches!(child.name.as_str(), "INDIVIDUAL_ADDRESS" | "ENTITY_ADDRESS" | "INDIVIDUAL_PLACE_OF_BIRTH")
    }) {
        entry.countries.extend(country_code(place.text_of("COUNTRY")));
        let parts = ["STREET", "CITY", "STATE_PROVINCE", "COUNTRY"].map(|part| place.text_of(part));
        let text = joined(&parts);
        if !text.is_empty() {
            entry.places.push(text);
        }
    }
    for document in node.all("INDIVIDUAL_DOCUMENT") {
        entry
            .identifiers
            .extend(identifier(document.text_of("TYPE_OF_DOCUMENT"), document.text_of("NUMBER")));
    }
    entry
}
