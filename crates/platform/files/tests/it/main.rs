//! Files on both stores: kept whole, told by their bytes, shared, swept, and never outside their folder.
#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::{sync::Arc, time::Duration};

use axum::response::Response;
use http::{HeaderMap, HeaderName, header};
use madang_context::{Id, Ids, SystemRandomness, Who};
use madang_files::{
    Digest, Disposition, FileError, MIGRATIONS, Objects, PictureError, PictureSize, STATEMENTS, StoredFile,
    respond,
};
use madang_store::{Migration, StoreError};
use madang_testkit::TestKit;

const ALL: &[&[Migration]] = &[MIGRATIONS];

fn objects(kit: &TestKit) -> Objects {
    Objects::open(kit.path("files"), Arc::new(Ids::new(SystemRandomness))).unwrap()
}

/// A PNG that claims this size and holds no pixel.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend([8, 6, 0, 0, 0, 0, 0, 0, 0]);
    bytes
}

async fn enter(kit: &TestKit, conference: Id, name: &'static str, bytes: &[u8]) -> StoredFile {
    let object = objects(kit).put(bytes, 1_000_000).await.unwrap();
    let ctx = kit.ctx(Who::Administrator);
    kit.store
        .write::<_, StoreError, _>(move |tx| madang_files::enter(tx, &ctx, conference, name, &object))
        .await
        .unwrap()
}

async fn send(
    kit: &TestKit,
    file: &StoredFile,
    how: Disposition,
    request: &[(HeaderName, &str)],
) -> Response {
    let request: HeaderMap =
        request.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect();
    respond(&objects(kit), file, how, &request).await.unwrap()
}

async fn bytes_of(response: Response) -> Vec<u8> {
    axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()
}

fn head<'a>(response: &'a Response, name: &HeaderName) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

madang_testkit::both_stores! { ALL;
    async fn every_statement_prepares(kit: TestKit) {
        kit.store.read::<_, StoreError, _>(|tx| {
            STATEMENTS.iter().copied().flatten().try_for_each(|statement| tx.prepare(statement))
        }).await.unwrap();
    }

    async fn a_file_is_kept_and_found(kit: TestKit) {
        let (mine, theirs) = (kit.ids.next(kit.ctx(Who::System).now), kit.ids.next(kit.ctx(Who::System).now));
        let file = enter(&kit, mine, "../../초상.png", &png(640, 480)).await;
        assert_eq!((file.name.as_str(), file.media_type.as_str(), file.size_bytes), ("초상.png", "image/png", 33));
        assert_eq!(file.picture, Some(PictureSize { width: 640, height: 480 }));
        let id = file.id;
        let found = kit.store.read::<_, StoreError, _>(move |tx| {
            Ok((madang_files::file(tx, mine, id)?, madang_files::file(tx, theirs, id)?, madang_files::list(tx, mine, 10)?))
        }).await.unwrap();
        assert_eq!(found, (Some(file.clone()), None, vec![file]));
    }

    async fn bytes_are_shared_and_swept_when_nobody_has_them(kit: TestKit) {
        let conference = kit.ids.next(kit.ctx(Who::System).now);
        let first = enter(&kit, conference, "a.txt", b"same").await;
        let second = enter(&kit, conference, "b.txt", b"same").await;
        assert_eq!(first.digest, second.digest);
        let remove = async |file: StoredFile| {
            kit.store.write::<_, StoreError, _>(move |tx| madang_files::remove(tx, conference, file.id)).await.unwrap()
        };
        let sweep = async |grace| madang_files::sweep(&kit.store, &objects(&kit), grace).await.unwrap();
        assert_eq!((remove(first.clone()).await, remove(first).await, sweep(Duration::ZERO).await), (true, false, 0));
        assert!(remove(second.clone()).await);
        // An upload whose sender went away.
        let mut unfinished = objects(&kit).begin(100).await.unwrap();
        unfinished.write(b"half").await.unwrap();
        drop(unfinished);
        assert_eq!(sweep(Duration::from_secs(3_600)).await, 0, "within the grace everything stays");
        assert_eq!(sweep(Duration::ZERO).await, 2);
        assert_eq!(objects(&kit).size_bytes(&second.digest).await.unwrap(), None);
    }

    async fn files_are_sent_so_that_nothing_in_them_runs(kit: TestKit) {
        let conference = kit.ids.next(kit.ctx(Who::System).now);
        let page = enter(&kit, conference, "발표\".html", b"<html><script>alert(1)</script></html>").await;
        let sent = send(&kit, &page, Disposition::Show, &[]).await;
        assert_eq!(head(&sent, &header::CONTENT_TYPE), "text/plain");
        assert_eq!(head(&sent, &header::CONTENT_DISPOSITION),
            "attachment; filename=\"___.html\"; filename*=UTF-8''%EB%B0%9C%ED%91%9C_.html");
        assert_eq!(head(&sent, &header::CONTENT_SECURITY_POLICY), "default-src 'none'; sandbox");
        let picture = enter(&kit, conference, "p.png", &png(10, 10)).await;
        let sent = send(&kit, &picture, Disposition::Show, &[]).await;
        assert!(head(&sent, &header::CONTENT_DISPOSITION).starts_with("inline;"));
        assert_eq!(bytes_of(sent).await, png(10, 10));
    }

    async fn stretches_and_tags(kit: TestKit) {
        let conference = kit.ids.next(kit.ctx(Who::System).now);
        let bytes: Vec<u8> = (0..200_000_u32).map(|number| u8::try_from(number % 251).unwrap()).collect();
        let file = enter(&kit, conference, "x.bin", &bytes).await;
        let ask = async |headers: &[(HeaderName, &str)]| send(&kit, &file, Disposition::Save, headers).await;
        let part = ask(&[(header::RANGE, "bytes=70000-150000")]).await;
        assert_eq!((part.status().as_u16(), head(&part, &header::CONTENT_RANGE)), (206, "bytes 70000-150000/200000"));
        assert_eq!(bytes_of(part).await, bytes[70_000..=150_000]);
        let tag = format!("\"{}\"", file.digest);
        assert_eq!(ask(&[(header::IF_NONE_MATCH, &tag)]).await.status().as_u16(), 304);
        assert_eq!(ask(&[(header::RANGE, "bytes=0-1"), (header::IF_RANGE, "\"old\"")]).await.status().as_u16(), 200);
        assert_eq!(ask(&[(header::RANGE, "bytes=200000-")]).await.status().as_u16(), 416);
        assert_eq!(bytes_of(ask(&[]).await).await, bytes);
    }
}

#[tokio::test]
async fn limits_hold_before_bytes_are_written() {
    let folder = tempfile::tempdir().unwrap();
    let objects = Objects::open(folder.path(), Arc::new(Ids::new(SystemRandomness))).unwrap();
    assert_eq!(objects.put(&[0; 100], 100).await.unwrap().size_bytes, 100);
    assert!(matches!(objects.put(&[0; 101], 100).await, Err(FileError::TooLarge { limit_bytes: 100 })));
    let mut upload = objects.begin(10).await.unwrap();
    upload.write(&[0; 6]).await.unwrap();
    assert!(matches!(upload.write(&[0; 6]).await, Err(FileError::TooLarge { .. })));
}

#[tokio::test]
async fn pictures_are_measured_and_bombs_refused() {
    let folder = tempfile::tempdir().unwrap();
    let objects = Objects::open(folder.path(), Arc::new(Ids::new(SystemRandomness))).unwrap();
    let picture = async |bytes: &[u8]| objects.put(bytes, 1_000).await.unwrap().picture;
    assert_eq!(picture(&png(12_000, 4_000)).await, Ok(PictureSize { width: 12_000, height: 4_000 }));
    assert_eq!(picture(&png(12_001, 1)).await, Err(PictureError::TooLarge));
    assert_eq!(picture(&png(12_000, 12_000)).await, Err(PictureError::TooLarge));
    assert_eq!(picture(&png(u32::MAX, u32::MAX)).await, Err(PictureError::TooLarge));
    assert_eq!(picture(&png(0, 5)).await, Err(PictureError::Broken));
    assert_eq!(picture(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").await, Err(PictureError::Broken));
    assert_eq!(picture(b"<svg width=\"1\" height=\"1\"/>").await, Err(PictureError::Kind));
}

#[tokio::test]
async fn no_name_leads_out_of_the_folder() {
    for bad in [
        "../../../../etc/passwd",
        "..",
        "/etc/passwd",
        "",
        "00",
        &"g".repeat(64),
        &format!("../{}", "0".repeat(61)),
        &"A".repeat(64),
    ] {
        assert!(bad.parse::<Digest>().is_err(), "{bad}");
    }
    let folder = tempfile::tempdir().unwrap();
    let objects = Objects::open(folder.path().join("files"), Arc::new(Ids::new(SystemRandomness))).unwrap();
    let absent: Digest = "0".repeat(64).parse().unwrap();
    assert!(matches!(objects.read(&absent, 0..1).await, Err(FileError::Absent)));
    assert!(!objects.delete(&absent).await.unwrap());
}
