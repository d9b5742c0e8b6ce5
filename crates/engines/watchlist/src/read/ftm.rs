//! JSON lines: FollowTheMoney entities, and entries as the evaluation set has them.
//!
//! *Source*: followthemoney's schemata (Person, Organization, Company, LegalEntity, Vessel, Airplane, CryptoWallet).

use std::io::{BufRead, BufReader, Read};

use serde_json::Value;

use crate::entry::{Entry, Kind, ListedWallet, NameKind, Quality};

use super::{
    Collector, ReadError, date, gender, hashing::Hashing, identifier, kind_of, name, places::country_code,
};

impl Collector {
    pub(super) fn ftm(&mut self, input: &mut Hashing<impl BufRead>) -> Result<(), ReadError> {
        self.source().list = "FTM".to_owned();
        self.json_lines(input, Self::ftm_entity)
    }

    pub(super) fn entry_lines(&mut self, input: &mut Hashing<impl BufRead>) -> Result<(), ReadError> {
        self.source().list = "entries".to_owned();
        self.json_lines(input, |collector, value, line| match evaluation_entry(value) {
            Some(entry) => collector.push(entry),
            None => Err(ReadError::at_line(&collector.file, line, "no id, or no names")),
        })
    }

    fn json_lines(
        &mut self,
        input: &mut Hashing<impl BufRead>,
        mut call: impl FnMut(&mut Self, &Value, u64) -> Result<(), ReadError>,
    ) -> Result<(), ReadError> {
        let file = self.file.clone();
        let mut lines = BufReader::with_capacity(1 << 16, input);
        let mut line = Vec::new();
        let mut number = 0;
        let most = self.limits.record_bytes_max;
        loop {
            line.clear();
            number += 1;
            let fault = |message: String| ReadError::at_line(&file, number, message);
            let taken = lines.by_ref().take(most as u64 + 1).read_until(b'\n', &mut line);
            if taken.map_err(|error| fault(error.to_string()))? == 0 {
                return Ok(());
            }
            if line.len() > most {
                return Err(fault("a line is too long".to_owned()));
            }
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let value =
                serde_json::from_slice(&line).map_err(|error| fault(format!("no JSON object: {error}")))?;
            call(self, &value, number)?;
        }
    }

    fn ftm_entity(&mut self, value: &Value, line: u64) -> Result<(), ReadError> {
        let (Some(id), Some(schema)) = (value["id"].as_str(), value["schema"].as_str()) else {
            return Err(ReadError::at_line(&self.file, line, "id or schema is missing"));
        };
        let properties = &value["properties"];
        if schema == "CryptoWallet" {
            let wallets: Vec<ListedWallet> = wallet(properties).collect();
            for holder in texts(&properties["holder"]) {
                let held = self.holders.entry(holder.to_owned()).or_default();
                held.extend(wallets.iter().cloned());
            }
            return Ok(());
        }
        let kind = match schema {
            "Person" => Kind::Person,
            "Vessel" => Kind::Vessel,
            "Airplane" => Kind::Aircraft,
            "Organization" | "Company" | "LegalEntity" | "PublicBody" | "Asset" => Kind::Org,
            // Addresses, relations, sanctions: not parties.
            _ => return Ok(()),
        };
        let mut entry = Entry { id: id.to_owned(), list: "FTM".to_owned(), kind, ..Entry::default() };
        if let Some(list) = value["datasets"].as_array().and_then(|sets| sets.first()).and_then(Value::as_str)
        {
            list.clone_into(&mut entry.list);
        }
        let family = texts(&properties["lastName"]).next().unwrap_or_default().to_owned();
        let lead = value["caption"].as_str().unwrap_or_default();
        entry.names.push(name(lead.to_owned(), NameKind::Primary, Quality::Strong, &family, ""));
        for (property, kind, quality) in [
            ("name", NameKind::Aka, Quality::Strong),
            ("alias", NameKind::Aka, Quality::Strong),
            ("previousName", NameKind::Fka, Quality::Strong),
            ("weakAlias", NameKind::Aka, Quality::Weak),
        ] {
            for text in texts(&properties[property]) {
                entry.names.push(name(text.to_owned(), kind, quality, &family, ""));
            }
        }
        entry.birth_dates = texts(&properties["birthDate"]).filter_map(date).collect();
        for property in ["nationality", "citizenship", "country", "jurisdiction"] {
            entry.countries.extend(texts(&properties[property]).filter_map(country_code));
        }
        entry.gender = texts(&properties["gender"]).find_map(gender);
        entry.places = texts(&properties["birthPlace"])
            .chain(texts(&properties["address"]))
            .map(str::to_owned)
            .collect();
        for property in ["passportNumber", "idNumber", "taxNumber", "registrationNumber", "imoNumber"] {
            entry
                .identifiers
                .extend(texts(&properties[property]).filter_map(|text| identifier(property, text)));
        }
        entry.wallets = wallet(properties).collect();
        entry.programme = texts(&properties["programId"]).collect::<Vec<_>>().join(", ");
        self.push(entry)
    }
}

fn texts(value: &Value) -> impl Iterator<Item = &str> {
    value.as_array().into_iter().flatten().filter_map(|one| one.as_str().or_else(|| one["id"].as_str()))
}

fn wallet(properties: &Value) -> impl Iterator<Item = ListedWallet> + '_ {
    let currency = texts(&properties["currency"]).next().unwrap_or_default().to_owned();
    texts(&properties["publicKey"])
        .map(move |address| ListedWallet { currency: currency.clone(), address: address.to_owned() })
}

/// `{id, list, type, names: [{n, kind, family?, given?}], birth_dates, countries, gender, wallets, program}`.
fn evaluation_entry(value: &Value) -> Option<Entry> {
    let mut entry = Entry {
        id: value["id"].as_str()?.to_owned(),
        list: value["list"].as_str().unwrap_or("own").to_owned(),
        kind: kind_of(value["type"].as_str().unwrap_or_default()),
        gender: value["gender"].as_str().and_then(gender),
        programme: value["program"].as_str().unwrap_or_default().to_owned(),
        birth_dates: texts(&value["birth_dates"]).filter_map(date).collect(),
        countries: texts(&value["countries"]).filter_map(country_code).collect(),
        ..Entry::default()
    };
    for one in value["names"].as_array()? {
        let (kind, quality) = match one["kind"].as_str().unwrap_or_default() {
            "primary" => (NameKind::Primary, Quality::Strong),
            "fka" => (NameKind::Fka, Quality::Strong),
            "weak" => (NameKind::Aka, Quality::Weak),
            _ => (NameKind::Aka, Quality::Strong),
        };
        let part = |key: &str| one[key].as_str().unwrap_or_default();
        entry.names.push(name(one["n"].as_str()?.to_owned(), kind, quality, part("family"), part("given")));
    }
    for pair in value["wallets"].as_array().into_iter().flatten() {
        if let (Some(currency), Some(address)) = (pair[0].as_str(), pair[1].as_str()) {
            entry.wallets.push(ListedWallet { currency: currency.to_owned(), address: address.to_owned() });
        }
    }
    Some(entry)
}
