//! A conference's settings at the desk: made, changed, copied, and never overwritten unseen.

use madang_testkit::both_stores;

use super::{account::sign_up, browser::Browser, speaking::png, team::ada_with_host};
use crate::ground::MIGRATIONS;

/// Posts a form of a page with what its hidden fields hold.
async fn save(ada: &mut Browser, path: &str, seen: &str, form: &str) -> super::browser::Answer {
    let token = ada.get("/account").await.token();
    ada.post(path, &format!("csrf={token}&seen={seen}&{form}")).await
}

async fn seen(ada: &mut Browser, path: &str) -> String {
    ada.get(path).await.hidden("seen")
}

/// Takes back what was done at once; where that leads.
async fn undo(ada: &mut Browser, batch: &str, from: &str) -> String {
    let token = ada.get("/account").await.token();
    ada.post("/desk/yard/undo", &format!("csrf={token}&batch={batch}&back={from}"))
        .await
        .location()
        .to_owned()
}

/// The names of what a history tells, the newest first.
fn batches(body: &str) -> Vec<String> {
    let history = body.split("class=\"history\"").nth(1).unwrap_or_default();
    let named = history.split("name=\"batch\" value=\"").skip(1);
    named.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

/// A page's words, without its tags, with one space between.
fn text(body: &str) -> String {
    let words = body.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    words.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

const SETTINGS: &str = "name-en=Yard+2027&zone=Asia/Seoul&first_day=2027-03-02&last_day=2027-03-04&day_starts=04:00&languages=en,+ko";

both_stores! { MIGRATIONS;

async fn rooms_tracks_kinds_and_pages_are_made_changed_and_removed(kit: TestKit) {
    let mut ada = ada_with_host(&kit).await;
    for (what, form, slug) in [
        ("rooms", "name-en=Main+hall&capacity=400&area=North", "main-hall"),
        ("tracks", "name-en=Money&colour=%231d5a8f", "money"),
        ("kinds", "name-en=Talk&duration=30", "talk"),
        ("pages", "name-en=Getting+there&slug=way&body-en=By+train", "way"),
    ] {
        let new = format!("/desk/yard/settings/{what}/new");
        let made = save(&mut ada, &new, "", form).await;
        let (done, at) = made.location().split_once('#').expect("a part of the page");
        assert!(done.starts_with("/desk/yard/settings?done=saved-settings&undo=") && at == what, "{}", made.body);
        let again = save(&mut ada, &new, "", &format!("{form}&slug={slug}")).await;
        assert!(again.status == 422 && again.body.contains("taken"), "{what}: {}", again.status);
        let page = format!("/desk/yard/settings/{what}/{slug}");
        let looked_at = seen(&mut ada, &page).await;
        let changed = save(&mut ada, &page, &looked_at, &form.replace("name-en=", "name-en=The+")).await;
        assert_eq!(changed.status, 303, "{}", changed.body);
        assert!(ada.get("/desk/yard/settings").await.body.contains(">The "), "{what}");
        // The other one who had opened it sees that it has changed.
        let late = save(&mut ada, &page, &looked_at, &form.replace("name-en=", "name-en=Late+")).await;
        assert!(late.status == 409 && late.body.contains("Late ") && late.body.contains("Somebody else"), "{what}");
        assert!(!ada.get("/desk/yard/settings").await.body.contains(">Late "), "{what}");
        assert_eq!(save(&mut ada, &format!("{page}/delete"), "", "").await.status, 303);
        assert_eq!(ada.get(&page).await.status, 404, "{what}");
    }
    for (what, form) in [("rooms", "name-en="), ("rooms", "name-en=X&capacity=many"), ("tracks", "name-en=X&colour=red"), ("pages", "name-en=X&slug=A+B")] {
        let wrong = save(&mut ada, &format!("/desk/yard/settings/{what}/new"), "", form).await;
        assert_eq!(wrong.status, 422, "{what} {form}");
    }
    assert_eq!(ada.get("/desk/yard/settings/things/new").await.status, 404);
}

async fn levels_of_conflicts_are_told_and_taken_back(kit: TestKit) {
    let mut ada = ada_with_host(&kit).await;
    let token = ada.get("/account").await.token();
    let mut choose = async |form: &str| {
        let answer = ada.post("/desk/yard/levels", &format!("csrf={token}&{form}")).await;
        (answer.status, answer.location().to_owned())
    };
    let (status, chosen) = choose("was-walk=warn&walk=block&was-room-taken=warn&room-taken=warn").await;
    assert!(status == 303 && chosen.starts_with("/desk/yard?done=levels&undo=") && chosen.ends_with("#conflicts"), "{chosen}");
    // Somebody whose page is older chooses another one: what they left alone stays as it is by now.
    choose("was-walk=warn&walk=warn&was-room-taken=warn&room-taken=ignore").await;
    assert_eq!(choose("was-walk=block&walk=block").await.1, "/desk/yard?done=same#conflicts");
    assert_eq!(choose("walk=never").await.0, 400);
    let told = text(&ada.get("/desk/yard/history").await.body);
    assert!(told.contains("Room taken twice") && told.contains("Warns") && told.contains("Ignored") && told.contains("Blocks"), "{told}");
    let page = ada.get(&chosen).await.body;
    assert!(page.contains("name=\"was-walk\" value=\"block\""), "{page}");
    let batch = chosen.split_once("undo=").expect("its name").1.split('#').next().expect("a name").to_owned();
    assert!(undo(&mut ada, &batch, "/desk/yard").await.starts_with("/desk/yard?done=undone"));
    let page = ada.get("/desk/yard").await.body;
    assert!(page.contains("name=\"was-walk\" value=\"warn\"") && page.contains("name=\"was-room-taken\" value=\"ignore\""), "{page}");
}

async fn a_room_with_sessions_stays(kit: TestKit) {
    let mut ada = ada_with_host(&kit).await;
    save(&mut ada, "/desk/yard/settings/rooms/new", "", "name-en=Hall").await;
    save(&mut ada, "/desk/yard/settings/tracks/new", "", "name-en=Money").await;
    let form = "title-en=Opening&state=confirmed&track=money&room=hall&day=2027-03-02&start=09:00&duration=30&duration_minutes=30";
    let made = save(&mut ada, "/desk/yard/sessions/new", "", &format!("version=0&{form}")).await;
    assert_eq!(made.status, 303, "{}", made.body);
    let kept = save(&mut ada, "/desk/yard/settings/tracks/money/delete", "", "").await;
    assert!(kept.status == 409 && kept.body.contains("still belong"), "{}", kept.status);
    assert!(ada.get("/desk/yard/settings").await.body.contains("Money"));
}

async fn settings_are_saved_and_not_overwritten_unseen(kit: TestKit) {
    let mut ada = ada_with_host(&kit).await;
    let page = "/desk/yard/settings";
    let looked_at = seen(&mut ada, page).await;
    let saved = save(&mut ada, page, &looked_at, &format!("{SETTINGS}&name-ko=마당&opens=09:00&closes=02:00&colour=%23112233")).await;
    assert!(saved.location().starts_with("/desk/yard/settings?done=saved-settings&undo="), "{}", saved.body);
    let shown = ada.get(page).await.body;
    for value in ["마당", "value=\"09:00\"", "value=\"02:00\"", "value=\"04:00\"", "#112233"] {
        assert!(shown.contains(value), "{value}");
    }
    let late = save(&mut ada, page, &looked_at, &SETTINGS.replace("Yard", "Other")).await;
    assert!(late.status == 409 && late.body.contains("Other 2027"));
    assert!(!ada.get("/desk").await.body.contains("Other 2027"));
    for (form, wrong) in [
        (SETTINGS.replace("Asia/Seoul", "Mars/Base"), "no time zone"),
        (SETTINGS.replace("2027-03-04", "2027-03-01"), "before the first"),
        (SETTINGS.replace("languages=en,+ko", "languages="), "Tags"),
        (format!("{SETTINGS}&colour=blue"), "six digits"),
        (format!("{SETTINGS}&opens=09:00"), "Give both"),
    ] {
        let looked_at = seen(&mut ada, page).await;
        let answer = save(&mut ada, page, &looked_at, &form).await;
        assert!(answer.status == 422 && answer.body.contains(wrong), "{form}: {}", answer.status);
    }
}

async fn a_logo_is_made_anew_and_shown_at_once(kit: TestKit) {
    let mut ada = ada_with_host(&kit).await;
    let settings = "/desk/yard/settings";
    let token = ada.get(settings).await.token();
    let picture = |body: &str| {
        let shown = body.split("/yard~draft/pictures/").nth(1).and_then(|rest| rest.split('"').next());
        shown.map(|id| format!("/yard~draft/pictures/{id}"))
    };
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    let wrong = ada.upload_bytes(&format!("{settings}/logo"), &token, &[("logo.svg", svg)]).await;
    assert!(wrong.status == 422 && wrong.body.contains("not a picture"), "{}", wrong.body);
    let mut before = None;
    for side in [40, 30] {
        let taken = ada.upload_bytes(&format!("{settings}/logo"), &token, &[("logo.png", &png(side))]).await;
        assert!(taken.location().starts_with("/desk/yard/settings?done=saved-settings&undo="), "{}", taken.body);
        let shown = picture(&ada.get(settings).await.body).expect("it is shown");
        assert_eq!(ada.get(&shown).await.headers["content-type"], "image/png");
        assert!(ada.get("/yard~draft").await.body.contains(&shown), "also on the site");
        assert_ne!(before.replace(shown.clone()), Some(shown), "the new one, not the old one");
    }
    let token = ada.get(settings).await.token();
    ada.post(&format!("{settings}/logo/remove"), &format!("csrf={token}")).await;
    assert_eq!(picture(&ada.get(settings).await.body), None);
    let last = before.expect("there was one");
    assert_eq!(ada.get(&last).await.status, 404, "what nobody shows goes");
    // The undo brings back the one that was just taken away; those before it are gone for good.
    let batches = batches(&ada.get(settings).await.body);
    assert_eq!(batches.len(), 3);
    undo(&mut ada, &batches[0], settings).await;
    assert_eq!(picture(&ada.get(settings).await.body), Some(last.clone()));
    assert_eq!(undo(&mut ada, &batches[1], settings).await, "/desk/yard/settings?done=undo-refused&count=1");
    assert_eq!(picture(&ada.get(settings).await.body), Some(last));
}

async fn what_was_done_to_settings_is_shown_and_taken_back(kit: TestKit) {
    let mut ada = ada_with_host(&kit).await;
    let looked_at = seen(&mut ada, "/desk/yard/settings").await;
    save(&mut ada, "/desk/yard/settings", &looked_at, &format!("{SETTINGS}&colour=%23112233&opens=09:00&closes=02:00")).await;
    save(&mut ada, "/desk/yard/settings/rooms/new", "", "name-en=Main+hall&name-ko=강당&capacity=400&position=1").await;
    let room = "/desk/yard/settings/rooms/main-hall";
    let looked_at = seen(&mut ada, room).await;
    save(&mut ada, room, &looked_at, "name-en=Main+hall&name-ko=대강당&capacity=420&position=3").await;
    let page = text(&ada.get(room).await.body);
    for told in ["Changed Ada", "Made Ada", "Name (Korean) 강당 → 대강당", "Seats 400 → 420", "Place in the order 1 → 3", "Name (English) – → Main hall"] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert!(!page.contains("Name (English) Main hall"), "what stayed is not told: {page}");
    let page = text(&ada.get("/desk/yard/settings").await.body);
    for told in ["Colour – → #112233", "Opening hours – → 09:00–02:00", "Day begins 00:00 → 04:00", "Languages English → English, Korean"] {
        assert!(page.contains(told), "{told}: {page}");
    }
    // One history of the conference: settings and programme by time.
    save(&mut ada, "/desk/yard/sessions/new", "", "version=0&title-en=Opening&state=confirmed").await;
    let list = ada.get("/desk/yard/history").await.body;
    let places: Vec<usize> = [">Opening<", "href=\"/desk/yard/settings/rooms/main-hall\"", "href=\"/desk/yard/settings\"><bdi>"]
        .map(|what| list.find(what).unwrap_or_else(|| panic!("{what}: {list}")))
        .into();
    assert!(places.is_sorted(), "the newest first");
    // Nobody else's undo does anything.
    let of_room = batches(&ada.get(room).await.body);
    let mut eve = ada.without_cookies();
    sign_up(&kit, &mut eve, "eve@example.org", "Eve").await;
    let token = eve.get("/desk/hosts/new").await.token();
    eve.post("/desk/hosts/new", &format!("csrf={token}&name=Eve&slug=eve")).await;
    save(&mut eve, "/desk/hosts/eve/conferences/new", "", "name=Own&slug=own&zone=Asia/Seoul&first_day=2028-03-02").await;
    for path in ["/desk/yard/undo", "/desk/own/undo"] {
        let token = eve.get("/account").await.token();
        assert_eq!(eve.post(path, &format!("csrf={token}&batch={}", of_room[0])).await.status, 404, "{path}");
    }
    assert!(text(&ada.get(room).await.body).contains("Seats 400 → 420"));
    // The making is not undone while something newer was done to it; then it is, and the page that is gone is left.
    assert_eq!(undo(&mut ada, &of_room[1], room).await, format!("{room}?done=undo-refused&count=1"));
    assert!(undo(&mut ada, &of_room[0], room).await.starts_with(&format!("{room}?done=undone&count=1&undo=")));
    let gone = undo(&mut ada, &of_room[1], room).await;
    assert!(gone.starts_with("/desk/yard/history?done=undone&count=1&undo="), "{gone}");
    assert_eq!(ada.get(room).await.status, 404);
    let list = text(&ada.get("/desk/yard/history").await.body);
    assert!(list.contains("Undone : Main hall Ada"), "what is gone keeps its name: {list}");
    // The undo is undone from the page that told of it.
    let again = gone.rsplit("undo=").next().expect("it has a name").to_owned();
    undo(&mut ada, &again, "/desk/yard/history").await;
    assert!(ada.get(room).await.body.contains("강당"));
}

async fn next_years_conference_is_copied(kit: TestKit) {
    let mut ada = ada_with_host(&kit).await;
    save(&mut ada, "/desk/yard/settings/rooms/new", "", "name-en=Hall&capacity=400").await;
    save(&mut ada, "/desk/yard/settings/pages/new", "", "name-en=Way&slug=way&body-en=By+train").await;
    let form = "name=Yard+2028&slug=yard-2028&zone=Asia/Seoul&first_day=2028-03-02&copy=yard";
    let made = save(&mut ada, "/desk/hosts/hanbit-foundation/conferences/new", "", form).await;
    assert_eq!(made.location(), "/desk/yard-2028?done=conference-made", "{}", made.body);
    let settings = ada.get("/desk/yard-2028/settings").await.body;
    assert!(settings.contains("Hall") && settings.contains("400 seats") && settings.contains("Way"), "{settings}");
    // Somebody else's conference is not copied, and nothing is left behind.
    let mut eve = ada.without_cookies();
    sign_up(&kit, &mut eve, "eve@example.org", "Eve").await;
    let token = eve.get("/desk/hosts/new").await.token();
    eve.post("/desk/hosts/new", &format!("csrf={token}&name=Eve&slug=eve")).await;
    let stolen = save(&mut eve, "/desk/hosts/eve/conferences/new", "", &form.replace("yard-2028", "stolen")).await;
    assert_eq!(stolen.status, 403);
    assert_eq!(eve.get("/desk/stolen").await.status, 404);
}

}
