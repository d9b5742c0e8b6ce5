//! OFAC's XML.
//!
//! *Source*: OFAC `xml.xsd` (`sdnList/sdnEntry`).

use std::io::BufRead;

use crate::entry::{Entry, ListedWallet, NameKind, Quality};

use super::{
    Collector, ReadError, date, gender,
    hashing::Hashing,
    identifier, iso, kind_of, name,
    places::country_code,
    xml::{self, Node},
};

impl Collector {
    pub(super) fn ofac_xml(&mut self, input: &mut Hashing<impl BufRead>) -> Result<(), ReadError> {
        let file = self.file.clone();
        let list = if file.to_ascii_lowercase().contains("cons") { "OFAC-CONS" } else { "OFAC-SDN" };
        self.source().list = list.to_owned();
        let names = ["sdnEntry", "publshInformation"];
        let mut promised = None;
        let before = self.entries.len();
        xml::records(&file, input, self.limits.record_bytes_max, &names, |node, record| {
            match (record, node.name.as_str()) {
                (true, "sdnEntry") => return self.push(party(&node, list)),
                (true, _) => {
                    self.source().date = american(node.text_of("Publish_Date"));
                    promised = node.text_of("Record_Count").parse::<usize>().ok();
                }
                _ => {}
            }
            Ok(())
        })?;
        let found = self.entries.len() - before;
        if let Some(promised) = promised.filter(|promised| *promised != found) {
            let message = format!("the file says that it has {promised} records, but {found} are there");
            return Err(ReadError::new(&file, message));
        }
        Ok(())
    }
}

/// `03/28/2025`, month first.
fn american(text: &str) -> String {
    let mut parts = text.trim().split('/');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(month), Some(day), Some(year)) => format!("{year}-{month:0>2}-{day:0>2}"),
        _ => iso(text),
    }
}

fn party(node: &Node, list: &str) -> Entry {
    let kind = kind_of(node.text_of("sdnType"));
    let mut entry = Entry {
        id: format!("ofac-{}", node.text_of("uid")),
        list: list.to_owned(),
        kind,
        ..Entry::default()
    };
    let programmes: Vec<&str> = node.in_list("programList", "program").map(|one| one.text.trim()).collect();
    entry.programme = programmes.join(", ");
    let full = |one: &Node, kind, quality| {
        let (family, given) = (one.text_of("lastName"), one.text_of("firstName"));
        let parts = if entry.kind.is_person() { (family, given) } else { ("", "") };
        name(super::joined(&[given, family]), kind, quality, parts.0, parts.1)
    };
    let mut names = vec![full(node, NameKind::Primary, Quality::Strong)];
    for alias in node.in_list("akaList", "aka") {
        let kind = if alias.text_of("type").starts_with('f') { NameKind::Fka } else { NameKind::Aka };
        let weak = alias.text_of("category").eq_ignore_ascii_case("weak");
        names.push(full(alias, kind, if weak { Quality::Weak } else { Quality::Strong }));
    }
    entry.names = names;
    for birth in node.in_list("dateOfBirthList", "dateOfBirthItem") {
        entry.birth_dates.extend(date(birth.text_of("dateOfBirth")));
    }
    for place in node.in_list("placeOfBirthList", "placeOfBirthItem") {
        entry.places.push(place.text_of("placeOfBirth").to_owned());
    }
    for (list, item) in
        [("nationalityList", "nationality"), ("citizenshipList", "citizenship"), ("addressList", "address")]
    {
        for one in node.in_list(list, item) {
            entry.countries.extend(country_code(one.text_of("country")));
            if list == "addressList" {
                let text = super::joined(&["address1", "city", "country"].map(|part| one.text_of(part)));
                if !text.is_empty() {
                    entry.places.push(text);
                }
            }
        }
    }
    for id in node.in_list("idList", "id") {
        let (kind, number) = (id.text_of("idType"), id.text_of("idNumber"));
        if let Some(currency) = kind.strip_prefix("Digital Currency Address - ") {
            entry
                .wallets
                .push(ListedWallet { currency: currency.trim().to_owned(), address: number.to_owned() });
        } else if kind == "Gender" {
            entry.gender = gender(number);
        } else {
            entry.identifiers.extend(identifier(kind, number));
        }
    }
    entry
}
