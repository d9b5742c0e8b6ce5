//! The EU's consolidated financial sanctions list, as XML and as a table.
//!
//! *Source*: Financial Sanctions Files, schema 1.1 (`sanctionEntity`); the table has the same fields under `Entity_…`, `NameAlias_…`.

use std::io::BufRead;

use crate::entry::{Entry, NameKind, Quality};

use super::{
    Collector, ReadError, date, gender,
    hashing::Hashing,
    identifier, iso, joined, kind_of, name,
    own::Rows,
    places::country_code,
    xml::{self, Node},
};

impl Collector {
    pub(super) fn eu_xml(&mut self, input: &mut Hashing<impl BufRead>) -> Result<(), ReadError> {
        let file = self.file.clone();
        self.source().list = "EU".to_owned();
        xml::records(&file, input, self.limits.record_bytes_max, &["sanctionEntity"], |node, record| {
            if record {
                return self.push(party(&node));
            }
            if node.name == "export" {
                self.source().date = iso(node.attribute("generationDate"));
            }
            Ok(())
        })
    }

    pub(super) fn eu_csv(&mut self, input: &mut Hashing<impl BufRead>) -> Result<(), ReadError> {
        let file = self.file.clone();
        self.source().list = "EU".to_owned();
        let mut rows = Rows::new(&file, input, b';', 0, self.limits.record_bytes_max)?;
        self.row_by_row(&mut rows, "Entity_LogicalId", "eu-", |collector, row, entry| {
            if collector.source().date.is_empty() {
                collector.source().date = iso(row.get("fileGenerationDate"));
            }
            row_into(row, entry);
        })
    }
}

fn row_into(row: &super::own::Row<'_>, entry: &mut Entry) {
    let kind = row.get("Entity_SubjectType");
    let code = row.get("Entity_SubjectType_ClassificationCode");
    if code == "P" || kind == "person" || kind == "P" {
        entry.kind = kind_of("person");
    }
    let programme = row.get("Entity_Regulation_Programme");
    if entry.programme.is_empty() {
        programme.clone_into(&mut entry.programme);
        entry.listed_on = iso(row.get("Entity_Regulation_PublicationDate"));
    }
    let parts =
        ["NameAlias_FirstName", "NameAlias_MiddleName", "NameAlias_LastName"].map(|part| row.get(part));
    let whole = row.get("NameAlias_WholeName");
    let full = if whole.is_empty() { joined(&parts) } else { whole.to_owned() };
    if !full.is_empty() {
        let kind = if entry.names.is_empty() { NameKind::Primary } else { NameKind::Aka };
        entry.names.push(name(full, kind, Quality::Strong, parts[2], &joined(&parts[..2])));
        entry.gender = entry.gender.take().or_else(|| gender(row.get("NameAlias_Gender")));
    }
    entry
        .birth_dates
        .extend(date(row.get("BirthDate_BirthDate")).or_else(|| date(row.get("BirthDate_Year"))));
    for country in ["Citizenship_CountryIso2Code", "Address_CountryIso2Code", "BirthDate_CountryIso2Code"] {
        entry.countries.extend(country_code(row.get(country)).filter(|code| code != "00"));
    }
    entry
        .identifiers
        .extend(identifier(row.get("Identification_TypeCode"), row.get("Identification_Number")));
    let place = joined(&["Address_Street", "Address_City"].map(|part| row.get(part)));
    if !place.is_empty() {
        entry.places.push(place);
    }
}

fn party(node: &Node) -> Entry {
    let code = node.child("subjectType").map_or("", |kind| kind.attribute("code"));
    let mut entry = Entry {
        id: format!("eu-{}", node.attribute("logicalId")),
        list: "EU".to_owned(),
        kind: kind_of(code),
        ..Entry::default()
    };
    if let Some(regulation) = node.child("regulation") {
        regulation.attribute("programme").clone_into(&mut entry.programme);
        entry.listed_on = iso(regulation.attribute("publicationDate"));
    }
    for alias in node.all("nameAlias") {
        let parts = ["firstName", "middleName", "lastName"].map(|part| alias.attribute(part));
        let whole = alias.attribute("wholeName");
        let full = if whole.is_empty() { joined(&parts) } else { whole.to_owned() };
        let quality = if alias.attribute("strong") == "false" { Quality::Weak } else { Quality::Strong };
        let kind = if entry.names.is_empty() { NameKind::Primary } else { NameKind::Aka };
        entry.names.push(name(full, kind, quality, parts[2], &joined(&parts[..2])));
        entry.gender = entry.gender.take().or_else(|| gender(alias.attribute("gender")));
    }
    for birth in node.all("birthdate") {
        let years = birth.attribute("yearRangeFrom");
        let found = if years.is_empty() {
            date(birth.attribute("birthdate")).or_else(|| date(birth.attribute("year")))
        } else {
            date(&format!("{years}/{}", birth.attribute("yearRangeTo")))
        };
        entry.birth_dates.extend(found);
        let place = birth.attribute("city");
        if !place.is_empty() {
            entry.places.push(place.to_owned());
        }
    }
    for one in node.children.iter().filter(|child| matches!(child.name.as_str(), "citizenship" | "address")) {
        entry.countries.extend(country_code(one.attribute("countryIso2Code")).filter(|code| code != "00"));
        let place = joined(&["street", "city"].map(|part| one.attribute(part)));
        if !place.is_empty() {
            entry.places.push(place);
        }
    }
    for id in node.all("identification") {
        entry.identifiers.extend(identifier(id.attribute("identificationTypeCode"), id.attribute("number")));
    }
    entry
}
