//! Names and wallets against sanctions lists: read, compared, explained.

pub mod background;
pub mod business;
pub mod entry;
pub mod index;
pub mod read;
pub mod search;
pub mod text;
pub mod units;
pub mod wallet;
