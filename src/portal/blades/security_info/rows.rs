//! The rows of Security info: methods, the password, app passwords.

use crate::domain::edition::Edition;
use crate::domain::id::{AppPasswordId, MethodId};
use crate::domain::user::User;
use crate::portal::words::security_info as words;

/// What stands on a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item {
    /// A method.
    Method(MethodId),
    /// An app password.
    AppPassword(AppPasswordId),
}

/// Every row of `user`, in order.
pub(super) fn items(user: &User) -> Vec<Item> {
    let methods = user.methods.iter().map(|method| Item::Method(method.id));
    let passwords = user.app_passwords.iter();
    let passwords = passwords.map(|own| Item::AppPassword(own.id));
    methods.chain(passwords).collect()
}

/// What the row says: what it is, which, and what can be done to it.
pub(super) fn cells(user: &User, item: Item, edition: Edition) -> [String; 3] {
    match item {
        Item::Method(id) => {
            let method = user.method(id);
            let what = method.map_or("", |method| words::method(edition, method.kind()));
            let which = method.map_or_else(String::new, |method| method.detail.text());
            let changes = method.is_some_and(|method| method.kind().fixed_id().is_some());
            let can = if changes { "Change  Delete" } else { "Delete" };
            [what.to_owned(), which, can.to_owned()]
        }
        Item::AppPassword(id) => {
            let own = user.app_passwords.iter().find(|own| own.id == id);
            let which = own.map_or_else(String::new, |own| {
                format!("{}, created {}", own.name, own.created.date())
            });
            ["App password".to_owned(), which, "Delete".to_owned()]
        }
    }
}
