//! From where and with what somebody signs in.

use std::net::IpAddr;

use crate::domain::id::DeviceId;
use crate::domain::user::{RememberedDevice, User};

/// One attempt to sign in: everything but who, and what is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// What kind of program asks.
    pub client: Client,
    /// What is signed in to, as the log names it.
    pub application: String,
    /// On which device.
    pub device: Device,
    /// From which address; `None`: not known, and trusted by nobody.
    pub ip: Option<IpAddr>,
    /// Whether the request comes from the organisation's intranet.
    pub intranet: bool,
}

/// Where a request comes from, as far as the service can tell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Origin {
    /// The address; `None`: not known.
    pub ip: Option<IpAddr>,
    /// Whether it is on the organisation's intranet.
    pub intranet: bool,
}

/// A device, or one browser on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// The mark that "Don't ask again" left there; `None`: a browser without one.
    pub mark: Option<DeviceId>,
    /// Its name, such as `LAPTOP-7`.
    pub name: String,
    /// Browser or app, such as `Edge on Windows`.
    pub client: String,
}

/// What kind of program asks (`facts/portal.md` 4.3, 9.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Client {
    /// A browser.
    Browser,
    /// An app with modern authentication.
    Modern,
    /// An app that knows nothing but name and password.
    Legacy(LegacyProtocol),
}

/// What a legacy client speaks, as the sign-in log names it (`facts/portal.md` 9.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LegacyProtocol {
    /// Sending mail.
    AuthenticatedSmtp,
    /// Telephones.
    ExchangeActiveSync,
    /// Mail programs.
    Imap4,
    /// Old mail programs.
    Pop3,
    /// Outlook 2010 and its like.
    OutlookAnywhere,
    /// Anything else.
    Other,
}

impl Client {
    /// As the "Client app" column says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Browser => "Browser",
            Self::Modern => "Mobile apps and desktop clients",
            Self::Legacy(LegacyProtocol::AuthenticatedSmtp) => "Authenticated SMTP",
            Self::Legacy(LegacyProtocol::ExchangeActiveSync) => "Exchange ActiveSync",
            Self::Legacy(LegacyProtocol::Imap4) => "IMAP4",
            Self::Legacy(LegacyProtocol::Pop3) => "POP3",
            Self::Legacy(LegacyProtocol::OutlookAnywhere) => "Outlook Anywhere",
            Self::Legacy(LegacyProtocol::Other) => "Other clients",
        }
    }
}

impl Attempt {
    /// A browser on a device that nobody has seen yet, somewhere outside.
    pub fn new_browser() -> Self {
        Self {
            client: Client::Browser,
            application: "My Apps".to_owned(),
            device: Device {
                mark: None,
                name: "New device".to_owned(),
                client: "Edge on Windows".to_owned(),
            },
            ip: None,
            intranet: false,
        }
    }

    /// The browser that `device` stands for.
    pub fn on(device: &RememberedDevice) -> Self {
        Self {
            device: Device {
                mark: Some(device.id),
                name: device.name.clone(),
                client: device.client.clone(),
            },
            ..Self::new_browser()
        }
    }

    /// A mail program that knows nothing but name and password.
    pub fn legacy_app(name: impl Into<String>) -> Self {
        Self {
            client: Client::Legacy(LegacyProtocol::OutlookAnywhere),
            application: "Office 365 Exchange Online".to_owned(),
            device: Device {
                mark: None,
                name: name.into(),
                client: String::new(),
            },
            ..Self::new_browser()
        }
    }

    /// The same from `origin`; what is somewhere already stays there.
    #[must_use]
    pub fn coming_from(self, origin: Origin) -> Self {
        if self.ip.is_some() || self.intranet {
            return self;
        }
        Self {
            ip: origin.ip,
            intranet: origin.intranet,
            ..self
        }
    }

    /// What the tenant remembers of the device for `user`.
    pub(super) fn remembered<'a>(&self, user: &'a User) -> Option<&'a RememberedDevice> {
        let mark = self.device.mark?;
        user.devices.iter().find(|device| device.id == mark)
    }
}
