//! OFAC's advanced XML: names part by part, in each script, with the quality of aliases.
//!
//! *Source*: OFAC `sdn_advanced.xsd`, after the UN's advanced sanctions data model. Values are references into sets at the head of
//! the file; programmes and dates of listing stand in a section of their own after the parties.

use std::io::BufRead;

use rustc_hash::FxHashMap;

use crate::entry::{Entry, Kind, ListedWallet, NameKind, PartialDate, Quality};

use super::{
    Collector, ReadError, gender,
    hashing::Hashing,
    identifier, name,
    places::country_code,
    xml::{self, Node},
};

/// Values of the reference sets: (set, id) to text.
type Values = FxHashMap<(String, String), String>;

/// Elements that are values of reference sets.
const SETS: [&str; 10] = [
    "AliasType",
    "NamePartType",
    "FeatureType",
    "DetailReference",
    "PartySubType",
    "PartyType",
    "IDRegDocType",
    "AreaCode",
    "SanctionsProgram",
    "Country",
];

impl Collector {
    pub(super) fn ofac_advanced(&mut self, input: &mut Hashing<impl BufRead>) -> Result<(), ReadError> {
        let file = self.file.clone();
        let list = if file.to_ascii_lowercase().contains("cons") { "OFAC-CONS" } else { "OFAC-SDN" };
        self.source().list = list.to_owned();
        let mut values = Values::default();
        let mut locations: FxHashMap<String, String> = FxHashMap::default();
        let mut at: FxHashMap<String, usize> = FxHashMap::default();
        let mut wanted: Vec<&str> = SETS.to_vec();
        wanted.extend(["DistinctParty", "SanctionsEntry", "IDRegDocument", "Location", "DateOfIssue"]);
        xml::records(&file, input, self.limits.record_bytes_max, &wanted, |node, record| {
            if !record {
                return Ok(());
            }
            match node.name.as_str() {
                "DateOfIssue" => self.source().date = day(&node),
                "DistinctParty" => {
                    let before = self.entries.len();
                    let profile = node.child("Profile").map(|profile| profile.attribute("ID").to_owned());
                    self.push(party(&node, list, &values, &locations))?;
                    if let Some(profile) = profile.filter(|_| self.entries.len() > before) {
                        at.insert(profile, before);
                    }
                }
                "SanctionsEntry" => {
                    if let Some(entry) =
                        at.get(node.attribute("ProfileID")).and_then(|at| self.entries.get_mut(*at))
                    {
                        listing(&node, entry);
                    }
                }
                "IDRegDocument" => {
                    // Documents belong to identities, which have the number of their profile here.
                    if let Some(entry) =
                        at.get(node.attribute("IdentityID")).and_then(|at| self.entries.get_mut(*at))
                    {
                        let kind = value(&values, "IDRegDocType", node.attribute("IDRegDocTypeID"));
                        entry.identifiers.extend(identifier(&kind, node.text_of("IDRegistrationNo")));
                    }
                }
                "Location" => {
                    let mut countries = Vec::new();
                    node.below("LocationAreaCode", &mut countries);
                    if let Some(area) = countries.first() {
                        let code = value(&values, "AreaCode", area.attribute("AreaCodeID"));
                        locations.insert(node.attribute("ID").to_owned(), code);
                    }
                }
                set => {
                    let text = if node.attribute("Description").is_empty() {
                        &node.text
                    } else {
                        node.attribute("Description")
                    };
                    values.insert((set.to_owned(), node.attribute("ID").to_owned()), text.trim().to_owned());
                }
            }
            Ok(())
        })
    }
}

fn value(values: &Values, set: &str, id: &str) -> String {
    values.get(&(set.to_owned(), id.to_owned())).cloned().unwrap_or_default()
}

fn day(node: &Node) -> String {
    let number = |name: &str| node.text_of(name).parse::<u32>().unwrap_or(0);
    match (number("Year"), number("Month"), number("Day")) {
        (0, ..) => String::new(),
        (year, 0, _) => format!("{year:04}"),
        (year, month, 0) => format!("{year:04}-{month:02}"),
        (year, month, day) => format!("{year:04}-{month:02}-{day:02}"),
    }
}

fn party(node: &Node, list: &str, values: &Values, locations: &FxHashMap<String, String>) -> Entry {
    let empty = Node::default();
    let profile = node.child("Profile").unwrap_or(&empty);
    let subtype = value(values, "PartySubType", profile.attribute("PartySubTypeID")).to_ascii_lowercase();
    let mut entry = Entry {
        id: format!("ofac-{}", node.attribute("FixedRef")),
        list: list.to_owned(),
        ..Entry::default()
    };
    // Party subtypes: 1 vessel, 2 aircraft, 3 organisation, 4 person; their names are "Vessel", "Aircraft", "Unknown".
    entry.kind = match profile.attribute("PartySubTypeID") {
        "4" => Kind::Person,
        _ if subtype.contains("vessel") => Kind::Vessel,
        _ if subtype.contains("aircraft") => Kind::Aircraft,
        _ if subtype.contains("individual") || subtype.contains("person") => Kind::Person,
        _ => Kind::Org,
    };
    for identity in profile.all("Identity") {
        names(identity, values, &mut entry);
    }
    for feature in profile.all("Feature") {
        let kind = value(values, "FeatureType", feature.attribute("FeatureTypeID"));
        for version in feature.all("FeatureVersion") {
            self::feature(&kind, version, values, locations, &mut entry);
        }
    }
    entry
}

fn names(identity: &Node, values: &Values, entry: &mut Entry) {
    // Groups of parts say what each part of a name is.
    let mut groups = Vec::new();
    identity.below("NamePartGroup", &mut groups);
    let parts: FxHashMap<&str, String> = groups
        .iter()
        .map(|group| {
            (group.attribute("ID"), value(values, "NamePartType", group.attribute("NamePartTypeID")))
        })
        .collect();
    for alias in identity.all("Alias") {
        let kind = value(values, "AliasType", alias.attribute("AliasTypeID"));
        let primary = alias.attribute("Primary") == "true";
        let kind = match (primary, kind.starts_with('F')) {
            (true, _) => NameKind::Primary,
            (false, true) => NameKind::Fka,
            (false, false) => NameKind::Aka,
        };
        let quality = if alias.attribute("LowQuality") == "true" { Quality::Weak } else { Quality::Strong };
        for documented in alias.all("DocumentedName") {
            let (mut family, mut given) = (Vec::new(), Vec::new());
            for part in documented.all("DocumentedNamePart") {
                let Some(value) = part.child("NamePartValue") else { continue };
                let role = parts
                    .get(value.attribute("NamePartGroupID"))
                    .map_or("", String::as_str)
                    .to_ascii_lowercase();
                let text = value.text.trim();
                if role.contains("last") || role.contains("patronymic") || role.contains("matronymic") {
                    family.push(text);
                } else {
                    given.push(text);
                }
            }
            let (family, given) = (family.join(" "), given.join(" "));
            let full = super::joined(&[&given, &family]);
            entry.names.push(name(full, kind, quality, &family, if family.is_empty() { "" } else { &given }));
        }
    }
    // The primary name leads.
    entry.names.sort_by_key(|name| name.kind != NameKind::Primary);
}

fn feature(
    kind: &str,
    version: &Node,
    values: &Values,
    locations: &FxHashMap<String, String>,
    entry: &mut Entry,
) {
    let detail = version.child("VersionDetail");
    let text = detail.map_or("", |detail| detail.text.trim());
    let reference = detail.map_or("", |detail| detail.attribute("DetailReferenceID"));
    let country =
        version.child("VersionLocation").and_then(|place| locations.get(place.attribute("LocationID")));
    if let Some(currency) = kind.strip_prefix("Digital Currency Address - ") {
        entry.wallets.push(ListedWallet { currency: currency.trim().to_owned(), address: text.to_owned() });
    } else if kind.eq_ignore_ascii_case("birthdate") {
        entry.birth_dates.extend(period(version));
    } else if kind.eq_ignore_ascii_case("gender") {
        entry.gender = gender(&value(values, "DetailReference", reference));
    } else if kind.starts_with("Nationality")
        || kind.starts_with("Citizenship")
        || kind.starts_with("Location")
    {
        entry.countries.extend(country.and_then(|country| country_code(country)));
    } else if kind.starts_with("Place of Birth") && !text.is_empty() {
        entry.places.push(text.to_owned());
    }
}

/// `DatePeriod/Start/From` and `DatePeriod/End/To`.
fn period(version: &Node) -> Option<PartialDate> {
    let (mut starts, mut ends) = (Vec::new(), Vec::new());
    version.below("From", &mut starts);
    version.below("To", &mut ends);
    let first = PartialDate::parse(&day(starts.first()?))?;
    let last = ends.last().and_then(|end| PartialDate::parse(&day(end)));
    match last {
        Some(last) if last.year > first.year => {
            Some(PartialDate { year_last: last.year, ..PartialDate::year(first.year) })
        }
        Some(last) if last == first => Some(first),
        // A month or year as a whole is written as its first and last day.
        Some(last) if last.month == first.month => Some(PartialDate { day: 0, ..first }),
        Some(_) => Some(PartialDate::year(first.year)),
        None => Some(first),
    }
}

fn listing(node: &Node, entry: &mut Entry) {
    if let Some(event) = node.child("EntryEvent").and_then(|event| event.child("Date")) {
        entry.listed_on = day(event);
    }
    let programmes: Vec<&str> = node
        .all("SanctionsMeasure")
        .map(|measure| measure.text_of("Comment"))
        .filter(|text| !text.is_empty())
        .collect();
    entry.programme = programmes.join(", ");
}
