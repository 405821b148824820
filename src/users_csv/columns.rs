//! The columns of a "Download users" file (`facts/portal.md` 1).

use csv::ByteRecord;

use super::{CsvError, RowFault};

/// A column that means something here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Upn,
    DisplayName,
    Surname,
    GivenName,
    Mail,
    ObjectId,
    UserType,
    JobTitle,
    Department,
    AccountEnabled,
    Country,
    Office,
    Telephone,
    Mobile,
    AuthenticationPhone,
    AuthenticationEmail,
    AlternateEmail,
    Synced,
}

/// The portal's spelling of each, the stock file's first, then what newer files call it. What
/// else the portal writes (addresses, age groups) has no place in a tenant.
const COLUMNS: [(Column, &str); 21] = [
    (Column::Upn, "userPrincipalName"),
    (Column::DisplayName, "displayName"),
    (Column::Surname, "surname"),
    (Column::GivenName, "givenName"),
    (Column::Mail, "mail"),
    (Column::ObjectId, "objectId"),
    (Column::UserType, "userType"),
    (Column::JobTitle, "jobTitle"),
    (Column::Department, "department"),
    (Column::AccountEnabled, "accountEnabled"),
    (Column::Country, "country"),
    (Column::Office, "physicalDeliveryOfficeName"),
    (Column::Telephone, "telephoneNumber"),
    (Column::Mobile, "mobile"),
    (
        Column::AuthenticationPhone,
        "authenticationAlternativePhoneNumber",
    ),
    (Column::AuthenticationEmail, "authenticationEmail"),
    (Column::AlternateEmail, "alternateEmailAddress"),
    (Column::ObjectId, "id"),
    (Column::Office, "officeLocation"),
    (Column::Mobile, "mobilePhone"),
    (Column::Synced, "directorySynced"),
];

impl Column {
    /// As the portal spells it.
    pub(super) fn name(self) -> &'static str {
        COLUMNS
            .iter()
            .find(|(column, _)| *column == self)
            .map_or("", |(_, name)| name)
    }
}

/// Which column stands where.
pub(super) struct Header {
    places: Vec<Option<Column>>,
    pub(super) ignored: Vec<String>,
}

impl Header {
    /// Reads the first line, in any order and case of the columns.
    pub(super) fn read(record: &ByteRecord) -> Result<Self, CsvError> {
        let mut header = Self {
            places: Vec::new(),
            ignored: Vec::new(),
        };
        for field in record {
            let name = str::from_utf8(field).map_err(|_| CsvError::NotUtf8)?;
            let name = name.trim();
            let known = COLUMNS
                .iter()
                .find(|(_, known)| known.eq_ignore_ascii_case(name))
                .map(|(column, _)| *column);
            match known {
                Some(column) if header.places.contains(&known) => {
                    return Err(CsvError::ColumnTwice(column.name()));
                }
                None if !name.is_empty() => header.ignored.push(name.to_owned()),
                _ => {}
            }
            header.places.push(known);
        }
        if header.places.contains(&Some(Column::Upn)) {
            Ok(header)
        } else {
            Err(CsvError::NoUpnColumn)
        }
    }

    /// The fields of one row.
    pub(super) fn row<'a>(&'a self, record: &'a ByteRecord) -> Result<Row<'a>, RowFault> {
        if record.len() != self.places.len() {
            return Err(RowFault::Fields {
                found: record.len(),
                expected: self.places.len(),
            });
        }
        let fields = record
            .iter()
            .map(|field| str::from_utf8(field).map(str::trim))
            .collect::<Result<_, _>>()
            .map_err(|_| RowFault::NotUtf8)?;
        Ok(Row {
            header: self,
            fields,
        })
    }
}

/// One row, by column.
pub(super) struct Row<'a> {
    header: &'a Header,
    fields: Vec<&'a str>,
}

impl Row<'_> {
    /// The text in this column; empty where there is no such column.
    pub(super) fn get(&self, column: Column) -> &str {
        self.header
            .places
            .iter()
            .position(|place| *place == Some(column))
            .and_then(|position| self.fields.get(position))
            .map_or("", |field| field)
    }
}
