//! Forms on accounts: Edit properties, Assign role, Remove role, New user.

use enumset::EnumSet;

use super::{Kind, name, typed};
use crate::domain::command::{Command, NewUser};
use crate::domain::id::UserId;
use crate::domain::plan::Outcome;
use crate::domain::profile::ProfileField;
use crate::domain::refusal::Refusal;
use crate::domain::role::Role;
use crate::domain::user::{User, UserType};
use crate::portal::blades::Desk;
use crate::portal::blades::user_properties::group_of_first;
use crate::portal::dialogs::Dialog;
use crate::portal::dialogs::controls::Control;
use crate::portal::dialogs::form::Form;

/// Display name, then every field of the profile: only what differs is asked for.
pub(super) fn edit_properties(
    user: UserId,
    controls: &[Control],
    desk: &Desk<'_>,
) -> Result<Command, String> {
    let record = desk
        .snapshot
        .user(user)
        .ok_or("This user is gone. Esc closes the dialog.")?;
    let Some((first, others)) = controls.split_first() else {
        return Err(String::new());
    };
    let name = Some(first.typed()).filter(|name| *name != record.name);
    let fields: Vec<_> = ProfileField::ALL
        .into_iter()
        .zip(others)
        .filter(|(field, control)| record.profile.get(*field) != control.typed())
        .map(|(field, control)| (field, control.typed().to_owned()))
        .collect();
    if name.is_none() && fields.is_empty() {
        return Err("Nothing is changed yet.".to_owned());
    }
    Ok(Command::EditProfile {
        user,
        name: name.map(str::to_owned),
        fields,
    })
}

/// The role that is chosen among `offered`.
pub(super) fn chosen(offered: &[Role], controls: &[Control]) -> Result<Role, String> {
    let at = controls.first().map_or(0, Control::chosen);
    let role = offered.get(at).copied();
    role.ok_or_else(|| "There is no role to choose.".to_owned())
}

const NAMES: &str = "Type a name and a domain, such as kim@contoso.com.";

pub(super) fn new_user(controls: &mut [Control], desk: &Desk<'_>) -> Result<Command, String> {
    let [upn, display_name, user_type] = controls else {
        return Err(String::new());
    };
    let user_type = TYPES.get(user_type.chosen()).copied().unwrap_or_default();
    let invited = user_type == UserType::Guest;
    upn.call(if invited { ADDRESS } else { NAME });
    let text = typed(upn, if invited { super::ADDRESS } else { NAMES })?;
    let new = NewUser {
        upn: if invited { guest(&text, desk) } else { text },
        name: display_name.typed().to_owned(),
        user_type,
    };
    // A name that will do is asked about with any display name: the one field says what is wrong
    // with it before the other is filled in.
    let probe = NewUser {
        name: "?".to_owned(),
        ..new.clone()
    };
    let plan = desk.plan(&Command::CreateUser(probe));
    let refusal = plan.parts().find_map(|part| match &part.outcome {
        Outcome::Refused(why @ (Refusal::Upn(_) | Refusal::UpnTaken(_))) => Some(why.to_string()),
        _ => None,
    });
    let valid = if invited {
        format!("Comes in as {}", new.upn)
    } else {
        "valid".to_owned()
    };
    upn.say(refusal.as_deref().unwrap_or(&valid), refusal.is_some());
    if let Some(why) = refusal {
        return Err(why);
    }
    typed(display_name, "Type a display name.")?;
    Ok(Command::CreateUser(new))
}

/// What is asked of a member, and of a guest.
const NAME: &str = "User principal name";
const ADDRESS: &str = "Email";

/// The name of a guest whose address is `kim@fabrikam.com`: `kim_fabrikam.com#EXT#@contoso.com`.
fn guest(address: &str, desk: &Desk<'_>) -> String {
    if address.contains("#EXT#@") {
        return address.to_owned();
    }
    let domain = desk.snapshot.facts().domains.first();
    let domain = domain.map_or("", String::as_str);
    format!("{}#EXT#@{domain}", address.replace('@', "_"))
}

const TYPES: [UserType; 2] = [UserType::Member, UserType::Guest];

impl Dialog {
    /// Edit properties of `user`, the focus on `field`.
    pub fn edit_properties(user: &User, field: Option<ProfileField>, desk: &Desk<'_>) -> Self {
        let mut controls = vec![Control::entry("", "Display name", &user.name)];
        controls.extend(ProfileField::ALL.into_iter().map(|field| {
            let heading = group_of_first(field).filter(|group| *group != "Identity");
            let text = user.profile.get(field);
            Control::entry(heading.unwrap_or_default(), field.label(), &text)
        }));
        let kind = Kind::EditProperties(user.id);
        let mut form = Form::new(kind, "Edit properties", controls, desk);
        form.subtitle = name(Some(user));
        let at = field.and_then(|field| ProfileField::ALL.iter().position(|own| *own == field));
        form.focus = at.map_or(0, |at| at + 1);
        Self::Form(Box::new(form))
    }

    /// Assign one of the roles that `user` does not hold.
    pub fn assign_role(user: &User, desk: &Desk<'_>) -> Self {
        let offered: Vec<_> = (EnumSet::all() - user.roles).into_iter().collect();
        let mut form = Form::new(
            Kind::AssignRole(user.id, offered.clone()),
            "Assign role",
            roles(&offered),
            desk,
        );
        form.subtitle = name(Some(user));
        form.save = "Assign";
        Self::Form(Box::new(form))
    }

    /// Remove one of the roles that `user` holds.
    pub fn remove_role(user: &User, desk: &Desk<'_>) -> Self {
        let held: Vec<_> = user.roles.into_iter().collect();
        let mut form = Form::new(
            Kind::RemoveRole(user.id, held.clone()),
            "Remove role",
            roles(&held),
            desk,
        );
        form.subtitle = name(Some(user));
        form.save = "Remove";
        Self::Form(Box::new(form))
    }

    /// New user.
    pub fn new_user(desk: &Desk<'_>) -> Self {
        let types = TYPES.map(|user_type| match user_type {
            UserType::Member => "Member: create new user".to_owned(),
            UserType::Guest => "Guest: invite external user".to_owned(),
        });
        let controls = vec![
            Control::text(NAME, ""),
            Control::text("Display name", ""),
            Control::choice("User type", types.into(), 0),
        ];
        let mut form = Form::new(Kind::NewUser, "New user", controls, desk);
        form.save = "Create";
        Self::Form(Box::new(form))
    }
}

fn roles(offered: &[Role]) -> Vec<Control> {
    let labels = offered.iter().map(|role| role.label().to_owned()).collect();
    vec![Control::choice("Role", labels, 0)]
}
