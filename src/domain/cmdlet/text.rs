//! PowerShell as text: a line for one user, a loop for many.

use crate::domain::directory::Directory;
use crate::domain::id::UserId;

/// Lines in the making.
pub(super) struct Script {
    users: Vec<String>,
    /// What a user is called in the loop's variable.
    noun: &'static str,
    more: usize,
    before: Vec<String>,
    each: Vec<String>,
    comments: Vec<String>,
}

impl Script {
    pub(super) fn new(directory: &dyn Directory, users: &[UserId], named: usize) -> Self {
        let upns = users.iter().filter_map(|id| {
            let position = directory.position(*id)?;
            Some(directory.head(position)?.upn.to_owned())
        });
        let users: Vec<_> = upns.collect();
        let more = users.len().saturating_sub(named);
        Self {
            more: if users.len() > 1 { more } else { 0 },
            users,
            noun: "Upn",
            before: Vec::new(),
            each: Vec::new(),
            comments: Vec::new(),
        }
    }

    /// Names the users by object id: those who are deleted have no other name.
    pub(super) fn by_id(&mut self, users: &[UserId]) {
        self.users = users.iter().map(UserId::to_string).collect();
        self.noun = "Id";
    }

    /// A line before all users.
    pub(super) fn once(&mut self, line: impl Into<String>) {
        self.before.push(line.into());
    }

    /// A line for each user; `{u}` stands for the user principal name.
    pub(super) fn each(&mut self, line: impl Into<String>) {
        self.each.push(line.into());
    }

    /// What PowerShell is not to run.
    pub(super) fn comment(&mut self, text: impl AsRef<str>) {
        self.comments.push(format!("# {}", text.as_ref()));
    }

    pub(super) fn lines(self) -> Vec<String> {
        let mut lines = self.before;
        match self.users.as_slice() {
            _ if self.each.is_empty() => {}
            [] => {}
            [user] => {
                let user = word(user);
                lines.extend(self.each.iter().map(|line| line.replace("{u}", &user)));
            }
            users => {
                let shown = users.len() - self.more;
                let names: Vec<_> = users[..shown].iter().map(|upn| quoted(upn)).collect();
                let more = match self.more {
                    0 => String::new(),
                    more => format!(" <# and {more} more #>"),
                };
                let noun = self.noun;
                lines.push(format!("${noun}s = {}{more}", names.join(", ")));
                let each = self.each.join("; ").replace("{u}", &format!("${noun}"));
                lines.push(format!("foreach (${noun} in ${noun}s) {{ {each} }}"));
            }
        }
        lines.extend(self.comments);
        lines
    }
}

/// A bare word where PowerShell takes it as one, else quoted.
pub(super) fn word(text: &str) -> String {
    let bare = |letter: char| letter.is_ascii_alphanumeric() || "@._-".contains(letter);
    let starts = text
        .chars()
        .next()
        .is_some_and(|first| first.is_ascii_alphanumeric());
    if starts && text.chars().all(bare) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// In double quotes, nothing in it expanded.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for letter in text.chars() {
        // PowerShell also ends a string at a curly quote.
        if matches!(
            letter,
            '"' | '$' | '`' | '\u{201c}' | '\u{201d}' | '\u{201e}'
        ) {
            quoted.push('`');
        }
        quoted.push(letter);
    }
    quoted.push('"');
    quoted
}
