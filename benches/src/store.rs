//! Units of work: alone and by 32 clients at once.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use madang_context::{Id, Ids, SeededRandomness};
use madang_store::{Engine, Migration, Store, StoreConfig, StoreError, params, row};

use crate::{
    Place,
    ground::{postgres_config, sqlite_config},
    measure::{Times, cpu, median, ms},
    report::{Bar, Table},
};

const ROWS: usize = 20_000;
const CLIENTS: usize = 32;
const ALONE_FOR: Duration = Duration::from_millis(1_500);
const TOGETHER_FOR: Duration = Duration::from_secs(4);
const REPEATS: usize = 3;

static MIGRATIONS: &[&[Migration]] = &[&[Migration::same(
    "bench/0001_ticket",
    "CREATE TABLE ticket (id BYTEA NOT NULL PRIMARY KEY, holder TEXT NOT NULL, email TEXT NOT NULL,
     price_cents BIGINT NOT NULL, checked_in BOOLEAN NOT NULL DEFAULT FALSE, note TEXT)",
)]];

madang_store::statements! {
    /// A new row.
    INSERT = "INSERT INTO ticket (id, holder, email, price_cents, checked_in) VALUES ($1, $2, $3, $4, FALSE)";
    /// One row.
    POINT = "SELECT holder, email, price_cents, checked_in FROM ticket WHERE id = $1";
    /// The next 100 rows.
    PAGE = "SELECT id, holder, email, price_cents, checked_in FROM ticket WHERE id > $1 ORDER BY id LIMIT 100";
    /// Changes one row.
    CHECK_IN = "UPDATE ticket SET checked_in = TRUE, price_cents = price_cents + 1 WHERE id = $1";
}

pub(crate) async fn run(place: &Place) -> anyhow::Result<()> {
    let table = Table::new("Store");
    println!(
        "mixed: {CLIENTS} clients, each after its own answer at once the next unit of work: 65 % read one row by key,"
    );
    println!(
        "10 % read a page of 100 rows, 15 % insert a row, 10 % update a row. {ROWS} rows to begin with; one row ~ 90 bytes."
    );
    measure(&table, sqlite_config(&place.data.join("store"))?, 14_000.0).await?;
    match &place.postgres {
        Some(server) => measure(&table, postgres_config(server, "bench_store").await?, 8_000.0).await,
        None => {
            println!("PostgreSQL was not measured: --postgres names no server");
            Ok(())
        }
    }
}

#[derive(Clone)]
struct Bench {
    store: Store,
    ids: Arc<Ids>,
    known: Arc<Vec<Id>>,
}

async fn measure(table: &Table, config: StoreConfig, least: f64) -> anyhow::Result<()> {
    // Opening waits for the first connection, which a thread of the runtime must not.
    let store = tokio::task::spawn_blocking(move || {
        let store = Store::open(&config)?;
        store.migrate(MIGRATIONS, jiff::Timestamp::UNIX_EPOCH)?;
        Ok::<_, anyhow::Error>(store)
    })
    .await??;
    let ids = Arc::new(Ids::new(SeededRandomness::new(1)));
    let known: Vec<Id> = (0..ROWS).map(|_| ids.next(jiff::Timestamp::UNIX_EPOCH)).collect();
    let rows: Vec<_> = known
        .iter()
        .map(|id| row![*id, "Ada Lovelace · 에이다", "ada@conference.example", 12_500_i64])
        .collect();
    store.write::<_, StoreError, _>(move |tx| tx.execute_many(&INSERT, &rows)).await?;
    let bench = Bench { store, ids, known: Arc::new(known) };
    let engine = match bench.store.engine() {
        Engine::Sqlite => "SQLite",
        Engine::Postgres => "PostgreSQL",
    };
    for (name, kind) in
        [("insert", Kind::Insert), ("point read", Kind::Point), ("page of 100 rows", Kind::Page)]
    {
        let mut times = Times::default();
        let started = Instant::now();
        while started.elapsed() < ALONE_FOR {
            let begun = Instant::now();
            bench.unit(kind, times.len()).await?;
            times.add(begun.elapsed());
        }
        let per_second = times.len() as f64 / started.elapsed().as_secs_f64();
        let notes = format!("p50 / p95 / p99 ms: {}", times.spread());
        table.line(&format!("{engine}: {name}, one client"), per_second, "/s", &Bar::None, &notes);
    }
    let mut runs = Vec::new();
    for _ in 0..REPEATS {
        runs.push(bench.together().await?);
    }
    let all = runs.iter().map(|run| format!("{:.0}", run.per_second)).collect::<Vec<_>>().join(", ");
    let per_second = median(runs.iter().map(|run| run.per_second).collect());
    let micros = median(runs.iter().map(|run| run.cpu_micros).collect());
    let mut times = Times::default();
    runs.into_iter().for_each(|run| times.extend(run.times));
    let notes = format!(
        "p50 / p95 / p99 ms: {}; runs {all}; {micros:.0} µs CPU of this process each; slowest {:.1} ms",
        times.spread(),
        ms(times.at(1.0))
    );
    table.line(&format!("{engine}: {CLIENTS} mixed clients"), per_second, "/s", &Bar::Least(least), &notes);
    Ok(())
}

#[derive(Clone, Copy)]
enum Kind {
    Insert,
    Point,
    Page,
    Update,
}

struct Run {
    per_second: f64,
    cpu_micros: f64,
    times: Times,
}

impl Bench {
    /// One unit of work; `number` chooses the row.
    async fn unit(&self, kind: Kind, number: usize) -> Result<(), StoreError> {
        // A step that shares no factor with the count visits every row before any twice.
        let id = self.known[number.wrapping_mul(7_919) % self.known.len()];
        match kind {
            Kind::Insert => {
                let id = self.ids.next(jiff::Timestamp::UNIX_EPOCH);
                let insert = move |tx: &mut madang_store::Tx<'_>| {
                    let values = params![id, "Grace Hopper", "grace@conference.example", 9_900_i64];
                    tx.expect_rows(&INSERT, values, 1)
                };
                self.store.write(insert).await
            }
            Kind::Update => self.store.write(move |tx| tx.expect_rows(&CHECK_IN, params![id], 1)).await,
            Kind::Point => {
                let read = move |tx: &mut madang_store::Tx<'_>| {
                    tx.query_one(&POINT, params![id], |row| {
                        Ok((
                            row.get::<String>(0)?,
                            row.get::<String>(1)?,
                            row.get::<i64>(2)?,
                            row.get::<bool>(3)?,
                        ))
                    })
                };
                self.store.read::<_, StoreError, _>(read).await.map(drop)
            }
            Kind::Page => {
                let read = move |tx: &mut madang_store::Tx<'_>| {
                    tx.query(&PAGE, params![id], |row| {
                        Ok((
                            row.get::<Id>(0)?,
                            row.get::<String>(1)?,
                            row.get::<String>(2)?,
                            row.get::<i64>(3)?,
                        ))
                    })
                };
                self.store.read::<_, StoreError, _>(read).await.map(drop)
            }
        }
    }

    async fn together(&self) -> anyhow::Result<Run> {
        let stop = Arc::new(AtomicBool::new(false));
        let (begun, cpu_before) = (Instant::now(), cpu(std::process::id()));
        let clients: Vec<_> =
            (0..CLIENTS).map(|client| tokio::spawn(self.clone().client(client, Arc::clone(&stop)))).collect();
        tokio::time::sleep(TOGETHER_FOR).await;
        stop.store(true, Ordering::Relaxed);
        let mut times = Times::default();
        for client in clients {
            times.extend(client.await??);
        }
        let used = cpu(std::process::id()).saturating_sub(cpu_before);
        Ok(Run {
            per_second: times.len() as f64 / begun.elapsed().as_secs_f64(),
            cpu_micros: used.as_secs_f64() * 1e6 / times.len().max(1) as f64,
            times,
        })
    }

    async fn client(self, client: usize, stop: Arc<AtomicBool>) -> Result<Times, StoreError> {
        let mut times = Times::default();
        let mut number = client * 1_000;
        while !stop.load(Ordering::Relaxed) {
            number += 1;
            let kind = match number % 20 {
                0..=12 => Kind::Point,
                13..=14 => Kind::Page,
                15..=17 => Kind::Insert,
                _ => Kind::Update,
            };
            let begun = Instant::now();
            self.unit(kind, number).await?;
            times.add(begun.elapsed());
        }
        Ok(times)
    }
}
