//! One tenant, several people: what one saves the others see.

use super::client::Terminal;
use super::server::Server;

#[test]
fn what_one_saves_the_other_sees_at_once() {
    let server = Server::start();
    let mut logins = [(); 2].map(|()| Terminal::open(&server, "shared"));
    for login in &mut logins {
        login.sign_in();
        login.keys("/kim\r");
        login.wait_for("1 of 63 users");
    }
    let [ann, bob] = &mut logins;
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
