//! Hardware OATH tokens: uploaded for their users, activated by a code that they show, deactivated
//! (`facts/portal.md` 2.4).

use super::Nothing;
use super::context::{Context, Decision};
use super::methods::{find, register, replaced};
use super::text::plain;
use crate::domain::change::Change;
use crate::domain::id::MethodId;
use crate::domain::id::UserId;
use crate::domain::method::{Detail, Method, MethodKind};
use crate::domain::refusal::Refusal;
use crate::domain::sign_in::{APPS_AND_TOKENS, is_app};
use crate::domain::token_upload::NewToken;
use crate::domain::user::User;

/// Gives `user` those of `tokens` that are theirs, deactivated; the ones they have already stay as
/// they are.
pub(super) fn upload(
    context: &mut Context,
    user: &User,
    tokens: &[(UserId, NewToken)],
) -> Decision {
    context.enabled(MethodKind::HardwareOath)?;
    let has = |token: &NewToken| {
        let serials = user
            .methods
            .iter()
            .filter_map(|method| match &method.detail {
                Detail::HardwareOath { serial, .. } => Some(serial),
                _ => None,
            });
        serials
            .into_iter()
            .any(|serial| *serial == plain(&token.serial))
    };
    let own = tokens.iter().filter(|(id, _)| *id == user.id);
    let new: Vec<_> = own
        .map(|(_, token)| token)
        .filter(|token| !has(token))
        .collect();
    if new.is_empty() {
        return Ok(Nothing::AlreadySo.into());
    }
    let apps = user.methods.iter().filter(|method| is_app(method.kind()));
    if apps.count() + new.len() > APPS_AND_TOKENS {
        return Err(Refusal::TooManyApps);
    }
    let added = new.into_iter().map(|token| {
        let detail = Detail::HardwareOath {
            serial: plain(&token.serial),
            manufacturer: plain(&token.manufacturer),
            model: plain(&token.model),
            interval: token.interval,
            active: false,
            seed: Some(token.seed.clone()),
        };
        register(context, user, detail)
    });
    Ok(added.collect::<Vec<Change>>().into())
}

/// Activates a token. One whose key is known is tried out: it must show `code` now.
pub(super) fn activate(
    context: &Context,
    user: &User,
    id: MethodId,
    code: Option<&str>,
) -> Decision {
    let method = find(user, id)?;
    let mut detail = switched(method, true)?;
    if detail == method.detail {
        return Ok(Nothing::AlreadySo.into());
    }
    if let Some((seed, interval)) = method.detail.seed() {
        let code = code.ok_or(Refusal::TokenCode)?;
        let used = seed.accept(code, context.now, interval);
        detail = detail.with_seed(used.map_err(|_| Refusal::TokenCode)?);
    }
    Ok(replaced(method, detail))
}

/// Deactivates a token.
pub(super) fn deactivate(user: &User, id: MethodId) -> Decision {
    let method = find(user, id)?;
    Ok(replaced(method, switched(method, false)?))
}

fn switched(method: &Method, to: bool) -> Result<Detail, Refusal> {
    let mut detail = method.detail.clone();
    let Detail::HardwareOath { active, .. } = &mut detail else {
        return Err(Refusal::NoHardwareToken(method.kind()));
    };
    *active = to;
    Ok(detail)
}
