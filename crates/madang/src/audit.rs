//! `madang audit`: who did what, and whether that is still as it was written.

use anyhow::bail;
use madang_audit::Filter;

use crate::ground::Ground;

/// How many records are listed; the newest.
const RECORDS_MAX: u32 = 100;

/// `madang audit verify`.
pub(crate) fn verify(ground: &Ground, seal: Option<&str>) -> anyhow::Result<()> {
    let whole = ground.store.read_blocking(madang_audit::verify)?;
    if let Some(seal) = seal {
        let known = seal.to_owned();
        if !ground.store.read_blocking(move |tx| madang_audit::is_sealed(tx, &known))? {
            bail!("the seal {seal} is not among the records: they are not those that it was printed for");
        }
    }
    println!("{} records, all as they were written.", whole.records);
    println!("seal  {}", whole.head);
    Ok(())
}

/// `madang audit list`.
pub(crate) fn list(ground: &Ground) -> anyhow::Result<()> {
    let records = ground.store.read_blocking(|tx| madang_audit::list(tx, &Filter::default(), RECORDS_MAX))?;
    for record in &records {
        println!(
            "{:6}  {}  {:44} {:16} {:24} {} {}",
            record.seq, record.at, record.who, record.origin, record.action, record.object, record.detail
        );
    }
    println!("{} records", records.len());
    Ok(())
}
