//! The default sign-in method: after every plan it is unset or served by a usable method.

use super::Nothing;
use super::context::{Context, Decision};
use crate::domain::change::Change;
use crate::domain::id::MethodId;
use crate::domain::method::{DefaultMethod, Method, MethodKinds};
use crate::domain::refusal::Refusal;
use crate::domain::time::Timestamp;
use crate::domain::user::User;

/// What decides whether a method can be used: the kinds the policy disables, and the time.
#[derive(Debug, Clone, Copy)]
pub(in crate::domain) struct InUse {
    pub(in crate::domain) disabled: MethodKinds,
    pub(in crate::domain) now: Timestamp,
}

impl InUse {
    pub(super) fn holds(self, method: &Method) -> bool {
        method.usable(self.disabled, self.now).is_ok()
    }
}

/// Sets the default to what a usable method serves.
pub(super) fn set(context: &Context, user: &User, to: DefaultMethod) -> Decision {
    if !serves(context.in_use(), user, to, None) {
        return Err(Refusal::DefaultNotServed);
    }
    if user.default_method == Some(to) {
        return Ok(Nothing::AlreadySo.into());
    }
    Ok(Change::Default(Some(to)).into())
}

/// What the default is once `before` turned into `after`.
///
/// A default that is still served stays. One that lost its method goes to the next that is served,
/// in the order the portal offers them, or away. A user who had nothing to be a default gets one
/// with the first method that can be: a text message for a mobile number. A user who had the
/// choice and no default is left alone.
pub(in crate::domain) fn settle(
    in_use: InUse,
    before: &User,
    after: &User,
) -> Option<DefaultMethod> {
    let first = |user: &User| {
        DefaultMethod::ALL
            .into_iter()
            .find(|&default| serves(in_use, user, default, None))
    };
    let stays = before.methods == after.methods
        || match after.default_method {
            Some(default) => serves(in_use, after, default, None),
            None => first(before).is_some(),
        };
    if stays {
        after.default_method
    } else {
        first(after)
    }
}

/// Whether `method` alone serves the user's default. Where another one of its kind serves it too,
/// the default does not depend on it.
pub(super) fn depends_on(context: &Context, user: &User, method: MethodId) -> bool {
    user.default_method.is_some_and(|default| {
        let in_use = context.in_use();
        serves(in_use, user, default, None) && !serves(in_use, user, default, Some(method))
    })
}

/// Whether a usable method other than `without` serves `default`.
fn serves(in_use: InUse, user: &User, default: DefaultMethod, without: Option<MethodId>) -> bool {
    user.methods
        .iter()
        .filter(|method| Some(method.id) != without && in_use.holds(method))
        .any(|method| default.kinds().contains(method.kind()))
}
