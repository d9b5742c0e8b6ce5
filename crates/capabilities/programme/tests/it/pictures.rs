//! Pictures are copied here, and only pictures that pages show are served.

use axum::{Router, body::Body, http::header, routing};
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use madang_conference::{Visibility, by_slug, update};
use madang_context::Who;
use madang_fetch::Fetcher;
use madang_files::{Objects, enter};
use madang_jobs::{Filter, JobState, Runner};
use madang_programme::{PICTURES_JOB, Pictures, Site, import, release, routes};
use madang_testkit::{TestKit, both_stores};
use madang_web::{App, AppSetup, WebConfig};
use tokio::net::TcpListener;
use tower::ServiceExt;

use super::*;

/// The smallest picture there is: one red pixel, as PNG.
const PIXEL: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00,
    0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x02, 0x00, 0x00, 0x00, 0x90, 0x77, 0x53, 0xde, 0x00,
    0x00, 0x00, 0x0c, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0xf8, 0xcf, 0xc0, 0x00, 0x00, 0x03, 0x01,
    0x01, 0x00, 0xc9, 0xfe, 0x92, 0xef, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60,
    0x82,
];

/// Another host with pictures, among them such as are none.
async fn elsewhere() -> String {
    let router = Router::new()
        .route("/kim.png", routing::get(|| async { PIXEL }))
        .route("/logo.png", routing::get(|| async { PIXEL }))
        .route("/script.png", routing::get(|| async { "<script>alert(1)</script>" }))
        .route("/busy.png", routing::get(|| async { StatusCode::SERVICE_UNAVAILABLE }));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    format!("http://{address}")
}

struct House {
    objects: Objects,
    site: Site,
    router: Router,
    runner: Runner,
}

fn house(kit: &TestKit, fetcher: Fetcher) -> House {
    let (objects, site) = (Objects::open(kit.path("files"), kit.ids.clone()).unwrap(), Site::default());
    let config = WebConfig::new("http://conference.example".parse().unwrap(), [7; 32]);
    let mut setup =
        AppSetup::new(kit.store.clone(), config).with_part(site.clone()).with_part(objects.clone());
    setup.clock = kit.clock.clone();
    setup.ids = kit.ids.clone();
    let pictures = Pictures { store: kit.store.clone(), objects: objects.clone(), fetcher: Some(fetcher) };
    let runner =
        Runner::new(kit.store.clone(), kit.clock.clone(), kit.ids.clone()).on(PICTURES_JOB, move |running| {
            let pictures = pictures.clone();
            async move { pictures.copy(running).await }
        });
    House { objects, site, router: routes().into_router(App::new(setup)), runner }
}

impl House {
    async fn get(&self, path: &str) -> (StatusCode, http::HeaderMap, Vec<u8>) {
        let request =
            Request::get(path).header(header::HOST, "conference.example").body(Body::empty()).unwrap();
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        (parts.status, parts.headers, body.collect().await.unwrap().to_bytes().to_vec())
    }

    async fn page(&self, path: &str) -> String {
        String::from_utf8(self.get(path).await.2).unwrap()
    }
}

/// A released conference whose pictures are at these addresses.
async fn released(kit: &TestKit, logo: &str, faces: &[String]) {
    let ctx = kit.ctx(Who::Administrator);
    let mut programme = source();
    programme.conference.logo_url = Some(logo.to_owned());
    for (speaker, face) in programme.speakers.iter_mut().zip(faces) {
        speaker.picture_url = Some(face.clone());
    }
    let written = kit.store.write(move |tx| {
        import(tx, &ctx, "seoul", &programme)?;
        let mut conference = by_slug(tx, "seoul")?.expect("it was made");
        conference.visibility = Visibility::Public;
        update(tx, &conference, ctx.now)?;
        release(tx, &ctx, "seoul", "", None)
    });
    written.await.unwrap();
}

fn address_of(page: &str) -> String {
    let from = page.split("src=\"/seoul/pictures/").nth(1).expect("the page shows a picture");
    format!("/seoul/pictures/{}", from.split('"').next().unwrap())
}

/// The jobs that copy pictures: what was imported and released is told by jobs of its own.
async fn copying(kit: &TestKit) -> Vec<madang_jobs::Job> {
    let filter = Filter { kind: Some(PICTURES_JOB.into()), ..Filter::default() };
    kit.store.read(move |tx| madang_jobs::list(tx, &filter, 10)).await.unwrap()
}

both_stores! { ALL;

async fn pictures_are_copied_and_shown_from_here(kit: TestKit) {
    let (other, house) = (elsewhere().await, house(&kit, Fetcher::new(vec!["127.0.0.0/8".parse().unwrap()])));
    released(&kit, &format!("{other}/logo.png"), &[format!("{other}/kim.png")]).await;
    let before = house.page("/seoul/speakers/kim").await;
    assert!(!before.contains("<img") && !before.contains(&format!("src=\"{other}")), "nothing is shown from elsewhere");
    house.runner.run_due().await.unwrap();
    assert_eq!(copying(&kit).await.len(), 1);
    house.site.refresh(&kit.store).await.unwrap();
    let page = house.page("/seoul/speakers/kim").await;
    assert!(page.contains("<img class=\"logo\" src=\"/seoul/pictures/") && page.contains("<img class=\"face\" src=\"/seoul/pictures/"), "{page}");
    assert!(page.contains("property=\"og:image\" content=\"http://conference.example/seoul/pictures/"), "{page}");
    assert!(!page.contains(&format!("src=\"{other}")));
    let face = page.split("<img class=\"face\"").nth(1).unwrap();
    let (status, headers, bytes) = house.get(&address_of(face)).await;
    assert_eq!((status, headers[header::CONTENT_TYPE].to_str().unwrap()), (StatusCode::OK, "image/jpeg"));
    assert!(headers[header::CACHE_CONTROL].to_str().unwrap().contains("immutable") && bytes.starts_with(&[0xFF, 0xD8]));
    // Importing again the same day fetches nothing again, and the address stays.
    let ctx = kit.ctx(Who::Administrator);
    let mut again = source();
    again.speakers[0].picture_url = Some(format!("{other}/kim.png"));
    kit.store.write(move |tx| import(tx, &ctx, "seoul", &again)).await.unwrap();
    house.runner.run_due().await.unwrap();
    assert_eq!(copying(&kit).await.len(), 1, "the one from before");
}

async fn what_is_no_picture_or_cannot_be_reached_is_told(kit: TestKit) {
    let (other, house) = (elsewhere().await, house(&kit, Fetcher::new(vec!["127.0.0.0/8".parse().unwrap()])));
    released(&kit, &format!("{other}/busy.png"), &[format!("{other}/script.png")]).await;
    house.runner.run_due().await.unwrap();
    assert_eq!(copying(&kit).await.len(), 1);
    let jobs = copying(&kit).await;
    assert_eq!(jobs[0].state, JobState::Waiting, "what is busy is asked again later");
    let words = jobs[0].last_error.as_deref().unwrap();
    assert!(words.contains("1 of 2 pictures") && words.contains("503"), "{words}");
    house.site.refresh(&kit.store).await.unwrap();
    assert!(!house.page("/seoul/speakers/kim").await.contains("<img"));
}

async fn a_programme_cannot_send_us_to_our_neighbours(kit: TestKit) {
    let (other, house) = (elsewhere().await, house(&kit, Fetcher::new(Vec::new())));
    released(&kit, &format!("{other}/logo.png"), &[format!("{other}/kim.png")]).await;
    house.runner.run_due().await.unwrap();
    assert_eq!(copying(&kit).await.len(), 1);
    let jobs = copying(&kit).await;
    assert_eq!(jobs[0].state, JobState::Done, "it will never go better");
    house.site.refresh(&kit.store).await.unwrap();
    assert!(!house.page("/seoul/speakers/kim").await.contains("<img"));
}

async fn only_pictures_that_pages_show_are_served(kit: TestKit) {
    let (other, house) = (elsewhere().await, house(&kit, Fetcher::new(vec!["127.0.0.0/8".parse().unwrap()])));
    // The speaker with a picture is of a rejected proposal only.
    let mut faces = vec![format!("{other}/none.png"); source().speakers.len()];
    faces.fill(String::new());
    let hidden = source().speakers.iter().position(|speaker| speaker.key == "no").unwrap();
    faces[hidden] = format!("{other}/kim.png");
    released(&kit, "", &faces).await;
    house.runner.run_due().await.unwrap();
    house.site.refresh(&kit.store).await.unwrap();
    let object = house.objects.put(b"secret slides", 100).await.unwrap();
    let ctx = kit.ctx(Who::Administrator);
    let files = kit.store.write::<_, StoreError, _>(move |tx| {
        let conference = by_slug(tx, "seoul")?.expect("it was made").id.0;
        enter(tx, &ctx, conference, "slides.txt", &object)?;
        madang_files::list(tx, conference, 10)
    });
    let files = files.await.unwrap();
    assert_eq!(files.len(), 2, "the copy, and the slides");
    for file in files {
        assert_eq!(house.get(&format!("/seoul/pictures/{}", file.id)).await.0, StatusCode::NOT_FOUND, "{}", file.name);
    }
    assert_eq!(house.get("/seoul/pictures/..%2F..%2Fkey").await.0, StatusCode::NOT_FOUND);
}

}
