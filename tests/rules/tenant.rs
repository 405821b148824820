//! A tenant in memory.

use proofup::demo::generated::{PRESENT, facts, users};
use proofup::domain::change::{Change, Fact, Misfit};
use proofup::domain::directory::Directory as _;
use proofup::domain::tenant::Tenant;
use proofup::domain::user::User;

#[test]
fn facts_that_do_not_all_fit_leave_the_tenant_as_it_was() {
    let people: Vec<User> = users(30, 7, PRESENT).collect();
    let mut tenant = Tenant::new(facts(), people.iter().take(20).cloned(), 5).unwrap();
    let before = tenant.clone();
    let named = |user: &User, name: &str| {
        Fact::User(
            user.id,
            [Change::Name(name.to_owned())].into_iter().collect(),
        )
    };
    let upn_taken = User {
        id: people[25].id,
        ..people[3].clone()
    };
    let misfits = [
        (named(&people[21], "Nobody"), Misfit::NoUser(people[21].id)),
        (
            Fact::Create(Box::new(people[3].clone())),
            Misfit::UserExists(people[3].id),
        ),
        (
            Fact::Create(Box::new(upn_taken)),
            Misfit::UpnTaken(people[25].id),
        ),
        (Fact::Purge(people[8].id), Misfit::NoUser(people[8].id)),
    ];
    for (fact, misfit) in misfits {
        let facts = vec![
            named(&people[2], "Zoe Zuse"),
            Fact::Clock(9),
            Fact::Create(Box::new(people[22].clone())),
            Fact::Purge(people[8].id),
            named(&people[22], "Aaron Aalto"),
            fact,
        ];
        assert_eq!(tenant.apply(facts, 6), Err(misfit));
        assert_eq!(tenant, before);
        assert_eq!((tenant.revision(), tenant.arranged()), (5, 5));
        let places = |tenant: &Tenant| -> Vec<_> {
            people.iter().map(|user| tenant.position(user.id)).collect()
        };
        assert_eq!(places(&tenant), places(&before));
    }
}
