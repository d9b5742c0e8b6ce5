//! Switzerland's consolidated list.
//!
//! *Source*: SECO, `swiss-sanctions-list.xsd`: programmes with sets first, then targets that refer to sets, then places.

use std::io::BufRead;

use rustc_hash::FxHashMap;

use crate::entry::{Entry, Kind, NameKind, Quality};

use super::{
    Collector, ReadError, date, gender,
    hashing::Hashing,
    identifier, iso, joined, name,
    places::country_code,
    xml::{self, Node},
};

impl Collector {
    pub(super) fn seco(&mut self, input: &mut Hashing<impl BufRead>) -> Result<(), ReadError> {
        let file = self.file.clone();
        self.source().list = "CH-SECO".to_owned();
        let mut sets: FxHashMap<String, String> = FxHashMap::default();
        let names = ["target", "sanctions-program"];
        xml::records(&file, input, self.limits.record_bytes_max, &names, |node, record| {
            match (record, node.name.as_str()) {
                (true, "target") => return self.push(party(&node, &sets)),
                (true, _) => {
                    let key = node
                        .all("program-key")
                        .find(|key| key.attribute("lang") == "eng")
                        .or(node.child("program-key"));
                    let key = key.map_or("", |key| key.text.trim());
                    for set in node.all("sanctions-set") {
                        sets.insert(set.attribute("ssid").to_owned(), key.to_owned());
                    }
                }
                (false, "swiss-sanctions-list") => self.source().date = iso(node.attribute("date")),
                _ => {}
            }
            Ok(())
        })
    }
}

fn party(node: &Node, sets: &FxHashMap<String, String>) -> Entry {
    let (kind, body) = node
        .children
        .iter()
        .find_map(|child| match child.name.as_str() {
            "individual" => Some((Kind::Person, child)),
            "entity" => Some((Kind::Org, child)),
            "object" if child.attribute("object-type").contains("vessel") => Some((Kind::Vessel, child)),
            "object" => Some((Kind::Aircraft, child)),
            _ => None,
        })
        .unwrap_or((Kind::Org, node));
    let mut entry = Entry {
        id: format!("seco-{}", node.attribute("ssid")),
        list: "CH-SECO".to_owned(),
        kind,
        gender: gender(body.attribute("sex")),
        programme: sets.get(node.text_of("sanctions-set-id")).cloned().unwrap_or_default(),
        ..Entry::default()
    };
    let listed = node.all("modification").find(|change| change.attribute("modification-type") == "listed");
    entry.listed_on = listed.map_or_else(String::new, |change| iso(change.attribute("effective-date")));
    for identity in body.all("identity") {
        for one in identity.all("name") {
            names(one, &mut entry);
        }
        for day in identity.all("day-month-year") {
            let (year, month, date_of) =
                (day.attribute("year"), day.attribute("month"), day.attribute("day"));
            let text =
                if month.is_empty() { year.to_owned() } else { format!("{year}-{month:0>2}-{date_of:0>2}") };
            entry.birth_dates.extend(date(&text));
        }
        for nation in identity.in_list("nationality", "country") {
            entry.countries.extend(country_code(nation.attribute("iso-code")));
        }
        for document in identity.all("identification-document") {
            entry
                .identifiers
                .extend(identifier(document.attribute("document-type"), document.text_of("number")));
        }
    }
    entry.names.sort_by_key(|name| name.kind != NameKind::Primary);
    entry
}

/// A name, and the same name in each other spelling that its parts have.
fn names(node: &Node, entry: &mut Entry) {
    let kind = match node.attribute("name-type") {
        "primary-name" => NameKind::Primary,
        "formerly-known-as" => NameKind::Fka,
        _ => NameKind::Aka,
    };
    let quality = if node.attribute("quality") == "low" { Quality::Weak } else { Quality::Strong };
    let mut parts: Vec<&Node> = node.all("name-part").collect();
    parts.sort_by_key(|part| part.attribute("order").parse::<u32>().unwrap_or(u32::MAX));
    let is_family = |part: &&&Node| part.attribute("name-part-type") == "family-name";
    let text = |parts: Vec<&str>| joined(&parts);
    let whole: Vec<&str> = parts.iter().map(|part| part.text_of("value")).collect();
    let family = text(parts.iter().filter(is_family).map(|part| part.text_of("value")).collect());
    let given =
        text(parts.iter().filter(|part| !is_family(part)).map(|part| part.text_of("value")).collect());
    let given = if family.is_empty() { "" } else { &given };
    entry.names.push(name(text(whole), kind, quality, &family, given));
    let mut scripts: Vec<&str> = parts
        .iter()
        .flat_map(|part| part.all("spelling-variant"))
        .map(|one| one.attribute("script"))
        .collect();
    scripts.sort_unstable();
    scripts.dedup();
    for script in scripts {
        let spelled: Vec<&str> = parts
            .iter()
            .filter_map(|part| part.all("spelling-variant").find(|one| one.attribute("script") == script))
            .map(|one| one.text.trim())
            .collect();
        entry.names.push(name(text(spelled), NameKind::Aka, quality, "", ""));
    }
}
