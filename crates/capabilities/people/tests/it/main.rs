//! Accounts together with others who keep something about persons, on both stores.

use madang_context::Who;
use madang_people::{
    Keeper, Keepers, MIGRATIONS, Objection, PersonId, erase, make_administrator, people_count, person,
};
use madang_store::{Migration, StoreError, Tx};
use madang_testkit::{TestKit, both_stores};

static ALL: &[&[Migration]] =
    &[madang_audit::MIGRATIONS, madang_web::MIGRATIONS, madang_mail::MIGRATIONS, MIGRATIONS];

/// Hosts of which the person would be the last owner: those who are called so.
fn last_owner(tx: &mut Tx<'_>, id: PersonId) -> Result<Vec<Objection>, StoreError> {
    let owner = person(tx, id)?.filter(|person| person.name == "Owner");
    let objection = |_| Objection {
        key: "account-last-administrator",
        values: vec![("host", "Yard".to_owned())],
        way: Some("/desk/hosts/yard".into()),
    };
    Ok(owner.map(objection).into_iter().collect())
}

async fn make(kit: &TestKit, email: &'static str, name: &'static str) -> PersonId {
    let ctx = kit.ctx(Who::Administrator);
    let made = kit.store.write::<_, StoreError, _>(move |tx| make_administrator(tx, &ctx, email, name));
    made.await.expect("it is written").expect("an address").id
}

both_stores! { ALL;

async fn nobody_is_forgotten_while_somebody_objects(kit: TestKit) {
    let keeper = Keeper {
        objections: last_owner,
        forget: |tx, _, id| {
            // The account is still there when others forget: they may need to look at it.
            assert!(person(tx, id)?.is_some());
            Ok(())
        },
        ..Keeper::named("hosts")
    };
    let keepers = Keepers::new(&[keeper]);
    let (root, owner) = (make(&kit, "root@example.org", "Root").await, make(&kit, "owner@example.org", "Owner").await);
    let forget = |id| {
        let (ctx, keepers) = (kit.ctx(Who::Person { id: root.0, is_administrator: true }), keepers.clone());
        kit.store.write::<_, StoreError, _>(move |tx| erase(tx, &ctx, id, &keepers))
    };
    let objections = forget(owner).await.expect("it is asked");
    assert_eq!(objections.len(), 1);
    assert_eq!(objections[0].way.as_deref(), Some("/desk/hosts/yard"));
    assert_eq!(kit.store.read(people_count).await.expect("they are counted"), 2, "nothing has changed");
    assert_eq!(forget(root).await.expect("it is done"), []);
    assert_eq!(kit.store.read(people_count).await.expect("they are counted"), 1);
    // Now two things stand against it, and both are told.
    let both = forget(owner).await.expect("it is asked");
    assert_eq!(both.iter().map(|objection| objection.values.len()).collect::<Vec<_>>(), [0, 1]);
}

}
