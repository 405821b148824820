//! One tenant, several people: what one saves the others see.

use super::client::Terminal;
use super::server::Server;

/// Two logins to one tenant, Kim Akers under both cursors.
fn two_on_kim(server: &Server) -> [Terminal; 2] {
    [(); 2].map(|()| {
        let mut login = Terminal::open(server, "shared");
        login.sign_in();
        login.keys("/kim\r");
        login.wait_for("1 of 63 users");
        login
    })
}

#[test]
fn what_one_saves_the_other_sees_at_once() {
    let server = Server::start();
    let [mut ann, mut bob] = two_on_kim(&server);
    ann.keys("b");
    ann.wait_for("Block sign-in");
    ann.keys("\x13");
    bob.wait_for("sign-in blocked");
    let snapshot = server.store.snapshot();
    let kim = snapshot.find("KimA@contoso.com").unwrap();
    assert!(snapshot.user(kim).unwrap().blocked);
}

#[test]
fn a_window_may_change_its_size_at_any_time() {
    let server = Server::start();
    let mut login = Terminal::open(&server, "sandbox");
    login.sign_in();
    login.resize((50, 16));
    login.wait_for("Nothing is lost");
    login.resize((120, 40));
    login.wait_for("MONITORING");
}

#[test]
fn two_who_save_over_the_same_user_get_a_plan_to_look_at_and_overwrite_nothing() {
    let server = Server::start();
    let kim = || {
        let snapshot = server.store.snapshot();
        let kim = snapshot.find("KimA@contoso.com").unwrap();
        snapshot.user(kim).unwrap()
    };
    let [mut ann, mut bob] = two_on_kim(&server);
    ann.keys("ie\x15Kim A");
    ann.wait_for("1 user  renamed");
    bob.keys("b");
    bob.wait_for("Block sign-in for Kim Akers");
    bob.keys("y");
    bob.wait_for("Updates successful");
    ann.wait_for("Somebody changed this user meanwhile: look again");
    ann.keys("\x13");
    ann.wait_for("Read the plan, then save again");
    assert_eq!(kim().name, "Kim Akers");
    ann.keys("\x13");
    ann.wait_for("Updates successful");
    assert_eq!((&*kim().name, kim().blocked), ("Kim A", true));
    // What Bob did is not the last that was done to her any more.
    bob.keys("\ru");
    bob.wait_for("was changed by somebody else since");
    assert_eq!((&*kim().name, kim().blocked), ("Kim A", true));
}
