//! Scripts that a Windows Installer package runs by itself.
//!
//! *Source*: Windows Installer, "Summary List of All Custom Action Types": 5 and 6 in a stream of the database, 21 and
//! 22 in an installed file, 37 and 38 in the table itself, 53 and 54 in a property; odd numbers are JScript.

use crate::{
    bytes::shortened,
    facts::{Kind, Member, ObjectId},
    take::{Fault, Holder, Taker},
};

/// What runs these scripts, for people and for rules.
pub(crate) const HOOK: &str = "custom action";

/// One action that runs a script.
#[derive(Debug)]
pub(super) struct Script {
    name: String,
    ending: &'static str,
    place: Place,
}

/// Where the text of a script stands.
#[derive(Debug)]
enum Place {
    Stream(String),
    File(String),
    Here(String),
}

/// The scripts of the table `CustomAction`; rows are name, type, source, target, and properties are name, value.
pub(super) fn scripts(rows: &[Vec<String>], properties: &[Vec<String>]) -> Vec<Script> {
    let found = rows.iter().filter_map(|row| {
        let [name, kind, source, target] = row.as_slice() else { return None };
        // Above the low six bits stands when it runs, and as whom.
        let kind = kind.parse::<i32>().ok()? & 0x3f;
        let place = match kind {
            5 | 6 => Place::Stream(format!("Binary.{source}")),
            21 | 22 => Place::File(source.clone()),
            37 | 38 => Place::Here(target.clone()),
            53 | 54 => {
                let value = properties.iter().find(|property| property[0] == *source);
                Place::Here(value.map(|property| property[1].clone()).unwrap_or_default())
            }
            _ => return None,
        };
        let ending = if kind % 2 == 1 { "js" } else { "vbs" };
        Some(Script { name: shortened(name, 100).replace(['/', '\\', '\0'], "_"), ending, place })
    });
    found.collect()
}

/// The name under which a stream is given to the walk: scripts get the ending of their language.
pub(super) fn name(scripts: &[Script], stream: &str) -> String {
    let script = scripts.iter().find(|script| matches!(&script.place, Place::Stream(name) if name == stream));
    script.map_or_else(|| stream.to_owned(), |script| format!("{stream}.{}", script.ending))
}

/// Gives the scripts of the table itself to the walk, and marks all of them as what runs by itself.
pub(super) fn give(taker: &mut Taker, holder: &Holder, scripts: &[Script]) -> Result<(), Fault> {
    for script in scripts {
        match &script.place {
            Place::Here(text) if text.is_empty() => {}
            Place::Here(text) => {
                let name = format!("CustomAction.{}.{}", script.name, script.ending);
                if let Some(id) = taker.held_member(holder, &name, Member::default(), text.as_bytes())? {
                    mark(taker, id);
                }
            }
            Place::Stream(stream) => mark_all(taker, holder, &format!("{stream}.{}", script.ending)),
            Place::File(file) => mark_all(taker, holder, file),
        }
    }
    Ok(())
}

/// Marks what has this name anywhere inside.
fn mark_all(taker: &mut Taker, holder: &Holder, name: &str) {
    let inside: Vec<ObjectId> = taker
        .objects
        .iter()
        .skip(holder.id.0 as usize + 1)
        .filter(|object| object.name() == name && object.script.is_some())
        .map(|object| object.id)
        .collect();
    for id in inside {
        mark(taker, id);
    }
}

fn mark(taker: &mut Taker, id: ObjectId) {
    let object = taker.object_mut(id);
    if let Some(script) = &mut object.script {
        script.hook = Some(HOOK.to_owned());
    } else if object.kind == Kind::Data {
        taker.note(id, crate::facts::Reason::Unknown, "a script of the installer that is no text");
    }
}
