//! Names and wallets against sanctions lists: read, compared, explained.

pub mod background;
pub mod business;
pub mod entry;
pub mod evaluate;
pub mod explain;
pub mod index;
pub mod lanes;
pub mod probe;
pub mod read;
pub mod search;
pub mod text;
pub mod units;
pub mod wallet;
