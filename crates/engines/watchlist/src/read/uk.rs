//! The UK Sanctions List, as a table and as XML.
//!
//! *Source*: "UK Sanctions List: guide to the format" (FCDO); one row of the table a name or address, one `Designation` a party.

use std::io::BufRead;

use crate::entry::{Entry, Kind, NameKind, Quality};

use super::{
    Collector, ReadError, date, gender,
    hashing::Hashing,
    identifier, iso, joined, kind_of, name,
    own::Rows,
    places::country_code,
    xml::{self, Node},
};

fn name_kind(text: &str) -> NameKind {
    let lower = text.to_ascii_lowercase();
    if lower.starts_with("primary") && !lower.contains("variation") {
        NameKind::Primary
    } else {
        NameKind::Aka
    }
}

fn quality(strength: &str) -> Quality {
    if strength.to_ascii_lowercase().contains("low") { Quality::Weak } else { Quality::Strong }
}

impl Collector {
    pub(super) fn uk_csv(&mut self, input: &mut Hashing<impl BufRead>) -> Result<(), ReadError> {
        let file = self.file.clone();
        self.source().list = "UK".to_owned();
        // Above the header stands the date of the report.
        let mut rows = Rows::new(&file, input, b',', 3, self.limits.record_bytes_max)?;
        self.source().date = iso(rows.above());
        self.row_by_row(&mut rows, "Unique ID", "uk-", |_, row, entry| row_into(row, entry))
    }

    pub(super) fn uk_xml(&mut self, input: &mut Hashing<impl BufRead>) -> Result<(), ReadError> {
        let file = self.file.clone();
        self.source().list = "UK".to_owned();
        xml::records(
            &file,
            input,
            self.limits.record_bytes_max,
            &["Designation", "DateGenerated"],
            |node, record| match (record, node.name.as_str()) {
                (true, "Designation") => self.push(party(&node)),
                (true, _) => {
                    self.source().date = iso(&node.text);
                    Ok(())
                }
                _ => Ok(()),
            },
        )
    }
}

fn row_into(row: &super::own::Row<'_>, entry: &mut Entry) {
    entry.kind = kind_of(row.get("Designation Type"));
    row.get("Regime Name").clone_into(&mut entry.programme);
    entry.listed_on = iso(row.get("Date Designated"));
    let parts = ["Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6"].map(|part| row.get(part));
    let person = entry.kind.is_person();
    let (family, given) = if person { (parts[5], joined(&parts[..5])) } else { ("", String::new()) };
    let kind = name_kind(row.get("Name type"));
    entry.names.push(name(joined(&parts), kind, quality(row.get("Alias strength")), family, &given));
    let original = row.get("Name non-latin script").to_owned();
    entry.names.push(name(original, NameKind::Aka, Quality::Strong, "", ""));
    for text in row.get("D.O.B").split(['|', ';']) {
        entry.birth_dates.extend(date(text));
    }
    for text in row.get("Nationality(/ies)").split(['|', ';']) {
        entry.countries.extend(country_code(text));
    }
    entry.countries.extend(country_code(row.get("Address Country")));
    entry.gender = entry.gender.take().or_else(|| gender(row.get("Gender")));
    for column in
        ["Passport number", "National Identifier number", "IMO number", "Business registration number (s)"]
    {
        entry.identifiers.extend(identifier(column, row.get(column)));
    }
    let place = joined(
        &["Address Line 1", "Address Line 2", "Address Line 3", "Address Country"].map(|part| row.get(part)),
    );
    if !place.is_empty() {
        entry.places.push(place);
    }
}

fn party(node: &Node) -> Entry {
    let kind = kind_of(node.text_of("IndividualEntityShip"));
    let mut entry = Entry {
        id: format!("uk-{}", node.text_of("UniqueID")),
        list: "UK".to_owned(),
        kind,
        programme: node.text_of("RegimeName").to_owned(),
        listed_on: iso(node.text_of("DateDesignated")),
        ..Entry::default()
    };
    for one in node.in_list("Names", "Name") {
        let parts = ["Name1", "Name2", "Name3", "Name4", "Name5", "Name6"].map(|part| one.text_of(part));
        let (family, given) =
            if kind == Kind::Person { (parts[5], joined(&parts[..5])) } else { ("", String::new()) };
        let kind = name_kind(one.text_of("NameType"));
        entry.names.push(name(joined(&parts), kind, quality(one.text_of("AliasStrength")), family, &given));
    }
    for one in node.in_list("NonLatinNames", "NonLatinName") {
        let original = one.text_of("NameNonLatinScript").to_owned();
        entry.names.push(name(original, NameKind::Aka, Quality::Strong, "", ""));
    }
    entry.names.sort_by_key(|name| name.kind != NameKind::Primary);
    let mut found = Vec::new();
    node.below("DOB", &mut found);
    entry.birth_dates.extend(found.iter().filter_map(|one| date(&one.text)));
    for (element, is_country) in [("Nationality", true), ("AddressCountry", true), ("Gender", false)] {
        let mut found = Vec::new();
        node.below(element, &mut found);
        for one in found {
            if is_country {
                entry.countries.extend(country_code(&one.text));
            } else {
                entry.gender = gender(&one.text);
            }
        }
    }
    for (element, kind) in [
        ("PassportNumber", "Passport"),
        ("NationalIdentifierNumber", "National identifier"),
        ("IMONumber", "IMO"),
    ] {
        let mut found = Vec::new();
        node.below(element, &mut found);
        entry.identifiers.extend(found.iter().filter_map(|one| identifier(kind, &one.text)));
    }
    entry
}
