//! Every list of the desk as a table to take away.

use madang_testkit::both_stores;

use super::{
    account::sign_up,
    browser::{Browser, router},
    routes::{all, released},
    team::ada_with_host,
};
use crate::ground::MIGRATIONS;

/// Lines of a table, without its byte order mark.
fn lines(csv: &str) -> Vec<&str> {
    csv.strip_prefix('\u{feff}').expect("Excel takes it for UTF-8").lines().collect()
}

both_stores! { MIGRATIONS;

async fn every_list_is_taken_away_in_both_forms(kit: TestKit) {
    let samples = released(&kit).await;
    let mut team = Browser::signed_in(&kit, router(&kit)).await;
    let paths: Vec<String> = all().into_iter().map(|entry| entry.path).filter(|path| path.starts_with("/desk")).collect();
    let lists: Vec<&str> = paths.iter().filter_map(|path| path.strip_suffix(".csv")).collect();
    for list in &lists {
        assert!(paths.contains(&format!("{list}.xlsx")), "{list} has no workbook");
    }
    let settings = ["rooms", "tracks", "kinds", "pages"].map(|what| format!("/desk/{{conference}}/settings/{what}"));
    for list in lists.into_iter().filter(|list| !list.contains("{host}")).chain(settings.iter().map(String::as_str)) {
        let address = samples.address(list);
        let csv = team.get(&format!("{address}.csv")).await;
        assert_eq!((csv.status, csv.headers["content-type"].as_bytes()), (200, &b"text/csv; charset=utf-8"[..]), "{address}");
        assert!(csv.headers["content-disposition"].as_bytes().starts_with(b"attachment; filename="), "{address}");
        let korean = team.get(&format!("{address}.csv?lang=ko")).await;
        for head in [lines(&csv.body)[0], lines(&korean.body)[0]] {
            assert!(!head.is_empty() && !head.contains("table-"), "{address} has no words above its columns: {head}");
        }
        let book = team.get(&format!("{address}.xlsx")).await;
        assert!(book.status == 200 && book.body.starts_with("PK"), "{address}");
    }
    for wrong in ["/desk/sample/settings/rooms", "/desk/sample/settings/rooms.pdf", "/desk/sample/settings/halls.csv", "/desk/nothing/conflicts.csv", "/desk/audit.csv?conference=nothing"] {
        assert_eq!(team.get(wrong).await.status, 404, "{wrong}");
    }
}

async fn tables_hold_what_their_lists_show(kit: TestKit) {
    let samples = released(&kit).await;
    let router = router(&kit);
    let mut ada = Browser::new(router.clone());
    sign_up(&kit, &mut ada, "ada@example.org", "%3DHYPERLINK(%22https%3A%2F%2Fevil.example%22)").await;
    let mut team = Browser::signed_in(&kit, router).await;
    let people = team.get("/desk/people.csv?q=ada").await.body;
    assert!(people.contains(",ada@example.org,") && lines(&people)[1].starts_with("\"'=HYPERLINK"), "{people}");
    assert_eq!(lines(&team.get("/desk/people.csv?q=nobody").await.body).len(), 1);
    let page = team.get("/desk/people?q=ada").await;
    assert!(page.status == 200 && page.body.contains("ada@example.org") && page.body.contains("/desk/people.csv?q=ada"), "{}", page.body);
    let rooms = team.get("/desk/sample/settings/rooms.csv").await.body;
    assert!(lines(&rooms).len() == 4 && rooms.contains(samples.room()), "{rooms}");
    let releases = team.get("/desk/sample/releases.csv").await.body;
    assert!(lines(&releases).len() == 2 && lines(&releases)[1].starts_with("1,"), "{releases}");
    let mail = team.get("/desk/mail.csv?q=ada").await.body;
    assert!(lines(&mail).len() == 2 && mail.contains("ada@example.org") && !mail.contains("/account/link/"), "{mail}");
    assert_eq!(lines(&team.get("/desk/mail.csv?state=given_up").await.body).len(), 1);
    // More than a page of records: a table is the whole list.
    let token = team.get("/desk/sample").await.token();
    for visibility in ["draft", "public"].repeat(30) {
        team.post("/desk/sample/visibility", &format!("csrf={token}&visibility={visibility}")).await;
    }
    let audit = team.get("/desk/sample/audit.csv").await.body;
    assert!(lines(&audit).len() > 61, "{}", lines(&audit).len());
    let page = team.get("/desk/sample/audit").await;
    assert!(page.body.contains("href=\"/desk/sample/audit.csv\""));
    let conflicts = team.get("/desk/sample/conflicts.csv").await.body;
    let outlook = team.get("/desk/sample").await;
    assert_eq!(lines(&conflicts).len() > 1, outlook.body.contains("href=\"/desk/sample/conflicts.csv\""));
}

async fn tables_of_a_host_are_its_owners(kit: TestKit) {
    let mut ada = ada_with_host(&kit).await;
    let token = ada.get("/desk/hosts/hanbit-foundation/team").await.token();
    ada.post("/desk/hosts/hanbit-foundation/team/invite", &format!("csrf={token}&email=bo@example.org&role=viewer")).await;
    ada.post("/desk/hosts/hanbit-foundation/tokens", &format!("csrf={token}&name=Screens&days=30&view=1")).await;
    ada.post("/desk/hosts/hanbit-foundation/webhooks", &format!("csrf={token}&url=https://hooks.example.org/in")).await;
    let webhooks = ada.get("/desk/hosts/hanbit-foundation/webhooks.csv").await.body;
    assert!(webhooks.contains("https://hooks.example.org/in"), "{webhooks}");
    let page = ada.get("/desk/hosts/hanbit-foundation/webhooks").await.body;
    let (_, id) = page.split_once("/desk/hosts/hanbit-foundation/webhooks/").expect("the webhook has a page");
    let id = id.split('"').next().unwrap_or_default();
    for list in [format!("webhooks/{id}/deliveries"), "team".into(), "tokens".into()] {
        for form in ["csv", "xlsx"] {
            assert_eq!(ada.get(&format!("/desk/hosts/hanbit-foundation/{list}.{form}")).await.status, 200, "{list}");
        }
    }
    let team = ada.get("/desk/hosts/hanbit-foundation/team.csv").await.body;
    assert!(team.contains("Ada,ada@example.org,") && team.contains("bo@example.org"), "{team}");
    let tokens = ada.get("/desk/hosts/hanbit-foundation/tokens.csv").await.body;
    assert!(tokens.contains("Screens") && !tokens.contains("madang_"), "{tokens}");
    let mine = ada.get("/desk/conferences.csv").await.body;
    assert!(lines(&mine).len() == 2 && mine.contains("Yard 2027"), "{mine}");
    // Somebody else sees none of it, and nothing in the list of what is theirs.
    let mut eve = ada.without_cookies();
    sign_up(&kit, &mut eve, "eve@example.org", "Eve").await;
    assert_eq!(lines(&eve.get("/desk/conferences.csv").await.body).len(), 1);
    for list in ["team", "tokens", "webhooks"] {
        assert_eq!(eve.get(&format!("/desk/hosts/hanbit-foundation/{list}.csv")).await.status, 404, "{list}");
    }
    assert_eq!(eve.get("/desk/yard/conflicts.csv").await.status, 404);
    assert_eq!(eve.get("/desk/people.csv").await.status, 403);
}

}
