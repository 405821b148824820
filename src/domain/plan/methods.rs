//! Adding, changing and deleting one authentication method (S2, S3; D15; `facts/portal.md` 2.3).

use super::Nothing;
use super::Warning;
use super::context::{Context, Decision, Ruling};
use super::default_method;
use crate::domain::change::Change;
use crate::domain::command::NewMethod;
use crate::domain::id::MethodId;
use crate::domain::method::{Detail, Method, MethodKind};
use crate::domain::phone::{PhoneNumber, PhoneType};
use crate::domain::refusal::Refusal;
use crate::domain::secret::{PasswordHash, Secret};
use crate::domain::user::User;

/// How many days ahead one may start. No document says; times beyond year 9999 cannot be written.
const PASS_STARTS_WITHIN_DAYS: u32 = 365;

pub(super) fn add(context: &mut Context, user: &User, new: &NewMethod) -> Decision {
    match new {
        NewMethod::Phone { phone_type, number } => add_phone(context, user, *phone_type, number),
        NewMethod::Email { address } => add_email(context, user, address),
        NewMethod::TemporaryAccessPass {
            starts,
            lifetime_minutes,
            one_time,
        } => {
            let policy = &context.policies().access_pass;
            let lifetimes = policy.lifetimes();
            if !lifetimes.contains(lifetime_minutes) {
                return Err(Refusal::PassLifetime(*lifetimes.start(), *lifetimes.end()));
            }
            if policy.one_time && !one_time {
                return Err(Refusal::PassOneTime);
            }
            // A start that has passed is now.
            let starts = starts.map_or(context.now, |starts| starts.max(context.now));
            if starts > context.now.plus_days(PASS_STARTS_WITHIN_DAYS) {
                return Err(Refusal::PassStart);
            }
            let pass = Secret::temporary_access_pass(context.entropy);
            let detail = Detail::TemporaryAccessPass {
                starts,
                lifetime_minutes: *lifetime_minutes,
                one_time: *one_time,
                used: false,
                hash: PasswordHash::pending(pass.clone(), context.entropy),
            };
            Ok(add_pass(context, user, detail)?.reveal("Temporary Access Pass", pass))
        }
    }
}

fn add_phone(context: &mut Context, user: &User, phone_type: PhoneType, number: &str) -> Decision {
    let kind = MethodKind::from(phone_type);
    context.enabled(kind)?;
    let number = PhoneNumber::parse_for(number, phone_type)?;
    if user.method_of_kind(kind).is_some() {
        return Err(Refusal::PhoneTypeTaken(phone_type));
    }
    let has_mobile = user.method_of_kind(MethodKind::MobilePhone).is_some();
    if phone_type == PhoneType::AlternateMobile && !has_mobile {
        return Err(Refusal::AlternateNeedsMobile);
    }
    Ok(register(context, user, Detail::Phone { phone_type, number }).into())
}

fn add_email(context: &mut Context, user: &User, address: &str) -> Decision {
    context.enabled(MethodKind::Email)?;
    let address = email_address(address)?;
    if user.method_of_kind(MethodKind::Email).is_some() {
        return Err(Refusal::EmailTaken);
    }
    let ruling = Ruling::from(register(context, user, Detail::Email { address }));
    Ok(ruling.warn_if(true, Warning::PasswordResetOnly))
}

/// A Temporary Access Pass replaces the user's old one.
fn add_pass(context: &mut Context, user: &User, detail: Detail) -> Decision {
    context.enabled(MethodKind::TemporaryAccessPass)?;
    let old = user.method_of_kind(MethodKind::TemporaryAccessPass);
    let mut changes: Vec<_> = old
        .map(|old| Change::RemoveMethod(old.id))
        .into_iter()
        .collect();
    changes.push(register(context, user, detail));
    Ok(changes.into())
}

pub(super) fn register(context: &mut Context, user: &User, detail: Detail) -> Change {
    let id = detail.kind().fixed_id();
    let method = Method {
        id: id.unwrap_or_else(|| MethodId::generate(context.entropy)),
        added: context.now,
        detail,
    };
    Change::AddMethod(user.methods.len(), method)
}

/// Changes a number or an address; nothing else can be changed.
pub(super) fn change(user: &User, id: MethodId, to: &str) -> Decision {
    let method = find(user, id)?;
    let detail = match &method.detail {
        Detail::Phone { phone_type, .. } => Detail::Phone {
            phone_type: *phone_type,
            number: PhoneNumber::parse_for(to, *phone_type)?,
        },
        Detail::Email { .. } => Detail::Email {
            address: email_address(to)?,
        },
        other => return Err(Refusal::NotChangeable(other.kind())),
    };
    Ok(replaced(method, detail))
}

/// Deletes a method, the last one included. D15: not the default while other usable MFA methods
/// remain, and not a mobile that an alternate mobile stands on.
pub(super) fn delete(context: &Context, user: &User, id: MethodId) -> Decision {
    let method = find(user, id)?;
    let alternate = user.method_of_kind(MethodKind::AlternateMobilePhone);
    if method.kind() == MethodKind::MobilePhone && alternate.is_some() {
        return Err(Refusal::MobileHasAlternate);
    }
    let others = user
        .methods
        .iter()
        .any(|other| other.id != id && other.kind().facts().mfa && context.is_usable(other));
    if others && default_method::depends_on(context, user, id) {
        return Err(Refusal::DefaultMethod);
    }
    Ok(Change::RemoveMethod(id).into())
}

pub(super) fn replaced(method: &Method, detail: Detail) -> Ruling {
    if detail == method.detail {
        return Nothing::AlreadySo.into();
    }
    let changed = Method {
        detail,
        ..method.clone()
    };
    Change::ReplaceMethod(changed).into()
}

pub(super) fn find(user: &User, id: MethodId) -> Result<&Method, Refusal> {
    user.method(id).ok_or(Refusal::NoMethod(id))
}

/// One `@`, something before it, a domain with a dot behind it, 254 characters at the most.
/// The address that `text` spells.
pub(in crate::domain) fn email_address(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    let well_formed = text.split_once('@').is_some_and(|(name, domain)| {
        let dotted =
            domain.split('.').count() > 1 && domain.split('.').all(|part| !part.is_empty());
        !name.is_empty() && dotted && !domain.contains('@')
    });
    let plain = !text.contains(|c: char| c.is_whitespace() || c.is_control());
    if well_formed && plain && text.len() <= 254 {
        Ok(text.to_owned())
    } else {
        Err(Refusal::EmailAddress)
    }
}
