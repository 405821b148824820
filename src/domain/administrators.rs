//! Who in this tenant could do what somebody else was refused: the same permission, asked for
//! every administrator there is.

use super::command::Action;
use super::directory::Directory;
use super::id::UserId;
use super::plan::{Actor, Outcome, Plan, permission};
use super::refusal::Refusal;

/// Something that was asked for, and of whom; `None`: of nobody in particular.
pub type Asked = (Action, Option<UserId>);

/// Whether another administrator could be the answer to `refusal`.
pub fn depends_on_who_asks(refusal: &Refusal) -> bool {
    matches!(
        refusal,
        Refusal::NotPermitted { .. } | Refusal::OutOfReach { .. } | Refusal::OwnAccount { .. }
    )
}

/// Whether anything of `plan` was refused because of who asks.
pub fn are_asked_for(plan: &Plan) -> bool {
    plan.parts()
        .any(|part| matches!(&part.outcome, Outcome::Refused(why) if depends_on_who_asks(why)))
}

/// What of `plan` was refused because of who asks.
pub fn refused(plan: &Plan) -> Vec<Asked> {
    let parts = plan
        .rows
        .iter()
        .flat_map(|row| row.parts.iter().map(|part| (row.user, part)));
    let refused = parts.filter_map(|(user, part)| match &part.outcome {
        Outcome::Refused(why) if depends_on_who_asks(why) => Some((part.action, user)),
        _ => None,
    });
    refused.collect()
}

/// The administrators who can sign in and could do all that was asked, in the order of their
/// names.
pub fn who_could(directory: &dyn Directory, asked: &[Asked]) -> Vec<UserId> {
    let edition = directory.edition();
    let heads = (0..directory.len()).filter_map(|position| directory.head(position));
    let able = heads
        .filter(|head| !head.roles.is_empty() && !head.deleted && !head.blocked)
        .filter(|head| {
            let actor = Actor {
                id: head.id,
                upn: head.upn.to_owned(),
                roles: head.roles,
            };
            asked.iter().all(|(action, user)| {
                let user = user.and_then(|user| directory.user(user));
                match user {
                    Some(user) => permission::reaches(edition, &actor, *action, &user).is_ok(),
                    None => permission::performs(edition, &actor, *action).is_ok(),
                }
            })
        });
    able.map(|head| head.id).collect()
}
