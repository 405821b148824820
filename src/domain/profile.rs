//! The public profile: what other members of the organisation see. Never used for multifactor
//! authentication (S2, S3; D17), and kept apart from the authentication methods.

use serde::{Deserialize, Serialize};

/// A user's public profile. An empty text is an empty field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PublicProfile {
    /// First name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub given_name: String,
    /// Last name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub surname: String,
    /// Job title.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub job_title: String,
    /// Department.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub department: String,
    /// Office location.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub office: String,
    /// Country or region.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub country: String,
    /// Office phone, as people write it: public, unchecked.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub business_phone: String,
    /// Mobile phone, as people write it: public, unchecked.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub mobile_phone: String,
    /// E-mail address.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub mail: String,
    /// Other e-mail addresses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub other_mails: Vec<String>,
}

/// One field of the public profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ProfileField {
    /// First name.
    GivenName,
    /// Last name.
    Surname,
    /// Job title.
    JobTitle,
    /// Department.
    Department,
    /// Office location.
    Office,
    /// Country or region.
    Country,
    /// Office phone.
    BusinessPhone,
    /// Mobile phone.
    MobilePhone,
    /// E-mail address.
    Mail,
    /// Other e-mail addresses, separated by blanks.
    OtherMails,
}

impl ProfileField {
    /// Every field, in the order of the portal's Properties page.
    pub const ALL: [Self; 10] = [
        Self::GivenName,
        Self::Surname,
        Self::JobTitle,
        Self::Department,
        Self::Office,
        Self::Country,
        Self::BusinessPhone,
        Self::MobilePhone,
        Self::Mail,
        Self::OtherMails,
    ];

    /// As the Properties page says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::GivenName => "First name",
            Self::Surname => "Last name",
            Self::JobTitle => "Job title",
            Self::Department => "Department",
            Self::Office => "Office location",
            Self::Country => "Country or region",
            Self::BusinessPhone => "Office phone",
            Self::MobilePhone => "Mobile phone",
            Self::Mail => "Email",
            Self::OtherMails => "Other emails",
        }
    }

    /// Whether it is contact information, which also those may edit who may only reset passwords
    /// (`facts/portal.md` 7.1).
    pub fn is_contact(self) -> bool {
        matches!(
            self,
            Self::BusinessPhone | Self::MobilePhone | Self::OtherMails
        )
    }
}

impl PublicProfile {
    /// The field's text; several addresses are separated by blanks.
    pub fn get(&self, field: ProfileField) -> String {
        match field {
            ProfileField::GivenName => self.given_name.clone(),
            ProfileField::Surname => self.surname.clone(),
            ProfileField::JobTitle => self.job_title.clone(),
            ProfileField::Department => self.department.clone(),
            ProfileField::Office => self.office.clone(),
            ProfileField::Country => self.country.clone(),
            ProfileField::BusinessPhone => self.business_phone.clone(),
            ProfileField::MobilePhone => self.mobile_phone.clone(),
            ProfileField::Mail => self.mail.clone(),
            ProfileField::OtherMails => self.other_mails.join(" "),
        }
    }

    /// Sets the field's text.
    pub fn set(&mut self, field: ProfileField, text: &str) {
        let own = match field {
            ProfileField::GivenName => &mut self.given_name,
            ProfileField::Surname => &mut self.surname,
            ProfileField::JobTitle => &mut self.job_title,
            ProfileField::Department => &mut self.department,
            ProfileField::Office => &mut self.office,
            ProfileField::Country => &mut self.country,
            ProfileField::BusinessPhone => &mut self.business_phone,
            ProfileField::MobilePhone => &mut self.mobile_phone,
            ProfileField::Mail => &mut self.mail,
            ProfileField::OtherMails => {
                self.other_mails = text.split_whitespace().map(str::to_owned).collect();
                return;
            }
        };
        text.clone_into(own);
    }
}
